//! Where a provider puts what it reads: values between sides, each with its place; and where names, years and numbers
//! are understood in one way for all providers.

use std::collections::{BTreeSet, HashMap};

use super::account::Account;
use super::ballots::Ballots;
use super::folder::Folder;
use super::side::Side;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::countries::{self, Found, Numbering};
use crate::model::window::{Window, Year};
use crate::progress::Stage;
use crate::sheet::{Decimal, Exact};

pub use super::values::{Amount, Combine, Coverage, Direction, Key, Kind, Valuation, Values, too_large};

/// The table on which one import is put together.
pub struct Collection<'a> {
    pub folder: &'a Folder,
    /// Codes of the parties whose rows are wanted.
    pub parties: BTreeSet<String>,
    pub years: Option<Window>,
    pub stated: Stated,
    pub account: Account,
    pub sources: Vec<Source>,
    pub arms: Values,
    pub trade: Values,
    pub ballots: Ballots,
    /// Rows that are made where they are read, for tables that need no sums.
    pub rows: Vec<crate::model::Rows>,
    pub problems: Diagnostics,
    /// Where a large file reports how many of its bytes are read; files are reported whole otherwise.
    pub stage: Option<&'a dyn Stage>,
    names: HashMap<String, Side>,
    /// How often a row stands in the files so far.
    seen: HashMap<String, usize>,
}

/// What the user states because some files do not say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Whose trade it is, as typed.
    pub reporter: Option<String>,
    pub flow: Option<Direction>,
    /// Which edition of the data it is.
    pub vintage: Option<String>,
    /// Whether sums over a part of a data set are taken for totals.
    pub partial: bool,
}

/// What is said of values outside the years that were asked for.
pub const OTHER_YEARS: &str = "outside the years that were asked for";

impl<'a> Collection<'a> {
    pub fn new(folder: &'a Folder, parties: BTreeSet<String>, years: Option<Window>) -> Self {
        Collection {
            folder,
            parties,
            years,
            stated: Stated::default(),
            account: Account::default(),
            sources: Vec::new(),
            arms: Values::default(),
            trade: Values::default(),
            ballots: Ballots::default(),
            rows: Vec::new(),
            problems: Diagnostics::default(),
            stage: None,
            names: HashMap::new(),
            seen: HashMap::new(),
        }
    }

    /// Whether this row, the so-many-th of its kind in its file, stands in the files before it as often.
    pub fn seen(&mut self, row: &str, times: usize) -> bool {
        match self.seen.get_mut(row) {
            Some(before) if *before >= times => true,
            Some(before) => {
                *before = times;
                false
            }
            None => {
                self.seen.insert(row.to_owned(), times);
                false
            }
        }
    }

    /// The place of a source, which is kept once.
    pub fn source(&mut self, source: Source) -> usize {
        match self.sources.iter().position(|s| s.key == source.key) {
            Some(at) => at,
            None => {
                self.sources.push(source);
                self.sources.len() - 1
            }
        }
    }

    /// Who a provider's name is. A name that comes near one of the wanted parties is a problem, since it may be theirs;
    /// any other unknown name is left out.
    pub fn side(&mut self, name: &str, place: &Place) -> Side {
        if let Some(side) = self.names.get(name) {
            return side.clone();
        }
        let side = self.folder.side(name);
        if side == Side::Unknown
            && let Found::Unknown { nearest } = countries::find(name)
        {
            let country = |near: &str| match countries::find(near) {
                Found::One(country) => self.folder.party(&country.code),
                _ => None,
            };
            let wanted = |near: &&str| country(near).is_some_and(|p| self.parties.contains(&p.code));
            if nearest.iter().any(wanted) {
                let nearest: Vec<String> = nearest.iter().map(|n| (*n).to_owned()).collect();
                let message = format!("`{name}` is the name of no country");
                let hint = format!(
                    "did you mean {}? An alias in parties.csv makes the name known",
                    crate::diagnostic::list_or(&nearest)
                );
                self.problems.push(place.clone(), Problem::Import { message, hint });
            }
        }
        self.names.insert(name.to_owned(), side.clone());
        side
    }

    /// Who bears a provider's number in a year; nobody's number is no country's.
    pub fn numbered(&self, numbering: Numbering, number: &str, year: Year) -> Side {
        let Ok(number) = number.trim().trim_start_matches('0').parse::<u16>() else {
            // Zero is the world to UN Comtrade.
            let zeros = !number.trim().is_empty() && number.trim().bytes().all(|b| b == b'0');
            return if zeros && numbering == Numbering::Trade { Side::World } else { Side::Unknown };
        };
        match countries::by_number(numbering, number, Some(year)) {
            Some(country) => self.by_code(&country.code),
            None => Side::Unknown,
        }
    }

    /// Who has an ISO code.
    pub fn by_code(&self, code: &str) -> Side {
        self.folder.side(code)
    }

    /// The year in a cell, if it is one; otherwise a problem.
    pub fn year(&mut self, text: &str, place: &Place) -> Option<Year> {
        let found = Year::parse(text.trim_end_matches(".0"));
        if found.is_none() {
            self.problems.push(place.clone(), Problem::NotAYear { value: text.to_owned() });
        }
        found
    }

    /// Whether the year was asked for.
    pub fn wants(&self, year: Year) -> bool {
        self.years.is_none_or(|window| window.contains(year))
    }

    /// The number in a cell that is not empty; a problem where it is none, or below zero.
    pub fn amount(&mut self, text: &str, decimal: Decimal, place: &Place) -> Option<Exact> {
        let found = decimal.parse(text);
        match found {
            None => self.problems.push(place.clone(), Problem::NotANumber { value: text.to_owned() }),
            Some(n) if n.is_negative() => {
                let (value, what) = (text.to_owned(), "a flow".to_owned());
                self.problems.push(place.clone(), Problem::Negative { value, what });
                return None;
            }
            Some(_) => {}
        }
        found
    }

    /// What the file that comes next holds completely; `summed` says that sums over it are totals of the package.
    pub fn begin(&mut self, kind: Kind, whole: Coverage, summed: bool) {
        let values = match kind {
            Kind::Arms => &mut self.arms,
            Kind::Trade => &mut self.trade,
        };
        values.whole = whole;
        if summed {
            values.sums.from |= whole.from;
            values.sums.to |= whole.to;
        }
    }

    pub fn is_wanted(&self, side: &Side) -> bool {
        side.code().is_some_and(|code| self.parties.contains(code))
    }

    /// Puts a delivery or a flow where it belongs, or leaves it out with its reason. `named` is how the file calls the
    /// side that decides.
    pub fn put(&mut self, kind: Kind, key: Key, amount: Amount, named: &str, combine: Combine) {
        let (place, count) = (amount.place.clone(), amount.values);
        let values = match kind {
            Kind::Arms => &self.arms,
            Kind::Trade => &self.trade,
        };
        let Coverage { from: from_all, to: to_all } = values.whole;
        let (from, to, year, chapter) = &key;
        if !self.wants(*year) {
            return self.account.leave_out_many(OTHER_YEARS, "", place, count);
        }
        if *from == Side::Group || *to == Side::Group {
            return self.account.leave_out_many(Side::Group.reason().unwrap_or_default(), named, place, count);
        }
        if from == to && from.code().is_some() {
            return self.account.leave_out_many("flows of a party with itself", named, place, count);
        }
        let (from_wanted, to_wanted) = (self.is_wanted(from), self.is_wanted(to));
        let world = |side: &Side| *side == Side::World;
        let direct = (from_wanted || world(from)) && (to_wanted || world(to));
        let (partner, party, year, all_products) = (from.clone(), to.clone(), *year, *chapter == 0);
        let summed = (from_wanted && to_all) || (to_wanted && from_all) || (from_all && to_all);
        if !direct && !summed {
            let stranger = if from_wanted || world(from) { to } else { from };
            let reason = stranger.reason().unwrap_or("others than the parties of this package");
            self.account.leave_out_many(reason, named, place, count);
            if all_products {
                self.count_partner(kind, &partner, &party, year);
            }
            return;
        }
        if all_products {
            self.count_partner(kind, &partner, &party, year);
        }
        let values = match kind {
            Kind::Arms => &mut self.arms,
            Kind::Trade => &mut self.trade,
        };
        // Several rebels or areas without a name share one key.
        let named = |side: &Side| matches!(side, Side::Party(_) | Side::World);
        let put = match combine {
            Combine::Set if named(&key.0) && named(&key.1) => values.set(key, amount),
            Combine::Set | Combine::Add => values.add(key, amount),
        };
        match put {
            Ok(()) => {
                self.account.read += count;
                match direct {
                    true => self.account.taken += count,
                    false => self.account.summed += count,
                }
            }
            Err(problem) => self.problems.push(place, problem),
        }
    }

    fn count_partner(&mut self, kind: Kind, one: &Side, other: &Side, year: Year) {
        let (Kind::Trade, Some(one), Some(other)) = (kind, one.code(), other.code()) else { return };
        for (party, partner) in [(one, other), (other, one)] {
            self.trade.partners.entry((party.to_owned(), year)).or_default().insert(partner.to_owned());
        }
    }
}
