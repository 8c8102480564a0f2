//! Correlations of factors from the words in which they were asked for.

use super::Error;
use super::vary::varying;
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::statistics::sobol::{Correlation, Refusal};

/// Two factors by their words, and Spearman's rank correlation of their coordinates.
pub type NamedCorrelation = ([String; 2], f64);

/// The correlations by the places of the factors that vary.
///
/// Refused are factors that do not vary, one with itself, a pair that is named twice, and factors whose nearness means
/// nothing: those that pick one of many random sets, and choices among more than two, which are in no order.
pub(super) fn correlations(factors: &[Factor], asked: &[NamedCorrelation]) -> Result<Vec<Correlation>, Error> {
    let mut all: Vec<Correlation> = Vec::new();
    for (words, spearman) in asked {
        let place = |word: &String| {
            let (place, factor) = varying(factors, word)?;
            match &factor.kind {
                FactorKind::Continuous => Ok(place),
                FactorKind::Discrete { levels, .. } if levels.len() == 2 => Ok(place),
                FactorKind::Discrete { levels, .. } => {
                    Err(Error::Unordered { factor: word.clone(), levels: Some(levels.len()) })
                }
                FactorKind::Drawn => Err(Error::Unordered { factor: word.clone(), levels: None }),
            }
        };
        let [first, second] = words;
        let pair = [place(first)?, place(second)?];
        let same = |other: &Correlation| pair.iter().all(|place| other.factors.contains(place));
        if first == second || all.iter().any(same) {
            return Err(Error::CorrelatedTwice { factors: words.clone() });
        }
        all.push(Correlation { factors: pair, spearman: *spearman });
    }
    Ok(all)
}

/// What cannot be drawn with these correlations, in the words of a question; other refusals stay as they are.
pub(super) fn undrawn(refusal: Refusal) -> Error {
    match refusal {
        Refusal::NotPositiveDefinite => Error::NotTogether,
        Refusal::Choices => Error::ChoicesTogether,
        other => Error::Sobol(other),
    }
}
