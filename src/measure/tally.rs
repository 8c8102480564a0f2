//! What coded sentences come to: valid mentions, speeches with one, sentences, stances; as the mean over coders, or as one coder
//! drawn for each sentence has it.

use std::collections::BTreeMap;

use crate::model::evidence::Sentence;

/// Sums over a party's coded sentences on another. Every sum is a mean over coders, so that what only one of two holds valid counts
/// one half.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Valid mentions.
    pub mentions: f64,
    /// Speeches with a valid mention.
    pub documents: f64,
    /// Sentences with a valid mention; each counts once, however often it names the other, since a stance is that of the sentence.
    pub sentences: f64,
    /// The sum of their stances.
    pub stance: f64,
}

impl Tally {
    /// The mean over coders. A sentence's coders weigh the same; a speech has a valid mention for a coder who holds some sentence of
    /// it valid, and the coders of any of its sentences weigh the same.
    ///
    /// Worked number: of two coders both hold one sentence valid, with stances 1 and 2, and one of them a second one, in another
    /// speech, with stance 0: 1.5 mentions, 1.5 speeches, 1.5 sentences, stances 1.5 + 0 = 1.5.
    pub fn mean(sentences: &[Sentence]) -> Self {
        let mut sum = Tally::default();
        let mut speeches: BTreeMap<usize, BTreeMap<usize, bool>> = BTreeMap::new();
        for s in sentences {
            let coders = s.codes.len() as f64;
            for (coder, stance) in &s.codes {
                let holds = speeches.entry(s.document).or_default().entry(*coder).or_default();
                if let Some(stance) = stance {
                    sum.mentions += s.mentions / coders;
                    sum.sentences += 1.0 / coders;
                    sum.stance += stance / coders;
                    *holds = true;
                }
            }
        }
        for coders in speeches.values() {
            sum.documents += coders.values().filter(|holds| **holds).count() as f64 / coders.len() as f64;
        }
        sum
    }

    /// With one coder for each sentence: `pick` gets the number of coders of a sentence and says which.
    pub fn of_one_coder(sentences: &[Sentence], mut pick: impl FnMut(usize) -> usize) -> Self {
        let mut sum = Tally::default();
        let mut last = None;
        for s in sentences {
            let Some((_, Some(stance))) = s.codes.get(pick(s.codes.len())) else { continue };
            sum.mentions += s.mentions;
            sum.sentences += 1.0;
            sum.stance += stance;
            // Sentences stand in the order of their speeches.
            if last != Some(s.document) {
                sum.documents += 1.0;
                last = Some(s.document);
            }
        }
        sum
    }

    /// Mean stance shrunk by `expected` mentions towards the mean of its direction: `(S + k m)/(V + k)`.
    ///
    /// Worked number: two valid mentions at -1 and a direction's mean of 0.25, k = 1: (-2 + 0.25)/3 = -0.5833.
    pub fn manner(self, expected: f64, direction: f64) -> f64 {
        (self.stance + expected * direction) / (self.sentences + expected)
    }
}

/// The mean of stances with their numbers of sentences; `None` where there is none.
///
/// Worked number: -1 twice and 2 once are 0.
pub fn mean_stance(direction: &[(f64, f64)]) -> Option<f64> {
    let n: f64 = direction.iter().map(|(_, n)| n).sum();
    (n > 0.0).then(|| direction.iter().map(|(stance, n)| stance * n).sum::<f64>() / n)
}

/// Adds `n` sentences of one stance to a list that ascends by stance.
pub fn add_stance(direction: &mut Vec<(f64, f64)>, stance: f64, n: f64) {
    match direction.binary_search_by(|(s, _)| s.total_cmp(&stance)) {
        Ok(found) => direction.iter_mut().skip(found).take(1).for_each(|(_, sum)| *sum += n),
        Err(place) => direction.insert(place, (stance, n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(document: usize, mentions: f64, codes: &[Option<f64>]) -> Sentence {
        Sentence { document, mentions, codes: codes.iter().copied().enumerate().collect() }
    }

    #[test]
    fn means_over_coders_by_hand() {
        let two = [sentence(0, 1.0, &[Some(1.0), Some(2.0)]), sentence(1, 1.0, &[None, Some(0.0)])];
        assert_eq!(Tally::mean(&two), Tally { mentions: 1.5, documents: 1.5, sentences: 1.5, stance: 1.5 });
        // Two sentences of one speech, each held valid by another coder: for both coders it is one speech.
        let one_speech = [sentence(4, 2.0, &[Some(1.0), None]), sentence(4, 1.0, &[None, Some(-1.0)])];
        assert_eq!(Tally::mean(&one_speech), Tally { mentions: 1.5, documents: 1.0, sentences: 1.0, stance: 0.0 });
        assert_eq!(Tally::mean(&[]), Tally::default());
        let first = Tally::of_one_coder(&one_speech, |_| 0);
        assert_eq!(first, Tally { mentions: 2.0, documents: 1.0, sentences: 1.0, stance: 1.0 });
        let both = [sentence(4, 1.0, &[Some(1.0)]), sentence(4, 1.0, &[Some(0.0)]), sentence(5, 1.0, &[Some(2.0)])];
        assert_eq!(Tally::of_one_coder(&both, |_| 0).documents, 2.0);
    }

    #[test]
    fn manner_by_hand() {
        let condemned = Tally { mentions: 2.0, documents: 1.0, sentences: 2.0, stance: -2.0 };
        assert!((condemned.manner(1.0, 0.25) + 1.75 / 3.0).abs() < 1e-15);
        assert_eq!(Tally::default().manner(1.0, 0.25), 0.25, "nothing said is the direction's mean");
        let mut direction = Vec::new();
        for (stance, n) in [(2.0, 1.0), (-1.0, 0.5), (-1.0, 1.5)] {
            add_stance(&mut direction, stance, n);
        }
        assert_eq!(direction, [(-1.0, 2.0), (2.0, 1.0)]);
        assert_eq!((mean_stance(&direction), mean_stance(&[])), (Some(0.0), None));
    }

    #[test]
    fn a_mean_stance_divides_by_the_sentences() {
        assert_eq!(mean_stance(&[(-1.0, 1.0), (2.0, 3.0)]), Some(1.25));
    }
}
