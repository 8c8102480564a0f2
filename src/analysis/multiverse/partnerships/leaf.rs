//! One indicator of one partnership, computed again from the numbers behind it.

use rand_chacha::ChaCha8Rng;

use super::chance::{self, Matter, Stream};
use super::drawn::{Common, Drawn, heard, placed};
use super::mentions::{CodedSentences, Named};
use super::setting::Otherwise;
use crate::measure::{indices, tally};
use crate::model::evidence::Evidence;
use crate::model::framework::{Measure, Mentions, Prior};
use crate::model::measurement::{Measurement, Reading};
use crate::model::method::factors::Data;
use crate::model::{Parties, PartyId};

/// How a value can be computed again.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Missing,
    /// As it stands, within its bounds.
    Value {
        value: f64,
        lower: f64,
        upper: f64,
    },
    /// Status on the last day, and the rungs held through the window, each with its share of the time.
    Rungs {
        value: f64,
        held: Vec<(f64, f64)>,
    },
    /// A place in the list of namings.
    Naming {
        of: usize,
        relative: bool,
    },
    Speeches {
        /// Speeches that name the other, valid or not.
        naming: f64,
        held: f64,
        counts: bool,
        /// Expected speeches, and the share among all others' speeches.
        prior: Option<(f64, f64)>,
        mentions: Mentions,
        coded: CodedSentences,
    },
    Manner {
        coded: CodedSentences,
        expected: f64,
        direction: Vec<(f64, f64)>,
        counts: bool,
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
        arms: bool,
    },
    Shares {
        in_a: f64,
        in_b: f64,
        sd: f64,
    },
    Breadth {
        flows: Vec<f64>,
        benchmark: Vec<f64>,
        sd: f64,
    },
    Slope {
        value: f64,
        sd: f64,
    },
}

impl Source {
    /// From what was measured. `list` gathers what several values rest on; `parties` know the codes by which errors are
    /// drawn.
    pub fn of(measured: &Measurement, measure: &Measure, errors: &Data, parties: &Parties, list: &mut Common) -> Self {
        let Reading::Observed { value, lower, upper } = measured.reading else { return Source::Missing };
        let prior_words = measure.prior_words().unwrap_or(0.0);
        let counts = errors.counts;
        let pair = |matter, from: PartyId, to: PartyId| Stream::of_pair(matter, parties.code(from), parties.code(to));
        match &measured.evidence {
            Evidence::Naming { from, to, own, others, sentences } => {
                let (relative, prior) = match measure {
                    Measure::RelativeAttention { prior, .. } => (true, *prior),
                    Measure::MentionRate { prior, .. } => (false, *prior),
                    _ => (false, Prior::Words(prior_words)),
                };
                let named = Named {
                    own: *own,
                    others: *others,
                    prior,
                    mentions: measure.mentions().unwrap_or_default(),
                    counts,
                    stream: pair(Matter::Naming, *from, *to),
                    coded: CodedSentences::new(sentences.as_ref(), errors.coders, pair(Matter::Coders, *from, *to)),
                };
                return Source::Naming { of: placed(&mut list.named, named), relative };
            }
            Evidence::Speeches { from, to, naming, held, base, sentences } => {
                return Source::Speeches {
                    naming: *naming,
                    held: *held,
                    counts,
                    prior: measure.prior_mentions().zip(*base),
                    mentions: measure.mentions().unwrap_or_default(),
                    coded: CodedSentences::new(sentences.as_ref(), errors.coders, pair(Matter::Coders, *from, *to)),
                };
            }
            Evidence::Manner { from, to, sentences, direction } => {
                return Source::Manner {
                    coded: CodedSentences::new(Some(sentences), errors.coders, pair(Matter::Coders, *from, *to)),
                    expected: measure.prior_mentions().unwrap_or(0.0),
                    direction: direction.clone(),
                    counts,
                };
            }
            Evidence::Overlap { a, b } => {
                let a = heard(&mut list.heard, parties, a.clone(), prior_words, counts);
                return Source::Overlap { a, b: heard(&mut list.heard, parties, b.clone(), prior_words, counts) };
            }
            Evidence::Agreement { of, on } => {
                return Source::Agreement {
                    of: heard(&mut list.heard, parties, of.clone(), prior_words, counts),
                    on: on.clone(),
                };
            }
            Evidence::Shares { in_a, in_b } => {
                return Source::Shares { in_a: *in_a, in_b: *in_b, sd: errors.trade };
            }
            Evidence::Breadth { flows, benchmark } => {
                let (flows, benchmark) = (flows.clone(), benchmark.clone());
                let arms = matches!(measure, Measure::ArmsMemberBreadth { .. });
                let sd = if arms { errors.arms } else { errors.trade };
                return Source::Breadth { flows, benchmark, sd };
            }
            Evidence::Rungs { held } => return Source::Rungs { value, held: held.clone() },
            Evidence::Slope { years } => {
                let n = years.len() as f64;
                let mean = years.iter().copied().map(f64::from).sum::<f64>() / n;
                let spread = years.iter().map(|y| (f64::from(*y) - mean).powi(2)).sum::<f64>();
                // Independent errors of ln(share) give the slope this standard error, in % a year.
                let sd = if spread > 0.0 { 100.0 * errors.trade / spread.sqrt() } else { 0.0 };
                return Source::Slope { value, sd };
            }
            Evidence::Value => {}
        }
        let logit = |sd, arms| Source::Logit { value, ends: measure.bounds().unwrap_or((0.0, 1.0)), sd, arms };
        match measure {
            Measure::TradePreference { .. }
            | Measure::ProductDiversity
            | Measure::TechnologyRelative { .. }
            | Measure::CriticalGoods { .. } => logit(errors.trade, false),
            Measure::ArmsPreference { .. } | Measure::ArmsShare => logit(errors.arms, true),
            _ => Source::Value { value, lower, upper },
        }
    }

    /// Whether an error of the data may move it.
    pub fn is_uncertain(&self) -> bool {
        match self {
            Source::Missing | Source::Rungs { .. } => false,
            Source::Value { lower, upper, .. } => lower < upper,
            Source::Speeches { counts, coded, mentions, .. } => {
                *counts || (coded.coders && *mentions == Mentions::Valid)
            }
            Source::Manner { counts, coded, .. } => *counts || coded.coders,
            // What they rest on is.
            Source::Naming { .. } | Source::Overlap { .. } | Source::Agreement { .. } => false,
            Source::Logit { sd, .. }
            | Source::Shares { sd, .. }
            | Source::Breadth { sd, .. }
            | Source::Slope { sd, .. } => *sd > 0.0,
        }
    }

    /// Whether it would be another if mentions that are not valid counted, or counted no more.
    pub fn has_invalid(&self) -> bool {
        matches!(self, Source::Speeches { coded, .. } if coded.has_invalid())
    }

    /// The value under other assumptions; `NaN` where there is none then. `common` is what it rests on, `drawn` what of
    /// it was drawn.
    pub fn value(&self, otherwise: Otherwise, common: &Common, drawn: &mut Drawn, error: Option<&mut Errors>) -> f64 {
        match self {
            Source::Missing => f64::NAN,
            Source::Value { value, lower, upper } => match error {
                Some(e) if lower < upper => chance::triangular(*lower, *value, *upper, chance::uniform(&mut e.random)),
                _ => *value,
            },
            Source::Rungs { value, .. } => *value,
            Source::Naming { of, relative } => {
                let (rate, base) = drawn.named(common, otherwise, *of);
                if *relative { indices::relative(rate / base) } else { 10_000.0 * rate }
            }
            Source::Speeches { naming, held, counts, prior, mentions, coded } => {
                let valid = otherwise.mentions.unwrap_or(*mentions) == Mentions::Valid;
                let tally = if valid { coded.tally(otherwise.errors) } else { None };
                let naming = tally.map_or(*naming, |t| t.documents);
                let prior = prior.map(|(expected, base)| (otherwise.prior_mentions.unwrap_or(expected), base));
                match (error, prior) {
                    (Some(e), None) if *counts => chance::share(naming, *held, &mut e.random),
                    (Some(e), Some((expected, base))) if *counts => {
                        chance::shrunk_share(naming, *held, base, expected / base, &mut e.random)
                    }
                    _ => indices::regularity(naming, *held, prior),
                }
            }
            Source::Manner { coded, expected, direction, counts } => {
                let expected = otherwise.prior_mentions.unwrap_or(*expected);
                match error {
                    Some(e) if *counts => {
                        let heard = coded.stances(otherwise.errors);
                        chance::manner(heard, expected, direction, &mut e.random)
                    }
                    _ => {
                        let mean = tally::mean_stance(direction).unwrap_or(f64::NAN);
                        coded.tally(otherwise.errors).map_or(f64::NAN, |t| t.manner(expected, mean))
                    }
                }
            }
            Source::Overlap { a, b } => {
                drawn.hear(common, otherwise, *a);
                drawn.hear(common, otherwise, *b);
                indices::overlap(drawn.heard(*a), drawn.heard(*b), otherwise.without_issue).unwrap_or(f64::NAN)
            }
            Source::Agreement { of, on } => {
                drawn.hear(common, otherwise, *of);
                indices::agreement(drawn.heard(*of), on, otherwise.without_issue).unwrap_or(f64::NAN)
            }
            Source::Logit { value, ends, sd, arms } => match error {
                Some(e) if *sd > 0.0 => chance::logit_shift(*value, *ends, sd * if *arms { e.arms } else { e.trade }),
                _ => *value,
            },
            Source::Shares { in_a, in_b, sd } => match error {
                Some(e) if *sd > 0.0 => {
                    let moved = |share| chance::logit_shift(share, (0.0, 1.0), sd * e.trade);
                    indices::mutual_share(moved(*in_a), moved(*in_b))
                }
                _ => indices::mutual_share(*in_a, *in_b),
            },
            Source::Breadth { flows, benchmark, sd } => match error {
                Some(e) if *sd > 0.0 => {
                    let scratch = &mut drawn.scratch;
                    scratch.clear();
                    scratch.extend(flows.iter().map(|flow| flow * (sd * chance::normal(&mut e.random)).exp()));
                    indices::breadth(scratch, benchmark).unwrap_or(f64::NAN)
                }
                _ => indices::breadth(flows, benchmark).unwrap_or(f64::NAN),
            },
            Source::Slope { value, sd } => match error {
                Some(e) if *sd > 0.0 => value + sd * chance::normal(&mut e.random),
                _ => *value,
            },
        }
    }
}

impl Source {
    /// A status with its rungs spaced otherwise: that of the last day, or the mean of those held, weighted by time.
    ///
    /// Worked number: rung 3 for a fifth of the window and rung 5 for the rest are 5 on the last day and 4.6 over the
    /// window.
    pub fn status(&self, value: f64, over_window: bool, spaced: impl Fn(f64) -> f64) -> f64 {
        match self {
            Source::Rungs { held, .. } if over_window => held.iter().map(|(share, rung)| share * spaced(*rung)).sum(),
            _ => spaced(value),
        }
    }

    /// Whether the status rose within the window.
    pub fn rises(&self) -> bool {
        matches!(self, Source::Rungs { held, .. } if held.len() > 1)
    }
}

/// The errors of one partnership's data in one draw: those that several values share, and where the others come from.
#[derive(Clone, Debug)]
pub(super) struct Errors {
    random: ChaCha8Rng,
    /// Standard normal: of the pair's trade, and of its arms.
    trade: f64,
    arms: f64,
}

impl Errors {
    /// Of the set that a coordinate picks; every partnership has a stream of its own.
    pub fn new(stream: Stream, set: f64) -> Self {
        let mut random = stream.at(set);
        let (trade, arms) = (chance::normal(&mut random), chance::normal(&mut random));
        Errors { random, trade, arms }
    }
}
