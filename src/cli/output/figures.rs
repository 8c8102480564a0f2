//! Figures: three files that belong together, and whether those that stand in their place may be replaced.
//!
//! Beside a figure stand its numbers and its description in JSON. The description holds the SHA-256 of both others, so
//! that a figure of ours that has not been changed since is recognised, and every other file is taken for the user's
//! work.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{ProtectedFiles, in_folder, write_all};
use crate::cli::{Failure, Outcome};
use crate::load;

/// A figure on its way to its files.
pub(in crate::cli) struct Figure {
    pub at: PathBuf,
    pub bytes: Vec<u8>,
    /// The plotted numbers, as CSV.
    pub numbers: String,
    /// Everything needed to make it again, an object; the sums of both others are put to it.
    pub papers: Value,
}

/// The key of the papers under which the sums stand, and under it those of figure and numbers.
const SUMS: &str = "sha256";
const FIGURE: &str = "figure";
const NUMBERS: &str = "numbers";

/// `plane.pdf` and `csv` give `plane.pdf.csv`.
fn beside(figure: &Path, extension: &str) -> PathBuf {
    let mut name = figure.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// Whether figures may go to these places with what stands beside them: checked before anything is drawn. All files
/// that stand in the way are reported together; `force` replaces figures that the program did not make, but never files
/// that the run reads.
pub(in crate::cli) fn may_draw<'a>(
    figures: impl IntoIterator<Item = &'a Path>,
    force: bool,
    protected: &ProtectedFiles,
) -> Result<(), Failure> {
    let mut foreign = Vec::new();
    for figure in figures {
        for file in [figure.to_owned(), beside(figure, "csv"), beside(figure, "json")] {
            protected.check(&file)?;
        }
        if !force {
            foreign.extend(foreign_at(figure));
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = foreign
        .iter()
        .map(|file| {
            format!("{}: error: spscore did not make this, or it was changed since; it would be lost", file.display())
        })
        .collect();
    let hint = "  hint: write to a file of another name, or add --force to replace it; nothing was written";
    Err(Failure::new(Outcome::BadUsage, format!("{}\n{hint}", lines.join("\n"))))
}

/// Writes all figures or none.
pub(in crate::cli) fn write_figures(
    figures: Vec<Figure>,
    folder: Option<&Path>,
    force: bool,
    protected: &ProtectedFiles,
) -> Result<(), Failure> {
    may_draw(figures.iter().map(|f| f.at.as_path()), force, protected)?;
    let files = files_of(figures);
    let files: Vec<(&[u8], &Path)> = files.iter().map(|(bytes, path)| (bytes.as_slice(), path.as_path())).collect();
    match folder {
        Some(folder) => in_folder(folder, || write_all(&files)),
        None => write_all(&files),
    }
}

/// The three files of each figure.
pub(in crate::cli) fn files_of(figures: Vec<Figure>) -> Vec<(Vec<u8>, PathBuf)> {
    let mut files: Vec<(Vec<u8>, PathBuf)> = Vec::new();
    for Figure { at, bytes, numbers, mut papers } in figures {
        if let Some(object) = papers.as_object_mut() {
            let sums = json!({ FIGURE: load::sha256(&bytes), NUMBERS: load::sha256(&numbers) });
            object.insert(SUMS.to_owned(), sums);
        }
        let (numbers_at, papers_at) = (beside(&at, "csv"), beside(&at, "json"));
        files.extend([
            (bytes, at),
            (numbers.into_bytes(), numbers_at),
            (format!("{papers:#}\n").into_bytes(), papers_at),
        ]);
    }
    files
}

/// Of a figure's three files those that are there and are not ours, or not any more.
fn foreign_at(figure: &Path) -> Vec<PathBuf> {
    let (numbers, papers) = (beside(figure, "csv"), beside(figure, "json"));
    let known = content(&papers).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let known = known.filter(|k| k.get("spscore").is_some_and(Value::is_string) && k.get("command").is_some());
    let sum = |of: &str| known.as_ref()?.get(SUMS)?.get(of)?.as_str();
    let changed = |file: &Path, of: &str| content(file).is_some_and(|bytes| sum(of) != Some(&load::sha256(&bytes)));
    let mut foreign = Vec::new();
    foreign.extend(changed(figure, FIGURE).then(|| figure.to_owned()));
    foreign.extend(changed(&numbers, NUMBERS).then_some(numbers));
    foreign.extend((known.is_none() && content(&papers).is_some()).then_some(papers));
    foreign
}

/// What a file holds that there is to lose: nothing where there is no file, an empty one, or a device.
fn content(file: &Path) -> Option<Vec<u8>> {
    let regular = std::fs::metadata(file).is_ok_and(|m| m.is_file());
    // What is there and cannot be read is somebody's all the same.
    regular.then(|| std::fs::read(file).unwrap_or_else(|_| vec![0])).filter(|bytes| !bytes.is_empty())
}
