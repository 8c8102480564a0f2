//! What a PDF says of itself: title, description, language and program, and its one drawing as a tagged figure with its
//! alternative text.
//!
//! svg2pdf writes neither; so the finished file's objects are given what ISO 32000-1 asks for (sections 14.3, 14.8 and
//! 14.9): the document information, XMP metadata, the language, and a tree of structure with one `Figure`.

use super::Figure;
use super::font::POINT;
use super::objects::Document;
use crate::document::number::two_decimals;

/// The same file with what is said of the figure; `None` where it is not built as expected.
pub(super) fn described(pdf: &[u8], figure: &Figure) -> Option<Vec<u8>> {
    let document = Document::read(pdf)?;
    let root = document.named(b"/Root")?;
    let page = document.followed(document.followed(root, b"/Pages")?, b"/Kids")?;
    let places = Places {
        root,
        page,
        info: document.named(b"/Info")?,
        drawing: document.followed(page, b"/Contents")?,
        next: document.next(),
    };
    let texts = Texts::new(figure, places);
    finished(document, places, &texts)
}

/// The numbers of the objects that are changed, and the first that is free.
#[derive(Clone, Copy)]
struct Places {
    root: u32,
    page: u32,
    info: u32,
    drawing: u32,
    next: u32,
}

/// The texts of the new objects and entries.
struct Texts {
    catalog: String,
    page: String,
    info: String,
    metadata: String,
    xmp: String,
    tree: String,
    document: String,
    figure: String,
}

/// Round the drawing: what lies between belongs to the figure.
const BEGIN: &[u8] = b"/Figure <</MCID 0>> BDC";
const END: &[u8] = b"EMC";

impl Texts {
    fn new(figure: &Figure, places: Places) -> Texts {
        let Places { page, drawing, next, .. } = places;
        let [metadata, tree, document, figured, begin, end] = [0, 1, 2, 3, 4, 5].map(|i| next + i);
        let (title, alt, language) = (text(&figure.title), text(&figure.alt), &figure.language);
        let program = text(&program());
        let [wide, high] = [figure.width, figure.height].map(|mm| two_decimals(mm / POINT));
        let xmp = xmp(figure);
        Texts {
            catalog: format!(
                "<< /Lang ({language}) /MarkInfo << /Marked true >> /Metadata {metadata} 0 R /StructTreeRoot {tree} 0 R \
                 /ViewerPreferences << /DisplayDocTitle true >> >>"
            ),
            page: format!("<< /Contents [{begin} 0 R {drawing} 0 R {end} 0 R] /StructParents 0 /Tabs /S >>"),
            info: format!("<< /Title {title} /Subject {alt} /Creator {program} >>"),
            metadata: format!("<< /Type /Metadata /Subtype /XML /Length {} >>", xmp.len()),
            xmp,
            tree: format!(
                "<< /Type /StructTreeRoot /K [{document} 0 R] /ParentTree << /Nums [0 [{figured} 0 R]] >> \
                 /ParentTreeNextKey 1 >>"
            ),
            document: format!("<< /Type /StructElem /S /Document /P {tree} 0 R /K [{figured} 0 R] >>"),
            figure: format!(
                "<< /Type /StructElem /S /Figure /P {document} 0 R /Pg {page} 0 R /K 0 /Alt {alt} \
                 /A << /O /Layout /BBox [0 0 {wide} {high}] >> >>"
            ),
        }
    }
}

fn finished<'a>(mut document: Document<'a>, places: Places, texts: &'a Texts) -> Option<Vec<u8>> {
    document.put(places.root, &texts.catalog, None)?;
    document.put(places.page, &texts.page, None)?;
    document.put(places.info, &texts.info, None)?;
    document.put(places.next, &texts.metadata, Some(texts.xmp.as_bytes()))?;
    for (i, text) in (1..).zip([&texts.tree, &texts.document, &texts.figure]) {
        document.put(places.next + i, text, None)?;
    }
    document.put(places.next + 4, "<< /Length 23 >>", Some(BEGIN))?;
    document.put(places.next + 5, "<< /Length 3 >>", Some(END))?;
    document.ordered()
}

/// The program as files name it.
pub(super) fn program() -> String {
    format!("spscore {}", env!("CARGO_PKG_VERSION"))
}

/// A text string of any alphabet: UTF-16 with its mark, in hexadecimal digits.
fn text(text: &str) -> String {
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

fn xmp(figure: &Figure) -> String {
    let [title, alt, language] = [&figure.title, &figure.alt, &figure.language].map(|t| escaped(t));
    let program = program();
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        mark = '\u{feff}'
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_alphabet() {
        assert_eq!(text("A – Я"), "<FEFF0041002020130020042F>");
        assert_eq!((BEGIN.len(), END.len()), (23, 3));
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
