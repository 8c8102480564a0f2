//! Rows of cells under the heads of their columns.

use super::{Cell, Value};

/// A table of a page, or of records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// May be empty.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// What the columns mean; stands below. May be empty.
    pub note: String,
    /// Whether the heads go without saying on a page of text; formats whose tables need heads write them nevertheless.
    pub headless: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub head: String,
    /// Whether it holds words, which stand at the left and may be wrapped; numbers stand at the right.
    pub words: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Steps down a tree.
    pub depth: usize,
    /// Whether it stands out.
    pub strong: bool,
    pub cells: Vec<Cell>,
}

impl Column {
    pub fn words(head: impl Into<String>) -> Self {
        Column { head: head.into(), words: true }
    }

    pub fn numbers(head: impl Into<String>) -> Self {
        Column { head: head.into(), words: false }
    }
}

impl Table {
    /// With so many columns of words at the left, and numbers in the others.
    pub fn new<H: Into<String>>(title: impl Into<String>, heads: impl IntoIterator<Item = H>, words: usize) -> Self {
        let column = |(i, head): (usize, H)| Column { head: head.into(), words: i < words };
        Table { title: title.into(), columns: heads.into_iter().enumerate().map(column).collect(), ..Table::default() }
    }

    /// More columns of numbers at the right.
    pub fn numbers<H: Into<String>>(&mut self, heads: impl IntoIterator<Item = H>) {
        self.columns.extend(heads.into_iter().map(Column::numbers));
    }

    /// Records under these heads: no titles, and nothing is rounded.
    pub fn records<H: Into<String>>(heads: impl IntoIterator<Item = H>) -> Self {
        Table::new("", heads, 0)
    }

    /// The columns in which something stands; a bar counts where the format draws it.
    pub fn shown(&self, drawn: bool) -> Vec<usize> {
        let stands = |cell: &Cell| (drawn && matches!(cell.value, Value::Bar { .. })) || !cell.words().is_empty();
        let any = |i: &usize| self.rows.iter().any(|row| row.cells.get(*i).is_some_and(stands));
        (0..self.columns.len()).filter(any).collect()
    }

    /// Empty cells at the end of a row are not kept: records of pairs come in hundreds of thousands.
    pub fn push<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let mut cells: Vec<Cell> = cells.into_iter().map(Into::into).collect();
        cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
        cells.shrink_to_fit();
        self.rows.push(Row { cells, ..Row::default() });
    }

    /// A row of a tree, so many steps down.
    pub fn push_at<C: Into<Cell>>(&mut self, depth: usize, strong: bool, cells: impl IntoIterator<Item = C>) {
        self.rows.push(Row { depth, strong, cells: cells.into_iter().map(Into::into).collect() });
    }
}
