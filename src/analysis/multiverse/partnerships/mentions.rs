//! Draws of mentions between parties: how many there are, which of them are valid, and their stances.

use super::chance::{self, Stream};
use super::setting::Otherwise;
use crate::analysis::multiverse::level;
use crate::measure::indices;
use crate::measure::tally::Tally;
use crate::model::evidence::{Counts, Sentence};
use crate::model::framework::{Mentions, Prior};

/// A direction's coded sentences, and whom to believe.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CodedSentences {
    /// `None` where some are not coded.
    sentences: Option<Vec<Sentence>>,
    /// The mean over coders.
    mean: Tally,
    /// Whether a coder is drawn for each sentence.
    pub coders: bool,
    stream: Stream,
}

impl CodedSentences {
    pub fn new(sentences: Option<&Vec<Sentence>>, coders: bool, stream: Stream) -> Self {
        let coders = coders && sentences.is_some_and(|s| s.iter().any(differ));
        let mean = sentences.map(|s| Tally::mean(s)).unwrap_or_default();
        CodedSentences { sentences: sentences.cloned(), mean, coders, stream }
    }

    /// What the sentences come to; with errors, as one coder for each has them. All indicators of a direction hear the
    /// same coders.
    pub fn tally(&self, errors: Option<f64>) -> Option<Tally> {
        let sentences = self.sentences.as_ref()?;
        Some(match errors.filter(|_| self.coders) {
            Some(set) => {
                let mut random = self.stream.at(set);
                Tally::of_one_coder(sentences, |n| level(chance::uniform(&mut random), n))
            }
            None => self.mean,
        })
    }

    /// The stances that are heard, each with the weight of its sentence.
    pub fn stances(&self, errors: Option<f64>) -> impl Iterator<Item = (f64, f64)> {
        let mut random = errors.filter(|_| self.coders).map(|set| self.stream.at(set));
        self.sentences.iter().flatten().flat_map(move |s| {
            let all = s.codes.as_slice();
            let (codes, share) = match &mut random {
                Some(random) => {
                    let picked = level(chance::uniform(random), all.len());
                    (all.get(picked..=picked).unwrap_or_default(), 1.0)
                }
                None => (all, 1.0 / all.len() as f64),
            };
            codes.iter().filter_map(move |(_, stance)| Some(((*stance)?, share)))
        })
    }

    /// Whether some coder holds some mention not valid.
    pub fn has_invalid(&self) -> bool {
        self.sentences.iter().flatten().any(|s| s.codes.iter().any(|(_, stance)| stance.is_none()))
    }
}

/// Whether the coders of a sentence differ.
fn differ(s: &Sentence) -> bool {
    s.codes.iter().any(|(_, stance)| s.codes.first().is_some_and(|(_, first)| first != stance))
}

/// One side's mentions of the other, which several indicators rest on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    pub own: Counts,
    pub others: Counts,
    pub prior: Prior,
    pub mentions: Mentions,
    pub counts: bool,
    pub stream: Stream,
    pub coded: CodedSentences,
}

impl Named {
    /// The rate and all others', both per word.
    pub fn rates(&self, otherwise: Otherwise) -> (f64, f64) {
        let base = self.others.rate();
        let prior = match self.prior {
            Prior::Words(words) => Prior::Words(otherwise.prior_words.unwrap_or(words)),
            Prior::Mentions(expected) => Prior::Mentions(otherwise.prior_mentions.unwrap_or(expected)),
        };
        let valid = otherwise.mentions.unwrap_or(self.mentions) == Mentions::Valid;
        let tally = if valid { self.coded.tally(otherwise.errors) } else { None };
        let own = Counts { mentions: tally.map_or(self.own.mentions, |t| t.mentions), ..self.own };
        // What the prior weighs stays what it is at the counted base rate: then the mean of the draws is the printed
        // value.
        let weight = prior.weight(base);
        match otherwise.errors.filter(|_| self.counts) {
            Some(set) => chance::rates(own, self.others, weight, &mut self.stream.at(set)),
            None => (indices::shrunk_rate(own.mentions, own.words, base, weight), base),
        }
    }

    /// Whether an error of the data may move it.
    pub fn is_uncertain(&self) -> bool {
        self.counts || (self.coded.coders && self.mentions == Mentions::Valid)
    }

    pub fn has_invalid(&self) -> bool {
        self.coded.has_invalid()
    }
}
