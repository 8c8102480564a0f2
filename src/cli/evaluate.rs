//! `spscore evaluate`: load, measure, score, report.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis::robustness::robustness;
use crate::analysis::{self, Warning};
use crate::measure::Measurer;
use crate::report::{self, Subject};

pub(super) fn run(args: &args::Evaluate) -> Result<Outcome, Failure> {
    let Some(slug) = &args.slug else { return super::rate::run(args) };
    if args.long && args.format != Format::Table {
        let message =
            "error: --long is for the card on the terminal\n  leave it out: the other formats have everything";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let partnership = input::partnership(&package.parties, slug)?;
    let window = args.window.unwrap_or(framework.window);
    input::apart(&package.parties, partnership, window)?;
    let gauge = Measurer::new(&package, &framework, window);
    let mut evaluation = analysis::evaluate(&framework, &gauge, partnership);
    if let Some(plan) = args.robustness.plan() {
        args.robustness.afford(1, &framework)?;
        let found = robustness(&framework, &package, window, &[&evaluation], plan);
        evaluation.robustness = found.into_iter().next().flatten();
    }
    let borrowed = input::borrowed_names(&framework, &package, args.inputs.data.is_some());
    evaluation.warnings.splice(0..0, borrowed.into_iter().map(|text| Warning { text, minor: false }));
    let facing = framework.facing(&package.parties, partnership);
    let subject = Subject { framework: &facing, gauge: &gauge, evaluation: &evaluation };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let text = match args.format {
        Format::Table => {
            let width = if args.out.is_some() { 80 } else { output::width() };
            report::terminal::evaluation(&subject, width, args.long)
        }
        Format::Markdown => report::markdown::evaluation(&subject),
        Format::Csv => report::csv::evaluation(&subject).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => report::json::evaluation(&subject).map_err(|e| unwritable(e.to_string()))?,
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    Ok(if evaluation.gap.is_some() { Outcome::Done } else { Outcome::Withheld })
}
