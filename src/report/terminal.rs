//! The score card for a terminal: one screen, the quotable answer first, then how sure it is, then why, then what to doubt.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::page::{Page, wrap};
use super::rows::Row;
use super::{Subject, answer, number, robustness, rows};
use crate::measure::members::Carriers;
use crate::model::framework::NodeKind;

/// The widest a card gets; wider terminals keep it, so that lines stay readable.
const WIDEST: usize = 100;
/// Below this width only titles and scores are shown.
const NARROW: usize = 72;

/// Widths of the last two columns.
const WEIGHT: usize = 6;
const KNOWN: usize = 6;

const STRONG: Style = Style::new().bold();
const FORM: Style = AnsiColor::Blue.on_default();
const CONTENT: Style = AnsiColor::Yellow.on_default();
const FAINT: Style = Style::new().dimmed();

/// The card, `width` columns wide, with ANSI styles; whoever prints it strips them where they do not belong. `long` has all:
/// each direction in a row, weights, members, other means, every note and source.
pub fn evaluation<'a>(of: impl Into<Subject<'a>>, width: usize, long: bool) -> String {
    let subject = &of.into();
    let width = width.clamp(40, WIDEST);
    let mut out = Page::new(width, 9);
    header(&mut out, subject);
    for line in wrap(&answer::sentences(subject).join(" "), width) {
        out.line(&line);
    }
    out.blank();
    summary(&mut out, subject, long);
    out.blank();
    body(&mut out, &rows::body(subject, !long), long.then_some(WEIGHT), &values(subject, long));
    out.blank();
    footer(&mut out, subject, long);
    out.out
}

/// What the column of values is called.
fn values(s: &Subject<'_>, long: bool) -> String {
    let pairs = s.framework.nodes.iter().any(|n| matches!(n.kind, NodeKind::Pair { .. }));
    if long || !pairs { "value".into() } else { format!("value (of two: {} first)", s.name_a()) }
}

impl Page {
    /// Two texts, one at each end of the line, or on two lines where they do not fit.
    fn ends(&mut self, left: &str, right: &str, style: Style) {
        let (used, free) = (left.width() + right.width(), self.width);
        if used + 2 <= free {
            self.line(&format!("{style}{left}{style:#}{}{right}", " ".repeat(free - used)));
            return;
        }
        for line in wrap(left, free) {
            self.line(&format!("{style}{line}{style:#}"));
        }
        for line in wrap(right, free) {
            self.line(&line);
        }
    }
}

fn header(out: &mut Page, s: &Subject<'_>) {
    let (e, package) = (s.evaluation, s.gauge.package());
    out.ends(&format!("{} – {}", s.name_a(), s.name_b()), &format!("window {}", e.window), STRONG);
    let since = |d: &String| format!(" since {d}");
    let status = e.status.as_ref().map_or_else(
        || "no dated status in the data".to_owned(),
        |status| {
            let since = status.since.as_ref().map(since).unwrap_or_default();
            format!("{}{since}{}", status.label, super::tenure(status))
        },
    );
    let made = format!("{} {} · data {} {}", s.framework.code, s.framework.version, package.name, package.version);
    out.ends(&status, &made, Style::new());
    out.blank();
}

fn summary(out: &mut Page, s: &Subject<'_>, long: bool) {
    let (card, f) = (&s.evaluation.card, s.framework);
    let parts = |of| -> String {
        let node: &crate::model::framework::Node = f.node(of);
        let part = |c: &crate::model::framework::NodeId| {
            format!("{} {}", f.node(*c).code, number::score_or_none(card.node(*c).score))
        };
        node.children().iter().map(part).collect::<Vec<_>>().join(", ")
    };
    for (label, scored, style, detail) in
        [("FORM", card.form(), FORM, parts(f.form)), ("CONTENT", card.content(), CONTENT, parts(f.content))]
    {
        let length = if out.width < NARROW { 16 } else { 20 };
        let drawn = bar(scored.score, scored.lower, scored.upper, length);
        let score = format!("{:>6}", number::score_or_none(scored.score));
        let lead = format!("{STRONG}{label:<9}{STRONG:#}{style}{drawn}{style:#}{score}");
        let room = out.width.saturating_sub(9 + length + 6 + 2);
        let bounds = format!("bounds {}–{}", number::score(scored.lower), number::score(scored.upper));
        let known = scored.lower == scored.upper;
        let (beside, below) = match detail.width() <= room {
            _ if out.width < NARROW => (String::new(), String::new()),
            fits if known && fits => (detail, String::new()),
            _ if known => (String::new(), detail),
            _ => (bounds, detail),
        };
        out.line(&format!("{lead}  {beside}"));
        if !below.is_empty() {
            out.styled_paragraph("", &below, STRONG);
        }
    }
    if let Some(partial) = s.evaluation.partial {
        let text = format!("{}; the bounds are those that they would open", partial.words());
        out.styled_paragraph("", &text, STRONG);
    }
    match &s.evaluation.gap {
        Some(gap) => {
            let mut more =
                vec![format!("{}  {}", number::signed(gap.absolute, 1), s.evaluation.label().unwrap_or_default())];
            if gap.lower != gap.upper {
                more.push(format!("bounds {} to {}", number::signed(gap.lower, 1), number::signed(gap.upper, 1)));
            }
            let all = f.parameters().len();
            more.push(format!("parameters met (≥ {}): {} of {all}", number::plain(f.threshold), gap.met));
            more.extend(long.then(|| format!("typology: {}", gap.typology.words())));
            out.styled_paragraph("GAP", &more.join(" · "), STRONG);
            match &s.evaluation.robustness {
                Some(r) => {
                    out.styled_paragraph("ABSOLUTE", &robustness::absolute(r), STRONG);
                    if let Some(text) = robustness::relative(r, gap) {
                        out.styled_paragraph("RELATIVE", &text, STRONG);
                    }
                    for text in robustness::besides(r).iter().filter(|_| long) {
                        out.styled_paragraph("", text, STRONG);
                    }
                }
                None => {
                    if let Some(((rank, residual), n)) = gap.rank.zip(gap.residual).zip(gap.peers) {
                        let (rank, residual) = (number::signed(rank, 0), number::signed(residual, 1));
                        let text = format!("rank {rank}, residual {residual} among {n} peers");
                        out.styled_paragraph("RELATIVE", &text, STRONG);
                    }
                }
            }
        }
        None => {
            let (low, high) = card.gap_bounds();
            let bounds = format!("bounds {} to {}", number::signed(low, 1), number::signed(high, 1));
            out.styled_paragraph("GAP", &format!("withheld for coverage; {bounds}"), STRONG);
        }
    }
}

/// A bar of the whole 0 to 100 scale: full up to the score, or, where it is withheld, shaded between the bounds.
fn bar(score: Option<f64>, lower: f64, upper: f64, length: usize) -> String {
    let cells = |z: f64| (z / 100.0 * length as f64).round() as usize;
    match score {
        Some(z) => {
            let full = cells(z).min(length);
            format!("{}{}", "█".repeat(full), "░".repeat(length - full))
        }
        None => {
            let (low, high) = (cells(lower).min(length), cells(upper).min(length));
            format!("{}{}{}", "░".repeat(low), "▒".repeat(high - low), "░".repeat(length - high))
        }
    }
}

/// Rows under a head; `weights` is the width of the two last columns where they are shown.
fn body(out: &mut Page, rows: &[Row], weights: Option<usize>, head: &str) {
    let (w, k) = weights.map_or((0, 0), |w| (w, KNOWN));
    let narrow = out.width < NARROW;
    let longest = rows.iter().map(|r| r.title.width() + 2 * r.depth).max().unwrap_or(0);
    let title_width = longest.min(if narrow { out.width - 7 } else { 39 });
    let value_width = out.width.saturating_sub(title_width + 6 + 2 + w + k);
    let lead = " ".repeat(title_width);
    if narrow {
        out.line(&format!("{FAINT}{lead} score{FAINT:#}"));
    } else {
        let columns = match weights {
            Some(_) => format!("{head:<value_width$}{:>w$}{:>k$}", "weight", "known"),
            None => head.to_owned(),
        };
        out.line(&format!("{FAINT}{lead} score  {columns}{FAINT:#}"));
    }
    for row in rows {
        let title = format!("{}{}", "  ".repeat(row.depth), row.title);
        let titles = wrap_title(&title, title_width);
        let style = if row.strong { STRONG } else { Style::new() };
        let value = row.scored.map_or_else(|| row.value.clone(), |z| bar(Some(z), z, z, 20.min(value_width)));
        let values = if narrow { Vec::new() } else { wrap(&value, value_width) };
        for i in 0..titles.len().max(values.len()).max(1) {
            let title = titles.get(i).map_or("", String::as_str);
            let gap = " ".repeat(title_width.saturating_sub(title.width()));
            let score = if i == 0 { row.score.as_str() } else { "" };
            let mut line = format!("{style}{title}{style:#}{gap}{style}{score:>6}{style:#}");
            if !narrow {
                let value = values.get(i).map_or("", String::as_str);
                let pad = " ".repeat(value_width.saturating_sub(value.width()));
                let (weight, known) =
                    if i == 0 && w > 0 { (row.weight.as_str(), row.known.as_str()) } else { ("", "") };
                line.push_str(&format!("  {value}{pad}{weight:>w$}{known:>k$}"));
            }
            out.line(&line);
        }
    }
}

/// Wraps a title and keeps its indent on every line.
fn wrap_title(title: &str, width: usize) -> Vec<String> {
    let text = title.trim_start();
    let indent = title.len() - text.len();
    let lines = wrap(text, width.saturating_sub(indent + 2));
    let pad = |i: usize| " ".repeat(if i == 0 { indent } else { indent + 2 });
    if title.width() <= width {
        return vec![title.to_owned()];
    }
    lines.into_iter().enumerate().map(|(i, l)| format!("{}{l}", pad(i))).collect()
}

/// How many notes the short card has.
const NOTES: usize = 1;

fn footer(out: &mut Page, s: &Subject<'_>, long: bool) {
    let e = s.evaluation;
    if long {
        members(out, s);
    }
    if let Some(a) = e.card.alternatives.as_ref().filter(|_| long) {
        let text = format!(
            "CONTENT by arithmetic mean {} · minimum {} · Mazziotta–Pareto {}",
            number::score(a.arithmetic),
            number::score(a.minimum),
            number::score(a.mazziotta_pareto)
        );
        out.styled_paragraph("Also", &text, STRONG);
    }
    if let Some(text) = super::without_arms(s) {
        let above = long && e.card.alternatives.is_some();
        out.styled_paragraph(if above { "" } else { "Also" }, &text, STRONG);
    }
    for (i, text) in super::one_mention::told(s).iter().enumerate() {
        out.styled_paragraph(if i == 0 { "Mentions" } else { "" }, text, STRONG);
    }
    let major = e.warnings.iter().filter(|w| long || !w.minor);
    let shown: Vec<_> = major.take(if long { usize::MAX } else { NOTES }).collect();
    for (i, warning) in shown.iter().enumerate() {
        out.styled_paragraph(if i == 0 { "Notes" } else { "" }, &format!("· {}", warning.text), STRONG);
    }
    let left = e.warnings.len() - shown.len();
    if left > 0 {
        let text = format!("· {left} more notes, each direction, weights, members and sources: --long");
        out.styled_paragraph(if shown.is_empty() { "Notes" } else { "" }, &text, STRONG);
    }
    if long {
        let sources = super::explain::sources(s.gauge.package(), e.panel.measurements.iter().flatten());
        out.styled_paragraph("Sources", &sources.join(", "), STRONG);
    }
    let slug = s.slug();
    out.styled_paragraph("Next", &format!("spscore explain {slug} {}", next(s)), STRONG);
}

/// Which members carry trade and arms.
fn members(out: &mut Page, s: &Subject<'_>) {
    let e = s.evaluation;
    let parties = &s.gauge.package().parties;
    let carriers = |what: &str, c: &Carriers| {
        let top: Vec<&(crate::model::PartyId, f64)> = c.shares.iter().take(3).collect();
        let list: Vec<String> =
            top.iter().map(|(m, share)| format!("{} {} %", parties.name(*m), number::whole(100.0 * share))).collect();
        let together = number::whole(100.0 * top.iter().map(|(_, share)| share).sum::<f64>());
        let years = crate::analysis::list_years(&c.years);
        let effective = number::score(c.effective);
        format!("{what} {years}: {}; together {together} %, {effective} effective members", list.join(", "))
    };
    let who: Vec<String> = [("trade", &e.members.trade), ("arms", &e.members.arms)]
        .iter()
        .filter_map(|(w, c)| Some(carriers(w, c.as_ref()?)))
        .collect();
    for (i, line) in who.iter().enumerate() {
        out.styled_paragraph(if i == 0 { "Members" } else { "" }, line, STRONG);
    }
}

/// The indicator worth explaining first: the lowest score of CONTENT.
fn next(s: &Subject<'_>) -> String {
    let content = s.framework.indicators().filter(|(id, ..)| id.0 > s.framework.content.0);
    let known = content.filter_map(|(id, node, _)| Some((s.evaluation.card.node(id).score?, node)));
    known.min_by(|x, y| x.0.total_cmp(&y.0)).map_or_else(|| "status".into(), |(_, node)| node.code.clone())
}
