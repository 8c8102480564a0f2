//! Behind one number: formula, working, quantities, the very rows, what was left out, and the references.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::page::{Page, right, table, wrap};
use super::{Subject, number, published};
use crate::model::framework::{Indicator, NodeId, NodeKind, Transform};
use crate::model::measurement::{Measurement, Reading};
use crate::model::package::{Package, RowRef, Table};
use crate::scoring::Clip;

/// The keys of all sources behind some measurements, sorted.
pub fn sources<'a>(package: &Package, measurements: impl Iterator<Item = &'a Measurement>) -> Vec<String> {
    let rows: BTreeSet<RowRef> = measurements.flat_map(|m| m.rows.iter().copied()).collect();
    let cells: BTreeSet<&str> = rows.into_iter().filter_map(|row| package.source_of(row)).collect();
    let keys: BTreeSet<&str> = cells.into_iter().flat_map(|c| c.split(';')).map(str::trim).collect();
    keys.into_iter().filter(|k| !k.is_empty()).map(str::to_owned).collect()
}

/// The explanation of a node: of an indicator its own, of a pair both directions, of a composite its arithmetic.
///
/// `record` fetches the fields of a row; `most` limits how many rows of each table are shown, `None` shows all.
pub fn node(
    s: &Subject<'_>,
    id: NodeId,
    width: usize,
    most: Option<usize>,
    record: &dyn Fn(RowRef) -> Option<Vec<(String, String)>>,
) -> String {
    let mut page = Page::new(width.clamp(60, 120), 12);
    let spec = s.framework.node(id);
    page.line(&format!("{} · {}", spec.code, s.evaluation.title(s.framework, s.gauge, id)));
    page.line(&format!("{} – {}, window {}", s.name_a(), s.name_b(), s.evaluation.window));
    match &spec.kind {
        NodeKind::Indicator(indicator) => indicator_page(s, &mut page, id, indicator, most, record),
        NodeKind::Pair { directions } => {
            composite_page(s, &mut page, id);
            for direction in directions {
                page.blank();
                page.line(&"─".repeat(page.width));
                page.line(&format!(
                    "{} · {}",
                    s.framework.node(*direction).code,
                    s.evaluation.title(s.framework, s.gauge, *direction)
                ));
                if let NodeKind::Indicator(indicator) = &s.framework.node(*direction).kind {
                    indicator_page(s, &mut page, *direction, indicator, most, record);
                }
            }
        }
        NodeKind::Composite { .. } => composite_page(s, &mut page, id),
    }
    page.out
}

/// The gap on its three yardsticks, with the peers it is measured against.
pub fn gap(s: &Subject<'_>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 120), 12);
    let parties = &s.gauge.package().parties;
    page.line("gap · FORM less CONTENT");
    page.line(&format!("{} – {}, window {}", s.name_a(), s.name_b(), s.evaluation.window));
    page.blank();
    let Some(gap) = &s.evaluation.gap else {
        page.paragraph("Value", "withheld: FORM or CONTENT has no score");
        return page.out;
    };
    let (form, content) = (s.evaluation.card.form().score, s.evaluation.card.content().score);
    let [form, content] = [form, content].map(|z| z.map_or_else(String::new, number::two_decimals));
    page.paragraph("Absolute", &format!("{form} - {content} = {}", number::signed(gap.absolute, 2)));
    page.paragraph(
        "",
        &format!("{}; bounds {} to {}", gap.verdict, number::signed(gap.lower, 2), number::signed(gap.upper, 2)),
    );
    if let Some(rank) = gap.rank {
        let words =
            "percentile rank in FORM less percentile rank in CONTENT among the peers; above 0 it ranks higher in form";
        page.paragraph("Rank", &format!("{}: {words}", number::signed(rank, 1)));
    }
    if let (Some(residual), Some((slope, intercept))) = (gap.residual, gap.line) {
        let line = format!("({} + {} x {form}) - {content}", number::two_decimals(intercept), number::plain(slope));
        let words = "the peers' line of CONTENT on FORM (Theil-Sen) less its own CONTENT; above 0 it has less content";
        page.paragraph("Residual", &format!("{line} = {}: {words}", number::signed(residual, 2)));
    }
    if let Some(stance) = gap.stance {
        let tolerance = number::plain(s.framework.verdicts.tolerance);
        let words = format!("{} (like: within ±{tolerance} on both; more: both of one sign)", stance.words());
        page.paragraph("Relative", &words);
    }
    if s.evaluation.peers.is_empty() {
        page.paragraph("Peers", "outside the peer set, so neither rank nor residual");
        return page.out;
    }
    page.blank();
    page.line(&s.framework.peers.name);
    let mut t = table();
    t.set_header(["partnership", "FORM", "CONTENT", "GAP"]);
    for (p, form, content) in &s.evaluation.peers {
        let cells = [*form, *content, form - content].map(number::two_decimals);
        t.add_row(std::iter::once(p.slug(parties)).chain(cells));
    }
    right(&mut t, &[1, 2, 3]);
    page.table(&t);
    page.out
}

fn indicator_page(
    s: &Subject<'_>,
    page: &mut Page,
    id: NodeId,
    indicator: &Indicator,
    most: Option<usize>,
    record: &dyn Fn(RowRef) -> Option<Vec<(String, String)>>,
) {
    let Some(m) = s.evaluation.panel.get(id) else { return };
    let scored = s.evaluation.card.node(id);
    page.blank();
    page.paragraph("What", &indicator.definition);
    page.paragraph("Formula", &indicator.formula);
    match &m.reading {
        Reading::Observed { value, lower, upper } => {
            if !m.working.is_empty() {
                page.paragraph("Here", &m.working);
            }
            page.paragraph("Value", &format!("{}  ({value})", number::value(*value, &indicator.unit)));
            if lower != upper {
                let (low, high) = (number::value(*lower, &indicator.unit), number::value(*upper, &indicator.unit));
                page.paragraph("", &format!("{low} to {high}, were what is unknown at its worst or best"));
            }
            if let Some(z) = scored.score {
                page.paragraph("Score", &score_words(s, indicator, *value, z, scored.clip));
            }
        }
        Reading::Missing(absence) => {
            page.paragraph("Value", &format!("{}: {}", absence.kind.words(), absence.reason));
        }
    }
    page.paragraph("Goalposts", &goalpost_words(indicator));
    if let Some(grade) = indicator.grade {
        page.paragraph("Grade", &format!("{}, {}: {}", grade.letter(), grade.words(), indicator.grade_reason));
    }
    if !m.years.is_empty() {
        page.paragraph("Years", &crate::analysis::list_years(&m.years));
    }
    if let Some(c) = m.members {
        page.paragraph("Members", &format!("{} of {}", c.have, c.of));
    }
    for (i, text) in m.left_out.iter().enumerate() {
        page.paragraph(if i == 0 { "Left out" } else { "" }, text);
    }
    for (i, text) in m.warnings.iter().enumerate() {
        page.paragraph(if i == 0 { "Beware" } else { "" }, text);
    }
    page.paragraph("Weight", &weight_words(s, id));
    quantities(page, m);
    grids(page, m);
    published::facts(s, page, indicator);
    published::totals(s, page, indicator);
    super::sentences::sentences(s, page, indicator, m, most, record);
    rows(s.gauge.package(), page, m, most, record);
    references(s, page, m);
}

fn score_words(s: &Subject<'_>, indicator: &Indicator, value: f64, z: f64, clip: Option<Clip>) -> String {
    let Some(g) = &indicator.goalposts else { return number::score(z) };
    if g.transform() == Transform::Ln && value <= 0.0 {
        return format!("0 has no logarithm and stands below the lower goalpost: {}", number::score(z));
    }
    let f = |x: f64| match g.transform() {
        Transform::Identity => number::plain(x),
        Transform::Ln => format!("ln {}", number::plain(x)),
        Transform::Ln1p => format!("ln(1 + {})", number::plain(x)),
    };
    let less = |text: String| if text.starts_with('-') { format!("({text})") } else { text };
    let (x, low, high) = (f(value), less(f(g.lower())), f(g.upper()));
    let floor = s.framework.score_floor;
    let turned = if indicator.lower_is_better { "1 - " } else { "" };
    let clipped = match clip {
        Some(Clip::Below(_)) => "; below the lower goalpost, so the lowest score",
        Some(Clip::Above(_)) => "; above the upper goalpost, so the highest score",
        None => "",
    };
    let clipped = if indicator.lower_is_better && clip.is_some() { "; beyond the goalposts" } else { clipped };
    format!("{floor} + {} x ({turned}({x} - {low}) / ({high} - {low})) = {}{clipped}", 100.0 - floor, number::score(z))
}

/// The chain of shares from the indicator up to its root.
fn weight_words(s: &Subject<'_>, id: NodeId) -> String {
    let mut steps = Vec::new();
    let (mut at, mut share) = (id, 1.0);
    while let Some(parent) = s.framework.node(at).parent {
        let used = s.evaluation.card.node(at).used;
        share *= used;
        steps.push(format!("{} of {}", number::weight(used), s.framework.node(parent).code));
        at = parent;
    }
    {
        let root = s.framework.node(at).code.to_uppercase();
        format!("{} (a nominal {} % of {root})", steps.join(", "), number::score(100.0 * share))
    }
}

fn goalpost_words(indicator: &Indicator) -> String {
    let Some(g) = &indicator.goalposts else { return "none".into() };
    let transform = match g.transform() {
        Transform::Identity => "",
        Transform::Ln => ", on ln x",
        Transform::Ln1p => ", on ln(1 + x)",
    };
    let ends = [g.lower(), g.upper()].map(number::plain).join(" to ");
    format!("{ends} {}, {}{transform}: {}", indicator.unit, g.kind.words(), g.reason)
}

fn composite_page(s: &Subject<'_>, page: &mut Page, id: NodeId) {
    let spec = s.framework.node(id);
    let scored = s.evaluation.card.node(id);
    page.blank();
    let method = match &spec.kind {
        NodeKind::Composite { aggregation, .. } => match aggregation {
            crate::model::framework::Aggregation::Arithmetic {} => "weighted arithmetic mean: sum w z",
            crate::model::framework::Aggregation::Geometric {} => "weighted geometric mean: product of z^w",
            other => &super::method::aggregation(*other).formula.clone(),
        },
        _ => "geometric mean of the two directions: sqrt(z_ab x z_ba)",
    };
    page.paragraph("Method", method);
    if let Some(sum) = arithmetic_words(s, id) {
        page.paragraph("Here", &sum);
    }
    let score = scored.score.map_or_else(|| "withheld".into(), number::score);
    page.paragraph(
        "Score",
        &format!("{score}  (coverage {}, floor {})", number::coverage(scored.coverage), spec.floor),
    );
    if scored.lower != scored.upper {
        page.paragraph("Bounds", &format!("{} to {}", number::score(scored.lower), number::score(scored.upper)));
    }
    if scored.asked < 1.0 {
        let share = number::coverage(scored.asked);
        page.paragraph("Asked", &format!("partial: {share} of the weight that applies; the rest was never searched"));
    }
    if let Some(asymmetry) = scored.asymmetry {
        let words = format!("{}  (z_ab - z_ba)/(z_ab + z_ba)", number::signed(asymmetry, 2));
        page.paragraph("Asymmetry", &words);
    }
    page.blank();
    let mut t = table();
    t.set_header(["child", "score", "weight", "used"]);
    for child in spec.children() {
        let c = s.evaluation.card.node(*child);
        let node = s.framework.node(*child);
        t.add_row([
            node.code.clone(),
            if c.applies { number::score_or_none(c.score) } else { "n/a".into() },
            number::weight(node.weight.get()),
            number::weight(c.used),
        ]);
    }
    right(&mut t, &[1, 2, 3]);
    page.table(&t);
}

/// The mean with this case's numbers put in, at two decimals.
fn arithmetic_words(s: &Subject<'_>, id: NodeId) -> Option<String> {
    use crate::model::framework::Aggregation;
    let z = s.evaluation.card.node(id).score?;
    let node = s.framework.node(id);
    let geometric = !matches!(node.kind, NodeKind::Composite { aggregation: Aggregation::Arithmetic {}, .. });
    let parts: Vec<String> = node
        .children()
        .iter()
        .map(|c| s.evaluation.card.node(*c))
        .filter(|c| c.used > 0.0)
        .filter_map(|c| Some((c.score?, number::weight(c.used))))
        .map(|(z, w)| match geometric {
            true => format!("{}^({w})", number::two_decimals(z)),
            false => format!("{w} x {}", number::two_decimals(z)),
        })
        .collect();
    Some(format!("{} = {}", parts.join(if geometric { " x " } else { " + " }), number::two_decimals(z)))
}

fn quantities(page: &mut Page, m: &Measurement) {
    if m.quantities.is_empty() {
        return;
    }
    page.blank();
    page.line("Quantities");
    let mut t = table();
    for q in &m.quantities {
        let value = q.value.map_or_else(
            || "missing".into(),
            |v| if q.unit == "share" { number::value(v, "share") } else { number::plain(v) },
        );
        let unit = if q.unit == "share" || q.value.is_none() { String::new() } else { q.unit.clone() };
        t.add_row([q.label.clone(), value, unit]);
    }
    right(&mut t, &[1]);
    page.table(&t);
}

fn grids(page: &mut Page, m: &Measurement) {
    for grid in &m.grids {
        page.blank();
        page.line(&grid.title);
        let mut t = table();
        t.set_header(std::iter::once(grid.first).chain(grid.columns.iter().map(|(name, _)| name.as_str())));
        for (label, cells) in &grid.rows {
            let cells = cells
                .iter()
                .zip(&grid.columns)
                .map(|(cell, (_, unit))| cell.map_or_else(|| "–".to_owned(), |x| number::cell(x, unit)));
            t.add_row(std::iter::once(label.clone()).chain(cells));
        }
        right(&mut t, &(1..=grid.columns.len()).collect::<Vec<_>>());
        page.table(&t);
    }
}

fn rows(
    package: &Package,
    page: &mut Page,
    m: &Measurement,
    most: Option<usize>,
    record: &dyn Fn(RowRef) -> Option<Vec<(String, String)>>,
) {
    // In the order of the measurement, which puts first what is asked about.
    let mut seen = BTreeSet::new();
    let all: Vec<RowRef> = m.rows.iter().copied().filter(|r| seen.insert(*r)).collect();
    // Coded sentences were shown as such.
    for table_kind in Table::ALL.into_iter().filter(|t| *t != Table::CodedMentions) {
        let rows: Vec<RowRef> = all.iter().copied().filter(|r| r.table == table_kind).collect();
        let Some(text) = package.texts.get(&table_kind).filter(|_| !rows.is_empty()) else { continue };
        page.blank();
        let vintage = text.vintage.as_ref().map_or_else(String::new, |v| format!("; {v}"));
        page.line(&format!("Rows of {} ({}{vintage})", text.file, rows.len()));
        let shown = most.unwrap_or(rows.len()).min(rows.len());
        let mut t = table();
        for (i, row) in rows.iter().take(shown).enumerate() {
            let Some(fields) = record(*row) else { continue };
            // Quotations and notes would break the table; the line number leads to them.
            let fields: Vec<(String, String)> = fields
                .into_iter()
                .filter(|(name, _)| !matches!(name.as_str(), "quote" | "note" | "evidence"))
                .collect();
            if i == 0 {
                t.set_header(std::iter::once("line").chain(fields.iter().map(|(name, _)| name.as_str())));
            }
            t.add_row(std::iter::once(row.line.to_string()).chain(fields.into_iter().map(|(_, value)| value)));
        }
        page.table(&t);
        if shown < rows.len() {
            page.line(&format!(" … and {} more (--rows all shows them)", rows.len() - shown));
        }
    }
}

fn references(s: &Subject<'_>, page: &mut Page, m: &Measurement) {
    let package = s.gauge.package();
    let keys = sources(package, std::iter::once(m));
    if keys.is_empty() {
        return;
    }
    page.blank();
    page.line("Sources");
    for key in keys {
        let source = package.sources.get(&key);
        let reference = source.map_or("", |s| s.reference.as_str());
        let lead = format!(" [{key}] ");
        let indent = lead.width().min(4);
        for (i, line) in wrap(&format!("{lead}{reference}"), page.width - indent).into_iter().enumerate() {
            page.line(&if i == 0 { line } else { format!("{}{line}", " ".repeat(indent)) });
        }
    }
}
