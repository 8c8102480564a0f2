//! Attainable ranks as JSON (docs/json.md).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Group, Ranked};
use crate::analysis::weight_robustness::{Frame, Freedom, Over, ScoredTree, Standing, WeightVariation};
use crate::model::framework::NodeId;
use crate::report::origin::{Origin, Source, source};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    source: Source<'a>,
    question: Asked<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drawn: Option<Drawn>,
    groups: Vec<Part<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Asked<'a> {
    of: &'a str,
    /// Null where all weights vary.
    over: Option<&'a str>,
    /// Null where any weights are allowed.
    within: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct Part<'a> {
    year: Option<i32>,
    weights: BTreeMap<&'a str, f64>,
    units: Vec<Unit<'a>>,
    left_out: Vec<LeftOut<'a>>,
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: &'a str,
    name: Option<&'a str>,
    score: f64,
    rank: usize,
    fixed: bool,
    lowest_score: Score<'a>,
    highest_score: Score<'a>,
    best_rank: Rank<'a>,
    worst_rank: Rank<'a>,
    /// Where weights were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptability: Option<Accepted<'a>>,
}

#[derive(Serialize)]
struct Drawn {
    draws: usize,
    seed: u64,
}

#[derive(Serialize)]
struct Accepted<'a> {
    mean_rank: f64,
    /// Shares of the draws, the first rank first.
    ranks: &'a [f64],
    /// Null where no weights drawn put the unit first.
    central_weights: Option<BTreeMap<&'a str, f64>>,
}

#[derive(Serialize)]
struct Score<'a> {
    score: f64,
    weights: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct Rank<'a> {
    /// Null where only the bounds are proved.
    rank: Option<usize>,
    from: usize,
    to: usize,
    weights: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    unit: &'a str,
    reason: String,
}

pub(super) fn asked(origin: Origin<'_>, variation: WeightVariation) -> Asked<'_> {
    let code = |id: NodeId| origin.nodes().get(id.0).map_or("", |n| n.code.as_str());
    Asked {
        of: code(variation.of),
        over: match variation.over {
            Over::Node(over) => Some(code(over)),
            Over::Leaves => None,
        },
        within: match variation.freedom {
            Freedom::Within { low, high } => Some([low, high]),
            Freedom::Any => None,
        },
    }
}

/// Weights by the codes of the parts.
pub(super) fn weights<'a>(tree: &ScoredTree<'a>, frame: &Frame, weights: &[f64]) -> BTreeMap<&'a str, f64> {
    let nodes: &'a [crate::model::tree::Node] = tree.nodes;
    let pair = |(part, w): (&NodeId, &f64)| Some((nodes.get(part.0)?.code.as_str(), *w));
    frame.parts.iter().zip(weights).filter_map(pair).collect()
}

fn unit<'a>(group: &'a Group<'_>, s: &Standing) -> Option<Unit<'a>> {
    let entry = group.tree.units.get(s.unit)?;
    let of = |w: &[f64]| weights(&group.tree, &group.frame, w);
    let score = |b: &crate::statistics::attainable::ScoreBound| Score { score: b.score, weights: of(&b.weights) };
    let rank = |b: &crate::statistics::attainable::RankBound| Rank {
        rank: b.exact(),
        from: b.low,
        to: b.high,
        weights: of(&b.weights),
    };
    Some(Unit {
        unit: &entry.code,
        name: entry.name.as_deref(),
        score: s.score,
        rank: s.rank,
        fixed: s.is_fixed(),
        lowest_score: score(&s.can.lowest),
        highest_score: score(&s.can.highest),
        best_rank: rank(&s.can.best),
        worst_rank: rank(&s.can.worst),
        acceptability: group.accepted.iter().find(|a| a.unit == s.unit).map(|a| Accepted {
            mean_rank: a.mean_rank,
            ranks: &a.ranks,
            central_weights: a.central.as_ref().map(|w| of(w)),
        }),
    })
}

pub fn json(ranked: &Ranked<'_>) -> serde_json::Result<String> {
    let part = |group| -> Part<'_> {
        let group: &Group<'_> = group;
        let left_out = group.frame.left_out.iter().filter_map(|l| {
            let unit = group.tree.units.get(l.unit)?.code.as_str();
            Some(LeftOut { unit, reason: l.words(&group.tree) })
        });
        Part {
            year: group.tree.units.first().and_then(|u| u.year),
            weights: weights(&group.tree, &group.frame, &group.frame.weights),
            units: group.standings.iter().filter_map(|s| unit(group, s)).collect(),
            left_out: left_out.collect(),
        }
    };
    let document = Document {
        source: source(ranked.origin),
        question: asked(ranked.origin, ranked.variation),
        drawn: ranked.sample.map(|s| Drawn { draws: s.draws, seed: s.seed }),
        groups: ranked.groups.iter().map(part).collect(),
        notes: ranked.notes.clone(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
