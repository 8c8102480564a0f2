//! Merchandise trade as claims speak of it: values, changes, shares, places among the peers.

use super::{Context, Found, Missing};
use crate::measure::brief;
use crate::measure::sums::{Sum, Sums};
use crate::model::claim::{Answer, AskTrade, Flow, Take, Trade, TradeTable, Unit};
use crate::model::package::{RowRef, Table};
use crate::model::party::PartyId;
use crate::model::window::{Window, Year};

impl Context<'_> {
    pub(super) fn trade(&self, trade: &Trade) -> Result<Found, Missing> {
        let found = self.trade_of_its_years(trade);
        // Beside a year that is not held the last one that is helps the reader, and decides nothing.
        let instead = || {
            let series =
                matches!(trade.ask, AskTrade::Value(TradeTable::Series, _) | AskTrade::Share { .. } | AskTrade::To(_));
            let last =
                self.package.trade.iter().map(|f| f.year).max().filter(|_| series && trade.years.years() == 1)?;
            let years = Window::new(last, last).ok()?;
            let found = self.trade_of_its_years(&Trade { years, ..trade.clone() }).ok()?;
            Some(format!("; for {last}: {}", found.working))
        };
        found.map_err(|why| match instead() {
            Some(more) => why + &more,
            None => why,
        })
    }

    fn trade_of_its_years(&self, trade: &Trade) -> Result<Found, Missing> {
        match &trade.ask {
            AskTrade::Value(table, take) => self.trade_value(trade, *table, *take),
            AskTrade::Change(table, base) => self.trade_change(trade, *table, *base),
            AskTrade::Share { outside } => self.trade_share(trade, *outside),
            AskTrade::To(members) => self.trade_to(trade, members),
            AskTrade::Rank | AskTrade::Below => self.trade_rank(trade),
        }
    }

    /// The flow of one year from the series, in US dollars.
    fn series_flow(&self, sums: &Sums<'_>, of: PartyId, with: PartyId, flow: Flow, year: Year) -> Option<Sum> {
        let (out, back) = (sums.trade(of, with, year), sums.trade(with, of, year));
        match flow {
            Flow::Exports => out,
            Flow::Imports => back,
            Flow::Turnover => {
                let (out, back) = (out?, back?);
                Some(Sum { value: out.value + back.value, rows: [out.rows, back.rows].concat() })
            }
        }
    }

    /// The years that the series holds of a pair, for who asked for others.
    fn held_years(&self, sums: &Sums<'_>, trade: &Trade) -> String {
        let all = self.package.trade.iter().map(|f| f.year);
        let (Some(first), Some(last)) = (all.clone().min(), all.max()) else { return "no years".into() };
        let held = |y: &Year| self.series_flow(sums, trade.of, trade.with, trade.flow, *y).is_some();
        let years: Vec<Year> =
            (first.get()..=last.get()).filter_map(|y| Year::new(i64::from(y))).filter(held).collect();
        if years.is_empty() { "no years".into() } else { crate::analysis::list_years(&years) }
    }

    /// A total as others print it, in billions of dollars; rows of the audited paper are left out. Where several print
    /// one, the first that is reported by `by`, or by anyone.
    fn published(&self, trade: &Trade, year: Year, by: Option<&str>) -> Result<(f64, RowRef, &str), Missing> {
        let parties = &self.package.parties;
        let pair = |bloc: PartyId, partners: &str| {
            (
                bloc == trade.of && partners == parties.code(trade.with),
                bloc == trade.with && partners == parties.code(trade.of),
            )
        };
        let (mut own, mut others) = (0, Vec::new());
        for row in self.package.trade_published.iter().filter(|t| t.year == year && t.unit == "usd_billion") {
            let (bloc_first, bloc_second) = pair(row.bloc, &row.partners);
            // The bloc's exports are the partner's imports.
            let flow = match (trade.flow, bloc_first) {
                (Flow::Turnover, _) => "two_way",
                (Flow::Exports, true) | (Flow::Imports, false) => "_exports",
                (Flow::Imports, true) | (Flow::Exports, false) => "_imports",
            };
            if !(bloc_first || bloc_second) || !row.flow.ends_with(flow) || row.scope != "goods" {
                continue;
            }
            let at = RowRef { table: Table::TradePublished, line: row.line };
            match row.value {
                Some(_) if self.own(at) => own += 1,
                Some(value) => others.push((value, at, row.reported_by.as_str())),
                None => {}
            }
        }
        let what = format!("{} and {} in {year}", self.code(trade.of), self.code(trade.with));
        let found = others.into_iter().find(|(_, _, reported)| by.is_none_or(|by| by == *reported));
        found.ok_or_else(|| match by {
            Some(by) if own == 0 => format!("no total of {what} as reported by {by}"),
            _ => self.only_own(Table::TradePublished, own, &what),
        })
    }

    fn trade_value(&self, trade: &Trade, table: TradeTable, take: Take) -> Result<Found, Missing> {
        let mut values: Vec<(Year, f64)> = Vec::new();
        let mut rows = Vec::new();
        let note = match table {
            TradeTable::Published => {
                for year in trade.years.iter() {
                    let (value, row, _) = self.published(trade, year, None)?;
                    values.push((year, value));
                    rows.push(row);
                }
                None
            }
            TradeTable::Series => {
                let sums = self.sums()?;
                let flow = |y: Year| self.series_flow(sums, trade.of, trade.with, trade.flow, y);
                let held = || format!("; the series has {}", self.held_years(sums, trade));
                let (years, note) = self.years(trade.years, "trade", |y| flow(y).is_some()).map_err(|e| e + &held())?;
                for year in years {
                    let Some(sum) = flow(year) else { continue };
                    values.push((year, sum.value / 1e9));
                    rows.extend(sum.rows);
                }
                note
            }
        };
        let (value, working) = taken(&values, take).ok_or("there is no year to take a value from")?;
        Ok(Found::new(Answer::Number(value, Unit::BillionDollars), working, rows).noted(note))
    }

    fn trade_change(&self, trade: &Trade, table: TradeTable, base: Year) -> Result<Found, Missing> {
        let later = trade.years.from();
        let (from, to, rows) = match table {
            TradeTable::Published => {
                let (to, at, by) = self.published(trade, later, None)?;
                // One reporter, or two definitions of the total would be read as a change.
                let (from, before, _) = self.published(trade, base, Some(by))?;
                (from, to, vec![before, at])
            }
            TradeTable::Series => {
                let sums = self.sums()?;
                let flow = |y: Year| self.series_flow(sums, trade.of, trade.with, trade.flow, y);
                let lacking = |y: Year| format!("no trade for {y}; the series has {}", self.held_years(sums, trade));
                let (to, from) = (flow(later).ok_or_else(|| lacking(later))?, flow(base).ok_or_else(|| lacking(base))?);
                (from.value / 1e9, to.value / 1e9, [from.rows, to.rows].concat())
            }
        };
        let change = 100.0 * (to / from - 1.0);
        let working = format!("100 x ({} / {} - 1) = {}", brief(to), brief(from), brief(change));
        if !change.is_finite() {
            return Err(format!("nothing was traded in {base}"));
        }
        Ok(Found::new(Answer::Number(change, Unit::Percent), working, rows))
    }

    /// The whole trade of a party in one year, in US dollars.
    fn whole(&self, party: PartyId, flow: Flow, outside: bool, year: Year) -> Option<(f64, RowRef)> {
        let margin = self.package.trade_margins.iter().find(|m| m.party == party && m.year == year)?;
        let (out, back) = (margin.exports_usd, margin.imports_usd);
        let intra = if outside { margin.intra_usd.unwrap_or(0.0) } else { 0.0 };
        let value = match flow {
            Flow::Exports => out - intra,
            Flow::Imports => back - intra,
            Flow::Turnover => out + back - 2.0 * intra,
        };
        Some((value, RowRef { table: Table::TradeMargins, line: margin.line }))
    }

    fn trade_share(&self, trade: &Trade, outside: bool) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let cell = |y: Year| {
            let flow = self.series_flow(sums, trade.of, trade.with, trade.flow, y)?;
            Some((flow, self.whole(trade.of, trade.flow, outside, y)?))
        };
        let held = || format!("; the series has {}", self.held_years(sums, trade));
        let (years, note) = self.years(trade.years, "trade", |y| cell(y).is_some()).map_err(|e| e + &held())?;
        let (mut part, mut all, mut rows) = (0.0, 0.0, Vec::new());
        for (flow, (whole, margin)) in years.into_iter().filter_map(cell) {
            part += flow.value;
            all += whole;
            rows.extend(flow.rows);
            rows.push(margin);
        }
        let share = 100.0 * part / all;
        let working = format!("100 x {} / {} = {}", brief(part / 1e9), brief(all / 1e9), brief(share));
        Ok(Found::new(Answer::Number(share, Unit::Percent), working, rows).noted(note))
    }

    fn trade_to(&self, trade: &Trade, members: &[PartyId]) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let whole = |y: Year| self.series_flow(sums, trade.of, trade.with, trade.flow, y);
        let held = || format!("; the series has {}", self.held_years(sums, trade));
        let (years, note) = self.years(trade.years, "trade", |y| whole(y).is_some()).map_err(|e| e + &held())?;
        let (mut part, mut all, mut rows) = (0.0, 0.0, Vec::new());
        for year in years {
            for member in members {
                let flow = self.series_flow(sums, trade.of, *member, trade.flow, year);
                let flow = flow.ok_or_else(|| format!("no trade of {} in {year}", self.code(*member)))?;
                part += flow.value;
            }
            if let Some(whole) = whole(year) {
                all += whole.value;
                rows.extend(whole.rows);
            }
        }
        let share = 100.0 * part / all;
        let working = format!("100 x {} / {} = {}", brief(part / 1e9), brief(all / 1e9), brief(share));
        Ok(Found::new(Answer::Number(share, Unit::Percent), working, rows).noted(note))
    }

    fn trade_rank(&self, trade: &Trade) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let total = |party: PartyId| {
            let flow = |y| self.series_flow(sums, party, trade.with, trade.flow, y);
            let each: Option<Vec<Sum>> = trade.years.iter().map(flow).collect();
            each.map(|each| {
                let rows: Vec<RowRef> = each.iter().flat_map(|s| s.rows.iter().copied()).collect();
                Sum { value: each.iter().map(|s| s.value).sum::<f64>() / 1e9, rows }
            })
        };
        let lacking = || format!("no trade for {}; the series has {}", trade.years, self.held_years(sums, trade));
        let own = total(trade.of).ok_or_else(lacking)?;
        let parties = &self.package.parties;
        let peers = self.framework.peers.members.iter().filter_map(|code| parties.by_code(code));
        let mut all: Vec<(PartyId, Sum)> =
            peers.filter(|p| *p != trade.of).filter_map(|p| Some((p, total(p)?))).collect();
        all.push((trade.of, own.clone()));
        all.sort_by(|(p, x), (q, y)| y.value.total_cmp(&x.value).then(p.cmp(q)));
        let above = all.iter().filter(|(_, sum)| sum.value > own.value).count();
        let below = all.iter().filter(|(_, sum)| sum.value < own.value).count();
        let shown: Vec<String> = all.iter().map(|(p, sum)| format!("{} {}", self.code(*p), brief(sum.value))).collect();
        let rows = all.iter().flat_map(|(_, sum)| sum.rows.iter().copied()).collect();
        let answer = match trade.ask {
            AskTrade::Below => Answer::Number(below as f64, Unit::Count),
            _ => Answer::Number((above + 1) as f64, Unit::Rank),
        };
        Ok(Found::new(answer, format!("billion US dollars: {}", shown.join(", ")), rows))
    }
}

/// The values of years as one, with the working.
pub(super) fn taken(values: &[(Year, f64)], take: Take) -> Option<(f64, String)> {
    let each: Vec<String> = values.iter().map(|(y, x)| format!("{} ({y})", brief(*x))).collect();
    let sum: f64 = values.iter().map(|(_, x)| x).sum();
    let only = values.iter().map(|(_, x)| *x);
    let (value, working) = match take {
        _ if values.len() == 1 => (sum, each.concat()),
        Take::Pooled => (sum, format!("{} = {}", each.join(" + "), brief(sum))),
        Take::Mean => {
            let mean = sum / values.len() as f64;
            (mean, format!("({}) / {} = {}", each.join(" + "), values.len(), brief(mean)))
        }
        Take::Minimum => {
            let least = only.reduce(f64::min)?;
            (least, format!("the least of {}", each.join(", ")))
        }
        Take::Maximum => {
            let most = only.reduce(f64::max)?;
            (most, format!("the most of {}", each.join(", ")))
        }
    };
    (!values.is_empty()).then_some((value, working))
}
