//! The kernel: readings in, score card out. Pure arithmetic; it knows no file, clock, randomness, thread or log.

pub mod aggregate;
pub mod normalise;
pub mod scorecard;

pub use aggregate::{Alternatives, alternatives};
pub use normalise::{Clip, normalise};
pub use scorecard::{ScoreCard, Scored, score};
