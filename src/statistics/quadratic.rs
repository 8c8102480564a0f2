//! Convex quadratic programmes in non-negative variables, small enough to be solved exactly.

use nalgebra::{DMatrix, DVector, SVD};

/// A slope this part of the largest is zero but for rounding.
const FLAT: f64 = 1e-11;
/// A singular value below this part of the largest is zero.
const SINGULAR: f64 = 1e-13;
/// Constraints may be taken and dropped this many times for each variable; more would be a circle.
const CHANGES: usize = 50;

/// The `x >= 0` with the least `x'Hx/2 - f'x` among those that keep `A x` as it is at `start`.
///
/// `hessian` is symmetric and positive semi-definite, and `start` is non-negative: neither is tested. The answer meets
/// the conditions of Karush, Kuhn and Tucker to 1e-11 of the largest slope, and so is the least of all, since the
/// problem is convex. Method: active sets from the given start (Nocedal and Wright 2006, Numerical optimization,
/// algorithm 16.3), without any draw; ties go to the first variable. Nothing where it does not end, or where the shapes
/// disagree. Worked number: the point of the line x + y = 1 nearest to (2, 0) that has no negative part is (1, 0).
pub fn minimise(
    hessian: &DMatrix<f64>,
    linear: &DVector<f64>,
    equalities: &DMatrix<f64>,
    start: DVector<f64>,
) -> Option<DVector<f64>> {
    let n = start.len();
    if hessian.shape() != (n, n) || linear.len() != n || equalities.ncols() != n {
        return None;
    }
    let mut x = start;
    let mut free: Vec<bool> = x.iter().map(|v| *v > 0.0).collect();
    let scale = hessian.amax().max(linear.amax());
    for _ in 0..CHANGES * (n + 1) {
        let slope = hessian * &x - linear;
        let places: Vec<usize> = free.iter().enumerate().filter(|(_, f)| **f).map(|(j, _)| j).collect();
        let (step, prices) = step(hessian, equalities, &slope, &places)?;
        // The first variable that the step would carry below zero stops it there.
        let falls = places.iter().zip(&step).filter(|(_, p)| **p < 0.0);
        let stops = falls.filter_map(|(j, p)| Some((*j, -x.get(*j)? / p))).filter(|(_, length)| *length < 1.0);
        let stop = stops.min_by(|a, b| a.1.total_cmp(&b.1));
        let length = stop.map_or(1.0, |(_, length)| length);
        for (j, p) in places.iter().zip(&step) {
            if let Some(cell) = x.get_mut(*j) {
                *cell += length * p;
            }
        }
        if let Some((j, _)) = stop {
            hold(&mut x, &mut free, j);
            continue;
        }
        let slope = hessian * &x - linear + equalities.transpose() * prices;
        let held = slope.iter().zip(&free).enumerate().filter(|(_, (s, free))| !**free && **s < -FLAT * scale);
        match held.min_by(|a, b| a.1.0.total_cmp(b.1.0)).map(|(j, _)| j) {
            Some(j) => free.get_mut(j).map(|f| *f = true)?,
            None => return Some(x),
        }
    }
    None
}

/// Puts a variable at zero and keeps it there.
fn hold(x: &mut DVector<f64>, free: &mut [bool], j: usize) {
    if let (Some(cell), Some(free)) = (x.get_mut(j), free.get_mut(j)) {
        (*cell, *free) = (0.0, false);
    }
}

/// The way of the free variables to their least, and the prices of the equalities there.
fn step(
    hessian: &DMatrix<f64>,
    equalities: &DMatrix<f64>,
    slope: &DVector<f64>,
    free: &[usize],
) -> Option<(Vec<f64>, DVector<f64>)> {
    let (k, m) = (free.len(), equalities.nrows());
    let cell = |matrix: &DMatrix<f64>, i: usize, j: usize| matrix.get((i, j)).copied().unwrap_or(0.0);
    let place = |i: usize| free.get(i).copied().unwrap_or(usize::MAX);
    let conditions = DMatrix::from_fn(k + m, k + m, |i, j| match (i < k, j < k) {
        (true, true) => cell(hessian, place(i), place(j)),
        (true, false) => cell(equalities, j - k, place(i)),
        (false, true) => cell(equalities, i - k, place(j)),
        (false, false) => 0.0,
    });
    let wanted = DVector::from_fn(k + m, |i, _| if i < k { -slope.get(place(i)).copied().unwrap_or(0.0) } else { 0.0 });
    let parts = SVD::try_new(conditions, true, true, f64::EPSILON, 10_000)?;
    let least = SINGULAR * parts.singular_values.max();
    let solved = parts.solve(&wanted, least).ok()?;
    solved
        .iter()
        .all(|v| v.is_finite())
        .then(|| (solved.iter().copied().take(k).collect(), solved.rows(k, m).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The nearest point of the simplex, which has a formula: subtract the same number from all, and cut at zero.
    #[test]
    fn the_nearest_point_of_the_simplex() {
        let nearest = |to: &[f64], from: &[f64]| {
            let n = to.len();
            let line = DMatrix::from_element(1, n, 1.0);
            let to = DVector::from_row_slice(to);
            minimise(&DMatrix::identity(n, n), &to, &line, DVector::from_row_slice(from)).unwrap()
        };
        let close = |x: &DVector<f64>, e: &[f64]| x.iter().zip(e).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(close(&nearest(&[2.0, 0.0], &[0.5, 0.5]), &[1.0, 0.0]));
        // From a corner that must be left.
        assert!(close(&nearest(&[0.5, 0.4, -3.0], &[0.0, 0.0, 1.0]), &[0.55, 0.45, 0.0]));
        assert!(close(&nearest(&[0.2, 0.3, 0.4], &[1.0, 0.0, 0.0]), &[0.7 / 3.0, 1.0 / 3.0, 1.3 / 3.0]));
    }

    #[test]
    fn shapes_that_disagree_have_no_answer() {
        let one = DMatrix::identity(2, 2);
        let start = DVector::from_element(3, 1.0);
        assert_eq!(minimise(&one, &DVector::zeros(2), &DMatrix::zeros(1, 2), start), None);
    }
}
