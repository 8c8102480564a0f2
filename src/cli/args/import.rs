//! What is to be imported, from where, into which package.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Output, window};
use crate::model::Window;
use crate::sheet::Mark;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore import trade-register.csv --into my-package
  spscore import sipri-values import-export-values_1950-2024.csv --into my-package --years 2000-2023
  spscore import BACI_HS92_Y20*.csv --into my-package --parties VNM,RUS
  spscore import imf-dots imports.csv --reporter CHN --flow imports --into my-package
  spscore import table customs.xlsx --map customs.toml --into my-package --dry-run
  spscore import --list")]
pub struct Import {
    /// The provider, where it is not to be recognised by the layout (--list names them all), then the files
    #[arg(value_name = "[PROVIDER] FILE", required_unless_present = "list")]
    pub words: Vec<PathBuf>,
    /// The folder of the data package that the rows go into
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    pub into: Option<PathBuf>,
    /// Take rows of these parties alone, joined with commas: codes or names; of a bloc all its members [default: every
    /// state of the package]
    #[arg(long, value_name = "PARTY,..", value_delimiter = ',')]
    pub parties: Vec<String>,
    /// Take these years alone
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub years: Option<Window>,
    /// Let a new value take the place of one from another source, vintage or valuation
    #[arg(long)]
    pub replace: bool,
    /// Say what would be taken and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// For `table`: a file that says which column is what (docs/import.md)
    #[arg(long, value_name = "FILE.toml")]
    pub map: Option<PathBuf>,
    /// Whose trade it is, where the file does not say
    #[arg(long, value_name = "PARTY")]
    pub reporter: Option<String>,
    /// In which direction, where the file does not say
    #[arg(long, value_enum)]
    pub flow: Option<Flow>,
    /// Which edition of the data it is, where the file does not say: the day of the download
    #[arg(long, value_name = "TEXT")]
    pub vintage: Option<String>,
    /// Take sums over a part of a data set, such as some products of BACI
    #[arg(long)]
    pub partial: bool,
    /// The decimal mark of the numbers
    #[arg(long, value_name = ".|,", value_parser = mark)]
    pub decimal: Option<Mark>,
    /// The character between cells, or `tab`
    #[arg(long, value_name = "CHAR", value_parser = separator)]
    pub separator: Option<char>,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// List the providers and where their files are downloaded
    #[arg(long)]
    pub list: bool,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Flow {
    Exports,
    Imports,
}

pub(super) fn mark(text: &str) -> Result<Mark, String> {
    Mark::typed(text).ok_or_else(|| "write . or ,".to_owned())
}

pub(super) fn separator(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (text, letters.next(), letters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(c), None) if c.is_ascii() => Ok(c),
        _ => Err("write one character, such as `;`, or `tab`".to_owned()),
    }
}
