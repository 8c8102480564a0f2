//! A document for a terminal: at most 100 columns, labels at the margin, tables in columns, ANSI styles where something stands out.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::Writer;
use super::layout::{Shares, Wish, hanging, share, wrap};
use crate::document::{Block, Cell, Document, Row, Table, Value};

/// Text within `width` columns, 40 to 100: wider terminals keep 100, so that lines stay readable. Whoever prints it strips styles where
/// they do not belong.
pub struct Terminal {
    pub width: usize,
}

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Cells of a bar, and where there is little room.
const BAR: usize = 20;
const SHORT_BAR: usize = 16;
const NARROW: usize = 72;

/// A label that is as wide as this does not stand at the margin.
const WIDEST_LABEL: usize = 16;

/// No column of words is made narrower than this.
const NARROWEST: usize = 12;

impl Writer for Terminal {
    fn write(&self, document: &Document) -> String {
        let width = self.width.clamp(40, 100);
        let mut page = Page { out: String::new(), width, indent: indent(document) };
        page.ends(&document.title, &document.aside, STRONG);
        let [about, made] = &document.subtitle;
        page.ends(about, made, Style::new());
        page.blank();
        for block in &document.blocks {
            page.block(block);
        }
        page.out.trim_end_matches('\n').to_owned() + "\n"
    }
}

/// Where the text of labelled blocks begins.
fn indent(document: &Document) -> usize {
    let labels = document.blocks.iter().filter_map(|b| match b {
        Block::Fact { label, .. } | Block::List { label, .. } => Some(label.width()),
        _ => None,
    });
    // A longer label has a line of its own.
    labels.filter(|width| *width < WIDEST_LABEL).max().map_or(9, |widest| (widest + 1).max(9))
}

struct Page {
    out: String,
    width: usize,
    indent: usize,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// An empty line, where there is none yet.
    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Two texts, one at each end of the line, or on two lines where they do not fit.
    fn ends(&mut self, left: &str, right: &str, style: Style) {
        let used = left.width() + right.width();
        if used == 0 {
            return;
        }
        if used + 2 <= self.width {
            // What has nothing at its left stands there itself.
            let between = if left.is_empty() || right.is_empty() { 0 } else { self.width - used };
            self.line(&format!("{style}{left}{style:#}{}{right}", " ".repeat(between)));
            return;
        }
        for line in if left.is_empty() { Vec::new() } else { wrap(left, self.width) } {
            self.line(&format!("{style}{line}{style:#}"));
        }
        for line in if right.is_empty() { Vec::new() } else { wrap(right, self.width) } {
            self.line(&line);
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        let indent = self.indent.min(self.width / 2);
        // A label as long as the margin has a line of its own.
        let own = label.width() >= indent;
        if own {
            self.line(&format!("{STRONG}{label}{STRONG:#}"));
        }
        for (i, line) in wrap(text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            let lead = match i {
                0 if !own => format!("{STRONG}{label}{STRONG:#}{}", " ".repeat(indent - label.width())),
                _ => " ".repeat(indent),
            };
            self.line(&format!("{lead}{line}"));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.blank();
                for line in wrap(&heading.text, self.width) {
                    self.line(&format!("{STRONG}{line}{STRONG:#}"));
                }
            }
            Block::Paragraph(text) => {
                for line in wrap(text, self.width) {
                    self.line(&line);
                }
                self.blank();
            }
            Block::Fact { label, text } => self.labelled(label, text),
            Block::List { label, items } => {
                for (i, item) in items.iter().enumerate() {
                    self.labelled(if i == 0 { label } else { "" }, &format!("· {item}"));
                }
            }
            Block::Table(table) => {
                let alone = !table.headless || !table.title.is_empty();
                if alone {
                    self.blank();
                }
                self.table(table);
                if alone {
                    self.blank();
                }
            }
            Block::Figure(picture) => self.labelled("Figure", &format!("{}: {}", picture.caption, picture.file)),
            Block::WhatIf(tree) => self.block(&Block::Table(tree.table.clone())),
            Block::References { label, entries } => {
                self.blank();
                if !label.is_empty() {
                    self.line(&format!("{STRONG}{label}{STRONG:#}"));
                }
                for entry in entries {
                    for line in hanging(&format!("[{}] {}", entry.key, entry.text), 1, self.width) {
                        self.line(&line);
                    }
                }
            }
            Block::Cited { label, keys } => self.labelled(label, &keys.join(", ")),
            Block::Break => self.blank(),
        }
    }

    fn table(&mut self, table: &Table) {
        let bar = if self.width < NARROW { SHORT_BAR } else { BAR };
        let depths: Vec<usize> = table.rows.iter().map(|r| 2 * r.depth).collect();
        let natural = |i: usize| {
            let of = |(row, depth): (&Row, &usize)| {
                row.cells.get(i).map_or(0, |c| width_of(c, bar) + if i == 0 { *depth } else { 0 })
            };
            let head = table.columns.get(i).filter(|_| !table.headless).map_or(0, |c| c.head.width());
            table.rows.iter().zip(&depths).map(of).max().unwrap_or(0).max(head)
        };
        // A column in which nothing stands is no column on a page.
        let shown = table.shown(true);
        let words: Vec<bool> = shown.iter().map(|i| table.columns.get(*i).is_some_and(|c| c.words)).collect();
        let wish = |(i, words): (&usize, &bool)| {
            let natural = natural(*i);
            Wish { natural, least: if *words { least(table, *i).min(natural) } else { natural }, words: *words }
        };
        let wishes: Vec<Wish> = shown.iter().zip(&words).map(wish).collect();
        let shares = share(&wishes, self.width);
        let more = if shares.widths.len() < wishes.len() { "more columns: --format csv" } else { "" };
        let title = match (table.title.as_str(), more) {
            ("", "") => String::new(),
            ("", more) => format!("({more})"),
            (title, "") => title.to_owned(),
            (title, more) => format!("{title} ({more})"),
        };
        for line in if title.is_empty() { Vec::new() } else { wrap(&title, self.width) } {
            self.line(&format!("{STRONG}{line}{STRONG:#}"));
        }
        if !table.headless {
            let head = |i: &usize| table.columns.get(*i).map_or("", |c| c.head.as_str());
            let heads: Vec<Vec<String>> =
                shown.iter().zip(&shares.widths).map(|(i, w)| hanging(head(i), 0, *w)).collect();
            self.row(&heads, &words, &shares, FAINT);
        }
        for (row, depth) in table.rows.iter().zip(&depths) {
            let cell = |(place, (i, width)): (usize, (&usize, &usize))| {
                let Some(cell) = row.cells.get(*i) else { return vec![String::new()] };
                let text = drawn(cell, bar.min(*width));
                match (place, words.get(place)) {
                    (0, Some(true)) => hanging(&text, *depth, *width),
                    (_, Some(true)) => wrap(&text, *width),
                    _ => vec![text],
                }
            };
            let cells: Vec<Vec<String>> = shown.iter().zip(&shares.widths).enumerate().map(cell).collect();
            self.row(&cells, &words, &shares, if row.strong { STRONG } else { Style::new() });
        }
        if !table.note.is_empty() {
            for line in wrap(&table.note, self.width) {
                self.line(&line);
            }
        }
    }

    /// Cells of several lines beside each other.
    fn row(&mut self, cells: &[Vec<String>], words: &[bool], shares: &Shares, style: Style) {
        let high = cells.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..high {
            let mut line = String::new();
            for (((cell, width), gap), words) in cells.iter().zip(&shares.widths).zip(&shares.gaps).zip(words) {
                let text = cell.get(i).map_or("", String::as_str);
                let pad = " ".repeat(width.saturating_sub(text.width()));
                let gap = " ".repeat(*gap);
                line += &if *words { format!("{gap}{text}{pad}") } else { format!("{gap}{pad}{text}") };
            }
            self.line(&format!("{style}{}{style:#}", line.trim_end()));
        }
    }
}

/// How narrow a column of words may be made: as wide as its longest word, and not so narrow that it is a pillar.
fn least(table: &Table, column: usize) -> usize {
    let longest = |text: &str| text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let of = |row: &Row| {
        let indent = if column == 0 && row.depth > 0 { 2 * row.depth + 2 } else { 0 };
        row.cells.get(column).map_or(0, |cell| longest(&cell.words()) + indent)
    };
    let head = table.columns.get(column).map_or(0, |c| longest(&c.head));
    table.rows.iter().map(of).max().unwrap_or(0).max(head).max(NARROWEST)
}

fn width_of(cell: &Cell, bar: usize) -> usize {
    if matches!(cell.value, Value::Bar { .. }) { bar } else { cell.words().width() }
}

/// The words of a cell, or its bar.
fn drawn(cell: &Cell, length: usize) -> String {
    match cell.value {
        Value::Bar { score, lower, upper } => bar(score, lower, upper, length),
        _ => cell.words(),
    }
}

/// A bar of the whole 0 to 100 scale: full up to the score, or, where it is withheld, shaded between the bounds.
fn bar(score: Option<f64>, lower: f64, upper: f64, length: usize) -> String {
    let cells = |z: f64| ((z / 100.0 * length as f64).round().max(0.0) as usize).min(length);
    match score {
        Some(z) => format!("{}{}", "█".repeat(cells(z)), "░".repeat(length - cells(z))),
        None => {
            let (low, high) = (cells(lower), cells(upper).max(cells(lower)));
            format!("{}{}{}", "░".repeat(low), "▒".repeat(high - low), "░".repeat(length - high))
        }
    }
}
