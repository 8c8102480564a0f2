//! `evaluate` of a table: every row rated and ranked.

use super::Error;
use crate::analysis::standing::standings_within;
use crate::analysis::{memory, standings_at};
use crate::model::framework::NodeId;
use crate::model::method::Scope;
use crate::model::{Index, Units};
use crate::scoring::{self, Rating};

/// How much of a rating is kept beyond the scores, which a large table has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Ranks at the roots.
    Roots,
    /// Ranks at every node.
    Ranks,
    /// The data set of every step.
    Steps,
    /// Both.
    Everything,
}

/// A rated table.
pub struct Rated<'a> {
    pub index: &'a Index,
    pub units: Units,
    pub rating: Rating,
    /// One column per node; those of inner nodes and indicators may be empty ([`Keep`]).
    pub ranks: Vec<Vec<Option<f64>>>,
    /// Ranks within groups, where they are asked for, or where each group has scales of its own.
    pub within: Option<Within>,
}

/// Ranks within the groups of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// The column with the groups.
    pub column: String,
    /// As [`Rated::ranks`], among the units of the same group and year; a unit without a group has none.
    pub ranks: Vec<Vec<Option<f64>>>,
}

impl Rated<'_> {
    /// Whether no row has a score at any root.
    pub fn withheld(&self) -> bool {
        !self.index.roots().any(|root| self.rating.scores_of(root).iter().any(Option::is_some))
    }
}

/// Rates all rows of a table, and ranks them year by year.
pub fn rate<'a>(index: &'a Index, units: Units, keep: Keep) -> Result<Rated<'a>, Error> {
    rate_within(index, units, keep, None)
}

/// The same with ranks within the groups of a column, as COINr's `get_results` gives them with `use = "groupranks"`.
///
/// Where each group has scales of its own (`scope = { group = .. }`) its ranks are given without being asked for.
pub fn rate_within<'a>(
    index: &'a Index,
    mut units: Units,
    keep: Keep,
    group: Option<&str>,
) -> Result<Rated<'a>, Error> {
    let group = match (&index.scope, group) {
        (Scope::Group(own), None) => Some(own.clone()),
        (_, group) => group.map(str::to_owned),
    };
    if let Some(column) = group.as_ref().filter(|column| units.word(column).is_none()) {
        let held = units.words.iter().map(|(name, _)| name.clone()).collect();
        return Err(Error::NoGroups { column: column.clone(), held });
    }
    let size = memory::of_row(index.indicators().count(), index.nodes.len());
    // Of a table there is no part that would do.
    memory::afford("rows", units.rows.len(), size, u64::MAX)?;
    let rating = match keep {
        Keep::Steps | Keep::Everything => scoring::rate(index, &units),
        // Nobody asks for the steps: a large table is held once.
        Keep::Roots | Keep::Ranks => scoring::rate_alone(index, &mut units),
    };
    let rating = rating.map_err(Error::Refused)?;
    let roots: Vec<NodeId> = index.roots().collect();
    let everywhere = matches!(keep, Keep::Ranks | Keep::Everything);
    let asked = |node: NodeId| everywhere || roots.contains(&node);
    let ranks = standings_at(&units, &rating, &asked);
    let within = group.map(|column| {
        let ranks = standings_within(&units, &rating, &column, &asked);
        Within { column, ranks }
    });
    Ok(Rated { index, units, rating, ranks, within })
}
