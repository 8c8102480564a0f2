//! The methods of a composite indicator, as a framework file names them: one enum per Handbook step, parameters
//! included.
//!
//! These are the words of the file itself, so they read themselves from it; a second set of types would say the same
//! again. What a method computes stands in `scoring`, what it is called in print in `report`.

pub mod aggregate;
mod declared;
pub mod factors;
pub mod frontier;
pub mod normalise;
pub mod prepare;
mod said;
pub mod weigh;

pub use aggregate::{Aggregation, CopelandBy, Deviation, Penalty, Quantifier};
pub use factors::Factors;
pub use frontier::{BodBounds, Returns, Robust};
pub use normalise::{Anchor, BandsOn, Constant, Normalisation, RankShare, Ties};
pub use prepare::{Curve, Denomination, Imputation, Looks, Screening, Treatment};
pub use said::Said;
pub use weigh::{Importance, Weighting};

/// Why a method's parameters make no sense, and what would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misuse {
    pub message: String,
    pub hint: String,
}

impl Misuse {
    fn unless(sound: bool, message: impl Into<String>, hint: impl Into<String>) -> Result<(), Misuse> {
        if sound { Ok(()) } else { Err(Misuse { message: message.into(), hint: hint.into() }) }
    }
}

/// Which rows a method that looks at other units looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The units of one year.
    Year,
    /// Every unit of every year, so that scores of different years can be compared.
    #[default]
    Panel,
    /// The units that have the same word in this column: each group has scales of its own, and scores of different
    /// groups cannot be compared.
    Group(String),
}
