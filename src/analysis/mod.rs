//! Questions about one or many score cards.

pub mod anchors;
pub mod claims;
pub mod compare;
pub mod course;
pub mod evaluation;
pub mod gap;
mod warnings;

pub use anchors::{Anchor, Anchors};
pub use compare::{Comparison, compare};
pub use course::{Course, courses};
pub use evaluation::{Evaluation, evaluate};
pub use gap::{Gap, Typology};
pub use warnings::Warning;
pub(crate) use warnings::list_years;
