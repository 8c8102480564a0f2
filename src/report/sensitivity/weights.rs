//! What single weights can do, as text: to a verdict, and to the order of neighbours.

use super::{SensitivityAnalysis, index, tables};
use crate::analysis::sensitivity::{Lever, Verdict};
use crate::document::{Table, number};
use crate::statistics::sobol::{Outcome, Why};

/// A weight that would have to be another: `status 0.50 → 0.31`. Three decimals where two would hide the change.
fn change(code: &str, now: f64, needed: f64) -> String {
    let [now, needed] = shares(now, needed);
    format!("{code} {now} → {needed}")
}

/// Both shares with as many decimals as keep them apart, and short of 0 and 1, where neither lies.
fn shares(now: f64, needed: f64) -> [String; 2] {
    let rounded = |d: usize| [now, needed, 0.0, 1.0].map(|w| number::fixed(w, d));
    let apart = |d: &usize| {
        let [now, needed, none, all] = rounded(*d);
        now != needed && needed != none && needed != all
    };
    let [now, needed, ..] = rounded((2..6).find(apart).unwrap_or(6));
    [now, needed]
}

/// The sentence about the smallest change of one weight that changes a verdict.
pub(super) fn sentence(answer: &SensitivityAnalysis<'_>, verdict: &Verdict) -> Option<String> {
    let label = verdict.label.as_deref()?;
    let Some(nearest) = verdict.levers.first() else {
        let left = if verdict.unsolved.is_empty() { "" } else { " that is solved for" };
        return Some(format!("no single weight{left} changes the verdict ({label})"));
    };
    let (code, title) = answer.node(nearest.node);
    let [now, needed] = shares(nearest.now, nearest.needed);
    let more = match verdict.levers.len() {
        1 => "no other single weight changes it".to_owned(),
        n => format!("the nearest of {n} weights that can change it"),
    };
    Some(format!(
        "{code} ({title}) would have to weigh {needed} (now {now}) for the verdict to become \"{}\"; {more}",
        nearest.verdict
    ))
}

/// Every weight that can change the verdict of one partnership.
pub(super) fn verdict_of_one(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let verdict = answer.weighed.as_ref()?.verdicts.first()?;
    let mut t = Table::new("Single weights that change the verdict", ["weight of", "verdict then", "now", "needed"], 2);
    let row = |lever: &Lever| {
        let [now, needed] = shares(lever.now, lever.needed);
        vec![answer.node(lever.node).0.to_owned(), lever.verdict.clone(), now, needed]
    };
    verdict.levers.iter().for_each(|lever| t.push(row(lever)));
    t.note =
        "Solved, not sampled: the other weights beside it keep their proportions, all else as the framework has it."
            .into();
    Some(t)
}

/// The nearest weight that changes each verdict.
pub(super) fn verdicts(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let weighed = answer.weighed.as_ref()?;
    let called = answer.headline();
    let mut t = Table::new(
        "The nearest single weight that changes the verdict",
        ["", "now → needed", "verdict then", called],
        3,
    );
    for ((name, verdict), own) in answer.short().into_iter().zip(&weighed.verdicts).zip(&answer.found.headline) {
        let (weight, then) = match (&verdict.label, verdict.levers.first()) {
            (None, _) => ("–".into(), "withheld".into()),
            (_, None) => ("none".into(), "–".into()),
            (_, Some(l)) => (change(answer.node(l.node).0, l.now, l.needed), l.verdict.clone()),
        };
        t.push([name, weight, then, answer.write_or_none(*own)]);
    }
    t.note = "Shares among the weights beside it, which keep their proportions. Solved, not sampled.".into();
    Some(t)
}

/// Neighbours in CONTENT: how often the upper one stays above, what that depends on, and which weight makes them level.
pub(super) fn neighbours(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let (weighed, found) = (answer.weighed.as_ref()?, &answer.found);
    let short = answer.short();
    let title = format!("Neighbours by {}", answer.ranked());
    let mut t = Table::new(title, ["", "", "driver (ST)", "level with next at", "above next"], 4);
    for (place, order) in weighed.orders.iter().enumerate() {
        let quantity = tables::pair(order.ahead, order.behind);
        // The share is of the unit that was named first.
        let share = |first: f64| if order.ahead < order.behind { first } else { 1.0 - first };
        let (above, driver) = match found.of(quantity).map(|o| &o.outcome) {
            Some(Outcome::Defined(indices)) => {
                let driver = found.driver(quantity);
                let driver = driver.map(|(place, total)| format!("{} {}", answer.group(place), index(total)));
                (percent(share(indices.mean)), driver.unwrap_or_else(|| "–".into()))
            }
            Some(Outcome::Undefined(Why::Constant { value })) => (percent(share(*value)), "never swaps".into()),
            _ => ("–".into(), "–".into()),
        };
        let swap = order.swaps.first();
        let swap = swap.map_or_else(|| "none".into(), |s| change(answer.node(s.node).0, s.now, s.needed));
        let name = short.get(order.ahead).cloned().unwrap_or_default();
        t.push([(place + 1).to_string(), name, driver, swap, above]);
    }
    if let Some(last) = weighed.orders.last() {
        let name = short.get(last.behind).cloned().unwrap_or_default();
        let place = (weighed.orders.len() + 1).to_string();
        t.push([place, name, String::new(), String::new(), String::new()]);
    }
    t.note =
        "Above next: share of variants in which the unit scores higher than the next one, equal scores counting half. \
               Level with next at: the nearest single weight, solved; any more of the same swaps them."
            .into();
    Some(t)
}

fn percent(share: f64) -> String {
    number::percent_of_draws(share)
}
