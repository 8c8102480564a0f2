//! What a rating cannot compute, and where in the tree.

use thiserror::Error;

use crate::scoring::benefit_of_the_doubt;
use crate::scoring::combine;
use crate::scoring::refusal;
use crate::scoring::weigh;

/// Why a step has no result.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refused {
    #[error(transparent)]
    Step(#[from] refusal::Refusal),
    #[error(transparent)]
    Weights(#[from] weigh::Refusal),
    #[error(transparent)]
    Doubt(#[from] benefit_of_the_doubt::Refusal),
    #[error(transparent)]
    Combination(#[from] combine::Refusal),
    #[error("no unit knows all of the {children} children, so that their weights cannot be fitted")]
    NobodyComplete { children: usize },
    #[error("unit {unit}: {source}")]
    OfUnit { unit: String, source: Box<Refused> },
    #[error("the reference unit `{unit}` is not in the table")]
    NoSuchUnit { unit: String },
    #[error("{what} are wanted, and the indicator has none")]
    Unsaid { what: &'static str },
    #[error("the table has no column `{column}`")]
    NoColumn { column: String },
    #[error("the ranking of {units} units has no single best: {count} rankings agree equally well")]
    ManyRankings { units: usize, count: u64 },
}

impl Refused {
    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Refused::Step(r) => r.hint().into(),
            Refused::Weights(r) => r.hint(),
            Refused::Doubt(r) => r.hint(),
            Refused::Combination(r) => r.hint(),
            Refused::NobodyComplete { .. } => "impute, or state the weights".into(),
            Refused::OfUnit { source, .. } => source.hint(),
            Refused::NoSuchUnit { .. } => "name a unit by its code".into(),
            Refused::Unsaid { what } => format!("give the indicator {what}"),
            Refused::NoColumn { .. } => "add the column".into(),
            Refused::ManyRankings { .. } => "take copeland or borda, or change the weights".into(),
        }
    }
}

/// A refusal with its place: the codes from the root down, and the step.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{path}: {step}: {refused}")]
pub struct RefusedAt {
    pub path: String,
    pub step: &'static str,
    pub refused: Refused,
}
