//! The scores of a table's indicators as aggregation takes them: one flat array, column by column, with the logarithms it will ask for.

use super::{Column, Rating};

/// The leaves of some units. A missing score is `NaN` here; a score is always finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leaves {
    /// The rows of the table that are aggregated, in their order.
    rows: Vec<usize>,
    columns: usize,
    scores: Vec<f64>,
    /// Natural logarithms of the scores, column by column; empty where nobody asks.
    logs: Vec<f64>,
    applies: Vec<bool>,
    /// Before normalisation: whether the value is known and 0, or known and something else.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Unknown,
    Zero,
    Other,
}

impl Leaves {
    /// The indicators of a rating whose steps before aggregation are done, at the rows of one scope. `places` says which columns they
    /// become, of `columns`; those of nobody stay empty and do not count. With `logs` the logarithms are kept too.
    pub fn of(rating: &Rating, rows: &[usize], places: &[usize], columns: usize, logs: bool) -> Leaves {
        let n = rows.len();
        let mut leaves = Leaves {
            rows: rows.to_vec(),
            columns,
            scores: vec![f64::NAN; n * columns],
            logs: vec![f64::NAN; if logs { n * columns } else { 0 }],
            applies: vec![true; n * columns],
            marks: vec![Mark::Unknown; n * columns],
        };
        let none = Column::new();
        for (i, (id, column)) in rating.indicators.iter().zip(places).enumerate() {
            let scores = rating.steps.normalised.get(i).unwrap_or(&none);
            let before = rating.steps.screened.get(i).unwrap_or(&none);
            let applies = rating.applies.get(id.0).map_or(&[][..], Vec::as_slice);
            for (unit, row) in rows.iter().enumerate() {
                let cell = column * n + unit;
                let applies = applies.get(*row).copied().unwrap_or(true);
                let score = scores.get(*row).copied().flatten();
                leaves.applies[cell] = applies;
                leaves.marks[cell] = match before.get(*row).copied().flatten() {
                    None => Mark::Unknown,
                    Some(x) if x != 0.0 => Mark::Other,
                    Some(_) => Mark::Zero,
                };
                // What has no place takes no part, whatever stands in its cell.
                if let Some(score) = score.filter(|_| applies) {
                    leaves.scores[cell] = score;
                    if logs {
                        leaves.logs[cell] = score.ln();
                    }
                }
            }
        }
        leaves
    }

    /// The rows of the table that are aggregated.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.rows.len()
    }

    /// How many bytes it holds.
    pub fn bytes(&self) -> usize {
        8 * (self.scores.len() + self.logs.len() + self.rows.len()) + 2 * self.applies.len()
    }

    pub(super) fn scores(&self, column: usize) -> &[f64] {
        part(&self.scores, column, self.units())
    }

    /// Nothing where logarithms are not kept.
    pub(super) fn logs(&self, column: usize) -> Option<&[f64]> {
        (!self.logs.is_empty()).then(|| part(&self.logs, column, self.units()))
    }

    pub(super) fn applies(&self, column: usize) -> &[bool] {
        part(&self.applies, column, self.units())
    }

    pub(super) fn mark(&self, column: usize, unit: usize) -> Mark {
        part(&self.marks, column, self.units()).get(unit).copied().unwrap_or(Mark::Unknown)
    }
}

/// One column of a flat array; nothing where it has no such column.
pub(super) fn part<T>(flat: &[T], column: usize, length: usize) -> &[T] {
    let first = column.saturating_mul(length);
    flat.get(first..first.saturating_add(length)).unwrap_or(&[])
}

/// Where a child's scores stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A column of the leaves.
    Leaf(usize),
    /// The column of another branch, which stands before its parent's.
    Inner(usize),
}
