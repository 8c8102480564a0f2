//! Weights from the first principal component.

use nalgebra::DMatrix;

use crate::scoring::weigh::ROUNDING;
use crate::scoring::weigh::Refusal;
use crate::scoring::weigh::SAME_EIGENVALUE;
use crate::scoring::weigh::to_unity;
use crate::statistics::eigen::correlation_matrix;
use crate::statistics::eigen::symmetric_eigen;

/// Loadings of the first principal component of the correlation matrix, scaled to sum 1.
///
/// `w_j = e_j / sum e`, `e` the eigenvector of the largest eigenvalue, its sign fixed so that the loadings sum to a
/// positive number. The composite of z-scores with these weights has the largest variance a weighted sum of given
/// length can have. Range: 0 to 1. Source: Handbook, step 6; COINr's `get_PCA` takes the same loadings, but leaves their
/// sign to chance and passes negative ones on. Loadings are not squared: squares would hide a negative sign (the squares
/// belong to [`factor_analysis`](crate::scoring::weigh::factor_analysis)). Compind's `ci_factor` gives scores and shares
/// of variance, not weights of indicators.
/// Refused: an indicator with a negative loading (the most negative is named), two equal largest eigenvalues,
/// and what [`correlation_matrix`] refuses.
/// Worked number: three indicators of which the first correlates at 0.5 with the others, and these not at all, have the
/// loadings sqrt(2) : 1 : 1, so the first weighs sqrt(2) - 1 = 0.41421.
pub fn principal_component(data: &DMatrix<f64>) -> Result<Vec<f64>, Refusal> {
    first_loadings(&correlation_matrix(data)?)
}

fn first_loadings(correlations: &DMatrix<f64>) -> Result<Vec<f64>, Refusal> {
    let eigen = symmetric_eigen(correlations)?;
    if let [first, second, ..] = *eigen.values.as_slice()
        && first - second <= SAME_EIGENVALUE * first
    {
        return Err(Refusal::NoFirstComponent { first, second });
    }
    let loadings: Vec<f64> =
        eigen.vectors.column_iter().next().map(|v| v.iter().copied().collect()).unwrap_or_default();
    let lowest = loadings.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
    match lowest {
        Some((indicator, loading)) if loading < -ROUNDING => Err(Refusal::NegativeLoading { indicator, loading }),
        _ => to_unity(loadings.into_iter().map(|x| if x > ROUNDING { x } else { 0.0 }).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn the_worked_number_holds() {
        let r = DMatrix::from_row_slice(3, 3, &[1.0, 0.5, 0.5, 0.5, 1.0, 0.0, 0.5, 0.0, 1.0]);
        let w = first_loadings(&r).unwrap();
        let first = 2.0_f64.sqrt() - 1.0;
        assert!((w[0] - first).abs() < 1e-14 && (w[1] - (1.0 - first) / 2.0).abs() < 1e-14);
    }

    /// The first indicator correlates with neither of the others but for rounding: rounding error must not make it count.
    #[test]
    fn an_indicator_that_does_not_load_weighs_nothing_at_all() {
        let rows = [[1.0, 50.5, 50.5], [100.0, 1.0, 1.0], [100.0, 100.0, 100.0]];
        for turn in 0..3 {
            let data = DMatrix::from_fn(3, 3, |i, j| rows[i][(j + turn) % 3]);
            let weights = principal_component(&data).unwrap();
            assert_eq!(weights[(3 - turn) % 3], 0.0, "{weights:?}");
        }
    }

    /// Peer defect 4: the axis may come out flipped, and a negative loading must never pass in silence.
    #[test]
    fn peer_defect_4_signs_are_fixed_and_negative_weights_refused() {
        let rows = [[1.0, 2.0, 1.0], [2.0, 1.0, 3.0], [3.0, 4.0, 2.0], [4.0, 3.0, 5.0], [5.0, 6.0, 4.0]];
        let data = DMatrix::from_fn(5, 3, |i, j| rows[i][j]);
        let weights = principal_component(&data).unwrap();
        assert!(weights.iter().all(|w| *w > 0.0) && (weights.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        // All directions turned round: the same weights, although the axis is flipped.
        let flipped = principal_component(&(-&data)).unwrap();
        assert!(weights.iter().zip(&flipped).all(|(a, b)| (a - b).abs() < 1e-14));
        // One direction turned round: its loading is negative, and the indicator is named.
        let mut one = data.clone();
        one.column_mut(2).neg_mut();
        match principal_component(&one) {
            Err(Refusal::NegativeLoading { indicator: 2, loading }) => assert!(loading < -0.1),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn no_main_dimension_is_refused_and_one_indicator_weighs_all() {
        let square = DMatrix::from_row_slice(4, 2, &[0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        assert!(matches!(principal_component(&square), Err(Refusal::NoFirstComponent { .. })));
        assert_eq!(principal_component(&DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 5.0])).unwrap(), [1.0]);
        let opposed = DMatrix::from_row_slice(3, 2, &[1.0, 3.0, 2.0, 2.0, 3.0, 1.0]);
        assert!(matches!(principal_component(&opposed), Err(Refusal::NegativeLoading { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]

        /// Scaling, shifting, a new order of units and of indicators: the weights go with the indicators.
        #[test]
        fn weights_follow_the_indicators(cells in prop::collection::vec(0.0..1.0_f64, 24), scale in 0.01..100.0_f64) {
            let data = DMatrix::from_row_slice(8, 3, &cells);
            let other = DMatrix::from_fn(8, 3, |i, j| data[(7 - i, 2 - j)] * if j == 1 { scale } else { 1.0 } + 3.0);
            match (principal_component(&data), principal_component(&other)) {
                (Ok(a), Ok(b)) => prop_assert!(a.iter().zip(b.iter().rev()).all(|(x, y)| (x - y).abs() < 1e-8)),
                (Err(_), Err(_)) => {}
                pair => prop_assert!(false, "{pair:?}"),
            }
        }
    }
}
