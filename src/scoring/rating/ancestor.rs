//! Weights of children by the scores of a node further up: found for all nodes that look to it at once.

use super::leaves::Place;
use crate::model::composition::{Part, parts, weighed_by_ancestors};
use crate::model::method::Weighting;
use crate::model::tree::{Node, NodeId};

/// One node and what it is made of.
#[derive(Clone, Debug)]
pub(super) struct ByAncestor {
    pub(super) weighting: Weighting,
    pub(super) families: Vec<Family>,
    pub(super) columns: Vec<Member>,
}

/// A part of the node, with a weight that nobody here changes.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// From the node down: the place of each child's weight, and its family's.
    pub(super) path: Vec<(usize, std::ops::Range<usize>)>,
}

/// What a family is made of.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) code: String,
    pub(super) family: usize,
    pub(super) place: Place,
    /// Where its weight goes, which it states; nothing for a part that is a whole.
    pub(super) slot: Option<usize>,
}

/// The inner nodes in an order in which they can be aggregated: children before their parents, and all that a node is
/// made of before the nodes that look to it.
pub(super) fn order(nodes: &[Node]) -> Vec<usize> {
    let inner = |i: &usize| nodes.get(*i).is_some_and(|n| !n.children().is_empty());
    // Parents stand before their children, so the reverse order meets every child before its parent.
    let mut waiting: Vec<usize> = (0..nodes.len()).rev().filter(inner).collect();
    let weighed = weighed_by_ancestors(nodes);
    if weighed.is_empty() {
        return waiting;
    }
    let mut needs: Vec<Vec<NodeId>> = nodes.iter().map(|n| n.children().to_vec()).collect();
    for (node, top) in weighed.into_iter().filter_map(|(node, top)| Some((node, top?))) {
        let made = parts(nodes, top).into_iter().flat_map(|p| members(nodes, p));
        if let Some(list) = needs.get_mut(node.0) {
            list.extend(made);
        }
    }
    let mut order = Vec::with_capacity(waiting.len());
    let mut done: Vec<bool> = (0..nodes.len()).map(|i| !inner(&i)).collect();
    loop {
        let before = order.len();
        waiting.retain(|i| {
            let met = |n: &NodeId| done.get(n.0).copied().unwrap_or(true);
            let ready = needs.get(*i).is_some_and(|needs| needs.iter().all(met));
            if ready {
                order.push(*i);
                done.get_mut(*i).into_iter().for_each(|d| *d = true);
            }
            !ready
        });
        if order.len() == before {
            // A circle, which is refused when a file is read: what is left finds scores missing.
            order.append(&mut waiting);
            return order;
        }
    }
}

/// The children of a part that is open, or the part.
pub(super) fn members(nodes: &[Node], part: Part) -> Vec<NodeId> {
    match nodes.get(part.node.0).filter(|_| part.open) {
        Some(node) => node.children().to_vec(),
        None => vec![part.node],
    }
}
