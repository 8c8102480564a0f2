//! Before normalisation: denomination, imputation, screening and treatment (Handbook steps 3 and 5).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;

/// Division by a size variable, so that large and small units can be compared: `x / d * scale`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Denomination {
    /// The table's column with the size.
    pub by: String,
    /// What the quotient is multiplied with, such as 1000 for "per thousand".
    #[serde(default = "one")]
    pub scale: f64,
}

fn one() -> f64 {
    1.0
}

/// What takes the place of a missing value. Every filled cell is listed and marked.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Imputation {
    /// Nothing: a missing value stays missing.
    None {},
    /// The mean of the known values.
    Mean {},
    /// Their median.
    Median {},
    /// The mean of the unit's group; a group with no known value stays missing.
    GroupMean {
        /// The table's column with the groups.
        group: String,
    },
    GroupMedian {
        group: String,
    },
    /// The mean of the unit's other indicators below the same node, on a common scale of 0 to 1.
    ParentMean {},
    ParentMedian {},
    /// Least squares with an intercept on other indicators.
    Regression {
        /// Codes of the indicators.
        on: Vec<String>,
    },
    /// Conditional expectation under a multivariate normal fitted by expectation-maximisation to the indicators of the
    /// node's method.
    Em {},
    /// The unit's newest known value of an earlier year.
    CarryForward {
        /// Not older than so many years.
        #[serde(default = "five")]
        years: u16,
    },
    /// The line between the unit's known years before and after.
    Linear {
        /// Before the first and after the last known year: that year's value, instead of nothing.
        #[serde(default)]
        hold_ends: bool,
    },
    /// The unit's newest known value of an earlier year, however old, and before its first known year that year's.
    Hold {},
    /// A declared number.
    Constant {
        value: f64,
    },
}

impl Default for Imputation {
    fn default() -> Self {
        Imputation::None {}
    }
}

impl Default for Treatment {
    fn default() -> Self {
        Treatment::None {}
    }
}

fn five() -> u16 {
    5
}

/// Which units are kept: those that know enough, and whose values are not nearly all 0.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    /// Least share of indicators known, 0 to 1.
    #[serde(default)]
    pub availability: f64,
    /// Least share of known indicators that are not 0, 0 to 1.
    #[serde(default)]
    pub nonzero: f64,
    /// Whether the data before imputation are looked at, or those after it.
    #[serde(default)]
    pub looks_at: Looks,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Looks {
    /// What is really known.
    #[default]
    Known,
    /// After imputation, where a filled cell counts as known (COINr's habit when it imputes first).
    Imputed,
}

/// What is done to outliers and skewed distributions.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Treatment {
    None {},
    /// Where both limits are passed, the outermost points are pulled in to their neighbours, one after the other.
    Winsorise {
        /// A column passes when its absolute skewness is at most this.
        #[serde(default = "two")]
        skewness: f64,
        /// It passes as well when its excess kurtosis is at most this.
        #[serde(default = "three_and_a_half")]
        kurtosis: f64,
        /// No more points than this.
        #[serde(default = "five_points")]
        points: usize,
        /// If the column still does not pass, its untreated values go through this curve.
        then: Option<Curve>,
        /// Whether the curve is drawn over the winsorised values instead.
        #[serde(default)]
        combine: bool,
    },
    /// So many of the largest and of the smallest points are pulled in to their neighbours, whatever the distribution.
    WinsorisePoints {
        #[serde(default)]
        high: usize,
        #[serde(default)]
        low: usize,
    },
    /// The curve, whatever the distribution.
    Transform {
        by: Curve,
    },
}

fn two() -> f64 {
    2.0
}

fn three_and_a_half() -> f64 {
    3.5
}

fn five_points() -> usize {
    5
}

/// A curve that draws a long tail in.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "curve", rename_all = "snake_case", deny_unknown_fields)]
pub enum Curve {
    /// ln x, for values above 0.
    Ln {},
    /// ln(x + shift).
    LnPlus { shift: f64 },
    /// ln(x - min + share (max - min)).
    LnShifted {
        #[serde(default = "hundredth")]
        share: f64,
    },
    /// ln(x - min + 1).
    LnFromOne {},
    /// ln((max - 1)(x - min)/(max - min) + 1), of the Global Innovation Index.
    LnGii {},
    /// The sign of x times ln(1 + |x|), for values of both signs.
    LnSigned {},
    /// (x^lambda - 1)/lambda; the most likely lambda where none is given.
    BoxCox {
        lambda: Option<f64>,
        /// Moves the column to a minimum of 1 first.
        #[serde(default)]
        from_one: bool,
    },
}

fn hundredth() -> f64 {
    0.01
}

impl Denomination {
    pub fn check(&self) -> Result<(), Misuse> {
        let sound = self.scale.is_finite() && self.scale > 0.0;
        Misuse::unless(sound, "a scale must be a number above 0", "write scale = 1000, for example")
    }
}

impl Imputation {
    pub fn check(&self) -> Result<(), Misuse> {
        match self {
            Imputation::Regression { on } => {
                Misuse::unless(!on.is_empty(), "a regression on nothing", "name indicators: on = [\"gdp\"]")
            }
            Imputation::Constant { value } => {
                Misuse::unless(value.is_finite(), "the constant is not a finite number", "write value = 0.5")
            }
            _ => Ok(()),
        }
    }

    /// Whether it looks at the same unit in other years.
    pub fn needs_years(&self) -> bool {
        matches!(self, Imputation::CarryForward { .. } | Imputation::Linear { .. } | Imputation::Hold {})
    }
}

impl Screening {
    pub fn check(&self) -> Result<(), Misuse> {
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let sound = share(self.availability) && share(self.nonzero);
        Misuse::unless(sound, "a screening share lies outside 0 to 1", "write availability = 0.9")
    }
}

impl Treatment {
    pub fn check(&self) -> Result<(), Misuse> {
        match self {
            Treatment::None {} => Ok(()),
            Treatment::Winsorise { skewness, kurtosis, then, combine, .. } => {
                let sound = skewness.is_finite() && kurtosis.is_finite() && *skewness > 0.0 && *kurtosis > 0.0;
                Misuse::unless(sound, "a limit of winsorisation is not above 0", "write skewness = 2, kurtosis = 3.5")?;
                let heard = !combine || then.is_some();
                Misuse::unless(
                    heard,
                    "`combine` without a curve means nothing",
                    "add then = { curve = \"ln_shifted\" }",
                )?;
                then.map_or(Ok(()), |c| c.check())
            }
            Treatment::WinsorisePoints { high, low } => {
                Misuse::unless(high + low > 0, "no point is pulled in", "write high = 1, low = 0, for example")
            }
            Treatment::Transform { by } => by.check(),
        }
    }
}

impl Curve {
    fn check(self) -> Result<(), Misuse> {
        let (sound, example) = match self {
            Curve::Ln {} | Curve::LnFromOne {} | Curve::LnGii {} | Curve::LnSigned {} => (true, ""),
            Curve::LnPlus { shift } => (shift.is_finite(), "shift = 1"),
            Curve::LnShifted { share } => (share.is_finite() && share > 0.0, "share = 0.01"),
            Curve::BoxCox { lambda, .. } => (lambda.is_none_or(|l| l.is_finite() && l.abs() <= 10.0), "lambda = 0.5"),
        };
        Misuse::unless(sound, "the curve's parameter is out of range", format!("write {example}"))
    }
}
