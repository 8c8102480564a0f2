//! Rows made for a table of a package, as texts: what a count or an import gives, and what is merged into a package's file.

use super::package::Table;

/// Rows for one table; every row has a text for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    pub table: Table,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}
