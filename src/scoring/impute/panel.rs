//! Imputation of a year from other years of the same unit.

use crate::scoring::impute::Panel;
use crate::scoring::known::known;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::scoring::refusal::same_length;

/// A year that was missing, its value, and the year or two years from which it came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilledYear {
    pub year: i32,
    pub value: f64,
    pub from: (i32, Option<i32>),
}

/// One unit's values of one indicator over the years, after imputation.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub values: Vec<Option<f64>>,
    pub filled: Vec<FilledYear>,
    pub still_missing: Vec<i32>,
}

/// Fills missing years of one unit's series (COINr `impute_panel`; Handbook 2008, step 3).
///
/// Only values known at first are used: nothing is filled from a filled value. Worked example: 2018 = 10, 2019 missing,
/// 2020 missing, 2021 = 16: carried forward one year, 2019 becomes 10 and 2020 stays missing; on a line they become 12
/// and 14. Departure: COINr's `max_time` counts rows of the panel, the limit here counts years, so that a panel with
/// missing values carries nothing further than said. Refused: years not strictly ascending, uneven lengths. A series without any
/// known year stays missing.
pub fn by_panel(years: &[i32], values: &[Option<f64>], panel: Panel) -> Result<Series, Refusal> {
    same_length(years.len(), values.len())?;
    known(values)?;
    if !years.is_sorted_by(|a, b| a < b) {
        return Err(Refusal::YearsOutOfOrder);
    }
    let points: Vec<(i32, f64)> =
        years.iter().zip(values).filter_map(|(&year, value)| Some((year, (*value)?))).collect();
    let mut series = Series { values: values.to_vec(), filled: Vec::new(), still_missing: Vec::new() };
    for (&year, value) in years.iter().zip(series.values.iter_mut()).filter(|(_, value)| value.is_none()) {
        let at = points.partition_point(|point| point.0 < year);
        let before = at.checked_sub(1).and_then(|k| points.get(k));
        let (before, after) = (before.copied(), points.get(at).copied());
        match filled(year, before, after, panel) {
            Some(found) => {
                *value = Some(number(found.value, "the imputed value")?);
                series.filled.push(found);
            }
            None => series.still_missing.push(year),
        }
    }
    Ok(series)
}

/// The value for a year between a known year before and one after, where there are such.
fn filled(year: i32, before: Option<(i32, f64)>, after: Option<(i32, f64)>, panel: Panel) -> Option<FilledYear> {
    let held = |(from, value): (i32, f64)| FilledYear { year, value, from: (from, None) };
    match (panel, before, after) {
        (Panel::CarryForward { years }, Some(before), _) => (year.abs_diff(before.0) <= years).then(|| held(before)),
        (Panel::CarryForward { .. }, None, _) => None,
        (Panel::Linear { .. }, Some(before), Some(after)) => {
            let way = f64::from(year.abs_diff(before.0)) / f64::from(after.0.abs_diff(before.0));
            let value = before.1 * (1.0 - way) + after.1 * way;
            Some(FilledYear { year, value, from: (before.0, Some(after.0)) })
        }
        (Panel::Linear { hold_ends: true }, one, other) => one.or(other).map(held),
        (Panel::Linear { hold_ends: false }, _, _) => None,
        (Panel::Constant, before, after) => before.or(after).map(held),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEARS: [i32; 6] = [2017, 2018, 2019, 2020, 2021, 2023];
    const VALUES: [Option<f64>; 6] = [None, Some(10.0), None, None, Some(16.0), None];

    /// Rule, then the values of all years.
    #[test]
    fn years_by_hand() {
        let table = [
            (Panel::CarryForward { years: 1 }, [None, Some(10.0), Some(10.0), None, Some(16.0), None]),
            (Panel::CarryForward { years: 2 }, [None, Some(10.0), Some(10.0), Some(10.0), Some(16.0), Some(16.0)]),
            (Panel::Linear { hold_ends: false }, [None, Some(10.0), Some(12.0), Some(14.0), Some(16.0), None]),
            (
                Panel::Linear { hold_ends: true },
                [Some(10.0), Some(10.0), Some(12.0), Some(14.0), Some(16.0), Some(16.0)],
            ),
            (Panel::Constant, [Some(10.0), Some(10.0), Some(10.0), Some(10.0), Some(16.0), Some(16.0)]),
        ];
        for (panel, expected) in table {
            let found = by_panel(&YEARS, &VALUES, panel).expect("filled");
            for (f, e) in found.values.iter().zip(expected) {
                assert_eq!(f.is_some(), e.is_some(), "{panel:?}");
                assert!((f.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-12, "{panel:?}: {found:?}");
            }
            let gaps = found.values.iter().filter(|v| v.is_none()).count();
            assert_eq!((found.still_missing.len(), found.filled.len() + gaps), (gaps, 4));
        }
    }

    #[test]
    fn the_origin_is_told() {
        let found = by_panel(&YEARS, &VALUES, Panel::Linear { hold_ends: true }).expect("filled");
        let origins: Vec<_> = found.filled.iter().map(|f| f.from).collect();
        assert_eq!(origins, [(2018, None), (2018, Some(2021)), (2018, Some(2021)), (2021, None)]);
    }

    #[test]
    fn refusals_and_nothing_known() {
        assert_eq!(by_panel(&[2019, 2019], &[None, None], Panel::Constant), Err(Refusal::YearsOutOfOrder));
        assert!(matches!(by_panel(&[2019], &[], Panel::Constant), Err(Refusal::UnevenLengths { .. })));
        let nothing = by_panel(&[2019], &[None], Panel::Constant).expect("told");
        assert_eq!((nothing.filled.len(), nothing.still_missing), (0, vec![2019]));
    }
}
