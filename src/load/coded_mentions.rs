//! The table of coded mentions: one row for each sentence that names a target and each coder who read it.

use std::collections::{BTreeMap, HashMap};

use super::row::{Field, Keys, Row, out_of_range};
use super::table::{Rows, TableReader};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::package::Package;
use crate::model::records::{CodedMention, Manner};
use crate::model::{PartyId, Table, Year};

const COLUMNS: [&str; 16] = [
    "speaker", "target", "year", "unit", "document", "sentence", "mentions", "coder", "valid", "list", "stance",
    "label", "relation", "quote", "note", "source",
];
const YES_OR_NO: [(&str, bool); 2] = [("0", false), ("1", true)];
const STANCES: [(&str, i8); 4] = [("-1", -1), ("0", 0), ("1", 1), ("2", 2)];

pub(super) fn coded_mentions(reader: &TableReader<'_>) -> Rows<CodedMention> {
    let mut keys = Keys::new();
    let mut units = Units::default();
    reader.read(Table::CodedMentions, COLUMNS, |row, fields| {
        let [speaker_field, target_field, year_field, unit_field, document_field, sentence_field, mentions_field, ..] =
            fields;
        let [.., coder_field, valid, list, stance, label, relation, quote, _, source] = fields;
        let speaker = row.party(speaker_field);
        let target = row.party(target_field);
        let year = row.year(year_field);
        let unit = row.required(unit_field);
        let document = row.required(document_field);
        let sentence = row.count(sentence_field);
        let mentions = row.count(mentions_field).and_then(|n| {
            if n == 0 {
                row.report(mentions_field, out_of_range(mentions_field, "mentions", "1 upwards: a unit is a mention"));
            }
            (n > 0).then_some(n)
        });
        let coder = row.required(coder_field);
        let manner = manner(row, valid, stance, [list, label, relation]);
        let quote_given = row.required(quote);
        let source = row.source(source);
        let (unit, coder) = (unit?.to_owned(), coder?.to_owned());
        keys.add(row, (unit.clone(), coder.clone()), &[unit_field, coder_field])?;
        let described =
            [speaker_field, target_field, year_field, document_field, sentence_field, mentions_field, quote];
        let agrees = units.agree(row, unit_field, described);
        quote_given.and(source)?;
        let coded = CodedMention {
            unit,
            speaker: speaker?,
            target: target?,
            year: year?,
            document: document?.to_owned(),
            sentence: sentence?,
            mentions: mentions?,
            coder,
            manner: manner?,
            line: row.line,
        };
        agrees.then_some(coded)
    })
}

/// What the coder reads; `Some(None)` for a mention that is not valid, of which nothing else is coded.
fn manner(row: &mut Row<'_>, valid: Field<'_>, stance: Field<'_>, others: [Field<'_>; 3]) -> Option<Option<Manner>> {
    if row.choice(valid, "validity", &YES_OR_NO)? {
        let stance = row.choice(stance, "stance", &STANCES);
        let [list, label, relation] =
            others.map(|field| row.open(field, |row, field| row.choice(field, "code", &YES_OR_NO)));
        return Some(Some(Manner { stance: stance?, list: list?, label: label?, relation: relation? }));
    }
    let mut sound = true;
    for field in [stance].into_iter().chain(others).filter(|f| f.given().is_some()) {
        let message = format!("`{}` is coded, and the mention is not valid", field.name);
        row.report(field, contradiction(message, "leave the field empty, or write 1 for `valid`"));
        sound = false;
    }
    sound.then_some(None)
}

/// The units seen so far: the line of the first row, and what it says of the sentence.
#[derive(Default)]
struct Units {
    first: HashMap<String, (u32, [String; 7])>,
    /// Document, sentence and target, with the unit that has them.
    places: HashMap<[String; 3], String>,
}

impl Units {
    /// Whether the row says of its unit what the unit's first row says, and no other unit is the same sentence and
    /// target; each difference is reported at its field.
    fn agree(&mut self, row: &mut Row<'_>, unit: Field<'_>, described: [Field<'_>; 7]) -> bool {
        let said = described.map(|f| f.text().to_owned());
        let (line, first) = self.first.entry(unit.text().to_owned()).or_insert_with(|| (row.line, said.clone()));
        let mut sound = true;
        for ((field, _), there) in described.into_iter().zip(&said).zip(first.iter()).filter(|((_, a), b)| a != b) {
            // A quotation is too long to be shown twice.
            let message = match field.name {
                "quote" => format!("the quotation is another than in line {line}, for the same unit"),
                name => format!("`{name}` is {} here and {there} in line {line}, for the same unit", field.text()),
            };
            let hint = "the rows of one unit describe one sentence: mend one, or give the unit another name";
            row.report(field, contradiction(message, hint));
            sound = false;
        }
        let [_, target, _, document, sentence, ..] = said;
        let owner = self.places.entry([document, sentence, target]).or_insert_with(|| unit.text().to_owned());
        if owner != unit.text() && sound {
            let message = format!("`{}` is the sentence and target that is called `{owner}` above", unit.text());
            row.report(unit, contradiction(message, "give all coders' rows of a sentence and target one unit"));
            sound = false;
        }
        sound
    }
}

/// A part cannot exceed its whole: of one speaker, target and year no more mentions are coded than the mentions table
/// counts, nor in more speeches. Told at the row with which the sum goes above.
pub(super) fn report_more_coded_than_counted(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(file) = package.texts.get(&Table::CodedMentions).map(|t| &t.file) else { return };
    let counted: HashMap<_, _> = package
        .mentions
        .iter()
        .map(|m| ((m.speaker, m.target, m.year), (m.mentions, m.documents_mentioning)))
        .collect();
    let mut coded: BTreeMap<(PartyId, PartyId, Year), Coded<'_>> = BTreeMap::new();
    for row in &package.coded_mentions {
        let key = (row.speaker, row.target, row.year);
        let sum = coded.entry(key).or_default();
        if sum.units.contains(&row.unit.as_str()) || sum.reported {
            continue;
        }
        sum.units.push(&row.unit);
        sum.mentions += u64::from(row.mentions);
        if !sum.documents.contains(&row.document.as_str()) {
            sum.documents.push(&row.document);
        }
        let (mentions, documents) = counted.get(&key).copied().unwrap_or((0, 0));
        let [speaker, target] = [row.speaker, row.target].map(|p| package.parties.code(p));
        let fault = if sum.mentions > u64::from(mentions) {
            Some((sum.mentions.to_string(), "", mentions))
        } else if sum.documents.len() > documents as usize {
            Some((sum.documents.len().to_string(), "speeches with ", documents))
        } else {
            None
        };
        if let Some((found, what, most)) = fault {
            sum.reported = true;
            let whose = format!("{what}mentions of {target} by {speaker} in {}", row.year);
            let message = format!("{found} {whose} are coded up to here, and the mentions table counts {most}");
            let hint = "take out what is not counted, or mend the count in the mentions table";
            diagnostics.push(Place::new(file, u64::from(row.line), 1), contradiction(message, hint));
        }
    }
}

fn contradiction(message: String, hint: &str) -> Problem {
    Problem::Contradiction { message, hint: hint.to_owned() }
}

/// The codings of one speaker, target and year.
#[derive(Default)]
struct Coded<'a> {
    units: Vec<&'a str>,
    documents: Vec<&'a str>,
    mentions: u64,
    reported: bool,
}
