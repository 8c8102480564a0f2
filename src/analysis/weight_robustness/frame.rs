//! The flat table behind a question about weights: which parts, which units, on which scale.

use super::branches::{MeanSpan, children, link, span};
use super::error::WeightError;
use super::link::Link;
use super::scored_tree::{Entry, ScoredTree};
use super::ties::spread;
use super::{Over, WeightVariation};
use crate::model::framework::NodeId;
use crate::statistics::attainable::TIE;
use crate::statistics::weight_set::{WeightSet, dot};

/// A tie may be this share of the scores' spread.
const FINE: f64 = 1e-3;

/// A unit that cannot be ranked with the others, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its place among the units.
    pub unit: usize,
    pub why: LeftOutReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It has no score.
    NoScore,
    /// This node has no score, so that what is known beside it carries its weight: no linear function of the weights.
    Missing(NodeId),
    /// This node's score is not above 0, where the mean needs it.
    OutOfDomain(NodeId),
}

impl LeftOut {
    /// Why the unit is not among the ranked, in words: "Canada has no score in arms, so that ...".
    pub fn words(&self, tree: &ScoredTree<'_>) -> String {
        let code = |id: &NodeId| tree.nodes.get(id.0).map_or("", |n| n.code.as_str());
        let why = match &self.why {
            LeftOutReason::NoScore => "has no score".to_owned(),
            LeftOutReason::Missing(node) => format!(
                "has no score in {}, so that re-weighting what is known is not linear in the weights",
                code(node)
            ),
            LeftOutReason::OutOfDomain(node) => {
                format!("has a score in {} that is not above 0, which the mean needs", code(node))
            }
        };
        format!("{} {why}", tree.units.get(self.unit).map_or_else(String::new, |u| u.title()))
    }
}

/// The question as a table: complete units by parts, with the present weights.
#[derive(Clone, Debug)]
pub struct Frame {
    pub variation: WeightVariation,
    /// The nodes whose (effective) weights vary.
    pub parts: Vec<NodeId>,
    /// Their present weights; they sum to 1.
    pub weights: Vec<f64>,
    /// Places of the complete units.
    pub units: Vec<usize>,
    pub left_out: Vec<LeftOut>,
    pub(super) shape: Shape,
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// The score is `link.back` of one weighted sum.
    Sum(Sum),
    /// A geometric mean of arithmetic ones, all weights varying.
    Product(Product),
}

#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) link: Link,
    /// Per complete unit and part, rising with the score.
    pub(super) values: Vec<Vec<f64>>,
    pub(super) set: WeightSet,
}

impl Sum {
    /// The score at a sum of the values.
    pub(super) fn score(&self, sum: f64) -> f64 {
        self.link.back(self.link.sense() * sum).unwrap_or(f64::NAN)
    }

    /// Whether what counts as a tie on this scale is small among the scores: less than [`FINE`] of their spread.
    fn distinguishes_ties(&self, weights: &[f64]) -> bool {
        let step = TIE * spread(self.values.iter().flatten());
        let totals: Vec<f64> = self.values.iter().map(|row| dot(row, weights)).collect();
        let scores: Vec<f64> = totals.iter().map(|v| self.score(*v)).collect();
        let coarse = |v: &f64| (self.score(v + step) - self.score(*v)).abs();
        let scale = FINE * spread(scores.iter());
        self.link == Link::Power(1.0) || totals.iter().all(|v| coarse(v) <= scale)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Product {
    /// Over the branches.
    pub(super) top: WeightSet,
    pub(super) top_weights: Vec<f64>,
    pub(super) branches: Vec<Branch>,
}

#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) set: WeightSet,
    pub(super) weights: Vec<f64>,
    /// Per complete unit, scores above 0.
    pub(super) values: Vec<Vec<f64>>,
}

impl Frame {
    /// The place of a unit among the complete ones.
    pub(crate) fn row(&self, unit: usize) -> Option<usize> {
        self.units.iter().position(|u| *u == unit)
    }
}

/// The table of a question, or why it has none.
pub fn frame(tree: &ScoredTree<'_>, variation: WeightVariation) -> Result<Frame, WeightError> {
    let found = match variation.over {
        Over::Node(over) => one_node(tree, variation, over)?,
        Over::Leaves => all_weights(tree, variation)?,
    };
    if found.units.len() < 2 {
        let units = match found.units.first().and_then(|u| tree.units.get(*u)) {
            Some(unit) => format!("one unit ({}) is", unit.label()),
            None => "no unit is".to_owned(),
        };
        return Err(WeightError::Alone { units });
    }
    match &found.shape {
        Shape::Sum(sum) if !sum.distinguishes_ties(&found.weights) => Err(WeightError::TooSteep),
        _ => Ok(found),
    }
}

/// Complete units by parts.
type Rows = (Vec<usize>, Vec<Vec<f64>>, Vec<LeftOut>);

/// One row for each unit that has them all.
fn rows(tree: &ScoredTree<'_>, of: NodeId, row: impl Fn(&Entry) -> Result<Vec<f64>, LeftOutReason>) -> Rows {
    let (mut units, mut values, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (unit, entry) in tree.units.iter().enumerate() {
        match if entry.score(of).is_some() { row(entry) } else { Err(LeftOutReason::NoScore) } {
            Ok(row) => {
                units.push(unit);
                values.push(row);
            }
            Err(why) => left_out.push(LeftOut { unit, why }),
        }
    }
    (units, values, left_out)
}

fn one_node(tree: &ScoredTree<'_>, variation: WeightVariation, over: NodeId) -> Result<Frame, WeightError> {
    let of = variation.of;
    let elsewhere = || WeightError::Elsewhere { code: tree.code(over), of: tree.code(of) };
    let path = tree.path(over, of).ok_or_else(elsewhere)?;
    let MeanSpan { link: own, parts, weights, set } = children(tree, over, variation.freedom)?;
    let outer = outer(tree, own, &path)?;
    let row = |entry: &Entry| {
        let lift = Lift::along(tree, entry, own, &path)?;
        let value = |part: &NodeId| {
            let z = entry.score(*part).ok_or(LeftOutReason::Missing(*part))?;
            let v = own.to(z).ok_or(LeftOutReason::OutOfDomain(*part))?;
            Ok(outer.sense() * (lift.offset + lift.slope * v))
        };
        parts.iter().map(value).collect()
    };
    let (units, values, left_out) = rows(tree, of, row);
    let shape = Shape::Sum(Sum { link: outer, values, set });
    Ok(Frame { variation, parts, weights, units, left_out, shape })
}

/// The scale on which the ranked node is linear in the weights of the node at the path's beginning.
///
/// The same mean goes on upwards; a geometric mean may stand above another one (`K s^g` is `(K^(q/g) s^q)^(g/q)`);
/// anything else is linear on no scale.
fn outer(tree: &ScoredTree<'_>, own: Link, path: &[NodeId]) -> Result<Link, WeightError> {
    let mut scale = own;
    for pair in path.windows(2) {
        let [below, above] = pair else { continue };
        scale = match (scale, link(tree, *above)?) {
            (scale, above) if scale == above => scale,
            (Link::Power(q), Link::Ln) => Link::Power(q / tree.share(*below)),
            _ => return Err(WeightError::Mixed { above: tree.code(*above), below: tree.code(*below) }),
        };
    }
    Ok(scale)
}

/// `offset + slope phi(s)`: what all the fixed scores on the way up make of the node's own `phi`.
struct Lift {
    offset: f64,
    slope: f64,
}

impl Lift {
    fn along(tree: &ScoredTree<'_>, entry: &Entry, own: Link, path: &[NodeId]) -> Result<Self, LeftOutReason> {
        let mut lift = Lift { offset: 0.0, slope: 1.0 };
        let mut scale = own;
        for pair in path.windows(2) {
            let [below, above] = pair else { continue };
            let mean = link(tree, *above).map_err(|_| LeftOutReason::Missing(*above))?;
            let share = entry.used(*below);
            if share <= 0.0 {
                return Err(LeftOutReason::Missing(*below));
            }
            let mut others = 0.0;
            for other in tree.weighty(*above).iter().filter(|c| *c != below && entry.used(**c) > 0.0) {
                let z = entry.score(*other).ok_or(LeftOutReason::Missing(*other))?;
                others += entry.used(*other) * mean.to(z).ok_or(LeftOutReason::OutOfDomain(*other))?;
            }
            match (scale, mean) {
                (scale, mean) if scale == mean => {
                    lift = Lift { offset: others + share * lift.offset, slope: share * lift.slope };
                }
                (Link::Power(q), _) => {
                    // The exponent is the share, which must be the same for all units.
                    let missing = |c: &&NodeId| entry.used(**c) == 0.0;
                    if (share - tree.share(*below)).abs() > 1e-12 {
                        let gone = tree.weighty(*above);
                        return Err(LeftOutReason::Missing(gone.iter().find(missing).copied().unwrap_or(*above)));
                    }
                    if entry.score(*below).is_none_or(|s| s <= 0.0) {
                        return Err(LeftOutReason::OutOfDomain(*below));
                    }
                    let factor = (others * q / share).exp();
                    lift = Lift { offset: lift.offset * factor, slope: lift.slope * factor };
                    scale = Link::Power(q / share);
                }
                (Link::Ln, _) => return Err(LeftOutReason::OutOfDomain(*above)),
            }
        }
        Ok(lift)
    }
}

/// Every node of a span and every part must be known, or what is known carries the weight of what is not.
fn complete(tree: &ScoredTree<'_>, entry: &Entry, top: NodeId, parts: &[NodeId]) -> Result<(), LeftOutReason> {
    for part in parts {
        let path = tree.path(*part, top).unwrap_or_default();
        if let Some(gap) = path.into_iter().find(|id| entry.score(*id).is_none()) {
            return Err(LeftOutReason::Missing(gap));
        }
    }
    Ok(())
}

fn all_weights(tree: &ScoredTree<'_>, variation: WeightVariation) -> Result<Frame, WeightError> {
    let of = variation.of;
    let MeanSpan { link: own, parts, weights, set } = span(tree, of, variation.freedom)?;
    let inner: Vec<NodeId> = parts.iter().copied().filter(|p| !tree.weighty(*p).is_empty()).collect();
    let Some(first) = inner.first() else {
        let row = |entry: &Entry| {
            complete(tree, entry, of, &parts)?;
            let value = |part: &NodeId| {
                let z = entry.score(*part).ok_or(LeftOutReason::Missing(*part))?;
                Ok(own.sense() * own.to(z).ok_or(LeftOutReason::OutOfDomain(*part))?)
            };
            parts.iter().map(value).collect()
        };
        let (units, values, left_out) = rows(tree, of, row);
        let shape = Shape::Sum(Sum { link: own, values, set });
        return Ok(Frame { variation, parts, weights, units, left_out, shape });
    };
    let mixed = |below: NodeId| WeightError::Mixed { above: tree.code(of), below: tree.code(below) };
    if own != Link::Ln {
        return Err(mixed(*first));
    }
    // A part without children is a branch with itself as its only leaf.
    let mut stems: Vec<(Vec<NodeId>, Vec<f64>, WeightSet)> = Vec::new();
    for part in &parts {
        if tree.weighty(*part).is_empty() {
            stems.push((vec![*part], vec![1.0], WeightSet::simplex(1)?));
            continue;
        }
        let below = span(tree, *part, variation.freedom)?;
        if below.link != Link::Power(1.0) || below.parts.iter().any(|p| !tree.weighty(*p).is_empty()) {
            return Err(mixed(*part));
        }
        stems.push((below.parts, below.weights, below.set));
    }
    let leaves: Vec<NodeId> = stems.iter().flat_map(|(leaves, ..)| leaves.iter().copied()).collect();
    let row = |entry: &Entry| {
        complete(tree, entry, of, &leaves)?;
        let value = |leaf: &NodeId| {
            let z = entry.score(*leaf).ok_or(LeftOutReason::Missing(*leaf))?;
            Link::Ln.to(z).map(|_| z).ok_or(LeftOutReason::OutOfDomain(*leaf))
        };
        leaves.iter().map(value).collect()
    };
    let (units, values, left_out) = rows(tree, of, row);
    let mut at = 0;
    let mut branches = Vec::new();
    let mut effective = Vec::new();
    for ((own, weights, set), top) in stems.into_iter().zip(&weights) {
        let range = at..at + own.len();
        at = range.end;
        effective.extend(weights.iter().map(|w| top * w));
        let values = values.iter().map(|row| row.get(range.clone()).unwrap_or_default().to_vec()).collect();
        branches.push(Branch { set, weights, values });
    }
    let shape = Shape::Product(Product { top: set, top_weights: weights, branches });
    Ok(Frame { variation, parts: leaves, weights: effective, units, left_out, shape })
}
