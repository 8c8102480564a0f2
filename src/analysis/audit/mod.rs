//! Statements of a paper against the data: each operation carried out, each verdict computed.
//!
//! What is re-computed rests on no row that the package has from the audited paper alone: such a row would agree with it
//! whatever the world is like.

mod arms;
mod figures;
mod form;
mod held;
mod judged;
mod products;
mod scores;
mod trade;
mod words;

use std::cell::OnceCell;

use crate::analysis::compare::Comparison;
use crate::analysis::gap::{self, Peers};
use crate::analysis::tested_claims::compare_in_full;
use crate::measure::Measurer;
use crate::measure::sums::Sums;
use crate::model::claim::{Answer, ClaimSet, Operation};
use crate::model::framework::Framework;
use crate::model::package::{Package, RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::{Window, Year};

pub use judged::{AuditedClaim, Tried, Verdict};

/// What an operation came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub answer: Answer,
    /// How far the rounding of the prints it rests on lets it lie away.
    pub bounds: Option<[f64; 2]>,
    /// The operation with its numbers put in.
    pub working: String,
    pub rows: Vec<RowRef>,
    /// Tables it rests on beside those of its rows, such as those behind a score.
    pub tables: Vec<Table>,
    /// What is to be known: missing years, members without a row, rows of the paper's own left out.
    pub notes: Vec<String>,
}

impl Found {
    fn new(answer: Answer, working: impl Into<String>, rows: Vec<RowRef>) -> Self {
        Found { answer, bounds: None, working: working.into(), rows, tables: Vec::new(), notes: Vec::new() }
    }

    fn noted(mut self, note: Option<String>) -> Self {
        self.notes.extend(note);
        self
    }
}

/// Why an operation comes to nothing.
pub type Missing = String;

/// Everything that operations look things up in.
pub struct Context<'a> {
    framework: &'a Framework,
    package: &'a Package,
    set: &'a ClaimSet,
    sums: Option<Sums<'a>>,
    measurer: Measurer<'a>,
    peers: OnceCell<Peers>,
    compared: OnceCell<Vec<(Partnership, Comparison)>>,
}

impl<'a> Context<'a> {
    pub fn new(framework: &'a Framework, package: &'a Package, set: &'a ClaimSet) -> Self {
        Context {
            framework,
            package,
            set,
            sums: Sums::new(package),
            measurer: Measurer::new(package, framework, framework.window),
            peers: OnceCell::new(),
            compared: OnceCell::new(),
        }
    }

    /// Carries out one operation.
    pub fn carried_out(&self, operation: &Operation) -> Result<Found, Missing> {
        let mut found = match operation {
            Operation::Arms(arms) => self.arms(arms),
            Operation::Trade(trade) => self.trade(trade),
            Operation::Products(products) => self.products(products),
            Operation::Facts(facts) => self.figures(facts),
            Operation::Form(form) => self.form(form),
            Operation::Words(words) => self.words(words),
            Operation::Scores(scores) => self.scores(scores),
            Operation::NotHeld(asked) => return Err(self.not_held(asked)),
        }?;
        let mut seen = std::collections::BTreeSet::new();
        found.rows.retain(|row| seen.insert(*row));
        Ok(found)
    }

    fn sums(&self) -> Result<&Sums<'a>, Missing> {
        self.sums.as_ref().ok_or_else(|| "the package has no rows of trade, arms or texts".to_owned())
    }

    fn code(&self, party: PartyId) -> &'a str {
        self.package.parties.code(party)
    }

    fn codes(&self, parties: &[PartyId]) -> String {
        parties.iter().map(|p| self.code(*p)).collect::<Vec<_>>().join(", ")
    }

    /// Whether a row rests on the audited paper and nothing else.
    fn own(&self, row: RowRef) -> bool {
        let keys = self.package.source_of(row).unwrap_or_default();
        !keys.is_empty() && keys.split(';').all(|key| key.trim() == self.set.source)
    }

    /// A note on rows that were left out as the paper's own.
    fn left_out(&self, table: Table, n: usize) -> Option<String> {
        let rows = if n == 1 { "1 row rests".to_owned() } else { format!("{n} rows rest") };
        (n > 0).then(|| format!("{rows} on the audited paper alone and is left out ({})", table.name()))
    }

    /// What to say where only the paper itself speaks of something.
    fn only_own(&self, table: Table, own: usize, what: &str) -> Missing {
        match own {
            0 => format!("the table {} has no row of {what}", table.name()),
            n => {
                let (rows, come) = if n == 1 { ("row", "comes") } else { ("rows", "come") };
                format!("the only {rows} in {} of {what} {come} from the audited paper itself", table.name())
            }
        }
    }

    /// The members of a bloc in any of some years, or the state itself.
    fn states(&self, unit: PartyId, years: &[Year]) -> Vec<PartyId> {
        if !self.package.parties.is_bloc(unit) {
            return vec![unit];
        }
        let mut all: Vec<PartyId> = years.iter().flat_map(|y| self.package.parties.counted_members(unit, *y)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The years of a window that pass, if they are as many as an indicator needs; a note on the others.
    fn years(
        &self,
        window: Window,
        what: &str,
        covered: impl Fn(Year) -> bool,
    ) -> Result<(Vec<Year>, Option<String>), Missing> {
        let (held, missing): (Vec<Year>, Vec<Year>) = window.iter().partition(|y| covered(*y));
        let share = held.len() as f64 / window.years() as f64;
        if held.is_empty() || share + 1e-9 < self.framework.year_share {
            let years = crate::analysis::list_years(&missing);
            return Err(format!("no {what} for {years}"));
        }
        let note = (!missing.is_empty()).then(|| format!("no {what} for {}", crate::analysis::list_years(&missing)));
        Ok((held, note))
    }

    fn peers(&self) -> &Peers {
        self.peers.get_or_init(|| gap::peers(self.framework, &self.measurer))
    }

    /// One partnership compared in full with its peers, its last rise of status looked at too.
    fn compared(&self, of: Partnership) -> Option<&Comparison> {
        let all = self.compared.get_or_init(|| {
            let mut asked: Vec<Partnership> = Vec::new();
            for claim in &self.set.claims {
                let operations = std::iter::once(&claim.operation).chain(claim.others.iter().map(|o| &o.operation));
                for operation in operations {
                    if let Operation::Scores(crate::model::claim::Scores::Tested { of, .. }) = operation
                        && !asked.contains(of)
                    {
                        asked.push(*of);
                    }
                }
            }
            let one = |p: Partnership| (p, compare_in_full(self.framework, &self.measurer, &[p], true));
            asked.into_iter().map(one).collect()
        });
        all.iter().find(|(p, _)| *p == of).map(|(_, comparison)| comparison)
    }
}
