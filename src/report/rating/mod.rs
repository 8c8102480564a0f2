//! A rated table as text: terminal and Markdown, CSV, JSON, and the data sets of the steps.

mod json;
mod steps;
mod tables;

pub use steps::{csv, csv_by_parts, steps};

pub use crate::analysis::verbs::Rated;

use std::collections::BTreeMap;

use crate::model::framework::{NodeId, NodeKind};
use crate::report::{method, number};
use crate::scoring::rating::Filled;

impl Rated<'_> {
    /// Where print is short, the index itself: the first node without a parent.
    fn root(&self) -> NodeId {
        self.index.roots().next().unwrap_or(NodeId(0))
    }

    fn rank(&self, node: NodeId, unit: usize) -> Option<f64> {
        self.ranks.get(node.0)?.get(unit).copied().flatten()
    }

    fn rank_in_group(&self, node: NodeId, unit: usize) -> Option<f64> {
        self.within.as_ref()?.ranks.get(node.0)?.get(unit).copied().flatten()
    }

    /// The group of a row, where ranks within groups are asked for.
    fn group(&self, row: usize) -> Option<&str> {
        self.units.word(&self.within.as_ref()?.column)?.get(row)?.as_deref()
    }

    fn score(&self, node: NodeId, unit: usize) -> Option<f64> {
        self.rating.scores_of(node).get(unit).copied().flatten()
    }

    /// The rows in the order of print: by year, then by group, then by rank; what has no rank stands last, in the order
    /// of the table.
    fn order(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.units.rows.len()).collect();
        let year = |row: usize| self.units.rows.get(row).and_then(|r| r.year);
        let rank = |row: usize| self.rank(self.root(), row).unwrap_or(f64::INFINITY);
        // Without groups all groups are alike.
        let group = |row: usize| self.group(row);
        rows.sort_by(|a, b| {
            let part = year(*a).cmp(&year(*b)).then(group(*a).cmp(&group(*b)));
            part.then(rank(*a).total_cmp(&rank(*b))).then(a.cmp(b))
        });
        rows
    }

    /// By row, the codes of its indicators that were filled.
    fn filled(&self) -> BTreeMap<usize, Vec<&str>> {
        let mut filled: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for f in &self.rating.filled {
            filled.entry(f.unit).or_default().push(self.index.node(f.indicator).code.as_str());
        }
        filled
    }

    fn unit(&self, row: usize) -> String {
        self.units.rows.get(row).map_or_else(String::new, |r| r.label())
    }

    /// The name of the method that filled a cell.
    fn imputed_by(&self, filled: &Filled) -> String {
        match &self.index.node(filled.indicator).kind {
            NodeKind::Indicator(i) => method::imputation(&i.impute).name,
            // Only indicators have cells.
            _ => String::new(),
        }
    }

    /// What was done on the way, in sentences: every method that moved a number is named.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let (cells, missing) = (self.rating.cells, self.rating.missing);
        if missing > 0 {
            let share = number::score(100.0 * missing as f64 / cells.max(1) as f64);
            let filled = self.rating.filled.len();
            let mut methods: Vec<String> = self.rating.filled.iter().map(|f| self.imputed_by(f)).collect();
            methods.sort_unstable();
            methods.dedup();
            let by = if methods.is_empty() { String::new() } else { format!(" ({})", methods.join("; ")) };
            let cells = format!("{missing} of {} cells ({share} %) have no value", number::whole(cells as f64));
            notes.push(format!("{cells}; {filled} of them were filled{by}"));
        }
        let sizeless = self.rating.without_denominator.len();
        if sizeless > 0 {
            let cells = self.rating.without_denominator.iter();
            let named: Vec<String> =
                cells.map(|(id, row)| format!("{} of {}", self.index.node(*id).code, self.unit(*row))).collect();
            notes.push(format!("{sizeless} values have no denominator and count as missing: {}", some(&named)));
        }
        let dropped: Vec<String> = self.rating.dropped.iter().map(|d| self.unit(d.unit)).collect();
        if !dropped.is_empty() {
            notes.push(format!("screened out, with no score: {}", some(&dropped)));
        }
        let mut cut: Vec<String> = Vec::new();
        for c in &self.rating.clipped {
            let cell = format!("{} of {}", self.index.node(c.indicator).code, self.unit(c.unit));
            cut.push(cell);
        }
        if !cut.is_empty() {
            notes.push(format!("beyond the ends of their scales, and scored as the ends: {}", some(&cut)));
        }
        let treated: Vec<String> = self.rating.treatments.iter().filter_map(|t| self.treated(t)).collect();
        if !treated.is_empty() {
            notes.push(format!("treated: {}", some(&treated)));
        }
        let stubborn = self.rating.treatments.iter().filter(|t| !t.treated.passed);
        let stubborn: Vec<String> = stubborn.map(|t| self.index.node(t.indicator).code.clone()).collect();
        if !stubborn.is_empty() {
            notes.push(format!("still skewed after treatment: {}", some(&stubborn)));
        }
        if !self.units.unused.is_empty() {
            let unused = some(&self.units.unused);
            notes.push(format!("columns of the table that the framework does not use: {unused}"));
        }
        notes
    }

    /// `Services: 2 points`, or the curve; nothing where the column stayed as it was.
    fn treated(&self, t: &crate::scoring::rating::Treatment) -> Option<String> {
        let code = &self.index.node(t.indicator).code;
        let done = match (&t.treated.curve, &t.treated.winsorised) {
            (Some(_), _) => "curve".to_owned(),
            (None, Some(w)) => match w.high + w.low {
                1 => "1 point".to_owned(),
                n => format!("{n} points"),
            },
            (None, None) => return None,
        };
        Some(format!("{code} {done}"))
    }
}

/// The first of a long list; the other formats hold all.
fn some(names: &[String]) -> String {
    const NAMED: usize = 20;
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more (--steps DIR, --format json)"),
    }
}
