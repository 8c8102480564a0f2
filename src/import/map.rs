//! Any table at all, with a file that says which column is what: flows with their unit, decimal mark, header row, sheet,
//! and whether the years stand across; statuses and institutions with their dates and what the file calls them.

mod dated;
mod flows;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::collection::Collection;
use super::folder::text_of;
use super::layout::{Head, Input, Likeness, Provider};
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Table;
use crate::sheet::{self, ReadOptions, Row, Sheet};

pub struct Mapped;

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    /// The table of the package that the rows are for.
    table: String,
    /// The line of the header; the first line that has the named columns where none is given.
    header: Option<u64>,
    /// The sheet of a workbook.
    sheet: Option<String>,
    /// The decimal mark: "." or ",".
    decimal: Option<String>,
    /// What the values are to be multiplied by: 1000 where they are thousands.
    #[serde(default = "one")]
    scale: u64,
    #[serde(default)]
    valuation: Valued,
    /// What stands for a value that is not known.
    #[serde(default)]
    missing: Vec<String>,
    /// Whether each year has a column of its own.
    #[serde(default)]
    years_across: bool,
    /// What the file calls a rung or an institution, and its code in the framework.
    #[serde(default)]
    codes: BTreeMap<String, String>,
    /// By what it is (exporter, importer, year, value, hs2; supplier, recipient; party, with, rung, date): the column's
    /// heading.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// The same for what no column says, since it is one for the whole file.
    #[serde(default)]
    constant: BTreeMap<String, String>,
    source: Cited,
}

fn one() -> u64 {
    1
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Valued {
    Fob,
    Cif,
    #[default]
    Unstated,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    key: String,
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    note: String,
    vintage: String,
}

impl Provider for Mapped {
    fn code(&self) -> &'static str {
        "table"
    }

    fn title(&self) -> &'static str {
        "any CSV, XLSX or ODS, with a mapping file"
    }

    fn page(&self) -> &'static str {
        "the table's own page"
    }

    fn recognise(&self, _: &Head) -> Likeness {
        Likeness::default().and(false, "a mapping file (--map)")
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let Some(path) = &input.map else {
            let hint = "write one, such as docs/import.md shows, and name it with --map";
            let message = "a table of one's own needs a mapping file that says which column is what".to_owned();
            return Err(single(Place::whole(input.name()), Problem::Import { message, hint: hint.into() }));
        };
        let name = path.display().to_string();
        let text = text_of(path)?;
        let map: Map = toml::from_str(&text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) as u64 + 1;
            let message = e.message().to_owned();
            let hint = "a mapping has table, columns and source; docs/import.md lists all its keys".to_owned();
            single(Place::new(&name, line, column), Problem::Import { message, hint })
        })?;
        let wrong =
            |message: String, hint: &str| single(Place::whole(&name), Problem::Import { message, hint: hint.into() });
        let table = Table::ALL.into_iter().find(|t| t.name() == map.table && TABLES.contains(t)).ok_or_else(|| {
            let names: Vec<String> = TABLES.iter().map(|t| t.name().to_owned()).collect();
            let hint = format!("a mapping makes rows of {}", crate::diagnostic::list_or(&names));
            wrong(format!("`{}` is no table that a mapping makes rows of", map.table), &hint)
        })?;
        let options =
            ReadOptions { sheet: map.sheet.clone().or_else(|| input.options.sheet.clone()), ..input.options.clone() };
        let sheet = sheet::read(&input.path, &options)?;
        let Cited { key, title, author, year, url, note, vintage } = &map.source;
        let [key, title, author, year, url, note, vintage] =
            [key, title, author, year, url, note, vintage].map(|text| text.trim().to_owned());
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(wrong(
                format!("`{key}` is no key of a source"),
                "use letters, digits and hyphens: my-data-2024",
            ));
        }
        let source = collection.source(Source { key, author, title, year, url, note, vintage });
        let mapped = MappedFile { map: &map, table, name: &name, sheet: &sheet, source };
        match table {
            Table::Status | Table::Institutions => dated::read(&mapped, collection),
            _ => flows::read(&mapped, input.options.decimal, collection),
        }
    }
}

/// The tables that a mapping can make rows of.
const TABLES: [Table; 5] = [Table::Trade, Table::TradeHs2, Table::Arms, Table::Status, Table::Institutions];

/// A file with its mapping.
struct MappedFile<'f> {
    map: &'f Map,
    table: Table,
    /// The mapping file's name.
    name: &'f str,
    sheet: &'f Sheet,
    /// The place of the source among the collection's.
    source: usize,
}

fn single(place: Place, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(place, problem);
    problems
}

/// Where something stands: in a column, or it is one for the whole file.
enum Cell {
    Column(usize),
    Constant(String),
}

impl Cell {
    fn text<'t>(&'t self, row: &'t Row) -> &'t str {
        match self {
            Cell::Column(at) => row.cell(*at),
            Cell::Constant(text) => text,
        }
    }
}

impl MappedFile<'_> {
    /// An error of the mapping file as a whole.
    fn wrong(&self, message: String, hint: &str) -> Diagnostics {
        single(Place::whole(self.name), Problem::Import { message, hint: hint.into() })
    }

    /// That the mapping says of all that is needed where it stands, and of nothing else but what is optional.
    fn check(&self, needed: &[&str], optional: &[&str]) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut report = |message: String| {
            let hint = format!("this mapping needs {}, each under [columns] or [constant]", needed.join(", "));
            problems.push(Place::whole(self.name), Problem::Import { message, hint });
        };
        let said = |what: &str| self.map.columns.contains_key(what) || self.map.constant.contains_key(what);
        for what in self.map.columns.keys().chain(self.map.constant.keys()).map(String::as_str) {
            if !needed.contains(&what) && !optional.contains(&what) {
                report(format!("`{what}` is nothing that a row of this table has"));
            }
        }
        for what in needed.iter().filter(|what| !said(what)) {
            report(format!("the mapping does not say where {what} stands"));
        }
        problems.or(())
    }

    /// The place of the header among the rows: the line that is named, or the first row with all headings.
    fn header(&self) -> Result<(usize, &Row), Diagnostics> {
        let Map { columns, header, .. } = self.map;
        let fits = |row: &Row| columns.values().all(|head| row.cells().any(|cell| cell == head.trim()));
        let rows = &self.sheet.rows;
        let at = match header {
            Some(line) => rows.iter().position(|row| row.line == *line),
            None => rows.iter().take(100).position(fits),
        };
        at.and_then(|at| Some((at, rows.get(at)?))).ok_or_else(|| {
            let heads: Vec<String> = columns.values().map(|h| format!("`{h}`")).collect();
            let message = format!("no row has the columns {}", heads.join(", "));
            let hint = "write the headings as they stand in the file, or give the header's line".to_owned();
            single(Place::whole(&self.sheet.file), Problem::Import { message, hint })
        })
    }

    /// The column that the mapping names for this.
    fn column(&self, header: &Row, what: &str) -> Result<usize, Diagnostics> {
        let head = self.map.columns.get(what).map_or("", |h| h.trim());
        header.cells().position(|cell| cell == head).ok_or_else(|| {
            let (column, table) = (head.to_owned(), self.sheet.file.clone());
            single(self.sheet.place(header, 0), Problem::MissingColumn { column, table })
        })
    }

    fn cell(&self, header: &Row, what: &str) -> Result<Cell, Diagnostics> {
        match self.map.constant.get(what) {
            Some(text) => Ok(Cell::Constant(text.trim().to_owned())),
            None => self.column(header, what).map(Cell::Column),
        }
    }
}
