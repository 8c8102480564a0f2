//! The page of a count of mentions.

use serde::Serialize;

use super::several;
use crate::document::{Cell, Document, Notation, Table, number};
use crate::report::{Detail, Report};
use crate::text::base::Origin;
use crate::text::exclusions::JOINT_TITLE;
use crate::text::patterns::Form;
use crate::text::roll::{Roll, Sum, rate};
use crate::text::verbs::MentionCount;

/// Mentions below which a rate is not to be quoted without its count.
const FEW: u32 = 10;

impl Report for MentionCount {
    fn document(&self, detail: Detail) -> Document {
        let roll = &self.roll;
        let years =
            roll.years().map_or_else(String::new, |(a, b)| if a == b { a.to_string() } else { format!("{a}–{b}") });
        let mut d = Document::new("Who names whom", format!("Patterns: {}", self.patterns));
        d.aside = years;
        let words = several(usize::try_from(roll.words).unwrap_or(usize::MAX), "word");
        d.fact("Counted", format!("{}, {words}", several(roll.documents, "document")));
        if let Some(base) = &self.base {
            let origin = match base.origin {
                Origin::Package => "all speakers of the same years in the package's table of mentions",
                Origin::Corpus => "all speakers of these documents, without the target's own",
            };
            d.fact("Base rate", origin);
        }
        d.table(self.mentions(detail));
        d.table(exclusions(roll));
        d.table(attention(roll));
        d.list("Notes", self.notes());
        d
    }

    fn records(&self) -> Option<Table> {
        let mut heads = vec!["speaker", "target", "year", "documents", "documents_mentioning", "mentions", "sentences"];
        let forms = Form::COUNTED.map(|f| format!("mentions_{}", f.word()));
        heads.extend(forms.iter().map(String::as_str));
        heads.extend([
            "mentions_in_lists",
            "sentences_incl_predecessor",
            "words",
            "doc_sentences",
            "per_10000_words",
            "source",
        ]);
        let mut table = Table::records(heads);
        for ((speaker, at, year), sum) in &self.roll.sums {
            let target = self.roll.targets.get(*at).map_or("", String::as_str);
            let mut cells = vec![Cell::from(speaker.as_str()), target.into(), year.to_string().into()];
            cells.extend([sum.documents, sum.documents_mentioning, sum.mentions, sum.sentences].map(whole));
            cells.extend(sum.tally.forms.map(whole));
            cells.extend([sum.tally.in_lists, sum.tally.sentences_incl_predecessor].map(whole));
            cells.extend([sum.words, sum.doc_sentences].map(|n| Cell::exact(Some(n as f64))));
            cells.extend([Cell::exact(sum.rate()), self.roll.source.as_str().into()]);
            table.push(cells);
        }
        Some(table)
    }

    fn json(&self) -> serde_json::Result<String> {
        let roll = &self.roll;
        let target = |at: &usize| roll.targets.get(*at).map_or("", String::as_str);
        let mentions = roll.sums.iter().map(|((speaker, at, year), sum)| row(speaker, target(at), year.get(), sum));
        let attention = roll.attention.iter().map(|((speaker, at, year), a)| IssueRow {
            speaker,
            issue: roll.issues.get(*at).map_or("", String::as_str),
            year: year.get(),
            documents: a.documents,
            documents_mentioning: a.documents_mentioning,
            mentions: a.mentions,
            words: a.words,
            per_10000_words: rate(u64::from(a.mentions), a.words),
        });
        let exclusions = roll.steps.iter().map(|s| StepRow {
            speaker: &s.speaker,
            target: &s.target,
            exclusion: s.exclusion.map(|e| e.words()),
            documents: s.documents,
            documents_mentioning: s.documents_mentioning,
            mentions: s.mentions,
        });
        let page = Page {
            patterns: &self.patterns,
            documents: roll.documents,
            words: roll.words,
            mentions: mentions.collect(),
            attention: attention.collect(),
            exclusions: exclusions.collect(),
            notes: self.notes(),
        };
        Ok(serde_json::to_string_pretty(&page)? + "\n")
    }
}

#[derive(Serialize)]
struct Page<'a> {
    patterns: &'a str,
    documents: usize,
    words: u64,
    mentions: Vec<Row<'a>>,
    attention: Vec<IssueRow<'a>>,
    exclusions: Vec<StepRow<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    speaker: &'a str,
    target: &'a str,
    year: u16,
    documents: u32,
    documents_mentioning: u32,
    mentions: u32,
    sentences: u32,
    name: u32,
    acronym: u32,
    demonym: u32,
    predecessor: u32,
    capital: u32,
    ambiguous: u32,
    in_lists: u32,
    sentences_incl_predecessor: u32,
    words: u64,
    doc_sentences: u64,
    per_10000_words: Option<f64>,
}

#[derive(Serialize)]
struct IssueRow<'a> {
    speaker: &'a str,
    issue: &'a str,
    year: u16,
    documents: u32,
    documents_mentioning: u32,
    mentions: u32,
    words: u64,
    per_10000_words: Option<f64>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    speaker: &'a str,
    target: &'a str,
    /// Null for the count before the first exclusion.
    exclusion: Option<&'static str>,
    documents: u32,
    documents_mentioning: u32,
    mentions: u32,
}

fn row<'a>(speaker: &'a str, target: &'a str, year: u16, sum: &Sum) -> Row<'a> {
    let form = |f| sum.tally.of(f);
    Row {
        speaker,
        target,
        year,
        documents: sum.documents,
        documents_mentioning: sum.documents_mentioning,
        mentions: sum.mentions,
        sentences: sum.sentences,
        name: form(Form::Name),
        acronym: form(Form::Acronym),
        demonym: form(Form::Demonym),
        predecessor: form(Form::Predecessor),
        capital: form(Form::Capital),
        ambiguous: form(Form::Ambiguous),
        in_lists: sum.tally.in_lists,
        sentences_incl_predecessor: sum.tally.sentences_incl_predecessor,
        words: sum.words,
        doc_sentences: sum.doc_sentences,
        per_10000_words: sum.rate(),
    }
}

fn whole(n: u32) -> Cell {
    Cell::number(f64::from(n), Notation::Exact)
}

impl MentionCount {
    /// All years together; on a brief page only who is named.
    fn mentions(&self, detail: Detail) -> Table {
        let mut heads = vec!["speaker", "target", "documents", "naming it", "mentions", "in 10,000 words"];
        heads.extend(self.base.is_some().then_some("all speakers"));
        let full = detail == Detail::Full;
        if full {
            heads.extend(["sentences", "predecessor", "capital", "ambiguous", "words"]);
        }
        let mut table = Table::new("Mentions, all years together", heads, 2);
        for ((speaker, at), sum) in self.roll.pooled() {
            if sum.mentions == 0 && !full {
                continue;
            }
            let target = self.roll.targets.get(at).map_or("", String::as_str);
            let per = |x: Option<f64>| Cell::maybe(x, Notation::Decimals(2));
            let few = if sum.mentions > 0 && sum.mentions < FEW { "*" } else { "" };
            let mut cells =
                vec![Cell::from(speaker), target.into(), whole(sum.documents), whole(sum.documents_mentioning)];
            cells.extend([whole(sum.mentions), per(sum.rate()).marked(few)]);
            cells.extend(self.base.as_ref().map(|base| per(base.rate(target))));
            if full {
                let apart = [Form::Predecessor, Form::Capital, Form::Ambiguous].map(|f| whole(sum.tally.of(f)));
                cells.push(whole(sum.sentences));
                cells.extend(apart);
                cells.push(Cell::number(sum.words as f64, Notation::Amount));
            }
            table.push(cells);
        }
        table.note = format!(
            "mentions: names, acronyms and demonyms; * fewer than {FEW} mentions: quote the count, not the rate"
        );
        table
    }

    fn notes(&self) -> Vec<String> {
        let roll = &self.roll;
        let mut notes = roll.notes.clone();
        if roll.exclusions.joint {
            let words = JOINT_TITLE.map(|w| format!("“{w}”")).join(", ");
            notes.push(format!(
                "joint documents: those that the column `joint` of the metadata says, otherwise those whose titles hold one of {words}"
            ));
        }
        if roll.exclusions.by_definition {
            let rule = "the column `by_definition` of the metadata, otherwise a title that names the target";
            notes.push(format!("documents that name the target by definition: {rule}"));
        }
        if let Some(k) = roll.exclusions.lists_from {
            notes.push(format!("lists: sentences that name {k} other targets of the patterns or more; issues are not counted among them"));
        }
        notes
    }
}

fn exclusions(roll: &Roll) -> Table {
    let mut table = Table::new(
        "Exclusions, before and after",
        ["speaker", "target", "counted", "documents", "naming it", "mentions"],
        3,
    );
    let before = |s: &str, t: &str| roll.steps.iter().any(|x| x.speaker == s && x.target == t && x.mentions > 0);
    for step in roll.steps.iter().filter(|s| before(&s.speaker, &s.target)) {
        let counted = step.exclusion.map_or("all", |e| e.words());
        let first = step.exclusion.is_none();
        let cells = [
            Cell::from(if first { step.speaker.as_str() } else { "" }),
            Cell::from(if first { step.target.as_str() } else { "" }),
            counted.into(),
            whole(step.documents),
            whole(step.documents_mentioning),
            whole(step.mentions),
        ];
        table.push(cells);
    }
    if !table.rows.is_empty() {
        table.note = "each line also leaves out what the lines above it do".to_owned();
    }
    table
}

fn attention(roll: &Roll) -> Table {
    let mut table = Table::new(
        "Attention to issues, all years together",
        ["speaker", "issue", "documents", "naming it", "mentions", "in 10,000 words"],
        2,
    );
    let mut pooled: std::collections::BTreeMap<(&str, usize), (u32, u32, u32, u64)> = std::collections::BTreeMap::new();
    for ((speaker, at, _), a) in &roll.attention {
        let sum = pooled.entry((speaker, *at)).or_default();
        *sum = (sum.0 + a.documents, sum.1 + a.documents_mentioning, sum.2 + a.mentions, sum.3 + a.words);
    }
    for ((speaker, at), (documents, naming, mentions, words)) in pooled.into_iter().filter(|(_, sum)| sum.2 > 0) {
        let issue = roll.issues.get(at).map_or("", String::as_str);
        let per = rate(u64::from(mentions), words).map(|x| number::fixed(x, 2)).unwrap_or_default();
        table.push([speaker.into(), issue.into(), whole(documents), whole(naming), whole(mentions), Cell::from(per)]);
    }
    table
}
