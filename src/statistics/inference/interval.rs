//! An interval at a declared level, and the standard normal quantile that belongs to a level.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::statistics::inference::refusal::Refusal;

/// A two-sided confidence interval, both ends finite, in the units of what it is an interval of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
    /// Confidence level, above 0 and under 1.
    pub level: f64,
}

/// `1 - level`, for a level above 0 and under 1.
pub(crate) fn outside(level: f64) -> Result<f64, Refusal> {
    if level > 0.0 && level < 1.0 { Ok(1.0 - level) } else { Err(Refusal::Level { level }) }
}

/// The z with a share `level` of the standard normal distribution between -z and z.
///
/// Worked number: level 0.95 has z = 1.959964.
pub(crate) fn normal_quantile(level: f64) -> Result<f64, Refusal> {
    Ok(-Normal::standard().inverse_cdf(outside(level)? / 2.0))
}

/// Chance of a standard normal number above `z`.
pub(crate) fn normal_tail(z: f64) -> f64 {
    Normal::standard().sf(z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_agree_with_scipy() {
        // scipy 1.17 stats.norm.isf((1 - level) / 2)
        let table = [
            (0.8, 1.2815515655446008),
            (0.9, 1.6448536269514729),
            (0.95, 1.9599639845400538),
            (0.99, 2.5758293035489),
            (0.999, 3.2905267314918945),
        ];
        for (level, expected) in table {
            let got = normal_quantile(level).unwrap();
            assert!((got - expected).abs() < 1e-9, "{level}: {got}");
            assert!((2.0 * normal_tail(got) - (1.0 - level)).abs() < 1e-10, "{level}");
        }
    }

    #[test]
    fn a_level_is_a_share() {
        for level in [0.0, 1.0, -0.5, 95.0, f64::INFINITY] {
            assert_eq!(normal_quantile(level), Err(Refusal::Level { level }));
        }
        assert!(matches!(outside(f64::NAN), Err(Refusal::Level { .. })));
    }
}
