//! The totals of trade against one another: an economy's against the world's and against its bloc's, the flows inside a
//! bloc against what the bloc's row says of them, and a party's flows together against its total.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::party::PartyId;
use crate::model::quick_hash::Quick;
use crate::model::records::{Flow, TradeMargin};
use crate::model::window::Year;
use crate::model::{Package, Table};

/// How far the flows between all members may fall short of the bloc's row: a few small pairs may be missing.
const SHORT: f64 = 0.01;

/// Sums of figures that were rounded to millions differ by this much of the whole, and by dollars where they are small.
fn above(part: f64, whole: f64) -> bool {
    part > whole + (1e-4 * whole).max(1000.0)
}

/// Tells every part that exceeds its whole, at the line of the part where there is one, and at that of the whole for
/// sums.
pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    let mut years: BTreeMap<Year, Vec<&TradeMargin>> = BTreeMap::new();
    for margin in &package.trade_margins {
        years.entry(margin.year).or_default().push(margin);
    }
    let mut reporter = PackageReporter { package, diagnostics };
    for (year, margins) in &years {
        let year = OneYear { package, year: *year, margins };
        year.against_the_world(&mut reporter);
        for bloc in margins.iter().filter(|m| package.parties.is_bloc(m.party)) {
            year.inside(bloc, &mut reporter);
            year.members_against(bloc, &mut reporter);
        }
    }
    let mut flows: BTreeMap<Year, Vec<&Flow>> = BTreeMap::new();
    for flow in &package.trade {
        flows.entry(flow.year).or_default().push(flow);
    }
    for (year, flows) in &flows {
        let margins = years.get(year).map_or(&[][..], Vec::as_slice);
        let year = OneYear { package, year: *year, margins };
        year.flows_together(flows, &mut reporter);
        for bloc in margins.iter().filter(|m| package.parties.is_bloc(m.party)) {
            year.flows_inside(bloc, flows, &mut reporter);
        }
    }
}

/// Reports problems at the rows of a package's tables.
struct PackageReporter<'t> {
    package: &'t Package,
    diagnostics: &'t mut Diagnostics,
}

impl PackageReporter<'_> {
    fn at(&mut self, table: Table, line: u32, problem: Problem) {
        if let Some(text) = self.package.texts.get(&table) {
            self.diagnostics.push(Place::new(&text.file, u64::from(line), 1), problem);
        }
    }

    fn above(&mut self, (table, line): (Table, u32), part: String, value: f64, whole: String, total: f64) {
        let (value, total) = (value.to_string(), total.to_string());
        self.at(table, line, Problem::PartAboveWhole { part, value, whole, total });
    }
}

/// A total of one row, by name.
type Column = (&'static str, fn(&TradeMargin) -> f64);

/// One end of a flow.
type Side = fn(&Flow) -> PartyId;

const COLUMNS: [Column; 2] = [("exports", |m| m.exports_usd), ("imports", |m| m.imports_usd)];

struct OneYear<'y> {
    package: &'y Package,
    year: Year,
    margins: &'y [&'y TradeMargin],
}

impl OneYear<'_> {
    fn name(&self, id: PartyId) -> &str {
        self.package.parties.name(id)
    }

    /// Each row, and all economies together; a bloc's row repeats those of its members.
    fn against_the_world(&self, reporter: &mut PackageReporter<'_>) {
        let Some(world) = self.margins.iter().find(|m| m.party == PartyId::WORLD) else { return };
        for (what, of) in COLUMNS {
            let total = of(world);
            let whole = format!("the {what} of all");
            let rows = || self.margins.iter().filter(|m| m.party != PartyId::WORLD);
            let large: Vec<_> = rows().filter(|m| above(of(m), total)).collect();
            for row in &large {
                let part = format!("the {what} of {} in {}", self.name(row.party), self.year);
                reporter.above((Table::TradeMargins, row.line), part, of(row), whole.clone(), total);
            }
            let economies = || rows().filter(|m| !self.package.parties.is_bloc(m.party));
            let sum: f64 = economies().map(|m| of(m)).sum();
            if large.is_empty() && above(sum, total) {
                let part = format!("the {what} of {} economies in {}", economies().count(), self.year);
                reporter.above((Table::TradeMargins, world.line), part, sum, whole, total);
            }
        }
    }

    /// What a bloc trades with itself is part of what it exports and of what it imports.
    fn inside(&self, bloc: &TradeMargin, reporter: &mut PackageReporter<'_>) {
        let Some(intra) = bloc.intra_usd else { return };
        for (what, of) in COLUMNS {
            if above(intra, of(bloc)) {
                let name = self.name(bloc.party);
                let part = format!("the flows inside {name} in {}", self.year);
                reporter.above((Table::TradeMargins, bloc.line), part, intra, format!("its {what}"), of(bloc));
            }
        }
    }

    /// The rows of those whose trade a bloc's row holds.
    fn members_against(&self, bloc: &TradeMargin, reporter: &mut PackageReporter<'_>) {
        let members = self.package.parties.counted_members(bloc.party, self.year);
        let held = |m: &&&TradeMargin| m.within == Some(bloc.party) || members.contains(&m.party);
        let held: Vec<&&TradeMargin> = self.margins.iter().filter(held).collect();
        for (what, of) in COLUMNS {
            let (total, name) = (of(bloc), self.name(bloc.party));
            let whole = format!("the {what} of {name}");
            let large: Vec<_> = held.iter().filter(|m| above(of(m), total)).collect();
            for row in &large {
                let part = format!("the {what} of {} in {}", self.name(row.party), self.year);
                reporter.above((Table::TradeMargins, row.line), part, of(row), whole.clone(), total);
            }
            let sum: f64 = held.iter().map(|m| of(m)).sum();
            if large.is_empty() && above(sum, total) {
                let part = format!("the {what} of {} members in {}", held.len(), self.year);
                reporter.above((Table::TradeMargins, bloc.line), part, sum, whole, total);
            }
        }
    }

    /// The flows of a party with all states together; blocs are left out, since the same flow may stand in both.
    fn flows_together(&self, flows: &[&Flow], reporter: &mut PackageReporter<'_>) {
        let sides: [(Column, Side, Side); 2] =
            [(COLUMNS[0], |f| f.exporter, |f| f.importer), (COLUMNS[1], |f| f.importer, |f| f.exporter)];
        for ((what, of), own, other) in sides {
            // The sum, and the largest flow in it.
            let mut sums: HashMap<PartyId, (f64, f64), Quick> = HashMap::default();
            for flow in flows.iter().filter(|f| !self.package.parties.is_bloc(other(f))) {
                let (sum, largest) = sums.entry(own(flow)).or_default();
                (*sum, *largest) = (*sum + flow.value_usd, largest.max(flow.value_usd));
            }
            for margin in self.margins {
                let Some((sum, largest)) = sums.get(&margin.party) else { continue };
                // A single flow above the total is reported at its own line.
                if above(*sum, of(margin)) && !above(*largest, of(margin)) {
                    let part = format!("the flows of {} with states in {}", self.name(margin.party), self.year);
                    reporter.above((Table::TradeMargins, margin.line), part, *sum, format!("its {what}"), of(margin));
                }
            }
        }
    }

    /// The flows between members are the bloc's trade with itself: never more, and the same where every member has
    /// some.
    fn flows_inside(&self, bloc: &TradeMargin, flows: &[&Flow], reporter: &mut PackageReporter<'_>) {
        let Some(intra) = bloc.intra_usd else { return };
        let members = self.package.parties.counted_members(bloc.party, self.year);
        let inside: Vec<&&Flow> =
            flows.iter().filter(|f| members.contains(&f.exporter) && members.contains(&f.importer)).collect();
        let Some(first) = inside.first() else { return };
        let sum: f64 = inside.iter().map(|f| f.value_usd).sum();
        let trades = |m: &PartyId| inside.iter().any(|f| f.exporter == *m) && inside.iter().any(|f| f.importer == *m);
        let name = self.name(bloc.party);
        let part = format!("the flows between members of {name} in {}", self.year);
        let whole = "the flows inside it by trade_margins.csv".to_owned();
        if above(sum, intra) {
            reporter.above((Table::Trade, first.line), part, sum, whole, intra);
        } else if members.iter().all(trades) && sum < (1.0 - SHORT) * intra {
            let (value, total) = (sum.to_string(), intra.to_string());
            reporter.at(Table::Trade, first.line, Problem::Unequal { part, value, whole, total });
        }
    }
}
