//! Values between two sides as they were read: what they include, where they stand, and how values of one key combine.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use crate::diagnostic::{Place, Problem};
use crate::model::window::Year;
use crate::sheet::Exact;

/// What a value of goods trade includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Valuation {
    /// Free on board, as exporters report.
    Fob,
    /// With insurance and freight, as importers report.
    Cif,
    /// Two reports made one (CEPII).
    Reconciled,
    /// The file does not say, or mixes them.
    Unstated,
}

impl Valuation {
    pub fn words(self) -> &'static str {
        match self {
            Valuation::Fob => "FOB",
            Valuation::Cif => "CIF",
            Valuation::Reconciled => "reconciled, FOB",
            Valuation::Unstated => "valuation not stated",
        }
    }
}

/// A value with where it stands and what it is cited by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    pub value: Exact,
    /// Its place in the sources of the import.
    pub source: usize,
    pub place: Place,
    pub valuation: Valuation,
    /// How many values it is the sum of.
    pub values: usize,
}

/// From whom to whom and when; of goods also which chapter of the Harmonised System, 0 for all.
pub type Key = (Side, Side, Year, u8);

/// Which sides a file holds completely, so that sums over them are totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Every supplier or exporter.
    pub from: bool,
    /// Every recipient or importer.
    pub to: bool,
}

/// The values of one kind.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub held: BTreeMap<Key, Amount>,
    /// Values of another valuation for a key that has one: an importer's report beside an exporter's.
    pub second_reports: BTreeMap<Key, Amount>,
    /// What the file that is being read holds completely: values of strangers count in its sums.
    pub whole: Coverage,
    /// Where sums over all that was put are totals.
    pub sums: Coverage,
    /// With how many others a party has a flow in a year, in either direction.
    pub partners: BTreeMap<(String, Year), BTreeSet<String>>,
}

/// Which way goods go, as a reporter sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Exports,
    Imports,
}

impl Direction {
    /// From the reporter and the partner: the exporter, the importer, and what the value includes.
    pub fn ends(self, reporter: Side, partner: Side) -> (Side, Side, Valuation) {
        match self {
            Direction::Exports => (reporter, partner, Valuation::Fob),
            Direction::Imports => (partner, reporter, Valuation::Cif),
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Direction::Exports => "exports",
            Direction::Imports => "imports",
        }
    }
}

/// Which values are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Arms,
    Trade,
}

/// How a value goes beside one of the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// They are parts of one sum.
    Add,
    /// There may be one only.
    Set,
}

impl Values {
    /// Adds to what the key has: rows of deals, of products.
    pub fn add(&mut self, key: Key, amount: Amount) -> Result<(), Problem> {
        let Some(held) = self.held.get_mut(&key) else {
            self.held.insert(key, amount);
            return Ok(());
        };
        held.value = held.value.plus(amount.value).ok_or_else(too_large)?;
        held.values += amount.values;
        Ok(())
    }

    /// The only value of its key. The same value again changes nothing; another of the same valuation is refused, and
    /// one of another valuation is kept beside: what an exporter reports stands before what an importer does.
    pub fn set(&mut self, key: Key, amount: Amount) -> Result<(), Problem> {
        let Some(held) = self.held.get_mut(&key) else {
            self.held.insert(key, amount);
            return Ok(());
        };
        if held.valuation == amount.valuation {
            if held.value == amount.value {
                return Ok(());
            }
            let what = format!("{} to {} in {}", name(&key.0), name(&key.1), key.2);
            let (value, other) = (amount.value.to_string(), held.value.to_string());
            return Err(Problem::Disagrees { what, value, other, first: held.place.line });
        }
        let (first, second) =
            if held.valuation <= amount.valuation { (held.clone(), amount) } else { (amount, held.clone()) };
        *held = first;
        self.second_reports.insert(key, second);
        Ok(())
    }
}

pub fn too_large() -> Problem {
    let message = "the sum has more digits than are kept".to_owned();
    Problem::Import {
        message,
        hint: "one of its numbers is not what it seems; look for a code among the values".into(),
    }
}

/// A side in a sentence.
fn name(side: &Side) -> &str {
    match side {
        Side::Party(code) => code,
        Side::World => "the world",
        Side::Group => "a group",
        Side::NoState => "a group that is no state",
        Side::Unspecified => "a partner that is not named",
        Side::Unknown => "an unknown partner",
    }
}
