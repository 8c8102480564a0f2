//! Published rankings of the same partners beside the scores: one line each, for a comparison of the whole peer set.

use serde::Serialize;

use super::compared::Compared;
use crate::analysis::convergence::{Convergence, Correlation, LEAST};
use crate::document::number;

/// What the figures are, and what they are not.
pub(super) const NOTE: &str = "Kendall's tau with published rankings, as press reports print them; p exact over all orders. Context: other things are ranked there, no score rests on them, and nothing is tuned to them";

/// "Asia Power Index .. 2025: n 7, tau CONTENT +0.33 (p 0.38), vision ..; China 3rd here, 1st there".
pub(super) fn lines(c: &Compared<'_>) -> Vec<String> {
    c.comparison.convergence.iter().map(|v| line(c, v)).collect()
}

/// The same, what they are said last.
pub(super) fn lines_with_note(c: &Compared<'_>) -> Vec<String> {
    let lines = lines(c);
    let note = (!lines.is_empty()).then(|| NOTE.to_owned());
    lines.into_iter().chain(note).collect()
}

fn line(c: &Compared<'_>, v: &Convergence) -> String {
    let head = format!("{}, {}: n {}", v.title, v.edition, v.common.len());
    if v.common.len() < LEAST {
        return format!("{head}, too few for a correlation");
    }
    let one = |on: &Correlation| {
        let name = if on.node == c.framework.content { "CONTENT" } else { &c.framework.node(on.node).code };
        let fewer = if on.n < v.common.len() { format!(", n {}", on.n) } else { String::new() };
        match (on.tau, on.p) {
            (Some(tau), Some(p)) => format!("{name} {} (p {}{fewer})", number::signed(tau, 2), number::two_decimals(p)),
            (Some(tau), None) => format!("{name} {} (ties, no exact p{fewer})", number::signed(tau, 2)),
            (None, _) => format!("{name} – (n {})", on.n),
        }
    };
    let on: Vec<String> = v.on.iter().map(one).collect();
    let apart: Vec<String> = v
        .apart
        .iter()
        .filter_map(|a| {
            let name = c.label(c.comparison.evaluations.get(a.evaluation)?);
            Some(format!("{name} {} by CONTENT, {} there", ordinal(a.by_content), ordinal(a.published)))
        })
        .collect();
    let apart = if apart.is_empty() { String::new() } else { format!("; furthest apart: {}", apart.join(", ")) };
    format!("{head}, tau {}{apart}", on.join(", "))
}

/// 1st, 2nd, 3rd, 4th, .. 11th.
fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// One ranking in JSON (docs/json.md).
#[derive(Serialize)]
pub(super) struct Ranking {
    ranking: String,
    title: String,
    edition: u16,
    /// Slugs, the highest published place first.
    partnerships: Vec<String>,
    correlations: Vec<Tau>,
    apart: Vec<Place>,
}

#[derive(Serialize)]
struct Tau {
    code: String,
    n: usize,
    tau: Option<f64>,
    p: Option<f64>,
}

#[derive(Serialize)]
struct Place {
    partnership: String,
    by_content: usize,
    published: usize,
}

pub(super) fn documents(c: &Compared<'_>) -> Vec<Ranking> {
    let parties = &c.measurer.package().parties;
    let evaluations = &c.comparison.evaluations;
    let slug = |i: usize| evaluations.get(i).map_or_else(String::new, |e| e.partnership.slug(parties));
    let tau = |on: &Correlation| Tau { code: c.framework.node(on.node).code.clone(), n: on.n, tau: on.tau, p: on.p };
    let one = |v: &Convergence| Ranking {
        ranking: v.ranking.clone(),
        title: v.title.clone(),
        edition: v.edition.get(),
        partnerships: v.common.iter().map(|i| slug(*i)).collect(),
        correlations: v.on.iter().map(tau).collect(),
        apart: v
            .apart
            .iter()
            .map(|a| Place { partnership: slug(a.evaluation), by_content: a.by_content, published: a.published })
            .collect(),
    };
    c.comparison.convergence.iter().map(one).collect()
}
