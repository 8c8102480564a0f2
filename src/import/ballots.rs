//! Votes of single states in roll calls, gathered from one or several files before agreement is counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Place, Problem};
use crate::model::records::Ballots as Ballot;
use crate::model::window::Year;

/// What the files say of roll calls, by the provider's number of each.
#[derive(Clone, Debug, Default)]
pub struct Ballots {
    /// By roll call, then by the voter's code.
    pub cast: BTreeMap<String, BTreeMap<String, (Ballot, Place)>>,
    /// The calendar year of each roll call, where a file says it.
    pub years: BTreeMap<String, Year>,
    /// The categories that a roll call belongs to; several, or none.
    pub categories: BTreeMap<String, BTreeSet<String>>,
    /// Its place among the sources.
    pub source: Option<usize>,
}

impl Ballots {
    /// One vote; another vote of the same state in the same roll call is a problem.
    pub fn cast(&mut self, call: &str, voter: &str, vote: Ballot, place: Place) -> Result<bool, Problem> {
        let cast = self.cast.entry(call.to_owned()).or_default();
        match cast.get(voter) {
            None => {
                cast.insert(voter.to_owned(), (vote, place));
                Ok(true)
            }
            Some((held, _)) if *held == vote => Ok(false),
            Some((_, first)) => {
                let what = format!("the vote of {voter} in roll call {call}");
                let (value, other) = (word(vote).to_owned(), "another".to_owned());
                Err(Problem::Disagrees { what, value, other, first: first.line })
            }
        }
    }
}

pub fn word(vote: Ballot) -> &'static str {
    match vote {
        Ballot::Yes => "yes",
        Ballot::No => "no",
        Ballot::Abstain => "abstain",
    }
}

/// The names under which the package keeps the six categories of voting research.
pub const CATEGORIES: [(&str, &str); 6] = [
    ("me", "middle_east_palestine"),
    ("nu", "nuclear"),
    ("di", "arms_control"),
    ("hr", "human_rights"),
    ("co", "colonialism"),
    ("ec", "economic_development"),
];
