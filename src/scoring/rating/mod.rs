//! A plain table, rated: the Handbook's steps one after the other over all units, each step's data set kept.
//!
//! Order: denominate, impute, screen, treat, normalise, weigh and aggregate from the leaves to the root. Where the
//! table has years and the index says `scope = "year"`, each year is rated by itself.

mod ancestor;
mod combine;
mod frontier;
mod leaves;
mod nodes;
mod prepare;
mod refusals;
mod scale;
mod scheme;
mod sweep;
mod table_wide;
mod treatment;
mod weights;

pub use combine::Workings;
pub use frontier::radial;
pub use leaves::Leaves;
pub use refusals::{Refused, RefusedAt};
pub use scheme::Scheme;
pub use weights::{Unsettled, put_stated_weights, settle};

use crate::model::Index;
use crate::model::Units;
use crate::model::framework::NodeId;
use crate::model::method::Scope;
use crate::scoring::treat::Treated;

/// One entry per unit, in the order of the table's rows.
pub type Column = Vec<Option<f64>>;

/// The data sets of the steps: one column per indicator, in the order of [`Rating::indicators`]; no columns where they
/// were not kept ([`rate_alone`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    pub raw: Vec<Column>,
    pub denominated: Vec<Column>,
    pub imputed: Vec<Column>,
    /// From here on the units that were screened out have no values.
    pub screened: Vec<Column>,
    pub treated: Vec<Column>,
    pub normalised: Vec<Column>,
}

/// A cell that was missing and has a value now.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    pub indicator: NodeId,
    /// The row.
    pub unit: usize,
    pub value: f64,
}

/// What the treatment did to one indicator; `units` says which rows its entries are about.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    pub indicator: NodeId,
    pub units: Vec<usize>,
    pub treated: Treated,
}

/// A value beyond the ends of its scale, which got the end's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Clipped {
    pub indicator: NodeId,
    pub unit: usize,
    /// After treatment.
    pub value: f64,
    pub score: f64,
}

/// A unit that was screened out.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    pub unit: usize,
    /// Share of indicators known, and of the known that are not 0; nothing known has no such share.
    pub availability: Option<f64>,
    pub nonzero: Option<f64>,
}

/// The weights of one scope: the share of each node in its parent's score where everything is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// The rows they were fitted on.
    pub units: Vec<usize>,
    /// One entry per node.
    pub shares: Vec<f64>,
}

/// Everything the rating of a table gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rating {
    pub indicators: Vec<NodeId>,
    pub steps: Steps,
    /// One column per node of the index, indicators included.
    pub scores: Vec<Column>,
    /// Whether each node has a place in a row at all; one column per node.
    pub applies: Vec<Vec<bool>>,
    /// The share of the weight below each node that is observed, after imputation; what lies below a child without a
    /// score is not. One column per node.
    pub coverage: Vec<Vec<f64>>,
    pub filled: Vec<Filled>,
    pub treatments: Vec<Treatment>,
    pub clipped: Vec<Clipped>,
    /// Rows whose value was known and whose denominator was not.
    pub without_denominator: Vec<(NodeId, usize)>,
    /// In the order of the rows.
    pub dropped: Vec<Dropped>,
    /// One entry per scope.
    pub weights: Vec<Weights>,
    /// Cells of the indicators, and those of them that had no value before imputation.
    pub cells: usize,
    pub missing: usize,
}

impl Rating {
    /// The node's scores.
    pub fn scores_of(&self, id: NodeId) -> &[Option<f64>] {
        self.scores.get(id.0).map_or(&[], Vec::as_slice)
    }

    /// How many rows the table has.
    fn rows(&self) -> usize {
        self.applies.first().map_or(0, Vec::len)
    }

    /// Whether the row passed the screening.
    pub fn kept(&self, unit: usize) -> bool {
        self.dropped.binary_search_by_key(&unit, |d| d.unit).is_err()
    }
}

/// Rates every unit of the table. All refusals are reported together, each with the path of its node.
///
/// The table must have been read for this index. Worked example: one indicator with 2, 4, 12 and min-max to 0..100
/// gives 0, 20, 100, and so does the node above it.
pub fn rate(index: &Index, units: &Units) -> Result<Rating, Vec<RefusedAt>> {
    run(index, units, prepare::raw(index, units), Keep::Steps, Until::Nodes)
}

/// The same without the data sets of the steps, for tables so large that they should be held once and not seven times:
/// each column gives way to the one that is made of it. The numbers of `units` are used up; what a denominator or
/// another column's imputation needs is held as long. The scores are those of [`rate`], to the last bit.
pub fn rate_alone(index: &Index, units: &mut Units) -> Result<Rating, Vec<RefusedAt>> {
    let raw = prepare::raw_taken(index, units);
    run(index, units, raw, Keep::Scores, Until::Nodes)
}

/// The steps before aggregation: a rating whose indicators have their scores and whose inner nodes have none yet. With
/// [`Leaves`], [`Scheme`] and [`Workings`] it is aggregated as often as one likes, under other weights and rules;
/// `rate` does the same once. Refusals as there.
pub fn prepared(index: &Index, units: &Units) -> Result<Rating, Vec<RefusedAt>> {
    run(index, units, prepare::raw(index, units), Keep::Steps, Until::Leaves)
}

/// The steps on which the choice of units rests: denominated, imputed and screened, and no more. Refusals as in
/// [`rate`].
pub fn screened(index: &Index, units: &Units) -> Result<Rating, Vec<RefusedAt>> {
    run(index, units, prepare::raw(index, units), Keep::Steps, Until::Screened)
}

/// The last of the steps that are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Screened,
    Leaves,
    Nodes,
}

/// Whether a step's data set stays when the next one is made of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Steps,
    Scores,
}

impl Keep {
    /// Hands the data set of one step on to the next.
    fn on(self, columns: &mut Vec<Column>) -> Vec<Column> {
        match self {
            Keep::Steps => columns.clone(),
            Keep::Scores => std::mem::take(columns),
        }
    }
}

fn run(index: &Index, units: &Units, raw: Vec<Column>, keep: Keep, until: Until) -> Result<Rating, Vec<RefusedAt>> {
    let mut rating = prepare::start(index, units, raw);
    let scopes = match &index.scope {
        Scope::Year => units.years(),
        Scope::Panel => vec![(0..units.rows.len()).collect()],
        Scope::Group(column) => {
            let groups = units.groups(column);
            if let Some(row) = groups.get(&None).and_then(|rows| rows.first()).and_then(|row| units.rows.get(*row)) {
                let why = Refused::NoGroup { unit: row.label(), column: column.clone() };
                return Err(vec![RefusedAt { path: index.code.clone(), step: "scope", refused: why }]);
            }
            groups.into_values().collect()
        }
    };
    let mut refused = Vec::new();
    prepare::denominate(index, units, &mut rating, keep, &mut refused);
    prepare::impute_over_years(index, units, &mut rating, &mut refused);
    for scope in &scopes {
        prepare::impute(index, units, scope, &mut rating, &mut refused);
    }
    // A step on data that a step before it refused would tell the same trouble again.
    if refused.is_empty() {
        prepare::screen(index, &mut rating, keep, &mut refused);
        for scope in &scopes {
            let kept: Vec<usize> = scope.iter().copied().filter(|u| rating.kept(*u)).collect();
            // A year of which no unit is left has nothing to rate.
            if kept.is_empty() || until == Until::Screened {
                continue;
            }
            let before = refused.len();
            // Where all units stand in one scope, a column may give way to the next step's.
            let keep = if kept.len() == units.rows.len() { keep } else { Keep::Steps };
            prepare::treat(index, &kept, &mut rating, keep, &mut refused);
            prepare::to_scores(index, units, &kept, &mut rating, keep, &mut refused);
            if refused.is_empty() && until == Until::Nodes {
                nodes::fill(index, units, &kept, &mut rating, keep, &mut refused);
            }
            let first = scope.first().copied();
            let part = match &index.scope {
                Scope::Year => first.and_then(|row| units.rows.get(row)).and_then(|r| r.year).map(|y| y.to_string()),
                Scope::Group(column) => first.and_then(|row| units.word(column)?.get(row).cloned().flatten()),
                Scope::Panel => None,
            };
            if let Some(part) = part {
                refused.iter_mut().skip(before).for_each(|r| r.path += &format!(" in {part}"));
            }
        }
    }
    // A column that no scope reached has no values, one for each row.
    let rows = units.rows.len();
    let steps = &mut rating.steps;
    let reached = steps.treated.iter_mut().chain(&mut steps.normalised).chain(&mut rating.scores);
    reached.for_each(|column| column.resize(rows, None));
    if keep == Keep::Scores {
        rating.steps = Steps::default();
    }
    if refused.is_empty() { Ok(rating) } else { Err(refused) }
}

/// The entries of a column at some rows.
fn at(column: &[Option<f64>], rows: &[usize]) -> Column {
    rows.iter().map(|i| column.get(*i).copied().flatten()).collect()
}

/// The entries of a column at rows that are all of them, or some: all are handed over where the column gives way.
fn handed(column: &mut Column, rows: &[usize], keep: Keep) -> Column {
    match keep {
        Keep::Scores => std::mem::take(column),
        Keep::Steps if rows.len() == column.len() => column.clone(),
        Keep::Steps => at(column, rows),
    }
}

/// Writes the entries of a part back to its rows; a part that is the whole takes the column's place.
fn set(column: &mut Column, rows: &[usize], values: Column, all: usize) {
    if rows.len() == all {
        *column = values;
        return;
    }
    column.resize(all, None);
    put(column, rows, &values);
}

/// Writes the entries of a part back to its rows.
fn put(column: &mut [Option<f64>], rows: &[usize], values: &[Option<f64>]) {
    for (row, value) in rows.iter().zip(values) {
        if let Some(cell) = column.get_mut(*row) {
            *cell = *value;
        }
    }
}
