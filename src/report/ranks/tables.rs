//! The page of attainable ranks.

use super::json::json;
use super::records::records;
use super::words::{heading, name, notes, sentences, varied};
use super::{Group, Ranked};
use crate::analysis::weight_robustness::WeightSample;
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

/// Ranks beyond this are summed up in one column.
const MOST_RANKS: usize = 10;

/// How often each rank comes up.
fn acceptabilities(group: &Group<'_>) -> Option<Table> {
    let n = group.frame.units.len();
    let shown = if n > MOST_RANKS + 1 { MOST_RANKS } else { n };
    let mut heads = vec!["unit".to_owned(), "mean rank".to_owned()];
    heads.extend((1..=shown).map(|rank| rank.to_string()));
    heads.extend((shown < n).then(|| format!("{} to {n}", shown + 1)));
    let mut t = Table::new("Rank acceptabilities, % of the weights drawn", heads, 1);
    let percent = |share: f64| Cell::number(100.0 * share, Notation::Decimals(1));
    for a in &group.accepted {
        let mut row = vec![name(&group.tree, a.unit).into(), Cell::number(a.mean_rank, Notation::Decimals(2))];
        row.extend(a.ranks.iter().take(shown).map(|share| percent(*share)));
        row.extend((shown < n).then(|| percent(a.ranks.iter().skip(shown).sum())));
        t.push(row);
    }
    (!group.accepted.is_empty()).then_some(t)
}

/// The weights that put a unit first, where any do.
fn central(group: &Group<'_>) -> Option<Table> {
    let nodes = group.tree.nodes;
    let mut heads = vec!["unit".to_owned(), "first, %".to_owned()];
    heads.extend(group.frame.parts.iter().filter_map(|p| nodes.get(p.0)).map(|n| n.code.clone()));
    let mut t = Table::new("Central weights: the mean of those that put the unit first", heads, 1);
    for a in &group.accepted {
        let Some(central) = &a.central else { continue };
        let first = a.ranks.first().copied().unwrap_or(0.0);
        let mut row = vec![name(&group.tree, a.unit).into(), Cell::number(100.0 * first, Notation::Decimals(1))];
        row.extend(central.iter().map(|w| Cell::number(*w, Notation::Decimals(3))));
        t.push(row);
    }
    group.accepted.iter().any(|a| a.central.is_some()).then_some(t)
}

fn drawn(sample: WeightSample) -> String {
    format!(
        "{} weights, every one of the declared set as likely as any other, seed {}; a share p has a standard error of \
         sqrt(p(1 - p)/{})",
        sample.draws, sample.seed, sample.draws
    )
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
            for table in [acceptabilities(group), central(group)].into_iter().flatten() {
                d.table(table);
            }
        }
        if let Some(sample) = self.sample {
            d.fact("Drawn", drawn(sample));
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
