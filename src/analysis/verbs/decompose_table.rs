//! `decompose` of a table: every unit's change between two years, or two versions of the table, taken apart.

use std::collections::BTreeMap;

use super::Error;
use crate::analysis::table_change::{self, FrontierFactors, GeometricFactors, UnitChange, changes};
use crate::analysis::weight_robustness::{Entry, ScoredTree};
use crate::model::framework::{Aggregation, NodeId, NodeKind};
use crate::model::method::Scope;
use crate::model::{Index, Units};
use crate::scoring::rating::radial;
use crate::scoring::{self, Rating};

/// What is taken apart.
#[derive(Clone, Debug, Default)]
pub struct TableChangeRequest {
    /// Codes of units; all where none is named.
    pub units: Vec<String>,
    /// The index itself where none is named.
    pub node: Option<String>,
    /// Of one panel the earlier and the later year; of two versions of a panel the year of both.
    pub years: Vec<i32>,
}

/// The factors of the changes, by unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Factors {
    Frontier(BTreeMap<String, FrontierFactors>),
    Geometric(BTreeMap<String, GeometricFactors>),
}

/// The changes with the table they belong to.
pub struct TableChange<'a> {
    pub index: &'a Index,
    pub units: &'a Units,
    /// The later version, where it is another file.
    pub later: Option<&'a Units>,
    pub node: NodeId,
    /// What is before and what after, in words.
    pub between: (String, String),
    pub changes: Vec<UnitChange>,
    /// Where the node's rule is benefit of the doubt, and two years of one panel are compared.
    pub factors: Option<Factors>,
    pub notes: Vec<String>,
}

impl TableChange<'_> {
    /// Whether no unit has a change.
    pub fn withheld(&self) -> bool {
        self.changes.iter().all(|c| c.change().is_none())
    }
}

/// Rates the table, or both versions of it, and takes every unit's change apart.
pub fn decompose_table<'a>(
    index: &'a Index,
    units: &'a Units,
    later: Option<&'a Units>,
    request: &TableChangeRequest,
) -> Result<TableChange<'a>, Error> {
    let node = match &request.node {
        None => index.roots().next().unwrap_or(NodeId(0)),
        Some(code) => index.find(code).ok_or_else(|| Error::unknown_node(index, code))?,
    };
    let years = sides(units, later, &request.years)?;
    let rating = scoring::rate(index, units).map_err(Error::Refused)?;
    let other = later.map(|later| scoring::rate(index, later).map_err(Error::Refused)).transpose()?;
    let (second, second_rating) = (later.unwrap_or(units), other.as_ref().unwrap_or(&rating));
    let before = entries(index, units, &rating, years.0);
    let after = entries(index, second, second_rating, years.1);
    Error::unless_known(&request.units, before.iter().chain(&after).map(|entry| entry.code.as_str()))?;
    let mut found = changes(index, &before, &after, node);
    found.retain(|change| request.units.is_empty() || request.units.contains(&change.unit));
    let mut notes = Vec::new();
    let factors = match (later, years) {
        (None, (Some(first), Some(last))) => factors(index, units, &rating, node, (first, last), &mut notes),
        _ => None,
    };
    if index.scope == Scope::Year {
        let note = "scales are fitted year by year: the change of a score is also that of the others it is set against";
        notes.push(note.to_owned());
    }
    if !index.node(node).children().is_empty() && found.iter().any(|c| c.parts.iter().any(|part| part.node == node)) {
        let rule = "has a rule of which no child has a part of its own, or a child is missing or weighed otherwise on one side: it stands as a whole";
        notes.push(format!("{} {rule}", index.node(node).code));
    }
    let named = |year: Option<i32>, units: &Units| match (year, later) {
        (Some(year), None) => year.to_string(),
        (Some(year), Some(_)) => format!("{} {year}", units.file),
        (None, _) => units.file.clone(),
    };
    let between = (named(years.0, units), named(years.1, second));
    Ok(TableChange { index, units, later, node, between, changes: found, factors, notes })
}

/// The year of each side; none where the tables have no years.
fn sides(units: &Units, later: Option<&Units>, years: &[i32]) -> Result<(Option<i32>, Option<i32>), Error> {
    let (own, other) = (units.held_years(), later.map(Units::held_years));
    let known = |year: i32, held: &[i32]| match held.contains(&year) {
        true => Ok(Some(year)),
        false => Err(Error::NoSuchYear { year: Some(year), held: held.to_vec() }),
    };
    match (&other, own.as_slice(), years) {
        (None, [], _) => Err(Error::NoYears),
        (None, [first, last], []) => Ok((Some(*first), Some(*last))),
        (None, _, [first, last]) if first != last => Ok((known(*first, &own)?, known(*last, &own)?)),
        (None, ..) => Err(Error::TwoYearsWanted { held: own }),
        (Some(_), [], []) => Ok((None, None)),
        (Some(other), _, [year]) => Ok((known(*year, &own)?, known(*year, other)?)),
        (Some(_), _, _) => Err(Error::YearWanted { held: own }),
    }
}

/// The scored units of one year, or all.
fn entries(index: &Index, units: &Units, rating: &Rating, year: Option<i32>) -> Vec<Entry> {
    let trees = ScoredTree::of_rating(index, units, rating);
    trees.into_iter().flat_map(|tree| tree.units).filter(|entry| entry.year == year).collect()
}

/// The factors, where the node's rule has them; a note where it would have them otherwise.
fn factors(
    index: &Index,
    units: &Units,
    rating: &Rating,
    node: NodeId,
    years: (i32, i32),
    notes: &mut Vec<String>,
) -> Option<Factors> {
    let NodeKind::Composite { aggregation, children, .. } = &index.node(node).kind else { return None };
    let family = (node, children.as_slice());
    let code = &index.node(node).code;
    let found = match aggregation {
        Aggregation::BenefitOfTheDoubt { bounds, robust: None } => {
            let shares = rating.weights.first().map_or(&[][..], |w| w.shares.as_slice());
            let own: Vec<f64> = children.iter().filter_map(|c| shares.get(c.0).copied()).collect();
            let restriction = radial(*bounds, &own);
            match restriction {
                Some(_) if index.scope != Scope::Panel => {
                    let note = "no factors of the change: two frontiers are compared on one scale, so write scope = \
                                \"panel\" under [methods]; the frontier of each year is taken from it";
                    notes.push(note.to_owned());
                    return None;
                }
                Some(restriction) => restriction
                    .and_then(|r| table_change::frontier(units, rating, family, &r, years))
                    .map(Factors::Frontier),
                None => {
                    notes.push(format!(
                        "no factors of the change: the rule of {code} is no radial benefit of the doubt"
                    ));
                    return None;
                }
            }
        }
        Aggregation::BenefitOfTheDoubt { .. } | Aggregation::OrderM { .. } => {
            notes.push(format!("no factors of the change: the frontier of {code} is an expectation over samples"));
            return None;
        }
        Aggregation::GeometricBenefitOfTheDoubt { low, high } => {
            table_change::geometric(index, units, rating, family, (*low, *high), years).map(Factors::Geometric)
        }
        _ => return None,
    };
    match found {
        Ok(factors) => Some(factors),
        Err(refusal) => {
            notes.push(format!("no factors of the change at {code}: {refusal}"));
            None
        }
    }
}
