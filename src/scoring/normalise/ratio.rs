//! Scales that compare with a mean, a best or a worst value: ratios, differences, above or below.

use crate::scoring::normalise::Anchor;
use crate::scoring::normalise::Direction;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::parameter;
use crate::statistics::moments::extent;
use crate::statistics::moments::mean;

/// A comparison with an anchor above 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RatioScale {
    anchor: f64,
    reversed: bool,
    form: Comparison,
}

#[derive(Clone, Debug, PartialEq)]
enum Comparison {
    /// x / anchor, or anchor / x where lower is better.
    Ratio,
    /// x / anchor - 1, or its negative.
    Difference,
    /// 1 above 1 + band, -1 below 1 - band, 0 between, or its negative.
    AboveBelow { band: f64 },
}

impl RatioScale {
    /// A ratio needs a true zero: no negative value, and none of 0 where it would be the divisor.
    pub(super) fn ratio(to: Anchor, known: &[f64], direction: Direction) -> Result<Self, Refusal> {
        RatioScale::new(to, known, direction, Comparison::Ratio)?.suits(known)
    }

    /// The same with a value that is neither the mean nor an end.
    pub(super) fn to_value(
        what: &'static str,
        value: f64,
        known: &[f64],
        direction: Direction,
    ) -> Result<Self, Refusal> {
        RatioScale::against(what, value, direction, Comparison::Ratio)?.suits(known)
    }

    fn suits(self, known: &[f64]) -> Result<Self, Refusal> {
        for &x in known {
            self.apply(x)?;
        }
        Ok(self)
    }

    pub(super) fn difference(to: Anchor, known: &[f64], direction: Direction) -> Result<Self, Refusal> {
        RatioScale::new(to, known, direction, Comparison::Difference)
    }

    pub(super) fn above_below(band: f64, known: &[f64], direction: Direction) -> Result<Self, Refusal> {
        parameter("the band", band, "at least 0 and below 1", (0.0..1.0).contains(&band))?;
        RatioScale::new(Anchor::Mean, known, direction, Comparison::AboveBelow { band })
    }

    fn new(to: Anchor, known: &[f64], direction: Direction, form: Comparison) -> Result<Self, Refusal> {
        let reversed = direction == Direction::LowerIsBetter;
        let (low, high) = extent(known).ok_or(Refusal::TooFew { known: known.len(), needed: 1 })?;
        let (what, value) = match to {
            Anchor::Mean => ("the mean", mean(known)?),
            Anchor::Best => ("the best value", if reversed { low } else { high }),
            Anchor::Worst => ("the worst value", if reversed { high } else { low }),
        };
        RatioScale::against(what, value, direction, form)
    }

    fn against(what: &'static str, value: f64, direction: Direction, form: Comparison) -> Result<Self, Refusal> {
        if value > 0.0 {
            Ok(RatioScale { anchor: value, reversed: direction == Direction::LowerIsBetter, form })
        } else {
            Err(Refusal::NoRatio { what, value })
        }
    }

    pub(super) fn apply(&self, x: f64) -> Result<f64, Refusal> {
        let ratio = x / self.anchor;
        let sign = if self.reversed { -1.0 } else { 1.0 };
        match self.form {
            Comparison::Ratio if x < 0.0 || (self.reversed && x == 0.0) => {
                Err(Refusal::NoRatio { what: "a value", value: x })
            }
            Comparison::Ratio if self.reversed => Ok(self.anchor / x),
            Comparison::Ratio => Ok(ratio),
            Comparison::Difference => Ok(sign * (ratio - 1.0) + 0.0),
            Comparison::AboveBelow { band } if ratio > 1.0 + band => Ok(sign),
            Comparison::AboveBelow { band } if ratio < 1.0 - band => Ok(-sign),
            Comparison::AboveBelow { .. } => Ok(0.0),
        }
    }
}
