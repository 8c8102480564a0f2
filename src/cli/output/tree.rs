//! Files in folders of their own, as an archive has them, into a folder that holds nothing yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{unwritable, why, write_all};
use crate::cli::{Failure, Outcome};

/// An error where the folder holds something.
pub(in crate::cli) fn is_new(folder: &Path) -> Result<(), Failure> {
    if !folder.is_file() && std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none()) {
        return Ok(());
    }
    let message = format!("{}: error: it exists, and nothing was written", folder.display());
    Err(Failure::new(Outcome::BadUsage, format!("{message}\n  hint: take another name")))
}

/// All files by their paths below the folder, which are plain.
pub(in crate::cli) fn write_tree(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    is_new(folder)?;
    let files: Vec<(&[u8], PathBuf)> =
        files.iter().map(|(name, bytes)| (bytes.as_slice(), folder.join(name))).collect();
    for (_, path) in &files {
        let within = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(within).map_err(|e| unwritable(within, &why(e)))?;
    }
    let files: Vec<(&[u8], &Path)> = files.iter().map(|(bytes, path)| (*bytes, path.as_path())).collect();
    write_all(&files)
}
