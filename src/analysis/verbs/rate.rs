//! `evaluate` of a table: every row rated and ranked.

use super::Error;
use crate::analysis::{memory, standings_at};
use crate::model::framework::NodeId;
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
}

impl Rated<'_> {
    /// Whether no row has a score at any root.
    pub fn withheld(&self) -> bool {
        !self.index.roots().any(|root| self.rating.scores_of(root).iter().any(Option::is_some))
    }
}

/// Rates all rows of a table, and ranks them year by year.
pub fn rate<'a>(index: &'a Index, mut units: Units, keep: Keep) -> Result<Rated<'a>, Error> {
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
    let ranks = standings_at(&units, &rating, &|node| everywhere || roots.contains(&node));
    Ok(Rated { index, units, rating, ranks })
}
