//! The one font of all figures: Liberation Sans (SIL Open Font License, see assets/fonts), regular and bold.
//!
//! No font of the system is looked at, so the bytes are the same on every machine. Its widths are those of Arial and
//! Helvetica, which is why a reader without it sees the same layout.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::Database;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/LiberationSans-Bold.ttf");

/// As SVG names it, with the fonts of equal widths after it.
pub(super) const FAMILY: &str = "Liberation Sans, Arial, Helvetica, sans-serif";

/// A typographic point in millimetres.
pub(super) const POINT: f64 = 25.4 / 72.0;

/// Height of the letters above the baseline and depth below it, as parts of the size.
pub(super) const ASCENT: f64 = 0.74;
pub(super) const DESCENT: f64 = 0.21;

/// Width of a line of text in millimetres, from the font's own advances; `size` in points.
///
/// Kerning is not counted: it moves letters together, so a line is never wider than this.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = face(bold) else { return 0.0 };
    let advance = |c: char| face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)).map_or(0.0, f64::from);
    text.chars().map(advance).sum::<f64>() / f64::from(face.units_per_em()) * size * POINT
}

fn face(bold: bool) -> Option<&'static ttf_parser::Face<'static>> {
    static FACES: OnceLock<[Option<ttf_parser::Face<'static>>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| [REGULAR, BOLD].map(|bytes| ttf_parser::Face::parse(bytes, 0).ok()));
    faces[usize::from(bold)].as_ref()
}

/// A database of this font alone.
pub(super) fn database() -> Arc<Database> {
    let mut database = Database::new();
    database.load_font_data(REGULAR.to_vec());
    database.load_font_data(BOLD.to_vec());
    Arc::new(database)
}

/// The text in lines no wider than `room` millimetres, broken at spaces, but for one before a dash and those about an
/// equals sign; a single long word stays whole.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    // A dash ends a line and never begins one: it is of one piece with the word before it. "n = 11" is not taken apart.
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match words.last_mut() {
            Some(before) if ["–", "—", "="].contains(&word) || before.ends_with("\u{a0}=") => {
                before.push('\u{a0}');
                before.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), size, bold) <= room => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The text, or as many of its words as `room` millimetres hold and an ellipsis.
pub(super) fn shortened(text: &str, size: f64, room: f64) -> String {
    if width(text, size, false) <= room {
        return text.to_owned();
    }
    let cuts = text.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| format!("{}…", &text[..at]));
    let mut cuts = cuts.filter(|cut| width(cut, size, false) <= room);
    cuts.next().unwrap_or_else(|| "…".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_fonts_own() {
        // Digits of Liberation Sans are 1139/2048 em wide.
        assert!((width("0123456789", 10.0, false) - 10.0 * 1139.0 / 2048.0 * 10.0 * POINT).abs() < 1e-9);
        assert!(width("Партнёрство", 8.0, false) > 10.0 && width("W", 8.0, true) >= width("W", 8.0, false));
        assert_eq!(wrap("one two three", 8.0, false, width("one two", 8.0, false)), ["one two", "three"]);
        // A dash takes its room with the word before it.
        assert_eq!(wrap("one two – three", 8.0, false, width("one two", 8.0, false)), ["one", "two\u{a0}–", "three"]);
        assert_eq!(
            wrap("one n = 2 three", 8.0, false, width("one n =", 8.0, false)),
            ["one", "n\u{a0}=\u{a0}2", "three"]
        );
        let room = width("one two…", 8.0, false);
        assert_eq!(shortened("one two three", 8.0, room), "one two…");
        assert_eq!(shortened("one two three", 8.0, 2.0 * room), "one two three");
    }
}
