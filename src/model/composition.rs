//! Nodes whose children are weighed by the scores of a node further up, and what that node is made of.

use super::tree::{Node, NodeId, NodeKind, ancestors};

/// The nearest ancestor of the code that a node's weights name, for every node that names one: `(node, ancestor)`, in
/// the order of the tree; nothing as ancestor where none has the code.
pub fn weighed_by_ancestors(nodes: &[Node]) -> Vec<(NodeId, Option<NodeId>)> {
    let ids = (0..nodes.len()).map(NodeId);
    ids.filter_map(|id| Some((id, named(nodes, id)?))).map(|(id, code)| (id, above(nodes, id, code))).collect()
}

/// The code that a node's weights name.
fn named(nodes: &[Node], id: NodeId) -> Option<&str> {
    match &nodes.get(id.0)?.kind {
        NodeKind::Composite { weighting, .. } => weighting.with(),
        _ => None,
    }
}

fn above(nodes: &[Node], id: NodeId, code: &str) -> Option<NodeId> {
    ancestors(nodes, id).find(|a| *a != id && nodes.get(a.0).is_some_and(|n| n.code == code))
}

/// A part of what a node is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub node: NodeId,
    /// Whether the weights of its children are fitted to the node, so that it is made of these and not a whole.
    pub open: bool,
}

/// What a node is made of: below it every node that is weighed by it, and beside these whatever they leave whole, in the
/// order of the tree. Nothing where none is.
pub fn parts(nodes: &[Node], top: NodeId) -> Vec<Part> {
    let open: Vec<NodeId> =
        weighed_by_ancestors(nodes).into_iter().filter(|(_, to)| *to == Some(top)).map(|(node, _)| node).collect();
    let between = |id: NodeId| open.iter().any(|o| ancestors(nodes, *o).any(|a| a == id && a != *o));
    let mut found = Vec::new();
    let mut ahead: Vec<NodeId> = if open.is_empty() { Vec::new() } else { below(nodes, top) };
    while let Some(node) = ahead.pop() {
        if open.contains(&node) {
            found.push(Part { node, open: true });
        } else if between(node) {
            ahead.extend(below(nodes, node));
        } else {
            found.push(Part { node, open: false });
        }
    }
    found
}

/// The children, the last first.
fn below(nodes: &[Node], id: NodeId) -> Vec<NodeId> {
    nodes.get(id.0).map_or_else(Vec::new, |n| n.children().iter().rev().copied().collect())
}
