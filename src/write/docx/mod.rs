//! A document for Word and LibreOffice: headings, real tables whose heads are repeated on each page, pictures with
//! their alternative texts, links within the page. The parts are WordprocessingML (ISO/IEC 29500) in a ZIP container.

mod body;
mod parts;
mod runs;
mod table;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::document::Document;
use body::Body;

/// The bytes of a document; the same document gives the same bytes.
///
/// # Errors
///
/// Where the container cannot be written, which memory takes however large it is.
pub fn docx(document: &Document) -> std::io::Result<Vec<u8>> {
    let body = Body::of(document);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the earliest date that the container can hold.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let language = if document.language.is_empty() { "en-GB" } else { &document.language };
    let texts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::properties(&document.title, language)),
        ("word/document.xml", body.xml()),
        ("word/styles.xml", parts::styles(language)),
        ("word/numbering.xml", parts::NUMBERING.to_owned()),
        ("word/_rels/document.xml.rels", parts::relations(body.pictures.len(), &body.addresses)),
    ];
    for (name, text) in texts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    for (i, picture) in body.pictures.iter().enumerate() {
        zip.start_file(format!("word/media/image{}.png", i + 1), options)?;
        zip.write_all(picture)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Cell, Heading, Notation, Picture, Reference, Table};

    fn page() -> Document {
        let mut table = Table::new("Scores", ["", "score"], 1);
        table.push_at(1, true, [Cell::from("=1 & <b>"), Cell::number(75.25, Notation::Decimals(1)).linked("#work")]);
        let picture = Picture {
            file: "figures/gap".into(),
            caption: "The gap".into(),
            alt: "A \"dot\".".into(),
            size: [85.0, 40.0],
            svg: "<s/>".into(),
            png: b"\x89PNG".to_vec(),
        };
        let blocks = vec![
            Block::Heading(Heading { text: "Scores".into(), level: 2, id: "scores".into() }),
            Block::Paragraph("Form & content.".into()),
            Block::fact("GAP", "+41.3"),
            Block::list("Notes", vec!["one".into()]),
            Block::Table(table),
            Block::Figure(picture),
            Block::Cited { label: "Sources".into(), keys: vec!["work".into()] },
            Block::References {
                label: "References".into(),
                entries: vec![Reference { key: "work".into(), text: "A work.".into() }],
            },
        ];
        Document { title: "A – B".into(), blocks, ..Document::default() }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).expect("a container");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).expect("the part"), &mut text).expect("a text");
        text
    }

    #[test]
    fn every_part_is_well_formed_and_the_same_page_gives_the_same_bytes() {
        let bytes = docx(&page()).expect("a document");
        assert_eq!(bytes, docx(&page()).expect("a document"));
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "word/document.xml",
            "word/styles.xml",
            "word/numbering.xml",
            "word/_rels/document.xml.rels",
        ] {
            let text = part(&bytes, name);
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    other => assert!(other.is_ok(), "{name}: {other:?}"),
                }
            }
        }
    }

    #[test]
    fn tables_repeat_their_heads_and_pictures_have_words() {
        let text = part(&docx(&page()).expect("a document"), "word/document.xml");
        for piece in [
            "<w:tblHeader/>",
            "=1 &amp; &lt;b&gt;",
            "descr=\"A &quot;dot&quot;.\"",
            "<w:hyperlink w:anchor=\"place_2\"><w:r><w:rPr><w:rStyle w:val=\"Hyperlink\"/></w:rPr><w:t xml:space=\"preserve\">75.3",
            "<w:bookmarkStart w:id=\"1\" w:name=\"place_1\"/>",
        ] {
            assert!(text.contains(piece), "{piece} is not in {text}");
        }
    }
}
