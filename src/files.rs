//! Bytes of regular files, never more than a bound: the one way in which files are read whole. What they mean is for
//! whoever asked.
//!
//! The kind of a file is determined before it is opened: a pipe would be waited for, and a device read for ever.

use std::io::{self, Read};
use std::path::Path;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("it is a directory")]
    Directory,
    #[error("it is a pipe, a socket or a device; copy what it gives into a file")]
    Special,
    #[error("it holds {size} bytes, and a file of this kind may hold {most}")]
    TooLarge { size: u64, most: u64 },
    #[error("{}", reason(.0))]
    System(#[from] io::Error),
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::System(error) => error,
            other => io::Error::other(other.to_string()),
        }
    }
}

/// All bytes of a file that holds not more than `most`.
///
/// # Errors
///
/// Where it is no regular file, is larger, or cannot be read.
pub fn whole(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let size = size(path)?;
    if size > most {
        return Err(Error::TooLarge { size, most });
    }
    Ok(std::fs::read(path)?)
}

/// The first bytes of a file, not more than `most`.
///
/// # Errors
///
/// Where it is no regular file, or cannot be read.
pub fn head(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    open(path)?.take(most).read_to_end(&mut head)?;
    Ok(head)
}

/// A regular file, opened to be read.
///
/// # Errors
///
/// Where it is none, or cannot be opened.
pub fn open(path: &Path) -> Result<std::fs::File, Error> {
    size(path)?;
    Ok(std::fs::OpenOptions::new().read(true).open(path)?)
}

/// How many bytes a regular file holds.
///
/// # Errors
///
/// Where it is none.
pub fn size(path: &Path) -> Result<u64, Error> {
    let found = std::fs::metadata(path)?;
    match found.is_dir() {
        true => Err(Error::Directory),
        false if !found.is_file() => Err(Error::Special),
        false => Ok(found.len()),
    }
}

/// What the system says, without its number for it.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
