//! A large text file in blocks of whole lines, so that it is read in constant memory and its blocks side by side.

use std::io::Read;
use std::path::Path;

use super::bytes::problem;
use crate::diagnostic::Problem;
use crate::files;

/// The blocks of a file, each of whole lines but the last, which may lack its line end.
#[derive(Debug)]
pub struct Blocks {
    file: std::fs::File,
    /// The beginning of a line whose end was not yet read.
    rest: Vec<u8>,
    size: usize,
    done: bool,
}

impl Blocks {
    /// Opens a file whose blocks have about so many bytes.
    ///
    /// # Errors
    ///
    /// Where the file cannot be opened.
    pub fn open(path: &Path, size: usize) -> Result<Self, Problem> {
        let file = files::open(path).map_err(problem)?;
        Ok(Blocks { file, rest: Vec::new(), size: size.max(1), done: false })
    }

    /// The next block; nothing at the end.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read on.
    pub fn next_block(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let mut block = std::mem::take(&mut self.rest);
        while !self.done {
            let before = block.len();
            let limit = self.size as u64;
            let read = self.file.by_ref().take(limit).read_to_end(&mut block).map_err(|e| problem(e.into()))?;
            self.done = read < self.size;
            let fresh = block.get(before..).unwrap_or_default();
            if let Some(end) = fresh.iter().rposition(|b| *b == b'\n').filter(|_| !self.done) {
                self.rest = block.split_off(before + end + 1);
                return Ok(Some(block));
            }
        }
        Ok((!block.is_empty()).then_some(block))
    }
}
