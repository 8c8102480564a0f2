//! Flows with a mapping: who sends, who receives, when and how much, each year in a row or in a column of its own.

use super::{Cell, MappedFile, Valued, single};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::import::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation, too_large};
use crate::model::Table;
use crate::model::window::Year;
use crate::sheet::decimal::Undecided;
use crate::sheet::{Decimal, Mark, Row};

const SCALE: &str = "write 1, 1000, 1000000 or 1000000000";
const MARK: &str = "write \".\" or \",\"";

/// Who sends, who receives.
fn ends(table: Table) -> [&'static str; 2] {
    if table == Table::Arms { ["supplier", "recipient"] } else { ["exporter", "importer"] }
}

fn kind(table: Table) -> Kind {
    if table == Table::Arms { Kind::Arms } else { Kind::Trade }
}

/// Puts every value of the file where it belongs. `stated` is the decimal mark that was typed.
pub(super) fn read(
    file: &MappedFile<'_>,
    stated: Option<Mark>,
    collection: &mut Collection<'_>,
) -> Result<(), Diagnostics> {
    let map = file.map;
    let scale = power(map.scale).ok_or_else(|| file.wrong(format!("scale {} is no power of ten", map.scale), SCALE))?;
    let stated = match map.decimal.as_deref() {
        Some(text) => Some(Mark::typed(text).ok_or_else(|| file.wrong(format!("`{text}` is no decimal mark"), MARK))?),
        None => stated,
    };
    let layout = Layout::of(file)?;
    let decimal = match stated {
        Some(mark) => Decimal { mark },
        None => layout.decimal(file)?,
    };
    collection.begin(kind(file.table), Coverage::default(), false);
    let mut reading = Reading { file, layout: &layout, decimal, scale, collection };
    for row in file.sheet.rows.iter().skip(layout.header + 1).filter(|row| !row.is_empty()) {
        reading.row(row);
    }
    Ok(())
}

fn power(scale: u64) -> Option<i32> {
    (0..=12).find(|n| 10u64.checked_pow(*n) == Some(scale)).and_then(|n| i32::try_from(n).ok())
}

/// Where what stands.
struct Layout {
    /// The header's place among the rows.
    header: usize,
    ends: [Cell; 2],
    chapter: Option<Cell>,
    /// The column of the year and that of the value, or a column for each year.
    values: Values,
}

enum Values {
    Down { year: Cell, value: usize },
    Across(Vec<(usize, Year)>),
}

impl Layout {
    fn of(file: &MappedFile<'_>) -> Result<Layout, Diagnostics> {
        let [from, to] = ends(file.table);
        let chapter = (file.table == Table::TradeHs2).then_some("hs2");
        let down = (!file.map.years_across).then_some(["year", "value"]);
        let needed: Vec<&str> = [from, to].into_iter().chain(chapter).chain(down.into_iter().flatten()).collect();
        file.check(&needed, &[])?;
        let (header, row) = file.header()?;
        let years = |row: &Row| (0..row.len()).filter_map(|at| Some((at, Year::parse(row.cell(at))?))).collect();
        let values = match file.map.years_across {
            true => Values::Across(years(row)),
            false => Values::Down { year: file.cell(row, "year")?, value: file.column(row, "value")? },
        };
        let chapter = chapter.map(|what| file.cell(row, what)).transpose()?;
        Ok(Layout { header, ends: [file.cell(row, from)?, file.cell(row, to)?], chapter, values })
    }

    /// The decimal mark, from every value of the file.
    fn decimal(&self, file: &MappedFile<'_>) -> Result<Decimal, Diagnostics> {
        let MappedFile { map, sheet, .. } = file;
        let columns: Vec<usize> = match &self.values {
            Values::Down { value, .. } => vec![*value],
            Values::Across(years) => years.iter().map(|(at, _)| *at).collect(),
        };
        let rows = || sheet.rows.iter().skip(self.header + 1);
        let cells = || rows().flat_map(|row| columns.iter().map(move |at| (row, *at, row.cell(*at))));
        let known = |text: &&str| !map.missing.iter().any(|m| m == text);
        Decimal::of_column(cells().map(|(.., text)| text).filter(known)).map_err(|undecided| {
            let (text, message) = match &undecided {
                Undecided::Ambiguous { text, .. } => {
                    (text, format!("`{text}` may be read in two ways, and no other number of the column says which"))
                }
                Undecided::Both { text, other, .. } => {
                    (text, format!("`{text}` and `{other}` have different decimal marks"))
                }
            };
            let place = cells().find(|(.., cell)| cell == text).map(|(row, at, _)| sheet.place(row, at));
            let hint = "say which it is: decimal = \".\" or decimal = \",\" in the mapping, or --decimal".to_owned();
            single(place.unwrap_or_else(|| Place::whole(&sheet.file)), Problem::Import { message, hint })
        })
    }
}

/// A file that is being read with its mapping.
struct Reading<'r, 'd> {
    file: &'r MappedFile<'r>,
    layout: &'r Layout,
    decimal: Decimal,
    scale: i32,
    collection: &'r mut Collection<'d>,
}

impl Reading<'_, '_> {
    fn row(&mut self, row: &Row) {
        match &self.layout.values {
            Values::Down { year, value } => {
                let text = year.text(row).to_owned();
                let place = self.file.sheet.place(row, *value);
                // A footer has no value, and needs no year.
                if row.cell(*value).is_empty() {
                    return;
                }
                let Some(year) = self.collection.year(&text, &place) else { return };
                self.value(row, *value, year);
            }
            Values::Across(years) => {
                for (at, year) in years {
                    if !row.cell(*at).is_empty() {
                        self.value(row, *at, *year);
                    }
                }
            }
        }
    }

    fn value(&mut self, row: &Row, at: usize, year: Year) {
        let place = self.file.sheet.place(row, at);
        if self.file.map.missing.iter().any(|missing| missing == row.cell(at)) {
            return self.collection.account.leave_out("cells that say that nothing is known", "", place);
        }
        let Some(value) = self.collection.amount(row.cell(at), self.decimal, &place) else { return };
        let Some(value) = value.times_ten(self.scale) else { return self.collection.problems.push(place, too_large()) };
        let [one, other] = &self.layout.ends;
        let (one, other) = (one.text(row).to_owned(), other.text(row).to_owned());
        let from = self.collection.side(&one, &place);
        let to = self.collection.side(&other, &place);
        let chapter = match &self.layout.chapter {
            None => 0,
            Some(chapter) => match chapter.text(row).parse::<u8>().ok().filter(|n| (1..=99).contains(n)) {
                Some(chapter) => chapter,
                None => {
                    let named = chapter.text(row).to_owned();
                    return self.collection.account.leave_out("products that are no chapter", &named, place);
                }
            },
        };
        let valuation = match self.file.map.valuation {
            Valued::Fob => Valuation::Fob,
            Valued::Cif => Valuation::Cif,
            Valued::Unstated => Valuation::Unstated,
        };
        let named = if self.collection.is_wanted(&from) { other } else { one };
        let amount = Amount { value, source: self.file.source, place, valuation, values: 1 };
        self.collection.put(kind(self.file.table), (from, to, year, chapter), amount, &named, Combine::Set);
    }
}
