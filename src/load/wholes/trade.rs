//! A party's flows, added up, against what it trades with the world; flows among members against what their bloc trades within.

use std::collections::HashMap;

use super::{Members, Page, Sums};
use crate::diagnostic::{Diagnostics, Problem};
use crate::load::hash::Quick;
use crate::load::votes::shown;
use crate::model::records::TradeMargin;
use crate::model::{Package, PartyId, Table, Year};

/// Rounded sums of rounded parts may differ by dollars.
const ROUNDING: f64 = 1000.0;
/// Where every flow among the members is held, they may miss the bloc's own figure by this share of it.
const APART: f64 = 0.01;

pub(super) fn tell(package: &Package, troubles: &mut Diagnostics) {
    let totals: HashMap<(PartyId, Year), &TradeMargin, Quick> =
        package.trade_margins.iter().map(|m| ((m.party, m.year), m)).collect();
    let parties = &package.parties;
    let mut members = Members::new(parties);
    // What members trade among themselves, by bloc and year: how many flows, and their sum.
    let mut within: HashMap<(PartyId, Year), (usize, f64), Quick> = HashMap::default();
    let blocs: Vec<(PartyId, Year)> =
        package.trade_margins.iter().filter(|m| m.intra_usd.is_some()).map(|m| (m.party, m.year)).collect();
    let blocs_of: HashMap<Year, Vec<PartyId>, Quick> =
        blocs.iter().fold(HashMap::default(), |mut all: HashMap<Year, Vec<PartyId>, Quick>, (bloc, year)| {
            all.entry(*year).or_default().push(*bloc);
            all
        });

    if let Some(mut page) = Page::of(package, Table::Trade, troubles) {
        let (mut sold, mut bought) = (Sums::new(), Sums::new());
        for flow in &package.trade {
            let year = flow.year;
            for bloc in blocs_of.get(&year).into_iter().flatten() {
                let inside = members.of(*bloc, year);
                if inside.contains(&flow.exporter) && inside.contains(&flow.importer) {
                    let so_far = within.entry((*bloc, year)).or_default();
                    *so_far = (so_far.0 + 1, so_far.1 + flow.value_usd);
                }
            }
            // A bloc's flows are those of its members again: only states are added up.
            let sides = [
                (&mut sold, flow.exporter, flow.importer, "exports", "to"),
                (&mut bought, flow.importer, flow.exporter, "imports", "from"),
            ];
            for (sums, party, partner, what, towards) in sides {
                let Some(margin) = totals.get(&(party, year)).filter(|_| !parties.is_bloc(partner)) else { continue };
                let total = if what == "exports" { margin.exports_usd } else { margin.imports_usd };
                // A single flow above the total is told with the flows.
                if let Some(sum) = sums.passes((party, year), flow.value_usd, total, ROUNDING)
                    && flow.value_usd <= total
                {
                    let name = parties.name(party);
                    let part = format!("with that {towards} {}, the {what} of {name} in {year}", parties.name(partner));
                    page.above(flow.line, (part, sum), (format!("its {what} with the world"), total));
                }
            }
        }
    }

    let Some(mut page) = Page::of(package, Table::TradeMargins, troubles) else { return };
    for key in blocs {
        let Some((margin, intra)) = totals.get(&key).and_then(|m| Some((*m, m.intra_usd?))) else { continue };
        let (bloc, year) = key;
        let count = members.of(bloc, year).len();
        let (flows, sum) = within.get(&key).copied().unwrap_or_default();
        let rounding = ROUNDING * flows as f64;
        let whole = flows > 0 && flows == count * count.saturating_sub(1);
        if sum > intra + rounding || (whole && sum < intra * (1.0 - APART) - rounding) {
            let parts = format!("the {flows} flows among members of {} in {year}", parties.name(bloc));
            let (sum, whole, value) = (shown(sum), "intra_usd".to_owned(), shown(intra));
            page.tell(margin.line, Problem::SumMismatch { parts, sum, whole, value });
        }
    }
}
