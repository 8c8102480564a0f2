//! What can be typed after `spscore decompose`.

use std::path::PathBuf;

use super::{Options, Tabled, window};
use crate::model::window::Window;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore decompose russia-asean                 all three, each in brief
  spscore decompose russia-asean --levels        what each indicator adds, and what would close the gap
  spscore decompose russia-asean --members       who carries it: without each member, Shapley values, carrying set
  spscore decompose russia-asean --time          what changed since the five years before, trends, rises of status
  spscore decompose korea-asean --time --from 2005-2009 --to 2011-2015
  spscore decompose china-asean --members --window 2014-2018 --format csv --out members.csv
  spscore decompose --table panel.csv --framework mine.toml --years 2015,2020       every unit's change
  spscore decompose AUT --table old.csv --framework mine.toml --with-table new.csv --node Social

docs/decompose.md explains every figure.")]
pub struct Decompose {
    /// Two parties joined by a hyphen, either way round: russia-asean; with a table a unit [default: all of them]
    #[arg(value_name = "SLUG|UNIT", required_unless_present = "Tabled")]
    pub slug: Option<String>,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of a panel: the earlier and the later year; with --with-table the year of both
    #[arg(long, value_name = "YEAR,YEAR", value_delimiter = ',', requires = "Tabled", allow_negative_numbers = true)]
    pub years: Vec<i32>,
    /// The later version of the table, where the change is one between two files
    #[arg(long, value_name = "FILE", requires = "table")]
    pub with_table: Option<PathBuf>,
    /// Of a table: take this node apart [default: the index itself]
    #[arg(long, value_name = "CODE", requires = "Tabled")]
    pub node: Option<String>,
    /// What each indicator adds to FORM and CONTENT, what would close the gap, who names whom
    #[arg(long, conflicts_with = "Tabled")]
    pub levels: bool,
    /// The bloc without each member, each member's share over all coalitions, the fewest who carry it
    #[arg(long, conflicts_with = "Tabled")]
    pub members: bool,
    /// What changed from one window to another, trends of yearly values, what each rise of status did
    #[arg(long, conflicts_with = "Tabled")]
    pub time: bool,
    /// With --time: the earlier window [default: as many years just before the later one]
    #[arg(long, value_name = "FROM-TO", value_parser = window, requires = "time")]
    pub from: Option<Window>,
    /// With --time: the later window [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window, requires = "time", conflicts_with_all = ["levels", "members", "window"])]
    pub to: Option<Window>,
    #[command(flatten)]
    pub options: Options,
}
