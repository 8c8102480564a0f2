//! A document becomes the bytes of a format: one file per format, none knowing what the document is about.
//!
//! A new format is a file with a [`Writer`], and a line in [`Format`]; no report is touched.

pub mod columns;
mod csv;
mod docx;
mod escape;
mod html;
mod latex;
mod layout;
mod markdown;
mod markup;
pub mod references;
mod terminal;
pub mod workbook;

pub use csv::{Csv, records};
pub use docx::docx;
pub use html::Html;
pub use latex::Latex;
pub use markdown::Markdown;
pub use terminal::Terminal;
pub use workbook::workbook;

use std::path::Path;

use crate::document::Document;

/// Turns a document into a text of one format.
pub trait Writer {
    fn write(&self, document: &Document) -> String;
}

/// The formats of documents. JSON is not among them: it is a contract of its own with each result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for a terminal, `width` columns wide.
    Terminal {
        width: usize,
    },
    Markdown,
    Csv,
    Html,
    Latex,
}

impl Format {
    /// The format that a file's name asks for, by its ending; nothing where no format has it. Worked example:
    /// `card.tex` asks for LaTeX.
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "txt" => Format::Terminal { width: 80 },
            "md" | "markdown" => Format::Markdown,
            "csv" => Format::Csv,
            "html" | "htm" => Format::Html,
            "tex" => Format::Latex,
            _ => return None,
        })
    }
}

impl Writer for Format {
    fn write(&self, document: &Document) -> String {
        match self {
            Format::Terminal { width } => Terminal { width: *width }.write(document),
            Format::Markdown => Markdown.write(document),
            Format::Csv => Csv.write(document),
            Format::Html => Html.write(document),
            Format::Latex => Latex.write(document),
        }
    }
}

/// The lines at the head of a page, each part as the format has it: the title with what stands beside it, and what
/// stands below.
fn head(document: &Document, shown: impl Fn(&str) -> String) -> [String; 2] {
    let joined = |parts: [&String; 2], between: &str| {
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| shown(part)).collect();
        parts.join(between)
    };
    let [about, made] = &document.subtitle;
    [joined([&document.title, &document.aside], ", "), joined([about, made], ". ")]
}
