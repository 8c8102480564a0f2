//! The sentences that name a target, whole, with those around them: what a reader needs to judge a mention.

use rayon::prelude::*;

use super::corpus::{Corpus, Document};
use super::counter::Counter;
use super::matcher::{Hit, Workspace};
use super::patterns::Pattern;
use super::roll::{Even, even};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{Window, Year};

/// Which sentences are asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Targets; none for all.
    pub targets: Vec<String>,
    /// Speakers; none for all.
    pub speakers: Vec<String>,
    pub window: Option<Window>,
    /// How many sentences before and after are shown.
    pub around: usize,
    /// From how many other entities on a sentence is flagged as a list.
    pub list_from: usize,
    /// Whether sentences with mentions alone are wanted, without those that have predecessors, capitals or ambiguous names only.
    pub mentions_only: bool,
}

/// One sentence as a mention of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub document: String,
    pub file: String,
    pub speaker: String,
    pub year: Year,
    pub title: String,
    pub source: String,
    pub target: String,
    /// Its number in the document, from 1.
    pub sentence: usize,
    /// Counted mentions of the target in it.
    pub mentions: u32,
    /// What names the target, as it stands in the original.
    pub matched: Vec<String>,
    /// In which forms.
    pub forms: Vec<&'static str>,
    /// The other entities that the sentence names.
    pub others: Vec<String>,
    pub list: bool,
    pub before: String,
    pub text: String,
    pub after: String,
    /// Where the first match stands in the original: bytes, and its line, which is 0 in a title that stands in the metadata.
    pub from: usize,
    pub to: usize,
    pub line: usize,
}

impl Line {
    /// The sentence as a mention of this target, by one name.
    pub fn unit(&self) -> String {
        format!("{}-{}-{}", self.document, self.sentence, self.target)
    }
}

/// The sentences of a corpus, in its order.
///
/// # Errors
///
/// Where a target is named by no pattern, or a document cannot be read.
pub fn lines(corpus: &Corpus, counter: &Counter, question: &Question) -> Result<Vec<Line>, Diagnostics> {
    let mut troubles = Diagnostics::default();
    for target in question.targets.iter().filter(|t| !counter.patterns.targets.contains(t)) {
        let choices = counter.patterns.targets.clone();
        let problem = Problem::UnknownChoice { value: target.clone(), what: "target of the patterns".into(), choices };
        troubles.push(Place::whole(&counter.patterns.file), problem);
    }
    troubles.or(())?;
    let asked = |d: &Document| {
        (question.speakers.is_empty() || question.speakers.contains(&d.speaker))
            && question.window.is_none_or(|w| w.contains(d.year))
    };
    let one = |work: &mut Workspace, document: &Document| -> Result<Vec<Line>, Box<(Place, Problem)>> {
        let text = even(corpus, counter, document)?;
        counter.count(&text.even.text, work);
        Ok(Reading { counter, question, document, text: &text, work }.lines())
    };
    let documents: Vec<&Document> = corpus.documents.iter().filter(|d| asked(d)).collect();
    let results: Vec<_> =
        documents.par_iter().map_init(|| counter.workspace(), |work, document| one(work, document)).collect();
    let (mut lines, mut troubles) = (Vec::new(), Diagnostics::default());
    for result in results {
        match result {
            Ok(found) => lines.extend(found),
            Err(refused) => troubles.push(refused.0, refused.1),
        }
    }
    troubles.or(lines)
}

struct Reading<'a> {
    counter: &'a Counter,
    question: &'a Question,
    document: &'a Document,
    text: &'a Even,
    work: &'a Workspace,
}

impl Reading<'_> {
    fn pattern(&self, hit: &Hit) -> Option<&Pattern> {
        self.counter.patterns.patterns.get(usize::from(hit.pattern))
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut hits = self.work.hits.as_slice();
        while let Some(first) = hits.first() {
            let sentence = self.work.sentences.partition_point(|start| *start <= first.from);
            let end = self.work.sentences.get(sentence).copied().unwrap_or(u32::MAX);
            let (here, next) = hits.split_at(hits.partition_point(|h| h.from < end).max(1));
            hits = next;
            let mut targets: Vec<u16> = here.iter().filter_map(|h| self.pattern(h)?.target).collect();
            targets.sort_unstable();
            targets.dedup();
            lines.extend(targets.iter().filter_map(|target| self.line(here, *target, &targets, sentence)));
        }
        lines
    }

    fn name(&self, target: u16) -> String {
        self.counter.patterns.targets.get(usize::from(target)).cloned().unwrap_or_default()
    }

    fn line(&self, here: &[Hit], target: u16, named: &[u16], sentence: usize) -> Option<Line> {
        let name = self.name(target);
        if !self.question.targets.is_empty() && !self.question.targets.contains(&name) {
            return None;
        }
        let own = |hit: &&Hit| self.pattern(hit).is_some_and(|p| p.target == Some(target));
        let own: Vec<&Hit> = here.iter().filter(own).collect();
        let forms: Vec<_> = own.iter().filter_map(|hit| Some(self.pattern(hit)?.form)).collect();
        let mentions = forms.iter().filter(|f| f.is_mention()).count() as u32;
        if self.question.mentions_only && mentions == 0 {
            return None;
        }
        let span = |hit: &Hit| self.text.even.span(&self.text.whole, hit.from as usize, hit.to as usize);
        let (from, to) = span(own.first()?);
        let stands = |hit: &&Hit| {
            let (from, to) = span(hit);
            self.text.whole.get(from..to).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let entity = |t: &&u16| {
            let issue = |p: &Pattern| p.target == Some(**t) && p.issue;
            **t != target && !self.counter.patterns.patterns.iter().any(issue)
        };
        let others: Vec<String> = named.iter().filter(entity).map(|t| self.name(*t)).collect();
        let around = self.question.around;
        let apart = self.text.apart;
        let head = self.text.whole.get(apart..from);
        Some(Line {
            document: self.document.name.clone(),
            file: self.document.file.clone(),
            speaker: self.document.speaker.clone(),
            year: self.document.year,
            title: self.text.title.clone(),
            source: self.document.source.clone(),
            target: name,
            sentence,
            mentions,
            matched: own.iter().map(stands).collect(),
            forms: forms.iter().map(|f| f.word()).collect(),
            list: others.len() >= self.question.list_from,
            others,
            before: self.sentences(sentence.saturating_sub(around + 1), sentence.saturating_sub(1)),
            text: self.sentences(sentence.saturating_sub(1), sentence),
            after: self.sentences(sentence, sentence + around),
            from: from.saturating_sub(apart),
            to: to.saturating_sub(apart),
            line: head.map_or(0, |head| head.matches('\n').count() + 1),
        })
    }

    /// The text of the sentences from one place to another, counted from 0.
    fn sentences(&self, from: usize, to: usize) -> String {
        let all = &self.text.even.text;
        let begin = |i: usize| self.work.sentences.get(i).map_or(all.len(), |s| *s as usize);
        all.get(begin(from)..begin(to)).unwrap_or_default().trim().to_owned()
    }
}
