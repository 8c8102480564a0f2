//! What can be typed after `spscore decompose`.

use super::{Options, window};
use crate::model::window::Window;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore decompose russia-asean                 all three, each in brief
  spscore decompose russia-asean --levels        what each indicator adds, and what would close the gap
  spscore decompose russia-asean --members       who carries it: without each member, Shapley values, carrying set
  spscore decompose russia-asean --time          what changed since the five years before, trends, rises of status
  spscore decompose korea-asean --time --from 2005-2009 --to 2011-2015
  spscore decompose china-asean --members --window 2014-2018 --format csv --out members.csv

docs/decompose.md explains every figure.")]
pub struct Decompose {
    /// Two parties joined by a hyphen, either way round: russia-asean
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// What each indicator adds to FORM and CONTENT, what would close the gap, who names whom
    #[arg(long)]
    pub levels: bool,
    /// The bloc without each member, each member's share over all coalitions, the fewest who carry it
    #[arg(long)]
    pub members: bool,
    /// What changed from one window to another, trends of yearly values, what each rise of status did
    #[arg(long)]
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
