//! The complete report of one partnership or several: the answer in sentences first, then everything that it rests on,
//! down to the rows and the references.

mod data;
mod indicators;
mod method;
mod scores;
mod what_if;

use std::collections::BTreeSet;

pub use crate::analysis::verbs::Complete;
use crate::analysis::verbs::{Audited, Part};
use crate::document::{Block, Document, Heading, Picture, Reference, Table};
use crate::model::package::RowRef;
use crate::report::{Detail, Report, Subject, answer, card, number};

/// Fetches the fields of a row of the package.
pub type Record<'a> = &'a dyn Fn(RowRef) -> Option<Vec<(String, String)>>;

/// A complete report: the answers, and what other rooms make for it.
pub struct CompleteReport<'a> {
    pub of: &'a Complete<'a>,
    /// Papers about these partnerships, set against the data.
    pub audits: &'a [Audited<'a>],
    pub pictures: Vec<Picture>,
    /// What a figure is called in the language of the captions: `Figure`.
    pub figure: String,
    pub record: Record<'a>,
    /// The references of sources of the package, by their keys.
    pub references: &'a dyn Fn(&[String]) -> Vec<Reference>,
    /// The command that makes the report again.
    pub command: String,
}

/// How many rows of each table a page shows that is not whole.
const ROWS: usize = 12;
/// Of more partnerships than so many no page is whole: it would have hundreds of thousands of cells.
const FEW: usize = 3;

impl CompleteReport<'_> {
    fn subjects(&self) -> impl Iterator<Item = (&Part<'_>, Subject<'_>)> {
        self.of.parts.iter().map(|part| (part, Subject::from(&part.evaluated)))
    }

    /// Whether the report is about one partnership alone.
    fn single(&self) -> bool {
        self.of.parts.len() == 1
    }

    /// A heading of its own for each partnership, where there are several.
    fn named(&self, d: &mut Document, s: &Subject<'_>, id: &str) {
        if !self.single() {
            d.section(3, if id.is_empty() { String::new() } else { format!("{id}-{}", s.slug()) }, name(s));
        }
    }

    fn title(&self) -> String {
        match self.of.parts.as_slice() {
            [one] => format!("{}: form and content of a partnership", name(&Subject::from(&one.evaluated))),
            all => format!("Form and content of {} partnerships", all.len()),
        }
    }

    /// The answer: of one partnership its sentences, of several the comparison's and then each one's.
    fn answer(&self, d: &mut Document) {
        let compared = self.of.compared.as_ref().filter(|_| !self.single());
        if let Some(text) = compared.and_then(|compared| compared.answer()) {
            d.paragraph(text);
        }
        for (_, s) in self.subjects() {
            let sentences = answer::sentences(&s).join(" ");
            d.paragraph(if self.single() { sentences } else { format!("{}: {sentences}", name(&s)) });
        }
    }

    fn figures(&self, d: &mut Document) {
        if self.pictures.is_empty() {
            return;
        }
        d.section(2, "figures", "Figures");
        for (i, picture) in self.pictures.iter().enumerate() {
            let caption = format!("{} {}. {}", self.figure, i + 1, picture.caption);
            d.blocks.push(Block::Figure(Picture { caption, ..picture.clone() }));
        }
    }

    fn parts(&self, d: &mut Document) {
        d.section(2, "parts", "What the scores are made of");
        for (part, s) in self.subjects() {
            self.named(d, &s, "");
            let level = if self.single() { 2 } else { 3 };
            d.part(level, Document { blocks: part.decomposed.findings(), ..Document::default() });
        }
    }

    fn robustness(&self, d: &mut Document, detail: Detail) {
        d.section(2, "uncertainty", "Uncertainty and robustness");
        if let Some(found) = &self.of.uncertainty {
            d.part(2, without_next(found.document(detail)));
        } else {
            d.paragraph("Nothing was varied: no gap could be given, or the framework declares nothing that may vary.");
        }
        for (part, s) in self.subjects() {
            let Some(found) = &part.sensitivity else { continue };
            d.section(3, format!("sensitivity-{}", s.slug()), format!("{}: what the gap depends on", name(&s)));
            d.part(3, without_next(found.document(detail)));
        }
    }

    fn references(&self, d: &mut Document) {
        d.section(2, "references", "References");
        let citations = &self.of.framework.citations;
        let keys = cited(d).into_iter().filter(|key| citations.iter().all(|c| c.key != *key));
        let mut entries = (self.references)(&keys.collect::<Vec<String>>());
        entries.extend(citations.iter().map(|c| Reference { key: c.key.clone(), text: c.text.clone() }));
        entries.sort_by(|a, b| a.text.cmp(&b.text));
        d.references("", entries);
    }

    fn made(&self, d: &mut Document) {
        let (f, package, plan) = (self.of.framework, self.of.package, self.of.plan);
        d.section(2, "made", "How this report was made");
        d.fact("Command", self.command.as_str());
        d.fact("Program", format!("spscore {}", env!("CARGO_PKG_VERSION")));
        d.fact("Framework", format!("{} {}, sha256 {}", f.code, f.version, f.sha256));
        d.fact("Data", format!("{} {}, sha256 {}", package.name, package.version, package.sha256));
        let draws = number::plain(plan.draws as f64);
        d.fact("Variants", format!("{draws} draws, seed {}; the same command gives the same bytes", plan.seed));
    }
}

/// The keys of all works that a page leads to, and of other places on it.
fn cited(d: &Document) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for block in &d.blocks {
        match block {
            Block::Cited { keys: own, .. } => keys.extend(own.iter().cloned()),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let links = cells.filter_map(|cell| cell.link.as_deref()?.strip_prefix('#'));
                keys.extend(links.map(str::to_owned));
            }
            _ => {}
        }
    }
    keys
}

/// "Russia – ASEAN".
fn name(s: &Subject<'_>) -> String {
    format!("{} – {}", s.name_a(), s.name_b())
}

/// A page as a part of a report, which has no use for the command that would come next.
fn without_next(page: Document) -> Document {
    let next = |block: &Block| matches!(block, Block::Fact { label, .. } if label == "Next");
    Document { blocks: page.blocks.into_iter().filter(|block| !next(block)).collect(), ..page }
}

impl Report for CompleteReport<'_> {
    /// In brief, or of many partnerships, each table behind an indicator has its first rows; in full all that concern
    /// the partnership.
    fn document(&self, detail: Detail) -> Document {
        let (f, package) = (self.of.framework, self.of.package);
        let mut d = Document {
            title: self.title(),
            aside: format!("window {}", self.of.window),
            subtitle: [
                match self.of.parts.as_slice() {
                    [one] => card::status(&Subject::from(&one.evaluated)),
                    _ => String::new(),
                },
                format!("Framework {} {}, data {} {}", f.code, f.version, package.name, package.version),
            ],
            ..Document::default()
        };
        self.answer(&mut d);
        d.section(2, "card", if self.single() { "Score card" } else { "Score cards" });
        for (_, s) in self.subjects() {
            self.named(&mut d, &s, "card");
            scores::card(&mut d, &s);
        }
        d.section(2, "what-if", "What if the weights were others?");
        d.paragraph(what_if::LEAD);
        d.blocks.push(Block::WhatIf(what_if::tree(self.of)));
        self.figures(&mut d);
        if let Some(compared) = &self.of.compared {
            d.section(2, "peers", "Beside the peers");
            d.part(2, without_next(compared.document(detail)));
        }
        self.parts(&mut d);
        self.robustness(&mut d, detail);
        d.section(2, "method", "Method");
        method::page(&mut d, f);
        d.section(2, "data", "Data and coverage");
        data::tables(&mut d, self.of);
        for (_, s) in self.subjects() {
            self.named(&mut d, &s, "");
            data::coverage(&mut d, &s);
        }
        d.section(2, "published", "What was published, and what the data say");
        for audited in self.audits {
            d.section(3, format!("audit-{}", audited.set.code), audited.set.title.as_str());
            d.part(3, without_next(audited.document(Detail::Brief)));
        }
        if !self.audits.is_empty() {
            d.section(3, "facts", "All figures that the package has from elsewhere");
        }
        data::published(&mut d, self.of);
        d.section(2, "indicators", "Indicator by indicator");
        let whole = detail == Detail::Full && self.of.parts.len() <= FEW;
        let most = if whole { usize::MAX } else { ROWS };
        for (_, s) in self.subjects() {
            self.named(&mut d, &s, "indicators");
            indicators::pages(&mut d, &s, if self.single() { 3 } else { 4 }, most, self.record);
        }
        self.references(&mut d);
        self.made(&mut d);
        d.with_roots(f.own_roots())
    }

    fn records(&self) -> Option<Table> {
        match &self.of.compared {
            Some(compared) => compared.records(),
            None => self.of.parts.first().and_then(|part| part.evaluated.records()),
        }
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        match (&self.of.compared, self.of.parts.first()) {
            (Some(compared), _) => compared.json(),
            (None, Some(part)) => part.evaluated.json(),
            (None, None) => Ok("{}".into()),
        }
    }
}

/// The id by which links name the page of a node.
fn id_of(s: &Subject<'_>, id: crate::model::framework::NodeId) -> String {
    format!("{}.{}", s.slug(), s.framework.node(id).code)
}

/// Headings of a page that becomes a part, with ids where links name them.
fn heading(level: u8, id: String, text: String) -> Block {
    Block::Heading(Heading { text, level, id })
}
