//! Why a figure of the coherence analysis cannot be given, and how to mend it.

use thiserror::Error;

use crate::statistics::moments::Unfit;

/// A figure that cannot be computed, by name. One refused figure never takes the others with it.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("there is no indicator")]
    NoIndicator,
    #[error("two indicators have the code {code}")]
    RepeatedCode { code: String },
    #[error("{code} has {found} units where {expected} were expected")]
    Ragged { code: String, found: usize, expected: usize },
    #[error("{code} holds something that is not a finite number (unit {} of the table)", .unit.saturating_add(1))]
    NotFinite { code: String, unit: usize },
    #[error("the two series have {first} and {second} units")]
    UnequalLengths { first: usize, second: usize },
    #[error("{found} of the units have the values it needs; it takes at least {least}")]
    TooFewUnits { found: usize, least: usize },
    #[error("{found} units are more than the {most} it is given for")]
    TooManyUnits { found: usize, most: usize },
    #[error("{found} indicators are too few; it takes at least {least}")]
    TooFewIndicators { found: usize, least: usize },
    #[error("the values are all the same")]
    Constant,
    #[error("{code} is the same for every unit used")]
    ConstantIndicator { code: String },
    #[error("the sum of the indicators is the same for every unit used")]
    ConstantSum,
    #[error("{units} complete units are not more than {indicators} indicators")]
    UnitsNotAboveIndicators { units: usize, indicators: usize },
    #[error("the correlation matrix has no inverse: some indicators are linear combinations of others")]
    Singular { smallest_eigenvalue: f64 },
    #[error("the indicators are not correlated at all")]
    Uncorrelated,
    #[error("the eigenvalues were not found")]
    NoEigenvalues,
    #[error("the {figure} is too large or too small for the computer's numbers")]
    OutOfRange { figure: &'static str },
    #[error("the weights under {group} are not all numbers from 0 up with a positive sum")]
    Weights { group: String },
    #[error("no scores of {group} were given")]
    NoParent { group: String },
}

impl Refusal {
    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Refusal::NoIndicator => "give a table with at least one indicator".into(),
            Refusal::RepeatedCode { code } => format!("rename or drop one of the columns called {code}"),
            Refusal::Ragged { .. } | Refusal::UnequalLengths { .. } => {
                "give every column one cell for every unit; leave cells blank where the value is missing".into()
            }
            Refusal::NotFinite { .. } => "leave the cell blank if the value is missing".into(),
            Refusal::TooFewUnits { .. } => "add units, or fill or drop the indicators with many missing cells".into(),
            Refusal::TooManyUnits { .. } => "take a sample of the units".into(),
            Refusal::TooFewIndicators { .. } => "take it over a larger group of indicators".into(),
            Refusal::Constant | Refusal::ConstantIndicator { .. } => {
                "drop the indicator from this analysis: what does not vary cannot vary together with anything".into()
            }
            Refusal::ConstantSum => "check the directions: the indicators cancel one another out exactly".into(),
            Refusal::UnitsNotAboveIndicators { .. } => {
                "add units, or analyse each group of indicators on its own".into()
            }
            Refusal::Singular { .. } => {
                "drop one of each collinear pair, or an indicator that is the sum of others".into()
            }
            Refusal::Uncorrelated => "there is nothing to summarise: leave this analysis out".into(),
            Refusal::NoEigenvalues | Refusal::OutOfRange { .. } => {
                "express the indicator in larger or smaller units of measurement".into()
            }
            Refusal::Weights { group } => format!("give the elements of {group} weights from 0 up, not all of them 0"),
            Refusal::NoParent { group } => format!("give the scores of {group}, or aggregate first"),
        }
    }
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        match unfit {
            Unfit::TooFew { known, needed } => Refusal::TooFewUnits { found: known, least: needed },
            Unfit::Constant { .. } => Refusal::Constant,
            Unfit::OutOfNumbers { what } => Refusal::OutOfRange { figure: what.trim_start_matches("the ") },
        }
    }
}

/// The number, or a refusal where it is not one that can be printed.
pub(crate) fn finite(value: f64, figure: &'static str) -> Result<f64, Refusal> {
    if value.is_finite() { Ok(value) } else { Err(Refusal::OutOfRange { figure }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_is_wrong_and_how_to_mend_it() {
        let refusal = Refusal::NotFinite { code: "Tariff".into(), unit: 2 };
        assert_eq!(refusal.to_string(), "Tariff holds something that is not a finite number (unit 3 of the table)");
        assert_eq!(refusal.hint(), "leave the cell blank if the value is missing");
        assert_eq!(finite(f64::INFINITY, "mean"), Err(Refusal::OutOfRange { figure: "mean" }));
    }
}
