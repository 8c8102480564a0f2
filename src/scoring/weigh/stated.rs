//! Weights that somebody states: equal, given, and experts' budgets of points.

use crate::scoring::weigh::Refusal;
use crate::scoring::weigh::to_unity;
use crate::statistics::eigen::MAX_INDICATORS;

/// How far an expert's points may miss the total, as a part of it.
const TOTAL_TOLERANCE: f64 = 1e-9;

/// Equal weights: `w = 1 / m` for each of `m` indicators.
///
/// Source: Handbook, step 6. Equal weight is not equal importance. Refused: no indicator, or more than 400.
/// Worked number: four indicators weigh 0.25 each.
pub fn equal(indicators: usize) -> Result<Vec<f64>, Refusal> {
    if indicators > MAX_INDICATORS {
        return Err(crate::statistics::eigen::Refusal::TooManyIndicators { indicators, limit: MAX_INDICATORS }.into());
    }
    to_unity(vec![1.0; indicators])
}

/// Given weights, rescaled: `w_j = g_j / sum g`.
///
/// Zero is allowed and leaves an indicator out. Refused: a weight that is negative or not finite, or all zero.
/// Worked number: 1, 1 and 2 become 0.25, 0.25 and 0.5.
pub fn given(weights: &[f64]) -> Result<Vec<f64>, Refusal> {
    match weights.iter().enumerate().find(|(_, w)| !w.is_finite() || **w < 0.0) {
        Some((indicator, weight)) => Err(Refusal::BadWeight { indicator, weight: *weight }),
        None => to_unity(weights.to_vec()),
    }
}

/// Budget allocation: the mean over experts of the points each shares out, rescaled to 1.
///
/// `points` has one row an expert, one number an indicator; every row sums to `total` (usually 100), so that no expert
/// counts for more than another. Source: Handbook, step 6 (budget allocation process).
/// Refused: no experts, rows of different length, negative points, a row that misses the total by more than 1e-9 of it.
/// Worked number: (60, 40) and (20, 80) of 100 give 0.4 and 0.6.
pub fn budget_allocation(points: &[Vec<f64>], total: f64) -> Result<Vec<f64>, Refusal> {
    let expected = points.first().ok_or(Refusal::NoExperts)?.len();
    if !total.is_finite() || total <= 0.0 {
        return Err(Refusal::BadTotal { total });
    }
    let mut sums = vec![0.0; expected];
    for (expert, row) in points.iter().enumerate() {
        if row.len() != expected {
            return Err(Refusal::WrongPointCount { expert, expected, got: row.len() });
        }
        if let Some((indicator, p)) = row.iter().enumerate().find(|(_, p)| !p.is_finite() || **p < 0.0) {
            return Err(Refusal::BadPoints { expert, indicator, points: *p });
        }
        let sum: f64 = row.iter().sum();
        if (sum / total - 1.0).abs() > TOTAL_TOLERANCE || !sum.is_finite() {
            return Err(Refusal::WrongTotal { expert, sum, total });
        }
        sums.iter_mut().zip(row).for_each(|(s, p)| *s += p / total);
    }
    to_unity(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_numbers_hold() {
        assert_eq!(equal(4).unwrap(), [0.25; 4]);
        assert_eq!(given(&[1.0, 1.0, 2.0]).unwrap(), [0.25, 0.25, 0.5]);
        let budget = budget_allocation(&[vec![60.0, 40.0], vec![20.0, 80.0]], 100.0).unwrap();
        assert!((budget[0] - 0.4).abs() < 1e-15 && (budget[1] - 0.6).abs() < 1e-15);
    }

    #[test]
    fn huge_and_tiny_given_weights_do_not_overflow() {
        assert_eq!(given(&[f64::MAX, f64::MAX]).unwrap(), [0.5, 0.5]);
        assert_eq!(given(&[5e-324, 5e-324]).unwrap(), [0.5, 0.5]);
        assert_eq!(budget_allocation(&vec![vec![f64::MAX, 0.0]; 3], f64::MAX).unwrap(), [1.0, 0.0]);
    }

    #[test]
    fn what_cannot_be_weighed_is_refused() {
        assert_eq!(equal(0), Err(Refusal::NothingToWeigh));
        assert!(equal(usize::MAX).is_err());
        assert_eq!(given(&[0.0, 0.0]), Err(Refusal::NothingToWeigh));
        assert_eq!(given(&[1.0, -1.0]), Err(Refusal::BadWeight { indicator: 1, weight: -1.0 }));
        assert!(given(&[1.0, f64::NAN]).is_err() && given(&[f64::INFINITY]).is_err());
        assert_eq!(budget_allocation(&[], 100.0), Err(Refusal::NoExperts));
        assert_eq!(
            budget_allocation(&[vec![50.0, 49.0]], 100.0),
            Err(Refusal::WrongTotal { expert: 0, sum: 99.0, total: 100.0 })
        );
        assert!(budget_allocation(&[vec![100.0], vec![50.0, 50.0]], 100.0).is_err());
        assert!(budget_allocation(&[vec![150.0, -50.0]], 100.0).is_err());
        assert!(budget_allocation(&[vec![0.0]], 0.0).is_err());
        assert_eq!(budget_allocation(&[vec![]], 100.0).map_err(|e| e.hint().is_empty()), Err(false));
    }

    #[test]
    fn a_total_below_nothing_is_no_total() {
        let negative = budget_allocation(&[vec![-50.0, -50.0]], -100.0);
        assert_eq!(negative, Err(Refusal::BadTotal { total: -100.0 }));
        assert!(matches!(budget_allocation(&[vec![1.0]], f64::INFINITY), Err(Refusal::BadTotal { .. })));
        assert!(equal(MAX_INDICATORS).is_ok() && equal(MAX_INDICATORS + 1).is_err());
    }
}
