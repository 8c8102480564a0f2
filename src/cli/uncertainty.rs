//! `spscore uncertainty`: how far results move over all declared ways of computing them.

use super::args::{Format, Varied};
use super::multiverse::{self, About, Question};
use super::progress::Progress;
use super::{Failure, Outcome, input, output};
use crate::analysis::memory;
use crate::analysis::multiverse::{FixedFactors, Multiverse};
use crate::analysis::sensitivity::{self, Layout};
use crate::analysis::uncertainty::{self, Plan};
use crate::report::origin::Origin;
use crate::report::uncertainty::{self as report, Driver, Moved};
use crate::statistics::sobol::Settings;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore uncertainty russia-asean
  spscore uncertainty --peers --draws 2000 --seed 7
  spscore uncertainty russia-asean --factors data,weights
  spscore uncertainty russia-asean --without scale --format json --out russia.json
  spscore uncertainty --table units.csv --framework mine.toml

What is told are shares of declared model variants, never probabilities. The factors and their ranges stand in the framework
file ([factors.*]; docs/uncertainty.md).")]
pub struct Typed {
    #[command(flatten)]
    pub varied: Varied,
    /// How many model variants are drawn
    #[arg(long, value_name = "N", default_value_t = uncertainty::DRAWS, value_parser = draws)]
    pub draws: usize,
    /// Base points of the Sobol' design that finds the largest driver; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = points)]
    pub driver_points: usize,
}

/// Where more memory may be asked for.
pub(super) const MORE: &str = ", or allow more with --memory";

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

pub(super) fn run(args: &Typed) -> Result<Outcome, Failure> {
    multiverse::ask(&args.varied, &[], args)
}

impl Question for Typed {
    fn ask<M: Multiverse>(&self, multiverse: &M, about: &About<'_>) -> Result<Outcome, Failure> {
        let plan = Plan { draws: self.draws, seed: self.varied.seed };
        let verdicts = match about.origin {
            Origin::Partnerships { framework, .. } => Some(&framework.verdicts),
            Origin::Table { .. } => None,
        };
        let bands = uncertainty::bands(multiverse);
        let size = memory::of_draw(multiverse.units().len(), multiverse.outputs().len(), bands);
        input::afforded(memory::afford("draws", self.draws, size, self.varied.memory()), MORE)?;
        let progress = Progress::new("drawing", bands * plan.draws);
        let found = uncertainty::uncertainty(multiverse, verdicts, plan, &|done| progress.tick(done));
        drop(progress);
        let [drivers, relative_drivers] = self.drivers(multiverse)?;
        let moved = Moved {
            origin: about.origin,
            names: &about.names,
            factors: multiverse.factors(),
            still: &about.still,
            notes: &about.notes,
            found: &found,
            drivers: &drivers,
            relative_drivers: &relative_drivers,
        };
        let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
        let out = self.varied.out.as_deref();
        let text = match self.varied.format {
            Format::Table => report::terminal(&moved, if out.is_some() { 80 } else { output::width() }),
            Format::Markdown => report::markdown(&moved),
            Format::Csv => report::csv(&moved).map_err(|e| unwritable(e.to_string()))?,
            Format::Json => report::json(&moved).map_err(|e| unwritable(e.to_string()))?,
        };
        output::write(&text, out, &self.varied.spared())?;
        let any = found.units.iter().any(|u| u.nominal.get(found.headline_output).copied().flatten().is_some());
        Ok(if any { Outcome::Done } else { Outcome::Withheld })
    }
}

impl Typed {
    /// The largest driver of each unit's headline and of its residual among the peers, by total index; none where there is a single factor.
    fn drivers<M: Multiverse>(&self, multiverse: &M) -> Result<[Vec<Option<Driver>>; 2], Failure> {
        let units = multiverse.units().len();
        // The design of `spscore sensitivity`, so that the two say the same: what moves no score has no place in it.
        let multiverse = &FixedFactors::new(multiverse, |f| f.code == "threshold");
        let factors = multiverse.factors();
        if self.driver_points == 0 || factors.len() < 2 {
            return Ok([vec![None; units], vec![None; units]]);
        }
        // What moves no score moves no headline, and is nobody's driver.
        let settings =
            Settings { least: self.driver_points / 4, fixed: (0..factors.len()).collect(), ..Settings::default() };
        let layout = Layout { base_points: self.driver_points, seed: self.varied.seed, settings, pairs: false };
        let size = memory::of_base_point(
            sensitivity::quantities(multiverse, false, &uncertainty::nominal(multiverse)).len(),
            factors.len(),
        );
        input::afforded(memory::afford("base points", self.driver_points, size, self.varied.memory()), MORE)?;
        let progress = Progress::new("looking for the largest driver", self.driver_points * (factors.len() + 2));
        let found = sensitivity::both_answers(multiverse, &layout, &|done| progress.reach(done))
            .map_err(|e| Failure::new(Outcome::BadInput, format!("error: {e}")))?;
        let of = |of: fn(&_, &[_], usize) -> Option<Driver>| (0..units).map(|unit| of(&found, factors, unit)).collect();
        Ok([of(Driver::of), of(Driver::relative)])
    }
}
