//! What a figure says, in its language: phrases, names, and numbers with that language's decimal mark.
//!
//! Phrases stand in English where they are used; another language's file has them by that English form. What it lacks
//! is shown in English and remembered, so that it can be given.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::document::number;
use crate::model::PartialDate;
use crate::model::framework::Node;
use crate::model::language::{Language, Naming};
use crate::model::roots::with_roots;

/// The words of one figure.
#[derive(Debug, Default)]
pub struct Words {
    /// `None` for English, in which everything is written.
    language: Option<Language>,
    /// Titles of a framework's own two roots, which English phrases have in place of FORM and CONTENT.
    roots: Option<[String; 2]>,
    missing: RefCell<BTreeSet<String>>,
}

impl Words {
    pub fn english() -> Words {
        Words::default()
    }

    pub fn of(language: Language) -> Words {
        Words { language: Some(language), ..Words::default() }
    }

    /// The same words for a framework whose roots are not form and content. Another language keeps its own words for
    /// these, whose cases cannot be had from a title.
    pub fn with_roots(self, roots: Option<[&str; 2]>) -> Words {
        Words { roots: roots.map(|roots| roots.map(str::to_owned)), ..self }
    }

    /// Of two letters: `en`, `ru`.
    pub fn code(&self) -> &str {
        self.language.as_ref().map_or("en", |l| l.code)
    }

    /// The words that were shown in English because the language has none for them, each once.
    pub fn untranslated(&self) -> Vec<String> {
        self.missing.borrow().iter().cloned().collect()
    }

    /// A phrase with its places filled. Worked example: `say("{n} % first", &[("n", "20")])` is "20 % first".
    pub fn say(&self, phrase: &str, places: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let template = self.word(Naming::Phrase, phrase, phrase);
        // From left to right, so that a name with braces of its own is left alone.
        let mut rest = template.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (place, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            said.push_str(places.iter().find(|(name, _)| *name == place).map_or("", |(_, words)| words));
            rest = after;
        }
        said + rest
    }

    /// A phrase without places.
    pub fn plain(&self, phrase: &str) -> String {
        self.word(Naming::Phrase, phrase, phrase)
    }

    pub(super) fn node(&self, node: &Node) -> String {
        self.word(Naming::Node, &node.code, &node.title)
    }

    pub(super) fn party(&self, code: &str, name: &str) -> String {
        self.word(Naming::Party, code, name)
    }

    pub(super) fn issue(&self, code: &str, title: &str) -> String {
        self.word(Naming::Issue, code, title)
    }

    /// A rung's short name; a framework's own rungs by their codes.
    pub(super) fn rung(&self, code: &str) -> String {
        let name = match code {
            "development" => "development partner",
            "sectoral" => "sectoral dialogue partner",
            "full" => "dialogue partner",
            "named" => "named partnership",
            "strategic" => "strategic partnership",
            "comprehensive_strategic" => "comprehensive strategic partnership",
            other => &other.replace('_', " "),
        };
        self.word(Naming::Rung, code, name)
    }

    /// A status by the name it was proclaimed under.
    pub(super) fn status(&self, label: &str) -> String {
        self.word(Naming::Status, label, label)
    }

    /// A source by its key; one without a word keeps its printed title, as works do.
    pub(super) fn source(&self, key: &str, title: String) -> String {
        let word = self.language.as_ref().and_then(|l| l.get(Naming::Source, key));
        word.map_or(title, str::to_owned)
    }

    /// A verdict on the gap, which may be two labels.
    pub(super) fn verdict(&self, verdict: &str) -> String {
        let labels: Vec<String> = verdict.split(" or ").map(|label| self.word(Naming::Verdict, label, label)).collect();
        labels.join(&self.plain(" or "))
    }

    fn word(&self, naming: Naming, key: &str, original: &str) -> String {
        let Some(language) = &self.language else {
            return match (&self.roots, naming) {
                (Some([first, second]), Naming::Phrase) => with_roots(original, [first, second]),
                _ => original.to_owned(),
            };
        };
        language.get(naming, key).map_or_else(
            || {
                self.missing.borrow_mut().insert(original.to_owned());
                original.to_owned()
            },
            str::to_owned,
        )
    }

    pub(super) fn score(&self, z: f64) -> String {
        self.mark(number::score(z))
    }

    pub(super) fn score_or_none(&self, z: Option<f64>) -> String {
        self.mark(number::score_or_none(z))
    }

    pub(super) fn signed(&self, x: f64, decimals: usize) -> String {
        self.mark(number::signed(x, decimals))
    }

    pub(super) fn coverage(&self, k: f64) -> String {
        self.mark(number::coverage(k))
    }

    pub(super) fn whole(&self, x: f64) -> String {
        number::whole(x)
    }

    /// A whole number, thousands apart.
    pub fn count(&self, n: usize) -> String {
        let grouped = crate::model::digits::grouped(n as f64);
        if self.language.is_some() { grouped.replace(',', "\u{a0}") } else { grouped }
    }

    /// Per cent of a share, without decimals; what is above 0 and below half a per cent is described as such.
    pub(super) fn per_cent(&self, share: f64) -> String {
        match share {
            s if s > 0.0 && s < 0.005 => "<1 %".into(),
            s if s < 1.0 && s > 0.995 => ">99 %".into(),
            s => format!("{} %", number::whole(100.0 * s)),
        }
    }

    /// Of two decimals, with its sign where it is below 0.
    pub(super) fn two_decimals(&self, x: f64) -> String {
        self.mark(number::two_decimals(x).replace('-', "−"))
    }

    /// Without needless zeros: 3, 2.5.
    pub(super) fn short(&self, x: f64) -> String {
        self.mark(number::plain(x))
    }

    /// An interval of ranks: "2–5", or with a decimal at both ends where either lies between two ranks.
    pub(super) fn ranks(&self, low: f64, high: f64) -> String {
        let whole = |x: f64| number::score(x).ends_with(".0");
        let both = whole(low) && whole(high);
        let [low, high] = [low, high].map(|x| if both { self.whole(x) } else { self.score(x) });
        if low == high { low } else { format!("{low}–{high}") }
    }

    /// Digits that are written already.
    pub(super) fn marked(&self, digits: &str) -> String {
        self.mark(digits.to_owned())
    }

    /// A date as the language writes it: 2018-11-14, and 14.11.2018 in Russian; as much of it as is known.
    pub(super) fn date(&self, date: PartialDate) -> String {
        let written = date.to_string();
        match self.code() {
            "ru" => written.rsplit('-').collect::<Vec<_>>().join("."),
            _ => written,
        }
    }

    /// A number with the language's decimal mark.
    fn mark(&self, number: String) -> String {
        match self.language.as_ref().map(|l| l.decimal) {
            Some(decimal) if decimal != '.' => number.replace('.', &decimal.to_string()),
            _ => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_filled_from_left_to_right() {
        let words = Words::english();
        assert_eq!(words.say("{a} less {b}", &[("a", "{b}"), ("b", "x")]), "{b} less x");
        assert_eq!((words.code(), words.score(12.34)), ("en", "12.3".to_owned()));
    }

    #[test]
    fn ends_of_ranks_have_equal_decimals() {
        let words = Words::english();
        assert_eq!(words.ranks(1.0, 4.96), "1–5");
        assert_eq!(words.ranks(2.9, 10.0), "2.9–10.0");
        assert_eq!(words.ranks(3.0, 3.0), "3");
    }

    #[test]
    fn what_has_no_word_is_shown_and_remembered() {
        let words = Words::of(Language::new("ru", ',', std::collections::BTreeMap::new()));
        assert_eq!(words.party("XYZ", "Xyzland"), "Xyzland");
        assert_eq!(words.signed(-0.54, 1), "−0,5");
        assert_eq!(words.untranslated(), ["Xyzland"]);
    }
}
