//! The languages of figures and reports besides English, built into the program from `assets/lang/`.

use std::collections::BTreeMap;

use crate::model::language::{Language, Naming};

const RUSSIAN: &str = include_str!("../../assets/lang/ru.toml");

/// Russian: the words of `assets/lang/ru.toml`, and the decimal comma.
///
/// The file is part of the program, so it has nothing to refuse; a test reads it.
pub fn russian() -> Language {
    let mut tables: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(RUSSIAN).unwrap_or_else(|e| unreachable!("assets/lang/ru.toml is not a table of words: {e}"));
    let words = Naming::ALL.into_iter().filter_map(|n| Some((n, tables.remove(n.name())?))).collect();
    Language::new("ru", ',', words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table this program does not ask for would be words that are never shown.
    #[test]
    fn the_file_has_the_known_tables_and_no_empty_word() {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(RUSSIAN).expect("tables of words");
        let known: Vec<&str> = Naming::ALL.into_iter().map(Naming::name).collect();
        assert!(tables.keys().all(|name| known.contains(&name.as_str())), "{:?}", tables.keys());
        assert!(tables.values().flatten().all(|(key, word)| !key.is_empty() && !word.trim().is_empty()));
        // Every place of the English phrase has one in the Russian one.
        for (english, russian) in tables["phrase"].iter().chain(&tables["report"]) {
            for place in english.split('{').skip(1).filter_map(|p| p.split('}').next()) {
                assert!(russian.contains(&format!("{{{place}}}")), "{english}: {place} is lost");
            }
        }
        assert_eq!(russian().get(Naming::Party, "RUS"), Some("Россия"));
    }
}
