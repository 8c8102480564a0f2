//! What becomes of scores and ranks when one element is left out.

use crate::statistics::coherence::correlation::spearman;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::ranking::places;
use crate::statistics::ranking::settled;

/// Effect of leaving one element out.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    pub element: usize,
    /// Units that have a score with and without it: all figures below are over these.
    pub units: usize,
    /// Units that lose their score without it, and units that gain one.
    pub lost: usize,
    pub gained: usize,
    pub mean_score_change: Result<f64, Refusal>,
    pub mean_rank_change: Result<f64, Refusal>,
    pub greatest_rank_change: usize,
    /// Rank correlation of the two orders.
    pub spearman: Result<f64, Refusal>,
    /// Units whose rank is another one.
    pub moved: usize,
}

/// Leaves each of `elements` out in turn. `scores(None)` are the scores of all units, `scores(Some(j))` those without
/// element j.
///
/// Mean absolute change of score and of rank, Spearman's correlation of the two orders, and the number of units that
/// move (COINr's `remove_elements` gives the mean absolute change of rank). Ranks run from 1 for the highest score,
/// ties share the best place, as in COINr; departure: both ranks are taken among the units that have both scores, so
/// that a unit which loses its score does not push others up, and scores equal up to rounding error are tied. Worked:
/// scores 3, 2, 1 that become 3, 1, 2 give changes 2/3 and 2/3, Spearman 0.5, two units moved. Refused by name: no unit
/// with both scores; for Spearman under three or equal scores.
pub fn removals(elements: usize, scores: impl Fn(Option<usize>) -> Vec<Option<f64>>) -> Vec<Removal> {
    let before = scores(None);
    (0..elements).map(|element| removal(element, &before, &scores(Some(element)))).collect()
}

fn removal(element: usize, before: &[Option<f64>], after: &[Option<f64>]) -> Removal {
    let known = |scores: &[Option<f64>]| scores.iter().flatten().count();
    let (old, new): (Vec<f64>, Vec<f64>) = before.iter().zip(after).filter_map(|(b, a)| Some(((*b)?, (*a)?))).unzip();
    let units = old.len();
    let mean = |sum: f64, figure| {
        let found = Refusal::TooFewUnits { found: 0, least: 1 };
        if units == 0 { Err(found) } else { finite(sum / units as f64, figure) }
    };
    let score_change: f64 = old.iter().zip(&new).map(|(old, new)| (old - new).abs()).sum();
    let (old, new) = (settled(&old), settled(&new));
    let not_above =
        |values: &[f64]| places(values).into_iter().map(|place| place.below + place.equal).collect::<Vec<_>>();
    // As many ranks up or down from the best as from the worst.
    let shifts: Vec<usize> =
        not_above(&old).into_iter().zip(not_above(&new)).map(|(old, new)| old.abs_diff(new)).collect();
    let some = |values: Vec<f64>| values.into_iter().map(Some).collect::<Vec<_>>();
    Removal {
        element,
        units,
        lost: known(before).saturating_sub(units),
        gained: known(after).saturating_sub(units),
        mean_score_change: mean(score_change, "mean change of score"),
        mean_rank_change: mean(shifts.iter().sum::<usize>() as f64, "mean change of rank"),
        greatest_rank_change: shifts.iter().copied().max().unwrap_or(0),
        spearman: spearman(&some(old), &some(new)).map(|r| r.value),
        moved: shifts.iter().filter(|shift| **shift > 0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removal_by_hand() {
        let got = removals(2, |without| match without {
            None => vec![Some(3.0), Some(2.0), Some(1.0), None, Some(9.0)],
            Some(0) => vec![Some(3.0), Some(1.0), Some(2.0), Some(5.0), None],
            Some(_) => vec![Some(3.0), Some(2.0 + 1e-15), Some(1.0), None, Some(9.0)],
        });
        let first = &got[0];
        assert_eq!((first.units, first.lost, first.gained, first.moved, first.greatest_rank_change), (3, 1, 1, 2, 1));
        assert_eq!((&first.mean_score_change, &first.mean_rank_change), (&Ok(2.0 / 3.0), &Ok(2.0 / 3.0)));
        assert!(first.spearman.as_ref().is_ok_and(|r| (r - 0.5).abs() < 1e-12));
        assert_eq!((got[1].moved, got[1].mean_rank_change.clone()), (0, Ok(0.0)));
    }

    #[test]
    fn dust_does_not_part_equal_units_and_nothing_is_compared_with_nothing() {
        let got = removals(1, |without| match without {
            None => vec![Some(0.3), Some(0.3), Some(0.1)],
            Some(_) => vec![Some(0.1 + 0.2), Some(0.3), Some(0.1)],
        });
        assert_eq!(got[0].moved, 0);
        let none = removals(1, |without| vec![without.map(|_| 1.0)]);
        assert_eq!(none[0].mean_score_change, Err(Refusal::TooFewUnits { found: 0, least: 1 }));
        assert_eq!((none[0].gained, none[0].units), (1, 0));
    }
}
