//! `spscore decompose`: one partnership taken apart by indicator, by member, through time.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis::decompose;
use crate::measure::Measurer;
use crate::model::Window;
use crate::model::window::Year;
use crate::report::decomposition::{self, Decomposed};

pub(super) fn run(args: &args::Decompose) -> Result<Outcome, Failure> {
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let partnership = input::partnership(&package.parties, &args.slug)?;
    let window = args.to.or(args.window).unwrap_or(framework.window);
    input::apart(&package.parties, partnership, window)?;
    let brief = !(args.levels || args.members || args.time);
    let earlier = if args.time { Some(earlier(args.from, window)?) } else { just_before(window) };
    if let Some(from) = earlier.filter(|_| args.time) {
        input::apart(&package.parties, partnership, from)?;
        follows(from, window)?;
    }
    let gauge = Measurer::new(&package, &framework, window);
    let asked = |one: bool| brief || one;
    let passed = earlier.filter(|_| asked(args.time));
    let passage = passed.map(|from| decompose::passage(&framework, &package, partnership, from, window));
    let d = Decomposed {
        framework: &framework,
        gauge: &gauge,
        partnership,
        levels: asked(args.levels).then(|| decompose::levels(&framework, &gauge, partnership)),
        members: asked(args.members).then(|| decompose::membership(&framework, &gauge, partnership)),
        passage,
        brief,
        notes: input::borrowed_names(&framework, &package, args.inputs.data.is_some()),
    };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let text = match args.format {
        Format::Table => decomposition::terminal(&d, if args.out.is_some() { 80 } else { output::width() }),
        Format::Markdown => decomposition::markdown(&d),
        Format::Csv => decomposition::csv(&d).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => decomposition::json(&d).map_err(|e| unwritable(e.to_string()))?,
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    let levels = d.levels.as_ref().is_some_and(|l| l.content.is_some());
    let members = d.members.as_ref().is_some_and(Result::is_ok);
    let time = d.passage.as_ref().is_some_and(|x| x.content.points().is_some());
    Ok(if levels || members || time { Outcome::Done } else { Outcome::Withheld })
}

/// As many years just before; `None` where the calendar of the data does not reach.
fn just_before(later: Window) -> Option<Window> {
    Some(Window::ending(Year::new(i64::from(later.from().get()) - 1)?, later.years() as u16))
}

/// The window typed, or the one just before.
fn earlier(typed: Option<Window>, later: Window) -> Result<Window, Failure> {
    let none = || Failure::new(Outcome::BadUsage, format!("error: no year comes before {later}"));
    typed.or_else(|| just_before(later)).ok_or_else(none)
}

/// Windows that share years are alike by construction, and one that comes later is no beginning.
fn follows(from: Window, to: Window) -> Result<(), Failure> {
    if from.to() < to.from() {
        return Ok(());
    }
    let message = format!(
        "error: {from} does not end before {to} begins\n  name two windows that share no year, the earlier one with --from"
    );
    Err(Failure::new(Outcome::BadUsage, message))
}
