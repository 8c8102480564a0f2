//! UN Comtrade: the download of its old site (35 columns) and of Comtrade Plus (44 to 47 columns).
//!
//! One flow stands in many rows: by second partner, transport and customs procedure, by product at every level, and in
//! total. Taken are the rows over all of these: TOTAL as the flow, chapters of the Harmonised System as products.

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::collection::{Amount, Collection, Combine, Coverage, Direction, Kind};
use crate::import::layout::{Head, Input, Likeness, Provider, columns, same};
use crate::import::side::Side;
use crate::import::source::{Source, part};
use crate::model::countries::Numbering;
use crate::sheet::{Decimal, Row, Sheet};

/// Both layouts, which differ in the names of their columns.
pub struct Comtrade {
    code: &'static str,
    title: &'static str,
    names: Names,
}

struct Names {
    year: &'static str,
    period: &'static str,
    flow: &'static str,
    reporter: &'static str,
    partner: &'static str,
    second: &'static str,
    customs: &'static str,
    transport: &'static str,
    commodity: &'static str,
    system: &'static str,
    value: &'static str,
}

/// The site since 2023.
pub const PLUS: Comtrade = Comtrade {
    code: "comtrade",
    title: "UN Comtrade Plus",
    names: Names {
        year: "refYear",
        period: "period",
        flow: "flowCode",
        reporter: "reporterCode",
        partner: "partnerCode",
        second: "partner2Code",
        customs: "customsCode",
        transport: "motCode",
        commodity: "cmdCode",
        system: "classificationCode",
        value: "primaryValue",
    },
};

/// The site before 2023.
pub const LEGACY: Comtrade = Comtrade {
    code: "comtrade-legacy",
    title: "UN Comtrade, the site before 2023",
    names: Names {
        year: "Year",
        period: "Period",
        flow: "Trade Flow",
        reporter: "Reporter Code",
        partner: "Partner Code",
        second: "2nd Partner Code",
        customs: "Customs Proc. Code",
        transport: "Mode of Transport Code",
        commodity: "Commodity Code",
        system: "Classification",
        value: "Trade Value (US$)",
    },
};

impl Provider for Comtrade {
    fn code(&self) -> &'static str {
        self.code
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn page(&self) -> &'static str {
        "https://comtradeplus.un.org"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let n = &self.names;
        head.likeness(&[n.year, n.flow, n.reporter, n.partner, n.second, n.commodity, n.value])
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let n = &self.names;
        let wanted = [n.year, n.flow, n.reporter, n.partner, n.commodity, n.value];
        let Some((header, [year, flow, reporter, partner, commodity, value])) = columns(&sheet.rows, wanted) else {
            return Err(refusal(&sheet, 0, "no header of UN Comtrade's", "download it again with all columns"));
        };
        let head = sheet.rows.get(header);
        let place_of = |name: &str| head.and_then(|row| row.cells().position(|cell| same(cell, name)));
        let columns = Columns {
            year,
            flow,
            reporter,
            partner,
            commodity,
            value,
            period: place_of(n.period),
            system: place_of(n.system),
            breakdowns: [n.second, n.customs, n.transport].into_iter().filter_map(place_of).collect(),
            width: head.map_or(0, |row| row.len()),
        };
        collection.begin(Kind::Trade, Coverage::default(), false);
        let rows = || sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty());
        for row in rows() {
            self.row(&sheet, row, &columns, collection);
        }
        if !rows().any(|row| is_total(row.cell(commodity))) {
            collection.account.remark(format!(
                "{}: no rows for all products (TOTAL), so that no flow as a whole is known; tick `TOTAL` when downloading",
                sheet.file
            ));
        }
        Ok(())
    }
}

struct Columns {
    year: usize,
    flow: usize,
    reporter: usize,
    partner: usize,
    commodity: usize,
    value: usize,
    period: Option<usize>,
    system: Option<usize>,
    /// Second partner, customs procedure, mode of transport.
    breakdowns: Vec<usize>,
    width: usize,
}

fn is_total(commodity: &str) -> bool {
    commodity.eq_ignore_ascii_case("TOTAL")
}

/// A code that stands for all of a breakdown.
fn is_all(code: &str) -> bool {
    matches!(code, "" | "0" | "C00" | "W00" | "-1")
}

impl Comtrade {
    fn row(&self, sheet: &Sheet, row: &Row, columns: &Columns, collection: &mut Collection<'_>) {
        let place = sheet.place(row, columns.value);
        if row.len() < columns.width {
            let problem = crate::diagnostic::Problem::RowLength { found: row.len(), expected: columns.width };
            return collection.problems.push(place, problem);
        }
        if columns.breakdowns.iter().any(|at| !is_all(row.cell(*at))) {
            let reason = "rows by second partner, customs procedure or transport, which the row over all of them holds";
            return collection.account.leave_out(reason, "", place);
        }
        let direction = match row.cell(columns.flow).to_lowercase().as_str() {
            "x" | "export" | "exports" | "2" => Direction::Exports,
            "m" | "import" | "imports" | "1" => Direction::Imports,
            other => {
                let reason = "re-exports, re-imports and other flows, which exports and imports hold";
                return collection.account.leave_out(reason, other, place);
            }
        };
        if columns.period.is_some_and(|at| row.cell(at).len() > 4) {
            return collection.account.leave_out("months: the package keeps years", "", place);
        }
        let commodity = row.cell(columns.commodity);
        let harmonised = columns.system.is_none_or(|at| row.cell(at).to_uppercase().starts_with('H'));
        let chapter = match commodity {
            c if is_total(c) => 0,
            c if harmonised && c.len() <= 2 => match c.parse::<u8>().ok().filter(|n| (1..=99).contains(n)) {
                Some(chapter) => chapter,
                None => return collection.account.leave_out("products that are no chapter", c, place),
            },
            c if harmonised => {
                let reason = "products below chapters: whether all of a chapter is there cannot be seen; download chapters (AG2) and TOTAL";
                return collection.account.leave_out(reason, c, place);
            }
            c => {
                let reason = "products of another system than the Harmonised System (SITC, BEC)";
                return collection.account.leave_out(reason, c, place);
            }
        };
        let Some(year) = collection.year(row.cell(columns.year), &sheet.place(row, columns.year)) else { return };
        let text = row.cell(columns.value);
        if text.is_empty() {
            return collection.account.leave_out("rows without a value", "", place);
        }
        let Some(value) = collection.amount(text, Decimal::POINT, &place) else { return };
        let side = |at: usize| {
            // The numbers of areas that nobody names (899, 839, 837, 838) are no country's.
            match collection.numbered(Numbering::Trade, row.cell(at), year) {
                Side::Unknown => Side::Unspecified,
                side => side,
            }
        };
        let (reporter, partner) = (side(columns.reporter), side(columns.partner));
        let source = self.source(direction, &reporter, collection);
        let (from, to, valuation) = direction.ends(reporter, partner);
        let amount = Amount { value, source, place, valuation, values: 1 };
        collection.put(Kind::Trade, (from, to, year, chapter), amount, row.cell(columns.partner), Combine::Set);
    }

    /// Each reporter and direction has a source of its own, since they are valued in different ways.
    fn source(&self, direction: Direction, reporter: &Side, collection: &mut Collection<'_>) -> usize {
        let whose = reporter.code().unwrap_or("all").to_owned();
        let valued = direction.ends(Side::World, Side::World).2.words();
        let vintage = collection.stated.vintage.clone();
        let suffix = vintage.as_deref().map_or_else(String::new, |v| format!("-{}", part(v)));
        let when = vintage.unwrap_or_else(|| "day of download not stated".to_owned());
        let words = direction.words();
        collection.source(Source {
            key: format!("comtrade-{}-{words}{suffix}", part(&whose)),
            author: "United Nations".into(),
            title: format!("UN Comtrade Database, {words} reported by {whose}"),
            year: String::new(),
            url: "https://comtradeplus.un.org".into(),
            note: format!("{valued}; {when}. UN Comtrade does not allow re-dissemination of its records."),
            vintage: format!("UN Comtrade, {words} reported by {whose}, {valued}, {when}"),
        })
    }
}
