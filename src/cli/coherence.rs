//! `spscore coherence`: parse, examine the structure, report.

use super::args;
use super::{Failure, Outcome, deliver, input, refusals};
use crate::analysis::structure::DataSet;
use crate::analysis::verbs::{self, CoherenceRequest};

pub(super) fn run(args: &args::Coherence) -> Result<Outcome, Failure> {
    let data = args.data_set.map(|set| match set {
        args::DataSet::Raw => DataSet::Raw,
        args::DataSet::Treated => DataSet::Treated,
        args::DataSet::Normalised => DataSet::Normalised,
    });
    let subject = input::subject(&args.tabled, &args.options.scope)?;
    let request = CoherenceRequest { year: args.year, node: args.node.clone(), data, unit: args.unit.clone() };
    let found = verbs::coherence(subject.origin(), &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(Outcome::Done)
}
