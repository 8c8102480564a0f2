//! The keys of one table of a claim file, taken out one by one; what is left at the end is unknown.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::Scope;
use crate::diagnostic::{Problem, list_or};
use crate::load::nearest::{nearest, nearest_of};
use crate::load::reader::Reader;
use crate::model::framework::NodeId;
use crate::model::naming::NoPartnership;
use crate::model::party::{Partnership, PartyId};
use crate::model::window::{Window, WindowError, Year};

/// Where the shape of the file is told.
pub(super) const HINT: &str = "docs/auditing-a-paper.md tells what may stand here";

/// A table of which keys are taken.
pub(super) struct Fields<'f, 'r, 's, 'de> {
    reader: &'f mut Reader<'r>,
    pub scope: &'s Scope<'s>,
    table: DeTable<'de>,
    at: usize,
    owner: String,
    known: Vec<&'static str>,
}

impl<'f, 'r, 's, 'de> Fields<'f, 'r, 's, 'de> {
    pub(super) fn new(
        reader: &'f mut Reader<'r>,
        scope: &'s Scope<'s>,
        table: DeTable<'de>,
        at: usize,
        owner: &str,
    ) -> Self {
        Fields { reader, scope, table, at, owner: owner.to_owned(), known: Vec::new() }
    }

    /// Of a value that ought to be a table.
    pub(super) fn of(
        reader: &'f mut Reader<'r>,
        scope: &'s Scope<'s>,
        value: Spanned<DeValue<'de>>,
        owner: &str,
    ) -> Option<Self> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Table(table) => Some(Fields::new(reader, scope, table, at, owner)),
            _ => {
                reader.report_with_hint(at, format!("{owner} must be a table"), HINT);
                None
            }
        }
    }

    /// A table inside this one.
    pub(super) fn inner<'i, 'd>(
        &'i mut self,
        value: Spanned<DeValue<'d>>,
        owner: &str,
    ) -> Option<Fields<'i, 'r, 's, 'd>> {
        Fields::of(self.reader, self.scope, value, owner)
    }

    pub(super) fn report(&mut self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.reader.report_with_hint(at, message, hint);
    }

    pub(super) fn problem(&mut self, at: usize, problem: Problem) {
        self.reader.report(at, problem);
    }

    /// Where the table stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn maybe_value(&mut self, key: &'static str) -> Option<Spanned<DeValue<'de>>> {
        self.known.push(key);
        self.table.remove(key)
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<Spanned<DeValue<'de>>> {
        let found = self.maybe_value(key);
        if found.is_none() {
            self.report(self.at, format!("{} has no `{key}`", self.owner), HINT);
        }
        found
    }

    fn read<T: Deserialize<'de>>(&mut self, key: &str, value: Spanned<DeValue<'de>>) -> Option<(usize, T)> {
        let at = value.span().start;
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some((at, read)),
            Err(e) => {
                let why = e.message().trim().replace('\n', "; ");
                self.report(at, format!("`{key}` of {}: {why}", self.owner), HINT);
                None
            }
        }
    }

    /// A value that must be there, with its place.
    pub(super) fn needed<T: Deserialize<'de>>(&mut self, key: &'static str) -> Option<(usize, T)> {
        let value = self.value(key)?;
        self.read(key, value)
    }

    /// A value that may be there; the outer `None` for one that is wrong.
    pub(super) fn open<T: Deserialize<'de>>(&mut self, key: &'static str) -> Option<Option<(usize, T)>> {
        match self.maybe_value(key) {
            None => Some(None),
            Some(value) => self.read(key, value).map(Some),
        }
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<(usize, String)> {
        let (at, text): (usize, String) = self.needed(key)?;
        if text.trim().is_empty() {
            self.report(at, format!("`{key}` of {} is empty", self.owner), HINT);
            return None;
        }
        Some((at, text))
    }

    pub(super) fn maybe_text(&mut self, key: &'static str) -> Option<(usize, String)> {
        self.open(key).flatten()
    }

    /// The items of a list of tables; none where there is no such list.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Spanned<DeValue<'de>>> {
        let Some(value) = self.maybe_value(key) else { return Vec::new() };
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().collect(),
            _ => {
                self.report(at, format!("`{key}` must be a list of tables"), format!("write [[{key}]]"));
                Vec::new()
            }
        }
    }

    /// One of a closed set of words.
    pub(super) fn choice<T: Clone>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let (at, word) = self.text(key)?;
        self.chosen(key, at, &word, words)
    }

    /// The same, with what holds where nothing is said.
    pub(super) fn choice_or<T: Clone>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        otherwise: T,
    ) -> Option<T> {
        match self.open::<String>(key)? {
            None => Some(otherwise),
            Some((at, word)) => self.chosen(key, at, &word, words),
        }
    }

    pub(super) fn chosen<T: Clone>(
        &mut self,
        what: &str,
        at: usize,
        word: &str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        if let Some((_, found)) = words.iter().find(|(known, _)| *known == word) {
            return Some(found.clone());
        }
        let names = words.iter().map(|(known, _)| *known);
        let hint = match nearest(word, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", list_or(&names.map(|n| format!("`{n}`")).collect::<Vec<_>>())),
        };
        self.report(at, format!("`{word}` is no `{what}`"), hint);
        None
    }

    fn party_called(&mut self, at: usize, code: &str) -> Option<PartyId> {
        let parties = &self.scope.package.parties;
        if let Some(found) = parties.by_code(code) {
            return Some(found);
        }
        let codes: Vec<&str> = parties.iter().map(|(_, p)| p.code.as_str()).collect();
        let by_name = parties.find(code).map(|id| parties.code(id).to_owned());
        let nearest = by_name.map_or_else(|| nearest_of(code, codes, 3), |code| vec![code]);
        self.problem(at, Problem::UnknownParty { value: code.to_owned(), nearest });
        None
    }

    pub(super) fn party(&mut self, key: &'static str) -> Option<PartyId> {
        let (at, code) = self.text(key)?;
        self.party_called(at, &code)
    }

    pub(super) fn maybe_party(&mut self, key: &'static str) -> Option<Option<PartyId>> {
        match self.open::<String>(key)? {
            None => Some(None),
            Some((at, code)) => self.party_called(at, &code).map(Some),
        }
    }

    pub(super) fn parties(&mut self, key: &'static str) -> Option<Vec<PartyId>> {
        let (at, codes): (usize, Vec<Spanned<String>>) = self.needed(key)?;
        if codes.is_empty() {
            self.report(at, format!("`{key}` of {} names nobody", self.owner), HINT);
            return None;
        }
        let found: Vec<_> = codes.iter().map(|c| self.party_called(c.span().start, c.get_ref())).collect();
        found.into_iter().collect()
    }

    fn partnership_called(&mut self, at: usize, slug: &str) -> Option<Partnership> {
        match self.scope.package.parties.partnership(slug) {
            Ok(found) => Some(found),
            Err(e) => {
                let hint = match e {
                    NoPartnership::Itself { .. } => "name two parties",
                    _ => "spscore list partnerships shows the names that are understood",
                };
                self.report(at, e.to_string(), hint);
                None
            }
        }
    }

    pub(super) fn partnership(&mut self, key: &'static str) -> Option<Partnership> {
        let (at, slug) = self.text(key)?;
        self.partnership_called(at, &slug)
    }

    pub(super) fn partnerships(&mut self, key: &'static str) -> Option<Vec<Partnership>> {
        let (at, slugs): (usize, Vec<Spanned<String>>) = self.needed(key)?;
        if slugs.is_empty() {
            self.report(at, format!("`{key}` of {} names nobody", self.owner), HINT);
            return None;
        }
        let found: Vec<_> = slugs.iter().map(|s| self.partnership_called(s.span().start, s.get_ref())).collect();
        found.into_iter().collect()
    }

    pub(super) fn node(&mut self, key: &'static str) -> Option<NodeId> {
        let (at, code) = self.text(key)?;
        let framework = self.scope.framework;
        let found = framework.find(&code);
        if found.is_none() {
            let near = nearest(&code, framework.nodes.iter().map(|n| n.code.as_str()));
            let what = "node".to_owned();
            self.problem(at, Problem::UnknownNode { value: code, what, nearest: near });
        }
        found
    }

    fn fact_called(&mut self, at: usize, id: &str) -> Option<usize> {
        let found = self.scope.facts.get(id).copied();
        if found.is_none() {
            let near = nearest(id, self.scope.package.facts.iter().map(|f| f.id.as_str()));
            let hint =
                near.map_or("ids stand in the first column of facts.csv".into(), |n| format!("did you mean `{n}`?"));
            self.report(at, format!("the package has no fact `{id}`"), hint);
        }
        found
    }

    pub(super) fn fact(&mut self, key: &'static str) -> Option<(usize, usize)> {
        let (at, id) = self.text(key)?;
        self.fact_called(at, &id).map(|place| (at, place))
    }

    pub(super) fn facts(&mut self, key: &'static str) -> Option<Vec<usize>> {
        let Some((_, ids)) = self.open::<Vec<Spanned<String>>>(key)? else { return Some(Vec::new()) };
        let found: Vec<_> = ids.iter().map(|id| self.fact_called(id.span().start, id.get_ref())).collect();
        found.into_iter().collect()
    }

    pub(super) fn issue(&mut self, key: &'static str) -> Option<usize> {
        let (at, code) = self.text(key)?;
        let issues = &self.scope.package.issues;
        let found = issues.iter().position(|i| i.code == code);
        if found.is_none() {
            let near = nearest(&code, issues.iter().map(|i| i.code.as_str()));
            let hint = near.map_or("spscore list issues shows them".into(), |n| format!("did you mean `{n}`?"));
            self.report(at, format!("the package has no issue `{code}`"), hint);
        }
        found
    }

    pub(super) fn years(&mut self, key: &'static str) -> Option<Window> {
        let (at, value) = self.text(key)?;
        match Window::parse(&value) {
            Ok(window) => Some(window),
            Err(WindowError::Malformed) => {
                self.problem(at, Problem::NotAWindow { value });
                None
            }
            Err(WindowError::Backward) => {
                self.problem(at, Problem::BackwardWindow { value });
                None
            }
        }
    }

    pub(super) fn year(&mut self, key: &'static str) -> Option<Year> {
        let (at, value): (usize, i64) = self.needed(key)?;
        self.as_year(at, value)
    }

    pub(super) fn maybe_year(&mut self, key: &'static str) -> Option<Option<Year>> {
        match self.open::<i64>(key)? {
            None => Some(None),
            Some((at, value)) => self.as_year(at, value).map(Some),
        }
    }

    fn as_year(&mut self, at: usize, value: i64) -> Option<Year> {
        let found = Year::new(value);
        if found.is_none() {
            self.problem(at, Problem::NotAYear { value: value.to_string() });
        }
        found
    }

    /// Reports what was not asked for.
    pub(super) fn finish(&mut self) {
        let left: Vec<(usize, String)> =
            self.table.iter().map(|(key, _)| (key.span().start, key.get_ref().to_string())).collect();
        self.table.clear();
        for (at, key) in left {
            let near = nearest(&key, self.known.iter().copied());
            let more = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.report(at, format!("{} has no key `{key}`{more}", self.owner), HINT);
        }
    }
}
