//! `spscore trends`: how values and scores of a panel move through the years.

use super::args::{Options, Tabled};
use super::output::ProtectedFiles;
use super::{Failure, Outcome, deliver, input, refusals};
use crate::analysis::verbs::{self, TrendsRequest};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore trends --table panel.csv --framework mine.toml
  spscore trends AUT BEL --table panel.csv --framework mine.toml --node Index,Flights --years 2018-2022
  spscore trends --coinr iData.csv iMeta.csv --format csv --out trends.csv

The table has one row for each unit and year (year = \"COLUMN\" in [table]). CSV and JSON have every node and indicator.")]
pub struct TrendsArgs {
    /// Only these units
    #[arg(value_name = "UNIT")]
    pub units: Vec<String>,
    #[command(flatten)]
    pub tabled: Tabled,
    /// These nodes or indicators, joined with commas [default: the index itself]
    #[arg(long, value_name = "CODE,..", value_delimiter = ',')]
    pub node: Vec<String>,
    /// First and last year that are looked at
    #[arg(long, value_name = "FROM-TO", value_parser = years)]
    pub years: Option<Years>,
    /// Indicators after imputation instead of before
    #[arg(long)]
    pub imputed: bool,
    #[command(flatten)]
    pub options: Options,
}

/// First and last year.
#[derive(Clone, Copy)]
pub struct Years(i32, i32);

fn years(text: &str) -> Result<Years, String> {
    let hint = "write first and last year, such as 2018-2022";
    let (from, to) = text.split_once(['-', '–']).ok_or(hint)?;
    let year = |text: &str| text.trim().parse::<i32>().map_err(|_| hint.to_owned());
    let (from, to) = (year(from)?, year(to)?);
    if from < to { Ok(Years(from, to)) } else { Err(hint.into()) }
}

impl TrendsArgs {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

pub(super) fn run(args: &TrendsArgs) -> Result<Outcome, Failure> {
    if !args.tabled.named() {
        let message = "error: trends are of a table with years\n  name one with --table, --coinr or --coin-tool";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let (index, units) = input::table(&args.tabled, args.options.scope.inputs.framework())?;
    let request = TrendsRequest {
        nodes: args.node.clone(),
        units: args.units.clone(),
        years: args.years.map(|Years(from, to)| (from, to)),
        imputed: args.imputed,
    };
    let found = verbs::trends(&index, &units, &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(if found.courses.iter().all(|c| c.known == 0) { Outcome::Withheld } else { Outcome::Done })
}
