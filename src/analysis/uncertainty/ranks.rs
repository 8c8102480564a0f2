//! Ranks over many draws: their intervals, how often each is reached, and who wins against whom.

use rayon::prelude::*;

use super::contest::Contest;
use super::sample::Sample;
use super::spread::{Spread, spread, spread_of_counts};

/// Ranks of several units; the rank is 1 + the number of units with a higher score, so that equal units share the better rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// With everything as the framework has it; nothing for a unit without a score.
    pub nominal: Vec<Option<usize>>,
    /// Over the draws in which every unit that has a nominal score has one.
    pub spreads: Vec<Option<Spread>>,
    /// By unit, then by rank from 1: the share of draws with that rank.
    pub acceptability: Vec<Vec<f64>>,
    /// By unit, then by rival: of the draws in which both have a score, the share in which the unit's is higher, equal scores counting half.
    pub winning: Vec<Vec<f64>>,
    /// Mean over the units of |rank - nominal rank|, as a spread over the draws.
    pub shift: Option<Spread>,
    pub draws: usize,
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
    let complete = contest.complete();
    let draws = complete.iter().filter(|all| **all).count();
    let mut found = Ranks {
        nominal: vec![None; units],
        spreads: vec![None; units],
        acceptability: vec![vec![0.0; known.len()]; units],
        winning: vec![vec![0.0; units]; units],
        shift: None,
        draws,
    };
    let reached: Vec<Vec<u32>> =
        (0..known.len()).into_par_iter().map(|place| contest.reached(place, &complete)).collect();
    for ((unit, own), reached) in known.iter().zip(&own).zip(&reached) {
        let share = |times: &u32| f64::from(*times) / draws.max(1) as f64;
        put(&mut found.nominal, *unit, Some(*own));
        put(&mut found.spreads, *unit, spread_of_counts(reached));
        put(&mut found.acceptability, *unit, reached.iter().map(share).collect());
    }
    // Two need no third: every draw in which both have a score counts.
    for (unit, pairs) in known.iter().zip(contest.pairs()) {
        let behind = known.iter().skip_while(|u| *u <= unit);
        for (rival, pair) in behind.zip(pairs) {
            for (u, v, pair) in [(unit, rival, pair), (rival, unit, pair.turned())] {
                if let Some((row, share)) = found.winning.get_mut(*u).zip(pair.share()) {
                    put(row, *v, share);
                }
            }
        }
    }
    let moved = contest.moved(&own, &complete);
    found.shift = spread(moved.into_iter().map(|sum| sum as f64 / known.len() as f64));
    Some(found)
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
    fn ranks_by_hand() {
        // Three units, one output; four draws, the last with a hole.
        let values = vec![3.0, 2.0, 1.0, 3.0, 4.0, 1.0, 2.0, 2.0, 5.0, 1.0, f64::NAN, 2.0];
        let sample = Sample { width: 3, values, failed: 0 };
        let found = ranks(&sample, &[3.0, 2.0, 1.0], 1, 0, 3).expect("ranks");
        assert_eq!(found.nominal, [Some(1), Some(2), Some(3)]);
        assert_eq!(found.draws, 3);
        let third = 1.0 / 3.0;
        assert_eq!(found.acceptability[0], [third, 2.0 * third, 0.0]);
        assert_eq!(found.acceptability[2], [third, 0.0, 2.0 * third]);
        // Won, lost, level, and in the last row the second has no score.
        assert_eq!(found.winning[0][1], 1.5 / 3.0);
        assert_eq!(found.winning[1][0], 1.5 / 3.0);
        // Won, won, lost, lost.
        assert_eq!(found.winning[0][2], 2.0 / 4.0);
        assert_eq!(found.spreads[1].map(|s| s.median), Some(2.0));
        // Shifts: none; first and second swap (2/3); second to first ranks 2, 2, 1 (1 + 0 + 2)/3.
        assert_eq!(found.shift.map(|s| s.median), Some(2.0 / 3.0));
        assert!(ranks(&sample, &[3.0, f64::NAN, f64::NAN], 1, 0, 3).is_none(), "a single unit has no rank");
    }
}
