//! Which members sustain a partnership: CONTENT without each member of the bloc, and what each adds over all
//! coalitions.

use rayon::prelude::*;
use thiserror::Error;

use crate::analysis::decompose::orders::orders;
use crate::measure::Measurer;
use crate::measure::coalition::{MOST_MEMBERS, Mask, Parts};
use crate::measure::members::Members;
use crate::model::framework::{Direction, Framework, Indicator, Measure, NodeId};
use crate::model::party::{Partnership, PartyId};
use crate::model::tree;
use crate::scoring::{ScoreCard, score};
use crate::statistics::coalition::{Carrying, MissingCoalition, Shapley, carrying_set, shapley};

/// Why members cannot be distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoMembers {
    #[error("between two states there are no members to leave out")]
    States,
    #[error("no trade, arms or speeches of the bloc's members are in the data for this window")]
    NoRows,
    #[error("CONTENT is withheld for the bloc as a whole, so that no member can be said to carry it")]
    Withheld,
}

/// The bloc without one member.
#[derive(Clone, Debug, PartialEq)]
pub struct Without {
    pub member: PartyId,
    /// CONTENT without the member less CONTENT with all; below 0 the member is missed. `None` where it is withheld
    /// without.
    pub content: Option<f64>,
    /// The same of each parameter.
    pub parameters: Vec<(NodeId, Option<f64>)>,
}

/// How each member's share was averaged.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// By member, in points of CONTENT; they sum to CONTENT less the floor of the scale.
    pub points: Vec<f64>,
    /// Orders of joining that could be followed, and all there are.
    pub possible: f64,
    pub all: f64,
}

/// Every coalition of members.
#[derive(Clone, Debug)]
pub struct Coalitions {
    /// 2^n - 1.
    pub all: usize,
    /// Those for which CONTENT is withheld.
    pub withheld: usize,
    /// How many of these are of so many members, from one up; all sizes to n.
    pub withheld_by_size: Vec<usize>,
    /// The floor of the scale: without members there is no partnership.
    pub nobody: f64,
    /// `None` where no order of joining can be followed.
    pub shares: Option<Shares>,
    pub carrying: Option<Carrying>,
}

/// Members' shares, the bloc without each of them, and all coalitions.
#[derive(Clone, Debug)]
pub struct Membership {
    pub bloc: PartyId,
    pub partner: PartyId,
    /// In the order of the registry: bit i of a coalition is the i-th.
    pub members: Vec<PartyId>,
    /// Shares in trade and arms, with the effective number of members.
    pub carriers: Members,
    /// CONTENT with all members, summed from their own rows.
    pub content: f64,
    /// CONTENT as `evaluate` gives it, from the bloc's stored totals.
    pub evaluated: f64,
    pub without: Vec<Without>,
    /// `None` for more than [`MOST_MEMBERS`].
    pub coalitions: Option<Coalitions>,
    /// Indicators of CONTENT that are the bloc's own and the same in every coalition.
    pub own: Vec<NodeId>,
}

/// Takes the bloc of a partnership apart by member.
///
/// A coalition is the bloc with these members alone: [`Measurer::coalition`]. The value of a coalition is its CONTENT,
/// of none the floor of the scale. Where all coalitions have a score the shares are Shapley's; otherwise the same
/// average over the orders of joining that can be followed ([`orders`]). Carrying set: the fewest members without whom
/// CONTENT is lower by `verdicts.aligned_to` points.
pub fn membership(framework: &Framework, measurer: &Measurer<'_>, p: Partnership) -> Result<Membership, NoMembers> {
    let parts = taken_apart(measurer, p)?;
    let facing = framework.facing(&measurer.package().parties, p);
    let evaluated = score(&facing, &measurer.measure(framework, p).readings());
    let evaluated = evaluated.content().score.ok_or(NoMembers::Withheld)?;
    let (whole, without) = one_left_out(framework, measurer, p, &parts).ok_or(NoMembers::Withheld)?;
    let own = framework.indicators().filter(|(id, _, i)| is_below(framework, *id) && is_own(i, p, parts.bloc));
    Ok(Membership {
        bloc: parts.bloc,
        partner: parts.partner,
        carriers: measurer.members(p),
        content: whole.content().score.ok_or(NoMembers::Withheld)?,
        evaluated,
        without,
        coalitions: coalitions(framework, measurer, p, &parts),
        own: own.map(|(id, ..)| id).collect(),
        members: parts.members,
    })
}

fn taken_apart(measurer: &Measurer<'_>, p: Partnership) -> Result<Parts, NoMembers> {
    let bloc = |id: PartyId| measurer.package().parties.is_bloc(id);
    if !bloc(p.a) && !bloc(p.b) {
        return Err(NoMembers::States);
    }
    measurer.parts(p).ok_or(NoMembers::NoRows)
}

/// Whether the claim that a partnership is sustained by single members can be given, and by how much CONTENT falls
/// without the one that is missed most; for [`crate::analysis::claims`].
pub fn sustained(framework: &Framework, measurer: &Measurer<'_>, p: Partnership) -> Option<Sustained> {
    let parts = taken_apart(measurer, p).ok()?;
    let (_, without) = one_left_out(framework, measurer, p, &parts)?;
    let falls = without.iter().filter_map(|w| Some((w.member, -w.content?)));
    let (member, fall) = falls.max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)))?;
    let unknown = without.iter().filter(|w| w.content.is_none()).count();
    Some(Sustained { member, fall, unknown })
}

/// The member whose absence costs CONTENT most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sustained {
    pub member: PartyId,
    /// Points of CONTENT; below 0 where CONTENT rises without any one of them.
    pub fall: f64,
    /// Members without whom CONTENT is withheld.
    pub unknown: usize,
}

fn card(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, parts: &Parts, mask: Mask) -> ScoreCard {
    let facing = framework.facing(&measurer.package().parties, p);
    score(&facing, &measurer.coalition(parts, mask).measure(framework, p).readings())
}

fn everyone(parts: &Parts) -> Mask {
    // Up to 31 members have a bit each; more are not looked at one by one.
    1u32.checked_shl(parts.members.len() as u32).map_or(Mask::MAX, |n| n - 1)
}

fn one_left_out(
    framework: &Framework,
    measurer: &Measurer<'_>,
    p: Partnership,
    parts: &Parts,
) -> Option<(ScoreCard, Vec<Without>)> {
    let all = everyone(parts);
    let whole = card(framework, measurer, p, parts, all);
    let content = whole.content().score?;
    let one = |(i, member): (usize, &PartyId)| {
        let rest = card(framework, measurer, p, parts, all & !(1 << i));
        let change = |id: &NodeId| Some(rest.node(*id).score? - whole.node(*id).score?);
        let parameters = framework.parameters().iter().map(|id| (*id, change(id))).collect();
        Without { member: *member, content: rest.content().score.map(|z| z - content), parameters }
    };
    let without = parts.members.par_iter().take(31).enumerate().map(one).collect();
    Some((whole, without))
}

fn coalitions(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, parts: &Parts) -> Option<Coalitions> {
    let n = parts.members.len();
    if !(1..=MOST_MEMBERS).contains(&n) {
        return None;
    }
    let nobody = framework.score_floor;
    let value = |mask: Mask| match mask {
        0 => Some(nobody),
        mask => card(framework, measurer, p, parts, mask).content().score,
    };
    let values: Vec<Option<f64>> = (0..1u32 << n).into_par_iter().map(value).collect();
    let known = |mask: Mask| values.get(mask as usize).copied().flatten();
    let withheld: Vec<Mask> = (1..1u32 << n).filter(|mask| known(*mask).is_none()).collect();
    let of_size = |size: u32| withheld.iter().filter(|mask| mask.count_ones() == size).count();
    let all_orders = (1..=n).map(|i| i as f64).product();
    let shares = match shapley(n, nobody, MissingCoalition::Refuse, known) {
        Ok(Shapley { shares, .. }) => Some(Shares { points: shares, possible: all_orders, all: all_orders }),
        Err(_) => orders(n, &values).map(|o| Shares { points: o.shares, possible: o.possible, all: o.all }),
    };
    Some(Coalitions {
        all: values.len() - 1,
        withheld: withheld.len(),
        withheld_by_size: (1..=n as u32).map(of_size).collect(),
        nobody,
        shares,
        carrying: carrying_set(n, framework.verdicts.aligned_to, known).ok(),
    })
}

fn is_below(framework: &Framework, id: NodeId) -> bool {
    tree::ancestors(&framework.nodes, id).any(|a| a == framework.content)
}

/// Whether an indicator looks at the bloc as one and not at its members.
fn is_own(indicator: &Indicator, p: Partnership, bloc: PartyId) -> bool {
    let target = if indicator.direction == Direction::BToA { p.a } else { p.b };
    match indicator.measure {
        Measure::Status { .. } | Measure::Institutions { .. } | Measure::Coded => true,
        Measure::ProductDiversity | Measure::TechnologyRelative { .. } | Measure::CriticalGoods { .. } => true,
        Measure::MentionRate { .. }
        | Measure::RelativeAttention { .. }
        | Measure::MentionRegularity { .. }
        | Measure::Manner { .. } => target == bloc,
        _ => false,
    }
}
