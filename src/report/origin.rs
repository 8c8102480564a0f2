//! Whom an analysis is about, and from what it was made: partnerships of a package, or the units of a table.

use serde::Serialize;

use crate::model::tree::Node;
use crate::model::{Framework as Partnerships, Index, Package, Units, Window as Years};

/// What was looked at.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    Partnerships { framework: &'a Partnerships, package: &'a Package, window: Years },
    Table { index: &'a Index, units: &'a Units },
}

impl<'a> Origin<'a> {
    pub fn nodes(self) -> &'a [Node] {
        match self {
            Origin::Partnerships { framework, .. } => &framework.nodes,
            Origin::Table { index, .. } => &index.nodes,
        }
    }

    /// "korolev 1.1".
    pub fn framework(self) -> String {
        match self {
            Origin::Partnerships { framework: f, .. } => format!("{} {}", f.code, f.version),
            Origin::Table { index, .. } => format!("{} {}", index.code, index.version),
        }
    }
}

/// The line that says what a page was made from.
pub(super) fn made(origin: Origin<'_>) -> String {
    match origin {
        Origin::Partnerships { framework: f, package, window } => {
            format!("framework {} {} · data {} {} · window {window}", f.code, f.version, package.name, package.version)
        }
        Origin::Table { index, units } => format!("framework {} {} · table {}", index.code, index.version, units.file),
    }
}

/// The same for a document.
#[derive(Serialize)]
pub(crate) struct Source<'a> {
    framework: Framework<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<Window>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<Table<'a>>,
}

#[derive(Serialize)]
struct Framework<'a> {
    code: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Data<'a> {
    name: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Window {
    from: u16,
    to: u16,
}

#[derive(Serialize)]
struct Table<'a> {
    file: &'a str,
    sha256: &'a str,
}

pub(super) fn source(origin: Origin<'_>) -> Source<'_> {
    match origin {
        Origin::Partnerships { framework: f, package, window } => Source {
            framework: Framework { code: &f.code, version: &f.version, sha256: &f.sha256 },
            data: Some(Data { name: &package.name, version: &package.version, sha256: &package.sha256 }),
            window: Some(Window { from: window.from().get(), to: window.to().get() }),
            table: None,
        },
        Origin::Table { index, units } => Source {
            framework: Framework { code: &index.code, version: &index.version, sha256: &index.sha256 },
            data: None,
            window: None,
            table: Some(Table { file: &units.file, sha256: &units.sha256 }),
        },
    }
}
