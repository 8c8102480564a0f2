//! The gap between form and content, on three yardsticks (METHOD section 9), and what it is called.

use crate::measure::Measurer;
use crate::model::framework::{Framework, Measure};
use crate::model::party::{Parties, Partnership, PartyId};
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

/// How a gap compares with the peers' on both yardsticks, rank and residual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Both lie within the tolerance.
    Like,
    /// Both lie above 0.
    MoreForm,
    /// Both lie below 0.
    MoreContent,
    /// The yardsticks have no sign in common.
    Apart,
}

impl Stance {
    /// Worked example with a tolerance of 5: rank +5 and residual +1.2 are like the peers', +40 and +2.3 more form, +5
    /// and -7.2 apart.
    pub fn of(rank: f64, residual: f64, tolerance: f64) -> Self {
        if rank.abs() <= tolerance && residual.abs() <= tolerance {
            Stance::Like
        } else if rank > 0.0 && residual > 0.0 {
            Stance::MoreForm
        } else if rank < 0.0 && residual < 0.0 {
            Stance::MoreContent
        } else {
            Stance::Apart
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Stance::Like => "like its peers",
            Stance::MoreForm => "more form than its peers",
            Stance::MoreContent => "more content than its peers",
            Stance::Apart => "the yardsticks disagree",
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
    /// How the gap compares with the peers'; `None` where one of the two yardsticks is missing.
    pub stance: Option<Stance>,
    /// `None` where the framework does not measure the status.
    pub typology: Option<Typology>,
    /// How many of the parameters reach the threshold.
    pub met: usize,
}

/// A line through fewer peers would bend to each of them.
const LEAST_PEERS_FOR_A_LINE: usize = 8;

/// Whether a partnership is one of the framework's peers.
pub fn is_peer(framework: &Framework, measurer: &Measurer<'_>, p: Partnership) -> bool {
    let code = |id| measurer.package().parties.code(id);
    let (a, b) = (code(p.a), code(p.b));
    let peer = |member: &str, with: &str| {
        with == framework.peers.with && framework.peers.members.iter().any(|code| code == member)
    };
    peer(a, b) || peer(b, a)
}

/// Two peers of which one is a member of the other on the day of the list, if there are any.
pub fn overlap(framework: &Framework, parties: &Parties) -> Option<(PartyId, PartyId)> {
    let members: Vec<PartyId> = framework.peers.members.iter().filter_map(|c| parties.by_code(c)).collect();
    let inside = |bloc: PartyId| parties.members(bloc, framework.peers.as_of.year());
    members
        .iter()
        .flat_map(|bloc| members.iter().map(move |m| (*bloc, *m)))
        .find(|(bloc, m)| parties.is_bloc(*bloc) && inside(*bloc).contains(m))
}

/// Scores the framework's peers in the measurer's window.
pub fn peers(framework: &Framework, measurer: &Measurer<'_>) -> Peers {
    let parties = &measurer.package().parties;
    let codes = framework.peers.members.iter().chain([&framework.peers.with]);
    let unknown: Vec<String> = codes.filter(|c| parties.by_code(c).is_none()).cloned().collect();
    let Some(with) = parties.by_code(&framework.peers.with) else { return Peers { unknown, ..Peers::default() } };
    let members: Vec<PartyId> = framework.peers.members.iter().filter_map(|c| parties.by_code(c)).collect();
    let mut peers = Peers { overlap: overlap(framework, parties), unknown, ..Peers::default() };
    for partnership in members.iter().filter_map(|m| Partnership::new(*m, with)) {
        let facing = framework.facing(parties, partnership);
        let card = score(&facing, &measurer.measure(framework, partnership).readings());
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
    let own = place.and_then(|i| peers.scored.get(i)).map(|p| (p.form, p.content));
    let both = |p: &Peer| (p.form, p.content);
    let others = peers.scored.iter().enumerate().filter(|(i, _)| Some(*i) != place).map(|(_, p)| both(p));
    let rank = own.and_then(|own| self::rank(own, others));
    let line = own.and_then(|_| self::line(peers.scored.iter().map(both)));
    let residual = own.zip(line).map(|(own, line)| self::residual(own, line));
    let stance = rank.zip(residual).map(|(rank, residual)| Stance::of(rank, residual, v.tolerance));
    let strategic_form = strategic_in_name(framework, card);
    let typology = match (strategic_form, content >= framework.threshold) {
        (true, true) => Typology::FormAndContent,
        (true, false) => Typology::Nominal,
        (false, true) => Typology::DeFacto,
        (false, false) => Typology::Ordinary,
    };
    let typology = framework.measures_status().then_some(typology);
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
        peers: place.map(|_| peers.scored.len()),
        stance,
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
    let others = values.iter().enumerate().filter(|(place, _)| *place != i).map(|(_, x)| *x);
    percentile(*values.get(i)?, others)
}

/// The same by pairs: the share of others that lie below, in per cent, equal ones by half; nothing where there is
/// nobody else.
///
/// Worked example: 20 against 10, 20, 40 is 100 (1 + 1/2)/3 = 50.
fn percentile(own: f64, others: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut below, mut ties, mut n) = (0.0, 0.0, 0.0);
    for other in others {
        n += 1.0;
        below += f64::from(u8::from(other < own));
        ties += f64::from(u8::from(other == own));
    }
    (n > 0.0).then(|| 100.0 * (below + ties / 2.0) / n)
}

/// Percentile rank in FORM less that in CONTENT, -100 to 100, from FORM and CONTENT of one partnership and of the
/// others.
///
/// Worked example: (80, 30) against (60, 40) and (90, 20): 50 less 50 is 0.
pub fn rank(own: (f64, f64), others: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    Some(percentile(own.0, others.clone().map(|o| o.0))? - percentile(own.1, others.map(|o| o.1))?)
}

/// The peers' line of CONTENT on FORM, slope and intercept; nothing for fewer than eight.
pub fn line(peers: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let (forms, contents): (Vec<f64>, Vec<f64>) = peers.unzip();
    if forms.len() < LEAST_PEERS_FOR_A_LINE { None } else { theil_sen(&forms, &contents) }
}

/// How much less CONTENT there is than the line gives. Worked example: CONTENT 30 at FORM 80 on the line 10 + 0.5 FORM:
/// 20.
pub fn residual((form, content): (f64, f64), (slope, intercept): (f64, f64)) -> f64 {
    -(content - (intercept + slope * form))
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
    fn ranks_and_stances_by_hand() {
        assert_eq!(rank((80.0, 30.0), [(60.0, 40.0), (90.0, 20.0)].into_iter()), Some(0.0));
        assert_eq!(rank((95.0, 10.0), [(60.0, 40.0), (90.0, 20.0)].into_iter()), Some(100.0));
        assert_eq!(rank((95.0, 10.0), std::iter::empty()), None);
        assert_eq!(residual((80.0, 30.0), (0.5, 10.0)), 20.0);
        let stances = [(5.0, 1.2), (40.0, 2.3), (-20.0, -1.6), (5.0, -7.2), (0.0, 7.0), (-5.0, -5.0)];
        let found = stances.map(|(rank, residual)| Stance::of(rank, residual, 5.0));
        use Stance::*;
        assert_eq!(found, [Like, MoreForm, MoreContent, Apart, Apart, Like]);
        // Without a tolerance only what lies on the peers' own place is like them.
        assert_eq!((Stance::of(0.0, 0.0, 0.0), Stance::of(5.0, 1.2, 0.0)), (Like, MoreForm));
    }

    #[test]
    fn theil_sen_by_hand() {
        assert_eq!(theil_sen(&[0.0, 1.0, 2.0], &[0.0, 1.0, 10.0]), Some((5.0, 0.0)));
        assert_eq!(theil_sen(&[1.0, 1.0], &[0.0, 1.0]), None);
        // One outlier among eight points does not move the line.
        let x: Vec<f64> = (0..8).map(f64::from).collect();
        let mut y = x.clone();
        y[3] = 1000.0;
        assert_eq!(theil_sen(&x, &y).map(|(slope, _)| slope), Some(1.0));
    }
}
