//! Who carries a partnership: members' shares in trade and in arms deliveries.

use super::pool::ANY;
use super::{Measurer, indices};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Year;

/// Members' shares in one flow between a bloc and its partner, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Carriers {
    /// 0..=1, summing to 1; members with no flow are left out.
    pub shares: Vec<(PartyId, f64)>,
    /// 1/H: how many equal members would be as concentrated.
    pub effective: f64,
    pub total: f64,
    pub unit: &'static str,
    pub years: Vec<Year>,
}

/// The two flows that have members; `None` where there is no bloc, or no data by member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    pub trade: Option<Carriers>,
    pub arms: Option<Carriers>,
}

impl Measurer<'_> {
    /// Members' shares over the covered years of the window.
    pub fn members(&self, p: Partnership) -> Members {
        let sides = [(p.b, p.a), (p.a, p.b)];
        let find = |carriers: &dyn Fn(PartyId, PartyId) -> Option<Carriers>| {
            sides.iter().find_map(|(bloc, other)| carriers(*bloc, *other))
        };
        Members { trade: find(&|b, o| self.trade_carriers(b, o)), arms: find(&|b, o| self.arms_carriers(b, o)) }
    }

    fn trade_carriers(&self, bloc: PartyId, other: PartyId) -> Option<Carriers> {
        let years = self.pools.trade.years(bloc, other, ANY, self.window);
        self.enough(&years, self.window.years(), "trade").ok()?;
        let amounts = self.by_member(bloc, |m| {
            self.pools.trade.sum(m, other, ANY, &years).values[0]
                + self.pools.trade.sum(other, m, ANY, &years).values[0]
        });
        carriers(amounts, "US$", years)
    }

    fn arms_carriers(&self, bloc: PartyId, other: PartyId) -> Option<Carriers> {
        let years = self.pools.arms.years(PartyId::WORLD, bloc, ANY, self.window);
        self.enough(&years, self.window.years(), "arms transfers").ok()?;
        carriers(self.by_member(bloc, |m| self.pools.arms.sum(other, m, ANY, &years).values[0]), "million TIV", years)
    }

    fn by_member(&self, bloc: PartyId, amount: impl Fn(PartyId) -> f64) -> Vec<(PartyId, f64)> {
        self.members_in_window(bloc).into_iter().map(|m| (m, amount(m))).filter(|(_, v)| *v > 0.0).collect()
    }
}

fn carriers(mut amounts: Vec<(PartyId, f64)>, unit: &'static str, years: Vec<Year>) -> Option<Carriers> {
    let values: Vec<f64> = amounts.iter().map(|(_, v)| *v).collect();
    let effective = 1.0 / indices::concentration(&values)?;
    let total: f64 = values.iter().sum();
    amounts.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let shares = amounts.into_iter().map(|(m, v)| (m, v / total)).collect();
    Some(Carriers { shares, effective, total, unit, years })
}
