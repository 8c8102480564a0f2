//! An indicator's normalisation as the kernel takes it: goalposts, target and reference unit put in.

use crate::model::framework::{Indicator, Transform};
use crate::model::method::{BandsOn, Normalisation};
use crate::scoring::known::known;
use crate::scoring::normalise::{Bands, Direction, Method, Range};
use crate::scoring::rating::Refused;
use crate::scoring::refusal::Refusal;
use crate::statistics::moments;

pub(super) fn direction(indicator: &Indicator) -> Direction {
    if indicator.lower_is_better { Direction::LowerIsBetter } else { Direction::HigherIsBetter }
}

/// The method with its numbers; `place` finds a unit among those of the scope, whose values are `values`.
pub(super) fn method(
    indicator: &Indicator,
    values: &[Option<f64>],
    place: impl Fn(&str) -> Option<usize>,
) -> Result<Method, Refused> {
    use Normalisation::*;
    let range = |low: &f64, high: &f64| Range { from: *low, to: *high };
    Ok(match &indicator.normalise {
        Goalposts { low, high, truncate } => {
            let posts = indicator.goalposts.as_ref().ok_or(Refused::Unsaid { what: "goalposts" })?;
            Method::Goalposts {
                lower: posts.lower(),
                upper: posts.upper(),
                transform: posts.transform(),
                to: range(low, high),
                truncate: *truncate,
            }
        }
        MinMax { low, high, .. } => Method::MinMax { to: range(low, high) },
        ZScore { mean, sd } => Method::ZScore { mean: *mean, sd: *sd },
        AroundReference { reference, low, high } => {
            let known = known(values)?;
            let (least, largest) = moments::extent(&known).ok_or(Refusal::TooFew { known: 0, needed: 1 })?;
            // What does not vary has no range to stand by: the rule for constants decides, as it does for min-max.
            if moments::constant(&known).is_some() {
                return Ok(Method::MinMax { to: range(low, high) });
            }
            let centre = reference.map_or_else(|| moments::mean(&known), Ok).map_err(Refusal::from)?;
            let half = (largest - least) / 2.0;
            let (lower, upper) = (centre - half, centre + half);
            Method::Goalposts { lower, upper, transform: Transform::Identity, to: range(low, high), truncate: false }
        }
        PercentileRank { ties, share, low, high } => {
            Method::PercentileRank { ties: *ties, share: *share, to: range(low, high) }
        }
        Rank { ties } => Method::Rank { ties: *ties },
        Borda { ties } => Method::Borda { ties: *ties },
        DistanceToMaximum {} => Method::DistanceToMaximum,
        DistanceToTarget { cap } => {
            let target = indicator.target.ok_or(Refused::Unsaid { what: "a target" })?;
            Method::DistanceToTarget { target, capped: *cap }
        }
        DistanceToReference { unit, cap } => {
            let unit = place(unit).ok_or_else(|| Refused::NoSuchUnit { unit: unit.clone() })?;
            Method::DistanceToReference { unit, capped: *cap }
        }
        RatioToReference { unit } => {
            let unit = place(unit).ok_or_else(|| Refused::NoSuchUnit { unit: unit.clone() })?;
            Method::RatioToReference { unit }
        }
        FractionOfMaximum {} => Method::Ratio { to: crate::model::method::Anchor::Best },
        Ratio { to } => Method::Ratio { to: *to },
        Difference { to } => Method::Difference { to: *to },
        AboveBelowMean { band } => Method::AboveBelowMean { band: *band },
        Categorical { on, cuts, scores } => {
            let bands = Bands { cuts: cuts.clone(), scores: scores.clone() };
            match on {
                BandsOn::Percentile => Method::PercentileBands(bands),
                BandsOn::Value => Method::Thresholds(bands),
            }
        }
    })
}
