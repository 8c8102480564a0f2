//! The tables of the form of a partnership: dated steps on the ladder of status, and platforms held.

use super::known::Known;
use super::row::{Field, Keys, Row, unknown_choice};
use super::table::{Rows, TableReader};
use crate::diagnostic::Problem;
use crate::model::records::{Held, Institution, StatusStep};
use crate::model::{PartialDate, PartyId, Table};

const PRECISIONS: [(&str, usize); 4] = [("unknown", 0), ("year", 4), ("month", 7), ("day", 10)];

const HELD: [(&str, Held); 4] =
    [("yes", Held::Yes), ("no", Held::No), ("none_found", Held::NoneFound), ("not_available", Held::NotAvailable)];

pub(super) fn status(reader: &TableReader<'_>) -> Rows<StatusStep> {
    let mut keys = Keys::new();
    let columns = ["party", "with", "rung", "label", "date", "precision", "source", "quote", "note", "to"];
    reader.read(Table::Status, columns, |row, fields| {
        let [party_field, with_field, rung_field, label, date_field, precision, source, _, _, to_field] = fields;
        let party = row.party(party_field);
        let with = row.party(with_field);
        let rung = row.required(rung_field).map(str::to_owned);
        let label = row.required(label);
        let date = row.open(date_field, Row::date);
        let precise = precision_fits(row, precision, date);
        let to = row.open(to_field, Row::date);
        let source = row.source(source);
        let forward = row.forward(to_field, date.flatten(), to.flatten());
        let (party, with, rung, date) = (party?, with?, rung?, date?);
        two(row, with_field, party, with)?;
        not_before(row, date_field, date, [party, with])?;
        let (one, other) = (party.min(with), party.max(with));
        keys.add(row, (one, other, rung.clone(), date), &[party_field, with_field, rung_field, date_field])?;
        precise.and(source).and(forward)?;
        Some(StatusStep { party, with, rung, label: label?.to_owned(), date, to: to?, line: row.line })
    })
}

/// The precision must be that of the date beside it.
fn precision_fits(row: &mut Row<'_>, field: Field<'_>, date: Option<Option<PartialDate>>) -> Option<()> {
    let length = row.choice(field, "precision", &PRECISIONS)?;
    let date = date?.map_or(String::new(), |d| d.to_string());
    if length == date.len() {
        return Some(());
    }
    let fitting = PRECISIONS.iter().filter(|(_, l)| *l == date.len()).map(|(name, _)| (*name).to_owned()).collect();
    let what = if date.is_empty() { "precision of an empty date".to_owned() } else { format!("precision of {date}") };
    row.report(field, unknown_choice(field, &what, fitting));
    None
}

pub(super) fn institutions(reader: &TableReader<'_>) -> Rows<Institution> {
    let mut keys = Keys::new();
    let columns = ["party", "with", "institution", "held", "from", "to", "as_of", "source", "quote", "note"];
    reader.read(Table::Institutions, columns, |row, fields| {
        let [party_field, with_field, institution_field, held, from_field, to_field, as_of, source, ..] = fields;
        let party = row.party(party_field);
        let with = row.party(with_field);
        let institution = row.required(institution_field).map(str::to_owned);
        let held = row.choice(held, "state of holding", &HELD);
        let from = row.open(from_field, Row::date);
        // What is agreed may have an end that lies ahead.
        let to = row.open(to_field, Row::planned);
        let as_of = row.open(as_of, Row::date);
        let source = row.source(source);
        let forward = row.forward(to_field, from.flatten(), to.flatten());
        let (party, with, institution) = (party?, with?, institution?);
        two(row, with_field, party, with)?;
        let existed =
            [(from_field, from?), (to_field, to?)].map(|(field, date)| not_before(row, field, date, [party, with]));
        let key_fields = [party_field, with_field, institution_field, from_field];
        let (one, other) = (party.min(with), party.max(with));
        keys.add(row, (one, other, institution.clone(), from?), &key_fields)?;
        existed.into_iter().collect::<Option<Vec<()>>>().and(forward).and(source)?;
        Some(Institution { party, with, institution, held: held?, from: from?, to: to?, as_of: as_of?, line: row.line })
    })
}

/// A status or a platform needs two parties.
fn two(row: &mut Row<'_>, field: Field<'_>, party: PartyId, with: PartyId) -> Option<()> {
    if party != with {
        return Some(());
    }
    row.report(field, Problem::WithItself { party: row.known.parties.code(with).to_owned() });
    None
}

/// Tells a date that surely lies before the bloc had its first member.
fn not_before(row: &mut Row<'_>, field: Field<'_>, date: Option<PartialDate>, pair: [PartyId; 2]) -> Option<()> {
    let known: &Known<'_> = row.known;
    let memberships = known.parties.memberships();
    let since = |bloc: PartyId| memberships.iter().filter(|m| m.bloc == bloc).map(|m| m.from).min();
    for (bloc, since) in pair.into_iter().filter_map(|bloc| Some((bloc, since(bloc)?))) {
        if let Some(date) = date.filter(|date| date.surely_before(since)) {
            let (date, since) = (date.to_string(), since.to_string());
            row.report(field, Problem::BeforeBloc { date, bloc: known.parties.code(bloc).to_owned(), since });
            return None;
        }
    }
    Some(())
}
