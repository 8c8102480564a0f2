//! The subject of an analysis, and the data from which it was made: partnerships of a package, or the units of a table.

use crate::model::tree::Node;
use crate::model::{Framework, Index, Package, Units, Window};

/// The subject of an analysis.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    Partnerships { framework: &'a Framework, package: &'a Package, window: Window },
    Table { index: &'a Index, units: &'a Units },
}

impl<'a> Origin<'a> {
    /// The nodes of the tree by which it was scored.
    pub fn nodes(self) -> &'a [Node] {
        match self {
            Origin::Partnerships { framework, .. } => &framework.nodes,
            Origin::Table { index, .. } => &index.nodes,
        }
    }

    /// Titles of the two roots, of a framework for partnerships that has others than form and content.
    pub fn own_roots(self) -> Option<[&'a str; 2]> {
        match self {
            Origin::Partnerships { framework, .. } => framework.own_roots(),
            Origin::Table { .. } => None,
        }
    }

    /// "korolev 2.0".
    pub fn framework(self) -> String {
        match self {
            Origin::Partnerships { framework: f, .. } => format!("{} {}", f.code, f.version),
            Origin::Table { index, .. } => format!("{} {}", index.code, index.version),
        }
    }

    /// What to say of data or a framework that bear a built-in one's name and version and are not it: results would be
    /// taken for its own.
    pub fn borrowed_names(self) -> Vec<String> {
        match self {
            Origin::Partnerships { framework, package, .. } => borrowed_names(framework, package),
            Origin::Table { .. } => Vec::new(),
        }
    }
}

/// The same of a framework and a package.
pub fn borrowed_names(framework: &Framework, package: &Package) -> Vec<String> {
    let mut notes = Vec::new();
    if framework.borrowed_name {
        let name = format!("{} {}", framework.code, framework.version);
        notes.push(format!("this is not the built-in framework {name}: give it a code or a version of its own"));
    }
    if package.borrowed_name {
        let name = format!("{} {}", package.name, package.version);
        notes.push(format!("these are not the built-in data {name}: give them a name or a version of their own"));
    }
    notes
}
