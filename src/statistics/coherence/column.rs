//! The table the coherence analysis reads: one column per indicator, one cell per unit.

use std::collections::BTreeSet;

use crate::statistics::coherence::refusal::Refusal;

/// One indicator (or any element of the tree) over all units.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub code: &'a str,
    /// Code of the node it is aggregated into.
    pub group: &'a str,
    /// Nominal weight inside that node, in any unit.
    pub weight: f64,
    /// Whether a higher value is better; used for strengths and weaknesses only, all else takes the values as given.
    pub higher_is_better: bool,
    pub values: &'a [Option<f64>],
}

/// The scores of a node over the same units.
#[derive(Clone, Copy, Debug)]
pub struct Parent<'a> {
    pub code: &'a str,
    pub scores: &'a [Option<f64>],
}

/// The number of units of a table whose columns have one length, different codes and finite values only.
pub(crate) fn units(columns: &[Column<'_>], parents: &[Parent<'_>]) -> Result<usize, Refusal> {
    let expected = columns.first().ok_or(Refusal::NoIndicator)?.values.len();
    let series = columns.iter().map(|c| (c.code, c.values)).chain(parents.iter().map(|p| (p.code, p.scores)));
    for (code, values) in series {
        if values.len() != expected {
            return Err(Refusal::Ragged { code: code.into(), found: values.len(), expected });
        }
        if let Some(unit) = values.iter().position(|v| v.is_some_and(|v| !v.is_finite())) {
            return Err(Refusal::NotFinite { code: code.into(), unit });
        }
    }
    different(columns.iter().map(|c| c.code))?;
    different(parents.iter().map(|p| p.code))?;
    Ok(expected)
}

fn different<'a>(codes: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(Refusal::RepeatedCode { code: code.into() });
        }
    }
    Ok(())
}

/// The codes of the nodes the columns belong to, in the order of their first column.
pub(crate) fn groups<'a>(columns: &[Column<'a>]) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    columns.iter().map(|c| c.group).filter(|group| seen.insert(*group)).collect()
}

/// The values of each column on the units that have a value in all of them (listwise-complete units).
pub(crate) fn complete(columns: &[Column<'_>]) -> Vec<Vec<f64>> {
    let units = columns.iter().map(|c| c.values.len()).min().unwrap_or(0);
    let mut whole = vec![Vec::with_capacity(units); columns.len()];
    for unit in 0..units {
        let row: Option<Vec<f64>> = columns.iter().map(|c| c.values.get(unit).copied().flatten()).collect();
        for (column, value) in whole.iter_mut().zip(row.into_iter().flatten()) {
            column.push(value);
        }
    }
    whole
}

/// The number of complete units and their values; refused under two indicators or three such units.
pub(crate) fn complete_enough(columns: &[Column<'_>]) -> Result<(usize, Vec<Vec<f64>>), Refusal> {
    if columns.len() < 2 {
        return Err(Refusal::TooFewIndicators { found: columns.len(), least: 2 });
    }
    let whole = complete(columns);
    let units = whole.first().map_or(0, Vec::len);
    if units < 3 {
        return Err(Refusal::TooFewUnits { found: units, least: 3 });
    }
    Ok((units, whole))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn column<'a>(code: &'a str, group: &'a str, values: &'a [Option<f64>]) -> Column<'a> {
        Column { code, group, weight: 1.0, higher_is_better: true, values }
    }

    #[test]
    fn only_whole_tables_pass() {
        let (a, b) = ([Some(1.0), None], [Some(2.0), Some(f64::NAN)]);
        assert_eq!(units(&[], &[]), Err(Refusal::NoIndicator));
        assert_eq!(units(&[column("a", "g", &a), column("b", "g", &a)], &[]), Ok(2));
        let repeated = units(&[column("a", "g", &a), column("a", "g", &a)], &[]);
        assert_eq!(repeated, Err(Refusal::RepeatedCode { code: "a".into() }));
        let ragged = units(&[column("a", "g", &a)], &[Parent { code: "g", scores: &a[..1] }]);
        assert_eq!(ragged, Err(Refusal::Ragged { code: "g".into(), found: 1, expected: 2 }));
        let nan = units(&[column("b", "g", &b)], &[]);
        assert_eq!(nan, Err(Refusal::NotFinite { code: "b".into(), unit: 1 }));
    }

    #[test]
    fn complete_units_have_every_value() {
        let (a, b) = ([Some(1.0), None, Some(3.0)], [Some(2.0), Some(4.0), Some(5.0)]);
        let whole = complete(&[column("a", "g", &a), column("b", "h", &b)]);
        assert_eq!(whole, [[1.0, 3.0], [2.0, 5.0]]);
        assert_eq!(groups(&[column("a", "g", &a), column("b", "h", &b), column("c", "g", &b)]), ["g", "h"]);
    }
}
