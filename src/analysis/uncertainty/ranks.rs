//! Ranks over many draws: their intervals, how often each is reached, and who wins against whom.

use super::sample::Sample;
use super::spread::{Spread, spread};

/// Ranks of several units by pairs: in a draw each unit is set against every other that has a score there, so that one without a
/// score takes nobody out. Equal units share the better rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranks {
    /// With everything as the framework has it; nothing for a unit without a score.
    pub nominal: Vec<Option<usize>>,
    /// Over the draws in which the unit has a score and some other has one.
    pub spreads: Vec<Option<Spread>>,
    /// By unit, then by rank from 1: the share of draws with that rank; a draw between two ranks counts for both in proportion.
    pub acceptability: Vec<Vec<f64>>,
    /// By unit: the draws in which it was ranked.
    pub known: Vec<usize>,
    /// By unit, then by rival: of the draws in which both have a score, the share in which the unit's is higher, equal scores counting half.
    pub winning: Vec<Vec<f64>>,
    /// By unit, then by rival: the draws in which both have a score.
    pub met: Vec<Vec<usize>>,
    /// Mean over the ranked units of |rank - nominal rank|, as a spread over the draws.
    pub shift: Option<Spread>,
    /// Draws in which at least two have a score, and those in which all that have a nominal score have one.
    pub draws: usize,
    pub whole: usize,
}

/// The rank that a share of the present rivals above gives among `all` units. Worked number: 4 of 9 rivals that are there lie above;
/// of eleven that is 1 + 10 x 4/9 = 5.44. Where all are there it is 1 + the number above.
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
    let above = |row: &[f64], unit: usize| known.iter().filter(|v| score(row, **v) > score(row, unit)).count();
    let own: Vec<Option<usize>> = (0..units).map(|u| known.contains(&u).then(|| 1 + above(nominal, u))).collect();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); units];
    let mut acceptability = vec![vec![0.0; known.len()]; units];
    let mut shifts = Vec::new();
    let mut whole = 0;
    for row in sample.rows() {
        let present = known.iter().filter(|u| !score(row, **u).is_nan()).count();
        if present < 2 {
            continue;
        }
        whole += usize::from(present == known.len());
        let mut moved = 0.0;
        for u in known.iter().filter(|u| !score(row, **u).is_nan()) {
            let place = rank(above(row, *u), present - 1, known.len());
            moved += own.get(*u).copied().flatten().map_or(0.0, |own| (place - own as f64).abs());
            if let Some(list) = drawn.get_mut(*u) {
                list.push(place);
            }
            let (lower, part) = (place.floor(), place.fract());
            for (cell, share) in [(lower, 1.0 - part), (lower + 1.0, part)] {
                if let Some(cell) = acceptability.get_mut(*u).and_then(|row| row.get_mut(cell as usize - 1)) {
                    *cell += share;
                }
            }
        }
        shifts.push(moved / present as f64);
    }
    let (mut winning, mut met) = (vec![vec![0.0; units]; units], vec![vec![0; units]; units]);
    // Two need no third: every row in which both have a score counts.
    for u in &known {
        for v in known.iter().filter(|v| *v != u) {
            let (mut won, mut together) = (0.0, 0);
            for row in sample.rows() {
                let (x, y) = (score(row, *u), score(row, *v));
                if !x.is_nan() && !y.is_nan() {
                    together += 1;
                    won += if x > y {
                        1.0
                    } else if x == y {
                        0.5
                    } else {
                        0.0
                    };
                }
            }
            if let Some(cell) = met.get_mut(*u).and_then(|row| row.get_mut(*v)) {
                *cell = together;
            }
            if let Some(cell) = winning.get_mut(*u).and_then(|row| row.get_mut(*v)).filter(|_| together > 0) {
                *cell = won / together as f64;
            }
        }
    }
    let n: Vec<usize> = drawn.iter().map(Vec::len).collect();
    for (cells, n) in acceptability.iter_mut().zip(&n) {
        cells.iter_mut().for_each(|c| *c /= (*n).max(1) as f64);
    }
    Some(Ranks {
        nominal: own,
        spreads: drawn.into_iter().map(|list| spread(list.into_iter())).collect(),
        acceptability,
        known: n,
        winning,
        met,
        draws: shifts.len(),
        whole,
        shift: spread(shifts.into_iter()),
    })
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
        // Three units, one output; four draws, the last with a hole.
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
