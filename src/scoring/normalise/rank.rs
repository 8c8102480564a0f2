//! Scales by rank: ranks, Borda scores, percentile ranks.

use crate::scoring::normalise::Clip;
use crate::scoring::normalise::Direction;
use crate::scoring::normalise::Range;
use crate::scoring::normalise::RankShare;
use crate::scoring::normalise::Ties;
use crate::scoring::normalise::linear::check;
use crate::scoring::refusal::Refusal;
use crate::statistics::ranking::{self, places};

impl From<Ties> for ranking::Ties {
    fn from(ties: Ties) -> ranking::Ties {
        match ties {
            Ties::Average => ranking::Ties::Average,
            Ties::Minimum => ranking::Ties::Minimum,
            Ties::Maximum => ranking::Ties::Maximum,
            Ties::Dense => ranking::Ties::Dense,
        }
    }
}

/// The distinct values of the reference from worst to best, each with its rank, and a line from ranks to scores.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RankScale {
    /// Merit (the value, or its negative where lower is better) and rank, both ascending.
    steps: Vec<(f64, f64)>,
    units: f64,
    reversed: bool,
    /// score = base + slope (rank - first).
    first: f64,
    base: f64,
    slope: f64,
}

impl RankScale {
    /// Rank 1 is the worst value: more is better, as with every score.
    pub(super) fn ranks(known: &[f64], ties: Ties, direction: Direction) -> Self {
        let reversed = direction == Direction::LowerIsBetter;
        // Adding 0 makes one zero of the two.
        let merits: Vec<f64> = known.iter().map(|&x| merit(x, reversed)).collect();
        let ranks = places(&merits).into_iter().map(|place| place.rank(ties.into()));
        let mut steps: Vec<(f64, f64)> = merits.iter().copied().zip(ranks).collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        steps.dedup_by(|a, b| a.0 == b.0);
        RankScale { steps, units: known.len() as f64, reversed, first: 0.0, base: 0.0, slope: 1.0 }
    }

    pub(super) fn borda(known: &[f64], ties: Ties, direction: Direction) -> Self {
        RankScale { first: 1.0, ..RankScale::ranks(known, ties, direction) }
    }

    pub(super) fn percentiles(
        known: &[f64],
        ties: Ties,
        share: RankShare,
        to: Range,
        direction: Direction,
    ) -> Result<Self, Refusal> {
        check(to)?;
        if known.len() < 2 {
            return Err(Refusal::TooFew { known: known.len(), needed: 2 });
        }
        let ranks = RankScale::ranks(known, ties, direction);
        let (first, all) = match share {
            RankShare::FromZero => (1.0, ranks.units - 1.0),
            RankShare::OfUnits => (0.0, ranks.units),
        };
        Ok(RankScale { first, base: to.from, slope: (to.to - to.from) / all, ..ranks })
    }

    /// The score of the average rank.
    pub(super) fn middle(&self) -> f64 {
        self.score((self.units + 1.0) / 2.0)
    }

    fn score(&self, rank: f64) -> f64 {
        self.base + self.slope * (rank - self.first)
    }

    pub(super) fn apply(&self, x: f64) -> (f64, Option<Clip>) {
        let merit = merit(x, self.reversed);
        let at = self.steps.partition_point(|step| step.0 < merit);
        let below = at.checked_sub(1).and_then(|k| self.steps.get(k));
        let range = self.steps.last().zip(self.steps.first()).map_or(0.0, |(last, first)| last.0 - first.0);
        // Clips are reported in the value's own sense, as by goalposts: below is a small value, not a small merit.
        let clip = |beyond: f64, better: bool| {
            let share = beyond / range;
            Some(if better == self.reversed { Clip::Below(share) } else { Clip::Above(share) })
        };
        match (below, self.steps.get(at)) {
            (_, Some(step)) if step.0 == merit => (self.score(step.1), None),
            (Some(worse), Some(better)) => (self.score(f64::midpoint(worse.1, better.1)), None),
            (Some(best), None) => (self.score(best.1), clip(merit - best.0, true)),
            (None, Some(worst)) => (self.score(worst.1), clip(worst.0 - merit, false)),
            // No reference is without a value.
            (None, None) => (self.score(0.0), None),
        }
    }
}

fn merit(x: f64, reversed: bool) -> f64 {
    (if reversed { -x } else { x }) + 0.0
}
