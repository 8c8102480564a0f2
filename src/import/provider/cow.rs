//! Correlates of War, dyadic trade, as its own site and the R package peacesciencer ship it: a row for each pair and
//! year, both directions as the importers report them, in millions of US dollars. -9, NaN and blanks are missing.

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation, too_large};
use crate::import::layout::{Head, Input, Likeness, Provider, columns};
use crate::import::side::Side;
use crate::import::source::Source;
use crate::model::countries::Numbering;
use crate::sheet::Decimal;

pub struct CowTrade;

const COLUMNS: [&str; 5] = ["ccode1", "ccode2", "year", "flow1", "flow2"];

impl Provider for CowTrade {
    fn code(&self) -> &'static str {
        "cow-trade"
    }

    fn title(&self) -> &'static str {
        "Correlates of War, dyadic trade (also from peacesciencer)"
    }

    fn page(&self) -> &'static str {
        "https://correlatesofwar.org/data-sets/bilateral-trade/"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        head.likeness(&COLUMNS)
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let Some((header, [one, two, year, flow1, flow2])) = columns(&sheet.rows, COLUMNS) else {
            return Err(refusal(&sheet, 0, "no header with ccode1, ccode2, year, flow1, flow2", "download it again"));
        };
        collection.begin(Kind::Trade, Coverage::default(), false);
        let version = collection.stated.vintage.clone().unwrap_or_else(|| "4.0".to_owned());
        let source = collection.source(Source {
            key: format!("cow-trade-{}", crate::import::source::part(&version)),
            author: "Barbieri, Katherine and Keshk, Omar M. G.".into(),
            title: format!("Correlates of War Project Trade Data Set, version {version}"),
            year: "2016".into(),
            url: self.page().into(),
            note: "Imports as the importer reports them (CIF), current US dollars.".into(),
            vintage: format!("Correlates of War, dyadic trade {version}, CIF"),
        });
        for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
            let Some(year) = collection.year(row.cell(year), &sheet.place(row, year)) else { continue };
            let [a, b] = [one, two].map(|at| collection.numbered(Numbering::Ccode, row.cell(at), year));
            let named = if collection.is_wanted(&a) { row.cell(two) } else { row.cell(one) };
            // flow1 is what the first imports from the second, flow2 the other way round.
            for (at, from, to) in [(flow1, &b, &a), (flow2, &a, &b)] {
                let place = sheet.place(row, at);
                let text = row.cell(at);
                let missing = text.is_empty() || ["nan", "na"].contains(&text.to_lowercase().as_str());
                if missing || Decimal::POINT.parse(text).is_some_and(|n| n.is_negative()) {
                    collection.account.leave_out("values that are missing (-9, NaN, blank)", "", place);
                    continue;
                }
                let Some(value) = collection.amount(text, Decimal::POINT, &place) else { continue };
                let Some(value) = value.times_ten(6) else {
                    collection.problems.push(place, too_large());
                    continue;
                };
                let amount = Amount { value, source, place, valuation: Valuation::Cif, values: 1 };
                let (from, to): (Side, Side) = (from.clone(), to.clone());
                collection.put(Kind::Trade, (from, to, year, 0), amount, named, Combine::Set);
            }
        }
        Ok(())
    }
}
