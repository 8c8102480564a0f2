//! Why there is no benefit-of-the-doubt score.

use crate::scoring::weigh;
use crate::statistics::eigen;
use crate::statistics::linear_programme;

/// Why there is no benefit-of-the-doubt score. Indices count from 0; the text counts from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Matrix(#[from] eigen::Refusal),
    #[error(transparent)]
    Weights(#[from] weigh::Refusal),
    #[error("{units} units are more than the {limit} allowed")]
    TooManyUnits { units: usize, limit: usize },
    #[error("the value {value} of unit {} in indicator {} is negative", .unit + 1, .indicator + 1)]
    Negative { unit: usize, indicator: usize, value: f64 },
    #[error("no unit is above zero in indicator {}", .indicator + 1)]
    ZeroIndicator { indicator: usize },
    #[error("{lower} lower and {upper} upper bounds for {expected} indicators")]
    WrongBoundCount { expected: usize, lower: usize, upper: usize },
    #[error("{got} entries order {expected} indicators")]
    WrongOrderCount { expected: usize, got: usize },
    #[error("the bounds {lower} to {upper} of indicator {} are no shares between 0 and 1", .indicator + 1)]
    BadBound { indicator: usize, lower: f64, upper: f64 },
    #[error("no shares lie within the bounds: the lower ones sum to {lower}, the upper ones to {upper}")]
    ImpossibleBounds { lower: f64, upper: f64 },
    #[error("{low} to {high} times the default weight does not include the default weight itself")]
    BadFactors { low: f64, high: f64 },
    #[error("the direction has {got} entries for {expected} indicators")]
    WrongDirectionCount { expected: usize, got: usize },
    #[error("the direction of indicator {} is {value}: it must be zero or positive", .indicator + 1)]
    BadDirection { indicator: usize, value: f64 },
    #[error("the direction is zero in every indicator")]
    NoDirection,
    #[error("there is no unit {}: there are {units}", .unit + 1)]
    NoSuchUnit { unit: usize, units: usize },
    #[error("unit {} scores 0, so it has no weights", .unit + 1)]
    NoWeights { unit: usize },
    #[error("a sample holds no unit")]
    NoDraws,
    #[error("{programmes} linear programmes are more than the {limit} allowed")]
    TooManyProgrammes { programmes: usize, limit: usize },
    #[error("unit {} lies beyond a sample of the units where no step measures how far", .unit + 1)]
    Beyond { unit: usize },
    #[error("the average over the samples lies so far within unit {} that it has no score", .unit + 1)]
    Above { unit: usize },
    #[error("{undesirable} of the {children} children are undesirable: some must be, and some must not")]
    NoContrast { undesirable: usize, children: usize },
    #[error("unit {} is 0 in every undesirable indicator, so that its ratios to them have no end", .unit + 1)]
    NothingUndesirable { unit: usize },
    #[error("unit {} is 0 in every indicator, so that no direction leads from it", .unit + 1)]
    NothingAtAll { unit: usize },
    #[error("the value of unit {} in indicator {} is 0, and a geometric mean has no place for it", .unit + 1, .indicator + 1)]
    Zero { unit: usize, indicator: usize },
    #[error("unit {} can meet the bounds on its parts with no weights", .unit + 1)]
    NoParts { unit: usize },
    #[error("unit {}: {reason}", .unit + 1)]
    Programme { unit: usize, reason: linear_programme::Refusal },
}

impl Refusal {
    /// How to mend what was refused.
    pub fn hint(&self) -> String {
        match self {
            Self::Matrix(refusal) => return refusal.hint(),
            Self::Weights(refusal) => return refusal.hint(),
            Self::Programme { reason, .. } => return reason.hint(),
            Self::TooManyUnits { .. } => "Score fewer units.",
            Self::Negative { .. } => "Normalise to a scale that starts at zero or above, such as min-max.",
            Self::ZeroIndicator { .. } => "Drop the indicator: no weight on it could help anybody.",
            Self::WrongBoundCount { .. } | Self::WrongDirectionCount { .. } => "Give one number an indicator.",
            Self::BadBound { .. } => "Write shares as 0.1, not as 10, the lower bound no higher than the upper one.",
            Self::ImpossibleBounds { .. } => "Let the lower bounds sum to at most 1 and the upper ones to at least 1.",
            Self::WrongOrderCount { .. } => "Give one number an indicator, or none.",
            Self::NoDraws => "Draw one unit or more.",
            Self::TooManyProgrammes { .. } => "Draw fewer samples.",
            Self::Beyond { .. } => "Draw larger samples, or normalise to a scale that stays above 0.",
            Self::Above { .. } => "Draw larger samples.",
            Self::NoContrast { .. } => "Write direction = \"undesirable\" at the children that are, and at no others.",
            Self::NothingUndesirable { .. } => "Take returns = \"variable\", or leave the unit out.",
            Self::NothingAtAll { .. } => "Leave the unit out.",
            Self::Zero { .. } => "Normalise to a scale that stays above 0.",
            Self::NoParts { .. } => "Loosen the bounds.",
            Self::BadFactors { .. } => "Give a factor from 0 to 1 and one of 1 or more, such as 0.5 and 2.",
            Self::BadDirection { .. } | Self::NoDirection => {
                "Give zero or a positive number an indicator, one of them positive."
            }
            Self::NoSuchUnit { .. } => "Name a unit of the table.",
            Self::NoWeights { .. } => "Ask for a unit that scores above 0.",
        }
        .into()
    }
}
