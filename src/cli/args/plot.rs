//! What can be typed after `plot`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Scope, Tabled, window};
use crate::model::window::Window;

#[derive(clap::Args)]
#[command(after_help = "Kinds:
  gap          FORM and CONTENT joined, under their verdicts, the widest gap first; drawn where no kind is named
  plane        CONTENT against FORM, the gap as the drop from the diagonal
  heatmap      every score of every partnership
  members      members' shares in trade, and their concentration
  members-arms  the same of arms imports
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
  bridge       from FORM to CONTENT of one: the points that each parameter and indicator loses or wins
  substance    one partnership year by year, raw: goods in US$, arms in TIV, mentions, agreement in votes
  slope        CONTENT (or --of form, gap) of each in two windows
  trends       the parameters of CONTENT over rolling windows, a panel for each
  gap-timeline GAP over rolling windows, with its interval as a ribbon
  tiles        one bloc's members, a tile for each, with its shares in trade and arms
  frameworks   the rank of each under several frameworks (--frameworks), a line for each
  framework    the tree of a framework or of a table's index with its weights; --node shows a part
  bars, distribution, dot, scatter  of a plain table (--table): the scores of its units at --node, and --against another
  ranks, sobol, tornado  of a plain table: over its declared variants, of the units that are named after the kind

Examples:
  spscore plot russia-asean -o gap.pdf
  spscore plot gap russia-asean --peers --headline -o gap.pdf
  spscore plot plane russia-asean --peers -o plane.pdf
  spscore plot correlations --peers -o correlations.pdf
  spscore plot gap --peers --width 85mm --lang ru -o gap.svg
  spscore plot members russia-asean china-asean --dpi 600 -o members.png
  spscore plot timeline russia-asean -o timeline.pdf
  spscore plot ranks --peers --draws 10000 -o ranks.pdf
  spscore plot sobol russia-asean --base-points 4096 -o sobol.pdf
  spscore plot waterfall russia-asean --windows 2013-2017,2018-2022 -o waterfall.pdf
  spscore plot bridge russia-asean -o bridge.pdf
  spscore plot slope --peers --windows 2013-2017,2018-2022 --of gap -o slope.pdf
  spscore plot frameworks russia-asean --frameworks korolev,renard,institutional --peers -o frameworks.pdf
  spscore plot framework --framework korolev -o tree.pdf
  spscore plot --all figures russia-asean --format svg

Beside FILE stand FILE.csv (the plotted numbers) and FILE.json (command, hashes, caption, alt text).")]
pub struct Plot {
    /// The kind, then partnerships (with --all partnerships alone), or units of a table; without a kind the gap; of
    /// several partnerships, or with --peers, the first is drawn strong
    #[arg(value_name = "KIND|SLUG", required_unless_present_any = ["all", "peers"])]
    pub words: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of framework, correlations and scree: only what lies below this node; of a table's figures the score that is shown
    #[arg(long, value_name = "CODE")]
    pub node: Option<String>,
    /// The second score of a scatter, on the upright axis
    #[arg(long, value_name = "CODE")]
    pub against: Option<String>,
    /// Where to: a name ending in .svg, .pdf, .png or .tiff
    #[arg(short = 'o', long = "out", value_name = "FILE", required_unless_present = "all", conflicts_with = "all")]
    pub out: Option<PathBuf>,
    /// Replace files that spscore did not make, or that were changed since; never what is read
    #[arg(long)]
    pub force: bool,
    /// Every kind that applies and fits, into this folder
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
    /// Pixels per inch of PNG and TIFF, 72 to 1200
    #[arg(long, value_name = "N", value_parser = dpi, default_value = "300")]
    pub dpi: u16,
    #[arg(long, value_enum, default_value_t = ThemeName::Paper)]
    pub theme: ThemeName,
    /// The language of what the figure says
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    pub lang: LanguageName,
    /// Draw no title and no subtitle
    #[arg(long)]
    pub no_title: bool,
    /// The title, in place of what the figure shows
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["headline", "all"], value_parser = written)]
    pub title: Option<String>,
    /// A title that states the finding: FORM, CONTENT and gap
    #[arg(long, conflicts_with = "no_title")]
    pub headline: bool,
    /// Years in each window of timeline, trends and gap-timeline [default: 5]
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..=50))]
    pub rolling: Option<u16>,
    /// The two windows of waterfall and slope [default: the figure's, and the one of the same length before it]
    #[arg(long, value_name = "FROM-TO,FROM-TO", value_parser = window, value_delimiter = ',')]
    pub windows: Vec<Window>,
    /// What frameworks sets side by side: built-in codes or files, joined with commas
    #[arg(long, value_name = "CODE|FILE,..", value_delimiter = ',', conflicts_with_all = ["framework", "all"])]
    pub frameworks: Vec<PathBuf>,
    /// The score that slope shows [default: content]
    #[arg(long, value_enum)]
    pub of: Option<SlopeOf>,
    /// Variants drawn for intervals, ranks and density, and for the interval that captions state [default: as card and
    /// table, 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    pub draws: Option<u32>,
    /// Base points of the design behind sobol, best a power of two [default: 2048]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=65_536))]
    pub base_points: Option<u32>,
    /// Seed of the draws and of the design [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Plane and gap-timeline with the intervals of all partnerships, peers included
    #[arg(long, conflicts_with = "no_intervals")]
    pub intervals: bool,
    /// Plane and gap without the intervals over the declared variants
    #[arg(long)]
    pub no_intervals: bool,
    #[command(flatten)]
    pub scope: Scope,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SlopeOf {
    Form,
    Content,
    Gap,
}

impl SlopeOf {
    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            SlopeOf::Form => "form",
            SlopeOf::Content => "content",
            SlopeOf::Gap => "gap",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlotFormat {
    Svg,
    Pdf,
    Png,
    Tiff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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

/// A title has something to read.
fn written(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        Err("a title has at least one word; --no-title draws none".into())
    } else {
        Ok(text.to_owned())
    }
}

fn dpi(text: &str) -> Result<u16, String> {
    let found = text.parse().ok().filter(|d| (72..=1200).contains(d));
    found.ok_or_else(|| "write a whole number from 72 to 1200: 300 for halftones, 600 or more for line art".into())
}
