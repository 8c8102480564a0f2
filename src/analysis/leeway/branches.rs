//! The nodes over which a mean spreads: its parts, their effective weights, and the conditions on them.

use super::Freedom;
use super::graded::Graded;
use super::link::Link;
use super::trouble::Trouble;
use crate::analysis::weight_set::{Row, WeightSet};
use crate::model::framework::{NodeId, NodeKind};

/// A stretch of the tree with one kind of mean, seen as one weighted sum.
pub(super) struct Stretch {
    pub(super) link: Link,
    /// What it ends at: indicators, pairs, and nodes with another kind of mean.
    pub(super) parts: Vec<NodeId>,
    /// Their effective weights: the product of the shares down to them. They sum to 1.
    pub(super) weights: Vec<f64>,
    pub(super) set: WeightSet,
}

/// The link of a node whose children's weights are in question.
pub(super) fn link(graded: &Graded<'_>, id: NodeId) -> Result<Link, Trouble> {
    let code = || graded.code(id);
    match graded.node(id).map(|n| &n.kind) {
        Some(NodeKind::Composite { aggregation, .. }) => {
            Link::of(*aggregation).ok_or_else(|| Trouble::NoMean { code: code() })
        }
        _ => Err(Trouble::NoWeights { code: code() }),
    }
}

/// The children alone.
pub(super) fn children(graded: &Graded<'_>, id: NodeId, freedom: Freedom) -> Result<Stretch, Trouble> {
    let link = link(graded, id)?;
    let parts = graded.weighty(id);
    let weights: Vec<f64> = parts.iter().map(|p| graded.share(*p)).collect();
    let (low, high) = weights.iter().map(|w| freedom.bounds(*w)).unzip();
    Ok(Stretch { link, set: WeightSet::new(low, high, Vec::new())?, parts, weights })
}

/// As far down as the mean stays the same.
pub(super) fn stretch(graded: &Graded<'_>, id: NodeId, freedom: Freedom) -> Result<Stretch, Trouble> {
    let link = link(graded, id)?;
    let mut parts = Vec::new();
    spread(graded, id, link, 1.0, &mut parts)?;
    let (parts, weights): (Vec<NodeId>, Vec<f64>) = parts.into_iter().unzip();
    let mut rows = Vec::new();
    if freedom != Freedom::Any {
        conditions(graded, id, link, &parts, freedom, &mut rows);
    }
    let set = WeightSet::new(vec![0.0; parts.len()], vec![1.0; parts.len()], rows)?;
    Ok(Stretch { link, parts, weights, set })
}

/// Whether the mean goes on below a node.
fn goes_on(graded: &Graded<'_>, id: NodeId, above: Link) -> Result<bool, Trouble> {
    match graded.node(id).map(|n| &n.kind) {
        Some(NodeKind::Composite { .. }) => Ok(link(graded, id)? == above),
        _ => Ok(false),
    }
}

fn spread(
    graded: &Graded<'_>,
    id: NodeId,
    link: Link,
    weight: f64,
    parts: &mut Vec<(NodeId, f64)>,
) -> Result<(), Trouble> {
    for child in graded.weighty(id) {
        let own = weight * graded.share(child);
        if goes_on(graded, child, link)? {
            spread(graded, child, link, own, parts)?;
        } else {
            parts.push((child, own));
        }
    }
    Ok(())
}

/// Each child's share of its node within its bounds: linear in the effective weights, as the shares' sums are.
fn conditions(graded: &Graded<'_>, id: NodeId, link: Link, parts: &[NodeId], freedom: Freedom, rows: &mut Vec<Row>) {
    let below = |node: NodeId| -> Vec<usize> {
        (0..parts.len()).filter(|i| parts.get(*i).is_some_and(|p| graded.path(*p, node).is_some())).collect()
    };
    let family = below(id);
    let children = graded.weighty(id);
    for child in &children {
        if children.len() > 1 {
            let own = below(*child);
            let (low, high) = freedom.bounds(graded.share(*child));
            let less = |share: f64| {
                family.iter().map(|j| (*j, if own.contains(j) { 1.0 - share } else { -share })).collect::<Vec<_>>()
            };
            rows.push(Row::new(less(low), 0.0, f64::INFINITY));
            rows.push(Row::new(less(high), f64::NEG_INFINITY, 0.0));
        }
        if goes_on(graded, *child, link) == Ok(true) {
            conditions(graded, *child, link, parts, freedom, rows);
        }
    }
}
