//! What can be typed: options and examples. What it means is for the verbs' own files.

mod audit;
mod bundle;
mod cite;
mod coherence;
mod compared_tables;
mod decompose;
mod import;
mod output;
mod plot;
mod rank;
mod sureness;
mod tabled;
mod varied;

pub use audit::Audit;
pub use bundle::{Bundle, Freeze, Verify};
pub use cite::{Cite, CiteFormat};
pub use coherence::{Coherence, CorrelationMeasure, DataSet};
pub use compared_tables::ComparedTables;
pub use decompose::Decompose;
pub use import::{Flow, Import};
pub use output::{Format, Output};
pub use plot::{LanguageName, Plot, PlotFormat, SlopeOf, ThemeName};
pub use rank::Rank;
pub use sureness::Sureness;
pub use tabled::Tabled;
pub use varied::Varied;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use crate::model::window::{Window, WindowError};

/// Which data, which framework: common to most verbs.
#[derive(clap::Args)]
pub struct Inputs {
    /// Data package folder [default: the one built in]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Framework: a file, or the code of a built-in one [default: the package's own, or korolev]
    #[arg(long, value_name = "FILE|CODE")]
    pub framework: Option<PathBuf>,
}

/// The framework where neither the command line nor the package names one.
pub const DEFAULT_FRAMEWORK: &str = "korolev";

impl Inputs {
    /// The framework that was named, or the default one.
    pub fn framework(&self) -> &Path {
        self.framework.as_deref().unwrap_or(Path::new(DEFAULT_FRAMEWORK))
    }
}

/// Which data, which framework, which years.
#[derive(clap::Args)]
pub struct Scope {
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub window: Option<Window>,
    #[command(flatten)]
    pub inputs: Inputs,
}

/// What most verbs have in common: what they read, and where their result goes.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore evaluate russia-asean
  spscore evaluate china-asean --window 2016-2020 --format markdown --out china.md
  spscore evaluate russia-asean --framework korolev-extended
  spscore evaluate --table units.csv --framework mine.toml --steps steps
  spscore evaluate --coinr iData.csv iMeta.csv --methods methods.toml")]
pub struct Evaluate {
    /// Two parties joined by a hyphen, either way round: russia-asean
    #[arg(value_name = "SLUG", required_unless_present = "Tabled", conflicts_with = "Tabled")]
    pub slug: Option<String>,
    #[command(flatten)]
    pub tabled: Tabled,
    /// With a table: every intermediate data set as CSV in this folder, at full precision
    #[arg(long, value_name = "DIR", conflicts_with = "slug")]
    pub steps: Option<PathBuf>,
    /// With a table: ranks within the groups of this column as well
    #[arg(long, value_name = "COLUMN", requires = "Tabled", conflicts_with = "slug")]
    pub within: Option<String>,
    #[command(flatten)]
    pub robustness: Sureness,
    /// The whole card: each direction, weights, members, other means, every note and source
    #[arg(long)]
    pub long: bool,
    #[command(flatten)]
    pub options: Options,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore compare --peers
  spscore compare --peers --upgrades
  spscore compare russia-asean eu-asean --format csv --out pair.csv
  spscore compare russia-asean --windows 2004-2008,2009-2013,2014-2018
  spscore compare russia-asean china-asean --rolling 5
  spscore compare --table units.csv --framework mine.toml --with-framework other.toml
  spscore compare --coinr iData.csv iMeta.csv --methods a.toml --with-methods b.toml --without LPI,Forest
  spscore compare --table panel.csv --framework mine.toml --years 2015,2018 --by-change")]
pub struct Compare {
    /// Two or more partnerships: russia-asean eu-asean
    #[arg(value_name = "SLUG", conflicts_with = "Tabled")]
    pub slugs: Vec<String>,
    /// The framework's whole peer set
    #[arg(long, conflicts_with = "Tabled")]
    pub peers: bool,
    /// The same partnerships under several frameworks: built-in codes or files, joined with commas
    #[arg(long, value_name = "CODE|FILE,..", value_delimiter = ',', conflicts_with_all = ["framework", "windows", "rolling", "upgrades"])]
    pub frameworks: Vec<PathBuf>,
    /// A series over several windows, joined with commas
    #[arg(long, value_name = "FROM-TO,..", value_parser = window, value_delimiter = ',', conflicts_with_all = ["rolling", "window", "Tabled"])]
    pub windows: Vec<Window>,
    /// A series over windows of so many years, one ending in each year since the trade data begin
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=50), conflicts_with_all = ["window", "Tabled"])]
    pub rolling: Option<u16>,
    /// Also ask what the last rise of each status did to CONTENT: measures every window of the data
    #[arg(long, conflicts_with_all = ["windows", "rolling", "Tabled"])]
    pub upgrades: bool,
    #[command(flatten)]
    pub tabled: Tabled,
    #[command(flatten)]
    pub tables: ComparedTables,
    #[command(flatten)]
    pub robustness: Sureness,
    #[command(flatten)]
    pub options: Options,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore explain russia-asean arms_share
  spscore explain russia-asean mention_rate --window 2018-2024
  spscore explain russia-asean gap
  spscore explain russia-asean agreement_on_a --rows all
  spscore explain IND --coinr iData.csv iMeta.csv --methods methods.toml
  spscore explain IND Social --table units.csv --framework mine.toml --against CHN")]
pub struct Explain {
    /// Two parties joined by a hyphen, either way round: russia-asean; with a table a unit
    #[arg(value_name = "SLUG|UNIT")]
    pub slug: String,
    /// An indicator or any other node (spscore list indicators), or `gap`; of a unit the index itself where none is
    /// named
    #[arg(value_name = "INDICATOR", required_unless_present = "Tabled")]
    pub node: Option<String>,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of a unit of a table: set it against this one instead of the mean of all
    #[arg(long, value_name = "UNIT", requires = "Tabled")]
    pub against: Option<String>,
    #[command(flatten)]
    pub scope: Scope,
    /// How many rows of each table to show, or `all`
    #[arg(long, value_name = "N|all", default_value = "60", value_parser = row_limit)]
    pub rows: RowLimit,
    #[command(flatten)]
    pub output: Output,
}

/// A limit on rows; `None` for all.
#[derive(Clone, Copy)]
pub struct RowLimit(pub Option<usize>);

#[derive(clap::Args)]
#[command(after_help = "Example:
  spscore list indicators --framework korolev-extended")]
pub struct List {
    #[arg(value_enum)]
    pub what: ListKind,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ListKind {
    Partnerships,
    Parties,
    Indicators,
    Issues,
    Frameworks,
    Sources,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore new my-study --parties vietnam,russia --peers china,india,usa
  spscore new my-study --parties TUR,ASEAN")]
pub struct New {
    /// Folder to make; its name is the package's
    #[arg(value_name = "NAME")]
    pub dir: PathBuf,
    /// The two parties, then others the tables shall know: names, ISO codes, or ASEAN, EU
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    pub parties: Vec<String>,
    /// Those whose partnerships with the second party it is ranked among
    #[arg(long, value_name = "C,D", value_delimiter = ',')]
    pub peers: Vec<String>,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore check my-data
  spscore check --framework my-framework.toml")]
pub struct Check {
    /// Data package folder [default: the one built in]
    #[arg(value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Framework: a file, or the code of a built-in one [default: the package's own, or korolev]
    #[arg(long, value_name = "FILE|CODE")]
    pub framework: Option<PathBuf>,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore framework anchors
  spscore framework schema > framework.schema.json")]
pub struct Framework {
    #[command(subcommand)]
    pub command: FrameworkCommand,
}

#[derive(Subcommand)]
pub enum FrameworkCommand {
    /// Compute the anchored goalposts again from the data, beside those in the file; writes nothing
    #[command(after_help = "Example:\n  spscore framework anchors --framework my-framework.toml")]
    Anchors {
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Print the JSON Schema of a framework file
    #[command(after_help = "Example:\n  spscore framework schema > framework.schema.json")]
    Schema,
    /// Print a built-in framework, or COINr's iMeta as one, to copy and change
    #[command(after_help = "Examples:
  spscore framework print korolev-extended > my-framework.toml
  spscore framework print --coinr iData.csv iMeta.csv > my-framework.toml")]
    Print {
        /// Code of a built-in framework
        #[arg(default_value = "korolev", conflicts_with = "coinr")]
        code: String,
        /// COINr's pair of tables
        #[arg(long, num_args = 2, value_names = ["IDATA", "IMETA"])]
        coinr: Vec<PathBuf>,
        /// The Excel file of the COIN Tool
        #[arg(long, value_name = "FILE.xlsx", conflicts_with_all = ["code", "coinr"])]
        coin_tool: Option<PathBuf>,
        /// With --coinr or --coin-tool: a file with the parts [methods] and [screen]
        #[arg(long, value_name = "FILE.toml", conflicts_with = "code")]
        methods: Option<PathBuf>,
    },
    /// Print the method sheet: for every node what will be done to it, in words and formulas
    #[command(after_help = "Examples:\n  spscore framework show\n  spscore framework show my-framework.toml")]
    Show {
        /// A file, or the code of a built-in framework
        #[arg(value_name = "FILE|CODE", default_value = "korolev")]
        framework: PathBuf,
    },
    /// Print every method a framework may name, with formula, source and example (docs/methods.md)
    #[command(after_help = "Example:\n  spscore framework methods > methods.md")]
    Methods,
    /// Check a framework file of either kind, telling all problems at once
    #[command(after_help = "Example:\n  spscore framework check my-framework.toml")]
    Check {
        /// A file, or the code of a built-in framework
        #[arg(value_name = "FILE|CODE")]
        framework: PathBuf,
    },
}

pub(super) fn window(text: &str) -> Result<Window, String> {
    Window::parse(text).map_err(|e| match e {
        WindowError::Malformed => "not a window of years; write first and last year, such as 2018-2022".into(),
        WindowError::Backward => match text.split_once(['-', '–']) {
            Some((a, b)) => format!("the window lies backwards; write {b}-{a}"),
            None => "the window lies backwards".into(),
        },
    })
}

fn row_limit(text: &str) -> Result<RowLimit, String> {
    match text {
        "all" => Ok(RowLimit(None)),
        n => n.parse().map(|n| RowLimit(Some(n))).map_err(|_| "write a number, or `all`".into()),
    }
}
