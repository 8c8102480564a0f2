//! Pieces of a page that the terminal and Markdown show alike.

use unicode_width::UnicodeWidthStr;

use crate::report::escape::{self, plain};
use crate::report::page::{Page, wrap};

/// A heading, a labelled text, a list, or a table.
pub(super) enum Block {
    Blank,
    Heading(String),
    Text(&'static str, String),
    List(&'static str, Vec<String>),
    /// The first row is the head. The first column stands left and is wrapped where it must be; its leading spaces are levels.
    Table(Vec<Vec<String>>),
}

impl Block {
    pub fn text(label: &'static str, text: impl Into<String>) -> Self {
        Block::Text(label, text.into())
    }

    pub fn list(label: &'static str, items: Vec<String>) -> Self {
        Block::List(label, items)
    }

    pub fn print(&self, page: &mut Page) {
        match self {
            Block::Blank => page.blank(),
            Block::Heading(text) => {
                page.blank();
                page.styled_line(text);
            }
            Block::Text(label, text) => page.labelled(label, text),
            Block::List(label, items) => {
                for (i, item) in items.iter().enumerate() {
                    page.labelled(if i == 0 { label } else { "" }, &format!("· {item}"));
                }
            }
            Block::Table(rows) => table(page, rows),
        }
    }

    pub fn markdown(&self) -> String {
        let label = |l: &str| if l.is_empty() { String::new() } else { format!("**{l}.** ") };
        match self {
            Block::Blank => String::new(),
            Block::Heading(text) => format!("\n## {}\n", plain(text)),
            Block::Text(l, text) => format!("\n{}{}\n", label(l), plain(text)),
            Block::List(l, items) => {
                let head = if l.is_empty() { String::new() } else { format!("\n**{l}**\n") };
                let items: String = items.iter().map(|i| format!("- {}\n", plain(i))).collect();
                format!("{head}\n{items}")
            }
            Block::Table(rows) => {
                let cell = |c: &String| {
                    let text = c.trim_start();
                    format!("{}{}", "&emsp;".repeat((c.len() - text.len()) / 2), escape::cell(text))
                };
                let line =
                    |row: &Vec<String>| format!("| {} |\n", row.iter().map(cell).collect::<Vec<_>>().join(" | "));
                let Some((head, body)) = rows.split_first() else { return String::new() };
                let rule = format!("|---|{}\n", "---:|".repeat(head.len().saturating_sub(1)));
                format!("\n{}{rule}{}", line(head), body.iter().map(line).collect::<String>())
            }
        }
    }
}

/// Columns two apart, all to the right but the first.
fn table(page: &mut Page, rows: &[Vec<String>]) {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(widest).collect();
    let others: usize = widths.iter().skip(1).map(|w| w + 2).sum();
    let first = widths.first().copied().unwrap_or(0).min(page.width.saturating_sub(others).max(12));
    for row in rows {
        let title = row.first().map_or("", String::as_str);
        let indent = title.len() - title.trim_start().len();
        let lines =
            if title.width() <= first { vec![title.to_owned()] } else { hanging(title.trim_start(), indent, first) };
        for (i, line) in lines.iter().enumerate() {
            let mut text = format!("{line}{}", " ".repeat(first.saturating_sub(line.width())));
            if i == 0 {
                for (cell, width) in row.iter().zip(&widths).skip(1) {
                    text.push_str(&" ".repeat(2 + width.saturating_sub(cell.width())));
                    text.push_str(cell);
                }
            }
            page.line(&text);
        }
    }
}

fn hanging(title: &str, indent: usize, width: usize) -> Vec<String> {
    let lines = wrap(title, width.saturating_sub(indent + 2));
    lines
        .into_iter()
        .enumerate()
        .map(|(i, l)| format!("{}{l}", " ".repeat(indent + if i == 0 { 0 } else { 2 })))
        .collect()
}
