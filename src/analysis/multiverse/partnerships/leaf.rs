//! One indicator of one partnership, computed again from the numbers behind it.

use super::chance::{self, Matter, Stream};
use crate::measure::indices::{self, IssueRate};
use crate::model::PartyId;
use crate::model::evidence::{Attention, Counts, Evidence};
use crate::model::framework::Measure;
use crate::model::measurement::{Measurement, Reading};
use crate::model::method::factors::Data;
use crate::model::party::Partnership;

/// What is different from the framework and the data as they are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Otherwise {
    /// Which set of errors of the data.
    pub errors: Option<f64>,
    pub prior_words: Option<f64>,
    pub without_issue: Option<usize>,
}

/// How a value can be computed again.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Missing,
    /// As it stands, within its bounds.
    Value {
        value: f64,
        lower: f64,
        upper: f64,
        stream: Stream,
    },
    Naming {
        own: Counts,
        others: Counts,
        relative: bool,
        prior_words: f64,
        counts: bool,
        stream: Stream,
    },
    Speeches {
        naming: f64,
        held: f64,
        counts: bool,
        stream: Stream,
    },
    /// Places in the list of attentions.
    Overlap {
        a: usize,
        b: usize,
    },
    Agreement {
        of: usize,
        on: Vec<(usize, f64)>,
    },
    /// A value with bounds of its own, moved on their logit scale.
    Logit {
        value: f64,
        ends: (f64, f64),
        sd: f64,
        stream: Stream,
    },
    Shares {
        in_a: f64,
        in_b: f64,
        sd: f64,
        stream: Stream,
    },
    Breadth {
        flows: Vec<f64>,
        benchmark: Vec<f64>,
        sd: f64,
        stream: Stream,
    },
    Slope {
        value: f64,
        sd: f64,
        stream: Stream,
    },
}

/// A party's attention, which several indicators rest on: its rates are computed once for all of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heard {
    pub attention: Attention,
    pub prior_words: f64,
    pub counts: bool,
}

impl Heard {
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
                let speaker = self.attention.speaker;
                let mut random = Stream::of_pair(Matter::Attention, speaker, speaker).at(set);
                rates.extend(issues.iter().map(|i| {
                    let (rate, base) = chance::rates(i.own, i.others, prior_words, &mut random);
                    IssueRate { issue: i.issue, rate, base }
                }));
            }
        }
    }
}

/// The place of an attention in the list, which gets it where it has it not.
fn heard(list: &mut Vec<Heard>, attention: Attention, prior_words: f64, counts: bool) -> usize {
    let heard = Heard { attention, prior_words, counts };
    list.iter().position(|other| *other == heard).unwrap_or_else(|| {
        list.push(heard);
        list.len() - 1
    })
}

impl Source {
    /// From what was measured. `list` gathers the attentions of all partnerships.
    pub fn of(measured: &Measurement, measure: &Measure, p: Partnership, errors: &Data, list: &mut Vec<Heard>) -> Self {
        let Reading::Observed { value, lower, upper } = measured.reading else { return Source::Missing };
        let stream = |matter| Stream::of_pair(matter, p.a, p.b);
        let prior_words = measure.prior_words().unwrap_or(0.0);
        let counts = errors.counts;
        let pair = |matter, from: PartyId, to: PartyId| Stream::of_pair(matter, from, to);
        match &measured.evidence {
            Evidence::Naming { from, to, own, others } => {
                let relative = matches!(measure, Measure::RelativeAttention { .. });
                let stream = pair(Matter::Naming, *from, *to);
                return Source::Naming { own: *own, others: *others, relative, prior_words, counts, stream };
            }
            Evidence::Speeches { from, to, naming, held } => {
                let stream = pair(Matter::Speeches, *from, *to);
                return Source::Speeches { naming: *naming, held: *held, counts, stream };
            }
            Evidence::Overlap { a, b } => {
                let a = heard(list, a.clone(), prior_words, counts);
                return Source::Overlap { a, b: heard(list, b.clone(), prior_words, counts) };
            }
            Evidence::Agreement { of, on } => {
                return Source::Agreement { of: heard(list, of.clone(), prior_words, counts), on: on.clone() };
            }
            Evidence::Shares { in_a, in_b } => {
                let stream = stream(Matter::Trade);
                return Source::Shares { in_a: *in_a, in_b: *in_b, sd: errors.trade, stream };
            }
            Evidence::Breadth { flows, benchmark } => {
                let (flows, benchmark) = (flows.clone(), benchmark.clone());
                let (sd, matter) = match measure {
                    Measure::ArmsMemberBreadth { .. } => (errors.arms, Matter::ArmsMembers),
                    _ => (errors.trade, Matter::TradeMembers),
                };
                return Source::Breadth { flows, benchmark, sd, stream: stream(matter) };
            }
            Evidence::Slope { years } => {
                let n = years.len() as f64;
                let mean = years.iter().copied().map(f64::from).sum::<f64>() / n;
                let spread = years.iter().map(|y| (f64::from(*y) - mean).powi(2)).sum::<f64>();
                // Independent errors of ln(share) give the slope this standard error, in % a year.
                let sd = if spread > 0.0 { 100.0 * errors.trade / spread.sqrt() } else { 0.0 };
                return Source::Slope { value, sd, stream: stream(Matter::Trend) };
            }
            Evidence::Value => {}
        }
        let logit = |sd, matter| {
            let ends = measure.bounds().unwrap_or((0.0, 1.0));
            Source::Logit { value, ends, sd, stream: stream(matter) }
        };
        match measure {
            Measure::TradePreference
            | Measure::ProductDiversity
            | Measure::TechnologyRelative { .. }
            | Measure::CriticalGoods { .. } => logit(errors.trade, Matter::Trade),
            Measure::ArmsPreference { .. } | Measure::ArmsShare => logit(errors.arms, Matter::Arms),
            _ => Source::Value { value, lower, upper, stream: stream(Matter::Bounds) },
        }
    }

    /// Whether an error of the data may move it.
    pub fn is_uncertain(&self) -> bool {
        match self {
            Source::Missing => false,
            Source::Value { lower, upper, .. } => lower < upper,
            Source::Naming { counts, .. } | Source::Speeches { counts, .. } => *counts,
            // Their attentions are.
            Source::Overlap { .. } | Source::Agreement { .. } => false,
            Source::Logit { sd, .. }
            | Source::Shares { sd, .. }
            | Source::Breadth { sd, .. }
            | Source::Slope { sd, .. } => *sd > 0.0,
        }
    }

    /// The value under other assumptions; `NaN` where there is none then.
    pub fn value(&self, otherwise: Otherwise, rates: &[Vec<IssueRate>], scratch: &mut Vec<f64>) -> f64 {
        let none: &[IssueRate] = &[];
        let of = |place: usize| rates.get(place).map_or(none, Vec::as_slice);
        let error = |sd: f64, stream: Stream| match otherwise.errors {
            Some(set) if sd > 0.0 => Some((sd, stream.at(set))),
            _ => None,
        };
        match self {
            Source::Missing => f64::NAN,
            Source::Value { value, lower, upper, stream } => match otherwise.errors {
                Some(set) if lower < upper => {
                    chance::triangular(*lower, *value, *upper, chance::uniform(&mut stream.at(set)))
                }
                _ => *value,
            },
            Source::Naming { own, others, relative, prior_words, counts, stream } => {
                let prior_words = otherwise.prior_words.unwrap_or(*prior_words);
                let (rate, base) = match otherwise.errors.filter(|_| *counts) {
                    Some(set) => chance::rates(*own, *others, prior_words, &mut stream.at(set)),
                    None => {
                        let base = others.rate();
                        (indices::shrunk_rate(own.mentions, own.words, base, prior_words), base)
                    }
                };
                if *relative { indices::relative(rate / base) } else { 10_000.0 * rate }
            }
            Source::Speeches { naming, held, counts, stream } => match otherwise.errors.filter(|_| *counts) {
                Some(set) => chance::share(*naming, *held, &mut stream.at(set)),
                None => naming / held,
            },
            Source::Overlap { a, b } => indices::overlap(of(*a), of(*b), otherwise.without_issue).unwrap_or(f64::NAN),
            Source::Agreement { of: side, on } => {
                indices::agreement(of(*side), on, otherwise.without_issue).unwrap_or(f64::NAN)
            }
            Source::Logit { value, ends, sd, stream } => match error(*sd, *stream) {
                Some((sd, mut random)) => chance::logit_shift(*value, *ends, sd * chance::normal(&mut random)),
                None => *value,
            },
            Source::Shares { in_a, in_b, sd, stream } => match error(*sd, *stream) {
                Some((sd, mut random)) => {
                    let shift = sd * chance::normal(&mut random);
                    let moved = |share| chance::logit_shift(share, (0.0, 1.0), shift);
                    indices::mutual_share(moved(*in_a), moved(*in_b))
                }
                None => indices::mutual_share(*in_a, *in_b),
            },
            Source::Breadth { flows, benchmark, sd, stream } => match error(*sd, *stream) {
                Some((sd, mut random)) => {
                    scratch.clear();
                    scratch.extend(flows.iter().map(|flow| flow * (sd * chance::normal(&mut random)).exp()));
                    indices::breadth(scratch, benchmark).unwrap_or(f64::NAN)
                }
                None => indices::breadth(flows, benchmark).unwrap_or(f64::NAN),
            },
            Source::Slope { value, sd, stream } => match error(*sd, *stream) {
                Some((sd, mut random)) => value + sd * chance::normal(&mut random),
                None => *value,
            },
        }
    }
}
