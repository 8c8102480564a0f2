//! Normalisation: values become scores on one scale (Handbook step 5).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;

/// How a value becomes a score.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Normalisation {
    /// Between the goalposts of the indicator, which no unit moves.
    Goalposts {
        /// Score at the lower goalpost.
        #[serde(default)]
        low: f64,
        #[serde(default = "hundred")]
        high: f64,
        /// Whether values beyond the goalposts get the end of the scale.
        #[serde(default = "yes")]
        truncate: bool,
    },
    /// Between the least and the largest value.
    MinMax {
        #[serde(default)]
        low: f64,
        #[serde(default = "hundred")]
        high: f64,
        /// Codes of indicators in the same unit whose values count for the least and the largest one as well, so that
        /// all of them share one range.
        #[serde(default)]
        with: Vec<String>,
    },
    /// Standard deviations (n - 1) from the mean.
    ZScore {
        #[serde(default)]
        mean: f64,
        #[serde(default = "one")]
        sd: f64,
    },
    /// Round a reference, whose score is the middle of the scale, by the range of the values; for the adjusted
    /// Mazziotta-Pareto index.
    AroundReference {
        /// The mean where none is given.
        reference: Option<f64>,
        #[serde(default = "seventy")]
        low: f64,
        #[serde(default = "hundred_and_thirty")]
        high: f64,
    },
    /// Its rank as a share of the others', `low` for the worst and `high` for the best.
    PercentileRank {
        #[serde(default)]
        ties: Ties,
        #[serde(default)]
        share: RankShare,
        #[serde(default)]
        low: f64,
        #[serde(default = "one")]
        high: f64,
    },
    /// Its place from the worst, 1.
    Rank {
        #[serde(default)]
        ties: Ties,
    },
    /// Its place from the worst, 0.
    Borda {
        #[serde(default)]
        ties: Ties,
    },
    /// 1 - (max - x)/(max - min).
    DistanceToMaximum {},
    /// 1 - (target - x)/(target - min); the target is the indicator's.
    DistanceToTarget {
        /// Whether what lies beyond the target gets 1.
        #[serde(default)]
        cap: bool,
    },
    /// 1 - (reference - x)/(reference - min), the reference being one unit.
    DistanceToReference {
        unit: String,
        #[serde(default)]
        cap: bool,
    },
    /// x / reference, the reference being one unit.
    RatioToReference { unit: String },
    /// x / max.
    FractionOfMaximum {},
    /// x over the mean, the best or the worst value.
    Ratio { to: Anchor },
    /// x over it, less 1.
    Difference { to: Anchor },
    /// -1, 0 or 1: below, within or above a band round the mean.
    AboveBelowMean {
        /// Half the band's width as a share of the mean.
        #[serde(default = "fifth")]
        band: f64,
    },
    /// Bands with a score each; the Handbook's percentile bands where none are given.
    Categorical {
        #[serde(default)]
        on: BandsOn,
        /// Where one band ends and the next begins, ascending.
        #[serde(default = "handbook_cuts")]
        cuts: Vec<f64>,
        /// One more than cuts, ascending.
        #[serde(default = "handbook_scores")]
        scores: Vec<f64>,
    },
}

/// What bands are cut on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BandsOn {
    /// 100 rank / n, ties to the lowest rank.
    #[default]
    Percentile,
    Value,
}

/// What a value is set against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    Mean,
    Best,
    Worst,
}

/// How a rank r of n becomes a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RankShare {
    /// (r - 1)/(n - 1).
    #[default]
    FromZero,
    /// r / n.
    OfUnits,
}

fn handbook_cuts() -> Vec<f64> {
    vec![5.0, 15.0, 35.0, 65.0, 85.0, 95.0]
}

fn handbook_scores() -> Vec<f64> {
    vec![0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0]
}

/// Which rank units with equal values get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// The mean of the places they fill.
    Average,
    /// The lowest of them.
    #[default]
    Minimum,
    Maximum,
    /// As `minimum`, with no gap after them.
    Dense,
}

/// What becomes of an indicator that is the same for every unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Constant {
    #[default]
    Refuse,
    /// Every unit gets the middle of the scale.
    MidScale,
}

fn hundred() -> f64 {
    100.0
}

fn seventy() -> f64 {
    70.0
}

fn hundred_and_thirty() -> f64 {
    130.0
}

fn one() -> f64 {
    1.0
}

fn fifth() -> f64 {
    0.2
}

fn yes() -> bool {
    true
}

impl Default for Normalisation {
    fn default() -> Self {
        Normalisation::MinMax { low: 0.0, high: 100.0, with: Vec::new() }
    }
}

impl Normalisation {
    pub fn check(&self) -> Result<(), Misuse> {
        use Normalisation::*;
        let ascending = |low: f64, high: f64| low < high && (high - low).is_finite();
        match self {
            Goalposts { low, high, .. } | MinMax { low, high, .. } => {
                Misuse::unless(ascending(*low, *high), "the scale does not ascend", "write low = 0, high = 100")
            }
            ZScore { mean, sd } => {
                let sound = mean.is_finite() && sd.is_finite() && *sd > 0.0;
                Misuse::unless(sound, "a standard deviation must be above 0", "write mean = 0, sd = 1")
            }
            AroundReference { reference, low, high } => {
                let sound = ascending(*low, *high) && reference.is_none_or(f64::is_finite);
                Misuse::unless(sound, "the scale does not ascend", "write low = 70, high = 130")
            }
            PercentileRank { low, high, .. } => {
                Misuse::unless(ascending(*low, *high), "the scale does not ascend", "write low = 0, high = 100")
            }
            AboveBelowMean { band } => {
                let sound = band.is_finite() && *band > 0.0 && *band < 1.0;
                Misuse::unless(sound, "the band round the mean must lie between 0 and 1", "write band = 0.2")
            }
            Categorical { cuts, scores, .. } => {
                let climb = |list: &[f64]| list.windows(2).all(|w| matches!(w, [a, b] if a < b));
                let finite = cuts.iter().chain(scores).all(|x| x.is_finite());
                let sound =
                    !cuts.is_empty() && scores.len() == cuts.len() + 1 && climb(cuts) && climb(scores) && finite;
                let hint = "write cuts = [10, 20], scores = [1, 2, 3]: ascending, one more score than cuts";
                Misuse::unless(sound, "the bands do not ascend", hint)
            }
            _ => Ok(()),
        }
    }

    /// Where its scores lie, in words; scores that lie elsewhere are on another scale, and do not mix with these.
    ///
    /// Worked example: min-max from 0 to 100 says "0 to 100", a z-score "mean 0, standard deviation 1".
    pub fn scale(&self) -> String {
        use Normalisation::*;
        match self {
            Goalposts { low, high, .. }
            | MinMax { low, high, .. }
            | AroundReference { low, high, .. }
            | PercentileRank { low, high, .. } => format!("{low} to {high}"),
            ZScore { mean, sd } => format!("mean {mean}, standard deviation {sd}"),
            Rank { .. } => "1 to the number of units".into(),
            Borda { .. } => "0 to the number of units less 1".into(),
            DistanceToMaximum {} | FractionOfMaximum {} => "up to 1".into(),
            DistanceToTarget { .. } | DistanceToReference { .. } => "round 1".into(),
            Ratio { .. } => "shares, 1 at the anchor".into(),
            RatioToReference { .. } => "shares, 1 at the reference".into(),
            Difference { .. } => "shares, 0 at the anchor".into(),
            AboveBelowMean { .. } => "-1 to 1".into(),
            Categorical { scores, .. } => match (scores.first(), scores.last()) {
                (Some(low), Some(high)) => format!("{low} to {high}"),
                _ => "bands".into(),
            },
        }
    }

    /// Whether its scale is stated in the indicator's own unit, so that a value on a curve has no place on it.
    pub fn is_stated(&self) -> bool {
        match self {
            Normalisation::Goalposts { .. } | Normalisation::DistanceToTarget { .. } => true,
            Normalisation::AroundReference { reference, .. } => reference.is_some(),
            Normalisation::Categorical { on, .. } => *on == BandsOn::Value,
            _ => false,
        }
    }

    /// Codes of indicators whose values count for the scale beside the indicator's own.
    pub fn with(&self) -> &[String] {
        match self {
            Normalisation::MinMax { with, .. } => with,
            _ => &[],
        }
    }

    /// Whether a unit's score depends on other units.
    pub fn is_fitted(&self) -> bool {
        !matches!(self, Normalisation::Goalposts { .. })
    }
}
