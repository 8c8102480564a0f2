//! The text that is counted: white space, hyphens and line breaks made even, with the way back to the original.
//!
//! What is done, and nothing else: carriage returns, soft hyphens and characters without width are dropped; paragraph numbers
//! ("78. ") and headings' marks (`#`) at the beginning of a line go, as do `**` and `__`; a word broken at the end of a line is
//! joined; every run of white space, non-breaking spaces among it, becomes one space; the two other hyphens become the plain one;
//! ligatures and letters with an accent apart become the letters they show. A word that is broken in the middle of a line
//! ("Rus- sia") is joined where the pattern file knows it.

use std::collections::BTreeSet;

use unicode_normalization::char::compose;

use super::masks::{bits, mask, next};

/// A text as it is counted. Offsets are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalised {
    pub text: String,
    /// From where in `text` on an offset lies so far from its original one: (in `text`, in the original), in order.
    anchors: Vec<(u32, u32)>,
}

/// Words whose two halves are joined wherever they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(BTreeSet<String>);

impl Vocabulary {
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        Vocabulary(words.into_iter().collect())
    }
}

impl Normalised {
    /// The original offset of the character at `at`.
    pub fn original(&self, at: usize) -> usize {
        let after = self.anchors.partition_point(|(here, _)| *here as usize <= at);
        let anchor = after.checked_sub(1).and_then(|i| self.anchors.get(i));
        anchor.map_or(at, |(here, there)| at - *here as usize + *there as usize)
    }

    /// A title in front of a text, as a sentence of its own; `body` says where the text begins in the original of both.
    #[must_use]
    pub fn titled(title: Normalised, text: &Normalised, body: usize) -> Normalised {
        let mut whole = title;
        if whole.text.is_empty() {
            whole.anchors.clear();
        } else {
            whole.text.push_str(". ");
        }
        let begins = whole.text.len() as u32;
        whole.anchors.push((begins, body as u32));
        whole.anchors.extend(text.anchors.iter().map(|(here, there)| (begins + here, body as u32 + there)));
        whole.text.push_str(&text.text);
        whole
    }

    /// From where to where `from..to` stands in the original, which is given.
    pub fn span(&self, original: &str, from: usize, to: usize) -> (usize, usize) {
        let mut start = self.original(from).min(original.len());
        while !original.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = to.checked_sub(1).map_or(start, |last| self.original(last) + 1).min(original.len());
        while !original.is_char_boundary(end) {
            end += 1;
        }
        (start, end.max(start))
    }
}

fn is_white(byte: u8) -> bool {
    byte == b' ' || (9..=13).contains(&byte)
}

/// What begins a soft hyphen or a non-breaking space, an accent, other spaces, hyphens and quotes, ligatures.
fn is_beyond(byte: u8) -> bool {
    byte == 0xC2 || byte == 0xCC || byte == 0xCD || (0xE1..=0xE3).contains(&byte) || byte == 0xEF
}

/// Bytes other than white space that may need more than to be copied.
fn is_other(byte: u8) -> bool {
    byte == b'-' || byte == b'*' || byte == b'_' || is_beyond(byte)
}

/// A text made even.
pub fn normalise(source: &str, vocabulary: &Vocabulary) -> Normalised {
    let mut work = Work { source, vocabulary, text: String::with_capacity(source.len()), anchors: Vec::new(), done: 0 };
    let mut at = work.line_begins(0);
    work.put(0, at, "");
    let bytes = source.as_bytes();
    let mut from = at;
    while let Some(rest) = bytes.get(from..).filter(|rest| !rest.is_empty()) {
        for i in bits(looked_at(rest)).map(|i| from + i) {
            if i >= at {
                at = work.look(i);
                // What was dropped may have left white space on both sides.
                while at == work.done && bytes.get(at).is_some_and(|b| is_white(*b)) {
                    at = work.white(at);
                }
            }
        }
        from = (from + 64).max(at);
    }
    work.finish()
}

/// Of the next 64 bytes, those that may need more than to be copied: all but letters, marks and single spaces.
fn looked_at(rest: &[u8]) -> u64 {
    let block = next(rest);
    let (white, other) = (mask(&block, is_white), mask(&block, |b| is_other(b) || is_white(b) && b != b' '));
    let behind = rest.get(64).map_or(0, |b| u64::from(is_white(*b)));
    other | white & (white >> 1 | behind << 63)
}

struct Work<'a> {
    source: &'a str,
    vocabulary: &'a Vocabulary,
    text: String,
    anchors: Vec<(u32, u32)>,
    /// Up to where the source is dealt with.
    done: usize,
}

impl Work<'_> {
    /// Deals with what stands at `at`; gives where to go on.
    fn look(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let byte = bytes.get(at).copied().unwrap_or_default();
        match byte {
            white if is_white(white) => self.white(at),
            b'-' => self.hyphen(at, 1),
            b'*' | b'_' if bytes.get(at + 1) == Some(&byte) => self.put(at, at + 2, ""),
            beyond if is_beyond(beyond) => self.beyond(at),
            _ => at + 1,
        }
    }

    fn copy(&mut self, to: usize) {
        self.text.push_str(self.source.get(self.done..to).unwrap_or_default());
        self.done = to;
    }

    /// Puts `with` in the place of `from..to`; gives `to`.
    fn put(&mut self, from: usize, to: usize, with: &str) -> usize {
        self.copy(from);
        self.text.push_str(with);
        self.done = to;
        self.anchor();
        to
    }

    fn anchor(&mut self) {
        let here = self.text.len() as u32;
        match self.anchors.last_mut() {
            Some(last) if last.0 == here => last.1 = self.done as u32,
            _ => self.anchors.push((here, self.done as u32)),
        }
    }

    /// The character at `at`, where one begins there.
    fn char(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.source.get(..at)?.chars().next_back()
    }

    /// Where the white space that begins at `at` ends, and whether a line ends in it.
    fn white_to(&self, at: usize) -> (usize, bool) {
        let (mut end, mut line) = (at, false);
        while let Some(c) = self.char(end).filter(|c| c.is_whitespace()) {
            line |= c == '\n';
            end += c.len_utf8();
        }
        (end, line)
    }

    fn white(&mut self, at: usize) -> usize {
        let (mut end, line) = self.white_to(at);
        if line {
            end = self.line_begins(end);
        }
        self.copy(at);
        let space = if self.text.is_empty() || self.text.ends_with(' ') { "" } else { " " };
        self.put(at, end, space)
    }

    /// Where the text of a line begins that begins at `at`: behind white space, a paragraph's number and a heading's marks.
    fn line_begins(&self, at: usize) -> usize {
        let start = self.white_to(at).0;
        let rest = self.source.as_bytes().get(start..).unwrap_or_default();
        let digits = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        if (1..=3).contains(&digits) && rest.get(digits) == Some(&b'.') {
            let (end, _) = self.white_to(start + digits + 1);
            if end > start + digits + 1 {
                return end;
            }
        }
        match rest.iter().take_while(|b| **b == b'#').count() {
            0 => start,
            marks => self.white_to(start + marks).0,
        }
    }

    /// A hyphen of so many bytes: joined to the next line where it breaks a word.
    fn hyphen(&mut self, at: usize, length: usize) -> usize {
        let end = at + length;
        let letter = self.before(at).is_some_and(char::is_alphabetic);
        let Some(next) = self.over_line(end) else {
            return if letter { self.split_word(at, end) } else { end };
        };
        match self.char(next) {
            Some(c) if c.is_lowercase() && letter => self.put(at, next, ""),
            Some(c) if letter && (c.is_uppercase() || c.is_ascii_digit()) && length == 1 => self.put(end, next, ""),
            Some(c) if letter && (c.is_uppercase() || c.is_ascii_digit()) => self.put(at, next, "-"),
            _ => end,
        }
    }

    /// Where the next line's text begins, if this one ends at `at`, spaces apart.
    fn over_line(&self, at: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let blanks =
            |from: usize| from + bytes.iter().skip(from).take_while(|b| matches!(**b, b' ' | b'\t' | b'\r')).count();
        let end = blanks(at);
        (bytes.get(end) == Some(&b'\n')).then(|| blanks(end + 1))
    }

    /// "Rus- sia" is Russia, if the patterns know Russia.
    fn split_word(&mut self, at: usize, end: usize) -> usize {
        let Some(next) = self.source.get(end..).and_then(|rest| rest.strip_prefix(' ')) else { return end };
        if !next.starts_with(char::is_lowercase) {
            return end;
        }
        let head = self.source.get(..at).unwrap_or_default();
        let from = head.rfind(|c: char| !c.is_alphabetic()).map_or(0, |i| i + self.char(i).map_or(1, char::len_utf8));
        let head = head.get(from..).unwrap_or_default();
        let tail = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let known = head.len() + tail.len() < 64 && self.vocabulary.0.contains(&format!("{head}{tail}"));
        if known { self.put(at, end + 1, "") } else { end }
    }

    /// A character outside ASCII that may have to be dropped or put otherwise.
    fn beyond(&mut self, at: usize) -> usize {
        let Some(c) = self.char(at) else { return at + 1 };
        let end = at + c.len_utf8();
        match c {
            '\u{ad}' => {
                // A soft hyphen at the end of a line breaks a word as a plain one does.
                let next = self.over_line(end).filter(|n| self.char(*n).is_some_and(char::is_lowercase));
                self.put(at, next.unwrap_or(end), "")
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => self.put(at, end, ""),
            '\u{2010}' | '\u{2011}' => {
                let to = self.hyphen(at, c.len_utf8());
                // Where it was not dropped with the end of a line, a plain one stands for it.
                if self.done <= at { self.put(at, end, "-").max(to) } else { to }
            }
            '\u{300}'..='\u{36f}' => self.accent(at, c),
            '\u{fb00}'..='\u{fb06}' => {
                let letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
                self.put(at, end, letters.get(c as usize - 0xfb00).copied().unwrap_or_default())
            }
            c if c.is_whitespace() => self.white(at),
            _ => end,
        }
    }

    /// An accent joins the letter before it.
    fn accent(&mut self, at: usize, mark: char) -> usize {
        self.copy(at);
        let joined = self.text.chars().next_back().and_then(|letter| Some((letter, compose(letter, mark)?)));
        let end = at + mark.len_utf8();
        if let Some((letter, composed)) = joined {
            self.text.truncate(self.text.len() - letter.len_utf8());
            self.text.push(composed);
            self.done = end;
            self.anchor();
        }
        end
    }

    fn finish(mut self) -> Normalised {
        self.copy(self.source.len());
        self.text.truncate(self.text.trim_end_matches(' ').len());
        Normalised { text: self.text, anchors: self.anchors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(source: &str) -> String {
        normalise(source, &Vocabulary::of(["Russia".to_owned()])).text
    }

    #[test]
    fn texts_by_hand() {
        for (source, text) in [
            ("a  b\r\nc \n d\n", "a b c d"),
            ("78. We\n 79. They\nin 1980. No", "We They in 1980. No"),
            ("## Head\n**bold** and __more__ * x", "Head bold and more * x"),
            ("coun-\ntries, coun- \n  tries", "countries, countries"),
            ("Secretary-\nGeneral, post-\n2015, 2011-\n2015", "Secretary-General, post-2015, 2011- 2015"),
            ("non\u{a0}breaking\u{202f}\u{2009}spaces", "non breaking spaces"),
            ("co\u{ad}operation co\u{ad}\noperation", "cooperation cooperation"),
            ("South\u{2011}East Asia, South\u{2010}\nEast", "South-East Asia, South-East"),
            ("Rus- sia and long- standing", "Russia and long- standing"),
            ("u\u{300} и\u{306} x\u{300}", "ù й x\u{300}"),
            ("paci\u{fb01}c", "pacific"),
            ("\u{feff}x \u{200b} y", "x y"),
            ("a -\nb", "a - b"),
            ("", ""),
            (" \n", ""),
        ] {
            assert_eq!(even(source), text, "{source:?}");
        }
    }

    /// Every character of the even text that is a letter stands in the original where it says.
    #[test]
    fn offsets_lead_back() {
        let source = "1. «Юго\u{2011}Восточная\u{a0}Азия»  in coun-\r\ntries, paci\u{fb01}c e\u{301}t\u{e9}";
        let n = normalise(source, &Vocabulary::default());
        assert_eq!(n.text, "«Юго-Восточная Азия» in countries, pacific été");
        for word in ["Азия", "in", "coun", "tries"] {
            let at = n.text.find(word).expect("the word");
            let (from, to) = n.span(source, at, at + word.len());
            assert_eq!(&source[from..to], word);
        }
        let span = |word: &str| {
            let at = n.text.find(word).expect("the word");
            let (from, to) = n.span(source, at, at + word.len());
            &source[from..to]
        };
        assert_eq!(span("Юго-Восточная Азия"), "Юго\u{2011}Восточная\u{a0}Азия");
        assert_eq!(span("countries"), "coun-\r\ntries");
        assert_eq!(span("pacific"), "paci\u{fb01}c");
        assert_eq!(span("été"), "e\u{301}t\u{e9}");
    }
}
