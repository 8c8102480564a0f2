//! What was measured for one partnership and one indicator: a reading, and everything needed to defend it.

use super::evidence::Evidence;
use super::package::RowRef;
use super::window::Year;

/// A value, or the reason why there is none. A missing value is never a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A value in the indicator's unit, with the bounds that partly known inputs leave open (equal to the value otherwise).
    Observed {
        value: f64,
        lower: f64,
        upper: f64,
    },
    Missing(Absence),
}

impl Reading {
    /// A value known without bounds. What is not a finite number is no value, whatever arithmetic led to it.
    pub fn exact(value: f64) -> Self {
        if value.is_finite() {
            Reading::Observed { value, lower: value, upper: value }
        } else {
            Reading::missing(AbsenceKind::NotAvailable, "the data give no finite value")
        }
    }

    pub fn missing(kind: AbsenceKind, reason: impl Into<String>) -> Self {
        Reading::Missing(Absence { kind, reason: reason.into(), within: None })
    }

    /// Not known, but surely from `low` to `high`, in the indicator's unit: its score lies between those of the two ends.
    ///
    /// Worked number: issues with 20 % of the attention were voted on, at agreement 0.5: the whole lies within 0.1 and 0.9.
    pub fn missing_within(kind: AbsenceKind, reason: impl Into<String>, (low, high): (f64, f64)) -> Self {
        let known = low.is_finite() && high.is_finite() && low <= high;
        Reading::Missing(Absence { kind, reason: reason.into(), within: known.then_some((low, high)) })
    }

    pub fn value(&self) -> Option<f64> {
        match self {
            Reading::Observed { value, .. } => Some(*value),
            Reading::Missing(_) => None,
        }
    }

    /// Whether the indicator applies at all; what does not apply carries no weight, what is merely unknown does.
    pub fn applies(&self) -> bool {
        !matches!(self, Reading::Missing(Absence { kind: AbsenceKind::NotApplicable, .. }))
    }

    /// Whether anybody has looked for it.
    pub fn searched(&self) -> bool {
        !matches!(self, Reading::Missing(Absence { kind: AbsenceKind::NotSearched, .. }))
    }
}

/// Why a value is missing, and what is known of it all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Absence {
    pub kind: AbsenceKind,
    pub reason: String,
    /// The lowest and the highest value it may have, where the data leave no more open than that.
    pub within: Option<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsenceKind {
    /// The question has no meaning here (a bloc's members, between two states).
    NotApplicable,
    /// Looked for, not to be had.
    NotAvailable,
    /// Nobody has looked yet.
    NotSearched,
    /// Only known to lie beyond a bound.
    Censored,
}

impl AbsenceKind {
    pub fn words(self) -> &'static str {
        match self {
            AbsenceKind::NotApplicable => "not applicable",
            AbsenceKind::NotAvailable => "not available",
            AbsenceKind::NotSearched => "not searched",
            AbsenceKind::Censored => "known only to a bound",
        }
    }
}

/// How many of a bloc's members stand behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberCoverage {
    pub have: usize,
    pub of: usize,
}

/// An intermediate quantity, as `spscore explain` shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    pub label: String,
    /// `None` is shown as missing.
    pub value: Option<f64>,
    pub unit: String,
}

/// Intermediate quantities that come in rows and columns: by issue, by member, by resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub title: String,
    /// The heading of the first column, then heading and unit of each further one.
    pub first: &'static str,
    pub columns: Vec<(String, &'static str)>,
    pub rows: Vec<(String, Vec<Option<f64>>)>,
}

/// A reading together with its working.
#[derive(Clone, Debug)]
pub struct Measurement {
    pub reading: Reading,
    /// The years of the window the value rests on; empty where years play no part.
    pub years: Vec<Year>,
    pub members: Option<MemberCoverage>,
    /// One short phrase for the score card, such as "5 speeches, 6 mentions".
    pub basis: String,
    /// The formula with this case's numbers put in.
    pub working: String,
    pub quantities: Vec<Quantity>,
    pub grids: Vec<Grid>,
    pub rows: Vec<RowRef>,
    pub left_out: Vec<String>,
    pub warnings: Vec<String>,
    /// The numbers behind the reading, to compute it again under other assumptions.
    pub evidence: Evidence,
}

impl Measurement {
    pub fn new(reading: Reading) -> Self {
        Measurement {
            reading,
            years: Vec::new(),
            members: None,
            basis: String::new(),
            working: String::new(),
            quantities: Vec::new(),
            grids: Vec::new(),
            rows: Vec::new(),
            left_out: Vec::new(),
            warnings: Vec::new(),
            evidence: Evidence::default(),
        }
    }

    pub fn missing(kind: AbsenceKind, reason: impl Into<String>) -> Self {
        Measurement::new(Reading::missing(kind, reason))
    }

    pub fn quantity(&mut self, label: impl Into<String>, value: impl Into<Option<f64>>, unit: &str) {
        self.quantities.push(Quantity { label: label.into(), value: value.into(), unit: unit.into() });
    }
}
