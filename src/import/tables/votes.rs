//! Roll calls: positions.csv, how often each two of the parties voted alike in a year.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::import::collection::{Collection, OTHER_YEARS};
use crate::model::records::Ballots as Ballot;
use crate::model::window::Year;
use crate::model::{Rows, Table};

const COLUMNS: [&str; 11] = [
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

/// All roll calls of a year together.
const ALL: &str = "all";

pub(super) fn rows(collection: &mut Collection<'_>) -> Result<Rows, Diagnostics> {
    let mut rows = Rows::new(Table::Positions, &COLUMNS);
    let Some(source) = collection.ballots.source.and_then(|at| collection.sources.get(at)).map(|s| s.key.clone())
    else {
        return Ok(rows);
    };
    let ballots = std::mem::take(&mut collection.ballots);
    let undated = ballots.cast.iter().find(|(call, _)| !ballots.years.contains_key(*call));
    if let Some((call, cast)) = undated {
        let place = cast.values().next().map_or_else(|| Place::whole("the votes"), |(_, place)| place.clone());
        let message = format!("no file says when roll call {call} was held");
        let hint = "bring the table of roll calls (un_roll_calls.csv) in the same import".to_owned();
        let mut problems = Diagnostics::default();
        problems.push(place, Problem::Import { message, hint });
        return Err(problems);
    }
    let declared = declared(collection);
    let mut by_topic: BTreeMap<(Year, &str), Vec<&str>> = BTreeMap::new();
    for (call, cast) in &ballots.cast {
        let Some(year) = ballots.years.get(call).copied() else { continue };
        if !collection.wants(year) {
            // They were taken before it was known when they were cast.
            collection.account.read -= cast.len();
            collection.account.taken -= cast.len();
            if let Some((_, place)) = cast.values().next() {
                collection.account.leave_out_many(OTHER_YEARS, "", place.clone(), cast.len());
            }
            continue;
        }
        let categories = ballots.categories.get(call).into_iter().flatten().map(String::as_str);
        for topic in categories.filter(|name| declared.as_ref().is_none_or(|d| d.contains(*name))).chain([ALL]) {
            by_topic.entry((year, topic)).or_default().push(call);
        }
    }
    let inside =
        |code: &str| collection.folder.blocs().any(|bloc| collection.folder.members(&bloc.code, None).contains(&code));
    let parties: Vec<&str> = collection.parties.iter().map(String::as_str).collect();
    for (at, one) in parties.iter().enumerate() {
        for other in parties.iter().skip(at + 1) {
            // A bloc's member stands first, so that its members' rows can be added up.
            let (member, partner) = if inside(other) && !inside(one) { (other, one) } else { (one, other) };
            for ((year, topic), calls) in &by_topic {
                let count = Count::of(calls.iter().filter_map(|call| ballots.cast.get(*call)), member, partner);
                if count.both() == 0 {
                    continue;
                }
                let numbers = [calls.len(), count.both(), count.same, count.half, count.opposite, 1];
                let texts = [(*member).to_owned(), (*partner).to_owned(), year.to_string(), (*topic).to_owned()];
                let row = texts.into_iter().chain(numbers.map(|n| n.to_string())).chain([source.clone()]);
                rows.rows.push(row.collect());
            }
        }
    }
    Ok(rows)
}

/// Votes of two in roll calls in which both voted.
#[derive(Default)]
struct Count {
    same: usize,
    /// One of the two abstained.
    half: usize,
    opposite: usize,
}

impl Count {
    fn of<'c>(calls: impl Iterator<Item = &'c BTreeMap<String, (Ballot, Place)>>, member: &str, partner: &str) -> Self {
        let mut count = Count::default();
        for cast in calls {
            let (Some((one, _)), Some((other, _))) = (cast.get(member), cast.get(partner)) else { continue };
            match (one, other) {
                (a, b) if a == b => count.same += 1,
                (Ballot::Abstain, _) | (_, Ballot::Abstain) => count.half += 1,
                _ => count.opposite += 1,
            }
        }
        count
    }

    fn both(&self) -> usize {
        self.same + self.half + self.opposite
    }
}

/// The categories that the package's issues name; nothing where it declares no issues, and so takes any.
fn declared(collection: &Collection<'_>) -> Option<BTreeSet<String>> {
    let names: BTreeSet<String> = collection.folder.categories();
    (!names.is_empty() || collection.folder.declares_issues()).then_some(names)
}
