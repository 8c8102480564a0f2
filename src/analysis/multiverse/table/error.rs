//! The reasons why a table has no multiverse.

use thiserror::Error;

use crate::scoring::RefusedAt;

/// What is wrong with the factors of a table, or with the table.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum MultiverseError {
    #[error("the framework declares no factor of uncertainty")]
    NoFactors,
    #[error("factor `{factor}` is for partnerships")]
    Stranger { factor: &'static str },
    #[error("factor `{factor}`: {message}")]
    Misuse { factor: &'static str, message: String, hint: String },
    #[error("factor `{factor}` has no range here: {why}")]
    Idle { factor: &'static str, why: &'static str },
    #[error("factor `{factor}`: {choice} wants {what}, and `{indicator}` has none")]
    Unsaid { factor: &'static str, choice: String, what: &'static str, indicator: String },
    #[error("factor `{factor}`: {choice} wants {what}, and the table has none")]
    NotInTable { factor: &'static str, choice: String, what: String },
    #[error("factor `power`: `{node}` is no node with children")]
    NoNode { node: String },
    #[error("the table has {years} years; ways are computed of one year at a time")]
    Panel { years: usize },
    #[error(
        "ways are computed over all rows at once, and here each year or group has weights or comparisons of its own"
    )]
    Parts,
    #[error("the framework itself cannot be computed: {}", list(.0))]
    Refused(Vec<RefusedAt>),
}

fn list(refused: &[RefusedAt]) -> String {
    refused.iter().map(RefusedAt::to_string).collect::<Vec<_>>().join("; ")
}

impl MultiverseError {
    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            MultiverseError::NoFactors => {
                "add parts such as [factors.weights], with a range and the reason for it; docs/tables.md has an example"
                    .into()
            }
            MultiverseError::Misuse { hint, .. } => hint.clone(),
            MultiverseError::Stranger { .. } | MultiverseError::Idle { .. } => "take the factor out".into(),
            MultiverseError::Unsaid { what, .. } => format!("give every indicator {what}, or take the choice out"),
            MultiverseError::NotInTable { .. } => "add it to the table, or take the choice out".into(),
            MultiverseError::NoNode { .. } => "name an inner node of the framework".into(),
            MultiverseError::Panel { .. } => "name the year that is looked at with --year".into(),
            MultiverseError::Parts => "keep the rows of one year or group in a table of their own".into(),
            MultiverseError::Refused(refused) => refused.first().map_or_else(String::new, |r| r.refused.hint()),
        }
    }
}
