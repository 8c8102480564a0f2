//! Trade by HS chapter: diversity, technology, critical goods. Held for some partners only.

use std::collections::{BTreeMap, BTreeSet};

use super::{Measurer, Shortfall, brief, indices};
use crate::model::measurement::{AbsenceKind, Measurement, MemberCoverage, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::ProductFlow;
use crate::model::window::Year;

/// One direction's trade by chapter over some years.
struct Basket {
    by_chapter: BTreeMap<u8, f64>,
    rows: Vec<RowRef>,
    members: u32,
}

impl Basket {
    fn total(&self) -> f64 {
        self.by_chapter.values().sum()
    }

    fn within(&self, chapters: &[u8]) -> f64 {
        self.by_chapter.iter().filter(|(c, _)| chapters.contains(c)).map(|(_, v)| v).sum()
    }
}

impl Measurer<'_> {
    fn product_rows(&self, from: PartyId, to: PartyId) -> impl Iterator<Item = &ProductFlow> {
        self.package
            .trade_hs2
            .iter()
            .filter(move |f| f.exporter == from && f.importer == to && self.window.contains(f.year))
    }

    fn basket(&self, from: PartyId, to: PartyId, years: &[Year]) -> Option<Basket> {
        let mut basket = Basket { by_chapter: BTreeMap::new(), rows: Vec::new(), members: u32::MAX };
        for f in self.product_rows(from, to).filter(|f| years.contains(&f.year)) {
            *basket.by_chapter.entry(f.chapter).or_default() += f.value_usd;
            basket.rows.push(RowRef { table: Table::TradeHs2, line: f.line });
            basket.members = basket.members.min(f.members);
        }
        (basket.total() > 0.0).then_some(basket)
    }

    /// Baskets of all the flows over the years that all of them have, or what is missing.
    fn baskets<const N: usize>(&self, flows: [(PartyId, PartyId); N]) -> Result<(Vec<Year>, [Basket; N]), Shortfall> {
        let years_of = |(from, to): (PartyId, PartyId)| -> BTreeSet<Year> {
            self.product_rows(from, to).map(|f| f.year).collect()
        };
        let all = flows.map(years_of);
        let years: Vec<Year> = self.window.iter().filter(|y| all.iter().all(|s| s.contains(y))).collect();
        let what = match flows.iter().zip(&all).find(|(_, s)| s.is_empty()) {
            Some(((from, to), _)) => format!("trade by HS chapter from {} to {}", self.name(*from), self.name(*to)),
            None => "trade by HS chapter".into(),
        };
        self.enough(&years, self.window.years(), &what)?;
        let baskets: Vec<Basket> = flows.iter().filter_map(|(from, to)| self.basket(*from, *to, &years)).collect();
        let nothing = |_| Measurement::missing(AbsenceKind::NotApplicable, "no trade in one direction");
        Ok((years, baskets.try_into().map_err(nothing)?))
    }

    fn product_measurement(&self, p: Partnership, value: f64, years: Vec<Year>, baskets: &[Basket]) -> Measurement {
        let mut m = Measurement::new(Reading::exact(value));
        m.rows = baskets.iter().flat_map(|b| b.rows.iter().copied()).collect();
        let bloc = [p.a, p.b].into_iter().find(|id| self.package.parties.is_bloc(*id));
        if let (Some(bloc), Some(have)) = (bloc, baskets.iter().map(|b| b.members as usize).min()) {
            let of = self.members_in_window(bloc).len();
            m.members = Some(MemberCoverage { have, of });
            if have < of {
                m.warnings.push(format!("trade by HS chapter covers {have} of {of} members of {}", self.name(bloc)));
            }
        }
        m.years = years;
        m
    }

    pub(super) fn product_diversity(&self, p: Partnership) -> Measurement {
        let (years, [out, back]) = match self.baskets([(p.a, p.b), (p.b, p.a)]) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let chapters: BTreeSet<u8> = self.package.trade_hs2.iter().map(|f| f.chapter).collect();
        let n = chapters.len();
        let star = |b: &Basket| {
            let amounts: Vec<f64> = b.by_chapter.values().copied().collect();
            indices::concentration(&amounts).map(|h| indices::normalised_concentration(h, n))
        };
        let Some((h_ab, h_ba)) = star(&out).zip(star(&back)) else {
            return Measurement::missing(AbsenceKind::NotApplicable, "no trade in one direction");
        };
        let value = ((1.0 - h_ab) * (1.0 - h_ba)).max(0.0).sqrt();
        let mut m = self.product_measurement(p, value, years, &[out, back]);
        let (a, b) = (self.name(p.a).to_owned(), self.name(p.b).to_owned());
        m.quantity(format!("normalised concentration, {a} to {b}"), h_ab, "index");
        m.quantity(format!("normalised concentration, {b} to {a}"), h_ba, "index");
        m.quantity("chapters in the package (n)", n as f64, "chapters");
        m.working = format!("sqrt((1 - {}) x (1 - {})) = {}", brief(h_ab), brief(h_ba), brief(value));
        m
    }

    pub(super) fn technology_relative(&self, p: Partnership, chapters: &[u8]) -> Measurement {
        let world = PartyId::WORLD;
        let (years, baskets) = match self.baskets([(p.a, p.b), (p.a, world), (p.b, p.a), (p.b, world)]) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let [ab, aw, ba, bw] = &baskets;
        let share = |b: &Basket| b.within(chapters) / b.total();
        if share(aw) <= 0.0 || share(bw) <= 0.0 {
            return Measurement::missing(AbsenceKind::NotApplicable, "one side exports no such goods to anybody");
        }
        let (r_ab, r_ba) = (indices::relative(share(ab) / share(aw)), indices::relative(share(ba) / share(bw)));
        let value = (r_ab + r_ba) / 2.0;
        let mut m = self.product_measurement(p, value, years, &baskets);
        m.working = format!("({} + {}) / 2 = {}", brief(r_ab), brief(r_ba), brief(value));
        m
    }

    pub(super) fn critical_goods(&self, p: Partnership, chapters: &[u8]) -> Measurement {
        let world = PartyId::WORLD;
        let flows = [(p.a, p.b), (p.b, p.a), (p.a, world), (world, p.a), (p.b, world), (world, p.b), (world, world)];
        let (years, baskets) = match self.baskets(flows) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let [ab, ba, aw, wa, bw, wb, ww] = baskets.each_ref().map(|b| b.within(chapters));
        let Some(value) = indices::revealed_preference(ab + ba, aw + wa, bw + wb, 2.0 * ww) else {
            return Measurement::missing(AbsenceKind::NotApplicable, "no trade in these goods");
        };
        let mut m = self.product_measurement(p, value, years, &baskets);
        m.working = format!("revealed preference over {} chapters = {}", chapters.len(), brief(value));
        m
    }
}
