//! What a frontier rule may choose: the weights of the benefit of the doubt, and against whom a unit is held.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;

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
    /// Each child's part of the score of the average unit within these shares of it.
    Proportions {
        #[serde(default)]
        low: f64,
        #[serde(default = "one")]
        high: f64,
        /// Whether a child that states more weight than another has at least as large a part.
        #[serde(default)]
        ordered: bool,
    },
    /// The distance to the frontier in the direction of the stated weights.
    Directional {},
    /// The distance to the frontier in the direction of what each unit could gain in each child by itself.
    Multidirectional {},
    /// The distance to the frontier where the desirable children rise and the undesirable ones fall by the same part.
    Undesirable {
        /// Each child's part at the average unit, undesirable ones included, within these shares.
        #[serde(default)]
        low: f64,
        #[serde(default = "one")]
        high: f64,
        #[serde(default)]
        ordered: bool,
        #[serde(default)]
        returns: Returns,
    },
}

/// Which mixtures of units a unit is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Returns {
    /// Any multiple of a unit counts as one: what is compared are ratios of the desirable to the undesirable.
    #[default]
    Constant,
    /// Mixtures whose shares sum to 1.
    Variable,
}

/// Units are held against samples of the units in place of all of them, and the mean over the samples is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Robust {
    /// Units drawn for a sample, with replacement.
    pub sample: usize,
    /// How many samples.
    pub draws: usize,
    /// Of the random numbers: the same seed gives the same scores.
    pub seed: u64,
}

impl Default for BodBounds {
    fn default() -> Self {
        BodBounds::Free {}
    }
}

fn one() -> f64 {
    1.0
}

impl BodBounds {
    pub(super) fn check(&self) -> Result<(), Misuse> {
        match self {
            BodBounds::Weights { low, high } | BodBounds::Shares { low, high } => BodBounds::ascend(*low, *high),
            BodBounds::Multiples { low, high } => {
                let sound = (0.0..=1.0).contains(low) && *high >= 1.0 && high.is_finite();
                Misuse::unless(sound, "the multiples do not enclose 1", "write low = 0.5, high = 2")
            }
            BodBounds::Proportions { low, high, ordered } => {
                BodBounds::ascend(*low, *high)?;
                let hint = "write low = 0.1, or ordered = true, or bounds = { kind = \"free\" }";
                Misuse::unless(*low > 0.0 || *high < 1.0 || *ordered, "the proportions bound nothing", hint)
            }
            BodBounds::Undesirable { low, high, .. } => BodBounds::ascend(*low, *high),
            BodBounds::Free {} | BodBounds::Directional {} | BodBounds::Multidirectional {} => Ok(()),
        }
    }

    /// Two shares, the first below the second.
    pub(super) fn ascend(low: f64, high: f64) -> Result<(), Misuse> {
        let sound = low >= 0.0 && low < high && high <= 1.0;
        Misuse::unless(sound, "the bounds do not ascend within 0 to 1", "write low = 0.1, high = 0.5")
    }
}

impl Robust {
    /// Most samples of one rule, so that a slip does not run for hours.
    pub const MOST_DRAWS: usize = 10_000;

    pub(super) fn check(&self, bounds: &BodBounds) -> Result<(), Misuse> {
        let sound = (1..=1_000).contains(&self.sample) && (1..=Robust::MOST_DRAWS).contains(&self.draws);
        let hint = "write robust = { sample = 30, draws = 200, seed = 1 }";
        Misuse::unless(sound, "a sample has 1 to 1000 units, and there are 1 to 10000 draws", hint)?;
        let fixed = !matches!(bounds, BodBounds::Multidirectional {});
        let message = "a multidirectional distance is not averaged over samples: each has directions of its own";
        Misuse::unless(fixed, message, "take `robust` out, or take another kind of bounds")
    }
}
