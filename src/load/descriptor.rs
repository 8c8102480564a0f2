//! datapackage.json: what the package is called and which tables lie in which files. Only what the program needs is read;
//! titles, licences and table schemas are for other readers of the format.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::Deserialize;

use super::nearest::nearest;
use super::place;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Table;

/// The descriptor's file.
pub(super) const NAME: &str = "datapackage.json";
/// The resource that holds the bibliography.
const SOURCES: &str = "sources";

/// What a package says of itself.
#[derive(Debug)]
pub(super) struct Listing {
    pub name: String,
    pub version: String,
    pub title: String,
    /// Paths relative to the descriptor.
    pub tables: BTreeMap<Table, String>,
    pub sources: String,
    pub vintages: BTreeMap<Table, String>,
}

#[derive(Deserialize)]
struct Raw<'t> {
    name: String,
    version: String,
    #[serde(default)]
    title: String,
    #[serde(borrow)]
    resources: Vec<RawResource<'t>>,
    #[serde(borrow, default)]
    vintages: BTreeMap<Text<'t>, String>,
}

#[derive(Deserialize)]
struct RawResource<'t> {
    #[serde(borrow)]
    name: Text<'t>,
    #[serde(borrow)]
    path: Text<'t>,
}

/// A text that lies in the descriptor itself unless it is written with escapes, so that its place can be told.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

impl Text<'_> {
    /// The place of its opening quote.
    fn place(&self, file: &str, text: &str) -> Place {
        let offset = match &self.0 {
            Cow::Borrowed(part) => (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize + 1),
            Cow::Owned(_) => None,
        };
        offset.filter(|byte| *byte < text.len()).map_or_else(|| Place::whole(file), |byte| place_of(file, text, byte))
    }
}

fn place_of(file: &str, text: &str, byte: usize) -> Place {
    let (line, column) = place::of_byte(text, byte);
    Place::new(file, line, column)
}

/// Reads the descriptor; every trouble with it is told, and without a sound one nothing else can be read.
pub(super) fn read(file: &str, text: &str) -> Result<Listing, Diagnostics> {
    let mut troubles = Diagnostics::default();
    let raw: Raw<'_> = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(e) => {
            let message = e.to_string();
            let why = message.split(" at line ").next().unwrap_or_default().to_owned();
            troubles
                .push(place_of(file, text, byte_of(text, &e)), Problem::Malformed { what: "datapackage.json", why });
            return Err(troubles);
        }
    };
    let mut tables = BTreeMap::new();
    let mut sources = None;
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for RawResource { name, path } in &raw.resources {
        let place = name.place(file, text);
        if name.0.starts_with("x_") {
            continue;
        }
        if let Some(first) = seen.insert(&name.0, place.line) {
            troubles.push(place, Problem::DuplicateKey { key: format!("resource `{}`", name.0), first });
            continue;
        }
        if !stays_inside(&path.0) {
            troubles.push(path.place(file, text), Problem::UnsafePath { path: path.0.to_string() });
        }
        match table_named(&name.0) {
            Some(table) => {
                tables.insert(table, path.0.to_string());
            }
            None if name.0 == SOURCES => sources = Some(path.0.to_string()),
            None => troubles.push(place, unknown(&name.0)),
        }
    }
    let mut vintages = BTreeMap::new();
    for (name, vintage) in raw.vintages {
        match table_named(&name.0) {
            Some(table) => {
                vintages.insert(table, vintage);
            }
            None if name.0.starts_with("x_") => {}
            None => troubles.push(name.place(file, text), unknown(&name.0)),
        }
    }
    for (name, present) in [
        (Table::Parties.name(), tables.contains_key(&Table::Parties)),
        (SOURCES, sources.is_some()),
        (Table::Issues.name(), !needs(&tables, Table::Issues, &[Table::IssueAttention, Table::Resolutions])),
        (
            Table::Resolutions.name(),
            !needs(&tables, Table::Resolutions, &[Table::Votes, Table::RollCalls, Table::Series]),
        ),
    ] {
        if !present {
            troubles.push(Place::whole(file), Problem::MissingResource { name: name.to_owned() });
        }
    }
    let title = if raw.title.is_empty() { raw.name.clone() } else { raw.title };
    let sources = sources.unwrap_or_default();
    troubles.or(Listing { name: raw.name, version: raw.version, title, tables, sources, vintages })
}

/// Whether one of the referring tables is there and the table they refer to is not.
fn needs(tables: &BTreeMap<Table, String>, wanted: Table, referring: &[Table]) -> bool {
    !tables.contains_key(&wanted) && referring.iter().any(|t| tables.contains_key(t))
}

fn table_named(name: &str) -> Option<Table> {
    Table::ALL.into_iter().find(|t| t.name() == name)
}

fn unknown(name: &str) -> Problem {
    let nearest = nearest(name, Table::ALL.iter().map(|t| t.name()).chain([SOURCES]));
    Problem::UnknownResource { name: name.to_owned(), nearest }
}

/// Whether the path is made of plain names only: not absolute, no `..`, no drive, no backslash.
fn stays_inside(path: &str) -> bool {
    let plain = |c: Component<'_>| matches!(c, Component::Normal(_));
    !path.is_empty() && !path.contains(['\\', ':', '\0']) && Path::new(path).components().all(plain)
}

/// Where serde_json stopped; its columns count bytes.
fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    let above: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let byte = (above + error.column().saturating_sub(1)).min(text.len());
    (0..=byte).rev().find(|b| text.is_char_boundary(*b)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_folder() {
        for good in ["trade.csv", "tables/trade.csv", "a..b.csv"] {
            assert!(stays_inside(good), "{good}");
        }
        for bad in ["", "..", "../trade.csv", "a/../../b", "/etc/hosts", "./trade.csv", "c:\\trade.csv", "..\\x"] {
            assert!(!stays_inside(bad), "{bad}");
        }
    }
}
