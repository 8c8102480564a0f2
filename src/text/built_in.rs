//! The pattern files and the codebook that are built into the program.

use std::path::Path;

use super::codebook::Codebook;
use super::files;
use super::patterns::{Issues, Patterns};
use crate::diagnostic::Diagnostics;

/// By the names that stand for them.
pub const FILES: [(&str, &str, &str); 4] = [
    ("english", "patterns/english.csv", include_str!("../../patterns/english.csv")),
    ("russian", "patterns/russian.csv", include_str!("../../patterns/russian.csv")),
    ("issues", "patterns/issues.csv", include_str!("../../patterns/issues.csv")),
    ("codebook", "patterns/codebook.csv", include_str!("../../patterns/codebook.csv")),
];

/// A file, or what is built in under its name: the name to tell problems by, and the text.
///
/// # Errors
///
/// Where the file cannot be read.
pub fn file(named: &Path) -> Result<(String, String), Diagnostics> {
    let built_in = FILES.iter().find(|(name, ..)| Path::new(name) == named);
    match built_in {
        Some((_, file, text)) => Ok(((*file).to_owned(), (*text).to_owned())),
        None => Ok((named.display().to_string(), files::table(named)?)),
    }
}

/// # Errors
///
/// As [`Patterns::read`]; and where a pattern is never reached.
pub fn patterns(named: &Path) -> Result<Patterns, Diagnostics> {
    let (file, text) = file(named)?;
    let patterns = Patterns::read(&file, &text)?;
    super::overlaps::reached(&patterns)?;
    Ok(patterns)
}

/// # Errors
///
/// As [`Issues::read`].
pub fn issues(named: &Path) -> Result<Issues, Diagnostics> {
    let (file, text) = file(named)?;
    Issues::read(&file, &text)
}

/// # Errors
///
/// As [`Codebook::read`].
pub fn codebook(named: &Path) -> Result<Codebook, Diagnostics> {
    let (file, text) = file(named)?;
    Codebook::read(&file, &text)
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
