//! Counts and codes made here become rows of a package, through the same merge as what is downloaded.

use std::path::Path;

use super::account::Account;
use super::error::Error;
use super::folder::Folder;
use super::merge::{self, Addition};
use super::source::Source;
use super::verbs::Imported;
use crate::diagnostic::Place;
use crate::model::Rows;
use crate::text::coding::Coding;
use crate::text::verbs::MentionCount;

/// What is put into a package, and how it is cited.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub rows: Vec<Rows>,
    /// The entries of sources.bib that the rows name, for those it does not have yet.
    pub sources: Vec<Source>,
    /// In words: what was counted, for datapackage.json.
    pub vintage: String,
    pub replace: bool,
}

impl Counts {
    /// The counts of mentions, and of attention to issues, as rows. An entry of sources.bib says no more of the texts than is known
    /// here, and that it is to be completed.
    pub fn of_mentions(found: &MentionCount) -> Self {
        let roll = &found.roll;
        let entry = |key: &str| Source {
            key: key.to_owned(),
            author: "The speakers".into(),
            title: format!("Texts in which mentions were counted ({} documents, {} words)", roll.documents, roll.words),
            note: "Complete this entry with what the corpus asks to be cited by.".into(),
            ..Source::default()
        };
        let keys = roll.source.split(';').filter(|key| !key.is_empty());
        Counts {
            rows: vec![roll.mention_rows(), roll.attention_rows()],
            sources: keys.map(entry).collect(),
            vintage: format!("{} documents, patterns {}", roll.documents, found.patterns),
            replace: false,
        }
    }
}

impl Counts {
    /// The codes that coders gave, as rows; nothing where the codebook has no `valid`, which every row needs.
    pub fn of_coding(found: &Coding) -> Option<Self> {
        let rows = found.rows()?;
        let mut keys: Vec<&str> = rows.rows.iter().filter_map(|row| rows.cell(row, "source")).collect();
        keys.retain(|key| !key.is_empty());
        keys.sort_unstable();
        keys.dedup();
        let entry = |key: &&str| Source {
            key: (*key).to_owned(),
            author: "The speakers".into(),
            title: format!("Texts of which sentences were coded ({} sentences)", found.units.len()),
            note: "Complete this entry with what the corpus asks to be cited by.".into(),
            ..Source::default()
        };
        let vintage = format!(
            "{} sentences coded by {}, codebook {}",
            found.units.len(),
            found.coders.join(", "),
            found.book.file
        );
        let sources = keys.iter().map(entry).collect();
        Some(Counts { rows: vec![rows], sources, vintage, replace: false })
    }
}

/// Puts rows into the texts of the package in `into`: those of which the package knows every party and issue. Nothing is
/// written.
///
/// # Errors
///
/// Where a row stands against one of the package, or rows have no source.
pub fn put(into: &Path, counts: &Counts) -> Result<Imported, Error> {
    let folder = Folder::read(into).map_err(Error::of)?;
    let mut account = Account::default();
    let mut tables = Vec::new();
    for made in &counts.rows {
        let mut rows = Rows::new(made.table, &made.columns);
        for row in &made.rows {
            match stranger(&folder, made, row) {
                Some((reason, name)) => account.leave_out(reason, name, Place::whole(made.table.name())),
                None => {
                    account.read += 1;
                    account.taken += 1;
                    rows.rows.push(row.clone());
                }
            }
        }
        tables.push(rows);
    }
    let uncited = |t: &Rows| t.rows.iter().any(|row| t.cell(row, "source").is_none_or(str::is_empty));
    if tables.iter().any(uncited) {
        let hint = "name a key of sources.bib with --source, or give the metadata a column `source`";
        return Err(Error::usage("the texts have no source, and no row of a package is without one", hint));
    }
    let vintages: Vec<(String, String)> = tables
        .iter()
        .filter(|t| !t.rows.is_empty())
        .map(|t| (t.table.name().to_owned(), counts.vintage.clone()))
        .collect();
    let addition = Addition { rows: &tables, sources: &counts.sources, vintages: &vintages, replace: counts.replace };
    let changes = merge::merge(&folder, &addition).map_err(Error::Invalid)?;
    let parties = folder.parties().iter().filter(|p| p.kind != "economy").map(|p| p.code.clone()).collect();
    let sources = counts.sources.clone();
    Ok(Imported { files: Vec::new(), parties, account, sources, changes, into: into.to_owned() })
}

/// Whom or what the package does not know, with the reason for which the row is left out.
fn stranger<'r>(folder: &Folder, made: &Rows, row: &'r [String]) -> Option<(&'static str, &'r str)> {
    let field = |name: &str| made.cell(row, name);
    let party = |code: &str| folder.party(code).is_some_and(|p| p.code == code && p.kind != "economy");
    let (speaker, target, issue) = (field("speaker"), field("target"), field("issue"));
    if let Some(speaker) = speaker.filter(|code| *code != "WLD" && !party(code)) {
        return Some(("speakers that are no parties of the package", speaker));
    }
    if let Some(target) = target.filter(|code| !party(code)) {
        return Some(("targets that are no parties of the package", target));
    }
    if speaker.is_some() && speaker == target {
        return Some(("what a party says of itself", speaker.unwrap_or_default()));
    }
    let issues = folder.issues();
    issue
        .filter(|code| !issues.iter().any(|known| known == code))
        .map(|code| ("issues that issues.csv does not declare", code))
}
