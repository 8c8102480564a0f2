//! Parses a framework file into raw types, part by part, and collects diagnostics with line and column.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::nearest::Searches;
use super::place::Places;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::method::Misuse;
use crate::model::platform::Platform;
use crate::model::window::{Window, WindowError};

/// The lower end of ranges that leave out 0 itself.
pub(super) const SMALLEST: f64 = 1e-9;

pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) found: Diagnostics,
    pub(super) searches: Searches,
    /// The platforms that the file declares; none where it leaves that to the list of an indicator.
    pub(super) platforms: Vec<Platform>,
    places: Places,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let (found, searches, places) = Default::default();
        Reader { file, text, found, searches, platforms: Vec::new(), places }
    }
}

impl Reader<'_> {
    /// The place of a byte offset: line and column in characters, from 1.
    pub(super) fn place_of(&mut self, offset: usize) -> Place {
        let (line, column) = self.places.find(self.text, offset);
        Place::new(self.file, line, column)
    }

    /// Where the heading of a part stands; the beginning of the file where the part has none.
    pub(super) fn part_at(&self, part: &str) -> usize {
        self.text.find(&format!("[{part}]")).unwrap_or(0)
    }

    /// Reports a problem at a byte offset of the file.
    pub(super) fn report(&mut self, offset: usize, problem: Problem) {
        let place = self.place_of(offset);
        self.found.push(place, problem);
    }

    pub(super) fn report_with_hint(&mut self, offset: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.report(offset, Problem::Framework { message: message.into(), hint: hint.into() });
    }

    pub(super) fn error(&mut self, what: &'static str, e: &toml::de::Error, otherwise: usize) {
        let offset = e.span().map_or(otherwise, |s| s.start);
        let message = e.message().trim().replace('\n', "; ");
        let problem = if message.starts_with("unknown field") || message.starts_with("missing field") {
            Problem::UnknownKey { message: message.replace("field", "key") }
        } else {
            match what {
                "framework" => {
                    Problem::Framework { message, hint: "docs/framework.md tells what may stand here".into() }
                }
                _ => Problem::Malformed { what, why: message },
            }
        };
        self.report(offset, problem);
    }

    /// One part of the file as its raw type; its problems are reported, and the other parts are still read.
    pub(super) fn part<'de, T: Deserialize<'de>>(&mut self, value: Spanned<DeValue<'de>>) -> Option<T> {
        let start = value.span().start;
        T::deserialize(ValueDeserializer::from(value)).map_err(|e| self.error("framework", &e, start)).ok()
    }

    pub(super) fn required<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str) -> Option<T> {
        match table.remove(key) {
            Some(value) => self.part(value),
            None => {
                self.report(0, Problem::UnknownKey { message: format!("the file has no `{key}`") });
                None
            }
        }
    }

    pub(super) fn optional<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str) -> Option<T> {
        table.remove(key).and_then(|value| self.part(value))
    }

    /// The parts of a list; `None` stands for one that could not be read.
    pub(super) fn array<'de, T: Deserialize<'de>>(&mut self, table: &mut DeTable<'de>, key: &str) -> Vec<Option<T>> {
        let Some(value) = table.remove(key) else { return Vec::new() };
        let start = value.span().start;
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().map(|item| self.entry(key, item)).collect(),
            _ => {
                self.report_with_hint(start, format!("`{key}` must be a list of tables"), format!("write [[{key}]]"));
                Vec::new()
            }
        }
    }

    /// One entry of a list; a key that it lacks is reported with the entry's own code.
    fn entry<'de, T: Deserialize<'de>>(&mut self, key: &str, item: Spanned<DeValue<'de>>) -> Option<T> {
        let start = item.span().start;
        let code = item.get_ref().as_table().and_then(|t| t.get("code")?.get_ref().as_str().map(str::to_owned));
        T::deserialize(ValueDeserializer::from(item))
            .map_err(|e| {
                let lacking =
                    e.message().trim().strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
                match (lacking, code) {
                    (Some(lacking), Some(code)) => {
                        let message = format!("{key} `{code}` has no `{lacking}`");
                        let hint = match lacking {
                            "parent" => "name the node above it: parent = \"CODE\"".to_owned(),
                            _ => "docs/framework.md lists the keys a framework file may hold".to_owned(),
                        };
                        self.report_with_hint(start, message, hint);
                    }
                    _ => self.error("framework", &e, start),
                }
            })
            .ok()
    }

    pub(super) fn years(&mut self, text: &Spanned<String>) -> Option<Window> {
        let value = text.get_ref().clone();
        let problem = match Window::parse(&value) {
            Ok(window) => return Some(window),
            Err(WindowError::Malformed) => Problem::NotAWindow { value },
            Err(WindowError::Backward) => Problem::BackwardWindow { value },
        };
        self.report(text.span().start, problem);
        None
    }

    pub(super) fn fraction(&mut self, value: &Spanned<f64>, what: &str, low: f64, high: f64) -> Option<f64> {
        let v = *value.get_ref();
        if (low..=high).contains(&v) {
            return Some(v);
        }
        let range = if low == SMALLEST { format!("0 to {high}, without 0") } else { format!("{low} to {high}") };
        self.report(value.span().start, Problem::OutOfRange { value: v.to_string(), what: what.into(), range });
        None
    }

    /// A method with valid parameters; an invalid one is reported at `offset`.
    pub(super) fn sound<T>(&mut self, offset: usize, method: T, check: fn(&T) -> Result<(), Misuse>) -> Option<T> {
        match check(&method) {
            Ok(()) => Some(method),
            Err(Misuse { message, hint }) => {
                self.report_with_hint(offset, message, hint);
                None
            }
        }
    }
}
