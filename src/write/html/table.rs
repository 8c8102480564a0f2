//! A table of a web page: heads that name their columns, rows that name themselves, numbers with all their digits for
//! the script that sorts.

use super::{lang, paragraph};
use crate::document::number::Marks;
use crate::document::{Cell, Document, Row, Table, Value, number};
use crate::write::markup::escaped;

/// The deepest step that has an indent of its own.
const DEEPEST: usize = 4;

pub(super) fn table(document: &Document, table: &Table) -> String {
    let columns = table.shown(true);
    let head_of = |i: &usize| table.columns.get(*i).map_or("", |c| c.head.as_str());
    let headed = columns.iter().any(|i| !head_of(i).is_empty());
    // What is a tree, or has hardly a row, keeps its order.
    let sortable = headed && table.rows.len() > 2 && table.rows.iter().all(|row| row.depth == 0);
    let mut out = String::from("<div class=\"scroll\">\n");
    out += if sortable { "<table class=\"sortable\">\n" } else { "<table>\n" };
    if !table.title.is_empty() {
        out += &format!("<caption{}>{}</caption>\n", lang(document, &table.title), escaped(&table.title));
    }
    if headed {
        let head = |i: &usize| match head_of(i) {
            "" => format!("<td{}></td>", class(table, *i, 0)),
            head => format!("<th scope=\"col\"{}{}>{}</th>", class(table, *i, 0), lang(document, head), escaped(head)),
        };
        out += &format!("<thead><tr>{}</tr></thead>\n", columns.iter().map(head).collect::<String>());
    }
    out += "<tbody>\n";
    for row in &table.rows {
        let cell = |(place, i): (usize, &usize)| self::cell(document, table, row, place, *i);
        out += &format!("<tr>{}</tr>\n", columns.iter().enumerate().map(cell).collect::<String>());
    }
    out += "</tbody>\n</table>\n</div>\n";
    if !table.note.is_empty() {
        out += &paragraph(document, &table.note);
    }
    out
}

fn class(table: &Table, column: usize, depth: usize) -> String {
    let numbers = table.columns.get(column).is_some_and(|c| !c.words);
    let depth = match depth.min(DEEPEST) {
        0 => String::new(),
        depth => format!("d{depth}"),
    };
    let names: Vec<&str> = [if numbers { "n" } else { "" }, &depth].into_iter().filter(|n| !n.is_empty()).collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
}

/// The first cell of a row, where it is words, names the row.
fn cell(document: &Document, table: &Table, row: &Row, place: usize, i: usize) -> String {
    let cell = row.cells.get(i);
    let shown = cell.map_or_else(String::new, |cell| shown(row, place, cell));
    let class = class(table, i, if place == 0 { row.depth } else { 0 });
    let names = place == 0 && !shown.is_empty() && table.columns.get(i).is_some_and(|c| c.words);
    let value = match cell.map(|c| &c.value) {
        Some(Value::Number(x, _)) => format!(" data-v=\"{x}\""),
        Some(Value::Text(text)) => lang(document, text).to_owned(),
        _ => String::new(),
    };
    if names {
        format!("<th scope=\"row\"{class}{value}>{shown}</th>")
    } else {
        format!("<td{class}{value}>{shown}</td>")
    }
}

/// Text of which a list without blanks may be broken behind each of its parts: `AUT;BEL` is `AUT;<wbr>BEL`.
fn parts(words: &str) -> String {
    let parts: Vec<String> = words.split(';').map(escaped).collect();
    parts.join(if words.contains("; ") { ";" } else { ";<wbr>" })
}

fn shown(row: &Row, place: usize, cell: &Cell) -> String {
    let words = match &cell.value {
        Value::Bar { score: Some(z), .. } => {
            let shown = number::marked(&number::score(*z), cell.marks);
            let of = if cell.marks == Marks::Point { "of" } else { "/" };
            format!("<meter min=\"0\" max=\"100\" value=\"{z}\" title=\"{shown} {of} 100\">{shown}</meter>")
        }
        // A list without blanks may be broken behind each of its parts.
        _ => parts(&cell.words()),
    };
    let words = match &cell.link {
        // A link within the page, or to an address of the web; anything else stays a text.
        Some(link) if link.starts_with('#') || link.starts_with("https://") || link.starts_with("http://") => {
            format!("<a href=\"{}\">{words}</a>", escaped(link))
        }
        _ => words,
    };
    if row.strong && place == 0 && !words.is_empty() { format!("<strong>{words}</strong>") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, Notation};

    #[test]
    fn a_link_leads_into_the_page_or_to_the_web() {
        let link = |to: &str| shown(&Row::default(), 1, &Cell::from("a").linked(to));
        assert_eq!(link("javascript:alert(1)"), "a");
        assert_eq!(link("#key"), "<a href=\"#key\">a</a>");
    }

    #[test]
    fn rows_are_named_and_numbers_keep_their_digits() {
        let mut t = Table { columns: vec![Column::words(""), Column::numbers("score")], ..Table::default() };
        t.push_at(1, false, [Cell::from("Form"), Cell::number(75.25, Notation::Decimals(1))]);
        assert_eq!(
            table(&Document::default(), &t),
            "<div class=\"scroll\">\n<table>\n<thead><tr><td></td><th scope=\"col\" class=\"n\">score</th></tr></thead>\n\
             <tbody>\n<tr><th scope=\"row\" class=\"d1\">Form</th><td class=\"n\" data-v=\"75.25\">75.3</td></tr>\n\
             </tbody>\n</table>\n</div>\n"
        );
    }
}
