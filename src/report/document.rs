//! A page of findings as it is told in every place: paragraphs and tables, once for the terminal and once for Markdown.

use unicode_width::UnicodeWidthStr;

use super::escape::{plain, row};
use super::page::{Page, wrap};

/// Rows of rounded cells under a heading.
pub(super) struct Table {
    pub title: String,
    /// What the columns mean; stands below.
    pub words: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// So many columns at the left are words.
    pub texts: usize,
}

pub(super) enum Block {
    /// A word at the margin, and what is said of it.
    Said(&'static str, String),
    /// The same several times under one word.
    List(&'static str, Vec<String>),
    Table(Table),
    /// An empty line on the terminal.
    Pause,
}

/// What is told, from the answer down.
pub(super) struct Document {
    pub title: String,
    pub made: String,
    pub blocks: Vec<Block>,
}

const INDENT: usize = 11;

impl Table {
    pub fn new(title: impl Into<String>, header: &[&str], texts: usize) -> Self {
        let header = header.iter().map(|h| (*h).to_owned()).collect();
        Table { title: title.into(), words: String::new(), header, rows: Vec::new(), texts }
    }
}

impl Document {
    pub fn new(title: String, made: String) -> Self {
        Document { title, made, blocks: Vec::new() }
    }

    pub fn say(&mut self, label: &'static str, text: impl Into<String>) {
        self.blocks.push(Block::Said(label, text.into()));
    }

    pub fn list(&mut self, label: &'static str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.blocks.push(Block::List(label, texts));
        }
    }

    /// A table without rows is left out.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.extend([Block::Pause, Block::Table(table)]);
        }
    }

    pub fn pause(&mut self) {
        self.blocks.push(Block::Pause);
    }

    pub fn terminal(&self, width: usize) -> String {
        let mut page = Page::new(width.clamp(60, 120), INDENT);
        for line in wrap(&self.title, page.width).into_iter().chain(wrap(&self.made, page.width)) {
            page.line(&line);
        }
        page.blank();
        for block in &self.blocks {
            match block {
                Block::Said(label, text) => page.paragraph(label, text),
                Block::List(label, texts) => {
                    for (i, text) in texts.iter().enumerate() {
                        page.paragraph(if i == 0 { label } else { "" }, text);
                    }
                }
                Block::Table(table) => write(&mut page, table),
                Block::Pause => page.blank(),
            }
        }
        page.out
    }

    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n{}\n\n", plain(&self.title), plain(&self.made));
        for block in &self.blocks {
            match block {
                Block::Said("", text) => out += &format!("{}\n\n", plain(text)),
                Block::Said(label, text) => out += &format!("**{label}.** {}\n\n", plain(text)),
                Block::List(label, texts) => {
                    out += &format!("**{label}**\n\n");
                    out.extend(texts.iter().map(|t| format!("- {}\n", plain(t))));
                    out.push('\n');
                }
                Block::Table(t) => {
                    out += &format!("## {}\n\n{}", plain(&t.title), row(&t.header));
                    let rule = |i: usize| if i < t.texts { "---" } else { "---:" };
                    out += &format!("| {} |\n", (0..t.header.len()).map(rule).collect::<Vec<_>>().join(" | "));
                    out.extend(t.rows.iter().map(|cells| row(cells)));
                    out.push('\n');
                    if !t.words.is_empty() {
                        out += &format!("{}\n\n", plain(&t.words));
                    }
                }
                Block::Pause => {}
            }
        }
        out.trim_end().to_owned() + "\n"
    }
}

/// Columns at the right that do not fit are left to the other formats, and that is said.
fn write(page: &mut Page, t: &Table) {
    let all: Vec<&Vec<String>> = std::iter::once(&t.header).chain(&t.rows).collect();
    let widest = |i: usize| all.iter().filter_map(|r| r.get(i)).map(|c| c.width()).max().unwrap_or(0);
    let columns = t.header.len();
    let mut fitting = columns;
    while fitting > t.texts + 1 && (0..fitting).map(|i| widest(i) + 2).sum::<usize>() > page.width {
        fitting -= 1;
    }
    let more = if fitting < columns { " (more columns: --format csv)" } else { "" };
    page.line(&format!("{}{more}", t.title));
    for row in &all {
        let cells = row.iter().take(fitting).enumerate().map(|(i, cell)| {
            let pad = " ".repeat(widest(i).saturating_sub(cell.width()));
            if i < t.texts { format!("  {cell}{pad}") } else { format!("  {pad}{cell}") }
        });
        page.line(&cells.collect::<String>());
    }
    for line in if t.words.is_empty() { Vec::new() } else { wrap(&t.words, page.width.saturating_sub(2)) } {
        page.line(&format!("  {line}"));
    }
}
