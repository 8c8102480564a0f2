//! The page of attainable ranks.

use super::json::json;
use super::records::records;
use super::words::{heading, name, notes, sentences, varied};
use super::{Group, Ranked};
use crate::document::{Cell, Document, Notation, Table, number};
use crate::report::{Detail, Report};

fn table(ranked: &Ranked<'_>, group: &Group<'_>) -> Table {
    let all = ranked.groups.iter().flat_map(|g| &g.standings);
    let places = Notation::Decimals(number::decimals_for(all.flat_map(|s| [s.can.lowest.score, s.can.highest.score])));
    let mut t = Table::new("", ["rank", "unit", "score", "scores", "ranks"], 0);
    if let Some(units) = t.columns.get_mut(1) {
        units.words = true;
    }
    for s in &group.standings {
        t.push([
            s.rank.into(),
            name(&group.tree, s.unit).into(),
            Cell::number(s.score, places.clone()),
            Cell::range(s.can.lowest.score, s.can.highest.score, places.clone()),
            // A mark has its place, so that what has none stands below the others.
            Cell::from(interval(s.can.best.low, s.can.worst.high)).marked(if s.exact().is_none() { " ~" } else { "" }),
        ]);
    }
    t
}

/// `3`, or `2–5`.
fn interval(best: usize, worst: usize) -> String {
    if best == worst { best.to_string() } else { format!("{best}–{worst}") }
}

impl Report for Ranked<'_> {
    fn document(&self, _: Detail) -> Document {
        let (title, made) = heading(self.origin, self.variation);
        let mut d = Document::new(format!("{title}: ranks that other weights can give"), made);
        if let Some(group) = self.groups.first() {
            d.fact("Varied", varied(self.variation, &group.tree, &group.frame));
        }
        for group in self.groups.iter().filter(|g| !g.standings.is_empty()) {
            d.table(table(self, group));
        }
        d.facts("In words", sentences(self));
        d.list("Notes", notes(self));
        d.fact("Columns", columns(self));
        d.with_roots(self.origin.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records(self))
    }

    fn json(&self) -> serde_json::Result<String> {
        json(self)
    }
}

/// What the columns are; the mark only where it stands.
fn columns(ranked: &Ranked<'_>) -> String {
    let open = ranked.groups.iter().flat_map(|g| &g.standings).any(|s| s.exact().is_none());
    let mark = if open { "; ~ bounds that hold, not both proved to be reached" } else { "" };
    format!("{COLUMNS}{mark}")
}

const COLUMNS: &str =
    "rank and score by the present weights; scores and ranks: the lowest and highest that the varied weights can give";
