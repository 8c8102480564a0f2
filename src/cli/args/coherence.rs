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
    /// With a table: only the units of one group, which were scored among all; the column stands in [table] groups
    #[arg(long, value_name = "COLUMN=GROUP", requires = "Tabled", value_parser = group)]
    pub group: Option<Group>,
    /// Two indicators stand out beyond this correlation, either way
    #[arg(long, value_name = "R", value_parser = correlation, default_value = "0.9")]
    pub collinear: f64,
    /// Two indicators stand out below this correlation
    #[arg(long, value_name = "R", value_parser = correlation, default_value = "-0.4", allow_hyphen_values = true)]
    pub negative: f64,
    /// The correlation that these two limits are held against
    #[arg(long, value_enum, value_name = "MEASURE", default_value = "pearson")]
    pub correlation: CorrelationMeasure,
    /// With a table: a size stands out that goes with an indicator beyond this correlation, either way
    #[arg(long, value_name = "R", value_parser = correlation, default_value = "0.6", requires = "Tabled")]
    pub with_sizes: f64,
    /// One data set for everything [default: raw for statistics, normalised for relations]
    #[arg(long, value_enum, value_name = "SET")]
    pub data_set: Option<DataSet>,
    #[command(flatten)]
    pub options: Options,
}

/// A column of groups, and one of them.
#[derive(Clone)]
pub struct Group {
    pub column: String,
    pub word: String,
}

fn group(text: &str) -> Result<Group, String> {
    let (column, word) = text.split_once('=').ok_or("write the column and the group, such as region=Asia")?;
    Ok(Group { column: column.trim().to_owned(), word: word.trim().to_owned() })
}

fn correlation(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(r) if (-1.0..=1.0).contains(&r) => Ok(r),
        _ => Err("write a number from -1 to 1".into()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CorrelationMeasure {
    Pearson,
    Spearman,
    /// Kendall's tau-b
    Kendall,
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
