//! `spscore compare`: several partnerships side by side.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis;
use crate::measure::Gauge;
use crate::model::party::Partnership;
use crate::report::comparison::{self, Compared};
use crate::report::{csv, json};

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    let framework = input::framework(&args.inputs.framework)?;
    let package = input::package(args.inputs.data.as_deref())?;
    let window = args.window.unwrap_or(framework.window);
    let mut partnerships: Vec<Partnership> = Vec::new();
    if args.peers {
        partnerships.extend(input::peers(&package.parties, &framework));
    }
    for slug in &args.slugs {
        let partnership = input::partnership(&package.parties, slug)?;
        input::apart(&package.parties, partnership, window)?;
        // Naming a peer again, or a pair the other way round, changes nothing.
        if !partnerships.contains(&partnership) {
            partnerships.push(partnership);
        }
    }
    if partnerships.len() < 2 {
        let message = "error: a comparison needs two partnerships\n  name another one, or add --peers";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let gauge = Gauge::new(&package, &framework, window);
    let comparison = analysis::compare(&framework, &gauge, &partnerships);
    let compared = Compared { framework: &framework, gauge: &gauge, comparison: &comparison };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let text = match args.format {
        Format::Table => {
            comparison::terminal(&compared, if args.out.is_some() { 100 } else { output::width().max(100) })
        }
        Format::Markdown => comparison::markdown(&compared),
        Format::Csv => csv::comparison(&compared).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => json::comparison(&compared).map_err(|e| unwritable(e.to_string()))?,
    };
    output::write(&text, args.out.as_deref())?;
    let withheld = comparison.evaluations.iter().all(|e| e.gap.is_none());
    Ok(if withheld { Outcome::Withheld } else { Outcome::Done })
}
