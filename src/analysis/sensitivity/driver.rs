//! The factor that a result depends on most.

use crate::analysis::sensitivity::{Indices, Quantity};
use crate::statistics::sobol::{Index, Outcome};

/// The factor with the largest total index of a unit's headline.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// For print.
    pub title: String,
    pub code: String,
    pub total: Index,
}

impl Driver {
    /// Of the gap where there is one, otherwise of the score; nothing where the indices are not defined.
    pub fn of(indices: &Indices, unit: usize) -> Option<Self> {
        Self::largest(indices, Quantity::Gap(unit)).or_else(|| Self::largest(indices, Quantity::Score(unit)))
    }

    /// Of the residual among the peers.
    pub fn relative(indices: &Indices, unit: usize) -> Option<Self> {
        Self::largest(indices, Quantity::Residual(unit))
    }

    fn largest(indices: &Indices, wanted: Quantity) -> Option<Self> {
        let place = indices.quantities.iter().position(|q| *q == wanted)?;
        let Outcome::Defined(found) = &indices.analysis.outputs.get(place)?.outcome else { return None };
        let largest = found
            .factors
            .iter()
            .zip(&indices.groups)
            .max_by(|a, b| a.0.total.estimate.total_cmp(&b.0.total.estimate))?;
        Some(Driver { title: largest.1.title.clone(), code: largest.1.code.clone(), total: largest.0.total })
    }
}
