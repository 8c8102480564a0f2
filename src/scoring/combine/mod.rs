//! Handbook step 7: many indicators become one composite, unit by unit or over the whole table.
//!
//! Unit-wise rules take one unit's parts `(weight, score)`, known values only: leaving a part out renormalises the
//! weights over what is known, which is an implicit mean imputation. Weights need not sum to 1; a part of weight 0 has
//! no influence. Table-wide rules take a table of units (rows) by indicators (columns), higher is better, `None` where
//! a value is missing.

mod borda;
mod condorcet;
mod kemeny;
mod mean;
mod ordered;
mod outranking;
mod penalty;
mod position;
mod refusal;
mod wroclaw;

pub use borda::borda;
pub use condorcet::{Condorcet, condorcet};
pub use kemeny::{Kemeny, LARGEST_TIER, MOST_LISTED, kemeny};
pub use mean::{arithmetic, generalised, geometric, harmonic};
pub use ordered::ordered;
pub use outranking::Outranking;
pub use penalty::{mazziotta_pareto, mean_min};
pub use position::{median, minimum};
pub use refusal::Refusal;
pub use wroclaw::{Wroclaw, wroclaw};
