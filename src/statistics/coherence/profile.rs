//! Where a unit stands in each indicator, and its strengths and weaknesses.

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::moments::scaled_deviations;
use crate::statistics::moments::standard_deviation;
use crate::statistics::ranking::Ties;
use crate::statistics::ranking::places;
use crate::statistics::ranking::settled;

/// The place of one unit in one indicator, higher always being better.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub value: f64,
    /// 1 for the best; tied units share the best place.
    pub rank: usize,
    /// Units that have a value.
    pub of: usize,
    /// Share in percent of the other units it is better than, tied ones counted half; 0..=100, 50 in the middle.
    ///
    /// This is what the normalisation `percentile_rank` gives on 0 to 100 with `ties = "average"`. Its default is COINr's, ties
    /// at the minimum, which puts tied units lower: a score by it and this percentile may differ where units are tied.
    pub percentile: Result<f64, Refusal>,
    /// (value - mean) / standard deviation (divisor n - 1), turned so that higher is better.
    pub z: Result<f64, Refusal>,
}

/// One unit over all indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// In the order of the columns; `None` where the unit has no value.
    pub standings: Vec<Option<Standing>>,
    /// Places of its best indicators in the table, the best first.
    pub strengths: Vec<usize>,
    /// Places of its worst indicators in the table, the worst first.
    pub weaknesses: Vec<usize>,
}

/// The profile of every unit with up to `top` strengths and weaknesses.
///
/// Handbook step 8 (back to the data); COINr's `get_unit_summary` and `get_str_weak`. Departures: COINr orders by rank,
/// so that place 20 of 20 passes for as good as 20 of 51 where data are missing, gives a unit that is last everywhere
/// strengths, and may name one indicator as both. Here the order is by percentile, then by z, then by code; a strength
/// lies above the 50th percentile and a weakness below, so there may be fewer than `top`. Worked: of 10, 20, 20, 5 the
/// first has rank 3 of 4 and percentile 100 * 1 / 3, the second rank 1 and percentile 100 * 2.5 / 3.
pub fn profiles(columns: &[Column<'_>], top: usize) -> Vec<Profile> {
    let all: Vec<Vec<Option<Standing>>> = columns.iter().map(standing).collect();
    let units = all.iter().map(Vec::len).max().unwrap_or(0);
    (0..units).map(|unit| profile(columns, &all, unit, top)).collect()
}

fn standing(column: &Column<'_>) -> Vec<Option<Standing>> {
    let turn = if column.higher_is_better { 1.0 } else { -1.0 };
    let known: Vec<f64> = column.values.iter().flatten().map(|v| v * turn).collect();
    let of = known.len();
    let others = of.checked_sub(1).filter(|others| *others > 0).ok_or(Refusal::TooFewUnits { found: of, least: 2 });
    let z: Vec<Result<f64, Refusal>> =
        match scaled_deviations(&known).and_then(|(d, _)| Ok((standard_deviation(&d)?, d))) {
            Ok((sd, deviations)) => deviations.into_iter().map(|d| Ok(d / sd)).collect(),
            Err(unfit) => vec![Err(unfit.into()); of],
        };
    let mut standings = known.iter().zip(places(&known)).zip(z).map(|((value, place), z)| Standing {
        value: value * turn,
        rank: (of + 1).saturating_sub(place.below + place.equal),
        of,
        percentile: others.clone().map(|others| 100.0 * (place.rank(Ties::Average) - 1.0) / others as f64),
        z,
    });
    column.values.iter().map(|value| value.and_then(|_| standings.next())).collect()
}

fn profile(columns: &[Column<'_>], all: &[Vec<Option<Standing>>], unit: usize, top: usize) -> Profile {
    let standings: Vec<Option<Standing>> = all.iter().map(|column| column.get(unit).cloned().flatten()).collect();
    let mut order: Vec<(usize, &str, f64, f64)> = standings
        .iter()
        .zip(columns)
        .enumerate()
        .filter_map(|(place, (standing, column))| match standing {
            Some(Standing { percentile: Ok(percentile), z: Ok(z), .. }) => Some((place, column.code, *percentile, *z)),
            _ => None,
        })
        .collect();
    let z = settled(&order.iter().map(|one| one.3).collect::<Vec<f64>>());
    order.iter_mut().zip(z).for_each(|(one, z)| one.3 = z);
    order.sort_by(|a, b| b.2.total_cmp(&a.2).then(b.3.total_cmp(&a.3)).then(a.1.cmp(b.1)));
    let strengths = order.iter().take_while(|one| one.2 > 50.0).take(top).map(|one| one.0).collect();
    order.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.3.total_cmp(&b.3)).then(a.1.cmp(b.1)));
    let weaknesses = order.iter().take_while(|one| one.2 < 50.0).take(top).map(|one| one.0).collect();
    Profile { standings, strengths, weaknesses }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn standings_by_hand() {
        let a = [10.0, 20.0, 20.0, 5.0].map(Some);
        let got = profiles(&[column("a", "g", &a)], 3);
        let ranks: Vec<_> = got.iter().flat_map(|p| p.standings.iter().flatten()).map(|s| (s.rank, s.of)).collect();
        assert_eq!(ranks, [(3, 4), (1, 4), (1, 4), (4, 4)]);
        let want = [100.0 / 3.0, 250.0 / 3.0, 250.0 / 3.0, 0.0];
        for (profile, want) in got.iter().zip(want) {
            let percentile = profile.standings[0].as_ref().unwrap().percentile.clone().unwrap();
            assert!((percentile - want).abs() < 1e-12);
        }
        // Mean 13.75, variance 168.75 / 3.
        let z = got[1].standings[0].as_ref().unwrap().z.clone().unwrap();
        assert!((z - 6.25 / 56.25_f64.sqrt()).abs() < 1e-12);
        assert_eq!(
            (&got[1].strengths[..], &got[1].weaknesses[..], &got[3].weaknesses[..]),
            (&[0][..], &[][..], &[0][..])
        );
    }

    #[test]
    fn direction_and_missing_cells() {
        let (a, b) = ([Some(1.0), Some(2.0), Some(3.0)], [Some(1.0), None, Some(4.0)]);
        let mut columns = [column("a", "g", &a), column("b", "g", &b)];
        columns[0].higher_is_better = false;
        let got = profiles(&columns, 1);
        assert_eq!((&got[0].strengths[..], &got[0].weaknesses[..]), (&[0][..], &[1][..]));
        assert_eq!(got[0].standings[0].as_ref().map(|s| (s.rank, s.value)), Some((1, 1.0)));
        assert!(got[1].standings[1].is_none() && got[1].strengths.is_empty());
        let flat = profiles(&[column("flat", "g", &[Some(2.0); 3])], 1);
        let standing = flat[0].standings[0].clone().unwrap();
        assert_eq!((standing.rank, standing.percentile, standing.z), (1, Ok(50.0), Err(Refusal::Constant)));
    }
}
