//! How the units of a rated table stand: ranks at every node, year by year.

use crate::model::Units;
use crate::scoring::Rating;
use crate::scoring::ranking::{TieRule, ranks};

/// One column per node: 1 for the highest score among the units of the same year, equal scores sharing the lowest rank.
///
/// Units without a score have no rank and take no place. Worked example: scores 9, 7, 7, 3 have ranks 1, 2, 2, 4.
pub fn standings(units: &Units, rating: &Rating) -> Vec<Vec<Option<f64>>> {
    let years = units.years();
    let of = |scores: &Vec<Option<f64>>| {
        let mut column = vec![None; units.rows.len()];
        for rows in &years {
            let year: Vec<Option<f64>> = rows.iter().map(|r| scores.get(*r).copied().flatten()).collect();
            // Scores are finite: the engine refuses every other number.
            let Ok(found) = ranks(&year, TieRule::Minimum) else { continue };
            for (row, rank) in rows.iter().zip(found) {
                if let Some(cell) = column.get_mut(*row) {
                    *cell = rank;
                }
            }
        }
        column
    };
    rating.scores.iter().map(of).collect()
}
