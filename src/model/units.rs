//! A plain table of units and indicators: one row per unit, or per unit and year.

use std::collections::{BTreeMap, BTreeSet};

/// What a table route scores. Columns hold one entry per row.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// The table's name as typed.
    pub file: String,
    /// Of its bytes, with CRLF read as LF.
    pub sha256: String,
    pub rows: Vec<Unit>,
    /// Indicators and denominators.
    pub numbers: Vec<(String, Vec<Option<f64>>)>,
    /// Groups.
    pub words: Vec<(String, Vec<Option<String>>)>,
    /// Cells that say `not_applicable`: the indicator's column and the row. They have no value and take no weight.
    pub inapplicable: Vec<(String, usize)>,
    /// Columns the index does not ask for.
    pub unused: Vec<String>,
    /// How the file was read, where it is no plain CSV.
    pub read_as: Option<String>,
    /// What was left out of the framework that came with it.
    pub notes: Vec<String>,
}

/// Whom a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub code: String,
    pub name: Option<String>,
    pub year: Option<i32>,
    /// The line of the file.
    pub line: u32,
}

impl Unit {
    /// "AUT", or "AUT 2018" in a panel.
    pub fn label(&self) -> String {
        self.year.map_or_else(|| self.code.clone(), |y| format!("{} {y}", self.code))
    }
}

impl Units {
    /// A column of numbers; nothing where the table has none of this name.
    pub fn number(&self, column: &str) -> Option<&[Option<f64>]> {
        self.numbers.iter().find(|(name, _)| name == column).map(|(_, values)| values.as_slice())
    }

    pub fn word(&self, column: &str) -> Option<&[Option<String>]> {
        self.words.iter().find(|(name, _)| name == column).map(|(_, values)| values.as_slice())
    }

    /// The rows of each group of a column, in the order of the groups' names; rows without a group together, first.
    pub fn groups(&self, column: &str) -> BTreeMap<Option<&str>, Vec<usize>> {
        let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        let words = self.word(column).unwrap_or_default();
        for row in 0..self.rows.len() {
            groups.entry(words.get(row).and_then(Option::as_deref)).or_default().push(row);
        }
        groups
    }

    /// The years that some row has, ascending, each once.
    pub fn held_years(&self) -> Vec<i32> {
        self.rows.iter().filter_map(|row| row.year).collect::<BTreeSet<i32>>().into_iter().collect()
    }

    /// The rows of each year, in ascending order of years; all rows together where the table has none.
    pub fn years(&self) -> Vec<Vec<usize>> {
        let mut years: BTreeMap<Option<i32>, Vec<usize>> = BTreeMap::new();
        for (i, row) in self.rows.iter().enumerate() {
            years.entry(row.year).or_default().push(i);
        }
        years.into_values().collect()
    }
}
