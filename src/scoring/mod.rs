//! The kernel: readings in, score card out; a table in, a rating out. Pure arithmetic; it knows no file, clock, randomness, thread
//! or log. One file or folder per Handbook step, and `rating` runs them all over a table.

pub mod aggregate;
pub mod benefit_of_the_doubt;
pub mod combine;
pub mod curve;
pub mod denominate;
pub mod impute;
pub mod known;
pub mod normalise;
pub mod rating;
pub mod refusal;
pub mod scorecard;
pub mod screen;
pub mod treat;
pub mod weigh;

pub use aggregate::{Alternatives, alternatives};
pub use normalise::{Clip, normalise};
pub use rating::{Rating, RefusedAt, Unsettled, rate, rate_alone, settle};
pub use scorecard::{Bounds, ScoreCard, Scored, Scorer, score, weights_among, without_unasked};
