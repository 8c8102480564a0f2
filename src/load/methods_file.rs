//! The file of methods that goes with COINr's pair: the parts `[methods]`, `[screen]` and `[factors]` of a framework
//! file, read separately so that problems of their structure are reported for this file.

use std::path::Path;

use toml::de::DeTable;

use super::reader::Reader;
use super::{LoadError, files};

/// The parts that such a file may have.
const PARTS: [&str; 3] = ["methods", "screen", "factors"];

/// The file's text, if it is sound as TOML and has no other part.
pub(super) fn read(path: &Path) -> Result<String, LoadError> {
    let (text, _) = files::text(path, files::LARGEST_PAGE)?;
    let shown = path.display().to_string();
    let mut reader = Reader::new(&shown, &text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    if let Some(first) = errors.first() {
        reader.error("TOML file", first, 0);
    } else {
        reader.strings(table.get_ref());
        for key in table.get_ref().keys().filter(|key| !PARTS.contains(&key.get_ref().as_ref())) {
            let message = format!("`{}` is no part of a methods file", key.get_ref());
            let hint = "it has the parts [methods], [screen] and [factors]; everything else comes from iMeta";
            reader.report_with_hint(key.span().start, message, hint);
        }
    }
    reader.found.or(text.clone()).map_err(LoadError::Invalid)
}
