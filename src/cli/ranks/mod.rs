//! `spscore ranks`: parse, look for attainable ranks or for what swaps two units, report.

mod typed;

pub use typed::Typed;

use crate::analysis::verbs::{self, Error, Ranked, RanksRequest, Swap, WeightsRequest};
use crate::analysis::weight_robustness::Freedom;
use crate::cli::args::Format;
use crate::cli::input::{self, Subject};
use crate::cli::progress::Bars;
use crate::cli::{Failure, Outcome, output, refusals};
use crate::report::ranks;

pub(super) fn run(args: &Typed) -> Result<Outcome, Failure> {
    if !args.tabled.named() && args.units.is_empty() && !args.peers && args.swap.is_none() {
        return Err(refusals::failed(&Error::NobodyNamed));
    }
    let subject = input::subject(&args.tabled, &args.options.scope)?;
    let within = args.weights_within;
    let freedom = if args.free { Freedom::Any } else { Freedom::Within { low: within.low, high: within.high } };
    let weights = WeightsRequest { of: args.of.clone(), over: args.over.clone(), leaves: args.leaves, freedom };
    let refused = |e: Error| refusals::failed(&e);
    let (text, withheld) = match &args.swap {
        Some(pair) => {
            let [ahead, behind] = [&pair.ahead, &pair.behind].map(|typed| code(&subject, typed));
            let found = verbs::swap(subject.origin(), &weights, &ahead?, &behind?).map_err(refused)?;
            (of_swap(args, &found)?, false)
        }
        None => {
            let units = args.units.iter().map(|typed| code(&subject, typed)).collect::<Result<_, Failure>>()?;
            let request = RanksRequest { weights, units, budget: args.budget };
            let found = verbs::ranks(subject.origin(), &request, &Bars).map_err(refused)?;
            (of_ranks(args, &found)?, found.withheld())
        }
    };
    output::write(&text, args.options.out.as_deref(), &args.spared())?;
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

fn of_ranks(args: &Typed, found: &Ranked<'_>) -> Result<String, Failure> {
    Ok(match args.options.format {
        Format::Table => ranks::terminal(found, output::columns(args.options.out.as_deref())),
        Format::Markdown => ranks::markdown(found),
        Format::Csv => ranks::csv(found).map_err(Failure::unwritten)?,
        Format::Json => ranks::json(found).map_err(Failure::unwritten)?,
    })
}

fn of_swap(args: &Typed, found: &Swap<'_>) -> Result<String, Failure> {
    Ok(match args.options.format {
        Format::Table => ranks::swap::terminal(found, output::columns(args.options.out.as_deref())),
        Format::Markdown => ranks::swap::markdown(found),
        Format::Csv => ranks::swap::csv(found).map_err(Failure::unwritten)?,
        Format::Json => ranks::swap::json(found).map_err(Failure::unwritten)?,
    })
}
