//! The weights of an index from the root down: what each node counts for in its parent and in the whole.

use crate::model::framework::{Node, NodeId};

/// What a node counts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeWeight {
    pub node: NodeId,
    /// Steps below its root.
    pub depth: usize,
    /// Its part of its siblings' weight, 0 to 1; siblings sum to 1, and a root has 1.
    pub share: f64,
    /// The product of the shares from the node up to its root, 0 to 1; those of all indicators below a root sum to 1.
    pub effective: f64,
}

/// Each node's part of its siblings' weight as the nodes state it; siblings sum to 1, and a root has 1.
///
/// Worked number: siblings with the weights 2, 1 and 1 have 0.5, 0.25 and 0.25.
pub fn stated_shares(nodes: &[Node]) -> Vec<f64> {
    let mut shares = vec![1.0; nodes.len()];
    for node in nodes {
        let total: f64 = node.children().iter().filter_map(|c| Some(nodes.get(c.0)?.weight.get())).sum();
        for child in node.children() {
            let weight = nodes.get(child.0).map_or(0.0, |c| c.weight.get());
            if let Some(share) = shares.get_mut(child.0) {
                *share = weight / total;
            }
        }
    }
    shares
}

/// The effective weight of each node, `w = product of the shares from the node up to its root`, in the order of the tree
/// (COINr's `get_eff_weights`). It is the node's coefficient in the root's score where every rule on the way up is a
/// weighted arithmetic mean; below another rule it is what that rule takes a weight for.
///
/// Worked number: an indicator of share 0.25 in a node of share 0.5 below the root counts for 0.125.
pub fn effective_weights(nodes: &[Node], shares: &[f64]) -> Vec<NodeWeight> {
    let mut found: Vec<NodeWeight> = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        let share = shares.get(place).copied().unwrap_or(0.0);
        // Parents stand before their children.
        let above = node.parent.and_then(|parent| found.get(parent.0)).copied();
        let (depth, effective) = above.map_or((0, 1.0), |a| (a.depth + 1, a.effective * share));
        found.push(NodeWeight { node: NodeId(place), depth, share, effective });
    }
    found
}
