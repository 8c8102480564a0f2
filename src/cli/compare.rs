//! `spscore compare`: parse, compare, report.

use super::deliver::{self, Written};
use super::input::{self, Loaded};
use super::{Failure, Outcome, args, refusals, rivals};
use crate::analysis::verbs::{self, CompareRequest};
use crate::model::{Framework, Package, Window};
use crate::report::Report;
use crate::report::comparison::Series;

pub(super) fn run(args: &args::Compare) -> Result<Outcome, Failure> {
    if !args.frameworks.is_empty() {
        return rivals::run(args);
    }
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let (made, outcome) = made(args, &framework, &package, window)?;
    made.write(args.options.output.out.as_deref(), &args.protected())?;
    Ok(outcome)
}

/// What the command would write, on a framework and a package that are loaded already.
pub(super) fn made(
    args: &args::Compare,
    framework: &Framework,
    package: &Package,
    window: Window,
) -> Result<(Written, Outcome), Failure> {
    if args.tabled.named() {
        let message = "error: a bundle holds partnerships\n  leave --table and --coinr out";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    if !args.frameworks.is_empty() {
        return Err(rivals::bundled(&args.frameworks));
    }
    let windows = windows(args, package, window);
    let partnerships = input::peers_and_named(framework, &package.parties, args.peers, &args.slugs)?;
    if windows.len() > 1 {
        args.robustness.unused("a series")?;
    }
    let request = CompareRequest { partnerships, windows, upgrades: args.upgrades, plan: args.robustness.plan() };
    let found = verbs::compare(framework, package, &request).map_err(|e| refusals::failed(&e))?;
    let series = Series(&found);
    let report: &dyn Report = match found.as_slice() {
        [one] => one,
        _ => &series,
    };
    let made = deliver::made(report, &args.options.output, false)?;
    let withheld = found.iter().flat_map(|c| &c.comparison.evaluations).all(|e| e.gap.is_none());
    Ok((made, if withheld { Outcome::Withheld } else { Outcome::Done }))
}

/// The windows asked for: several, one rolling through the years of the trade data, or the one given or declared.
fn windows(args: &args::Compare, package: &Package, window: Window) -> Vec<Window> {
    match args.rolling {
        Some(length) if !package.trade.is_empty() => package.rolling_windows(window, length),
        _ if !args.windows.is_empty() => args.windows.clone(),
        _ => vec![window],
    }
}
