//! The World Bank's WITS: trade by partner, wide time series by product group, and a country's summary.
//!
//! Values are thousands or millions of US dollars; groups of partners stand beside countries; product groups are WITS's
//! own, so that only all products together are taken.

use super::sipri_values::refusal;
use super::wide;
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Combine, Coverage, Direction, Kind};
use crate::import::layout::{Head, Input, Likeness, Provider, columns, same};
use crate::import::source::{Source, part};
use crate::model::window::Year;
use crate::sheet::{Decimal, Row, Sheet};

pub struct Wits;

const BY_PARTNER: [&str; 4] = ["Reporter Name", "Partner Name", "Year", "Trade Flow"];
const SERIES: [&str; 5] = ["Reporter Name", "Partner Name", "Trade Flow", "Product Group", "Indicator"];
const SUMMARY: [&str; 5] = ["Reporter", "Partner", "Product categories", "Indicator Type", "Indicator"];

impl Provider for Wits {
    fn code(&self) -> &'static str {
        "wits"
    }

    fn title(&self) -> &'static str {
        "World Integrated Trade Solution (World Bank): by partner, time series, or summary"
    }

    fn page(&self) -> &'static str {
        "https://wits.worldbank.org"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let all = [&BY_PARTNER[..], &SERIES, &SUMMARY].map(|names| head.likeness(names));
        let best = all.into_iter().min_by_key(|l| (l.missing.len(), usize::MAX - l.found));
        best.unwrap_or_default()
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        collection.begin(Kind::Trade, Coverage::default(), false);
        if let Some((header, places)) = columns(&sheet.rows, SERIES) {
            return series(&sheet, header, places, collection);
        }
        if let Some((header, places)) = columns(&sheet.rows, SUMMARY) {
            return summary(&sheet, header, places, collection);
        }
        match columns(&sheet.rows, BY_PARTNER) {
            Some((header, places)) => by_partner(&sheet, header, places, collection),
            None => Err(refusal(&sheet, 0, "no header of a layout of WITS", "download the table again")),
        }
    }
}

fn direction(text: &str) -> Option<Direction> {
    match text.to_lowercase().as_str() {
        "export" | "exports" => Some(Direction::Exports),
        "import" | "imports" => Some(Direction::Imports),
        _ => None,
    }
}

/// One row for a reporter, partner, year and direction; the column of the value is `Export (US$ Thousand)`.
fn by_partner(
    sheet: &Sheet,
    header: usize,
    [reporter, partner, year, flow]: [usize; 4],
    collection: &mut Collection<'_>,
) -> Result<(), Diagnostics> {
    let head = sheet.rows.get(header);
    let column = |name: &str| head.and_then(|row| row.cells().position(|cell| same(cell, name)));
    let (exports, imports) = (column("Export (US$ Thousand)"), column("Import (US$ Thousand)"));
    if exports.is_none() && imports.is_none() {
        let message = "no column `Export (US$ Thousand)` or `Import (US$ Thousand)`";
        return Err(refusal(sheet, 1, message, "download the table again with the values in US dollars"));
    }
    for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
        let place = sheet.place(row, flow);
        let Some(direction) = direction(row.cell(flow)) else {
            collection.account.leave_out("re-exports and re-imports", row.cell(flow), place);
            continue;
        };
        let column = if direction == Direction::Exports { exports } else { imports };
        let Some(at) = column else {
            collection.account.leave_out("rows without a value in US dollars", "", place);
            continue;
        };
        let Some(year) = collection.year(row.cell(year), &sheet.place(row, year)) else { continue };
        let cell = Cell { sheet, row, at, year, direction, thousands: 3 };
        cell.put(row.cell(reporter), row.cell(partner), collection);
    }
    Ok(())
}

/// A row for a reporter, partner, direction and product group, years across.
fn series(
    sheet: &Sheet,
    header: usize,
    [reporter, partner, flow, product, indicator]: [usize; 5],
    collection: &mut Collection<'_>,
) -> Result<(), Diagnostics> {
    let years = sheet.rows.get(header).map(wide::years).unwrap_or_default();
    for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
        let values = || years.iter().filter(|(at, _)| !row.cell(*at).is_empty());
        let leave = |collection: &mut Collection<'_>, reason: &str, named: &str| {
            collection.account.leave_out_many(reason, named, sheet.place(row, product), values().count());
        };
        let Some(direction) = direction(row.cell(flow)) else {
            leave(collection, "re-exports and re-imports", row.cell(flow));
            continue;
        };
        if !row.cell(product).eq_ignore_ascii_case("All Products") {
            leave(
                collection,
                "product groups of WITS, which are no chapters of the Harmonised System",
                row.cell(product),
            );
            continue;
        }
        let unit = row.cell(indicator).to_lowercase();
        if !unit.contains("us$ thousand") || unit.contains("duty free") {
            leave(collection, "indicators that are no value in US dollars", row.cell(indicator));
            continue;
        }
        for (at, year) in values() {
            let cell = Cell { sheet, row, at: *at, year: *year, direction, thousands: 3 };
            cell.put(row.cell(reporter), row.cell(partner), collection);
        }
    }
    Ok(())
}

/// A country's summary: totals, and the five first partners, in millions.
fn summary(
    sheet: &Sheet,
    header: usize,
    [reporter, partner, product, kind, indicator]: [usize; 5],
    collection: &mut Collection<'_>,
) -> Result<(), Diagnostics> {
    let years = sheet.rows.get(header).map(wide::years).unwrap_or_default();
    for row in sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()) {
        let values = || years.iter().filter(|(at, _)| !row.cell(*at).is_empty());
        let direction = direction(row.cell(kind));
        let all = row.cell(product).eq_ignore_ascii_case("All Products");
        let words = row.cell(indicator).to_lowercase();
        let flow = words.contains("(us$ mil)-top 5") || words.contains("(in us$ mil)");
        let (Some(direction), true, true) = (direction, all, flow) else {
            let reason =
                "indicators that are no flow in US dollars over all products (shares, tariffs, product groups)";
            collection.account.leave_out_many(
                reason,
                row.cell(indicator),
                sheet.place(row, indicator),
                values().count(),
            );
            continue;
        };
        for (at, year) in values() {
            let cell = Cell { sheet, row, at: *at, year: *year, direction, thousands: 6 };
            cell.put(row.cell(reporter), row.cell(partner), collection);
        }
    }
    Ok(())
}

/// One value.
struct Cell<'s> {
    sheet: &'s Sheet,
    row: &'s Row,
    at: usize,
    year: Year,
    direction: Direction,
    /// The power of ten of its unit.
    thousands: i32,
}

impl Cell<'_> {
    fn put(&self, reporter: &str, partner: &str, collection: &mut Collection<'_>) {
        let place = self.sheet.place(self.row, self.at);
        let text = self.row.cell(self.at);
        if text.is_empty() {
            return collection.account.leave_out("rows without a value in US dollars", "", place);
        }
        let Some(value) = collection.amount(text, Decimal::POINT, &place) else { return };
        let Some(value) = value.times_ten(self.thousands) else {
            return collection.problems.push(place, crate::import::collection::too_large());
        };
        let own = collection.side(reporter, &place);
        let other = collection.side(partner, &place);
        let source = source(self.direction, own.code().unwrap_or(reporter), collection);
        let (from, to, valuation) = self.direction.ends(own, other);
        let amount = Amount { value, source, place, valuation, values: 1 };
        collection.put(Kind::Trade, (from, to, self.year, 0), amount, partner, Combine::Set);
    }
}

fn source(direction: Direction, reporter: &str, collection: &mut Collection<'_>) -> usize {
    let valued = direction.ends(crate::import::side::Side::World, crate::import::side::Side::World).2.words();
    let vintage = collection.stated.vintage.clone();
    let suffix = vintage.as_deref().map_or_else(String::new, |v| format!("-{}", part(v)));
    let when = vintage.unwrap_or_else(|| "day of download not stated".to_owned());
    let words = direction.words();
    collection.source(Source {
        key: format!("wits-{}-{words}{suffix}", part(reporter)),
        author: "World Bank".into(),
        title: format!("World Integrated Trade Solution (WITS), {words} reported by {reporter}"),
        year: String::new(),
        url: "https://wits.worldbank.org".into(),
        note: format!("{valued}; {when}. From UN Comtrade."),
        vintage: format!("WITS, {words} reported by {reporter}, {valued}, {when}"),
    })
}
