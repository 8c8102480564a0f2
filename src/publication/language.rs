//! A report in another language: the words of its language's file, with the names that framework and package have.

use crate::document::phrases::Phrases;
use crate::document::translation::translated;
use crate::document::{Block, Document, number};
use crate::model::language::{Language, Naming};
use crate::model::{Framework, Package};

/// The phrases of reports, then the names of nodes, parties, issues, statuses and verdicts by their English form.
pub(super) fn phrases(language: &Language, framework: &Framework, package: &Package) -> Phrases {
    let owned = |(english, said): (&str, &str)| (english.to_owned(), said.to_owned());
    let mut pairs: Vec<(String, String)> = language.words(Naming::Report).map(owned).collect();
    let mut named = |naming: Naming, code: &str, english: &str| {
        pairs.extend(language.get(naming, code).map(|said| (english.to_owned(), said.to_owned())));
    };
    for node in &framework.nodes {
        named(Naming::Node, &node.code, &node.title);
    }
    // In lists of contributions nodes go by their codes, with or without blanks.
    for node in &framework.nodes {
        if let Some(title) = language.get(Naming::Node, &node.code) {
            let mut letters = title.chars();
            let small: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            pairs.push((node.code.clone(), small.clone()));
            pairs.push((node.code.replace('_', " "), small));
        }
    }
    let mut named = |naming: Naming, code: &str, english: &str| {
        pairs.extend(language.get(naming, code).map(|said| (english.to_owned(), said.to_owned())));
    };
    for (id, _) in package.parties.iter() {
        named(Naming::Party, package.parties.code(id), package.parties.name(id));
    }
    for issue in &package.issues {
        named(Naming::Issue, &issue.code, &issue.title);
    }
    for naming in [Naming::Status, Naming::Verdict] {
        pairs.extend(language.words(naming).map(owned));
    }
    // Words that figures have as well; their sentences with places are those of figures alone.
    pairs.extend(language.words(Naming::Phrase).filter(|(english, _)| !english.contains('{')).map(owned));
    Phrases::new(language.code, language.decimal, pairs)
}

/// The page in the language of these phrases. Below its answer it says that it has texts in English, where it does.
pub(super) fn page(document: Document, phrases: &Phrases) -> Document {
    let mut page = translated(document, phrases);
    let n = page.original.len();
    if n > 0 {
        let note = format!("{STAYS_ENGLISH} {} of them.", number::plain(n as f64));
        let note = phrases.say(&note).unwrap_or(note);
        let first = page.blocks.iter().position(|block| matches!(block, Block::Heading(_)));
        page.blocks.insert(first.unwrap_or(page.blocks.len()), Block::Paragraph(note));
    }
    page
}

/// What a reader is told of them.
const STAYS_ENGLISH: &str = "The evidence stands in English, as it is held: working lines, quotations, notes and names of the data. This page \
    has these different texts in English:";
