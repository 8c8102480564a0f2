//! `spscore explain`: parse, evaluate, show what stands behind one number.

use super::input::{self, Loaded};
use super::{Failure, Outcome, args, deliver, refusals};
use crate::analysis::verbs;
use crate::load;
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Explain) -> Result<Outcome, Failure> {
    let Loaded { framework, package, window } = input::loaded(&args.scope)?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let found =
        verbs::explain(&framework, &package, partnership, window, &args.node).map_err(|e| refusals::failed(&e))?;
    let subject = Subject::from(&found.of);
    let record = |row: crate::model::RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let page = match found.node {
        Some(node) => report::explain::node(&subject, node, args.rows.0, &record),
        None => report::explain::gap(&subject),
    };
    deliver::page(&page, &args.output, 100, &args.protected())?;
    Ok(Outcome::Done)
}
