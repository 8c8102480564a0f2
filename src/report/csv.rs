//! The score card as CSV: one row per node, full precision, for R, Stata or Excel.

use super::Subject;
use super::comparison::Compared;
use crate::model::cell::guarded;
use crate::model::framework::NodeKind;

/// One row per window and partnership: scores of the comparison's columns and the gap on its three yardsticks, full precision.
pub fn comparisons(all: &[Compared<'_>]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (i, c) in all.iter().enumerate() {
        compared_rows(&mut writer, c, i == 0)?;
    }
    text(writer)
}

fn compared_rows(writer: &mut csv::Writer<Vec<u8>>, c: &Compared<'_>, header: bool) -> Result<(), csv::Error> {
    let columns = c.columns();
    let codes = columns.iter().map(|id| c.framework.node(*id).code.clone());
    let before =
        ["partnership", "window_from", "window_to", "framework", "framework_version", "rank"].map(str::to_owned);
    let after = [
        "gap",
        "gap_lower",
        "gap_upper",
        "gap_p05",
        "gap_p95",
        "positive",
        "robust",
        "gap_rank",
        "gap_residual",
        "verdict",
        "coverage",
    ]
    .map(str::to_owned);
    if header {
        writer.write_record(before.into_iter().chain(codes).chain(after))?;
    }
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    for (i, e) in c.comparison.evaluations.iter().enumerate() {
        let gap = e.gap.as_ref();
        let (lower, upper) = e.card.gap_bounds();
        let sure = e.robustness.as_ref();
        let spread = sure.and_then(|r| r.spread_of(r.gap));
        let before = [
            e.partnership.slug(&c.gauge.package().parties),
            e.window.from().to_string(),
            e.window.to().to_string(),
            c.framework.code.clone(),
            c.framework.version.clone(),
            e.card.content().score.map_or_else(String::new, |_| (i + 1).to_string()),
        ];
        let after = [
            number(gap.map(|g| g.absolute)),
            lower.to_string(),
            upper.to_string(),
            number(spread.map(|s| s.low)),
            number(spread.map(|s| s.high)),
            number(sure.and_then(|r| r.unit.gap.as_ref()).map(|g| g.positive[1])),
            sure.map_or_else(String::new, |r| super::robustness::word(r).to_owned()),
            number(gap.and_then(|g| g.rank)),
            number(gap.and_then(|g| g.residual)),
            gap.map_or_else(String::new, |g| g.verdict.clone()),
            e.card.content().coverage.to_string(),
        ];
        let scores = columns.iter().map(|id| number(e.card.node(*id).score));
        writer.write_record(before.into_iter().chain(scores).chain(after))?;
    }
    Ok(())
}

/// What a writer has written; cells that a spreadsheet would run are kept texts ([`guarded`]).
pub(super) fn text(writer: csv::Writer<Vec<u8>>) -> Result<String, csv::Error> {
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(guarded(String::from_utf8_lossy(&bytes).into_owned()))
}

const HEADER: [&str; 22] = [
    "partnership",
    "window_from",
    "window_to",
    "framework",
    "framework_version",
    "code",
    "parent",
    "title",
    "score",
    "lower",
    "upper",
    "median",
    "p05",
    "p95",
    "coverage",
    "weight",
    "weight_used",
    "value",
    "unit",
    "status",
    "years",
    "sources",
];

/// Numbers are written with all their digits; an empty cell is a missing value, never a zero.
pub fn evaluation(s: &Subject<'_>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    let e = s.evaluation;
    for (i, node) in s.framework.nodes.iter().enumerate() {
        let id = crate::model::framework::NodeId(i);
        let scored = e.card.node(id);
        let measurement = e.panel.get(id);
        let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
        let unit = match &node.kind {
            NodeKind::Indicator(indicator) => indicator.unit.clone(),
            _ => String::new(),
        };
        let (status, _) = super::standing(s, id);
        let spread = e.robustness.as_ref().and_then(|r| r.spread_of(i));
        let years: Vec<String> = measurement.iter().flat_map(|m| m.years.iter().map(|y| y.to_string())).collect();
        let sources = super::explain::sources(s.gauge.package(), super::below(s, id).into_iter());
        writer.write_record([
            s.slug(),
            e.window.from().to_string(),
            e.window.to().to_string(),
            s.framework.code.clone(),
            s.framework.version.clone(),
            node.code.clone(),
            node.parent.map_or_else(String::new, |p| s.framework.node(p).code.clone()),
            e.full_title(s.framework, s.gauge, id),
            number(scored.score),
            number(scored.applies.then_some(scored.lower)),
            number(scored.applies.then_some(scored.upper)),
            number(spread.map(|s| s.median)),
            number(spread.map(|s| s.low)),
            number(spread.map(|s| s.high)),
            scored.coverage.to_string(),
            node.weight.get().to_string(),
            if node.parent.is_none() { 1.0 } else { scored.used }.to_string(),
            number(measurement.and_then(|m| m.reading.value())),
            unit,
            status.to_owned(),
            years.join(" "),
            sources.join(" "),
        ])?;
    }
    text(writer)
}
