//! The text of the document, block by block.

use std::collections::BTreeMap;

use super::runs::{paragraph, run, styled};
use super::table;
use crate::document::{Block, Cell, Document, Heading, Picture};
use crate::write::head;
use crate::write::markup::escaped;

/// English Metric Units in a millimetre.
const EMU: f64 = 36_000.0;
/// Width of the text on A4 with margins of 25 mm, in mm.
const TEXT_WIDTH: f64 = 160.0;
/// No picture is higher than that, so that its caption has room on the same page.
const TEXT_HEIGHT: f64 = 220.0;

/// The text, and what it refers to outside of itself.
pub(super) struct Body<'a> {
    xml: String,
    pub(super) pictures: Vec<&'a [u8]>,
    /// Of the web, in the order in which they are first named.
    pub(super) addresses: Vec<String>,
    /// Names of places by the ids that links use; a bookmark's name may hold letters, digits and `_` alone.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Body<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut body =
            Body { xml: String::new(), pictures: Vec::new(), addresses: Vec::new(), places: places(document) };
        let [title, below] = head(document, str::to_owned);
        body.xml += &styled("Heading1", &run(&title, ""));
        if !below.is_empty() {
            body.xml += &paragraph(&run(&below, "<w:i/>"));
        }
        for block in &document.blocks {
            body.block(block);
        }
        body
    }

    pub(super) fn xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
             xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
             xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>{}\
             <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" \
             w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
            self.xml
        )
    }

    fn block(&mut self, block: &'a Block) {
        let xml = match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => paragraph(&run(text, "")),
            Block::Fact { label, text } if label.is_empty() => paragraph(&run(text, "")),
            Block::Fact { label, text } => paragraph(&(run(&format!("{label}. "), "<w:b/>") + &run(text, ""))),
            Block::List { label, items } => {
                let label = if label.is_empty() { String::new() } else { paragraph(&run(label, "<w:b/>")) };
                label + &items.iter().map(|item| styled("ListBullet", &run(item, ""))).collect::<String>()
            }
            Block::Table(table) => table::table(table, &mut |cell| self.cell(cell)),
            Block::WhatIf(tree) => table::table(&tree.table, &mut |cell| self.cell(cell)),
            Block::Figure(picture) => self.picture(picture),
            Block::References { label, entries } => {
                let label = if label.is_empty() { String::new() } else { styled("Heading2", &run(label, "")) };
                let entry = |e: &'a crate::document::Reference| {
                    paragraph(&self.marked(&e.key, &run(&format!("[{}] {}", e.key, e.text), "")))
                };
                label + &entries.iter().map(entry).collect::<String>()
            }
            Block::Cited { label, keys } => {
                let links: Vec<String> = keys.iter().map(|key| self.link(&format!("#{key}"), key)).collect();
                paragraph(&(run(&format!("{label} "), "<w:b/>") + &links.join(&run(", ", ""))))
            }
            Block::Break => String::new(),
        };
        self.xml += &xml;
    }

    fn heading(&self, heading: &Heading) -> String {
        let style = format!("Heading{}", heading.level.clamp(2, 4));
        styled(&style, &self.marked(&heading.id, &run(&heading.text, "")))
    }

    /// The content of a cell, as a link where it has one.
    fn cell(&mut self, cell: &Cell) -> String {
        match &cell.link {
            Some(link) => self.link(link, &cell.words()),
            None => run(&cell.words(), ""),
        }
    }

    /// A link to a place of the page that exists, or to the web; anything else stays a text.
    fn link(&mut self, to: &str, text: &str) -> String {
        let shown = run(text, "<w:rStyle w:val=\"Hyperlink\"/>");
        if let Some(place) = to.strip_prefix('#').and_then(|id| self.places.get(id)) {
            return format!("<w:hyperlink w:anchor=\"place_{place}\">{shown}</w:hyperlink>");
        }
        if !to.starts_with("https://") && !to.starts_with("http://") {
            return run(text, "");
        }
        let known = self.addresses.iter().position(|address| address == to);
        let number = known.unwrap_or_else(|| {
            self.addresses.push(to.to_owned());
            self.addresses.len() - 1
        });
        format!("<w:hyperlink r:id=\"web{}\">{shown}</w:hyperlink>", number + 1)
    }

    /// With the bookmark of an id, where links name it.
    fn marked(&self, id: &str, runs: &str) -> String {
        match self.places.get(id) {
            Some(n) => {
                format!("<w:bookmarkStart w:id=\"{n}\" w:name=\"place_{n}\"/>{runs}<w:bookmarkEnd w:id=\"{n}\"/>")
            }
            None => runs.to_owned(),
        }
    }

    /// A picture where its bytes are at hand, otherwise its caption alone.
    fn picture(&mut self, picture: &'a Picture) -> String {
        let caption = styled("Caption", &run(&picture.caption, ""));
        if picture.png.is_empty() {
            return caption;
        }
        self.pictures.push(&picture.png);
        let n = self.pictures.len();
        let [width, height] = picture.size;
        let scale = (TEXT_WIDTH / width.max(1.0)).min(TEXT_HEIGHT / height.max(1.0)).min(1.0);
        let [cx, cy] = [width, height].map(|mm| (mm * scale * EMU).max(1.0) as u64);
        let (name, alt) = (escaped(&picture.file), escaped(&picture.alt));
        format!(
            "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{n}\" name=\"{name}\" descr=\"{alt}\"/>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"picture{n}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r></w:p>{caption}"
        )
    }
}

/// The ids that stand in a block.
fn ids(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading(heading) => vec![heading.id.as_str()],
        Block::References { entries, .. } => entries.iter().map(|e| e.key.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Every id of the page, with the number of its bookmark.
fn places(document: &Document) -> BTreeMap<&str, usize> {
    let mut places = BTreeMap::new();
    for id in document.blocks.iter().flat_map(ids).filter(|id| !id.is_empty()) {
        let next = places.len() + 1;
        places.entry(id).or_insert(next);
    }
    places
}
