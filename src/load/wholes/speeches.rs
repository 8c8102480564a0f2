//! What speakers say against what all speakers say, of each target and of each issue; and that a speaker's texts of one
//! year are as many and as long in every row.

use std::collections::HashMap;

use super::{Sums, TableReporter};
use crate::diagnostic::{Diagnostics, Problem};
use crate::model::quick_hash::Quick;
use crate::model::{Package, PartyId, Table, Year};

/// One row of either table.
struct SpeechRow {
    speaker: PartyId,
    /// The target or the issue, by its place in its table.
    about: usize,
    year: Year,
    counts: [u32; 4],
    line: u32,
}

/// The counts, and which of them are of the texts as such, whatever is looked for in them.
const COUNTS: [(&str, bool); 4] =
    [("documents", true), ("documents_mentioning", false), ("mentions", false), ("words", true)];

pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    let mentions = package.mentions.iter().map(|m| SpeechRow {
        speaker: m.speaker,
        about: m.target.index(),
        year: m.year,
        counts: [m.documents, m.documents_mentioning, m.mentions, m.words],
        line: m.line,
    });
    let target = |about: usize| package.parties.name(PartyId::from_index(about)).to_owned();
    if let Some(reporter) = TableReporter::of(package, Table::Mentions, diagnostics) {
        set_against(package, reporter, &mentions.collect::<Vec<_>>(), &target);
    }
    let attention = package.attention.iter().map(|a| SpeechRow {
        speaker: a.speaker,
        about: a.issue,
        year: a.year,
        counts: [a.documents, a.documents_mentioning, a.mentions, a.words],
        line: a.line,
    });
    let issue = |about: usize| package.issues.get(about).map_or_else(|| "an issue".into(), |i| format!("`{}`", i.code));
    if let Some(reporter) = TableReporter::of(package, Table::IssueAttention, diagnostics) {
        set_against(package, reporter, &attention.collect::<Vec<_>>(), &issue);
    }
}

fn set_against(
    package: &Package,
    mut reporter: TableReporter<'_>,
    rows: &[SpeechRow],
    about: &dyn Fn(usize) -> String,
) {
    let all: HashMap<(usize, Year), [u32; 4], Quick> =
        rows.iter().filter(|r| r.speaker == PartyId::WORLD).map(|r| ((r.about, r.year), r.counts)).collect();
    // Most texts of a year, whatever is looked for: the world's row of a target leaves out the target's own.
    let mut most: HashMap<Year, [u32; 4], Quick> = HashMap::default();
    for ((_, year), counts) in &all {
        let most = most.entry(*year).or_default();
        most.iter_mut().zip(counts).for_each(|(most, count)| *most = (*most).max(*count));
    }
    let mut texts: HashMap<(PartyId, Year), ([u32; 4], u32), Quick> = HashMap::default();
    let mut sums = Sums::new();
    for row in rows.iter().filter(|r| r.speaker != PartyId::WORLD) {
        let name = package.parties.name(row.speaker);
        let (year, line) = (row.year, row.line);
        let (first, first_line) = *texts.entry((row.speaker, year)).or_insert((row.counts, line));
        let whole = all.get(&(row.about, year));
        for (i, (what, of_texts)) in COUNTS.into_iter().enumerate() {
            let at = |counts: &[u32; 4]| counts.get(i).copied().unwrap_or_default();
            let count = at(&row.counts);
            if of_texts && count != at(&first) {
                let what = format!("{what} of {name} in {year}");
                let (value, other) = (count.to_string(), at(&first).to_string());
                reporter.report(line, Problem::Disagrees { what, value, other, first: u64::from(first_line) });
            }
            let part = f64::from(count);
            match whole.map(at) {
                Some(total) => {
                    let total = f64::from(total);
                    if let Some(sum) = sums.passes((row.about, year, i), part, total, 0.0) {
                        let subject = format!("{what} of {} in {year}", about(row.about));
                        let by = if sum == part { format!("by {name}") } else { format!("up to {name}") };
                        reporter.above(
                            line,
                            (format!("{subject}, {by}"), sum),
                            ("those by all speakers".into(), total),
                        );
                    }
                }
                // Nobody has more texts than all have together.
                None => {
                    if let Some(total) = most.get(&year).map(at).map(f64::from)
                        && of_texts
                        && part > total
                    {
                        let whole = format!("those of all speakers in {year}");
                        reporter.above(line, (format!("{what} of {name}"), part), (whole, total));
                    }
                }
            }
        }
    }
}
