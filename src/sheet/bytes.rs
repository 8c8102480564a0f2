//! The bytes of a file, for the rooms that read what users downloaded; the only place here that touches the disk.

use std::io::Read;
use std::path::Path;

use crate::diagnostic::Problem;

/// Read into memory at most; a larger file is for those who stream.
const LARGEST: u64 = 1 << 30;
/// Enough to see what a file is.
const HEAD: u64 = 64 << 10;

/// The whole file.
pub(super) fn all(path: &Path) -> Result<Vec<u8>, Problem> {
    let size = size(path)?;
    if size > LARGEST {
        let message = format!("it holds {size} bytes, more than is read into memory ({LARGEST})");
        return Err(Problem::Import { message, hint: "split it by year, or take the provider's yearly files".into() });
    }
    std::fs::read(path).map_err(|e| unreadable(&e))
}

/// The whole lines of the beginning; a file of another kind than text is read whole, since its end says what is in it.
pub(super) fn first(path: &Path) -> Result<Vec<u8>, Problem> {
    if size(path)? <= HEAD {
        return all(path);
    }
    let mut head = Vec::new();
    let file = std::fs::OpenOptions::new().read(true).open(path).map_err(|e| unreadable(&e))?;
    file.take(HEAD).read_to_end(&mut head).map_err(|e| unreadable(&e))?;
    if super::container::is_packed(&head) {
        return all(path);
    }
    // UTF-16 has no byte that alone ends a line.
    let end = head.iter().rposition(|b| *b == b'\n').filter(|_| !head.contains(&0)).map_or(head.len(), |at| at + 1);
    head.truncate(end);
    Ok(head)
}

fn size(path: &Path) -> Result<u64, Problem> {
    let found = std::fs::metadata(path).map_err(|e| unreadable(&e))?;
    if found.is_dir() {
        let message = "this is a folder, and a file is meant".to_owned();
        return Err(Problem::Import { message, hint: "name the files in it, such as FOLDER/*.csv".into() });
    }
    if !found.is_file() {
        return Err(Problem::Unreadable { why: "it is no regular file; copy what it gives into a file".into() });
    }
    Ok(found.len())
}

/// What the system says, without its number for it.
pub(super) fn unreadable(error: &std::io::Error) -> Problem {
    let text = error.to_string();
    Problem::Unreadable { why: text.split(" (os error").next().unwrap_or_default().to_lowercase() }
}
