//! What `uncertainty` and `sensitivity` have in common: who is looked at, what varies, from which seed.

use crate::analysis::memory;
use crate::analysis::uncertainty::SEED;
use crate::analysis::verbs::FactorChoice;
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
    /// Where the random numbers start; the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
    /// How much memory may be taken, in GiB; what would need more is refused with the number that fits
    #[arg(long, value_name = "GIB", default_value_t = memory::LIMIT >> 30, value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub memory: u64,
    #[command(flatten)]
    pub options: Options,
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
