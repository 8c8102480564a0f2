//! What the matches of an expression begin with: words that begin otherwise need not be tried.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, Look};
use regex_syntax::parse;

/// Bytes that are looked at.
const WIDTH: usize = 4;

/// The first bytes of every match: four, or two where a match may be shorter. ASCII letters are small ones here, which costs a few
/// vain trials and saves half the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefixes {
    pub four: Vec<u32>,
    pub two: Vec<u16>,
    /// The same as they stand, short ones filled up with zeros.
    pub raw: Vec<[u8; 4]>,
    /// The characters that a match may begin with.
    first: Vec<char>,
}

impl Prefixes {
    /// Whether every match begins with a capital, or with `$`.
    pub fn begin_with_capitals(&self) -> bool {
        self.first.iter().all(|c| c.is_uppercase() || *c == '$')
    }
}

/// Of an expression; nothing where a match may begin with anything.
pub fn of(expression: &str) -> Option<Prefixes> {
    extract(&parse(expression).ok()?)
}

/// Of an expression every match of which begins at the beginning of a word; nothing otherwise.
pub fn of_words(expression: &str) -> Option<Prefixes> {
    let parsed = parse(expression).ok()?;
    let bounded = parsed.properties().look_set_prefix().contains(Look::WordUnicode);
    let word = |c: &char| regex_syntax::try_is_word_character(*c).unwrap_or(false);
    extract(&parsed).filter(|p| bounded && p.first.iter().all(word))
}

fn extract(parsed: &Hir) -> Option<Prefixes> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(64).limit_repeat(8).limit_literal_len(WIDTH).limit_total(20_000);
    let sequence = extractor.extract(parsed);
    let mut found = Prefixes::default();
    for literal in sequence.literals()? {
        let bytes = literal.as_bytes();
        // A literal may be cut in the middle of a character; its first one is whole, or there is no telling.
        let whole = bytes.utf8_chunks().next()?.valid();
        found.first.push(whole.chars().next()?);
        let mut raw = [0; 4];
        raw.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        found.raw.push(raw);
        match (four(bytes), two(bytes)) {
            (Some(key), _) => found.four.push(key),
            (None, Some(key)) => found.two.push(key),
            (None, None) => return None,
        }
    }
    found.four.sort_unstable();
    found.four.dedup();
    found.two.sort_unstable();
    found.two.dedup();
    found.first.sort_unstable();
    found.first.dedup();
    (!found.first.is_empty()).then_some(found)
}

/// The first four bytes, as they are looked up.
pub fn four(bytes: &[u8]) -> Option<u32> {
    let first: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    Some(u32::from_le_bytes(first.map(|b| b.to_ascii_lowercase())))
}

/// The first two bytes.
pub fn two(bytes: &[u8]) -> Option<u16> {
    let first: [u8; 2] = bytes.get(..2)?.try_into().ok()?;
    Some(u16::from_le_bytes(first.map(|b| b.to_ascii_lowercase())))
}

/// Groups of what may match, by the first bytes of a word.
#[derive(Clone, Debug)]
pub struct Finder {
    /// By the first two bytes: 1 where two are enough to look further, 2 where four are needed.
    kinds: Vec<u8>,
    /// By two bytes, and by four: keys with the places of their groups, where their hash says or behind it.
    by_two: Slots,
    by_four: Slots,
    /// Places of what may match, in order.
    pub groups: Vec<Vec<u16>>,
}

const TWO: u8 = 1;
const FOUR: u8 = 2;

/// A table of so many keys that most are found at the first look.
#[derive(Clone, Debug)]
struct Slots {
    slots: Vec<Option<(u32, u16)>>,
    shift: u32,
}

impl Slots {
    fn new(keys: usize) -> Self {
        let bits = (4 * keys + 1).next_power_of_two().trailing_zeros().max(4);
        Slots { slots: vec![None; 1 << bits], shift: 32 - bits }
    }

    fn places(&self, key: u32) -> impl Iterator<Item = usize> + use<> {
        let (first, last) = ((key.wrapping_mul(0x9E37_79B1) >> self.shift) as usize, self.slots.len() - 1);
        (0..=last).map(move |i| (first + i) & last)
    }

    fn insert(&mut self, key: u32, group: u16) {
        let free = self.places(key).find(|i| self.slots.get(*i).is_some_and(Option::is_none));
        if let Some(slot) = free.and_then(|i| self.slots.get_mut(i)) {
            *slot = Some((key, group));
        }
    }

    #[inline]
    fn get(&self, key: u32) -> Option<usize> {
        for place in self.places(key) {
            let (held, group) = (*self.slots.get(place)?)?;
            if held == key {
                return Some(usize::from(group));
            }
        }
        None
    }
}

impl Finder {
    /// Of numbered prefixes.
    pub fn new<'a>(all: impl Iterator<Item = (u16, &'a Prefixes)> + Clone) -> Self {
        let mut twos: Vec<u16> = all.clone().flat_map(|(_, p)| p.two.iter().copied()).collect();
        twos.sort_unstable();
        twos.dedup();
        let mut fours: Vec<u32> = all.clone().flat_map(|(_, p)| p.four.iter().copied()).collect();
        fours.sort_unstable();
        fours.dedup();
        let (by_two, by_four) = (Slots::new(twos.len()), Slots::new(fours.len()));
        let mut finder = Finder { kinds: vec![0; 1 << 16], by_two, by_four, groups: Vec::new() };
        let low = |key: u32| (key & 0xffff) as u16;
        for key in twos {
            let group = all.clone().filter(|(_, p)| p.two.contains(&key)).map(|(i, _)| i).collect();
            let group = finder.group(group);
            finder.by_two.insert(u32::from(key), group);
            finder.mark(key, TWO);
        }
        for key in fours {
            let fits = |p: &Prefixes| p.four.contains(&key) || p.two.contains(&low(key));
            let group = all.clone().filter(|(_, p)| fits(p)).map(|(i, _)| i).collect();
            let group = finder.group(group);
            finder.by_four.insert(key, group);
            finder.mark(low(key), FOUR);
        }
        finder
    }

    fn mark(&mut self, key: u16, kind: u8) {
        if let Some(marked) = self.kinds.get_mut(usize::from(key)) {
            *marked |= kind;
        }
    }

    /// The number of a group of the same members.
    fn group(&mut self, members: Vec<u16>) -> u16 {
        let known = self.groups.iter().position(|g| *g == members);
        let at = known.unwrap_or_else(|| {
            self.groups.push(members);
            self.groups.len() - 1
        });
        at as u16
    }

    /// The group that may match at the beginning of these bytes.
    #[inline]
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        let two = two(bytes)?;
        let kind = self.kinds.get(usize::from(two)).copied().unwrap_or(0);
        if kind == 0 { None } else { self.look_up(bytes, two, kind) }
    }

    fn look_up(&self, bytes: &[u8], two: u16, kind: u8) -> Option<usize> {
        let by_four = || self.by_four.get(four(bytes)?);
        let found = if kind & FOUR == 0 { None } else { by_four() };
        found.or_else(|| if kind & TWO == 0 { None } else { self.by_two.get(u32::from(two)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_by_hand() {
        let key = |s: &str| four(s.as_bytes()).expect("four bytes");
        let china = of(r"\b(?i:China)\b").expect("prefixes");
        assert_eq!((china.four.clone(), china.two.len()), (vec![key("chin")], 0));
        assert!(!china.begin_with_capitals() && of("China").expect("prefixes").begin_with_capitals());
        let short = of(r"(?:US|USSR)\b").expect("prefixes");
        assert_eq!((short.four.clone(), short.two.clone()), (vec![key("ussr")], vec![two(b"us").expect("two")]));
        assert!(of(r"\$US").expect("prefixes").begin_with_capitals());
        assert_eq!([of(r"\w+ia"), of("A|[a-z]+"), of("A")], [None, None, None]);
        assert!(of_words(r"\bGaza\w*|\bWest Bank\b").is_some() && of_words(r"\bGaza|Bank").is_none());
    }

    #[test]
    fn groups_hold_what_may_match() {
        let all = ["(?:US)\\b", "USSR", "United", "(?i:united)"].map(|e| of(e).expect("prefixes"));
        let finder = Finder::new(all.iter().enumerate().map(|(i, p)| (i as u16, p)));
        let found = |text: &str| finder.find(text.as_bytes()).map(|g| finder.groups[g].clone());
        assert_eq!(found("US and"), Some(vec![0]));
        assert_eq!(found("USSR"), Some(vec![0, 1]));
        assert_eq!(found("Unit"), Some(vec![2, 3]));
        assert_eq!([found("Unix"), found("U"), found("Under")], [None, None, None]);
    }
}
