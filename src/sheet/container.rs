//! What a file is, by its first bytes and not by its name.

use std::path::Path;

use crate::diagnostic::Problem;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Workbook,
}

const ZIP: &[u8] = b"PK\x03\x04";
/// The container of XLS, and of an XLSX that a password protects.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const WORKBOOKS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "xla", "ods", "xlam"];

/// Whether only the whole file says what is in it.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(OLE)
}

/// Text or workbook, or what else it is and how to come to a sheet.
pub(super) fn of(name: &str, bytes: &[u8]) -> Result<Kind, Problem> {
    let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let as_workbook = WORKBOOKS.contains(&extension.as_str());
    if bytes.is_empty() {
        return Err(Problem::EmptyFile);
    }
    if is_packed(bytes) {
        let Some(format) = format(bytes) else {
            return refused("this is a zip archive, not a table", "unpack it and name the file that is in it");
        };
        if is_locked(bytes) {
            return refused(
                "this workbook is protected by a password",
                "open it with the password and save it without",
            );
        }
        if as_workbook {
            return Ok(Kind::Workbook);
        }
        let message = format!("this is {} workbook, whatever its name says", format.0);
        return refused(&message, &format!("rename it to end in .{}, or save it as CSV", format.1));
    }
    if as_workbook && !looks_like_markup(bytes) {
        let message = format!("its name says .{extension}, but this is no workbook");
        return refused(&message, "if it is a text with separated columns, rename it to end in .csv");
    }
    for (mark, what, hint) in KNOWN {
        if bytes.starts_with(mark) {
            return refused(what, hint);
        }
    }
    if looks_like_markup(bytes) {
        return refused(
            "this is a page of HTML or XML, not a table: often the page that a site shows instead of the file",
            "download it again in a browser, signed in where the site asks for it; a workbook saved as a page is opened and saved as XLSX",
        );
    }
    Ok(Kind::Text)
}

/// Beginnings of other files.
const KNOWN: [(&[u8], &str, &str); 8] = [
    (
        b"version https://git-lfs",
        "this is a pointer of Git LFS, not the data: three lines that say where the file is kept",
        "fetch the file itself: `git lfs pull` in the repository, or the download button of its page",
    ),
    (b"%PDF", "this is a PDF, not a table", "take the table from the provider's page as CSV or XLSX"),
    (b"\x1F\x8B", "this is packed with gzip", "unpack it first (gunzip)"),
    (b"7z\xBC\xAF", "this is a 7z archive, not a table", "unpack it and name the file that is in it"),
    (b"Rar!", "this is a rar archive, not a table", "unpack it and name the file that is in it"),
    (b"BZh", "this is packed with bzip2", "unpack it first (bunzip2)"),
    (b"PAR1", "this is a Parquet file", "write it as CSV: in R arrow::read_parquet, then write.csv"),
    (b"RDX", "this is a file of R", "write the table in it as CSV: load it in R, then write.csv"),
];

fn refused(message: &str, hint: &str) -> Result<Kind, Problem> {
    Err(Problem::Import { message: message.to_owned(), hint: hint.to_owned() })
}

/// An XLSX that a password protects: its container names what it holds, in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(OLE) && bytes.windows(name.len()).any(|w| w == name)
}

/// A workbook's format, with its article, and its usual extension.
fn format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    if bytes.starts_with(OLE) {
        return Some(("an XLS", "xls"));
    }
    if holds(b"application/vnd.oasis.opendocument.spreadsheet") {
        return Some(("an ODS", "ods"));
    }
    if holds(b"xl/workbook.bin") {
        return Some(("an XLSB", "xlsb"));
    }
    holds(b"xl/workbook").then_some(("an XLSX", "xlsx"))
}

fn looks_like_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start: Vec<u8> = bytes.iter().take(9).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<table", b"<head"].iter().any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let message = |name: &str, bytes: &[u8]| match of(name, bytes) {
            Err(Problem::Import { message, .. }) => message,
            found => panic!("{name}: {found:?}"),
        };
        assert_eq!(of("a.csv", b"a,b\n"), Ok(Kind::Text));
        assert_eq!(of("a.csv", b""), Err(Problem::EmptyFile));
        assert!(message("a.csv", b"PK\x03\x04readme.txt").starts_with("this is a zip archive"));
        let workbook = b"PK\x03\x04 xl/workbook.xml";
        assert_eq!(message("a.csv", workbook), "this is an XLSX workbook, whatever its name says");
        assert_eq!(of("a.XLSX", workbook), Ok(Kind::Workbook));
        assert!(message("a.xlsx", b"a,b\n").contains("this is no workbook"));
        assert!(message("a.csv", b"version https://git-lfs.github.com/spec/v1\noid").contains("Git LFS"));
        assert!(message("a.csv", b"\n <!DOCTYPE html><html>").contains("HTML"));
        assert!(message("a.xls", b"<html><table>").contains("HTML"));
    }
}
