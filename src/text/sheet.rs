//! Coding sheets: sentences out, with an empty column for each code.

use super::codebook::Codebook;
use super::kwic::Line;

/// The columns of a sheet in front of its codes.
pub const COLUMNS: [&str; 10] =
    ["coder", "unit", "speaker", "target", "year", "document", "sentence", "mentions", "source", "text"];

/// A sheet to be filled in; every row has a text for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodingSheet {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl CodingSheet {
    /// One row for each sentence and target, the codes empty, and a note.
    pub fn of(lines: &[Line], book: &Codebook) -> Self {
        let codes = book.codes.iter().map(|code| code.code.as_str());
        let columns: Vec<String> = COLUMNS.into_iter().chain(codes).chain(["note"]).map(str::to_owned).collect();
        let row = |line: &Line| {
            let (year, sentence, mentions) =
                (line.year.to_string(), line.sentence.to_string(), line.mentions.to_string());
            let known = [String::new(), line.unit(), line.speaker.clone(), line.target.clone(), year];
            let mut row: Vec<String> = known.into();
            row.extend([line.document.clone(), sentence, mentions, line.source.clone(), line.text.clone()]);
            row.resize(columns.len(), String::new());
            row
        };
        let rows = lines.iter().map(row).collect();
        CodingSheet { columns, rows }
    }
}
