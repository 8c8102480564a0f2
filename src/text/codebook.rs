//! A codebook: which codes a sentence gets, on which scale, with which values.

use super::rows::Rows;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::statistics::krippendorff::Level;

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub code: String,
    pub level: Level,
    /// The values it may have, in the order of the scale.
    pub values: Vec<String>,
    pub title: String,
    pub definition: String,
}

/// A codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codebook {
    pub file: String,
    pub codes: Vec<Code>,
}

/// The code that says whether a mention counts at all; where it is 0, the others stay empty.
pub const VALID: &str = "valid";

impl Codebook {
    /// Reads a codebook: `code`, `level` (nominal, ordinal, interval, ratio), `values` (joined with `|`), and, where there are any,
    /// `label` and `definition`.
    ///
    /// # Errors
    ///
    /// Where a code has no scale, one value only, or stands twice.
    pub fn read(table: &Rows) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let code = table.required(&["code"], &mut found);
        let level = table.required(&["level"], &mut found);
        let values = table.required(&["values"], &mut found);
        let mut book = Codebook { file: table.file.clone(), codes: Vec::new() };
        let (Some(code), Some(level), Some(values)) = (code, level, values) else { return found.or(book) };
        let mut lines = Vec::new();
        for row in &table.rows {
            let name = row.field(code);
            if name.is_empty() {
                found.push(table.place(row, code), Problem::EmptyField { column: "code".into() });
            }
            if let Some((_, first)) = lines.iter().find(|(n, _)| *n == name) {
                found.push(
                    table.place(row, code),
                    Problem::DuplicateKey { key: format!("code `{name}`"), first: *first },
                );
            }
            lines.push((name, row.line()));
            let levels = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio];
            let Some(level_read) = levels.into_iter().find(|l| l.word() == row.field(level)) else {
                let choices = levels.map(|l| l.word().to_owned()).to_vec();
                let value = row.field(level).to_owned();
                let problem = Problem::UnknownChoice { value, what: "level of measurement".into(), choices };
                found.push(table.place(row, level), problem);
                continue;
            };
            let scale: Vec<String> = row.field(values).split('|').map(|v| v.trim().to_owned()).collect();
            let trouble = match &scale {
                s if s.len() < 2 || s.iter().any(String::is_empty) => Some("a scale has two values or more"),
                s if s.iter().enumerate().any(|(i, v)| s.iter().skip(i + 1).any(|w| w == v)) => {
                    Some("a value stands twice")
                }
                s if level_read != Level::Nominal && s.iter().any(|v| number(v).is_none()) => {
                    Some("the values of a scale that is not nominal are numbers")
                }
                _ => None,
            };
            if let Some(message) = trouble {
                let hint = "join the values with |, such as -1|0|1|2".to_owned();
                found.push(table.place(row, values), Problem::Framework { message: message.to_owned(), hint });
            }
            book.codes.push(Code {
                code: name.to_owned(),
                level: level_read,
                values: scale,
                title: row.field(table.column("label")).to_owned(),
                definition: row.field(table.column("definition")).to_owned(),
            });
        }
        if book.codes.is_empty() && found.is_empty() {
            found.push(Place::whole(&table.file), Problem::NoRows);
        }
        found.or(book)
    }

    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|c| c.code == code)
    }
}

impl Code {
    /// A value as a number: its own, or its place on a scale of words.
    pub fn number(&self, value: &str) -> Option<f64> {
        let place = || self.values.iter().position(|v| v == value).map(|i| i as f64);
        if self.values.iter().all(|v| number(v).is_some()) { number(value) } else { place() }
    }

    /// The scale as numbers, in its order.
    pub fn scale(&self) -> Vec<f64> {
        self.values.iter().filter_map(|v| self.number(v)).collect()
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| x.is_finite())
}
