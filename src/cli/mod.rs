//! The command line: what was typed, what it means, and the only room that writes files.

mod args;
mod audit;
mod bundle;
mod check;
mod cite;
mod coherence;
mod compare;
mod compare_tables;
mod decompose;
mod deliver;
mod evaluate;
mod explain;
mod framework;
mod freeze;
mod import;
mod input;
mod list;
mod manual;
mod mentions;
mod new;
mod output;
mod plot;
mod population;
mod progress;
mod protected;
mod rank;
mod ranks;
mod rate;
mod refusals;
mod report;
mod rivals;
mod sensitivity;
mod trends;
mod uncertainty;
mod verb;

use std::process::ExitCode;

use clap::Parser;

use verb::{Args, Verb};

/// How a run ends; the numbers are the program's exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done = 0,
    /// Data or framework are bad.
    BadInput = 1,
    /// The command line is.
    BadUsage = 2,
    /// A file cannot be read or written, standard output is closed, or memory cannot be had.
    Unreachable = 3,
    /// The result is withheld for coverage.
    Withheld = 4,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

/// Why a verb came to no result: the words for the user, and the exit code.
#[derive(Debug)]
pub struct Failure {
    outcome: Outcome,
    message: String,
}

impl Failure {
    fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        Failure { outcome, message: message.into() }
    }

    /// A result that could not be put into a format.
    fn unwritten(why: impl std::fmt::Display) -> Self {
        Failure::new(Outcome::Unreachable, format!("error: {why}"))
    }
}

/// Parses the command line, runs the verb and reports problems on standard error.
pub fn run() -> Outcome {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(e) => {
            if e.use_stderr() {
                let _ = e.print();
                return Outcome::BadUsage;
            }
            // Help and version are asked for, and go to standard output.
            let shown = output::print(&e.render().ansi().to_string());
            return outcome_of(shown.map(|()| Outcome::Done));
        }
    };
    outcome_of(args.verb.may_write().and_then(|()| run_verb(args.verb)))
}

/// The outcome of a run; a failure's message goes to standard error.
fn outcome_of(result: Result<Outcome, Failure>) -> Outcome {
    result.unwrap_or_else(|failure| {
        output::to_stderr(&failure.message);
        failure.outcome
    })
}

fn run_verb(verb: Verb) -> Result<Outcome, Failure> {
    match verb {
        Verb::Evaluate(a) => evaluate::run(&a),
        Verb::Compare(a) if a.tabled.named() => compare_tables::run(&a),
        Verb::Compare(a) => compare::run(&a),
        Verb::Decompose(a) => decompose::run(&a),
        Verb::Coherence(a) => coherence::run(&a),
        Verb::Uncertainty(a) => uncertainty::run(&a),
        Verb::Sensitivity(a) => sensitivity::run(&a),
        Verb::Ranks(a) => ranks::run(&a),
        Verb::Rank(a) => rank::run(&a),
        Verb::Trends(a) => trends::run(&a),
        Verb::Plot(a) => plot::run(&a),
        Verb::Explain(a) => explain::run(&a),
        Verb::Report(a) => report::run(&a),
        Verb::Audit(a) => audit::run(&a),
        Verb::List(a) => list::run(&a),
        Verb::Bundle(a) => bundle::run(&a),
        Verb::Verify(a) => bundle::verify(&a),
        Verb::Freeze(a) => freeze::run(&a),
        Verb::Cite(a) => cite::run(&a),
        Verb::Check(a) => check::run(&a),
        Verb::New(a) => new::run(&a),
        Verb::Framework(a) => framework::run(&a),
        Verb::Import(a) => import::run(&a),
        Verb::Mentions(a) => mentions::run(&a),
        Verb::Completions { shell } => manual::completions(shell),
        Verb::Man => manual::man(),
    }
}
