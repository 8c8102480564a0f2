//! From one window to another: parts of the change, trends of yearly values.

use super::Decomposed;
use super::{levels, rises, words};
use crate::analysis::decompose::levels::within;
use crate::analysis::decompose::trends::{MARGIN, Scale, Tests};
use crate::analysis::decompose::{Change, Passage, Series};
use crate::document::{Block, number};
use crate::model::framework::{Measure, NodeId};
use crate::model::window::Year;

/// How many parts of a change the answer names.
const NAMED: usize = 3;

pub(super) fn blocks(d: &Decomposed<'_>, x: &Passage) -> Vec<Block> {
    let mut out = vec![Block::Heading(format!("Time: from {} to {}", x.from, x.to).into())];
    out.push(Block::fact("Answer", changed(d, x, &x.content, "CONTENT")));
    out.push(Block::fact("", form(d, x)));
    if !d.brief {
        out.push(Block::Break);
        out.push(super::table(table(d, x)));
    }
    out.push(Block::Break);
    let label = if d.brief { "By year" } else { "Trends" };
    if d.brief {
        let sentences = x.series.iter().map(|s| format!("{}: {}", words::series(d, s.kind), in_brief(s)));
        out.push(Block::list(label, sentences.collect()));
    } else {
        out.push(Block::fact(label, trend_lead(x)));
        out.push(super::table(trends(d, x)));
    }
    out.push(Block::Break);
    out.push(Block::list("Rises", rises::sentences(d, x)));
    if !d.brief {
        out.push(Block::Break);
        out.push(Block::list("Caveats", doubts(d, x)));
    }
    out
}

/// "CONTENT fell by 2.1 points, from 45.5 to 43.4: arms preference −3.0, ...".
fn changed(d: &Decomposed<'_>, x: &Passage, c: &Change, what: &str) -> String {
    let Some((points, before, after)) = c.points().zip(c.before).zip(c.after).map(|((p, b), a)| (p, b, a)) else {
        let withheld: Vec<String> = [(x.from, c.before), (x.to, c.after)]
            .iter()
            .filter(|(_, z)| z.is_none())
            .map(|(w, _)| w.to_string())
            .collect();
        return format!("{what} is withheld in {}, so that its change has no parts.", words::list(&withheld));
    };
    let verb = if points < 0.0 { "fell" } else { "rose" };
    let unchanged = number::signed(points, 1) == number::signed(0.0, 1);
    let largest: Vec<String> = c
        .parts
        .iter()
        .filter(|c| number::signed(c.points, 1) != number::signed(0.0, 1))
        .take(NAMED)
        .map(|c| format!("{} {}", d.word(c.node), number::signed(c.points, 1)))
        .collect();
    let (from, to) = (number::score(before), number::score(after));
    if unchanged {
        let parts = if largest.is_empty() {
            String::new()
        } else {
            format!(", though its parts moved: {}", words::list(&largest))
        };
        return format!("{what} stayed at {to}{parts}.");
    }
    let by = number::score(points.abs());
    format!("{what} {verb} by {by} points, from {from} to {to}; most of it: {}.", words::list(&largest))
}

fn form(d: &Decomposed<'_>, x: &Passage) -> String {
    let mut sentences = vec![changed(d, x, &x.form, "FORM")];
    let rungs: Vec<String> = x.rises.iter().map(|r| format!("{} ({})", r.label, r.date)).collect();
    if !rungs.is_empty() {
        sentences.push(format!("Status rose: {}.", words::list(&rungs)));
    }
    let pick = |before: &[Option<bool>], after: Option<bool>| -> Vec<String> {
        x.platforms.iter().filter(|p| before.contains(&p.before) && p.after == after).map(|p| p.name.clone()).collect()
    };
    let came = pick(&[Some(false)], Some(true));
    let went = pick(&[Some(true)], Some(false));
    // What nobody had yet in the first window, or what was not known of it, is no loss and no gain of this
    // partnership's.
    let newly_lacking = pick(&[None], Some(false));
    let newly_known = pick(&[None], Some(true));
    let unknown = pick(&[Some(true), Some(false)], None);
    let lists = [
        ("Institutions that came", came),
        ("Institutions that went", went),
        ("Held, not counted before (nobody had it yet, or not known)", newly_known),
        ("Not held, not counted before", newly_lacking),
        ("No longer known", unknown),
    ];
    for (what, names) in lists.iter().filter(|(_, names)| !names.is_empty()) {
        sentences.push(format!("{what}: {}.", words::list(names)));
    }
    if let Some(compared) = &x.compared {
        let names = if compared.is_empty() { "none".to_owned() } else { words::list(compared) };
        sentences.push(format!("Compared on the platforms known in both windows: {names}."));
    }
    sentences.join(" ")
}

fn table(d: &Decomposed<'_>, x: &Passage) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new(), x.from.to_string(), x.to.to_string(), "points".into()]];
    let [before, after] = &x.cards;
    let cell = |card: &crate::scoring::ScoreCard, id: NodeId| {
        let node = card.node(id);
        if node.applies { number::score_or_none(node.score) } else { "n/a".into() }
    };
    for change in [&x.form, &x.content] {
        for (id, depth) in levels::shown(d, change.root) {
            let points = within(d.framework, &change.parts, id).map_or_else(String::new, |p| number::signed(p, 1));
            let title = format!("{}{}", "  ".repeat(depth), d.title(id));
            rows.push(vec![title, cell(before, id), cell(after, id), points]);
        }
    }
    rows
}

/// First and last year, with their number where some between them have no value.
fn years(s: &Series) -> String {
    let years: Vec<Year> = s.values.iter().map(|(y, _)| *y).collect();
    let (Some(a), Some(b)) = (years.first(), years.last()) else { return "no year".into() };
    let holes = usize::from(b.get() - a.get()) + 1 != years.len();
    format!("{a}–{b}{}", if holes { format!(" ({})", years.len()) } else { String::new() })
}

fn slope(t: &Tests) -> String {
    let interval = t.trend.slope.interval.as_ref().map_or_else(|| "no interval".into(), |i| words::range(i, 1));
    format!("{} ({interval})", number::signed(t.trend.slope.slope, 1))
}

fn in_brief(s: &Series) -> String {
    match &s.tests {
        Ok(t) => {
            let verdict = words::trend_verdict(t.verdict);
            format!("{} % a year, {}: {verdict}", slope(t), years(s))
        }
        Err(why) => words::untested(why),
    }
}

fn trend_lead(x: &Passage) -> String {
    let margin = number::plain(MARGIN);
    format!(
        "Yearly values {}, each year by itself: slope in % a year with 90 % interval (Theil–Sen); p of no trend (Mann–Kendall, MK); p that the least-squares slope lies beyond ±{margin} % a year (TOST). Unchanged: TOST below 0.05; rose or fell: otherwise MK below 0.10",
        x.span
    )
}

fn trends(d: &Decomposed<'_>, x: &Passage) -> Vec<Vec<String>> {
    let head = ["", "% a year (90 %)", "MK p", "TOST p", "verdict"].map(str::to_owned).to_vec();
    let row = |s: &Series| {
        let star = if s.scale == Scale::OfMean { " *" } else { "" };
        let title = format!("{}{star}, {}", words::series(d, s.kind), years(s));
        match &s.tests {
            Ok(t) => {
                let tost = t.equivalence.as_ref().map_or_else(|_| "–".into(), |e| words::p(e.p));
                vec![title, slope(t), words::p(t.trend.test.p), tost, words::trend_verdict(t.verdict).to_owned()]
            }
            Err(why) => vec![title, words::untested(why), "–".into(), "–".into(), "cannot be determined".into()],
        }
    };
    std::iter::once(head).chain(x.series.iter().map(row)).collect()
}

fn doubts(d: &Decomposed<'_>, x: &Passage) -> Vec<String> {
    let mut sentences = vec!["points: parts of the change, which sum to it exactly; a change of one indicator weighs more where the others are low, since CONTENT is not a plain sum".to_owned()];
    for change in [&x.form, &x.content] {
        let codes: Vec<String> = change.one_sided.iter().map(|id| d.framework.node(*id).code.clone()).collect();
        if !codes.is_empty() {
            let codes = words::list(&codes);
            sentences.push(format!("known in one window only: {codes}; the points are what their coming or going did to the mean, not a change of theirs"));
        }
    }
    let trend = d.framework.indicators().find_map(|(_, node, i)| match i.measure {
        Measure::TradeTrend { years } if usize::from(years) > x.to.years() => Some((node.code.clone(), years)),
        _ => None,
    });
    if let Some((code, years)) = trend {
        sentences.push(format!("{code} looks back {years} years by its definition, so that it has years of the earlier window in the later one; all else shares none"));
    }
    sentences.push("trends are tested on single years, since rolling windows share years and are alike by construction; * in % of the mean of the years, since a year of 0 has no logarithm; the others in 100 x ln, which is growth".into());
    let alike: Vec<String> = x
        .series
        .iter()
        .filter_map(|s| {
            let r = s.tests.as_ref().ok()?.neighbours?;
            let far = 2.0 / (s.values.len() as f64).sqrt();
            (r.abs() > far.min(0.5)).then(|| format!("{} (r {})", words::series(d, s.kind), number::signed(r, 2)))
        })
        .collect();
    if !alike.is_empty() {
        let alike = words::list(&alike);
        sentences.push(format!("neighbouring years are not independent in {alike}; interval, p and verdict are surer there than they may be"));
    }
    sentences.push(format!(
        "{} series and {} rises are tested here: among so many one in ten may stand out by chance",
        x.series.len(),
        x.upgrades.len()
    ));
    sentences.extend(rises::doubts(x));
    sentences
}
