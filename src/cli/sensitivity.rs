//! `spscore sensitivity`: which declared choice the results depend on.

use std::path::{Path, PathBuf};

use super::args::Varied;
use super::output::ProtectedFiles;
use super::progress::Bars;
use super::{
    Failure, Outcome,
    deliver::{self, Written},
    input, output, population, refusals,
};
use crate::analysis::sensitivity::TooMany;
use crate::analysis::verbs::{self, FactorChoice, NamedGroup, SensitivityRequest};
use crate::report::sensitivity as report;
use crate::statistics::sobol::MAX_BASE_POINTS;
use crate::write;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore sensitivity russia-asean
  spscore sensitivity --peers --base-points 2048
  spscore sensitivity russia-asean china-asean --without scale,peers
  spscore sensitivity russia-asean --specification curve.csv
  spscore sensitivity --peers --format csv --out indices.csv
  spscore sensitivity --table units.csv --framework mine.toml
  spscore sensitivity --table units.csv --framework mine.toml --fix aggregation=geometric
  spscore sensitivity russia-asean --correlate prior,prior_mentions=0.6
  spscore sensitivity russia-asean --group method=weights,scale,power --group counts=data,prior,prior_mentions

What is shared out is the spread over declared model variants, never a probability. The factors and their ranges stand in the
framework file ([factors.*]); docs/sensitivity.md says how to read the indices.")]
pub struct SensitivityArgs {
    #[command(flatten)]
    pub varied: Varied,
    /// Base points of the design; a power of two keeps it balanced. Each takes as many runs as there are factors, a
    /// group counting as one, and two, and one more for each that is correlated with others
    #[arg(long, value_name = "N", default_value_t = crate::analysis::sensitivity::BASE_POINTS, value_parser = points)]
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
    /// Fix a factor at one of its levels, and ask what the others do then; may be repeated
    #[arg(long, value_name = "FACTOR=LEVEL", value_parser = level)]
    pub fix: Vec<(String, String)>,
    /// Let factors move together and give them one first-order and one total index; may be repeated
    #[arg(long, value_name = "NAME=FACTOR,..", value_parser = group)]
    pub group: Vec<NamedGroup>,
    /// Write every combination of the discrete choices, with its result, as CSV
    #[arg(long, value_name = "FILE.csv")]
    pub specification: Option<PathBuf>,
}

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

fn level(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((factor, level)) if !factor.is_empty() && !level.is_empty() => Ok((factor.into(), level.into())),
        _ => Err("write a factor and one of its levels, such as aggregation=geometric".into()),
    }
}

fn group(text: &str) -> Result<NamedGroup, String> {
    let said = "write a name and its factors, such as method=weights,power";
    let (name, factors) = text.split_once('=').filter(|(name, _)| !name.trim().is_empty()).ok_or(said)?;
    let words: Vec<String> = factors.split(',').map(|word| word.trim().to_owned()).collect();
    if words.iter().any(String::is_empty) { Err(said.into()) } else { Ok((name.trim().to_owned(), words)) }
}

fn limit(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(x) if x > 0.0 && x <= 1.0 => Ok(x),
        _ => Err("write a width above 0, at most 1, such as 0.1".into()),
    }
}

pub(super) fn run(args: &SensitivityArgs) -> Result<Outcome, Failure> {
    let options = &args.varied.options;
    let subject = input::subject(&args.varied.tabled, &options.scope)?;
    let population = population::named(&args.varied, &subject)?;
    let request = SensitivityRequest {
        base_points: args.base_points,
        resamples: args.resamples,
        limit: args.limit,
        pairs: args.pairs,
        seed: args.varied.seed,
        factors: FactorChoice { given: args.fix.clone(), ..args.varied.choice() },
        groups: args.group.clone(),
        correlations: args.varied.correlate.clone(),
        memory: args.varied.memory(),
    };
    let found = verbs::sensitivity(&population, &request, &Bars).map_err(|e| refusals::failed_for_memory(&e))?;
    let (to, protected) = (&options.output, args.varied.protected());
    match args.specification.as_deref() {
        None => deliver::result(&found, to, false, &protected)?,
        Some(file) => {
            let curves = found.found.curves.as_ref().map_err(curveless)?;
            let table = write::records(&report::curves(&found, curves));
            both(&deliver::made(&found, to, false)?, to.out.as_deref(), &table, file, &protected)?;
        }
    }
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}

/// The curve's file and the report; either both files are written or none.
fn both(
    page: &Written,
    out: Option<&Path>,
    table: &str,
    file: &Path,
    protected: &ProtectedFiles,
) -> Result<(), Failure> {
    match out {
        Some(out) => output::write_each(&[(&page.in_file(), out), (table.as_bytes(), file)], protected),
        None => {
            output::write_each(&[(table.as_bytes(), file)], protected)?;
            page.write(None, protected)
        }
    }
}

fn curveless(why: &TooMany) -> Failure {
    let message = format!("error: there is no specification curve to write: {}", report::curveless(why));
    Failure::new(Outcome::BadUsage, format!("{message}\n  take --specification away, or let other factors vary"))
}
