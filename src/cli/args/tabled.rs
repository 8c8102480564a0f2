//! A plain table in place of partnerships: common to the verbs that take one.

use std::path::PathBuf;

use super::import::{mark, separator};
use crate::sheet::{Mark, ReadOptions};

#[derive(Clone, clap::Args)]
#[command(group = clap::ArgGroup::new("Pair").args(["coinr", "coin_tool"]))]
pub struct Tabled {
    /// A plain table of units and indicators (CSV) instead of partnerships; the framework says what its columns mean
    #[arg(long, value_name = "FILE.csv", requires = "framework", conflicts_with_all = ["coinr", "data", "window"])]
    pub table: Option<PathBuf>,
    /// COINr's pair of tables instead of partnerships
    #[arg(long, num_args = 2, value_names = ["IDATA", "IMETA"], conflicts_with_all = ["framework", "data", "window"])]
    pub coinr: Vec<PathBuf>,
    /// The Excel file of the COIN Tool: its sheets Database and Framework
    #[arg(long, value_name = "FILE.xlsx", conflicts_with_all = ["table", "framework", "data", "window", "sheet"])]
    pub coin_tool: Option<PathBuf>,
    /// What stands between the cells of the table, where it is not recognised: , ; | or tab
    #[arg(long, value_name = "CHAR", value_parser = separator)]
    pub separator: Option<char>,
    /// The decimal mark of its numbers, where they do not show it: . or ,
    #[arg(long, value_name = ".|,", value_parser = mark)]
    pub decimal: Option<Mark>,
    /// The sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// With --coinr or --coin-tool: a file with the parts [methods] and [screen] of a framework
    // `requires` is waived where `coinr` conflicts with what was typed; `conflicts_with` is not.
    #[arg(long, value_name = "FILE.toml", requires = "Pair", conflicts_with_all = ["table", "framework", "data", "window"])]
    pub methods: Option<PathBuf>,
}

impl Tabled {
    /// How the table is read, as far as the command line settles it.
    pub fn reading(&self) -> ReadOptions {
        ReadOptions {
            separator: self.separator,
            decimal: self.decimal,
            sheet: self.sheet.clone(),
            ..ReadOptions::default()
        }
    }

    /// Whether the table comes with its tree, as COINr's or the COIN Tool's does.
    pub fn pair(&self) -> bool {
        !self.coinr.is_empty() || self.coin_tool.is_some()
    }

    /// Whether a table was named.
    pub fn named(&self) -> bool {
        self.table.is_some() || self.pair()
    }
}
