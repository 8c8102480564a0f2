//! The tables of General Assembly voting: how often two agree, single resolutions, and the votes on them.

use std::collections::HashMap;

use super::nearest::few;
use super::row::{Field, Keys, Row, out_of_range};
use super::table::{Rows, TableReader};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::quick_hash::Quick;
use crate::model::records::{Ballot, Ballots, Position, Resolution, Vote};
use crate::model::{Package, PartyId, Table, Year};

/// Counts for a bloc are means over its members, printed with few digits: the parts may miss the whole by this much.
pub(super) const ROUNDING: f64 = 0.06;

pub(super) const VOTES: [(&str, Option<Ballots>); 5] = [
    ("yes", Some(Ballots::Yes)),
    ("no", Some(Ballots::No)),
    ("abstain", Some(Ballots::Abstain)),
    ("absent", None),
    ("not_available", None),
];

pub(super) fn positions(reader: &TableReader<'_>) -> Rows<Position> {
    let mut keys = Keys::new();
    let mut categories: HashMap<String, usize, Quick> = HashMap::default();
    let mut held: HashMap<(Year, usize), (u32, u32), Quick> = HashMap::default();
    let mut most: HashMap<PartyId, usize, Quick> = HashMap::default();
    let columns = [
        "member",
        "partner",
        "year",
        "issue",
        "roll_calls",
        "both_voted",
        "same",
        "one_abstains",
        "opposite",
        "partner_states",
        "source",
    ];
    reader.read(Table::Positions, columns, |row, fields| {
        let [
            member_field,
            partner_field,
            year_field,
            issue_field,
            roll_calls,
            both,
            same,
            half,
            opposite,
            states,
            source,
        ] = fields;
        let member = row.party(member_field);
        let partner = row.party(partner_field);
        let year = row.year(year_field);
        let issue = row.required(issue_field);
        let calls = row.count(roll_calls);
        let counts = [calls, states_fit(row, states, partner, &mut most)];
        let both_voted = row.amount(both, "a number of votes");
        let parts = [same, half, opposite].map(|field| row.amount(field, "a number of votes"));
        let source = row.source(source);
        let (member, partner, year, issue) = (member?, partner?, year?, issue?);
        let category = match categories.get(issue) {
            Some(number) => *number,
            None => {
                let number = categories.len();
                categories.insert(issue.to_owned(), number);
                number
            }
        };
        let key_fields = [member_field, partner_field, year_field, issue_field];
        keys.add(row, (member, partner, year, category), &key_fields)?;
        let ([Some(_), Some(_)], [Some(same), Some(one_abstains), Some(opposite)], Some(both_voted), Some(())) =
            (counts, parts, both_voted, source)
        else {
            return None;
        };
        let calls = calls?;
        let (first, first_line) = *held.entry((year, category)).or_insert((calls, row.line));
        if calls != first {
            let what = format!("roll calls on `{issue}` in {year}");
            let (value, other) = (calls.to_string(), first.to_string());
            row.report(roll_calls, Problem::Disagrees { what, value, other, first: u64::from(first_line) });
            return None;
        }
        if both_voted > f64::from(calls) + ROUNDING {
            let (part, value) = ("both_voted".to_owned(), both.text().to_owned());
            let (whole, total) = ("the roll calls there were".to_owned(), calls.to_string());
            row.report(both, Problem::AboveWhole { part, value, whole, total });
            return None;
        }
        let sum = same + one_abstains + opposite;
        if (sum - both_voted).abs() > ROUNDING {
            let parts = "same, one_abstains and opposite".to_owned();
            let (whole, value) = ("both_voted".to_owned(), both.text().to_owned());
            row.report(both, Problem::SumMismatch { parts, sum: shown(sum), whole, value });
            return None;
        }
        let issue = issue.to_owned();
        Some(Position { member, partner, year, issue, both_voted, same, one_abstains, opposite, line: row.line })
    })
}

/// How many states stand behind the partner: one where it is a state, of a bloc not more than ever were members.
/// `most` keeps that number, since a partner comes in thousands of rows.
fn states_fit(
    row: &mut Row<'_>,
    field: Field<'_>,
    partner: Option<PartyId>,
    most: &mut HashMap<PartyId, usize, Quick>,
) -> Option<u32> {
    let states = row.count(field)?;
    let Some(partner) = partner else { return Some(states) };
    let parties = row.known.parties;
    let most = *most.entry(partner).or_insert_with(|| {
        if !parties.is_bloc(partner) {
            return 1;
        }
        let mut ever: Vec<PartyId> =
            parties.memberships().iter().filter(|m| m.bloc == partner).map(|m| m.member).collect();
        ever.sort_unstable();
        ever.dedup();
        ever.len()
    });
    // A bloc without memberships says nothing of how many there may be.
    if most > 0 && !(1..=most as u64).contains(&u64::from(states)) {
        let range = if most == 1 { "1, since the partner is one state".into() } else { format!("1 to {most}") };
        row.report(field, out_of_range(field, "partner_states", &range));
        return None;
    }
    Some(states)
}

/// A sum without the rounding error of binary fractions.
pub(super) fn shown(sum: f64) -> String {
    ((sum * 1e4).round() / 1e4).to_string()
}

/// Tells issues that name a category of roll calls which the positions do not have; silent where there are no
/// positions.
pub(super) fn report_unknown_categories(
    named: Vec<(String, Place)>,
    positions: &Rows<Position>,
    diagnostics: &mut Diagnostics,
) {
    let mut categories: Vec<&str> = positions.rows.iter().map(|p| p.issue.as_str()).collect();
    categories.sort_unstable();
    categories.dedup();
    if categories.is_empty() || !positions.complete {
        return;
    }
    for (value, place) in named.into_iter().filter(|(name, _)| !categories.contains(&name.as_str())) {
        let what = "category in the table `positions`".to_owned();
        let choices = few(categories.iter().copied());
        diagnostics.push(place, Problem::UnknownChoice { value, what, choices });
    }
}

/// What stands in the positions for roll calls of every category.
pub(super) const ALL: &str = "all";

/// Tells positions in a category that no issue declares; silent where the package declares no issues.
pub(super) fn report_undeclared_categories(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(file) = package.texts.get(&Table::Positions).map(|t| &t.file).filter(|_| !package.issues.is_empty())
    else {
        return;
    };
    let declared = package.issues.iter().filter_map(|i| match &i.ballot {
        Ballot::Category(name) => Some(name.as_str()),
        Ballot::Resolutions | Ballot::None => None,
    });
    let mut declared: Vec<&str> = declared.chain([ALL]).collect();
    declared.sort_unstable();
    declared.dedup();
    for row in package.positions.iter().filter(|p| declared.binary_search(&p.issue.as_str()).is_err()) {
        let what = "category of roll calls that an issue declares".to_owned();
        let problem = Problem::UnknownChoice { value: row.issue.clone(), what, choices: few(declared.iter().copied()) };
        diagnostics.push(Place::new(file, u64::from(row.line), 1), problem);
    }
}

/// The resolutions, and the codes of all their rows.
pub(super) fn resolutions(reader: &TableReader<'_>) -> (Rows<Resolution>, Vec<String>) {
    let mut keys = Keys::new();
    let mut codes = Vec::new();
    let columns = ["resolution", "date", "issue", "title", "source"];
    let rows = reader.read(Table::Resolutions, columns, |row, [code_field, date, issue, title, source]| {
        let code = row.required(code_field)?.to_owned();
        keys.add(row, code.clone(), &[code_field])?;
        codes.push(code.clone());
        let date = row.date(date);
        let issue = row.entry(issue, "declared issue", &reader.known.issues);
        let title = row.required(title);
        row.source(source)?;
        Some(Resolution { code, date: date?, issue: issue?, title: title?.to_owned(), line: row.line })
    });
    (rows, codes)
}

/// The votes that were cast; rows that say that none was, or that it is not known, are checked and left out.
pub(super) fn votes(reader: &TableReader<'_>) -> Rows<Vote> {
    let mut keys = Keys::new();
    let columns = ["resolution", "party", "vote", "source", "evidence"];
    reader.read(Table::Votes, columns, |row: &mut Row<'_>, [resolution_field, party_field, vote, source, _]| {
        let resolution = row.entry(resolution_field, "resolution of this package", &reader.known.resolutions);
        let party = row.party(party_field);
        let vote = row.choice(vote, "vote", &VOTES);
        let source = row.source(source);
        let (resolution, party) = (resolution?, party?);
        keys.add(row, (resolution, party), &[resolution_field, party_field])?;
        source?;
        Some(Vote { resolution, party, vote: vote??, line: row.line })
    })
}
