//! Questions about one or many score cards.

pub mod agreement;
pub mod anchors;
pub mod claims;
pub mod compare;
pub mod contribution;
pub mod convergence;
pub mod decompose;
pub mod evaluation;
pub mod gap;
pub mod grades;
pub mod memory;
pub mod multiverse;
pub mod one_mention;
pub mod partial;
pub mod robustness;
pub mod sensitivity;
pub mod standing;
pub mod structure;
mod tested_claims;
pub mod timeline;
pub mod uncertainty;
mod warnings;
pub mod weight_robustness;
pub mod without;

pub use anchors::{Anchor, Anchors};
pub use compare::{Comparison, compare, compare_through_time};
pub use evaluation::{Evaluation, evaluate, full_title, title};
pub use gap::{Gap, Typology};
pub use one_mention::OneMention;
pub use partial::Partial;
pub use standing::{standings, standings_at};
pub use tested_claims::compare_in_full;
pub use timeline::{Timeline, timelines};
pub use warnings::Warning;
pub(crate) use warnings::list_years;
pub use without::Without;
