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
