//! Transfers of major arms, in SIPRI trend-indicator values (TIV): a volume of capability, never money.
//!
//! Inside the covered span a pair without a row had no delivery: a true zero. A recipient without imports has no shares.

use super::pool::ANY;
use super::{Measurer, Shortfall, brief, indices, rows};
use crate::model::evidence::Evidence;
use crate::model::measurement::{AbsenceKind, Grid, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Year;

/// Who supplies whom, and the deliveries over the years.
struct Deliveries {
    supplier: PartyId,
    recipient: PartyId,
    years: Vec<Year>,
    /// From the supplier to the recipient.
    flow: f64,
    /// All the recipient's imports.
    imports: f64,
    rows: Vec<RowRef>,
}

impl Deliveries {
    fn share(&self) -> f64 {
        self.flow / self.imports
    }
}

impl Measurer<'_> {
    fn supplies(&self, supplier: PartyId) -> bool {
        self.package.arms_margins.iter().any(|m| m.supplier == supplier)
    }

    /// Whether the package holds imports of this recipient, or of a member of it, in any year.
    fn receives(&self, recipient: PartyId) -> bool {
        let parties = &self.package.parties;
        let member =
            |id: PartyId| parties.memberships().iter().any(|m| m.bloc == recipient && m.member == id && m.counted);
        self.package.arms.iter().any(|f| f.recipient == recipient || member(f.recipient))
    }

    /// Which side supplies the other, if the package holds such deliveries.
    pub(super) fn supplier_and_recipient(&self, p: Partnership) -> Option<(PartyId, PartyId)> {
        [(p.a, p.b), (p.b, p.a)].into_iter().find(|(s, r)| self.supplies(*s) && self.receives(*r))
    }

    /// Whether the deliveries of all to all are known for a year, so that one without a row is a true zero.
    pub(super) fn arms_covered(&self, year: Year) -> bool {
        self.package.arms_margins.iter().any(|m| m.supplier == PartyId::WORLD && m.year == year)
    }

    /// `with_totals`: only years in which the supplier's deliveries to the whole world are known too. A year in which it has
    /// neither a total nor a delivery here counts as one without deliveries.
    fn deliveries(&self, p: Partnership, with_totals: bool) -> Result<Deliveries, Shortfall> {
        let Some((supplier, recipient)) = self.supplier_and_recipient(p) else {
            let reason = "the package holds deliveries of dialogue partners to ASEAN's members only";
            return Err(Box::new(Measurement::missing(AbsenceKind::NotAvailable, reason)));
        };
        let total = |s: PartyId, y: Year| self.package.arms_margins.iter().any(|m| m.supplier == s && m.year == y);
        let covered = |y: &Year| {
            let told = total(supplier, *y) || self.pools.arms.cell(supplier, recipient, ANY, *y).is_none();
            self.arms_covered(*y) && (told || !with_totals)
        };
        let years: Vec<Year> = self.window.iter().filter(covered).collect();
        self.enough(&years, self.window.years(), "arms transfers")?;
        let flow = self.pools.arms.sum(supplier, recipient, ANY, &years);
        let imports = self.pools.arms.sum(PartyId::WORLD, recipient, ANY, &years);
        if imports.values[0] <= 0.0 {
            return Err(Box::new(Measurement::missing(
                AbsenceKind::NotApplicable,
                "the recipient imported no major arms",
            )));
        }
        // The supplier's own deliveries first: they are what is asked about.
        let rows = rows(Table::Arms, &flow).chain(rows(Table::Arms, &imports)).collect();
        Ok(Deliveries { supplier, recipient, years, flow: flow.values[0], imports: imports.values[0], rows })
    }

    fn arms_measurement(&self, d: Deliveries, reading: Reading) -> Measurement {
        let mut m = Measurement::new(reading);
        let (s, r) = (self.name(d.supplier), self.name(d.recipient));
        m.quantity(format!("deliveries of {s} to {r}"), d.flow, "million TIV");
        m.quantity(format!("all deliveries to {r}"), d.imports, "million TIV");
        m.quantity(format!("share of {s}"), d.share(), "share");
        let members = self.members_in_window(d.recipient);
        if !members.is_empty() {
            let importing = |m: &&PartyId| self.pools.arms.sum(PartyId::WORLD, **m, ANY, &d.years).values[0] > 0.0;
            let importers: Vec<&PartyId> = members.iter().filter(importing).collect();
            let row = |member: &&PartyId| {
                let flow = self.pools.arms.sum(d.supplier, **member, ANY, &d.years).values[0];
                let imports = self.pools.arms.sum(PartyId::WORLD, **member, ANY, &d.years).values[0];
                (self.name(**member).to_owned(), vec![Some(flow), Some(imports), Some(flow / imports)])
            };
            m.grids.push(Grid {
                title: "By recipient".into(),
                first: "member",
                columns: vec![
                    (format!("from {s}, million TIV"), ""),
                    ("all imports, million TIV".into(), ""),
                    ("share".into(), "share"),
                ],
                rows: importers.iter().map(row).collect(),
            });
        }
        m.years = d.years;
        m.rows = d.rows;
        m
    }

    /// Below `minimum_share` nothing can be read off a trickle.
    fn more_than_a_trickle(&self, d: Deliveries, minimum_share: f64) -> Result<Deliveries, Shortfall> {
        if d.share() >= minimum_share {
            return Ok(d);
        }
        let share = format!("{:.2} % of {}'s imports", 100.0 * d.share(), self.name(d.recipient));
        let reason = format!("{share} is below the declared minimum of {} %", brief(100.0 * minimum_share));
        let mut m = self.arms_measurement(d, Reading::missing(AbsenceKind::NotApplicable, reason));
        m.basis = "too little to tell".into();
        Err(Box::new(m))
    }

    pub(super) fn arms_share(&self, p: Partnership) -> Measurement {
        let d = match self.deliveries(p, false) {
            Ok(d) => d,
            Err(missing) => return *missing,
        };
        let working = format!("{} / {} = {}", brief(d.flow), brief(d.imports), brief(d.share()));
        let basis = format!("{} million TIV", super::grouped(d.flow));
        let reading = Reading::exact(d.share());
        let zero = d.flow == 0.0;
        let mut m = self.arms_measurement(d, reading);
        m.working = working;
        m.basis = if zero { "no delivery: true 0".into() } else { basis };
        m
    }

    pub(super) fn arms_preference(&self, p: Partnership, minimum_share: f64) -> Measurement {
        let d = match self.deliveries(p, true).and_then(|d| self.more_than_a_trickle(d, minimum_share)) {
            Ok(d) => d,
            Err(missing) => return *missing,
        };
        let (mut supplier_total, mut world, mut margins) = (0.0, 0.0, Vec::new());
        for m in self.package.arms_margins.iter().filter(|m| d.years.contains(&m.year)) {
            let total = match m.supplier {
                PartyId::WORLD => &mut world,
                s if s == d.supplier => &mut supplier_total,
                _ => continue,
            };
            *total += m.tiv_million;
            margins.push(RowRef { table: Table::ArmsMargins, line: m.line });
        }
        let Some(value) = indices::revealed_preference(d.flow, supplier_total, d.imports, world) else {
            return Measurement::missing(
                AbsenceKind::NotAvailable,
                "the supplier's world total does not hold its deliveries here",
            );
        };
        let working = format!(
            "OR = {ab} x ({w} - {a} - {b} + {ab}) / (({a} - {ab}) x ({b} - {ab})) = {or}; RP = (OR - 1)/(OR + 1) = {rp}   [million TIV]",
            ab = brief(d.flow),
            a = brief(supplier_total),
            b = brief(d.imports),
            w = brief(world),
            or = brief((1.0 + value) / (1.0 - value)),
            rp = brief(value)
        );
        let supplier = self.name(d.supplier).to_owned();
        let elsewhere = (supplier_total - d.flow) / (world - d.imports);
        let mut m = self.arms_measurement(d, Reading::exact(value));
        m.quantity(format!("deliveries of {supplier} to the whole world"), supplier_total, "million TIV");
        m.quantity("deliveries of all to the whole world", world, "million TIV");
        m.quantity(format!("share of {supplier} elsewhere"), elsewhere, "share");
        m.working = working;
        m.basis = format!("{:.1} % elsewhere", 100.0 * elsewhere);
        m.rows.extend(margins);
        m
    }

    pub(super) fn arms_member_breadth(&self, p: Partnership, minimum_share: f64) -> Measurement {
        let d = match self.deliveries(p, false) {
            Ok(d) => d,
            Err(missing) => return *missing,
        };
        if !self.package.parties.is_bloc(d.recipient) {
            return Measurement::missing(AbsenceKind::NotApplicable, "between two states there are no members");
        }
        let d = match self.more_than_a_trickle(d, minimum_share) {
            Ok(d) => d,
            Err(missing) => return *missing,
        };
        let members = self.members_in_window(d.recipient);
        let by_member = |from: PartyId| -> Vec<f64> {
            members.iter().map(|m| self.pools.arms.sum(from, *m, ANY, &d.years).values[0]).collect()
        };
        let (flows, imports) = (by_member(d.supplier), by_member(PartyId::WORLD));
        let Some(value) = indices::breadth(&flows, &imports) else {
            return Measurement::missing(AbsenceKind::NotAvailable, "no deliveries by member");
        };
        let buyers = flows.iter().filter(|f| **f > 0.0).count();
        let mut m = self.arms_measurement(d, Reading::exact(value));
        m.working = format!("1 - 0.5 sum |s_m - b_m| over {} members = {}", members.len(), brief(value));
        m.basis = format!("{buyers} of {} bought", members.len());
        m.evidence = Evidence::Breadth { flows, benchmark: imports };
        m
    }
}
