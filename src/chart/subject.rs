//! What a figure of an index's structure shows, and where it comes from.

use super::words::Words;
use crate::analysis::structure::Structure;
use crate::model::Index;
use crate::model::framework::{NodeId, NodeKind};

/// The number of units below which a figure of the structure warns: with 30 the standard error of a correlation near 0
/// is still 0.19.
const ENOUGH: usize = 30;

/// The name of what is shown, and its origin.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub index: &'a Index,
    pub structure: &'a Structure,
    /// Framework, data, and which values the figure rests on.
    pub subtitle: &'a str,
    /// The last line.
    pub source: &'a str,
    /// What stands above, in place of the finding.
    pub title: Option<&'a str>,
    pub words: &'a Words,
}

impl Subject<'_> {
    pub(super) fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    pub(super) fn name(&self, id: NodeId) -> String {
        let node = self.index.node(id);
        match node.parent.map(|p| (p, &self.index.node(p).kind)) {
            // A direction's own title has places for two names, which a structure of many partnerships does not have.
            Some((pair, NodeKind::Pair { directions })) => {
                let side = if directions[0] == id { "{title}: first side" } else { "{title}: second side" };
                self.words.say(side, &[("title", &self.words.node(self.index.node(pair)))])
            }
            _ => self.words.node(node),
        }
    }

    /// What few units allow; nothing where there are enough.
    pub(super) fn few_units(&self, units: usize) -> Option<String> {
        let places = [("n", &*units.to_string())];
        (units < ENOUGH).then(|| {
            self.words.say(
                "Only {n} units: with so few, chance alone makes large values; read none of them by itself.",
                &places,
            )
        })
    }

    /// The node that an indicator belongs to, a pair of directions counting as one indicator.
    pub(super) fn block(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.index.node(id).parent?;
        match self.index.node(parent).kind {
            NodeKind::Pair { .. } => self.index.node(parent).parent,
            _ => Some(parent),
        }
    }
}
