//! Coding sheets come back: one from each coder, checked against the codebook and against one another.

use std::collections::BTreeMap;

use super::codebook::{Codebook, VALID};
use super::rows::{Row, Rows};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Rows as TableRows;
use crate::model::{Table, Year};

/// A unit of coding: a sentence as a mention of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub unit: String,
    pub speaker: String,
    pub target: String,
    pub year: String,
    pub document: String,
    pub sentence: String,
    pub mentions: String,
    pub source: String,
    pub text: String,
}

/// What one coder gave a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// By the codes of the codebook; empty where nothing was given.
    pub values: Vec<String>,
    pub note: String,
}

impl Given {
    /// Whether anything was given.
    pub fn is_coded(&self) -> bool {
        self.values.iter().any(|v| !v.is_empty())
    }
}

/// The sheets of all coders together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    pub book: Codebook,
    pub coders: Vec<String>,
    pub units: Vec<Unit>,
    /// By unit, then by coder.
    pub given: Vec<Vec<Given>>,
}

/// Reads the sheets of all coders. `sheet` is the one that was sent out, if it is at hand; otherwise the first that came back says
/// which units there are.
///
/// # Errors
///
/// Where a value is not on its scale, two coders have one name, a unit is on no sheet; all of it is told.
pub fn read(book: Codebook, sheet: Option<&Rows>, returned: &[Rows]) -> Result<Coding, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut coding = Coding { book, coders: Vec::new(), units: Vec::new(), given: Vec::new() };
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: Vec<&str> = Vec::new();
    if let Some(sheet) = sheet.or(returned.first()) {
        coding.units(sheet, &mut known, &mut found);
    }
    for table in returned {
        let Some(name) = coder(table, &mut found) else { continue };
        if let Some(i) = coding.coders.iter().position(|c| *c == name) {
            let message =
                format!("two coders have the name `{name}`: the other sheet is {}", files.get(i).unwrap_or(&""));
            let hint = "give each coder a name of its own in the column `coder`".to_owned();
            found.push(Place::whole(&table.file), Problem::Framework { message, hint });
            continue;
        }
        coding.coders.push(name);
        files.push(&table.file);
        coding.sheet(table, &known, &mut found);
    }
    found.or(coding)
}

/// Who filled a sheet in: the column `coder`, or the file's name without its ending.
fn coder(table: &Rows, found: &mut Diagnostics) -> Option<String> {
    let column = table.column("coder");
    let mut names = table.rows.iter().filter(|row| !row.field(column).is_empty());
    let Some(first) = names.next() else {
        let name = table.file.rsplit(['/', '\\']).next().unwrap_or_default();
        return Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned());
    };
    let name = first.field(column);
    if let Some(other) = names.find(|row| row.field(column) != name) {
        let message = format!("`{}` is another coder than `{name}` in line {}", other.field(column), first.line());
        let hint = "a sheet is one coder's: put the rows of the other into a sheet of their own".to_owned();
        found.push(table.place(other, column.unwrap_or_default()), Problem::Framework { message, hint });
        return None;
    }
    Some(name.to_owned())
}

impl Coding {
    /// The units of a sheet.
    fn units(&mut self, table: &Rows, known: &mut BTreeMap<String, usize>, found: &mut Diagnostics) {
        let columns = ["unit", "speaker", "target", "year", "document", "sentence", "mentions", "source"];
        let at = columns.map(|c| table.column(c));
        let text = table.any(&["text", "quote"]);
        let unit = table.required(&["unit"], found);
        for row in &table.rows {
            let [name, speaker, target, year, document, sentence, mentions, source] =
                at.map(|c| row.field(c).to_owned());
            if Year::parse(&year).is_none() && !year.is_empty() {
                found.push(
                    table.place(row, at.get(3).copied().flatten().unwrap_or_default()),
                    Problem::NotAYear { value: year.clone() },
                );
            }
            if name.is_empty() {
                found.push(table.place(row, unit.unwrap_or_default()), Problem::EmptyField { column: "unit".into() });
            }
            known.entry(name.clone()).or_insert(self.units.len());
            let text = row.field(text).to_owned();
            self.units.push(Unit { unit: name, speaker, target, year, document, sentence, mentions, source, text });
        }
        self.given = vec![Vec::new(); self.units.len()];
    }

    /// What one coder gave, by the last of the coders.
    fn sheet(&mut self, table: &Rows, known: &BTreeMap<String, usize>, found: &mut Diagnostics) {
        for given in &mut self.given {
            given.push(Given { values: vec![String::new(); self.book.codes.len()], note: String::new() });
        }
        let Some(unit) = table.required(&["unit"], found) else { return };
        let columns: Vec<Option<usize>> =
            self.book.codes.iter().map(|c| table.required(&[c.code.as_str()], found)).collect();
        let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &table.rows {
            let name = row.field(unit);
            if let Some(first) = lines.insert(name, row.line()) {
                found.push(table.place(row, unit), Problem::DuplicateKey { key: format!("unit `{name}`"), first });
                continue;
            }
            let Some(at) = known.get(name).copied() else {
                let message = format!("unit `{name}` is not on the sheet that was sent out");
                let hint = "keep the column `unit` as it was; new sentences need a sheet of their own".to_owned();
                found.push(table.place(row, unit), Problem::Framework { message, hint });
                continue;
            };
            let values = self.values(table, row, &columns, found);
            let note = row.field(table.column("note")).to_owned();
            if let Some(given) = self.given.get_mut(at).and_then(|g| g.last_mut()) {
                *given = Given { values, note };
            }
        }
    }

    fn values(&self, table: &Rows, row: &Row, columns: &[Option<usize>], found: &mut Diagnostics) -> Vec<String> {
        let valid = self.book.position(VALID).and_then(|i| columns.get(i).copied().flatten());
        let invalid = valid.is_some_and(|column| row.field(column) == "0");
        let mut values = Vec::with_capacity(columns.len());
        for (code, column) in self.book.codes.iter().zip(columns) {
            let value = row.field(*column);
            let Some(column) = *column else {
                values.push(String::new());
                continue;
            };
            if !value.is_empty() && !code.values.iter().any(|v| v == value) {
                let what = format!("value of the code `{}`", code.code);
                let problem = Problem::UnknownChoice { value: value.to_owned(), what, choices: code.values.clone() };
                found.push(table.place(row, column), problem);
            }
            if invalid && code.code != VALID && !value.is_empty() {
                let message = format!("`{}` is coded although `{VALID}` is 0", code.code);
                let hint =
                    format!("a mention that is not valid has no other codes: empty the field, or set `{VALID}` to 1");
                found.push(table.place(row, column), Problem::Framework { message, hint });
            }
            values.push(value.to_owned());
        }
        values
    }

    /// Units that a coder left open, coder by coder.
    pub fn open(&self) -> Vec<usize> {
        let open = |i: usize| self.given.iter().filter(|g| g.get(i).is_some_and(|given| !given.is_coded())).count();
        (0..self.coders.len()).map(open).collect()
    }

    /// The rows for the package's table of coded mentions: one for each unit and coder; what a coder left open has none. Other codes
    /// than the five of the table stay on the sheets; nothing where the codebook has no `valid`, which every row needs.
    pub fn rows(&self) -> Option<TableRows> {
        const CODES: [&str; 5] = ["valid", "list", "stance", "label", "relation"];
        self.book.position(VALID)?;
        let mut columns = vec!["speaker", "target", "year", "unit", "document", "sentence", "mentions", "coder"];
        columns.extend(CODES);
        columns.extend(["quote", "note", "source"]);
        let mut rows = Vec::new();
        for (unit, given) in self.units.iter().zip(&self.given) {
            for (coder, given) in self.coders.iter().zip(given).filter(|(_, g)| g.is_coded()) {
                let code = |name: &str| {
                    let at = self.book.position(name);
                    at.and_then(|i| given.values.get(i)).cloned().unwrap_or_default()
                };
                let mut row = vec![unit.speaker.clone(), unit.target.clone(), unit.year.clone(), unit.unit.clone()];
                row.extend([unit.document.clone(), unit.sentence.clone(), unit.mentions.clone(), coder.clone()]);
                row.extend(CODES.map(code));
                row.extend([unit.text.clone(), given.note.clone(), unit.source.clone()]);
                rows.push(row);
            }
        }
        Some(TableRows { table: Table::CodedMentions, columns, rows })
    }
}
