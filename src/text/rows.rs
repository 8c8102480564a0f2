//! Small tables of the user's: metadata, patterns, codebooks and coding sheets, from CSV or a workbook. Every row has a
//! cell for each column, and every cell its place.

use std::path::Path;

use encoding_rs::Encoding;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::sheet::{self, ReadOptions, Row as Cells, Sheet};

/// A table with its header.
#[derive(Clone, Debug)]
pub struct Rows {
    pub file: String,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// The cells of one row.
#[derive(Clone, Debug)]
pub struct Row(Cells);

impl Rows {
    /// Reads a table on disk: CSV in any usual dialect, or the first sheet of a workbook. A text that is not UTF-8 is
    /// taken for one in the encoding that is named, and refused where none is: a wrong guess would spoil names.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, and as [`Rows::of`].
    pub fn open(path: &Path, otherwise: Option<&'static Encoding>) -> Result<Self, Diagnostics> {
        let file = path.display().to_string();
        let bytes = sheet::bytes(path)?;
        if std::str::from_utf8(&bytes).is_ok() || sheet::knows_encoding(&bytes) {
            return Self::of(sheet::from_bytes(&file, &bytes, &OPTIONS)?);
        }
        match super::extract::decode(&file, &bytes, otherwise) {
            Ok(text) => Self::read(&file, &text),
            Err(refused) => {
                let mut found = Diagnostics::default();
                found.push(refused.0, refused.1);
                Err(found)
            }
        }
    }

    /// Reads a table that is at hand as text; `file` is its name as the user knows it.
    ///
    /// # Errors
    ///
    /// As [`Rows::of`].
    pub fn read(file: &str, text: &str) -> Result<Self, Diagnostics> {
        Self::of(sheet::from_bytes(file, text.as_bytes(), &OPTIONS)?)
    }

    /// A sheet whose first row is its header. Empty cells behind the last column, which spreadsheets leave, are none.
    ///
    /// # Errors
    ///
    /// Where it has a column twice, or rows of another length than the header; all of it is told.
    pub fn of(sheet: Sheet) -> Result<Self, Diagnostics> {
        let Sheet { file, rows, .. } = sheet;
        let mut found = Diagnostics::default();
        let place = |row: &Row, column: usize| Place::new(&file, row.line(), column as u64 + 1);
        let mut rows = rows.into_iter().filter(|row| !row.is_empty()).map(Row);
        let header = rows.next().map_or_else(Vec::new, |row| {
            let mut header: Vec<String> = row.0.cells().map(str::to_owned).collect();
            header.truncate(row.width());
            for (i, column) in header.iter().enumerate() {
                if let Some(first) = header.iter().take(i).position(|c| c == column) {
                    let problem = Problem::DuplicateColumn { column: column.clone(), first: first as u64 + 1 };
                    found.push(place(&row, i), problem);
                }
            }
            header
        });
        let expected = header.len();
        let mut rows: Vec<Row> = rows.collect();
        let fits = |row: &Row| row.width() <= expected && row.0.len() >= expected;
        for row in rows.iter().filter(|r| !fits(r)) {
            let problem = Problem::RowLength { found: row.0.len().min(row.width().max(expected + 1)), expected };
            found.push(place(row, 0), problem);
        }
        rows.retain(fits);
        found.or(Rows { file, header, rows })
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|c| c == name)
    }

    /// The first of these columns that there is.
    pub fn any(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.column(name))
    }

    /// The first of these columns; told where there is none of them.
    pub fn required(&self, names: &[&str], found: &mut Diagnostics) -> Option<usize> {
        let column = self.any(names);
        if column.is_none() {
            let message = format!("the table has no column `{}`", names.join("` or `"));
            let hint = format!("its columns are: {}", self.header.join(", "));
            found.push(Place::new(&self.file, 1, 1), Problem::Framework { message, hint });
        }
        column
    }

    /// The place of a cell: the line on which its row begins, and the number of its column.
    pub fn place(&self, row: &Row, column: usize) -> Place {
        Place::new(&self.file, row.line(), column as u64 + 1)
    }
}

/// Cells may hold whole speeches.
const OPTIONS: ReadOptions = ReadOptions { separator: None, decimal: None, sheet: None, long_texts: true };

impl Row {
    /// The cell of a column; nothing where there is no such column.
    pub fn field(&self, column: impl Into<Option<usize>>) -> &str {
        column.into().map_or("", |column| self.0.cell(column))
    }

    pub fn line(&self) -> u64 {
        self.0.line
    }

    /// How many cells there are up to the last in which something stands.
    fn width(&self) -> usize {
        let filled = self.0.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
        filled.map(|(i, _)| i + 1).last().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_places() {
        let rows = Rows::read("t.csv", "a,b\n\n\"x\ny\",2\n3,\"q, \"\"r\"\"\"\n").expect("a table");
        let place = |row: usize, column| rows.place(&rows.rows[row], column).to_string();
        assert_eq!([place(0, 0), place(0, 1), place(1, 1)], ["t.csv:3:1", "t.csv:3:2", "t.csv:5:2"]);
        assert_eq!(rows.rows[1].field(rows.column("b")), "q, \"r\"");
        assert_eq!(rows.rows[1].field(rows.column("c")), "");
    }

    #[test]
    fn the_leavings_of_a_spreadsheet_are_no_cells() {
        let rows = Rows::read("t.csv", "a;b;;\n1;2;;\n;;;\n").expect("a table");
        assert_eq!((rows.header.len(), rows.rows.len(), rows.rows[0].field(1)), (2, 1, "2"));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (text, told) in [
            ("", "t.csv: error: the file is empty"),
            ("a,a\n", "t.csv:1:2: error: column `a` stands twice (first as column 1)"),
            ("a,b\n1\n", "t.csv:2:1: error: the row has 1 fields, the header has 2"),
            ("a,b\n1,2,3\n", "t.csv:2:1: error: the row has 3 fields, the header has 2"),
        ] {
            let found = Rows::read("t.csv", text).expect_err("no table").to_string();
            assert!(found.starts_with(told), "{found}");
        }
    }
}
