//! The coded sentences behind a number, as `spscore explain` shows them.

use std::collections::BTreeSet;

use super::{Subject, number};
use crate::analysis::agreement::{agreements, coders};
use crate::document::Document;
use crate::model::framework::{Direction, Indicator};
use crate::model::measurement::Measurement;
use crate::model::package::{RowRef, Table};
use crate::model::records::CodedMention;

/// Fetches the fields of a row.
type Record<'a> = &'a dyn Fn(RowRef) -> Option<Vec<(String, String)>>;

/// The sentences in which one side names the other, each with its place and what the coders read in it; then how far
/// coders agree. `most` limits the sentences, `None` shows all, and those of other speakers and years that make the
/// mean of the direction as well.
pub(super) fn sentences(
    s: &Subject<'_>,
    page: &mut Document,
    indicator: &Indicator,
    m: &Measurement,
    most: Option<usize>,
    record: Record<'_>,
) {
    let package = s.measurer.package();
    let lines: BTreeSet<u32> = m.rows.iter().filter(|r| r.table == Table::CodedMentions).map(|r| r.line).collect();
    if lines.is_empty() {
        return;
    }
    let (from, to) = match indicator.direction {
        Direction::BToA => (s.evaluation.partnership.b, s.evaluation.partnership.a),
        _ => (s.evaluation.partnership.a, s.evaluation.partnership.b),
    };
    let rows: Vec<&CodedMention> = package.coded_mentions.iter().filter(|c| lines.contains(&c.line)).collect();
    let own = |c: &CodedMention| {
        m.years.contains(&c.year)
            && c.target == to
            && (c.speaker == from || package.parties.counted_members(from, c.year).contains(&c.speaker))
    };
    let (own, others): (Vec<&CodedMention>, Vec<&CodedMention>) = rows.into_iter().partition(|c| own(c));
    let (own, others) = (units(&own), units(&others));
    let (from, to) = (package.parties.name(from), package.parties.name(to));
    page.heading(format!("Coded sentences: {from} on {to} ({})", own.len()));
    let shown = most.unwrap_or(own.len()).min(own.len());
    own.iter().take(shown).for_each(|unit| sentence(page, unit, record));
    if shown < own.len() {
        page.paragraph(format!("… and {} more (--rows all shows them)", own.len() - shown));
    }
    if !others.is_empty() {
        let n = others.len();
        match most {
            Some(_) => page.paragraph(format!(
                "Besides, {n} sentences of other speakers or years make the mean of the direction (--rows all shows them)."
            )),
            None => {
                page.heading(format!("Coded sentences of other speakers or years in the mean of the direction ({n})"));
                others.iter().for_each(|unit| sentence(page, unit, record));
            }
        }
    }
    page.fact("Coders", agreement_words(s));
}

/// The rows of each sentence together, in the order of the table.
fn units<'a>(rows: &[&'a CodedMention]) -> Vec<Vec<&'a CodedMention>> {
    let mut units: Vec<Vec<&CodedMention>> = Vec::new();
    for row in rows {
        match units.iter_mut().find(|unit| unit.iter().any(|r| r.unit == row.unit)) {
            Some(unit) => unit.push(row),
            None => units.push(vec![row]),
        }
    }
    units
}

fn sentence(page: &mut Document, unit: &[&CodedMention], record: Record<'_>) {
    let Some(first) = unit.first() else { return };
    let mentions = if first.mentions == 1 { String::new() } else { format!(", {} mentions", first.mentions) };
    let lines: Vec<String> = unit.iter().map(|c| c.line.to_string()).collect();
    let place = format!(
        "{}, sentence {}{mentions} (coded_mentions, lines {})",
        first.document,
        first.sentence,
        lines.join(", ")
    );
    let mut said = Vec::new();
    let field = |row: &CodedMention, wanted: &str| {
        let fields = record(RowRef { table: Table::CodedMentions, line: row.line })?;
        fields.into_iter().find(|(name, _)| name == wanted).map(|(_, value)| value).filter(|v| !v.is_empty())
    };
    if let Some(quote) = field(first, "quote") {
        said.push(format!("“{quote}”"));
    }
    for row in unit {
        let note = field(row, "note").map_or_else(String::new, |note| format!(" – {note}"));
        said.push(format!("{}: {}{note}", row.coder, codes(row)));
    }
    page.list(&place, said);
}

/// What a coder reads, in words.
fn codes(row: &CodedMention) -> String {
    let Some(manner) = row.manner else { return "not valid".into() };
    let words = match manner.stance {
        -1 => "criticism",
        0 => "factual",
        1 => "positive",
        _ => "strategic or long-term",
    };
    let mut parts = vec!["valid".to_owned(), format!("stance {} ({words})", manner.stance)];
    let more = [
        (manner.list, "in a list"),
        (manner.label, "called a strategic partner"),
        (manner.relation, "about the relation"),
    ];
    parts.extend(more.into_iter().filter(|(said, _)| *said == Some(true)).map(|(_, words)| words.to_owned()));
    parts.join(", ")
}

/// Who coded, and how far they agree.
fn agreement_words(s: &Subject<'_>) -> String {
    let package = s.measurer.package();
    let who = coders(package);
    let mut text = who.join(", ");
    if who.iter().all(|c| c.starts_with("machine-")) {
        text += ": machine readings with one codebook, no human coder";
    } else if who.iter().any(|c| c.starts_with("machine-")) {
        text += "; names that begin with machine- are machine readings with one codebook";
    }
    if who.len() < 2 {
        return text + ". One coder: no agreement can be computed.";
    }
    let found: Vec<String> = agreements(package)
        .iter()
        .filter(|a| a.code == "valid" || a.code == "stance")
        .filter_map(|a| {
            let alpha = a.alpha.map_or_else(|| "none, for want of variation".into(), number::two_decimals);
            let share = number::value(a.units_agree?, "share");
            let by_sentence = number::value(a.sentences_agree?, "share");
            Some(format!(
                "on {} in {share} of {} mentions ({by_sentence} of {} sentences), Krippendorff's alpha {alpha}",
                if a.code == "valid" { "validity" } else { "stance" },
                a.units,
                a.sentences
            ))
        })
        .collect();
    format!("{text}. They agree {}.", found.join("; "))
}
