//! A trend told without assuming a law of the scatter: the slope and the test that go together.

use crate::statistics::inference::mann_kendall::MannKendall;
use crate::statistics::inference::mann_kendall::mann_kendall;
use crate::statistics::inference::refusal::Refusal;
use crate::statistics::inference::theil_sen::TheilSen;
use crate::statistics::inference::theil_sen::theil_sen;

/// Slope with interval, and test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    pub slope: TheilSen,
    pub test: MannKendall,
}

/// Theil-Sen slope and Mann-Kendall test of the same (date, value) points, the interval at `level`.
///
/// Worked number: 1, 3, 2, 4 in consecutive years rise by 0.75 a year, with p = 1/3 and no interval at level 0.9.
///
/// Errors: those of [`theil_sen`](fn@crate::statistics::inference::theil_sen).
pub fn trend(points: &[(f64, f64)], level: f64) -> Result<Trend, Refusal> {
    Ok(Trend { slope: theil_sen(points, level)?, test: mann_kendall(points)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slope_and_test_are_those_of_the_same_points() {
        let got = trend(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)], 0.9).unwrap();
        assert_eq!((got.slope.slope, got.slope.interval, got.test.s), (0.75, None, 4));
        assert!((got.test.p - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(trend(&[], 0.9), Err(Refusal::TooFewPoints { found: 0, least: 2 }));
    }
}
