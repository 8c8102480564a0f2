//! Node rules that look at all units at once: outranking, voting, distance to the ideal, benefit of the doubt.

use super::{Column, Refused, at, put, weights};
use crate::model::framework::Aggregation;
use crate::model::method::{BodBounds, CopelandBy};
use crate::scoring::benefit_of_the_doubt;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::combine;
use crate::scoring::combine::Outranking;

/// The rules that look at all units at once, over those that count.
pub(super) fn table_wide(
    method: Aggregation,
    columns: &[Column],
    weights: &[f64],
    counts: &[bool],
) -> Result<Column, Refused> {
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
        Aggregation::BenefitOfTheDoubt { bounds } => doubt(bounds, columns, weights, counts)?,
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

/// The units that know every child; the others have no score, since the frontier has no place for a missing value.
fn doubt(bounds: BodBounds, columns: &[Column], weights: &[f64], counts: &[bool]) -> Result<Column, Refused> {
    let known = |unit: &usize| columns.iter().all(|c| c.get(*unit).copied().flatten().is_some());
    let units: Vec<usize> = (0..counts.len()).filter(|u| counts.get(*u) == Some(&true)).filter(known).collect();
    let data = weights::complete(&columns.iter().map(|c| at(c, &units)).collect::<Vec<_>>())?;
    let n = columns.len();
    let alike = |low: f64, high: f64| (vec![low; n], vec![high; n]);
    let found = match bounds {
        BodBounds::Free {} => benefit_of_the_doubt::scores(&data, &Restriction::Free)?,
        BodBounds::Weights { low, high } => {
            let (lower, upper) = alike(low, high);
            benefit_of_the_doubt::scores(&data, &Restriction::WeightShares { lower, upper })?
        }
        BodBounds::Multiples { low, high } => {
            let restriction = benefit_of_the_doubt::relative_to(weights, low, high)?;
            benefit_of_the_doubt::scores(&data, &restriction)?
        }
        BodBounds::Shares { low, high } => {
            let (lower, upper) = alike(low, high);
            benefit_of_the_doubt::scores(&data, &Restriction::PieShares { lower, upper })?
        }
        BodBounds::Directional {} => benefit_of_the_doubt::directional(&data, weights)?,
    };
    let scores: Column = found.iter().map(|e| Some(e.score)).collect();
    let mut column = vec![None; counts.len()];
    put(&mut column, &units, &scores);
    Ok(column)
}
