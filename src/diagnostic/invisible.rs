//! Characters that nobody sees and that no text which is loaded may hold: they break a terminal or a drawing, or make
//! two names look like one.

/// What kind of unseen character this is; `None` for one that may stand in a text. Tab and line feed are layout and
/// may.
///
/// The joiners U+200C and U+200D are part of how several scripts are written, and may stand too; names are compared
/// without them. Worked number: U+001B, which begins the escape sequences of terminals, is a control character; `é` is
/// none of these.
pub fn invisible(c: char) -> Option<&'static str> {
    match c {
        '\t' | '\n' => None,
        '\r' => Some("carriage return"),
        '\u{feff}' => Some("byte order mark"),
        '\u{2028}' | '\u{2029}' => Some("line separator"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("mark of writing direction")
        }
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' => {
            Some("character of no width")
        }
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => Some("annotation character"),
        c if c.is_control() => Some("control character"),
        // No text has them, and XML forbids the last two of the first plane.
        '\u{fdd0}'..='\u{fdef}' => Some("noncharacter"),
        c if u32::from(c) & 0xfffe == 0xfffe => Some("noncharacter"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_and_what_lays_out_may_stand() {
        for c in "aé中\t\n 🙂\u{a0}\u{200c}\u{200d}\u{301}".chars() {
            assert_eq!(invisible(c), None, "{c:?}");
        }
    }

    #[test]
    fn what_is_not_seen_may_not() {
        let kinds = [
            ('\0', "control character"),
            ('\u{1b}', "control character"),
            ('\u{7f}', "control character"),
            ('\u{85}', "control character"),
            ('\r', "carriage return"),
            ('\u{feff}', "byte order mark"),
            ('\u{2028}', "line separator"),
            ('\u{202e}', "mark of writing direction"),
            ('\u{200b}', "character of no width"),
            ('\u{fffe}', "noncharacter"),
            ('\u{1ffff}', "noncharacter"),
        ];
        for (c, kind) in kinds {
            assert_eq!(invisible(c), Some(kind), "{c:?}");
        }
    }
}
