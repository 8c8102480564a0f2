//! Who stands where in every draw, and who beats whom: the counting behind rank statistics, for hundreds of units and many draws.
//!
//! A draw is ranked once, by sorting; then every pair is compared once per draw, on ranks, in short blocks of draws that lie unit by
//! unit, so that each comparison is one of neighbouring integers and a block stays in the cache. All results are counts, and so the
//! same however the work is shared out. Work: draws x (n log n + n^2 / 2) for n units; memory: four bytes for each rank.

use rayon::prelude::*;

/// Draws that are ranked and compared together; 16 units' ranks of them are 32 kB.
const BLOCK: usize = 512;

/// Units that are compared with the others together.
const ABREAST: usize = 16;

/// The ranks of units in each of many draws. A unit without a score in a draw is absent from it: it has no rank there, and the others
/// are ranked without it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contest {
    units: usize,
    draws: usize,
    /// Block by block of draws; in a block unit by unit; 0 where a unit is absent.
    ranks: Vec<i32>,
    /// Per unit the draws in which it is present.
    present: Vec<usize>,
}

/// What one pair comes to, seen from the first of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Draws in which both are present.
    pub met: u32,
    /// Of these, those in which the first has the higher score, and those in which the two are equal.
    pub won: u32,
    pub level: u32,
}

impl Pair {
    /// The share of the draws with both in which the first is higher, equal scores counting half; nothing where they never meet.
    ///
    /// Worked number: one draw won, one lost and one level give 1.5 / 3 = 0.5.
    pub(crate) fn share(self) -> Option<f64> {
        (self.met > 0).then(|| (f64::from(self.won) + 0.5 * f64::from(self.level)) / f64::from(self.met))
    }

    /// The same pair, seen from the other side.
    pub(crate) fn turned(self) -> Pair {
        Pair { won: self.met - self.won - self.level, ..self }
    }
}

impl Contest {
    /// Ranks `units` units in `draws` draws; `score` gives the score of a unit in a draw, `NaN` where it is absent. A rank is 1 + the
    /// number of present units with a higher score.
    ///
    /// Worked number: scores 2, 5, 5 and none have the ranks 3, 1, 1 and none.
    pub(crate) fn of(units: usize, draws: usize, score: impl Fn(usize, usize) -> f64 + Sync) -> Contest {
        let mut ranks = vec![0_i32; units * draws];
        ranks.par_chunks_mut((BLOCK * units).max(1)).enumerate().for_each(|(block, ranks)| {
            let length = ranks.len() / units.max(1);
            let mut order: Vec<(f64, usize)> = Vec::with_capacity(units);
            for at in 0..length {
                order.clear();
                order.extend((0..units).map(|unit| (score(block * BLOCK + at, unit), unit)));
                order.retain(|(score, _)| !score.is_nan());
                order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
                let mut above = 0;
                for tied in order.chunk_by(|a, b| a.0 == b.0) {
                    for (_, unit) in tied {
                        if let Some(rank) = ranks.get_mut(unit * length + at) {
                            *rank = 1 + above;
                        }
                    }
                    above += tied.len() as i32;
                }
            }
        });
        let mut contest = Contest { units, draws, ranks, present: Vec::new() };
        let present = |unit: usize| contest.ranks_of(unit).filter(|rank| *rank > 0).count();
        contest.present = (0..units).into_par_iter().map(present).collect();
        contest
    }

    /// One block after the other, each with its units' ranks.
    fn blocks(&self) -> impl Iterator<Item = Block<'_>> + Clone {
        let cells = (BLOCK * self.units).max(1);
        self.ranks.chunks(cells).map(|ranks| Block { ranks, length: ranks.len() / self.units.max(1) })
    }

    /// The ranks of a unit, draw after draw; 0 where it is absent.
    pub(crate) fn ranks_of(&self, unit: usize) -> impl Iterator<Item = u32> + '_ {
        self.blocks().flat_map(move |block| block.unit(unit).iter().map(|rank| rank.unsigned_abs()))
    }

    pub(crate) fn units(&self) -> usize {
        self.units
    }

    /// How many units are present, draw after draw.
    pub(crate) fn present_in(&self) -> Vec<u32> {
        let mut present = vec![self.units as u32; self.draws];
        for unit in (0..self.units).filter(|unit| self.present.get(*unit) != Some(&self.draws)) {
            present.iter_mut().zip(self.ranks_of(unit)).for_each(|(n, rank)| *n -= u32::from(rank == 0));
        }
        present
    }

    /// How often a unit has each rank from 1, over the draws in which it is present.
    pub(crate) fn reached(&self, unit: usize) -> Vec<u32> {
        let mut reached = vec![0; self.units];
        for place in self.ranks_of(unit).filter_map(|rank| (rank as usize).checked_sub(1)) {
            if let Some(cell) = reached.get_mut(place) {
                *cell += 1;
            }
        }
        reached
    }

    /// Every pair over the draws in which both are present: per unit its pairs with the units behind it, in their order.
    pub(crate) fn pairs(&self) -> Vec<Vec<Pair>> {
        let firsts: Vec<usize> = (0..self.units).step_by(ABREAST).collect();
        let found: Vec<Vec<Vec<Pair>>> = firsts.into_par_iter().map(|first| self.pairs_of(first)).collect();
        found.into_iter().flatten().collect()
    }

    /// The pairs of the units from `first` on, so many as are compared together.
    fn pairs_of(&self, first: usize) -> Vec<Vec<Pair>> {
        let own = first..(first + ABREAST).min(self.units);
        let mut found: Vec<Vec<Pair>> = own.clone().map(|u| vec![Pair::default(); self.units - u - 1]).collect();
        let always = |unit: usize| self.present.get(unit) == Some(&self.draws);
        for block in self.blocks() {
            for other in first + 1..self.units {
                let theirs = block.unit(other);
                for (unit, pairs) in own.clone().zip(&mut found).take_while(|(unit, _)| *unit < other) {
                    let Some(pair) = pairs.get_mut(other - unit - 1) else { continue };
                    let ours = block.unit(unit);
                    let (won, level, met) = match always(unit) && always(other) {
                        true => compare(ours, theirs),
                        false => compare_present(ours, theirs),
                    };
                    pair.won += won;
                    pair.level += level;
                    pair.met += met;
                }
            }
        }
        found
    }
}

/// Ranks of some draws, unit by unit.
#[derive(Clone, Copy)]
struct Block<'a> {
    ranks: &'a [i32],
    length: usize,
}

impl<'a> Block<'a> {
    fn unit(self, unit: usize) -> &'a [i32] {
        self.ranks.get(unit * self.length..(unit + 1) * self.length).unwrap_or(&[])
    }
}

/// Draws in which the first is ahead, level with the second, and in which there are both; everybody is present.
fn compare(ours: &[i32], theirs: &[i32]) -> (u32, u32, u32) {
    let (mut won, mut level) = (0, 0);
    for (a, b) in ours.iter().zip(theirs) {
        won += u32::from(a < b);
        level += u32::from(a == b);
    }
    (won, level, ours.len() as u32)
}

/// The same where either may be absent. Who has a rank is ahead of nobody who is absent.
fn compare_present(ours: &[i32], theirs: &[i32]) -> (u32, u32, u32) {
    let (mut won, mut level, mut met) = (0, 0, 0);
    for (a, b) in ours.iter().zip(theirs) {
        let both = (*a > 0) & (*b > 0);
        met += u32::from(both);
        won += u32::from(both & (a < b));
        level += u32::from(both & (a == b));
    }
    (won, level, met)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: f64 = f64::NAN;

    fn contest(rows: &[Vec<f64>]) -> Contest {
        Contest::of(rows.first().map_or(0, Vec::len), rows.len(), |draw, unit| rows[draw][unit])
    }

    #[test]
    fn absent_units_have_no_rank_and_take_none_by_hand() {
        let found = contest(&[vec![2.0, 5.0, 5.0, NONE], vec![-0.0, NONE, 0.0, 1.0], vec![NONE; 4]]);
        let ranks = |unit: usize| found.ranks_of(unit).collect::<Vec<_>>();
        assert_eq!([ranks(0), ranks(1), ranks(2), ranks(3)], [[3, 2, 0], [1, 0, 0], [1, 2, 0], [0, 1, 0]]);
        assert_eq!(found.present, [2, 1, 2, 1]);
        assert_eq!(found.present_in(), [3, 3, 0]);
        assert_eq!(found.reached(0), [0, 1, 1, 0]);
        let pairs = found.pairs();
        assert_eq!(
            pairs[0],
            [Pair { met: 1, won: 0, level: 0 }, Pair { met: 2, won: 0, level: 1 }, Pair { met: 1, won: 0, level: 0 }]
        );
        assert_eq!(pairs[1], [Pair { met: 1, won: 0, level: 1 }, Pair { met: 0, won: 0, level: 0 }]);
        assert_eq!(
            (pairs[0][1].share(), pairs[0][1].turned().share(), pairs[1][1].share()),
            (Some(0.25), Some(0.75), None)
        );
        assert!(contest(&[]).pairs().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

        /// More draws than a block has and more units than are compared together, with ties and missing values.
        #[test]
        fn counts_are_those_of_comparing_every_two_in_every_draw(
            units in 1..40_usize,
            draws in prop::sample::select(vec![1, 511, 512, 513, 1100]),
            seed in any::<u32>(),
            holes in prop::sample::select(vec![0, 7, 3]),
        ) {
            let cell = |draw: usize, unit: usize| {
                let mixed = (draw * 7919 + unit * 104_729 + seed as usize).wrapping_mul(2_654_435_761) >> 7;
                if holes > 0 && mixed.is_multiple_of(holes) { NONE } else { (mixed % 23) as f64 }
            };
            let found = Contest::of(units, draws, cell);
            for unit in 0..units {
                let rank = |draw: usize| match cell(draw, unit) {
                    own if own.is_nan() => 0,
                    own => 1 + (0..units).filter(|other| cell(draw, *other) > own).count() as u32,
                };
                prop_assert!(found.ranks_of(unit).eq((0..draws).map(rank)));
            }
            for (unit, pairs) in found.pairs().iter().enumerate() {
                prop_assert_eq!(pairs.len(), units - unit - 1);
                for (other, pair) in (unit + 1..).zip(pairs) {
                    let count = |so: fn(f64, f64) -> bool| {
                        (0..draws).filter(|draw| so(cell(*draw, unit), cell(*draw, other))).count() as u32
                    };
                    let by_hand = Pair {
                        met: count(|a, b| !a.is_nan() && !b.is_nan()),
                        won: count(|a, b| a > b),
                        level: count(|a, b| a == b),
                    };
                    prop_assert_eq!(*pair, by_hand);
                }
            }
        }
    }
}
