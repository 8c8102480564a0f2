//! The bytes of a file that a user downloaded, and why there are none, with a remedy.

use std::path::Path;

use crate::diagnostic::Problem;
use crate::files::{self, Error};

/// Read into memory at most; a larger file is for those who stream.
const LARGEST: u64 = 1 << 30;
/// Enough to see what a file is.
const HEAD: u64 = 64 << 10;

/// The whole file.
pub(super) fn all(path: &Path) -> Result<Vec<u8>, Problem> {
    files::whole(path, LARGEST).map_err(problem)
}

/// The whole lines of the beginning; a file of another kind than text is read whole, since its end says what is in it.
pub(super) fn first(path: &Path) -> Result<Vec<u8>, Problem> {
    if files::size(path).map_err(problem)? <= HEAD {
        return all(path);
    }
    let mut head = files::head(path, HEAD).map_err(problem)?;
    if super::container::is_packed(&head) {
        return all(path);
    }
    // UTF-16 has no byte that alone ends a line.
    let end = head.iter().rposition(|b| *b == b'\n').filter(|_| !head.contains(&0)).map_or(head.len(), |at| at + 1);
    head.truncate(end);
    Ok(head)
}

/// What to do where a file cannot be read.
pub(super) fn problem(error: Error) -> Problem {
    let hint = match &error {
        Error::Directory => "name the files in it, such as FOLDER/*.csv",
        Error::TooLarge { .. } => "split it by year, or take the provider's yearly files",
        Error::Special | Error::System(_) => return Problem::Unreadable { why: error.to_string() },
    };
    Problem::Import { message: error.to_string(), hint: hint.into() }
}
