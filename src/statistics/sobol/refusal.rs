//! Why a sensitivity analysis cannot be made, named.

use thiserror::Error;

use crate::statistics::sobol::{MAX_BASE_POINTS, MAX_FACTORS};

/// Why there is no analysis. Factors, runs and outputs are counted from 0 in the data, from 1 in the words.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("{found} base points: ask for 2 to {MAX_BASE_POINTS}, best a power of two")]
    BasePoints { found: usize },
    #[error(
        "{found} factors: ask for 1 to {MAX_FACTORS}, and let one coordinate stand for several where there are more"
    )]
    Factors { found: usize },
    #[error("each of the {factors} factors must be in one group and in no other: name each once, and no empty group")]
    Groups { factors: usize },
    #[error("factors {} and {}: a rank correlation is one of two factors, and each pair has one", .factors[0] + 1, .factors[1] + 1)]
    Pair { factors: [usize; 2] },
    #[error(
        "the rank correlations cannot hold together: as a matrix they are not positive definite; take smaller ones"
    )]
    NotPositiveDefinite,
    #[error(
        "more than one choice among a few would have to be drawn anew at once: correlate these in pairs, each in one"
    )]
    Choices,
    #[error("there is no output: name at least one")]
    NoOutputs,
    #[error("{found} {what} stand where the design asks for {expected}")]
    Shape { what: &'static str, found: usize, expected: usize },
    #[error("there is no {what} {}: the last one is {count}", .position + 1)]
    NoSuch { what: &'static str, position: usize, count: usize },
    #[error("the results of {runs} runs with {outputs} outputs each do not fit into memory: take fewer of either")]
    Memory { runs: usize, outputs: usize },
    #[error("{name} is {value}, and must be {allowed}")]
    Setting { name: &'static str, value: f64, allowed: &'static str },
    #[error(
        "{resamples} resamples leave less than one beyond each end of an interval at level {level}: take more, or a \
         lower level"
    )]
    TooFewResamples { resamples: usize, level: f64 },
    #[error(
        "no output changes at any base point with these factors: {}; link them to the model, or say that their \
         width is zero",
        list(.factors)
    )]
    Untouched { factors: Vec<usize> },
}

/// Positions as people count them, with commas.
fn list(positions: &[usize]) -> String {
    let counted: Vec<String> = positions.iter().map(|position| (position + 1).to_string()).collect();
    counted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_from_one_and_say_how_to_mend() {
        let told = Refusal::Untouched { factors: vec![0, 4] }.to_string();
        assert_eq!(
            told,
            "no output changes at any base point with these factors: 1, 5; link them to the model, or say that their \
             width is zero"
        );
        assert_eq!(
            Refusal::BasePoints { found: 1 }.to_string(),
            "1 base points: ask for 2 to 65536, best a power of two"
        );
        assert_eq!(
            Refusal::NoSuch { what: "factor", position: 3, count: 3 }.to_string(),
            "there is no factor 4: the last one is 3"
        );
    }
}
