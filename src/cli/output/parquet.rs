//! Knows a Parquet file that this program made, so that a later result may take its place.

use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::ProtectedFiles;
use crate::cli::{Failure, Outcome};
use crate::write::columns::MAKER;

/// The footer of a file of ours is shorter than this: it describes a few dozen columns.
const LARGEST: u64 = 1 << 22;

/// An error where a Parquet file would take the place of something that this program did not make.
pub(in crate::cli) fn may_write_parquet(path: &Path, protected: &ProtectedFiles) -> Result<(), Failure> {
    protected.check(path)?;
    if !path.is_file() || is_ours(path) {
        return Ok(());
    }
    let message = "this is no result of spscore's; it would be lost, and nothing was written";
    let hint = "  hint: write to a file of another name, or take this one away first";
    Err(Failure::new(Outcome::BadUsage, format!("{}: error: {message}\n{hint}", path.display())))
}

/// Whether the end of the file holds the metadata that ours have.
fn is_ours(path: &Path) -> bool {
    let tail = || {
        let mut file = OpenOptions::new().read(true).open(path).ok()?;
        let size = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(LARGEST))).ok()?;
        let mut tail = Vec::new();
        file.take(LARGEST).read_to_end(&mut tail).ok()?;
        Some(tail)
    };
    let maker = MAKER.as_bytes();
    tail().is_some_and(|t| t.ends_with(b"PAR1") && t.windows(maker.len()).any(|w| w == maker))
}
