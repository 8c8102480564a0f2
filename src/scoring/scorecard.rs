//! The score card: the framework's tree, filled in. "Back to the data" is a walk down this tree, not a second computation.

use crate::model::framework::*;
use crate::model::measurement::{Absence, Reading};
use crate::scoring::aggregate::{Alternatives, alternatives, observed, stands};
use crate::scoring::normalise::{Clip, normalise};

/// What became of one node.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// 1 to 100; `None` when withheld or missing.
    pub score: Option<f64>,
    /// The score were everything unknown at its worst, and at its best. Equal to the score when nothing is unknown.
    pub lower: f64,
    pub upper: f64,
    /// Observed weight / applicable weight of the indicators below, 0 to 1; what lies below a child without a score is not observed.
    pub coverage: f64,
    /// Whether anything below applies to this partnership at all.
    pub applies: bool,
    /// Share of the applicable weight below for which anybody has searched, 0 to 1; less than 1 only where the framework does not ask
    /// for the rest ([`Unsearched::NotAsked`]): the score is partial then. What was not asked at all (0) enters no score, no coverage
    /// and no weight, and opens the bounds as what is missing does.
    pub asked: f64,
    /// Share in the parent's score: declared weight, after what does not apply has yielded and what is missing is left out.
    /// 0 where the node does not enter.
    pub used: f64,
    /// How far an indicator's value lies beyond its goalposts.
    pub clip: Option<Clip>,
    /// Of a pair: (z_ab - z_ba) / (z_ab + z_ba), -1 to 1; above 0 the first party does more.
    pub asymmetry: Option<f64>,
}

/// All nodes of one partnership, in the order of [`Framework::nodes`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreCard {
    pub nodes: Vec<Scored>,
    form: NodeId,
    content: NodeId,
    /// CONTENT by other rules, where all parameters have a score.
    pub alternatives: Option<Alternatives>,
}

impl ScoreCard {
    /// The node; ids come from the framework the card was scored by.
    pub fn node(&self, id: NodeId) -> &Scored {
        &self.nodes[id.0]
    }

    pub fn form(&self) -> &Scored {
        self.node(self.form)
    }

    pub fn content(&self) -> &Scored {
        self.node(self.content)
    }

    /// FORM - CONTENT, -99 to 99; above 0 there is more form than content. `None` when either is withheld.
    pub fn gap(&self) -> Option<f64> {
        Some(self.form().score? - self.content().score?)
    }

    /// The gap were everything unknown at its worst and at its best for it.
    pub fn gap_bounds(&self) -> (f64, f64) {
        let (form, content) = (self.form(), self.content());
        (form.lower - content.upper, form.upper - content.lower)
    }
}

/// Scores one partnership. `readings` holds one reading per node; those of inner nodes are not looked at.
///
/// The only path to a score: everything else that varies (weights, goalposts, readings) varies its arguments.
pub fn score(framework: &Framework, readings: &[Option<Reading>]) -> ScoreCard {
    let mut scorer = Scorer::default();
    scorer.fill(framework, readings, Bounds::Wanted, None);
    let nodes = scorer.nodes;
    let parameters = framework.parameters();
    let parts: Option<Vec<(f64, f64)>> =
        parameters.iter().map(|p| Some((framework.node(*p).weight.get(), nodes[p.0].score?))).collect();
    let alternatives = parts.and_then(|p| alternatives(&p));
    ScoreCard { nodes, form: framework.form, content: framework.content, alternatives }
}

/// Whether the worst and the best case are computed beside each score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    Wanted,
    /// Bounds of inner nodes are left at the ends of the scale.
    Unwanted,
}

/// Fills the tree again and again without asking for memory: what [`score`] does, for whoever scores the same tree many times.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    nodes: Vec<Scored>,
    /// Weights of one node's children: of all that apply, of those that were asked, those that coverage is judged by, and those of
    /// them that are known.
    whole: Vec<f64>,
    weights: Vec<f64>,
    counted: Vec<f64>,
    known: Vec<(usize, f64)>,
    parts: Vec<(f64, f64)>,
}

impl Scorer {
    /// All nodes of one partnership, in the order of [`Framework::nodes`].
    ///
    /// Where weights are varied, `declared` is the framework as it is declared: whether enough is known is judged by its weights, or
    /// a draw could decide that a score is withheld.
    pub fn fill(
        &mut self,
        framework: &Framework,
        readings: &[Option<Reading>],
        bounds: Bounds,
        declared: Option<&Framework>,
    ) -> &[Scored] {
        let how = (bounds, declared);
        let blank = Scored {
            score: None,
            lower: framework.score_floor,
            upper: 100.0,
            coverage: 0.0,
            applies: true,
            asked: 1.0,
            used: 0.0,
            clip: None,
            asymmetry: None,
        };
        self.nodes.clear();
        self.nodes.resize(framework.nodes.len(), blank);
        // Parents stand before their children, so the reverse order meets every child before its parent.
        for id in (0..framework.nodes.len()).rev() {
            let node = &framework.nodes[id];
            let reading = readings.get(id).and_then(Option::as_ref);
            match &node.kind {
                NodeKind::Indicator(indicator) => {
                    fill_leaf(&mut self.nodes[id], indicator, reading, framework.score_floor);
                    let asked = framework.unsearched == Unsearched::Missing || reading.is_none_or(Reading::searched);
                    self.nodes[id].asked = if asked { 1.0 } else { 0.0 };
                }
                NodeKind::Composite { aggregation, children, .. } => {
                    self.fill_inner(framework, id, *aggregation, children, how)
                }
                NodeKind::Pair { directions } => {
                    self.fill_inner(framework, id, Aggregation::Geometric {}, directions, how);
                    fill_pair(&mut self.nodes, id, directions, framework.score_floor);
                }
            }
        }
        &self.nodes
    }

    fn fill_inner(
        &mut self,
        framework: &Framework,
        id: usize,
        method: Aggregation,
        children: &[NodeId],
        (bounds, declared): (Bounds, Option<&Framework>),
    ) {
        let node = &framework.nodes[id];
        let Scorer { nodes, whole, weights, counted, known, parts } = self;
        weights_among(framework, nodes, children, whole);
        let total: f64 = whole.iter().sum();
        if total <= 0.0 {
            nodes[id].applies = false;
            return;
        }
        // Taken from 1, so that it is 1 to the last bit where everything was asked.
        let unasked = children.iter().zip(&*whole).map(|(c, w)| w * (1.0 - nodes[c.0].asked)).sum::<f64>();
        nodes[id].asked = 1.0 - unasked / total;
        weights.clone_from(whole);
        without_unasked(framework, nodes, NodeId(id), weights);
        let covering = match declared {
            Some(declared) => {
                weights_among(declared, nodes, children, counted);
                without_unasked(declared, nodes, NodeId(id), counted);
                &*counted
            }
            None => &*weights,
        };
        let applicable: f64 = covering.iter().sum();
        let known_of = |c: &NodeId| observed(nodes[c.0].score.is_some(), nodes[c.0].coverage);
        let coverage = children.iter().zip(covering).map(|(c, w)| w * known_of(c)).sum::<f64>();
        let coverage = if applicable > 0.0 { coverage / applicable } else { 0.0 };
        known.clear();
        parts.clear();
        for (c, w) in children.iter().zip(&*weights).filter(|(_, w)| **w > 0.0) {
            if let Some(z) = nodes[c.0].score {
                known.push((c.0, *w));
                parts.push((*w, z));
            }
        }
        let complete = known.len() == weights.iter().filter(|w| **w > 0.0).count();
        let enough = stands(coverage, node.floor, complete, node.needs_all) && !known.is_empty();
        let score = aggregate(method, parts).filter(|_| enough);
        let mut bound = |end: fn(&Scored) -> f64| {
            parts.clear();
            let counted = children.iter().zip(&*whole).filter(|(_, w)| **w > 0.0);
            parts.extend(counted.map(|(c, w)| (*w, end(&nodes[c.0]))));
            aggregate(method, parts)
        };
        let (lower, upper) = match bounds {
            Bounds::Wanted => (bound(|s| s.lower), bound(|s| s.upper)),
            Bounds::Unwanted => (None, None),
        };
        let sum: f64 = known.iter().map(|(_, w)| w).sum();
        if score.is_some() {
            for (child, w) in &*known {
                nodes[*child].used = w / sum;
            }
        }
        let scored = &mut nodes[id];
        scored.score = score;
        // A child that is withheld though partly known moves the bounds and not the score; the bounds contain it all the same.
        let (low, high) = (lower.unwrap_or(scored.lower), upper.unwrap_or(scored.upper));
        scored.lower = score.map_or(low, |z| low.min(z));
        scored.upper = score.map_or(high, |z| high.max(z));
        scored.coverage = coverage;
    }
}

/// The weights of one node's children into `weights`: those that apply, after what does not has yielded its own to a sibling; 0 for
/// what does not apply.
pub fn weights_among(framework: &Framework, nodes: &[Scored], children: &[NodeId], weights: &mut Vec<f64>) {
    let applies = |id: NodeId| nodes.get(id.0).is_some_and(|s| s.applies);
    weights.clear();
    weights.extend(children.iter().map(|c| if applies(*c) { framework.node(*c).weight.get() } else { 0.0 }));
    for child in children.iter().filter(|c| !applies(**c)) {
        let NodeKind::Indicator(indicator) = &framework.node(*child).kind else { continue };
        let heir = indicator.yields_to.and_then(|to| children.iter().position(|c| *c == to && applies(to)));
        if let Some(weight) = heir.and_then(|i| weights.get_mut(i)) {
            *weight += framework.node(*child).weight.get();
        }
    }
}

/// Of the weights of a node's children, takes those of what was not asked at all.
///
/// CONTENT is a word on all its parameters: one that was not asked keeps its weight there, and is missing.
pub fn without_unasked(framework: &Framework, nodes: &[Scored], parent: NodeId, weights: &mut [f64]) {
    if parent == framework.content {
        return;
    }
    for (child, weight) in framework.node(parent).children().iter().zip(weights) {
        *weight = if nodes.get(child.0).is_some_and(|s| s.asked <= 0.0) { 0.0 } else { *weight };
    }
}

/// Scores are above 0, where every rule that a framework for partnerships may name has a result.
fn aggregate(method: Aggregation, parts: &[(f64, f64)]) -> Option<f64> {
    crate::scoring::aggregate::aggregate(method, parts)?.ok()
}

fn fill_leaf(scored: &mut Scored, indicator: &Indicator, reading: Option<&Reading>, floor: f64) {
    let z = |x: f64, posts| normalise(x, posts, indicator.lower_is_better, floor);
    match (reading, &indicator.goalposts) {
        (Some(Reading::Observed { value, lower, upper }), Some(posts)) => {
            let (score, clip) = z(*value, posts);
            // Most values are known without bounds.
            let end = |x: f64| if x == *value { score } else { z(x, posts).0 };
            let (one, other) = (end(*lower), end(*upper));
            scored.score = Some(score);
            scored.lower = one.min(other);
            scored.upper = one.max(other);
            scored.coverage = 1.0;
            scored.clip = clip;
        }
        (Some(Reading::Missing(Absence { within: Some((low, high)), .. })), Some(posts)) => {
            let (one, other) = (z(*low, posts).0, z(*high, posts).0);
            (scored.lower, scored.upper) = (one.min(other), one.max(other));
        }
        (Some(missing), _) => scored.applies = missing.applies(),
        (None, _) => {}
    }
}

/// A pair is one indicator, known when both directions that apply are: half of something shared is not half known, and a
/// pair that is missing is filled with the worst and the best like any other, save where a missing direction is known to lie
/// within bounds: what is shared then lies between the means of the ends, sqrt(z_ab z_ba).
///
/// Of which one direction was not asked, it was not asked as a whole, unless the other was looked for in vain: then it is missing.
fn fill_pair(nodes: &mut [Scored], id: usize, directions: &[NodeId; 2], floor: f64) {
    let [ab, ba] = directions.map(|d| nodes[d.0].score);
    if nodes[id].applies && nodes[id].asked < 1.0 {
        let in_vain = |d: &NodeId| nodes[d.0].applies && nodes[d.0].asked > 0.0 && nodes[d.0].score.is_none();
        let asked = directions.iter().any(in_vain);
        directions.iter().for_each(|d| nodes[d.0].used = 0.0);
        nodes[id].score = None;
        nodes[id].asked = if asked { 1.0 } else { 0.0 };
    }
    let bounded = |d: NodeId| nodes[d.0].score.is_some() || nodes[d.0].lower > floor || nodes[d.0].upper < 100.0;
    let within = directions.iter().all(|d| bounded(*d));
    let pair = &mut nodes[id];
    if pair.score.is_some() {
        pair.coverage = 1.0;
    } else if within {
        pair.coverage = 0.0;
    } else {
        (pair.coverage, pair.lower, pair.upper) = (0.0, floor, 100.0);
    }
    nodes[id].asymmetry = ab.zip(ba).map(|(ab, ba)| (ab - ba) / (ab + ba));
}
