//! One value a year, for tests of trends: years do not overlap, as rolling windows do.

use super::Measurer;
use super::mentions::{DOCUMENTS, MENTIONING, MENTIONS, WORDS};
use super::pool::ANY;
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Year;

/// How often one side names the other in its speeches of the window's years.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Naming {
    pub documents: u64,
    /// Documents that name the other.
    pub naming: u64,
    pub mentions: u64,
    pub words: u64,
}

impl Naming {
    /// Mentions per 10,000 words, as counted and not shrunk; `None` without words. Worked number: 4 in 22,700 words are 1.76.
    pub fn rate(&self) -> Option<f64> {
        (self.words > 0).then(|| 1e4 * self.mentions as f64 / self.words as f64)
    }
}

impl Measurer<'_> {
    /// The geometric mean of each side's share in the other's trade, by year, for the years in which every cell it needs is there.
    ///
    /// Worked number: a flow of 20 in totals of 400 and 100 is sqrt(0.05 x 0.2) = 0.1.
    pub fn yearly_trade_share(&self, p: Partnership) -> Vec<(Year, f64)> {
        let share = |year: Year| {
            let t = self.year_totals(p, year)?;
            let value = (t.ab / t.a * (t.ab / t.b)).sqrt();
            value.is_finite().then_some((year, value))
        };
        self.window.iter().filter_map(share).collect()
    }

    /// The supplier's share of the recipient's arms imports, by year. A year without imports has no share; one with imports and no
    /// delivery is a true zero. Empty where the package has no deliveries between the two.
    pub fn yearly_arms_share(&self, p: Partnership) -> Vec<(Year, f64)> {
        let Some((supplier, recipient)) = self.supplier_and_recipient(p) else { return Vec::new() };
        let share = |year: Year| {
            let imports = self.pools.arms.cell(PartyId::WORLD, recipient, ANY, year)?.values[0];
            let flow = self.pools.arms.cell(supplier, recipient, ANY, year).map_or(0.0, |c| c.values[0]);
            (imports > 0.0 && self.arms_covered(year)).then(|| (year, flow / imports))
        };
        self.window.iter().filter_map(share).collect()
    }

    /// Speeches of `from` that were searched for `to`, by year.
    pub fn yearly_naming(&self, from: PartyId, to: PartyId) -> Vec<(Year, Naming)> {
        let cell = |year: Year| Some((year, naming(self.pools.mentions.cell(from, to, ANY, year)?.values)));
        self.window.iter().filter_map(cell).filter(|(_, n)| n.words > 0).collect()
    }

    /// The same summed over the years of the window that have speeches.
    pub fn naming_counts(&self, from: PartyId, to: PartyId) -> Naming {
        naming(self.pools.mentions.sum(from, to, ANY, &self.window.iter().collect::<Vec<_>>()).values)
    }
}

/// Counts are whole numbers in the tables, and so are their sums.
fn naming(values: [f64; 4]) -> Naming {
    let [documents, naming, mentions, words] =
        [DOCUMENTS, MENTIONING, MENTIONS, WORDS].map(|i| values.get(i).copied().unwrap_or(0.0) as u64);
    Naming { documents, naming, mentions, words }
}
