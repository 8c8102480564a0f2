//! What scores are made of, as text: terminal and Markdown from the same blocks, CSV, JSON.

mod block;
mod csv;
mod json;
mod levels;
mod members;
mod passage;
mod rises;
mod words;

pub use csv::csv;
pub use json::json;

pub use crate::analysis::verbs::Decomposed;

use crate::model::framework::NodeId;
use crate::report::escape::plain;
use crate::report::page::Page;
use block::Block;

impl Decomposed<'_> {
    fn name(&self, id: crate::model::PartyId) -> &str {
        self.gauge.package().parties.name(id)
    }

    fn slug(&self) -> String {
        self.partnership.slug(&self.gauge.package().parties)
    }

    /// A node's title with the parties' names; the roots and parameters as the card calls them.
    fn title(&self, id: NodeId) -> String {
        let f = self.framework;
        match id {
            _ if id == f.form => "FORM".into(),
            _ if id == f.content => "CONTENT".into(),
            _ => crate::analysis::evaluation::title(f, &self.gauge, self.partnership, id),
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
        let (f, package) = (self.framework, self.gauge.package());
        let window = self.gauge.window();
        format!("window {window} · framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    fn blocks(&self) -> Vec<Block> {
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
            blocks.push(Block::Blank);
            blocks.push(Block::list("Notes", self.notes.clone()));
        }
        let slug = self.slug();
        blocks.push(Block::Blank);
        let see = format!("the notes on data and coverage hold here too: spscore evaluate {slug}");
        blocks.push(Block::text("See", see));
        if self.brief {
            let next = format!("spscore decompose {slug} --levels, --members or --time: each in full");
            blocks.push(Block::text("Next", next));
        }
        blocks
    }
}

/// Lines of at most `width` columns, 60 to 100.
pub fn terminal(d: &Decomposed<'_>, width: usize) -> String {
    let mut page = Page::new(width.clamp(60, 100), 9);
    page.line(&d.heading());
    page.line(&d.made());
    for block in d.blocks() {
        block.print(&mut page);
    }
    page.out
}

pub fn markdown(d: &Decomposed<'_>) -> String {
    let mut out = format!("# {}, taken apart\n\n{}\n", plain(&d.heading()), plain(&d.made()));
    out.extend(d.blocks().iter().map(Block::markdown));
    out
}
