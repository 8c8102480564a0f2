//! Entries of sources.bib, each once.

use crate::import::source::Source;

/// The text with the entries that it lacks at its end, and how many those are.
pub(super) fn with(text: &str, sources: &[&Source]) -> (String, usize) {
    let mut text = text.to_owned();
    let mut added = 0;
    for source in sources {
        if holds(&text, &source.key) {
            continue;
        }
        if !text.is_empty() {
            text += if text.ends_with('\n') { "\n" } else { "\n\n" };
        }
        text += &source.entry();
        added += 1;
    }
    (text, added)
}

/// Whether an entry has this key.
fn holds(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let after = text.get(at + key.len()..).unwrap_or_default().trim_start();
        let opens = before.strip_suffix(['{', '(']).is_some_and(|b| {
            let kind = b.trim_end();
            let word = kind.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            kind.strip_suffix(word).is_some_and(|rest| rest.ends_with('@'))
        });
        opens && after.starts_with(',')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_added_once() {
        let source = Source { key: "sipri".into(), title: "T".into(), ..Source::default() };
        let held = "@misc{sipri-old,\n  title = {{sipri}},\n}\n";
        let (text, added) = with(held, &[&source]);
        assert_eq!((text.as_str(), added), (&*format!("{held}\n@misc{{sipri,\n  title = {{{{T}}}},\n}}\n"), 1));
        assert_eq!(with(&text, &[&source]), (text.clone(), 0));
        assert_eq!(with("", &[&source]).0, source.entry());
    }
}
