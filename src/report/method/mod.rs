//! Methods in words: name, formula and source of each, for the method sheet, for `explain` and for docs/methods.md.

mod aggregate;
mod catalogue;
mod frontier;
mod normalise;
mod prepare;
mod weigh;
mod worked;

pub use aggregate::aggregation;
pub use catalogue::page;
pub use normalise::normalisation;
pub use prepare::{curve, denomination, imputation, screening, treatment};
pub use weigh::weighting;

/// One method in words. Symbols: x a value, z a score, w a weight, n the number of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What it is called in the literature, parameters included.
    pub name: String,
    pub formula: String,
    pub source: &'static str,
}

impl Words {
    fn new(name: impl Into<String>, formula: impl Into<String>, source: &'static str) -> Self {
        Words { name: name.into(), formula: formula.into(), source }
    }
}

const HANDBOOK: &str = "OECD/JRC 2008";
