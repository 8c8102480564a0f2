//! How far one weight must move, its siblings keeping their proportions, until a verdict or an order changes: solved,
//! not sampled.
//!
//! With one weight w moving and the rest in proportion, an arithmetic mean is `w z + (1 - w) r`, r the mean of the
//! siblings; every arithmetic mean above keeps it a straight line in w. A geometric mean is one in its logarithm, and
//! above a straight line it is `u ln(a + b w)` plus a constant. All of them are inverted exactly ([`path`]).

mod path;

use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::scoring::ScoreCard;
use path::{Path, Pathless, path, stands};

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

/// How far a share moves, in thousand-millionths: of two siblings both move as far, and rounding error must not decide
/// which comes first.
fn change(now: f64, needed: f64) -> u64 {
    ((needed - now).abs() * 1e9 + 0.5) as u64
}

/// For each weight the nearest share at which the gap's label changes, the smallest change first. Weights that alone
/// cannot change it are left out; so are those that would first withhold a score, since what is known then carries too
/// little.
///
/// Worked number: FORM 80 of two equal parts 100 and 60, CONTENT 50 and a band that ends at 25: FORM must fall to 75,
/// where the first part weighs 0.375.
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
    for (root, other, sign) in [(framework.form, content, 1.0), (framework.content, form, -1.0)] {
        for node in movable(framework, root) {
            let Ok(path) = path(framework, &card.nodes, node, root) else { continue };
            let now = card.node(node).used;
            let edges = [v.aligned_from, v.aligned_to, v.nominal_above];
            let found = edges.into_iter().filter_map(|edge| {
                let verdict = beyond(edge)?;
                let needed = path.solve(other + sign * edge)?;
                Some(Lever { node, now, needed, verdict: verdict.to_owned() })
            });
            // On either side the root rises or falls all the way, so the nearest edge is the one that is reached first.
            let standing = found.filter(|l| stands(framework, &card.nodes, node, root, l.needed));
            levers.extend(standing.min_by_key(|l| change(l.now, l.needed)));
        }
    }
    levers.sort_by_key(|l| (change(l.now, l.needed), l.node));
    levers
}

/// Nodes whose weight could be moved but whose effect on FORM or CONTENT is not solved for: a mean on the way up is
/// neither arithmetic nor geometric, or an arithmetic one stands above a geometric one.
pub fn unsolved(framework: &Framework, card: &ScoreCard) -> Vec<NodeId> {
    let roots = [framework.form, framework.content].into_iter();
    let nodes = roots.flat_map(|root| movable(framework, root).map(move |node| (node, root)));
    let formless = |(node, root): &(NodeId, NodeId)| path(framework, &card.nodes, *node, *root) == Err(Pathless::Form);
    nodes.filter(formless).map(|(node, _)| node).collect()
}

/// For each weight below CONTENT the share at which two partnerships are level there, the smallest change first.
/// Weights that alone cannot bring them level, and those whose share differs between the two, are left out; so are
/// those that would first withhold one of the scores.
///
/// Worked number: CONTENT of two equal parts, 90 and 30 against 40 and 60: 30 + 60 w and 60 - 20 w are level where the
/// first part weighs 0.375.
pub fn order_levers(framework: &Framework, ahead: &ScoreCard, behind: &ScoreCard) -> Vec<Swap> {
    let root = framework.content;
    let swap = |node: NodeId| {
        let (now, other) = (ahead.node(node).used, behind.node(node).used);
        let of = |card: &ScoreCard| -> Option<Path> { path(framework, &card.nodes, node, root).ok() };
        let needed = of(ahead)?.level(of(behind)?).filter(|_| now == other)?;
        let both = [ahead, behind].into_iter().all(|card| stands(framework, &card.nodes, node, root, needed));
        both.then_some(Swap { node, now, needed })
    };
    let mut swaps: Vec<Swap> = movable(framework, root).filter_map(swap).collect();
    swaps.sort_by_key(|s| (change(s.now, s.needed), s.node));
    swaps
}

/// What single weights can do to one partnership's verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The gap's own label, bounds aside; nothing where the gap is withheld.
    pub label: Option<String>,
    pub levers: Vec<Lever>,
    /// Weights that are not solved for ([`unsolved`]).
    pub unsolved: Vec<NodeId>,
}

/// What single weights can do to the order of two partnerships that are neighbours in CONTENT.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Places among the cards.
    pub ahead: usize,
    pub behind: usize,
    pub swaps: Vec<Swap>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// By card.
    pub verdicts: Vec<Verdict>,
    /// From the highest CONTENT down.
    pub orders: Vec<Order>,
}

/// Solves for every weight of some partnerships, each by itself.
pub fn weigh(framework: &Framework, cards: &[ScoreCard]) -> Weighed {
    let verdict = |card: &ScoreCard| Verdict {
        label: card.gap().map(|gap| framework.verdicts.label(gap).to_owned()),
        levers: verdict_levers(framework, card),
        unsolved: unsolved(framework, card),
    };
    let mut known: Vec<(usize, f64)> =
        cards.iter().enumerate().filter_map(|(place, card)| Some((place, card.content().score?))).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let neighbours = known.iter().zip(known.iter().skip(1));
    let order = |((ahead, _), (behind, _)): (&(usize, f64), &(usize, f64))| {
        let swaps = cards.get(*ahead).zip(cards.get(*behind)).map(|(a, b)| order_levers(framework, a, b));
        Order { ahead: *ahead, behind: *behind, swaps: swaps.unwrap_or_default() }
    };
    Weighed { verdicts: cards.iter().map(verdict).collect(), orders: neighbours.map(order).collect() }
}
