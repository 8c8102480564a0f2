//! What can be typed after `spscore ranks`.

use crate::analysis::weight_robustness::WeightSample;
use crate::cli::args::{Options, Tabled};
use crate::statistics::attainable::BUDGET;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore ranks --peers
  spscore ranks russia-asean --weights-within 0.8,1.25
  spscore ranks --peers --over areas --free
  spscore ranks --peers --free --draws 10000
  spscore ranks --peers --swap russia-asean,canada-asean
  spscore ranks --table units.csv --framework mine.toml --leaves --format csv --out ranks.csv
  spscore ranks --coinr iData.csv iMeta.csv --of Conn

Ranks marked ~ are bounds that hold; the very rank was not proved (docs/ranks.md).")]
pub struct RanksArgs {
    /// Show these units alone: partnerships (russia-asean), or units of the table; all are ranked all the same
    #[arg(value_name = "UNIT")]
    pub units: Vec<String>,
    /// Show the framework's whole peer set
    #[arg(long, conflicts_with_all = ["units", "Tabled"])]
    pub peers: bool,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Rank by this node's scores [default: CONTENT, or the table's index]
    #[arg(long, value_name = "NODE")]
    pub of: Option<String>,
    /// Vary the weights of this node's children [default: the node that is ranked]
    #[arg(long, value_name = "NODE", conflicts_with = "leaves")]
    pub over: Option<String>,
    /// Vary all weights below the node that is ranked
    #[arg(long)]
    pub leaves: bool,
    /// How far: each weight between these multiples of its own share among its siblings
    #[arg(long, value_name = "LOW,HIGH", value_parser = multiples, default_value = "0.5,2", conflicts_with = "free")]
    pub weights_within: Multiples,
    /// Any weights at all
    #[arg(long)]
    pub free: bool,
    /// Instead of ranks: the smallest changes by which the second unit overtakes the first
    #[arg(long, value_name = "A,B", value_parser = pair, conflicts_with = "units")]
    pub swap: Option<Pair>,
    /// Linear programmes spent on one rank before bounds are given in its place
    #[arg(long, value_name = "N", default_value_t = BUDGET, conflicts_with = "swap")]
    pub budget: usize,
    /// Draw so many weights from the set and print how often each rank comes up, and the weights that put a unit first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000), conflicts_with = "swap")]
    pub draws: Option<u64>,
    /// Seed of the draws [default: 1]
    #[arg(long, value_name = "N", requires = "draws")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub options: Options,
}

impl RanksArgs {
    /// What is drawn, where anything is.
    pub fn sample(&self) -> Option<WeightSample> {
        self.draws.map(|draws| WeightSample { draws: draws as usize, seed: self.seed.unwrap_or(1) })
    }
}

#[derive(Clone, Copy)]
pub struct Multiples {
    pub low: f64,
    pub high: f64,
}

#[derive(Clone)]
pub struct Pair {
    pub ahead: String,
    pub behind: String,
}

fn multiples(text: &str) -> Result<Multiples, String> {
    let hint = "write two numbers that enclose 1, such as 0.5,2";
    let (low, high) = text.split_once(',').ok_or(hint)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let (low, high) = number(low).zip(number(high)).ok_or(hint)?;
    if (0.0..=1.0).contains(&low) && high >= 1.0 {
        Ok(Multiples { low, high })
    } else {
        Err(format!("{low} and {high} do not enclose 1, so that the present weights would not be among them; {hint}"))
    }
}

fn pair(text: &str) -> Result<Pair, String> {
    let (ahead, behind) =
        text.split_once(',').ok_or("write two units with a comma between them, the higher one first")?;
    let (ahead, behind) = (ahead.trim().to_owned(), behind.trim().to_owned());
    if ahead == behind { Err("a unit does not overtake itself".into()) } else { Ok(Pair { ahead, behind }) }
}
