//! Human coders' values, from the codings table.

use super::{Measurer, brief};
use crate::model::framework::Direction;
use crate::model::measurement::{AbsenceKind, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::PartyId;
use crate::model::records::{Coding, Status};

impl Measurer<'_> {
    pub(super) fn coded(&self, code: &str, direction: Direction, from: PartyId, to: PartyId) -> Measurement {
        let this_way = |c: &&Coding| {
            (c.from == from && c.to == to) || (direction == Direction::Undirected && c.from == to && c.to == from)
        };
        let in_window = |c: &&Coding| c.first <= self.window.to() && c.last.is_none_or(|l| l >= self.window.from());
        let rows: Vec<&Coding> =
            self.package.codings.iter().filter(|c| c.indicator == code).filter(this_way).filter(in_window).collect();
        if rows.is_empty() {
            return Measurement::missing(AbsenceKind::NotSearched, "nobody has coded this yet");
        }
        let mut m = Measurement::missing(AbsenceKind::NotAvailable, "");
        m.rows = rows.iter().map(|c| RowRef { table: Table::Codings, line: c.line }).collect();
        let mut coders: Vec<&str> = rows.iter().map(|c| c.coder.as_str()).collect();
        coders.sort_unstable();
        coders.dedup();
        m.basis = format!("coded by {}", coders.join(", "));
        let values: Vec<f64> = rows.iter().filter_map(|c| value(c)).collect();
        if values.is_empty() {
            let kind = rows.iter().map(|c| absence(c.status)).next().unwrap_or(AbsenceKind::NotAvailable);
            m.reading = Reading::missing(kind, "the coder found no figure");
            return m;
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let ends = |f: fn(&Coding) -> Option<f64>| {
            rows.iter().filter(|c| value(c).is_some()).map(|c| f(c).or(value(c)).unwrap_or(mean)).sum::<f64>() / n
        };
        m.reading = Reading::Observed { value: mean, lower: ends(|c| c.lower), upper: ends(|c| c.upper) };
        m.working = match values.len() {
            1 => format!("one coded value: {}", brief(mean)),
            n => format!("mean of {n} coded values = {}", brief(mean)),
        };
        if coders.len() < 2 {
            m.warnings.push(format!("`{code}` rests on one coder; its reliability cannot be computed"));
        }
        m
    }
}

/// A coded number; of the rows without one only those that mean zero count as 0.
fn value(c: &Coding) -> Option<f64> {
    match c.status {
        Status::TrueZero | Status::NoneFound => Some(0.0),
        Status::Observed | Status::Estimated => c.value,
        Status::Censored | Status::NotApplicable | Status::NotAvailable | Status::NotSearched => None,
    }
}

fn absence(status: Status) -> AbsenceKind {
    match status {
        Status::NotApplicable => AbsenceKind::NotApplicable,
        Status::NotSearched => AbsenceKind::NotSearched,
        Status::Censored => AbsenceKind::Censored,
        _ => AbsenceKind::NotAvailable,
    }
}
