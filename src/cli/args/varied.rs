//! What `uncertainty` and `sensitivity` have in common: who is looked at, what varies, from which seed.

use crate::analysis::memory;
use crate::analysis::uncertainty::SEED;
use crate::analysis::verbs::{FactorChoice, NamedCorrelation};
use crate::cli::args::{Options, Tabled};

#[derive(clap::Args)]
pub struct Varied {
    /// Partnerships (russia-asean), or with a table its units; of a table all where none is named
    #[arg(value_name = "SLUG|UNIT")]
    pub units: Vec<String>,
    /// The framework's whole peer set
    #[arg(long, conflicts_with_all = ["Tabled"])]
    pub peers: bool,
    #[command(flatten)]
    pub tabled: Tabled,
    /// Of a panel: the year whose units are looked at; scales are fitted as the framework says
    #[arg(long, value_name = "YEAR", requires = "Tabled", allow_negative_numbers = true)]
    pub year: Option<i32>,
    /// Let only these factors vary [default: all that the framework declares]
    #[arg(long, value_name = "FACTOR,..", value_delimiter = ',')]
    pub factors: Vec<String>,
    /// Let all factors vary but these
    #[arg(long, value_name = "FACTOR,..", value_delimiter = ',', conflicts_with = "factors")]
    pub without: Vec<String>,
    /// Two factors that do not vary independently, with Spearman's rank correlation; may be repeated
    #[arg(long, value_name = "A,B=R", value_parser = correlation)]
    pub correlate: Vec<NamedCorrelation>,
    /// Where the random numbers start; the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
    /// How much memory may be taken, in GiB; what would need more is refused with the number that fits
    #[arg(long, value_name = "GIB", default_value_t = memory::LIMIT >> 30, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub memory: u64,
    #[command(flatten)]
    pub options: Options,
}

fn correlation(text: &str) -> Result<NamedCorrelation, String> {
    let said =
        || "write two factors and a rank correlation above -1 and below 1, such as prior,prior_mentions=0.6".to_owned();
    let (pair, spearman) = text.split_once('=').ok_or_else(said)?;
    let (a, b) = pair.split_once(',').ok_or_else(said)?;
    let spearman = spearman.trim().parse().ok().filter(|r: &f64| r.abs() < 1.0).ok_or_else(said)?;
    let words = [a, b].map(|word| word.trim().to_owned());
    if words.iter().any(String::is_empty) { Err(said()) } else { Ok((words, spearman)) }
}

impl Varied {
    /// Which factors vary.
    pub fn choice(&self) -> FactorChoice {
        FactorChoice { only: self.factors.clone(), without: self.without.clone(), given: Vec::new() }
    }

    /// In bytes.
    pub fn memory(&self) -> u64 {
        self.memory << 30
    }
}
