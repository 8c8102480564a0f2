//! Optimised weights: those that give every indicator the importance it is meant to have.

use nalgebra::DMatrix;
use nalgebra::DVector;

use crate::scoring::weigh::Refusal;
use crate::scoring::weigh::to_unity;
use crate::statistics::eigen::column_deviations;
use crate::statistics::eigen::correlations_of;
use crate::statistics::eigen::symmetric_eigen;

/// Eigenvalues below this part of the largest are zero: the indicators are linearly dependent.
const RANK: f64 = 1e-10;
/// How far a reached correlation may miss its target.
const REACHED: f64 = 1e-8;
/// A weight nearer to zero than this, as a part of the largest, is zero but for rounding.
const ROUNDING: f64 = 1e-11;

/// What an indicator's importance is: its correlation with the composite, or the square of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importance {
    /// Pearson's `r`, as in COINr's `get_opt_weights`.
    Correlation,
    /// `r^2`, the share of the composite's variance a linear effect explains: the main effect of Becker et al. 2017.
    SquaredCorrelation,
}

/// Optimised weights and the correlation of each indicator with the composite they give.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportanceWeights {
    pub weights: Vec<f64>,
    pub correlations: Vec<f64>,
}

/// Weights of an arithmetic composite under which the indicators' importances are in the ratio of `targets`.
///
/// With `R` the correlations and `s` the standard deviations, indicator `j` correlates with `sum w x` at
/// `(R v)_j / sqrt(v' R v)` where `v_j = w_j s_j`. The importances are therefore in the wanted ratio exactly when
/// `R v = t` up to a factor, `t` the targets (or their roots, for squared correlations): a linear system, solved by the
/// eigen-decomposition and without iteration. Linearly dependent indicators leave a choice; the shortest `v` is taken,
/// which shares a weight equally between twins. `data` must be what the composite averages (normalised values).
///
/// For equal targets both notions of importance give the same weights. Range: 0 to 1.
/// Source of the criterion: Becker, Saisana, Paruolo and Vandecasteele 2017, DOI 10.1016/j.ecolind.2017.03.056, in
/// COINr's linear version. COINr searches numerically and stops at a loose tolerance, can return negative weights, and
/// only says that it did not converge; here the answer is exact or refused.
/// Refused: what [`correlation_matrix`](crate::statistics::eigen::correlation_matrix) refuses; targets of the wrong
/// number, negative, or all zero; and targets that no non-negative weights reach, with the indicator whose weight would
/// be most negative and the largest miss of a correlation when negative weights are put at zero.
/// Worked number: three indicators of equal spread, the first correlating at 0.5 with two that are uncorrelated: equal
/// correlations need the weights 0, 0.5 and 0.5.
pub fn optimised(data: &DMatrix<f64>, targets: &[f64], importance: Importance) -> Result<ImportanceWeights, Refusal> {
    let columns = column_deviations(data)?;
    let wanted = wanted_correlations(targets, importance, columns.len())?;
    let correlations = correlations_of(&columns);
    let solution = shortest_solution(&correlations, &wanted)?;
    let residual = largest_miss(&correlations, &solution, &wanted);
    if residual.is_none_or(|r| r > REACHED) {
        return Err(Refusal::Dependent { residual: residual.unwrap_or(1.0) });
    }
    let raw: Vec<f64> = solution.iter().zip(&columns).map(|(v, column)| v / column.length).collect();
    let largest = raw.iter().copied().fold(0.0, |a: f64, w| a.max(w.abs()));
    let scaled: Vec<f64> = raw.iter().map(|w| w / largest).map(|w| if w.abs() <= ROUNDING { 0.0 } else { w }).collect();
    let lowest = scaled.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
    let clipped = solution.map(|v| v.max(0.0));
    if let Some((indicator, weight)) = lowest.filter(|(_, w)| *w < 0.0) {
        let weight = weight / scaled.iter().map(|w| w.abs()).sum::<f64>();
        let residual = largest_miss(&correlations, &clipped, &wanted).unwrap_or(1.0);
        return Err(Refusal::Unreachable { indicator, weight, residual });
    }
    let weights = to_unity(scaled)?;
    let reached = composite_correlations(&correlations, &clipped).ok_or(Refusal::NothingToWeigh)?;
    Ok(ImportanceWeights { weights, correlations: reached.iter().copied().collect() })
}

/// The targets as a direction of correlations, largest 1.
pub(super) fn wanted_correlations(
    targets: &[f64],
    importance: Importance,
    expected: usize,
) -> Result<DVector<f64>, Refusal> {
    if targets.len() != expected {
        return Err(Refusal::WrongTargetCount { expected, got: targets.len() });
    }
    let bad = targets.iter().copied().enumerate().find(|(_, t)| !t.is_finite() || *t < 0.0);
    if let Some((indicator, target)) = bad {
        return Err(Refusal::BadTarget { indicator, target });
    }
    let largest = targets.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(Refusal::BadTarget { indicator: 0, target: 0.0 });
    }
    let direction = targets.iter().map(|t| t / largest);
    Ok(DVector::from_iterator(
        expected,
        match importance {
            Importance::Correlation => direction.collect::<Vec<_>>(),
            Importance::SquaredCorrelation => direction.map(f64::sqrt).collect(),
        },
    ))
}

/// The shortest `v` for which `R v` comes nearest to the wanted direction.
fn shortest_solution(correlations: &DMatrix<f64>, wanted: &DVector<f64>) -> Result<DVector<f64>, Refusal> {
    let eigen = symmetric_eigen(correlations)?;
    let least = RANK * eigen.values.first().copied().unwrap_or(0.0);
    let mut solution = DVector::zeros(wanted.len());
    for (value, vector) in eigen.values.iter().zip(eigen.vectors.column_iter()).filter(|(value, _)| **value > least) {
        solution += vector * (vector.dot(wanted) / value);
    }
    Ok(solution)
}

/// Correlation of each indicator with the composite; nothing when the composite does not vary.
pub(super) fn composite_correlations(correlations: &DMatrix<f64>, v: &DVector<f64>) -> Option<DVector<f64>> {
    let covariances = correlations * v;
    let deviation = v.dot(&covariances).sqrt();
    (deviation.is_finite() && deviation > 0.0).then(|| covariances / deviation)
}

/// The largest distance of a correlation from its target, the targets stretched to fit the correlations best.
fn largest_miss(correlations: &DMatrix<f64>, v: &DVector<f64>, wanted: &DVector<f64>) -> Option<f64> {
    let reached = composite_correlations(correlations, v)?;
    let stretch = reached.dot(wanted) / wanted.norm_squared();
    Some((&reached - wanted * stretch).amax())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// Orthogonal contrasts: the first two columns uncorrelated, the third half the one and half the other plus noise.
    fn contrasts() -> DMatrix<f64> {
        let (a, b) = ([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0], [1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0]);
        let c = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
        DMatrix::from_fn(8, 3, |i, j| [0.5 * a[i] + 0.5 * b[i] + 0.5_f64.sqrt() * c[i], a[i], b[i]][j])
    }

    #[test]
    fn the_worked_number_holds() {
        let r = optimised(&contrasts(), &[1.0; 3], Importance::Correlation).unwrap();
        assert!(r.weights.iter().zip([0.0, 0.5, 0.5]).all(|(w, e)| (w - e).abs() < 1e-12));
        assert!(r.correlations.iter().all(|c| (c - 0.5_f64.sqrt()).abs() < 1e-12));
    }

    #[test]
    fn spread_is_taken_out_of_the_weights() {
        let data = DMatrix::from_fn(8, 2, |i, j| contrasts()[(i, j + 1)] * if j == 0 { 4.0 } else { 1.0 });
        let r = optimised(&data, &[1.0, 1.0], Importance::SquaredCorrelation).unwrap();
        assert!((r.weights[0] - 0.2).abs() < 1e-12 && (r.weights[1] - 0.8).abs() < 1e-12);
        // Uncorrelated indicators of equal spread: weights in the ratio of the targets, or of their roots.
        let data = contrasts().columns(1, 2).into_owned();
        let r = optimised(&data, &[1.0, 4.0], Importance::Correlation).unwrap();
        assert!((r.weights[0] - 0.2).abs() < 1e-12);
        let r = optimised(&data, &[1.0, 4.0], Importance::SquaredCorrelation).unwrap();
        assert!((r.weights[0] - 1.0 / 3.0).abs() < 1e-12);
        assert!((r.correlations[1].powi(2) / r.correlations[0].powi(2) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn twins_share_a_weight() {
        let data = DMatrix::from_fn(8, 3, |i, j| contrasts()[(i, j.min(1) + 1)]);
        let r = optimised(&data, &[1.0; 3], Importance::Correlation).unwrap();
        assert!((r.weights[0] - 0.5).abs() < 1e-12 && (r.weights[1] - 0.25).abs() < 1e-12);
        let apart = optimised(&data, &[1.0, 1.0, 2.0], Importance::Correlation);
        assert!(matches!(apart, Err(Refusal::Dependent { residual }) if residual > 0.1));
    }

    #[test]
    fn unreachable_targets_are_refused_with_the_residual() {
        match optimised(&contrasts(), &[0.1, 1.0, 1.0], Importance::Correlation) {
            Err(Refusal::Unreachable { indicator: 0, weight, residual }) => assert!(weight < -0.1 && residual > 0.1),
            other => panic!("{other:?}"),
        }
        let data = contrasts();
        assert!(matches!(optimised(&data, &[1.0], Importance::Correlation), Err(Refusal::WrongTargetCount { .. })));
        assert!(matches!(optimised(&data, &[0.0; 3], Importance::Correlation), Err(Refusal::BadTarget { .. })));
        assert!(optimised(&data, &[1.0, -1.0, f64::NAN], Importance::Correlation).is_err());
        let one = DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 5.0]);
        assert_eq!(optimised(&one, &[1.0], Importance::Correlation).unwrap().weights, [1.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]

        /// Whenever weights come back, the composite made of them has the correlations that were asked for.
        #[test]
        fn the_composite_has_the_wanted_correlations(
            cells in prop::collection::vec(0.0..1.0_f64, 30), targets in prop::collection::vec(0.5..1.0_f64, 3),
        ) {
            let data = DMatrix::from_row_slice(10, 3, &cells);
            if let Ok(r) = optimised(&data, &targets, Importance::Correlation) {
                let composite = &data * DVector::from_vec(r.weights.clone());
                let ratios = data.column_iter().zip(&targets).map(|(x, t)| {
                    let pair = DMatrix::from_columns(&[x.into_owned(), composite.clone()]);
                    crate::statistics::eigen::correlation_matrix(&pair).unwrap()[(0, 1)] / t
                });
                let ratios: Vec<f64> = ratios.collect();
                prop_assert!(ratios.iter().all(|x| (x - ratios[0]).abs() < 1e-8));
                prop_assert!(r.weights.iter().all(|w| *w >= 0.0));
            }
        }
    }

    #[test]
    fn a_target_may_be_nothing_and_not_less() {
        let bad = |targets: &[f64]| optimised(&contrasts(), targets, Importance::Correlation).unwrap_err();
        assert_eq!(bad(&[-1.0, 1.0, 1.0]), Refusal::BadTarget { indicator: 0, target: -1.0 });
        assert_eq!(bad(&[0.0; 3]), Refusal::BadTarget { indicator: 0, target: 0.0 });
        assert!(matches!(bad(&[1.0, f64::INFINITY, 1.0]), Refusal::BadTarget { indicator: 1, .. }));
        // Two uncorrelated indicators, the second of which is to have no part.
        let data = contrasts().columns(1, 2).into_owned();
        let found = optimised(&data, &[1.0, 0.0], Importance::Correlation).unwrap();
        assert!((found.weights[0] - 1.0).abs() < 1e-12 && found.weights[1].abs() < 1e-12);
    }
}
