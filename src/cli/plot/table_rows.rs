//! Which rows of a table a figure shows, and what is said of the table.

use std::path::Path;

use serde_json::{Value, json};

use crate::chart::Words;
use crate::model::{Index, Units};

/// The rows of the last year; of a table without years all rows.
pub(super) fn last_year(units: &Units) -> (Option<i32>, Vec<usize>) {
    let rows = units.years().into_iter().next_back().unwrap_or_default();
    let year = rows.first().and_then(|i| units.rows.get(*i)).and_then(|row| row.year);
    (year, rows)
}

/// What a row is called.
pub(super) fn name(units: &Units, row: usize) -> String {
    units.rows.get(row).map_or_else(String::new, |u| u.name.clone().unwrap_or(u.code.clone()))
}

/// The line under the title, and the last line.
pub(super) fn lines((index, table): (&Index, &Units), words: &Words) -> (String, String) {
    let (year, rows) = last_year(table);
    let name = Path::new(&table.file).file_name();
    let name = name.map_or_else(|| table.file.clone(), |n| n.to_string_lossy().into_owned());
    let year = year.map_or_else(String::new, |y| format!(", {y}"));
    let (framework, units) = (format!("{} {}", index.code, index.version), rows.len().to_string());
    let places = [
        ("units", &*units),
        ("name", &name),
        ("year", &year),
        ("framework", &framework),
        ("version", env!("CARGO_PKG_VERSION")),
    ];
    let subtitle = words.say("{units} units of {name}{year} · framework {framework}", &places);
    (subtitle, words.say("Source: {name}. Computed with spscore {version}.", &places))
}

/// Which table it is, and of which year.
pub(super) fn source(units: &Units) -> Value {
    json!({ "table": units.file, "sha256": units.sha256, "year": last_year(units).0 })
}
