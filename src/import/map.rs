//! Any table at all, with a file that says which column is what: unit, decimal mark, header row, sheet, and whether the
//! years stand across.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::collection::{Amount, Collection, Combine, Coverage, Kind, Valuation, too_large};
use super::folder::text_of;
use super::layout::{Head, Input, Likeness, Provider};
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::window::Year;
use crate::sheet::decimal::Undecided;
use crate::sheet::{self, Decimal, Mark, ReadOptions, Row, Sheet};

pub struct Mapped;

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Map {
    /// The table of the package that the rows are for.
    table: Table,
    /// The line of the header; the first line that has the named columns where none is given.
    header: Option<u64>,
    /// The sheet of a workbook.
    sheet: Option<String>,
    /// The decimal mark: "." or ",".
    decimal: Option<String>,
    /// What the values are to be multiplied by: 1000 where they are thousands.
    #[serde(default = "one")]
    scale: u64,
    #[serde(default)]
    valuation: Valued,
    /// What stands for a value that is not known.
    #[serde(default)]
    missing: Vec<String>,
    /// Whether each year has a column of its own.
    #[serde(default)]
    years_across: bool,
    /// By what it is (exporter, importer, year, value, hs2; supplier, recipient): the column's heading.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// The same for what no column says, since it is one for the whole file.
    #[serde(default)]
    constant: BTreeMap<String, String>,
    source: Cited,
}

fn one() -> u64 {
    1
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Table {
    Trade,
    TradeHs2,
    Arms,
}

impl Table {
    /// Who sends, who receives.
    fn ends(self) -> [&'static str; 2] {
        match self {
            Table::Trade | Table::TradeHs2 => ["exporter", "importer"],
            Table::Arms => ["supplier", "recipient"],
        }
    }

    fn kind(self) -> Kind {
        match self {
            Table::Trade | Table::TradeHs2 => Kind::Trade,
            Table::Arms => Kind::Arms,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Valued {
    Fob,
    Cif,
    #[default]
    Unstated,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    key: String,
    title: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    note: String,
    vintage: String,
}

impl Provider for Mapped {
    fn code(&self) -> &'static str {
        "table"
    }

    fn title(&self) -> &'static str {
        "any CSV, XLSX or ODS, with a mapping file"
    }

    fn page(&self) -> &'static str {
        "the table's own page"
    }

    fn recognise(&self, _: &Head) -> Likeness {
        Likeness::default().and(false, "a mapping file (--map)")
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let Some(path) = &input.map else {
            let hint = "write one, such as docs/import.md shows, and name it with --map";
            let message = "a table of one's own needs a mapping file that says which column is what".to_owned();
            return Err(single(Place::whole(input.name()), Problem::Import { message, hint: hint.into() }));
        };
        let name = path.display().to_string();
        let text = text_of(path)?;
        let map: Map = toml::from_str(&text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count() as u64 + 1;
            let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) as u64 + 1;
            let message = e.message().to_owned();
            let hint = "a mapping has table, columns and source; docs/import.md lists all its keys".to_owned();
            single(Place::new(&name, line, column), Problem::Import { message, hint })
        })?;
        let wrong =
            |message: String, hint: &str| single(Place::whole(&name), Problem::Import { message, hint: hint.into() });
        let scale = power(map.scale).ok_or_else(|| wrong(format!("scale {} is no power of ten", map.scale), SCALE))?;
        let decimal = match map.decimal.as_deref() {
            Some(text) => Some(Mark::typed(text).ok_or_else(|| wrong(format!("`{text}` is no decimal mark"), MARK))?),
            None => input.options.decimal,
        };
        let options =
            ReadOptions { sheet: map.sheet.clone().or_else(|| input.options.sheet.clone()), ..input.options.clone() };
        let sheet = sheet::read(&input.path, &options)?;
        let layout = Layout::of(&map, &sheet, &name)?;
        let decimal = match decimal {
            Some(mark) => Decimal { mark },
            None => layout.decimal(&map, &sheet)?,
        };
        let Cited { key, title, author, year, url, note, vintage } = &map.source;
        let [key, title, author, year, url, note, vintage] =
            [key, title, author, year, url, note, vintage].map(|text| text.trim().to_owned());
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(wrong(
                format!("`{key}` is no key of a source"),
                "use letters, digits and hyphens: my-data-2024",
            ));
        }
        let source = collection.source(Source { key, author, title, year, url, note, vintage });
        collection.begin(map.table.kind(), Coverage::default(), false);
        let mut reading = Reading { map: &map, sheet: &sheet, layout: &layout, decimal, scale, source, collection };
        for row in sheet.rows.iter().skip(layout.header + 1).filter(|row| !row.is_empty()) {
            reading.row(row);
        }
        Ok(())
    }
}

const SCALE: &str = "write 1, 1000, 1000000 or 1000000000";
const MARK: &str = "write \".\" or \",\"";

fn single(place: Place, problem: Problem) -> Diagnostics {
    let mut problems = Diagnostics::default();
    problems.push(place, problem);
    problems
}

fn power(scale: u64) -> Option<i32> {
    (0..=12).find(|n| 10u64.checked_pow(*n) == Some(scale)).and_then(|n| i32::try_from(n).ok())
}

/// Where what stands.
struct Layout {
    /// The header's place among the rows.
    header: usize,
    ends: [End; 2],
    chapter: Option<End>,
    /// The column of the year and that of the value, or a column for each year.
    values: Values,
}

enum End {
    Column(usize),
    Constant(String),
}

enum Values {
    Down { year: End, value: usize },
    Across(Vec<(usize, Year)>),
}

impl Layout {
    fn of(map: &Map, sheet: &Sheet, name: &str) -> Result<Layout, Diagnostics> {
        let chapter = (map.table == Table::TradeHs2).then_some("hs2");
        let down = (!map.years_across).then_some(["year", "value"]);
        let known: Vec<&str> = map.table.ends().into_iter().chain(chapter).chain(down.into_iter().flatten()).collect();
        let mut problems = Diagnostics::default();
        let mut report = |message: String| {
            let hint = format!("this mapping needs {}, each under [columns] or [constant]", known.join(", "));
            problems.push(Place::whole(name), Problem::Import { message, hint });
        };
        for what in map.columns.keys().chain(map.constant.keys()).filter(|what| !known.contains(&what.as_str())) {
            report(format!("`{what}` is nothing that a row of this table has"));
        }
        for what in known.iter().filter(|w| !map.columns.contains_key(**w) && !map.constant.contains_key(**w)) {
            report(format!("the mapping does not say where {what} stands"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let fits = |row: &Row| map.columns.values().all(|head| row.cells().any(|cell| cell == head.trim()));
        let header = match map.header {
            Some(line) => sheet.rows.iter().position(|row| row.line == line),
            None => sheet.rows.iter().take(100).position(fits),
        };
        let row = header.and_then(|at| sheet.rows.get(at));
        let (Some(header), Some(row)) = (header, row) else {
            let heads: Vec<String> = map.columns.values().map(|h| format!("`{h}`")).collect();
            let message = format!("no row has the columns {}", heads.join(", "));
            let hint = "write the headings as they stand in the file, or give the header's line".to_owned();
            return Err(single(Place::whole(&sheet.file), Problem::Import { message, hint }));
        };
        let column = |what: &str| -> Result<usize, Diagnostics> {
            let head = map.columns.get(what).map_or("", |h| h.trim());
            row.cells().position(|cell| cell == head).ok_or_else(|| {
                let (column, table) = (head.to_owned(), sheet.file.clone());
                single(sheet.place(row, 0), Problem::MissingColumn { column, table })
            })
        };
        let end = |what: &str| match map.constant.get(what) {
            Some(text) => Ok(End::Constant(text.trim().to_owned())),
            None => column(what).map(End::Column),
        };
        let years = |row: &Row| (0..row.len()).filter_map(|at| Some((at, Year::parse(row.cell(at))?))).collect();
        let [from, to] = map.table.ends();
        let values = match map.years_across {
            true => Values::Across(years(row)),
            false => Values::Down { year: end("year")?, value: column("value")? },
        };
        Ok(Layout { header, ends: [end(from)?, end(to)?], chapter: chapter.map(end).transpose()?, values })
    }

    /// The decimal mark, from every value of the file.
    fn decimal(&self, map: &Map, sheet: &Sheet) -> Result<Decimal, Diagnostics> {
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
    map: &'r Map,
    sheet: &'r Sheet,
    layout: &'r Layout,
    decimal: Decimal,
    scale: i32,
    source: usize,
    collection: &'r mut Collection<'d>,
}

impl Reading<'_, '_> {
    fn row(&mut self, row: &Row) {
        match &self.layout.values {
            Values::Down { year, value } => {
                let text = text(year, row).to_owned();
                let place = self.sheet.place(row, *value);
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
        let place = self.sheet.place(row, at);
        if self.map.missing.iter().any(|missing| missing == row.cell(at)) {
            return self.collection.account.leave_out("cells that say that nothing is known", "", place);
        }
        let Some(value) = self.collection.amount(row.cell(at), self.decimal, &place) else { return };
        let Some(value) = value.times_ten(self.scale) else { return self.collection.problems.push(place, too_large()) };
        let [one, other] = &self.layout.ends;
        let (one, other) = (text(one, row).to_owned(), text(other, row).to_owned());
        let from = self.collection.side(&one, &place);
        let to = self.collection.side(&other, &place);
        let chapter = match &self.layout.chapter {
            None => 0,
            Some(chapter) => match text(chapter, row).parse::<u8>().ok().filter(|n| (1..=99).contains(n)) {
                Some(chapter) => chapter,
                None => {
                    let named = text(chapter, row).to_owned();
                    return self.collection.account.leave_out("products that are no chapter", &named, place);
                }
            },
        };
        let valuation = match self.map.valuation {
            Valued::Fob => Valuation::Fob,
            Valued::Cif => Valuation::Cif,
            Valued::Unstated => Valuation::Unstated,
        };
        let named = if self.collection.is_wanted(&from) { other } else { one };
        let amount = Amount { value, source: self.source, place, valuation, values: 1 };
        self.collection.put(self.map.table.kind(), (from, to, year, chapter), amount, &named, Combine::Set);
    }
}

fn text<'t>(end: &'t End, row: &'t Row) -> &'t str {
    match end {
        End::Column(at) => row.cell(*at),
        End::Constant(text) => text,
    }
}
