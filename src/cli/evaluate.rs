//! `spscore evaluate`: parse, evaluate, report.

use super::args::{self, Format};
use super::input::{self, Loaded};
use super::{Failure, Outcome, deliver, refusals};
use crate::analysis::verbs;

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    let Some(slug) = &args.slug else { return super::rate::run(args) };
    if args.long && args.options.output.format()? != Format::Table {
        let message =
            "error: --long is for the card on the terminal\n  leave it out: the other formats have everything";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let partnership = input::partnership(&package.parties, slug)?;
    let found = verbs::evaluate(&framework, &package, partnership, window, args.robustness.plan())
        .map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, args.long, &args.protected())?;
    Ok(if found.evaluation.gap.is_some() { Outcome::Done } else { Outcome::Withheld })
}
