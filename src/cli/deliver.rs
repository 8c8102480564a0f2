//! A result goes where it was asked for, in the format that was asked for.

use super::args::{Format, Output};
use super::output::ProtectedFiles;
use super::{Failure, Outcome, output};
use crate::document::Document;
use crate::report::{Detail, Report};
use crate::write::{self, Writer};

/// Writes a result. A page for the terminal is shortened to what a reader needs first, unless it is requested in
/// `full`; every other format has everything.
pub(super) fn result(report: &dyn Report, to: &Output, full: bool, protected: &ProtectedFiles) -> Result<(), Failure> {
    output::write(&text(report, to, full)?, to.out.as_deref(), protected)
}

/// The same as text, for verbs that write more than one file.
pub(super) fn text(report: &dyn Report, to: &Output, full: bool) -> Result<String, Failure> {
    let format = to.format()?;
    let full = full || format != Format::Table;
    let page = || written(&report.document(if full { Detail::Full } else { Detail::Brief }), format, to, 80);
    match format {
        Format::Json => report.json().map_err(Failure::unwritten),
        Format::Csv => Ok(report.records().map_or_else(page, |records| write::records(&records))),
        _ => Ok(page()),
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
    output::write(&written(document, format, to, in_file), to.out.as_deref(), protected)
}

fn written(document: &Document, format: Format, to: &Output, in_file: usize) -> String {
    let width = if to.out.is_some() { in_file } else { output::width() };
    let format = match format {
        Format::Markdown => write::Format::Markdown,
        Format::Csv => write::Format::Csv,
        Format::Html => write::Format::Html,
        Format::Latex => write::Format::Latex,
        Format::Table | Format::Json => write::Format::Terminal { width },
    };
    format.write(document)
}
