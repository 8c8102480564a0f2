//! Files of a corpus on disk: which there are, and their bytes. Nothing is written here.

use std::path::{Path, PathBuf};

use super::extract::ENDINGS;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files;

/// A text larger than this is no document: what is read is held in memory.
const LARGEST: u64 = 1 << 30;

/// The documents that were named, and those in the folders that were named, in the order of their names.
///
/// # Errors
///
/// Where one cannot be looked at, or a folder holds nothing that can be read.
pub(super) fn documents(paths: &[PathBuf]) -> Result<Vec<(PathBuf, bool)>, Diagnostics> {
    let mut troubles = Diagnostics::default();
    let mut found = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(kind) if kind.is_dir() => {
                let before = found.len();
                walk(path, 0, &mut found, &mut troubles);
                if found.len() == before {
                    let message = "no document was found in this folder".to_owned();
                    let hint = format!("documents end in .{}", ENDINGS.join(", ."));
                    troubles.push(Place::whole(path.display().to_string()), Problem::Framework { message, hint });
                }
            }
            Ok(_) => found.push((path.clone(), true)),
            Err(e) => troubles.push(Place::whole(path.display().to_string()), unreadable(&e)),
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    troubles.or(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<(PathBuf, bool)>, troubles: &mut Diagnostics) {
    const DEEPEST: usize = 32;
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return troubles.push(Place::whole(folder.display().to_string()), unreadable(&e)),
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']));
        if hidden || depth > DEEPEST {
            continue;
        }
        if path.is_dir() {
            walk(&path, depth + 1, found, troubles);
        } else if ENDINGS.contains(&ending(&path).as_str()) {
            found.push((path, false));
        }
    }
}

/// How a file's name ends, in small letters.
pub(super) fn ending(path: &Path) -> String {
    path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase())
}

pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    files::whole(path, LARGEST).map_err(|e| Problem::Unreadable { why: e.to_string() })
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem::Unreadable { why: files::reason(error) }
}
