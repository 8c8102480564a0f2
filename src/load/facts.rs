//! The tables of what others have found: published figures, a coder's values, and caveats.

use super::row::{Field, Keys, Row, entire};
use super::table::{Rows, TableReader};
use crate::diagnostic::Problem;
use crate::model::records::{Caveat, CaveatKind, Coding, PublishedFact, Qualifier, Status};
use crate::model::window::WindowError;
use crate::model::{PartialDate, Table, Window, Year};

const QUALIFIERS: [(&str, Qualifier); 5] = [
    ("exact", Qualifier::Exact),
    ("about", Qualifier::About),
    ("at_least", Qualifier::AtLeast),
    ("at_most", Qualifier::AtMost),
    ("interval", Qualifier::Interval),
];

const STATUSES: [(&str, Status); 8] = [
    ("observed", Status::Observed),
    ("true_zero", Status::TrueZero),
    ("estimated", Status::Estimated),
    ("censored", Status::Censored),
    ("not_applicable", Status::NotApplicable),
    ("not_available", Status::NotAvailable),
    ("not_searched", Status::NotSearched),
    ("none_found", Status::NoneFound),
];

const CAVEATS: [(&str, CaveatKind); 4] = [
    ("quality", CaveatKind::Quality),
    ("vintage", CaveatKind::Vintage),
    ("coverage", CaveatKind::Coverage),
    ("composition", CaveatKind::Composition),
];

/// What has three capital letters and is neither a party nor a state: the East Asia Summit.
const CIRCLES: [&str; 1] = ["EAS"];

/// Whether everybody who is named by a code is known. Who a figure is about may also be free text, such as
/// `study_corpus`.
fn all_known(row: &mut Row<'_>, field: Field<'_>) -> bool {
    let coded = |name: &&str| name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    let names = field.text().split(';').map(str::trim).filter(coded).filter(|name| !CIRCLES.contains(name));
    names.filter(|name| !row.somebody(field, name)).count() == 0
}

/// Whether the period begins within the package's time, as far as its text begins with a date.
fn begins_in_time(row: &mut Row<'_>, field: Field<'_>) -> bool {
    let text = field.text();
    let year = || Year::parse(text.get(..4)?).map(PartialDate::from);
    PartialDate::parse(text).or_else(year).is_none_or(|date| row.in_time(field, date))
}

/// Published figures. Who they are about, and when, is free text as printed; what is reported is a period that ends
/// before it begins or begins in the future, and a code that belongs to no party.
pub(super) fn facts(reader: &TableReader<'_>) -> Rows<PublishedFact> {
    let mut keys = Keys::new();
    let mut contents = Keys::new();
    let columns = [
        "id",
        "from",
        "to",
        "topic",
        "what",
        "period",
        "base_year",
        "value",
        "lower",
        "upper",
        "qualifier",
        "unit",
        "status",
        "source",
        "locator",
        "coder",
        "quote",
        "note",
    ];
    reader.read(Table::Facts, columns, |row, fields| {
        let [id, from, to, topic, what_field, period, base_year, value, lower_field, upper, qualifier, unit, ..] =
            fields;
        let [.., status, source, locator, _, quote, note] = fields;
        let (printed, source_field) = ([value, lower_field, upper].map(Field::text), source);
        let key = row.required(id).map(str::to_owned);
        let what = row.required(what_field);
        let base_year = row.open(base_year, Row::year);
        let value = row.open(value, Row::number);
        let lower = row.open(lower_field, Row::number);
        let upper = row.open(upper, Row::number);
        let qualifier = row.open(qualifier, |row, field| row.choice(field, "qualifier", &QUALIFIERS));
        let status = row.choice(status, "status", &STATUSES);
        let source = row.source(source);
        if Window::parse(period.text()) == Err(WindowError::Backward) {
            row.report(period, Problem::BackwardWindow { value: period.text().to_owned() });
        }
        let ascending = row.bounds((lower_field, lower.flatten()), upper.flatten());
        let known = all_known(row, from) & all_known(row, to) & begins_in_time(row, period);
        let key = key?;
        keys.add(row, key.clone(), &[id])?;
        // The same figure under another number would be printed twice.
        let [_, content @ ..] = fields;
        contents.add(row, entire(&content), &[from, to, topic, what_field, period])?;
        status.filter(|_| known)?;
        source.and(ascending)?;
        Some(PublishedFact {
            id: key,
            from: from.text().to_owned(),
            to: to.text().to_owned(),
            topic: topic.text().to_owned(),
            what: what?.to_owned(),
            period: period.text().to_owned(),
            base_year: base_year?,
            value: value?,
            lower: lower?,
            upper: upper?,
            qualifier: qualifier?,
            unit: unit.text().to_owned(),
            decimals: printed.into_iter().map(decimals).max().unwrap_or_default(),
            source: source_field.text().to_owned(),
            locator: locator.text().to_owned(),
            quote: quote.text().to_owned(),
            note: note.text().to_owned(),
            line: row.line,
        })
    })
}

/// Digits behind the point of a number as it is printed.
fn decimals(printed: &str) -> u8 {
    let behind = printed.split_once('.').map_or("", |(_, behind)| behind);
    behind.bytes().take_while(u8::is_ascii_digit).count().try_into().unwrap_or(u8::MAX)
}

pub(super) fn codings(reader: &TableReader<'_>) -> Rows<Coding> {
    let mut keys = Keys::new();
    let columns = [
        "indicator",
        "from",
        "to",
        "year_from",
        "year_to",
        "value",
        "lower",
        "upper",
        "qualifier",
        "unit",
        "status",
        "source",
        "locator",
        "coder",
        "quote",
        "note",
    ];
    reader.read(Table::Codings, columns, |row, fields| {
        let [indicator_field, from_field, to_field, first_field, last_field, value, lower_field, upper, qualifier, ..] =
            fields;
        let [.., status, source, _, coder_field, _, _] = fields;
        let indicator = row.required(indicator_field);
        let from = row.party(from_field);
        let to = row.party(to_field);
        let first = row.year(first_field);
        let last = row.open(last_field, Row::year);
        let value = row.open(value, Row::number);
        let lower = row.open(lower_field, Row::number);
        let upper = row.open(upper, Row::number);
        let qualifier = row.open(qualifier, |row, field| row.choice(field, "qualifier", &QUALIFIERS));
        let status = row.choice(status, "status", &STATUSES);
        let source = row.source(source);
        let coder = row.required(coder_field);
        let forward = row.years_forward(last_field, first, last.flatten());
        let ascending = row.bounds((lower_field, lower.flatten()), upper.flatten());
        let (indicator, from, to, first, coder) = (indicator?.to_owned(), from?, to?, first?, coder?.to_owned());
        let key_fields = [indicator_field, from_field, to_field, first_field, coder_field];
        keys.add(row, (indicator.clone(), from, to, first, coder.clone()), &key_fields)?;
        source.and(forward).and(ascending)?;
        Some(Coding {
            indicator,
            from,
            to,
            first,
            last: last?,
            value: value?,
            lower: lower?,
            upper: upper?,
            qualifier: qualifier?,
            status: status?,
            coder,
            line: row.line,
        })
    })
}

pub(super) fn caveats(reader: &TableReader<'_>) -> Rows<Caveat> {
    let tables = Table::ALL.map(|table| (table.name(), table));
    let mut keys = Keys::new();
    let columns = ["table", "party", "from_year", "to_year", "kind", "text", "source"];
    reader.read(Table::Caveats, columns, |row, fields| {
        let [table_field, party_field, from, to_field, kind, text, source] = fields;
        let table = row.choice(table_field, "table", &tables);
        let party = row.open(party_field, Row::party_or_world);
        let from = row.open(from, Row::year);
        let to = row.open(to_field, Row::year);
        let kind = row.choice(kind, "kind of caveat", &CAVEATS);
        let text = row.required(text);
        let source = row.source(source);
        row.years_forward(to_field, from.flatten(), to.flatten()).and(source)?;
        keys.add(row, entire(&fields), &[table_field, party_field])?;
        Some(Caveat {
            table: table?.name().to_owned(),
            party: party?,
            from: from?,
            to: to?,
            kind: kind?,
            text: text?.to_owned(),
            line: row.line,
        })
    })
}
