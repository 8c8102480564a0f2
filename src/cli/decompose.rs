//! `spscore decompose`: parse, take apart, report.

use super::input::{self, Loaded};
use super::{Failure, Outcome, args, deliver, refusals};
use crate::analysis::verbs::{self, DecomposeRequest};

pub(super) fn run(args: &args::Decompose) -> Result<Outcome, Failure> {
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let (levels, members, time) = (args.levels, args.members, args.time);
    let request = DecomposeRequest { window: args.to.unwrap_or(window), levels, members, time, from: args.from };
    let found = verbs::decompose(&framework, &package, partnership, &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}
