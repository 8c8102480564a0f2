//! Which rows of a table a figure shows, and what is said of the table.

use std::path::Path;

use serde_json::{Value, json};

use crate::analysis::verbs;
use crate::chart::Words;
use crate::cli::{Failure, refusals};
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

/// The row of the last year that is meant by a code or a name; of another year by code and year, as "AUT 2018".
pub(super) fn place(units: &Units, typed: &str) -> Result<usize, Failure> {
    let (_, of_year) = last_year(units);
    let is = |row: &&usize| units.rows.get(**row).is_some_and(|u| u.code == typed || u.name.as_deref() == Some(typed));
    let labelled = || units.rows.iter().position(|u| u.label() == typed);
    of_year.iter().find(is).copied().or_else(labelled).ok_or_else(|| {
        let codes = of_year.iter().filter_map(|row| units.rows.get(*row)).map(|u| u.code.as_str());
        refusals::failed(&verbs::Error::unknown_unit(typed, codes))
    })
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
