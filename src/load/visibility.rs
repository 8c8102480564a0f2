//! One rule holds for every text that is loaded: it contains no invisible character, whether that character stands in
//! the file or an escape of the file's format makes it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::Places;
use super::reader::Reader;
use crate::diagnostic::{Diagnostics, Place, Problem, invisible};

/// Whether the text may be read; every character that is not allowed in it is reported at its place.
pub(super) fn check_visible(file: &str, text: &str, diagnostics: &mut Diagnostics) -> bool {
    const STRETCH: usize = 256;
    let mut places = Places::default();
    let mut admitted = true;
    for (number, stretch) in text.as_bytes().chunks(STRETCH).enumerate() {
        // Nearly every stretch has none, which is checked for many bytes at a time.
        if !stretch.iter().fold(false, |any, byte| any | suspicious(*byte)) {
            continue;
        }
        for (i, _) in stretch.iter().enumerate().filter(|(_, byte)| suspicious(**byte)) {
            let byte = number * STRETCH + i;
            let character = text.get(byte..).and_then(|rest| rest.chars().next());
            if let Some((character, sort)) = character.and_then(|c| Some((c, invisible(c)?))) {
                let (line, column) = places.find(text, byte);
                diagnostics.push(Place::new(file, line, column), Problem::Invisible { sort, code: character.into() });
                admitted = false;
            }
        }
    }
    admitted
}

/// Whether a character that begins with this byte may be invisible.
fn suspicious(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n' && byte != b'\t')
        || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf0..=0xf4)
}

/// The first character of a decoded string that may not stand there; in one line no line may end and no tab stand.
pub(super) fn unseen(text: &str, one_line: bool) -> Option<Problem> {
    let fault = |c: char| match c {
        '\n' if one_line => Some("line feed"),
        '\t' if one_line => Some("tab"),
        c => invisible(c),
    };
    text.chars().find_map(|c| Some(Problem::Invisible { sort: fault(c)?, code: c.into() }))
}

/// Keys whose text may run over lines.
const PROSE: [&str; 6] = ["bibtex", "definition", "description", "formula", "reason", "text"];

impl Reader<'_> {
    /// Reports every key and string into which an escape has put an invisible character; codes and titles fill one
    /// line.
    pub(super) fn strings(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            if let Some(problem) = unseen(key.get_ref(), true) {
                self.report(key.span().start, problem);
            }
            self.string(value, !PROSE.contains(&key.get_ref().as_ref()));
        }
    }

    fn string(&mut self, value: &Spanned<DeValue<'_>>, one_line: bool) {
        match value.get_ref() {
            DeValue::String(text) => {
                if let Some(problem) = unseen(text, one_line) {
                    self.report(value.span().start, problem);
                }
            }
            DeValue::Array(items) => items.iter().for_each(|item| self.string(item, one_line)),
            DeValue::Table(table) => self.strings(table),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unseen_character_is_found_wherever_it_stands() {
        // One character for each first byte that the fast check looks for, after every number of plain ones up to a
        // stretch.
        for bad in ['\0', '\u{1b}', '\r', '\u{7f}', '\u{85}', '\u{ad}', '\u{61c}', '\u{180e}', '\u{200b}', '\u{2028}'] {
            for before in [0, 1, 255, 256, 300] {
                let text = format!("{}\n{}é{bad}z", "x".repeat(before), "y".repeat(3));
                let mut diagnostics = Diagnostics::default();
                assert!(!check_visible("a.csv", &text, &mut diagnostics), "{bad:?} behind {before}");
                let place = diagnostics.iter().map(|d| (d.place.line, d.place.column)).collect::<Vec<_>>();
                assert_eq!(place, [(2, 5)], "{bad:?} behind {before}");
            }
        }
        for bad in ['\u{feff}', '\u{fffe}', '\u{e0041}', '\u{10ffff}'] {
            assert!(!check_visible("a.csv", &bad.to_string(), &mut Diagnostics::default()), "{bad:?}");
        }
    }

    #[test]
    fn the_quick_look_passes_over_nothing() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| invisible(*c).is_some()) {
            let first = c.to_string().bytes().next().unwrap_or_default();
            assert!(suspicious(first), "{c:?}");
        }
    }
}
