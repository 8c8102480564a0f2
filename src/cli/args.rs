//! What can be typed: verbs, options, examples. What it means is for the verbs' own files.

mod coherence;
mod tabled;

pub use coherence::{Coherence, DataSet};
pub use tabled::Tabled;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

use crate::model::window::{Window, WindowError};

/// How strategic is a strategic partnership? Scores form against content, with every number traced to its source row.
#[derive(Parser)]
#[command(
    name = "spscore",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  spscore evaluate russia-asean
  spscore evaluate vietnam-russia --window 2014-2018 --format json --out card.json
  spscore plot plane russia-asean --peers -o plane.pdf
  spscore explain russia-asean arms_share
  spscore list partnerships
  spscore evaluate --table units.csv --framework mine.toml

Exit codes: 0 done, 1 data or framework bad, 2 usage, 3 a file cannot be read or written, 4 withheld for coverage"
)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Score one partnership: form, content, gap and verdict; or any table of units and indicators
    Evaluate(Evaluate),
    /// Set several partnerships side by side: scores, gaps, why one lies above another
    Compare(Compare),
    /// Say whether the indicators belong together, and what each one counts for
    Coherence(Coherence),
    /// How far ranks depend on the weights: best and worst attainable rank, and what swaps two units
    Ranks(crate::cli::ranks::Typed),
    /// Draw a figure fit for a paper, as SVG, PDF or PNG
    Plot(Plot),
    /// Show what stands behind one number: formula, working, the very rows
    Explain(Explain),
    /// List partnerships, parties, indicators, issues, frameworks or sources
    List(List),
    /// Check a data package and a framework, telling all problems at once
    Check(Check),
    /// Look at a framework itself: method sheet, check, methods, schema, anchored goalposts
    Framework(Framework),
}

/// Which data, which framework: common to most verbs.
#[derive(clap::Args)]
pub struct Inputs {
    /// Data package folder [default: the one built in]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Framework: a file, or the code of a built-in one [default: korolev]
    #[arg(long, value_name = "FILE|CODE")]
    pub framework: Option<PathBuf>,
}

impl Inputs {
    /// The framework that was named, or the default one.
    pub fn framework(&self) -> &Path {
        self.framework.as_deref().unwrap_or(Path::new("korolev"))
    }
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
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub window: Option<Window>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to write the score card
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to a file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Markdown,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore compare --peers
  spscore compare russia-asean eu-asean --format csv --out pair.csv
  spscore compare russia-asean --windows 2004-2008,2009-2013,2014-2018
  spscore compare russia-asean china-asean --rolling 5")]
pub struct Compare {
    /// Two or more partnerships: russia-asean eu-asean
    #[arg(value_name = "SLUG")]
    pub slugs: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window, conflicts_with_all = ["windows", "rolling"])]
    pub window: Option<Window>,
    /// A series over several windows, joined with commas
    #[arg(long, value_name = "FROM-TO,..", value_parser = window, value_delimiter = ',', conflicts_with = "rolling")]
    pub windows: Vec<Window>,
    /// A series over windows of so many years, one ending in each year since the trade data begin
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=50))]
    pub rolling: Option<u16>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to write the comparison
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write to a file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(clap::Args)]
#[command(after_help = "Kinds:
  plane        CONTENT against FORM, with the bands of the gap
  gap          FORM and CONTENT joined, the widest gap first
  heatmap      every score of every partnership
  members      members' shares in trade and arms, and their concentration
  profile      the scores of one against the others', line by line
  reciprocity  both directions of the same indicators, back to back
  coverage     what is known of each indicator, and for how many years
  issues       one partnership's attention to issues, side against side
  timeline     FORM and CONTENT over rolling windows, with the dates on which the status rose
  ranks        ranks over all declared variants: intervals, and how often each rank is reached
  density      GAP over all declared variants, and with the data alone uncertain
  sobol        which factor the uncertainty of one GAP comes from: first-order and total indices
  tornado      the swing of one GAP, one factor at a time
  specification  one GAP under every combination of the discrete choices
  waterfall    the change of CONTENT between two windows, by indicator

Examples:
  spscore plot plane russia-asean --peers -o plane.pdf
  spscore plot correlations --peers -o correlations.pdf
  spscore plot gap --peers --width 85mm --lang ru -o gap.svg
  spscore plot members russia-asean china-asean --dpi 600 -o members.png
  spscore plot timeline russia-asean -o timeline.pdf
  spscore plot ranks --peers --draws 10000 -o ranks.pdf
  spscore plot sobol russia-asean --base-points 4096 -o sobol.pdf
  spscore plot waterfall russia-asean --windows 2013-2017,2018-2022 -o waterfall.pdf
  spscore plot --all figures russia-asean --format svg

Beside FILE stand FILE.csv (the plotted numbers) and FILE.json (command, hashes, caption, alt text).")]
pub struct Plot {
    /// The kind, then partnerships (with --all partnerships alone); of several, or with --peers, the first is drawn strong
    #[arg(value_name = "KIND|SLUG", required_unless_present = "all")]
    pub words: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of correlations and scree: only what lies below this node
    #[arg(long, value_name = "CODE")]
    pub node: Option<String>,
    /// Where to: a name ending in .svg, .pdf or .png
    #[arg(short = 'o', long = "out", value_name = "FILE", required_unless_present = "all", conflicts_with = "all")]
    pub out: Option<PathBuf>,
    /// Every kind that applies, into this folder
    #[arg(long, value_name = "DIR")]
    pub all: Option<PathBuf>,
    /// What --all writes [default: pdf]
    #[arg(long, value_enum)]
    pub format: Option<PlotFormat>,
    /// The profile as a radar of three to eight axes, for at most three partnerships
    #[arg(long, conflicts_with = "all")]
    pub radar: bool,
    /// Width on paper: 85mm is one column, 174mm the page [default: 174mm; plane and radar 120mm]
    #[arg(long, value_name = "MM", value_parser = millimetres)]
    pub width: Option<f64>,
    /// Height on paper [default: what the content asks]
    #[arg(long, value_name = "MM", value_parser = millimetres, conflicts_with = "all")]
    pub height: Option<f64>,
    /// Pixels per inch of a PNG
    #[arg(long, value_name = "300|600", value_parser = dpi, default_value = "300")]
    pub dpi: u16,
    #[arg(long, value_enum, default_value_t = ThemeName::Paper)]
    pub theme: ThemeName,
    /// The language of what the figure says
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    pub lang: LanguageName,
    /// Draw no title and no subtitle
    #[arg(long)]
    pub no_title: bool,
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub window: Option<Window>,
    /// Years in each window of a timeline [default: 5]
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=50))]
    pub rolling: Option<u16>,
    /// The two windows of a waterfall [default: the figure's, and the one of the same length before it]
    #[arg(long, value_name = "FROM-TO,FROM-TO", value_parser = window, value_delimiter = ',')]
    pub windows: Vec<Window>,
    /// Variants drawn for intervals, ranks and density [default: 2000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub draws: Option<u32>,
    /// Base points of the design behind sobol, best a power of two [default: 1024]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=65_536))]
    pub base_points: Option<u32>,
    /// Seed of the draws and of the design [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Plane and gap without the intervals over the declared variants
    #[arg(long)]
    pub no_intervals: bool,
    #[command(flatten)]
    pub inputs: Inputs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlotFormat {
    Svg,
    Pdf,
    Png,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    /// English
    En,
    /// Russian, with decimal commas
    Ru,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// Colour on white
    Paper,
    /// Colour on a soft ground
    Screen,
    /// Black, white and greys
    Mono,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore explain russia-asean arms_share
  spscore explain russia-asean mention_rate --window 2018-2024
  spscore explain russia-asean gap
  spscore explain russia-asean agreement_on_a --rows all")]
pub struct Explain {
    /// Two parties joined by a hyphen, either way round: russia-asean
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// An indicator or any other node (spscore list indicators), or `gap`
    #[arg(value_name = "INDICATOR")]
    pub node: String,
    /// Years, both ends included [default: the framework's]
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub window: Option<Window>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// How many rows of each table to show, or `all`
    #[arg(long, value_name = "N|all", default_value = "60", value_parser = most)]
    pub rows: Most,
    /// Write to a file instead of the terminal
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// A limit on rows; `None` for all.
#[derive(Clone, Copy)]
pub struct Most(pub Option<usize>);

#[derive(clap::Args)]
#[command(after_help = "Example:
  spscore list indicators --framework korolev-extended")]
pub struct List {
    #[arg(value_enum)]
    pub what: What,
    #[command(flatten)]
    pub inputs: Inputs,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum What {
    Partnerships,
    Parties,
    Indicators,
    Issues,
    Frameworks,
    Sources,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore check my-data
  spscore check --framework my-framework.toml")]
pub struct Check {
    /// Data package folder [default: the one built in]
    #[arg(value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Framework: a file, or the code of a built-in one
    #[arg(long, value_name = "FILE|CODE", default_value = "korolev")]
    pub framework: PathBuf,
}

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore framework anchors
  spscore framework schema > framework.schema.json")]
pub struct Framework {
    #[command(subcommand)]
    pub question: Question,
}

#[derive(Subcommand)]
pub enum Question {
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
        /// With --coinr: a file with the parts [methods] and [screen]
        #[arg(long, value_name = "FILE.toml", requires = "coinr", conflicts_with = "code")]
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

fn most(text: &str) -> Result<Most, String> {
    match text {
        "all" => Ok(Most(None)),
        n => n.parse().map(|n| Most(Some(n))).map_err(|_| "write a number, or `all`".into()),
    }
}

/// `85mm`, `8.5cm` or `85`; what a sheet of paper can hold.
fn millimetres(text: &str) -> Result<f64, String> {
    let (number, unit) = match (text.strip_suffix("mm"), text.strip_suffix("cm")) {
        (Some(number), _) => (number, 1.0),
        (_, Some(number)) => (number, 10.0),
        _ => (text, 1.0),
    };
    let length = number.trim().parse::<f64>().ok().map(|n| n * unit).filter(|n| n.is_finite() && *n > 0.0);
    match length {
        Some(length) if length <= 1000.0 => Ok(length),
        Some(_) => Err("no more than 1000mm".into()),
        None => Err("not a length; write millimetres, such as 174mm".into()),
    }
}

fn dpi(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|d| [300, 600].contains(d)).ok_or_else(|| "write 300 or 600".into())
}
