//! Sums of a package's tables by pair and year, without any rule of a framework: what a printed total is checked against.

use super::mentions::{DOCUMENTS, MENTIONING, MENTIONS, WORDS};
use super::pool::{self, ANY, Lines, Pool, Pooled};
use super::sentences::Codes;
use super::tally::Tally;
use super::yearly::Naming;
use crate::model::package::{Package, RowRef, Table};
use crate::model::party::PartyId;
use crate::model::window::{Window, Year};

/// The pooled tables.
pub struct Sums<'a> {
    package: &'a Package,
    trade: Pool,
    arms: Pool,
    mentions: Pool,
    attention: Pool,
    codes: Codes,
}

/// A sum with the rows behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    pub value: f64,
    pub rows: Vec<RowRef>,
}

impl Sum {
    fn of(table: Table, pooled: &Pooled) -> Self {
        Sum { value: pooled.values[0], rows: super::rows(table, pooled).collect() }
    }
}

/// Coded mentions of one direction, with their rows.
pub struct Heard {
    pub tally: Tally,
    /// Counted mentions in the coded sentences, the invalid ones among them.
    pub coded: f64,
    pub rows: Vec<RowRef>,
}

impl<'a> Sums<'a> {
    /// Of all years that the package has; `None` where it has none.
    pub fn new(package: &'a Package) -> Option<Self> {
        let years = package.trade.iter().map(|f| f.year).chain(package.arms.iter().map(|f| f.year));
        let years =
            years.chain(package.mentions.iter().map(|m| m.year)).chain(package.attention.iter().map(|a| a.year));
        let span = Window::new(years.clone().min()?, years.max()?).ok()?;
        let units = pool::Units::new(&package.parties, span, Lines::All);
        Some(Sums {
            package,
            trade: pool::trade(package, span, &units),
            arms: pool::arms(package, span, &units),
            mentions: pool::mentions(package, span, &units),
            attention: pool::attention(package, span, &units),
            codes: Codes::new(package),
        })
    }

    /// US dollars of goods from one to the other in a year; `None` without a row.
    pub fn trade(&self, from: PartyId, to: PartyId, year: Year) -> Option<Sum> {
        self.trade.cell(from, to, ANY, year).map(|cell| Sum::of(Table::Trade, cell))
    }

    /// Millions of TIV delivered to a state or a bloc over some years; [`PartyId::WORLD`] as the supplier stands for all.
    pub fn arms(&self, supplier: PartyId, recipient: PartyId, years: &[Year]) -> Sum {
        Sum::of(Table::Arms, &self.arms.sum(supplier, recipient, ANY, years))
    }

    /// Whether the deliveries of all to all are known for a year, so that one without a row is a true zero.
    pub fn arms_covered(&self, year: Year) -> bool {
        self.package.arms_margins.iter().any(|m| m.supplier == PartyId::WORLD && m.year == year)
    }

    /// How often the texts of one name another, and the rows.
    pub fn naming(&self, from: PartyId, to: PartyId, years: Window) -> (Naming, Vec<RowRef>) {
        let years: Vec<Year> = years.iter().collect();
        counted(Table::Mentions, &self.mentions.sum(from, to, ANY, &years))
    }

    /// The years of a window in which texts of one were searched for another.
    pub fn naming_years(&self, from: PartyId, to: PartyId, years: Window) -> Vec<Year> {
        self.mentions.years(from, to, ANY, years)
    }

    /// How often the texts of one speak of an issue, and the rows.
    pub fn attention(&self, speaker: PartyId, issue: usize, years: Window) -> (Naming, Vec<RowRef>) {
        let years: Vec<Year> = years.iter().collect();
        counted(Table::IssueAttention, &self.attention.sum(speaker, PartyId::WORLD, issue as u32, &years))
    }

    /// The coded sentences in which a party, or a member of it, names another.
    pub fn heard(&self, from: PartyId, to: PartyId, years: Window) -> Heard {
        let (mut sentences, mut rows) = (Vec::new(), Vec::new());
        for year in years.iter() {
            let speakers = std::iter::once(from).chain(self.package.parties.counted_members(from, year));
            for speaker in speakers {
                let heard = self.codes.heard(speaker, to, year);
                sentences.extend(heard.sentences.iter().cloned());
                rows.extend(heard.rows());
            }
        }
        Heard { tally: Tally::mean(&sentences), coded: sentences.iter().map(|s| s.mentions).sum(), rows }
    }
}

fn counted(table: Table, sum: &Pooled) -> (Naming, Vec<RowRef>) {
    let [documents, naming, mentions, words] =
        [DOCUMENTS, MENTIONING, MENTIONS, WORDS].map(|i| sum.values.get(i).copied().unwrap_or(0.0) as u64);
    (Naming { documents, naming, mentions, words }, super::rows(table, sum).collect())
}
