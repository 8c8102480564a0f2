//! Knows a workbook that this program made and nobody has saved since, so that a result may take its place.

use std::fs::OpenOptions;
use std::io::Read;
use std::path::Path;

use crate::write::workbook::MAKER;

/// Whether the file is a workbook of which its own properties say that this program wrote it last. A spreadsheet program
/// puts its user's name in that place, so that what a user has worked on is never written over.
pub(super) fn is_ours(path: &Path) -> bool {
    /// The properties of a workbook of ours hold less than this.
    const LARGEST: u64 = 1 << 16;
    let properties = || {
        let mut archive = zip::ZipArchive::new(OpenOptions::new().read(true).open(path).ok()?).ok()?;
        let mut text = String::new();
        archive.by_name("docProps/core.xml").ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
        Some(text)
    };
    properties().is_some_and(|text| text.contains(&format!("<cp:lastModifiedBy>{MAKER}</cp:lastModifiedBy>")))
}
