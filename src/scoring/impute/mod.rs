//! Handbook step 3: missing values are filled by a declared rule, and every filled cell is reported.

mod centre;
mod expectation;
mod method;
mod panel;
mod regression;
mod siblings;

pub use centre::by_centre;
pub use centre::by_group;
pub use expectation::Normal;
pub use expectation::by_em;
pub use method::Centre;
pub use method::Convergence;
pub use method::Panel;
pub use panel::FilledYear;
pub use panel::Series;
pub use panel::by_panel;
pub use regression::by_regression;
pub use siblings::by_siblings;

use crate::scoring::refusal::Refusal;
use crate::statistics::moments::mean;
use crate::statistics::moments::median;

/// A cell that was missing and has a value now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilledCell {
    pub unit: usize,
    pub value: f64,
}

/// A column after imputation. Known values are untouched, to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledColumn {
    pub values: Vec<Option<f64>>,
    pub filled: Vec<FilledCell>,
    /// Units for which the method had nothing to go by.
    pub still_missing: Vec<usize>,
}

impl Centre {
    fn of(self, values: &[f64]) -> Option<f64> {
        match self {
            Centre::Mean => mean(values).ok(),
            Centre::Median => median(values).ok(),
        }
    }
}

/// Fills each missing unit with what the rule gives for it.
fn fill(column: &[Option<f64>], rule: impl Fn(usize) -> Result<Option<f64>, Refusal>) -> Result<FilledColumn, Refusal> {
    let mut result = FilledColumn { values: column.to_vec(), filled: Vec::new(), still_missing: Vec::new() };
    for (unit, value) in result.values.iter_mut().enumerate().filter(|(_, value)| value.is_none()) {
        match rule(unit)? {
            Some(found) if found.is_finite() => {
                *value = Some(found);
                result.filled.push(FilledCell { unit, value: found });
            }
            Some(_) => return Err(Refusal::OutOfNumbers { what: "the imputed value" }),
            None => result.still_missing.push(unit),
        }
    }
    Ok(result)
}
