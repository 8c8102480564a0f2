//! The exact parts of a difference of two scores, by indicator (METHOD section 8).

use crate::analysis::weight_robustness::Entry;
use crate::model::framework::{Aggregation, Framework, Node, NodeId, NodeKind};
use crate::scoring::ScoreCard;
use crate::scoring::aggregate::aggregate;
use crate::statistics::coalition::{MissingCoalition, shapley};

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
/// ln z0)` for a geometric one, L the logarithmic mean; by [`shapley_factors`] for the other rules that look at one unit
/// alone. It stops at indicators and at pairs, and at a node that is no arithmetic mean where its weight differs between
/// the two sides.
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
        method => {
            let even = share.above == share.below;
            let (Some(zx), Some(zy), true) = (zx, zy, even) else { return leaf(out) };
            let Some(parts) = changed(x, y, children) else { return leaf(out) };
            let scale = share.factor * share.above;
            let factors = match method {
                Aggregation::Geometric {} => Some(geometric(&parts, scale * logarithmic_mean(zx, zy))),
                rule => shapley_factors(*rule, &parts, (zx, zy), scale),
            };
            let Some(factors) = factors else { return leaf(out) };
            for (part, factor) in parts.iter().zip(factors) {
                contribute(nodes, x, y, part.node, Share { factor, above: 1.0, below: 1.0 }, out);
            }
        }
    }
}

/// A child on both sides, with the weight that it has on both.
struct Changed {
    node: NodeId,
    x: f64,
    y: f64,
    weight: f64,
}

/// The children that enter; nothing where one is missing on a side, or has another weight there. What enters on neither
/// side has no part.
fn changed(x: &impl Scores, y: &impl Scores, children: &[NodeId]) -> Option<Vec<Changed>> {
    let enters = |c: &&NodeId| x.used_of(**c) > 0.0 || y.used_of(**c) > 0.0;
    let both = |c: &NodeId| {
        let weight = Some(x.used_of(*c)).filter(|used| *used == y.used_of(*c))?;
        Some(Changed { node: *c, x: x.score_of(*c)?, y: y.score_of(*c)?, weight })
    };
    children.iter().filter(enters).map(both).collect()
}

/// By what a point of each child counts in the difference: `w (ln z1 - ln z0) = w (z1 - z0) / L(z1, z0)`, so that the child's
/// own parts add up linearly again. `scale` has the logarithmic mean of the two scores in it.
fn geometric(parts: &[Changed], scale: f64) -> Vec<f64> {
    parts.iter().map(|c| scale * c.weight / logarithmic_mean(c.x, c.y)).collect()
}

/// Children of whom all sets are looked at: 4,096 scores for a difference.
const MOST_CHILDREN: usize = 12;

/// The same for any other rule that looks at one unit alone: a child's part is what the score changes when this child
/// changes, in the mean over all orders in which the children can change one after another (Shapley value; Shorrocks
/// 2013, DOI 10.1007/s10888-011-9214-z). The parts sum to the difference, equal changes of equal children have equal parts,
/// and a child that stays the same has none.
///
/// Nothing for rules that look at all units, and for more than [`MOST_CHILDREN`].
///
/// Worked number: the minimum of (20, 60) becomes that of (50, 30), from 20 to 30. Alone the first adds 30 and the second
/// 0; after the other the first adds 10 and the second -20: 20 and -10 points.
fn shapley_factors(rule: Aggregation, parts: &[Changed], (zx, zy): (f64, f64), scale: f64) -> Option<Vec<f64>> {
    if parts.len() > MOST_CHILDREN {
        return None;
    }
    let score = |changed: u32| {
        let side = |(i, c): (usize, &Changed)| (c.weight, if changed >> i & 1 == 1 { c.x } else { c.y });
        let mixed: Vec<(f64, f64)> = parts.iter().enumerate().map(side).collect();
        aggregate(rule, &mixed)?.ok()
    };
    // What the node has from elsewhere, such as a penalty on what is missing, no child answers for.
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    let nobody = score(0).filter(|z| close(*z, zy))?;
    let found = shapley(parts.len(), 0.0, MissingCoalition::Refuse, |changed| Some(score(changed)? - nobody)).ok()?;
    let factor = |(c, points): (&Changed, f64)| if c.x == c.y { 0.0 } else { scale * points / (c.x - c.y) };
    close(nobody + found.whole, zx).then(|| parts.iter().zip(found.shares).map(factor).collect())
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

    /// Scores and weights of a tree, by node.
    struct Given(Vec<(f64, f64)>);

    impl Scores for Given {
        fn score_of(&self, id: NodeId) -> Option<f64> {
            self.0.get(id.0).map(|(z, _)| *z)
        }

        fn used_of(&self, id: NodeId) -> f64 {
            self.0.get(id.0).map_or(0.0, |(_, w)| *w)
        }
    }

    /// The parts of a node over two children with equal weights, from `before` to `after`.
    fn parts(rule: Aggregation, before: [f64; 2], after: [f64; 2]) -> Vec<f64> {
        let side = |z: [f64; 2]| {
            let score = aggregate(rule, &z.map(|z| (0.5, z))).expect("parts").expect("a score");
            Given(vec![(score, 1.0), (z[0], 0.5), (z[1], 0.5)])
        };
        let parts: Vec<Changed> = changed(&side(after), &side(before), &[NodeId(1), NodeId(2)]).expect("both sides");
        let ends = (side(after).0[0].0, side(before).0[0].0);
        let factors = shapley_factors(rule, &parts, ends, 1.0).expect("a rule of one unit");
        parts.iter().zip(factors).map(|(c, factor)| factor * (c.x - c.y)).collect()
    }

    /// By hand, over both orders: the minimum as in the text; the harmonic mean of (20, 20) to (60, 30) is 20, 30 (first alone),
    /// 24 (second alone), 40; the mean of squares of (3, 4) to (3, 5) moves by the second alone.
    #[test]
    fn a_childs_part_is_the_mean_over_the_orders() {
        let close = |found: Vec<f64>, expected: [f64; 2]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}, not {expected:?}");
        };
        close(parts(Aggregation::Minimum {}, [20.0, 60.0], [50.0, 30.0]), [20.0, -10.0]);
        close(parts(Aggregation::Harmonic {}, [20.0, 20.0], [60.0, 30.0]), [13.0, 7.0]);
        let squares = Aggregation::Generalised { power: 2.0 };
        close(parts(squares, [3.0, 4.0], [3.0, 5.0]), [0.0, 17f64.sqrt() - 12.5f64.sqrt()]);
    }

    #[test]
    fn what_no_child_answers_for_has_no_parts() {
        let of = |n: usize| -> Vec<Changed> {
            (0..n).map(|i| Changed { node: NodeId(i + 1), x: 2.0, y: 1.0, weight: 1.0 / n as f64 }).collect()
        };
        let minimum = Aggregation::Minimum {};
        assert!(shapley_factors(minimum, &of(MOST_CHILDREN), (2.0, 1.0), 1.0).is_some());
        assert_eq!(shapley_factors(minimum, &of(MOST_CHILDREN + 1), (2.0, 1.0), 1.0), None);
        assert_eq!(shapley_factors(Aggregation::Borda {}, &of(2), (2.0, 1.0), 1.0), None);
        // A score that the rule does not give from these children.
        assert_eq!(shapley_factors(minimum, &of(2), (2.5, 1.0), 1.0), None);
        assert_eq!(shapley_factors(minimum, &of(2), (2.0, 0.5), 1.0), None);
    }

    #[test]
    fn logarithmic_means_by_hand() {
        let e = std::f64::consts::E;
        assert!((logarithmic_mean(e, 1.0) - (e - 1.0)).abs() < 1e-12);
        assert!((logarithmic_mean(40.0, 40.0) - 40.0).abs() < 1e-12);
        assert!((logarithmic_mean(40.000_01, 40.0) - 40.000_005).abs() < 1e-9);
    }
}
