//! Statistics of plain numbers: what knows no framework, no partnership and no package. Scoring and analysis call it.

pub mod attainable;
pub mod coalition;
pub mod coherence;
pub mod concordance;
mod condition;
pub(crate) mod contest;
pub mod eigen;
pub mod inference;
pub mod krippendorff;
pub mod linear_programme;
pub mod moments;
pub mod quadratic;
pub mod quasi_independence;
pub mod ranking;
pub mod reliability;
pub mod resample;
mod segment;
pub mod sobol;
pub mod spread;
mod subsystem;
pub mod swap;
pub(crate) mod uniform;
pub mod weight_draws;
pub mod weight_set;
