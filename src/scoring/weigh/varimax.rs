//! Varimax rotation of factor loadings with Kaiser's normalisation.

use nalgebra::DMatrix;
use nalgebra::DVector;

use crate::scoring::weigh::Refusal;

/// A slope of the criterion below this, for each indicator, is zero but for rounding: the pair is not turned.
const LEVEL: f64 = 1e-14;
/// A row of loadings shorter than this is zero but for rounding.
const NO_LOADING: f64 = 1e-12;
const MAX_SWEEPS: usize = 200;

/// Rotates loadings (rows indicators, columns factors) so that the variance of the squared loadings is largest.
///
/// Maximises `sum_k [ (1/p) sum_j l_jk^4 - ((1/p) sum_j l_jk^2)^2 ]` by turning pairs of factors (Kaiser 1958, DOI
/// 10.1007/BF02289233), each row first brought to length 1 and stretched back afterwards (Kaiser's normalisation): this
/// is what comes nearest to the Handbook's table 17 (within 0.013; without normalisation 0.024).
/// Refused: no convergence within 200 sweeps.
pub(super) fn varimax(loadings: &DMatrix<f64>) -> Result<DMatrix<f64>, Refusal> {
    let lengths: Vec<f64> =
        loadings.row_iter().map(|row| row.norm()).map(|h| if h > NO_LOADING { h } else { 1.0 }).collect();
    let mut factors: Vec<DVector<f64>> = loadings
        .column_iter()
        .map(|c| DVector::from_iterator(c.len(), c.iter().zip(&lengths).map(|(x, h)| x / h)))
        .collect();
    for _ in 0..MAX_SWEEPS {
        let mut turned = false;
        let mut rest = factors.as_mut_slice();
        while let [first, others @ ..] = rest {
            for second in others.iter_mut() {
                turned |= turn_pair(first, second);
            }
            rest = others;
        }
        if !turned {
            let entries = factors.iter().flat_map(|f| f.iter().zip(&lengths).map(|(x, h)| x * h));
            return Ok(DMatrix::from_iterator(loadings.nrows(), loadings.ncols(), entries));
        }
    }
    Err(Refusal::NotConverged)
}

/// Turns two factors in their plane to the best angle; tells whether there was anything to gain.
fn turn_pair(first: &mut DVector<f64>, second: &mut DVector<f64>) -> bool {
    let count = first.len() as f64;
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in first.iter().zip(second.iter()) {
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    let (sine, cosine) = (d - 2.0 * a * b / count, c - (a * a - b * b) / count);
    // Level and not a minimum: where all angles are as good (both near zero), the pair stays as it is.
    if sine.abs() <= LEVEL * count && cosine >= -LEVEL * count {
        return false;
    }
    let (sin, cos) = (sine.atan2(cosine) / 4.0).sin_cos();
    for (x, y) in first.iter_mut().zip(second.iter_mut()) {
        (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two clear groups, turned by 30 degrees: the rotation turns them back onto the axes.
    #[test]
    fn a_turned_simple_structure_is_found_again() {
        let (sin, cos) = (std::f64::consts::PI / 6.0).sin_cos();
        let simple = DMatrix::from_row_slice(4, 2, &[0.9, 0.0, 0.8, 0.0, 0.0, 0.7, 0.0, 0.6]);
        let turned = &simple * DMatrix::from_row_slice(2, 2, &[cos, -sin, sin, cos]);
        let found = varimax(&turned).unwrap();
        assert!((found.abs() - simple).amax() < 1e-12);
    }

    #[test]
    fn communalities_stay_and_one_factor_is_left_alone() {
        let loadings = DMatrix::from_fn(5, 3, |i, j| ((i * 3 + j) as f64).sin());
        let rotated = varimax(&loadings).unwrap();
        for (before, after) in loadings.row_iter().zip(rotated.row_iter()) {
            assert!((before.norm() - after.norm()).abs() < 1e-12);
        }
        let one = DMatrix::from_column_slice(3, 1, &[0.5, 0.0, -0.5]);
        assert!((varimax(&one).unwrap() - one).amax() < 1e-15);
    }

    /// Equal squares in both factors for every row: no angle is better than another.
    #[test]
    fn an_indifferent_pair_does_not_keep_turning() {
        assert!(varimax(&DMatrix::zeros(4, 2)).is_ok());
        let circle = DMatrix::from_fn(8, 2, |i, j| {
            let angle = i as f64 * std::f64::consts::PI / 8.0;
            if j == 0 { angle.cos() } else { angle.sin() }
        });
        assert!(varimax(&circle).is_ok());
    }

    /// A greatest criterion: no small turn of any pair of factors makes it greater.
    #[test]
    fn no_further_turn_raises_the_criterion() {
        let criterion = |loadings: &DMatrix<f64>| -> f64 {
            let of = |factor: &[f64]| {
                let n = factor.len() as f64;
                let mean = factor.iter().map(|l| l * l).sum::<f64>() / n;
                factor.iter().map(|l| l.powi(4)).sum::<f64>() / n - mean * mean
            };
            // Kaiser's normalisation: each row of length 1.
            let rows: Vec<f64> = loadings.row_iter().map(|row| row.norm()).collect();
            let scaled = DMatrix::from_fn(loadings.nrows(), loadings.ncols(), |i, j| loadings[(i, j)] / rows[i]);
            scaled.column_iter().map(|c| of(c.iter().copied().collect::<Vec<_>>().as_slice())).sum()
        };
        for seed in 1..12 {
            let loadings = DMatrix::from_fn(6, 3, |i, j| ((i * 3 + j) as f64 * f64::from(seed) + 0.5).sin());
            let best = varimax(&loadings).unwrap();
            for (first, second) in [(0, 1), (0, 2), (1, 2)] {
                for angle in [-0.02_f64, 0.02] {
                    let (sin, cos) = angle.sin_cos();
                    let mut turned = best.clone();
                    for i in 0..6 {
                        let (x, y) = (best[(i, first)], best[(i, second)]);
                        (turned[(i, first)], turned[(i, second)]) = (x * cos + y * sin, y * cos - x * sin);
                    }
                    assert!(criterion(&turned) <= criterion(&best) + 1e-12, "seed {seed}, {first} and {second}");
                }
            }
        }
    }
}
