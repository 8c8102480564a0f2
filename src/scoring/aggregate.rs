//! Handbook step 7 as a framework says it: which rule combines a unit's known parts, and when there are enough of them.

use crate::model::framework::Aggregation;
use crate::model::method::{Deviation, Penalty};
use crate::scoring::combine;
use crate::scoring::combine::Refusal;

/// The score of one unit's known parts (weight, score); `None` where nothing is known, or where the method looks at all
/// units.
///
/// Worked example: 16 and 100 with equal weights are 58 by the arithmetic mean and 40 by the geometric.
pub fn aggregate(method: Aggregation, parts: &[(f64, f64)]) -> Option<Result<f64, Refusal>> {
    if parts.iter().map(|(w, _)| w).sum::<f64>() <= 0.0 || method.looks_at_all_units() {
        return None;
    }
    Some(match method {
        Aggregation::Geometric {} => combine::geometric(parts),
        Aggregation::Harmonic {} => combine::harmonic(parts),
        Aggregation::Generalised { power } => combine::generalised(parts, power),
        Aggregation::Median {} => combine::median(parts),
        Aggregation::Minimum {} => combine::minimum(parts),
        Aggregation::MazziottaPareto { penalty, deviation } => combine::mazziotta_pareto(parts, penalty, deviation),
        Aggregation::AdjustedMazziottaPareto { penalty } => {
            combine::mazziotta_pareto(parts, penalty, Deviation::Population)
        }
        Aggregation::OrderedWeightedAverage { quantifier, power } => combine::ordered(parts, quantifier, power),
        Aggregation::MeanMin { alpha, smoothing } => combine::mean_min(parts, alpha, smoothing),
        _ => combine::arithmetic(parts),
    })
}

/// What a child brings to its parent's coverage: its own share where it has a score, and nothing where it has none,
/// since what a withheld node holds below it enters no score.
///
/// Worked example: p over (a, b) with b missing and a floor of 0.6 is withheld, so that the node above p and q(c, d),
/// each one half, has 0.5 x 0 + 0.5 x 1 = 0.5 of its weight observed, not 0.75.
pub(super) fn observed(scored: bool, own: f64) -> f64 {
    if scored { own } else { 0.0 }
}

/// Whether a node has a score: its coverage reaches the floor, and no child is missing where all are needed.
///
/// Weights such as 0.33 + 0.33 + 0.34 leave rounding error in the sums; a floor is not missed by rounding error.
pub(super) fn stands(coverage: f64, floor: f64, complete: bool, needs_all: bool) -> bool {
    coverage + 1e-9 >= floor && (complete || !needs_all)
}

/// CONTENT by other rules, printed beside it so that no verdict hides in the choice of a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternatives {
    pub arithmetic: f64,
    pub minimum: f64,
    pub mazziotta_pareto: f64,
}

/// The alternatives over the parameters' weights and scores, all above 0; `None` when there are none.
///
/// Mazziotta-Pareto with negative penalty: `M - S^2/M`, unweighted mean and population variance (Mazziotta and Pareto
/// 2016). Worked example: 20, 40 and 60 have M = 40, S^2 = 800/3, hence 33.33.
pub fn alternatives(parts: &[(f64, f64)]) -> Option<Alternatives> {
    Some(Alternatives {
        arithmetic: combine::arithmetic(parts).ok()?,
        minimum: combine::minimum(parts).ok()?,
        mazziotta_pareto: combine::mazziotta_pareto(parts, Penalty::Negative, Deviation::Population).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_by_hand() {
        let close = |method, parts: &[(f64, f64)], b: f64| {
            let a = aggregate(method, parts).expect("parts").expect("a mean");
            assert!((a - b).abs() < 1e-12, "{a:?} is not {b}");
        };
        close(Aggregation::Arithmetic {}, &[(0.5, 16.0), (0.5, 100.0)], 58.0);
        close(Aggregation::Geometric {}, &[(0.5, 16.0), (0.5, 100.0)], 40.0);
        close(Aggregation::Geometric {}, &[(0.25, 16.0), (0.75, 1.0)], 2.0);
        close(Aggregation::Arithmetic {}, &[(1.0, 10.0), (3.0, 30.0)], 25.0);
        assert_eq!(aggregate(Aggregation::Arithmetic {}, &[]), None);
    }

    #[test]
    fn what_is_withheld_is_not_observed() {
        let table = [(true, 1.0, 1.0), (true, 0.25, 0.25), (false, 0.5, 0.0), (false, 0.0, 0.0)];
        for (scored, own, expected) in table {
            assert_eq!(observed(scored, own), expected);
        }
    }

    #[test]
    fn alternatives_by_hand() {
        let third = 1.0 / 3.0;
        let a = alternatives(&[(third, 20.0), (third, 40.0), (third, 60.0)]).expect("three parameters");
        assert!((a.arithmetic - 40.0).abs() < 1e-12);
        assert_eq!(a.minimum, 20.0);
        assert!((a.mazziotta_pareto - (40.0 - 800.0 / 3.0 / 40.0)).abs() < 1e-12);
    }

    /// Each rule that a framework can name, on 20 and 60 with equal weights.
    #[test]
    fn every_rule_is_the_one_named() {
        use crate::model::method::Quantifier;
        let parts = [(0.5, 20.0), (0.5, 60.0)];
        let table = [
            (Aggregation::Harmonic {}, 30.0),
            (Aggregation::Generalised { power: 2.0 }, 2000f64.sqrt()),
            (Aggregation::Median {}, 40.0),
            (Aggregation::Minimum {}, 20.0),
            // The mean is 40; the variance is 400 over the units, and 800 over one unit less.
            (Aggregation::MazziottaPareto { penalty: Penalty::Negative, deviation: Deviation::Sample }, 20.0),
            (Aggregation::AdjustedMazziottaPareto { penalty: Penalty::Positive }, 50.0),
            (Aggregation::OrderedWeightedAverage { quantifier: Quantifier::Best { of: 1 }, power: 1.0 }, 60.0),
            (Aggregation::MeanMin { alpha: 1.0, smoothing: 0.0 }, 20.0),
        ];
        for (method, expected) in table {
            let found = aggregate(method, &parts).expect("parts").expect("a score");
            assert!((found - expected).abs() < 1e-12, "{method:?}: {found}, not {expected}");
        }
    }

    #[test]
    fn a_median_is_no_mean() {
        let found = aggregate(Aggregation::Median {}, &[(1.0, 10.0), (1.0, 20.0), (1.0, 90.0)]);
        assert_eq!(found, Some(Ok(20.0)));
    }
}
