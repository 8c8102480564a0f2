//! Aggregation: the scores of a node's children become its own (Handbook step 7).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;

/// How the scores of a node's children become its own.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Aggregation {
    Arithmetic {},
    Geometric {},
    Harmonic {},
    /// (sum w z^power / sum w)^(1/power).
    Generalised {
        power: f64,
    },
    Median {},
    Minimum {},
    /// Mean, less (or plus) standard deviation times coefficient of variation.
    MazziottaPareto {
        #[serde(default)]
        penalty: Penalty,
    },
    /// The adjusted form, for scores on goalposts of 70 to 130.
    AdjustedMazziottaPareto {
        #[serde(default)]
        penalty: Penalty,
    },
    /// Between mean and minimum (Casadio Tarabusi and Guarini 2013).
    MeanMin {
        /// 0 is the mean, 1 (with `smoothing` 0) the minimum.
        #[serde(default = "one")]
        alpha: f64,
        #[serde(default)]
        smoothing: f64,
    },
    /// From the outranking matrix of weighted pairwise comparisons.
    Copeland {
        #[serde(default)]
        by: CopelandBy,
    },
    /// Sum of weighted places from below.
    Borda {},
    /// Number of units beaten, refused where majorities run in a circle.
    Condorcet {},
    /// The ranking that agrees most with all children.
    Kemeny {},
    /// Each unit with the weights that suit it best.
    BenefitOfTheDoubt {
        #[serde(default)]
        bounds: BodBounds,
    },
    /// Nearness to the ideal unit (Hellwig).
    Wroclaw {},
}

/// What a unit's Copeland score adds up over all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CopelandBy {
    /// The share of weight that speaks for it (COINr).
    #[default]
    Shares,
    /// 1 for a pair won, -1 for a pair lost (Copeland 1951).
    Majorities,
}

/// What a penalty for imbalance does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Penalty {
    /// Imbalance lowers the score.
    #[default]
    Negative,
    /// Imbalance raises it, for phenomena that are bad.
    Positive,
}

/// How far the weights of the benefit of the doubt may go.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BodBounds {
    Free {},
    /// Each weight within these shares of the sum of weights.
    Weights {
        low: f64,
        high: f64,
    },
    /// Each weight within these multiples of the stated weight's share of the sum.
    Multiples {
        low: f64,
        high: f64,
    },
    /// Each child's part of the score within these shares of it.
    Shares {
        low: f64,
        high: f64,
    },
    /// The distance to the frontier in the direction of the stated weights.
    Directional {},
}

impl Default for Aggregation {
    fn default() -> Self {
        Aggregation::Arithmetic {}
    }
}

impl Default for BodBounds {
    fn default() -> Self {
        BodBounds::Free {}
    }
}

fn one() -> f64 {
    1.0
}

impl Aggregation {
    pub fn check(&self) -> Result<(), Misuse> {
        match self {
            Aggregation::Generalised { power } => {
                let sound = power.is_finite() && power.abs() <= 100.0;
                Misuse::unless(sound, "the power of a mean lies outside -100 to 100", "write power = 0.5")
            }
            Aggregation::MeanMin { alpha, smoothing } => {
                let sound = (0.0..=1.0).contains(alpha) && smoothing.is_finite() && *smoothing >= 0.0;
                Misuse::unless(
                    sound,
                    "alpha lies outside 0 to 1, or smoothing below 0",
                    "write alpha = 0.5, smoothing = 1",
                )
            }
            Aggregation::BenefitOfTheDoubt { bounds } => match bounds {
                BodBounds::Weights { low, high } | BodBounds::Shares { low, high } => {
                    let sound = *low >= 0.0 && low < high && *high <= 1.0;
                    Misuse::unless(sound, "the bounds do not ascend within 0 to 1", "write low = 0.1, high = 0.5")
                }
                BodBounds::Multiples { low, high } => {
                    let sound = (0.0..=1.0).contains(low) && *high >= 1.0 && high.is_finite();
                    Misuse::unless(sound, "the multiples do not enclose 1", "write low = 0.5, high = 2")
                }
                BodBounds::Free {} | BodBounds::Directional {} => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Whether a unit's score depends on other units.
    pub fn looks_at_all_units(&self) -> bool {
        use Aggregation::*;
        matches!(self, Copeland { .. } | Borda {} | Condorcet {} | Kemeny {} | BenefitOfTheDoubt { .. } | Wroclaw {})
    }
}
