//! Why a weighting method gives no weights.

use crate::statistics::eigen;

/// Why a weighting method gives no weights. Indices count from 0; the text counts from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Matrix(#[from] eigen::Refusal),
    #[error("there is nothing to weigh: no indicator has a weight above zero")]
    NothingToWeigh,
    #[error("weight {} is {weight}: a weight is zero or a positive number", .indicator + 1)]
    BadWeight { indicator: usize, weight: f64 },
    #[error("no expert gave points")]
    NoExperts,
    #[error("expert {} gave points to {got} indicators instead of {expected}", .expert + 1)]
    WrongPointCount { expert: usize, expected: usize, got: usize },
    #[error("expert {} gave indicator {} {points} points: points are zero or positive numbers", .expert + 1, .indicator + 1)]
    BadPoints { expert: usize, indicator: usize, points: f64 },
    #[error("the points of expert {} sum to {sum}, not to {total}", .expert + 1)]
    WrongTotal { expert: usize, sum: f64, total: f64 },
    #[error("{total} is no total of points to share out")]
    BadTotal { total: f64 },
    #[error("the comparison matrix has {rows} rows and {columns} columns; it must be square, with 1 to {limit} rows")]
    ComparisonShape { rows: usize, columns: usize, limit: usize },
    #[error("the comparison of {} with {} is {value}: comparisons lie between {low} and {high}", .row + 1, .column + 1)]
    BadComparison { row: usize, column: usize, value: f64, low: f64, high: f64 },
    #[error("the comparisons of {} with {} and back multiply to {product}, not to 1", .row + 1, .column + 1)]
    NotReciprocal { row: usize, column: usize, product: f64 },
    #[error("the comparisons contradict each other: consistency ratio {ratio} above the limit {limit}")]
    Inconsistent { ratio: f64, limit: f64 },
    #[error("{limit} is no limit of the consistency ratio")]
    BadLimit { limit: f64 },
    #[error("the iteration did not converge")]
    NotConverged,
    #[error("indicator {} has the negative loading {loading} on the first principal component", .indicator + 1)]
    NegativeLoading { indicator: usize, loading: f64 },
    #[error("the first principal component is not determined: its eigenvalue {first} equals the second, {second}")]
    NoFirstComponent { first: f64, second: f64 },
    #[error("{count} factors cannot be taken from {indicators} indicators")]
    BadFactorCount { count: usize, indicators: usize },
    #[error("no principal component passes the rule: the largest eigenvalue is {largest}")]
    NoFactor { largest: f64 },
    #[error(
        "the {count} factors that pass the rule explain {explained} of the variance, less than the {needed} needed"
    )]
    TooLittleExplained { count: usize, explained: f64, needed: f64 },
    #[error("{count} factors are not determined: the next eigenvalue equals the last of them, {eigenvalue}")]
    FactorsNotDetermined { count: usize, eigenvalue: f64 },
    #[error("the rule for the number of factors holds a threshold that is not a number of zero or more")]
    BadRule,
    #[error("the value {value} of unit {} in indicator {} is negative: entropy needs shares of a sum", .unit + 1, .indicator + 1)]
    NegativeValue { unit: usize, indicator: usize, value: f64 },
    #[error("indicator {} is zero for every unit: it has no shares of a sum", .indicator + 1)]
    ZeroSum { indicator: usize },
    #[error("all indicators are perfectly correlated: CRITIC finds no conflict to weigh by")]
    NoConflict,
    #[error("{got} target importances for {expected} indicators")]
    WrongTargetCount { expected: usize, got: usize },
    #[error("the target importance of indicator {} is {target}: it must be zero or positive", .indicator + 1)]
    BadTarget { indicator: usize, target: f64 },
    #[error(
        "no non-negative weights give these importances: indicator {} would need the weight {weight}; without it the \
         correlations miss their targets by up to {residual}", .indicator + 1
    )]
    Unreachable { indicator: usize, weight: f64, residual: f64 },
    #[error("the indicators are linearly dependent in a way that allows no such importances (residual {residual})")]
    Dependent { residual: f64 },
    #[error("the indicators are linearly dependent, so that many weights do equally well")]
    Undetermined,
    #[error("no weights give correlations with a positive sum")]
    Opposed,
    #[error("no weights give these importances: with the nearest ones a correlation misses its target by {residual}")]
    Unbalanced { residual: f64 },
}

impl Refusal {
    /// How to mend what was refused.
    pub fn hint(&self) -> String {
        match self {
            Self::Matrix(refusal) => return refusal.hint(),
            Self::NothingToWeigh | Self::BadWeight { .. } => "Give each indicator a weight, at least one above zero.",
            Self::NoExperts | Self::WrongPointCount { .. } | Self::BadPoints { .. } => {
                "Give one row of points an expert, one number an indicator."
            }
            Self::WrongTotal { .. } | Self::BadTotal { .. } => "Let each expert share out the same total, such as 100.",
            Self::ComparisonShape { .. } => "Give one row and one column for each indicator; group larger sets.",
            Self::BadComparison { .. } => "Use Saaty's scale, 1/9 to 9, with 1 on the diagonal.",
            Self::NotReciprocal { .. } => "If a is 3 times b, write 1/3 where b meets a.",
            Self::Inconsistent { .. } => "Ask the expert again where three comparisons contradict, or raise the limit.",
            Self::BadLimit { .. } => "Give a limit of zero or more, usually 0.10.",
            Self::NotConverged => "Check the data for extreme values.",
            Self::NegativeLoading { .. } => {
                "Turn the indicator's direction round, drop it or move it to another group, or weigh otherwise."
            }
            Self::NoFirstComponent { .. } => "The indicators share no main dimension: use equal weights.",
            Self::BadFactorCount { .. } => "Take at least one factor and at most as many as there are indicators.",
            Self::NoFactor { .. } | Self::TooLittleExplained { .. } => "Loosen the rule or give the number of factors.",
            Self::FactorsNotDetermined { .. } => "Take one factor more or fewer.",
            Self::BadRule => "Give thresholds of zero or more; shares lie below 1.",
            Self::NegativeValue { .. } => "Normalise to a scale that starts at zero or above, such as min-max.",
            Self::ZeroSum { .. } => "Drop the indicator.",
            Self::NoConflict => "The indicators say the same: use equal weights.",
            Self::WrongTargetCount { .. } | Self::BadTarget { .. } => {
                "Give one importance an indicator, zero or positive, at least one above zero."
            }
            Self::Unreachable { .. } => {
                "Lower the target of the indicators that correlate with all others, or regroup."
            }
            Self::Dependent { .. } | Self::Undetermined => "Drop an indicator that the others determine.",
            Self::Opposed => "Turn a direction round, or regroup.",
            Self::Unbalanced { residual } => {
                return format!("Write a tolerance above {residual} to take the nearest weights, or regroup.");
            }
        }
        .into()
    }
}
