//! `spscore uncertainty`: how far results move over all declared ways of computing them.

use super::args::Varied;
use super::progress::Bars;
use super::{Failure, Outcome, deliver, input, population, refusals};
use crate::analysis::uncertainty::{self, Plan};
use crate::analysis::verbs::{self, UncertaintyRequest};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore uncertainty russia-asean
  spscore uncertainty --peers --draws 2000 --seed 7
  spscore uncertainty russia-asean --factors data,weights
  spscore uncertainty russia-asean --correlate prior,prior_mentions=0.6
  spscore uncertainty russia-asean --without scale --format json --out russia.json
  spscore uncertainty --table units.csv --framework mine.toml

What is told are shares of declared model variants, never probabilities. The factors and their ranges stand in the framework
file ([factors.*]; docs/uncertainty.md).")]
pub struct UncertaintyArgs {
    #[command(flatten)]
    pub varied: Varied,
    /// How many model variants are drawn
    #[arg(long, value_name = "N", default_value_t = uncertainty::DRAWS, value_parser = draws)]
    pub draws: usize,
    /// Base points of the Sobol' design that finds the largest driver; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = points)]
    pub driver_points: usize,
}

fn draws(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (2..=10_000_000).contains(&n) => Ok(n),
        _ => Err("write a number of draws from 2 to 10000000; fewer have no interval".into()),
    }
}

fn points(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Ok(0),
        Ok(n) if (2..=65_536).contains(&n) => Ok(n),
        _ => Err("write 0, or a number from 2 to 65536, best a power of two".into()),
    }
}

pub(super) fn run(args: &UncertaintyArgs) -> Result<Outcome, Failure> {
    let options = &args.varied.options;
    let subject = input::subject(&args.varied.tabled, &options.scope)?;
    let population = population::named(&args.varied, &subject)?;
    let request = UncertaintyRequest {
        plan: Plan { draws: args.draws, seed: args.varied.seed },
        driver_points: args.driver_points,
        factors: args.varied.choice(),
        correlations: args.varied.correlate.clone(),
        memory: args.varied.memory(),
    };
    let found = verbs::uncertainty(&population, &request, &Bars).map_err(|e| refusals::failed_for_memory(&e))?;
    deliver::result(&found, &options.output, false, &args.varied.protected())?;
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}
