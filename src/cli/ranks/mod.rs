//! `spscore ranks`: best and worst attainable ranks over a declared set of weights, and what swaps two units.

mod subject;
mod typed;

pub use typed::Typed;

use crate::analysis::leeway::{self, Freedom, Over, Question, Trouble};
use crate::cli::progress::Progress;
use crate::cli::{Failure, Outcome, deliver};
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
    match &args.swap {
        Some(pair) => swap(args, &subject, question, pair),
        None => standings(args, subject, question),
    }
}

fn standings(args: &Typed, subject: subject::Subject<'_>, question: Question) -> Result<Outcome, Failure> {
    let chosen = args.units.iter().map(|typed| subject.code(typed)).collect::<Result<Vec<String>, Failure>>()?;
    let mut notes = subject.notes;
    let mut groups = Vec::new();
    let single = subject.graded.len() == 1;
    for graded in subject.graded {
        let frame = match leeway::frame(&graded, question) {
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
            leeway::standings(&graded, &frame, &wanted, args.budget, &|done| progress.tick(done))
                .map_err(|e| told(&e))?
        };
        groups.push(Group { graded, frame, standings });
    }
    let any = groups.iter().any(|g| !g.standings.is_empty());
    let ranked = Ranked { origin: subject.origin, question, groups, all: chosen.is_empty(), notes };
    deliver::result(&ranked, &args.output, false, &args.spared())?;
    Ok(if any { Outcome::Done } else { Outcome::Withheld })
}

fn swap(
    args: &Typed,
    subject: &subject::Subject<'_>,
    question: Question,
    pair: &typed::Pair,
) -> Result<Outcome, Failure> {
    let (graded, ahead, behind) = subject.pair(&pair.ahead, &pair.behind)?;
    let frame = leeway::frame(graded, question).map_err(|e| told(&e))?;
    for unit in [ahead, behind] {
        if let Some(left_out) = frame.left_out.iter().find(|l| l.unit == unit) {
            let why = ranks::left_out(graded, left_out);
            let hint = "  impute what is missing, or vary the weights of another node with --over";
            return Err(Failure::new(Outcome::Withheld, format!("error: {why}\n{hint}")));
        }
    }
    let found = leeway::overtaking(graded, &frame, ahead, behind).map_err(|e| told(&e))?;
    let swap = Swap { origin: subject.origin, question, graded, frame: &frame, found: &found };
    deliver::result(&swap, &args.output, false, &args.spared())?;
    Ok(Outcome::Done)
}

/// A question that has no answer is the command line's fault; too few units, or numbers beyond the solver, are the data's.
fn told(trouble: &Trouble) -> Failure {
    let outcome = match trouble {
        Trouble::Alone { .. } | Trouble::Kernel(_) => Outcome::BadInput,
        _ => Outcome::BadUsage,
    };
    Failure::new(outcome, format!("error: {trouble}\n  {}", trouble.hint()))
}
