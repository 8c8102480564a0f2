//! The analytic hierarchy process: weights from an expert's pairwise comparisons.

use nalgebra::DMatrix;
use nalgebra::DVector;

use crate::scoring::weigh::Refusal;

/// Saaty's limit: judgements with a larger consistency ratio are to be revised.
pub const SAATY_LIMIT: f64 = 0.10;
/// Saaty's random index: the mean consistency index of random reciprocal matrices with 1 to 15 rows.
const RANDOM_INDEX: [f64; 15] =
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];
/// A reciprocal printed to two digits (0.33 for a third, 0.13 for an eighth) misses 1 by at most this much.
const PRINTED_RECIPROCAL: f64 = 0.05;
/// Comparisons beyond these are slips of the pen (Saaty's scale ends at 9).
const LOWEST: f64 = 1e-3;
const HIGHEST: f64 = 1e3;
/// The power iteration ends when no weight moves by more.
const STILL: f64 = 1e-15;
const MAX_STEPS: usize = 100_000;

/// Weights from pairwise comparisons with the measures of their consistency.
#[derive(Debug, Clone, PartialEq)]
pub struct PairwiseWeights {
    pub weights: Vec<f64>,
    /// Principal eigenvalue: the number of indicators when the judgements are wholly consistent, larger otherwise.
    pub lambda_max: f64,
    /// `(lambda_max - m) / (m - 1)`.
    pub consistency_index: f64,
    /// Consistency index over the random index.
    pub consistency_ratio: f64,
}

/// Analytic hierarchy process: the principal eigenvector of a reciprocal matrix of comparisons, scaled to sum 1.
///
/// `matrix[(i, j)]` says how many times as important `i` is as `j`. `A w = lambda_max w`, `CI = (lambda_max - m)/(m - 1)`,
/// `CR = CI / RI` with Saaty's random index (0.58 for three, 1.41 for eight, which gives the Handbook's CR of 0.0214).
/// Weights lie above 0; CI and CR are zero or more: below zero they could only fall by the rounding of printed
/// reciprocals, and count as zero. One or two indicators cannot contradict themselves: CR 0.
/// Sources: Handbook, step 6; Saaty 1977, DOI 10.1016/0022-2496(77)90033-5.
/// Refused: a matrix that is not square or has more than 15 rows, comparisons outside 0.001 to 1000, a diagonal other
/// than 1, a pair whose product misses 1 by more than 0.05 (thirds may be printed as 0.33), CR above `limit`.
/// Worked number: if a is twice b and b is twice c, the weights are 4/7, 2/7 and 1/7, lambda_max is 3 and CR is 0.
pub fn pairwise(matrix: &DMatrix<f64>, limit: f64) -> Result<PairwiseWeights, Refusal> {
    let (rows, columns) = matrix.shape();
    let shape = Refusal::ComparisonShape { rows, columns, limit: RANDOM_INDEX.len() };
    let random = *rows.checked_sub(1).and_then(|i| RANDOM_INDEX.get(i)).ok_or(shape.clone())?;
    if rows != columns {
        return Err(shape);
    }
    if limit.is_nan() || limit < 0.0 {
        return Err(Refusal::BadLimit { limit });
    }
    check_comparisons(matrix)?;
    let weights = principal_vector(matrix)?;
    let size = rows as f64;
    let lambda_max = (matrix * &weights).sum();
    let index = if rows > 2 { ((lambda_max - size) / (size - 1.0)).max(0.0) } else { 0.0 };
    let ratio = if random > 0.0 { index / random } else { 0.0 };
    if ratio > limit {
        return Err(Refusal::Inconsistent { ratio, limit });
    }
    Ok(PairwiseWeights {
        weights: weights.iter().copied().collect(),
        lambda_max,
        consistency_index: index,
        consistency_ratio: ratio,
    })
}

/// Refuses comparisons off the scale, a diagonal other than 1, and pairs that are not each other's reciprocals.
fn check_comparisons(matrix: &DMatrix<f64>) -> Result<(), Refusal> {
    let transposed = matrix.transpose();
    for (row, (entries, mirrored)) in matrix.row_iter().zip(transposed.row_iter()).enumerate() {
        for (column, (value, back)) in entries.iter().zip(mirrored.iter()).enumerate() {
            let (low, high) = if row == column { (1.0, 1.0) } else { (LOWEST, HIGHEST) };
            if !(low..=high).contains(value) {
                return Err(Refusal::BadComparison { row, column, value: *value, low, high });
            }
            let product = value * back;
            if row < column && (product - 1.0).abs() > PRINTED_RECIPROCAL {
                return Err(Refusal::NotReciprocal { row, column, product });
            }
        }
    }
    Ok(())
}

/// The positive eigenvector of a positive matrix (Perron and Frobenius), summing to 1, by power iteration.
fn principal_vector(matrix: &DMatrix<f64>) -> Result<DVector<f64>, Refusal> {
    let mut weights = DVector::from_element(matrix.nrows(), 1.0 / matrix.nrows() as f64);
    for _ in 0..MAX_STEPS {
        let next = matrix * &weights;
        let next = &next / next.sum();
        let moved = (&next - &weights).amax();
        weights = next;
        if moved <= STILL {
            return Ok(weights);
        }
    }
    Err(Refusal::NotConverged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consistent_judgements_give_their_own_ratios() {
        let m = DMatrix::from_row_slice(3, 3, &[1.0, 2.0, 4.0, 0.5, 1.0, 2.0, 0.25, 0.5, 1.0]);
        let r = pairwise(&m, SAATY_LIMIT).unwrap();
        for (w, expected) in r.weights.iter().zip([4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]) {
            assert!((w - expected).abs() < 1e-14);
        }
        assert!((r.lambda_max - 3.0).abs() < 1e-14 && r.consistency_index < 1e-14 && r.consistency_ratio < 1e-14);
    }

    /// For three indicators lambda_max = 1 + q + 1/q with q = (a_12 a_23 / a_13)^(1/3), and the weights are the
    /// geometric means of the rows.
    #[test]
    fn three_indicators_follow_the_closed_form() {
        let (a, b, c) = (3.0, 5.0, 2.0);
        let m = DMatrix::from_row_slice(3, 3, &[1.0, a, b, 1.0 / a, 1.0, c, 1.0 / b, 1.0 / c, 1.0]);
        let r = pairwise(&m, SAATY_LIMIT).unwrap();
        let q = (a * c / b).cbrt();
        assert!((r.lambda_max - (1.0 + q + 1.0 / q)).abs() < 1e-12);
        assert!((r.consistency_ratio - (r.lambda_max - 3.0) / 2.0 / 0.58).abs() < 1e-12);
        let means = [(a * b).cbrt(), (c / a).cbrt(), (1.0 / (b * c)).cbrt()];
        let sum: f64 = means.iter().sum();
        assert!(r.weights.iter().zip(means).all(|(w, g)| (w - g / sum).abs() < 1e-12));
    }

    #[test]
    fn one_and_two_indicators_cannot_contradict_themselves() {
        assert_eq!(pairwise(&DMatrix::identity(1, 1), 0.0).unwrap().weights, [1.0]);
        let two = pairwise(&DMatrix::from_row_slice(2, 2, &[1.0, 3.0, 0.33, 1.0]), 0.0).unwrap();
        assert!((two.weights[0] - 0.75).abs() < 2e-3 && two.consistency_ratio == 0.0);
    }

    #[test]
    fn contradictions_and_slips_are_refused() {
        let circle = DMatrix::from_row_slice(3, 3, &[1.0, 9.0, 1.0 / 9.0, 1.0 / 9.0, 1.0, 9.0, 9.0, 1.0 / 9.0, 1.0]);
        assert!(matches!(pairwise(&circle, SAATY_LIMIT), Err(Refusal::Inconsistent { .. })));
        let weights = pairwise(&circle, 100.0).unwrap().weights;
        assert!(weights.iter().all(|w| (w - 1.0 / 3.0).abs() < 1e-12));
        let mut m = DMatrix::from_element(2, 2, 1.0);
        m[(0, 1)] = 2.0;
        assert_eq!(pairwise(&m, 0.1), Err(Refusal::NotReciprocal { row: 0, column: 1, product: 2.0 }));
        m[(0, 1)] = f64::NAN;
        assert!(matches!(pairwise(&m, 0.1), Err(Refusal::BadComparison { row: 0, column: 1, .. })));
        m[(0, 1)] = -1.0;
        assert!(matches!(pairwise(&m, 0.1), Err(Refusal::BadComparison { .. })));
        assert!(matches!(pairwise(&DMatrix::zeros(0, 0), 0.1), Err(Refusal::ComparisonShape { .. })));
        assert!(matches!(pairwise(&DMatrix::zeros(2, 3), 0.1), Err(Refusal::ComparisonShape { .. })));
        assert!(matches!(pairwise(&DMatrix::zeros(16, 16), 0.1), Err(Refusal::ComparisonShape { .. })));
        assert!(matches!(pairwise(&DMatrix::identity(1, 1), f64::NAN), Err(Refusal::BadLimit { .. })));
    }

    /// Two indicators cannot contradict each other, whatever the limit.
    #[test]
    fn a_limit_of_nothing_allows_what_is_consistent() {
        let two = DMatrix::from_row_slice(2, 2, &[1.0, 3.0, 1.0 / 3.0, 1.0]);
        assert_eq!(pairwise(&two, 0.0).map(|found| found.consistency_ratio), Ok(0.0));
    }
}
