//! One value a year, for tests of trends: years do not overlap, as rolling windows do.

use std::collections::BTreeMap;

use super::Measurer;
use super::mentions::{DOCUMENTS, MENTIONING, MENTIONS, WORDS};
use super::pool::ANY;
use crate::model::party::{Partnership, PartyId};
use crate::model::records::Position;
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

/// Deliveries of major arms by year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearlyArms {
    pub supplier: PartyId,
    pub recipient: PartyId,
    /// Millions of TIV.
    pub values: Vec<(Year, f64)>,
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

    /// Goods from the first to the second and back in US dollars, by year, where both are known and enough members of a bloc
    /// are: what shares and preferences of trade rest on.
    pub fn yearly_trade(&self, p: Partnership) -> Vec<(Year, [f64; 2])> {
        let flows = |year: Year| {
            let [out, back] = self.year_flows(p, year)?;
            Some((year, [out.values[0], back.values[0]]))
        };
        self.window.iter().filter_map(flows).collect()
    }

    /// The supplier, the recipient, and the deliveries from one to the other in millions of TIV, by year of the data: a year
    /// without a row is a true zero. `None` where the package has no deliveries between the two.
    pub fn yearly_arms(&self, p: Partnership) -> Option<YearlyArms> {
        let (supplier, recipient) = self.supplier_and_recipient(p)?;
        let flow = |y: Year| self.pools.arms.cell(supplier, recipient, ANY, y).map_or(0.0, |c| c.values[0]);
        let covered = self.window.iter().filter(|y| self.arms_covered(*y));
        Some(YearlyArms { supplier, recipient, values: covered.map(|y| (y, flow(y))).collect() })
    }

    /// Agreement in the roll calls of one category (or of `all`), by year: same votes count 1, one abstention 0.5. One side has
    /// rows as a member (or as the bloc of members), the other as a partner; a year in which the two never both voted says
    /// nothing.
    pub fn yearly_agreement(&self, p: Partnership, category: &str) -> Vec<(Year, f64)> {
        let mut sums: BTreeMap<Year, [f64; 2]> = BTreeMap::new();
        let sides = [(p.a, p.b), (p.b, p.a)];
        let members = |unit: PartyId, year: Year| self.states(unit, year);
        let rows = |(unit, partner): (PartyId, PartyId)| {
            let inside =
                move |r: &&Position| r.partner == partner && r.issue == category && self.window.contains(r.year);
            self.package.positions.iter().filter(inside).filter(move |r| members(unit, r.year).contains(&r.member))
        };
        let side = sides.into_iter().find(|side| rows(*side).next().is_some());
        for row in side.into_iter().flat_map(rows) {
            let [same, votes] = sums.entry(row.year).or_default();
            *same += row.same + 0.5 * row.one_abstains;
            *votes += row.both_voted;
        }
        sums.into_iter().filter(|(_, [_, votes])| *votes > 0.0).map(|(y, [same, votes])| (y, same / votes)).collect()
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
