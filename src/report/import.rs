//! What an import took, what it left out and why.

use serde::Serialize;

use super::{Detail, Report};
use crate::document::{Cell, Document, Table};
use crate::import::Left;
use crate::import::verbs::Imported;

/// An import, done or only tried.
#[derive(Clone, Copy)]
pub struct ImportReport<'a> {
    pub imported: &'a Imported,
    pub dry_run: bool,
}

/// The layouts that can be imported.
pub fn providers() -> Document {
    let mut t = Table::new("", ["provider", "what it is", "downloaded from"], 3);
    for provider in crate::import::providers() {
        t.push([provider.code(), provider.title(), provider.page()]);
    }
    let mut d = Document::new("Providers", "");
    d.table(t);
    d.paragraph("A file is recognised by its layout; a provider need be named only where the layout is shared.");
    d
}

fn values(n: usize) -> String {
    if n == 1 { "1 value".to_owned() } else { format!("{n} values") }
}

/// "3 values at a.csv:2:1, a.csv:3:1 (World, Asia)".
fn left(left: &Left) -> String {
    let places: Vec<String> = left.places.iter().map(ToString::to_string).collect();
    let more = if left.count > left.places.len() { ", .." } else { "" };
    let named = if left.named.is_empty() { String::new() } else { format!("; such as {}", left.named.join(", ")) };
    format!("{}: {} (first at {}{more}{named})", left.reason, values(left.count), places.join(", "))
}

impl Report for ImportReport<'_> {
    fn document(&self, _: Detail) -> Document {
        let Imported { files, account, changes, sources, parties, into } = self.imported;
        let mut d = Document::new("Import", "");
        d.title = format!("Import into {}", into.display());
        for file in files {
            d.fact("file", format!("{}: {} ({}), {}", file.file, file.title, file.provider, file.dialect));
        }
        d.fact("parties", parties.join(", "));
        let sums = if account.summed == 0 { String::new() } else { format!(", {} in totals alone", account.summed) };
        d.fact(
            "values",
            format!("{} read, {} taken{sums}, {} left out", account.read, account.taken, account.left_out()),
        );
        d.list("left out", account.left.iter().map(left).collect());
        let mut t = Table::new("", ["table", "added", "unchanged", "replaced"], 1);
        for change in changes {
            let numbers = [change.added, change.unchanged, change.replaced].map(Cell::from);
            t.push([Cell::from(change.path.clone())].into_iter().chain(numbers));
        }
        d.table(t);
        d.list("sources", sources.iter().map(|s| format!("{}: {}", s.key, s.vintage)).collect());
        d.list("to be known", account.remarks.clone());
        if self.dry_run {
            d.paragraph("Nothing was written: this was a trial (--dry-run).");
        }
        d
    }

    fn records(&self) -> Option<Table> {
        let mut t = Table::records(["what", "name", "count", "first_place"]);
        let account = &self.imported.account;
        for (name, n) in [("read", account.read), ("taken", account.taken), ("summed", account.summed)] {
            t.push([Cell::from("values"), name.into(), n.into(), Cell::default()]);
        }
        for left in &account.left {
            let place = left.places.first().map_or_else(String::new, ToString::to_string);
            t.push([Cell::from("left out"), left.reason.clone().into(), left.count.into(), place.into()]);
        }
        for change in &self.imported.changes {
            for (what, n) in [("added", change.added), ("unchanged", change.unchanged), ("replaced", change.replaced)] {
                t.push([Cell::from(what), change.path.clone().into(), n.into(), Cell::default()]);
            }
        }
        Some(t)
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        let Imported { files, account, changes, sources, parties, into } = self.imported;
        let document = Json {
            into: into.display().to_string(),
            dry_run: self.dry_run,
            files: files.iter().map(|f| File { file: &f.file, provider: f.provider, dialect: &f.dialect }).collect(),
            parties,
            values: Values { read: account.read, taken: account.taken, summed: account.summed },
            left_out: account
                .left
                .iter()
                .map(|left| LeftOut {
                    reason: &left.reason,
                    count: left.count,
                    first: left.places.iter().map(ToString::to_string).collect(),
                    named: &left.named,
                })
                .collect(),
            tables: changes
                .iter()
                .map(|c| Changed { path: &c.path, added: c.added, unchanged: c.unchanged, replaced: c.replaced })
                .collect(),
            sources: sources.iter().map(|s| Cited { key: &s.key, title: &s.title, vintage: &s.vintage }).collect(),
            remarks: &account.remarks,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

#[derive(Serialize)]
struct Json<'a> {
    into: String,
    dry_run: bool,
    files: Vec<File<'a>>,
    parties: &'a [String],
    values: Values,
    left_out: Vec<LeftOut<'a>>,
    tables: Vec<Changed<'a>>,
    sources: Vec<Cited<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    provider: &'a str,
    dialect: &'a str,
}

#[derive(Serialize)]
struct Values {
    read: usize,
    taken: usize,
    summed: usize,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    reason: &'a str,
    count: usize,
    first: Vec<String>,
    named: &'a [String],
}

#[derive(Serialize)]
struct Changed<'a> {
    path: &'a str,
    added: usize,
    unchanged: usize,
    replaced: usize,
}

#[derive(Serialize)]
struct Cited<'a> {
    key: &'a str,
    title: &'a str,
    vintage: &'a str,
}
