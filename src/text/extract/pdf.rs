//! The text layer of a PDF; a scan, a locked or a broken file is refused with the reason.

use std::panic::catch_unwind;

use super::{Refused, refused};

/// Letters on a page below which it is taken for a picture.
const FEWEST_LETTERS: usize = 25;

pub(super) fn text(file: &str, bytes: &[u8]) -> Result<String, Refused> {
    // The reader of PDF is known to fall over broken files; a document must not take the others with it.
    let read = catch_unwind(|| layer(bytes)).unwrap_or(Err(Trouble::Broken("it cannot be read".to_owned())));
    read.map_err(|trouble| match trouble {
        Trouble::Locked => {
            refused(file, "the PDF is protected by a password", "save a copy without one, and count that")
        }
        Trouble::Broken(why) => refused(file, &format!("the PDF is broken: {why}"), "download it again"),
        Trouble::Scanned { pages, letters } => {
            let message = format!("the PDF has no text layer: {letters} letters on {pages} pages, so it is a scan");
            refused(file, &message, "run text recognition on it (for example ocrmypdf), and look through what it made")
        }
        Trouble::Garbled => {
            let message =
                "the PDF's text layer is broken: most of it are no letters, since its fonts do not say what they show";
            refused(file, message, "take the text from another edition, or run text recognition on it")
        }
    })
}

enum Trouble {
    Locked,
    Broken(String),
    Scanned { pages: usize, letters: usize },
    Garbled,
}

fn layer(bytes: &[u8]) -> Result<String, Trouble> {
    let broken = |e: lopdf::Error| Trouble::Broken(e.to_string());
    // The reader mends what it can, and would give half a text for half a file.
    let end = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    if !end.windows(5).any(|w| w == b"%%EOF") {
        return Err(Trouble::Broken("its end is missing, so it was cut short".to_owned()));
    }
    let document = match lopdf::Document::load_mem(bytes) {
        Ok(document) => document,
        Err(e) => {
            let locked = bytes.windows(8).any(|w| w == b"/Encrypt");
            return Err(if locked { Trouble::Locked } else { broken(e) });
        }
    };
    if document.is_encrypted() && document.encryption_state.is_none() {
        return Err(Trouble::Locked);
    }
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    if pages.is_empty() {
        return Err(Trouble::Broken("it has no pages".to_owned()));
    }
    let mut text = String::new();
    for page in &pages {
        text.push_str(&document.extract_text(&[*page]).map_err(broken)?);
        text.push('\n');
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    if letters < FEWEST_LETTERS * pages.len() && signs < 4 * FEWEST_LETTERS * pages.len() {
        return Err(Trouble::Scanned { pages: pages.len(), letters });
    }
    // In running text of any language four of five signs are letters.
    if letters * 2 < signs { Err(Trouble::Garbled) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

    /// One page that shows these words, or only a picture.
    fn page(words: Option<&str>, password: Option<&str>) -> Vec<u8> {
        let mut document = Document::with_version("1.5");
        let pages = document.new_object_id();
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        let font = document.add_object(font);
        let fonts = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let shown = |words: &str| {
            vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
                Operation::new("Td", vec![72.into(), 700.into()]),
                Operation::new("Tj", vec![Object::string_literal(words)]),
                Operation::new("ET", vec![]),
            ]
        };
        let content = Content { operations: words.map_or_else(Vec::new, shown) };
        let content = document.add_object(Stream::new(dictionary! {}, content.encode().expect("content")));
        let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
        let all = dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1, "Resources" => fonts,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        };
        document.objects.insert(pages, Object::Dictionary(all));
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        if let Some(password) = password {
            let id = Object::string_literal("0123456789abcdef");
            document.trailer.set("ID", vec![id.clone(), id]);
            let version = EncryptionVersion::V2 {
                document: &document,
                owner_password: "owner",
                user_password: password,
                key_length: 128,
                permissions: Permissions::all(),
            };
            let state = EncryptionState::try_from(version).expect("a lock");
            document.encrypt(&state).expect("a locked document");
        }
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("a document");
        bytes
    }

    const WORDS: &str = "ASEAN is the driving force of our region, and we support its central role.";

    fn told(bytes: &[u8]) -> String {
        text("a.pdf", bytes).expect_err("a refusal").1.to_string()
    }

    #[test]
    fn a_text_layer_is_read_and_what_has_none_is_refused() {
        assert_eq!(text("a.pdf", &page(Some(WORDS), None)).expect("a text").trim(), WORDS);
        assert!(
            told(&page(None, None)).contains("has no text layer: 0 letters on 1 pages"),
            "{}",
            told(&page(None, None))
        );
        let signs = "12 ^^ 34 %% 56 && 78 ## 90 @@ ".repeat(8);
        assert!(told(&page(Some(&signs), None)).contains("text layer is broken"));
        assert!(told(&page(Some(WORDS), Some("secret"))).contains("protected by a password"));
        assert!(told(b"%PDF-1.4\nnothing").contains("the PDF is broken"));
        let whole = page(Some(WORDS), None);
        assert!(text("a.pdf", &whole[..whole.len() / 2]).is_err());
    }
}
