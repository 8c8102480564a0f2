//! Linear conditions on weights that may be broken, and the fewest that are.

use crate::statistics::weight_set::dot;

/// A condition counts as broken when it is missed by more, ten times the solver's own tolerance.
pub(crate) const ROUNDING: f64 = 1e-8;

/// A condition `sum coefficient * weight <= limit`, of scale about 1.
pub(crate) struct Condition {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) limit: f64,
}

impl Condition {
    pub(crate) fn excess(&self, weights: &[f64]) -> f64 {
        dot(&self.coefficients, weights) - self.limit
    }

    pub(crate) fn is_broken(&self, weights: &[f64]) -> bool {
        self.excess(weights) > ROUNDING
    }
}

/// The fewest broken conditions lie between `least` and `most`; `weights` break `most` of them.
pub(crate) struct Fewest {
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) weights: Vec<f64>,
}
