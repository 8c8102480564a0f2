//! Reads a rectangular sheet as text: CSV and its relatives in any usual dialect, XLSX, XLS and ODS. Every cell keeps
//! its place; what a cell means is for whoever asked.
//!
//! Separator, encoding and line ends are recognised, and reported ([`Dialect`]); [`ReadOptions`] settles
//! them.
//! What is no sheet (a folder, a zip, a pointer of Git LFS, a page of HTML) is named for what it is, with a remedy.

pub mod blocks;
mod bytes;
mod container;
pub mod decimal;
mod encoding;
mod exact;
mod separated;
mod workbook;

use std::path::Path;

pub use decimal::{Decimal, Mark};
pub use exact::Exact;

use crate::diagnostic::{Diagnostics, Place, Problem};

/// What the user says of a file, so that nothing need be recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Between the cells of a line: `,`, `;`, tab, `|`.
    pub separator: Option<char>,
    /// The decimal mark of its numbers.
    pub decimal: Option<Mark>,
    /// The sheet of a workbook; the first one where none is named.
    pub sheet: Option<String>,
    /// Whether a cell may hold a whole text of many lines; otherwise such a one is a quote that was never closed.
    pub long_texts: bool,
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    Separated { separator: char, encoding: &'static str },
    Workbook { format: &'static str, sheets: Vec<String> },
}

impl Dialect {
    /// In words, such as "separated by semicolons, Windows-1252".
    pub fn words(&self) -> String {
        match self {
            Dialect::Separated { separator, encoding } => {
                format!("separated by {}, {encoding}", separated::name(*separator))
            }
            Dialect::Workbook { format, sheets } => format!("{format} workbook with {} sheets", sheets.len()),
        }
    }
}

/// The cells of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, or the row of the workbook's sheet; from 1.
    pub line: u64,
    cells: csv::StringRecord,
}

impl Row {
    /// The text of a cell without the blanks around it; nothing where the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        self.raw(column).trim()
    }

    /// The text of a cell as it stands.
    pub fn raw(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing stands in any cell.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(str::trim)
    }
}

/// A sheet as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// As the user knows it.
    pub file: String,
    /// The name of a workbook's sheet.
    pub sheet: Option<String>,
    pub dialect: Dialect,
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The place of a cell: the row's line, and the column by its number from 1.
    pub fn place(&self, row: &Row, column: usize) -> Place {
        Place::new(&self.file, row.line, column as u64 + 1)
    }
}

/// Reads a file whole.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Sheet, Diagnostics> {
    from_bytes(&path.display().to_string(), &bytes(path)?, options)
}

/// Reads the beginning of a file, to see what it is: of a large one about its first 64 kB, of a workbook all.
pub fn head(path: &Path, options: &ReadOptions) -> Result<Sheet, Diagnostics> {
    let name = path.display().to_string();
    let bytes = bytes::first(path).map_err(|problem| one(&name, problem))?;
    from_bytes(&name, &bytes, options)
}

/// The bytes of a file that is read whole.
///
/// # Errors
///
/// Where it is a folder, too large, or cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    bytes::all(path).map_err(|problem| one(&path.display().to_string(), problem))
}

/// Whether a file that begins so is a workbook or another archive.
pub fn is_packed(bytes: &[u8]) -> bool {
    container::is_packed(bytes)
}

/// Whether the bytes themselves say how they are to be read: a workbook, a mark of the byte order, UTF-16.
pub fn knows_encoding(bytes: &[u8]) -> bool {
    is_packed(bytes) || encoding::is_marked(bytes)
}

/// Reads what was read already.
pub fn from_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Sheet, Diagnostics> {
    match container::of(name, bytes).map_err(|problem| one(name, problem))? {
        container::Kind::Text => separated::read(name, bytes, options),
        container::Kind::Workbook => workbook::read(name, bytes, options),
    }
}

fn one(name: &str, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(Place::whole(name), problem);
    problems
}
