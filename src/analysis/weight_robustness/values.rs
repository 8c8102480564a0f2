//! The score that one node of one unit would need, all else equal, for the ranked node to reach a given score.

use super::link::Link;
use super::scored_tree::{Entry, ScoredTree};
use crate::model::framework::{Aggregation, Indicator, NodeId, NodeKind};
use crate::model::method::Normalisation;

/// A single change of one score that brings two units level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeededValue {
    pub node: NodeId,
    /// An indicator, and not a node above indicators.
    pub indicator: bool,
    pub now: f64,
    pub needed: f64,
    /// Whether the scale of the node reaches so far.
    pub reachable: bool,
}

impl NeededValue {
    pub fn change(&self) -> f64 {
        self.needed - self.now
    }
}

/// For every known node below `of` the score at which `of` reaches `target`; nodes for which no score does are left
/// out.
///
/// Each step down inverts one mean: `phi(z) = (phi(target) - sum of the others' w phi) / w`, w the weight really used.
/// Worked number: 4 and 5 with equal weights reach 5 with 5 in the first or 6 in the second.
pub(super) fn needed(tree: &ScoredTree<'_>, unit: &Entry, of: NodeId, target: f64) -> Vec<NeededValue> {
    let mut found = Vec::new();
    descend(tree, unit, of, target, &mut found);
    found
}

fn descend(tree: &ScoredTree<'_>, unit: &Entry, id: NodeId, target: f64, found: &mut Vec<NeededValue>) {
    let Some(node) = tree.node(id) else { return };
    let rule = match &node.kind {
        NodeKind::Composite { aggregation, .. } => *aggregation,
        NodeKind::Pair { .. } => Aggregation::Geometric {},
        NodeKind::Indicator(_) => return,
    };
    let Some(link) = Link::of(rule) else { return };
    for child in node.children() {
        let Some(needed) = step(unit, node.children(), *child, link, target) else { continue };
        let Some(now) = unit.score(*child) else { continue };
        let indicator = tree.node(*child).is_some_and(|n| matches!(n.kind, NodeKind::Indicator(_)));
        let reachable = ceiling(tree, *child).is_none_or(|top| needed <= top + 1e-9 * top.abs().max(1.0));
        found.push(NeededValue { node: *child, indicator, now, needed, reachable });
        descend(tree, unit, *child, needed, found);
    }
}

fn step(unit: &Entry, children: &[NodeId], child: NodeId, link: Link, target: f64) -> Option<f64> {
    let own = unit.used(child);
    if own <= 0.0 {
        return None;
    }
    let mut rest = 0.0;
    for other in children.iter().filter(|c| **c != child && unit.used(**c) > 0.0) {
        rest += unit.used(*other) * link.to(unit.score(*other)?)?;
    }
    let v = (link.to(target)? - rest) / own;
    // A power has no score below 0.
    let inside = matches!(link, Link::Ln | Link::Power(1.0)) || v > 0.0;
    link.back(v).filter(|_| inside)
}

/// The highest score a node can have; `None` where its scale has no end.
fn ceiling(tree: &ScoredTree<'_>, id: NodeId) -> Option<f64> {
    let node = tree.node(id)?;
    match &node.kind {
        NodeKind::Indicator(indicator) => end(indicator),
        // A mean lies below the highest of its parts.
        _ => node.children().iter().map(|c| ceiling(tree, *c)).try_fold(f64::NEG_INFINITY, |top, c| Some(top.max(c?))),
    }
}

fn end(indicator: &Indicator) -> Option<f64> {
    match &indicator.normalise {
        Normalisation::Goalposts { high, truncate: true, .. }
        | Normalisation::MinMax { high, .. }
        | Normalisation::PercentileRank { high, .. } => Some(*high),
        Normalisation::DistanceToMaximum {} | Normalisation::FractionOfMaximum {} => Some(1.0),
        Normalisation::DistanceToTarget { cap: true } | Normalisation::DistanceToReference { cap: true, .. } => {
            Some(1.0)
        }
        Normalisation::AboveBelowMean { .. } => Some(1.0),
        Normalisation::Categorical { scores, .. } => scores.last().copied(),
        _ => None,
    }
}
