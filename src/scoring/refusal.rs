//! What a step on a column or a table cannot compute, named.

use thiserror::Error;

use crate::statistics::moments::Unfit;

/// Why a step has no result. Units and indicators are counted from 0 in the data, from 1 in the words.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("the value of unit {} is not a finite number", .unit + 1)]
    NotFinite { unit: usize },
    #[error("the value to be scored is not a finite number")]
    NotANumber,
    #[error("the result of {what} is too large or too small to be a number")]
    OutOfNumbers { what: &'static str },
    #[error("{known} values are known, and at least {needed} are needed")]
    TooFew { known: usize, needed: usize },
    #[error("every known value is {value}: a constant column has no spread to work with")]
    Constant { value: f64 },
    #[error("{found} entries stand against {expected}: both must describe the same units")]
    UnevenLengths { expected: usize, found: usize },
    #[error("{name} is {value}, and must be {allowed}")]
    Parameter { name: &'static str, value: f64, allowed: &'static str },
    #[error("{value} lies where {what} is not defined")]
    Undefined { what: &'static str, value: f64 },
    #[error("the GII logarithm needs a maximum above 1, and the maximum is {maximum}: it would turn the order round")]
    TurnsRound { maximum: f64 },
    #[error("the likelihood of the Box-Cox power has no peak between {from} and {to}")]
    NoPower { from: f64, to: f64 },
    #[error("unit {} is the reference, and it has no known value", .unit + 1)]
    ReferenceUnit { unit: usize },
    #[error("{what} is {anchor}, and the worst known value is {worst}: it must be better than the worst")]
    NotBeyondWorst { what: &'static str, anchor: f64, worst: f64 },
    #[error("{what} is {value}: a ratio to it has no meaning")]
    NoRatio { what: &'static str, value: f64 },
    #[error("bands need cuts in strictly ascending order and one more score than cuts, ascending too")]
    Bands,
    #[error("the denominator of unit {} is {value}", .unit + 1)]
    Denominator { unit: usize, value: f64 },
    #[error("no unit belongs to a group")]
    NoGroups,
    #[error("the predictors depend on each other linearly")]
    DependentPredictors,
    #[error("{indicators} indicators with {units} units: the covariance cannot be estimated")]
    TooManyIndicators { indicators: usize, units: usize },
    #[error("the covariance matrix is singular")]
    SingularCovariance,
    #[error("no convergence after {iterations} iterations: the last change was {change}")]
    NotConverged { iterations: usize, change: f64 },
    #[error("the years are not in strictly ascending order")]
    YearsOutOfOrder,
    #[error("indicator {}: {source}", .column + 1)]
    InColumn { column: usize, source: Box<Refusal> },
}

impl Refusal {
    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Refusal::NotFinite { .. } | Refusal::NotANumber => "leave a value that is not known empty",
            Refusal::OutOfNumbers { .. } => "state the data in a larger unit, such as millions",
            Refusal::TooFew { .. } => "add data, or leave this step out for the indicator",
            Refusal::Constant { .. } => {
                "drop the indicator, give it goalposts, or declare the mid-scale rule for constants"
            }
            Refusal::UnevenLengths { .. } => "give one entry for each unit, and an empty one where nothing is known",
            Refusal::Parameter { .. } => "correct the setting",
            Refusal::Undefined { .. } => {
                "choose a shifted logarithm, such as ln(x - min + 0.01 (max - min)), or no curve"
            }
            Refusal::TurnsRound { .. } => {
                "choose ln(x - min + 0.01 (max - min)) instead, or state the data in a smaller unit"
            }
            Refusal::NoPower { .. } => "give the power yourself, or choose another curve",
            Refusal::ReferenceUnit { .. } => "choose a reference unit that has a value",
            Refusal::NotBeyondWorst { .. } => {
                "check the target and the direction: a target is stated in the indicator's own unit"
            }
            Refusal::NoRatio { .. } => {
                "ratios need a scale with a true zero and no negative values: use min-max or z-scores"
            }
            Refusal::Bands => "write the cuts upwards, and a score for what lies below the first cut as well",
            Refusal::Denominator { .. } => "a denominator is a size above 0; leave it empty where it is not known",
            Refusal::NoGroups => "name the group of each unit",
            Refusal::DependentPredictors => "leave out predictors that repeat others or never change",
            Refusal::TooManyIndicators { .. } => "impute fewer indicators together, such as those of one node",
            Refusal::SingularCovariance => "leave out indicators that repeat others",
            Refusal::NotConverged { .. } => {
                "allow more iterations, a wider tolerance, or impute fewer indicators together"
            }
            Refusal::YearsOutOfOrder => "sort the years, one entry each",
            Refusal::InColumn { source, .. } => return source.hint(),
        }
        .to_owned()
    }

    /// The same refusal with the indicator it concerns.
    pub(crate) fn in_column(self, column: usize) -> Refusal {
        Refusal::InColumn { column, source: Box::new(self) }
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        match unfit {
            Unfit::TooFew { known, needed } => Refusal::TooFew { known, needed },
            Unfit::Constant { value } => Refusal::Constant { value },
            Unfit::OutOfNumbers { what } => Refusal::OutOfNumbers { what },
        }
    }
}

/// `x` where it is a number.
pub(crate) fn number(x: f64, what: &'static str) -> Result<f64, Refusal> {
    if x.is_finite() { Ok(x) } else { Err(Refusal::OutOfNumbers { what }) }
}

/// `x` where it is finite and obeys the rule.
pub(crate) fn parameter(name: &'static str, value: f64, allowed: &'static str, rule: bool) -> Result<f64, Refusal> {
    if value.is_finite() && rule { Ok(value) } else { Err(Refusal::Parameter { name, value, allowed }) }
}

/// Two lists about the same units.
pub(crate) fn same_length(expected: usize, found: usize) -> Result<(), Refusal> {
    if expected == found { Ok(()) } else { Err(Refusal::UnevenLengths { expected, found }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_from_one_and_hints_pass_through() {
        let refusal = Refusal::NotFinite { unit: 0 }.in_column(2);
        assert_eq!(refusal.to_string(), "indicator 3: the value of unit 1 is not a finite number");
        assert_eq!(refusal.hint(), Refusal::NotFinite { unit: 0 }.hint());
    }
}
