//! Weights from factor analysis: principal components, varimax, squared loadings (Handbook, pp. 89-91).

use nalgebra::DMatrix;

use crate::scoring::weigh::ROUNDING;
use crate::scoring::weigh::Refusal;
use crate::scoring::weigh::SAME_EIGENVALUE;
use crate::scoring::weigh::to_unity;
use crate::scoring::weigh::varimax::varimax;
use crate::statistics::eigen::Eigen;
use crate::statistics::eigen::correlation_matrix;
use crate::statistics::eigen::symmetric_eigen;
use crate::statistics::eigen::with_fixed_sign;

/// How many factors are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FactorCount {
    Given(usize),
    Rule(FactorRule),
}

/// Keeps the components whose eigenvalue is above `eigenvalue` and whose share of the variance is above `share`, and
/// requires that together they explain more than `cumulative`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactorRule {
    pub eigenvalue: f64,
    pub share: f64,
    pub cumulative: f64,
}

/// The Handbook's standard practice: eigenvalue above 1, each above 10 % of the variance, together above 60 %.
///
/// Its own example does not follow it: it keeps four factors of the TAI data, of which the third and the fourth have
/// eigenvalues of 0.98 and 0.89; the rule as worded keeps two. Give the number to have its table 17.
pub const HANDBOOK_RULE: FactorRule = FactorRule { eigenvalue: 1.0, share: 0.10, cumulative: 0.60 };

/// A factor analysis and the weights it gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorWeights {
    pub weights: Vec<f64>,
    /// All eigenvalues of the correlation matrix, largest first.
    pub eigenvalues: Vec<f64>,
    /// Loadings of the kept components before rotation: eigenvector times the root of the eigenvalue.
    pub loadings: DMatrix<f64>,
    /// Loadings after varimax; factors in descending order of `explained`, each with a positive sum.
    pub rotated: DMatrix<f64>,
    /// Variance explained by each rotated factor: the sum of its squared loadings.
    pub explained: Vec<f64>,
}

/// Weights from factor analysis as in the Handbook (pp. 89-91, tables 16 to 18, column PC).
///
/// 1. Principal components of the correlation matrix; loadings `l_jk = e_jk sqrt(lambda_k)`.
/// 2. The first `count` components are kept and rotated by varimax with Kaiser's normalisation.
/// 3. Squared loadings are scaled to sum 1 in each factor; an indicator takes the factor on which it loads highest,
///    times that factor's share of the explained variance; the results are scaled to sum 1.
///
/// The scaling cancels: `w_j = max_k l_jk^2 / sum_i max_k l_ik^2`, so ties between factors do not matter. Squares hide
/// the sign of a loading: look at `rotated` before the weights are used. Range: 0 to 1.
/// Not offered: the Handbook's column ML (maximum likelihood instead of principal components). With four factors its
/// likelihood on the TAI data grows until two indicators have no variance of their own (a Heywood case), so that the
/// weights depend on the limit a program sets there: they come within 0.04 of the printed ones, no nearer.
/// Refused: what [`correlation_matrix`] refuses, a number of factors of zero or above the number of indicators, a rule
/// that no component passes or whose components explain too little, and a cut between two equal eigenvalues.
/// Worked number: two indicators that correlate at 0.5, one factor: both load at sqrt(0.75), the weights are 0.5.
pub fn factor_analysis(data: &DMatrix<f64>, count: FactorCount) -> Result<FactorWeights, Refusal> {
    let eigen = symmetric_eigen(&correlation_matrix(data)?)?;
    let kept = kept_factors(&eigen, count)?;
    let loadings = DMatrix::from_iterator(
        eigen.values.len(),
        kept,
        (eigen.values.iter().zip(eigen.vectors.column_iter()).take(kept))
            .flat_map(|(value, vector)| vector.iter().map(move |x| x * value.max(0.0).sqrt()).collect::<Vec<_>>()),
    );
    let rotated = ordered(&varimax(&loadings)?);
    let explained: Vec<f64> = rotated.column_iter().map(|f| f.norm_squared()).collect();
    let weights =
        to_unity(rotated.row_iter().map(|row| row.amax()).map(|x| if x > ROUNDING { x * x } else { 0.0 }).collect())?;
    Ok(FactorWeights { weights, eigenvalues: eigen.values, loadings, rotated, explained })
}

/// The number of components to keep, which must not cut between equal eigenvalues.
fn kept_factors(eigen: &Eigen, count: FactorCount) -> Result<usize, Refusal> {
    let indicators = eigen.values.len();
    let kept = match count {
        FactorCount::Given(count) if (1..=indicators).contains(&count) => count,
        FactorCount::Given(count) => return Err(Refusal::BadFactorCount { count, indicators }),
        FactorCount::Rule(rule) => passing(&eigen.values, rule)?,
    };
    match eigen.values.get(kept.saturating_sub(1)..) {
        Some([last, next, ..]) if last - next <= SAME_EIGENVALUE * last.abs() => {
            Err(Refusal::FactorsNotDetermined { count: kept, eigenvalue: *last })
        }
        _ => Ok(kept),
    }
}

/// How many eigenvalues pass the rule.
fn passing(eigenvalues: &[f64], rule: FactorRule) -> Result<usize, Refusal> {
    let thresholds = [rule.eigenvalue, rule.share, rule.cumulative];
    if thresholds.iter().any(|t| !t.is_finite() || *t < 0.0) {
        return Err(Refusal::BadRule);
    }
    let total = eigenvalues.len() as f64;
    let passed: Vec<f64> =
        eigenvalues.iter().copied().take_while(|v| *v > rule.eigenvalue && v / total > rule.share).collect();
    let explained = passed.iter().sum::<f64>() / total;
    match (passed.len(), eigenvalues.first()) {
        (0, largest) => Err(Refusal::NoFactor { largest: largest.copied().unwrap_or(0.0) }),
        (count, _) if explained <= rule.cumulative => {
            Err(Refusal::TooLittleExplained { count, explained, needed: rule.cumulative })
        }
        (count, _) => Ok(count),
    }
}

/// Factors in descending order of the variance they explain, each with its sign fixed.
fn ordered(factors: &DMatrix<f64>) -> DMatrix<f64> {
    let mut columns: Vec<(f64, Vec<f64>)> =
        factors.column_iter().map(|f| (f.norm_squared(), with_fixed_sign(f.iter().copied().collect()))).collect();
    columns.sort_by(|a, b| b.0.total_cmp(&a.0));
    DMatrix::from_iterator(factors.nrows(), factors.ncols(), columns.into_iter().flat_map(|(_, f)| f))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pairs of indicators, each pair correlated, across pairs not at all.
    fn two_pairs() -> DMatrix<f64> {
        let rows = [
            [1.0, 1.0, 1.0, 1.0],
            [1.0, 1.0, -1.0, -1.0],
            [-1.0, -1.0, 1.0, 1.0],
            [-1.0, -1.0, -1.0, -1.0],
            [1.0, -1.0, 1.0, 1.0],
            [-1.0, 1.0, 1.0, 1.0],
            [1.0, -1.0, -1.0, -1.0],
            [-1.0, 1.0, -1.0, -1.0],
            [1.0, 1.0, 1.0, -1.0],
            [-1.0, -1.0, -1.0, 1.0],
            [1.0, 1.0, -1.0, 1.0],
            [-1.0, -1.0, 1.0, -1.0],
        ];
        DMatrix::from_fn(12, 4, |i, j| rows[i][j])
    }

    #[test]
    fn the_worked_number_holds() {
        let data = DMatrix::from_row_slice(3, 2, &[1.0, 1.0, 2.0, 3.0, 3.0, 2.0]);
        let fa = factor_analysis(&data, FactorCount::Given(1)).unwrap();
        assert!(fa.weights.iter().all(|w| (w - 0.5).abs() < 1e-14));
        assert!(fa.rotated.iter().all(|l| (l - 0.75_f64.sqrt()).abs() < 1e-14));
        assert!((fa.explained[0] - 1.5).abs() < 1e-14);
    }

    #[test]
    fn the_rotation_finds_the_pairs() {
        let fa = factor_analysis(&two_pairs(), FactorCount::Given(2)).unwrap();
        assert!(fa.weights.iter().all(|w| (w - 0.25).abs() < 0.02), "{:?}", fa.weights);
        assert!((fa.explained.iter().sum::<f64>() - fa.eigenvalues[0] - fa.eigenvalues[1]).abs() < 1e-12);
        assert!(fa.rotated.row_iter().all(|r| r.amax() > 0.75 && r.amin() < 1e-9));
    }

    #[test]
    fn the_number_of_factors_is_checked() {
        let data = two_pairs();
        for count in [0, 5] {
            let refusal = factor_analysis(&data, FactorCount::Given(count)).unwrap_err();
            assert_eq!(refusal, Refusal::BadFactorCount { count, indicators: 4 });
        }
        let strict = FactorRule { eigenvalue: 5.0, ..HANDBOOK_RULE };
        assert!(matches!(factor_analysis(&data, FactorCount::Rule(strict)), Err(Refusal::NoFactor { .. })));
        let greedy = FactorRule { cumulative: 0.99, ..HANDBOOK_RULE };
        assert!(matches!(factor_analysis(&data, FactorCount::Rule(greedy)), Err(Refusal::TooLittleExplained { .. })));
        let bad = FactorRule { share: f64::NAN, ..HANDBOOK_RULE };
        assert_eq!(factor_analysis(&data, FactorCount::Rule(bad)), Err(Refusal::BadRule));
        assert_eq!(factor_analysis(&data, FactorCount::Rule(HANDBOOK_RULE)).unwrap().explained.len(), 2);
        let square = DMatrix::from_row_slice(4, 2, &[0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let cut = factor_analysis(&square, FactorCount::Given(1));
        assert!(matches!(cut, Err(Refusal::FactorsNotDetermined { count: 1, .. })));
    }

    #[test]
    fn the_order_of_indicators_does_not_matter() {
        let cells =
            [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0, 9.0, 7.0, 9.0, 3.0, 2.0, 3.0, 8.0, 4.0];
        let data = DMatrix::from_row_slice(5, 4, &cells);
        let turned = DMatrix::from_fn(5, 4, |i, j| 10.0 * data[(4 - i, 3 - j)] + 7.0);
        let (a, b) = (factor_analysis(&data, FactorCount::Given(2)), factor_analysis(&turned, FactorCount::Given(2)));
        let (a, b) = (a.unwrap().weights, b.unwrap().weights);
        assert!(a.iter().zip(b.iter().rev()).all(|(x, y)| (x - y).abs() < 1e-10));
    }

    /// Three eigenvalues sum to 3: 1.8 is a share of 0.6 and 0.9 one of 0.3.
    #[test]
    fn a_rule_counts_shares_of_all_indicators() {
        let values = [1.8, 0.9, 0.3];
        let rule = |eigenvalue, share, cumulative| passing(&values, FactorRule { eigenvalue, share, cumulative });
        assert_eq!((rule(0.0, 0.25, 0.5), rule(0.0, 0.35, 0.5), rule(0.0, 0.0, 0.5)), (Ok(2), Ok(1), Ok(3)));
        // Above a threshold is not at it.
        assert_eq!((rule(0.9, 0.0, 0.5), rule(0.0, 0.3, 0.5)), (Ok(1), Ok(1)));
        assert!(matches!(rule(0.0, 0.35, 0.6), Err(Refusal::TooLittleExplained { count: 1, .. })));
        assert_eq!(rule(-1.0, 0.0, 0.5), Err(Refusal::BadRule));
    }
}
