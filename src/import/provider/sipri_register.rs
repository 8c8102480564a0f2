//! SIPRI's trade register. With 17 columns it has a row for each deal and year of delivery, which sum to yearly
//! volumes; with 16 it has a row for each deal, whose years cannot be told apart, and is refused.

use std::collections::HashMap;

use super::sipri_values::{generated, refusal};
use crate::diagnostic::{Diagnostics, Problem};
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation};
use crate::import::layout::{Head, Input, Likeness, Provider, columns};
use crate::sheet::{Decimal, Sheet};

pub struct SipriRegister;

const COLUMNS: [&str; 4] = ["Supplier", "Recipient", "Delivery year", "TIV delivery values"];
/// What only the layout with a row for each deal has.
const BY_DEAL: [&str; 4] = ["Recipient", "Supplier", "Year(s) of delivery", "SIPRI TIV of delivered weapons"];

impl Provider for SipriRegister {
    fn code(&self) -> &'static str {
        "sipri-register"
    }

    fn title(&self) -> &'static str {
        "SIPRI Arms Transfers Database, trade register"
    }

    fn page(&self) -> &'static str {
        "https://armstransfers.sipri.org"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let by_deal = head.likeness(&BY_DEAL);
        if by_deal.is_complete() { by_deal } else { head.likeness(&COLUMNS) }
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        if let Some((at, _)) = columns(&sheet.rows, BY_DEAL) {
            let line = sheet.rows.get(at).map_or(0, |row| row.line);
            let message = "this register has one row for each deal: of a deal delivered over several years the volume of one year cannot be told, and splitting it evenly would invent numbers";
            let hint = "download the register again as it is since 2025, with a row for each delivery year (17 columns, `Delivery year`)";
            return Err(refusal(&sheet, line, message, hint));
        }
        let Some((header, [supplier, recipient, year, tiv])) = columns(&sheet.rows, COLUMNS) else {
            let message = "no header with `Supplier`, `Recipient`, `Delivery year` and `TIV delivery values`";
            return Err(refusal(&sheet, 0, message, "download the trade register again"));
        };
        let width = sheet.rows.get(header).map_or(0, |row| row.len());
        let source = collection.source(generated(&sheet, "register", "trade register"));
        collection.begin(Kind::Arms, asked(&sheet), true);
        // The same deal may stand in two queries that overlap: as often as in one of them it counts.
        let mut here: HashMap<String, usize> = HashMap::new();
        for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
            if row.len() < width {
                let problem = Problem::RowLength { found: row.len(), expected: width };
                collection.problems.push(sheet.place(row, 0), problem);
                continue;
            }
            let place = sheet.place(row, tiv);
            let text = row.cell(tiv).trim_end_matches(';').trim();
            let deal = row.cells().collect::<Vec<_>>().join("\u{1f}");
            let times = here.entry(deal.clone()).or_default();
            *times += 1;
            if collection.seen(&deal, *times) {
                collection.account.leave_out("rows that stand in another file of this import too", "", place);
                continue;
            }
            if row.cell(year).is_empty() || text.is_empty() {
                collection.account.leave_out("orders without a delivery or a volume", "", place);
                continue;
            }
            let Some(year) = collection.year(row.cell(year), &sheet.place(row, year)) else { continue };
            let Some(value) = collection.amount(text, Decimal::POINT, &place) else { continue };
            let from = collection.side(row.cell(supplier), &sheet.place(row, supplier));
            let to = collection.side(row.cell(recipient), &sheet.place(row, recipient));
            let named = if collection.is_wanted(&to) { row.cell(supplier) } else { row.cell(recipient) };
            let amount = Amount { value, source, place, valuation: Valuation::Unstated, values: 1 };
            collection.put(Kind::Arms, (from, to, year, 0), amount, named, Combine::Add);
        }
        collection.account.remark(
            "absent pairs had no delivery in the years of the register: there absence is a true zero".to_owned(),
        );
        Ok(())
    }
}

/// Which sides the query asked for: "from All countries  to All countries .".
fn asked(sheet: &Sheet) -> Coverage {
    let first = sheet.rows.first().map(|row| row.cells().collect::<Vec<_>>().join(",")).unwrap_or_default();
    let query = first.split(". Deals").next().unwrap_or_default();
    let (from, to) = query.split_once(" to ").unwrap_or((query, ""));
    let all = |side: &str| side.to_lowercase().contains("all countries");
    Coverage { from: all(from), to: all(to) }
}
