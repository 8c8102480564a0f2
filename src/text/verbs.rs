//! One function for each verb of `spscore mentions`, with the whole answer.

use std::fmt;
use std::path::PathBuf;

use super::agreement::{Reliability, reliability as agree};
use super::base::{Base, base};
use super::built_in;
use super::coding::{self, Coding};
use super::corpus::{self, Corpus};
use super::counter::{Counter, Group, Unready};
use super::exclusions::Exclusions;
use super::kwic::{self, Line, Question};
use super::matcher::Words;
use super::patterns::Issues;
use super::roll::{self, Roll};
use super::rows::Rows;
use super::sheet::CodingSheet;
use crate::diagnostic::Diagnostics;
use crate::model::Package;
use crate::progress::Progress;
use crate::statistics::reliability::Bootstrap;

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// What was read is bad.
    Invalid(Diagnostics),
    /// What was asked for does not fit the patterns.
    Unready(Unready),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Invalid(told) => write!(f, "{told}"),
            Error::Unready(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Diagnostics> for Error {
    fn from(told: Diagnostics) -> Self {
        Error::Invalid(told)
    }
}

impl From<Unready> for Error {
    fn from(why: Unready) -> Self {
        Error::Unready(why)
    }
}

/// What is counted, in what.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    pub corpus: corpus::Request,
    /// A pattern file, or the name of one that is built in.
    pub patterns: PathBuf,
    /// An issue file, or the name of one that is built in.
    pub issues: Option<PathBuf>,
    pub groups: Vec<Group>,
    pub words: Words,
    pub exclusions: Exclusions,
    /// Whether all speakers are summed up too.
    pub world: bool,
}

/// A count, with what is usual.
#[derive(Clone, Debug)]
pub struct MentionCount {
    pub roll: Roll,
    pub base: Option<Base>,
    /// The pattern file.
    pub patterns: String,
}

fn counter(counting: &Counting) -> Result<Counter, Error> {
    let mut troubles = Diagnostics::default();
    let patterns = built_in::patterns(&counting.patterns).map_err(|told| troubles.extend(told)).ok();
    let issues = match &counting.issues {
        Some(named) => built_in::issues(named).map_err(|told| troubles.extend(told)).ok(),
        None => Some(Issues::default()),
    };
    match (patterns, issues) {
        (Some(patterns), Some(issues)) => {
            let counter = Counter::new(patterns, issues, &counting.groups, counting.words)?;
            Ok(counter.with_lists(counting.exclusions.lists_from))
        }
        _ => Err(Error::Invalid(troubles)),
    }
}

/// Counts who names whom. The package, where one is given, says how often all speakers name a target.
///
/// # Errors
///
/// Where patterns, metadata or documents are bad.
pub fn count(counting: &Counting, package: Option<&Package>, progress: &dyn Progress) -> Result<MentionCount, Error> {
    let counter = counter(counting)?;
    let corpus = Corpus::open(&counting.corpus)?;
    let counted = roll::count(&corpus, &counter, progress)?;
    let roll = roll::roll(&corpus, &counter, &counted, &counting.exclusions, counting.world);
    let base = base(&roll, package);
    Ok(MentionCount { base, roll, patterns: counter.patterns.file })
}

/// Sentences that name a target.
#[derive(Clone, Debug)]
pub struct Concordance {
    pub lines: Vec<Line>,
    pub question: Question,
    pub patterns: String,
    pub documents: usize,
    pub notes: Vec<String>,
}

/// The sentences that name the targets that are asked for.
///
/// # Errors
///
/// As [`count`].
pub fn kwic(counting: &Counting, question: &Question) -> Result<Concordance, Error> {
    let counter = counter(counting)?;
    let corpus = Corpus::open(&counting.corpus)?;
    let lines = kwic::lines(&corpus, &counter, question)?;
    let (documents, notes) = (corpus.documents.len(), corpus.notes);
    Ok(Concordance { lines, question: question.clone(), patterns: counter.patterns.file, documents, notes })
}

/// A coding sheet for these sentences.
///
/// # Errors
///
/// As [`kwic()`]; and where the codebook is bad.
pub fn sheet(counting: &Counting, question: &Question, codebook: &std::path::Path) -> Result<CodingSheet, Error> {
    let book = built_in::codebook(codebook)?;
    let found = kwic(counting, question)?;
    Ok(CodingSheet::of(&found.lines, &book))
}

/// Sheets that came back, and what they were made with.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    pub codebook: PathBuf,
    /// The sheet that was sent out.
    pub sent: Option<PathBuf>,
    pub returned: Vec<PathBuf>,
}

/// The sheets of all coders together.
///
/// # Errors
///
/// Where a sheet or the codebook is bad.
pub fn code(sheets: &Sheets) -> Result<Coding, Error> {
    let mut troubles = Diagnostics::default();
    let mut read = |path: &PathBuf| Rows::open(path, None).map_err(|told| troubles.extend(told)).ok();
    let returned: Vec<Rows> = sheets.returned.iter().filter_map(&mut read).collect();
    let sent = sheets.sent.as_ref().and_then(&mut read);
    let book = built_in::codebook(&sheets.codebook).map_err(|told| troubles.extend(told)).ok();
    troubles.or(())?;
    let book = book.ok_or_else(|| Error::Invalid(Diagnostics::default()))?;
    Ok(coding::read(book, sent.as_ref(), &returned)?)
}

/// Whether the coders of these sheets agree.
///
/// # Errors
///
/// As [`code`].
pub fn reliability(sheets: &Sheets, bootstrap: Bootstrap) -> Result<Reliability, Error> {
    Ok(agree(&code(sheets)?, bootstrap))
}
