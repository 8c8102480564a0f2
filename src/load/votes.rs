//! The tables of General Assembly voting: how often two agree, single resolutions, and the votes on them.

use std::collections::HashMap;

use super::hash::Quick;
use super::row::{Keys, Row};
use super::table::{Desk, Rows};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Table;
use crate::model::records::{Ballots, Position, Resolution, Vote};

/// Counts for a bloc are means over its members, printed with few digits: the parts may miss the whole by this much.
const ROUNDING: f64 = 0.06;

pub(super) const VOTES: [(&str, Option<Ballots>); 5] = [
    ("yes", Some(Ballots::Yes)),
    ("no", Some(Ballots::No)),
    ("abstain", Some(Ballots::Abstain)),
    ("absent", None),
    ("not_available", None),
];

pub(super) fn positions(desk: &Desk<'_>) -> Rows<Position> {
    let mut keys = Keys::new();
    let mut categories: HashMap<String, usize, Quick> = HashMap::default();
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
    desk.read(Table::Positions, columns, |row, fields| {
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
        let counts = [row.count(roll_calls), row.count(states)];
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
        let sum = same + one_abstains + opposite;
        if (sum - both_voted).abs() > ROUNDING {
            let parts = "same, one_abstains and opposite".to_owned();
            let (whole, value) = ("both_voted".to_owned(), both.text().to_owned());
            row.tell(both, Problem::SumMismatch { parts, sum: shown(sum), whole, value });
            return None;
        }
        let issue = issue.to_owned();
        Some(Position { member, partner, year, issue, both_voted, same, one_abstains, opposite, line: row.line })
    })
}

/// A sum without the dust of binary fractions.
fn shown(sum: f64) -> String {
    ((sum * 1e4).round() / 1e4).to_string()
}

/// Tells issues that name a category of roll calls which the positions do not have; silent where there are no positions.
pub(super) fn tell_unknown_categories(
    named: Vec<(String, Place)>,
    positions: &Rows<Position>,
    troubles: &mut Diagnostics,
) {
    let mut categories: Vec<&str> = positions.rows.iter().map(|p| p.issue.as_str()).collect();
    categories.sort_unstable();
    categories.dedup();
    if categories.is_empty() || !positions.complete {
        return;
    }
    for (value, place) in named.into_iter().filter(|(name, _)| !categories.contains(&name.as_str())) {
        let what = "category in the table `positions`".to_owned();
        let choices = categories.iter().map(|c| (*c).to_owned()).collect();
        troubles.push(place, Problem::UnknownChoice { value, what, choices });
    }
}

/// The resolutions, and the codes of all their rows.
pub(super) fn resolutions(desk: &Desk<'_>) -> (Rows<Resolution>, Vec<String>) {
    let mut keys = Keys::new();
    let mut codes = Vec::new();
    let columns = ["resolution", "date", "issue", "title", "source"];
    let rows = desk.read(Table::Resolutions, columns, |row, [code_field, date, issue, title, source]| {
        let code = row.required(code_field)?.to_owned();
        keys.add(row, code.clone(), &[code_field])?;
        codes.push(code.clone());
        let date = row.date(date);
        let issue = row.entry(issue, "declared issue", &desk.known.issues);
        let title = row.required(title);
        row.source(source)?;
        Some(Resolution { code, date: date?, issue: issue?, title: title?.to_owned(), line: row.line })
    });
    (rows, codes)
}

/// The votes that were cast; rows that say that none was, or that it is not known, are checked and left out.
pub(super) fn votes(desk: &Desk<'_>) -> Rows<Vote> {
    let mut keys = Keys::new();
    let columns = ["resolution", "party", "vote", "source", "evidence"];
    desk.read(Table::Votes, columns, |row: &mut Row<'_>, [resolution_field, party_field, vote, source, _]| {
        let resolution = row.entry(resolution_field, "resolution of this package", &desk.known.resolutions);
        let party = row.party(party_field);
        let vote = row.choice(vote, "vote", &VOTES);
        let source = row.source(source);
        let (resolution, party) = (resolution?, party?);
        keys.add(row, (resolution, party), &[resolution_field, party_field])?;
        source?;
        Some(Vote { resolution, party, vote: vote??, line: row.line })
    })
}
