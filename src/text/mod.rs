//! Texts: who names whom in them, how often, in which sentences and in which manner.
//!
//! A pattern file says what names a target; documents with their metadata say who speaks and when. [`counter`] counts, [`roll`] sums up
//! by speaker, target and year, [`kwic`] shows the sentences, [`sheet`] and [`coding`] carry them to coders and back, and [`agreement`]
//! tells whether the coders agree.

pub mod agreement;
pub mod base;
pub mod built_in;
pub mod codebook;
pub mod coding;
pub mod corpus;
pub mod counter;
pub mod exclusions;
mod extract;
mod files;
pub mod kwic;
mod masks;
pub mod matcher;
pub mod normalise;
mod overlaps;
pub mod patterns;
mod prefixes;
pub mod roll;
pub mod rows;
pub mod sentences;
pub mod sheet;
pub mod verbs;
mod words;
