//! Workbooks: one sheet of an XLSX, XLS or ODS as text, numbers and dates as they would be typed.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets};

use super::{Dialect, ReadOptions, Row, Sheet, one};
use crate::diagnostic::{Diagnostics, Problem};

pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Sheet, Diagnostics> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| one(name, broken(&e)))?;
    let format = match &book {
        Sheets::Xls(_) => "XLS",
        Sheets::Xlsx(_) => "XLSX",
        Sheets::Xlsb(_) => "XLSB",
        Sheets::Ods(_) => "ODS",
    };
    let sheets = book.sheet_names();
    let wanted = match &options.sheet {
        Some(wanted) => sheets.iter().find(|s| s.trim().eq_ignore_ascii_case(wanted.trim())),
        None => sheets.first(),
    };
    let Some(wanted) = wanted.cloned() else {
        let message = match &options.sheet {
            Some(typed) => format!("the workbook has no sheet `{typed}`"),
            None => "the workbook has no sheet".to_owned(),
        };
        return Err(one(name, Problem::Import { message, hint: format!("its sheets: {}", sheets.join(", ")) }));
    };
    let range = book.worksheet_range(&wanted).map_err(|e| one(name, broken(&e)))?;
    let (top, left) = range.start().unwrap_or_default();
    let rows = range.rows().enumerate().map(|(i, cells)| {
        // Columns keep their letters: what lies left of the first cell is empty.
        let blank = (0..left).map(|_| String::new());
        let cells: csv::StringRecord = blank.chain(cells.iter().map(text)).collect::<Vec<String>>().into();
        Row { line: u64::from(top) + i as u64 + 1, cells }
    });
    let rows: Vec<Row> = rows.collect();
    if rows.iter().all(Row::is_empty) {
        let hint = format!("name another sheet with --sheet: {}", sheets.join(", "));
        return Err(one(name, Problem::Import { message: format!("the sheet `{wanted}` is empty"), hint }));
    }
    let dialect = Dialect::Workbook { format, sheets };
    Ok(Sheet { file: name.to_owned(), sheet: Some(wanted), dialect, rows })
}

/// A cell as it would be typed: 5 and not 5.0, a date as 2020-02-29.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(duration) => duration.as_f64().to_string(),
        Data::Error(error) => error.to_string(),
    }
}

fn broken(error: &calamine::Error) -> Problem {
    let why = error.to_string();
    let message = format!("this workbook cannot be read: {why}");
    Problem::Import { message, hint: "it may be cut off; download it again, or save it as CSV".into() }
}
