//! datapackage.json: what the package is called and which tables lie in which files. Only what the program needs is
//! read; titles, licences and table schemas are for other readers of the format.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Component, Path};

use serde::Deserialize;

use super::nearest::Searches;
use super::place::Places;
use super::visibility::unseen;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{PartialDate, Table};

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
    /// Up to when tables were looked up, where they say so.
    pub known_to: BTreeMap<Table, PartialDate>,
    /// The framework file of the package's own, relative to the descriptor.
    pub framework: Option<String>,
    /// The day up to which the package speaks, where it states one.
    pub created: Option<PartialDate>,
}

#[derive(Deserialize)]
struct Raw<'t> {
    #[serde(borrow)]
    name: Text<'t>,
    #[serde(borrow)]
    version: Text<'t>,
    #[serde(borrow, default)]
    title: Text<'t>,
    #[serde(borrow)]
    created: Option<Text<'t>>,
    #[serde(borrow)]
    framework: Option<Text<'t>>,
    #[serde(borrow)]
    resources: Vec<RawResource<'t>>,
    #[serde(borrow, default)]
    vintages: BTreeMap<Text<'t>, Text<'t>>,
}

#[derive(Deserialize)]
struct RawResource<'t> {
    #[serde(borrow)]
    name: Text<'t>,
    #[serde(borrow)]
    path: Text<'t>,
    #[serde(borrow)]
    known_to: Option<Text<'t>>,
}

/// A text that lies in the descriptor itself unless it is written with escapes, so that its place can be given.
#[derive(Default, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

impl Text<'_> {
    /// The place of its opening quote.
    fn place(&self, reader: &mut DescriptorReader<'_>) -> Place {
        let text = reader.text;
        let offset = match &self.0 {
            Cow::Borrowed(part) => (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize + 1),
            Cow::Owned(_) => None,
        };
        match offset.filter(|byte| *byte < text.len()) {
            Some(byte) => reader.place_of(byte),
            None => Place::whole(reader.file),
        }
    }
}

/// The descriptor being read, and its diagnostics so far.
struct DescriptorReader<'a> {
    file: &'a str,
    text: &'a str,
    places: Places,
    searches: Searches,
    diagnostics: Diagnostics,
}

impl DescriptorReader<'_> {
    fn place_of(&mut self, byte: usize) -> Place {
        let (line, column) = self.places.find(self.text, byte);
        Place::new(self.file, line, column)
    }

    fn report(&mut self, at: &Text<'_>, problem: Problem) {
        let place = at.place(self);
        self.diagnostics.push(place, problem);
    }

    /// A date; of one with an hour the day.
    fn date(&mut self, stated: &Text<'_>) -> Option<PartialDate> {
        let date = stated.0.get(..10).unwrap_or(&stated.0);
        let date = PartialDate::parse(date).filter(|_| stated.0.len() <= 10 || stated.0.get(10..11) == Some("T"));
        if date.is_none() {
            self.report(stated, Problem::NotADate { value: stated.0.to_string() });
        }
        date
    }

    fn unknown(&mut self, name: &Text<'_>) {
        let nearest = self.searches.nearest("table", &name.0, Table::ALL.iter().map(|t| t.name()).chain([SOURCES]));
        self.report(name, Problem::UnknownResource { name: name.0.to_string(), nearest });
    }
}

/// Reads the descriptor; every problem is reported, and without a valid descriptor nothing else can be read.
pub(super) fn read(file: &str, text: &str) -> Result<Listing, Diagnostics> {
    let (places, searches, diagnostics) = (Places::default(), Searches::default(), Diagnostics::default());
    let mut reader = DescriptorReader { file, text, places, searches, diagnostics };
    let raw: Raw<'_> = match serde_json::from_str(text) {
        Ok(raw) => raw,
        Err(e) => {
            let message = e.to_string();
            let why = message.split(" at line ").next().unwrap_or_default().to_owned();
            let place = reader.place_of(byte_of(text, &e));
            reader.diagnostics.push(place, Problem::Malformed { what: "datapackage.json", why });
            return Err(reader.diagnostics);
        }
    };
    let named = raw.resources.iter().flat_map(|r| [&r.name, &r.path]);
    let said = [&raw.name, &raw.version, &raw.title].into_iter().chain(&raw.created).chain(&raw.framework);
    for words in said.chain(named).chain(raw.vintages.iter().flat_map(|(name, vintage)| [name, vintage])) {
        if let Some(problem) = unseen(&words.0, true) {
            reader.report(words, problem);
        }
    }
    let created = raw.created.as_ref().and_then(|stated| reader.date(stated));
    let mut tables = BTreeMap::new();
    let mut sources = None;
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let mut known_to = BTreeMap::new();
    for RawResource { name, path, known_to: stated } in &raw.resources {
        if name.0.starts_with("x_") {
            continue;
        }
        let place = name.place(&mut reader);
        if let Some(first) = seen.insert(&name.0, place.line) {
            reader.diagnostics.push(place, Problem::DuplicateKey { key: format!("resource `{}`", name.0), first });
            continue;
        }
        if !stays_inside(&path.0) {
            reader.report(path, Problem::UnsafePath { path: path.0.to_string() });
        }
        match table_named(&name.0) {
            Some(table) => {
                tables.insert(table, path.0.to_string());
                let date = stated.as_ref().and_then(|stated| reader.date(stated));
                known_to.extend(date.map(|date| (table, date)));
            }
            None if name.0 == SOURCES => sources = Some(path.0.to_string()),
            None => reader.unknown(name),
        }
    }
    let mut vintages = BTreeMap::new();
    for (name, vintage) in &raw.vintages {
        match table_named(&name.0) {
            Some(table) => {
                vintages.insert(table, vintage.0.to_string());
            }
            None if name.0.starts_with("x_") => {}
            None => reader.unknown(name),
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
            reader.diagnostics.push(Place::whole(file), Problem::MissingResource { name: name.to_owned() });
        }
    }
    let [name, version, title] = [&raw.name, &raw.version, &raw.title].map(|t| t.0.to_string());
    let title = if title.is_empty() { name.clone() } else { title };
    let sources = sources.unwrap_or_default();
    let framework = raw.framework.map(|path| {
        if !stays_inside(&path.0) {
            reader.report(&path, Problem::UnsafePath { path: path.0.to_string() });
        }
        path.0.to_string()
    });
    reader.diagnostics.or(Listing { name, version, title, tables, sources, vintages, known_to, framework, created })
}

/// Whether one of the referring tables is there and the table they refer to is not.
fn needs(tables: &BTreeMap<Table, String>, wanted: Table, referring: &[Table]) -> bool {
    !tables.contains_key(&wanted) && referring.iter().any(|t| tables.contains_key(t))
}

fn table_named(name: &str) -> Option<Table> {
    Table::ALL.into_iter().find(|t| t.name() == name)
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
