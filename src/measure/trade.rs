//! Merchandise trade: preference, shares, trend, breadth.

mod mass;
mod preference;
mod world;

use super::pool::{ANY, Pooled};
use super::{Measurer, Shortfall, brief, indices, rows};
use crate::model::evidence::Evidence;
use crate::model::measurement::{AbsenceKind, Measurement, MemberCoverage, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::records::TradeMargin;
use crate::model::window::{Window, Year};
pub(super) use world::World;

/// Trade of a pair over some years, in US dollars: exports plus imports. A bloc's trade with itself is left out
/// everywhere.
pub(super) struct Totals {
    pub ab: f64,
    pub a: f64,
    pub b: f64,
    /// `None` where the package has no total of the world: preference alone needs it.
    world: Option<f64>,
    rows: Vec<RowRef>,
}

impl Measurer<'_> {
    pub(super) fn margin(&self, party: PartyId, year: Year) -> Option<&TradeMargin> {
        if let Some(coalition) = self.coalition.as_ref().filter(|c| c.bloc == party) {
            return coalition.margins.get(&year);
        }
        self.pools.world.row(self.package, party, year)
    }

    /// Whether enough members of a bloc have flows both ways in a year; a bloc that is folded in the data has none to
    /// count.
    fn members_suffice(&self, bloc: PartyId, other: PartyId, year: Year) -> bool {
        let members = self.counted_members(bloc, year);
        let any_way = |m: &PartyId| {
            self.pools.trade.cell(*m, other, ANY, year).is_some()
                || self.pools.trade.cell(other, *m, ANY, year).is_some()
        };
        let both_ways = |m: &&PartyId| {
            self.pools.trade.cell(**m, other, ANY, year).is_some()
                && self.pools.trade.cell(other, **m, ANY, year).is_some()
        };
        let have = members.iter().filter(both_ways).count() as f64;
        !members.iter().any(any_way) || have + 1e-9 >= self.member_share * members.len() as f64
    }

    /// One year's goods there and back; `None` where either is missing, or too few members of a bloc have theirs.
    pub(super) fn year_flows(&self, p: Partnership, year: Year) -> Option<[&Pooled; 2]> {
        if !self.members_suffice(p.a, p.b, year) || !self.members_suffice(p.b, p.a, year) {
            return None;
        }
        Some([self.pools.trade.cell(p.a, p.b, ANY, year)?, self.pools.trade.cell(p.b, p.a, ANY, year)?])
    }

    /// One year's totals; `None` when a cell that is needed is missing.
    pub(super) fn year_totals(&self, p: Partnership, year: Year) -> Option<Totals> {
        let [out, back] = self.year_flows(p, year)?;
        let (a, b, world) = (self.margin(p.a, year)?, self.margin(p.b, year)?, self.margin(PartyId::WORLD, year));
        // A state trades with others only; of a bloc the trade inside it must be known, or its total is not.
        let inside = |m: &TradeMargin| if self.package.parties.is_bloc(m.party) { m.intra_usd } else { Some(0.0) };
        let (intra_a, intra_b) = (inside(a)?, inside(b)?);
        let total = |m: &TradeMargin, intra: f64| m.exports_usd + m.imports_usd - 2.0 * intra;
        let margins = [Some(a), Some(b), world].into_iter().flatten();
        let margins = margins.map(|m| RowRef { table: Table::TradeMargins, line: m.line });
        let rows = rows(Table::Trade, out).chain(rows(Table::Trade, back)).chain(margins).collect();
        let world = world.map(|world| world.exports_usd + world.imports_usd - 2.0 * (intra_a + intra_b));
        Some(Totals { ab: out.values[0] + back.values[0], a: total(a, intra_a), b: total(b, intra_b), world, rows })
    }

    /// The covered years of `window` and the sums over them, or what is missing.
    fn totals(&self, p: Partnership, window: Window) -> Result<(Vec<Year>, Totals), Shortfall> {
        let mut years = Vec::new();
        let mut sum = Totals { ab: 0.0, a: 0.0, b: 0.0, world: Some(0.0), rows: Vec::new() };
        for year in window.iter() {
            let Some(t) = self.year_totals(p, year) else { continue };
            years.push(year);
            sum.ab += t.ab;
            sum.a += t.a;
            sum.b += t.b;
            sum.world = sum.world.zip(t.world).map(|(sum, world)| sum + world);
            sum.rows.extend(t.rows);
        }
        self.enough(&years, window.years(), "trade both ways with world totals")?;
        Ok((years, sum))
    }

    fn trade_measurement(&self, p: Partnership, reading: Reading, years: Vec<Year>, t: Totals) -> Measurement {
        let mut m = Measurement::new(reading);
        let (a, b) = (self.name(p.a), self.name(p.b));
        m.quantity(format!("trade between {a} and {b} (T_ab)"), t.ab, "US$");
        m.quantity(format!("trade of {a} with the world (T_a)"), t.a, "US$");
        m.quantity(format!("trade of {b} with the world (T_b)"), t.b, "US$");
        m.members = self.trade_members(p, &years);
        m.left_out = self.years_left_out(&years);
        if [p.a, p.b].iter().any(|id| self.package.parties.is_bloc(*id)) {
            m.left_out.push("trade within a bloc, from its own total and from the world's".into());
        }
        m.years = years;
        m.rows = t.rows;
        m
    }

    fn years_left_out(&self, years: &[Year]) -> Vec<String> {
        let missing: Vec<String> = self.window.iter().filter(|y| !years.contains(y)).map(|y| y.to_string()).collect();
        if missing.is_empty() { Vec::new() } else { vec![format!("{}: not in the data", missing.join(", "))] }
    }

    /// The bloc of the pair whose members have flows of their own with the other side.
    fn bloc_with_members(&self, p: Partnership) -> Option<(PartyId, PartyId, Vec<PartyId>)> {
        [(p.b, p.a), (p.a, p.b)].into_iter().find_map(|(bloc, other)| {
            let members = self.members_in_window(bloc);
            let known = members.iter().any(|m| self.pools.trade.knows(*m, other, ANY, self.window));
            known.then_some((bloc, other, members))
        })
    }

    fn trade_members(&self, p: Partnership, years: &[Year]) -> Option<MemberCoverage> {
        let (_, other, members) = self.bloc_with_members(p)?;
        let both = |m: PartyId, y: Year| {
            self.pools.trade.cell(m, other, ANY, y).is_some() && self.pools.trade.cell(other, m, ANY, y).is_some()
        };
        let have = members.iter().filter(|m| years.iter().all(|y| both(**m, *y))).count();
        Some(MemberCoverage { have, of: members.len() })
    }

    pub(super) fn trade_preference(&self, p: Partnership) -> Measurement {
        let (years, t) = match self.totals(p, self.window) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let Some(world) = t.world else {
            let reason = "no total of the world's trade in some year";
            return Measurement::missing(AbsenceKind::NotAvailable, reason);
        };
        let Some(value) = indices::revealed_preference(t.ab, t.a, t.b, world) else {
            return Measurement::missing(
                AbsenceKind::NotAvailable,
                "a flow exceeds a total it is part of, or there is no trade",
            );
        };
        let working = format!(
            "OR = {ab} x ({w} - {a} - {b} + {ab}) / (({a} - {ab}) x ({b} - {ab})) = {or}; RP = (OR - 1)/(OR + 1) = {rp}   [bn US$]",
            ab = brief(t.ab / 1e9),
            a = brief(t.a / 1e9),
            b = brief(t.b / 1e9),
            w = brief(world / 1e9),
            or = brief((1.0 + value) / (1.0 - value)),
            rp = brief(value)
        );
        let mut m = self.trade_measurement(p, Reading::exact(value), years, t);
        m.quantity("trade of all with all, each flow twice (T_w)", world, "US$");
        m.working = working;
        m.basis = "0 is neutral".into();
        m
    }

    pub(super) fn mutual_trade_share(&self, p: Partnership) -> Measurement {
        let (years, t) = match self.totals(p, self.window) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        if t.a <= 0.0 || t.b <= 0.0 {
            return Measurement::missing(AbsenceKind::NotApplicable, "one side has no trade with the world");
        }
        let (in_a, in_b) = (t.ab / t.a, t.ab / t.b);
        let value = indices::mutual_share(in_a, in_b);
        let (a, b) = (self.name(p.a).to_owned(), self.name(p.b).to_owned());
        let mut m = self.trade_measurement(p, Reading::exact(value), years, t);
        m.evidence = Evidence::Shares { in_a, in_b };
        m.quantity(format!("share of {b} in the trade of {a}"), in_a, "share");
        m.quantity(format!("share of {a} in the trade of {b}"), in_b, "share");
        m.working = format!("sqrt({} x {}) = {}", brief(in_a), brief(in_b), brief(value));
        m.basis = format!("{:.1} and {:.1} %", 100.0 * in_a, 100.0 * in_b);
        m
    }

    pub(super) fn trade_trend(&self, p: Partnership, length: u16) -> Measurement {
        let covered: Vec<Year> = self.window.iter().filter(|y| self.year_totals(p, *y).is_some()).collect();
        if let Err(missing) = self.enough(&covered, self.window.years(), "trade both ways with world totals") {
            return *missing;
        }
        let Some(last) = covered.last() else {
            return Measurement::missing(AbsenceKind::NotAvailable, "no covered year");
        };
        let span = Window::ending(*last, length);
        let points: Vec<(Year, Totals)> = span.iter().filter_map(|y| Some((y, self.year_totals(p, y)?))).collect();
        let years: Vec<Year> = points.iter().map(|(y, _)| *y).collect();
        if let Err(missing) = self.enough(&years, span.years(), "trade both ways with world totals") {
            return *missing;
        }
        let share = |t: &Totals| t.ab / (t.a + t.b);
        let line: Vec<(f64, f64)> = points.iter().map(|(y, t)| (f64::from(y.get()), share(t).ln())).collect();
        if line.iter().any(|(_, y)| !y.is_finite()) {
            return Measurement::missing(AbsenceKind::NotApplicable, "a year without mutual trade has no logarithm");
        }
        let Some(slope) = indices::slope(&line) else {
            return Measurement::missing(AbsenceKind::NotAvailable, "one year has no trend");
        };
        let mut m = Measurement::new(Reading::exact(100.0 * slope));
        for (year, t) in &points {
            m.quantity(format!("share of mutual trade in joint world trade, {year}"), share(t), "share");
        }
        m.working = format!("100 x OLS slope of ln(share) on {span} = {} % per year", brief(100.0 * slope));
        m.basis = format!("{}–{}", years.first().map_or(0, |y| y.get()), last);
        m.members = self.trade_members(p, &years);
        m.rows = points.into_iter().flat_map(|(_, t)| t.rows).collect();
        m.evidence = Evidence::Slope { years: years.iter().map(|y| y.get()).collect() };
        m.years = years;
        m
    }

    pub(super) fn trade_member_breadth(&self, p: Partnership) -> Measurement {
        if ![p.a, p.b].iter().any(|id| self.package.parties.is_bloc(*id)) {
            return Measurement::missing(AbsenceKind::NotApplicable, "between two states there are no members");
        }
        let (years, _) = match self.totals(p, self.window) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let Some((bloc, other, members)) = self.bloc_with_members(p) else {
            return Measurement::missing(AbsenceKind::NotAvailable, "no trade by member of the bloc");
        };
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "members' trade sums to nothing");
        let (mut flows, mut own) = (Vec::new(), Vec::new());
        for member in &members {
            let out = self.pools.trade.sum(*member, other, ANY, &years);
            let back = self.pools.trade.sum(other, *member, ANY, &years);
            let flow = out.values[0] + back.values[0];
            // No row is not a zero: such a member is left out, and reported.
            if out.lines.is_empty() && back.lines.is_empty() {
                m.left_out.push(format!("{}: no trade with {} in the data", self.name(*member), self.name(other)));
                continue;
            }
            if years.iter().any(|y| self.margin(*member, *y).is_none()) {
                m.left_out.push(format!("{}: no trade with the world in the data for every year", self.name(*member)));
                continue;
            }
            let mut world = 0.0;
            for margin in years.iter().filter_map(|y| self.margin(*member, *y)) {
                world += margin.exports_usd + margin.imports_usd;
                m.rows.push(RowRef { table: Table::TradeMargins, line: margin.line });
            }
            for sibling in members.iter().filter(|s| *s != member) {
                let inside = [
                    self.pools.trade.sum(*member, *sibling, ANY, &years),
                    self.pools.trade.sum(*sibling, *member, ANY, &years),
                ];
                world -= inside.iter().map(|i| i.values[0]).sum::<f64>();
                m.rows.extend(rows(Table::Trade, &inside[0]));
            }
            m.rows.extend(rows(Table::Trade, &out).chain(rows(Table::Trade, &back)));
            m.quantity(format!("{}: trade with {}", self.name(*member), self.name(other)), flow, "US$");
            m.quantity(format!("{}: trade outside {}", self.name(*member), self.name(bloc)), world, "US$");
            flows.push(flow);
            own.push(world);
        }
        let Some(value) = indices::breadth(&flows, &own) else { return m };
        m.reading = Reading::exact(value);
        m.members = Some(MemberCoverage { have: flows.len(), of: members.len() });
        m.working = format!("1 - 0.5 sum |s_m - b_m| over {} members = {}", flows.len(), brief(value));
        m.basis = format!("{} of {} members", flows.len(), members.len());
        m.left_out.extend(self.years_left_out(&years));
        m.years = years;
        m.evidence = Evidence::Breadth { flows, benchmark: own };
        m
    }
}
