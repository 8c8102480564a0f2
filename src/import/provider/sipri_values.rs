//! SIPRI's tables of values: the "TIV tables" of its old site and the "Import/Export values" of the new one.
//!
//! One query gives one supplier's deliveries by recipient, one recipient's by supplier, or everybody's totals. The side
//! that is asked for stands in the title (old) or in the total row (new) alone. `0` is a delivery below half a million
//! TIV, a blank is none; the newest year may be there as an empty column before it is published.

use super::wide;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation};
use crate::import::layout::{Head, Input, Likeness, Provider};
use crate::import::side::Side;
use crate::import::source::{self, Source};
use crate::model::window::Year;
use crate::sheet::{Decimal, Row, Sheet};

pub struct SipriValues;

impl Provider for SipriValues {
    fn code(&self) -> &'static str {
        "sipri-values"
    }

    fn title(&self) -> &'static str {
        "SIPRI Arms Transfers Database, import and export values"
    }

    fn page(&self) -> &'static str {
        "https://armstransfers.sipri.org"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let title = head.has_cell("TIV of arms") || head.has_cell("Volume of transfers of major arms");
        let source = head.has_cell("Source: SIPRI");
        let years = wide::header(&head.sheet.rows).is_some();
        Likeness::default()
            .and(title, "a title such as `Volume of transfers of major arms`")
            .and(source, "the line `Source: SIPRI ..`")
            .and(years, "years across")
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let Some((header, years)) = wide::header(&sheet.rows) else {
            return Err(refusal(&sheet, 0, "no row with years across the top", "download the table again"));
        };
        let mut rows: Vec<&Row> = sheet.rows.iter().skip(header + 1).filter(|row| !row.is_empty()).collect();
        // What follows the total is no row of the table.
        let total = rows.iter().position(|row| row.cell(0).to_lowercase().starts_with("total"));
        let Some(total) = total else {
            let last = rows.last().map_or(0, |row| row.line);
            let hint = "the file is cut off: download it again, with its last row";
            return Err(refusal(&sheet, last, "the table has no total row", hint));
        };
        rows.truncate(total + 1);
        let total = rows.pop();
        let query = query(&sheet, header, total, collection)?;
        let source = collection.source(cited(&sheet));
        let whole = Coverage { from: matches!(query, Query::To(_)), to: false };
        collection.begin(Kind::Arms, whole, false);
        let table = Table { sheet: &sheet, years: published(&sheet, &years, total, collection), source };
        for row in rows {
            table.values(row, &query, collection);
        }
        if let Some(total) = total {
            table.totals(total, &query, collection);
        }
        Ok(())
    }
}

/// Whose deliveries the table holds.
enum Query {
    /// One supplier's, by recipient.
    From(Side),
    /// One recipient's, by supplier.
    To(Side),
    /// Each supplier's to the world.
    Suppliers,
    /// Each recipient's from the world.
    Recipients,
}

/// Reads the query off the title or the total row.
fn query(
    sheet: &Sheet,
    header: usize,
    total: Option<&Row>,
    collection: &mut Collection<'_>,
) -> Result<Query, Diagnostics> {
    let title = sheet.rows.first().map_or("", |row| row.cell(0));
    let first = sheet.rows.get(header).map_or("", |row| row.cell(0)).to_lowercase();
    let label = total.map_or("", |row| row.cell(0));
    let line = total.map_or(0, |row| row.line);
    // Old: "TIV of arms exports from South Korea, 1950-2021". New: "Total exports to Israel".
    let (words, line) = if title.starts_with("TIV of arms") { (title, 1) } else { (label, line) };
    let name = |after: &str| -> Option<String> {
        let at = words.find(after)? + after.len();
        let name = words.get(at..)?;
        let end = name.rfind(", ").filter(|end| name.get(end + 2..).is_some_and(|y| y.starts_with(['1', '2'])));
        Some(name.get(..end.unwrap_or(name.len()))?.trim().to_owned())
    };
    if words.contains("world export") || first == "exports by" {
        return Ok(Query::Suppliers);
    }
    if words.contains("world import") {
        return Ok(Query::Recipients);
    }
    let place = Place::new(&sheet.file, line, 1);
    let one = [(" from ", true), (" to ", false)].into_iter().find_map(|(after, from)| Some((name(after)?, from)));
    let Some((name, from)) = one else {
        let message = format!("`{words}` does not say whose deliveries these are");
        let hint = "download the table again for one supplier or one recipient; its total row names it";
        return Err(refusal(sheet, line, &message, hint));
    };
    if name.eq_ignore_ascii_case("all") || name.eq_ignore_ascii_case("all countries") {
        return Ok(if from { Query::Suppliers } else { Query::Recipients });
    }
    let side = collection.side(&name, &place);
    if side.code().is_none() {
        let message = format!("the table is about `{name}`, which is the name of no country");
        return Err(refusal(sheet, line, &message, "an alias in parties.csv makes the name known"));
    }
    Ok(if from { Query::From(side) } else { Query::To(side) })
}

/// The years whose columns hold something in the total row or before one that does; the others were not published yet.
fn published(
    sheet: &Sheet,
    years: &[(usize, Year)],
    total: Option<&Row>,
    collection: &mut Collection<'_>,
) -> Vec<(usize, Year)> {
    let held = |at: usize| total.is_some_and(|row| !row.cell(at).is_empty());
    let last = years.iter().filter(|(at, _)| held(*at)).map(|(_, year)| *year).max();
    let (kept, empty): (Vec<_>, Vec<_>) = years.iter().partition(|(_, year)| last.is_some_and(|last| *year <= last));
    if !empty.is_empty() {
        collection.account.remark(format!(
            "{}: the columns of {} are empty to the total row: not yet published, or nothing delivered; they are taken as not known",
            sheet.file,
            wide::span(&empty)
        ));
    }
    kept
}

struct Table<'s> {
    sheet: &'s Sheet,
    years: Vec<(usize, Year)>,
    source: usize,
}

impl Table<'_> {
    fn values(&self, row: &Row, query: &Query, collection: &mut Collection<'_>) {
        let name = row.cell(0);
        let place = self.sheet.place(row, 0);
        let side = match name.is_empty() {
            true => Side::Unknown,
            false => collection.side(name, &place),
        };
        for (at, year) in &self.years {
            let text = row.cell(*at);
            let place = self.sheet.place(row, *at);
            if text.is_empty() {
                continue;
            }
            let Some(value) = collection.amount(text, Decimal::POINT, &place) else { continue };
            let amount = Amount { value, source: self.source, place, valuation: Valuation::Unstated, values: 1 };
            let (from, to) = match query {
                Query::From(supplier) => (supplier.clone(), side.clone()),
                Query::To(recipient) => (side.clone(), recipient.clone()),
                Query::Suppliers => (side.clone(), Side::World),
                Query::Recipients => {
                    let reason = "totals of recipients: imports are kept by supplier; bring the trade register, or the values of one recipient";
                    collection.account.leave_out(reason, name, amount.place);
                    continue;
                }
            };
            collection.put(Kind::Arms, (from, to, *year, 0), amount, name, Combine::Set);
        }
    }

    fn totals(&self, row: &Row, query: &Query, collection: &mut Collection<'_>) {
        for (at, year) in &self.years {
            let place = self.sheet.place(row, *at);
            if row.cell(*at).is_empty() {
                continue;
            }
            let Some(value) = collection.amount(row.cell(*at), Decimal::POINT, &place) else { continue };
            let amount = Amount { value, source: self.source, place, valuation: Valuation::Unstated, values: 1 };
            let from = match query {
                Query::From(supplier) => supplier.clone(),
                Query::Suppliers | Query::Recipients => Side::World,
                Query::To(_) => {
                    collection.account.leave_out(
                        "the total row of a recipient, which its rows come to",
                        "",
                        amount.place,
                    );
                    continue;
                }
            };
            collection.put(Kind::Arms, (from, Side::World, *year, 0), amount, row.cell(0), Combine::Set);
        }
    }
}

/// The source, by the day on which the site made the table.
fn cited(sheet: &Sheet) -> Source {
    generated(sheet, "values", "import and export values")
}

/// The same for each layout of SIPRI's.
pub(super) fn generated(sheet: &Sheet, layout: &str, what: &str) -> Source {
    let lines = sheet.rows.iter().take(20).map(|row| row.cells().collect::<Vec<_>>().join(" "));
    let day = lines.into_iter().filter(|l| l.to_lowercase().contains("generated:")).find_map(|l| source::day(&l));
    let (key, vintage) = match &day {
        Some(day) => (format!("sipri-at-{layout}-{day}"), format!("data generated {day}")),
        None => (format!("sipri-at-{layout}"), "the file does not say when it was generated".to_owned()),
    };
    Source {
        key,
        author: "Stockholm International Peace Research Institute".into(),
        title: format!("SIPRI Arms Transfers Database, {what}, {vintage}"),
        year: day.as_deref().and_then(|d| d.get(..4)).unwrap_or_default().to_owned(),
        url: "https://www.sipri.org/databases/armstransfers".into(),
        note: "TIV is a volume of capability, not money. Fair use covers excerpts for non-commercial scholarship."
            .into(),
        vintage: format!("SIPRI Arms Transfers Database, {what}, {vintage}"),
    }
}

pub(super) fn refusal(sheet: &Sheet, line: u64, message: &str, hint: &str) -> Diagnostics {
    let mut problems = Diagnostics::default();
    let problem = Problem::Import { message: message.to_owned(), hint: hint.to_owned() };
    problems.push(Place::new(&sheet.file, line, u64::from(line > 0)), problem);
    problems
}
