//! `spscore compare`: several partnerships side by side.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis::robustness::robustness;
use crate::analysis::{self, Comparison, Evaluation};
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Package, Window};
use crate::report::compared::Compared;
use crate::report::comparison;
use crate::report::{csv, json};

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let windows = windows(args, &package, framework.window);
    let mut partnerships: Vec<Partnership> = Vec::new();
    if args.peers {
        partnerships.extend(framework.peers.partnerships(&package.parties));
    }
    for slug in &args.slugs {
        let partnership = input::partnership(&package.parties, slug)?;
        for window in &windows {
            input::apart(&package.parties, partnership, *window)?;
        }
        // Naming a peer again, or a pair the other way round, changes nothing.
        if !partnerships.contains(&partnership) {
            partnerships.push(partnership);
        }
    }
    if partnerships.len() * windows.len() < 2 {
        let message = "error: a comparison needs two partnerships, or two windows\n  name another one, or add --peers or --windows";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let mut gauges = Measurer::series(&package, &framework, &windows);
    let told = analysis::compare_through_time(&framework, &mut gauges, &partnerships);
    let borrowed = input::borrowed_names(&framework, &package, args.inputs.data.is_some());
    let compare = |gauge: &Measurer<'_>| {
        let mut comparison = match windows.len() {
            1 => analysis::compare_in_full(&framework, gauge, &partnerships, args.upgrades),
            _ => analysis::compare(&framework, gauge, &partnerships),
        };
        comparison.warnings.splice(0..0, borrowed.iter().chain(&told).cloned());
        comparison
    };
    let mut comparisons: Vec<Comparison> = gauges.iter().map(compare).collect();
    if comparisons.len() > 1 {
        args.robustness.unused("a series")?;
    }
    // A series has a curve in place of intervals: `plot timeline`.
    if let ([comparison], Some(plan)) = (comparisons.as_mut_slice(), args.robustness.plan()) {
        args.robustness.afford(partnerships.len(), &framework)?;
        let window = windows.first().copied().unwrap_or(framework.window);
        let all: Vec<&Evaluation> = comparison.evaluations.iter().collect();
        let found = robustness(&framework, &package, window, &all, plan);
        for (evaluation, found) in comparison.evaluations.iter_mut().zip(found) {
            evaluation.robustness = found;
        }
    }
    let all: Vec<Compared<'_>> = gauges
        .iter()
        .zip(&comparisons)
        .map(|(gauge, comparison)| Compared { framework: &framework, gauge, comparison })
        .collect();
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let width = if args.out.is_some() { 80 } else { output::width() };
    let text = match args.format {
        Format::Table => match all.as_slice() {
            [one] => comparison::terminal(one, width),
            series => comparison::series(series, width),
        },
        Format::Markdown => match all.as_slice() {
            [one] => comparison::markdown(one),
            series => comparison::series_markdown(series),
        },
        Format::Csv => csv::comparisons(&all).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => json::comparisons(&all).map_err(|e| unwritable(e.to_string()))?,
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    let withheld = comparisons.iter().flat_map(|c| &c.evaluations).all(|e| e.gap.is_none());
    Ok(if withheld { Outcome::Withheld } else { Outcome::Done })
}

/// The windows asked for: several, one rolling through the years of the trade data, or the one typed or declared.
fn windows(args: &args::Compare, package: &Package, declared: Window) -> Vec<Window> {
    match args.rolling {
        Some(length) if !package.trade.is_empty() => input::rolling(package, declared, length),
        _ if !args.windows.is_empty() => args.windows.clone(),
        _ => vec![args.window.unwrap_or(declared)],
    }
}
