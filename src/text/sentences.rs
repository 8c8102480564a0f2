//! Where sentences begin: a plain rule, told here, which finds the same sentences on every run.
//!
//! A sentence ends at `.`, `!` or `?` and the quotes and brackets that close behind it, before a capital or a digit. It does not end
//! behind a listed abbreviation, or behind a single capital (an initial). Headings, which end with nothing, join the next sentence.

use memchr::memchr3_iter;

/// Behind which a full stop ends no sentence: in front of names and numbers.
const ABBREVIATIONS: [&str; 36] = [
    "Mr", "Mrs", "Ms", "Dr", "H.E", "St", "Prof", "Gen", "Col", "Sen", "Rep", "Gov", "Hon", "Rev", "Sr", "Jr", "No",
    "vs", "etc", "U.S", "U.K", "U.N", "Art", "para", "p",
    "pp", // Russian: town, years, named after, street, saint, comrade.
    "г", "гг", "им", "ул", "св", "тов", "акад", "проф", "ст", "т.е",
];

/// Where each sentence of an even text begins, in bytes; none in a text of nothing.
pub fn starts(text: &str, into: &mut Vec<u32>) {
    into.clear();
    if text.is_empty() {
        return;
    }
    into.push(0);
    let bytes = text.as_bytes();
    let mut behind = 0;
    for at in memchr3_iter(b'.', b'!', b'?', bytes) {
        // A space comes soon, or no sentence ends here: nearly all decimal points go at this test.
        if at < behind || bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let Some((ends, next)) = end_of(text, at) else { continue };
        behind = ends;
        let stop = ends == at + 1 && bytes.get(at) == Some(&b'.');
        if stop && abbreviated(text.get(..at).unwrap_or_default()) {
            continue;
        }
        into.push(next as u32);
    }
}

/// Of a mark at `at`: where the run of such marks ends, and where the next sentence begins, if one does.
fn end_of(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let marks = rest.bytes().take_while(|b| matches!(b, b'.' | b'!' | b'?')).count();
    let closed = rest.get(marks..)?.trim_start_matches(['"', '”', '’', '\'', ')', ']', '»']);
    let next = closed.strip_prefix(' ')?;
    let opened = next.trim_start_matches(['"', '“', '‘', '\'', '(', '[', '«', '„']);
    let begins = opened.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    begins.then_some((at + marks, text.len() - next.len()))
}

/// Whether the text ends with what a full stop abbreviates.
fn abbreviated(text: &str) -> bool {
    let from = text.char_indices().rev().take(12).take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '_'));
    let Some(word) = from.last().and_then(|(at, _)| text.get(at..)) else { return false };
    // "P", or "P.C": initials.
    ABBREVIATIONS.contains(&word)
        || word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        starts(text, &mut found);
        let ends = found.iter().skip(1).map(|e| *e as usize).chain([text.len()]);
        found.iter().zip(ends).map(|(from, to)| text[*from as usize..to].trim_end()).collect()
    }

    #[test]
    fn sentences_by_hand() {
        for (text, sentences) in [
            ("One. Two! Three? 4 is a number. no.", vec!["One.", "Two!", "Three?", "4 is a number. no."]),
            ("Mr. Ban met H.E. Mr. P.C. Chang. Done.", vec!["Mr. Ban met H.E. Mr. P.C. Chang.", "Done."]),
            ("Below 2°C. We act.", vec!["Below 2°C. We act."]),
            ("He said “Stop.” (Then) “Go.” [So.] It is.", vec!["He said “Stop.”", "(Then) “Go.”", "[So.]", "It is."]),
            ("Wait... What? Freedoms, etc.? Yes.", vec!["Wait...", "What?", "Freedoms, etc.?", "Yes."]),
            ("In 1.5 years. At 3.15 p.m. today.", vec!["In 1.5 years.", "At 3.15 p.m. today."]),
            ("«Да.» В. Путин в г. Сочи. Конец.", vec!["«Да.»", "В. Путин в г. Сочи.", "Конец."]),
        ] {
            assert_eq!(split(text), sentences, "{text}");
        }
        assert!(split("").is_empty());
    }
}
