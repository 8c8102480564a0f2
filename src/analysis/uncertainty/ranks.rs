//! Ranks over many draws: their intervals, how often each is reached, and who wins against whom.

use rayon::prelude::*;

use super::sample::Sample;
use crate::statistics::contest::Contest;
use crate::statistics::spread::{Spread, spread, spread_of_counts};

/// Ranks of several units by pairs: in a draw each unit is set against every other that has a score there, so that one
/// without a score removes no other. Equal units share the better rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// With everything as the framework has it; nothing for a unit without a score.
    pub nominal: Vec<Option<usize>>,
    /// Over the draws in which the unit has a score and some other has one.
    pub spreads: Vec<Option<Spread>>,
    /// By unit, then by rank from 1: the share of draws with that rank; a draw between two ranks counts for both in
    /// proportion.
    pub acceptability: Vec<Vec<f64>>,
    /// By unit: the draws in which it was ranked.
    pub known: Vec<usize>,
    /// By unit, then by rival: of the draws in which both have a score, the share in which the unit's is higher, equal
    /// scores counting half.
    pub winning: Vec<Vec<f64>>,
    /// By unit, then by rival: the draws in which both have a score.
    pub met: Vec<Vec<usize>>,
    /// Mean over the ranked units of |rank - nominal rank|, as a spread over the draws.
    pub shift: Option<Spread>,
    /// Draws in which at least two have a score, and those in which all that have a nominal score have one.
    pub draws: usize,
    pub whole: usize,
}

/// The rank that a share of the present rivals above gives among `all` units. Worked number: 4 of 9 rivals that are
/// there lie above; of eleven that is 1 + 10 x 4/9 = 5.44. Where all are there it is 1 + the number above.
fn rank(above: usize, rivals: usize, all: usize) -> f64 {
    1.0 + (above * all.saturating_sub(1)) as f64 / rivals.max(1) as f64
}

/// Ranks the units by one output; nothing where fewer than two have a nominal score.
pub fn ranks(sample: &Sample, nominal: &[f64], outputs: usize, by: usize, units: usize) -> Option<Ranks> {
    let score = |row: &[f64], unit: usize| row.get(unit * outputs + by).copied().unwrap_or(f64::NAN);
    let known: Vec<usize> = (0..units).filter(|u| !score(nominal, *u).is_nan()).collect();
    if known.len() < 2 {
        return None;
    }
    let of = |row: &[f64], place: usize| known.get(place).map_or(f64::NAN, |unit| score(row, *unit));
    let first = Contest::of(known.len(), 1, |_, place| of(nominal, place));
    let own: Vec<usize> = (0..known.len()).filter_map(|place| Some(first.ranks_of(place).next()? as usize)).collect();
    let contest = Contest::of(known.len(), sample.draws(), |draw, place| of(sample.row(draw), place));
    let present = contest.present_in();
    let mut found = Ranks {
        nominal: vec![None; units],
        spreads: vec![None; units],
        acceptability: vec![vec![0.0; known.len()]; units],
        known: vec![0; units],
        winning: vec![vec![0.0; units]; units],
        met: vec![vec![0; units]; units],
        shift: shift(&contest, &own, &present),
        draws: present.iter().filter(|n| **n > 1).count(),
        whole: present.iter().filter(|n| **n as usize == known.len()).count(),
    };
    let reached: Vec<Reached> =
        (0..known.len()).into_par_iter().map(|place| reached(&contest, place, &present)).collect();
    for ((unit, own), reached) in known.iter().zip(&own).zip(reached) {
        put(&mut found.nominal, *unit, Some(*own));
        put(&mut found.spreads, *unit, reached.spread);
        put(&mut found.acceptability, *unit, reached.shares);
        put(&mut found.known, *unit, reached.draws);
    }
    // Two need no third: every draw in which both have a score counts.
    for (unit, pairs) in known.iter().zip(contest.pairs()) {
        let behind = known.iter().skip_while(|u| *u <= unit);
        for (rival, pair) in behind.zip(pairs) {
            for (u, v, pair) in [(unit, rival, pair), (rival, unit, pair.turned())] {
                if let Some((row, share)) = found.winning.get_mut(*u).zip(pair.share()) {
                    put(row, *v, share);
                }
                if let Some(row) = found.met.get_mut(*u) {
                    put(row, *v, pair.met as usize);
                }
            }
        }
    }
    Some(found)
}

/// The ranks that one unit reaches.
struct Reached {
    spread: Option<Spread>,
    /// From rank 1; of the draws in which it was ranked.
    shares: Vec<f64>,
    draws: usize,
}

/// Over the draws in which the unit has a score and some other has one; `present` says how many have one.
fn reached(contest: &Contest, unit: usize, present: &[u32]) -> Reached {
    let units = contest.units();
    if present.iter().all(|n| *n as usize == units) {
        // Nobody is ever absent: the ranks are whole numbers, which are counted.
        let times = contest.reached(unit);
        let share = |times: &u32| f64::from(*times) / present.len().max(1) as f64;
        let shares = times.iter().map(share).collect();
        return Reached { spread: spread_of_counts(&times), shares, draws: present.len() };
    }
    let places: Vec<f64> = places(contest, unit, present).flatten().collect();
    let mut shares = vec![0.0; units];
    for place in &places {
        let (lower, part) = (place.floor(), place.fract());
        for (cell, share) in [(lower, 1.0 - part), (lower + 1.0, part)] {
            if let Some(cell) = shares.get_mut(cell as usize - 1) {
                *cell += share;
            }
        }
    }
    let draws = places.len();
    shares.iter_mut().for_each(|share| *share /= draws.max(1) as f64);
    Reached { spread: spread(places.into_iter()), shares, draws }
}

/// The unit's rank in each draw, as [`rank`] gives it; nothing where it is absent, or alone.
fn places<'a>(contest: &'a Contest, unit: usize, present: &'a [u32]) -> impl Iterator<Item = Option<f64>> + 'a {
    contest.ranks_of(unit).zip(present).map(|(own, present)| {
        let ranked = own > 0 && *present > 1;
        ranked.then(|| rank(own as usize - 1, *present as usize - 1, contest.units()))
    })
}

/// The mean rank shift, as a spread over the draws with at least two units.
fn shift(contest: &Contest, own: &[usize], present: &[u32]) -> Option<Spread> {
    let mut moved = vec![0.0; present.len()];
    for (unit, own) in own.iter().enumerate() {
        for (sum, place) in moved.iter_mut().zip(places(contest, unit, present)) {
            *sum += place.map_or(0.0, |place| (place - *own as f64).abs());
        }
    }
    let counted = moved.into_iter().zip(present).filter(|(_, present)| **present > 1);
    spread(counted.map(|(sum, present)| sum / f64::from(*present)))
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(cell) = list.get_mut(at) {
        *cell = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_among_those_present_by_hand() {
        assert_eq!([rank(0, 9, 11), rank(9, 9, 11), rank(4, 10, 11)], [1.0, 11.0, 5.0]);
        assert!((rank(4, 9, 11) - 5.444_444).abs() < 1e-6);
    }

    #[test]
    fn ranks_by_hand() {
        // Three units, one output; four draws, the last with a missing value.
        let values = vec![3.0, 2.0, 1.0, 3.0, 4.0, 1.0, 2.0, 2.0, 5.0, 1.0, f64::NAN, 2.0];
        let sample = Sample { width: 3, values, failed: 0 };
        let found = ranks(&sample, &[3.0, 2.0, 1.0], 1, 0, 3).expect("ranks");
        assert_eq!(found.nominal, [Some(1), Some(2), Some(3)]);
        // In the last row the second has no score: the two others are ranked all the same, at the ends.
        assert_eq!((found.draws, found.whole), (4, 3));
        assert_eq!(found.known, [4, 3, 4]);
        assert_eq!(found.acceptability[0], [0.25, 0.5, 0.25]);
        assert_eq!(found.acceptability[2], [0.5, 0.0, 0.5]);
        assert_eq!((found.met[0][1], found.met[0][2]), (3, 4));
        // Won, lost, level, and in the last row the second has no score.
        assert_eq!(found.winning[0][1], 1.5 / 3.0);
        assert_eq!(found.winning[1][0], 1.5 / 3.0);
        // Won, won, lost, lost.
        assert_eq!(found.winning[0][2], 2.0 / 4.0);
        assert_eq!(found.spreads[1].map(|s| s.median), Some(2.0));
        // Shifts: none; first and second swap (2/3); ranks 2, 2, 1 are (1 + 0 + 2)/3; first and last swap (2 + 2)/2.
        assert!(found.shift.is_some_and(|s| (s.median - (2.0 / 3.0 + 1.0) / 2.0).abs() < 1e-12));
        assert!(ranks(&sample, &[3.0, f64::NAN, f64::NAN], 1, 0, 3).is_none(), "a single unit has no rank");
    }
}
