//! A result goes where it was asked for, in the format that was asked for.

use std::borrow::Cow;
use std::path::Path;

use super::args::{Format, Output};
use super::output::ProtectedFiles;
use super::{Failure, Outcome, output};
use crate::document::{Document, Table};
use crate::report::{Detail, Report};
use crate::write::{self, Writer};

/// A result as it is written.
pub(super) enum Written {
    Text(String),
    Workbook(Vec<u8>),
}

impl Written {
    /// To a file, or to standard output.
    pub(super) fn write(&self, out: Option<&Path>, protected: &ProtectedFiles) -> Result<(), Failure> {
        match (self, out) {
            (Written::Text(text), out) => output::write(text, out, protected),
            (Written::Workbook(bytes), Some(path)) => output::write_each(&[(bytes, path)], protected),
            (Written::Workbook(_), None) => Err(homeless()),
        }
    }

    /// The bytes that a file of it has.
    pub(super) fn in_file(&self) -> Cow<'_, [u8]> {
        match self {
            Written::Text(text) => Cow::Owned(output::plain(text).into_bytes()),
            Written::Workbook(bytes) => Cow::Borrowed(bytes),
        }
    }
}

/// A workbook is nothing that a terminal shows.
fn homeless() -> Failure {
    let message = "error: a workbook is written to a file\n  name one that ends in .xlsx: --out FILE.xlsx";
    Failure::new(Outcome::BadUsage, message)
}

/// Writes a result. A page for the terminal is shortened to what a reader needs first, unless it is requested in
/// `full`; every other format has everything.
pub(super) fn result(report: &dyn Report, to: &Output, full: bool, protected: &ProtectedFiles) -> Result<(), Failure> {
    made(report, to, full)?.write(to.out.as_deref(), protected)
}

/// The same as it will be written, for verbs that write more than one file.
pub(super) fn made(report: &dyn Report, to: &Output, full: bool) -> Result<Written, Failure> {
    let format = to.format()?;
    let detail = if full || format != Format::Table { Detail::Full } else { Detail::Brief };
    let page = || report.document(detail);
    match (format, report.records()) {
        (Format::Json, _) => report.json().map(Written::Text).map_err(Failure::unwritten),
        (Format::Csv, Some(records)) => Ok(Written::Text(write::records(&records))),
        (Format::Xlsx, records) => workbook(Some(&page()), records.as_ref(), to.out.as_deref()),
        _ => written(&page(), format, to, 80),
    }
}

/// Writes a page that has no form as JSON; `in_file` is how wide a file of text is.
pub(super) fn page(
    document: &Document,
    to: &Output,
    in_file: usize,
    protected: &ProtectedFiles,
) -> Result<(), Failure> {
    let format = to.format()?;
    if format == Format::Json {
        let message =
            "error: this page has no form as JSON\n  --format csv has its tables, evaluate --format json the numbers";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    written(document, format, to, in_file)?.write(to.out.as_deref(), protected)
}

/// Writes records alone: CSV, or a workbook where the file's name says so.
pub(super) fn records(table: &Table, out: Option<&Path>, protected: &ProtectedFiles) -> Result<(), Failure> {
    let made = match out.and_then(Format::of_file) {
        Some(Format::Xlsx) => workbook(None, Some(table), out)?,
        _ => Written::Text(write::records(table)),
    };
    made.write(out, protected)
}

fn workbook(page: Option<&Document>, records: Option<&Table>, out: Option<&Path>) -> Result<Written, Failure> {
    if out.is_none() {
        return Err(homeless());
    }
    let hint = "CSV has no such bounds: --format csv";
    write::workbook(page, records)
        .map(Written::Workbook)
        .map_err(|e| Failure::new(Outcome::BadUsage, format!("error: {e}\n  {hint}")))
}

fn written(document: &Document, format: Format, to: &Output, in_file: usize) -> Result<Written, Failure> {
    let width = if to.out.is_some() { in_file } else { output::width() };
    let format = match format {
        Format::Xlsx => return workbook(Some(document), None, to.out.as_deref()),
        Format::Markdown => write::Format::Markdown,
        Format::Csv => write::Format::Csv,
        Format::Html => write::Format::Html,
        Format::Latex => write::Format::Latex,
        Format::Table | Format::Json => write::Format::Terminal { width },
    };
    Ok(Written::Text(format.write(document)))
}
