//! The package that rows go into: its texts as they are, who its parties are and which blocs they belong to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::side::{Side, of_name};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files::reason;
use crate::model::countries::known_by;
use crate::model::window::Year;

/// The descriptor's file.
pub(super) const DESCRIPTOR: &str = "datapackage.json";
/// The resource that holds the bibliography, and its file where it has none yet.
pub(super) const SOURCES: (&str, &str) = ("sources", "sources.bib");

/// A data package as texts.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    pub path: PathBuf,
    /// By path below the folder; the descriptor among them.
    texts: BTreeMap<String, String>,
    /// By the resource's name.
    paths: BTreeMap<String, String>,
    parties: Vec<Party>,
    /// The place in `parties` by code.
    codes: BTreeMap<String, usize>,
    /// The same by what a name is known by.
    names: BTreeMap<String, usize>,
    memberships: Vec<Membership>,
}

/// One row of parties.csv.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub code: String,
    pub kind: String,
    pub name: String,
}

/// One row of memberships.csv, in whole years: who left in a year is no member at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Membership {
    bloc: String,
    member: String,
    from: u16,
    to: Option<u16>,
    counted: bool,
}

impl Folder {
    /// Reads the texts of a package folder.
    ///
    /// # Errors
    ///
    /// Where there is no package, or a file of it cannot be read.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let mut texts = BTreeMap::new();
        let descriptor = text(path, DESCRIPTOR)?;
        for (_, file) in resources(&descriptor) {
            if !file.starts_with('/') && !file.split('/').any(|part| part == "..") {
                texts.insert(file.clone(), text(path, &file)?);
            }
        }
        texts.insert(DESCRIPTOR.to_owned(), descriptor);
        Folder::of_texts(path, texts)
    }

    /// A package whose texts are at hand, by their paths below the folder.
    ///
    /// # Errors
    ///
    /// Where the descriptor or the register of parties cannot be understood.
    pub fn of_texts(path: &Path, texts: BTreeMap<String, String>) -> Result<Self, Diagnostics> {
        let mut folder = Folder { path: path.to_owned(), texts, ..Folder::default() };
        let descriptor = folder.texts.get(DESCRIPTOR).map_or("", String::as_str);
        if let Err(e) = serde_json::from_str::<Value>(descriptor) {
            let place = Place::new(folder.shown(DESCRIPTOR), e.line() as u64, e.column() as u64);
            return Err(one(place, Problem::Malformed { what: "JSON file", why: e.to_string() }));
        }
        folder.paths = resources(descriptor).into_iter().collect();
        folder.read_parties()?;
        folder.read_memberships()?;
        Ok(folder)
    }

    /// A file of the package as the user knows it.
    pub fn shown(&self, file: &str) -> String {
        self.path.join(file).display().to_string()
    }

    /// The path of a table's file below the folder, and its text; nothing where the package has no such table.
    pub(super) fn table(&self, name: &str) -> Option<(&str, &str)> {
        let path = self.paths.get(name)?;
        Some((path, self.texts.get(path)?))
    }

    pub(super) fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// The party of this code, or by any of its names.
    pub fn party(&self, name: &str) -> Option<&Party> {
        let coded = self.codes.get(name.trim()).or_else(|| self.codes.get(&name.trim().to_uppercase()));
        coded.or_else(|| self.names.get(&known_by(name))).and_then(|at| self.parties.get(*at))
    }

    /// What a provider's name stands for: the package's own names come first, so that an alias in parties.csv settles
    /// what the program does not know. A bloc is a group: its rows are made from those of its members.
    pub fn side(&self, name: &str) -> Side {
        match self.party(name) {
            Some(party) if party.kind == "bloc" => Side::Group,
            Some(party) => Side::Party(party.code.clone()),
            None => of_name(name),
        }
    }

    /// The codes of issues.csv.
    pub fn issues(&self) -> Vec<String> {
        let text = self.table("issues").map_or("", |(_, text)| text);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().ok().and_then(|h| h.iter().position(|name| name.trim() == "issue"));
        let records = reader.into_records().flatten();
        records.filter_map(|record| Some(record.get(at?)?.trim().to_owned())).collect()
    }

    pub fn blocs(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|p| p.kind == "bloc")
    }

    /// Members whose rows are added up in the bloc, in a year; of all years where none is given.
    pub fn members(&self, bloc: &str, year: Option<Year>) -> Vec<&str> {
        let stands =
            |m: &Membership| year.is_none_or(|y| m.from <= y.get() && m.to.is_none_or(|to| y.get() < to)) && m.counted;
        let members = self.memberships.iter().filter(|m| m.bloc == bloc && stands(m)).map(|m| m.member.as_str());
        let mut members: Vec<&str> = members.collect();
        members.sort_unstable();
        members.dedup();
        members
    }

    /// The categories of roll calls that its issues name.
    pub(super) fn categories(&self) -> std::collections::BTreeSet<String> {
        let issues = self.table("issues").and_then(|(path, text)| records(path, text, ["issue", "votes"]).ok());
        let category = |[_, votes]: [String; 2]| votes.strip_prefix("category:").map(str::to_owned);
        issues.unwrap_or_default().into_iter().filter_map(category).collect()
    }

    /// Whether the package has a list of issues with any row.
    pub(super) fn declares_issues(&self) -> bool {
        self.table("issues").is_some_and(|(_, text)| text.lines().count() > 1)
    }

    fn read_parties(&mut self) -> Result<(), Diagnostics> {
        let Some((path, text)) = self.table("parties") else {
            let hint = "spscore new makes a package with all its tables".to_owned();
            let message = "the package has no table of parties, so nobody's rows can be told apart".to_owned();
            return Err(one(Place::whole(self.shown(DESCRIPTOR)), Problem::Import { message, hint }));
        };
        let rows = records(&self.shown(path), text, ["code", "kind", "name", "slug", "aliases"])?;
        for [code, kind, name, slug, aliases] in rows {
            let at = self.parties.len();
            self.codes.entry(code.clone()).or_insert(at);
            for called in [name.as_str(), &slug].into_iter().chain(aliases.split(';')) {
                if !known_by(called).is_empty() {
                    self.names.entry(known_by(called)).or_insert(at);
                }
            }
            self.parties.push(Party { code, kind, name });
        }
        Ok(())
    }

    fn read_memberships(&mut self) -> Result<(), Diagnostics> {
        let Some((path, text)) = self.table("memberships") else { return Ok(()) };
        let rows = records(&self.shown(path), text, ["bloc", "member", "from", "to", "counted"])?;
        let year = |date: &str| date.get(..4).and_then(|y| y.parse().ok());
        self.memberships = rows
            .into_iter()
            .filter_map(|[bloc, member, from, to, counted]| {
                let counted = counted != "no";
                // The last day of a year leaves the member in for that year.
                let to = year(&to).map(|y: u16| if to.ends_with("-12-31") { y + 1 } else { y });
                Some(Membership { bloc, member, from: year(&from)?, to, counted })
            })
            .collect();
        Ok(())
    }
}

/// Name and path of every resource.
fn resources(descriptor: &str) -> Vec<(String, String)> {
    let Ok(descriptor) = serde_json::from_str::<Value>(descriptor) else { return Vec::new() };
    let Some(list) = descriptor.get("resources").and_then(Value::as_array) else { return Vec::new() };
    let text = |resource: &Value, key: &str| resource.get(key)?.as_str().map(str::to_owned);
    list.iter().filter_map(|r| Some((text(r, "name")?, text(r, "path")?))).collect()
}

/// The fields of these columns in every row.
fn records<const N: usize>(file: &str, text: &str, columns: [&str; N]) -> Result<Vec<[String; N]>, Diagnostics> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let malformed = |e: &csv::Error| {
        let line = e.position().map_or(0, csv::Position::line);
        one(Place::new(file, line, 1), Problem::Malformed { what: "table", why: e.to_string() })
    };
    let header = reader.headers().map_err(|e| malformed(&e))?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let Some(at) = header.iter().position(|h| h.trim() == column) else {
            let (column, table) = (column.to_owned(), file.to_owned());
            return Err(one(Place::new(file, 1, 1), Problem::MissingColumn { column, table }));
        };
        *place = at;
    }
    let record = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|e| malformed(&e))?;
        Ok(places.map(|at| record.get(at).unwrap_or_default().trim().to_owned()))
    };
    reader.records().map(record).collect()
}

fn text(folder: &Path, file: &str) -> Result<String, Diagnostics> {
    let path = folder.join(file);
    if file == DESCRIPTOR && !path.exists() {
        let message = "there is no data package here".to_owned();
        let hint = "make one with `spscore new`, or name another folder with --into".to_owned();
        return Err(one(Place::whole(path.display().to_string()), Problem::Import { message, hint }));
    }
    text_of(&path)
}

/// A file that the user wrote, as text.
pub(super) fn text_of(path: &Path) -> Result<String, Diagnostics> {
    let shown = path.display().to_string();
    std::fs::read_to_string(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::InvalidData => one(Place::whole(shown), Problem::NotUtf8),
        _ => one(Place::whole(shown), Problem::Unreadable { why: reason(&e) }),
    })
}

fn one(place: Place, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(place, problem);
    problems
}
