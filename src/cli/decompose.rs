//! `spscore decompose`: parse, take apart, report.

use super::args::Tabled;
use super::input::{self, Loaded};
use super::{Failure, Outcome, args, deliver, refusals};
use crate::analysis::verbs::{self, DecomposeRequest, TableChangeRequest};

pub(super) fn run(args: &args::Decompose) -> Result<Outcome, Failure> {
    if args.tabled.named() {
        return table(args);
    }
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let partnership = input::partnership(&package.parties, args.slug.as_deref().unwrap_or_default())?;
    let (levels, members, time) = (args.levels, args.members, args.time);
    let request = DecomposeRequest { window: args.to.unwrap_or(window), levels, members, time, from: args.from };
    let found = verbs::decompose(&framework, &package, partnership, &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}

/// Every unit's change between two years of a table, or between two versions of it.
fn table(args: &args::Decompose) -> Result<Outcome, Failure> {
    let framework = args.options.scope.inputs.framework();
    let (index, units) = input::table(&args.tabled, framework)?;
    let later = |path: &std::path::PathBuf| {
        input::table(&Tabled { table: Some(path.clone()), ..args.tabled.clone() }, framework).map(|(_, units)| units)
    };
    let later = args.with_table.as_ref().map(later).transpose()?;
    let request = TableChangeRequest {
        units: args.slug.iter().cloned().collect(),
        node: args.node.clone(),
        years: args.years.clone(),
    };
    let found = verbs::decompose_table(&index, &units, later.as_ref(), &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(if found.withheld() { Outcome::Withheld } else { Outcome::Done })
}
