//! What a figure of a table's scores is given.

use super::table::{Table, number};
use super::words::Words;
use crate::model::Index;
use crate::model::framework::NodeId;

/// Scores of the units of a table, of one year where it has several.
#[derive(Clone, Debug)]
pub struct TableScores<'a> {
    pub index: &'a Index,
    /// Codes or names of the units.
    pub units: Vec<String>,
    pub node: NodeId,
    pub scores: Vec<Option<f64>>,
    /// The units that were asked for by name, by their places.
    pub named: Vec<usize>,
    /// The second score of a scatter.
    pub against: Option<(NodeId, Vec<Option<f64>>)>,
    /// Framework, data, and which values the figure rests on.
    pub subtitle: &'a str,
    /// The last line.
    pub source: &'a str,
    /// What stands above, in place of the kind's own title.
    pub title: Option<&'a str>,
    pub words: &'a Words,
}

impl TableScores<'_> {
    /// Each unit with its score and the second one.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, Option<f64>, Option<f64>)> {
        let second = |i: usize| self.against.as_ref().and_then(|(_, all)| all.get(i).copied().flatten());
        let rows = self.units.iter().zip(&self.scores).enumerate();
        rows.map(move |(i, (unit, score))| (unit.as_str(), *score, second(i)))
    }

    pub(super) fn name(&self, id: NodeId) -> String {
        let node = self.index.node(id);
        if node.title.is_empty() { node.code.clone() } else { self.words.node(node) }
    }

    pub(super) fn title(&self, own: String) -> String {
        self.title.map_or(own, str::to_owned)
    }

    pub(super) fn table(&self) -> Table {
        let code = |id: NodeId| self.index.node(id).code.clone();
        let mut table = Table::new(&["unit", "node", "score", "against", "against_score"]);
        let other = self.against.as_ref().map_or_else(String::new, |(id, _)| code(*id));
        for (unit, x, y) in self.rows() {
            table.push(vec![unit.to_owned(), code(self.node), number(x), other.clone(), number(y)]);
        }
        table
    }
}

/// What is missing sorts last.
pub(super) fn known(score: Option<f64>) -> f64 {
    score.unwrap_or(f64::NEG_INFINITY)
}
