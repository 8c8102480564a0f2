//! Does the tree hang together? Handbook step 4 and back to the data, asked of every indicator, every node and every
//! unit.

mod cases;
mod links;
mod sample;

pub use cases::{Cases, ScoredPartnership};
pub use links::{Link, SizeLink};
pub use sample::{DataSet, Sample, Unit};

use crate::model::framework::{Indicator, Node, NodeId, NodeKind};
use crate::scoring::RefusedAt;
use crate::statistics::coherence::Caveat;
use crate::statistics::coherence::Coherence;
use crate::statistics::coherence::Options;
use crate::statistics::coherence::PairLimits;
use crate::statistics::coherence::Refusal;
use crate::statistics::coherence::Removal;
use crate::statistics::coherence::Statistics;
use crate::statistics::coherence::{Availability, Column, Parent, Profile};
use crate::statistics::coherence::{availability, coherence, profiles, removals, statistics};

/// Under so many units nothing can vary together.
pub const LEAST_UNITS: usize = 3;

/// What to examine, and with which options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StructureRequest {
    /// Only what lies below this node.
    pub node: Option<NodeId>,
    /// One data set for everything. By default statistics, availability and profiles are taken of the raw values, and
    /// what concerns relations of the normalised ones.
    pub data: Option<DataSet>,
    pub options: Options,
    /// A size that goes with an indicator beyond this correlation, either way, stands out.
    pub with_sizes: f64,
}

/// COINr's limit for correlations with denominators.
pub const WITH_SIZES: f64 = 0.6;

impl Default for StructureRequest {
    fn default() -> Self {
        StructureRequest { node: None, data: None, options: Options::default(), with_sizes: WITH_SIZES }
    }
}

/// One node and its children.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    pub node: NodeId,
    /// In the order of the coherence's elements.
    pub children: Vec<NodeId>,
    pub coherence: Coherence,
}

/// What taking out a node does to the score of the root above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Removed {
    pub node: NodeId,
    pub root: NodeId,
    pub effect: Result<Removal, Vec<RefusedAt>>,
}

/// Everything `spscore coherence` reports; each report shows it in its own way, none computes anything more.
#[derive(Clone, Debug)]
pub struct Structure {
    pub sample: Sample,
    pub scope: Option<NodeId>,
    /// The indicators looked at: the elements of `statistics`, of the profiles and of `table`.
    pub leaves: Vec<NodeId>,
    pub described: DataSet,
    pub related: DataSet,
    pub statistics: Vec<Statistics>,
    pub availability: Availability,
    /// One per unit.
    pub profiles: Vec<Profile>,
    /// The indicators together, higher always better.
    pub table: Coherence,
    /// The limits beyond which a pair stands out.
    pub limits: PairLimits,
    pub with_sizes: f64,
    /// Pairs of nodes of which at least one is no indicator.
    pub links: Vec<Link>,
    /// Indicators with the sizes of the table.
    pub sizes: Vec<SizeLink>,
    /// Every node with its children's scores.
    pub families: Vec<Family>,
    pub removals: Vec<Removed>,
    pub caveats: Vec<Caveat>,
}

/// Examines the structure of an index on the cases it was scored for.
///
/// Relations (correlations, alpha, components, importance) take each indicator so that higher is better: the normalised
/// values are so by construction, raw and treated ones of a lower-is-better indicator are turned by a change of sign.
/// Each node is examined on the scores of its children, so that the upper levels are examined like the lowest. Each
/// removal is scored by the engine itself on the tree without the node. Refused under three units: nothing varies
/// together then.
pub fn examine(cases: &Cases<'_>, request: &StructureRequest) -> Result<Structure, Refusal> {
    let sample = cases.sample();
    let found = sample.units.len();
    if found < LEAST_UNITS {
        return Err(Refusal::TooFewUnits { found, least: LEAST_UNITS });
    }
    let described = request.data.unwrap_or(DataSet::Raw);
    let related = request.data.unwrap_or(DataSet::Normalised);
    let inside = |id: NodeId| request.node.is_none_or(|top| cases.below(id, top));
    let nodes = cases.nodes();
    let places: Vec<usize> =
        sample.leaves.iter().enumerate().filter(|(_, id)| inside(**id)).map(|(place, _)| place).collect();
    let leaves: Vec<NodeId> = places.iter().filter_map(|place| sample.leaves.get(*place)).copied().collect();
    let turned: Vec<sample::Column> = turned(nodes, &sample, related);
    let families = families(nodes, &sample, &turned, &inside, &request.options)?;
    let table = coherence(&of_leaves(nodes, &sample, &places, &turned), &parents(nodes, &sample), &request.options)?;
    let mut columns = of_leaves(nodes, &sample, &places, sample.columns(described));
    for (column, id) in columns.iter_mut().zip(&leaves) {
        column.higher_is_better = !higher_is_worse(nodes, *id, described);
    }
    Ok(Structure {
        scope: request.node,
        described,
        related,
        statistics: columns.iter().map(|c| statistics(c.values, &request.options.limits)).collect(),
        availability: availability(&columns),
        profiles: profiles(&columns, request.options.top),
        removals: removed(cases, &sample, request.node),
        caveats: caveats(&table, &families),
        limits: request.options.pairs,
        with_sizes: request.with_sizes,
        links: links::links(nodes, &sample, &turned, &inside),
        sizes: links::sizes(cases, &sample, &leaves),
        leaves,
        table,
        families,
        sample,
    })
}

fn code(nodes: &[Node], id: NodeId) -> &str {
    nodes.get(id.0).map_or("", |n| n.code.as_str())
}

fn group(nodes: &[Node], id: NodeId) -> &str {
    nodes.get(id.0).and_then(|n| n.parent).map_or("", |parent| code(nodes, parent))
}

fn indicator(nodes: &[Node], id: NodeId) -> Option<&Indicator> {
    match &nodes.get(id.0)?.kind {
        NodeKind::Indicator(indicator) => Some(indicator),
        _ => None,
    }
}

/// Whether a higher number of a data set is worse: a scale turns round what is better lower, and leaves what is
/// undesirable as it is.
fn higher_is_worse(nodes: &[Node], id: NodeId, of: DataSet) -> bool {
    indicator(nodes, id).is_some_and(|i| i.undesirable || (of != DataSet::Normalised && i.lower_is_better))
}

/// The columns of a data set, one per leaf, with higher always better.
fn turned(nodes: &[Node], sample: &Sample, of: DataSet) -> Vec<sample::Column> {
    let turn = |(column, id): (&sample::Column, &NodeId)| {
        let sign = if higher_is_worse(nodes, *id, of) { -1.0 } else { 1.0 };
        column.iter().map(|cell| cell.map(|value| sign * value)).collect()
    };
    sample.columns(of).iter().zip(&sample.leaves).map(turn).collect()
}

/// The columns at some places, named after their leaves.
fn of_leaves<'a>(
    nodes: &'a [Node],
    sample: &Sample,
    places: &[usize],
    columns: &'a [sample::Column],
) -> Vec<Column<'a>> {
    let column = |place: &usize| {
        let (id, values) = (*sample.leaves.get(*place)?, columns.get(*place)?);
        let (code, group) = (code(nodes, id), group(nodes, id));
        Some(Column { code, group, weight: sample.share(id), higher_is_better: true, values })
    };
    places.iter().filter_map(column).collect()
}

fn parents<'a>(nodes: &'a [Node], sample: &'a Sample) -> Vec<Parent<'a>> {
    let inner = nodes.iter().enumerate().filter(|(_, n)| !n.children().is_empty());
    inner.map(|(i, n)| Parent { code: &n.code, scores: sample.scores_of(NodeId(i)) }).collect()
}

/// Every inner node with its children: indicators by the data set asked for, nodes by their scores.
fn families(
    nodes: &[Node],
    sample: &Sample,
    leaves: &[sample::Column],
    inside: &impl Fn(NodeId) -> bool,
    options: &Options,
) -> Result<Vec<Family>, Refusal> {
    let values = |id: NodeId| {
        let place = sample.leaves.iter().position(|leaf| *leaf == id);
        place.and_then(|place| leaves.get(place)).map_or(sample.scores_of(id), Vec::as_slice)
    };
    let mut families = Vec::new();
    for (i, node) in nodes.iter().enumerate().filter(|(i, n)| !n.children().is_empty() && inside(NodeId(*i))) {
        let id = NodeId(i);
        let children = node.children().to_vec();
        let columns: Vec<Column<'_>> = children
            .iter()
            .map(|child| Column {
                code: code(nodes, *child),
                group: &node.code,
                weight: sample.share(*child),
                higher_is_better: true,
                values: values(*child),
            })
            .collect();
        let parent = Parent { code: &node.code, scores: sample.scores_of(id) };
        families.push(Family { node: id, children, coherence: coherence(&columns, &[parent], options)? });
    }
    Ok(families)
}

/// Each removable node taken out in turn, all by the engine.
fn removed(cases: &Cases<'_>, sample: &Sample, scope: Option<NodeId>) -> Vec<Removed> {
    let asked = |id: &NodeId| scope.is_none_or(|top| *id != top && cases.below(*id, top));
    let one = |node: NodeId| {
        let root = cases.root_of(node);
        let effect = match cases.without(node, root)? {
            Err(refused) => Err(refused),
            Ok(after) => {
                let before = sample.scores_of(root);
                let scores = |gone: Option<usize>| gone.map_or_else(|| before.to_vec(), |_| after.clone());
                Ok(removals(1, scores).into_iter().next()?)
            }
        };
        Some(Removed { node, root, effect })
    };
    cases.removable().filter(asked).filter_map(one).collect()
}

/// What limits the correlations and the block of the whole table, and after it what limits each node's.
fn caveats(table: &Coherence, families: &[Family]) -> Vec<Caveat> {
    let of_node = |caveat: &&Caveat| caveat.group().is_some();
    let own = table.caveats.iter().filter(|c| !of_node(c));
    let below = families.iter().flat_map(|f| &f.coherence.caveats).filter(of_node);
    own.chain(below).cloned().collect()
}
