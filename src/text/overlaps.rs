//! Patterns that no text reaches, since an earlier one always matches first.

use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::literal::Extractor;
use regex_syntax::parse;

use super::patterns::{Pattern, Patterns};
use crate::diagnostic::{Diagnostics, Place, Problem};

/// Tells the patterns that are never reached; what an expression matches is known where it matches finitely many texts.
///
/// # Errors
///
/// Where there are such patterns, each with its line and that of the earlier one.
pub fn reached(patterns: &Patterns) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::default();
    let all: Vec<&str> = patterns.patterns.iter().map(|p| p.expression.as_str()).collect();
    // What is too large for one expression is told where the counter is made.
    let Ok(tried) = Regex::new_many(&all) else { return Ok(()) };
    let first = |text: &str| {
        let input = Input::new(text).anchored(Anchored::Yes);
        tried.find(input).map(|m| m.pattern().as_usize())
    };
    for (at, pattern) in patterns.patterns.iter().enumerate() {
        let Some(texts) = texts(pattern) else { continue };
        let taken: Option<Vec<usize>> = texts.iter().map(|text| first(text).filter(|i| *i < at)).collect();
        let Some(earlier) = taken.and_then(|t| t.first().copied()).and_then(|i| patterns.patterns.get(i)) else {
            continue;
        };
        let message = format!("no text reaches the pattern `{}`: line {} matches first", pattern.written, earlier.line);
        let hint = format!("put this row before line {}, or take it out", earlier.line);
        found.push(Place::new(&patterns.file, pattern.line, 1), Problem::Framework { message, hint });
    }
    found.or(())
}

/// Every text that a pattern matches, as it may stand: at the end, before a space, and, where no boundary is asked for behind it,
/// before a letter.
fn texts(pattern: &Pattern) -> Option<Vec<String>> {
    const MOST: usize = 250;
    let parsed = parse(&pattern.written).ok()?;
    let mut extractor = Extractor::new();
    extractor.limit_total(MOST).limit_class(16).limit_literal_len(200);
    let sequence = extractor.extract(&parsed);
    let literals = sequence.literals()?;
    let mut texts = Vec::new();
    for literal in literals {
        if !literal.is_exact() {
            return None;
        }
        let text = std::str::from_utf8(literal.as_bytes()).ok()?;
        texts.extend([text.to_owned(), format!("{text} and")]);
        if !pattern.expression.ends_with(r"\b") {
            texts.push(format!("{text}x"));
        }
    }
    (!texts.is_empty()).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_reached_is_told() {
        let text =
            "target,form,regex,case_insensitive\nCHN,name,China,0\nSCS,issue,China Seas?,0\nCHN,demonym,Chinese,0\n";
        let table = crate::text::rows::Rows::read("p.csv", text).expect("a table");
        let told = reached(&Patterns::read(&table).expect("patterns")).expect_err("an overlap").to_string();
        let message = "p.csv:3:1: error: no text reaches the pattern `China Seas?`: line 2 matches first\n  hint: put this row before line 2";
        assert!(told.starts_with(message), "{told}");
        assert!(told.ends_with("1 error in 1 file"), "{told}");
    }
}
