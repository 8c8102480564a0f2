//! The comparative claims of Korolev (2024), each an operation on score cards (METHOD section 9). Whether one holds is
//! read off the numbers beside it; a claim that cannot be determined for a partnership is neither held nor refused.

use crate::analysis::evaluation::Evaluation;
use crate::analysis::gap::{self, Peers};
use crate::model::framework::Framework;

/// What one claim comes to for one partnership.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// A place in the comparison's evaluations.
    pub evaluation: usize,
    pub holds: bool,
    /// The number the claim rests on.
    pub value: f64,
}

/// One claim, with its rule in words, for every partnership for which it can be given.
#[derive(Clone, Debug)]
pub struct Claim {
    pub title: &'static str,
    pub rule: String,
    pub findings: Vec<Finding>,
}

/// Evaluates the claims that a set of score cards can answer. Medians and ranks are those of the framework's peers,
/// whichever partnerships are compared; for a partnership that is no peer they are not reported.
///
/// POL, the political side of the reversed Asian paradox, is taken as the mean of `vision` and `coordination`; ECON is
/// `economy`.
pub fn claims(framework: &Framework, all: &[Evaluation], peers: &Peers) -> Vec<Claim> {
    let score = |e: &Evaluation, code: &str| framework.find(code).and_then(|id| e.card.node(id).score);
    let tau = framework.threshold;
    let economy = framework.find("economy");
    let economies = peers.scored.iter().filter_map(|p| p.card.node(economy?).score).collect();
    let median = gap::median(economies);
    let contents: Vec<f64> = peers.scored.iter().map(|p| p.content).collect();
    let place = |e: &Evaluation| peers.scored.iter().position(|p| p.partnership == e.partnership);
    let each = |title, rule: String, test: &dyn Fn(&Evaluation) -> Option<(bool, f64)>| {
        let found = |(evaluation, e)| test(e).map(|(holds, value)| Finding { evaluation, holds, value });
        Claim { title, rule, findings: all.iter().enumerate().filter_map(found).collect() }
    };
    vec![
        each("form exceeds content", "GAP above 0".into(), &|e| e.gap.as_ref().map(|g| (g.absolute > 0.0, g.absolute))),
        each("all parameters are met", format!("each at {tau} or more; how many are"), &|e| {
            e.gap.as_ref().map(|g| (g.met == framework.parameters().len(), g.met as f64))
        }),
        each("strategic areas are met best", "areas less the better of vision and coordination".into(), &|e| {
            let other = score(e, "vision")?.max(score(e, "coordination")?);
            let lead = score(e, "areas")? - other;
            Some((lead > 0.0, lead))
        }),
        each("reversed Asian paradox", "POL - ECON above 0, ECON below the peers' median".into(), &|e| {
            place(e)?;
            let economy = score(e, "economy")?;
            let lead = (score(e, "vision")? + score(e, "coordination")?) / 2.0 - economy;
            Some((lead > 0.0 && economy < median?, lead))
        }),
        each("strategic in fact, not in name", format!("status below strategic, CONTENT at {tau} or more"), &|e| {
            let typology = e.gap.as_ref().and_then(|g| g.typology);
            typology.zip(e.card.content().score).map(|(t, z)| (t == gap::Typology::DeFacto, z))
        }),
        each("carried by two members", "share of the two largest in trade above one half".into(), &|e| {
            let shares = &e.members.trade.as_ref()?.shares;
            let two: f64 = shares.iter().take(2).map(|(_, share)| share).sum();
            Some((two > 0.5, 100.0 * two))
        }),
        each("middle power or less", "percentile rank of CONTENT among the peers at 50 or less".into(), &|e| {
            gap::percentile_rank(&contents, place(e)?).map(|rank| (rank <= 50.0, rank))
        }),
    ]
}
