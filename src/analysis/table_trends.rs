//! How values and scores of a panel move through the years: change, growth, slope, rank.

use std::collections::BTreeMap;

use crate::analysis::standing::standings_at;
use crate::model::Units;
use crate::model::framework::NodeId;
use crate::scoring::Rating;

/// A value and its year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    pub year: i32,
    pub value: f64,
}

/// Why a rate has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    #[error("fewer than two years are known")]
    TooFew,
    #[error("the first value is not above 0, so that nothing is a per cent of it")]
    NotAboveZero,
    #[error("the last value lies below 0, and no rate leads there")]
    BelowZero,
    #[error("it is no number")]
    NotFinite,
}

/// The course of one node of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub unit: String,
    pub name: Option<String>,
    pub node: NodeId,
    /// Years with a value among those that are looked at.
    pub known: usize,
    pub years: usize,
    pub first: Option<Dated>,
    pub last: Option<Dated>,
    /// Last less first.
    pub change: Option<f64>,
    /// Compound annual growth rate, as a share a year.
    pub cagr: Result<f64, NoRate>,
    /// Per cent a year of the first value.
    pub percent: Result<f64, NoRate>,
    /// Slope of least squares, in units a year.
    pub slope: Option<f64>,
    /// Ranks in the first and the last year with a value.
    pub ranks: [Option<f64>; 2],
}

impl Course {
    /// Places gained between the first and the last year.
    pub fn places_gained(&self) -> Option<f64> {
        let [first, last] = self.ranks;
        Some(first? - last?)
    }
}

/// Compound annual growth rate, (last / first)^(1 / years) - 1, COINr's `CAGR`. Worked example: from 100 to 121 in two
/// years is 0.1. Two values that are the same give 0. Departures: where the first value is not above 0 COINr gives an
/// infinite rate or one of the wrong sign; here there is none.
pub fn cagr(first: Dated, last: Dated) -> Result<f64, NoRate> {
    if first.year == last.year {
        return Err(NoRate::TooFew);
    }
    if first.value == last.value {
        return Ok(0.0);
    }
    if first.value <= 0.0 {
        return Err(NoRate::NotAboveZero);
    }
    if last.value < 0.0 {
        return Err(NoRate::BelowZero);
    }
    let years = f64::from(last.year) - f64::from(first.year);
    let rate = (last.value / first.value).powf(1.0 / years) - 1.0;
    if rate.is_finite() { Ok(rate) } else { Err(NoRate::NotFinite) }
}

/// The slope of least squares through yearly values; nothing under two years.
pub fn slope(values: &[Dated]) -> Option<f64> {
    let n = values.len() as f64;
    let origin = values.first()?.year;
    let moved = || values.iter().map(|v| (f64::from(v.year) - f64::from(origin), v.value));
    let (x, y) = moved().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
    let spread: f64 = moved().map(|(a, _)| (a - x) * (a - x)).sum();
    let together: f64 = moved().map(|(a, b)| (a - x) * (b - y)).sum();
    (spread > 0.0).then(|| together / spread).filter(|slope| slope.is_finite())
}

/// Per cent change a year, COINr's `prc_change`: of two years the change as a per cent of the first; of three and more
/// the slope of least squares as a per cent of where its line begins. Worked example: 10, 11, 12 in three years lie on
/// a line that rises by 1 from 10: 10 per cent. Values that are all the same give 0. Departure: nothing where what the
/// per cent is of is not above 0, where COINr's sign turns round.
pub fn percent(values: &[Dated]) -> Result<f64, NoRate> {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Err(NoRate::TooFew) };
    if values.len() < 2 {
        return Err(NoRate::TooFew);
    }
    if values.iter().all(|v| v.value == first.value) {
        return Ok(0.0);
    }
    let slope = slope(values).ok_or(NoRate::NotFinite)?;
    let base = if values.len() == 2 {
        first.value
    } else {
        // The line goes through the middle of the points.
        let n = values.len() as f64;
        let year = values.iter().map(|v| f64::from(v.year) - f64::from(first.year)).sum::<f64>() / n;
        values.iter().map(|v| v.value).sum::<f64>() / n - slope * year
    };
    let by_ends = (last.value - first.value) / (f64::from(last.year) - f64::from(first.year));
    let a_year = if values.len() == 2 { by_ends } else { slope };
    if base <= 0.0 {
        return Err(NoRate::NotAboveZero);
    }
    let rate = 100.0 * a_year / base;
    if rate.is_finite() { Ok(rate) } else { Err(NoRate::NotFinite) }
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Courses {
    pub nodes: Vec<NodeId>,
    /// First and last year; all where none are given.
    pub years: Option<(i32, i32)>,
    /// Indicators after imputation instead of before.
    pub imputed: bool,
}

/// The courses of nodes of a rated panel: of an indicator its values after denomination, of an inner node its scores.
pub fn courses(units: &Units, rating: &Rating, asked: &Courses) -> Vec<Course> {
    let ranks = standings_at(units, rating, &|node| asked.nodes.contains(&node));
    let inside = |year: i32| asked.years.is_none_or(|(from, to)| (from..=to).contains(&year));
    let mut series: BTreeMap<&str, Vec<(i32, usize)>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (place, row) in units.rows.iter().enumerate() {
        if let Some(year) = row.year.filter(|year| inside(*year)) {
            if !series.contains_key(row.code.as_str()) {
                order.push(&row.code);
            }
            series.entry(&row.code).or_default().push((year, place));
        }
    }
    series.values_mut().for_each(|rows| rows.sort_unstable());
    let mut found = Vec::new();
    for node in &asked.nodes {
        let place = rating.indicators.iter().position(|id| id == node);
        let column: &[Option<f64>] = match place {
            Some(place) if asked.imputed => rating.steps.imputed.get(place).map_or(&[], Vec::as_slice),
            Some(place) => rating.steps.denominated.get(place).map_or(&[], Vec::as_slice),
            None => rating.scores_of(*node),
        };
        for code in &order {
            let rows = series.get(code).map_or(&[][..], Vec::as_slice);
            let dated = |(year, row): &(i32, usize)| {
                column.get(*row).copied().flatten().map(|value| Dated { year: *year, value })
            };
            let values: Vec<Dated> = rows.iter().filter_map(dated).collect();
            let rank = |at: Option<&Dated>| {
                let row = rows.iter().find(|(year, _)| at.is_some_and(|d| d.year == *year))?.1;
                ranks.get(node.0)?.get(row).copied().flatten()
            };
            let (first, last) = (values.first().copied(), values.last().copied());
            let several = first.zip(last).filter(|_| values.len() > 1);
            let name = rows.last().and_then(|(_, row)| units.rows.get(*row)).and_then(|unit| unit.name.clone());
            found.push(Course {
                unit: (*code).to_owned(),
                name,
                node: *node,
                known: values.len(),
                years: rows.len(),
                first,
                last,
                change: several.map(|(first, last)| last.value - first.value),
                cagr: several.ok_or(NoRate::TooFew).and_then(|(first, last)| cagr(first, last)),
                percent: percent(&values),
                slope: slope(&values),
                ranks: [rank(values.first()), rank(values.last())],
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(values: &[(i32, f64)]) -> Vec<Dated> {
        values.iter().map(|(year, value)| Dated { year: *year, value: *value }).collect()
    }

    #[test]
    fn rates_by_hand() {
        let two = dated(&[(2018, 100.0), (2020, 121.0)]);
        assert!((cagr(two[0], two[1]).unwrap() - 0.1).abs() < 1e-12);
        // 21 per cent in two years.
        assert!((percent(&two).unwrap() - 10.5).abs() < 1e-12);
        let line = dated(&[(2018, 10.0), (2019, 11.0), (2020, 12.0)]);
        assert!((percent(&line).unwrap() - 10.0).abs() < 1e-12 && (slope(&line).unwrap() - 1.0).abs() < 1e-12);
        // 1, 2, 6: slope 2.5, the line begins at 3 - 2.5.
        let bent = dated(&[(1, 1.0), (2, 2.0), (3, 6.0)]);
        assert!((percent(&bent).unwrap() - 500.0).abs() < 1e-9);
    }

    #[test]
    fn rates_that_are_none() {
        let zero = dated(&[(2018, 0.0), (2020, 1.0)]);
        assert_eq!(cagr(zero[0], zero[1]), Err(NoRate::NotAboveZero));
        assert_eq!(percent(&zero), Err(NoRate::NotAboveZero));
        let below = dated(&[(2018, 4.0), (2020, -1.0)]);
        assert_eq!(cagr(below[0], below[1]), Err(NoRate::BelowZero));
        let same = dated(&[(2018, 0.0), (2019, 0.0), (2020, 0.0)]);
        assert_eq!((cagr(same[0], same[2]), percent(&same), slope(&same)), (Ok(0.0), Ok(0.0), Some(0.0)));
        assert_eq!((percent(&same[..1]), slope(&same[..1])), (Err(NoRate::TooFew), None));
    }
}
