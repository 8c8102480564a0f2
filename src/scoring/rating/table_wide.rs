//! Node rules that look at all units at once: outranking, voting, distance to the ideal, benefit of the doubt.

use super::frontier::{Family, frontier};
use super::{Column, Refused};
use crate::model::framework::Aggregation;
use crate::model::method::CopelandBy;
use crate::scoring::combine;
use crate::scoring::combine::Outranking;

/// The rules that look at all units at once, over those that count.
pub(super) fn table_wide(method: Aggregation, family: &Family<'_>, counts: &[bool]) -> Result<Column, Refused> {
    let Family { columns, weights, .. } = *family;
    let cell = |unit: usize, c: &Column| c.get(unit).copied().flatten().filter(|_| counts.get(unit) == Some(&true));
    let table: Vec<Vec<Option<f64>>> =
        (0..counts.len()).map(|unit| columns.iter().map(|c| cell(unit, c)).collect()).collect();
    let matrix = || Outranking::of(&table, weights);
    Ok(match method {
        Aggregation::Copeland { by: CopelandBy::Shares } => matrix()?.copeland(),
        Aggregation::Copeland { by: CopelandBy::Majorities } => matrix()?.majorities(),
        Aggregation::Borda {} => combine::borda(&table, weights)?,
        Aggregation::Wroclaw {} => combine::wroclaw(&table, weights)?.score,
        Aggregation::Condorcet {} => {
            let order = combine::condorcet(&matrix()?).order()?;
            places(counts.len(), order.len(), order.iter().enumerate().map(|(place, unit)| (*unit, place + 1)))
        }
        Aggregation::Kemeny {} => {
            let found = combine::kemeny(&matrix()?, 1)?;
            if found.count > 1 {
                let units = found.places.iter().flatten().count();
                return Err(Refused::ManyRankings { units, count: found.count });
            }
            let order = found.rankings.into_iter().next().unwrap_or_default();
            places(counts.len(), order.len(), order.iter().enumerate().map(|(place, unit)| (*unit, place + 1)))
        }
        Aggregation::BenefitOfTheDoubt { .. }
        | Aggregation::GeometricBenefitOfTheDoubt { .. }
        | Aggregation::OrderM { .. } => frontier(method, family, counts)?,
        // The others were dealt with unit by unit.
        _ => vec![None; counts.len()],
    })
}

/// Points for places: n - place, the last 0.
fn places(rows: usize, ranked: usize, order: impl Iterator<Item = (usize, usize)>) -> Column {
    let mut column = vec![None; rows];
    for (unit, place) in order {
        if let Some(cell) = column.get_mut(unit) {
            *cell = Some(ranked.saturating_sub(place) as f64);
        }
    }
    column
}
