//! Every unit's change between two years or two versions of a table, and what it is made of.

use serde::Serialize;

use crate::analysis::table_change::UnitChange;
use crate::analysis::verbs::Factors;
pub use crate::analysis::verbs::TableChange;
use crate::document::{Cell, Document, Notation, Table};
use crate::model::framework::NodeId;
use crate::report::table_origin::TableOrigin;
use crate::report::{Detail, Report};

/// Parts that a page names of each unit: those that moved it most.
const NAMED: usize = 4;

/// The names and values of a unit's factors.
type Named = Vec<(&'static str, f64)>;

impl TableChange<'_> {
    fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    /// The names of the factors, in the order of the columns.
    fn heads(&self) -> &'static [&'static str] {
        match self.factors {
            None => &[],
            Some(Factors::Frontier(_)) => {
                &["ratio", "catching_up", "frontier_shift", "malmquist", "malmquist_frontier_shift"]
            }
            Some(Factors::Geometric(_)) => &["ratio", "indicators", "benchmark", "weights"],
        }
    }

    fn factors_of(&self, unit: &str) -> Option<Named> {
        let values = match self.factors.as_ref()? {
            Factors::Frontier(found) => {
                let f = found.get(unit)?;
                let year = &f.by_year;
                vec![f.ratio, year.catching_up(), f.global_shift(), year.malmquist(), year.frontier_shift()]
            }
            Factors::Geometric(found) => {
                let f = found.get(unit)?;
                vec![f.ratio(), f.own, f.benchmark, f.weights]
            }
        };
        Some(self.heads().iter().copied().zip(values).collect())
    }

    /// Those with a change first, the largest rise at the top.
    fn in_order(&self) -> Vec<&UnitChange> {
        let mut units: Vec<&UnitChange> = self.changes.iter().collect();
        let by = |c: &UnitChange| c.change().unwrap_or(f64::NEG_INFINITY);
        units.sort_by(|a, b| by(b).total_cmp(&by(a)));
        units
    }

    fn summary(&self) -> Table {
        let mut t = Table::new(format!("{}: the change", self.code(self.node)), ["unit"], 1);
        t.numbers(["before", "after", "change"]);
        t.columns.push(crate::document::Column::words("parts that moved it most"));
        for c in self.in_order() {
            let mut parts = c.parts.clone();
            parts.retain(|part| part.node != self.node && part.points != 0.0);
            crate::analysis::contribution::largest_first(&mut parts);
            let told = |part: &crate::analysis::contribution::Contribution| {
                let points = crate::document::number::signed(part.points, 2);
                format!("{} {points}", self.code(part.node))
            };
            let told: Vec<String> = parts.iter().take(NAMED).map(told).collect();
            t.push([
                Cell::from(c.unit.as_str()),
                Cell::maybe(c.before, Notation::Decimals(2)),
                Cell::maybe(c.after, Notation::Decimals(2)),
                Cell::maybe(c.change(), Notation::Signed(2)),
                told.join(", ").into(),
            ]);
        }
        t
    }

    fn factor_table(&self) -> Table {
        let mut t = Table::new(format!("{}: the factors of the change", self.code(self.node)), ["unit"], 1);
        t.numbers(self.heads().iter().map(|head| head.replace('_', " ")));
        for c in self.in_order() {
            let found = self.factors_of(&c.unit);
            let values = self.heads().iter().enumerate().map(|(place, _)| {
                let value = found.as_ref().and_then(|all| all.get(place)).map(|(_, value)| *value);
                Cell::maybe(value, Notation::Decimals(3))
            });
            let cells: Vec<Cell> = std::iter::once(Cell::from(c.unit.as_str())).chain(values).collect();
            t.push(cells);
        }
        t.note = match self.factors {
            Some(Factors::Geometric(_)) => {
                "ratio: after by before, the product of the unit's own indicators, those of the unit it is divided by \
                 (below 1 where that one rose), and the weights; none for a unit that any weights suit, as that one is"
            }
            _ => {
                "ratio: after by before, against the best of all years; it is catching up (each year against its own \
                 best) times frontier shift; malmquist: catching up times the geometric mean of the frontier's shift at \
                 the unit's two places, which looks at no third year"
            }
        }
        .into();
        t
    }
}

impl Report for TableChange<'_> {
    fn document(&self, _: Detail) -> Document {
        let (index, (before, after)) = (self.index, &self.between);
        let title = format!("{}: from {before} to {after}", index.title);
        let mut about = format!("framework {} {} · table {}", index.code, index.version, self.units.file);
        if let Some(later) = self.later {
            about += &format!(" and {}", later.file);
        }
        let mut d = Document::new(title, about);
        d.table(self.summary());
        if self.factors.is_some() {
            d.table(self.factor_table());
        }
        d.paragraph("the parts of a unit sum to its change; CSV and JSON have all of them");
        d.list("Notes", self.notes.clone());
        d
    }

    /// One record for each unit and part; `part` is the node's own code where the change stands as a whole, and empty
    /// where there is none.
    fn records(&self) -> Option<Table> {
        let mut heads = vec!["node", "unit", "name", "before", "after", "change", "part", "points"];
        heads.extend(self.heads());
        let mut records = Table::records(heads);
        for c in &self.changes {
            let factors = self.factors_of(&c.unit);
            let mut row = |part: Option<(&str, f64)>| {
                let mut cells = vec![
                    Cell::from(self.code(self.node)),
                    c.unit.as_str().into(),
                    c.name.clone().unwrap_or_default().into(),
                    Cell::exact(c.before),
                    Cell::exact(c.after),
                    Cell::exact(c.change()),
                    part.map_or("", |(code, _)| code).into(),
                    Cell::exact(part.map(|(_, points)| points)),
                ];
                let value = |place: usize| factors.as_ref().and_then(|all| all.get(place)).map(|(_, value)| *value);
                cells.extend((0..self.heads().len()).map(|place| Cell::exact(value(place))));
                records.push(cells);
            };
            if c.parts.is_empty() {
                row(None);
            }
            for part in &c.parts {
                row(Some((self.code(part.node), part.points)));
            }
        }
        Some(records)
    }

    fn json(&self) -> serde_json::Result<String> {
        let (before, after) = &self.between;
        let document = Json {
            origin: TableOrigin::of(self.index, self.units),
            later_table: self.later.map(|later| later.file.as_str()),
            later_table_sha256: self.later.map(|later| later.sha256.as_str()),
            node: self.code(self.node),
            before,
            after,
            units: self.changes.iter().map(|c| self.json_unit(c)).collect(),
            notes: &self.notes,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

impl TableChange<'_> {
    fn json_unit<'a>(&'a self, c: &'a UnitChange) -> JsonUnit<'a> {
        let part = |node: NodeId, points: f64| JsonPart { node: self.code(node), points };
        JsonUnit {
            unit: &c.unit,
            name: c.name.as_deref(),
            before: c.before,
            after: c.after,
            change: c.change(),
            parts: c.parts.iter().map(|p| part(p.node, p.points)).collect(),
            factors: self.factors_of(&c.unit).map(|all| all.into_iter().collect()),
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    origin: TableOrigin<'a>,
    later_table: Option<&'a str>,
    later_table_sha256: Option<&'a str>,
    node: &'a str,
    before: &'a str,
    after: &'a str,
    units: Vec<JsonUnit<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonUnit<'a> {
    unit: &'a str,
    name: Option<&'a str>,
    before: Option<f64>,
    after: Option<f64>,
    change: Option<f64>,
    parts: Vec<JsonPart<'a>>,
    /// Null where the node's rule has none, or the unit no score above 0 in both years.
    factors: Option<std::collections::BTreeMap<&'static str, f64>>,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    node: &'a str,
    points: f64,
}
