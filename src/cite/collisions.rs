//! Marks of punctuation that meet where two parts of a reference are joined; the specification of CSL leaves it to the
//! processor to print one of them.

use crate::document::Run;

/// The runs with one mark where two met: a stop after a stop, a question or an exclamation is dropped, also across a
/// quotation mark, and so is a comma before a stop or a bracket.
///
/// Worked examples: `Illusion?.” Journal` becomes `Illusion?” Journal`, `Partnership.”. https` becomes
/// `Partnership.” https`, and `(2021,)` becomes `(2021)`. Addresses are left as they are.
pub(super) fn resolved(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        if run.link.is_some() {
            out.push(run);
            continue;
        }
        out.push(Run { text: String::new(), ..run });
        let mut letters = run.text.chars().peekable();
        while let Some(c) = letters.next() {
            let [before, last] = end(&out);
            let ends = |c: Option<char>| matches!(c, Some('.' | '?' | '!'));
            let dots = last == Some('.') && (before == Some('.') || letters.peek() == Some(&'.'));
            let met = ends(last) || (matches!(last, Some('”' | '’' | '"' | '»')) && ends(before));
            if c == '.' && met && !dots {
                continue;
            }
            if matches!(c, '.' | ')') && last == Some(',') {
                drop_last(&mut out);
            }
            if let Some(run) = out.last_mut() {
                run.text.push(c);
            }
        }
    }
    out.retain(|run| !run.text.is_empty());
    out
}

/// The last two letters so far; an address hides what stands before it.
fn end(runs: &[Run]) -> [Option<char>; 2] {
    let open = runs.iter().rev().take_while(|run| run.link.is_none());
    let mut letters = open.flat_map(|run| run.text.chars().rev());
    let last = letters.next();
    [letters.next(), last]
}

fn drop_last(runs: &mut [Run]) {
    if let Some(run) = runs.iter_mut().rev().find(|run| !run.text.is_empty()) {
        run.text.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[(&str, bool)]) -> String {
        let run = |(text, linked): &(&str, bool)| Run {
            text: (*text).to_owned(),
            italic: false,
            link: linked.then(|| (*text).to_owned()),
        };
        resolved(parts.iter().map(run).collect()).into_iter().map(|run| run.text).collect()
    }

    #[test]
    fn one_mark_is_printed_where_two_meet() {
        for (text, shown) in [
            ("Illusion?.” Journal", "Illusion?” Journal"),
            ("Illusion?. Journal", "Illusion? Journal"),
            ("Partnership.”. https", "Partnership.” https"),
            ("Illusion?’. SIPRI", "Illusion?’ SIPRI"),
            ("(2021,). T", "(2021). T"),
            ("SIPRI,. U", "SIPRI. U"),
            ("n.d.. T", "n.d. T"),
            ("to be continued... And", "to be continued... And"),
            ("A, B. C", "A, B. C"),
            ("", ""),
        ] {
            assert_eq!(joined(&[(text, false)]), shown, "{text}");
        }
        assert_eq!(joined(&[("SIPRI,", false), (". U", false)]), "SIPRI. U");
        assert_eq!(joined(&[("https://a.org/x,", true), (".", false)]), "https://a.org/x,.");
        assert_eq!(joined(&[("https://a.org/a..b?.", true)]), "https://a.org/a..b?.");
    }
}
