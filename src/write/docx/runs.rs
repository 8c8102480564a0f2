//! Paragraphs and the runs of text in them.

use crate::write::markup::escaped;

/// A piece of text with these properties.
pub(super) fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}

pub(super) fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

pub(super) fn styled(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}
