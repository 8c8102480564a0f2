//! What an analysis may be told: resamples, level, the limit on widths, and factors of zero width.

use crate::statistics::sobol::Refusal;

/// How intervals are made and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Bootstrap resamples per output. Default 1000.
    pub resamples: usize,
    /// The level of the intervals, between 0 and 1. Default 0.9.
    pub level: f64,
    /// An index is converged when its interval is no wider than this, on the scale of indices (0 to 1). Default 0.1: at
    /// the default level the index is then known to about 0.05 either way, enough to tell a factor that matters (0.1
    /// and more) from one that does not. Sarrazin, Pianosi and Wagener (2016) ask for 0.05 at level 0.95, which takes
    /// about six times as many base points.
    pub width_limit: f64,
    /// Factors that are meant to change nothing, because their width is zero in this analysis; they are not told as
    /// untouched. Positions from 0, with groups those of the groups.
    pub fixed: Vec<usize>,
    /// The fewest base points an output's indices may rest on. Default 2; where failures depend on the inputs, what is left is no
    /// sample of the whole.
    pub least: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { resamples: 1000, level: 0.9, width_limit: 0.1, fixed: Vec::new(), least: 2 }
    }
}

impl Settings {
    /// Whether the settings can be followed, for `factors` factors.
    ///
    /// `Setting` when the level or the limit lies outside its range, `TooFewResamples` when not even one resample lies
    /// beyond each end of an interval (level 0.9 needs 20, level 0.99 needs 200), `NoSuch` for a fixed factor that does
    /// not exist.
    pub fn check(&self, factors: usize) -> Result<(), Refusal> {
        if !(self.level > 0.0 && self.level < 1.0) {
            let allowed = "above 0 and below 1";
            return Err(Refusal::Setting { name: "the level", value: self.level, allowed });
        }
        if !(self.width_limit > 0.0 && self.width_limit.is_finite()) {
            let allowed = "above 0";
            return Err(Refusal::Setting { name: "the limit on widths", value: self.width_limit, allowed });
        }
        if !self.carries(self.resamples) {
            return Err(Refusal::TooFewResamples { resamples: self.resamples, level: self.level });
        }
        match self.fixed.iter().find(|&&factor| factor >= factors) {
            Some(&position) => Err(Refusal::NoSuch { what: "factor", position, count: factors }),
            None => Ok(()),
        }
    }

    /// The share of resamples beyond each end of an interval: 0.05 at level 0.9.
    pub(crate) fn tail(&self) -> f64 {
        (1.0 - self.level) / 2.0
    }

    /// Whether so many resamples reach beyond both ends. The margin is for levels such as 0.9 that binary numbers miss.
    pub(crate) fn carries(&self, resamples: usize) -> bool {
        resamples as f64 * self.tail() >= 1.0 - 1e-9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_hold_and_bad_settings_are_named() {
        assert_eq!(Settings::default().check(3), Ok(()));
        for level in [0.0, 1.0, -0.5, f64::NAN] {
            let refusal = Settings { level, ..Settings::default() }.check(3);
            assert!(matches!(refusal, Err(Refusal::Setting { name: "the level", .. })), "{level}");
        }
        for width_limit in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let refusal = Settings { width_limit, ..Settings::default() }.check(3);
            assert!(matches!(refusal, Err(Refusal::Setting { name: "the limit on widths", .. })), "{width_limit}");
        }
        let refusal = Settings { fixed: vec![0, 3], ..Settings::default() }.check(3);
        assert_eq!(refusal, Err(Refusal::NoSuch { what: "factor", position: 3, count: 3 }));
    }

    #[test]
    fn each_end_needs_a_resample_beyond_it() {
        // One in each tail: 1 / 0.05 = 20, 1 / 0.025 = 40, 1 / 0.005 = 200.
        for (level, needed) in [(0.9, 20), (0.95, 40), (0.99, 200)] {
            let with = |resamples| Settings { resamples, level, ..Settings::default() }.check(1);
            assert_eq!(with(needed), Ok(()), "{level}");
            assert_eq!(with(needed - 1), Err(Refusal::TooFewResamples { resamples: needed - 1, level }), "{level}");
        }
    }
}
