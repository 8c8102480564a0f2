//! Categorical scales: a score for each band, by percentile or by declared thresholds.

use crate::scoring::normalise::Bands;
use crate::scoring::normalise::Direction;
use crate::scoring::normalise::Range;
use crate::scoring::normalise::RankShare;
use crate::scoring::normalise::Ties;
use crate::scoring::normalise::rank::RankScale;
use crate::scoring::refusal::Refusal;

/// A value takes the score of the last cut that it reaches: at or above a cut, or at or below where lower is better.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BandScale {
    bands: Bands,
    reversed: bool,
    /// Where the cuts are on percentiles of a reference; its ranks already follow the direction.
    percentiles: Option<RankScale>,
}

impl BandScale {
    pub(super) fn on_values(bands: &Bands, direction: Direction) -> Result<Self, Refusal> {
        let bands = checked(bands)?;
        Ok(BandScale { bands, reversed: direction == Direction::LowerIsBetter, percentiles: None })
    }

    /// The percentile is 100 r / n with ties at the minimum rank: that, and not a quantile of the values, gives the
    /// Handbook's Table 15 (Finland, at 65.2, gets 60; below the 0.65 quantile it would get 50).
    pub(super) fn on_percentiles(bands: &Bands, known: &[f64], direction: Direction) -> Result<Self, Refusal> {
        let bands = checked(bands)?;
        let ranks = RankScale::percentiles(known, Ties::Minimum, RankShare::OfUnits, Range::HUNDRED, direction)?;
        Ok(BandScale { bands, reversed: false, percentiles: Some(ranks) })
    }

    /// The score of the 50th percentile.
    pub(super) fn middle(&self) -> f64 {
        self.band(50.0)
    }

    pub(super) fn apply(&self, x: f64) -> f64 {
        match &self.percentiles {
            Some(ranks) => self.band(ranks.apply(x).0),
            None => self.band(x),
        }
    }

    fn band(&self, x: f64) -> f64 {
        let reached = self.bands.cuts.iter().filter(|&&cut| if self.reversed { x <= cut } else { x >= cut }).count();
        // One more score than cuts, as checked.
        self.bands.scores.get(reached).copied().unwrap_or(f64::NAN)
    }
}

fn checked(bands: &Bands) -> Result<Bands, Refusal> {
    let numbers = bands.cuts.iter().chain(&bands.scores).all(|x| x.is_finite());
    let rising = bands.cuts.is_sorted_by(|a, b| a < b) && bands.scores.is_sorted();
    let fitting = bands.scores.len() == bands.cuts.len() + 1;
    if numbers && rising && fitting { Ok(bands.clone()) } else { Err(Refusal::Bands) }
}
