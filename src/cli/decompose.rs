//! `spscore decompose`: parse, take apart, report.

use super::args::{self, Format};
use super::input::{self, Loaded};
use super::{Failure, Outcome, output, refusals};
use crate::analysis::verbs::{self, DecomposeRequest, Decomposed};
use crate::report::decomposition;

pub(super) fn run(args: &args::Decompose) -> Result<Outcome, Failure> {
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let (levels, members, time) = (args.levels, args.members, args.time);
    let request = DecomposeRequest { window: args.to.unwrap_or(window), levels, members, time, from: args.from };
    let found = verbs::decompose(&framework, &package, partnership, &request).map_err(|e| refusals::failed(&e))?;
    output::write(&text(args, &found)?, args.options.out.as_deref(), &args.spared())?;
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}

fn text(args: &args::Decompose, found: &Decomposed<'_>) -> Result<String, Failure> {
    Ok(match args.options.format {
        Format::Table => decomposition::terminal(found, output::columns(args.options.out.as_deref())),
        Format::Markdown => decomposition::markdown(found),
        Format::Csv => decomposition::csv(found).map_err(Failure::unwritten)?,
        Format::Json => decomposition::json(found).map_err(Failure::unwritten)?,
    })
}
