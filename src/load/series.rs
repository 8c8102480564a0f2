//! Recurring texts of the General Assembly: which resolutions are one text, which issue it speaks to, and the roll
//! calls on them.

use std::collections::HashMap;

use super::row::{Field, Keys, Row, unknown_choice};
use super::table::{Rows, TableReader};
use super::votes::VOTES;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::records::{Ballots, Resolution, Series, Vote};
use crate::model::{Package, PartyId, Table, Year};

/// The series. A resolution belongs to one of them at most, or a vote would be counted twice, and lies in its years.
pub(super) fn series(reader: &TableReader<'_>, resolutions: &[Resolution]) -> Rows<Series> {
    let mut keys = Keys::new();
    let mut placed: HashMap<usize, u32> = HashMap::new();
    let dated: HashMap<&str, Year> = resolutions.iter().map(|r| (r.code.as_str(), r.date.year())).collect();
    let columns = ["series", "issue", "title", "from", "to", "resolutions", "reason", "source"];
    reader.read(Table::Series, columns, |row, fields| {
        let [code_field, issue, title, from, to_field, list, reason, source] = fields;
        let code = row.required(code_field)?.to_owned();
        keys.add(row, code.clone(), &[code_field])?;
        let issue = row.entry(issue, "declared issue", &reader.known.issues);
        let title = row.required(title);
        let (from, to) = (row.year(from), row.year(to_field));
        let reason = row.required(reason);
        let source = row.source(source);
        let (from, to) = (from?, to?);
        row.years_forward(to_field, Some(from), Some(to))?;
        let members = members(row, list, reader, &mut placed)?;
        let mut sound = true;
        for name in list.text().split(';').map(str::trim) {
            let Some(year) = dated.get(name).filter(|y| !(from..=to).contains(*y)) else { continue };
            let (value, what) = (year.to_string(), format!("the year of {name}"));
            let range = format!("the years of its series, {from} to {to}");
            row.report(list, Problem::OutOfRange { value, what, range });
            sound = false;
        }
        source.and(reason)?;
        let (issue, title) = (issue?, title?.to_owned());
        sound.then_some(Series { code, issue, title, from, to, resolutions: members, line: row.line })
    })
}

/// The resolutions of a series; every problem of the list is reported.
fn members(
    row: &mut Row<'_>,
    list: Field<'_>,
    reader: &TableReader<'_>,
    placed: &mut HashMap<usize, u32>,
) -> Option<Vec<usize>> {
    let (mut members, mut sound) = (Vec::new(), true);
    for name in row.required(list)?.split(';').map(str::trim) {
        let Some(resolution) = reader.known.resolutions.get(name) else {
            sound = false;
            if reader.known.resolutions.complete {
                let field = Field { raw: name, ..list };
                let choices = reader.known.resolutions.names.clone();
                row.report(list, unknown_choice(field, "resolution of this package", choices));
            }
            continue;
        };
        let first = *placed.entry(resolution).or_insert(row.line);
        if first != row.line || members.contains(&resolution) {
            row.report(list, Problem::DuplicateKey { key: name.to_owned(), first: u64::from(first) });
            sound = false;
        }
        members.push(resolution);
    }
    sound.then_some(members)
}

/// Whole roll calls: a row for each resolution and vote, with the states that voted so. Who stands in no row of a
/// resolution is not known; absences are checked and left out.
pub(super) fn roll_calls(reader: &TableReader<'_>) -> Rows<Vote> {
    let mut voted: HashMap<(usize, PartyId), u32> = HashMap::new();
    let columns = ["resolution", "vote", "parties", "source", "evidence"];
    let lists = reader.read(Table::RollCalls, columns, |row, [resolution, vote, parties, source, _]| {
        let resolution = row.entry(resolution, "resolution of this package", &reader.known.resolutions);
        let vote = row.choice(vote, "vote", &VOTES);
        let codes = row.required(parties);
        let source = row.source(source);
        let (resolution, vote) = (resolution?, vote?);
        let states = states(row, parties, codes?, resolution, &mut voted)?;
        source?;
        Some((resolution, vote, states, row.line))
    });
    let votes = lists.rows.into_iter().filter_map(|(resolution, vote, states, line)| {
        let vote: Ballots = vote?;
        Some(states.into_iter().map(move |party| Vote { resolution, party, vote, line }))
    });
    Rows {
        rows: votes.flatten().collect(),
        complete: lists.complete,
        diagnostics: lists.diagnostics,
        table: lists.table,
        sources: lists.sources,
    }
}

/// The states of one list; a bloc casts no vote, and no state votes twice.
fn states(
    row: &mut Row<'_>,
    field: Field<'_>,
    codes: &str,
    resolution: usize,
    voted: &mut HashMap<(usize, PartyId), u32>,
) -> Option<Vec<PartyId>> {
    let (mut states, mut sound) = (Vec::new(), true);
    for code in codes.split(';').map(str::trim) {
        let party = match row.known.party(code, &mut row.searches) {
            Ok(party) => party,
            Err(problem) => {
                sound = false;
                problem.into_iter().for_each(|p| row.report(field, p));
                continue;
            }
        };
        if row.known.parties.is_bloc(party) {
            let message = format!("`{code}` is a bloc; only states vote");
            let hint = "name its members that voted so".to_owned();
            row.report(field, Problem::Framework { message, hint });
            sound = false;
        }
        let line = row.line;
        let first = *voted.entry((resolution, party)).or_insert(line);
        if first != line || states.contains(&party) {
            row.report(field, Problem::DuplicateKey { key: code.to_owned(), first: u64::from(first) });
            sound = false;
        }
        states.push(party);
    }
    sound.then_some(states)
}

/// Reports votes of a roll call that are also in the table of single votes, since no fact is kept twice.
pub(super) fn report_votes_known_already(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(file) = package.texts.get(&Table::RollCalls).map(|t| &t.file) else { return };
    let Some(other) = package.texts.get(&Table::Votes).map(|t| &t.file) else { return };
    let single: HashMap<(usize, PartyId), u32> =
        package.votes.iter().map(|v| ((v.resolution, v.party), v.line)).collect();
    for vote in &package.roll_calls {
        let Some(line) = single.get(&(vote.resolution, vote.party)) else { continue };
        let code = package.resolutions.get(vote.resolution).map_or("", |r| r.code.as_str());
        let message =
            format!("the vote of {} on {code} stands in {other}:{line} too", package.parties.code(vote.party));
        let hint = "keep one of the two".to_owned();
        diagnostics.push(Place::new(file, u64::from(vote.line), 1), Problem::Framework { message, hint });
    }
}
