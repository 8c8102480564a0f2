//! From the leaves to the root: weights, coverage, and the score of each node for every unit.

use super::{Column, Rating, Refused, RefusedAt, Weights, at, put, weights};
use crate::model::Index;
use crate::model::Units;
use crate::model::framework::{Aggregation, NodeId, NodeKind};
use crate::model::method::{BodBounds, CopelandBy};
use crate::model::tree;
use crate::scoring::aggregate::{aggregate as unit_wise, stands};
use crate::scoring::benefit_of_the_doubt;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::combine;
use crate::scoring::combine::Outranking;
use crate::scoring::ranking::settled_scores;

/// Fills the scores, coverage and weights of the units of one scope.
pub(super) fn aggregate(
    index: &Index,
    units: &Units,
    scope: &[usize],
    rating: &mut Rating,
    refused: &mut Vec<RefusedAt>,
) {
    let mut shares = vec![1.0; index.nodes.len()];
    for (id, values) in rating.indicators.iter().zip(&rating.steps.normalised) {
        if let (Some(scores), Some(coverage)) = (rating.scores.get_mut(id.0), rating.coverage.get_mut(id.0)) {
            put(scores, scope, &at(values, scope));
            for unit in scope {
                let known = values.get(*unit).copied().flatten().is_some();
                if let Some(cell) = coverage.get_mut(*unit) {
                    *cell = f64::from(u8::from(known));
                }
            }
        }
    }
    // Parents stand before their children, so the reverse order meets every child before its parent.
    for (i, node) in index.nodes.iter().enumerate().rev() {
        let id = NodeId(i);
        let children = node.children();
        if children.is_empty() {
            continue;
        }
        let columns: Vec<Column> = children.iter().map(|c| at(rating.scores_of(*c), scope)).collect();
        let (method, own) = match &node.kind {
            NodeKind::Composite { aggregation, weighting, .. } => {
                (*aggregation, weights::of(index, weighting, children, &columns))
            }
            _ => (Aggregation::Geometric {}, Ok(children.iter().map(|c| index.node(*c).weight.get()).collect())),
        };
        let codes: Vec<&str> = children.iter().map(|c| index.node(*c).code.as_str()).collect();
        let unit = |u: usize| scope.get(u).and_then(|r| units.rows.get(*r)).map_or_else(String::new, |r| r.label());
        let refuse = |step, why: Refused| RefusedAt {
            path: tree::path(&index.nodes, id),
            step,
            refused: why.among(&codes, unit),
        };
        let own = match own {
            Ok(own) => own,
            Err(why) => {
                refused.push(refuse("weights", why));
                continue;
            }
        };
        let total: f64 = own.iter().sum();
        for (child, w) in children.iter().zip(&own) {
            if let Some(share) = shares.get_mut(child.0) {
                *share = *w / total;
            }
        }
        let families: Vec<Family> = scope.iter().map(|unit| family(index, rating, id, &own, *unit)).collect();
        let nonzero = nonzero(index, rating, id, scope);
        let counts: Vec<bool> = families
            .iter()
            .enumerate()
            .map(|(u, f)| {
                let zeros = node.nonzero > 0.0 && nonzero.get(u).is_none_or(|s| s.is_none_or(|s| s < node.nonzero));
                f.known && stands(f.coverage, node.floor, f.complete, node.needs_all) && !zeros
            })
            .collect();
        let stranger = children.iter().zip(&codes).find_map(|(c, code)| {
            let away = |u: &usize| rating.applies.get(c.0).and_then(|column| column.get(*u)) == Some(&false);
            let place = scope.iter().position(away)?;
            Some(Refused::Inapplicable { child: (*code).to_owned(), unit: unit(place) })
        });
        let scored = if let (true, Some(stranger)) = (method.looks_at_all_units(), stranger) {
            Err(stranger)
        } else if method.looks_at_all_units() {
            // These rules set units against one another: two that are equal must not be parted by the order of a sum.
            let settled = |(child, column): (&NodeId, &Column)| {
                if index.node(*child).children().is_empty() { column.clone() } else { settled_scores(column) }
            };
            let columns: Vec<Column> = children.iter().zip(&columns).map(settled).collect();
            table_wide(method, &columns, &own, &counts)
        } else {
            each_unit(method, &columns, &families, &counts, &|why, place, known| {
                let codes: Vec<&str> = known.iter().filter_map(|i| codes.get(*i).copied()).collect();
                Refused::OfUnit { unit: unit(place), source: Box::new(why.among(&codes, unit)) }
            })
        };
        match scored {
            Ok(scores) => {
                if let Some(column) = rating.scores.get_mut(i) {
                    put(column, scope, &scores);
                }
            }
            Err(why) => refused.push(refuse("aggregation", why)),
        }
        for (row, f) in scope.iter().zip(&families) {
            if let Some(cell) = rating.coverage.get_mut(i).and_then(|c| c.get_mut(*row)) {
                *cell = f.coverage;
            }
            if let Some(cell) = rating.applies.get_mut(i).and_then(|c| c.get_mut(*row)) {
                *cell = f.weights.iter().any(|w| *w > 0.0);
            }
        }
    }
    rating.weights.push(Weights { units: scope.to_vec(), shares });
}

/// A node's children as one unit has them.
struct Family {
    /// Of the children that apply, after those that do not have yielded theirs; 0 for the others.
    weights: Vec<f64>,
    coverage: f64,
    /// Whether every child that counts has a score, and whether any has.
    complete: bool,
    known: bool,
}

fn family(index: &Index, rating: &Rating, id: NodeId, own: &[f64], unit: usize) -> Family {
    let children = index.node(id).children();
    let applies = |c: &NodeId| rating.applies.get(c.0).and_then(|column| column.get(unit)) != Some(&false);
    let mut weights: Vec<f64> = children.iter().zip(own).map(|(c, w)| if applies(c) { *w } else { 0.0 }).collect();
    for (child, w) in children.iter().zip(own).filter(|(c, _)| !applies(c)) {
        let NodeKind::Indicator(indicator) = &index.node(*child).kind else { continue };
        let heir = indicator.yields_to.and_then(|to| children.iter().position(|c| *c == to && applies(c)));
        if let Some(weight) = heir.and_then(|i| weights.get_mut(i)) {
            *weight += w;
        }
    }
    let total: f64 = weights.iter().sum();
    let covered = |c: &NodeId| rating.coverage.get(c.0).and_then(|column| column.get(unit)).copied().unwrap_or(0.0);
    let counted = || children.iter().zip(&weights).filter(|(_, w)| **w > 0.0);
    let scored = counted().filter(|(c, _)| rating.scores_of(**c).get(unit).copied().flatten().is_some()).count();
    let complete = scored == counted().count();
    let sum = || counted().map(|(c, w)| w * covered(c)).sum::<f64>();
    // Half of something shared is not half known.
    let coverage = match &index.node(id).kind {
        NodeKind::Pair { .. } => f64::from(u8::from(complete && scored > 0)),
        _ if total > 0.0 => sum() / total,
        _ => 0.0,
    };
    Family { weights, coverage, complete, known: scored > 0 }
}

/// The share of the known indicators below a node that are not 0 before normalisation.
fn nonzero(index: &Index, rating: &Rating, id: NodeId, scope: &[usize]) -> Vec<Option<f64>> {
    let below =
        |leaf: NodeId| std::iter::successors(Some(leaf), |n| index.node(*n).parent).any(|ancestor| ancestor == id);
    if index.node(id).nonzero <= 0.0 {
        return Vec::new();
    }
    let columns: Vec<&Column> = rating
        .indicators
        .iter()
        .zip(&rating.steps.screened)
        .filter(|(leaf, _)| below(**leaf))
        .map(|(_, c)| c)
        .collect();
    let of = |unit: &usize| {
        let known: Vec<f64> = columns.iter().filter_map(|c| c.get(*unit).copied().flatten()).collect();
        let nonzero = known.iter().filter(|x| **x != 0.0).count();
        (!known.is_empty()).then(|| nonzero as f64 / known.len() as f64)
    };
    scope.iter().map(of).collect()
}

fn each_unit(
    method: Aggregation,
    columns: &[Column],
    families: &[Family],
    counts: &[bool],
    named: &dyn Fn(Refused, usize, &[usize]) -> Refused,
) -> Result<Column, Refused> {
    let one = |unit: usize, family: &Family| -> Result<Option<f64>, Refused> {
        let child = |(i, (c, w)): (usize, (&Column, &f64))| {
            let z = c.get(unit).copied().flatten().filter(|_| *w > 0.0)?;
            Some((i, (*w, z)))
        };
        let (known, parts): (Vec<usize>, Vec<(f64, f64)>) =
            columns.iter().zip(&family.weights).enumerate().filter_map(child).unzip();
        unit_wise(method, &parts).transpose().map_err(|why| named(Refused::from(why), unit, &known))
    };
    let units = counts.iter().zip(families).enumerate();
    units.map(|(unit, (counts, family))| if *counts { one(unit, family) } else { Ok(None) }).collect()
}

/// The rules that look at all units at once, over those that count.
fn table_wide(method: Aggregation, columns: &[Column], weights: &[f64], counts: &[bool]) -> Result<Column, Refused> {
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

/// The units that know every child; the others have no score, since the frontier has no place for a hole.
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
