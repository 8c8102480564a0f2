//! A tree, prepared for aggregation: its families in flat arrays, children before their parents, and the weights
//! nobody's data move.

use super::{Refused, weights};
use crate::model::framework::{Aggregation, Node, NodeId, NodeKind};
use crate::model::method::Weighting;

/// A tree in the order in which it is aggregated.
#[derive(Clone, Debug)]
pub struct Scheme {
    pub(super) branches: Vec<Branch>,
    /// The families' children, one family after the other.
    pub(super) places: Vec<Place>,
    /// Per child the place in its own family of the sibling that takes its weight where it does not apply.
    pub(super) heirs: Vec<Option<usize>>,
    /// Per child the weight it states or was given; what is fitted to the units is not there before the units are.
    pub(super) weights: Vec<f64>,
    /// Per child whether it is undesirable: its scores rise as it gets worse.
    pub(super) undesirable: Vec<bool>,
    /// Nodes of the children, for those who vary their weights.
    pub(super) children: Vec<NodeId>,
}

/// An inner node with its family.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) node: NodeId,
    /// Its children, as a part of the flat arrays.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) pair: bool,
    pub(super) floor: f64,
    pub(super) nonzero: f64,
    pub(super) needs_all: bool,
    pub(super) method: Aggregation,
    pub(super) own: Own,
    /// The leaves below, where the share of zeros among them matters.
    pub(super) below: Vec<usize>,
}

/// Where the weights of a family come from.
#[derive(Clone, Debug)]
pub(super) enum Own {
    Stated,
    Refused(Refused),
    Fitted(Weighting),
}

/// Where a child's scores stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A column of the leaves.
    Leaf(usize),
    /// The column of another branch, which stands before its parent's.
    Inner(usize),
}

impl Branch {
    pub(super) fn family(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.count
    }
}

impl Scheme {
    /// Prepares a tree whose parents stand before their children; its leaves are the columns 0, 1, 2 ... in the order
    /// of the tree.
    pub fn of(nodes: &[Node]) -> Scheme {
        let leaves = nodes.iter().filter(|n| matches!(n.kind, NodeKind::Indicator(_))).count();
        Scheme::over(nodes, &(0..leaves).collect::<Vec<_>>())
    }

    /// The same where the tree's leaves are the columns `columns`, in the order of the tree: those left of a larger
    /// table.
    pub fn over(nodes: &[Node], columns: &[usize]) -> Scheme {
        let mut scheme = Scheme {
            branches: Vec::new(),
            places: Vec::new(),
            heirs: Vec::new(),
            weights: Vec::new(),
            undesirable: Vec::new(),
            children: Vec::new(),
        };
        let leaves = nodes.iter().enumerate().filter(|(_, n)| matches!(n.kind, NodeKind::Indicator(_)));
        let mut found: Vec<Option<Place>> = vec![None; nodes.len()];
        let mut column_of: Vec<Option<usize>> = vec![None; nodes.len()];
        for ((leaf, _), column) in leaves.zip(columns) {
            column_of[leaf] = Some(*column);
            found[leaf] = Some(Place::Leaf(*column));
        }
        // Parents stand before their children, so the reverse order meets every child before its parent.
        for (i, node) in nodes.iter().enumerate().rev() {
            let children = node.children();
            if children.is_empty() {
                continue;
            }
            let (method, stated, weighting) = match &node.kind {
                NodeKind::Composite { aggregation, weighting, .. } => {
                    (*aggregation, weights::stated(nodes, weighting, children), Some(weighting))
                }
                _ => (Aggregation::Geometric {}, None, None),
            };
            let given = weights::given(nodes, children);
            let (own, numbers) = match (stated, weighting) {
                (Some(Ok(numbers)), _) => (Own::Stated, numbers),
                (Some(Err(why)), _) => (Own::Refused(why), given),
                (None, Some(weighting)) => (Own::Fitted(weighting.clone()), given),
                (None, None) => (Own::Stated, given),
            };
            let below = if node.nonzero > 0.0 { leaves_below(nodes, NodeId(i), &column_of) } else { Vec::new() };
            found[i] = Some(Place::Inner(scheme.branches.len()));
            scheme.branches.push(Branch {
                node: NodeId(i),
                first: scheme.places.len(),
                count: children.len(),
                pair: matches!(node.kind, NodeKind::Pair { .. }),
                floor: node.floor,
                nonzero: node.nonzero,
                needs_all: node.needs_all,
                method,
                own,
                below,
            });
            for child in children {
                scheme.places.push(found.get(child.0).copied().flatten().unwrap_or(Place::Leaf(usize::MAX)));
                scheme.heirs.push(heir(nodes, *child, children));
                scheme.undesirable.push(nodes.get(child.0).is_some_and(Node::is_undesirable));
            }
            scheme.weights.extend(numbers);
            scheme.children.extend(children);
        }
        scheme
    }

    /// The inner nodes, in the order of aggregation.
    pub fn inner(&self) -> impl Iterator<Item = NodeId> {
        self.branches.iter().map(|b| b.node)
    }

    /// The part of [`Scheme::weights`] that belongs to the children of each inner node.
    pub fn families(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.branches.iter().map(Branch::family)
    }

    /// Per child, family after family, the weight it states.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The children to whom [`Scheme::weights`] belong.
    pub fn children(&self) -> &[NodeId] {
        &self.children
    }

    /// The rules, in the order of [`Scheme::inner`].
    pub fn methods(&self) -> impl Iterator<Item = Aggregation> {
        self.branches.iter().map(|b| b.method)
    }
}

fn heir(nodes: &[Node], child: NodeId, siblings: &[NodeId]) -> Option<usize> {
    match nodes.get(child.0).map(|n| &n.kind) {
        Some(NodeKind::Indicator(indicator)) => siblings.iter().position(|s| Some(*s) == indicator.yields_to),
        _ => None,
    }
}

fn leaves_below(nodes: &[Node], top: NodeId, column_of: &[Option<usize>]) -> Vec<usize> {
    let parent = |n: &NodeId| nodes.get(n.0).and_then(|n| n.parent);
    let below = |leaf: usize| std::iter::successors(Some(NodeId(leaf)), parent).any(|ancestor| ancestor == top);
    column_of.iter().enumerate().filter(|(leaf, _)| below(*leaf)).filter_map(|(_, column)| *column).collect()
}
