//! Finds the known name that a mistyped one may stand for. The names of a search, their letters and the searches of a
//! file are limited, since no run should wait for a suggestion.

use std::collections::HashMap;

/// Names that one search looks at.
const NAMES: usize = 10_000;
/// The greatest number of searches for one file, since no more problems of a kind are listed one by one.
const SEARCHES: usize = 20;
/// Letters of the longest name that may be a slip of the pen.
const LETTERS: usize = 100;

/// The known name with the fewest slips of the pen from `typed`, if they are few; the earlier one of equals.
///
/// Looks at the first 10,000 names, and at none where `typed` has more than 100 letters.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest_of(typed, names, 1).pop()
}

/// Up to `most` known names that `typed` may stand for, nearest first.
pub fn nearest_of<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<String> {
    let Some(typed) = Typed::new(typed) else { return Vec::new() };
    let names = names.into_iter().take(NAMES);
    let mut near: Vec<(usize, &str)> = names.filter_map(|n| typed.slips(n).map(|d| (d, n))).collect();
    near.sort_by_key(|(d, _)| *d);
    near.into_iter().take(most).map(|(_, n)| n.to_owned()).collect()
}

/// A name as it was written, prepared for comparison with many names.
pub(super) struct Typed {
    lower: String,
    letters: usize,
}

impl Typed {
    /// `None` for a text that is too long to be a name.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let letters = typed.chars().take(LETTERS + 1).count();
        (letters <= LETTERS).then(|| Typed { lower: typed.to_lowercase(), letters })
    }

    /// How many letters are wrong, missing, too many or swapped, in any case; `None` when too many to be a slip (a
    /// third).
    pub(super) fn slips(&self, name: &str) -> Option<usize> {
        let most = (self.letters / 3).max(1);
        // A name that is longer or shorter by more is none, whatever its letters. In lower case some letters become
        // two.
        let letters = name.chars().take(2 * LETTERS).count();
        if letters.abs_diff(self.letters) > 2 * most {
            return None;
        }
        let distance = strsim::osa_distance(&self.lower, &name.to_lowercase());
        (distance <= most).then_some(distance)
    }
}

/// The searches done for a file, with their results: the same name gives the same suggestion.
#[derive(Debug, Default)]
pub(super) struct Searches(HashMap<(&'static str, String), Vec<String>>);

impl Searches {
    /// What `search` finds for a name of this kind, or found before; nothing when the file is worth no more searches.
    pub(super) fn once(
        &mut self,
        kind: &'static str,
        typed: &str,
        search: impl FnOnce() -> Vec<String>,
    ) -> Vec<String> {
        let key = (kind, typed.to_owned());
        match self.0.get(&key) {
            Some(found) => found.clone(),
            None if self.0.len() >= SEARCHES => Vec::new(),
            None => self.0.entry(key).or_insert(search()).clone(),
        }
    }

    /// As [`nearest`], while the file is worth a search.
    pub(super) fn nearest<'a>(
        &mut self,
        kind: &'static str,
        typed: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        self.once(kind, typed, || nearest_of(typed, names, 1)).pop()
    }
}

/// Words of a closed set that are named to who missed them; of longer lists the beginning and the number.
const NAMED: usize = 20;

/// The words to choose from, as many as are read.
pub(super) fn few<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Vec<String> {
    let more = names.len().saturating_sub(NAMED);
    let mut few: Vec<String> = names.take(NAMED).map(str::to_owned).collect();
    if more > 0 {
        few.push(format!("and {more} more"));
    }
    few
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_corrected_and_other_words_are_not() {
        let names = ["exporter", "importer", "value_usd"];
        assert_eq!(nearest("Valeu_usd", names).as_deref(), Some("value_usd"));
        assert_eq!(nearest("exproter", names).as_deref(), Some("exporter"));
        assert_eq!(nearest("remarks", names), None);
    }

    #[test]
    fn searches_end() {
        let mut searches = Searches::default();
        let typed = (0..100).map(|n| format!("exporter{}", n % 50)).collect::<Vec<_>>();
        let found = |typed: &String| searches.nearest("column", typed, ["exporter"]).is_some();
        assert_eq!(typed.iter().map(found).filter(|found| *found).count(), 2 * SEARCHES, "twenty names, each twice");
        let long = "x".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None, "no name is so long");
        let names = std::iter::repeat_n("elsewhere", NAMES).chain(["exporter"]);
        assert_eq!(nearest("exproter", names), None, "behind the names that are looked at");
    }
}
