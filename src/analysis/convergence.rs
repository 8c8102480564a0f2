//! Convergent validity: compares CONTENT with what others measure of the same partners. It is context, and nothing is
//! tuned to it.

use crate::analysis::evaluation::Evaluation;
use crate::model::framework::{Framework, NodeId};
use crate::model::records::PublishedRank;
use crate::model::{Package, PartyId, Year};
use crate::statistics::coherence::{Test, kendall};

/// How a published ranking of the peers goes with the scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Convergence {
    /// Code, title and edition of the ranking.
    pub ranking: String,
    pub title: String,
    pub edition: Year,
    /// The evaluations of partners that the ranking has, highest published place first; places in the list compared.
    pub common: Vec<usize>,
    /// CONTENT first, then each parameter.
    pub on: Vec<Correlation>,
    /// Partners whose places among the common ones differ most in CONTENT, by at least two places; at most two of them.
    pub apart: Vec<RankPair>,
}

/// Kendall's tau-b of a node's scores with the published places, the highest place counting most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    pub node: NodeId,
    /// Partners that have both.
    pub n: usize,
    /// -1..=1; `None` under [`LEAST`] partners, or where all are alike.
    pub tau: Option<f64>,
    /// Exact two-sided p over all orders; `None` with ties, for which there is no exact distribution here.
    pub p: Option<f64>,
}

/// One partner's place among the common ones, 1 the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankPair {
    pub evaluation: usize,
    pub by_content: usize,
    pub published: usize,
}

/// Fewer partners than this say nothing: of three, one order in three has the highest or the lowest tau by chance.
pub const LEAST: usize = 4;

/// Every ranking of the package against a comparison of the framework's whole peer set; nothing for any other
/// comparison, since the choice of partnerships would decide the result.
pub fn convergence(framework: &Framework, package: &Package, all: &[Evaluation]) -> Vec<Convergence> {
    let peers = framework.peers.partnerships(&package.parties);
    let place = |party: PartyId| {
        let peer = peers.iter().find(|p| p.a == party || p.b == party)?;
        all.iter().position(|e| e.partnership == *peer)
    };
    if peers.is_empty() || !peers.iter().all(|p| all.iter().any(|e| e.partnership == *p)) {
        return Vec::new();
    }
    let mut codes: Vec<&str> = package.rankings.iter().map(|r| r.ranking.as_str()).collect();
    codes.dedup();
    let with = package.parties.by_code(&framework.peers.with);
    let one = |code: &str| {
        let rows = package.rankings.iter().filter(|r| r.ranking == code && Some(r.party) != with);
        let mut common: Vec<(usize, &PublishedRank)> = rows.filter_map(|r| Some((place(r.party)?, r))).collect();
        common.sort_by_key(|(_, r)| (r.rank, r.line));
        let (_, first) = common.first()?;
        let nodes = std::iter::once(framework.content).chain(framework.parameters().iter().copied());
        Some(Convergence {
            ranking: code.to_owned(),
            title: first.title.clone(),
            edition: first.edition,
            common: common.iter().map(|(place, _)| *place).collect(),
            on: nodes.map(|node| correlation(node, all, &common)).collect(),
            apart: apart(framework, all, &common),
        })
    };
    let mut seen = std::collections::BTreeSet::new();
    codes.into_iter().filter(|code| seen.insert(*code)).filter_map(one).collect()
}

fn correlation(node: NodeId, all: &[Evaluation], common: &[(usize, &PublishedRank)]) -> Correlation {
    let score = |place: usize| all.get(place).and_then(|e| e.card.node(node).score);
    let (scores, places): (Vec<Option<f64>>, Vec<Option<f64>>) =
        common.iter().map(|(place, r)| (score(*place), Some(-f64::from(r.rank)))).unzip();
    let n = scores.iter().flatten().count();
    let found = kendall(&scores, &places).ok().filter(|_| n >= LEAST);
    let p = found.filter(|a| a.test == Test::KendallExact).map(|a| a.p);
    Correlation { node, n, tau: found.map(|a| a.value), p }
}

/// Worked example: published A, B, C and by CONTENT C, A, B: C is first here and third there, two places apart.
fn apart(framework: &Framework, all: &[Evaluation], common: &[(usize, &PublishedRank)]) -> Vec<RankPair> {
    let content = |place: usize| all.get(place).and_then(|e| e.card.node(framework.content).score);
    let scored: Vec<(usize, f64)> = common.iter().filter_map(|(place, _)| Some((*place, content(*place)?))).collect();
    let mut apart: Vec<RankPair> = scored
        .iter()
        .enumerate()
        .map(|(published, (evaluation, own))| RankPair {
            evaluation: *evaluation,
            by_content: 1 + scored.iter().filter(|(_, other)| other > own).count(),
            published: published + 1,
        })
        .filter(|a| a.by_content.abs_diff(a.published) > 1)
        .collect();
    apart.sort_by_key(|a| (std::cmp::Reverse(a.by_content.abs_diff(a.published)), a.published));
    apart.truncate(2);
    apart
}
