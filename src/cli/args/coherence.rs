//! What `spscore coherence` can be given.

use clap::ValueEnum;

use super::{Options, Tabled};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore coherence
  spscore coherence --table units.csv --framework mine.toml
  spscore coherence --coinr iData.csv iMeta.csv --node Political --unit AUT
  spscore coherence --table units.csv --framework mine.toml --format csv --out all.csv

Without a table the units are the framework's peer set. Statistics, availability and profiles describe the raw values, after
denomination; correlations, alpha, components and importance rest on the normalised scores, which is what is aggregated.")]
pub struct Coherence {
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of a table with years: the year examined, since one unit's years are no separate units [default: the last]
    #[arg(long, value_name = "YEAR", requires = "Tabled", allow_negative_numbers = true)]
    pub year: Option<i32>,
    /// Only what lies below this node
    #[arg(long, value_name = "CODE")]
    pub node: Option<String>,
    /// Show the profile of this unit: its places, strengths and weaknesses
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// One data set for everything [default: raw for statistics, normalised for relations]
    #[arg(long, value_enum, value_name = "SET")]
    pub data_set: Option<DataSet>,
    #[command(flatten)]
    pub options: Options,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataSet {
    /// As measured, after denomination; lower-is-better indicators turned by a change of sign
    Raw,
    /// After imputation, screening and treatment
    Treated,
    /// The indicators' scores
    Normalised,
}
