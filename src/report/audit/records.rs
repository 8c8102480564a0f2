//! The audit as records: one for each claim, unrounded.

use super::asked::Names;
use super::{evidence, words};
use crate::analysis::audit::AuditedClaim;
use crate::analysis::verbs::Audited;
use crate::document::{Cell, Table};
use crate::model::claim::{Answer, Relation};

const HEADER: [&str; 24] = [
    "claim",
    "fact",
    "topic",
    "from",
    "to",
    "what",
    "period",
    "base_year",
    "quote",
    "locator",
    "published",
    "published_lower",
    "published_upper",
    "qualifier",
    "unit",
    "recomputed",
    "recomputed_low",
    "recomputed_high",
    "recomputed_text",
    "verdict",
    "definition",
    "operation",
    "working",
    "reason",
];

pub(super) fn records(audited: &Audited<'_>) -> Table {
    let mut records = Table::records(HEADER.into_iter().chain(["vintage"]));
    for c in &audited.claims {
        records.push(record(audited, c));
    }
    records
}

/// The value as a number, with its bounds.
pub(super) fn numbers(c: &AuditedClaim<'_>) -> [Option<f64>; 3] {
    let found = c.deciding().and_then(|t| t.found.as_ref().ok());
    let value = found.and_then(|f| match f.answer {
        Answer::Number(x, _) => Some(x),
        _ => None,
    });
    let bounds = found.and_then(|f| f.bounds);
    [value, bounds.map(|[low, _]| low), bounds.map(|[_, high]| high)]
}

/// The qualifier by which the print, or the auditor's reading of it, is compared.
pub(super) fn relation(c: &AuditedClaim<'_>) -> &'static str {
    match c.claim.expected.relation {
        Relation::Equal { within, .. } if within == c.fact.half_unit() => "equal",
        Relation::Equal { .. } => "about",
        Relation::AtLeast(_) => "at_least",
        Relation::AtMost(_) => "at_most",
        Relation::Between { .. } => "between",
        Relation::Positive => "positive",
        Relation::Negative => "negative",
        Relation::Date(_) => "date",
        Relation::Word(_) => "word",
        Relation::True => "true",
    }
}

fn record(audited: &Audited<'_>, c: &AuditedClaim<'_>) -> Vec<Cell> {
    let names = Names { package: audited.package, framework: audited.framework };
    let f = c.fact;
    let mut cells: Vec<Cell> = [&c.claim.id, &f.id, &f.topic, &f.from, &f.to, &f.what, &f.period]
        .into_iter()
        .map(|text| text.as_str().into())
        .collect();
    cells.push(f.base_year.map_or_else(Cell::default, |y| y.to_string().into()));
    cells.extend([Cell::from(f.quote.as_str()), f.locator.as_str().into()]);
    cells.extend([f.value, f.lower, f.upper].map(Cell::exact));
    cells.extend([Cell::from(relation(c)), f.unit.as_str().into()]);
    cells.extend(numbers(c).map(Cell::exact));
    let deciding = c.deciding();
    let working = deciding.and_then(|t| t.found.as_ref().ok()).map_or("", |f| f.working.as_str());
    cells.extend([
        Cell::from(words::recomputed(c).unwrap_or_default()),
        c.verdict.code().into(),
        deciding.and_then(|t| t.definition).unwrap_or("as printed").into(),
        deciding.map_or_else(String::new, |t| names.asked(t.operation)).into(),
        working.into(),
        words::reason(c).into(),
        evidence::vintages(audited.package, c).join("; ").into(),
    ]);
    cells
}
