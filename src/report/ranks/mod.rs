//! Attainable ranks, and the smallest changes that swap two units.

mod json;
mod records;
mod swap;
mod tables;
mod words;

pub use words::left_out;

use crate::analysis::leeway::{Frame, Graded, Overtaking, Question, Standing};
use crate::report::origin::Origin;

/// Units that are ranked together: all, or those of one year.
pub struct Group<'a> {
    pub graded: Graded<'a>,
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
    pub graded: &'a Graded<'a>,
    pub frame: &'a Frame,
    pub found: &'a Overtaking,
}
