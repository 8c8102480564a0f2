//! What scores are made of: by level, by member, through time.

mod json;
mod levels;
mod members;
mod passage;
mod records;
mod rises;
mod words;

pub use crate::analysis::verbs::Decomposed;

use crate::document::{Block, Cell, Document, Table};
use crate::model::framework::NodeId;
use crate::report::{Detail, Report};

impl Decomposed<'_> {
    fn name(&self, id: crate::model::PartyId) -> &str {
        self.measurer.package().parties.name(id)
    }

    fn slug(&self) -> String {
        self.partnership.slug(&self.measurer.package().parties)
    }

    /// A node's title with the parties' names; the roots and parameters as the card calls them.
    fn title(&self, id: NodeId) -> String {
        let f = self.framework;
        match id {
            _ if id == f.form => "FORM".into(),
            _ if id == f.content => "CONTENT".into(),
            _ => crate::analysis::evaluation::title(f, &self.measurer, self.partnership, id),
        }
    }

    /// The code as a word in a sentence.
    fn word(&self, id: NodeId) -> String {
        self.framework.node(id).code.replace('_', " ")
    }

    fn heading(&self) -> String {
        format!("{} – {}", self.name(self.partnership.a), self.name(self.partnership.b))
    }

    fn made(&self) -> String {
        let (f, package) = (self.framework, self.measurer.package());
        let window = self.measurer.window();
        format!("window {window} · framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    /// What was found, part by part.
    pub(super) fn findings(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(levels) = &self.levels {
            blocks.extend(levels::blocks(self, levels));
        }
        if let Some(members) = &self.members {
            blocks.extend(members::blocks(self, members));
        }
        if let Some(passage) = &self.passage {
            blocks.extend(passage::blocks(self, passage));
        }
        if !self.notes.is_empty() {
            blocks.push(Block::Break);
            blocks.push(Block::list("Notes", self.notes.clone()));
        }
        blocks
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.findings();
        let slug = self.slug();
        blocks.push(Block::Break);
        let see = format!("the notes on data and coverage hold here too: spscore evaluate {slug}");
        blocks.push(Block::fact("See", see));
        if self.brief {
            let next = format!("spscore decompose {slug} --levels, --members or --time: each in full");
            blocks.push(Block::fact("Next", next));
        }
        blocks
    }
}

impl Report for Decomposed<'_> {
    fn document(&self, _: Detail) -> Document {
        let mut d = Document::new(format!("{}, taken apart", self.heading()), self.made());
        d.blocks = self.blocks();
        d.with_roots(self.framework.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records::records(self))
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        json::json(self)
    }
}

/// A table whose first row is the head and whose first column is words; two blanks before a word are a step down.
fn table(rows: Vec<Vec<String>>) -> Block {
    let mut rows = rows.into_iter();
    let mut t = Table::new("", rows.next().unwrap_or_default(), 1);
    for mut cells in rows {
        let depth = cells.first_mut().map_or(0, |first| {
            let text = first.trim_start().to_owned();
            let depth = (first.len() - text.len()) / 2;
            *first = text;
            depth
        });
        t.push_at(depth, false, cells.into_iter().map(Cell::from));
    }
    Block::Table(t)
}
