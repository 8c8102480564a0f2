//! `spscore coherence`: parse, examine the structure, report.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output, refusals};
use crate::analysis::structure::DataSet;
use crate::analysis::verbs::{self, CoherenceRequest, Examined};
use crate::report::coherence;

pub(super) fn run(args: &args::Coherence) -> Result<Outcome, Failure> {
    let data = args.data_set.map(|set| match set {
        args::DataSet::Raw => DataSet::Raw,
        args::DataSet::Treated => DataSet::Treated,
        args::DataSet::Normalised => DataSet::Normalised,
    });
    let subject = input::subject(&args.tabled, &args.options.scope)?;
    let request = CoherenceRequest { year: args.year, node: args.node.clone(), data, unit: args.unit.clone() };
    let found = verbs::coherence(subject.origin(), &request).map_err(|e| refusals::failed(&e))?;
    output::write(&text(args, &found)?, args.options.out.as_deref(), &args.spared())?;
    Ok(Outcome::Done)
}

fn text(args: &args::Coherence, found: &Examined<'_>) -> Result<String, Failure> {
    Ok(match args.options.format {
        Format::Table => coherence::terminal(found, output::columns(args.options.out.as_deref())),
        Format::Markdown => coherence::markdown(found),
        Format::Csv => coherence::csv(found).map_err(Failure::unwritten)?,
        Format::Json => coherence::json(found).map_err(Failure::unwritten)?,
    })
}
