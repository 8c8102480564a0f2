//! How far one weight must move, its siblings keeping their proportions, until a verdict or an order changes: solved, not sampled.
//!
//! With one weight w moving and the rest in proportion, a node is `w z + (1 - w) r`, r the mean of the siblings; every
//! arithmetic mean above keeps it a straight line in w. Where the topmost mean is geometric its logarithm is
//! `u ln(a + b w)` plus a constant, or itself a straight line in w where the weight is one of its own. Both are inverted exactly.

use crate::model::framework::{Aggregation, Framework, NodeId, NodeKind};
use crate::scoring::{ScoreCard, Scored};

/// One weight, and where it would have to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    pub node: NodeId,
    /// Its share among its siblings now, 0 to 1; what is missing has none.
    pub now: f64,
    /// The nearest share at which the verdict changes.
    pub needed: f64,
    /// The verdict beyond it.
    pub verdict: String,
}

/// One weight that swaps two units.
#[derive(Clone, Debug, PartialEq)]
pub struct Swap {
    pub node: NodeId,
    pub now: f64,
    /// The share at which the two are level.
    pub needed: f64,
}

/// How the root of a tree depends on one weight.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Path {
    /// root = a + b w
    Line { a: f64, b: f64 },
    /// ln root = a + b w
    Exponential { a: f64, b: f64 },
    /// ln root = c + u ln(a + b w)
    Power { c: f64, u: f64, a: f64, b: f64 },
}

impl Path {
    /// The weight at which the root has this value.
    fn solve(self, target: f64) -> Option<f64> {
        let (needed, b) = match self {
            Path::Line { a, b } => ((target - a) / b, b),
            Path::Exponential { a, b } => ((target.ln() - a) / b, b),
            Path::Power { c, u, a, b } => ((((target.ln() - c) / u).exp() - a) / b, b),
        };
        (b != 0.0 && (0.0..=1.0).contains(&needed)).then_some(needed)
    }

    /// The weight at which two roots are equal.
    fn level(self, other: Path) -> Option<f64> {
        let (constant, slope) = match (self, other) {
            (Path::Line { a, b }, Path::Line { a: c, b: d })
            | (Path::Exponential { a, b }, Path::Exponential { a: c, b: d }) => (a - c, b - d),
            (Path::Power { c: c1, u: u1, a: a1, b: b1 }, Path::Power { c: c2, u: u2, a: a2, b: b2 }) if u1 == u2 => {
                // ln((a1 + b1 w)/(a2 + b2 w)) = (c2 - c1)/u
                let ratio = ((c2 - c1) / u1).exp();
                (a1 - ratio * a2, b1 - ratio * b2)
            }
            _ => return None,
        };
        let needed = -constant / slope;
        (slope != 0.0 && (0.0..=1.0).contains(&needed)).then_some(needed)
    }
}

/// The path from a node's weight to a root; nothing where a mean on the way has no such form, or the node does not count.
fn path(framework: &Framework, nodes: &[Scored], node: NodeId, root: NodeId) -> Option<Path> {
    let used = |id: NodeId| nodes.get(id.0).map(|s| s.used);
    let score = |id: NodeId| nodes.get(id.0)?.score;
    let mean = |id: NodeId| match &framework.node(id).kind {
        NodeKind::Composite { aggregation, .. } => Some(*aggregation),
        _ => None,
    };
    let parent = framework.node(node).parent?;
    let now = used(node).filter(|w| *w > 0.0 && *w < 1.0)?;
    let (own, whole) = (score(node)?, score(parent)?);
    let mut path = match mean(parent)? {
        Aggregation::Arithmetic {} => {
            let rest = (whole - now * own) / (1.0 - now);
            Path::Line { a: rest, b: own - rest }
        }
        Aggregation::Geometric {} if parent == root => {
            let rest = (whole.ln() - now * own.ln()) / (1.0 - now);
            Path::Exponential { a: rest, b: own.ln() - rest }
        }
        _ => return None,
    };
    let mut at = parent;
    while at != root {
        let above = framework.node(at).parent?;
        let share = used(at)?;
        let (own, whole) = (score(at)?, score(above)?);
        path = match (mean(above)?, path) {
            (Aggregation::Arithmetic {}, Path::Line { a, b }) => {
                Path::Line { a: whole - share * own + share * a, b: share * b }
            }
            (Aggregation::Geometric {}, Path::Line { a, b }) if above == root => {
                Path::Power { c: whole.ln() - share * own.ln(), u: share, a, b }
            }
            _ => return None,
        };
        at = above;
    }
    Some(path)
}

/// Every node whose weight may be moved: what has siblings below a mean that weighs.
fn movable(framework: &Framework, root: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let below = move |id: NodeId| {
        std::iter::successors(Some(id), |n| framework.node(*n).parent).any(|ancestor| ancestor == root)
    };
    let weighs = |id: NodeId| {
        let parent = framework.node(id).parent.map(|p| framework.node(p));
        parent.is_some_and(|p| matches!(p.kind, NodeKind::Composite { .. }) && p.children().len() > 1)
    };
    (0..framework.nodes.len()).map(NodeId).filter(move |id| *id != root && below(*id) && weighs(*id))
}

/// For each weight the nearest share at which the gap's label changes, the smallest change first. Weights that alone cannot
/// change it are left out.
///
/// Worked number: FORM 80 of two equal parts 100 and 60, CONTENT 50 and a band that ends at 25: FORM must fall to 75, where the
/// first part weighs 0.375.
pub fn verdict_levers(framework: &Framework, card: &ScoreCard) -> Vec<Lever> {
    let (Some(form), Some(content)) = (card.form().score, card.content().score) else { return Vec::new() };
    let v = &framework.verdicts;
    let label = v.label(form - content);
    let beyond = |edge: f64| {
        // A band's edges belong to it on one side only; a hair beyond decides.
        let hair = 1e-9 * edge.abs().max(1.0);
        [edge - hair, edge + hair].into_iter().map(|g| v.label(g)).find(|l| *l != label)
    };
    let mut levers = Vec::new();
    for (root, own, other, sign) in [(framework.form, form, content, 1.0), (framework.content, content, form, -1.0)] {
        for node in movable(framework, root) {
            let Some(path) = path(framework, &card.nodes, node, root) else { continue };
            let now = card.node(node).used;
            let edges = [v.aligned_from, v.aligned_to, v.nominal_above];
            let found = edges.into_iter().filter_map(|edge| {
                let verdict = beyond(edge)?;
                // Only the edges next to the gap: a weight passes them first.
                let target = other + sign * edge;
                let needed = path.solve(target).filter(|_| target > 0.0 && target != own)?;
                Some(Lever { node, now, needed, verdict: verdict.to_owned() })
            });
            levers.extend(found.min_by(|a, b| (a.needed - now).abs().total_cmp(&(b.needed - now).abs())));
        }
    }
    levers.sort_by(|a, b| (a.needed - a.now).abs().total_cmp(&(b.needed - b.now).abs()).then(a.node.cmp(&b.node)));
    levers
}

/// For each weight below CONTENT the share at which two partnerships are level there, the smallest change first. Weights that
/// alone cannot bring them level, and those whose share differs between the two, are left out.
pub fn order_levers(framework: &Framework, ahead: &ScoreCard, behind: &ScoreCard) -> Vec<Swap> {
    let root = framework.content;
    let swap = |node: NodeId| {
        let (now, other) = (ahead.node(node).used, behind.node(node).used);
        let paths = path(framework, &ahead.nodes, node, root).zip(path(framework, &behind.nodes, node, root))?;
        let needed = paths.0.level(paths.1).filter(|_| now == other)?;
        Some(Swap { node, now, needed })
    };
    let mut swaps: Vec<Swap> = movable(framework, root).filter_map(swap).collect();
    swaps.sort_by(|a, b| (a.needed - a.now).abs().total_cmp(&(b.needed - b.now).abs()).then(a.node.cmp(&b.node)));
    swaps
}
