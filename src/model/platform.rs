//! What the indicator of institutions counts: platforms and bodies, what each is called, who may have it, and which rows speak of it.

use super::date::PartialDate;
use super::party::{Parties, Partnership};
use super::window::Year;

/// A platform or body that the two sides of a partnership may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platform {
    /// The word in the column `institution` of the institutions table.
    pub code: String,
    /// For print, where the framework names it: "yearly summit".
    pub title: Option<String>,
    /// Of a platform that is held for a term at a time: the kinds of rows that document its terms; empty for all others. Outside its
    /// documented terms nobody knows whether one was held.
    pub terms: Vec<String>,
    /// Since when it can be held; where it is left out, since the first partner of the bloc had it.
    pub since: Option<PartialDate>,
    /// The last day on which it could be held; empty where it exists still.
    pub until: Option<PartialDate>,
    /// The pairs that may have it; everybody where the list is empty.
    pub open_to: Vec<OpenTo>,
    /// Where it is documented, in words or as an address.
    pub documented: Option<String>,
    /// Why it is counted, or why it is not.
    pub reason: Option<String>,
}

/// Pairs that may have a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenTo {
    /// Two states.
    States,
    /// A state and a bloc.
    StateAndBloc,
    /// Two blocs.
    Blocs,
    /// Pairs of which this party is one, by its code.
    Party(String),
}

impl OpenTo {
    /// Reads a word of a framework's list `open_to`. Worked example: `state-bloc` is a kind of pair, `RUS` a party.
    pub fn parse(word: &str) -> Self {
        match word {
            "states" => OpenTo::States,
            "state-bloc" => OpenTo::StateAndBloc,
            "blocs" => OpenTo::Blocs,
            code => OpenTo::Party(code.to_owned()),
        }
    }

    fn admits(&self, parties: &Parties, p: Partnership) -> bool {
        let blocs = [p.a, p.b].into_iter().filter(|id| parties.is_bloc(*id)).count();
        match self {
            OpenTo::States => blocs == 0,
            OpenTo::StateAndBloc => blocs == 1,
            OpenTo::Blocs => blocs == 2,
            OpenTo::Party(code) => parties.by_code(code).is_some_and(|id| id == p.a || id == p.b),
        }
    }
}

impl Platform {
    /// A platform by its code alone.
    pub fn plain(code: impl Into<String>) -> Self {
        Platform { code: code.into(), ..Platform::default() }
    }

    /// What it is called in print. Worked example: `joint_centre` without a title is "joint centre".
    pub fn name(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.code.replace('_', " "))
    }

    /// Whether a row of this kind speaks of it.
    pub fn is_told_by(&self, kind: &str) -> bool {
        if self.terms.is_empty() { self.code == kind } else { self.terms.iter().any(|term| term == kind) }
    }

    pub fn comes_in_terms(&self) -> bool {
        !self.terms.is_empty()
    }

    /// Whether these two may have it at all.
    pub fn is_open_to(&self, parties: &Parties, p: Partnership) -> bool {
        self.open_to.is_empty() || self.open_to.iter().any(|open| open.admits(parties, p))
    }

    /// Whether it could be held on the last day of `year`, as far as the framework says when it existed.
    pub fn exists_at_end_of(&self, year: Year) -> bool {
        self.since.is_none_or(|since| since.by_end_of(year))
            && !self.until.is_some_and(|until| until.ends_before_last_day_of(year))
    }
}

/// On which platforms the same partnership is compared in several windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThroughTime {
    /// On those of each window, whichever they are.
    #[default]
    Each,
    /// On those whose holding is known in every window that is compared; one that nobody had yet was not held.
    Common,
}
