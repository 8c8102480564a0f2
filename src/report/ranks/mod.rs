//! Attainable ranks as text: terminal and Markdown, CSV, JSON; and the smallest changes that swap two units.

mod csv;
mod json;
pub mod swap;
mod tables;
mod words;

pub use csv::csv;
pub use json::json;
pub use tables::{markdown, terminal};

pub use crate::analysis::verbs::{Group, Ranked, Swap};
