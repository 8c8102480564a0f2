//! The gap between form and content, on three yardsticks (METHOD section 9), and what it is called.

use crate::measure::Gauge;
use crate::model::framework::{Framework, Measure};
use crate::model::party::{Partnership, PartyId};
use crate::scoring::{ScoreCard, score};

/// One scored peer.
#[derive(Clone, Debug)]
pub struct Peer {
    pub partnership: Partnership,
    pub form: f64,
    pub content: f64,
    pub card: ScoreCard,
}

/// The peers that have both scores, and those that have not.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    pub scored: Vec<Peer>,
    pub withheld: Vec<Partnership>,
    /// Codes the framework names and the package does not know.
    pub unknown: Vec<String>,
    /// Two peers of which one is a member of the other: no ranks are given then.
    pub overlap: Option<(PartyId, PartyId)>,
}

/// Strategic in name, in content, in both or in neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typology {
    FormAndContent,
    Nominal,
    DeFacto,
    Ordinary,
}

impl Typology {
    pub fn words(self) -> &'static str {
        match self {
            Typology::FormAndContent => "strategic in form and content",
            Typology::Nominal => "nominal",
            Typology::DeFacto => "de facto strategic",
            Typology::Ordinary => "ordinary",
        }
    }
}

/// FORM - CONTENT and what follows from it.
#[derive(Clone, Debug)]
pub struct Gap {
    pub absolute: f64,
    pub lower: f64,
    pub upper: f64,
    /// The label of the band; two labels where the bounds reach into another one.
    pub verdict: String,
    /// Percentile rank in FORM less percentile rank in CONTENT, -100..=100; `None` outside the peer set.
    pub rank: Option<f64>,
    /// -(CONTENT - Theil-Sen line of CONTENT on FORM over the peers); `None` outside the peer set or under 8 peers.
    pub residual: Option<f64>,
    /// Slope and intercept of the peers' line of CONTENT on FORM, where there is a residual.
    pub line: Option<(f64, f64)>,
    /// How many peers it is ranked among; `None` where it is not ranked.
    pub peers: Option<usize>,
    /// The residual in words: how the gap compares with the peers'.
    pub among_peers: Option<&'static str>,
    pub typology: Typology,
    /// How many of the parameters reach the threshold.
    pub met: usize,
}

/// A line through fewer peers would bend to each of them.
const LEAST_PEERS_FOR_A_LINE: usize = 8;

/// Whether a partnership is one of the framework's peers.
pub fn is_peer(framework: &Framework, gauge: &Gauge<'_>, p: Partnership) -> bool {
    let code = |id| gauge.package().parties.code(id);
    let (a, b) = (code(p.a), code(p.b));
    let peer = |member: &str, with: &str| {
        with == framework.peers.with && framework.peers.members.iter().any(|code| code == member)
    };
    peer(a, b) || peer(b, a)
}

/// Scores the framework's peers in the gauge's window.
pub fn peers(framework: &Framework, gauge: &Gauge<'_>) -> Peers {
    let parties = &gauge.package().parties;
    let codes = framework.peers.members.iter().chain([&framework.peers.with]);
    let unknown: Vec<String> = codes.filter(|c| parties.by_code(c).is_none()).cloned().collect();
    let Some(with) = parties.by_code(&framework.peers.with) else { return Peers { unknown, ..Peers::default() } };
    let members: Vec<PartyId> = framework.peers.members.iter().filter_map(|c| parties.by_code(c)).collect();
    let year = framework.peers.as_of.year();
    let inside = |bloc: PartyId| parties.members(bloc, year);
    let overlap = members
        .iter()
        .flat_map(|bloc| members.iter().map(move |m| (*bloc, *m)))
        .find(|(bloc, m)| parties.is_bloc(*bloc) && inside(*bloc).contains(m));
    let mut peers = Peers { overlap, unknown, ..Peers::default() };
    for partnership in members.iter().filter_map(|m| Partnership::new(*m, with)) {
        let facing = framework.facing(parties, partnership);
        let card = score(&facing, &gauge.measure(framework, partnership).readings());
        match card.form().score.zip(card.content().score) {
            Some((form, content)) => peers.scored.push(Peer { partnership, form, content, card }),
            None => peers.withheld.push(partnership),
        }
    }
    peers
}

/// The gap of one partnership; `None` when FORM or CONTENT is withheld.
pub fn gap(framework: &Framework, card: &ScoreCard, partnership: Partnership, peers: &Peers) -> Option<Gap> {
    let absolute = card.gap()?;
    let content = card.content().score?;
    let (lower, upper) = card.gap_bounds();
    let v = &framework.verdicts;
    let place = peers.scored.iter().position(|p| p.partnership == partnership).filter(|_| peers.overlap.is_none());
    let column = |f: fn(&Peer) -> f64| -> Vec<f64> { peers.scored.iter().map(f).collect() };
    let (forms, contents) = (column(|p| p.form), column(|p| p.content));
    let rank = place.and_then(|i| Some(percentile_rank(&forms, i)? - percentile_rank(&contents, i)?));
    let line = place.filter(|_| forms.len() >= LEAST_PEERS_FOR_A_LINE).and_then(|_| theil_sen(&forms, &contents));
    let residual = line
        .zip(place)
        .and_then(|((slope, intercept), i)| Some(-(contents.get(i)? - (intercept + slope * forms.get(i)?))));
    let among_peers = residual.map(|r| {
        if r < v.aligned_from {
            "more content than its peers at this form"
        } else if r <= v.aligned_to {
            "in line with its peers"
        } else {
            "less content than its peers at this form"
        }
    });
    let strategic_form = strategic_in_name(framework, card);
    let typology = match (strategic_form, content >= framework.threshold) {
        (true, true) => Typology::FormAndContent,
        (true, false) => Typology::Nominal,
        (false, true) => Typology::DeFacto,
        (false, false) => Typology::Ordinary,
    };
    let reaches = |z: Option<f64>| z.is_some_and(|z| z >= framework.threshold);
    let met = framework.parameters().iter().filter(|p| reaches(card.node(**p).score)).count();
    let verdict = v.labels_between(lower, upper).join(" or ");
    Some(Gap {
        absolute,
        lower,
        upper,
        verdict,
        rank,
        residual,
        line,
        peers: place.map(|_| forms.len()),
        among_peers,
        typology,
        met,
    })
}

/// Whether the status scores at least as high as the rung from which a partnership is strategic in name.
fn strategic_in_name(framework: &Framework, card: &ScoreCard) -> bool {
    framework.indicators().any(|(id, _, i)| {
        let (true, Some(posts)) = (matches!(i.measure, Measure::Status { .. }), &i.goalposts) else { return false };
        let status = framework.strategic_status;
        let (least, _) = crate::scoring::normalise(status, posts, i.lower_is_better, framework.score_floor);
        card.node(id).score.is_some_and(|z| z + 1e-9 >= least)
    })
}

/// 100 (r - 1)/(n - 1) with r the rank from below, ties sharing their mean rank; 0 lowest, 100 highest.
///
/// Worked example: of 10, 20, 20, 40 the twenties have mean rank 2.5 and percentile rank 50.
pub fn percentile_rank(values: &[f64], i: usize) -> Option<f64> {
    let own = values.get(i)?;
    let below = values.iter().filter(|v| *v < own).count() as f64;
    let ties = values.iter().filter(|v| *v == own).count() as f64;
    (values.len() > 1).then(|| 100.0 * (below + (ties - 1.0) / 2.0) / (values.len() - 1) as f64)
}

/// Slope and intercept: medians of the pairwise slopes and of y - slope x (Sen 1968). `None` when all x are equal.
///
/// Worked example: (0, 0), (1, 1), (2, 10) have slopes 1, 5, 9: slope 5, intercept the median of 0, -4, 0, which is 0.
pub fn theil_sen(x: &[f64], y: &[f64]) -> Option<(f64, f64)> {
    let points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    let mut slopes = Vec::new();
    for (i, (x1, y1)) in points.iter().enumerate() {
        slopes.extend(points.iter().skip(i + 1).filter(|(x2, _)| x2 != x1).map(|(x2, y2)| (y2 - y1) / (x2 - x1)));
    }
    let slope = median(slopes)?;
    let intercept = median(points.iter().map(|(x, y)| y - slope * x).collect())?;
    Some((slope, intercept))
}

pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some((values.get(middle.checked_sub(1)?)? + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_ranks_by_hand() {
        let values = [10.0, 20.0, 20.0, 40.0];
        let ranks: Vec<_> = (0..4).filter_map(|i| percentile_rank(&values, i)).collect();
        assert_eq!(ranks, [0.0, 50.0, 50.0, 100.0]);
        assert_eq!(percentile_rank(&[1.0], 0), None);
    }

    #[test]
    fn theil_sen_by_hand() {
        assert_eq!(theil_sen(&[0.0, 1.0, 2.0], &[0.0, 1.0, 10.0]), Some((5.0, 0.0)));
        assert_eq!(theil_sen(&[1.0, 1.0], &[0.0, 1.0]), None);
        // One wild point among eight does not move the line.
        let x: Vec<f64> = (0..8).map(f64::from).collect();
        let mut y = x.clone();
        y[3] = 1000.0;
        assert_eq!(theil_sen(&x, &y).map(|(slope, _)| slope), Some(1.0));
    }
}
