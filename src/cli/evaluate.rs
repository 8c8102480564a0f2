//! `spscore evaluate`: parse, evaluate, report.

use super::args::{self, Format};
use super::deliver::{self, Written};
use super::input::{self, Loaded};
use super::{Failure, Outcome, refusals};
use crate::analysis::verbs;
use crate::model::{Framework, Package, Window};

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    let Some(slug) = &args.slug else { return super::rate::run(args) };
    if args.long && args.options.output.format()? != Format::Table {
        let message =
            "error: --long is for the card on the terminal\n  leave it out: the other formats have everything";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let Loaded { framework, package, window } = input::loaded(&args.options.scope)?;
    let (made, outcome) = of_partnership(args, slug, (&framework, &package), window)?;
    made.write(args.options.output.out.as_deref(), &args.protected())?;
    Ok(outcome)
}

/// What the command would write, on a framework and a package that are loaded already.
pub(super) fn made(
    args: &args::Evaluate,
    framework: &Framework,
    package: &Package,
    window: Window,
) -> Result<(Written, Outcome), Failure> {
    let slug = args.slug.as_deref().unwrap_or_default();
    of_partnership(args, slug, (framework, package), window)
}

fn of_partnership(
    args: &args::Evaluate,
    slug: &str,
    (framework, package): (&Framework, &Package),
    window: Window,
) -> Result<(Written, Outcome), Failure> {
    let partnership = input::partnership(&package.parties, slug)?;
    let found = verbs::evaluate(framework, package, partnership, window, args.robustness.plan())
        .map_err(|e| refusals::failed(&e))?;
    let made = deliver::made(&found, &args.options.output, args.long)?;
    Ok((made, if found.evaluation.gap.is_some() { Outcome::Done } else { Outcome::Withheld }))
}
