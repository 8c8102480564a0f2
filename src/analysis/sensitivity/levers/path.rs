//! How the root of a scored tree depends on the weight of one node, in a form that can be inverted.

use crate::model::framework::{Aggregation, Framework, NodeId, NodeKind};
use crate::scoring::{Scored, weights_among, without_unasked};

/// A root as a function of one weight w, the siblings keeping their proportions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Path {
    /// root = a + b w
    Line { a: f64, b: f64 },
    /// ln root = a + b w
    Exponential { a: f64, b: f64 },
    /// ln root = c + u ln(a + b w)
    Power { c: f64, u: f64, a: f64, b: f64 },
}

/// A slope below this, in points of the scale or their logarithm for the whole weight, is rounding error: no weight
/// moves the root.
const FLAT: f64 = 1e-10;

/// Weights that a framework may declare lie between the two ends: 0 would take a part out.
fn declarable(weight: f64) -> bool {
    weight > 0.0 && weight < 1.0
}

impl Path {
    /// The weight at which the root has this value; nothing where no weight above 0 and below 1 gives it.
    ///
    /// Worked number: 60 + 40 w is 75 at 0.375.
    pub fn solve(self, target: f64) -> Option<f64> {
        let (needed, b) = match self {
            Path::Line { a, b } => ((target - a) / b, b),
            Path::Exponential { a, b } => ((target.ln() - a) / b, b),
            Path::Power { c, u, a, b } => ((((target.ln() - c) / u).exp() - a) / b, b),
        };
        (b.abs() > FLAT && declarable(needed)).then_some(needed)
    }

    /// The weight at which two roots are equal; nothing where there is none, where they never part, or where their
    /// forms differ.
    pub fn level(self, other: Path) -> Option<f64> {
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
        (slope.abs() > FLAT && declarable(needed)).then_some(needed)
    }
}

/// Why a node's weight has no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pathless {
    /// It has no share to move, or nothing stands beside it.
    Alone,
    /// A mean on the way is neither arithmetic nor geometric, or an arithmetic one stands above a geometric one.
    Form,
}

/// From a node's weight to a root above it.
pub(super) fn path(framework: &Framework, nodes: &[Scored], node: NodeId, root: NodeId) -> Result<Path, Pathless> {
    use Pathless::{Alone, Form};
    let used = |id: NodeId| nodes.get(id.0).map(|s| s.used);
    let score = |id: NodeId| nodes.get(id.0)?.score;
    let mean = |id: NodeId| match &framework.node(id).kind {
        NodeKind::Composite { aggregation, .. } => Some(*aggregation),
        _ => None,
    };
    score(root).ok_or(Alone)?;
    let parent = framework.node(node).parent.ok_or(Alone)?;
    let now = used(node).filter(|w| declarable(*w)).ok_or(Alone)?;
    let (own, whole) = score(node).zip(score(parent)).ok_or(Alone)?;
    let mut path = match mean(parent) {
        Some(Aggregation::Arithmetic {}) => {
            let rest = (whole - now * own) / (1.0 - now);
            Path::Line { a: rest, b: own - rest }
        }
        Some(Aggregation::Geometric {}) => {
            let rest = (whole.ln() - now * own.ln()) / (1.0 - now);
            Path::Exponential { a: rest, b: own.ln() - rest }
        }
        _ => return Err(Form),
    };
    let mut at = parent;
    while at != root {
        let above = framework.node(at).parent.ok_or(Alone)?;
        // What does not enter the root moves it by no weight.
        let share = used(at).filter(|w| *w > 0.0).ok_or(Alone)?;
        let (own, whole) = score(at).zip(score(above)).ok_or(Alone)?;
        let others = whole.ln() - share * own.ln();
        path = match (mean(above), path) {
            (Some(Aggregation::Arithmetic {}), Path::Line { a, b }) => {
                Path::Line { a: whole - share * own + share * a, b: share * b }
            }
            (Some(Aggregation::Geometric {}), Path::Line { a, b }) => Path::Power { c: others, u: share, a, b },
            (Some(Aggregation::Geometric {}), Path::Exponential { a, b }) => {
                Path::Exponential { a: others + share * a, b: share * b }
            }
            (Some(Aggregation::Geometric {}), Path::Power { c, u, a, b }) => {
                Path::Power { c: others + share * c, u: share * u, a, b }
            }
            _ => return Err(Form),
        };
        at = above;
    }
    Ok(path)
}

/// Whether every score from the node's parent up to the root still stands when the node weighs `needed` among what is
/// known: a weight that moves to what is known in part takes coverage with it.
pub(super) fn stands(framework: &Framework, nodes: &[Scored], node: NodeId, root: NodeId, needed: f64) -> bool {
    let coverage = |id: NodeId| nodes.get(id.0).map_or(0.0, |s| s.coverage);
    let Some(parent) = framework.node(node).parent else { return true };
    let now = nodes.get(node.0).map_or(0.0, |s| s.used);
    let mut weights = Vec::new();
    let mut share_of = |child: NodeId, above: NodeId| {
        let children = framework.node(above).children();
        weights_among(framework, nodes, children, &mut weights);
        without_unasked(framework, nodes, above, &mut weights);
        let own = children.iter().zip(&weights).find(|(c, _)| **c == child).map_or(0.0, |(_, w)| *w);
        own / weights.iter().sum::<f64>()
    };
    let known = share_of(node, parent) / now;
    let siblings = framework.node(parent).children().iter().filter(|c| **c != node);
    let rest = siblings.map(|c| nodes.get(c.0).map_or(0.0, |s| s.used * s.coverage)).sum::<f64>() / (1.0 - now);
    let mut lost = known * (needed - now) * (rest - coverage(node));
    let mut at = parent;
    loop {
        // The same rounding error that scoring tolerates.
        if coverage(at) - lost + 1e-9 < framework.node(at).floor {
            return false;
        }
        if at == root {
            return true;
        }
        let Some(above) = framework.node(at).parent else { return true };
        lost *= share_of(at, above);
        at = above;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|w| (w - expected).abs() < 1e-12), "{found:?} is not {expected}");
    }

    #[test]
    fn paths_are_inverted_by_hand() {
        close(Path::Line { a: 60.0, b: 40.0 }.solve(75.0), 0.375);
        // 16^w 64^(1-w) = 32 halfway.
        close(Path::Exponential { a: 64f64.ln(), b: 0.25f64.ln() }.solve(32.0), 0.5);
        // Half of the logarithm of 10 + 90 w, and half of that of 25: sqrt(25 (10 + 90 w)) = 30 where 10 + 90 w = 36.
        close(Path::Power { c: 0.5 * 25f64.ln(), u: 0.5, a: 10.0, b: 90.0 }.solve(30.0), 26.0 / 90.0);
    }

    #[test]
    fn what_no_weight_gives_is_not_given() {
        let line = Path::Line { a: 60.0, b: 40.0 };
        // 60 would be a weight of 0, 100 one of 1: neither can be declared.
        for target in [59.0, 60.0, 100.0, 101.0] {
            assert_eq!(line.solve(target), None, "{target}");
        }
        assert_eq!(Path::Line { a: 60.0, b: 1e-14 }.solve(60.0), None, "dust moves nothing");
        assert_eq!(Path::Exponential { a: 1.0, b: 2.0 }.solve(0.0), None, "no mean is 0");
        assert_eq!(Path::Power { c: 0.0, u: 0.5, a: 4.0, b: 0.0 }.solve(2.0), None);
    }

    #[test]
    fn two_paths_meet_by_hand() {
        // 60 + 40 w and 80 - 10 w.
        close(Path::Line { a: 60.0, b: 40.0 }.level(Path::Line { a: 80.0, b: -10.0 }), 0.4);
        close(Path::Exponential { a: 1.0, b: 3.0 }.level(Path::Exponential { a: 2.0, b: -1.0 }), 0.25);
        // 4 (10 + 90 w)^0.5 = 5 (28 + 12 w)^0.5: 160 + 1440 w = 700 + 300 w.
        let first = Path::Power { c: 4f64.ln(), u: 0.5, a: 10.0, b: 90.0 };
        let second = Path::Power { c: 5f64.ln(), u: 0.5, a: 28.0, b: 12.0 };
        close(first.level(second), 540.0 / 1140.0);
        close(second.level(first), 540.0 / 1140.0);
        assert_eq!(first.level(first), None, "what is the same never parts");
        assert_eq!(first.level(Path::Power { c: 5f64.ln(), u: 0.4, a: 28.0, b: 12.0 }), None, "two shares");
        assert_eq!(first.level(Path::Line { a: 60.0, b: 40.0 }), None, "two forms");
    }
}
