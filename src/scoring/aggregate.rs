//! Handbook step 6: scores of children become the score of their node.

use crate::model::framework::Aggregation;

/// The weighted mean of scores above 0; weights need not sum to 1. `None` when there is nothing to average.
///
/// Arithmetic: `sum w z / sum w`. Geometric: `exp(sum w ln z / sum w)`, never above the arithmetic. Worked example: 16 and 100
/// with equal weights are 58 and 40.
pub fn aggregate(method: Aggregation, parts: &[(f64, f64)]) -> Option<f64> {
    let total: f64 = parts.iter().map(|(w, _)| w).sum();
    if total <= 0.0 {
        return None;
    }
    let mean = |f: fn(f64) -> f64| parts.iter().map(|(w, z)| w * f(*z)).sum::<f64>() / total;
    let mean = match method {
        Aggregation::Arithmetic => mean(|z| z),
        Aggregation::Geometric => mean(f64::ln).exp(),
    };
    // A mean lies between its parts; rounding dust may not lift it above 100.
    let (low, high) = parts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (_, z)| (l.min(*z), h.max(*z)));
    Some(mean.max(low).min(high))
}

/// CONTENT by other rules, printed beside it so that no verdict hides in the choice of a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternatives {
    pub arithmetic: f64,
    pub minimum: f64,
    pub mazziotta_pareto: f64,
}

/// The alternatives over the parameters' weights and scores; `None` when there are none.
///
/// Mazziotta-Pareto with negative penalty: `M - S^2/M`, unweighted mean and population variance (Mazziotta and Pareto 2016).
/// Worked example: 20, 40 and 60 have M = 40, S^2 = 800/3, hence 33.33.
pub fn alternatives(parts: &[(f64, f64)]) -> Option<Alternatives> {
    let arithmetic = aggregate(Aggregation::Arithmetic, parts)?;
    let n = parts.len() as f64;
    let mean = parts.iter().map(|(_, z)| z).sum::<f64>() / n;
    let variance = parts.iter().map(|(_, z)| (z - mean).powi(2)).sum::<f64>() / n;
    let minimum = parts.iter().map(|(_, z)| *z).fold(f64::INFINITY, f64::min);
    Some(Alternatives { arithmetic, minimum, mazziotta_pareto: mean - variance / mean })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_by_hand() {
        let close = |a: Option<f64>, b: f64| assert!((a.expect("a mean") - b).abs() < 1e-12, "{a:?} is not {b}");
        close(aggregate(Aggregation::Arithmetic, &[(0.5, 16.0), (0.5, 100.0)]), 58.0);
        close(aggregate(Aggregation::Geometric, &[(0.5, 16.0), (0.5, 100.0)]), 40.0);
        close(aggregate(Aggregation::Geometric, &[(0.25, 16.0), (0.75, 1.0)]), 2.0);
        close(aggregate(Aggregation::Arithmetic, &[(1.0, 10.0), (3.0, 30.0)]), 25.0);
        assert_eq!(aggregate(Aggregation::Arithmetic, &[]), None);
    }

    #[test]
    fn alternatives_by_hand() {
        let third = 1.0 / 3.0;
        let a = alternatives(&[(third, 20.0), (third, 40.0), (third, 60.0)]).expect("three parameters");
        assert!((a.arithmetic - 40.0).abs() < 1e-12);
        assert_eq!(a.minimum, 20.0);
        assert!((a.mazziotta_pareto - (40.0 - 800.0 / 3.0 / 40.0)).abs() < 1e-12);
    }
}
