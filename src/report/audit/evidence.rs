//! The rows and the vintages behind what was re-computed.

use std::collections::BTreeMap;

use crate::analysis::audit::{AuditedClaim, Found};
use crate::model::package::{Package, Table};

/// So many stretches of rows are named on a page; JSON has all rows.
const STRETCHES: usize = 8;

/// The lines of each table, ascending.
pub(super) fn lines(found: &Found) -> BTreeMap<Table, Vec<u32>> {
    let mut tables: BTreeMap<Table, Vec<u32>> = BTreeMap::new();
    for row in &found.rows {
        tables.entry(row.table).or_default().push(row.line);
    }
    for lines in tables.values_mut() {
        lines.sort_unstable();
        lines.dedup();
    }
    tables
}

/// "datasets/asean/arms.csv:614–622, 640 (10 rows)"; nothing where there are neither rows nor tables.
pub(super) fn rows(package: &Package, found: &Found) -> Option<String> {
    let file = |table: Table| package.texts.get(&table).map_or(table.name(), |t| t.file.as_str());
    let mut said: Vec<String> = lines(found)
        .into_iter()
        .map(|(table, lines)| {
            let stretches = stretches(&lines);
            let more = stretches.len().saturating_sub(STRETCHES);
            let shown: Vec<String> = stretches.into_iter().take(STRETCHES).collect();
            let more = if more > 0 { ", ..".to_owned() } else { String::new() };
            let rows = if lines.len() == 1 { "1 row".to_owned() } else { format!("{} rows", lines.len()) };
            format!("{}:{}{more} ({rows})", file(table), shown.join(", "))
        })
        .collect();
    if !found.tables.is_empty() {
        let files: Vec<&str> = found.tables.iter().map(|t| file(*t)).collect();
        said.push(format!("from {}", files.join(", ")));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// Lines in a row as `614–622`.
fn stretches(lines: &[u32]) -> Vec<String> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => found.push((*line, *line)),
        }
    }
    found.into_iter().map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") }).collect()
}

/// The vintage of every table that the claim was checked with, where the package states one.
pub(super) fn vintages(package: &Package, c: &AuditedClaim<'_>) -> Vec<String> {
    let mut tables: Vec<Table> = Vec::new();
    for found in c.tried.iter().filter_map(|t| t.found.as_ref().ok()) {
        tables.extend(found.rows.iter().map(|row| row.table).chain(found.tables.iter().copied()));
    }
    tables.sort_unstable();
    tables.dedup();
    tables.into_iter().map(|table| vintage(package, table)).collect()
}

fn vintage(package: &Package, table: Table) -> String {
    let text = package.texts.get(&table);
    match (table, text.and_then(|t| t.vintage.as_deref())) {
        (Table::Facts, _) => "figures as they are printed (facts)".to_owned(),
        (_, Some(vintage)) => format!("{} ({})", vintage, table.name()),
        (_, None) => format!("{} of {} {}", table.name(), package.name, package.version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_a_row_are_a_stretch() {
        assert_eq!(stretches(&[3, 4, 5, 9, 11, 12]), ["3–5", "9", "11–12"]);
        assert!(stretches(&[]).is_empty());
    }
}
