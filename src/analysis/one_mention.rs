//! What one mention does: counts of mentions are tiny, so a reader must know how far a single one carries (METHOD 4.1).

use crate::measure::Panel;
use crate::measure::indices;
use crate::measure::tally::{Tally, add_stance, mean_stance};
use crate::model::PartyId;
use crate::model::evidence::{Evidence, Sentence};
use crate::model::framework::{Framework, Measure, Mentions, NodeId, Prior, STANCES};
use crate::model::measurement::Reading;
use crate::scoring::score;

/// From this change of CONTENT on, in points, a card shows what one mention would do.
pub const TOLD_FROM: f64 = 2.0;

/// CONTENT, were there one mention more or fewer of one side by the other, everything else as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct OneMention {
    pub from: PartyId,
    pub to: PartyId,
    /// Lowest and highest CONTENT with one valid mention more, in a speech that had none where there is one; over its
    /// possible stances, where some indicator looks at them.
    pub more: Option<(f64, f64)>,
    /// The same with one fewer, over the valid mentions that could be missing; `None` where there is none.
    pub fewer: Option<(f64, f64)>,
}

impl OneMention {
    /// The largest change from `content`, with the mention's sign kept. Worked number: 52 with 50 to 66 is +14.
    pub fn farthest(&self, content: f64) -> f64 {
        let ends = self.more.into_iter().chain(self.fewer).flat_map(|(low, high)| [low - content, high - content]);
        ends.fold(0.0, |most: f64, by| if by.abs() > most.abs() { by } else { most })
    }

    /// The range with one mention more, where it moves CONTENT by more than [`TOLD_FROM`].
    pub fn worth_telling(&self, content: f64) -> Option<(f64, f64)> {
        self.more.filter(|(low, high)| (low - content).abs().max((high - content).abs()) > TOLD_FROM)
    }
}

/// One mention more, of a stance; or one fewer, in which of the coded sentences where these are what counts.
#[derive(Clone, Copy, Debug)]
enum Change {
    More { stance: f64 },
    Fewer { sentence: Option<usize> },
}

/// Each direction in which some indicator counts mentions, a's first.
pub fn one_mention(framework: &Framework, panel: &Panel) -> Vec<OneMention> {
    let p = panel.partnership;
    [(p.a, p.b), (p.b, p.a)].into_iter().filter_map(|(from, to)| direction(framework, panel, from, to)).collect()
}

fn direction(framework: &Framework, panel: &Panel, from: PartyId, to: PartyId) -> Option<OneMention> {
    let leaves: Vec<(NodeId, &Measure, &Evidence)> = framework
        .indicators()
        .filter_map(|(id, _, i)| Some((id, &i.measure, &panel.get(id)?.evidence)))
        .filter(|(_, _, evidence)| whose(evidence) == Some((from, to)))
        .collect();
    let readings = panel.readings();
    let range = |changes: Vec<Change>| {
        let contents = changes.into_iter().filter_map(|change| {
            let mut readings = readings.clone();
            for (id, measure, evidence) in &leaves {
                let reading = readings.get_mut(id.0)?;
                *reading = Some(Reading::exact(changed(measure, evidence, change)?));
            }
            score(framework, &readings).content().score
        });
        contents.fold(None, |range: Option<(f64, f64)>, z| {
            Some(range.map_or((z, z), |(low, high)| (low.min(z), high.max(z))))
        })
    };
    let stances = leaves.iter().any(|(_, measure, _)| matches!(measure, Measure::Manner { .. }));
    let (lowest, highest) = STANCES;
    let more = match stances {
        true => (lowest as i32..=highest as i32).map(|stance| Change::More { stance: f64::from(stance) }).collect(),
        false => vec![Change::More { stance: 0.0 }],
    };
    let fewer = fewer(&leaves);
    leaves.first()?;
    Some(OneMention { from, to, more: range(more), fewer: range(fewer) })
}

fn whose(evidence: &Evidence) -> Option<(PartyId, PartyId)> {
    match evidence {
        Evidence::Naming { from, to, .. } | Evidence::Speeches { from, to, .. } | Evidence::Manner { from, to, .. } => {
            Some((*from, *to))
        }
        _ => None,
    }
}

/// The mentions that may be missing: where coded sentences count, each that all coders hold valid; otherwise any, once.
fn fewer(leaves: &[(NodeId, &Measure, &Evidence)]) -> Vec<Change> {
    let coded = leaves.iter().find_map(|(_, measure, evidence)| match evidence {
        Evidence::Naming { sentences: Some(s), .. } | Evidence::Speeches { sentences: Some(s), .. } => {
            (measure.mentions() == Some(Mentions::Valid)).then_some(s)
        }
        Evidence::Manner { sentences, .. } => Some(sentences),
        _ => None,
    });
    match coded {
        Some(sentences) => {
            let valid = |s: &Sentence| s.codes.iter().all(|(_, stance)| stance.is_some());
            let places = sentences.iter().enumerate().filter(|(_, s)| valid(s));
            places.map(|(i, _)| Change::Fewer { sentence: Some(i) }).collect()
        }
        None => {
            let any = leaves.iter().any(|(_, _, e)| matches!(e, Evidence::Naming { own, .. } if own.mentions >= 1.0));
            any.then_some(Change::Fewer { sentence: None }).into_iter().collect()
        }
    }
}

/// An indicator's value after the change; `None` where it has none then.
fn changed(measure: &Measure, evidence: &Evidence, change: Change) -> Option<f64> {
    let value = match (measure, evidence) {
        (
            Measure::MentionRate { prior, mentions } | Measure::RelativeAttention { prior, mentions },
            Evidence::Naming { own, others, sentences, .. },
        ) => {
            let counted = match (mentions, sentences) {
                (Mentions::Valid, Some(s)) => tally(s, change).mentions,
                _ => (own.mentions + by(change)).max(0.0),
            };
            let base = others.rate();
            let rate = indices::shrunk_rate(counted, own.words, base, Prior::weight(*prior, base));
            match measure {
                Measure::RelativeAttention { .. } => indices::relative(rate / base),
                _ => 10_000.0 * rate,
            }
        }
        (
            Measure::MentionRegularity { expected, mentions },
            Evidence::Speeches { naming, held, base, sentences, .. },
        ) => {
            let documents = match (mentions, sentences) {
                (Mentions::Valid, Some(s)) => tally(s, change).documents,
                _ => naming + by(change),
            };
            indices::regularity(documents.clamp(0.0, *held), *held, expected.zip(*base))
        }
        (Measure::Manner { expected }, Evidence::Manner { sentences, direction, .. }) => {
            let mean = mean_stance(&direction_after(sentences, direction, change))?;
            tally(sentences, change).manner(*expected, mean)
        }
        _ => return None,
    };
    value.is_finite().then_some(value)
}

fn by(change: Change) -> f64 {
    match change {
        Change::More { .. } => 1.0,
        Change::Fewer { .. } => -1.0,
    }
}

/// What the coded sentences come to after the change; one more stands in a speech of its own.
fn tally(sentences: &[Sentence], change: Change) -> Tally {
    match change {
        Change::More { stance } => {
            let now = Tally::mean(sentences);
            Tally {
                mentions: now.mentions + 1.0,
                documents: now.documents + 1.0,
                sentences: now.sentences + 1.0,
                stance: now.stance + stance,
            }
        }
        Change::Fewer { sentence } => {
            let mut left = sentences.to_vec();
            if let Some(s) = sentence.and_then(|i| left.get_mut(i)) {
                s.mentions -= 1.0;
            }
            left.retain(|s| s.mentions > 0.0);
            Tally::mean(&left)
        }
    }
}

/// The direction's stances after the change; a sentence that names the other once more keeps its place.
fn direction_after(sentences: &[Sentence], direction: &[(f64, f64)], change: Change) -> Vec<(f64, f64)> {
    let mut after = direction.to_vec();
    match change {
        Change::More { stance } => add_stance(&mut after, stance, 1.0),
        Change::Fewer { sentence } => {
            let gone = sentence.and_then(|i| sentences.get(i)).filter(|s| s.mentions <= 1.0);
            if let Some(s) = gone {
                for stance in s.codes.iter().filter_map(|(_, stance)| *stance) {
                    add_stance(&mut after, stance, -1.0 / s.codes.len() as f64);
                }
            }
        }
    }
    after
}
