//! How nodes go with one another, and indicators with the sizes of a table.

use super::cases::Cases;
use super::sample::{Column, Sample};
use crate::model::framework::{Node, NodeId, NodeKind};
use crate::model::tree;
use crate::statistics::coherence::{Association, Refusal, kendall, known_in_both, pearson, spearman};

/// Two nodes of which at least one is an inner one, over the units that have both scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub first: NodeId,
    pub second: NodeId,
    /// The lowest node that both are or lie below; nothing where they have different roots.
    pub meet: Option<NodeId>,
    pub units: usize,
    pub pearson: Result<Association, Refusal>,
    pub spearman: Result<Association, Refusal>,
    pub kendall: Result<Association, Refusal>,
}

/// An indicator as the table has it and a size, over the units that have both.
#[derive(Clone, Debug, PartialEq)]
pub struct SizeLink {
    pub indicator: NodeId,
    /// The column with the sizes.
    pub size: String,
    /// Whether the indicator is divided by it.
    pub divided: bool,
    pub units: usize,
    pub pearson: Result<Association, Refusal>,
    pub spearman: Result<Association, Refusal>,
    pub kendall: Result<Association, Refusal>,
}

/// Every pair of nodes of which at least one is an inner one, parents before their children: COINr's `get_corr` between
/// levels, with parents and with grandparents.
///
/// An inner node is taken by its scores; an indicator by `leaves`, the columns of the data set that relations rest on,
/// so that higher is always better.
pub(super) fn links(nodes: &[Node], sample: &Sample, leaves: &[Column], inside: &impl Fn(NodeId) -> bool) -> Vec<Link> {
    let column = |id: NodeId| {
        let place = sample.leaves.iter().position(|leaf| *leaf == id);
        place.and_then(|place| leaves.get(place)).map_or(sample.scores_of(id), Vec::as_slice)
    };
    let inner = |id: NodeId| nodes.get(id.0).is_some_and(|n| !matches!(n.kind, NodeKind::Indicator(_)));
    let ids: Vec<NodeId> = (0..nodes.len()).map(NodeId).filter(|id| inside(*id)).collect();
    let mut links = Vec::new();
    for (place, first) in ids.iter().enumerate() {
        for second in ids.iter().skip(place + 1).filter(|second| inner(*first) || inner(**second)) {
            let (x, y) = (column(*first), column(*second));
            let above: Vec<NodeId> = tree::ancestors(nodes, *first).collect();
            links.push(Link {
                first: *first,
                second: *second,
                meet: tree::ancestors(nodes, *second).find(|id| above.contains(id)),
                units: known_in_both(x, y),
                pearson: pearson(x, y),
                spearman: spearman(x, y),
                kendall: kendall(x, y),
            });
        }
    }
    links
}

/// The indicators as the table has them, before anything is divided, with every size that the framework names: COINr's
/// `get_denom_corr`. Partnerships have no sizes.
pub(super) fn sizes(cases: &Cases<'_>, sample: &Sample, leaves: &[NodeId]) -> Vec<SizeLink> {
    let Cases::Table { index, units, rows, .. } = cases else { return Vec::new() };
    let divisors = index.indicators().filter_map(|(_, _, i)| Some(&i.denominate.as_ref()?.by));
    let mut columns: Vec<&String> = index.layout.denominators.iter().chain(divisors).collect();
    columns.sort_unstable();
    columns.dedup();
    let at = |column: &str| -> Option<Column> {
        let values = units.number(column)?;
        Some(rows.iter().map(|row| values.get(*row).copied().flatten()).collect())
    };
    let mut links = Vec::new();
    for id in sample.leaves.iter().filter(|id| leaves.contains(id)) {
        let node = index.node(*id);
        let NodeKind::Indicator(indicator) = &node.kind else { continue };
        let Some(x) = at(&node.code) else { continue };
        for size in columns.iter().filter(|size| **size != &node.code) {
            let Some(y) = at(size) else { continue };
            links.push(SizeLink {
                indicator: *id,
                size: (*size).clone(),
                divided: indicator.denominate.as_ref().is_some_and(|d| d.by == **size),
                units: known_in_both(&x, &y),
                pearson: pearson(&x, &y),
                spearman: spearman(&x, &y),
                kendall: kendall(&x, &y),
            });
        }
    }
    links
}
