//! How the units of a rated table stand: ranks at every node, year by year.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::Units;
use crate::model::framework::NodeId;
use crate::scoring::Rating;
use crate::statistics::ranking::{Ties, ranks, settled_scores};

/// One column per node: 1 for the highest score among the units of the same year, equal scores sharing the lowest rank.
///
/// Units without a score have no rank and take no place. Scores of an inner node that differ by rounding error only are
/// equal; those of an indicator are as different as its values. Worked example: scores 9, 7, 7, 3 have ranks 1, 2, 2,
/// 4.
pub fn standings(units: &Units, rating: &Rating) -> Vec<Vec<Option<f64>>> {
    standings_at(units, rating, &|_| true)
}

/// The same at the nodes that are asked for; the other columns are empty.
pub fn standings_at(units: &Units, rating: &Rating, asked: &(dyn Fn(NodeId) -> bool + Sync)) -> Vec<Vec<Option<f64>>> {
    ranked(units, rating, &units.years(), asked)
}

/// The same among the units of one group of a column and one year; a unit without a group has no rank.
pub fn standings_within(
    units: &Units,
    rating: &Rating,
    column: &str,
    asked: &(dyn Fn(NodeId) -> bool + Sync),
) -> Vec<Vec<Option<f64>>> {
    let mut parts = Vec::new();
    for rows in units.groups(column).into_iter().filter_map(|(group, rows)| group.map(|_| rows)) {
        let mut years: BTreeMap<Option<i32>, Vec<usize>> = BTreeMap::new();
        for row in rows {
            years.entry(units.rows.get(row).and_then(|unit| unit.year)).or_default().push(row);
        }
        parts.extend(years.into_values());
    }
    ranked(units, rating, &parts, asked)
}

/// Ranks among the rows of each part.
fn ranked(
    units: &Units,
    rating: &Rating,
    parts: &[Vec<usize>],
    asked: &(dyn Fn(NodeId) -> bool + Sync),
) -> Vec<Vec<Option<f64>>> {
    let of = |(node, scores): (usize, &Vec<Option<f64>>)| {
        if !asked(NodeId(node)) {
            return Vec::new();
        }
        let indicator = rating.indicators.contains(&NodeId(node));
        let mut column = vec![None; units.rows.len()];
        for rows in parts {
            let year: Vec<Option<f64>> = rows.iter().map(|r| scores.get(*r).copied().flatten()).collect();
            let year = if indicator { year } else { settled_scores(&year) };
            // Scores are finite: the engine refuses every other number.
            let Ok(found) = ranks(&year, Ties::Minimum) else { continue };
            for (row, rank) in rows.iter().zip(found) {
                if let Some(cell) = column.get_mut(*row) {
                    *cell = rank;
                }
            }
        }
        column
    };
    rating.scores.par_iter().enumerate().map(of).collect()
}
