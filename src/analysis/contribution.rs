//! The exact parts of a difference of two scores, by indicator (METHOD section 8).

use crate::analysis::weight_robustness::Entry;
use crate::model::framework::{Aggregation, Framework, Node, NodeId, NodeKind};
use crate::scoring::ScoreCard;

/// Whatever has scores and the real shares of nodes in those above them.
pub trait Scores {
    fn score_of(&self, id: NodeId) -> Option<f64>;
    /// 0 where the node does not enter.
    fn used_of(&self, id: NodeId) -> f64;
}

impl Scores for ScoreCard {
    fn score_of(&self, id: NodeId) -> Option<f64> {
        self.node(id).score
    }

    fn used_of(&self, id: NodeId) -> f64 {
        self.node(id).used
    }
}

impl Scores for Entry {
    fn score_of(&self, id: NodeId) -> Option<f64> {
        self.score(id)
    }

    fn used_of(&self, id: NodeId) -> f64 {
        self.used(id)
    }
}

/// What one indicator adds to a difference of two scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub node: NodeId,
    /// In points of the node that is compared; all contributions sum to the difference.
    pub points: f64,
}

/// What each indicator below `root` adds to the score of x less that of y, in the order of the tree; nothing where
/// either has no score.
///
/// Worked number: an arithmetic mean of 40 and 60, once 40 and once 20, with equal weights: 0 and 20 points of the 20
/// between them.
pub fn contributions(f: &Framework, x: &ScoreCard, y: &ScoreCard, root: NodeId) -> Vec<Contribution> {
    contributions_of(&f.nodes, x, y, root)
}

/// The same for whatever has scores.
pub fn contributions_of(nodes: &[Node], x: &impl Scores, y: &impl Scores, root: NodeId) -> Vec<Contribution> {
    let mut out = Vec::new();
    if x.score_of(root).is_some() && y.score_of(root).is_some() {
        contribute(nodes, x, y, root, Share { factor: 1.0, above: 1.0, below: 1.0 }, &mut out);
    }
    out
}

/// By size, whatever the sign; equal ones in the order of the tree.
pub fn largest_first(contributions: &mut [Contribution]) {
    contributions.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.node.cmp(&b.node)));
}

/// How a node enters the difference: a common factor, and its weight on either side.
#[derive(Clone, Copy)]
struct Share {
    factor: f64,
    above: f64,
    below: f64,
}

/// The exact decomposition (METHOD section 8): `dC = sum w dz` for an arithmetic mean, `dC = L(C1, C0) sum w (ln z1 -
/// ln z0)` for a geometric one, L the logarithmic mean. It stops at indicators, at pairs, and at a geometric mean below
/// an arithmetic one.
fn contribute(nodes: &[Node], x: &impl Scores, y: &impl Scores, id: NodeId, share: Share, out: &mut Vec<Contribution>) {
    let (zx, zy) = (x.score_of(id), y.score_of(id));
    let whole = share.above * zx.unwrap_or(0.0) - share.below * zy.unwrap_or(0.0);
    let leaf = |out: &mut Vec<Contribution>| out.push(Contribution { node: id, points: share.factor * whole });
    let Some(NodeKind::Composite { aggregation, children, .. }) = nodes.get(id.0).map(|n| &n.kind) else {
        return leaf(out);
    };
    match aggregation {
        Aggregation::Arithmetic {} => {
            for c in children {
                let (used_x, used_y) = (x.used_of(*c), y.used_of(*c));
                // What one side does not have enters for the other side alone.
                let below = Share { above: share.above * used_x, below: share.below * used_y, ..share };
                contribute(nodes, x, y, *c, below, out);
            }
        }
        Aggregation::Geometric {} => {
            let even = share.above == share.below;
            let (Some(zx), Some(zy), true) = (zx, zy, even) else { return leaf(out) };
            let scale = share.factor * share.above * logarithmic_mean(zx, zy);
            let logs = |c: &NodeId| Some((x.score_of(*c)?, y.score_of(*c)?, x.used_of(*c), y.used_of(*c)));
            // What enters on neither side has no part.
            let enters = |c: &&NodeId| x.used_of(**c) > 0.0 || y.used_of(**c) > 0.0;
            let children: Vec<&NodeId> = children.iter().filter(enters).collect();
            let all: Option<Vec<(f64, f64, f64, f64)>> = children.iter().map(|c| logs(c)).collect();
            let Some(all) = all.filter(|parts| parts.iter().all(|(.., ux, uy)| ux == uy)) else { return leaf(out) };
            for (c, (cx, cy, used, _)) in children.into_iter().zip(all) {
                // w (ln z1 - ln z0) = w (z1 - z0) / L(z1, z0), so that the child's own parts add up linearly again.
                let factor = scale * used / logarithmic_mean(cx, cy);
                contribute(nodes, x, y, *c, Share { factor, above: 1.0, below: 1.0 }, out);
            }
        }
        // Other means have no exact shares of their children; the node answers for them.
        _ => leaf(out),
    }
}

/// `L(a, b) = (a - b)/(ln a - ln b)`, and a where they are equal; both above 0. Worked example: L(e, 1) = e - 1.
fn logarithmic_mean(a: f64, b: f64) -> f64 {
    let ratio = a / b;
    // Near equality the quotient loses its digits; the series does not.
    if (ratio - 1.0).abs() < 1e-6 { (a + b) / 2.0 } else { (a - b) / ratio.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithmic_means_by_hand() {
        let e = std::f64::consts::E;
        assert!((logarithmic_mean(e, 1.0) - (e - 1.0)).abs() < 1e-12);
        assert!((logarithmic_mean(40.0, 40.0) - 40.0).abs() < 1e-12);
        assert!((logarithmic_mean(40.000_01, 40.0) - 40.000_005).abs() < 1e-9);
    }
}
