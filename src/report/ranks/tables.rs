//! The table of attainable ranks for the terminal and for Markdown.

use unicode_width::UnicodeWidthStr;

use super::words::{heading, name, notes, sentences, varied};
use super::{Group, Ranked};
use crate::analysis::weight_robustness::Standing;
use crate::report::escape::{self, plain};
use crate::report::number;
use crate::report::page::{Page, wrap};

const HEADER: [&str; 5] = ["rank", "unit", "score", "scores", "ranks"];

fn rows(ranked: &Ranked<'_>, group: &Group<'_>) -> Vec<Vec<String>> {
    let all = ranked.groups.iter().flat_map(|g| &g.standings);
    let places = number::decimals_for(all.flat_map(|s| [s.can.lowest.score, s.can.highest.score]));
    let row = |s: &Standing| {
        let scores = [s.can.lowest.score, s.can.highest.score].map(|z| number::fixed(z, places)).join(" to ");
        vec![
            s.rank.to_string(),
            name(&group.graded, s.unit),
            number::fixed(s.score, places),
            scores,
            interval(s.can.best.low, s.can.worst.high),
            if s.exact().is_none() { "~".into() } else { String::new() },
        ]
    };
    group.standings.iter().map(row).collect()
}

/// `3`, or `2–5`.
fn interval(best: usize, worst: usize) -> String {
    if best == worst { best.to_string() } else { format!("{best}–{worst}") }
}

/// A unit's name is cut where the terminal has no room for it.
fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + 2 > width {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

/// The ranks with their intervals, then what follows in words.
pub fn terminal(ranked: &Ranked<'_>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 100), 9);
    let (title, made) = heading(ranked.origin, ranked.question);
    for line in wrap(&format!("{title}: ranks that other weights can give"), page.width) {
        page.line(&line);
    }
    page.line(&made);
    page.blank();
    if let Some(group) = ranked.groups.first() {
        page.paragraph("Varied", &varied(ranked.question, &group.graded, &group.frame));
        page.blank();
    }
    for group in ranked.groups.iter().filter(|g| !g.standings.is_empty()) {
        let mut rows = rows(ranked, group);
        rows.insert(0, HEADER.iter().map(|h| (*h).to_owned()).collect());
        let widest = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|c| c.width()).max().unwrap_or(0);
        let others: usize = [0, 2, 3, 4, 5].map(|i| widest(i) + 2).iter().sum();
        let room = page.width.saturating_sub(others).max(8);
        for row in &mut rows {
            if let Some(cell) = row.get_mut(1) {
                *cell = format!(" {}", shorten(cell, room));
            }
            row.iter_mut().take(5).skip(2).for_each(|cell| cell.insert(0, ' '));
        }
        page.columns(&rows, 1);
        page.blank();
    }
    for (label, lines) in [("In words", sentences(ranked)), ("Notes", notes(ranked))] {
        for (i, line) in lines.iter().enumerate() {
            page.paragraph(if i == 0 { label } else { "" }, line);
        }
    }
    page.paragraph("Columns", &columns(ranked));
    page.out
}

/// What the columns are; the mark only where it stands.
fn columns(ranked: &Ranked<'_>) -> String {
    let open = ranked.groups.iter().flat_map(|g| &g.standings).any(|s| s.exact().is_none());
    let mark = if open { "; ~ bounds that hold, not both proved to be reached" } else { "" };
    format!("{COLUMNS}{mark}")
}

const COLUMNS: &str =
    "rank and score by the present weights; scores and ranks: the lowest and highest that the varied weights can give";

/// The same as a Markdown page.
pub fn markdown(ranked: &Ranked<'_>) -> String {
    let (title, made) = heading(ranked.origin, ranked.question);
    let mut out = format!("# {}: ranks that other weights can give\n\n{}\n\n", plain(&title), plain(&made));
    if let Some(group) = ranked.groups.first() {
        out += &format!("Varied: {}.\n", plain(&varied(ranked.question, &group.graded, &group.frame)));
    }
    for group in ranked.groups.iter().filter(|g| !g.standings.is_empty()) {
        out += &format!("\n| {} |\n| ---: | --- | ---: | ---: | ---: |\n", HEADER.join(" | "));
        for row in rows(ranked, group) {
            let [rank, unit, score, scores, ranks, mark] = row.as_slice() else { continue };
            let last = format!("{ranks} {mark}");
            out += &escape::row(&[rank.clone(), unit.clone(), score.clone(), scores.clone(), last]);
        }
    }
    out.push('\n');
    out.extend(sentences(ranked).iter().map(|line| format!("{}\n", plain(line))));
    let notes = notes(ranked);
    if !notes.is_empty() {
        out += "\n## Notes\n\n";
        out.extend(notes.iter().map(|n| format!("- {}\n", plain(n))));
    }
    out += &format!("\nColumns: {}.\n", plain(&columns(ranked)));
    out
}
