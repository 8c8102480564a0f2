//! world.toml: which files of the reader's own hold the flows of the world, and under which heads. Nothing is copied
//! into a package: the files stay where they are, as their provider wrote them.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::LoadError;
use crate::load::files;
use crate::load::place::Places;
use crate::model::window::{Window, WindowError};

/// The descriptor's file.
pub(super) const NAME: &str = "world.toml";
const SCHEMA: &str = "spscore-world/1";
/// Where the shape of the file is told.
const HINT: &str = "docs/world.md has the file to begin with, and tells what may stand here";

/// What a world package says of itself.
pub(super) struct Listing {
    pub name: String,
    pub version: String,
    pub years: Window,
    pub trade: Trade,
    pub votes: Option<Votes>,
    pub ideal_points: Option<IdealPoints>,
    pub mentions: Option<Mentions>,
}

/// Flows: exporter, importer, year, value; no row is not a zero.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trade {
    pub files: Vec<PathBuf>,
    pub from: String,
    pub to: String,
    pub year: String,
    pub value: String,
    /// The years that the files hold, such as `2000-2020`.
    years: Spanned<String>,
    pub source: String,
}

/// Recorded votes by pair and year, each pair once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Votes {
    pub files: Vec<PathBuf>,
    pub a: String,
    pub b: String,
    pub year: String,
    pub both: String,
    pub same: String,
    pub opposite: String,
    pub source: String,
}

/// Positions of states on one dimension, by year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdealPoints {
    pub files: Vec<PathBuf>,
    pub party: String,
    pub year: String,
    pub value: String,
    pub source: String,
}

/// Who names whom in texts, by year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mentions {
    pub files: Vec<PathBuf>,
    pub speaker: String,
    pub target: String,
    pub year: String,
    pub mentions: String,
    pub words: String,
    pub source: String,
}

struct Descriptor<'a> {
    file: &'a str,
    text: &'a str,
    places: Places,
    found: Diagnostics,
}

impl Descriptor<'_> {
    fn report(&mut self, at: usize, message: impl Into<String>, hint: &str) {
        let (line, column) = self.places.find(self.text, at);
        let problem = Problem::Import { message: message.into(), hint: hint.to_owned() };
        self.found.push(Place::new(self.file, line, column), problem);
    }

    fn part<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str, needed: bool) -> Option<T> {
        let Some(value) = table.remove(key) else {
            if needed {
                self.report(0, format!("the file has no `{key}`"), HINT);
            }
            return None;
        };
        let start = value.span().start;
        let read = T::deserialize(ValueDeserializer::from(value));
        read.map_err(|e: toml::de::Error| {
            let message = e.message().trim().replace('\n', "; ").replace("field", "key");
            self.report(e.span().map_or(start, |s| s.start), format!("[{key}]: {message}"), HINT);
        })
        .ok()
    }
}

/// Reads the descriptor in a folder, telling all that is wrong with it.
pub(super) fn read(dir: &Path) -> Result<Listing, LoadError> {
    let path = dir.join(NAME);
    if !path.exists() {
        return Err(absent(dir, &path));
    }
    let (text, _) = files::text(&path, files::LARGEST_PAGE)?;
    let file = path.display().to_string();
    let (places, found) = Default::default();
    let mut d = Descriptor { file: &file, text: &text, places, found };
    let mut table = match DeTable::parse(&text) {
        Ok(table) => table.into_inner(),
        Err(e) => {
            let at = e.span().map_or(0, |s| s.start);
            d.report(at, format!("not a well-formed TOML file: {}", e.message().trim()), HINT);
            return Err(LoadError::Invalid(d.found));
        }
    };
    let schema: Option<String> = d.part(&mut table, "schema", true);
    if schema.is_some_and(|s| s != SCHEMA) {
        d.report(0, "this is not the shape that the program reads", &format!("write schema = \"{SCHEMA}\""));
    }
    let name = d.part(&mut table, "name", true);
    let version = d.part(&mut table, "version", true);
    let trade: Option<Trade> = d.part(&mut table, "trade", true);
    let votes = d.part(&mut table, "votes", false);
    let ideal_points = d.part(&mut table, "ideal_points", false);
    let mentions = d.part(&mut table, "mentions", false);
    let unknown: Vec<(usize, String)> = table
        .iter()
        .map(|(key, _): (&Spanned<_>, &Spanned<DeValue<'_>>)| (key.span().start, key.get_ref().to_string()))
        .collect();
    for (at, key) in unknown {
        d.report(at, format!("unknown key `{key}`"), "schema, name, version, trade, votes, ideal_points, mentions");
    }
    let years = trade.as_ref().and_then(|t| {
        let value = t.years.get_ref().clone();
        let problem = match Window::parse(&value) {
            Ok(years) => return Some(years),
            Err(WindowError::Malformed) => Problem::NotAWindow { value },
            Err(WindowError::Backward) => Problem::BackwardWindow { value },
        };
        let (line, column) = d.places.find(d.text, t.years.span().start);
        d.found.push(Place::new(d.file, line, column), problem);
        None
    });
    if trade.as_ref().is_some_and(|t| t.files.is_empty()) {
        d.report(0, "[trade] names no file", HINT);
    }
    let found = d.found;
    let listing = (|| {
        Some(Listing { name: name?, version: version?, years: years?, trade: trade?, votes, ideal_points, mentions })
    })();
    match listing {
        Some(listing) => found.or(listing).map_err(LoadError::Invalid),
        None => Err(LoadError::Invalid(found)),
    }
}

/// What lies in a folder without a descriptor.
fn absent(dir: &Path, path: &Path) -> LoadError {
    let mut found = Diagnostics::default();
    let (message, hint) = if !dir.is_dir() {
        ("there is no such folder".to_owned(), "name the folder that holds world.toml".to_owned())
    } else if dir.join("datapackage.json").exists() {
        let message = "this is a data package: its tables hold the flows of its own parties, not those of all";
        (message.to_owned(), format!("rank needs a folder with {NAME}; {HINT}"))
    } else {
        (format!("the folder has no {NAME}, which says where the tables of the world lie"), HINT.to_owned())
    };
    found.push(Place::whole(path.display().to_string()), Problem::Import { message, hint });
    LoadError::Unreadable(found)
}
