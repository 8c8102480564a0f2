//! What a figure of an index's structure shows, and where it comes from.

use crate::analysis::structure::Structure;
use crate::model::Index;
use crate::model::framework::{NodeId, NodeKind};

/// The name of what is shown, and its origin.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub index: &'a Index,
    pub structure: &'a Structure,
    /// Framework, data, and which values the figure rests on.
    pub subtitle: &'a str,
    /// The last line.
    pub source: &'a str,
}

impl Subject<'_> {
    pub(super) fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
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
