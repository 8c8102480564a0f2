//! Deliveries of arms against the supplier's year and the world's, and suppliers' years against the world's.

use std::collections::{HashMap, HashSet};

use super::{Members, Sums, TableReporter};
use crate::diagnostic::Diagnostics;
use crate::model::quick_hash::Quick;
use crate::model::{Package, PartyId, Table, Year};

/// Volumes are printed to hundredths of a million at the finest: each may be off by half of one.
const ROUNDING: f64 = 0.005 + 1e-9;

pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    let totals: HashMap<(PartyId, Year), f64, Quick> =
        package.arms_margins.iter().map(|m| ((m.supplier, m.year), m.tiv_million)).collect();
    let world = |year: Year| totals.get(&(PartyId::WORLD, year)).copied();
    let name = |id: PartyId| package.parties.name(id);
    let whole = |year: Year| format!("what all suppliers deliver in {year}");

    if let Some(mut reporter) = TableReporter::of(package, Table::ArmsMargins, diagnostics) {
        let suppliers = package.arms_margins.iter().filter(|m| m.supplier != PartyId::WORLD);
        let held = |id: PartyId, year: Year| totals.contains_key(&(id, year));
        let mut inside = Inside::new(package);
        let mut sums = Sums::new();
        for margin in suppliers {
            let (year, total) = (margin.year, world(margin.year));
            let Some(total) = total.filter(|_| !inside.counted(margin.supplier, year, held)) else { continue };
            if let Some(sum) = sums.passes(year, margin.tiv_million, total, ROUNDING) {
                let part = format!("with {} the suppliers deliver in {year}", name(margin.supplier));
                reporter.above(margin.line, (part, sum), (whole(year), total));
            }
        }
    }

    let Some(mut reporter) = TableReporter::of(package, Table::Arms, diagnostics) else { return };
    let rows: HashSet<(PartyId, Year)> = package.arms.iter().map(|f| (f.supplier, f.year)).collect();
    let mut inside = Inside::new(package);
    let (mut of_supplier, mut of_bloc, mut of_world) = (Sums::new(), Sums::new(), Sums::new());
    for flow in &package.arms {
        let (supplier, year, value) = (flow.supplier, flow.year, flow.tiv_million);
        let part = |sum: f64, by: &str| match sum == value {
            true => format!("{by} delivers to {} in {year}", name(flow.recipient)),
            false => format!("with {}, {by} delivers in {year}", name(flow.recipient)),
        };
        if let Some(total) = totals.get(&(supplier, year))
            && let Some(sum) = of_supplier.passes((supplier, year), value, *total, ROUNDING)
        {
            let whole = format!("all that {} delivers in {year}", name(supplier));
            reporter.above(flow.line, (part(sum, name(supplier)), sum), (whole, *total));
        }
        for bloc in inside.blocs(supplier, year) {
            if let Some(total) = totals.get(&(bloc, year))
                && let Some(sum) = of_bloc.passes((bloc, year), value, *total, ROUNDING)
            {
                let part = format!("with {}, members of {} deliver in {year}", name(supplier), name(bloc));
                reporter.above(flow.line, (part, sum), (format!("all that {} delivers in {year}", name(bloc)), *total));
            }
        }
        let held = |id: PartyId, year: Year| rows.contains(&(id, year));
        if let Some(total) = world(year).filter(|_| !inside.counted(supplier, year, held))
            && let Some(sum) = of_world.passes(year, value, total, ROUNDING)
        {
            let part = format!("with {} to {}, all deliver in {year}", name(supplier), name(flow.recipient));
            reporter.above(flow.line, (part, sum), (whole(year), total));
        }
    }
}

/// Who belongs to which bloc.
struct Inside<'a> {
    blocs: Vec<PartyId>,
    members: Members<'a>,
}

impl<'a> Inside<'a> {
    fn new(package: &'a Package) -> Self {
        let parties = &package.parties;
        let mut blocs: Vec<PartyId> = parties.memberships().iter().map(|m| m.bloc).collect();
        blocs.sort_unstable();
        blocs.dedup();
        Inside { blocs, members: Members::new(parties) }
    }

    /// The blocs that the party is a member of.
    fn blocs(&mut self, party: PartyId, year: Year) -> Vec<PartyId> {
        let members = &mut self.members;
        self.blocs.iter().copied().filter(|bloc| members.of(*bloc, year).contains(&party)).collect()
    }

    /// Whether the party is counted already with a bloc that has a row of its own.
    fn counted(&mut self, party: PartyId, year: Year, held: impl Fn(PartyId, Year) -> bool) -> bool {
        self.blocs(party, year).into_iter().any(|bloc| held(bloc, year))
    }
}
