//! The pattern files and the codebook that are built into the program.

use std::path::Path;

use super::codebook::Codebook;
use super::patterns::{Issues, Patterns};
use super::rows::Rows;
use crate::diagnostic::Diagnostics;

/// By the names that stand for them.
pub const FILES: [(&str, &str, &str); 4] = [
    ("english", "patterns/english.csv", include_str!("../../patterns/english.csv")),
    ("russian", "patterns/russian.csv", include_str!("../../patterns/russian.csv")),
    ("issues", "patterns/issues.csv", include_str!("../../patterns/issues.csv")),
    ("codebook", "patterns/codebook.csv", include_str!("../../patterns/codebook.csv")),
];

/// The table in a file, or the one that is built in under its name.
///
/// # Errors
///
/// Where the file cannot be read, or is no table.
pub fn table(named: &Path) -> Result<Rows, Diagnostics> {
    let built_in = FILES.iter().find(|(name, ..)| Path::new(name) == named);
    match built_in {
        Some((_, file, text)) => Rows::read(file, text),
        None => Rows::open(named, None),
    }
}

/// # Errors
///
/// As [`Patterns::read`]; and where a pattern is never reached.
pub fn patterns(named: &Path) -> Result<Patterns, Diagnostics> {
    let patterns = Patterns::read(&table(named)?)?;
    super::overlaps::reached(&patterns)?;
    Ok(patterns)
}

/// # Errors
///
/// As [`Issues::read`].
pub fn issues(named: &Path) -> Result<Issues, Diagnostics> {
    Issues::read(&table(named)?)
}

/// # Errors
///
/// As [`Codebook::read`].
pub fn codebook(named: &Path) -> Result<Codebook, Diagnostics> {
    Codebook::read(&table(named)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_sound() {
        for (name, targets, rows) in [("english", 25, 164), ("russian", 24, 76)] {
            let read = patterns(Path::new(name)).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!((read.targets.len(), read.patterns.len()), (targets, rows), "{name}");
        }
        let issues = issues(Path::new("issues")).expect("issues").issues;
        assert_eq!(issues.len(), 17);
        assert!(issues.iter().all(|i| i.prefixes.is_some()), "every issue is looked for at words alone");
        assert_eq!(codebook(Path::new("codebook")).expect("a codebook").codes.len(), 5);
    }
}
