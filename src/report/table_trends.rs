//! The courses of a panel: first and last value, change, growth and rank.

use serde::Serialize;

use crate::analysis::table_trends::{Course, Dated, NoRate};
pub use crate::analysis::verbs::TableTrends;
use crate::document::{Cell, Column, Document, Notation, Table, number};
use crate::model::framework::NodeId;
use crate::report::table_origin::TableOrigin;
use crate::report::{Detail, Report};

impl TableTrends<'_> {
    fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    fn courses_of(&self, node: NodeId) -> Vec<&Course> {
        let mut courses: Vec<&Course> = self.courses.iter().filter(|c| c.node == node).collect();
        let change = |c: &Course| c.change.unwrap_or(f64::NEG_INFINITY);
        courses.sort_by(|a, b| change(b).total_cmp(&change(a)));
        courses
    }

    fn table(&self, node: NodeId) -> Table {
        let courses = self.courses_of(node);
        let named = courses.iter().any(|c| c.name.is_some());
        let title = &self.index.node(node).title;
        let mut t = Table::new(format!("{}: {title}", self.code(node)), ["unit"], 1);
        t.columns.extend(named.then(|| Column::words("name")));
        t.numbers(["years", "first", "last", "change", "% a year", "CAGR %", "rank", "last rank", "gained"]);
        let dated = |d: Option<Dated>| Cell::maybe(d.map(|d| d.value), Notation::Amount);
        let rate =
            |r: &Result<f64, NoRate>, times: f64| Cell::maybe(r.as_ref().ok().map(|r| times * r), Notation::Signed(1));
        for c in courses {
            let span = match (c.first, c.last) {
                (Some(first), Some(last)) => format!("{}–{}", first.year, last.year),
                _ => String::new(),
            };
            let mut cells = vec![Cell::from(c.unit.as_str())];
            cells.extend(named.then(|| c.name.clone().unwrap_or_default().into()));
            let change = c.change.map_or_else(Cell::missing, |x| {
                let text = number::plain(x.abs());
                let sign = if x > 0.0 {
                    "+"
                } else if x < 0.0 {
                    "−"
                } else {
                    ""
                };
                Cell::from(format!("{sign}{text}"))
            });
            cells.extend([span.into(), dated(c.first), dated(c.last), change]);
            cells.extend([rate(&c.percent, 1.0), rate(&c.cagr, 100.0)]);
            cells.extend(c.ranks.map(|rank| Cell::maybe(rank, Notation::Decimals(0))));
            cells.push(Cell::maybe(c.places_gained(), Notation::Signed(0)));
            t.push(cells);
        }
        t
    }
}

impl Report for TableTrends<'_> {
    fn document(&self, _: Detail) -> Document {
        let (index, units) = (self.index, self.units);
        let title = format!("{}: trends of {} units", index.title, self.units_shown());
        let mut d = Document::new(title, format!("framework {} {} · table {}", index.code, index.version, units.file));
        for node in &self.shown {
            d.table(self.table(*node));
        }
        let note = "of indicators values after denomination, of nodes scores; % a year: of two years the change, of more \
                    the slope of least squares, as a per cent of where it begins; CAGR: (last/first)^(1/years) - 1";
        d.paragraph(note);
        d.list("Notes", self.notes.clone());
        d
    }

    /// One record for each node and unit.
    fn records(&self) -> Option<Table> {
        let heads = [
            "node",
            "unit",
            "name",
            "years",
            "known",
            "first_year",
            "first",
            "last_year",
            "last",
            "change",
            "percent_a_year",
            "cagr",
            "slope",
            "first_rank",
            "last_rank",
            "places_gained",
            "reason",
        ];
        let mut records = Table::records(heads);
        let year = |d: Option<Dated>| d.map_or_else(Cell::default, |d| Cell::from(d.year.to_string()));
        for c in &self.courses {
            let [first_rank, last_rank] = c.ranks;
            let why = c.cagr.as_ref().err().map(ToString::to_string).unwrap_or_default();
            records.push([
                Cell::from(self.code(c.node)),
                c.unit.as_str().into(),
                c.name.clone().unwrap_or_default().into(),
                c.years.into(),
                c.known.into(),
                year(c.first),
                Cell::exact(c.first.map(|d| d.value)),
                year(c.last),
                Cell::exact(c.last.map(|d| d.value)),
                Cell::exact(c.change),
                Cell::exact(c.percent.ok()),
                Cell::exact(c.cagr.ok()),
                Cell::exact(c.slope),
                Cell::exact(first_rank),
                Cell::exact(last_rank),
                Cell::exact(c.places_gained()),
                why.into(),
            ]);
        }
        Some(records)
    }

    fn json(&self) -> serde_json::Result<String> {
        let document = Json {
            origin: TableOrigin::of(self.index, self.units),
            courses: self.courses.iter().map(|c| JsonCourse::of(self.code(c.node), c)).collect(),
            notes: &self.notes,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

impl TableTrends<'_> {
    /// How many units have a course.
    fn units_shown(&self) -> usize {
        let mut codes: Vec<&str> = self.courses.iter().map(|c| c.unit.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.len()
    }
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    origin: TableOrigin<'a>,
    courses: Vec<JsonCourse<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonCourse<'a> {
    node: &'a str,
    unit: &'a str,
    name: Option<&'a str>,
    years: usize,
    known: usize,
    first_year: Option<i32>,
    first: Option<f64>,
    last_year: Option<i32>,
    last: Option<f64>,
    change: Option<f64>,
    percent_a_year: Option<f64>,
    cagr: Option<f64>,
    slope: Option<f64>,
    first_rank: Option<f64>,
    last_rank: Option<f64>,
    places_gained: Option<f64>,
    /// Why there is no growth rate.
    reason: Option<String>,
}

impl<'a> JsonCourse<'a> {
    fn of(node: &'a str, c: &'a Course) -> Self {
        let [first_rank, last_rank] = c.ranks;
        JsonCourse {
            node,
            unit: &c.unit,
            name: c.name.as_deref(),
            years: c.years,
            known: c.known,
            first_year: c.first.map(|d| d.year),
            first: c.first.map(|d| d.value),
            last_year: c.last.map(|d| d.year),
            last: c.last.map(|d| d.value),
            change: c.change,
            percent_a_year: c.percent.ok(),
            cagr: c.cagr.ok(),
            slope: c.slope,
            first_rank,
            last_rank,
            places_gained: c.places_gained(),
            reason: c.cagr.as_ref().err().map(ToString::to_string),
        }
    }
}
