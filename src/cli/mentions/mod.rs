//! `spscore mentions`: parse, ask `text::verbs`, report.

mod args;

pub use args::Mentions;

use args::{Asked, Question, Returned, Texts, Title, Without, WordRule};

use std::path::Path;

use crate::cli::args::Output;
use crate::cli::output::ProtectedFiles;
use crate::cli::progress::Bars;
use crate::cli::{Failure, Outcome, deliver, input};
use crate::diagnostic::Problem;
use crate::import::counts::{self, Counts};
use crate::report::import::ImportReport;
use crate::report::mentions::coding_sheet;
use crate::statistics::reliability::Bootstrap;
use crate::text::corpus::{self, Titles};
use crate::text::exclusions::Exclusions;
use crate::text::kwic;
use crate::text::matcher::Words;
use crate::text::verbs::{self, Counting, Error, Sheets};

pub(super) fn run(args: &Mentions) -> Result<Outcome, Failure> {
    match &args.question {
        Question::Count(a) => {
            let package = input::package(a.data.as_deref())?;
            let mut counting = counting(&a.texts);
            let on = |kind| a.without.contains(&kind);
            counting.issues.clone_from(&a.issues);
            counting.world = a.world;
            counting.exclusions = Exclusions {
                joint: on(Without::Joint),
                members: if on(Without::Members) { members(&a.members)? } else { Vec::new() },
                by_definition: on(Without::ByDefinition),
                lists_from: a.lists,
            };
            let found = verbs::count(&counting, Some(&package), &Bars).map_err(|e| failed(&e))?;
            match &a.into {
                Some(into) => {
                    let counts = Counts { replace: a.replace, ..Counts::of_mentions(&found) };
                    put(into, &counts, &a.output, &protected_texts(&a.texts))?;
                }
                None => deliver::result(&found, &a.output, false, &protected_texts(&a.texts))?,
            }
        }
        Question::Kwic(a) => {
            let question = kwic::Question { around: a.around, ..question(&a.asked) };
            let found = verbs::kwic(&counting(&a.texts), &question).map_err(|e| failed(&e))?;
            deliver::result(&found, &a.output, false, &protected_texts(&a.texts))?;
        }
        Question::Sheet(a) => {
            let made = verbs::sheet(&counting(&a.texts), &question(&a.asked), &a.codebook).map_err(|e| failed(&e))?;
            let protected = protected_texts(&a.texts).with("the codebook", Some(&a.codebook));
            deliver::records(&coding_sheet(&made), a.out.as_deref(), &protected)?;
        }
        Question::Code(a) => {
            let found = verbs::code(&sheets(&a.returned)).map_err(|e| failed(&e))?;
            match &a.into {
                Some(into) => {
                    let counts = Counts::of_coding(&found).ok_or_else(|| {
                        let message =
                            "error: the codebook has no code `valid`, which every row of coded_mentions needs";
                        Failure::new(Outcome::BadUsage, message)
                    })?;
                    let counts = Counts { replace: a.replace, ..counts };
                    put(into, &counts, &a.output, &protected_sheets(&a.returned))?;
                }
                None => deliver::result(&found, &a.output, false, &protected_sheets(&a.returned))?,
            }
        }
        Question::Reliability(a) => {
            let bootstrap = Bootstrap { draws: a.draws, seed: a.seed };
            let found = verbs::reliability(&sheets(&a.returned), bootstrap).map_err(|e| failed(&e))?;
            deliver::result(&found, &a.output, false, &protected_sheets(&a.returned))?;
        }
    }
    Ok(Outcome::Done)
}

/// Counts and codes become rows of a package; what is printed is what became of them.
fn put(into: &Path, counts: &Counts, to: &Output, protected: &ProtectedFiles) -> Result<(), Failure> {
    let imported = counts::put(into, counts).map_err(|e| crate::cli::import::failed(&e))?;
    let page = deliver::made(&ImportReport { imported: &imported, dry_run: false }, to, false)?;
    crate::cli::import::write(&imported)?;
    page.write(to.out.as_deref(), protected)
}

impl Mentions {
    /// Where the result goes, and what is read.
    pub(super) fn writes(&self) -> (Option<&Output>, Option<&std::path::Path>, ProtectedFiles) {
        match &self.question {
            Question::Count(a) => (Some(&a.output), a.output.out.as_deref(), protected_texts(&a.texts)),
            Question::Kwic(a) => (Some(&a.output), a.output.out.as_deref(), protected_texts(&a.texts)),
            Question::Sheet(a) => {
                (None, a.out.as_deref(), protected_texts(&a.texts).with("the codebook", Some(&a.codebook)))
            }
            Question::Code(a) => (Some(&a.output), a.output.out.as_deref(), protected_sheets(&a.returned)),
            Question::Reliability(a) => (Some(&a.output), a.output.out.as_deref(), protected_sheets(&a.returned)),
        }
    }
}

fn members(named: &[String]) -> Result<Vec<String>, Failure> {
    if named.is_empty() {
        let message =
            "error: whose statements are those of single members is not known\n  name them: --members BRN,IDN,MYS";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    Ok(named.to_vec())
}

fn counting(texts: &Texts) -> Counting {
    Counting {
        corpus: corpus::Request {
            paths: texts.paths.clone(),
            metadata: texts.metadata.clone(),
            text_column: texts.text_column.clone(),
            encoding: texts.encoding.clone(),
            titles: match texts.title {
                Title::Apart => Titles::Apart,
                Title::FirstLine => Titles::FirstLine,
                Title::Metadata => Titles::Metadata,
            },
            source: texts.source.clone(),
        },
        patterns: texts.patterns.clone(),
        groups: texts.group.clone(),
        words: match texts.words {
            WordRule::Letters => Words::Letters,
            WordRule::Latin1 => Words::Latin1,
        },
        ..Counting::default()
    }
}

fn question(asked: &Asked) -> kwic::Question {
    kwic::Question {
        targets: asked.target.clone(),
        speakers: asked.speaker.clone(),
        window: asked.window,
        around: 0,
        list_from: asked.lists,
        mentions_only: asked.mentions_only,
    }
}

fn sheets(returned: &Returned) -> Sheets {
    Sheets { codebook: returned.codebook.clone(), sent: returned.sheet.clone(), returned: returned.sheets.clone() }
}

fn protected_texts(texts: &Texts) -> ProtectedFiles {
    let protected = ProtectedFiles::default()
        .with("the pattern file", Some(&texts.patterns))
        .with("the metadata", texts.metadata.as_deref());
    texts.paths.iter().fold(protected, |protected, path| protected.with("a document that is read", Some(path)))
}

fn protected_sheets(returned: &Returned) -> ProtectedFiles {
    let protected = ProtectedFiles::default()
        .with("the codebook", Some(&returned.codebook))
        .with("the sheet", returned.sheet.as_deref());
    returned.sheets.iter().fold(protected, |protected, path| protected.with("a sheet that is read", Some(path)))
}

/// What was read is bad, or could not be read at all.
fn failed(error: &Error) -> Failure {
    let outcome = match error {
        Error::Invalid(told) if told.iter().all(|d| matches!(d.problem, Problem::Unreadable { .. })) => {
            Outcome::Unreachable
        }
        Error::Invalid(_) => Outcome::BadInput,
        Error::Unready(_) => Outcome::BadUsage,
    };
    let message = match error {
        Error::Invalid(told) => format!("{told}; nothing was counted"),
        other => format!("error: {other}"),
    };
    Failure::new(outcome, message)
}
