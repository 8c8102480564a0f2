//! Puts rows into the texts of a package: a row that is there already changes nothing, a second value for a key is
//! refused unless it is to replace the first, and everything else stays as it was written, byte by byte.

mod bibliography;
mod descriptor;
mod table;

use crate::diagnostic::Diagnostics;
use crate::import::folder::{DESCRIPTOR, Folder, SOURCES};
use crate::import::source::Source;
use crate::model::Rows;

/// What is to be put into a package.
#[derive(Clone, Copy, Debug, Default)]
pub struct Addition<'a> {
    pub rows: &'a [Rows],
    pub sources: &'a [Source],
    /// By table: the edition of the data, in words.
    pub vintages: &'a [(String, String)],
    /// Whether a new value takes the place of one that is there.
    pub replace: bool,
}

/// A text of the package that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Below the package's folder.
    pub path: String,
    pub text: String,
    pub added: usize,
    pub unchanged: usize,
    pub replaced: usize,
}

/// The texts that differ from those of the package, and tables in which nothing does, with their counts.
///
/// # Errors
///
/// Where a key has another value already, or a text of the package cannot be understood: then nothing is changed.
pub fn merge(folder: &Folder, addition: &Addition<'_>) -> Result<Vec<Change>, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut changes = Vec::new();
    let mut new = Vec::new();
    for rows in addition.rows.iter().filter(|rows| !rows.rows.is_empty()) {
        let held = folder.table(rows.table.name());
        let path = held.map_or_else(|| format!("{}.csv", rows.table.name()), |(path, _)| path.to_owned());
        if held.is_none() {
            new.push((rows, path.clone()));
        }
        match table::merge(&folder.shown(&path), held.map(|(_, text)| text), rows, addition.replace) {
            Ok(change) => changes.push(Change { path, ..change }),
            Err(found) => problems.extend(found),
        }
    }
    let used: Vec<&Source> =
        addition.sources.iter().filter(|s| changes.iter().any(|change| change.text.contains(&s.key))).collect();
    let bibliography = folder.table(SOURCES.0).map_or(SOURCES.1, |(path, _)| path);
    let held = folder.text(bibliography).unwrap_or_default();
    let (text, added) = bibliography::with(held, &used);
    if added > 0 {
        let path = bibliography.to_owned();
        changes.push(Change { path, text, added, unchanged: used.len() - added, replaced: 0 });
    }
    let grown = |table: &str| {
        let path = folder.table(table).map_or_else(|| format!("{table}.csv"), |(path, _)| path.to_owned());
        changes.iter().any(|c| c.path == path && c.added + c.replaced > 0)
    };
    let vintages: Vec<&(String, String)> = addition.vintages.iter().filter(|(table, _)| grown(table)).collect();
    let descriptor = folder.text(DESCRIPTOR).unwrap_or_default();
    match descriptor::with(&folder.shown(DESCRIPTOR), descriptor, &vintages, &new) {
        Ok(Some((text, added))) => {
            changes.push(Change { path: DESCRIPTOR.to_owned(), text, added, unchanged: 0, replaced: 0 });
        }
        Ok(None) => {}
        Err(found) => problems.extend(found),
    }
    problems.or(changes)
}
