//! The page of a rated table: the answer first, then what was done on the way.

use super::Rated;
use super::json::json;
use crate::document::{Cell, Column, Document, Notation, Table, number};
use crate::model::framework::NodeId;
use crate::report::{Detail, Report};

/// The nodes that stand alone and what lies directly below each.
fn shown(rated: &Rated<'_>) -> Vec<NodeId> {
    let below = rated.index.roots().flat_map(|root| rated.index.node(root).children().iter().copied());
    rated.index.roots().chain(below).collect()
}

/// Units in the order of print: ranks and scores, and how many cells were filled.
fn table(rated: &Rated<'_>) -> Table {
    let nodes = shown(rated);
    let named = rated.units.rows.iter().any(|r| r.name.is_some());
    let filled = !rated.rating.filled.is_empty();
    let fillings = rated.filled();
    let scores = nodes.iter().flat_map(|n| rated.rating.scores_of(*n)).flatten().copied();
    let places = Notation::Decimals(number::decimals_for(scores));
    let mut t = Table::new("", ["rank"], 0);
    let within = rated.within.as_ref();
    t.numbers(within.map(|_| "in group"));
    t.columns.extend(within.map(|w| Column::words(w.column.as_str())));
    t.columns.push(Column::words("unit"));
    t.columns.extend(named.then(|| Column::words("name")));
    t.numbers(nodes.iter().map(|n| rated.index.node(*n).code.clone()));
    t.numbers(filled.then_some("filled"));
    for row in rated.order() {
        let rank = Cell::maybe(rated.rank(rated.root(), row), Notation::Decimals(0));
        let mut cells = vec![rank];
        cells.extend(within.map(|_| Cell::maybe(rated.rank_in_group(rated.root(), row), Notation::Decimals(0))));
        cells.extend(within.map(|_| Cell::from(rated.group(row).unwrap_or_default())));
        cells.push(rated.unit(row).into());
        let name = rated.units.rows.get(row).and_then(|r| r.name.clone());
        cells.extend(named.then(|| name.unwrap_or_default().into()));
        cells.extend(nodes.iter().map(|n| Cell::maybe(rated.score(*n, row), places.clone())));
        let count = fillings.get(&row).map_or(0, Vec::len);
        cells.extend(filled.then(|| if count == 0 { Cell::default() } else { count.into() }));
        t.push(cells);
    }
    t
}

fn heading(rated: &Rated<'_>) -> (String, String) {
    let index = rated.index;
    let units = rated.units.rows.len();
    let size = format!("{units} rows, {} indicators", rated.rating.indicators.len());
    let from = format!("framework {} {} · table {}", index.code, index.version, rated.units.file);
    (format!("{}: {size}", index.title), from)
}

/// Its records are written part by part ([`super::csv_by_parts`]): a table may have a million rows, and its text more
/// room than it has.
impl Report for Rated<'_> {
    fn document(&self, _: Detail) -> Document {
        let (title, from) = heading(self);
        let mut d = Document::new(title, from);
        d.table(table(self));
        d.list("Notes", self.notes());
        d
    }

    fn records(&self) -> Option<Table> {
        None
    }

    fn json(&self) -> serde_json::Result<String> {
        json(self)
    }
}
