//! `spscore compare`: parse, compare, report.

use super::args::{self, Format};
use super::input::{self, Loaded};
use super::{Failure, Outcome, output, refusals};
use crate::analysis::verbs::{self, CompareRequest, Compared};
use crate::model::{Package, Window};
use crate::report::{comparison, csv, json};

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let windows = windows(args, &package, window);
    let mut partnerships = if args.peers { framework.peers.partnerships(&package.parties) } else { Vec::new() };
    let named = input::partnerships(&package.parties, &args.slugs)?;
    let further: Vec<_> = named.into_iter().filter(|p| !partnerships.contains(p)).collect();
    partnerships.extend(further);
    if windows.len() > 1 {
        args.robustness.unused("a series")?;
    }
    let request = CompareRequest { partnerships, windows, upgrades: args.upgrades, plan: args.robustness.plan() };
    let found = verbs::compare(&framework, &package, &request).map_err(|e| refusals::failed(&e))?;
    output::write(&text(args, &found)?, args.options.out.as_deref(), &args.spared())?;
    let withheld = found.iter().flat_map(|c| &c.comparison.evaluations).all(|e| e.gap.is_none());
    Ok(if withheld { Outcome::Withheld } else { Outcome::Done })
}

fn text(args: &args::Compare, found: &[Compared<'_>]) -> Result<String, Failure> {
    let width = output::columns(args.options.out.as_deref());
    Ok(match (args.options.format, found) {
        (Format::Table, [one]) => comparison::terminal(one, width),
        (Format::Table, series) => comparison::series(series, width),
        (Format::Markdown, [one]) => comparison::markdown(one),
        (Format::Markdown, series) => comparison::series_markdown(series),
        (Format::Csv, all) => csv::comparisons(all).map_err(Failure::unwritten)?,
        (Format::Json, all) => json::comparisons(all).map_err(Failure::unwritten)?,
    })
}

/// The windows asked for: several, one rolling through the years of the trade data, or the one typed or declared.
fn windows(args: &args::Compare, package: &Package, window: Window) -> Vec<Window> {
    match args.rolling {
        Some(length) if !package.trade.is_empty() => package.rolling_windows(window, length),
        _ if !args.windows.is_empty() => args.windows.clone(),
        _ => vec![window],
    }
}
