//! Radial benefit of the doubt between two years: who has come nearer to the best, and how far the best have moved.

use std::collections::BTreeMap;

use crate::model::Units;
use crate::model::framework::NodeId;
use crate::scoring::Rating;
use crate::scoring::benefit_of_the_doubt::{FrontierScores, Refusal, Restriction, matrix, scores_against};

/// The factors of one unit's change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierFactors {
    /// The ratio of the unit's scores against the best of all years: what the node's own scores show.
    pub ratio: f64,
    pub by_year: FrontierScores,
}

impl FrontierFactors {
    /// How far the best of the unit's year have come towards the best of all years: the frontier shift whose product with
    /// catching up is the ratio of the scores. Source: Pastor and Lovell 2005, Economics Letters 88(2), 266-271, DOI
    /// 10.1016/j.econlet.2005.02.013.
    pub fn global_shift(&self) -> f64 {
        self.ratio / self.by_year.catching_up()
    }
}

/// The factors of every unit with a score above 0 in both years; `rating` has scores over the whole panel.
///
/// The best of a year are those of all its units with a score at the node, whether or not they stand in the other year.
pub fn frontier(
    units: &Units,
    rating: &Rating,
    (node, children): (NodeId, &[NodeId]),
    restriction: &Restriction,
    (before, after): (i32, i32),
) -> Result<BTreeMap<String, FrontierFactors>, Refusal> {
    let score = |id: NodeId, row: usize| rating.scores_of(id).get(row).copied().flatten();
    // Rows of one year, with their scores at the node and the children's.
    let of = |year: i32| {
        let rows = units.rows.iter().enumerate().filter(move |(_, unit)| unit.year == Some(year));
        rows.filter_map(|(row, unit)| {
            let own: Option<Vec<f64>> = children.iter().map(|child| score(*child, row)).collect();
            Some((unit.code.as_str(), score(node, row)?, own?))
        })
        .collect::<Vec<_>>()
    };
    let (first, second) = (of(before), of(after));
    let data = matrix(&first.iter().chain(&second).map(|(_, _, own)| own.clone()).collect::<Vec<_>>());
    let by_first = scores_against(&data, restriction, &(0..first.len()).collect::<Vec<_>>())?;
    let by_second = scores_against(&data, restriction, &(first.len()..data.nrows()).collect::<Vec<_>>())?;
    let earlier: BTreeMap<&str, (usize, f64)> =
        first.iter().enumerate().map(|(place, (code, score, _))| (*code, (place, *score))).collect();
    let factors = second.iter().enumerate().filter_map(|(place, (code, later, _))| {
        let (own, score) = *earlier.get(code)?;
        let place = place + first.len();
        let by_year = FrontierScores {
            before_by_before: *by_first.get(own)?,
            before_by_after: *by_second.get(own)?,
            after_by_before: *by_first.get(place)?,
            after_by_after: *by_second.get(place)?,
        };
        let FrontierScores { before_by_before, before_by_after, after_by_before, after_by_after } = by_year;
        let all = [score, *later, before_by_before, before_by_after, after_by_before, after_by_after];
        let found = FrontierFactors { ratio: later / score, by_year };
        all.iter().all(|s| *s > 0.0).then(|| ((*code).to_owned(), found))
    });
    Ok(factors.collect())
}
