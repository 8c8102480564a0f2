//! What a figure of a table's variants is given.

use super::words::Words;
use crate::analysis::multiverse::Factor;
use crate::analysis::sensitivity::{Indices, Quantity, Swing};
use crate::analysis::uncertainty::Ranks;
use crate::model::Index;
use crate::model::framework::NodeId;

/// Scores of the units of a table over the declared ways of computing them.
#[derive(Clone, Copy, Debug)]
pub struct TableVariants<'a> {
    pub index: &'a Index,
    /// The node whose scores are ranked and moved.
    pub node: NodeId,
    /// For print, in the order of the results.
    pub units: &'a [String],
    pub answer: TableAnswer<'a>,
    /// Framework, data, and which values the figure rests on.
    pub subtitle: &'a str,
    /// The last line, with draws or points and their seed.
    pub source: &'a str,
    /// What stands above, in place of the kind's own title.
    pub title: Option<&'a str>,
    pub words: &'a Words,
}

/// What a figure shows of them.
#[derive(Clone, Copy, Debug)]
pub enum TableAnswer<'a> {
    /// Ranks over so many draws; units of which a row is drawn, by their places.
    Ranks { ranks: &'a Ranks, draws: usize, shown: &'a [usize] },
    /// What the spread of one quantity comes from.
    Indices { indices: &'a Indices, quantity: Quantity },
    /// How far each factor moves the score of one unit, whose own score is told.
    Swings { factors: &'a [Factor], swings: &'a [Swing], unit: usize, nominal: Option<f64> },
}

impl TableVariants<'_> {
    /// The name of what is ranked and moved.
    pub(super) fn name(&self) -> String {
        let node = self.index.node(self.node);
        if node.title.is_empty() { node.code.clone() } else { self.words.node(node) }
    }

    pub(super) fn unit(&self, place: usize) -> &str {
        self.units.get(place).map_or("", String::as_str)
    }

    pub(super) fn code(&self) -> String {
        self.index.node(self.node).code.clone()
    }

    pub(super) fn title(&self, own: String) -> String {
        self.title.map_or(own, str::to_owned)
    }
}
