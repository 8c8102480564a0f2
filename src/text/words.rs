//! Where words begin, and how many there are, sixty-four bytes at a time.
//!
//! A run of letters costs as much as a single one; only what is rare (hyphens, apostrophes, letters beyond ASCII) is
//! looked at one by one.

use super::masks::{bits, mask, next};

/// Which characters make a word that is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Letters of all scripts, and digits.
    #[default]
    Letters,
    /// Letters of Latin-1 alone, as the tables of the built-in package were counted: "Lajčák" is two words.
    Latin1,
}

/// What is looked at by itself.
fn is_rare(byte: u8) -> bool {
    byte == b'_' || byte == b'\'' || byte == b'-' || byte == b'$' || byte >= 0x80
}

/// Walks over a text, block by block.
pub(super) struct Walk<'a> {
    text: &'a str,
    rule: Words,
    at: usize,
    /// Bits of the next block that a character of this one covers, and whether its last byte belongs to a word: as expressions see it,
    /// and as words are counted.
    spilt: [u64; 2],
    last: [u64; 2],
    pub words: u32,
}

/// Where words begin in a block, and where `$` stands.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub from: usize,
    pub starts: u64,
    pub dollars: u64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, rule: Words) -> Self {
        Walk { text, rule, at: 0, spilt: [0; 2], last: [0; 2], words: 0 }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Whether a counted character begins at `at`.
    fn counts_at(&self, at: usize) -> bool {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
            Some(_) => self.char_at(at).is_some_and(|c| self.counts(c)),
            None => false,
        }
    }

    fn counts(&self, c: char) -> bool {
        match self.rule {
            Words::Letters => c != '_' && is_word(c),
            Words::Latin1 => c.is_ascii_alphanumeric() || matches!(c, 'À'..='ÿ'),
        }
    }

    /// The next block; nothing at the end.
    #[inline]
    pub(super) fn block(&mut self) -> Option<Block> {
        let from = self.at;
        let bytes = self.text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
        self.at += bytes.len().min(64);
        let bytes = next(bytes);
        let letters = mask(&bytes, |b| b.is_ascii_alphanumeric());
        let rare = mask(&bytes, is_rare);
        let [mut word, mut counted] = [letters | self.spilt[0], letters | self.spilt[1]];
        self.spilt = [0; 2];
        let (mut joined, mut dollars) = (0, 0);
        for i in bits(rare) {
            match bytes.get(i).copied().unwrap_or_default() {
                b'_' => word |= 1 << i,
                b'$' => dollars |= 1 << i,
                b'\'' | b'-' => joined += u32::from(self.joins(from + i, 1)),
                0x80..0xC0 => {}
                _ => {
                    let Some(c) = self.char_at(from + i) else { continue };
                    if c == '’' {
                        joined += u32::from(self.joins(from + i, c.len_utf8()));
                    }
                    let covered = ((1_u128 << c.len_utf8()) - 1) << i;
                    for (bits, (mask, is)) in
                        [&mut word, &mut counted].into_iter().zip([is_word(c), self.counts(c)]).enumerate()
                    {
                        if is {
                            *mask |= covered as u64;
                            if let Some(spilt) = self.spilt.get_mut(bits) {
                                *spilt |= (covered >> 64) as u64;
                            }
                        }
                    }
                }
            }
        }
        let starts = word & !(word << 1 | self.last[0]);
        let runs = counted & !(counted << 1 | self.last[1]);
        self.last = [word >> 63, counted >> 63];
        self.words = self.words.wrapping_add(runs.count_ones()).wrapping_sub(joined);
        Some(Block { from, starts, dollars })
    }

    /// Whether a mark of so many bytes stands between two counted characters, so that they are one word.
    fn joins(&self, at: usize, length: usize) -> bool {
        let before = self.text.get(..at).and_then(|t| t.chars().next_back());
        before.is_some_and(|c| self.counts(c)) && self.counts_at(at + length)
    }
}

/// As expressions see it: a letter, an accent, a digit, a joining mark.
fn is_word(c: char) -> bool {
    regex_syntax::try_is_word_character(c).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words by the rule as it is told: runs, joined where an apostrophe or a hyphen stands between two.
    fn plain(text: &str, rule: Words) -> u32 {
        let walk = Walk::new(text, rule);
        let chars: Vec<char> = text.chars().collect();
        let counts = |i: usize| chars.get(i).is_some_and(|c| walk.counts(*c));
        let runs = (0..chars.len()).filter(|i| counts(*i) && (*i == 0 || !counts(i - 1))).count();
        let mark =
            |i: &usize| matches!(chars.get(*i), Some('\'' | '’' | '-')) && *i > 0 && counts(i - 1) && counts(i + 1);
        (runs - (0..chars.len()).filter(mark).count()) as u32
    }

    fn walked(text: &str, rule: Words) -> (u32, Vec<usize>) {
        let mut walk = Walk::new(text, rule);
        let mut starts = Vec::new();
        while let Some(block) = walk.block() {
            starts.extend(bits(block.starts | block.dollars).map(|i| block.from + i));
        }
        (walk.words, starts)
    }

    #[test]
    fn words_by_hand() {
        for (text, letters, latin1) in [
            ("We are one.", 3, 3),
            ("ASEAN's well-being, ASEAN’s -- x-", 4, 4),
            ("Mr. Lajčák", 2, 3),
            ("Юго-Восточная Азия", 2, 0),
            ("a_b $5", 3, 3),
            ("", 0, 0),
        ] {
            assert_eq!([walked(text, Words::Letters).0, walked(text, Words::Latin1).0], [letters, latin1], "{text}");
        }
        assert_eq!(walked("a_b US$5 é—x", Words::Letters).1, [0, 4, 6, 7, 9, 14]);
    }

    proptest! {
        /// Blocks change nothing, wherever their borders lie.
        #[test]
        fn blocks_give_what_characters_give(text in "[a-z 'é’č_—Я$-]{0,200}") {
            for rule in [Words::Letters, Words::Latin1] {
                let (words, starts) = walked(&text, rule);
                prop_assert_eq!(words, plain(&text, rule));
                let chars: Vec<(usize, char)> = text.char_indices().collect();
                let begins = |i: usize| is_word(chars[i].1) && (i == 0 || !is_word(chars[i - 1].1)) || chars[i].1 == '$';
                let expected: Vec<usize> = (0..chars.len()).filter(|i| begins(*i)).map(|i| chars[i].0).collect();
                prop_assert_eq!(starts, expected);
            }
        }
    }
}
