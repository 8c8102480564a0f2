//! `spscore explain`: parse, evaluate, show what stands behind one number.

use super::input::{self, Loaded};
use super::{Failure, Outcome, args, deliver, refusals};
use crate::analysis::verbs::{self, UnitRequest};
use crate::load;
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Explain) -> Result<Outcome, Failure> {
    if args.tabled.named() {
        return unit(args);
    }
    let Loaded { framework, package, window } = input::loaded(&args.scope)?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let node = args.node.as_deref().unwrap_or_default();
    let found = verbs::explain(&framework, &package, partnership, window, node).map_err(|e| refusals::failed(&e))?;
    let subject = Subject::from(&found.of);
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let page = match found.node {
        Some(node) => report::explain::node(&subject, node, args.rows.0, &record),
        None => report::explain::gap(&subject),
    };
    deliver::page(&page, &args.output, 100, &args.protected())?;
    Ok(Outcome::Done)
}

/// A unit of a table.
fn unit(args: &args::Explain) -> Result<Outcome, Failure> {
    let (index, units) = input::table(&args.tabled, args.scope.inputs.framework())?;
    let request = UnitRequest { unit: args.slug.clone(), node: args.node.clone(), against: args.against.clone() };
    let found = verbs::explain_unit(&index, &units, &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.output, false, &args.protected())?;
    Ok(if found.account.nodes.iter().all(|n| n.score.is_none()) { Outcome::Withheld } else { Outcome::Done })
}
