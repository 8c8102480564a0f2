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
    #[error("`{code}` is no node above")]
    NotAbove { code: String },
    #[error("`{node}` gets a weight of 0")]
    NoWeight { node: String },
    #[error("`{child}` is {value}, and {rule} is defined for values {need} only")]
    Value { child: String, value: f64, rule: &'static str, need: &'static str },
    #[error("units {first} and {second} have no child in common, so they cannot be compared")]
    Apart { first: String, second: String },
    #[error("the majority has no order: {units} beat one another in a circle or draw")]
    Circle { units: String },
    #[error("{source} (in this order: {children})")]
    OfChildren { children: String, source: Box<Refused> },
    #[error("`{child}` does not apply to {unit}, and the rule compares units on the same weights")]
    Inapplicable { child: String, unit: String },
    #[error("`{child}` is undesirable, and the rule would take its rise for good")]
    Undesirable { child: String },
    #[error("no other indicator below the same node is imputed by expectation-maximisation")]
    Alone,
    #[error("the denominator of {unit} is {value}")]
    Denominator { unit: String, value: f64 },
    #[error("unit {unit}: {source}")]
    OfUnit { unit: String, source: Box<Refused> },
    #[error("the reference unit `{unit}` is not among the units that are rated")]
    NoSuchUnit { unit: String },
    #[error("{what} are wanted, and the indicator has none")]
    Unsaid { what: &'static str },
    #[error("{unit} belongs to no group of `{column}`, within which the scales are fitted")]
    NoGroup { unit: String, column: String },
    #[error("the table has no column `{column}`")]
    NoColumn { column: String },
    #[error("its scale is stated in its own unit, and its treatment put its values on a curve")]
    OnACurve,
    #[error("the ranking of {units} units has no single best: {count} rankings agree equally well")]
    ManyRankings { units: usize, count: u64 },
}

impl Refused {
    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Refused::Step(r) => r.hint(),
            Refused::Weights(r) => r.hint(),
            Refused::Doubt(r) => r.hint(),
            Refused::Combination(r) => r.hint(),
            Refused::NoWeight { .. } => "take the child out, or give it weight".into(),
            Refused::NotAbove { .. } => "name an ancestor, or leave `with` out".into(),
            Refused::Value { .. } => {
                "normalise to a scale that stays above 0, such as 1 to 100, or take another mean".into()
            }
            Refused::Apart { .. } => "impute, or leave one of the two units out".into(),
            Refused::Circle { .. } => "take copeland or borda".into(),
            Refused::OfChildren { source, .. } => source.hint(),
            Refused::Inapplicable { .. } => "take a mean, which weighs each unit's own children".into(),
            Refused::Undesirable { .. } => {
                "take benefit_of_the_doubt with bounds of kind `undesirable`, or write direction = \"lower_is_better\""
                    .into()
            }
            Refused::Alone => "take regression, or impute two indicators at least".into(),
            Refused::Denominator { .. } => "a size is above 0; leave it empty where nothing is known".into(),
            Refused::NobodyComplete { .. } => "impute, or state the weights".into(),
            Refused::OfUnit { source, .. } => source.hint(),
            Refused::NoSuchUnit { .. } => "name a unit by its code".into(),
            Refused::Unsaid { what } => format!("give the indicator {what}"),
            Refused::NoGroup { .. } => "give every unit a group, or leave it out of the table".into(),
            Refused::NoColumn { .. } => "add the column".into(),
            Refused::OnACurve => {
                "allow more points, treat it without a curve, or take a scale that is fitted to the units".into()
            }
            Refused::ManyRankings { .. } => "take copeland or borda, or change the weights".into(),
        }
    }
}

impl Refused {
    /// In the user's words: the kernel counts units and children, a user knows them by their codes.
    pub(super) fn among(self, children: &[&str], unit: impl Fn(usize) -> String) -> Refused {
        use combine::Refusal::{NoMajorityOrder, NothingInCommon, OutOfDomain};
        match self {
            Refused::Combination(OutOfDomain { rule, need, position, value }) => {
                let child = children.get(position).copied().unwrap_or_default().to_owned();
                Refused::Value { child, value, rule, need }
            }
            Refused::Combination(NothingInCommon { first, second }) => {
                Refused::Apart { first: unit(first), second: unit(second) }
            }
            Refused::Combination(NoMajorityOrder { members }) => {
                Refused::Circle { units: members.into_iter().map(unit).collect::<Vec<_>>().join(", ") }
            }
            Refused::Weights(_) | Refused::Doubt(_) => {
                Refused::OfChildren { children: children.join(", "), source: Box::new(self) }
            }
            other => other,
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
