//! Files of a corpus on disk: which there are, and their bytes. Nothing is written here.

use std::path::{Path, PathBuf};

use super::extract::ENDINGS;
use crate::diagnostic::{Diagnostics, Place, Problem};

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
    let found = std::fs::metadata(path).map_err(|e| unreadable(&e))?;
    if !found.is_file() {
        return Err(Problem::Unreadable { why: "it is no file".to_owned() });
    }
    if found.len() > LARGEST {
        let why = format!("it holds {} bytes, and a document may hold {LARGEST}", found.len());
        return Err(Problem::Unreadable { why });
    }
    std::fs::read(path).map_err(|e| unreadable(&e))
}

fn unreadable(error: &std::io::Error) -> Problem {
    let text = error.to_string();
    Problem::Unreadable { why: text.split(" (os error").next().unwrap_or_default().to_lowercase() }
}

/// A table or a pattern file as text.
///
/// # Errors
///
/// Where it cannot be read or is no text.
pub fn table(path: &Path) -> Result<String, Diagnostics> {
    let name = path.display().to_string();
    let mut troubles = Diagnostics::default();
    match bytes(path) {
        Ok(bytes) => match super::extract::decode(&name, &bytes, None) {
            Ok(text) => return Ok(text.replace("\r\n", "\n")),
            Err(refused) => troubles.push(refused.0, refused.1),
        },
        Err(problem) => troubles.push(Place::whole(name), problem),
    }
    troubles.or(String::new())
}
