//! `spscore sensitivity`: which declared choice the results hang on.

use std::path::{Path, PathBuf};

use super::args::{Format, Varied};
use super::multiverse::{self, About, Question};
use super::output::Spared;
use super::progress::Progress;
use super::uncertainty::MORE;
use super::{Failure, Outcome, input, output};
use crate::analysis::memory;
use crate::analysis::multiverse::Multiverse;
use crate::analysis::sensitivity::{self, Layout, TooMany, Weighed};
use crate::analysis::uncertainty::nominal;
use crate::measure::Measurer;
use crate::report::origin::Origin;
use crate::report::sensitivity::{self as report, Traced};
use crate::scoring::score;
use crate::statistics::sobol::{MAX_BASE_POINTS, Refusal, Settings};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore sensitivity russia-asean
  spscore sensitivity --peers --base-points 2048
  spscore sensitivity russia-asean china-asean --without scale,peers
  spscore sensitivity russia-asean --specification curve.csv
  spscore sensitivity --peers --format csv --out indices.csv
  spscore sensitivity --table units.csv --framework mine.toml

What is shared out is the spread over declared model variants, never a probability. The factors and their ranges stand in the
framework file ([factors.*]); docs/sensitivity.md says how to read the indices.")]
pub struct Typed {
    #[command(flatten)]
    pub varied: Varied,
    /// Base points of the design; a power of two keeps it balanced. Each takes as many runs as there are factors, and two
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = points)]
    pub base_points: usize,
    /// Bootstrap resamples behind each interval
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = resamples)]
    pub resamples: usize,
    /// An index whose 90 % interval is wider than this counts as not converged and is marked ~
    #[arg(long, value_name = "WIDTH", default_value_t = 0.1, value_parser = limit)]
    pub limit: f64,
    /// Ask for the order of every pair of units [default: where there are 2 to 12]
    #[arg(long)]
    pub pairs: bool,
    /// Write every combination of the discrete choices, with its result, as CSV
    #[arg(long, value_name = "FILE.csv")]
    pub specification: Option<PathBuf>,
}

/// Beyond so many units pairs are looked at on request only.
const MOST_IN_PAIRS: usize = 12;

/// Factors that move no score, each with the reason.
const UNFIT: [(&str, &str); 1] =
    [("threshold", "it moves no score, only how many parameters count as met; spscore uncertainty varies it")];

fn points(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (2..=MAX_BASE_POINTS).contains(&n) => Ok(n),
        _ => Err(format!("write a number from 2 to {MAX_BASE_POINTS}, best a power of two")),
    }
}

fn resamples(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n) if (20..=1_000_000).contains(&n) => Ok(n),
        _ => Err("write a number of resamples from 20 to 1000000; fewer have no 90 % interval".into()),
    }
}

fn limit(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && x <= 1.0 => Ok(x),
        _ => Err("write a width above 0, at most 1, such as 0.1".into()),
    }
}

pub(super) fn run(args: &Typed) -> Result<Outcome, Failure> {
    multiverse::ask(&args.varied, &UNFIT, args)
}

impl Question for Typed {
    fn ask<M: Multiverse>(&self, multiverse: &M, about: &About<'_>) -> Result<Outcome, Failure> {
        let units = multiverse.units().len();
        if self.pairs && units < 2 {
            let message = "error: --pairs asks for the order of pairs, and only one unit is named";
            let hint = "  a single unit has no rank: name another one, or add --peers";
            return Err(Failure::new(Outcome::BadUsage, format!("{message}\n{hint}")));
        }
        let nominal = nominal(multiverse);
        if about.withheld(&nominal, multiverse) {
            let message = "error: withheld for coverage: there is no score whose variance could be shared out";
            let hint = "  spscore evaluate tells what is missing";
            return Err(Failure::new(Outcome::Withheld, format!("{message}\n{hint}")));
        }
        let least = self.base_points / 4;
        let settings = Settings { resamples: self.resamples, width_limit: self.limit, least, ..Settings::default() };
        let pairs = self.pairs || units <= MOST_IN_PAIRS;
        let layout = Layout { base_points: self.base_points, seed: self.varied.seed, settings, pairs };
        let quantities = sensitivity::quantities(multiverse, pairs, &nominal).len();
        let size = memory::of_base_point(quantities, multiverse.factors().len());
        input::afforded(memory::afford("base points", self.base_points, size, self.varied.memory()), MORE)?;
        let progress = Progress::new("running the design", self.base_points * (multiverse.factors().len() + 2));
        let found = sensitivity::findings(multiverse, &layout, &|done| progress.reach(done));
        drop(progress);
        let found = found.map_err(|e| refused(&e, multiverse, self.base_points))?;
        let weighed = weighed(about, multiverse.units())?;
        let traced = Traced {
            origin: about.origin,
            names: &about.names,
            still: &about.still,
            notes: &about.notes,
            found: &found,
            weighed: weighed.as_ref(),
        };
        let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
        let out = self.varied.out.as_deref();
        let text = match self.varied.format {
            Format::Table => report::terminal(&traced, if out.is_some() { 80 } else { output::width() }),
            Format::Markdown => report::markdown(&traced),
            Format::Csv => report::csv(&traced).map_err(|e| unwritable(e.to_string()))?,
            Format::Json => report::json(&traced).map_err(|e| unwritable(e.to_string()))?,
        };
        match self.specification.as_deref() {
            None => output::write(&text, out, &self.varied.spared())?,
            Some(file) => {
                let curves = found.curves.as_ref().map_err(curveless)?;
                let table = report::curves(&traced, curves).map_err(|e| unwritable(e.to_string()))?;
                both(&text, out, &table, file, &self.varied.spared())?;
            }
        }
        let any = found.headline.iter().any(Option::is_some);
        Ok(if any { Outcome::Done } else { Outcome::Withheld })
    }
}

/// The curve's file and the report; either both files are written or none.
fn both(text: &str, out: Option<&Path>, table: &str, file: &Path, spared: &Spared) -> Result<(), Failure> {
    let plain = output::plain(text);
    match out {
        Some(out) => output::write_each(&[(plain.as_bytes(), out), (table.as_bytes(), file)], spared),
        None => {
            output::write_each(&[(table.as_bytes(), file)], spared)?;
            output::print(text)
        }
    }
}

fn curveless(why: &TooMany) -> Failure {
    let message = format!("error: there is no specification curve to write: {}", report::curveless(why));
    Failure::new(Outcome::BadUsage, format!("{message}\n  take --specification away, or let other factors vary"))
}

/// The kernel counts its factors; people know them by their words.
fn refused<M: Multiverse>(refusal: &Refusal, multiverse: &M, base_points: usize) -> Failure {
    let Refusal::Untouched { factors } = refusal else {
        return Failure::new(Outcome::BadInput, format!("error: {refusal}"));
    };
    let words: Vec<&str> =
        factors.iter().filter_map(|place| multiverse.factors().get(*place)).map(|f| f.code.as_str()).collect();
    let told = words.iter().map(|word| {
        let message = format!("error: factor `{word}` touches nothing: no gap, score or rank changed with it");
        let hint = match UNFIT.iter().find(|(unfit, _)| unfit == word) {
            Some((_, why)) => (*why).to_owned(),
            None => format!("leave it out with --without {}, or take more base points", words.join(",")),
        };
        format!("{message} at any of {base_points} base points\n  {hint}")
    });
    Failure::new(Outcome::BadInput, told.collect::<Vec<_>>().join("\n"))
}

/// What single weights can do; of tables `spscore ranks --swap` tells it.
fn weighed(about: &About<'_>, slugs: &[String]) -> Result<Option<Weighed>, Failure> {
    let Origin::Partnerships { framework, package, window } = about.origin else { return Ok(None) };
    let gauge = Measurer::new(package, framework, window);
    let card = |slug: &String| {
        let partnership = input::partnership(&package.parties, slug)?;
        let facing = framework.facing(&gauge.package().parties, partnership);
        Ok(score(&facing, &gauge.measure(framework, partnership).readings()))
    };
    let cards = slugs.iter().map(card).collect::<Result<Vec<_>, Failure>>()?;
    Ok(Some(sensitivity::weigh(framework, &cards)))
}
