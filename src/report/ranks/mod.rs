//! Attainable ranks, and the smallest changes that swap two units.

mod json;
mod records;
mod swap;
mod tables;
mod words;

pub use crate::analysis::verbs::{Group, Ranked, Swap};
