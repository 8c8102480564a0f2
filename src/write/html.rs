//! A document as a web page that stands alone: no script, no file or address that is fetched.

use super::{Writer, head};
use crate::document::{Block, Cell, Document, Row, Table, Value};

/// HTML 5 in UTF-8. Whatever the text holds is text there.
pub struct Html;

const STYLE: &str = "body{font:16px/1.5 serif;max-width:50em;margin:2em auto;padding:0 1em}\
table{border-collapse:collapse;margin:1em 0}caption{text-align:left;font-weight:bold}\
th,td{padding:0.1em 0.6em;text-align:left;vertical-align:top}thead th{border-bottom:1px solid}\
.n{text-align:right;font-variant-numeric:tabular-nums}dt{font-weight:bold}meter{width:10em}";

impl Writer for Html {
    fn write(&self, document: &Document) -> String {
        let [title, below] = head(document, escaped);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             </head>\n<body>\n<h1>{title}</h1>\n"
        );
        if !below.is_empty() {
            out += &format!("<p>{below}</p>\n");
        }
        let mut facts = false;
        for block in &document.blocks {
            // Facts that follow one another are one list of terms.
            let is_fact = matches!(block, Block::Fact { .. });
            if is_fact != facts {
                out += if is_fact { "<dl>\n" } else { "</dl>\n" };
                facts = is_fact;
            }
            out += &self::block(block);
        }
        out += if facts { "</dl>\n" } else { "" };
        out + "</body>\n</html>\n"
    }
}

/// The text so that a browser shows its very letters, inside an element or an attribute between double quotes.
///
/// Worked example: `<a href="x">&` becomes `&lt;a href=&quot;x&quot;&gt;&amp;`; a control character becomes a sign of replacement.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("<h2>{}</h2>\n", escaped(text)),
        Block::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::Fact { label, text } if label.is_empty() => format!("<dd>{}</dd>\n", escaped(text)),
        Block::Fact { label, text } => format!("<dt>{}</dt>\n<dd>{}</dd>\n", escaped(label), escaped(text)),
        Block::List { label, items } => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escaped(item))).collect();
            format!("<p><strong>{}</strong></p>\n<ul>\n{items}</ul>\n", escaped(label))
        }
        Block::Table(table) => self::table(table),
        Block::Figure { file, caption } => {
            let (file, caption) = (escaped(&format!("./{file}")), escaped(caption));
            format!("<figure><img src=\"{file}\" alt=\"{caption}\"><figcaption>{caption}</figcaption></figure>\n")
        }
        Block::References { label, entries } => {
            let entry = |e: &crate::document::Reference| {
                format!("<li id=\"{}\">[{}] {}</li>\n", escaped(&e.key), escaped(&e.key), escaped(&e.text))
            };
            let entries: String = entries.iter().map(entry).collect();
            format!("<h2>{}</h2>\n<ul>\n{entries}</ul>\n", escaped(label))
        }
        Block::Break => String::new(),
    }
}

fn table(table: &Table) -> String {
    let mut out = String::from("<table>\n");
    if !table.title.is_empty() {
        out += &format!("<caption>{}</caption>\n", escaped(&table.title));
    }
    let class = |i: usize| if table.columns.get(i).is_some_and(|c| !c.words) { " class=\"n\"" } else { "" };
    let columns = table.shown(true);
    let head_of = |i: &usize| table.columns.get(*i).map_or("", |c| c.head.as_str());
    if columns.iter().any(|i| !head_of(i).is_empty()) {
        let heads: String = columns.iter().map(|i| format!("<th{}>{}</th>", class(*i), escaped(head_of(i)))).collect();
        out += &format!("<thead><tr>{heads}</tr></thead>\n");
    }
    out += "<tbody>\n";
    for row in &table.rows {
        let cell = |(place, i): (usize, &usize)| {
            let shown = row.cells.get(*i).map_or_else(String::new, |cell| shown(row, place, cell));
            format!("<td{}>{shown}</td>", class(*i))
        };
        let cells: String = columns.iter().enumerate().map(cell).collect();
        out += &format!("<tr>{cells}</tr>\n");
    }
    out += "</tbody>\n</table>\n";
    if !table.note.is_empty() {
        out += &format!("<p>{}</p>\n", escaped(&table.note));
    }
    out
}

fn shown(row: &Row, place: usize, cell: &Cell) -> String {
    let words = match &cell.value {
        Value::Bar { score: Some(z), .. } => format!("<meter min=\"0\" max=\"100\" value=\"{z}\">{z}</meter>"),
        _ => escaped(&cell.words()),
    };
    let words = match &cell.link {
        // A link within the page, or to an address of the web; anything else stays a text.
        Some(link) if link.starts_with('#') || link.starts_with("https://") || link.starts_with("http://") => {
            format!("<a href=\"{}\">{words}</a>", escaped(link))
        }
        _ => words,
    };
    let indent = if place == 0 { "&emsp;".repeat(row.depth) } else { String::new() };
    if row.strong && place == 0 { format!("{indent}<strong>{words}</strong>") } else { format!("{indent}{words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text() {
        assert_eq!(escaped("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
        assert_eq!(escaped("\u{1b}[31m\n"), "\u{FFFD}[31m ");
        let link = |to: &str| shown(&Row::default(), 1, &Cell::from("a").linked(to));
        assert_eq!(link("javascript:alert(1)"), "a");
        assert_eq!(link("#key"), "<a href=\"#key\">a</a>");
    }
}
