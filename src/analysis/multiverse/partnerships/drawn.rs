//! Draws on which several values rest, made once for all of them: a party's attention to issues, and mentions between
//! parties.

use super::chance::{self, Matter, Stream};
use super::mentions::Named;
use super::setting::Otherwise;
use crate::measure::indices::{self, IssueRate};
use crate::model::Parties;
use crate::model::evidence::Attention;

/// A party's attention, which several indicators rest on: its rates are computed once for all of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DrawnAttention {
    pub attention: Attention,
    pub prior_words: f64,
    pub counts: bool,
    pub stream: Stream,
}

impl DrawnAttention {
    /// The rates on every issue.
    pub fn rates(&self, otherwise: Otherwise, rates: &mut Vec<IssueRate>) {
        let prior_words = otherwise.prior_words.unwrap_or(self.prior_words);
        rates.clear();
        let issues = &self.attention.issues;
        match otherwise.errors.filter(|_| self.counts) {
            None => rates.extend(issues.iter().map(|i| {
                let base = i.others.rate();
                let rate = indices::shrunk_rate(i.own.mentions, i.own.words, base, prior_words);
                IssueRate { issue: i.issue, rate, base }
            })),
            Some(set) => {
                let mut random = self.stream.at(set);
                rates.extend(issues.iter().map(|i| {
                    let (rate, base) = chance::rates(i.own, i.others, prior_words, &mut random);
                    IssueRate { issue: i.issue, rate, base }
                }));
            }
        }
    }
}

/// What several values rest on, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Common {
    pub heard: Vec<DrawnAttention>,
    pub named: Vec<Named>,
}

/// The same of one draw, each drawn when the first value asks for it: a partnership that is not analysed costs nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    /// Whether they are of this draw, and the rates.
    heard: Vec<(bool, Vec<IssueRate>)>,
    named: Vec<Option<(f64, f64)>>,
    pub scratch: Vec<f64>,
}

impl Drawn {
    /// Nothing is drawn yet of the next draw from `common`.
    pub fn begin(&mut self, common: &Common) {
        self.heard.iter_mut().for_each(|(known, _)| *known = false);
        self.heard.resize_with(self.heard.len().max(common.heard.len()), Default::default);
        self.named.clear();
        self.named.resize(common.named.len(), None);
    }

    /// Draws the rates of an attention, where that was not done yet.
    pub fn hear(&mut self, common: &Common, otherwise: Otherwise, place: usize) {
        if let (Some((known @ false, rates)), Some(heard)) = (self.heard.get_mut(place), common.heard.get(place)) {
            heard.rates(otherwise, rates);
            *known = true;
        }
    }

    /// The rates of an attention that was drawn.
    pub fn heard(&self, place: usize) -> &[IssueRate] {
        self.heard.get(place).map_or(&[], |(_, rates)| rates.as_slice())
    }

    /// The rate at which one side names the other, and all others' rate.
    pub fn named(&mut self, common: &Common, otherwise: Otherwise, place: usize) -> (f64, f64) {
        match (self.named.get_mut(place), common.named.get(place)) {
            (Some(drawn), Some(named)) => *drawn.get_or_insert_with(|| named.rates(otherwise)),
            _ => (f64::NAN, f64::NAN),
        }
    }
}

/// The place of something in a list, which gets it where it has it not.
pub(super) fn placed<T: PartialEq>(list: &mut Vec<T>, thing: T) -> usize {
    list.iter().position(|other| *other == thing).unwrap_or_else(|| {
        list.push(thing);
        list.len() - 1
    })
}

/// The place of an attention in the list.
pub(super) fn heard(
    list: &mut Vec<DrawnAttention>,
    parties: &Parties,
    attention: Attention,
    prior_words: f64,
    counts: bool,
) -> usize {
    let speaker = parties.code(attention.speaker);
    let stream = Stream::of_pair(Matter::Attention, speaker, speaker);
    placed(list, DrawnAttention { attention, prior_words, counts, stream })
}
