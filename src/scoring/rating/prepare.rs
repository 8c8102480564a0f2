//! The steps on single indicators: denomination, imputation, screening, treatment, normalisation.

use std::collections::{BTreeMap, HashMap};

use super::treatment::treatment;
use super::{
    Clipped, Column, Dropped, Filled, Keep, Rating, Refused, RefusedAt, Steps, Treatment, at, handed, put, scale, set,
};
use crate::model::Index;
use crate::model::Units;
use crate::model::framework::{Indicator, NodeId};
use crate::model::method::{Imputation, Looks};
use crate::model::tree;
use crate::scoring::denominate;
use crate::scoring::impute;
use crate::scoring::impute::{Centre, Convergence, FilledColumn, Panel};
use crate::scoring::normalise;
use crate::scoring::normalise::Scale;
use crate::scoring::refusal::Refusal;
use crate::scoring::screen;
use crate::scoring::treat;

/// The indicators' columns as the table has them.
pub(super) fn raw(index: &Index, units: &Units) -> Vec<Column> {
    let columns: HashMap<&str, &Column> = units.numbers.iter().map(|(name, values)| (name.as_str(), values)).collect();
    let column =
        |code: &str| columns.get(code).map_or_else(|| vec![None; units.rows.len()], |values| (*values).clone());
    index.indicators().map(|(_, node, _)| column(&node.code)).collect()
}

/// The same, taken out of the table; a column by which others are divided stays there too.
pub(super) fn raw_taken(index: &Index, units: &mut Units) -> Vec<Column> {
    let divides = |name: &str| index.indicators().any(|(_, _, i)| i.denominate.as_ref().is_some_and(|d| d.by == name));
    let mut columns: HashMap<&str, Column> = HashMap::new();
    for (name, values) in &mut units.numbers {
        let column = if divides(name) { values.clone() } else { std::mem::take(values) };
        columns.insert(name.as_str(), column);
    }
    let rows = units.rows.len();
    let mut column = |code: &str| columns.remove(code).unwrap_or_else(|| vec![None; rows]);
    index.indicators().map(|(_, node, _)| column(&node.code)).collect()
}

/// The raw data set, and room for the others.
pub(super) fn start(index: &Index, units: &Units, raw: Vec<Column>) -> Rating {
    let indicators: Vec<NodeId> = index.indicators().map(|(id, ..)| id).collect();
    let n = units.rows.len();
    let cells = raw.len() * n;
    let empty = vec![Column::new(); raw.len()];
    let steps = Steps { raw, treated: empty.clone(), normalised: empty, ..Steps::default() };
    let nodes = index.nodes.len();
    let mut applies = vec![vec![true; n]; nodes];
    for (column, row) in &units.inapplicable {
        let cell = index.find(column).and_then(|id| applies.get_mut(id.0)).and_then(|c| c.get_mut(*row));
        if let Some(cell) = cell {
            *cell = false;
        }
    }
    let (scores, coverage) = (vec![Column::new(); nodes], vec![vec![0.0; n]; nodes]);
    Rating { indicators, steps, scores, applies, coverage, cells, ..Rating::default() }
}

fn refuse(index: &Index, id: NodeId, step: &'static str, refused: impl Into<Refused>) -> RefusedAt {
    RefusedAt { path: tree::path(&index.nodes, id), step, refused: refused.into() }
}

pub(super) fn denominate(index: &Index, units: &Units, rating: &mut Rating, keep: Keep, refused: &mut Vec<RefusedAt>) {
    for ((id, _, indicator), column) in index.indicators().zip(&mut rating.steps.raw) {
        let raw = match keep {
            Keep::Steps => column.clone(),
            Keep::Scores => std::mem::take(column),
        };
        let Some(by) = &indicator.denominate else {
            rating.steps.denominated.push(raw);
            continue;
        };
        let sizes = units.number(&by.by).ok_or_else(|| Refused::NoColumn { column: by.by.clone() });
        let divided = sizes.and_then(|sizes| Ok(denominate::denominate(&raw, sizes, by.scale)?));
        match divided {
            Ok(d) => {
                rating.without_denominator.extend(d.without_denominator.iter().map(|u| (id, *u)));
                rating.steps.denominated.push(d.values);
            }
            Err(why) => {
                refused.push(refuse(index, id, "denomination", name_unit(units, why)));
                rating.steps.denominated.push(raw);
            }
        }
    }
    let holes = |column: &Column| column.iter().filter(|x| x.is_none()).count();
    rating.missing = rating.steps.denominated.iter().map(holes).sum();
    // Without missing values, or without a way to fill them, the two are one and the first is not asked for again.
    let keep = if rating.missing == 0 || !imputes(index) { keep } else { Keep::Steps };
    let known = index.screen.as_ref().is_some_and(|by| matches!(by.looks_at, Looks::Known));
    rating.steps.imputed = if known { Keep::Steps } else { keep }.on(&mut rating.steps.denominated);
}

/// Whether any indicator's missing values are to be filled.
fn imputes(index: &Index) -> bool {
    index.indicators().any(|(_, _, i)| !matches!(i.impute, Imputation::None {}))
}

/// The kernel counts units; a user knows them by their codes.
fn name_unit(units: &Units, why: Refused) -> Refused {
    match why {
        Refused::Step(Refusal::Denominator { unit, value }) => {
            let unit = units.rows.get(unit).map_or_else(String::new, |row| row.label());
            Refused::Denominator { unit, value }
        }
        other => other,
    }
}

/// From other years of the same unit; such a table has years, which the loader saw to.
pub(super) fn impute_over_years(index: &Index, units: &Units, rating: &mut Rating, refused: &mut Vec<RefusedAt>) {
    let mut series: BTreeMap<&str, Vec<(i32, usize)>> = BTreeMap::new();
    for (i, row) in units.rows.iter().enumerate() {
        series.entry(&row.code).or_default().push((row.year.unwrap_or_default(), i));
    }
    series.values_mut().for_each(|years| years.sort_unstable());
    for (column, (id, _, indicator)) in index.indicators().enumerate() {
        let panel = match indicator.impute {
            Imputation::CarryForward { years } => Panel::CarryForward { years: u32::from(years) },
            Imputation::Linear { hold_ends } => Panel::Linear { hold_ends },
            Imputation::Hold {} => Panel::Constant,
            _ => continue,
        };
        for years in series.values() {
            let rows: Vec<usize> = years.iter().map(|(_, row)| *row).collect();
            let when: Vec<i32> = years.iter().map(|(year, _)| *year).collect();
            let Some(known) = rating.steps.denominated.get(column).map(|c| at(c, &rows)) else { continue };
            match impute::by_panel(&when, &known, panel) {
                Ok(filled) => keep(rating, column, id, &rows, &filled.values),
                Err(why) => refused.push(refuse(index, id, "imputation", why)),
            }
        }
    }
}

/// Takes over the values of one scope, and notes which of them are new.
fn keep(rating: &mut Rating, column: usize, id: NodeId, rows: &[usize], values: &[Option<f64>]) {
    let Some(before) = rating.steps.denominated.get(column) else { return };
    let applies = |row: &usize| rating.applies.get(id.0).and_then(|c| c.get(*row)) != Some(&false);
    // What has no place is not a missing value to be imputed.
    let new: Vec<(usize, f64)> = rows
        .iter()
        .zip(values)
        .filter(|(row, _)| before.get(**row) == Some(&None) && applies(row))
        .filter_map(|(row, value)| Some((*row, (*value)?)))
        .collect();
    for (row, value) in new {
        rating.filled.push(Filled { indicator: id, unit: row, value });
        if let Some(column) = rating.steps.imputed.get_mut(column) {
            put(column, &[row], &[Some(value)]);
        }
    }
}

/// From the other units or indicators of the same scope.
pub(super) fn impute(index: &Index, units: &Units, scope: &[usize], rating: &mut Rating, refused: &mut Vec<RefusedAt>) {
    if rating.missing == 0 || !imputes(index) {
        return;
    }
    let known: Vec<Column> = rating.steps.denominated.iter().map(|c| at(c, scope)).collect();
    // One fit serves all indicators below the same node.
    let mut normals: BTreeMap<Option<NodeId>, Family> = BTreeMap::new();
    for (column, (id, node, indicator)) in index.indicators().enumerate() {
        let Some(own) = known.get(column) else { continue };
        if own.iter().all(Option::is_some) {
            continue;
        }
        let filled = match &indicator.impute {
            Imputation::Em {} => {
                let normal = normals.entry(node.parent).or_insert_with(|| normal(index, &known, node.parent));
                let own = |columns: &Vec<(NodeId, FilledColumn)>| {
                    columns.iter().find(|(other, _)| *other == id).map(|(_, filled)| filled.clone())
                };
                match normal {
                    Ok(columns) => own(columns).map(Ok),
                    Err(why) => Some(Err(why.clone())),
                }
            }
            _ => by_unit(index, units, scope, &known, own, (id, indicator)),
        };
        match filled {
            Some(Ok(filled)) => keep(rating, column, id, scope, &filled.values),
            Some(Err(why)) => refused.push(refuse(index, id, "imputation", why)),
            None => {}
        }
    }
}

/// The filled columns of indicators that are imputed together.
type Family = Result<Vec<(NodeId, FilledColumn)>, Refused>;

/// The indicators below a node that are imputed by expectation-maximisation, filled by what they tell of one another.
fn normal(index: &Index, known: &[Column], parent: Option<NodeId>) -> Family {
    let family: Vec<(NodeId, &Column)> = index
        .indicators()
        .zip(known)
        .filter(|((_, node, i), _)| node.parent == parent && matches!(i.impute, Imputation::Em {}))
        .map(|((id, ..), column)| (id, column))
        .collect();
    if family.len() < 2 {
        return Err(Refused::Alone);
    }
    let columns: Vec<&[Option<f64>]> = family.iter().map(|(_, column)| column.as_slice()).collect();
    let normal = impute::by_em(&columns, Convergence::USUAL)?;
    Ok(family.into_iter().map(|(id, _)| id).zip(normal.columns).collect())
}

/// One column, filled; nothing where its method is another kind's.
fn by_unit(
    index: &Index,
    units: &Units,
    scope: &[usize],
    known: &[Column],
    own: &[Option<f64>],
    (id, indicator): (NodeId, &Indicator),
) -> Option<Result<FilledColumn, Refused>> {
    let group = |column: &str, centre| {
        let words = units.word(column).ok_or_else(|| Refused::NoColumn { column: column.to_owned() })?;
        let groups: Vec<Option<String>> = scope.iter().map(|i| words.get(*i).cloned().flatten()).collect();
        Ok(impute::by_group(own, &groups, centre)?)
    };
    Some(match &indicator.impute {
        Imputation::Mean {} => impute::by_centre(own, Centre::Mean).map_err(Refused::from),
        Imputation::Median {} => impute::by_centre(own, Centre::Median).map_err(Refused::from),
        Imputation::GroupMean { group: column } => group(column, Centre::Mean),
        Imputation::GroupMedian { group: column } => group(column, Centre::Median),
        Imputation::ParentMean {} => siblings(index, known, id, Centre::Mean),
        Imputation::ParentMedian {} => siblings(index, known, id, Centre::Median),
        Imputation::Regression { on } => {
            let codes = index.indicators().map(|(_, node, _)| node.code.as_str());
            let others = codes.zip(known).filter(|(code, _)| on.iter().any(|c| c == code));
            let predictors: Vec<&[Option<f64>]> = others.map(|(_, column)| column.as_slice()).collect();
            impute::by_regression(own, &predictors).map_err(Refused::from)
        }
        Imputation::Constant { value } => {
            let values = own.iter().map(|x| x.or(Some(*value))).collect();
            Ok(FilledColumn { values, filled: Vec::new(), still_missing: Vec::new() })
        }
        _ => return None,
    })
}

/// The indicators below the same node stand for one another.
fn siblings(index: &Index, known: &[Column], id: NodeId, centre: Centre) -> Result<FilledColumn, Refused> {
    let parent = index.node(id).parent;
    let family: Vec<(NodeId, &Indicator, &Column)> = index
        .indicators()
        .zip(known)
        .filter(|((_, node, _), _)| node.parent == parent)
        .map(|((id, _, indicator), column)| (id, indicator, column))
        .collect();
    let columns: Vec<&[Option<f64>]> = family.iter().map(|(.., column)| column.as_slice()).collect();
    let directions: Vec<normalise::Direction> = family.iter().map(|(_, i, _)| scale::direction(i)).collect();
    let place = family.iter().position(|(other, ..)| *other == id);
    let filled = impute::by_siblings(&columns, &directions, centre)?;
    let own = place.and_then(|p| filled.into_iter().nth(p));
    own.ok_or_else(|| Refused::NoColumn { column: index.node(id).code.clone() })
}

pub(super) fn screen(index: &Index, rating: &mut Rating, keep: Keep, refused: &mut Vec<RefusedAt>) {
    let Some(by) = &index.screen else {
        rating.steps.screened = keep.on(&mut rating.steps.imputed);
        return;
    };
    let data = match by.looks_at {
        Looks::Known => &rating.steps.denominated,
        Looks::Imputed => &rating.steps.imputed,
    };
    let columns: Vec<&[Option<f64>]> = data.iter().map(Vec::as_slice).collect();
    let rule = screen::Screening::Both { least_available: by.availability, least_non_zero: by.nonzero };
    let applicable = |mut known: Vec<screen::Availability>| {
        for (unit, known) in known.iter_mut().enumerate() {
            let inapplicable = |id: &&NodeId| rating.applies.get(id.0).and_then(|c| c.get(unit)) == Some(&false);
            known.indicators = known.indicators.saturating_sub(rating.indicators.iter().filter(inapplicable).count());
        }
        known
    };
    let found =
        screen::availability(&columns).map(applicable).and_then(|units| Ok((screen::screen(&units, rule)?, units)));
    rating.steps.screened = keep.on(&mut rating.steps.imputed);
    match found {
        Ok((verdicts, availability)) => {
            let units = verdicts.iter().zip(availability).enumerate();
            for (unit, (_, known)) in units.filter(|(_, (verdict, _))| !verdict.keep) {
                rating.dropped.push(Dropped { unit, availability: known.available(), nonzero: known.non_zero() });
                for column in &mut rating.steps.screened {
                    put(column, &[unit], &[None]);
                }
            }
        }
        Err(why) => {
            let path = index.code.clone();
            refused.push(RefusedAt { path, step: "screening", refused: why.into() });
        }
    }
}

pub(super) fn treat(index: &Index, scope: &[usize], rating: &mut Rating, keep: Keep, refused: &mut Vec<RefusedAt>) {
    let all = rating.rows();
    // Whoever counts zeros below a node counts them before normalisation.
    let keep = if index.nodes.iter().any(|n| n.nonzero > 0.0) { Keep::Steps } else { keep };
    for (column, (id, _, indicator)) in index.indicators().enumerate() {
        let Some(values) = rating.steps.screened.get_mut(column).map(|c| handed(c, scope, keep)) else { continue };
        let treated = match treatment(&indicator.treat) {
            Some(how) => match treat::treat(how, &values) {
                Ok(treated) => {
                    let values = treated.values.clone();
                    rating.treatments.push(Treatment { indicator: id, units: scope.to_vec(), treated });
                    values
                }
                // A column that says nothing about differences has its own rule, one step later.
                Err(Refusal::Constant { .. }) => values,
                Err(why) => {
                    refused.push(refuse(index, id, "treatment", why));
                    values
                }
            },
            None => values,
        };
        if let Some(column) = rating.steps.treated.get_mut(column) {
            set(column, scope, treated, all);
        }
    }
}

pub(super) fn to_scores(
    index: &Index,
    units: &Units,
    scope: &[usize],
    rating: &mut Rating,
    keep: Keep,
    refused: &mut Vec<RefusedAt>,
) {
    let all = rating.rows();
    // A range that is shared is taken from columns that still stand.
    let shares = index.indicators().any(|(_, _, i)| !i.normalise.with().is_empty());
    let keep = if shares { Keep::Steps } else { keep };
    for (column, (id, _, indicator)) in index.indicators().enumerate() {
        let Some(values) = rating.steps.treated.get_mut(column).map(|c| handed(c, scope, keep)) else { continue };
        // Nothing is known here at all: nothing to fit, and nothing to score.
        if values.iter().all(Option::is_none) {
            if let Some(column) = rating.steps.normalised.get_mut(column) {
                column.resize(all, None);
            }
            continue;
        }
        let curved = |t: &Treatment| t.indicator == id && t.units == scope && t.treated.curve.is_some();
        let lost = indicator.normalise.is_stated() && rating.treatments.iter().any(curved);
        let others = index.indicators().map(|(_, node, _)| node.code.as_str()).zip(&rating.steps.treated);
        let shared = others.filter(|(code, _)| indicator.normalise.with().iter().any(|with| with == code));
        let shared: Vec<Option<f64>> = shared.flat_map(|(_, column)| at(column, scope)).collect();
        let scale = if lost { Err(Refused::OnACurve) } else { fitted(units, scope, indicator, (&values, &shared)) };
        let scored = scale.and_then(|scale| {
            let score = |x: &Option<f64>| x.map(|x| scale.apply(x)).transpose();
            Ok(values.iter().map(score).collect::<Result<Vec<_>, _>>()?)
        });
        match scored {
            Ok(scored) => {
                let cells = scored.iter().zip(&values).zip(scope);
                let cut = cells.filter_map(|((scored, value), unit)| Some((scored.as_ref()?, (*value)?, *unit)));
                for ((score, clip), value, unit) in cut {
                    if clip.is_some() {
                        rating.clipped.push(Clipped { indicator: id, unit, value, score: *score });
                    }
                }
                // Into room of its own size: collecting would keep that of the wider entries.
                let mut scores = Column::with_capacity(scored.len());
                scores.extend(scored.into_iter().map(|s| s.map(|(score, _)| score)));
                if let Some(column) = rating.steps.normalised.get_mut(column) {
                    set(column, scope, scores, all);
                }
            }
            Err(why) => refused.push(refuse(index, id, "normalisation", why)),
        }
    }
}

/// The indicator's scale, fitted on the units of the scope, and on the values that share its range.
fn fitted(
    units: &Units,
    scope: &[usize],
    indicator: &Indicator,
    (values, shared): (&[Option<f64>], &[Option<f64>]),
) -> Result<Scale, Refused> {
    let joined: Vec<Option<f64>>;
    let values = match shared.is_empty() {
        true => values,
        false => {
            joined = values.iter().chain(shared).copied().collect();
            &joined
        }
    };
    let place = |code: &str| scope.iter().position(|i| units.rows.get(*i).is_some_and(|r| r.code == code));
    let how = scale::method(indicator, values, place)?;
    Ok(normalise::fit(&how, scale::direction(indicator), indicator.constant, values)?)
}
