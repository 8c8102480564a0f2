//! The nodes over which a mean spreads: its parts, their effective weights, and the conditions on them.

use super::Freedom;
use super::error::WeightError;
use super::link::Link;
use super::scored_tree::ScoredTree;
use crate::model::framework::{NodeId, NodeKind};
use crate::statistics::weight_set::{Row, WeightSet};

/// The part of the tree over which one kind of mean spreads, seen as one weighted sum.
pub(super) struct MeanSpan {
    pub(super) link: Link,
    /// What it ends at: indicators, pairs, and nodes with another kind of mean.
    pub(super) parts: Vec<NodeId>,
    /// Their effective weights: the product of the shares down to them. They sum to 1.
    pub(super) weights: Vec<f64>,
    pub(super) set: WeightSet,
}

/// The link of a node whose children's weights are in question.
pub(super) fn link(tree: &ScoredTree<'_>, id: NodeId) -> Result<Link, WeightError> {
    let code = || tree.code(id);
    match tree.node(id).map(|n| &n.kind) {
        Some(NodeKind::Composite { aggregation, .. }) => {
            Link::of(*aggregation).ok_or_else(|| WeightError::NoMean { code: code() })
        }
        _ => Err(WeightError::NoWeights { code: code() }),
    }
}

/// The children alone.
pub(super) fn children(tree: &ScoredTree<'_>, id: NodeId, freedom: Freedom) -> Result<MeanSpan, WeightError> {
    let link = link(tree, id)?;
    let parts = tree.weighty(id);
    let weights: Vec<f64> = parts.iter().map(|p| tree.share(*p)).collect();
    let (low, high) = weights.iter().map(|w| freedom.bounds(*w)).unzip();
    Ok(MeanSpan { link, set: WeightSet::new(low, high, Vec::new())?, parts, weights })
}

/// As far down as the mean stays the same.
pub(super) fn span(tree: &ScoredTree<'_>, id: NodeId, freedom: Freedom) -> Result<MeanSpan, WeightError> {
    let link = link(tree, id)?;
    let mut parts = Vec::new();
    spread(tree, id, link, 1.0, &mut parts)?;
    let (parts, weights): (Vec<NodeId>, Vec<f64>) = parts.into_iter().unzip();
    let mut rows = Vec::new();
    if freedom != Freedom::Any {
        conditions(tree, id, link, &parts, freedom, &mut rows);
    }
    let set = WeightSet::new(vec![0.0; parts.len()], vec![1.0; parts.len()], rows)?;
    Ok(MeanSpan { link, parts, weights, set })
}

/// Whether the mean goes on below a node.
fn goes_on(tree: &ScoredTree<'_>, id: NodeId, above: Link) -> Result<bool, WeightError> {
    match tree.node(id).map(|n| &n.kind) {
        Some(NodeKind::Composite { .. }) => Ok(link(tree, id)? == above),
        _ => Ok(false),
    }
}

fn spread(
    tree: &ScoredTree<'_>,
    id: NodeId,
    link: Link,
    weight: f64,
    parts: &mut Vec<(NodeId, f64)>,
) -> Result<(), WeightError> {
    for child in tree.weighty(id) {
        let own = weight * tree.share(child);
        if goes_on(tree, child, link)? {
            spread(tree, child, link, own, parts)?;
        } else {
            parts.push((child, own));
        }
    }
    Ok(())
}

/// Each child's share of its node within its bounds: linear in the effective weights, as the shares' sums are.
fn conditions(tree: &ScoredTree<'_>, id: NodeId, link: Link, parts: &[NodeId], freedom: Freedom, rows: &mut Vec<Row>) {
    let below = |node: NodeId| -> Vec<usize> {
        (0..parts.len()).filter(|i| parts.get(*i).is_some_and(|p| tree.path(*p, node).is_some())).collect()
    };
    let family = below(id);
    let children = tree.weighty(id);
    for child in &children {
        if children.len() > 1 {
            let own = below(*child);
            let (low, high) = freedom.bounds(tree.share(*child));
            let less = |share: f64| {
                family.iter().map(|j| (*j, if own.contains(j) { 1.0 - share } else { -share })).collect::<Vec<_>>()
            };
            rows.push(Row::new(less(low), 0.0, f64::INFINITY));
            rows.push(Row::new(less(high), f64::NEG_INFINITY, 0.0));
        }
        if goes_on(tree, *child, link) == Ok(true) {
            conditions(tree, *child, link, parts, freedom, rows);
        }
    }
}
