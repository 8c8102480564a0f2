//! Files into a folder with folders of its own: all of them, or none.

use std::path::{Path, PathBuf};

use super::{Failure, Outcome, ProtectedFiles, unwritable, why, write_all};

/// Whether files may go into a folder: it is new, or empty. Checked before anything is computed.
pub(in crate::cli) fn is_new(folder: &Path) -> Result<(), Failure> {
    allowed(folder, false, "take another name")
}

/// The same where the user may say with --force that what bears the files' names may be replaced.
pub(in crate::cli) fn may_fill(folder: &Path, force: bool) -> Result<(), Failure> {
    allowed(folder, force, "take another name, or write over a report there with --force")
}

fn allowed(folder: &Path, force: bool, hint: &str) -> Result<(), Failure> {
    let refused = |what: &str, hint: &str| {
        let message = format!("{}: error: {what}, and nothing was written\n  hint: {hint}", folder.display());
        Err(Failure::new(Outcome::BadUsage, message))
    };
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) if !force => refused("it holds files already", hint),
            _ => Ok(()),
        },
        Err(_) if folder.exists() => refused("it is no folder that can be read", "take another name"),
        Err(_) => Ok(()),
    }
}

/// Files by their paths within a folder. Folders that are missing are made, and taken away again where the files cannot
/// be written.
pub(in crate::cli) fn write_tree(
    folder: &Path,
    files: &[(&str, &[u8])],
    protected: &ProtectedFiles,
) -> Result<(), Failure> {
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    paths.iter().try_for_each(|path| protected.check(path))?;
    let mut made: Vec<PathBuf> = Vec::new();
    let written = fill(files, &paths, &mut made);
    if written.is_err() {
        // From the innermost outwards; one that holds something is left.
        made.iter().rev().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    written
}

fn fill(files: &[(&str, &[u8])], paths: &[PathBuf], made: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for parent in paths.iter().filter_map(|path| path.parent()) {
        let missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder).map_err(|e| unwritable(folder, &why(e)))?;
            made.push(folder.to_owned());
        }
    }
    let all: Vec<(&[u8], &Path)> = files.iter().zip(paths).map(|((_, bytes), path)| (*bytes, path.as_path())).collect();
    write_all(&all)
}
