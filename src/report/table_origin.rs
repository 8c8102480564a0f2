//! Which framework and which table a result is of, as JSON has it.

use serde::Serialize;

use crate::model::{Index, Units};

/// Fields that every result of a table begins with, or holds ([`serde(flatten)`](serde)).
#[derive(Serialize)]
pub(super) struct TableOrigin<'a> {
    framework: &'a str,
    framework_version: &'a str,
    framework_sha256: &'a str,
    table: &'a str,
    table_sha256: &'a str,
}

impl<'a> TableOrigin<'a> {
    pub fn of(index: &'a Index, units: &'a Units) -> Self {
        TableOrigin {
            framework: &index.code,
            framework_version: &index.version,
            framework_sha256: &index.sha256,
            table: &units.file,
            table_sha256: &units.sha256,
        }
    }
}
