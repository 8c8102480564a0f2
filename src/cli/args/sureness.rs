//! How many model variants are drawn for the intervals beside a score.

use crate::analysis::uncertainty::{DRAWS, Plan, SEED};
use crate::cli::{Failure, Outcome};

/// Common to the verbs that show intervals by default.
#[derive(clap::Args)]
pub struct Sureness {
    /// Model variants drawn for the intervals; 0 leaves the intervals out [default: 1000]
    #[arg(long, value_name = "N", value_parser = draws)]
    pub draws: Option<usize>,
    /// Where the random numbers start [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

fn draws(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if n == 0 || (2..=1_000_000).contains(&n) => Ok(n),
        _ => Err("write 0, or a number from 2 to 1000000".into()),
    }
}

impl Sureness {
    /// Nothing where no intervals are wanted.
    pub fn plan(&self) -> Option<Plan> {
        let draws = self.draws.unwrap_or(DRAWS);
        (draws > 0).then_some(Plan { draws, seed: self.seed.unwrap_or(SEED) })
    }

    /// An error where draws were asked for of what is not drawn.
    pub fn unused(&self, what: &str) -> Result<(), Failure> {
        match self.draws.is_some() || self.seed.is_some() {
            true => Err(Failure::new(
                Outcome::BadUsage,
                format!(
                    "error: {what} has no intervals here\n  leave out --draws and --seed; spscore uncertainty has them"
                ),
            )),
            false => Ok(()),
        }
    }
}
