//! Pattern files: which expressions name which target, in the order in which they are tried; and those of issues.

use regex_syntax::ParserBuilder;

use super::prefixes::{self, Prefixes};
use super::rows::{Row, Rows};
use crate::diagnostic::{Diagnostics, Problem};

/// How a target is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Name,
    Acronym,
    Demonym,
    Predecessor,
    Capital,
    Ambiguous,
    /// Matches and is thrown away, so that its words are not taken for a target.
    Decoy,
}

impl Form {
    /// All that are counted, in the order of the columns of a count.
    pub const COUNTED: [Form; 6] =
        [Form::Name, Form::Acronym, Form::Demonym, Form::Predecessor, Form::Capital, Form::Ambiguous];

    const WORDS: [(&'static str, Form); 8] = [
        ("name", Form::Name),
        ("acronym", Form::Acronym),
        ("demonym", Form::Demonym),
        // An issue is named by its name.
        ("issue", Form::Name),
        ("predecessor", Form::Predecessor),
        ("capital", Form::Capital),
        ("ambiguous", Form::Ambiguous),
        ("decoy", Form::Decoy),
    ];

    pub fn word(self) -> &'static str {
        Form::WORDS.iter().find(|(_, form)| *form == self).map_or("", |(word, _)| word)
    }

    /// Whether it is a mention; the others are kept apart.
    pub fn is_mention(self) -> bool {
        matches!(self, Form::Name | Form::Acronym | Form::Demonym)
    }
}

/// One expression of a pattern file.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// A place in [`Patterns::targets`]; a decoy has none.
    pub target: Option<u16>,
    pub form: Form,
    /// Whether the target is an issue, and so no entity of a list.
    pub issue: bool,
    pub line: u64,
    /// As the file has it.
    pub written: String,
    /// With its boundaries and its case.
    pub expression: String,
    /// Whether it begins with something else than a capital or `$`, so that it is tried at every word.
    pub any_word: bool,
    /// What its matches begin with.
    pub prefixes: Prefixes,
}

/// A pattern file.
#[derive(Clone, Debug)]
pub struct Patterns {
    pub file: String,
    pub targets: Vec<String>,
    pub patterns: Vec<Pattern>,
}

/// One issue of an issue file.
#[derive(Clone, Debug)]
pub struct IssuePattern {
    pub code: String,
    pub expression: String,
    /// Speakers for whom it is their own affair: their texts are left out of it.
    pub own_affair_of: Vec<String>,
    /// What its matches begin with, if every match begins at the beginning of a word.
    pub prefixes: Option<Prefixes>,
}

/// An issue file.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    pub issues: Vec<IssuePattern>,
}

impl Patterns {
    /// Reads a pattern file: `target`, `form`, `regex`, and, where they are not 0, 1, 1: `case_insensitive`, `boundary_before`,
    /// `boundary_after`. The rows are tried in their order.
    ///
    /// # Errors
    ///
    /// Where a row is no pattern, with its place and how to mend it; all of them are told.
    pub fn read(table: &Rows) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let target = table.required(&["target"], &mut found);
        let form = table.required(&["form"], &mut found);
        let regex = table.required(&["regex"], &mut found);
        let mut read = Patterns { file: table.file.clone(), targets: Vec::new(), patterns: Vec::new() };
        let (Some(target), Some(form), Some(regex)) = (target, form, regex) else { return found.or(read) };
        for row in &table.rows {
            let word = row.field(form);
            let Some(named) = Form::WORDS.iter().find(|(w, _)| *w == word).map(|(_, form)| *form) else {
                let choices = Form::WORDS.iter().map(|(w, _)| (*w).to_owned()).collect();
                let problem = Problem::UnknownChoice { value: word.to_owned(), what: "form of a name".into(), choices };
                found.push(table.place(row, form), problem);
                continue;
            };
            if named != Form::Decoy && row.field(target).is_empty() {
                found.push(table.place(row, target), Problem::EmptyField { column: "target".into() });
                continue;
            }
            let flag = |name: &str, otherwise: bool| match row.field(table.column(name)) {
                "" => otherwise,
                written => matches!(written, "1" | "yes" | "true"),
            };
            let fold = flag("case_insensitive", false);
            let written = row.field(regex);
            let expression = bounded(written, fold, flag("boundary_before", true), flag("boundary_after", true));
            if let Some(problem) = sound(written) {
                found.push(table.place(row, regex), problem);
                continue;
            }
            let any_word = prefixes::of(written).is_none_or(|p| !p.begin_with_capitals());
            let Some(prefixes) = prefixes::of(&expression) else {
                found.push(
                    table.place(row, regex),
                    unsound("it may begin with anything, so that it would be tried everywhere"),
                );
                continue;
            };
            let target = (named != Form::Decoy).then(|| read.target(row.field(target)));
            read.patterns.push(Pattern {
                target,
                form: named,
                issue: word == "issue",
                line: row.line(),
                written: written.to_owned(),
                expression,
                any_word,
                prefixes,
            });
        }
        if read.targets.len() > usize::from(u16::MAX) || read.patterns.len() > usize::from(u16::MAX) {
            let message = format!("{} patterns are more than can be tried", read.patterns.len());
            let hint = format!("keep them to {}", u16::MAX);
            found.push(crate::diagnostic::Place::whole(&table.file), Problem::Framework { message, hint });
        }
        found.or(read)
    }

    fn target(&mut self, name: &str) -> u16 {
        let at = self.targets.iter().position(|t| t == name).unwrap_or_else(|| {
            self.targets.push(name.to_owned());
            self.targets.len() - 1
        });
        at as u16
    }

    /// The words of the patterns that are joined where the middle of a line breaks them.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let words = self.patterns.iter().flat_map(|p| p.written.split(|c: char| !c.is_alphabetic()));
        let words = words.filter(|w| w.chars().count() > 3 && w.starts_with(char::is_uppercase));
        // The letter before a question mark may be missing.
        words.flat_map(|w| [w.to_owned(), w.strip_suffix('s').unwrap_or(w).to_owned()])
    }
}

impl Issues {
    /// Reads an issue file: `issue`, `regex`, and, where there are any, `case_insensitive` and `own_affair_of_iso3`.
    ///
    /// # Errors
    ///
    /// As [`Patterns::read`].
    pub fn read(table: &Rows) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let issue = table.required(&["issue"], &mut found);
        let regex = table.required(&["regex", "pattern"], &mut found);
        let own = table.any(&["own_affair_of_iso3", "own_affair_of"]);
        let mut read = Issues::default();
        let (Some(issue), Some(regex)) = (issue, regex) else { return found.or(read) };
        let mut lines: Vec<(&str, &Row)> = Vec::new();
        for row in &table.rows {
            let code = row.field(issue);
            if let Some((_, first)) = lines.iter().find(|(c, _)| *c == code) {
                let problem = Problem::DuplicateKey { key: format!("issue `{code}`"), first: first.line() };
                found.push(table.place(row, issue), problem);
            }
            lines.push((code, row));
            let written = row.field(regex);
            if let Some(problem) = sound(written) {
                found.push(table.place(row, regex), problem);
                continue;
            }
            let fold = matches!(row.field(table.column("case_insensitive")), "1" | "yes" | "true");
            let expression = bounded(written, fold, false, false);
            let prefixes = prefixes::of_words(&expression);
            let own = row.field(own).split([' ', ';']).filter(|s| !s.is_empty()).map(str::to_owned).collect();
            read.issues.push(IssuePattern { code: code.to_owned(), expression, own_affair_of: own, prefixes });
        }
        found.or(read)
    }
}

fn bounded(written: &str, fold: bool, before: bool, after: bool) -> String {
    let edge = |is: bool| if is { r"\b" } else { "" };
    let group = if fold { "(?i:" } else { "(?:" };
    format!("{}{group}{written}){}", edge(before), edge(after))
}

/// What is wrong with an expression, if anything is.
fn sound(written: &str) -> Option<Problem> {
    if written.is_empty() {
        return Some(unsound("it is empty"));
    }
    match ParserBuilder::new().build().parse(written) {
        Ok(parsed) if parsed.properties().minimum_len() == Some(0) => Some(unsound("it matches nothing at all")),
        Ok(_) => None,
        Err(regex_syntax::Error::Parse(e)) => {
            let at = e.span().start.column;
            Some(unsound(&format!("{}, at its character {at}", e.kind())))
        }
        Err(e) => Some(unsound(&e.to_string().replace('\n', " "))),
    }
}

fn unsound(why: &str) -> Problem {
    Problem::NotAPattern { why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Patterns, Diagnostics> {
        Patterns::read(&Rows::read("p.csv", text)?)
    }

    #[test]
    fn bad_patterns_are_told_with_their_places() {
        let text = "target,form,regex\nA,name,(\nB,nickname,Bee\n,acronym,C\nD,name,\nE,name,\\w*\nF,name,\\w+ish\n";
        let told = read(text).expect_err("bad patterns").to_string();
        for part in [
            "p.csv:2:3: error: the pattern is no regular expression: unclosed group, at its character 1",
            "p.csv:3:2: error: `nickname` is not a form of a name",
            "p.csv:4:1: error: column `target` is empty here",
            "p.csv:5:3: error: the pattern is no regular expression: it is empty",
            "p.csv:6:3: error: the pattern is no regular expression: it matches nothing at all",
            "p.csv:7:3: error: the pattern is no regular expression: it may begin with anything",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }

    #[test]
    fn expressions_have_their_case_and_boundaries() {
        let text =
            "target,form,case_insensitive,regex,boundary_before,boundary_after\nA,name,1,Aa,1,0\n,decoy,,US\\$,,0\n";
        let read = read(text).expect("patterns");
        let made: Vec<&str> = read.patterns.iter().map(|p| p.expression.as_str()).collect();
        assert_eq!(made, [r"\b(?i:Aa)", r"\b(?:US\$)"]);
    }
}
