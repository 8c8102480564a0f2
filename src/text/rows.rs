//! Small tables of the user's: metadata, patterns, codebooks and coding sheets as rows of texts with their places. The one file of this
//! room that knows how a table is read.

use crate::diagnostic::{Diagnostics, Place, Problem};

/// A table with its header.
#[derive(Clone, Debug)]
pub struct Rows {
    pub file: String,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub fields: Vec<String>,
    /// Line and column of each field.
    places: Vec<(u64, u64)>,
}

impl Rows {
    /// Reads a table; `file` is its name as the user knows it.
    ///
    /// # Errors
    ///
    /// Where it is empty, has a column twice, or rows of another length than the header; all of it is told.
    pub fn read(file: &str, text: &str) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) if record.iter().all(str::is_empty) => {}
                Ok(record) => records.push(record),
                Err(e) => {
                    let line = e.position().map_or(0, csv::Position::line);
                    found.push(Place::new(file, line, 1), Problem::Malformed { what: "CSV file", why: e.to_string() });
                    break;
                }
            }
        }
        let mut rows = records.iter().map(|record| Row {
            fields: record.iter().map(|f| f.trim().to_owned()).collect(),
            places: places(text, record),
        });
        let Some(header) = rows.next() else {
            found.push(Place::whole(file), Problem::EmptyFile);
            return found.or(Rows { file: file.to_owned(), header: Vec::new(), rows: Vec::new() });
        };
        let mut table = Rows { file: file.to_owned(), header: header.fields.clone(), rows: rows.collect() };
        for (i, column) in table.header.iter().enumerate() {
            if let Some(first) = table.header.iter().take(i).position(|c| c == column) {
                let problem = Problem::DuplicateColumn { column: column.clone(), first: first as u64 + 1 };
                found.push(header.place(file, i), problem);
            }
        }
        let expected = table.header.len();
        for row in table.rows.iter().filter(|r| r.fields.len() != expected) {
            found.push(row.place(file, 0), Problem::RowLength { found: row.fields.len(), expected });
        }
        table.rows.retain(|r| r.fields.len() == expected);
        found.or(table)
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

    pub fn place(&self, row: &Row, column: usize) -> Place {
        row.place(&self.file, column)
    }
}

impl Row {
    /// The field of a column; nothing where there is no such column.
    pub fn field(&self, column: impl Into<Option<usize>>) -> &str {
        column.into().and_then(|c: usize| self.fields.get(c)).map_or("", String::as_str)
    }

    pub fn line(&self) -> u64 {
        self.places.first().map_or(0, |p| p.0)
    }

    fn place(&self, file: &str, column: usize) -> Place {
        let (line, column) = self.places.get(column).or(self.places.first()).copied().unwrap_or((0, 1));
        Place::new(file, line, column)
    }
}

/// Line and column where each field of a record begins.
fn places(text: &str, record: &csv::StringRecord) -> Vec<(u64, u64)> {
    let (byte, line) = record.position().map_or((0, 1), |p| (p.byte() as usize, p.line()));
    let rest = text.get(byte..).unwrap_or_default();
    // The reader counts line breaks in front of a record to it.
    let body = rest.trim_start_matches(['\n', '\r']);
    let skipped = rest.get(..rest.len() - body.len()).unwrap_or_default();
    let mut at = (line + skipped.matches('\n').count() as u64, 1);
    let (mut places, mut quoted) = (vec![at], false);
    for c in body.chars() {
        if places.len() == record.len() && !quoted {
            break;
        }
        at = if c == '\n' { (at.0 + 1, 1) } else { (at.0, at.1 + 1) };
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => places.push(at),
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_know_their_places() {
        let rows = Rows::read("t.csv", "a,b\n\n\"x\ny\",2\n3,\"q, \"\"r\"\"\"\n").expect("a table");
        let place = |row: usize, column| rows.place(&rows.rows[row], column).to_string();
        assert_eq!([place(0, 0), place(0, 1), place(1, 1)], ["t.csv:3:1", "t.csv:4:4", "t.csv:5:3"]);
        assert_eq!(rows.rows[1].field(rows.column("b")), "q, \"r\"");
        assert_eq!(rows.rows[1].field(rows.column("c")), "");
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (text, told) in [
            ("", "t.csv: error: the file is empty"),
            ("a,a\n", "t.csv:1:3: error: column `a` stands twice (first as column 1)"),
            ("a,b\n1\n", "t.csv:2:1: error: the row has 1 fields, the header has 2"),
        ] {
            let found = Rows::read("t.csv", text).expect_err("no table").to_string();
            assert!(found.starts_with(told), "{found}");
        }
    }
}
