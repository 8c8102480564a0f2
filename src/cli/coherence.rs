//! `spscore coherence`: parse, examine the structure, report.

use super::args;
use super::{Failure, Outcome, deliver, input, refusals};
use crate::analysis::structure::DataSet;
use crate::analysis::verbs::{self, CoherenceRequest};
use crate::statistics::coherence::{Measure, PairLimits};

pub(super) fn run(args: &args::Coherence) -> Result<Outcome, Failure> {
    let data = args.data_set.map(|set| match set {
        args::DataSet::Raw => DataSet::Raw,
        args::DataSet::Treated => DataSet::Treated,
        args::DataSet::Normalised => DataSet::Normalised,
    });
    let subject = input::subject(&args.tabled, &args.options.scope)?;
    let measure = match args.correlation {
        args::CorrelationMeasure::Pearson => Measure::Pearson,
        args::CorrelationMeasure::Spearman => Measure::Spearman,
        args::CorrelationMeasure::Kendall => Measure::Kendall,
    };
    let request = CoherenceRequest {
        year: args.year,
        node: args.node.clone(),
        data,
        unit: args.unit.clone(),
        group: args.group.as_ref().map(|g| (g.column.clone(), g.word.clone())),
        limits: Some(PairLimits { measure, collinear: args.collinear, negative: args.negative }),
        with_sizes: Some(args.with_sizes),
    };
    let found = verbs::coherence(subject.origin(), &request).map_err(|e| refusals::failed(&e))?;
    deliver::result(&found, &args.options.output, false, &args.protected())?;
    Ok(Outcome::Done)
}
