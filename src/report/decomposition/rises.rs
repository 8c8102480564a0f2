//! What each rise of status did, in words.

use super::Decomposed;
use super::words;
use crate::analysis::decompose::upgrade::{Effect, NoEffect};
use crate::analysis::decompose::{Passage, Upgrade, YearlyStep};
use crate::document::number;

pub(super) fn sentences(d: &Decomposed<'_>, x: &Passage) -> Vec<String> {
    if x.upgrades.is_empty() {
        return vec!["no dated rise of status is in the data".into()];
    }
    let (outside, inside): (Vec<_>, Vec<_>) =
        x.upgrades.iter().partition(|u| matches!(u.effect, Err(NoEffect::Outside { .. })));
    let mut lines: Vec<String> = inside.iter().map(|u| one(d, u)).collect();
    // Rises before the data begin have one reason between them.
    let named = |u: &&Upgrade| format!("{} ({})", u.rise.label, u.rise.date);
    if let Some(Err(NoEffect::Outside { data, .. })) = outside.first().map(|u| &u.effect) {
        let names: Vec<String> = outside.iter().map(named).collect();
        let names = words::list(&names);
        lines.push(format!("{names}: cannot be determined, the data run from {} to {}", data.from(), data.to()));
    }
    lines
}

fn one(d: &Decomposed<'_>, u: &Upgrade) -> String {
    let head = format!("{} ({})", u.rise.label, u.rise.date);
    let effect = match &u.effect {
        Ok(e) => computed(u, e),
        Err(NoEffect::Withheld { window, reasons }) => {
            let why = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
            format!("cannot be determined: CONTENT of {window} is withheld{why}")
        }
        Err(NoEffect::Outside { window, data }) => {
            format!("cannot be determined: {window} lies outside the data ({data})")
        }
    };
    if d.brief {
        return format!("{head}: {effect}");
    }
    let steps: Vec<String> = u.steps.iter().filter_map(|s| stepped(d, s)).collect();
    if steps.is_empty() {
        return format!("{head}: {effect}");
    }
    format!("{head}: {effect}. By year, {} against {}: {}", u.before, u.after, steps.join("; "))
}

fn computed(u: &Upgrade, e: &Effect) -> String {
    let placebo = &e.placebo;
    let (before, after) = (number::score(e.before), number::score(e.after));
    let points = number::signed(placebo.effect, 1);
    let lead =
        format!("CONTENT {before} in {}, {after} in {}: {points} points, {}", u.before, u.after, words::moved(e.moved));
    let rank = format!(
        "{} of {} other years moved it as much ({}{})",
        placebo.as_large,
        placebo.computed,
        words::p_is(placebo.p),
        if placebo.few { ", few" } else { "" }
    );
    let spread = e.spread.map_or_else(
        || "too few of them for an interval".to_owned(),
        |s| {
            let (low, high) = (number::signed(placebo.effect - s, 1), number::signed(placebo.effect + s, 1));
            format!(
                "nine in ten by up to {}, hence {low} to {high} against ±{}",
                number::score(s),
                number::plain(e.margin)
            )
        },
    );
    format!("{lead}; {rank}, {spread}")
}

/// "share of arms imports 27.0 % → 8.1 %, fell"; nothing where there are too few years to test.
fn stepped(d: &Decomposed<'_>, s: &YearlyStep) -> Option<String> {
    let (step, (before, after)) = (s.step.as_ref().ok()?, s.levels?);
    let unit = words::unit(s.kind);
    let (before, after) = (number::brief_value(before, unit), number::brief_value(after, unit));
    let name = super::words::series(d, s.kind);
    Some(format!("{name} {before} → {after}, {}", words::verdict(&step.difference)))
}

pub(super) fn doubts(x: &Passage) -> Vec<String> {
    let margin = number::plain(x.margin);
    let computed = x.upgrades.iter().any(|u| u.effect.is_ok());
    let mut sentences = Vec::new();
    if computed {
        sentences.push(format!("rises: CONTENT of the last window before the year against the first after it, both on the indicators that both have, and the same at every other year that can be computed and had no rise; the interval is as wide as nine in ten of those. Their windows overlap, so that p is a rank and not a chance; \"unchanged\" is within ±{margin} points, half the aligned band of the framework ([verdict] aligned_to)"));
    }
    if x.upgrades.iter().any(|u| u.steps.iter().any(|s| s.step.is_ok())) {
        sentences.push("by year: means of the years (shares, mentions per 10,000 words); \"unchanged\" where Welch's 90 % interval of the difference lies within 5 % a year over the years between the middles of the two stretches, \"rose\" or \"fell\" where it leaves out 0. Before against after is no proof of cause: other things changed in those years too".into());
    }
    sentences
}
