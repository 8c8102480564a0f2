//! What a text calls the two roots of a framework that has others than form and content.

/// The words that stand for a root, as they are written: in capitals, at the beginning of a sentence, within one, and
/// cut short over a narrow column.
const FORM: [&str; 3] = ["FORM", "Form", "form"];
const CONTENT: [&str; 4] = ["CONTENT", "Content", "content", "cont"];

/// Letters of a title that is cut short.
const SHORT: usize = 5;

/// The text with the titles of the two roots in place of FORM and CONTENT, each in the manner of the word it replaces.
/// Only whole words are exchanged.
///
/// Worked example: of "FORM exceeds CONTENT: form 75, contents 3" and the roots Economics and Politics it is "ECONOMICS
/// exceeds POLITICS: economics 75, contents 3".
pub fn with_roots(text: &str, [first, second]: [&str; 2]) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let within = rest.starts_with(is_letter);
        let end = rest.find(|c: char| is_letter(c) != within).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let found = [(&FORM[..], first), (&CONTENT[..], second)].into_iter().find_map(|(words, title)| {
            let manner = words.iter().position(|w| *w == word)?;
            Some(match manner {
                0 => title.to_uppercase(),
                1 => title.to_owned(),
                2 => title.to_lowercase(),
                _ => title.to_lowercase().chars().take(SHORT).collect(),
            })
        });
        said += found.as_deref().unwrap_or(word);
        rest = after;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_take_the_manner_of_what_they_replace() {
        let roots = ["Economics", "Politics"];
        let said = with_roots("Form (75) exceeds content (38); FORM_x, contents, GAP = FORM − CONTENT.", roots);
        assert_eq!(said, "Economics (75) exceeds politics (38); FORM_x, contents, GAP = ECONOMICS − POLITICS.");
        assert_eq!(with_roots("cont.", roots), "polit.");
        assert_eq!(with_roots("", roots), "");
    }
}
