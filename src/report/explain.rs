//! The basis of one number: formula, working, quantities, rows, what was left out, and the references.

use std::collections::BTreeSet;

use super::{Subject, number, published};
use crate::document::{Cell, Document, Notation, Reference, Table as Rows};
use crate::model::framework::{Indicator, NodeId, NodeKind, Transform};
use crate::model::measurement::{Measurement, Reading};
use crate::model::package::{Package, RowRef, Table};
use crate::scoring::Clip;

/// The keys of all sources behind some measurements, sorted.
pub fn sources<'a>(package: &Package, measurements: impl Iterator<Item = &'a Measurement>) -> Vec<String> {
    package.sources_of(measurements.flat_map(|m| m.rows.iter().copied()))
}

/// The explanation of a node: of an indicator its own, of a pair both directions, of a composite its arithmetic.
///
/// `record` fetches the fields of a row; `most` limits how many rows of each table are shown, `None` shows all.
pub fn node(
    s: &Subject<'_>,
    id: NodeId,
    most: Option<usize>,
    record: &dyn Fn(RowRef) -> Option<Vec<(String, String)>>,
) -> Document {
    let spec = s.framework.node(id);
    let titled =
        |id: NodeId| format!("{} · {}", s.framework.node(id).code, s.evaluation.title(s.framework, s.measurer, id));
    let mut page = Document::new(titled(id), about(s));
    match &spec.kind {
        NodeKind::Indicator(indicator) => indicator_page(s, &mut page, id, indicator, most, record),
        NodeKind::Pair { directions } => {
            composite_page(s, &mut page, id);
            for direction in directions {
                page.heading(titled(*direction));
                if let NodeKind::Indicator(indicator) = &s.framework.node(*direction).kind {
                    indicator_page(s, &mut page, *direction, indicator, most, record);
                }
            }
        }
        NodeKind::Composite { .. } => composite_page(s, &mut page, id),
    }
    page.with_roots(s.framework.own_roots())
}

fn about(s: &Subject<'_>) -> String {
    format!("{} – {}, window {}", s.name_a(), s.name_b(), s.evaluation.window)
}

/// The gap on its three yardsticks, with the peers it is measured against.
pub fn gap(s: &Subject<'_>) -> Document {
    let parties = &s.measurer.package().parties;
    let mut page = Document::new("gap · FORM less CONTENT", about(s));
    let Some(gap) = &s.evaluation.gap else {
        page.fact("Value", "withheld: FORM or CONTENT has no score");
        return page.with_roots(s.framework.own_roots());
    };
    let (form, content) = (s.evaluation.card.form().score, s.evaluation.card.content().score);
    let [form, content] = [form, content].map(|z| z.map_or_else(String::new, number::two_decimals));
    page.fact("Absolute", format!("{form} - {content} = {}", number::signed(gap.absolute, 2)));
    page.fact(
        "",
        format!("{}; bounds {} to {}", gap.verdict, number::signed(gap.lower, 2), number::signed(gap.upper, 2)),
    );
    if let Some(rank) = gap.rank {
        let words =
            "percentile rank in FORM less percentile rank in CONTENT among the peers; above 0 it ranks higher in form";
        page.fact("Rank", format!("{}: {words}", number::signed(rank, 1)));
    }
    if let (Some(residual), Some((slope, intercept))) = (gap.residual, gap.line) {
        let line = format!("({} + {} x {form}) - {content}", number::two_decimals(intercept), number::plain(slope));
        let words = "the peers' line of CONTENT on FORM (Theil-Sen) less its own CONTENT; above 0 it has less content";
        page.fact("Residual", format!("{line} = {}: {words}", number::signed(residual, 2)));
    }
    if let Some(stance) = gap.stance {
        let tolerance = number::plain(s.framework.verdicts.tolerance);
        let words = format!("{} (like: within ±{tolerance} on both; more: both of one sign)", stance.words());
        page.fact("Relative", &words);
    }
    if s.evaluation.peers.is_empty() {
        page.fact("Peers", "outside the peer set, so neither rank nor residual");
        return page.with_roots(s.framework.own_roots());
    }
    let mut t = Rows::new(s.framework.peers.name.clone(), ["partnership", "FORM", "CONTENT", "GAP"], 1);
    for (p, form, content) in &s.evaluation.peers {
        let cells = [*form, *content, form - content].map(|x| Cell::number(x, Notation::Decimals(2)));
        t.push(std::iter::once(Cell::from(p.slug(parties))).chain(cells));
    }
    page.table(t);
    page.with_roots(s.framework.own_roots())
}

fn indicator_page(
    s: &Subject<'_>,
    page: &mut Document,
    id: NodeId,
    indicator: &Indicator,
    most: Option<usize>,
    record: &dyn Fn(RowRef) -> Option<Vec<(String, String)>>,
) {
    let Some(m) = s.evaluation.panel.get(id) else { return };
    let scored = s.evaluation.card.node(id);
    page.fact("What", &indicator.definition);
    page.fact("Formula", &indicator.formula);
    match &m.reading {
        Reading::Observed { value, lower, upper } => {
            if !m.working.is_empty() {
                page.fact("Here", &m.working);
            }
            page.fact("Value", format!("{}  ({value})", number::value(*value, &indicator.unit)));
            if lower != upper {
                let (low, high) = (number::value(*lower, &indicator.unit), number::value(*upper, &indicator.unit));
                page.fact("", format!("{low} to {high}, were what is unknown at its worst or best"));
            }
            if let Some(z) = scored.score {
                page.fact("Score", score_words(s, indicator, *value, z, scored.clip));
            }
        }
        Reading::Missing(absence) => {
            page.fact("Value", format!("{}: {}", absence.kind.words(), absence.reason));
        }
    }
    page.fact("Goalposts", goalpost_words(indicator));
    if let Some(grade) = indicator.grade {
        page.fact("Grade", format!("{}, {}: {}", grade.letter(), grade.words(), indicator.grade_reason));
    }
    if !m.years.is_empty() {
        page.fact("Years", crate::analysis::list_years(&m.years));
    }
    if let Some(c) = m.members {
        page.fact("Members", format!("{} of {}", c.have, c.of));
    }
    for (i, text) in m.left_out.iter().enumerate() {
        page.fact(if i == 0 { "Left out" } else { "" }, text.as_str());
    }
    for (i, text) in m.warnings.iter().enumerate() {
        page.fact(if i == 0 { "Beware" } else { "" }, text.as_str());
    }
    page.fact("Weight", weight_words(s, id));
    quantities(page, m);
    grids(page, m);
    published::facts(s, page, indicator);
    published::totals(s, page, indicator);
    super::sentences::sentences(s, page, indicator, m, most, record);
    rows(s.measurer.package(), page, m, most, record);
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

fn composite_page(s: &Subject<'_>, page: &mut Document, id: NodeId) {
    let spec = s.framework.node(id);
    let scored = s.evaluation.card.node(id);
    page.pause();
    let method = match &spec.kind {
        NodeKind::Composite { aggregation, .. } => match aggregation {
            crate::model::framework::Aggregation::Arithmetic {} => "weighted arithmetic mean: sum w z",
            crate::model::framework::Aggregation::Geometric {} => "weighted geometric mean: product of z^w",
            other => &super::method::aggregation(*other).formula.clone(),
        },
        _ => "geometric mean of the two directions: sqrt(z_ab x z_ba)",
    };
    page.fact("Method", method);
    if let Some(sum) = arithmetic_words(s, id) {
        page.fact("Here", &sum);
    }
    let score = scored.score.map_or_else(|| "withheld".into(), number::score);
    page.fact("Score", format!("{score}  (coverage {}, floor {})", number::coverage(scored.coverage), spec.floor));
    if scored.lower != scored.upper {
        page.fact("Bounds", format!("{} to {}", number::score(scored.lower), number::score(scored.upper)));
    }
    if scored.asked < 1.0 {
        let share = number::coverage(scored.asked);
        page.fact("Asked", format!("partial: {share} of the weight that applies; the rest was never searched"));
    }
    if let Some(asymmetry) = scored.asymmetry {
        let words = format!("{}  (z_ab - z_ba)/(z_ab + z_ba)", number::signed(asymmetry, 2));
        page.fact("Asymmetry", &words);
    }
    let mut t = Rows::new("", ["child", "score", "weight", "used"], 1);
    for child in spec.children() {
        let c = s.evaluation.card.node(*child);
        let node = s.framework.node(*child);
        t.push([
            Cell::from(node.code.clone()),
            if c.applies { Cell::score(c.score) } else { "n/a".into() },
            Cell::number(node.weight.get(), Notation::Weight),
            Cell::number(c.used, Notation::Weight),
        ]);
    }
    page.table(t);
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

fn quantities(page: &mut Document, m: &Measurement) {
    let mut t = Rows::new("Quantities", ["", "value", "unit"], 1);
    t.headless = true;
    if let Some(unit) = t.columns.last_mut() {
        unit.words = true;
    }
    for q in &m.quantities {
        let share = q.unit == "share";
        let value = match q.value {
            None => "missing".into(),
            Some(v) => Cell::number(v, if share { Notation::Unit("share".into()) } else { Notation::Amount }),
        };
        let unit = if share || q.value.is_none() { "" } else { q.unit.as_str() };
        t.push([q.label.clone().into(), value, unit.into()]);
    }
    page.table(t);
}

fn grids(page: &mut Document, m: &Measurement) {
    for grid in &m.grids {
        let heads = std::iter::once(grid.first).chain(grid.columns.iter().map(|(name, _)| name.as_str()));
        let mut t = Rows::new(grid.title.clone(), heads, 1);
        for (label, cells) in &grid.rows {
            let cell = |(x, (_, unit)): (&Option<f64>, &(String, &'static str))| {
                Cell::maybe(*x, Notation::Unit((*unit).to_owned()))
            };
            t.push(std::iter::once(Cell::from(label.clone())).chain(cells.iter().zip(&grid.columns).map(cell)));
        }
        page.table(t);
    }
}

fn rows(
    package: &Package,
    page: &mut Document,
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
        let vintage = text.vintage.as_ref().map_or_else(String::new, |v| format!("; {v}"));
        let title = format!("Rows of {} ({}{vintage})", text.file, rows.len());
        let shown = most.unwrap_or(rows.len()).min(rows.len());
        let mut t = Rows::default();
        for (i, row) in rows.iter().take(shown).enumerate() {
            let Some(fields) = record(*row) else { continue };
            // Quotations and notes would break the table; the line number leads to them.
            let mut fields: Vec<(String, String)> = fields
                .into_iter()
                .filter(|(name, _)| !matches!(name.as_str(), "quote" | "note" | "evidence"))
                .collect();
            // Where a page is narrow, columns at the right are left out: the source is not one of them.
            if let Some(at) = fields.iter().position(|(name, _)| name == "source") {
                let source = fields.remove(at);
                fields.insert(0, source);
            }
            if i == 0 {
                let heads: Vec<&str> =
                    std::iter::once("line").chain(fields.iter().map(|(name, _)| name.as_str())).collect();
                t = Rows::new(title.clone(), heads.iter().copied(), heads.len());
            }
            let cell = |(name, value): (String, String)| match name.as_str() {
                // The reference bears the key as its id.
                "source" if !value.contains(';') => Cell::from(value.clone()).linked(format!("#{value}")),
                _ => Cell::from(value),
            };
            t.push(std::iter::once(Cell::from(row.line.to_string())).chain(fields.into_iter().map(cell)));
        }
        if shown < rows.len() {
            t.note = format!("… and {} more (--rows all shows them)", rows.len() - shown);
        }
        page.table(t);
    }
}

fn references(s: &Subject<'_>, page: &mut Document, m: &Measurement) {
    let package = s.measurer.package();
    let keys = sources(package, std::iter::once(m));
    let text = |key: &String| package.sources.get(key).map_or_else(String::new, |s| s.reference.clone());
    page.references("Sources", keys.iter().map(|key| Reference { key: key.clone(), text: text(key) }).collect());
}
