//! What changed between two years of a panel, or two versions of a table, taken apart for every unit.
//!
//! Rules that look at one unit alone give parts that sum to the change, by indicator ([`changes`]); benefit of the doubt gives factors whose
//! product is the ratio of the two scores ([`frontier`], [`geometric`]).

mod frontier;
mod geometric;

pub use frontier::{FrontierFactors, frontier};
pub use geometric::{GeometricFactors, geometric};

use crate::analysis::contribution::{Contribution, contributions_of};
use crate::analysis::weight_robustness::Entry;
use crate::model::Index;
use crate::model::framework::NodeId;

/// One unit's change.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitChange {
    pub unit: String,
    pub name: Option<String>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// In points of the node, in the order of the tree; they sum to the change. None where either score is missing.
    pub parts: Vec<Contribution>,
}

impl UnitChange {
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }
}

/// The change of every unit that stands on either side, in the order of the later one, and its exact parts
/// ([`contributions_of`]): by indicator where the rules look at one unit alone, of a node as a whole where its rule looks at
/// all of them.
///
/// Worked example: weights 0.5 and 0.5, from 40 and 60 to 60 and 50: 50 becomes 55, by +10 and -5.
pub fn changes(index: &Index, before: &[Entry], after: &[Entry], node: NodeId) -> Vec<UnitChange> {
    let change = |code: &str, x: Option<&Entry>, y: Option<&Entry>| UnitChange {
        unit: code.to_owned(),
        name: x.or(y).and_then(|e| e.name.clone()),
        before: y.and_then(|e| e.score(node)),
        after: x.and_then(|e| e.score(node)),
        parts: x.zip(y).map_or_else(Vec::new, |(x, y)| contributions_of(&index.nodes, x, y, node)),
    };
    let of = |side: &'_ [Entry], code: &str| side.iter().position(|e| e.code == code);
    let later = after.iter().map(|x| change(&x.code, Some(x), of(before, &x.code).and_then(|i| before.get(i))));
    let gone = before.iter().filter(|y| of(after, &y.code).is_none()).map(|y| change(&y.code, None, Some(y)));
    later.chain(gone).collect()
}
