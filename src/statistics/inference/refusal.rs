//! Why a test or an interval cannot be given, and how to mend it.

use thiserror::Error;

/// A figure that cannot be computed. Places count from 0 and are reported from 1.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("both counts are 0: nothing was seen that could differ")]
    NoEvents,
    #[error("the exposure {value} is not a finite number above 0")]
    Exposure { value: f64 },
    #[error("{found} events are more than the {most} an exact test is given for")]
    TooManyEvents { found: u64, most: u64 },
    #[error("side {} of the table has no document", .side.saturating_add(1))]
    EmptySide { side: usize },
    #[error("all documents of both sides answer alike, so that no other table has these totals")]
    OneTable,
    #[error("{part} of {whole} is more than all")]
    MoreThanAll { part: u64, whole: u64 },
    #[error("a share of nothing has no interval")]
    NothingCounted,
    #[error("the level {level} is not between 0 and 1")]
    Level { level: f64 },
    #[error("the significance level {alpha} is not between 0 and 0.5")]
    Alpha { alpha: f64 },
    #[error("the margin {margin} is not a finite number above 0")]
    Margin { margin: f64 },
    #[error("{found} points are too few; it takes at least {least}")]
    TooFewPoints { found: usize, least: usize },
    #[error("{found} points are more than the {most} it is given for")]
    TooManyPoints { found: usize, most: usize },
    #[error("point {} is not a pair of finite numbers", .place.saturating_add(1))]
    PointNotFinite { place: usize },
    #[error("all points have the same x")]
    NoSpread,
    #[error("the date {date} is not a finite number")]
    DateNotFinite { date: f64 },
    #[error("{before} points before the date and {after} from it on are too few; it takes at least {least} of each")]
    TooFewOnASide { before: usize, after: usize, least: usize },
    #[error("there is no effect at the true date")]
    NoEffect,
    #[error("the effect at the true date is not a finite number")]
    EffectNotFinite,
    #[error("the effect at placebo {} is not a finite number", .place.saturating_add(1))]
    PlaceboNotFinite { place: usize },
    #[error("placebo {} is the true date", .place.saturating_add(1))]
    TrueDateAsPlacebo { place: usize },
    #[error("placebo {} was given before", .place.saturating_add(1))]
    RepeatedPlacebo { place: usize },
    #[error("the {figure} is too large or too small for the computer's numbers")]
    OutOfRange { figure: &'static str },
}

impl Refusal {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Refusal::NoEvents => "widen the texts or the terms counted, or leave the comparison out",
            Refusal::Exposure { .. } => "give the number of words, or years, the count was taken over",
            Refusal::TooManyEvents { .. } => "count fewer texts at a time: with so many events any difference shows",
            Refusal::EmptySide { .. } => "add documents of that side, or leave the comparison out",
            Refusal::OneTable => "say that all documents answer alike: there is nothing to test",
            Refusal::MoreThanAll { .. } => "check which of the two numbers is the total",
            Refusal::NothingCounted => "leave the share blank until something was counted",
            Refusal::Level { .. } => "give the confidence level as a share, such as 0.95",
            Refusal::Alpha { .. } => "give the significance level as a share, such as 0.05",
            Refusal::Margin { .. } => {
                "declare the largest change that still counts as none, in the units of the estimate"
            }
            Refusal::TooFewPoints { .. } => "add years, or tell the values without a test",
            Refusal::TooManyPoints { .. } => "take one value per year, or a sample of the points",
            Refusal::PointNotFinite { .. } => "leave out the points without a value",
            Refusal::NoSpread => "add a point of another date",
            Refusal::DateNotFinite { .. } => "give the date as a number on the scale of the points, such as a year",
            Refusal::TooFewOnASide { .. } => "choose a date with more points on both sides, or add points",
            Refusal::NoEffect => "choose a date at which the effect can be computed",
            Refusal::EffectNotFinite | Refusal::PlaceboNotFinite { .. } => "give no effect where it cannot be computed",
            Refusal::TrueDateAsPlacebo { .. } => "take the true date out of the placebos",
            Refusal::RepeatedPlacebo { .. } => "give each placebo once",
            Refusal::OutOfRange { .. } => "express the values in larger or smaller units of measurement",
        }
    }
}

/// The number, or a refusal where it is not one that can be printed.
pub(crate) fn finite(value: f64, figure: &'static str) -> Result<f64, Refusal> {
    if value.is_finite() { Ok(value) } else { Err(Refusal::OutOfRange { figure }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_wrong_and_how_to_mend_it() {
        let refusal = Refusal::PointNotFinite { place: 2 };
        assert_eq!(refusal.to_string(), "point 3 is not a pair of finite numbers");
        assert_eq!(refusal.hint(), "leave out the points without a value");
        assert_eq!(Refusal::EmptySide { side: 0 }.to_string(), "side 1 of the table has no document");
        assert_eq!(finite(f64::NAN, "slope"), Err(Refusal::OutOfRange { figure: "slope" }));
        assert_eq!(finite(1.5, "slope"), Ok(1.5));
    }
}
