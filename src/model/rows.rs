//! Rows made for a table of a package, as texts: what a count or an import gives, and what is merged into a package's file.

use super::package::Table;

/// Rows for one table of a package; every row has a text for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    pub table: Table,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    /// No rows yet.
    pub fn new(table: Table, columns: &[&'static str]) -> Self {
        Rows { table, columns: columns.to_vec(), rows: Vec::new() }
    }

    /// The text that a row has in a column, if the rows have such a column.
    pub fn cell<'r>(&self, row: &'r [String], column: &str) -> Option<&'r str> {
        let at = self.columns.iter().position(|c| *c == column)?;
        row.get(at).map(String::as_str)
    }
}
