//! What a provider is to the program: a layout that can be recognised by its beginning and read.

use std::path::{Path, PathBuf};

use super::collection::Collection;
use crate::diagnostic::Diagnostics;
use crate::sheet::{self, ReadOptions, Row, Sheet};

/// One layout of one provider.
pub trait Provider: Sync {
    /// How it is named on the command line, such as `sipri-values`.
    fn code(&self) -> &'static str;

    /// In words.
    fn title(&self) -> &'static str;

    /// Where the files are downloaded.
    fn page(&self) -> &'static str;

    /// How much the beginning of a file looks like this layout.
    fn recognise(&self, head: &Head) -> Likeness;

    /// Reads a file into the collection.
    ///
    /// # Errors
    ///
    /// What keeps the file from being read at all; problems with single rows are added to the collection.
    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics>;
}

/// The beginning of a file.
#[derive(Clone, Debug)]
pub struct Head {
    pub sheet: Sheet,
}

impl Head {
    /// The row whose cells have all these names, in any order, case and with any cells between; with the column of
    /// each.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> Option<(usize, [usize; N])> {
        columns(&self.sheet.rows, names)
    }

    /// How many of these names the row has that has most of them, and which are missing.
    pub fn likeness(&self, names: &[&str]) -> Likeness {
        let missing = |row: &Row| -> Vec<String> {
            let lacks = |name: &&&str| !row.cells().any(|cell| same(cell, name));
            names.iter().filter(lacks).map(|name| (*name).to_owned()).collect()
        };
        let best = self.sheet.rows.iter().take(DEEPEST).map(missing).min_by_key(Vec::len);
        let missing = best.unwrap_or_else(|| names.iter().map(|n| (*n).to_owned()).collect());
        Likeness { found: names.len() - missing.len(), wanted: names.len(), missing }
    }

    /// Whether any cell above the header begins like this.
    pub fn has_cell(&self, beginning: &str) -> bool {
        let lower = beginning.to_lowercase();
        self.sheet.rows.iter().take(DEEPEST).any(|row| row.cells().any(|c| c.to_lowercase().starts_with(&lower)))
    }
}

/// Rows in which a header is looked for.
const DEEPEST: usize = 40;

/// The first row whose cells have all these names, with the column of each.
pub fn columns<const N: usize>(rows: &[Row], names: [&str; N]) -> Option<(usize, [usize; N])> {
    rows.iter().take(DEEPEST).enumerate().find_map(|(at, row)| {
        let mut found = [0; N];
        for (place, name) in found.iter_mut().zip(names) {
            *place = row.cells().position(|cell| same(cell, name))?;
        }
        Some((at, found))
    })
}

/// Whether two names of a column are one: in any case, with a stray semicolon at the line's end.
pub fn same(cell: &str, name: &str) -> bool {
    cell.trim_end_matches(';').trim().eq_ignore_ascii_case(name)
}

/// How near a file comes to a layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    pub found: usize,
    pub wanted: usize,
    /// What is not there.
    pub missing: Vec<String>,
}

impl Likeness {
    /// One thing more is wanted, which is there or is missing.
    #[must_use]
    pub fn and(mut self, there: bool, what: &str) -> Self {
        self.wanted += 1;
        if there {
            self.found += 1;
        } else {
            self.missing.push(what.to_owned());
        }
        self
    }

    pub fn is_complete(&self) -> bool {
        self.wanted > 0 && self.missing.is_empty()
    }
}

/// One file to be read.
#[derive(Clone, Debug)]
pub struct Input {
    pub path: PathBuf,
    pub options: ReadOptions,
    /// The mapping that the user brought.
    pub map: Option<PathBuf>,
}

impl Input {
    pub fn new(path: &Path, options: &ReadOptions) -> Self {
        Input { path: path.to_owned(), options: options.clone(), map: None }
    }

    /// As the user knows it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The name alone, without folders.
    pub fn file_name(&self) -> String {
        self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// All its cells.
    ///
    /// # Errors
    ///
    /// Where it is no sheet or cannot be read.
    pub fn sheet(&self) -> Result<Sheet, Diagnostics> {
        sheet::read(&self.path, &self.options)
    }
}
