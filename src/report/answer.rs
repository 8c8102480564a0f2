//! The quotable answer: at most three sentences, made from numbers. The first says whether form exceeds content, the
//! second whether the partnership is unlike its peers, the third what both rest on. Shares are shares of declared
//! variants, never probabilities.

use super::{Subject, number, rows};
use crate::analysis::gap::Stance;
use crate::analysis::uncertainty::{GapShares, PeerShares, Sureness};
use crate::model::evidence::Evidence;
use crate::model::framework::{Framework, NodeId, Verdicts};

/// What a share of variants is of, and what moves the answer most.
pub(super) struct Drawn<'a, T> {
    pub shares: &'a T,
    pub draws: usize,
    pub cause: Option<&'a str>,
}

/// Fewer mentions than this are too few to be quoted: the relative error of a count of ten is a third.
const FEW: f64 = 10.0;

/// Up to three sentences.
pub(super) fn sentences(s: &Subject<'_>) -> Vec<String> {
    let e = s.evaluation;
    let scores = e.card.form().score.zip(e.card.content().score);
    let drawn = e.robustness.as_ref();
    let mut said = Vec::new();
    match scores {
        Some((form, content)) => {
            let shares = drawn.and_then(|r| {
                let cause = r.cause.as_ref().map(|c| c.title.as_str());
                Some(Drawn { shares: r.unit.gap.as_ref()?, draws: r.plan.draws, cause })
            });
            said.push(absolute((form, content), &s.framework.verdicts, shares));
            let yardsticks = e.gap.as_ref().and_then(|g| g.rank.zip(g.residual));
            let shares = drawn.and_then(|r| {
                let cause = r.relative_cause.as_ref().map(|c| c.title.as_str());
                Some(Drawn { shares: r.unit.peers.as_ref()?, draws: r.plan.draws, cause })
            });
            let with = s.measurer.package().parties.by_code(&s.framework.peers.with);
            let with = with.map_or(s.framework.peers.with.as_str(), |id| s.measurer.package().parties.name(id));
            said.push(match yardsticks {
                Some(both) => relative(with, both, s.framework.verdicts.tolerance, shares),
                None => unranked(s.framework, !e.peers.is_empty()),
            });
        }
        None => said.push(withheld(s)),
    }
    said.push(rests(s));
    said
}

/// "Form (75) exceeds content (38) by 37 points; the sign holds in 99.9 % of the variants on absolute scales."
pub(super) fn absolute((form, content): (f64, f64), v: &Verdicts, drawn: Option<Drawn<'_, GapShares>>) -> String {
    let gap = form - content;
    let [form, content, points] = fitting(form, content);
    let aligned = (v.aligned_from..=v.aligned_to).contains(&gap);
    let (higher, lower) = if gap > 0.0 { ("form", "content") } else { ("content", "form") };
    let (first, second) = if gap > 0.0 { (&form, &content) } else { (&content, &form) };
    let begun = match aligned {
        true => format!("Form ({form}) and content ({content}) are aligned, {points} points apart"),
        false => {
            format!("{} ({first}) exceeds {lower} ({second}) by {points} points", super::capital(higher))
        }
    };
    let Some(drawn) = drawn else { return format!("{begun}.") };
    let share = number::percent_of_draws(drawn.shares.same_sign);
    let (known, draws) = (number::plain(drawn.shares.known as f64), number::plain(drawn.draws as f64));
    let some = if drawn.shares.known < drawn.draws { " that have a gap" } else { "" };
    let moved = drawn.cause.map_or_else(String::new, |c| format!(", and depends most on {c}"));
    match (drawn.shares.sureness(drawn.draws), aligned) {
        (Sureness::NotAssessed, _) => format!(
            "{begun}; how sure that is cannot be assessed, since only {known} of {draws} variants on absolute scales have a gap."
        ),
        (_, true) => format!("{begun}; {higher} is the higher in {share} of the variants on absolute scales{some}."),
        (Sureness::Robust, _) => {
            format!("{begun}; the sign holds in {share} of the variants on absolute scales{some}.")
        }
        (Sureness::NotRobust, _) => format!(
            "{begun}, but not robustly: the sign holds in {share} of the variants on absolute scales{some}{moved}."
        ),
    }
}

/// "The gap is like that of ASEAN's other partners (residual +1.2, rank +5); so it is in 31.0 % of all variants, ..."
pub(super) fn relative(
    with: &str,
    (rank, residual): (f64, f64),
    tolerance: f64,
    drawn: Option<Drawn<'_, PeerShares>>,
) -> String {
    let others = format!("{with}'s other partners");
    let both = format!("residual {}, rank {}", number::signed(residual, 1), number::signed(rank, 0));
    let stance = Stance::of(rank, residual, tolerance);
    let robust = drawn.as_ref().is_some_and(|d| d.shares.sureness(d.draws) == Sureness::Robust);
    let more = |what: &str, less: &str| {
        let hold = match &drawn {
            None => return format!("Set against {others} it has more {what} than its {less} ({both})."),
            Some(d) if d.shares.sureness(d.draws) == Sureness::NotAssessed => unassessed(d),
            Some(d) => {
                let share = number::percent_of_draws(d.shares.same);
                match robust {
                    true => format!("both yardsticks say so in {share} of all variants"),
                    false => {
                        format!("both yardsticks say so in {share} of all variants, so the difference is not robust")
                    }
                }
            }
        };
        format!("Set against {others} it has more {what} than its {less} ({both}); {hold}.")
    };
    match stance {
        Stance::MoreForm => more("form", "content bears out"),
        Stance::MoreContent => more("content", "form suggests"),
        Stance::Like => {
            let hold = drawn.as_ref().map_or_else(String::new, |d| match d.shares.sureness(d.draws) {
                Sureness::NotAssessed => format!("; {}", unassessed(d)),
                Sureness::Robust => {
                    format!("; so it is in {} of all variants", number::percent_of_draws(d.shares.like))
                }
                Sureness::NotRobust => format!("; no difference is robust (of all variants {})", split(d.shares)),
            });
            format!("The gap is like that of {others} ({both}){hold}.")
        }
        Stance::Apart => {
            let hold = drawn.as_ref().map_or_else(String::new, |d| match d.shares.sureness(d.draws) {
                Sureness::NotAssessed => format!("; {}", unassessed(d)),
                _ => format!("; no difference is robust (of all variants {})", split(d.shares)),
            });
            format!("Set against {others} the two yardsticks disagree ({both}){hold}.")
        }
    }
}

fn unassessed(d: &Drawn<'_, PeerShares>) -> String {
    let (known, draws) = (number::plain(d.shares.known as f64), number::plain(d.draws as f64));
    format!("how sure that is cannot be assessed, since only {known} of {draws} variants have both yardsticks")
}

/// "more form in 40.0 %, more content in 20.0 %, like them in 30.0 %".
pub(super) fn split(p: &PeerShares) -> String {
    let [form, content, like] = [p.more_form, p.more_content, p.like].map(number::percent_of_draws);
    format!("more form in {form}, more content in {content}, like them in {like}")
}

fn unranked(framework: &Framework, peer: bool) -> String {
    match peer {
        true => "There is no relative answer: fewer than eight peers have both scores, or two of them overlap.".into(),
        false => format!("There is no relative answer: it lies outside the peer set ({}).", framework.peers.name),
    }
}

/// What can be said where a score is withheld.
fn withheld(s: &Subject<'_>) -> String {
    let card = &s.evaluation.card;
    let parts: Vec<String> = [("form", card.form()), ("content", card.content())]
        .into_iter()
        .filter(|(_, scored)| scored.score.is_none())
        .map(|(name, scored)| {
            let ends = [scored.lower, scored.upper].map(number::whole).join(" and ");
            format!("{name} is withheld (coverage {}) and lies between {ends}", number::coverage(scored.coverage))
        })
        .collect();
    let (low, high) = card.gap_bounds();
    let sign = match (low > 0.0, high < 0.0) {
        (true, _) => format!("whatever is missing, form exceeds content by at least {} points", number::whole(low)),
        (_, true) => format!("whatever is missing, content exceeds form by at least {} points", number::whole(-high)),
        _ => "what is missing may turn the sign".to_owned(),
    };
    format!("No gap can be given: {}; {sign}.", parts.join(", "))
}

/// Whole numbers where the difference of the printed ones is the printed difference, otherwise one decimal.
///
/// Worked number: 75.3 and 38.4 are 75, 38 and 37; 75.6 and 38.4 differ by 37.2 and are 75.6, 38.4 and 37.2.
fn fitting(form: f64, content: f64) -> [String; 3] {
    let points = (form - content).abs();
    let fits = (form.round() - content.round()).abs() == points.round();
    [form, content, points].map(|x| if fits { number::whole(x) } else { number::score(x) })
}

/// "It meets 0 of 3 parameters (≥ 60); strongest is ..., weakest ...; ... is not to be quoted by itself, for it rests
/// on few mentions (...)".
fn rests(s: &Subject<'_>) -> String {
    let f = s.framework;
    let all = f.parameters();
    let threshold = number::plain(f.threshold);
    let mut parts = Vec::new();
    parts.push(match &s.evaluation.gap {
        Some(gap) => format!("It meets {} of {} parameters (≥ {threshold})", gap.met, all.len()),
        None => {
            let known = all.iter().filter(|p| s.evaluation.card.node(**p).score.is_some()).count();
            format!("Of {} parameters {known} have a score", all.len())
        }
    });
    let content = f.indicators().filter(|(id, ..)| below(f, *id, f.content)).map(|(id, ..)| id);
    let (few, enough): (Vec<NodeId>, Vec<NodeId>) = content.partition(|id| mentions(s, *id).is_some_and(|n| n < FEW));
    let of = |ids: &[NodeId]| -> Vec<(NodeId, f64)> {
        ids.iter().filter_map(|id| Some((*id, s.evaluation.card.node(*id).score?))).collect()
    };
    // What rests on few mentions is not offered for quotation.
    let known = match of(&enough) {
        some if some.len() > 1 => some,
        _ => of(&few),
    };
    let quoted = |(id, score): &(NodeId, f64)| {
        let title = s.evaluation.full_title(f, s.measurer, *id);
        format!("{title} ({}: {})", number::whole(*score), rows::text(s, *id).replace(" (", ", ").replace(')', ""))
    };
    let strongest = known.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let weakest = known.iter().rev().min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((strongest, weakest)) = strongest.zip(weakest).filter(|(a, b)| a.0 != b.0) {
        parts.push(format!("strongest is {}, weakest {}", quoted(strongest), quoted(weakest)));
    }
    parts.extend(unquotable(s, &few));
    format!("{}.", parts.join("; "))
}

/// Parameters that hold indicators resting on few mentions, with the raw counts.
fn unquotable(s: &Subject<'_>, few: &[NodeId]) -> Option<String> {
    let f = s.framework;
    let holds = |p: &&NodeId| few.iter().any(|id| below(f, *id, **p));
    let parameters: Vec<String> =
        f.parameters().iter().filter(holds).map(|p| s.evaluation.title(f, s.measurer, *p)).collect();
    let mut counts: Vec<String> = Vec::new();
    for id in few {
        if let Some((from, to, n)) = named(s, *id) {
            let parties = &s.measurer.package().parties;
            let said = format!("{} names {} {n}x", parties.name(from), parties.name(to));
            if !counts.contains(&said) {
                counts.push(said);
            }
        }
    }
    (!parameters.is_empty() && !counts.is_empty()).then(|| {
        format!(
            "{} is not to be quoted by itself, for it rests on few mentions ({})",
            parameters.join(" and "),
            counts.join(", ")
        )
    })
}

/// Who names whom how often, of an indicator that counts mentions.
fn named(s: &Subject<'_>, id: NodeId) -> Option<(crate::model::PartyId, crate::model::PartyId, String)> {
    match &s.evaluation.panel.get(id)?.evidence {
        Evidence::Naming { from, to, own, .. } => Some((*from, *to, number::whole(own.mentions))),
        _ => None,
    }
}

/// How many mentions, or speeches with one, an indicator rests on.
fn mentions(s: &Subject<'_>, id: NodeId) -> Option<f64> {
    match &s.evaluation.panel.get(id)?.evidence {
        Evidence::Naming { own, .. } => Some(own.mentions),
        Evidence::Speeches { naming, .. } => Some(*naming),
        _ => None,
    }
}

/// Whether a node lies below another.
fn below(f: &Framework, id: NodeId, top: NodeId) -> bool {
    std::iter::successors(f.node(id).parent, |p| f.node(*p).parent).any(|p| p == top)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts() -> Verdicts {
        let labels = ["content exceeds form", "aligned", "form exceeds content", "largely nominal"].map(str::to_owned);
        Verdicts { aligned_from: -10.0, aligned_to: 10.0, nominal_above: 25.0, labels, tolerance: 5.0 }
    }

    fn gap(same_sign: f64, known: usize) -> GapShares {
        GapShares { positive: same_sign, positive_by_data: 1.0, same_sign, verdicts: vec![], met: vec![], known }
    }

    fn said(scores: (f64, f64), shares: Option<&GapShares>) -> String {
        absolute(scores, &verdicts(), shares.map(|shares| Drawn { shares, draws: 1000, cause: Some("weights") }))
    }

    #[test]
    fn each_absolute_case_has_its_words() {
        let sure = gap(0.999, 1000);
        assert_eq!(
            said((75.3, 38.4), Some(&sure)),
            "Form (75) exceeds content (38) by 37 points; the sign holds in 99.9 % of the variants on absolute scales."
        );
        assert_eq!(
            said((75.6, 38.2), Some(&gap(0.88, 990))),
            "Form (75.6) exceeds content (38.2) by 37.4 points, but not robustly: the sign holds in 88.0 % of the variants on \
             absolute scales that have a gap, and depends most on weights."
        );
        assert_eq!(
            said((40.0, 61.0), Some(&sure)),
            "Content (61) exceeds form (40) by 21 points; the sign holds in 99.9 % of the variants on absolute scales."
        );
        assert_eq!(
            said((61.0, 56.0), Some(&gap(0.871, 1000))),
            "Form (61) and content (56) are aligned, 5 points apart; form is the higher in 87.1 % of the variants on absolute scales."
        );
        assert_eq!(
            said((75.3, 38.4), Some(&gap(1.0, 400))),
            "Form (75) exceeds content (38) by 37 points; how sure that is cannot be assessed, since only 400 of 1000 variants on \
             absolute scales have a gap."
        );
        assert_eq!(said((75.3, 38.4), None), "Form (75) exceeds content (38) by 37 points.");
    }

    #[test]
    fn each_relative_case_has_its_words() {
        let shares = |own, same: f64, known| PeerShares {
            own,
            like: 0.3,
            more_form: 0.4,
            more_content: 0.2,
            apart: 0.1,
            same,
            known,
        };
        let said = |both: (f64, f64), shares: Option<&PeerShares>| {
            relative("ASEAN", both, 5.0, shares.map(|shares| Drawn { shares, draws: 1000, cause: None }))
        };
        let like = shares(Stance::Like, 0.3, 1000);
        assert_eq!(
            said((5.0, 1.2), Some(&like)),
            "The gap is like that of ASEAN's other partners (residual +1.2, rank +5); no difference is robust (of all variants \
             more form in 40.0 %, more content in 20.0 %, like them in 30.0 %)."
        );
        assert_eq!(said((5.0, 1.2), None), "The gap is like that of ASEAN's other partners (residual +1.2, rank +5).");
        let more = |same| said((40.0, 16.3), Some(&shares(Stance::MoreForm, same, 1000)));
        assert_eq!(
            more(0.97),
            "Set against ASEAN's other partners it has more form than its content bears out (residual +16.3, rank +40); both \
             yardsticks say so in 97.0 % of all variants."
        );
        assert!(
            more(0.5).ends_with("both yardsticks say so in 50.0 % of all variants, so the difference is not robust.")
        );
        assert!(said((-40.0, -16.3), Some(&shares(Stance::MoreContent, 0.99, 1000))).starts_with(
            "Set against ASEAN's other partners it has more content than its form suggests (residual −16.3, rank −40)"
        ));
        let apart = said((5.0, -7.2), Some(&shares(Stance::Apart, 0.0, 1000)));
        assert!(apart.starts_with(
            "Set against ASEAN's other partners the two yardsticks disagree (residual −7.2, rank +5); no"
        ));
        let few = said((40.0, 16.3), Some(&shares(Stance::MoreForm, 1.0, 499)));
        assert!(few.contains("cannot be assessed, since only 499 of 1000 variants have both yardsticks"), "{few}");
    }

    #[test]
    fn printed_parts_fit_their_difference() {
        assert_eq!(fitting(75.3, 38.4), ["75", "38", "37"]);
        assert_eq!(fitting(75.6, 38.2), ["75.6", "38.2", "37.4"]);
        assert_eq!(fitting(20.4, 40.2), ["20", "40", "20"]);
    }
}
