//! What a partnership's scores are made of: by indicator (levels), by member of the bloc, and through time (METHOD
//! section 8).

pub mod asymmetry;
pub mod bridge;
pub mod closing;
pub mod levels;
pub mod measured;
pub mod membership;
pub mod orders;
pub mod passage;
pub mod trends;
pub mod upgrade;

pub use asymmetry::Asymmetry;
pub use bridge::{Bridge, NoBridge, ParameterPart, bridge};
pub use closing::{Closing, Need};
pub use levels::{Composition, Levels, levels};
pub use membership::{Coalitions, Membership, NoMembers, Shares, Sustained, Without, membership, sustained};
pub use passage::{Change, Passage, passage};
pub use trends::{Series, SeriesKind};
pub use upgrade::{Movement, Upgrade, YearlyStep};
