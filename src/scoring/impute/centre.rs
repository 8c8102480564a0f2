//! Imputation by the mean or median of an indicator, over all units or over the unit's group.

use std::collections::BTreeMap;

use crate::scoring::impute::Centre;
use crate::scoring::impute::FilledColumn;
use crate::scoring::impute::fill;
use crate::scoring::known::known;
use crate::scoring::known::known_at_least;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::same_length;

/// Every missing value becomes the mean (or median) of the known ones (Handbook 2008, step 3; COINr `i_mean`,
/// `i_median`).
///
/// It leaves the mean as it is and makes the variance too small. Worked example: 1, missing, 2, 6 has its gap filled
/// with 3, by the median with 2. Refused: a column without a known value.
pub fn by_centre(column: &[Option<f64>], centre: Centre) -> Result<FilledColumn, Refusal> {
    let middle = centre.of(&known_at_least(column, 1)?).ok_or(Refusal::OutOfNumbers { what: "the mean" })?;
    fill(column, |_| Ok(Some(middle)))
}

/// Every missing value becomes the mean (or median) of its group's known ones (COINr `i_mean_grp`, `i_median_grp`).
///
/// A unit without a group, and one whose group has no known value, stays missing and is reported. Worked example: 1, 3 and
/// a gap in group a, 9 in group b: the gap gets 2. Refused: groups for another number of units, or no group at all.
pub fn by_group(column: &[Option<f64>], groups: &[Option<String>], centre: Centre) -> Result<FilledColumn, Refusal> {
    same_length(column.len(), groups.len())?;
    known(column)?;
    if groups.iter().all(Option::is_none) {
        return Err(Refusal::NoGroups);
    }
    let mut members: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (value, group) in column.iter().zip(groups) {
        if let (Some(x), Some(group)) = (value, group) {
            members.entry(group).or_default().push(*x);
        }
    }
    let middles: BTreeMap<&str, Option<f64>> = members.into_iter().map(|(name, x)| (name, centre.of(&x))).collect();
    fill(column, |unit| match groups.get(unit).and_then(Option::as_deref).and_then(|group| middles.get(group)) {
        Some(Some(middle)) => Ok(Some(*middle)),
        Some(None) => Err(Refusal::OutOfNumbers { what: "the mean of a group" }),
        None => Ok(None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::impute::FilledCell;

    #[test]
    fn middles_by_hand() {
        let column = [Some(1.0), None, Some(2.0), Some(6.0)];
        for (centre, value) in [(Centre::Mean, 3.0), (Centre::Median, 2.0)] {
            let found = by_centre(&column, centre).expect("filled");
            assert_eq!(found.values, [Some(1.0), Some(value), Some(2.0), Some(6.0)]);
            assert_eq!((found.filled, found.still_missing), (vec![FilledCell { unit: 1, value }], vec![]));
        }
        assert_eq!(by_centre(&[None], Centre::Mean), Err(Refusal::TooFew { known: 0, needed: 1 }));
    }

    #[test]
    fn a_group_without_values_stays_missing() {
        let group = |name: &str| Some(name.to_owned());
        let column = [Some(1.0), Some(3.0), None, Some(9.0), None, None];
        let groups = [group("a"), group("a"), group("a"), group("b"), group("c"), None];
        let found = by_group(&column, &groups, Centre::Mean).expect("filled");
        assert_eq!(found.filled, [FilledCell { unit: 2, value: 2.0 }]);
        assert_eq!(found.still_missing, [4, 5]);
        assert_eq!(by_group(&[None], &[None], Centre::Mean), Err(Refusal::NoGroups));
        assert_eq!(by_group(&[None], &[], Centre::Mean), Err(Refusal::UnevenLengths { expected: 1, found: 0 }));
    }
}
