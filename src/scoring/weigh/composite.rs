//! Weights by the correlations of indicators with a composite that they make up only in part, or several levels up.

use nalgebra::{DMatrix, DVector};

use super::importance::{composite_correlations, wanted_correlations};
use super::{Importance, ImportanceWeights, Refusal};
use crate::statistics::eigen::{Deviations, column_deviations, correlations_of, symmetric_eigen};
use crate::statistics::quadratic;

/// Eigenvalues below this part of the largest are zero: the indicators are linearly dependent.
const RANK: f64 = 1e-10;
/// How far a correlation may miss its target where an exact balance is wanted.
const REACHED: f64 = 1e-8;
/// A weight nearer to zero than this, as a part of its family, is zero but for rounding.
const ROUNDING: f64 = 1e-11;

/// How indicators make up a composite: siblings share out what their family has in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Families {
    /// Per indicator, its family, from 0.
    pub of: Vec<usize>,
    /// Per family, its weight in the composite, above 0.
    pub shares: Vec<f64>,
    /// Per indicator, whether its correlation counts; the others only make up the composite.
    pub counted: Vec<bool>,
}

/// What the weights are to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Criterion<'a> {
    /// Importances in the ratio of the targets, one an indicator; a correlation may miss its own by the tolerance.
    Balance { targets: &'a [f64], importance: Importance, tolerance: f64 },
    /// The largest sum of correlations.
    Information,
}

/// Weights of an arithmetic composite with the largest sum of correlations between the indicators and the composite.
///
/// With `s` the standard deviations and `v_j = w_j s_j` the sum is `1'R v / sqrt(v'R v)`, which by Cauchy's inequality is
/// largest where all `v_j` are equal: each weight is inverse to its indicator's standard deviation, and the sum is
/// `sqrt(1'R 1)`. No other weights, negative ones included, give a larger sum. Where indicators are linearly dependent
/// others may give the same one. Criterion: COINr's `get_opt_weights(optype = "infomax")`, which searches numerically.
/// Refused: what [`correlation_matrix`](crate::statistics::eigen::correlation_matrix) refuses, and indicators that
/// cancel each other out. Worked number: standard deviations of 1 and 4 give the weights 0.8 and 0.2.
pub fn infomax(data: &DMatrix<f64>) -> Result<ImportanceWeights, Refusal> {
    let columns = column_deviations(data)?;
    let correlations = correlations_of(&columns);
    let equal = DVector::from_element(columns.len(), 1.0);
    let information = (&correlations * &equal).sum();
    let reached = composite_correlations(&correlations, &equal).filter(|_| information > RANK);
    let reached = reached.ok_or(Refusal::NothingToWeigh)?;
    let weights = super::to_unity(spreads(&columns).iter().map(|s| 1.0 / s).collect())?;
    Ok(ImportanceWeights { weights, correlations: reached.iter().copied().collect() })
}

/// Weights inside families, whose own shares are fixed, by the correlations with the whole composite.
///
/// With `x_j` the weight of an indicator in the composite, `v_j = x_j s_j` and `c = R v`, correlations are `c` up to one
/// factor. The balance is COINr's: the least sum of squares of `c_j / sum c - t_j`, `t` the targets with the sum 1 (or
/// their roots, for squared correlations); information is the largest sum of correlations. Both are unchanged when `v`
/// is stretched, so that `sum c = 1` can be asked for; they are then convex and quadratic, with linear conditions (each
/// family has its share) and no weight below zero, and are solved exactly (see [`quadratic::minimise`]). Weights sum to
/// 1 within each family.
///
/// Refused: what [`correlation_matrix`](crate::statistics::eigen::correlation_matrix) refuses, linear dependence, no
/// weights with a positive sum of correlations, and a balance that misses a target by more than the tolerance (1e-8
/// where it is smaller), a correlation's miss being taken from the targets stretched to fit best.
/// Worked number: see the tests.
pub fn within_composite(
    data: &DMatrix<f64>,
    families: &Families,
    criterion: Criterion<'_>,
) -> Result<ImportanceWeights, Refusal> {
    let columns = column_deviations(data)?;
    let n = columns.len();
    let laid_out = families.of.len() == n && families.counted.len() == n && families.counted.contains(&true);
    let known = families.of.iter().all(|f| families.shares.get(*f).is_some_and(|s| s.is_finite() && *s > 0.0));
    if !laid_out || !known {
        return Err(Refusal::NothingToWeigh);
    }
    let correlations = correlations_of(&columns);
    let values = symmetric_eigen(&correlations)?.values;
    if values.last().copied().unwrap_or(0.0) <= RANK * values.first().copied().unwrap_or(0.0) {
        return Err(Refusal::Undetermined);
    }
    let counted = DVector::from_iterator(n, families.counted.iter().map(|c| f64::from(u8::from(*c))));
    let spreads = spreads(&columns);
    let sums = &correlations * &counted;
    let start = start(families, &spreads, &sums)?;
    let conditions = conditions(families, &spreads, &sums);
    let (hessian, linear, targets) = match criterion {
        Criterion::Information => (correlations.clone(), DVector::zeros(n), None),
        Criterion::Balance { targets, importance, .. } => {
            let wanted = wanted_correlations(targets, importance, n)?.component_mul(&counted);
            if wanted.sum() <= 0.0 {
                return Err(Refusal::BadTarget { indicator: 0, target: 0.0 });
            }
            let wanted = &wanted / wanted.sum();
            let half = DMatrix::from_diagonal(&counted) * &correlations;
            (half.transpose() * &half, half.transpose() * &wanted, Some(wanted))
        }
    };
    let v = quadratic::minimise(&hessian, &linear, &conditions, start).ok_or(Refusal::NotConverged)?;
    let reached = composite_correlations(&correlations, &v).ok_or(Refusal::NothingToWeigh)?;
    if let (Some(wanted), Criterion::Balance { tolerance, .. }) = (targets, criterion) {
        let stretch = reached.component_mul(&counted).dot(&wanted) / wanted.norm_squared();
        let residual = (&reached - &wanted * stretch).component_mul(&counted).amax();
        if residual.is_nan() || residual > tolerance.max(REACHED) {
            return Err(Refusal::Unbalanced { residual });
        }
    }
    let shares: Vec<f64> = v.iter().zip(&spreads).map(|(v, s)| v / s).collect();
    let weights = within(families, &shares);
    Ok(ImportanceWeights { weights, correlations: reached.iter().copied().collect() })
}

/// Standard deviations up to a common factor, the largest 1.
fn spreads(columns: &[Deviations]) -> Vec<f64> {
    let largest = columns.iter().map(|c| c.length).fold(0.0, f64::max);
    columns.iter().map(|c| c.length / largest).collect()
}

/// Weights that are allowed: equal ones within each family where their correlations have a positive sum, otherwise those
/// with the largest sum of covariances.
fn start(families: &Families, spreads: &[f64], sums: &DVector<f64>) -> Result<DVector<f64>, Refusal> {
    let members = |family: usize| families.of.iter().enumerate().filter(move |(_, f)| **f == family).map(|(j, _)| j);
    let worth = |j: usize| spreads.get(j).copied().unwrap_or(0.0) * sums.get(j).copied().unwrap_or(0.0);
    let (mut equal, mut best) = (DVector::zeros(spreads.len()), DVector::zeros(spreads.len()));
    for (family, share) in families.shares.iter().enumerate() {
        let count = members(family).count() as f64;
        let first = members(family).max_by(|a, b| worth(*a).total_cmp(&worth(*b)));
        for j in members(family) {
            let spread = spreads.get(j).copied().unwrap_or(0.0);
            if let (Some(even), Some(one)) = (equal.get_mut(j), best.get_mut(j)) {
                *even = share / count * spread;
                *one = if Some(j) == first { share * spread } else { 0.0 };
            }
        }
    }
    let allowed = [equal, best].into_iter().find(|v: &DVector<f64>| v.dot(sums) > RANK * v.amax());
    allowed.map(|v| &v / v.dot(sums)).ok_or(Refusal::Opposed)
}

/// One row for each family after the first, whose sum is in the ratio of the shares to that of the first, and one for
/// the sum of the correlations.
fn conditions(families: &Families, spreads: &[f64], sums: &DVector<f64>) -> DMatrix<f64> {
    let share = |family: usize| families.shares.get(family).copied().unwrap_or(0.0);
    let mut rows = DMatrix::from_fn(families.shares.len(), spreads.len(), |row, j| {
        let family = families.of.get(j).copied().unwrap_or(0);
        let spread = spreads.get(j).copied().unwrap_or(1.0);
        match (row, family) {
            (0, _) => sums.get(j).copied().unwrap_or(0.0),
            (_, 0) => -share(row) / spread,
            _ if family == row => share(0) / spread,
            _ => 0.0,
        }
    });
    for mut row in rows.row_iter_mut() {
        let largest = row.amax();
        row /= largest;
    }
    rows
}

/// Weights of siblings divided by their sum.
fn within(families: &Families, weights: &[f64]) -> Vec<f64> {
    let sum =
        |family: usize| -> f64 { families.of.iter().zip(weights).filter(|(f, _)| **f == family).map(|(_, w)| w).sum() };
    let of = |(family, weight): (&usize, &f64)| weight / sum(*family);
    families.of.iter().zip(weights).map(of).map(|w| if w <= ROUNDING { 0.0 } else { w }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uncorrelated columns with these standard deviations.
    fn uncorrelated<const N: usize>(spreads: [f64; N]) -> DMatrix<f64> {
        let sign = |i: usize, j: usize| if (i >> j) & 1 == 0 { 1.0 } else { -1.0 };
        DMatrix::from_fn(1 << N, N, |i, j| spreads[j] * sign(i, j))
    }

    /// Four columns that correlate, each family's with the other's, in no simple way.
    fn correlated() -> DMatrix<f64> {
        let rows = [
            [1.0, 2.0, 9.0, 3.0],
            [2.0, 1.0, 4.0, 5.0],
            [3.0, 5.0, 8.0, 2.0],
            [4.0, 3.0, 1.0, 9.0],
            [5.0, 8.0, 6.0, 4.0],
            [6.0, 4.0, 7.0, 8.0],
            [8.0, 9.0, 2.0, 7.0],
        ];
        DMatrix::from_row_slice(7, 4, &rows.concat())
    }

    fn families(of: &[usize], shares: &[f64], counted: &[bool]) -> Families {
        Families { of: of.to_vec(), shares: shares.to_vec(), counted: counted.to_vec() }
    }

    fn close(found: &[f64], expected: &[f64]) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-10)
    }

    fn equal(tolerance: f64) -> Criterion<'static> {
        Criterion::Balance { targets: &[1.0; 4], importance: Importance::Correlation, tolerance }
    }

    /// The correlation of each column with the composite of these weights.
    fn correlations(data: &DMatrix<f64>, weights: [f64; 4]) -> Vec<f64> {
        let composite = data * DVector::from_row_slice(&weights);
        let with = |j: usize| {
            let pair = DMatrix::from_columns(&[data.column(j).into_owned(), composite.clone()]);
            crate::statistics::eigen::correlation_matrix(&pair).unwrap()[(0, 1)]
        };
        (0..4).map(with).collect()
    }

    #[test]
    fn information_is_largest_where_weights_are_inverse_to_the_spread() {
        assert!(close(&infomax(&uncorrelated([1.0, 4.0])).unwrap().weights, &[0.8, 0.2]));
        // Twelve steps a weight, all of the simplex: no other weights do better.
        let data = correlated();
        let best: f64 = infomax(&data).unwrap().correlations.iter().sum();
        for (a, b, c) in (0..=12).flat_map(|a| (0..=12 - a).flat_map(move |b| (0..=12 - a - b).map(move |c| (a, b, c))))
        {
            let weights = [a, b, c, 12 - a - b - c].map(|w| f64::from(w) / 12.0);
            assert!(correlations(&data, weights).iter().sum::<f64>() <= best + 1e-12);
        }
        let opposite = DMatrix::from_row_slice(3, 2, &[1.0, 3.0, 2.0, 2.0, 3.0, 1.0]);
        assert_eq!(infomax(&opposite), Err(Refusal::NothingToWeigh));
    }

    #[test]
    fn two_levels_by_hand() {
        // Two indicators of spread 4 and 1 beside one that is a whole: equal covariances need weights of 1 to 4.
        let data = uncorrelated([4.0, 1.0, 2.0]);
        let beside = families(&[0, 0, 1], &[0.5, 0.5], &[true, true, false]);
        let balance = Criterion::Balance { targets: &[1.0; 3], importance: Importance::Correlation, tolerance: 0.0 };
        let found = within_composite(&data, &beside, balance).unwrap();
        assert!(close(&found.weights, &[0.2, 0.8, 1.0]), "{found:?}");
        // Weights of 0.1, 0.4 and 0.5: covariances with the composite of 0.4, 0.4 and 1 in units of the spread.
        assert!(close(&found.correlations, &[0.4, 0.4, 1.0].map(|c| c / 1.32_f64.sqrt())));
        // All three of equal spread, the third with half of the composite: (1, 1, 2) is as near as it gets to (1, 1, 1),
        // and 2 misses the mean, 4/3, by 2/3, in units of the root of 6.
        let data = uncorrelated([1.0; 3]);
        let all = families(&[0, 0, 1], &[0.5, 0.5], &[true; 3]);
        match within_composite(&data, &all, balance) {
            Err(Refusal::Unbalanced { residual }) => assert!((residual - 2.0 / 3.0 / 6.0_f64.sqrt()).abs() < 1e-10),
            other => panic!("{other:?}"),
        }
        let near = Criterion::Balance { targets: &[1.0; 3], importance: Importance::Correlation, tolerance: 0.3 };
        assert!(close(&within_composite(&data, &all, near).unwrap().weights, &[0.5, 0.5, 1.0]));
        assert!(close(&within_composite(&data, &all, Criterion::Information).unwrap().weights, &[0.5, 0.5, 1.0]));
    }

    #[test]
    fn one_family_that_is_the_whole_is_balanced_as_by_the_linear_system() {
        let data = uncorrelated([4.0, 1.0, 2.0]);
        let whole = families(&[0; 3], &[1.0], &[true; 3]);
        let targets = [1.0, 4.0, 2.0];
        let balance =
            Criterion::Balance { targets: &targets, importance: Importance::SquaredCorrelation, tolerance: 0.0 };
        let exact = crate::scoring::weigh::optimised(&data, &targets, Importance::SquaredCorrelation).unwrap();
        assert!(close(&within_composite(&data, &whole, balance).unwrap().weights, &exact.weights));
    }

    #[test]
    fn no_weights_of_a_grid_do_better() {
        let data = correlated();
        for shares in [[0.5, 0.5], [0.8, 0.2]] {
            let families = families(&[0, 0, 1, 1], &shares, &[true; 4]);
            let miss = |c: &[f64]| c.iter().map(|x| (x / c.iter().sum::<f64>() - 0.25).powi(2)).sum::<f64>();
            let sum = |c: &[f64]| c.iter().sum::<f64>();
            let nearest = miss(&within_composite(&data, &families, equal(0.99)).unwrap().correlations);
            let found = within_composite(&data, &families, Criterion::Information).unwrap();
            let [a, b, c, d] = [0, 1, 2, 3].map(|j| found.weights[j] * shares[families.of[j]]);
            assert!(close(&correlations(&data, [a, b, c, d]), &found.correlations));
            for (p, q) in (0..=100).flat_map(|p| (0..=100).map(move |q| (f64::from(p) / 100.0, f64::from(q) / 100.0))) {
                let [s, t] = shares;
                let c = correlations(&data, [s * p, s * (1.0 - p), t * q, t * (1.0 - q)]);
                assert!(sum(&c) <= sum(&found.correlations) + 1e-12);
                assert!(sum(&c) <= 0.0 || miss(&c) >= nearest - 1e-12, "{p} {q}");
            }
        }
    }

    #[test]
    fn what_has_no_weights_is_refused() {
        let twins = DMatrix::from_fn(7, 4, |i, j| correlated()[(i, j.min(2))]);
        let halves = families(&[0, 0, 1, 1], &[0.5, 0.5], &[true; 4]);
        assert_eq!(within_composite(&twins, &halves, Criterion::Information), Err(Refusal::Undetermined));
        let none = families(&[0, 0, 1, 1], &[0.5, 0.0], &[true; 4]);
        assert_eq!(within_composite(&correlated(), &none, Criterion::Information), Err(Refusal::NothingToWeigh));
        // The third column has almost all of the composite, and runs nearly against the others.
        let against = DMatrix::from_fn(8, 3, |i, j| {
            [0, 1, 2].map(|k| uncorrelated([1.0; 3])[(i, k)])[j]
                - if j == 2 { 0.0 } else { 3.0 * uncorrelated([1.0; 3])[(i, 2)] }
        });
        let beside = families(&[0, 0, 1], &[0.01, 0.99], &[true, true, false]);
        assert_eq!(within_composite(&against, &beside, Criterion::Information), Err(Refusal::Opposed));
    }
}
