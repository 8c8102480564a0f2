//! Counts of one document: mentions of each target by form, sentences, words, issues.

use super::matcher::{Matcher, Words, Workspace};
use super::normalise::{Normalised, Vocabulary, normalise};
use super::patterns::{Form, Issues, Patterns};
use super::sentences;

/// How a target is named in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By [`Form::COUNTED`].
    pub forms: [u32; 6],
    /// Sentences with at least one mention.
    pub sentences: u32,
    /// The same, names of predecessors with them.
    pub sentences_incl_predecessor: u32,
    /// Of the mentions, those in sentences that name as many others as make a list.
    pub in_lists: u32,
    /// Sentences of which every mention is in a list are these.
    pub sentences_in_lists: u32,
}

impl Tally {
    /// Names, acronyms and demonyms.
    pub fn mentions(&self) -> u32 {
        let mentions = Form::COUNTED.iter().zip(&self.forms).filter(|(form, _)| form.is_mention());
        mentions.map(|(_, n)| n).sum()
    }

    pub fn of(&self, form: Form) -> u32 {
        Form::COUNTED.iter().zip(&self.forms).find(|(f, _)| **f == form).map_or(0, |(_, n)| *n)
    }

    /// This and another together.
    pub fn add(&mut self, other: &Tally) {
        for (mine, theirs) in self.forms.iter_mut().zip(&other.forms) {
            *mine += theirs;
        }
        self.sentences += other.sentences;
        self.sentences_incl_predecessor += other.sentences_incl_predecessor;
        self.in_lists += other.in_lists;
        self.sentences_in_lists += other.sentences_in_lists;
    }
}

/// What was counted in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub words: u32,
    pub sentences: u32,
    /// By [`Counter::targets`].
    pub targets: Vec<Tally>,
    /// By the issue file.
    pub issues: Vec<u32>,
}

/// Several targets counted as one: a sentence that names two of them counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub members: Vec<String>,
}

/// Patterns and issues, made ready for any number of documents.
#[derive(Debug)]
pub struct Counter {
    pub patterns: Patterns,
    pub issues: Issues,
    /// The targets of the patterns, then the groups.
    pub targets: Vec<String>,
    /// For each target of the patterns: itself and the groups that it is in.
    credited: Vec<Vec<usize>>,
    /// How many other entities in a sentence make a mention one of a list.
    pub list_from: Option<u32>,
    matcher: Matcher,
    vocabulary: Vocabulary,
}

/// Why a counter cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unready {
    /// A group has a member that no pattern names.
    UnknownMember { group: String, member: String, targets: Vec<String> },
    /// A group bears the name of a target.
    NameTaken { group: String },
    /// An expression takes more room than it may.
    TooLarge { why: String },
}

impl std::fmt::Display for Unready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unready::UnknownMember { group, member, targets } => {
                write!(f, "group `{group}`: no pattern names `{member}`\n  hint: targets are {}", targets.join(", "))
            }
            Unready::NameTaken { group } => {
                write!(f, "group `{group}` bears the name of a target\n  hint: give it a name of its own")
            }
            Unready::TooLarge { why } => write!(f, "a pattern takes more room than a pattern may: {why}"),
        }
    }
}

impl std::error::Error for Unready {}

impl Counter {
    /// # Errors
    ///
    /// Where a group is not of targets, or an expression too large.
    pub fn new(patterns: Patterns, issues: Issues, groups: &[Group], words: Words) -> Result<Self, Unready> {
        let too_large = |e: Box<regex_automata::meta::BuildError>| Unready::TooLarge { why: e.to_string() };
        let matcher = Matcher::new(&patterns, &issues, words).map_err(too_large)?;
        let mut targets = patterns.targets.clone();
        let mut credited: Vec<Vec<usize>> = (0..targets.len()).map(|i| vec![i]).collect();
        for group in groups {
            if targets.contains(&group.name) {
                return Err(Unready::NameTaken { group: group.name.clone() });
            }
            for member in &group.members {
                let at = patterns.targets.iter().position(|t| t == member);
                let Some(credits) = at.and_then(|at| credited.get_mut(at)) else {
                    let (group, member) = (group.name.clone(), member.clone());
                    return Err(Unready::UnknownMember { group, member, targets: patterns.targets });
                };
                credits.push(targets.len());
            }
            targets.push(group.name.clone());
        }
        let vocabulary = Vocabulary::of(patterns.words());
        Ok(Counter { patterns, issues, targets, credited, list_from: None, matcher, vocabulary })
    }

    /// With lists of so many others and more told apart.
    #[must_use]
    pub fn with_lists(self, from: Option<u32>) -> Self {
        Counter { list_from: from, ..self }
    }

    pub fn workspace(&self) -> Workspace {
        self.matcher.workspace()
    }

    /// The text as it is counted. A title is a sentence of its own.
    pub fn even(&self, text: &str) -> Normalised {
        normalise(text, &self.vocabulary)
    }

    /// Counts an even text.
    pub fn count(&self, text: &str, work: &mut Workspace) -> Counts {
        let words = self.matcher.scan(text, work);
        sentences::starts(text, &mut work.sentences);
        let mut counts = Counts {
            words,
            sentences: work.sentences.len() as u32,
            targets: vec![Tally::default(); self.targets.len()],
            issues: work.issue_counts.clone(),
        };
        // Hits come in the order of the text, sentence by sentence.
        let mut last = vec![Seen::default(); self.targets.len()];
        let mut hits = work.hits.as_slice();
        let mut sentence = 0;
        while let Some(first) = hits.first() {
            let rest = work.sentences.get(sentence..).unwrap_or_default();
            sentence += rest.iter().take_while(|start| **start <= first.from).count();
            let end = work.sentences.get(sentence).copied().unwrap_or(u32::MAX);
            let (here, next) = hits.split_at(hits.iter().take_while(|h| h.from < end).count().max(1));
            hits = next;
            let named = self.named(here);
            for hit in here {
                self.credit(usize::from(hit.pattern), sentence, named, &mut counts, &mut last);
            }
        }
        counts
    }

    /// How many entities these hits name. An issue is none.
    fn named(&self, hits: &[super::matcher::Hit]) -> u32 {
        let Some(_) = self.list_from else { return 0 };
        let pattern = |hit: &super::matcher::Hit| self.patterns.patterns.get(usize::from(hit.pattern));
        let mut found: Vec<u16> =
            hits.iter().filter_map(pattern).filter(|p| !p.issue).filter_map(|p| p.target).collect();
        found.sort_unstable();
        found.dedup();
        found.len() as u32
    }

    fn credit(&self, pattern: usize, sentence: usize, named: u32, counts: &mut Counts, last: &mut [Seen]) {
        let Some(pattern) = self.patterns.patterns.get(pattern) else { return };
        let Some(target) = pattern.target else { return };
        let column = Form::COUNTED.iter().position(|f| *f == pattern.form).unwrap_or_default();
        let listed = self.list_from.is_some_and(|k| named.saturating_sub(u32::from(!pattern.issue)) >= k);
        for credited in self.credited.get(usize::from(target)).into_iter().flatten() {
            let (Some(tally), Some(seen)) = (counts.targets.get_mut(*credited), last.get_mut(*credited)) else {
                continue;
            };
            if let Some(form) = tally.forms.get_mut(column) {
                *form += 1;
            }
            let mention = pattern.form.is_mention();
            if mention && seen.mentioned != sentence {
                seen.mentioned = sentence;
                tally.sentences += 1;
                tally.sentences_in_lists += u32::from(listed);
            }
            tally.in_lists += u32::from(mention && listed);
            if (mention || pattern.form == Form::Predecessor) && seen.named != sentence {
                seen.named = sentence;
                tally.sentences_incl_predecessor += 1;
            }
        }
    }
}

/// The last sentences, counted from 1, in which a target was named.
#[derive(Clone, Copy, Default)]
struct Seen {
    mentioned: usize,
    named: usize,
}
