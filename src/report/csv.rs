//! The score card as CSV: one row per node, full precision, for R, Stata or Excel.

use super::Subject;
use crate::model::framework::NodeKind;

const HEADER: [&str; 19] = [
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
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
