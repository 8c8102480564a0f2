//! Ranks over many draws: their intervals, how often each is reached, and who wins against whom.

use super::sample::Sample;
use super::spread::{Spread, spread};

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
    let rank = |row: &[f64], unit: usize| 1 + known.iter().filter(|v| score(row, **v) > score(row, unit)).count();
    let own: Vec<Option<usize>> = (0..units).map(|u| known.contains(&u).then(|| rank(nominal, u))).collect();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); units];
    let mut acceptability = vec![vec![0.0; known.len()]; units];
    let mut winning = vec![vec![0.0; units]; units];
    let mut shifts = Vec::new();
    for row in sample.rows().filter(|row| known.iter().all(|u| !score(row, *u).is_nan())) {
        let mut moved = 0.0;
        for u in &known {
            let place = rank(row, *u);
            moved += own.get(*u).copied().flatten().map_or(0.0, |own| own.abs_diff(place) as f64);
            if let Some(list) = drawn.get_mut(*u) {
                list.push(place as f64);
            }
            if let Some(cell) = acceptability.get_mut(*u).and_then(|row| row.get_mut(place - 1)) {
                *cell += 1.0;
            }
        }
        shifts.push(moved / known.len() as f64);
    }
    // Two need no third: every row in which both have a score counts.
    for u in &known {
        for v in known.iter().filter(|v| *v != u) {
            let (mut won, mut met) = (0.0, 0.0);
            for row in sample.rows() {
                let (x, y) = (score(row, *u), score(row, *v));
                if !x.is_nan() && !y.is_nan() {
                    met += 1.0;
                    won += if x > y {
                        1.0
                    } else if x == y {
                        0.5
                    } else {
                        0.0
                    };
                }
            }
            if let Some(cell) = winning.get_mut(*u).and_then(|row| row.get_mut(*v)).filter(|_| met > 0.0) {
                *cell = won / met;
            }
        }
    }
    let draws = shifts.len();
    let share = |cells: &mut Vec<f64>| cells.iter_mut().for_each(|c| *c /= draws.max(1) as f64);
    acceptability.iter_mut().for_each(share);
    let spreads = drawn.into_iter().map(|list| spread(list.into_iter())).collect();
    Some(Ranks { nominal: own, spreads, acceptability, winning, shift: spread(shifts.into_iter()), draws })
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
