//! `rank`: every pair of a world, scored and ranked.

use super::Error;
use crate::analysis::anchors;
use crate::analysis::world_ranking::{WindowRanking, WorldRanking, below, rank_world};
use crate::measure::dyads::Dyads;
use crate::model::framework::{Framework, GoalpostKind, NodeId, Transform};
use crate::model::window::Window;
use crate::model::world::World;
use crate::statistics::moments::quantile;

/// What to rank by, and whom to look up.
#[derive(Clone, Debug, Default)]
pub struct RankRequest {
    /// Code of the node that ranks; without one the first below CONTENT that any pair has a score of.
    pub by: Option<String>,
    /// Pairs to be looked up by the codes of their two sides.
    pub pairs: Vec<(String, String)>,
    /// How many of the best and of the worst a page shows.
    pub top: usize,
    /// Pairs that trade less than this a year, there and back, are left out; in the unit of the table of flows.
    pub least: f64,
}

/// The percentiles of one anchored indicator over all windows, beside the goalposts of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    pub node: NodeId,
    pub n: usize,
    /// Values of 0 that are left out since the scale is logarithmic.
    pub zeros: usize,
    pub percentiles: Option<(f64, f64)>,
    pub stated: (f64, f64),
}

/// A ranking of all pairs with what it was made from.
pub struct RankedWorld<'a> {
    pub framework: &'a Framework,
    pub world: &'a World,
    pub ranking: WorldRanking,
    /// The pairs that were asked for, as numbers of units.
    pub asked: Vec<(usize, usize)>,
    pub top: usize,
    /// Over the pairs and windows of this run: what the framework's goalposts were read from, where the windows are
    /// those of its reference.
    pub sample: Vec<Sampled>,
    /// Of the windows of the framework's reference: the hash of that sample, as the framework states it.
    pub sample_sha256: Option<String>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Scores and ranks every pair of a world.
///
/// # Errors
///
/// Where the framework has no such node, or the world no such party.
pub fn rank<'a>(framework: &'a Framework, world: &'a World, request: &RankRequest) -> Result<RankedWorld<'a>, Error> {
    let nodes = below(framework, framework.content);
    let by = match &request.by {
        None => None,
        Some(code) => Some(nodes.iter().copied().find(|id| framework.node(*id).code == *code).ok_or_else(|| {
            Error::UnknownNode {
                framework: framework.code.clone(),
                node: code.clone(),
                nodes: nodes.iter().map(|id| framework.node(*id).code.clone()).collect(),
            }
        })?),
    };
    let place = |code: &String| {
        let units = || (0..world.units()).filter_map(|i| world.unit(i)).map(|u| u.code.clone()).collect();
        world.place(code).ok_or_else(|| Error::NoSuchParty { code: code.clone(), codes: units() })
    };
    let asked = request.pairs.iter().map(|(a, b)| Ok((place(a)?, place(b)?))).collect::<Result<_, Error>>()?;
    let ranking = rank_world(framework, world, by, request.least);
    let sample = sample(framework, &ranking);
    let sample_sha256 = sample_hash(framework, world, &ranking).filter(|_| request.least <= 0.0);
    let notes = notes(framework, world, &ranking);
    Ok(RankedWorld { framework, world, ranking, asked, top: request.top, sample, sample_sha256, notes })
}

/// The percentiles of the framework's reference over all pairs and windows.
fn sample(framework: &Framework, ranking: &WorldRanking) -> Vec<Sampled> {
    let (lower, upper) = (framework.reference.lower / 100.0, framework.reference.upper / 100.0);
    let of = |(id, _, indicator): (NodeId, _, &crate::model::framework::Indicator)| {
        let posts = indicator.goalposts.as_ref().filter(|g| g.kind == GoalpostKind::Anchored)?;
        let columns = ranking.windows.iter().filter_map(|w| w.column(id)?.values.as_ref());
        let all: Vec<f64> = columns.flatten().flatten().copied().collect();
        let log = posts.transform() == Transform::Ln;
        let values: Vec<f64> = all.iter().copied().filter(|x| !log || *x > 0.0).collect();
        let zeros = all.len() - values.len();
        let percentiles = quantile(&values, lower).zip(quantile(&values, upper));
        (!all.is_empty()).then_some(Sampled {
            node: id,
            n: values.len(),
            zeros,
            percentiles,
            stated: (posts.lower(), posts.upper()),
        })
    };
    framework.indicators().filter_map(of).collect()
}

/// The hash of the reference sample, where the windows of this run are those of the reference and all pairs of
/// economies are in it.
fn sample_hash(framework: &Framework, world: &World, ranking: &WorldRanking) -> Option<String> {
    let reference = &framework.reference;
    let windows = reference.ending.iter().map(|end| Window::ending(end, reference.length));
    let whole = world.blocs.is_empty() && world.chosen.is_none();
    if !whole || !windows.eq(ranking.windows.iter().map(|w| w.window)) {
        return None;
    }
    let code = |unit: usize| world.unit(unit).map_or("?", |u| u.code.as_str());
    let mut lines = Vec::new();
    for w in &ranking.windows {
        for column in &w.columns {
            let values = column.values.iter().flatten().zip(&w.pairs);
            let known = values.filter_map(|(value, pair)| Some((value.as_ref().copied()?, pair)));
            lines.extend(known.map(|(value, (a, b))| {
                let slug = format!("{}-{}", code(*a), code(*b));
                anchors::sample_line(&framework.node(column.node).code, w.window, &slug, value)
            }));
        }
    }
    Some(anchors::sample_hash(lines))
}

fn notes(framework: &Framework, world: &World, ranking: &WorldRanking) -> Vec<String> {
    let mut notes = Vec::new();
    let measured: Vec<NodeId> = Dyads::new(world, framework).measured().collect();
    let absent: Vec<&str> = framework
        .indicators()
        .filter(|(id, ..)| !measured.contains(id))
        .map(|(_, _, i)| i.code.as_str())
        .fold(Vec::new(), |mut codes, code| {
            if !codes.contains(&code) {
                codes.push(code);
            }
            codes
        });
    if !absent.is_empty() {
        notes.push(format!("not held for the world, and missing for every pair: {}", absent.join(", ")));
    }
    let withheld = |node: NodeId| {
        ranking.windows.iter().all(|w| w.column(node).is_none_or(|c| c.scores.iter().all(Option::is_none)))
    };
    let without: Vec<&str> = std::iter::once(framework.content)
        .chain(framework.parameters().iter().copied())
        .filter(|id| withheld(*id))
        .map(|id| framework.node(id).title.as_str())
        .collect();
    if !without.is_empty() {
        notes.push(format!(
            "no pair has a score of {}: this is a ranking by {} alone",
            without.join(", "),
            framework.node(ranking.by).title
        ));
    }
    for w in &ranking.windows {
        notes.extend(short(world, w));
        notes.extend(ends(framework, ranking.by, w));
    }
    notes
}

/// How many share the highest and the lowest score: there the goalposts end, and the order says nothing.
fn ends(framework: &Framework, by: NodeId, w: &WindowRanking) -> Option<String> {
    let scores = &w.column(by)?.scores;
    let at = |end: f64| scores.iter().flatten().filter(|z| (*z - end).abs() < 1e-9).count();
    let (high, low) = (at(100.0), at(framework.score_floor));
    (high + low > 1).then(|| {
        format!(
            "{}: {high} pairs lie at or above all upper goalposts, {low} at or below all lower ones; those that trade more are named first",
            w.window
        )
    })
}

/// Years of a window for which the world has no flows, and pairs that have too few.
fn short(world: &World, w: &WindowRanking) -> Vec<String> {
    let missing: Vec<String> = w.window.iter().filter(|y| !world.held.contains(*y)).map(|y| y.to_string()).collect();
    let mut notes = Vec::new();
    if !missing.is_empty() {
        notes.push(format!("{}: the data hold no flows of {}", w.window, missing.join(", ")));
    }
    if w.left_out > 0 {
        notes.push(format!("{}: {} pairs trade less than was asked for, and are left out", w.window, w.left_out));
    }
    let unranked = w.pairs.len() - w.ranked;
    if unranked > 0 {
        notes.push(format!(
            "{}: {unranked} of {} pairs have no rank, for want of years with trade both ways",
            w.window,
            w.pairs.len()
        ));
    }
    notes
}
