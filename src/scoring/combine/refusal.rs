//! Why an aggregate cannot be given.

use thiserror::Error;

/// A named reason; `hint` says how to mend it. Parts, units and indicators are counted from 0 in the fields.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("there is nothing to aggregate: no known value has a weight above 0")]
    NothingKnown,
    #[error("weight {weight} at position {position} is not a finite number of at least 0")]
    BadWeight { position: usize, weight: f64 },
    #[error("the value at position {position} is not a finite number")]
    NotFinite { position: usize },
    #[error("{rule} is defined for values {need} only; the value at position {position} is {value}")]
    OutOfDomain { rule: &'static str, need: &'static str, position: usize, value: f64 },
    #[error("{rule} needs a mean above 0; it is {mean}")]
    MeanNotPositive { rule: &'static str, mean: f64 },
    #[error("the {parameter} {value} is outside {range}")]
    BadParameter { parameter: &'static str, value: f64, range: &'static str },
    #[error("the result of {rule} is too large for a finite number")]
    Overflow { rule: &'static str },
    #[error("unit {unit} has {found} values, but there are {expected} weights")]
    Ragged { unit: usize, found: usize, expected: usize },
    #[error("the value of unit {unit} in indicator {indicator} is not a finite number")]
    CellNotFinite { unit: usize, indicator: usize },
    #[error("the table has {units} units with a known value of positive weight; {rule} needs at least {need}")]
    TooFewUnits { rule: &'static str, units: usize, need: usize },
    #[error("units {first} and {second} have no indicator in common, so they cannot be compared")]
    NothingInCommon { first: usize, second: usize },
    #[error("the majority has no order: units {members:?} beat one another in a circle or draw")]
    NoMajorityOrder { members: Vec<usize> },
    #[error("{units} units form one majority circle; an exact Kemeny ranking is sought among at most {limit}")]
    TooManyUnits { units: usize, limit: usize },
    #[error("an outranking matrix needs as many columns as rows, and two shares of each pair that sum to 1")]
    NotOutranking,
    #[error("all units are alike, so there is no scale to measure them on")]
    AllAlike,
}

impl Refusal {
    /// How the user can mend it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NothingKnown => "Impute the missing values or leave the unit out.",
            Self::BadWeight { .. } => "Give every weight as a number of at least 0, one of them above 0.",
            Self::NotFinite { .. } | Self::CellNotFinite { .. } => {
                "Mark a missing value as missing and check the transformations for divisions by 0."
            }
            Self::OutOfDomain { .. } => {
                "Normalise to a scale that stays above 0 (min-max to 1..100, say) or choose the arithmetic mean."
            }
            Self::MeanNotPositive { .. } => {
                "Use a scale centred well above 0: mean 100 and standard deviation 10, or 70 to 130 about a reference."
            }
            Self::BadParameter { .. } => "Choose a value inside the range.",
            Self::Overflow { .. } => "Rescale the indicators or choose a milder parameter.",
            Self::Ragged { .. } => "Give every unit one cell for each weight, empty where the value is missing.",
            Self::TooFewUnits { .. } => "Add units or impute missing values.",
            Self::NothingInCommon { .. } => "Impute, or leave one of the two units out.",
            Self::NoMajorityOrder { .. } => {
                "Show the majority tiers, or rank by Kemeny's rule, which exists for every table."
            }
            Self::TooManyUnits { .. } => {
                "Rank a smaller set of units, or use the Copeland or Borda score, which has no such limit."
            }
            Self::NotOutranking => "Build the matrix from a table of indicators and weights.",
            Self::AllAlike => "Leave the composite out or add an indicator that varies.",
        }
        .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_wrong_and_how_to_mend_it() {
        let refusal = Refusal::OutOfDomain { rule: "the geometric mean", need: "above 0", position: 2, value: -1.5 };
        assert_eq!(
            refusal.to_string(),
            "the geometric mean is defined for values above 0 only; the value at position 2 is -1.5"
        );
        assert!(refusal.hint().starts_with("Normalise"));
    }
}
