//! Scales that are straight lines in the (transformed) value: goalposts, min-max, distances, z-scores.

use crate::model::framework::{Goalposts, Transform};
use crate::scoring::normalise::Clip;
use crate::scoring::normalise::Direction;
use crate::scoring::normalise::Range;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::scoring::refusal::parameter;
use crate::statistics::moments::extent;
use crate::statistics::moments::mean;
use crate::statistics::moments::standard_deviation;

/// `from + (to - from) (f(x) - f(low)) / (f(high) - f(low))`, the fraction turned to 1 - fraction where lower is
/// better.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Linear {
    low: f64,
    high: f64,
    transform: Transform,
    to: Range,
    reversed: bool,
    /// Whether a value below `low`, and above `high`, stays at the end.
    stops: (bool, bool),
    has_middle: bool,
}

impl Linear {
    pub(super) fn between_goalposts(
        (lower, upper): (f64, f64),
        transform: Transform,
        to: Range,
        truncate: bool,
        direction: Direction,
    ) -> Result<Self, Refusal> {
        let (allowed, least) = match transform {
            Transform::Identity => ("a number", f64::NEG_INFINITY),
            Transform::Ln => ("above 0", 0.0),
            Transform::Ln1p => ("above -1", -1.0),
        };
        parameter("the lower goalpost", lower, allowed, lower > least)?;
        parameter("the upper goalpost", upper, "above the lower one", upper > lower)?;
        check(to)?;
        let reversed = direction == Direction::LowerIsBetter;
        let (low, high) = (transform.of(lower), transform.of(upper));
        // Two goalposts so close that the transform cannot tell them apart are no scale.
        parameter("the upper goalpost", upper, "further above the lower one", high > low && (high - low).is_finite())?;
        Ok(Linear { low, high, transform, to, reversed, stops: (truncate, truncate), has_middle: true })
    }

    /// The same for goalposts that were checked where they were made, with cut ends.
    pub(super) fn of(posts: &Goalposts, to: Range, direction: Direction) -> Self {
        let (transform, reversed) = (posts.transform(), direction == Direction::LowerIsBetter);
        let (low, high) = (transform.of(posts.lower()), transform.of(posts.upper()));
        Linear { low, high, transform, to, reversed, stops: (true, true), has_middle: true }
    }

    pub(super) fn between_extremes(known: &[f64], to: Range, direction: Direction) -> Result<Self, Refusal> {
        check(to)?;
        let (low, high) = extent(known).ok_or(Refusal::TooFew { known: known.len(), needed: 1 })?;
        Linear::untransformed((low, high), to, direction, (false, false), true)
    }

    /// From the worst known value to a target that must be better; only what passes the target may be capped.
    pub(super) fn to_target(
        what: &'static str,
        target: f64,
        known: &[f64],
        capped: bool,
        direction: Direction,
    ) -> Result<Self, Refusal> {
        parameter(what, target, "a number", true)?;
        let (low, high) = extent(known).ok_or(Refusal::TooFew { known: known.len(), needed: 1 })?;
        let (ends, stops, worst) = match direction {
            Direction::HigherIsBetter => ((low, target), (false, capped), low),
            Direction::LowerIsBetter => ((target, high), (capped, false), high),
        };
        // A constant column is named as such before its target is doubted.
        if ends.0 >= ends.1 && low < high {
            return Err(Refusal::NotBeyondWorst { what, anchor: target, worst });
        }
        Linear::untransformed(ends, Range::ONE, direction, stops, false)
    }

    fn untransformed(
        (low, high): (f64, f64),
        to: Range,
        direction: Direction,
        stops: (bool, bool),
        has_middle: bool,
    ) -> Result<Self, Refusal> {
        number(high - low, "the range")?;
        let reversed = direction == Direction::LowerIsBetter;
        Ok(Linear { low, high, transform: Transform::Identity, to, reversed, stops, has_middle })
    }

    pub(super) fn middle(&self) -> Option<f64> {
        self.has_middle.then_some(self.to.from + (self.to.to - self.to.from) * 0.5)
    }

    pub(super) fn apply(&self, x: f64) -> Result<(f64, Option<Clip>), Refusal> {
        let value = self.transform.of(x);
        if !value.is_finite() && !self.stops.0 {
            return Err(Refusal::Undefined { what: "the logarithm", value: x });
        }
        Ok(self.place(x))
    }

    /// Where a value lies on the scale; below it where the transform has no value for it.
    pub(super) fn place(&self, x: f64) -> (f64, Option<Clip>) {
        let value = self.transform.of(x);
        let (position, clip) = match (value - self.low) / (self.high - self.low) {
            p if p < 0.0 && self.stops.0 => (0.0, Some(Clip::Below(-p))),
            p if p > 1.0 && self.stops.1 => (1.0, Some(Clip::Above(p - 1.0))),
            p => (p, None),
        };
        let position = if self.reversed { 1.0 - position } else { position };
        (self.to.from + (self.to.to - self.to.from) * position, clip)
    }
}

/// `mean + sd (x - centre) / spread`, with the sign of the direction.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standard {
    centre: f64,
    spread: f64,
    mean: f64,
    sd: f64,
    reversed: bool,
}

impl Standard {
    pub(super) fn fit(known: &[f64], to_mean: f64, to_sd: f64, direction: Direction) -> Result<Self, Refusal> {
        parameter("the mean", to_mean, "a number", true)?;
        parameter("the standard deviation", to_sd, "above 0", to_sd > 0.0)?;
        if known.len() < 2 {
            return Err(Refusal::TooFew { known: known.len(), needed: 2 });
        }
        let centre = mean(known)?;
        let spread = standard_deviation(known)?;
        Ok(Standard { centre, spread, mean: to_mean, sd: to_sd, reversed: direction == Direction::LowerIsBetter })
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn apply(&self, x: f64) -> f64 {
        let z = (x - self.centre) / self.spread;
        self.mean + self.sd * if self.reversed { -z } else { z }
    }
}

pub(super) fn check(to: Range) -> Result<(), Refusal> {
    parameter("the lower end of the scale", to.from, "a number", true)?;
    parameter("the upper end of the scale", to.to, "above the lower end", to.to > to.from)?;
    Ok(())
}
