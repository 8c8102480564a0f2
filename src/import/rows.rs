//! Rows for one table of a package, as texts.

/// Rows with the table they belong in; every row has a text for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The name of the resource, such as `trade`.
    pub table: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn new(table: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|c| (*c).to_owned()).collect();
        Rows { table: table.to_owned(), columns, rows: Vec::new() }
    }
}
