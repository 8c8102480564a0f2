//! Several partnerships side by side. Each one's figures are those of its own evaluation, whoever else is named.

use crate::analysis::claims::{self, Claim};
use crate::analysis::evaluation::{Evaluation, evaluate_among};
use crate::analysis::gap::{self, Peers};
use crate::measure::Gauge;
use crate::model::framework::{Aggregation, Framework, Measure, NodeId, NodeKind};
use crate::model::party::Partnership;
use crate::scoring::ScoreCard;

/// What one indicator adds to a difference in CONTENT.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub node: NodeId,
    /// In points of CONTENT; all contributions sum to the difference.
    pub points: f64,
}

/// Why one partnership's CONTENT lies above another's.
#[derive(Clone, Debug)]
pub struct Difference {
    pub above: usize,
    pub below: usize,
    pub points: f64,
    /// Largest first, by size.
    pub contributions: Vec<Contribution>,
}

/// Partnerships of one status, from the one with most CONTENT down.
#[derive(Clone, Debug)]
pub struct SameStatus {
    pub rung: String,
    pub members: Vec<usize>,
}

/// Evaluations in the order of their CONTENT, withheld ones last, and what follows from having them together.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub evaluations: Vec<Evaluation>,
    /// Between neighbours in that order.
    pub differences: Vec<Difference>,
    /// Groups of at least two.
    pub same_status: Vec<SameStatus>,
    /// Korolev's comparative claims, one by one.
    pub claims: Vec<Claim>,
    pub warnings: Vec<String>,
}

/// Evaluates and compares. Worked example of a rank: the first of [`Comparison::evaluations`] has rank 1.
pub fn compare(framework: &Framework, gauge: &Gauge<'_>, partnerships: &[Partnership]) -> Comparison {
    let ranked = partnerships.iter().any(|p| gap::is_peer(framework, gauge, *p));
    let peers = if ranked { gap::peers(framework, gauge) } else { Peers::default() };
    let mut evaluations: Vec<Evaluation> =
        partnerships.iter().map(|p| evaluate_among(framework, gauge, *p, &peers)).collect();
    let content = |e: &Evaluation| e.card.content().score.unwrap_or(f64::NEG_INFINITY);
    evaluations.sort_by(|x, y| content(y).total_cmp(&content(x)).then(x.partnership.a.cmp(&y.partnership.a)));
    let differences = (1..evaluations.len()).filter_map(|i| difference(framework, &evaluations, i - 1, i)).collect();
    let same_status = same_status(&evaluations);
    let claims = claims::claims(framework, &evaluations, &peers);
    let warnings = warnings(framework, gauge, &evaluations);
    Comparison { evaluations, differences, same_status, claims, warnings }
}

fn difference(framework: &Framework, all: &[Evaluation], above: usize, below: usize) -> Option<Difference> {
    let (x, y) = (&all.get(above)?.card, &all.get(below)?.card);
    let points = x.content().score? - y.content().score?;
    let mut contributions = Vec::new();
    let root = Share { factor: 1.0, above: 1.0, below: 1.0 };
    contribute(framework, x, y, framework.content, root, &mut contributions);
    contributions.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then(a.node.cmp(&b.node)));
    Some(Difference { above, below, points, contributions })
}

/// How a node enters the difference: a common factor, and its weight on either side.
#[derive(Clone, Copy)]
struct Share {
    factor: f64,
    above: f64,
    below: f64,
}

/// The exact decomposition (METHOD section 8): `dC = sum w dz` for an arithmetic mean, `dC = L(C1, C0) sum w (ln z1 - ln z0)` for a
/// geometric one, L the logarithmic mean. It stops at indicators, at pairs, and at a geometric mean below an arithmetic one.
fn contribute(f: &Framework, x: &ScoreCard, y: &ScoreCard, id: NodeId, share: Share, out: &mut Vec<Contribution>) {
    let (zx, zy) = (x.node(id).score, y.node(id).score);
    let whole = share.above * zx.unwrap_or(0.0) - share.below * zy.unwrap_or(0.0);
    let leaf = |out: &mut Vec<Contribution>| out.push(Contribution { node: id, points: share.factor * whole });
    let NodeKind::Composite { aggregation, children, .. } = &f.node(id).kind else { return leaf(out) };
    match aggregation {
        Aggregation::Arithmetic {} => {
            for c in children {
                let (used_x, used_y) = (x.node(*c).used, y.node(*c).used);
                // What one side does not have enters for the other side alone.
                let below = Share { above: share.above * used_x, below: share.below * used_y, ..share };
                contribute(f, x, y, *c, below, out);
            }
        }
        Aggregation::Geometric {} => {
            let even = share.above == share.below;
            let (Some(zx), Some(zy), true) = (zx, zy, even) else { return leaf(out) };
            let scale = share.factor * share.above * logarithmic_mean(zx, zy);
            let logs = |c: &NodeId| Some((x.node(*c).score?, y.node(*c).score?, x.node(*c).used, y.node(*c).used));
            let all: Option<Vec<(f64, f64, f64, f64)>> = children.iter().map(logs).collect();
            let Some(all) = all.filter(|parts| parts.iter().all(|(.., ux, uy)| ux == uy)) else { return leaf(out) };
            for (c, (cx, cy, used, _)) in children.iter().zip(all) {
                // w (ln z1 - ln z0) = w (z1 - z0) / L(z1, z0), so that the child's own parts add up linearly again.
                let factor = scale * used / logarithmic_mean(cx, cy);
                contribute(f, x, y, *c, Share { factor, above: 1.0, below: 1.0 }, out);
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

fn same_status(all: &[Evaluation]) -> Vec<SameStatus> {
    let mut groups: Vec<SameStatus> = Vec::new();
    for (i, e) in all.iter().enumerate().filter(|(_, e)| e.card.content().score.is_some()) {
        let Some(status) = &e.status else { continue };
        match groups.iter_mut().find(|g| g.rung == status.rung) {
            Some(group) => group.members.push(i),
            None => groups.push(SameStatus { rung: status.rung.clone(), members: vec![i] }),
        }
    }
    groups.retain(|g| g.members.len() > 1);
    groups
}

/// What makes figures hard to compare: overlapping parties, indicators known for some only, years that differ.
fn warnings(framework: &Framework, gauge: &Gauge<'_>, all: &[Evaluation]) -> Vec<String> {
    let parties = &gauge.package().parties;
    let mut told = Vec::new();
    let sides: Vec<_> = all.iter().flat_map(|e| [e.partnership.a, e.partnership.b]).collect();
    for bloc in sides.iter().filter(|id| parties.is_bloc(**id)) {
        let inside =
            |m: &crate::model::PartyId| gauge.window().iter().any(|y| parties.counted_members(*bloc, y).contains(m));
        for member in sides.iter().filter(|m| inside(m)) {
            let (bloc, member) = (parties.name(*bloc), parties.name(*member));
            told.push(format!("{member} lies inside {bloc}: their figures overlap and are not to be ranked together"));
        }
    }
    for (id, node, indicator) in framework.indicators() {
        let known = all.iter().filter(|e| e.card.node(id).score.is_some()).count();
        if known > 0 && known < all.len() {
            let applies = all.iter().filter(|e| e.card.node(id).applies).count();
            let why = if applies == known { "does not apply to the others" } else { "is missing for others" };
            told.push(format!("{} is known for {known} of {} and {why}", node.code, all.len()));
        }
        // The ladder of status has no years, and a trend's own years are its definition.
        if matches!(
            indicator.measure,
            Measure::Status { .. } | Measure::Institutions { .. } | Measure::TradeTrend { .. }
        ) {
            continue;
        }
        let years = |e: &Evaluation| e.panel.get(id).map(|m| m.years.clone()).filter(|y| !y.is_empty());
        let mut sets: Vec<_> = all.iter().filter_map(years).collect();
        sets.sort();
        sets.dedup();
        if sets.len() > 1 {
            let sets: Vec<String> = sets.iter().map(|s| crate::analysis::list_years(s)).collect();
            told.push(format!("{} rests on different years: {}", node.code, sets.join(" or ")));
        }
    }
    told.sort();
    told.dedup();
    told
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
