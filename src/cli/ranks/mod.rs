//! `spscore ranks`: parse, look for attainable ranks or for what swaps two units, report.

mod args;

pub use args::RanksArgs;

use crate::analysis::verbs::{self, Error, RanksRequest, WeightsRequest};
use crate::analysis::weight_robustness::Freedom;
use crate::cli::input::{self, Subject};
use crate::cli::progress::Bars;
use crate::cli::{Failure, Outcome, deliver, refusals};

pub(super) fn run(args: &RanksArgs) -> Result<Outcome, Failure> {
    if !args.tabled.named() && args.units.is_empty() && !args.peers && args.swap.is_none() {
        return Err(refusals::failed(&Error::NobodyNamed));
    }
    let subject = input::subject(&args.tabled, &args.options.scope)?;
    let within = args.weights_within;
    let freedom = if args.free { Freedom::Any } else { Freedom::Within { low: within.low, high: within.high } };
    let weights = WeightsRequest { of: args.of.clone(), over: args.over.clone(), leaves: args.leaves, freedom };
    let refused = |e: Error| refusals::failed(&e);
    let withheld = match &args.swap {
        Some(pair) => {
            let [ahead, behind] = [&pair.ahead, &pair.behind].map(|typed| code(&subject, typed));
            let found = verbs::swap(subject.origin(), &weights, &ahead?, &behind?).map_err(refused)?;
            deliver::result(&found, &args.options.output, false, &args.protected())?;
            false
        }
        None => {
            let units = args.units.iter().map(|typed| code(&subject, typed)).collect::<Result<_, Failure>>()?;
            let request = RanksRequest { weights, units, budget: args.budget, sample: args.sample() };
            let found = verbs::ranks(subject.origin(), &request, &Bars).map_err(refused)?;
            deliver::result(&found, &args.options.output, false, &args.protected())?;
            found.withheld()
        }
    };
    Ok(if withheld { Outcome::Withheld } else { Outcome::Done })
}

/// A unit as typed; of a partnership its slug, whichever way round it was typed.
fn code(subject: &Subject, typed: &str) -> Result<String, Failure> {
    match subject {
        Subject::Table { .. } => Ok(typed.to_owned()),
        Subject::Partnerships(loaded) => {
            let parties = &loaded.package.parties;
            Ok(input::partnership(parties, typed)?.slug(parties))
        }
    }
}
