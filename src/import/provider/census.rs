//! US Census Bureau, "U.S. Trade in Goods by Country": a row for each country and year, months beside the year,
//! millions of US dollars. Months that were not yet published stand there as 0.0, and the year's column then holds what
//! there was.

use std::collections::BTreeSet;

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation, too_large};
use crate::import::layout::{Head, Input, Likeness, Provider, columns};
use crate::import::side::Side;
use crate::import::source::{Source, part};
use crate::model::window::Year;
use crate::sheet::{Decimal, Row};

pub struct Census;

const COLUMNS: [&str; 7] = ["year", "CTYNAME", "IYR", "EYR", "IDEC", "EDEC", "CTY_CODE"];

impl Provider for Census {
    fn code(&self) -> &'static str {
        "us-census"
    }

    fn title(&self) -> &'static str {
        "US Census Bureau, U.S. Trade in Goods by Country"
    }

    fn page(&self) -> &'static str {
        "https://www.census.gov/foreign-trade/balance/country.xlsx"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        head.likeness(&COLUMNS)
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let Some((header, [year, name, imports, exports, last_in, last_out, _])) = columns(&sheet.rows, COLUMNS) else {
            return Err(refusal(&sheet, 0, "no header of the Census Bureau's", "download country.xlsx again"));
        };
        let rows: Vec<&Row> = sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()).collect();
        let zero = |text: &str| Decimal::POINT.parse(text).is_none_or(|n| n.is_zero());
        // A year without December anywhere is not over; a small country may have none in a year that is.
        let years: BTreeSet<&str> = rows.iter().map(|row| row.cell(year)).collect();
        let over =
            |y: &&str| rows.iter().any(|r| r.cell(year) == *y && !(zero(r.cell(last_in)) && zero(r.cell(last_out))));
        let open: BTreeSet<&str> = years.into_iter().filter(|y| !over(y)).collect();
        collection.begin(Kind::Trade, Coverage::default(), false);
        let vintage = collection.stated.vintage.clone();
        let suffix = vintage.as_deref().map_or_else(String::new, |v| format!("-{}", part(v)));
        let when = vintage.unwrap_or_else(|| "day of download not stated".to_owned());
        let source = collection.source(Source {
            key: format!("us-census-country{suffix}"),
            author: "U.S. Census Bureau".into(),
            title: "U.S. Trade in Goods by Country".into(),
            year: String::new(),
            url: self.page().into(),
            note: format!("Exports free alongside ship, imports by customs value; not seasonally adjusted; {when}."),
            vintage: format!("US Census Bureau, U.S. Trade in Goods by Country, {when}"),
        });
        let own = Side::Party("USA".into());
        for row in rows {
            let place = sheet.place(row, imports);
            if open.contains(row.cell(year)) {
                collection.account.leave_out_many(
                    "years that are not over: months not yet published stand as 0.0",
                    row.cell(year),
                    place,
                    2,
                );
                continue;
            }
            let Some(year) = collection.year(row.cell(year), &sheet.place(row, year)) else { continue };
            let other = collection.side(row.cell(name), &sheet.place(row, name));
            for (at, from, to) in [(imports, &other, &own), (exports, &own, &other)] {
                self.put(&sheet.place(row, at), row.cell(at), (from, to, year), source, row.cell(name), collection);
            }
        }
        Ok(())
    }
}

impl Census {
    fn put(
        &self,
        place: &crate::diagnostic::Place,
        text: &str,
        (from, to, year): (&Side, &Side, Year),
        source: usize,
        named: &str,
        collection: &mut Collection<'_>,
    ) {
        if text.is_empty() {
            return collection.account.leave_out("cells without a value", "", place.clone());
        }
        let Some(value) = collection.amount(text, Decimal::POINT, place) else { return };
        let Some(value) = value.times_ten(6) else { return collection.problems.push(place.clone(), too_large()) };
        let amount = Amount { value, source, place: place.clone(), valuation: Valuation::Unstated, values: 1 };
        collection.put(Kind::Trade, (from.clone(), to.clone(), year, 0), amount, named, Combine::Set);
    }
}
