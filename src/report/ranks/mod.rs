//! Attainable ranks as text: terminal and Markdown, CSV, JSON; and the smallest changes that swap two units.

mod csv;
mod json;
pub mod swap;
mod tables;
mod words;

pub use csv::csv;
pub use json::json;
pub use tables::{markdown, terminal};
pub use words::left_out;

use crate::analysis::weight_robustness::{Frame, Overtaking, Question, ScoredTree, Standing};
use crate::report::origin::Origin;

/// Units that are ranked together: all, or those of one year.
pub struct Group<'a> {
    pub graded: ScoredTree<'a>,
    pub frame: Frame,
    pub standings: Vec<Standing>,
}

/// What the reports of attainable ranks are given.
pub struct Ranked<'a> {
    pub origin: Origin<'a>,
    pub question: Question,
    pub groups: Vec<Group<'a>>,
    /// Whether all units are shown, and not some that were named.
    pub all: bool,
    pub notes: Vec<String>,
}

/// What the reports of a swap are given.
pub struct Swap<'a> {
    pub origin: Origin<'a>,
    pub question: Question,
    pub graded: &'a ScoredTree<'a>,
    pub frame: &'a Frame,
    pub found: &'a Overtaking,
}
