//! What a bundle is made from, and what its pages say of it.

use std::collections::BTreeMap;

use super::descriptor::Resource;
use crate::cite::Cited;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// What a bundle is made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    pub framework: &'a Framework,
    /// The text of the framework file.
    pub framework_text: &'a str,
    pub package: &'a Package,
    /// The texts of the package's files by their paths within it, the descriptor's among them.
    pub texts: &'a BTreeMap<String, String>,
    /// Whether the package is the one within the program.
    pub built_in: bool,
    pub partnerships: &'a [Partnership],
    pub window: Window,
    /// The day of the bundle, as 2026-11-29.
    pub day: Option<&'a str>,
}

/// What the pages of a bundle say, gathered once.
pub(super) struct Gathered<'a> {
    pub inputs: Inputs<'a>,
    pub day: String,
    pub title: String,
    pub slugs: Vec<String>,
    pub resources: Vec<Resource>,
    /// Those whose files are in the bundle.
    pub commands: Vec<Vec<String>>,
    pub left_out: Vec<LeftOut>,
    pub cited: Cited,
}

impl Gathered<'_> {
    pub(super) fn withheld(&self) -> Vec<&Resource> {
        self.resources.iter().filter(|r| !r.licence.is_open()).collect()
    }
}

/// A figure that could not be drawn, and why.
pub(super) struct LeftOut {
    pub command: String,
    pub why: String,
}
