//! Checks parts against their wholes, once all tables are read: a delivery against what its supplier delivers in the
//! year, a speaker's mentions against those of all speakers, a category of roll calls against all of them.
//!
//! A part that is above its whole is reported at its line. Where the parts are added up, it is reported at the row with
//! which their sum passes the whole, once for each whole. A whole that the package does not hold is not checked.

mod arms;
mod products;
mod roll_calls;
mod speeches;
mod trade;

use std::collections::HashMap;
use std::hash::Hash;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::votes::shown;
use crate::model::quick_hash::Quick;
use crate::model::{Package, Parties, PartyId, Table, Year};

/// Reports every part that is above its whole.
pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    arms::report(package, diagnostics);
    trade::report(package, diagnostics);
    products::report(package, diagnostics);
    speeches::report(package, diagnostics);
    roll_calls::report(package, diagnostics);
}

/// Reports problems at the rows of one table; a table that the package does not hold has none.
struct TableReporter<'a> {
    file: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> TableReporter<'a> {
    fn of(package: &'a Package, table: Table, diagnostics: &'a mut Diagnostics) -> Option<Self> {
        Some(TableReporter { file: &package.texts.get(&table)?.file, diagnostics })
    }

    fn above(&mut self, line: u32, part: (String, f64), whole: (String, f64)) {
        let problem = Problem::AboveWhole { part: part.0, value: shown(part.1), whole: whole.0, total: shown(whole.1) };
        self.report(line, problem);
    }

    fn report(&mut self, line: u32, problem: Problem) {
        self.diagnostics.push(Place::new(self.file, u64::from(line), 1), problem);
    }
}

/// Sums of parts, each set against its whole as it grows.
struct Sums<K>(HashMap<K, Sum, Quick>);

#[derive(Clone, Copy, Default)]
struct Sum {
    sum: f64,
    parts: u32,
    reported: bool,
}

impl<K: Eq + Hash> Sums<K> {
    fn new() -> Self {
        Sums(HashMap::default())
    }

    /// Adds a part; the sum, if with it the parts pass the whole by more than `slack` for each of them, the first time
    /// they do.
    fn passes(&mut self, key: K, part: f64, whole: f64, slack: f64) -> Option<f64> {
        let so_far = self.0.entry(key).or_default();
        so_far.sum += part;
        so_far.parts += 1;
        let above = so_far.sum > whole + slack * f64::from(so_far.parts);
        (above && !std::mem::replace(&mut so_far.reported, above)).then_some(so_far.sum)
    }
}

/// The members of each bloc in each year that its own rows add up, looked up once.
struct Members<'a> {
    parties: &'a Parties,
    known: HashMap<(PartyId, Year), Vec<PartyId>, Quick>,
}

impl<'a> Members<'a> {
    fn new(parties: &'a Parties) -> Self {
        Members { parties, known: HashMap::default() }
    }

    fn of(&mut self, bloc: PartyId, year: Year) -> &[PartyId] {
        self.known.entry((bloc, year)).or_insert_with(|| self.parties.counted_members(bloc, year))
    }
}
