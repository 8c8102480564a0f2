//! Benefit of the doubt: every unit is scored with the weights that suit it best (Handbook, step 6).
//!
//! The score is unique. The weights that give it often are not, above all for units that score 1: one best set is
//! returned, and [`weight_ranges`] tells how far others differ. For that reason no mean of the units' weights is
//! offered as common weights: it would depend on which of the best sets a solver happens to meet.

mod envelope;
mod evaluation;
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
pub use geometric::geometric;
pub use multidirectional::{Potential, multidirectional};
pub use order_m::order_m;
pub use refusal::Refusal;
pub use restriction::Restriction;
pub use restriction::relative_to;
pub use robust::{directional_against_samples, scores_against_samples, undesirable_against_samples};
pub use undesirable::undesirable;
