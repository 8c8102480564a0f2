//! The structure of an index as text: what is wrong with it first, then tables, for people and for other programs.

mod contract;
mod findings;
mod json;
mod limits;
mod pages;
mod profile;
mod records;
mod tables;

pub use crate::analysis::verbs::{Examined, Source};

use crate::analysis::structure::DataSet;
use crate::document::number;
use crate::model::framework::{NodeId, NodeKind};
use crate::statistics::coherence::{Measure, Pair, Refusal};

impl Examined<'_> {
    fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    /// Code of the indicator at a place of the table.
    fn leaf(&self, place: usize) -> &str {
        self.structure.leaves.get(place).map_or("", |id| self.code(*id))
    }

    fn parent(&self, id: NodeId) -> &str {
        self.index.node(id).parent.map_or("", |p| self.code(p))
    }

    fn unit(&self, place: usize) -> &str {
        self.structure.sample.units.get(place).map_or("", |u| u.code.as_str())
    }

    /// Whether the node is neither an indicator nor a pair of directions, which is one.
    fn composite(&self, id: NodeId) -> bool {
        matches!(self.index.node(id).kind, NodeKind::Composite { .. })
    }

    /// The node both indicators of a pair lie directly below.
    fn shared(&self, pair: &Pair) -> Option<&str> {
        self.structure.leaves.get(pair.first).filter(|_| pair.within).map(|id| self.parent(*id))
    }

    fn title(&self) -> String {
        let (units, leaves) = (self.structure.sample.units.len(), self.structure.leaves.len());
        let below = self.structure.scope.map_or_else(String::new, |id| format!(" below {}", self.code(id)));
        let inner = match self.structure.families.len() {
            1 => "1 node".to_owned(),
            n => format!("{n} nodes"),
        };
        format!("{}: {units} units, {leaves} indicators in {inner}{below}", self.index.title)
    }

    fn made(&self) -> String {
        let framework = format!("framework {} {}", self.index.code, self.index.version);
        match &self.source {
            Source::Table { file, year, .. } => {
                let year = year.map_or_else(String::new, |y| format!(", {y}"));
                format!("{framework} · table {file}{year}")
            }
            Source::Peers { set, window, data, version, .. } => {
                format!("{framework} · data {data} {version} · {set}, {window}")
            }
        }
    }

    /// On which data the tables rest, in a sentence.
    fn basis(&self) -> String {
        let s = &self.structure;
        let turned = |of: DataSet| of != DataSet::Normalised && self.any_lower();
        let sign = if turned(s.related) { " (lower is better: turned)" } else { "" };
        let (described, related) = (self.words(s.described), self.words(s.related));
        let cells = s.availability.overall;
        let cells = format!(
            " {} of {} cells have a raw value.",
            number::plain(cells.known as f64),
            number::plain(cells.of as f64)
        );
        let cells = if s.described == DataSet::Raw { cells } else { String::new() };
        let filled = match self.cells(&s.sample.filled) {
            0 => String::new(),
            n if s.related == DataSet::Raw => format!(" {n} missing values are filled in the scores."),
            n => format!(" {n} of the {related} hold what imputation filled in, which makes relations look stronger."),
        };
        let cells = match self.cells(&s.sample.inapplicable) {
            0 => cells,
            n => format!("{cells} {n} cells do not apply and count as unknown."),
        };
        let out: Vec<&str> = s.sample.screened_out.iter().map(|place| self.unit(*place)).collect();
        let out = if out.is_empty() { String::new() } else { format!(" Screened out: {}.", out.join(", ")) };
        if s.described == s.related {
            return format!("everything rests on {related}{sign}.{cells}{filled}{out}");
        }
        format!(
            "statistics, availability and profiles rest on {described}; all else on {related}{sign}.{cells}{filled}{out}"
        )
    }

    /// The data set in words; where nothing is treated, it says so.
    fn words(&self, of: DataSet) -> &'static str {
        match (of, &self.source) {
            (DataSet::Treated, Source::Peers { .. }) => "raw values (nothing is treated)",
            _ => data_set(of),
        }
    }

    /// How many of these cells belong to the indicators looked at.
    fn cells(&self, of: &[NodeId]) -> usize {
        of.iter().filter(|id| self.structure.leaves.contains(id)).count()
    }

    fn any_lower(&self) -> bool {
        let lower = |id: &NodeId| match &self.index.node(*id).kind {
            NodeKind::Indicator(i) => i.lower_is_better,
            _ => false,
        };
        self.structure.leaves.iter().any(lower)
    }
}

fn data_set(of: DataSet) -> &'static str {
    match of {
        DataSet::Raw => "raw values",
        DataSet::Treated => "treated values",
        DataSet::Normalised => "normalised scores",
    }
}

/// A correlation of a pair, where there is one.
fn value(pair: &Pair, measure: Measure) -> Option<f64> {
    pair.of(measure).as_ref().ok().map(|a| a.association.value)
}

/// The number a refusal may stand in place of.
fn known(of: &Result<f64, Refusal>) -> Option<f64> {
    of.as_ref().ok().copied()
}

/// With two decimals, or a dash where there is none.
fn short(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), number::two_decimals)
}

/// A correlation: two decimals and a sign.
fn correlation(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), |r| number::signed(r, 2))
}

/// A p-value: three decimals, and no false nought.
fn p_value(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), |p| if p < 0.0005 { "<0.001".to_owned() } else { number::fixed(p, 3) })
}

/// A share as a whole per cent.
fn percent(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), |share| format!("{} %", number::whole(100.0 * share)))
}

/// The first `most` of a list, and how many more there are.
fn some(list: &[String], most: usize) -> String {
    let shown = list.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
