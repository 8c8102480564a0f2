//! From what an analysis was made, as a line and for a document.

use serde::Serialize;

pub use crate::analysis::origin::Origin;

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
