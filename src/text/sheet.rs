//! Coding sheets: sentences out, with an empty column for each code.

use super::codebook::Codebook;
use super::kwic::Line;

/// The columns of a sheet in front of its codes.
pub const COLUMNS: [&str; 10] =
    ["coder", "unit", "speaker", "target", "year", "document", "sentence", "mentions", "source", "text"];

/// A sheet as CSV: one row for each sentence and target, the codes empty, and a note.
///
/// # Errors
///
/// Where the text cannot be made, which no sentence is known to do.
pub fn csv(lines: &[Line], book: &Codebook) -> Result<String, std::io::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let codes = book.codes.iter().map(|c| c.code.as_str());
    writer.write_record(COLUMNS.into_iter().chain(codes).chain(["note"]))?;
    for line in lines {
        let (unit, year) = (line.unit(), line.year.to_string());
        let (sentence, mentions) = (line.sentence.to_string(), line.mentions.to_string());
        let first = ["", &unit, &line.speaker, &line.target, &year, &line.document, &sentence, &mentions, &line.source];
        let empty = std::iter::repeat_n("", book.codes.len() + 1);
        writer.write_record(first.into_iter().chain([line.text.as_str()]).chain(empty))?;
    }
    let bytes = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}
