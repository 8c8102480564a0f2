//! Questions about one or many score cards.

pub mod anchors;
pub mod attainable;
pub mod claims;
pub mod coalition;
pub mod coherence;
pub mod compare;
pub mod contribution;
pub mod course;
pub mod decompose;
pub mod evaluation;
pub mod gap;
pub mod inference;
pub mod leeway;
pub mod memory;
pub mod multiverse;
pub mod robustness;
pub mod sensitivity;
pub mod sobol;
pub mod standing;
pub mod structure;
mod subsystem;
pub mod swap;
pub mod uncertainty;
mod upheld;
mod warnings;
pub mod weight_set;

pub use anchors::{Anchor, Anchors};
pub use compare::{Comparison, compare};
pub use course::{Course, courses};
pub use evaluation::{Evaluation, evaluate};
pub use gap::{Gap, Typology};
pub use standing::standings;
pub use upheld::compare_in_full;
pub use warnings::Warning;
pub(crate) use warnings::list_years;
