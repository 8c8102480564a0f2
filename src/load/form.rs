//! The tables of the form of a partnership: dated steps on the ladder of status, and platforms held.

use super::known::Known;
use super::row::{Field, Keys, Row, unknown_choice};
use super::table::{Rows, TableReader};
use crate::diagnostic::Problem;
use crate::model::records::{Held, Institution, StatusStep};
use crate::model::{PartialDate, PartyId, Table};

const RUNGS: [(&str, ()); 7] = [
    ("informal", ()),
    ("development", ()),
    ("sectoral", ()),
    ("full", ()),
    ("named", ()),
    ("strategic", ()),
    ("comprehensive_strategic", ()),
];

const PRECISIONS: [(&str, usize); 4] = [("unknown", 0), ("year", 4), ("month", 7), ("day", 10)];

pub(super) const INSTITUTIONS: [(&str, ()); 16] = [
    ("eas", ()),
    ("admm_plus", ()),
    ("tac", ()),
    ("fta_in_force", ()),
    ("rcep", ()),
    ("plan_of_action", ()),
    ("summit", ()),
    ("resident_mission", ()),
    ("joint_cooperation_committee", ()),
    // A single plan with its period, which a framework may count as a term of `plan_of_action`:
    ("plan_document", ()),
    // Kept as context, never scored:
    ("fta_upgrade", ()),
    ("summit_meeting", ()),
    ("ambassador_accredited", ()),
    ("joint_centre", ()),
    ("business_council", ()),
    ("cooperation_agreement", ()),
];

const HELD: [(&str, Held); 4] =
    [("yes", Held::Yes), ("no", Held::No), ("none_found", Held::NoneFound), ("not_available", Held::NotAvailable)];

pub(super) fn status(reader: &TableReader<'_>) -> Rows<StatusStep> {
    let mut keys = Keys::new();
    let columns = ["party", "bloc", "rung", "label", "date", "precision", "source", "quote", "note"];
    reader.read(Table::Status, columns, |row, fields| {
        let [party_field, bloc_field, rung_field, label, date_field, precision, source, ..] = fields;
        let party = row.party(party_field);
        let bloc = row.bloc(bloc_field);
        let rung = row.choice(rung_field, "rung", &RUNGS).map(|()| rung_field.text().to_owned());
        let label = row.required(label);
        let date = row.open(date_field, Row::date);
        let precise = precision_fits(row, precision, date);
        let source = row.source(source);
        let (party, bloc, rung, date) = (party?, bloc?, rung?, date?);
        not_before(row, date_field, date, bloc)?;
        keys.add(row, (party, bloc, rung.clone(), date), &[party_field, bloc_field, rung_field, date_field])?;
        precise.and(source)?;
        Some(StatusStep { party, bloc, rung, label: label?.to_owned(), date, line: row.line })
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
    let columns = ["party", "bloc", "institution", "held", "from", "to", "as_of", "source", "quote", "note"];
    reader.read(Table::Institutions, columns, |row, fields| {
        let [party_field, bloc_field, institution_field, held, from_field, to_field, as_of, source, ..] = fields;
        let party = row.party(party_field);
        let bloc = row.bloc(bloc_field);
        let institution = row.choice(institution_field, "kind of institution", &INSTITUTIONS);
        let institution = institution.map(|()| institution_field.text().to_owned());
        let held = row.choice(held, "state of holding", &HELD);
        let from = row.open(from_field, Row::date);
        // What is agreed may have an end that lies ahead.
        let to = row.open(to_field, Row::planned);
        let as_of = row.open(as_of, Row::date);
        let source = row.source(source);
        let forward = row.forward(to_field, from.flatten(), to.flatten());
        let (party, bloc, institution) = (party?, bloc?, institution?);
        let existed = [(from_field, from?), (to_field, to?)].map(|(field, date)| not_before(row, field, date, bloc));
        let key_fields = [party_field, bloc_field, institution_field, from_field];
        keys.add(row, (party, bloc, institution.clone(), from?), &key_fields)?;
        existed.into_iter().collect::<Option<Vec<()>>>().and(forward).and(source)?;
        Some(Institution { party, bloc, institution, held: held?, from: from?, to: to?, as_of: as_of?, line: row.line })
    })
}

/// Tells a date that surely lies before the bloc had its first member.
fn not_before(row: &mut Row<'_>, field: Field<'_>, date: Option<PartialDate>, bloc: PartyId) -> Option<()> {
    let known: &Known<'_> = row.known;
    let since = known.parties.memberships().iter().filter(|m| m.bloc == bloc).map(|m| m.from).min();
    match (date, since) {
        (Some(date), Some(since)) if date.surely_before(since) => {
            let (date, since) = (date.to_string(), since.to_string());
            row.report(field, Problem::BeforeBloc { date, bloc: known.parties.code(bloc).to_owned(), since });
            None
        }
        _ => Some(()),
    }
}
