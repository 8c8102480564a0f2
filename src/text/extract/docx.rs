//! The words of a DOCX: the paragraphs of its main text. Notes, headers and text that was struck out in revision are not in it.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::{Refused, refused};
use crate::diagnostic::{Place, Problem};

/// A main text larger than this is no speech but a mistake, or a bomb.
const LARGEST: u64 = 1 << 28;

pub(super) fn text(file: &str, bytes: &[u8]) -> Result<String, Refused> {
    let hint = "name documents of Word (DOCX), or unpack the archive";
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| refused(file, &format!("the archive is broken: {e}"), "download or save it again"))?;
    let part = archive
        .by_name("word/document.xml")
        .map_err(|_| refused(file, "this is a zip archive and no DOCX: it has no word/document.xml", hint))?;
    let mut xml = String::new();
    part.take(LARGEST)
        .read_to_string(&mut xml)
        .map_err(|e| refused(file, &format!("its main text cannot be unpacked: {e}"), "save it again as DOCX"))?;
    let text =
        words(&xml).map_err(|e| refused(file, &format!("its main text is broken: {e}"), "save it again as DOCX"))?;
    if text.trim().is_empty() {
        return Err(Box::new((Place::whole(file), Problem::EmptyFile)));
    }
    Ok(text)
}

fn words(xml: &str) -> Result<String, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::with_capacity(xml.len() / 4);
    let mut within = false;
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => within = true,
            Event::End(tag) if tag.local_name().as_ref() == "t" => within = false,
            Event::End(tag) if tag.local_name().as_ref() == "p" => out.push('\n'),
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "tab" | "br" | "cr" => out.push(' '),
                "noBreakHyphen" => out.push('-'),
                _ => {}
            },
            Event::Text(text) if within => out.push_str(&text),
            Event::GeneralRef(entity) if within => out.extend(character(&entity)),
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

/// The character that an entity stands for.
fn character(entity: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c);
    }
    Some(match entity.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_by_hand() {
        let xml = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>ASEAN &amp; Rus</w:t></w:r><w:r><w:t>sia&#8217;s</w:t></w:r>\
                   <w:r><w:tab/><w:t>x</w:t><w:delText>gone</w:delText></w:r></w:p><w:p><w:r><w:t>Next</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(words(xml).expect("a text"), "ASEAN & Russia’s x\nNext\n");
    }
}
