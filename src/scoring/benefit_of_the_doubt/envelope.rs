//! Scaled units and the best of them, against which every unit is measured.

use std::cmp::Ordering;

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::statistics::eigen;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::Relation;

/// Most units one table may have: each of them is a linear programme over the others.
const MAX_UNITS: usize = 1_000;
/// Most cells one table may have, so that all programmes together end within about a minute.
const MAX_CELLS: usize = 50_000;

/// Checked data, every indicator divided by its scale, and the units that no other surpasses everywhere.
pub(super) struct Envelope {
    /// Scaled values of every unit.
    pub(super) units: Vec<Vec<f64>>,
    /// What each indicator was divided by.
    pub(super) scale: Vec<f64>,
    /// The different units that are not surpassed in every indicator by another.
    pub(super) best: Vec<Vec<f64>>,
    /// The scaled means over all units.
    pub(super) means: Vec<f64>,
    /// Every indicator's values in ascending order: tells indicators apart whatever the order of units.
    sorted: Vec<Vec<f64>>,
}

impl Envelope {
    /// Refuses a matrix that is not complete, non-negative and of bounded size, or an indicator nobody has any of.
    pub(super) fn new(data: &DMatrix<f64>, restriction: &Restriction) -> Result<Self, Refusal> {
        eigen::check(data, 1)?;
        if data.nrows() > MAX_UNITS {
            return Err(Refusal::TooManyUnits { units: data.nrows(), limit: MAX_UNITS });
        }
        if data.len() > MAX_CELLS {
            return Err(eigen::Refusal::TooManyCells { cells: data.len(), limit: MAX_CELLS }.into());
        }
        for (indicator, column) in data.column_iter().enumerate() {
            if let Some((unit, value)) = column.iter().enumerate().find(|(_, x)| **x < 0.0) {
                return Err(Refusal::Negative { unit, indicator, value: *value });
            }
            if column.max() <= 0.0 {
                return Err(Refusal::ZeroIndicator { indicator });
            }
        }
        // Bounds on weights compare indicators: these keep their common scale.
        let scale: Vec<f64> = match restriction {
            Restriction::WeightShares { .. } => vec![data.max(); data.ncols()],
            Restriction::Free | Restriction::PieShares { .. } | Restriction::Proportions { .. } => {
                data.column_iter().map(|c| c.max()).collect()
            }
        };
        // Adding zero turns a negative zero into a positive one.
        let scaled = |row: &mut dyn Iterator<Item = &f64>| row.zip(&scale).map(|(x, s)| x / s + 0.0).collect();
        let units: Vec<Vec<f64>> = data.row_iter().map(|row| scaled(&mut row.iter())).collect();
        let mut sorted: Vec<Vec<f64>> = data.column_iter().map(|c| c.iter().copied().collect()).collect();
        sorted.iter_mut().for_each(|column| column.sort_by(f64::total_cmp));
        let best = unsurpassed(&units);
        let means = data.column_iter().zip(&scale).map(|(c, s)| c.iter().map(|x| x / s).sum::<f64>() / c.len() as f64);
        let means = means.collect();
        Ok(Self { units, scale, best, means, sorted })
    }

    /// From now on units are held against these alone, and not against all.
    pub(super) fn hold_against(&mut self, sample: &[usize]) {
        let drawn: Vec<Vec<f64>> = sample.iter().filter_map(|unit| self.units.get(*unit)).cloned().collect();
        self.best = unsurpassed(&drawn);
    }

    /// An order of the indicators that does not depend on the order in which they or the units were given, as far as
    /// values can tell them apart: by the unit's own value, then by all values.
    pub(super) fn order_for(&self, own: &[f64]) -> Vec<usize> {
        let mut order: Vec<(usize, (&f64, &Vec<f64>))> = own.iter().zip(&self.sorted).enumerate().collect();
        order.sort_by(|(_, (a, c)), (_, (b, d))| a.total_cmp(b).then_with(|| by_entries(c, d)));
        order.into_iter().map(|(k, _)| k).collect()
    }

    /// `w . y <= 1` for every best unit, in an order fixed by their values; further columns get `extra`.
    pub(super) fn constraints(&self, order: &[usize], extra: &[f64], bound: f64) -> Vec<Constraint> {
        let mut rows: Vec<Vec<f64>> = self.best.iter().map(|unit| picked(unit, order)).collect();
        rows.sort_by(|a, b| by_entries(a, b));
        rows.into_iter()
            .map(|mut coefficients| {
                coefficients.extend(extra);
                Constraint { coefficients, relation: Relation::AtMost, bound }
            })
            .collect()
    }
}

/// The entries of a row in the given order.
pub(super) fn picked(row: &[f64], order: &[usize]) -> Vec<f64> {
    order.iter().filter_map(|k| row.get(*k)).copied().collect()
}

/// The entries of a row that was picked in the given order, back in their own places.
pub(super) fn replaced(row: &[f64], order: &[usize]) -> Vec<f64> {
    let mut pairs: Vec<(usize, f64)> = order.iter().copied().zip(row.iter().copied()).collect();
    pairs.sort_by_key(|(k, _)| *k);
    pairs.into_iter().map(|(_, x)| x).collect()
}

/// Rows that no other row equals or exceeds in every entry (of equal rows, one): the others' constraints follow.
pub(super) fn unsurpassed(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let surpasses = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| x >= y);
    let kept = rows.iter().enumerate().filter(|(i, row)| {
        !rows.iter().enumerate().any(|(j, other)| j != *i && surpasses(other, row) && (j < *i || other != *row))
    });
    kept.map(|(_, row)| row.clone()).collect()
}

/// Compares rows entry by entry.
fn by_entries(a: &[f64], b: &[f64]) -> Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
}
