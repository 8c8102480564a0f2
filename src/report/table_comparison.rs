//! Versions of a table side by side: ranks, scores, and how far they move.

use serde::Serialize;

use crate::analysis::table_comparison::{ChangedCells, ComparedUnit, NodeShift, TableComparison, TableVersion};
use crate::document::{Cell, Column, Document, Notation, Table, number};
use crate::report::table_origin::TableOrigin;
use crate::report::{Detail, Report};

/// A comparison of versions of a table as it is shown.
pub struct Versions<'a> {
    pub found: &'a TableComparison,
    /// The unit that moves furthest first, instead of the first version's order.
    pub by_change: bool,
}

impl Versions<'_> {
    /// The units in the order of print; those without a rank in the first version stand last.
    fn ordered(&self) -> Vec<&ComparedUnit> {
        let rank = |unit: &ComparedUnit| unit.standings.first().and_then(|s| s.rank).unwrap_or(f64::INFINITY);
        let others = 1..self.found.versions.len();
        let furthest = |unit: &ComparedUnit| {
            others.clone().filter_map(|v| unit.places_gained(v)).map(f64::abs).fold(-1.0, f64::max)
        };
        let mut units: Vec<&ComparedUnit> = self.found.units.iter().collect();
        units.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
        if self.by_change {
            units.sort_by(|a, b| furthest(b).total_cmp(&furthest(a)));
        }
        units
    }

    fn label(&self, version: usize) -> &str {
        self.found.versions.get(version).map_or("", |v| v.label.as_str())
    }

    /// Of one version, how far ranks move against the first.
    fn sentence(&self, shift: &NodeShift) -> String {
        let s = &shift.shift;
        let units = s.units;
        let mut text = match (&s.mean_rank_change, s.moved) {
            (Ok(_), 0) => format!("no unit of {units} changes its rank"),
            (Ok(mean), moved) => {
                // Ranks among all units of a version differ from those among the units of both where some drop out.
                let same = s.lost == 0 && s.gained == 0;
                let furthest = if same { self.furthest(shift.version) } else { String::new() };
                let (mean, most) = (number::two_decimals(*mean), s.greatest_rank_change);
                format!(
                    "{moved} of {units} units change their rank, by {mean} places on average and {most} at most{furthest}"
                )
            }
            (Err(why), _) => why.to_string(),
        };
        if let Ok(rho) = &s.spearman {
            text += &format!("; Spearman's rho {}", number::two_decimals(*rho));
        }
        let counted = |n: usize, what: &str| match n {
            1 => format!("; 1 unit {what}s a score"),
            n => format!("; {n} units {what} a score"),
        };
        if s.lost > 0 {
            text += &counted(s.lost, "lose");
        }
        if s.gained > 0 {
            text += &counted(s.gained, "gain");
        }
        text
    }

    /// Who moves furthest by the printed ranks, with sign: " (PRT +10)".
    fn furthest(&self, version: usize) -> String {
        let moves = self.found.units.iter().filter_map(|u| Some((u, u.places_gained(version)?)));
        let most = moves.clone().map(|(_, gained)| gained.abs()).fold(0.0, f64::max);
        let named: Vec<String> = moves
            .filter(|(_, gained)| gained.abs() == most && most > 0.0)
            .map(|(unit, gained)| format!("{} {}", unit.code, number::signed(gained, 0)))
            .collect();
        match named.len() {
            0 => String::new(),
            1..=3 => format!(" ({})", named.join(", ")),
            more => format!(" ({more} units)"),
        }
    }

    fn units(&self) -> Table {
        let found = self.found;
        let named = found.units.iter().any(|u| u.name.is_some());
        let mut t = Table::new("", ["unit"], 1);
        t.columns.extend(named.then(|| Column::words("name")));
        t.numbers(found.versions.iter().map(|v| v.label.clone()));
        let others = 1..found.versions.len();
        let single = found.versions.len() == 2;
        t.numbers(others.clone().map(|v| match single {
            true => "gained".to_owned(),
            false => format!("± {}", self.label(v)),
        }));
        if single {
            t.numbers(found.versions.iter().map(|v| format!("score {}", v.label)));
        }
        let scores = found.units.iter().flat_map(|u| &u.standings).filter_map(|s| s.score);
        let places = Notation::Decimals(number::decimals_for(scores));
        for unit in self.ordered() {
            let mut cells = vec![Cell::from(unit.code.as_str())];
            cells.extend(named.then(|| unit.name.clone().unwrap_or_default().into()));
            cells.extend(unit.standings.iter().map(|s| Cell::maybe(s.rank, Notation::Decimals(0))));
            cells.extend(others.clone().map(|v| Cell::maybe(unit.places_gained(v), Notation::Signed(0))));
            if single {
                cells.extend(unit.standings.iter().map(|s| Cell::maybe(s.score, places.clone())));
            }
            t.push(cells);
        }
        t.note = format!(
            "ranks by {} among the units with a score in the version; gained: places up against {}",
            found.node,
            self.label(0)
        );
        t
    }

    fn nodes(&self) -> Table {
        let heads = ["node", "version", "units", "moved", "places", "at most", "rho", "r", "score"];
        let mut t = Table::new("Nodes", heads, 2);
        for s in &self.found.shifts {
            let shift = &s.shift;
            let two = Notation::Decimals(2);
            t.push([
                Cell::from(s.node.as_str()),
                self.label(s.version).into(),
                shift.units.into(),
                shift.moved.into(),
                Cell::maybe(shift.mean_rank_change.clone().ok(), two.clone()),
                shift.greatest_rank_change.into(),
                Cell::maybe(shift.spearman.clone().ok(), two.clone()),
                Cell::maybe(s.correlation, two.clone()),
                Cell::maybe(shift.mean_score_change.clone().ok(), two),
            ]);
        }
        t.note =
            "over the units with a score in both, ranked among themselves; places and score: mean absolute change; \
                  rho: Spearman's, r: Pearson's"
                .into();
        t
    }

    fn cells(&self) -> Table {
        let heads = ["indicator", "version", "other value", "new value", "no value"];
        let mut t = Table::new("Cells of the table that differ", heads, 2);
        for c in &self.found.cells {
            t.push([
                Cell::from(c.indicator.as_str()),
                self.label(c.version).into(),
                c.changed.into(),
                c.added.into(),
                c.lost.into(),
            ]);
        }
        t
    }
}

impl Report for Versions<'_> {
    fn document(&self, _: Detail) -> Document {
        let found = self.found;
        let Some(first) = found.versions.first() else { return Document::default() };
        let title = format!("{}: {} versions of {}", first.index.title, found.versions.len(), found.node);
        let one = made(first);
        let alike = found.versions.iter().all(|v| made(v) == one);
        let mut d = Document::new(title, if alike { one } else { String::new() });
        if !alike {
            d.facts("Versions", found.versions.iter().map(|v| format!("{}: {}", v.label, made(v))));
        }
        for shift in found.shifts.iter().filter(|s| s.node == found.node) {
            d.fact(self.label(shift.version), self.sentence(shift));
        }
        d.table(self.units());
        d.table(self.nodes());
        d.table(self.cells());
        d.list("Notes", found.notes.clone());
        d
    }

    /// `unit`, `name`, `version`, `score`, `rank`, `places_gained`, `score_change`: one record for each unit and
    /// version.
    fn records(&self) -> Option<Table> {
        let heads = ["unit", "name", "version", "score", "rank", "places_gained", "score_change"];
        let mut records = Table::records(heads);
        for unit in self.ordered() {
            for (version, standing) in unit.standings.iter().enumerate() {
                let change = (version > 0).then(|| [unit.places_gained(version), unit.score_change(version)]);
                let [gained, score] = change.unwrap_or_default();
                records.push([
                    Cell::from(unit.code.as_str()),
                    unit.name.clone().unwrap_or_default().into(),
                    self.label(version).into(),
                    Cell::exact(standing.score),
                    Cell::exact(standing.rank),
                    Cell::exact(gained),
                    Cell::exact(score),
                ]);
            }
        }
        Some(records)
    }

    fn json(&self) -> serde_json::Result<String> {
        let found = self.found;
        let document = Json {
            node: &found.node,
            versions: found.versions.iter().map(JsonVersion::of).collect(),
            units: self.ordered().into_iter().map(JsonUnit::of).collect(),
            nodes: found.shifts.iter().map(|s| self.shift(s)).collect(),
            cells: found.cells.iter().map(|c| self.changed(c)).collect(),
            notes: &found.notes,
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

/// "framework tai 1.0 · table t.csv, 2018".
fn made(version: &TableVersion) -> String {
    let TableVersion { index, units, year, .. } = version;
    let year = year.map_or_else(String::new, |y| format!(", {y}"));
    format!("framework {} {} · table {}{year}", index.code, index.version, units.file)
}

#[derive(Serialize)]
struct Json<'a> {
    node: &'a str,
    versions: Vec<JsonVersion<'a>>,
    units: Vec<JsonUnit<'a>>,
    nodes: Vec<JsonShift<'a>>,
    cells: Vec<JsonCells<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonVersion<'a> {
    label: &'a str,
    #[serde(flatten)]
    origin: TableOrigin<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
}

impl<'a> JsonVersion<'a> {
    fn of(version: &'a TableVersion) -> Self {
        let TableVersion { label, index, units, year } = version;
        JsonVersion { label, origin: TableOrigin::of(index, units), year: *year }
    }
}

#[derive(Serialize)]
struct JsonUnit<'a> {
    unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// One per version.
    scores: Vec<Option<f64>>,
    ranks: Vec<Option<f64>>,
    /// One per version after the first.
    places_gained: Vec<Option<f64>>,
    score_change: Vec<Option<f64>>,
}

impl<'a> JsonUnit<'a> {
    fn of(unit: &'a ComparedUnit) -> Self {
        let others = 1..unit.standings.len();
        JsonUnit {
            unit: &unit.code,
            name: unit.name.as_deref(),
            scores: unit.standings.iter().map(|s| s.score).collect(),
            ranks: unit.standings.iter().map(|s| s.rank).collect(),
            places_gained: others.clone().map(|v| unit.places_gained(v)).collect(),
            score_change: others.map(|v| unit.score_change(v)).collect(),
        }
    }
}

#[derive(Serialize)]
struct JsonShift<'a> {
    node: &'a str,
    version: &'a str,
    units: usize,
    lost: usize,
    gained: usize,
    moved: usize,
    mean_rank_change: Option<f64>,
    greatest_rank_change: usize,
    spearman: Option<f64>,
    pearson: Option<f64>,
    mean_score_change: Option<f64>,
}

#[derive(Serialize)]
struct JsonCells<'a> {
    indicator: &'a str,
    version: &'a str,
    changed: usize,
    added: usize,
    lost: usize,
}

impl Versions<'_> {
    fn shift<'a>(&'a self, s: &'a NodeShift) -> JsonShift<'a> {
        JsonShift {
            node: &s.node,
            version: self.label(s.version),
            units: s.shift.units,
            lost: s.shift.lost,
            gained: s.shift.gained,
            moved: s.shift.moved,
            mean_rank_change: s.shift.mean_rank_change.clone().ok(),
            greatest_rank_change: s.shift.greatest_rank_change,
            spearman: s.shift.spearman.clone().ok(),
            pearson: s.correlation,
            mean_score_change: s.shift.mean_score_change.clone().ok(),
        }
    }

    fn changed<'a>(&'a self, c: &'a ChangedCells) -> JsonCells<'a> {
        let ChangedCells { indicator, changed, added, lost, .. } = c;
        JsonCells { indicator, version: self.label(c.version), changed: *changed, added: *added, lost: *lost }
    }
}
