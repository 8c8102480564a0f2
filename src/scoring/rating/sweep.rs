//! The two commonest means over many units at a time, column by column.
//!
//! The operations on each unit's numbers, their order, and so the bits, are those of `combine::arithmetic` and `combine::geometric`.

use std::ops::Range;

use super::combine::Workings;
use super::leaves::{Leaves, part};
use super::scheme::{Branch, Place, Scheme};
use crate::model::framework::Aggregation;
use crate::scoring::aggregate::stands;

/// Units that are summed up together, so that their sums stay at hand.
const ABREAST: usize = 64;

type Abreast<T> = [T; ABREAST];

/// What one branch's units are summed up from.
struct Sweep<'a> {
    branch: &'a Branch,
    places: &'a [Place],
    weights: &'a [f64],
    total: f64,
    geometric: bool,
    leaves: &'a Leaves,
    /// Of the branches below.
    scores: &'a [f64],
    coverage: &'a [f64],
    applies: &'a [bool],
}

/// One child's numbers for some units.
struct Child<'a> {
    weight: f64,
    scores: &'a [f64],
    /// The scores, or their logarithms.
    terms: &'a [f64],
    /// Nothing for a leaf, which is covered where it is known.
    coverage: Option<&'a [f64]>,
    applies: &'a [bool],
}

impl Scheme {
    /// Scores what can be scored many units at a time; the others, and those that the rule refuses, are left without a score.
    /// `true` where there are none.
    pub(super) fn sweep(
        &self,
        at: usize,
        branch: &Branch,
        method: Aggregation,
        leaves: &Leaves,
        w: &mut Workings,
    ) -> bool {
        let geometric = match method {
            Aggregation::Arithmetic {} => false,
            Aggregation::Geometric {} => true,
            _ => return false,
        };
        let weights = &w.weights[branch.family()];
        let total: f64 = weights.iter().sum();
        if branch.nonzero > 0.0 || !total.is_finite() || !weights.iter().all(|w| *w > 0.0) {
            return false;
        }
        let n = w.units;
        let (scores, out) = w.scores.split_at_mut(at * n);
        let (coverage, covered) = w.coverage.split_at_mut(at * n);
        let places = &self.places[branch.family()];
        let sweep = Sweep { branch, places, weights, total, geometric, leaves, scores, coverage, applies: &w.applies };
        let blocks = out[..n].chunks_mut(ABREAST).zip(covered[..n].chunks_mut(ABREAST)).enumerate();
        let mut sound = true;
        for (block, (out, covered)) in blocks {
            let rows = block * ABREAST..block * ABREAST + out.len();
            sound &= sweep.whole(&rows, out) || sweep.with_holes(&rows, out, covered);
        }
        sound
    }
}

impl Sweep<'_> {
    /// Calls `take` with each child's numbers for these units; `false` where a child has none.
    fn children(&self, rows: &Range<usize>, mut take: impl FnMut(Child<'_>)) -> bool {
        let n = self.leaves.units();
        for (place, weight) in self.places.iter().zip(self.weights) {
            let (scores, logs, coverage, applies) = match place {
                Place::Leaf(column) => {
                    (self.leaves.scores(*column), self.leaves.logs(*column), None, self.leaves.applies(*column))
                }
                Place::Inner(branch) => {
                    let coverage = part(self.coverage, *branch, n).get(rows.clone());
                    (part(self.scores, *branch, n), None, coverage, part(self.applies, *branch, n))
                }
            };
            let (Some(scores), Some(applies)) = (scores.get(rows.clone()), applies.get(rows.clone())) else {
                return false;
            };
            let mut own = [0.0; ABREAST];
            let terms = match logs.and_then(|l| l.get(rows.clone())) {
                _ if !self.geometric => scores,
                Some(logs) => logs,
                None => {
                    own.iter_mut().zip(scores).for_each(|(log, z)| *log = z.ln());
                    &own[..scores.len()]
                }
            };
            take(Child { weight: *weight, scores, terms, coverage, applies });
        }
        true
    }

    /// The mean from a sum of weighted terms; `NaN` where it is no number.
    fn mean(&self, sum: f64, total: f64, (low, high): (f64, f64)) -> f64 {
        let mean = if self.geometric { (sum / total).exp() } else { sum / total };
        if sum.is_finite() && mean.is_finite() { mean.max(low).min(high) } else { f64::NAN }
    }

    /// Units of which every child is known and wholly covered; `false` where one is not.
    fn whole(&self, rows: &Range<usize>, out: &mut [f64]) -> bool {
        let mut sums: Abreast<f64> = [-0.0; ABREAST];
        let (mut lows, mut highs) = ([f64::INFINITY; ABREAST], [f64::NEG_INFINITY; ABREAST]);
        let every = self.children(rows, |child| {
            for (sum, term) in sums.iter_mut().zip(child.terms) {
                *sum += child.weight * term;
            }
            widen(&mut lows, &mut highs, child.scores);
            // A child that stands on part of its own asks for the coverage to be counted.
            for (sum, covered) in sums.iter_mut().zip(child.coverage.unwrap_or(&[])) {
                *sum = if *covered == 1.0 { *sum } else { f64::NAN };
            }
        });
        let mut sound = every;
        for (((out, sum), low), high) in out.iter_mut().zip(sums).zip(lows).zip(highs) {
            *out = if every { self.mean(sum, self.total, (low, high)) } else { f64::NAN };
            sound &= !out.is_nan();
        }
        sound
    }

    /// The same where something is missing; what does not apply is left to others, and half a pair.
    fn with_holes(&self, rows: &Range<usize>, out: &mut [f64], covered: &mut [f64]) -> bool {
        if self.branch.pair {
            return false;
        }
        let (mut sums, mut totals, mut coverage): (Abreast<f64>, Abreast<f64>, Abreast<f64>) =
            ([-0.0; ABREAST], [-0.0; ABREAST], [-0.0; ABREAST]);
        let (mut lows, mut highs) = ([f64::INFINITY; ABREAST], [f64::NEG_INFINITY; ABREAST]);
        let (mut missing, mut strange) = ([false; ABREAST], [false; ABREAST]);
        let every = self.children(rows, |child| {
            for ((sum, total), (term, z)) in sums.iter_mut().zip(&mut totals).zip(child.terms.iter().zip(child.scores))
            {
                (*sum, *total) =
                    if z.is_nan() { (*sum, *total) } else { (*sum + child.weight * term, *total + child.weight) };
            }
            widen(&mut lows, &mut highs, child.scores);
            match child.coverage {
                Some(below) => coverage.iter_mut().zip(below).for_each(|(sum, c)| *sum += child.weight * c),
                None => {
                    let known = child.scores.iter().map(|z| f64::from(u8::from(!z.is_nan())));
                    coverage.iter_mut().zip(known).for_each(|(sum, c)| *sum += child.weight * c);
                }
            }
            for ((missing, strange), (z, applies)) in
                missing.iter_mut().zip(&mut strange).zip(child.scores.iter().zip(child.applies))
            {
                *missing |= z.is_nan();
                *strange |= !applies;
            }
        });
        let mut sound = every;
        for (unit, (out, covered)) in out.iter_mut().zip(covered).enumerate() {
            *covered = coverage[unit] / self.total;
            let stands = stands(*covered, self.branch.floor, !missing[unit], self.branch.needs_all);
            let counts = every && stands && !strange[unit] && totals[unit] > 0.0;
            *out = if counts { self.mean(sums[unit], totals[unit], (lows[unit], highs[unit])) } else { f64::NAN };
            sound &= !out.is_nan();
        }
        sound
    }
}

fn widen(lows: &mut Abreast<f64>, highs: &mut Abreast<f64>, scores: &[f64]) {
    for ((low, high), z) in lows.iter_mut().zip(highs).zip(scores) {
        *low = if *z < *low { *z } else { *low };
        *high = if *z > *high { *z } else { *high };
    }
}
