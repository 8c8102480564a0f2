//! What a result says, before any format: a title, blocks of text and tables. The same numbers as records are a
//! [`Table`] of their own.
//!
//! A report turns a result into a [`Document`], once; a writer turns a document into the bytes of its format. A cell of
//! a table holds its value, unit and decimals as data, so that each writer rounds, aligns and escapes in its own way,
//! by the one rule in [`number`].

mod cell;
mod columns;
pub mod number;
pub mod phrases;
mod picture;
mod roots;
mod styled;
mod table;
pub mod translation;
mod what_if;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};

use number::Marks;

pub use cell::{Cell, Notation, Value};
pub use columns::{Columns, Values};
pub use picture::Picture;
pub use styled::{Run, Styled};
pub use table::{Column, Row, Table};
pub use what_if::{Rule, WhatIf, WhatIfNode, WhatIfState, WhatIfUnit};

/// A page of findings, from the answer down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The language of its own sentences, of two letters; empty for English.
    pub language: String,
    /// What it is about.
    pub title: String,
    /// What stands beside the title, such as the window; may be empty.
    pub aside: String,
    /// Below the title: what is to be known about the subject, and by what it was made. Either may be empty.
    pub subtitle: [String; 2],
    pub blocks: Vec<Block>,
    /// How its numbers are written.
    pub marks: Marks,
    /// What writers say of their own, by its English form; what is not here is said in English.
    pub wording: BTreeMap<String, String>,
    /// Texts that stand in English on a page of another language.
    pub original: BTreeSet<String>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading(Heading),
    /// A text as wide as the page.
    Paragraph(String),
    /// A text under a label at the margin; an empty label goes on under the one before.
    Fact {
        label: String,
        text: String,
    },
    /// Several texts under one label.
    List {
        label: String,
        items: Vec<String>,
    },
    Table(Table),
    Figure(Picture),
    /// The weights and rules of a tree, which a reader of a web page may change.
    WhatIf(WhatIf),
    /// Works that are cited, under a label.
    References {
        label: String,
        entries: Vec<Reference>,
    },
    /// Works, by their keys, that are cited here and whose references stand elsewhere on the page.
    Cited {
        label: String,
        keys: Vec<String>,
    },
    /// Some room.
    Break,
}

/// A heading and where it stands in the order of headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub text: String,
    /// 2 for a section, 3 for a part of one, and so on; the title of the page is the only one of level 1.
    pub level: u8,
    /// What a link within the page names it by; empty where nothing links to it.
    pub id: String,
}

impl<T: Into<String>> From<T> for Heading {
    fn from(text: T) -> Self {
        Heading { text: text.into(), level: 2, id: String::new() }
    }
}

/// A work by its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub key: String,
    pub text: String,
}

impl Document {
    /// With a title, and by what it was made.
    pub fn new(title: impl Into<String>, made: impl Into<String>) -> Self {
        Document { title: title.into(), subtitle: [String::new(), made.into()], ..Document::default() }
    }

    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(Heading::from(text)));
    }

    /// A heading of this level that links may name by its id.
    pub fn section(&mut self, level: u8, id: impl Into<String>, text: impl Into<String>) {
        self.blocks.push(Block::Heading(Heading { text: text.into(), level, id: id.into() }));
    }

    /// Another page as a part of this one: its blocks, with headings one level further down than `level`.
    pub fn part(&mut self, level: u8, page: Document) {
        self.blocks.extend(page.blocks.into_iter().map(|block| match block {
            Block::Heading(h) => Block::Heading(Heading { level: (h.level + level - 1).min(6), ..h }),
            other => other,
        }));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    pub fn fact(&mut self, label: &str, text: impl Into<String>) {
        self.blocks.push(Block::Fact { label: label.into(), text: text.into() });
    }

    /// Several facts under one label; none leave nothing.
    pub fn facts(&mut self, label: &str, texts: impl IntoIterator<Item = String>) {
        for (i, text) in texts.into_iter().enumerate() {
            self.fact(if i == 0 { label } else { "" }, text);
        }
    }

    /// A list without items is left out.
    pub fn list(&mut self, label: &str, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List { label: label.into(), items });
        }
    }

    /// A table without rows is left out.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// References without entries are left out.
    pub fn references(&mut self, label: &str, entries: Vec<Reference>) {
        if !entries.is_empty() {
            self.blocks.push(Block::References { label: label.into(), entries });
        }
    }

    /// A phrase of a writer's own in the language of the page.
    pub fn say<'a>(&'a self, english: &'a str) -> &'a str {
        self.wording.get(english).map_or(english, String::as_str)
    }

    pub fn pause(&mut self) {
        self.blocks.push(Block::Break);
    }
}

impl Block {
    pub fn fact(label: &str, text: impl Into<String>) -> Self {
        Block::Fact { label: label.into(), text: text.into() }
    }

    pub fn list(label: &str, items: Vec<String>) -> Self {
        Block::List { label: label.into(), items }
    }
}
