//! A page of text as it grows: lines, labelled paragraphs and tables within a width.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

/// Text made line by line.
pub(super) struct Page {
    pub out: String,
    pub width: usize,
    /// Where the text of labelled paragraphs begins.
    pub indent: usize,
}

impl Page {
    pub fn new(width: usize, indent: usize) -> Self {
        Page { out: String::new(), width, indent }
    }

    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A labelled paragraph, wrapped, with a hanging indent; `style` is the label's.
    pub fn styled_paragraph(&mut self, label: &str, text: &str, style: anstyle::Style) {
        let indent = self.indent;
        for (i, line) in wrap(text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            let lead = if i == 0 { format!("{style}{label:<indent$}{style:#}") } else { " ".repeat(indent) };
            self.line(&format!("{lead}{line}"));
        }
    }

    /// A line that stands out.
    pub fn styled_line(&mut self, text: &str) {
        let strong = anstyle::Style::new().bold();
        self.line(&format!("{strong}{text}{strong:#}"));
    }

    /// A paragraph with a strong label.
    pub fn labelled(&mut self, label: &str, text: &str) {
        self.styled_paragraph(label, text, anstyle::Style::new().bold());
    }

    pub fn paragraph(&mut self, label: &str, text: &str) {
        self.styled_paragraph(label, text, anstyle::Style::new());
    }

    /// Rows of cells in columns one space apart, all to the right but the column `left`.
    pub fn columns(&mut self, rows: &[Vec<String>], left: usize) {
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..count).map(widest).collect();
        for row in rows {
            let cells = row.iter().zip(&widths).enumerate().map(|(i, (cell, width))| {
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                if i == left { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
            });
            self.line(&cells.collect::<Vec<_>>().join(" "));
        }
    }

    pub fn table(&mut self, t: &Table) {
        for line in t.to_string().lines() {
            self.line(&format!(" {line}"));
        }
    }
}

/// A table without borders whose columns are as wide as they need to be.
pub(super) fn table() -> Table {
    let mut t = Table::new();
    t.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    t
}

/// Aligns columns to the right, once the table has them.
pub(super) fn right(t: &mut Table, columns: &[usize]) {
    for i in columns {
        if let Some(c) = t.column_mut(*i) {
            c.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Breaks a text at spaces so that no line is wider than `width`, save for words that are.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// With its first letter large.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
