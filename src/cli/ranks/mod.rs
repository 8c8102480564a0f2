//! `spscore ranks`: best and worst attainable ranks over a declared set of weights, and what swaps two units.

mod subject;
mod typed;

pub use typed::Typed;

use crate::analysis::weight_robustness::{self, Freedom, Over, Question, Trouble};
use crate::cli::args::Format;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Outcome, output};
use crate::report::ranks::{self, Group, Ranked, Swap};

pub(super) fn run(args: &Typed) -> Result<Outcome, Failure> {
    let read = subject::read(args)?;
    let subject = read.subject()?;
    let of = match &args.of {
        Some(code) => subject.node(code)?,
        None => subject.root,
    };
    let over = match (&args.over, args.leaves) {
        (_, true) => Over::Leaves,
        (Some(code), _) => Over::Node(subject.node(code)?),
        (None, _) => Over::Node(of),
    };
    let within = args.weights_within;
    let freedom = if args.free { Freedom::Any } else { Freedom::Within { low: within.low, high: within.high } };
    let question = Question { of, over, freedom };
    let text = match &args.swap {
        Some(pair) => swap(args, &subject, question, pair)?,
        None => {
            let (text, any) = standings(args, subject, question)?;
            if !any {
                output::write(&text, args.out.as_deref(), &args.spared())?;
                return Ok(Outcome::Withheld);
            }
            text
        }
    };
    output::write(&text, args.out.as_deref(), &args.spared())?;
    Ok(Outcome::Done)
}

fn standings(args: &Typed, subject: subject::Subject<'_>, question: Question) -> Result<(String, bool), Failure> {
    let chosen = args.units.iter().map(|typed| subject.code(typed)).collect::<Result<Vec<String>, Failure>>()?;
    let mut notes = subject.notes;
    let mut groups = Vec::new();
    let single = subject.graded.len() == 1;
    for graded in subject.graded {
        let frame = match weight_robustness::frame(&graded, question) {
            Ok(frame) => frame,
            // Another year may have units enough.
            Err(trouble @ Trouble::Alone { .. }) if !single => {
                let year = graded.units.first().and_then(|u| u.year).map_or_else(String::new, |y| format!("{y}: "));
                notes.push(format!("{year}{trouble}"));
                continue;
            }
            Err(trouble) => return Err(told(&trouble)),
        };
        let places = |codes: &[String]| -> Vec<usize> {
            (0..graded.units.len()).filter(|i| graded.units.get(*i).is_some_and(|u| codes.contains(&u.code))).collect()
        };
        let wanted = places(&chosen);
        // No place of those named is in this year.
        let standings = if wanted.is_empty() && !chosen.is_empty() {
            Vec::new()
        } else {
            let units = if wanted.is_empty() { frame.units.len() } else { wanted.len() };
            let progress = Progress::new("looking for attainable ranks", units);
            weight_robustness::standings(&graded, &frame, &wanted, args.budget, &|done| progress.tick(done))
                .map_err(|e| told(&e))?
        };
        groups.push(Group { graded, frame, standings });
    }
    let any = groups.iter().any(|g| !g.standings.is_empty());
    let ranked = Ranked { origin: subject.origin, question, groups, all: chosen.is_empty(), notes };
    let text = match args.format {
        Format::Table => ranks::terminal(&ranked, width(args)),
        Format::Markdown => ranks::markdown(&ranked),
        Format::Csv => ranks::csv(&ranked).map_err(|e| unwritable(&e))?,
        Format::Json => ranks::json(&ranked).map_err(|e| unwritable(&e))?,
    };
    Ok((text, any))
}

fn swap(
    args: &Typed,
    subject: &subject::Subject<'_>,
    question: Question,
    pair: &typed::Pair,
) -> Result<String, Failure> {
    let (graded, ahead, behind) = subject.pair(&pair.ahead, &pair.behind)?;
    let frame = weight_robustness::frame(graded, question).map_err(|e| told(&e))?;
    for unit in [ahead, behind] {
        if let Some(left_out) = frame.left_out.iter().find(|l| l.unit == unit) {
            let why = ranks::left_out(graded, left_out);
            let hint = "  impute what is missing, or vary the weights of another node with --over";
            return Err(Failure::new(Outcome::Withheld, format!("error: {why}\n{hint}")));
        }
    }
    let found = weight_robustness::overtaking(graded, &frame, ahead, behind).map_err(|e| told(&e))?;
    let swap = Swap { origin: subject.origin, question, graded, frame: &frame, found: &found };
    Ok(match args.format {
        Format::Table => ranks::swap::terminal(&swap, width(args)),
        Format::Markdown => ranks::swap::markdown(&swap),
        Format::Csv => ranks::swap::csv(&swap).map_err(|e| unwritable(&e))?,
        Format::Json => ranks::swap::json(&swap).map_err(|e| unwritable(&e))?,
    })
}

fn width(args: &Typed) -> usize {
    if args.out.is_some() { 80 } else { output::width() }
}

fn unwritable(e: &dyn std::error::Error) -> Failure {
    Failure::new(Outcome::Unreachable, format!("error: {e}"))
}

/// A question that has no answer is the command line's fault; too few units, or numbers beyond the solver, are the data's.
fn told(trouble: &Trouble) -> Failure {
    let outcome = match trouble {
        Trouble::Alone { .. } | Trouble::Kernel(_) => Outcome::BadInput,
        _ => Outcome::BadUsage,
    };
    Failure::new(outcome, format!("error: {trouble}\n  {}", trouble.hint()))
}
