//! Words of another language for what figures and reports say.

use std::collections::BTreeMap;

/// What a word names; each kind has a table of its own in the language's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// A sentence or label of a figure, by its English form with `{places}`.
    Phrase,
    /// A sentence, heading or label of a report, by its English form with `{places}`; the words of a `{=place}` are
    /// left as they are.
    Report,
    /// A node of a framework, by its code.
    Node,
    /// A party, by its code.
    Party,
    /// An issue, by its code.
    Issue,
    /// A rung on the ladder of status, by its code.
    Rung,
    /// A status as it was proclaimed, by that name.
    Status,
    /// A verdict on the gap, by its label.
    Verdict,
    /// A source, by its key in the package.
    Source,
}

impl Naming {
    pub const ALL: [Naming; 9] = [
        Naming::Phrase,
        Naming::Report,
        Naming::Node,
        Naming::Party,
        Naming::Issue,
        Naming::Rung,
        Naming::Status,
        Naming::Verdict,
        Naming::Source,
    ];

    /// The table's name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Naming::Phrase => "phrase",
            Naming::Report => "report",
            Naming::Node => "node",
            Naming::Party => "party",
            Naming::Issue => "issue",
            Naming::Rung => "rung",
            Naming::Status => "status",
            Naming::Verdict => "verdict",
            Naming::Source => "source",
        }
    }
}

/// One language's words, and how it writes a decimal.
#[derive(Clone, Debug)]
pub struct Language {
    /// Of two letters (ISO 639-1), such as `ru`.
    pub code: &'static str,
    pub decimal: char,
    words: BTreeMap<Naming, BTreeMap<String, String>>,
}

impl Language {
    pub fn new(code: &'static str, decimal: char, words: BTreeMap<Naming, BTreeMap<String, String>>) -> Language {
        Language { code, decimal, words }
    }

    /// All words of a kind, by their keys.
    pub fn words(&self, naming: Naming) -> impl Iterator<Item = (&str, &str)> {
        self.words.get(&naming).into_iter().flatten().map(|(key, word)| (key.as_str(), word.as_str()))
    }

    /// The word for `key`; `None` where the language's file has none.
    pub fn get(&self, naming: Naming, key: &str) -> Option<&str> {
        self.words.get(&naming)?.get(key).map(String::as_str)
    }
}
