//! A document as Markdown, for a manuscript or a web page.

use super::escape::{cell, plain};
use super::{Writer, head};
use crate::document::{Block, Document, Table};

/// GitHub's Markdown: headings, paragraphs, lists and tables. Whatever the text holds is text there: it opens no link, tag or column.
pub struct Markdown;

impl Writer for Markdown {
    fn write(&self, document: &Document) -> String {
        let [title, below] = head(document, plain);
        let mut out = format!("# {title}\n\n");
        if !below.is_empty() {
            out += &format!("{below}\n\n");
        }
        for block in &document.blocks {
            out += &self::block(block);
        }
        out.trim_end().to_owned() + "\n"
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(h) => format!("{} {}\n\n", "#".repeat(usize::from(h.level.clamp(2, 6))), plain(&h.text)),
        Block::Paragraph(text) => format!("{}\n\n", plain(text)),
        Block::Fact { label, text } if label.is_empty() => format!("{}\n\n", plain(text)),
        Block::Fact { label, text } => format!("**{}.** {}\n\n", plain(label), plain(text)),
        Block::List { label, items } => {
            let items: String = items.iter().map(|item| format!("- {}\n", plain(item))).collect();
            format!("**{}**\n\n{items}\n", plain(label))
        }
        Block::Table(table) => self::table(table),
        Block::Figure(picture) => {
            let file = address(&format!("{}.svg", picture.file));
            format!("![{}](<{file}>)\n\n*{}*\n\n", plain(&picture.alt), plain(&picture.caption))
        }
        Block::WhatIf(tree) => self::table(&tree.table),
        Block::References { label, entries } => {
            let entries: String =
                entries.iter().map(|e| format!("- [{}] {}\n", plain(&e.key), plain(&e.text))).collect();
            let label = if label.is_empty() { String::new() } else { format!("**{}**\n\n", plain(label)) };
            format!("{label}{entries}\n")
        }
        Block::Cited { label, keys } => format!("**{}** {}\n\n", plain(label), plain(&keys.join(", "))),
        Block::Break => String::new(),
    }
}

/// A file's name between angle brackets.
fn address(file: &str) -> String {
    file.chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| if "<>\\".contains(c) { vec!['\\', c] } else { vec![c] })
        .collect()
}

fn table(table: &Table) -> String {
    let mut out = if table.title.is_empty() { String::new() } else { format!("## {}\n\n", plain(&table.title)) };
    let shown = table.shown(false);
    let columns: Vec<_> = shown.iter().filter_map(|i| table.columns.get(*i)).collect();
    let heads: Vec<String> = columns.iter().map(|c| cell(&c.head)).collect();
    let rules: Vec<&str> = columns.iter().map(|c| if c.words { "---" } else { "---:" }).collect();
    out += &format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | "));
    for row in &table.rows {
        let text = |(place, i): (usize, &usize)| {
            let words = cell(&row.cells.get(*i).map(|c| c.words()).unwrap_or_default());
            let indent = if place == 0 { "&emsp;".repeat(row.depth) } else { String::new() };
            let strong = row.strong && place == 0 && !words.is_empty();
            if strong { format!("{indent}**{words}**") } else { format!("{indent}{words}") }
        };
        let cells: Vec<String> = shown.iter().enumerate().map(text).collect();
        out += &format!("| {} |\n", cells.join(" | "));
    }
    out.push('\n');
    if !table.note.is_empty() {
        out += &format!("{}\n\n", plain(&table.note));
    }
    out
}
