//! Tables that are not plain CSV: workbooks, semicolons, decimal commas, other encodings. They become the text that plain CSV has, with
//! every row in its line, and are then read by the same reader as any other table.

use std::path::Path;

use super::{LoadError, files};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files::head;
use crate::sheet::decimal::Undecided;
use crate::sheet::{self, Decimal, Dialect, Mark, ReadOptions, Row, Sheet};

/// A table's text, the hash of its file, and how the file was read where it is no plain CSV.
pub(super) struct TableFile {
    pub text: String,
    pub sha256: String,
    pub read_as: Option<String>,
}

/// Enough of a file to see of what kind it is.
const HEAD: u64 = 1 << 16;

/// Reads a table of any kind that can be recognised; `options` settle what cannot.
pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<TableFile, LoadError> {
    let settled = options.separator.is_some() || options.decimal.is_some() || options.sheet.is_some();
    if !settled && head(path, HEAD).map_or(true, |head| is_plain(&head)) {
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
    let wide = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let cut_at_the_end = |e: std::str::Utf8Error| e.error_len().is_none();
    let utf8 = std::str::from_utf8(head).map_or_else(cut_at_the_end, |_| true);
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let other = !first.contains(&b',') && (first.contains(&b';') || first.contains(&b'\t'));
    let old_mac = head.contains(&b'\r') && !head.contains(&b'\n');
    !(sheet::is_packed(head) || wide || !utf8 || other || old_mac)
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
    let numeric: Vec<usize> = match sheet.dialect {
        // A workbook holds numbers, not texts of them.
        Dialect::Workbook { .. } => Vec::new(),
        Dialect::Separated { .. } => (0..header.len()).filter(|at| is_numeric(body, *at)).collect(),
    };
    let marks = marks(sheet, body, &numeric, options, &mut found);
    let mark_of = |at: usize| numeric.iter().position(|n| *n == at).and_then(|n| marks.get(n).copied().flatten());
    let mut text = String::new();
    let mut line = 1;
    for row in &rows {
        while line < row.line {
            text.push('\n');
            line += 1;
        }
        let cells = (0..header.len().max(row.len())).map(|at| {
            let cell = row.cell(at);
            let number = mark_of(at).and_then(|mark| mark.parse(cell));
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

/// The cells of a column that hold anything.
fn cells<'r>(body: &'r [&Row], at: usize) -> impl Iterator<Item = &'r str> {
    body.iter().map(move |row| row.cell(at)).filter(|cell| !is_no_value(cell))
}

/// Whether all that a column holds may be numbers; a column of words is none, whatever digits stand in them.
fn is_numeric(body: &[&Row], at: usize) -> bool {
    let number =
        |cell: &str| [Mark::Point, Mark::Comma].iter().any(|mark| Decimal { mark: *mark }.parse(cell).is_some());
    cells(body, at).next().is_some() && cells(body, at).all(number)
}

/// The decimal mark of each numeric column: that of the whole file, since a file is written by one program; each column's own where
/// columns differ.
fn marks(
    sheet: &Sheet,
    body: &[&Row],
    numeric: &[usize],
    options: &ReadOptions,
    found: &mut Diagnostics,
) -> Vec<Option<Decimal>> {
    let all = || numeric.iter().flat_map(|at| cells(body, *at));
    let whole = match options.decimal {
        Some(mark) => Ok(Decimal { mark }),
        None => Decimal::of_column(all()),
    };
    match whole {
        Ok(decimal) => vec![Some(decimal); numeric.len()],
        Err(Undecided::Ambiguous { text, .. }) => {
            let message = format!("`{text}` may be read in two ways, and no other number of the table says which");
            found.push(place(sheet, body, numeric, &text), Problem::Import { message, hint: HINT.to_owned() });
            vec![None; numeric.len()]
        }
        Err(Undecided::Both { .. }) => numeric.iter().map(|at| own_mark(sheet, body, *at, found)).collect(),
    }
}

const HINT: &str = "say which it is: --decimal , or --decimal .";

/// The mark of one column of a table whose columns have different ones.
fn own_mark(sheet: &Sheet, body: &[&Row], at: usize, found: &mut Diagnostics) -> Option<Decimal> {
    let (text, message) = match Decimal::of_column(cells(body, at)) {
        Ok(decimal) => return Some(decimal),
        Err(Undecided::Ambiguous { text, .. }) => {
            let message =
                format!("`{text}` may be read in two ways, and the other columns have different decimal marks");
            (text, message)
        }
        Err(Undecided::Both { text, other, .. }) => {
            let message = format!("`{text}` and `{other}` have different decimal marks");
            (text, message)
        }
    };
    found.push(place(sheet, body, &[at], &text), Problem::Import { message, hint: HINT.to_owned() });
    None
}

/// Where the first cell with this text stands.
fn place(sheet: &Sheet, body: &[&Row], columns: &[usize], text: &str) -> Place {
    let mut all = body.iter().flat_map(|row| columns.iter().map(move |at| (*row, *at)));
    let found = all.find(|(row, at)| row.cell(*at) == text);
    found.map_or_else(|| Place::whole(&sheet.file), |(row, at)| sheet.place(row, at))
}
