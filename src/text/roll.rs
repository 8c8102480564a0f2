//! Counts of many documents, rolled up by speaker, target and year, with what each exclusion takes away.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::corpus::{Corpus, Document, Titles};
use super::counter::{Counter, Counts, Tally};
use super::exclusions::{Exclusion, Exclusions};
use super::matcher::Workspace;
use super::normalise::Normalised;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{Rows, Table, Year};
use crate::progress::{Progress, Stage};

/// All speakers together, as the package's tables call them.
pub const WORLD: &str = "WLD";

/// One document, counted.
#[derive(Clone, Debug)]
pub struct Counted {
    /// A place in [`Corpus::documents`].
    pub document: usize,
    pub counts: Counts,
    pub title: String,
    /// Whether the title names each target.
    pub title_names: Vec<bool>,
    /// What may be wrong with the text, in words.
    pub doubt: Option<&'static str>,
}

/// The text of a document as it is counted, and as it stands.
pub(super) fn even(corpus: &Corpus, counter: &Counter, document: &Document) -> Result<Even, Box<(Place, Problem)>> {
    let text = corpus.read(document)?;
    let (head, body) = text.whole.split_at_checked(text.body).unwrap_or(("", &text.whole));
    let even = counter.even(body);
    let even = match corpus.titles {
        Titles::Apart => even,
        Titles::FirstLine | Titles::Metadata => Normalised::titled(counter.even(head), &even, text.body),
    };
    let apart = if corpus.titles == Titles::Metadata { text.body } else { 0 };
    Ok(Even { even, whole: text.whole, title: text.title, apart })
}

pub(super) struct Even {
    pub even: Normalised,
    pub whole: String,
    pub title: String,
    /// How many bytes at the beginning of `whole` stand in the metadata, and not in the document.
    pub apart: usize,
}

/// Counts every document, in parallel; the order is that of the corpus.
///
/// # Errors
///
/// Where documents cannot be read; all of them are told.
pub fn count(corpus: &Corpus, counter: &Counter, progress: &dyn Progress) -> Result<Vec<Counted>, Diagnostics> {
    let stage = progress.begin("counting", corpus.documents.len());
    let stage: &dyn Stage = &*stage;
    let one = |work: &mut Workspace, (document, held): (usize, &Document)| {
        let text = even(corpus, counter, held)?;
        let counts = counter.count(&text.even.text, work);
        let of_title = counter.count(&counter.even(&text.title).text, work);
        stage.tick(1);
        let title_names = of_title.targets.iter().map(|t| t.mentions() > 0).collect();
        Ok(Counted { document, counts, title: text.title, title_names, doubt: doubt(&text.whole) })
    };
    let results: Vec<Result<Counted, Box<(Place, Problem)>>> = corpus
        .documents
        .par_iter()
        .enumerate()
        .map_init(|| counter.workspace(), |work, document| one(work, document))
        .collect();
    let mut troubles = Diagnostics::default();
    let mut counted = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(one) => counted.push(one),
            Err(refused) => troubles.push(refused.0, refused.1),
        }
    }
    troubles.or(counted)
}

const LOST: &str = "holds the mark of lost characters (U+FFFD)";
const MISREAD: &str = "was once read in a wrong encoding (such as â€™ for an apostrophe)";
const DOUBTS: [&str; 2] = [LOST, MISREAD];

/// A sign that a text was spoiled before it came here.
fn doubt(text: &str) -> Option<&'static str> {
    let misread = || ["â€™", "â€œ", "Ã©", "Ð°Ð"].iter().any(|s| text.contains(s));
    if text.contains('\u{fffd}') { Some(LOST) } else { misread().then_some(MISREAD) }
}

/// The sum of one speaker's texts of one year, for one target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub documents: u32,
    pub documents_mentioning: u32,
    /// Names, acronyms and demonyms, without those in lists where lists are left out.
    pub mentions: u32,
    pub sentences: u32,
    /// As they were counted, lists included.
    pub tally: Tally,
    pub words: u64,
    pub doc_sentences: u64,
}

impl Sum {
    fn add(&mut self, counts: &Counts, tally: &Tally, lists: bool) {
        let mentions = tally.mentions() - if lists { tally.in_lists } else { 0 };
        self.documents += 1;
        self.documents_mentioning += u32::from(mentions > 0);
        self.mentions += mentions;
        self.sentences += tally.sentences - if lists { tally.sentences_in_lists } else { 0 };
        self.tally.add(tally);
        self.words += u64::from(counts.words);
        self.doc_sentences += u64::from(counts.sentences);
    }

    /// This and another together.
    pub fn merge(&mut self, other: &Sum) {
        self.documents += other.documents;
        self.documents_mentioning += other.documents_mentioning;
        self.mentions += other.mentions;
        self.sentences += other.sentences;
        self.tally.add(&other.tally);
        self.words += other.words;
        self.doc_sentences += other.doc_sentences;
    }

    /// Mentions in 10,000 words; nothing where there are no words.
    pub fn rate(&self) -> Option<f64> {
        rate(u64::from(self.mentions), self.words)
    }
}

/// So many in 10,000 words.
pub fn rate(mentions: u64, words: u64) -> Option<f64> {
    (words > 0).then(|| 10_000.0 * mentions as f64 / words as f64)
}

/// Attention to an issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    pub documents: u32,
    pub documents_mentioning: u32,
    pub mentions: u32,
    pub words: u64,
}

/// What each exclusion leaves of one speaker's mentions of one target, all years together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub speaker: String,
    pub target: String,
    /// Nothing for the count before the first.
    pub exclusion: Option<Exclusion>,
    pub documents: u32,
    pub documents_mentioning: u32,
    pub mentions: u32,
}

/// A count, rolled up.
#[derive(Clone, Debug)]
pub struct Roll {
    pub targets: Vec<String>,
    pub issues: Vec<String>,
    /// By speaker, place of the target, and year.
    pub sums: BTreeMap<(String, usize, Year), Sum>,
    /// By speaker, place of the issue, and year.
    pub attention: BTreeMap<(String, usize, Year), Attention>,
    /// Before and after each exclusion that is on; without any, nothing.
    pub steps: Vec<Step>,
    pub exclusions: Exclusions,
    /// The sources of the texts.
    pub source: String,
    pub documents: usize,
    pub words: u64,
    pub notes: Vec<String>,
}

/// Rolls counts up. With `world`, all speakers are summed up beside each; a target's own texts are never counted for it.
pub fn roll(corpus: &Corpus, counter: &Counter, counted: &[Counted], exclusions: &Exclusions, world: bool) -> Roll {
    let mut roll = Roll {
        targets: counter.targets.clone(),
        issues: counter.issues.issues.iter().map(|i| i.code.clone()).collect(),
        sums: BTreeMap::new(),
        attention: BTreeMap::new(),
        steps: Vec::new(),
        exclusions: exclusions.clone(),
        source: sources(corpus),
        documents: counted.len(),
        words: counted.iter().map(|c| u64::from(c.counts.words)).sum(),
        notes: corpus.notes.clone(),
    };
    let mut steps: BTreeMap<(String, usize, usize), Step> = BTreeMap::new();
    let on: Vec<Exclusion> = Exclusion::ALL.into_iter().filter(|e| exclusions.is_on(*e)).collect();
    for one in counted {
        let Some(document) = corpus.documents.get(one.document) else { continue };
        let mut speakers = vec![document.speaker.as_str()];
        speakers.extend(world.then_some(WORLD));
        for (at, (target, tally)) in counter.targets.iter().zip(&one.counts.targets).enumerate() {
            if *target == document.speaker {
                continue;
            }
            let named = one.title_names.get(at).copied().unwrap_or_default();
            let out = |e: &Exclusion| exclusions.leaves_out(*e, document, &one.title, named);
            for speaker in &speakers {
                if !on.is_empty() {
                    before_and_after(&mut steps, (speaker, target, at), &on, &out, tally);
                }
                if !on.iter().any(out) {
                    let sum = roll.sums.entry(((*speaker).to_owned(), at, document.year)).or_default();
                    sum.add(&one.counts, tally, exclusions.lists_from.is_some());
                }
            }
        }
        for (at, (issue, mentions)) in counter.issues.issues.iter().zip(&one.counts.issues).enumerate() {
            if issue.own_affair_of.contains(&document.speaker) {
                continue;
            }
            for speaker in &speakers {
                let sum = roll.attention.entry(((*speaker).to_owned(), at, document.year)).or_default();
                sum.documents += 1;
                sum.documents_mentioning += u32::from(*mentions > 0);
                sum.mentions += mentions;
                sum.words += u64::from(one.counts.words);
            }
        }
    }
    roll.steps = steps.into_values().collect();
    for why in DOUBTS {
        let mut doubtful = counted.iter().filter(|c| c.doubt == Some(why));
        let n = doubtful.clone().count();
        if let Some(document) = doubtful.next().and_then(|c| corpus.documents.get(c.document)) {
            roll.notes.push(format!("{n} of {} texts may be spoiled: {} {why}", counted.len(), document.file));
        }
    }
    roll
}

fn before_and_after(
    steps: &mut BTreeMap<(String, usize, usize), Step>,
    (speaker, target, at): (&str, &str, usize),
    on: &[Exclusion],
    out: &impl Fn(&Exclusion) -> bool,
    tally: &Tally,
) {
    let mut left = true;
    for (i, exclusion) in std::iter::once(None).chain(on.iter().map(Some)).enumerate() {
        left &= !exclusion.is_some_and(out);
        let step = steps.entry((speaker.to_owned(), at, i)).or_insert_with(|| Step {
            speaker: speaker.to_owned(),
            target: target.to_owned(),
            exclusion: exclusion.copied(),
            documents: 0,
            documents_mentioning: 0,
            mentions: 0,
        });
        if left {
            let mentions = tally.mentions() - if exclusion == Some(&Exclusion::Lists) { tally.in_lists } else { 0 };
            step.documents += 1;
            step.documents_mentioning += u32::from(mentions > 0);
            step.mentions += mentions;
        }
    }
}

/// The keys of the sources of all documents, joined as the package's tables join them.
fn sources(corpus: &Corpus) -> String {
    let mut keys: Vec<&str> = corpus.documents.iter().map(|d| d.source.as_str()).filter(|s| !s.is_empty()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join(";")
}

impl Roll {
    /// The rows for the package's table of mentions.
    pub fn mention_rows(&self) -> Rows {
        let columns =
            vec!["speaker", "target", "year", "documents", "documents_mentioning", "mentions", "words", "source"];
        let row = |((speaker, at, year), sum): (&(String, usize, Year), &Sum)| {
            let target = self.targets.get(*at).cloned().unwrap_or_default();
            let numbers =
                [u64::from(sum.documents), u64::from(sum.documents_mentioning), u64::from(sum.mentions), sum.words];
            let mut row = vec![speaker.clone(), target, year.to_string()];
            row.extend(numbers.map(|n| n.to_string()));
            row.push(self.source.clone());
            row
        };
        Rows { table: Table::Mentions, columns, rows: self.sums.iter().map(row).collect() }
    }

    /// The rows for the package's table of attention to issues.
    pub fn attention_rows(&self) -> Rows {
        let columns =
            vec!["speaker", "issue", "year", "documents", "documents_mentioning", "mentions", "words", "source"];
        let row = |((speaker, at, year), sum): (&(String, usize, Year), &Attention)| {
            let issue = self.issues.get(*at).cloned().unwrap_or_default();
            let numbers =
                [u64::from(sum.documents), u64::from(sum.documents_mentioning), u64::from(sum.mentions), sum.words];
            let mut row = vec![speaker.clone(), issue, year.to_string()];
            row.extend(numbers.map(|n| n.to_string()));
            row.push(self.source.clone());
            row
        };
        Rows { table: Table::IssueAttention, columns, rows: self.attention.iter().map(row).collect() }
    }

    /// The years of all documents together, by speaker and target, in the order of the speakers and targets.
    pub fn pooled(&self) -> BTreeMap<(&str, usize), Sum> {
        let mut pooled: BTreeMap<(&str, usize), Sum> = BTreeMap::new();
        for ((speaker, at, _), sum) in &self.sums {
            pooled.entry((speaker, *at)).or_default().merge(sum);
        }
        pooled
    }

    /// The first and the last year.
    pub fn years(&self) -> Option<(Year, Year)> {
        let years = || self.sums.keys().map(|(_, _, year)| *year);
        years().min().zip(years().max())
    }
}
