//! Benefit of the doubt: every unit is scored with the weights that suit it best (Handbook, step 6).
//!
//! The score is unique. The weights that give it often are not, above all for units that score 1: one best set is
//! returned, and [`weight_ranges`] tells how far others differ. For that reason no mean of the units' weights is
//! offered as common weights: it would depend on which of the best sets a solver happens to meet.

use nalgebra::DMatrix;

mod envelope;
mod evaluation;
mod frontier_change;
mod geometric;
mod multidirectional;
mod order_m;
mod refusal;
mod restriction;
mod robust;
mod undesirable;

pub use evaluation::Evaluation;
pub use evaluation::directional;
pub use evaluation::scores;
pub use evaluation::weight_ranges;
pub use frontier_change::{FrontierScores, scores_against};
pub use geometric::{GeometricScore, geometric, geometric_with_parts};
pub use multidirectional::{Potential, multidirectional};
pub use order_m::order_m;
pub use refusal::Refusal;
pub use restriction::Restriction;
pub use restriction::relative_to;
pub use robust::{directional_against_samples, scores_against_samples, undesirable_against_samples};
pub use undesirable::undesirable;

/// Units as rows of a matrix, for those who hold them as lists of the same length.
pub fn matrix(units: &[Vec<f64>]) -> DMatrix<f64> {
    let columns = units.first().map_or(0, Vec::len);
    DMatrix::from_fn(units.len(), columns, |row, column| {
        units.get(row).and_then(|unit| unit.get(column)).copied().unwrap_or(f64::NAN)
    })
}
