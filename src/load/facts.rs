//! The tables of what others have found: published figures, a coder's values, and what a reader must be warned of.

use super::row::{Keys, Row};
use super::table::{Desk, Rows};
use crate::diagnostic::Problem;
use crate::model::records::{Caveat, CaveatKind, Coding, PublishedFact, Qualifier, Status};
use crate::model::window::WindowError;
use crate::model::{Table, Window};

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

/// Published figures. Who they are about, and when, is free text as printed; only a period that runs backwards is told.
pub(super) fn facts(desk: &Desk<'_>) -> Rows<PublishedFact> {
    let mut keys = Keys::new();
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
    desk.read(Table::Facts, columns, |row, fields| {
        let [id, from, to, topic, what, period, base_year, value, lower_field, upper, qualifier, unit, ..] = fields;
        let [.., status, source, _, _, _, note] = fields;
        let key = row.required(id).map(str::to_owned);
        let what = row.required(what);
        let base_year = row.open(base_year, Row::year);
        let value = row.open(value, Row::number);
        let lower = row.open(lower_field, Row::number);
        let upper = row.open(upper, Row::number);
        let qualifier = row.open(qualifier, |row, field| row.choice(field, "qualifier", &QUALIFIERS));
        let status = row.choice(status, "status", &STATUSES);
        let source = row.source(source);
        if Window::parse(period.text()) == Err(WindowError::Backward) {
            row.tell(period, Problem::BackwardWindow { value: period.text().to_owned() });
        }
        let ascending = row.bounds((lower_field, lower.flatten()), upper.flatten());
        let key = key?;
        keys.add(row, key.clone(), &[id])?;
        status?;
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
            note: note.text().to_owned(),
            line: row.line,
        })
    })
}

pub(super) fn codings(desk: &Desk<'_>) -> Rows<Coding> {
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
    desk.read(Table::Codings, columns, |row, fields| {
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

pub(super) fn caveats(desk: &Desk<'_>) -> Rows<Caveat> {
    let tables = Table::ALL.map(|table| (table.name(), table));
    let columns = ["table", "party", "from_year", "to_year", "kind", "text", "source"];
    desk.read(Table::Caveats, columns, |row, [table, party, from, to_field, kind, text, source]| {
        let table = row.choice(table, "table", &tables);
        let party = row.open(party, Row::party_or_world);
        let from = row.open(from, Row::year);
        let to = row.open(to_field, Row::year);
        let kind = row.choice(kind, "kind of caveat", &CAVEATS);
        let text = row.required(text);
        let source = row.source(source);
        row.years_forward(to_field, from.flatten(), to.flatten()).and(source)?;
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
