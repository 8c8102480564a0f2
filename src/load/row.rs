//! Reads the fields of one row. Every method returns the value, or nothing after reporting the field's problem, so
//! that all problems of a row are reported together.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use super::known::{Known, Register};
use super::nearest::Searches;
use super::place::Marks;
use super::states::is_state;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::package::RowSources;
use crate::model::quick_hash::Quick;
use crate::model::{PartialDate, PartyId, Year};

/// One field of a row.
#[derive(Clone, Copy)]
pub(super) struct Field<'r> {
    pub raw: &'r str,
    /// Its number in the file's rows, from 0.
    pub index: usize,
    /// The column's heading.
    pub name: &'static str,
}

impl<'r> Field<'r> {
    /// The text without surrounding spaces.
    pub(super) fn text(self) -> &'r str {
        self.raw.trim()
    }

    /// The text, if there is any.
    pub(super) fn given(self) -> Option<&'r str> {
        Some(self.text()).filter(|t| !t.is_empty())
    }
}

/// The row being read: where it stands, what it may refer to, and the diagnostics of its table so far.
pub(super) struct Row<'a> {
    file: &'a str,
    text: &'a str,
    pub known: &'a Known<'a>,
    pub diagnostics: Diagnostics,
    /// The byte and the line at which the row starts.
    pub start: usize,
    pub line: u32,
    last_source: String,
    pub sources: RowSources,
    marks: RefCell<Marks>,
    pub searches: Searches,
}

impl<'a> Row<'a> {
    pub(super) fn new(file: &'a str, text: &'a str, known: &'a Known<'a>, diagnostics: Diagnostics) -> Self {
        Row {
            file,
            text,
            known,
            diagnostics,
            start: 0,
            line: 1,
            last_source: String::new(),
            sources: RowSources::default(),
            marks: RefCell::default(),
            searches: Searches::default(),
        }
    }

    /// The place of a field.
    pub(super) fn place(&self, field: Field<'_>) -> Place {
        let (below, column) = self.marks.borrow_mut().field(self.text, self.start, field.index);
        Place::new(self.file, u64::from(self.line) + below, column)
    }

    pub(super) fn report(&mut self, field: Field<'_>, problem: Problem) {
        let place = self.place(field);
        self.diagnostics.push(place, problem);
    }

    /// The value, or nothing after reporting the problem.
    fn ok_or_report<T>(&mut self, field: Field<'_>, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.report(field, problem)).ok()
    }

    /// A text that must be there.
    pub(super) fn required<'r>(&mut self, field: Field<'r>) -> Option<&'r str> {
        self.ok_or_report(field, field.given().ok_or_else(|| Problem::EmptyField { column: field.name.to_owned() }))
    }

    pub(super) fn party(&mut self, field: Field<'_>) -> Option<PartyId> {
        let code = self.required(field)?;
        let searches = &mut self.searches;
        self.known.party(code, searches).map_err(|problem| problem.map(|p| self.report(field, p))).ok()
    }

    /// A party or an economy, or `WLD`, everybody.
    pub(super) fn economy_or_world(&mut self, field: Field<'_>) -> Option<PartyId> {
        if field.text() == "WLD" {
            return Some(PartyId::WORLD);
        }
        let code = self.required(field)?;
        let searches = &mut self.searches;
        self.known.economy(code, searches).map_err(|problem| problem.map(|p| self.report(field, p))).ok()
    }

    /// A party, or `WLD`, everybody.
    pub(super) fn party_or_world(&mut self, field: Field<'_>) -> Option<PartyId> {
        if field.text() == "WLD" { Some(PartyId::WORLD) } else { self.party(field) }
    }

    /// A party, or `REST`, everybody without a row.
    pub(super) fn party_or_rest(&mut self, field: Field<'_>) -> Option<PartyId> {
        if field.text() == "REST" { Some(PartyId::REST) } else { self.party(field) }
    }

    /// One or more parties or `WLD`, joined with semicolons.
    pub(super) fn parties(&mut self, field: Field<'_>) -> Option<()> {
        let codes = self.required(field)?;
        let (known, searches) = (self.known, &mut self.searches);
        let codes = codes.split(';').map(str::trim).filter(|c| *c != "WLD");
        let faults: Vec<_> = codes.filter_map(|c| known.party(c, searches).err()).collect();
        let sound = faults.is_empty();
        faults.into_iter().flatten().for_each(|problem| self.report(field, problem));
        sound.then_some(())
    }

    /// Whether the code is a party's, or that of a state which is no party here; any other is reported.
    pub(super) fn somebody(&mut self, field: Field<'_>, code: &str) -> bool {
        let found = self.known.party(code, &mut self.searches).map(drop);
        let problem = found.or_else(|problem| if is_state(code) { Ok(()) } else { Err(problem) });
        let fault = problem.err().flatten();
        let known = fault.is_none();
        fault.into_iter().for_each(|problem| self.report(field, problem));
        known
    }

    /// A party that is a bloc.
    pub(super) fn bloc(&mut self, field: Field<'_>) -> Option<PartyId> {
        let id = self.party(field)?;
        let known = self.known;
        if known.parties.is_bloc(id) {
            return Some(id);
        }
        self.report(field, unknown_choice(field, "bloc", known.blocs.clone()));
        None
    }

    /// Something a register holds, by its place there.
    pub(super) fn entry(&mut self, field: Field<'_>, what: &str, register: &Register) -> Option<usize> {
        let name = self.required(field)?;
        let found = register.get(name);
        if found.is_none() && register.complete {
            self.report(field, unknown_choice(field, what, register.names.clone()));
        }
        found
    }

    /// One or more keys of the bibliography, joined with semicolons.
    pub(super) fn source(&mut self, field: Field<'_>) -> Option<()> {
        let keys = self.required(field)?;
        if keys == self.last_source {
            return Some(());
        }
        let (known, searches) = (self.known, &mut self.searches);
        let faults: Vec<Problem> = keys.split(';').filter_map(|k| known.source_fault(k.trim(), searches)).collect();
        if faults.is_empty() {
            keys.clone_into(&mut self.last_source);
            self.sources.begin(self.line, keys);
            return Some(());
        }
        faults.into_iter().for_each(|p| self.report(field, p));
        None
    }

    /// A year that something was observed in: not after the day up to which the package speaks.
    pub(super) fn year(&mut self, field: Field<'_>) -> Option<Year> {
        let text = self.required(field)?;
        let year =
            self.ok_or_report(field, Year::parse(text).ok_or_else(|| Problem::NotAYear { value: text.to_owned() }))?;
        self.in_time(field, PartialDate::from(year)).then_some(year)
    }

    /// A date on which something was so: not after the day up to which the package speaks.
    pub(super) fn date(&mut self, field: Field<'_>) -> Option<PartialDate> {
        let date = self.planned(field)?;
        self.in_time(field, date).then_some(date)
    }

    /// A date that may lie ahead, such as the end that a plan prints.
    pub(super) fn planned(&mut self, field: Field<'_>) -> Option<PartialDate> {
        let text = self.required(field)?;
        self.ok_or_report(field, PartialDate::parse(text).ok_or_else(|| Problem::NotADate { value: text.to_owned() }))
    }

    /// Whether the date lies within the package's time, as precisely as both are known; one that does not is reported.
    pub(super) fn in_time(&mut self, field: Field<'_>, date: PartialDate) -> bool {
        let Some(until) = self.known.until.filter(|until| until.surely_before(date)) else { return true };
        let (date, until) = (date.to_string(), until.to_string());
        self.report(field, Problem::AfterItsTime { date, until });
        false
    }

    /// A quantity: 0 or more. `what` names it in "... cannot be negative".
    pub(super) fn amount(&mut self, field: Field<'_>, what: &str) -> Option<f64> {
        let text = self.required(field)?;
        let value = plain_number(text).and_then(|v| {
            if v < 0.0 { Err(Problem::Negative { value: text.to_owned(), what: what.to_owned() }) } else { Ok(v) }
        });
        self.ok_or_report(field, value)
    }

    /// A number of any sign.
    pub(super) fn number(&mut self, field: Field<'_>) -> Option<f64> {
        let text = self.required(field)?;
        self.ok_or_report(field, plain_number(text))
    }

    /// A whole number, 0 or more.
    pub(super) fn count(&mut self, field: Field<'_>) -> Option<u32> {
        let text = self.required(field)?;
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let value = text.parse().ok().filter(|_| digits).ok_or_else(|| match plain_number(text) {
            Err(problem) => problem,
            Ok(v) if v < 0.0 => Problem::Negative { value: text.to_owned(), what: "a count".to_owned() },
            Ok(v) if v.fract() != 0.0 => Problem::NotWhole { value: text.to_owned() },
            Ok(_) => out_of_range(field, field.name, "0 to 4294967295, in plain digits"),
        });
        self.ok_or_report(field, value)
    }

    /// One of a closed set of words.
    pub(super) fn choice<V: Copy>(&mut self, field: Field<'_>, what: &str, choices: &[(&str, V)]) -> Option<V> {
        let text = self.required(field)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, v)| *v);
        let words = || choices.iter().map(|(name, _)| (*name).to_owned()).collect();
        self.ok_or_report(field, found.ok_or_else(|| unknown_choice(field, what, words())))
    }

    /// A field that may be empty: `Some(None)` then, otherwise what `read` makes of it.
    pub(super) fn open<'r, V>(
        &mut self,
        field: Field<'r>,
        read: impl FnOnce(&mut Self, Field<'r>) -> Option<V>,
    ) -> Option<Option<V>> {
        match field.given() {
            None => Some(None),
            Some(_) => read(self, field).map(Some),
        }
    }

    /// Tells a period that surely ends before it begins, at its end.
    pub(super) fn forward(&mut self, end: Field<'_>, from: Option<PartialDate>, to: Option<PartialDate>) -> Option<()> {
        match (from, to) {
            (Some(from), Some(to)) if to.surely_before(from) => {
                self.report(end, Problem::DatesReversed { from: from.to_string(), to: to.to_string() });
                None
            }
            _ => Some(()),
        }
    }

    /// Tells a period of years that ends before it begins, at its end.
    pub(super) fn years_forward(&mut self, end: Field<'_>, from: Option<Year>, to: Option<Year>) -> Option<()> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => {
                self.report(end, Problem::DatesReversed { from: from.to_string(), to: to.to_string() });
                None
            }
            _ => Some(()),
        }
    }

    /// Tells bounds in the wrong order, at the lower one.
    pub(super) fn bounds(&mut self, lower: (Field<'_>, Option<f64>), upper: Option<f64>) -> Option<()> {
        match (lower.1, upper) {
            (Some(low), Some(high)) if low > high => {
                self.report(lower.0, out_of_range(lower.0, "the lower bound", &format!("the values up to {high}")));
                None
            }
            _ => Some(()),
        }
    }
}

pub(super) fn unknown_choice(field: Field<'_>, what: &str, choices: Vec<String>) -> Problem {
    Problem::UnknownChoice { value: field.text().to_owned(), what: what.to_owned(), choices }
}

pub(super) fn out_of_range(field: Field<'_>, what: &str, range: &str) -> Problem {
    Problem::OutOfRange { value: field.text().to_owned(), what: what.to_owned(), range: range.to_owned() }
}

/// Reads digits with at most one leading minus and one decimal point: no separators, no exponent, no `NaN`.
fn plain_number(text: &str) -> Result<f64, Problem> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let plain = match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    };
    match text.parse::<f64>() {
        Ok(value) if plain && value.is_finite() => Ok(value + 0.0), // -0 becomes 0
        Ok(value) if !value.is_finite() => Err(Problem::NotFinite { value: text.to_owned() }),
        _ => Err(Problem::NotANumber { value: text.to_owned() }),
    }
}

/// The keys of the rows seen so far, with their lines.
#[derive(Default)]
pub(super) struct Keys<K>(HashMap<K, u32, Quick>);

/// A whole row as a key, for tables in which nothing less distinguishes two rows: its fields, joined by a character
/// that no field contains.
pub(super) fn entire(fields: &[Field<'_>]) -> String {
    fields.iter().map(|f| f.text()).collect::<Vec<_>>().join("\0")
}

impl<K: Eq + Hash> Keys<K> {
    pub(super) fn new() -> Self {
        Keys(HashMap::default())
    }

    /// Remembers the row's key; reports it, at the first of its fields, if a row above has the same.
    pub(super) fn add(&mut self, row: &mut Row<'_>, key: K, fields: &[Field<'_>]) -> Option<()> {
        let line = row.line;
        let first = *self.0.entry(key).or_insert(line);
        if first == line {
            return Some(());
        }
        let key: Vec<&str> = fields.iter().map(|f| f.text()).filter(|t| !t.is_empty()).collect();
        let at = fields.first()?;
        row.report(*at, Problem::DuplicateKey { key: key.join(", "), first: u64::from(first) });
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_decimals() {
        for (text, value) in [("0", 0.0), ("-0", 0.0), ("007", 7.0), ("-12.50", -12.5), ("21684366", 21_684_366.0)] {
            assert_eq!(plain_number(text), Ok(value), "{text}");
        }
        assert!(plain_number("-0").is_ok_and(f64::is_sign_positive));
        for text in ["NaN", "nan", "inf", "-Infinity", "+inf", &"9".repeat(400), "1e999"] {
            assert_eq!(plain_number(text), Err(Problem::NotFinite { value: text.to_owned() }));
        }
        for text in ["", "-", ".", "1.", ".5", "+1", "1e5", "1,204.5", "1 204", "1_000", "0x10", "٣", "12a"] {
            assert_eq!(plain_number(text), Err(Problem::NotANumber { value: text.to_owned() }));
        }
    }
}
