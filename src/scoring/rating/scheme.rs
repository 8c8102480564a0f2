//! A tree, prepared for aggregation: its families in flat arrays, children before their parents, and the weights
//! nobody's data move.

use super::ancestor::{ByAncestor, Family, Member, members, order};
use super::leaves::Place;
use super::{Refused, weights};
use crate::model::composition::{Part, parts, weighed_by_ancestors};
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
    /// What is weighed by the scores of a node further up.
    pub(super) by_ancestor: Vec<ByAncestor>,
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
    /// By the scores of a node further up, for all that name it.
    ByAncestor(usize),
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
            by_ancestor: Vec::new(),
        };
        let leaves = nodes.iter().enumerate().filter(|(_, n)| matches!(n.kind, NodeKind::Indicator(_)));
        let mut found: Vec<Option<Place>> = vec![None; nodes.len()];
        let mut column_of: Vec<Option<usize>> = vec![None; nodes.len()];
        for ((leaf, _), column) in leaves.zip(columns) {
            column_of[leaf] = Some(*column);
            found[leaf] = Some(Place::Leaf(*column));
        }
        for (i, node) in order(nodes).into_iter().filter_map(|i| Some((i, nodes.get(i)?))) {
            let children = node.children();
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
        scheme.weigh_by_ancestors(nodes);
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

impl Scheme {
    /// Finds what each node that is looked to is made of, once all branches stand.
    fn weigh_by_ancestors(&mut self, nodes: &[Node]) {
        let weighed = weighed_by_ancestors(nodes);
        let mut tops: Vec<NodeId> = weighed.iter().filter_map(|(_, top)| *top).collect();
        tops.sort_unstable();
        tops.dedup();
        for top in tops {
            let all = parts(nodes, top);
            let open = |node: NodeId| all.iter().any(|p| p.open && p.node == node);
            // The first of those that are to be weighed weighs for all.
            let fitted = |own: &Own| matches!(own, Own::Fitted(_));
            let Some(Own::Fitted(weighting)) =
                self.branches.iter().find(|b| open(b.node) && fitted(&b.own)).map(|b| b.own.clone())
            else {
                continue;
            };
            let found = self.made_of(nodes, top, &all, weighting);
            let mut first = Some(Own::ByAncestor(self.by_ancestor.len()));
            for branch in self.branches.iter_mut().filter(|b| open(b.node) && fitted(&b.own)) {
                branch.own = first.take().unwrap_or(Own::Stated);
            }
            self.by_ancestor.push(found);
        }
        for (node, _) in weighed.iter().filter(|(_, top)| top.is_none()) {
            if let Some(NodeKind::Composite { weighting, .. }) = nodes.get(node.0).map(|n| &n.kind) {
                let code = weighting.with().unwrap_or_default().to_owned();
                let own = self.branches.iter_mut().find(|b| b.node == *node).map(|b| &mut b.own);
                own.into_iter().for_each(|own| *own = Own::Refused(Refused::NotAbove { code: code.clone() }));
            }
        }
    }

    fn made_of(&self, nodes: &[Node], top: NodeId, parts: &[Part], weighting: Weighting) -> ByAncestor {
        let slot = |child: NodeId| self.children.iter().position(|c| *c == child);
        let family_of = |slot: usize| self.branches.iter().map(|b| b.family()).find(|f| f.contains(&slot));
        let mut found = ByAncestor { weighting, families: Vec::new(), columns: Vec::new() };
        for part in parts {
            let up = std::iter::successors(Some(part.node), |n| nodes.get(n.0)?.parent);
            let step = |node| slot(node).and_then(|s| Some((s, family_of(s)?)));
            let path = up.take_while(|n| *n != top).filter_map(step).collect();
            for node in members(nodes, *part) {
                let (Some(slot), Some(own)) = (slot(node), nodes.get(node.0)) else { continue };
                let Some(place) = self.places.get(slot).copied() else { continue };
                let (code, family) = (own.code.clone(), found.families.len());
                found.columns.push(Member { code, family, place, slot: part.open.then_some(slot) });
            }
            found.families.push(Family { path });
        }
        found
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
