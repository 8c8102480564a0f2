//! `spscore evaluate`: parse, evaluate, report.

use super::args::{self, Format};
use super::input::{self, Loaded};
use super::{Failure, Outcome, output, refusals};
use crate::analysis::verbs::{self, Evaluated};
use crate::report;

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    let Some(slug) = &args.slug else { return super::rate::run(args) };
    if args.long && args.options.format != Format::Table {
        let message =
            "error: --long is for the card on the terminal\n  leave it out: the other formats have everything";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let partnership = input::partnership(&package.parties, slug)?;
    let found = verbs::evaluate(&framework, &package, partnership, window, args.robustness.plan())
        .map_err(|e| refusals::failed(&e))?;
    output::write(&text(args, &found)?, args.options.out.as_deref(), &args.spared())?;
    Ok(if found.evaluation.gap.is_some() { Outcome::Done } else { Outcome::Withheld })
}

fn text(args: &args::Evaluate, found: &Evaluated<'_>) -> Result<String, Failure> {
    Ok(match args.options.format {
        Format::Table => report::terminal::evaluation(found, output::columns(args.options.out.as_deref()), args.long),
        Format::Markdown => report::markdown::evaluation(found),
        Format::Csv => report::csv::evaluation(found).map_err(Failure::unwritten)?,
        Format::Json => report::json::evaluation(found).map_err(Failure::unwritten)?,
    })
}
