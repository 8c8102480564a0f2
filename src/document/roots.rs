//! A page of a framework whose two roots are not form and content: it calls them by their own titles.
//!
//! Reports are written for FORM and CONTENT. Where a framework sets economics against politics, the same sentences
//! speak of these; so the words are exchanged in the finished page, and no report asks which framework it has.

use super::wording::OF_WRITERS;
use super::{Block, Cell, Document, Table, Value};
use crate::model::roots::with_roots;

impl Document {
    /// The page with the titles of a framework's own roots in place of FORM and CONTENT; the same page where there are
    /// none. Works that are cited and drawings stay as they are.
    pub fn with_roots(mut self, roots: Option<[&str; 2]>) -> Document {
        let Some(roots) = roots else { return self };
        let say = |text: &mut String| *text = with_roots(text, roots);
        [&mut self.title, &mut self.aside].into_iter().chain(&mut self.subtitle).for_each(say);
        for block in &mut self.blocks {
            match block {
                Block::Heading(h) => say(&mut h.text),
                Block::Paragraph(text) => say(text),
                Block::Fact { label, text } => [label, text].into_iter().for_each(say),
                Block::List { label, items } => std::iter::once(label).chain(items).for_each(say),
                Block::Table(table) => in_table(table, &say),
                Block::Figure(p) => [&mut p.caption, &mut p.alt].into_iter().for_each(say),
                Block::WhatIf(tree) => in_table(&mut tree.table, &say),
                Block::References { label, .. } | Block::Cited { label, .. } => say(label),
                Block::Break => {}
            }
        }
        for word in OF_WRITERS {
            let said = with_roots(word, roots);
            if said != word {
                self.wording.entry(word.to_owned()).or_insert(said);
            }
        }
        self
    }
}

fn in_table(table: &mut Table, say: &dyn Fn(&mut String)) {
    say(&mut table.title);
    say(&mut table.note);
    table.columns.iter_mut().for_each(|column| say(&mut column.head));
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Cell { value: Value::Text(text) | Value::Missing(text), .. } = cell {
            say(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_renamed_in_all_its_parts_and_only_where_there_are_roots() {
        let mut table = Table::new("FORM", ["content"], 0);
        table.push([Cell::from("form 3")]);
        let mut page = Document::new("Form", "content 1.0");
        page.fact("FORM", "content");
        page.table(table);
        let same = page.clone().with_roots(None);
        assert_eq!(same, page);
        let page = page.with_roots(Some(["Resources", "Relationship"]));
        assert_eq!((page.title.as_str(), page.subtitle[1].as_str()), ("Resources", "relationship 1.0"));
        let Some(Block::Table(table)) = page.blocks.last() else { panic!("a table") };
        assert_eq!((table.title.as_str(), table.columns[0].head.as_str()), ("RESOURCES", "relationship"));
        assert_eq!(table.rows[0].cells[0].words(), "resources 3");
        assert_eq!(page.say("rank by CONTENT"), "rank by RELATIONSHIP");
        assert_eq!(page.say("Records"), "Records");
    }
}
