//! Texts: who names whom in them, how often, in which sentences and in which manner.
//!
//! A pattern file says what names a target; documents with their metadata say who speaks and when. [`counter`] counts, [`roll`] sums up
//! by speaker, target and year, [`kwic`] shows the sentences, [`sheet`] and [`coding`] carry them to coders and back, and [`agreement`]
//! tells whether the coders agree.

pub mod corpus;
pub mod counter;
pub mod exclusions;
mod extract;
pub mod files;
pub mod matcher;
pub mod normalise;
pub mod patterns;
mod prefixes;
pub mod rows;
pub mod sentences;
