//! Percentile intervals: what lies between two quantiles of the resampled estimates.

use crate::statistics::moments::quantile_among;

/// An interval of the resampled estimates, on the scale of indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

impl Interval {
    /// Upper minus lower end.
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }

    /// Whether a value lies within, ends included.
    pub fn holds(&self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }

    /// Between the quantiles at `tail` and 1 - `tail`; none without values. The order of the values is lost.
    pub(crate) fn percentile(values: &mut [f64], tail: f64) -> Option<Self> {
        Some(Self { lower: quantile_among(values, tail)?, upper: quantile_among(values, 1.0 - tail)? })
    }
}

/// An estimate with its interval and what the interval says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// A share of the variance; near 0 or 1 it may lie a little outside.
    pub estimate: f64,
    /// None when too few resamples had any variance to reach beyond both ends.
    pub interval: Option<Interval>,
    /// Whether there is an interval and it is no wider than the limit.
    pub converged: bool,
}

impl Index {
    pub(crate) fn new(estimate: f64, interval: Option<Interval>, width_limit: f64) -> Self {
        let converged = interval.is_some_and(|interval| interval.width() <= width_limit);
        Self { estimate, interval, converged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_cuts_both_tails() {
        // 0, 1, ..., 100: 5 and 95.
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let interval = Interval::percentile(&mut values, 0.05).unwrap();
        assert!((interval.lower - 5.0).abs() < 1e-12 && (interval.upper - 95.0).abs() < 1e-12);
        assert!(interval.holds(5.5) && !interval.holds(95.5));
    }

    #[test]
    fn converged_needs_a_narrow_interval() {
        let interval = Interval { lower: 0.25, upper: 0.5 };
        assert!(Index::new(0.3, Some(interval), 0.25).converged);
        assert!(!Index::new(0.3, Some(interval), 0.24).converged);
        assert!(!Index::new(0.3, None, 1.0).converged);
    }
}
