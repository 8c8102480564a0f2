//! A table of the text.

use super::runs::{paragraph, run, styled};
use crate::document::{Cell, Row, Table};

/// Width of the text in twentieths of a point.
const WIDTH: usize = 9_072;
/// An indent of a step down a tree, in the same unit.
const STEP: usize = 180;

/// The table with its title above and its note below; `content` gives the runs of a cell.
pub(super) fn table(table: &Table, content: &mut dyn FnMut(&Cell) -> String) -> String {
    let shown = table.shown(false);
    if shown.is_empty() {
        return String::new();
    }
    let title = if table.title.is_empty() { String::new() } else { styled("Heading4", &run(&table.title, "")) };
    let widths = widths(table, &shown);
    let grid: String = widths.iter().map(|w| format!("<w:gridCol w:w=\"{w}\"/>")).collect();
    let heads: String = shown
        .iter()
        .zip(&widths)
        .map(|(i, w)| {
            let head = table.columns.get(*i).map_or("", |c| c.head.as_str());
            cell(*w, &text(table, *i, 0, &run(head, "<w:b/>")))
        })
        .collect();
    let mut out = format!(
        "{title}<w:tbl><w:tblPr><w:tblStyle w:val=\"Rules\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
    );
    for row in &table.rows {
        let mut cells = String::new();
        for (place, (i, width)) in shown.iter().zip(&widths).enumerate() {
            cells += &cell(
                *width,
                &text(table, *i, if place == 0 { row.depth } else { 0 }, &words(row, place, *i, content)),
            );
        }
        out += &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
    }
    out += "</w:tbl>";
    // Two tables that follow one another would run together.
    out + &if table.note.is_empty() { paragraph("") } else { styled("Caption", &run(&table.note, "")) }
}

fn words(row: &Row, place: usize, i: usize, content: &mut dyn FnMut(&Cell) -> String) -> String {
    match row.cells.get(i) {
        Some(cell) if row.strong && place == 0 => run(&cell.words(), "<w:b/>"),
        Some(cell) => content(cell),
        None => String::new(),
    }
}

fn cell(width: usize, paragraph: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{paragraph}</w:tc>")
}

/// Numbers stand at the right; words at the left, so many steps in.
fn text(table: &Table, column: usize, depth: usize, runs: &str) -> String {
    let words = table.columns.get(column).is_some_and(|c| c.words);
    let indent = if depth > 0 { format!("<w:ind w:left=\"{}\"/>", depth * STEP) } else { String::new() };
    let side = if words { "" } else { "<w:jc w:val=\"right\"/>" };
    format!("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{indent}{side}</w:pPr>{runs}</w:p>")
}

/// Of the whole width, each column's by what stands in it; longer texts are wrapped.
fn widths(table: &Table, shown: &[usize]) -> Vec<usize> {
    let longest = |i: &usize| {
        let of = |row: &Row| row.cells.get(*i).map_or(0, |c| c.words().chars().count());
        let head = table.columns.get(*i).map_or(0, |c| c.head.split(' ').map(|w| w.chars().count()).max().unwrap_or(0));
        // Neither a pillar of single words nor a column that leaves no room for its neighbours.
        table.rows.iter().map(of).max().unwrap_or(0).max(head).clamp(5, 45) + 3
    };
    let wishes: Vec<usize> = shown.iter().map(longest).collect();
    let total: usize = wishes.iter().sum();
    wishes.iter().map(|w| w * WIDTH / total.max(1)).collect()
}
