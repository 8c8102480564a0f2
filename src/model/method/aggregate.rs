//! Aggregation: the scores of a node's children become its own (Handbook step 7).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;
use super::frontier::{BodBounds, Robust};

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
        #[serde(default)]
        deviation: Deviation,
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
    /// Weights that belong to places and not to children: to the best value, the second best, and so on (Yager 1988).
    OrderedWeightedAverage {
        quantifier: Quantifier,
        /// 1 is the arithmetic mean of the ordered values, another power a generalised one (Yager 2004).
        #[serde(default = "one")]
        power: f64,
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
        /// Against samples of the units in place of all of them.
        robust: Option<Robust>,
    },
    /// The geometric mean of the scores, weighted by the parts that suit each unit best.
    GeometricBenefitOfTheDoubt {
        /// Each child's part of the unit's benefit-of-the-doubt score within these shares of it.
        low: f64,
        high: f64,
    },
    /// Against the best that `m` units drawn at random are expected to hold.
    OrderM {
        m: usize,
        /// Whether the stated weights scale the comparison: what weighs half as much needs half as much to be as good.
        #[serde(default)]
        directional: bool,
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

/// What a standard deviation divides by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deviation {
    /// The number of values, as the index is published.
    #[default]
    Population,
    /// One less, as Compind's `ci_mpi` does.
    Sample,
}

/// How much of the weight goes to the best places: a function Q from shares of the weight to shares of the average. The
/// place that ends at the share S of the weight and begins at R counts Q(S) - Q(R).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Quantifier {
    /// The mean of the `of` best values: "at least `of` are good".
    Best { of: usize },
    /// The mean of the `of` worst values.
    Worst { of: usize },
    /// Q(r) = r^((1 - orness)/orness): 1 is the best value, 0.5 the mean, towards 0 the worst value.
    Orness { orness: f64 },
}

impl Default for Aggregation {
    fn default() -> Self {
        Aggregation::Arithmetic {}
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
            Aggregation::OrderedWeightedAverage { quantifier, power } => {
                let sound = power.is_finite() && power.abs() <= 100.0;
                Misuse::unless(sound, "the power of a mean lies outside -100 to 100", "write power = 0.5")?;
                match quantifier {
                    Quantifier::Best { of } | Quantifier::Worst { of } => {
                        Misuse::unless(*of > 0, "the average of no value at all", "write of = 2")
                    }
                    Quantifier::Orness { orness } => {
                        let sound = *orness > 0.0 && *orness <= 1.0;
                        let hint = "write orness = 0.3; the worst value alone is aggregate = \"minimum\"";
                        Misuse::unless(sound, "the orness does not lie above 0 and up to 1", hint)
                    }
                }
            }
            Aggregation::BenefitOfTheDoubt { bounds, robust } => {
                bounds.check()?;
                robust.map_or(Ok(()), |r| r.check(bounds))
            }
            Aggregation::GeometricBenefitOfTheDoubt { low, high } => BodBounds::ascend(*low, *high),
            Aggregation::OrderM { m, .. } => {
                let sound = (1..=1_000_000).contains(m);
                Misuse::unless(sound, "m lies outside 1 to 1000000", "write m = 10")
            }
            _ => Ok(()),
        }
    }

    /// Whether a unit's score depends on other units.
    pub fn looks_at_all_units(&self) -> bool {
        use Aggregation::*;
        let frontier = matches!(self, BenefitOfTheDoubt { .. } | GeometricBenefitOfTheDoubt { .. } | OrderM { .. });
        frontier || matches!(self, Copeland { .. } | Borda {} | Condorcet {} | Kemeny {} | Wroclaw {})
    }

    /// Whether the weights of the children enter the rule; some rules give all children the same part, others find a part
    /// for each unit.
    pub fn weights_enter(&self) -> bool {
        use Aggregation::*;
        let alike = matches!(self, Minimum {} | MazziottaPareto { .. } | AdjustedMazziottaPareto { .. });
        let own = matches!(self, BenefitOfTheDoubt { .. } | GeometricBenefitOfTheDoubt { .. });
        !alike && !own && !matches!(self, OrderM { directional: false, .. })
    }

    /// Whether undesirable children may stand below: their scores rise as they get worse.
    pub fn takes_undesirable(&self) -> bool {
        matches!(self, Aggregation::BenefitOfTheDoubt { bounds: BodBounds::Undesirable { .. }, .. })
    }
}
