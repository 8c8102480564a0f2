//! A page in another language. Every text that the language has is replaced; what it lacks stays in English and is
//! named, so that a page can mark it.

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::Phrases;
use super::wording::OF_WRITERS;
use super::{Block, Cell, Document, Heading, Notation, Picture, Table, Value, WhatIf};

/// The page in the language of the phrases. Works that are cited, links and drawings stay as they are.
pub fn translated(document: Document, phrases: &Phrases) -> Document {
    let mut page = Page { phrases, said: BTreeMap::new(), original: BTreeSet::new() };
    let blocks = document.blocks.into_iter().map(|block| page.block(block)).collect();
    let [about, made] = document.subtitle;
    let wording = OF_WRITERS.into_iter().filter_map(|w| Some((w.to_owned(), phrases.phrase(w)?.to_owned())));
    Document {
        language: phrases.language.clone(),
        title: page.text(document.title),
        aside: page.text(document.aside),
        subtitle: [page.text(about), page.text(made)],
        blocks,
        marks: phrases.marks,
        wording: wording.collect(),
        original: page.original,
    }
}

struct Page<'a> {
    phrases: &'a Phrases,
    /// The same words come again and again in the tables of a page.
    said: BTreeMap<String, String>,
    original: BTreeSet<String>,
}

impl Page<'_> {
    fn text(&mut self, text: String) -> String {
        if text.is_empty() {
            return text;
        }
        if let Some(said) = self.said.get(&text) {
            return said.clone();
        }
        let said = self.phrases.say(&text).unwrap_or_else(|| {
            self.original.insert(text.clone());
            text.clone()
        });
        self.said.insert(text, said.clone());
        said
    }

    fn block(&mut self, block: Block) -> Block {
        match block {
            Block::Heading(h) => Block::Heading(Heading { text: self.text(h.text), ..h }),
            Block::Paragraph(text) => Block::Paragraph(self.text(text)),
            Block::Fact { label, text } => Block::Fact { label: self.text(label), text: self.text(text) },
            Block::List { label, items } => {
                Block::List { label: self.text(label), items: items.into_iter().map(|i| self.text(i)).collect() }
            }
            Block::Table(table) => Block::Table(self.table(table)),
            Block::Figure(p) => Block::Figure(Picture { caption: self.text(p.caption), alt: self.text(p.alt), ..p }),
            Block::WhatIf(tree) => Block::WhatIf(self.what_if(tree)),
            Block::References { label, entries } => Block::References { label: self.text(label), entries },
            Block::Cited { label, keys } => Block::Cited { label: self.text(label), keys },
            Block::Break => Block::Break,
        }
    }

    fn table(&mut self, mut table: Table) -> Table {
        table.title = self.text(table.title);
        table.note = self.text(table.note);
        for column in &mut table.columns {
            column.head = self.text(std::mem::take(&mut column.head));
        }
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            *cell = self.cell(std::mem::take(cell));
        }
        table
    }

    /// A number stays one, and is written in the manner of the language.
    fn cell(&mut self, cell: Cell) -> Cell {
        let value = match cell.value {
            Value::Text(text) => Value::Text(self.text(text)),
            Value::Missing(word) => Value::Missing(self.text(word)),
            Value::Number(x, Notation::Unit(unit)) if unit == "yes or no" => {
                Value::Text(self.text(Notation::Unit(unit).write(x)))
            }
            Value::Range(..) => Value::Text(self.text(Cell { value: cell.value, ..Cell::default() }.words())),
            other => other,
        };
        Cell { value, marks: self.phrases.marks, ..cell }
    }

    fn what_if(&mut self, mut tree: WhatIf) -> WhatIf {
        for node in &mut tree.nodes {
            node.title = self.text(std::mem::take(&mut node.title));
        }
        for unit in &mut tree.units {
            unit.name = self.text(std::mem::take(&mut unit.name));
        }
        tree.labels = tree.labels.map(|label| self.text(label));
        tree.table = self.table(tree.table);
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn russian(pairs: &[(&str, &str)]) -> Phrases {
        Phrases::new("ru", ',', pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    #[test]
    fn what_the_language_lacks_is_named_and_numbers_stay_numbers() {
        let phrases =
            russian(&[("score", "балл"), ("{a} to {b}", "от {a} до {b}"), ("Records", "Записи"), ("yes", "да")]);
        let mut table = Table::new("", ["score", "other"], 0);
        table.push([Cell::number(-75.25, Notation::Signed(1)), Cell::range(-1.0, 2.5, Notation::Signed(1))]);
        table.push([Cell::number(1.0, Notation::Unit("yes or no".into())), Cell::from("a note").linked("#x")]);
        let mut page = Document { title: "score".into(), ..Document::default() };
        page.fact("score", "in English");
        page.table(table);
        let page = translated(page, &phrases);
        assert_eq!((page.language.as_str(), page.title.as_str()), ("ru", "балл"));
        assert_eq!(page.original.iter().map(String::as_str).collect::<Vec<_>>(), ["a note", "in English", "other"]);
        assert_eq!((page.say("Records"), page.say("Page")), ("Записи", "Page"));
        let Some(Block::Table(table)) = page.blocks.last() else { panic!("a table") };
        let words: Vec<String> = table.rows.iter().flat_map(|row| &row.cells).map(Cell::words).collect();
        assert_eq!(words, ["−75,3", "от −1,0 до +2,5", "да", "a note"]);
        assert!(matches!(table.rows[0].cells[0].value, Value::Number(x, _) if x == -75.25));
        assert_eq!(table.rows[1].cells[1].link.as_deref(), Some("#x"));
    }
}
