//! Trade by HS chapter as claims speak of it. The table has a bloc as the sum of those of its members that report.

use super::trade::taken;
use super::{Context, Found, Missing};
use crate::measure::brief;
use crate::model::claim::{Answer, AskProducts, Products, Take, Unit};
use crate::model::package::{RowRef, Table};
use crate::model::party::PartyId;
use crate::model::window::Year;

/// Chapters and all products of one year, in US dollars.
struct Cell {
    part: f64,
    all: f64,
    rows: Vec<RowRef>,
    members: u32,
}

impl Context<'_> {
    pub(super) fn products(&self, asked: &Products) -> Result<Found, Missing> {
        let pair = format!("{} to {}", self.code(asked.exporter), self.code(asked.importer));
        let cell = |y: Year| self.product_cell(asked, asked.importer, y);
        let held = || {
            let of_pair =
                |f: &&crate::model::records::ProductFlow| f.exporter == asked.exporter && f.importer == asked.importer;
            let mut years: Vec<Year> = self.package.trade_hs2.iter().filter(of_pair).map(|f| f.year).collect();
            years.sort_unstable();
            years.dedup();
            match years.is_empty() {
                true => format!("the table trade_hs2 has no row of {pair}"),
                false => format!("trade_hs2 has {pair} for {}", crate::analysis::list_years(&years)),
            }
        };
        let (years, note) = self
            .years(asked.years, "trade by HS chapter", |y| cell(y).is_some())
            .map_err(|e| format!("{e}; {}", held()))?;
        let cells: Vec<(Year, Cell)> = years.into_iter().filter_map(|y| Some((y, cell(y)?))).collect();
        let members = cells.iter().map(|(_, c)| c.members).min().unwrap_or_default();
        let rows: Vec<RowRef> = cells.iter().flat_map(|(_, c)| c.rows.iter().copied()).collect();
        let (part, all) = cells.iter().fold((0.0, 0.0), |(part, all), (_, c)| (part + c.part, all + c.all));
        let (answer, working) = match &asked.ask {
            AskProducts::Share(Take::Pooled) => {
                let share = 100.0 * part / all;
                let working = format!("100 x {} / {} = {}", brief(part / 1e9), brief(all / 1e9), brief(share));
                (Answer::Number(share, Unit::Percent), working)
            }
            AskProducts::Share(take) => {
                let shares: Vec<(Year, f64)> = cells.iter().map(|(y, c)| (*y, 100.0 * c.part / c.all)).collect();
                let (share, working) = taken(&shares, *take).ok_or("there is no year to take a share from")?;
                (Answer::Number(share, Unit::Percent), working)
            }
            AskProducts::Value => {
                let values: Vec<(Year, f64)> = cells.iter().map(|(y, c)| (*y, c.part / 1e9)).collect();
                let (value, working) = taken(&values, Take::Pooled).ok_or("there is no year to take a value from")?;
                (Answer::Number(value, Unit::BillionDollars), working)
            }
            AskProducts::Change(base) => {
                let before = cell(*base).ok_or_else(|| format!("no trade by HS chapter for {base}; {}", held()))?;
                let change = 100.0 * (part / before.part - 1.0);
                let working =
                    format!("100 x ({} / {} - 1) = {}", brief(part / 1e9), brief(before.part / 1e9), brief(change));
                (Answer::Number(change, Unit::Percent), working)
            }
            AskProducts::To(members) => {
                let mut sum = 0.0;
                for member in members {
                    for (year, _) in &cells {
                        let cell = self.product_cell(asked, *member, *year).ok_or_else(|| {
                            let pair = format!("{} to {}", self.code(asked.exporter), self.code(*member));
                            format!("the table trade_hs2 has no row of {pair}")
                        })?;
                        sum += cell.part;
                    }
                }
                let share = 100.0 * sum / part;
                let working = format!("100 x {} / {} = {}", brief(sum / 1e9), brief(part / 1e9), brief(share));
                (Answer::Number(share, Unit::Percent), working)
            }
        };
        if let Answer::Number(x, _) = answer
            && !x.is_finite()
        {
            return Err(format!("nothing of these chapters was traded: {working}"));
        }
        let some = (members > 0).then(|| format!("{members} members of the bloc are in the sums"));
        Ok(Found::new(answer, working, rows).noted(note).noted(some))
    }

    fn product_cell(&self, asked: &Products, importer: PartyId, year: Year) -> Option<Cell> {
        let mut cell = Cell { part: 0.0, all: 0.0, rows: Vec::new(), members: 0 };
        let rows = self.package.trade_hs2.iter();
        for f in rows.filter(|f| f.exporter == asked.exporter && f.importer == importer && f.year == year) {
            cell.all += f.value_usd;
            cell.members = f.members;
            if asked.chapters.contains(&f.chapter) {
                cell.part += f.value_usd;
                cell.rows.push(RowRef { table: Table::TradeHs2, line: f.line });
            }
        }
        (cell.all > 0.0).then_some(cell)
    }
}
