//! The phrases of another language, by which a text is said in it.
//!
//! A text is said in the other language as a whole or not at all: half a sentence in each would be neither.

use std::collections::BTreeMap;

use super::number::{self, Marks};

/// How often a text may be tried, so that none takes long however many commas it has.
const TRIES: usize = 100_000;

/// How many pieces may stand within one another, such as the rest of a list within the list.
const DEEPEST: usize = 200;

/// The phrases of a language by their English form.
///
/// A phrase may have `{places}`, whose words are translated in turn. The one word of a `{=place}` stays as it is, and so
/// do all those of a `{==place}`; a `{#place}` takes numbers and codes alone. The most specific phrase that fits is
/// taken, which is the one with the most letters outside its places.
#[derive(Clone, Debug)]
pub struct Phrases {
    pub(super) language: String,
    pub(super) marks: Marks,
    exact: BTreeMap<String, String>,
    patterns: Vec<Pattern>,
}

/// A phrase with places.
#[derive(Clone, Debug)]
struct Pattern {
    english: String,
    /// What stands before, between and behind the places: one more than there are places.
    pieces: Vec<String>,
    places: Vec<String>,
    said: String,
}

impl Phrases {
    /// Of a language by its code of two letters, from pairs of an English phrase and its translation. Of two for one
    /// phrase the first counts.
    pub fn new(language: &str, decimal: char, pairs: impl IntoIterator<Item = (String, String)>) -> Phrases {
        let marks = if decimal == ',' { Marks::Comma } else { Marks::Point };
        let mut exact = BTreeMap::new();
        for (english, said) in pairs {
            exact.entry(english).or_insert(said);
        }
        let mut patterns: Vec<Pattern> = exact.iter().filter_map(|(english, said)| pattern(english, said)).collect();
        let letters = |p: &Pattern| p.pieces.iter().map(|piece| piece.chars().count()).sum::<usize>();
        patterns.sort_by(|a, b| letters(b).cmp(&letters(a)).then_with(|| a.english.cmp(&b.english)));
        Phrases { language: language.to_owned(), marks, exact, patterns }
    }

    /// A phrase as the language's file has it, with its places.
    pub(super) fn phrase(&self, english: &str) -> Option<&str> {
        self.exact.get(english).map(String::as_str)
    }

    /// The text in the language; nothing where the language lacks it.
    pub fn say(&self, text: &str) -> Option<String> {
        Saying { phrases: self, known: BTreeMap::new(), tries: 0, depth: 0 }.say(text)
    }
}

/// The pieces of a phrase with places; nothing for one without, which is looked up as it is.
fn pattern(english: &str, said: &str) -> Option<Pattern> {
    let (mut pieces, mut places, mut rest) = (Vec::new(), Vec::new(), english);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}')?;
        pieces.push(before.to_owned());
        places.push(place.to_owned());
        rest = after;
    }
    pieces.push(rest.to_owned());
    // What has nothing but places would fit everything.
    let tells = pieces.iter().any(|piece| !piece.is_empty());
    (!places.is_empty() && tells).then(|| Pattern {
        english: english.to_owned(),
        pieces,
        places,
        said: said.to_owned(),
    })
}

/// One text on its way.
struct Saying<'a> {
    phrases: &'a Phrases,
    known: BTreeMap<String, Option<String>>,
    tries: usize,
    depth: usize,
}

impl Saying<'_> {
    fn say(&mut self, text: &str) -> Option<String> {
        if let Some(said) = self.phrases.exact.get(text) {
            return Some(said.clone());
        }
        match language_of(text) {
            Of::Neither => return Some(number::marked(text, self.phrases.marks)),
            Of::Another => return Some(text.to_owned()),
            Of::English => {}
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let said = self.by_pattern(text).or_else(|| self.by_sentences(text));
        self.depth -= 1;
        self.known.insert(text.to_owned(), said.clone());
        said
    }

    fn by_pattern(&mut self, text: &str) -> Option<String> {
        let phrases = self.phrases;
        phrases.patterns.iter().find_map(|pattern| {
            let [first, .., last] = pattern.pieces.as_slice() else { return None };
            let inner = text.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
            let mut filled = BTreeMap::new();
            self.fills(pattern, 0, inner, &mut filled).then(|| put(&pattern.said, &filled))
        })
    }

    /// Whether the places from the `i`-th on can be filled from the rest of a text; the shortest words are tried first.
    fn fills<'p>(&mut self, p: &'p Pattern, i: usize, rest: &str, filled: &mut BTreeMap<&'p str, String>) -> bool {
        self.tries += 1;
        let Some(place) = p.places.get(i).filter(|_| self.tries < TRIES) else { return false };
        let between = p.pieces.get(i + 1).map_or("", String::as_str);
        if i + 1 == p.places.len() {
            return self.put_in(place, rest, filled);
        }
        for (at, _) in rest.match_indices(between) {
            let (words, after) = (rest.get(..at).unwrap_or(""), rest.get(at + between.len()..).unwrap_or(""));
            if self.put_in(place, words, filled) && self.fills(p, i + 1, after, filled) {
                return true;
            }
        }
        false
    }

    fn put_in<'p>(&mut self, place: &'p str, words: &str, filled: &mut BTreeMap<&'p str, String>) -> bool {
        if words.is_empty() || words.trim() != words {
            return false;
        }
        // What is translated in turn is a piece of one sentence, with its brackets whole.
        let english = matches!(language_of(words), Of::English);
        if !place.starts_with('=') && english && (words.contains(". ") || !balanced(words)) {
            return false;
        }
        let said = match place.chars().next() {
            Some('=') if place.starts_with("==") || !words.contains(' ') => Some(words.to_owned()),
            Some('=') => None,
            Some('#') if !matches!(language_of(words), Of::Neither) => None,
            _ => self.say(words),
        };
        let found = said.is_some();
        filled.extend(said.map(|said| (place, said)));
        found
    }

    /// Sentence by sentence.
    fn by_sentences(&mut self, text: &str) -> Option<String> {
        for (at, _) in text.match_indices(". ") {
            let (first, rest) = (text.get(..=at)?, text.get(at + 2..)?);
            self.tries += 1;
            if self.tries >= TRIES || first.is_empty() || rest.is_empty() {
                return None;
            }
            if let Some(said) = self.say(first)
                && let Some(other) = self.say(rest)
            {
                return Some(format!("{said} {other}"));
            }
        }
        None
    }
}

/// Whether every bracket that opens is closed.
fn balanced(words: &str) -> bool {
    let mut open = 0_u32;
    for c in words.chars() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return false,
            ')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// From left to right, so that what a place holds is left alone.
fn put(template: &str, filled: &BTreeMap<&str, String>) -> String {
    let (mut said, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap_or((after, ""));
        said += before;
        said += filled.get(place).map_or("", String::as_str);
        rest = after;
    }
    said + rest
}

enum Of {
    English,
    /// It is written in another script, and so is not English.
    Another,
    /// Numbers, formulas and codes in capitals are of no language.
    Neither,
}

/// Letters that stand in formulas of any language.
const SIGNS: [&str; 2] = ["ln", "sqrt"];

fn language_of(text: &str) -> Of {
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let other = text.chars().filter(|c| c.is_alphabetic() && !('\u{0}'..='\u{24f}').contains(c)).count();
    let is_word = |w: &str| w.len() > 1 && w.contains(|c: char| c.is_ascii_lowercase()) && !SIGNS.contains(&w);
    match (other > latin, text.split(|c: char| !c.is_ascii_alphabetic()).any(is_word)) {
        (true, _) => Of::Another,
        (false, true) => Of::English,
        (false, false) => Of::Neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn russian(pairs: &[(&str, &str)]) -> Phrases {
        Phrases::new("ru", ',', pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())))
    }

    #[test]
    fn words_in_places_are_translated_in_turn() {
        let phrases = russian(&[
            ("form", "форма"),
            ("content", "содержание"),
            ("form and content", "то и другое"),
            ("{a} and {b}", "{a} и {b}"),
            ("{a}, {b}", "{a}, {b}"),
            ("{x} exceeds {y} by {n} points.", "{x} превосходит {y} на {n} п."),
            ("It rests on {=file}.", "Основание: {=file}."),
        ]);
        for (english, said) in [
            ("form", Some("форма")),
            // The whole phrase stands before its parts.
            ("form and content", Some("то и другое")),
            ("content and form", Some("содержание и форма")),
            ("form, content, form", Some("форма, содержание, форма")),
            ("form exceeds content by 1,037.4 points.", Some("форма превосходит содержание на 1\u{a0}037,4 п.")),
            // Each sentence by itself.
            (
                "form exceeds content by 37 points. It rests on trade.csv.",
                Some("форма превосходит содержание на 37 п. Основание: trade.csv."),
            ),
            // One word without a translation, and the whole text stays.
            ("form and vision", None),
            ("form exceeds vision by 37 points.", None),
            // Codes, dates, numbers with two points.
            ("RUS 2018-11-14", Some("RUS 2018-11-14")),
            ("1.1.2020", Some("1.1.2020")),
            ("", Some("")),
        ] {
            assert_eq!(phrases.say(english).as_deref(), said, "{english}");
        }
    }

    #[test]
    fn the_most_specific_phrase_is_taken_and_the_shortest_words() {
        let phrases = russian(&[
            ("a", "А"),
            ("b", "Б"),
            ("a of b", "АБ"),
            ("one of two", "1/2"),
            ("{x} of {y}", "{y}: {x}"),
            ("share {x} of {y}", "доля {x} в {y}"),
        ]);
        assert_eq!(phrases.say("share a of b").as_deref(), Some("доля А в Б"));
        // Shortest first; where that has no translation, longer ones are tried.
        assert_eq!(phrases.say("a of a of b").as_deref(), Some("АБ: А"));
        assert_eq!(phrases.say("one of two of b").as_deref(), Some("Б: 1/2"));
    }

    #[test]
    fn a_text_with_many_commas_ends() {
        let phrases =
            russian(&[("{a}, {b}", "{a}, {b}"), ("{==a}, {==b}, {c}, {d}", "{==a}{==b}{c}{d}"), ("word", "слово")]);
        assert_eq!(phrases.say(&(vec!["word"; 400].join(", ") + ", other")), None);
    }
}
