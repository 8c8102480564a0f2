//! Flows by HS chapter against the same chapter to or from the whole world.

use std::collections::HashMap;

use super::TableReporter;
use crate::diagnostic::Diagnostics;
use crate::model::quick_hash::Quick;
use crate::model::{Package, PartyId, Table, Year};

/// Values are rounded to the dollar, and what reporters sum may differ by a little.
const ROUNDING: f64 = 1000.0;

pub(super) fn report(package: &Package, diagnostics: &mut Diagnostics) {
    let Some(mut reporter) = TableReporter::of(package, Table::TradeHs2, diagnostics) else { return };
    let flows: HashMap<(PartyId, PartyId, Year, u8), f64, Quick> = package
        .trade_hs2
        .iter()
        .filter(|f| f.exporter == PartyId::WORLD || f.importer == PartyId::WORLD)
        .map(|f| ((f.exporter, f.importer, f.year, f.chapter), f.value_usd))
        .collect();
    let name = |id: PartyId| package.parties.name(id);
    for flow in &package.trade_hs2 {
        let (year, chapter) = (flow.year, flow.chapter);
        let ends = [(flow.exporter, PartyId::WORLD), (PartyId::WORLD, flow.importer)];
        for (from, to) in ends.into_iter().filter(|ends| *ends != (flow.exporter, flow.importer)) {
            let Some(total) = flows.get(&(from, to, year, chapter)).filter(|t| flow.value_usd > **t + ROUNDING) else {
                continue;
            };
            let part =
                format!("chapter {chapter:02} from {} to {} in {year}", name(flow.exporter), name(flow.importer));
            let whole = format!("that from {} to {}", name(from), name(to));
            reporter.above(flow.line, (part, flow.value_usd), (whole, *total));
        }
    }
}
