//! Where a result goes, and as what.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::{Failure, Outcome};
use crate::write;

/// Common to all verbs with a result.
#[derive(clap::Args)]
pub struct Output {
    /// How to write the result [default: as the ending of --out says, otherwise a table]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write to a file instead of the terminal
    #[arg(long, short = 'o', value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The formats of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Markdown,
    Html,
    Latex,
    /// A workbook for Excel, a sheet for each table; needs --out
    Xlsx,
}

impl Output {
    /// The format that was asked for, or that the file's name asks for.
    ///
    /// # Errors
    ///
    /// Where the name has an ending that is that of no format, and none was asked for.
    pub fn format(&self) -> Result<Format, Failure> {
        match (self.format, self.out.as_deref()) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Format::Table),
            (None, Some(path)) => Format::of_file(path).ok_or_else(|| unknown(path)),
        }
    }
}

impl Format {
    /// The format that a file's name asks for, if any has its ending.
    pub fn of_file(path: &Path) -> Option<Self> {
        let is = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if is("json") {
            return Some(Format::Json);
        }
        if is("xlsx") {
            return Some(Format::Xlsx);
        }
        // A name without an ending, as devices have, says nothing of a format.
        if path.extension().is_none() || path.starts_with("/dev") {
            return Some(Format::Table);
        }
        Some(match write::Format::of_file(path)? {
            write::Format::Terminal { .. } => Format::Table,
            write::Format::Markdown => Format::Markdown,
            write::Format::Csv => Format::Csv,
            write::Format::Html => Format::Html,
            write::Format::Latex => Format::Latex,
        })
    }
}

fn unknown(path: &Path) -> Failure {
    let message = format!("{}: error: the ending of this name is that of no format", path.display());
    let hint = "  hint: end it with .txt, .md, .csv, .json, .html, .tex or .xlsx, or say which with --format";
    Failure::new(Outcome::BadUsage, format!("{message}\n{hint}"))
}
