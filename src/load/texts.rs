//! Reads the tables about speeches: mentions of parties, attention to issues, and the issues themselves.

use super::row::{Field, Keys, Row, out_of_range, unknown_choice};
use super::table::{Rows, TableReader};
use crate::diagnostic::{Place, Problem};
use crate::model::Table;
use crate::model::records::{Attention, Ballot, Issue, Mention};

pub(super) fn mentions(reader: &TableReader<'_>) -> Rows<Mention> {
    let mut keys = Keys::new();
    let columns = ["speaker", "target", "year", "documents", "documents_mentioning", "mentions", "words", "source"];
    reader.read(Table::Mentions, columns, |row, fields| {
        let [speaker_field, target_field, year_field, documents, mentioning, mentions, words, source] = fields;
        let speaker = row.party_or_world(speaker_field);
        let target = row.party(target_field);
        let year = row.year(year_field);
        let counts = counts(row, documents, mentioning, [mentions, words]);
        let source = row.source(source);
        let (speaker, target, year) = (speaker?, target?, year?);
        keys.add(row, (speaker, target, year), &[speaker_field, target_field, year_field])?;
        source?;
        let [documents, documents_mentioning, mentions, words] = counts?;
        Some(Mention { speaker, target, year, documents, documents_mentioning, mentions, words, line: row.line })
    })
}

pub(super) fn attention(reader: &TableReader<'_>) -> Rows<Attention> {
    let mut keys = Keys::new();
    let columns = ["speaker", "issue", "year", "documents", "documents_mentioning", "mentions", "words", "source"];
    reader.read(Table::IssueAttention, columns, |row, fields| {
        let [speaker_field, issue_field, year_field, documents, mentioning, mentions, words, source] = fields;
        let speaker = row.party_or_world(speaker_field);
        let issue = row.entry(issue_field, "declared issue", &reader.known.issues);
        let year = row.year(year_field);
        let counts = counts(row, documents, mentioning, [mentions, words]);
        let source = row.source(source);
        let (speaker, issue, year) = (speaker?, issue?, year?);
        keys.add(row, (speaker, issue, year), &[speaker_field, issue_field, year_field])?;
        source?;
        let [documents, documents_mentioning, mentions, words] = counts?;
        Some(Attention { speaker, issue, year, documents, documents_mentioning, mentions, words, line: row.line })
    })
}

/// Documents, documents that mention, and two more counts. Not more documents mention than there are.
fn counts(row: &mut Row<'_>, documents: Field<'_>, mentioning: Field<'_>, more: [Field<'_>; 2]) -> Option<[u32; 4]> {
    let [mention_field, word_field] = more;
    let [all, hits, mentions, words] = [documents, mentioning, mention_field, word_field].map(|field| row.count(field));
    let (all, hits, mentions, words) = (all?, hits?, mentions?, words?);
    let fault = if hits > all {
        Some((mentioning, "documents_mentioning", format!("0 to {all}, the documents there are")))
    } else if mentions < hits || (hits == 0 && mentions > 0) {
        let range = if hits == 0 { "0, since no document mentions it".into() } else { format!("{hits} upwards") };
        Some((mention_field, "mentions", range))
    } else if words < all.max(mentions) {
        Some((word_field, "words", format!("{} upwards, for so many documents and mentions", all.max(mentions))))
    } else {
        None
    };
    if let Some((field, what, range)) = fault {
        row.report(field, out_of_range(field, what, &range));
        return None;
    }
    Some([all, hits, mentions, words])
}

/// The issues, and besides them which roll call categories they name, and where.
pub(super) struct Issues {
    pub rows: Rows<Issue>,
    pub codes: Vec<String>,
    pub categories: Vec<(String, Place)>,
}

pub(super) fn issues(reader: &TableReader<'_>) -> Issues {
    let mut keys = Keys::new();
    let (mut codes, mut categories) = (Vec::new(), Vec::new());
    let columns =
        ["issue", "title", "pattern", "case_insensitive", "votes", "own_affair_of", "korolev", "reason", "source"];
    let rows = reader.read(Table::Issues, columns, |row, fields| {
        let [issue_field, title, pattern_field, any_case, votes, own_affair_of, korolev, reason, source] = fields;
        let code = row.required(issue_field)?.to_owned();
        keys.add(row, code.clone(), &[issue_field])?;
        codes.push(code.clone());
        let title = row.required(title);
        let pattern = row.required(pattern_field);
        let any_case = row.choice(any_case, "truth value", &[("true", ()), ("false", ())]);
        let ballot = ballot(row, votes);
        let named_by_korolev = row.choice(korolev, "yes-or-no answer", &[("yes", true), ("no", false)]);
        let source = row.source(source);
        if let Some(Ballot::Category(name)) = &ballot {
            categories.push((name.clone(), row.place(votes)));
        }
        let sound = pattern.map(|text| is_pattern(row, pattern_field, text));
        let owners = own_affair_of.text().split(';').map(str::trim).filter(|o| !o.is_empty());
        let known = owners.clone().filter(|owner| !row.somebody(own_affair_of, owner)).count() == 0;
        any_case.and(source).filter(|()| known && sound != Some(false))?;
        Some(Issue {
            code,
            title: title?.to_owned(),
            pattern: pattern?.to_owned(),
            ballot: ballot?,
            own_affair_of: owners.map(str::to_owned).collect(),
            named_by_korolev: named_by_korolev?,
            reason: reason.text().to_owned(),
            line: row.line,
        })
    });
    Issues { rows, codes, categories }
}

/// Whether the pattern is a regular expression; any other text is reported with the reason.
fn is_pattern(row: &mut Row<'_>, field: Field<'_>, pattern: &str) -> bool {
    let fault = match regex_syntax::parse(pattern) {
        Ok(_) => return true,
        Err(regex_syntax::Error::Parse(e)) => e.kind().to_string(),
        Err(regex_syntax::Error::Translate(e)) => e.kind().to_string(),
        Err(_) => "it cannot be read".to_owned(),
    };
    row.report(field, Problem::NotAPattern { why: fault });
    false
}

fn ballot(row: &mut Row<'_>, votes: Field<'_>) -> Option<Ballot> {
    match votes.text().split_once(':') {
        None if votes.given().is_none() => Some(Ballot::None),
        None if votes.text() == "resolutions" => Some(Ballot::Resolutions),
        Some(("category", name)) if !name.is_empty() => Some(Ballot::Category(name.to_owned())),
        _ => {
            let choices = ["category:NAME", "resolutions", "(empty)"].map(str::to_owned).to_vec();
            row.report(votes, unknown_choice(votes, "kind of ballot", choices));
            None
        }
    }
}
