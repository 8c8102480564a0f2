//! Every pair of a world scored and ranked: readings from flat arrays, scores from the tree that
//! [`crate::scoring::score`] fills.

use crate::measure::dyads::Dyads;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::measurement::Reading;
use crate::model::window::Window;
use crate::model::world::World;
use crate::scoring::{Bounds, Scorer};
use crate::statistics::ranking::{Ties, ranks, settled_scores};

/// A column with one place for each pair.
#[derive(Clone, Debug)]
pub struct NodeColumn {
    pub node: NodeId,
    /// Of an indicator that was measured, its values in its unit.
    pub values: Option<Vec<Option<f64>>>,
    pub scores: Vec<Option<f64>>,
    /// Share of the weight below that is known.
    pub coverage: Vec<f64>,
}

impl NodeColumn {
    fn new(node: NodeId, measured: bool) -> Self {
        NodeColumn { node, values: measured.then(Vec::new), scores: Vec::new(), coverage: Vec::new() }
    }
}

/// The pairs of one window, in the order of their codes.
#[derive(Clone, Debug)]
pub struct WindowRanking {
    pub window: Window,
    /// Numbers of two units; of an economy and a bloc the economy first.
    pub pairs: Vec<(usize, usize)>,
    /// Years with flows both ways.
    pub years: Vec<usize>,
    /// Sums over these years, there and back.
    pub flows: Vec<[f64; 2]>,
    /// CONTENT and the nodes below it of which something is measured.
    pub columns: Vec<NodeColumn>,
    /// 1 for the highest score of the node that ranks; equal scores share the first of their places.
    pub ranks: Vec<Option<f64>>,
    /// The pairs by rank, those without one last; of equal ones those first that trade more, and then by code.
    pub order: Vec<usize>,
    /// How many have a rank.
    pub ranked: usize,
    /// How many trade too little to be looked at.
    pub left_out: usize,
}

impl WindowRanking {
    pub fn column(&self, node: NodeId) -> Option<&NodeColumn> {
        self.columns.iter().find(|c| c.node == node)
    }

    /// The pair of two units, whichever stands first.
    pub fn find(&self, one: usize, other: usize) -> Option<usize> {
        self.pairs.iter().position(|(a, b)| (*a, *b) == (one, other) || (*b, *a) == (one, other))
    }
}

/// All windows, and what the pairs are ranked by.
#[derive(Clone, Debug)]
pub struct WorldRanking {
    pub by: NodeId,
    pub windows: Vec<WindowRanking>,
}

/// How many years before the end of a window the indicators look back to, the last year included; 1 where none does.
pub fn reach(framework: &Framework) -> u16 {
    use crate::model::framework::Measure;
    let years = framework.indicators().filter_map(|(_, _, i)| match i.measure {
        Measure::TradeTrend { years } => Some(years),
        _ => None,
    });
    years.max().unwrap_or(1)
}

/// Scores every pair that flows join: of economies, or, where the world has blocs, of each bloc with everybody outside
/// of it.
///
/// Pairs that trade less than `least` a year, there and back, in the years that count are left out, in each window by
/// itself.
///
/// `by` is the node that ranks; without one it is the first below CONTENT, in the order of the framework, that any pair
/// has a score of.
pub fn rank_world(framework: &Framework, world: &World, by: Option<NodeId>, least: f64) -> WorldRanking {
    let mut dyads = Dyads::new(world, framework);
    let measured: Vec<NodeId> = dyads.measured().collect();
    // Below the other nodes nothing is known of anybody.
    let answered = |node: &NodeId| below(framework, *node).iter().any(|n| measured.contains(n));
    let nodes: Vec<NodeId> = below(framework, framework.content).into_iter().filter(answered).collect();
    let blank = |window: &Window| WindowRanking {
        window: *window,
        pairs: Vec::new(),
        years: Vec::new(),
        flows: Vec::new(),
        columns: nodes.iter().map(|node| NodeColumn::new(*node, measured.contains(node))).collect(),
        ranks: Vec::new(),
        order: Vec::new(),
        ranked: 0,
        left_out: 0,
    };
    let mut windows: Vec<WindowRanking> = world.beside.iter().map(|(window, _)| blank(window)).collect();
    let mut scorer = Scorer::default();
    let mut readings = dyads.template();
    for (a, b) in candidates(world) {
        let Some(flows) = dyads.flows(a, b) else { continue };
        for w in &mut windows {
            let covered = dyads.measure(&flows, w.window, &mut readings);
            if covered.flows.iter().sum::<f64>() < least * covered.years as f64 || (least > 0.0 && covered.years == 0) {
                w.left_out += 1;
                continue;
            }
            let scored = scorer.fill(framework, &readings, Bounds::Unwanted, None);
            for column in &mut w.columns {
                let node = scored.get(column.node.0);
                column.scores.push(node.and_then(|n| n.score));
                column.coverage.push(node.map_or(0.0, |n| n.coverage));
                if let Some(values) = &mut column.values {
                    values.push(readings.get(column.node.0).and_then(Option::as_ref).and_then(Reading::value));
                }
            }
            w.pairs.push((a, b));
            w.years.push(covered.years);
            w.flows.push(covered.flows);
        }
    }
    let scored = |node: &NodeId| {
        let column = |w: &WindowRanking| w.column(*node).is_some_and(|c| c.scores.iter().any(Option::is_some));
        matches!(framework.node(*node).kind, NodeKind::Composite { .. }) && windows.iter().any(column)
    };
    let by = by.or_else(|| nodes.iter().copied().find(scored)).unwrap_or(framework.content);
    windows.iter_mut().for_each(|w| order(w, by));
    WorldRanking { by, windows }
}

/// All nodes from this one down, each before its children.
pub fn below(framework: &Framework, from: NodeId) -> Vec<NodeId> {
    let children = framework.node(from).children().iter();
    std::iter::once(from).chain(children.flat_map(|c| below(framework, *c))).collect()
}

/// The pairs that may have flows, by code: of economies, or of blocs with one another and with whoever is a member of
/// none of them.
///
/// A member of one bloc is not ranked with another beside its own: the two overlap.
fn candidates(world: &World) -> impl Iterator<Item = (usize, usize)> + '_ {
    let n = world.economies.len();
    let chosen = move |unit: &usize| world.chosen.as_ref().is_none_or(|chosen| chosen.binary_search(unit).is_ok());
    let blocs = world.blocs.len();
    let economies = if blocs == 0 { n } else { 0 };
    let of_states = (0..economies).flat_map(move |a| (a + 1..n).map(move |b| (a, b)));
    let member = move |a: &usize| world.blocs.iter().any(|b| b.members.iter().any(|of_year| of_year.contains(a)));
    let of_blocs = (0..n).filter(move |a| !member(a)).flat_map(move |a| (0..blocs).map(move |b| (a, n + b)));
    let between = (0..blocs).flat_map(move |a| (a + 1..blocs).map(move |b| (n + a, n + b)));
    of_states.chain(of_blocs).chain(between).filter(move |(a, b)| chosen(a) && chosen(b))
}

/// Ranks the pairs of a window by the scores of a node.
fn order(ranking: &mut WindowRanking, by: NodeId) {
    let scores = ranking.column(by).map_or_else(Vec::new, |c| settled_scores(&c.scores));
    // Scores are finite: the kernel gives no other.
    ranking.ranks = ranks(&scores, Ties::Minimum).unwrap_or_default();
    ranking.ranked = ranking.ranks.iter().flatten().count();
    let mut order: Vec<usize> = (0..ranking.pairs.len()).collect();
    let rank = |at: &usize| ranking.ranks.get(*at).copied().flatten().unwrap_or(f64::INFINITY);
    let trade = |at: &usize| ranking.flows.get(*at).map_or(0.0, |f| f.iter().sum::<f64>());
    order.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then(trade(b).total_cmp(&trade(a))).then(a.cmp(b)));
    ranking.order = order;
}
