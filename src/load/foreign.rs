//! Tables that are not plain CSV: workbooks, semicolons, decimal commas, other encodings. They become the text that plain CSV has, with
//! every row in its line, and are then read by the same reader as any other table.

use std::path::Path;

use super::{LoadError, files};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::sheet::decimal::Undecided;
use crate::sheet::{self, Decimal, Mark, ReadOptions, Row, Sheet};

/// A table's text, the hash of its file, and how the file was read where it is no plain CSV.
pub(super) struct TableFile {
    pub text: String,
    pub sha256: String,
    pub read_as: Option<String>,
}

/// Reads a table of any kind that can be recognised; `options` settle what cannot.
pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<TableFile, LoadError> {
    let settled = options.separator.is_some() || options.decimal.is_some() || options.sheet.is_some();
    if !settled && files::head(path).is_none_or(|head| is_plain(&head)) {
        let (text, sha256) = files::text(path, files::LARGEST_TABLE)?;
        return Ok(TableFile { text, sha256, read_as: None });
    }
    let bytes = files::whole(path, files::LARGEST_TABLE)?;
    let sheet = sheet::from_bytes(&path.display().to_string(), &bytes, options).map_err(LoadError::Invalid)?;
    let text = plain(&sheet, options).map_err(LoadError::Invalid)?;
    let mut read_as = sheet.dialect.words();
    if let Some(name) = &sheet.sheet {
        read_as = format!("{read_as}, sheet `{name}`");
    }
    Ok(TableFile { text, sha256: files::sha256(&bytes), read_as: Some(read_as) })
}

/// Whether a file that begins so is what the strict reader reads, or is told by it what is wrong.
fn is_plain(head: &[u8]) -> bool {
    let workbook = head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    let wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let cut_at_the_end = |e: std::str::Utf8Error| e.error_len().is_none();
    let utf8 = std::str::from_utf8(head).map_or_else(cut_at_the_end, |_| true);
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let other = !first.contains(&b',') && (first.contains(&b';') || first.contains(&b'\t'));
    let old_mac = head.contains(&b'\r') && !head.contains(&b'\n');
    !(workbook || wide || !utf8 || other || old_mac)
}

/// What stands where nothing is known or where the question has no meaning.
fn is_no_value(cell: &str) -> bool {
    cell.is_empty() || ["NA", "not_applicable"].contains(&cell)
}

/// The table as plain CSV: commas, decimal points, every row in the line it had.
fn plain(sheet: &Sheet, options: &ReadOptions) -> Result<String, Diagnostics> {
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| !row.is_empty()).collect();
    let Some((header, body)) = rows.split_first() else { return Ok(String::new()) };
    let mut found = Diagnostics::default();
    let marks: Vec<Option<Decimal>> =
        (0..header.len()).map(|at| decimal(sheet, body, at, options, &mut found)).collect();
    let mut text = String::new();
    let mut line = 1;
    for row in &rows {
        while line < row.line {
            text.push('\n');
            line += 1;
        }
        let cells = (0..header.len().max(row.len())).map(|at| {
            let cell = row.cell(at);
            let number = marks.get(at).copied().flatten().and_then(|mark| mark.parse(cell));
            number.map_or_else(|| cell.to_owned(), |number| number.to_string())
        });
        let mut writer = csv::Writer::from_writer(Vec::new());
        let whole = writer.write_record(cells).is_ok();
        let record = writer.into_inner().ok().filter(|_| whole).and_then(|bytes| String::from_utf8(bytes).ok());
        let record = record.unwrap_or_default();
        line += record.matches('\n').count() as u64;
        text.push_str(&record);
    }
    found.or(text)
}

/// How the numbers of a column are written, where some are not written as the strict reader wants them.
fn decimal(sheet: &Sheet, body: &[&Row], at: usize, options: &ReadOptions, found: &mut Diagnostics) -> Option<Decimal> {
    let cells = || body.iter().map(|row| row.cell(at)).filter(|cell| !is_no_value(cell));
    let strange = |cell: &str| cell.parse::<f64>().is_err();
    let digits = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
    if !cells().any(|cell| strange(cell) && digits(cell)) {
        return None;
    }
    if let Some(mark) = options.decimal {
        return Some(Decimal { mark });
    }
    // A column of words is none of numbers, whatever digits stand in them.
    let number =
        |cell: &str| [Mark::Point, Mark::Comma].map(|mark| Decimal { mark }).iter().any(|d| d.parse(cell).is_some());
    if !cells().all(number) {
        return None;
    }
    match Decimal::of_column(cells()) {
        Ok(decimal) => Some(decimal),
        Err(undecided) => {
            let (text, message) = match undecided {
                Undecided::Ambiguous { text, .. } => {
                    let message =
                        format!("`{text}` may be read in two ways, and no other number of the column says which");
                    (text, message)
                }
                Undecided::Both { text, other, .. } => {
                    let message = format!("`{text}` and `{other}` have different decimal marks");
                    (text, message)
                }
            };
            let row = body.iter().find(|row| row.cell(at) == text);
            let place = row.map_or_else(|| Place::whole(&sheet.file), |row| sheet.place(row, at));
            let hint = "say which it is: --decimal , or --decimal .".to_owned();
            found.push(place, Problem::Import { message, hint });
            None
        }
    }
}
