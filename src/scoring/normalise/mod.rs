//! Handbook step 5: a value becomes a score on a scale that was fitted once and serves every unit.

mod bands;
mod between;
mod linear;
mod method;
mod rank;
mod ratio;

pub use crate::model::framework::Transform;
pub use crate::model::method::{Anchor, Constant, RankShare, Ties};
pub use between::normalise;
pub use method::Bands;
pub use method::Direction;
pub use method::Method;
pub use method::Range;

use crate::scoring::known::known_at_least;
use crate::scoring::normalise::bands::BandScale;
use crate::scoring::normalise::linear::Linear;
use crate::scoring::normalise::linear::Standard;
use crate::scoring::normalise::rank::RankScale;
use crate::scoring::normalise::ratio::RatioScale;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::statistics::moments::constant as the_constant;
use crate::statistics::moments::same;

/// On which side of the scale a value lies, and how far beyond, as a share of the transformed scale (0.12 = 12 %).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clip {
    Below(f64),
    Above(f64),
}

/// A fitted scale. It holds all it took from its reference, so that a unit outside of it gets a score on the same
/// scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Linear(Linear),
    Standard(Standard),
    Rank(RankScale),
    Ratio(RatioScale),
    Bands(BandScale),
    /// A constant reference under the mid-scale rule: a score for that value, and none for any other.
    Constant {
        value: f64,
        score: f64,
    },
}

/// Fits a method on the known values of a reference column.
///
/// Handbook 2008, step 5 and Table 3; COINr 1.1 `n_minmax`, `n_zscore`, `n_prank`, `n_rank`, `n_borda`, `n_dist2max`,
/// `n_dist2targ`, `n_dist2ref`, `n_fracmax`, `n_goalposts`. Worked example: min-max of 2, 4, 12 to 0..=100 gives 0, 20,
/// 100.
///
/// Direction: COINr multiplies the column by -1 first, and so do the linear and rank methods here, in effect, with
/// goalposts, target and cuts stated in the indicator's own unit. That breaks ratios (-x over the maximum of -x is
/// min-anchored and rises with x), so here a ratio is turned upside down and a difference changes its sign. COINr's
/// rank functions take `ties.method` and ignore it; here it counts. A constant column gives NaN in COINr (the lowest
/// rank, or a ratio of 1); here it is refused, or told to stand in mid-scale: the middle of the range, the mean of
/// z-scores, the average rank, 1 for a ratio, 0 for a difference, the band of the 50th percentile. A distance to a
/// target has no middle. `Goalposts` and `Thresholds` need no reference and may be fitted on an empty one.
pub fn fit(
    method: &Method,
    direction: Direction,
    constant: Constant,
    reference: &[Option<f64>],
) -> Result<Scale, Refusal> {
    let form = match method {
        Method::Goalposts { lower, upper, transform, to, truncate } => {
            Form::Linear(Linear::between_goalposts((*lower, *upper), *transform, *to, *truncate, direction)?)
        }
        Method::Thresholds(cuts) => Form::Bands(BandScale::on_values(cuts, direction)?),
        _ => fitted(method, direction, constant, reference)?,
    };
    Ok(Scale(form))
}

/// The methods that take their scale from the reference.
fn fitted(
    method: &Method,
    direction: Direction,
    constant: Constant,
    reference: &[Option<f64>],
) -> Result<Form, Refusal> {
    let known = known_at_least(reference, 1)?;
    let scale = match method {
        Method::ZScore { mean, sd } => Form::Standard(Standard::fit(&known, *mean, *sd, direction)?),
        Method::Rank { ties } => Form::Rank(RankScale::ranks(&known, *ties, direction)),
        Method::Borda { ties } => Form::Rank(RankScale::borda(&known, *ties, direction)),
        Method::PercentileRank { ties, share, to } => {
            Form::Rank(RankScale::percentiles(&known, *ties, *share, *to, direction)?)
        }
        Method::DistanceToTarget { target, capped } => {
            Form::Linear(Linear::to_target("the target", *target, &known, *capped, direction)?)
        }
        Method::DistanceToReference { unit, capped } => {
            let target = value_of(reference, *unit)?;
            Form::Linear(Linear::to_target("the value of the reference unit", target, &known, *capped, direction)?)
        }
        Method::RatioToReference { unit } => Form::Ratio(RatioScale::to_value(
            "the value of the reference unit",
            value_of(reference, *unit)?,
            &known,
            direction,
        )?),
        Method::Ratio { to } => Form::Ratio(RatioScale::ratio(*to, &known, direction)?),
        Method::Difference { to } => Form::Ratio(RatioScale::difference(*to, &known, direction)?),
        Method::AboveBelowMean { band } => Form::Ratio(RatioScale::above_below(*band, &known, direction)?),
        Method::PercentileBands(cuts) => Form::Bands(BandScale::on_percentiles(cuts, &known, direction)?),
        Method::MinMax { to } => Form::Linear(Linear::between_extremes(&known, *to, direction)?),
        _ => Form::Linear(Linear::between_extremes(&known, Range::ONE, direction)?),
    };
    let Some(value) = the_constant(&known) else { return Ok(scale) };
    match (constant, scale) {
        (Constant::Refuse, _) => Err(Refusal::Constant { value }),
        (Constant::MidScale, Form::Linear(linear)) => match linear.middle() {
            Some(score) => Ok(Form::Constant { value, score }),
            None => Err(Refusal::Constant { value }),
        },
        (Constant::MidScale, Form::Standard(standard)) => Ok(Form::Constant { value, score: standard.mean() }),
        (Constant::MidScale, Form::Rank(ranks)) => Ok(Form::Constant { value, score: ranks.middle() }),
        (Constant::MidScale, Form::Bands(bands)) => Ok(Form::Constant { value, score: bands.middle() }),
        (Constant::MidScale, natural) => Ok(natural),
    }
}

/// The value of the reference unit.
fn value_of(reference: &[Option<f64>], unit: usize) -> Result<f64, Refusal> {
    reference.get(unit).copied().flatten().ok_or(Refusal::ReferenceUnit { unit })
}

impl Scale {
    /// The score of a value, and by how much it was clipped.
    ///
    /// A unit outside of the reference is scored by the same formula: beyond 0 or 1 where the method is not truncated.
    /// Among ranks it takes the mean of the two ranks between which it falls (no distance is used), and the end rank,
    /// reported as clipped, beyond the ends. Refused: a value that is not finite, or for which the method is not
    /// defined.
    pub fn apply(&self, x: f64) -> Result<(f64, Option<Clip>), Refusal> {
        if !x.is_finite() {
            return Err(Refusal::NotANumber);
        }
        let (score, clip) = match &self.0 {
            Form::Linear(linear) => linear.apply(x)?,
            Form::Standard(standard) => (standard.apply(x), None),
            Form::Rank(ranks) => ranks.apply(x),
            Form::Ratio(ratio) => (ratio.apply(x)?, None),
            Form::Bands(bands) => (bands.apply(x), None),
            Form::Constant { value, score } if same(x, *value) => (*score, None),
            Form::Constant { value, .. } => return Err(Refusal::Constant { value: *value }),
        };
        Ok((number(score, "the normalisation")?, clip))
    }

    /// The scores of a column; what is missing stays missing.
    pub fn apply_to(&self, column: &[Option<f64>]) -> Result<Vec<Option<f64>>, Refusal> {
        column.iter().map(|value| value.map(|x| self.apply(x).map(|(score, _)| score)).transpose()).collect()
    }
}

#[cfg(test)]
mod tests;
