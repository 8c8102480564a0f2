//! The Borda score: points for ranks, summed over indicators.

use crate::scoring::combine::outranking::{check_table, present};
use crate::scoring::combine::refusal::Refusal;

/// The weighted mean, over a unit's known indicators, of its Borda points: n - rank, ties sharing the mean of their
/// places.
///
/// Handbook step 7 (multi-criteria approach); Young, American Political Science Review 82, 1988, 1231-1244. The best of
/// n units earns n - 1 points, the worst 0; with equal weights it is the classical sum divided by the number of
/// indicators. Where an indicator is known for m < n units its points are stretched by (n - 1)/(m - 1), so that the
/// best earns n - 1 in every indicator; one known for a single unit ranks nobody and is left out. n counts the units
/// with any known value; the others have no score. Worked number: values 9, 7, 7, 1 earn 3, 1.5, 1.5, 0.
pub fn borda(table: &[Vec<Option<f64>>], weights: &[f64]) -> Result<Vec<Option<f64>>, Refusal> {
    check_table(table, weights)?;
    let members = present(table, weights).len();
    if members < 2 {
        return Err(Refusal::TooFewUnits { rule: "the Borda score", units: members, need: 2 });
    }
    let columns: Vec<Vec<f64>> = (0..weights.len())
        .map(|j| {
            let mut column: Vec<f64> = table.iter().filter_map(|row| row.get(j).copied().flatten()).collect();
            column.sort_by(f64::total_cmp);
            column
        })
        .collect();
    let score = |row: &Vec<Option<f64>>| {
        let (mut points, mut total) = (0.0, 0.0);
        for ((column, z), w) in columns.iter().zip(row).zip(weights) {
            let (Some(z), true) = (z, column.len() > 1 && *w > 0.0) else { continue };
            let worse = column.partition_point(|other| other < z);
            let not_better = column.partition_point(|other| other <= z);
            let shared = (worse + not_better - 1) as f64 / 2.0;
            points += w * shared * (members - 1) as f64 / (column.len() - 1) as f64;
            total += w;
        }
        (total > 0.0).then(|| points / total)
    };
    Ok(table.iter().map(score).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::combine::outranking::Outranking;

    #[test]
    fn points_by_hand() {
        let column: Vec<_> = [9.0, 7.0, 7.0, 1.0].iter().map(|z| vec![Some(*z)]).collect();
        assert_eq!(borda(&column, &[2.0]), Ok(vec![Some(3.0), Some(1.5), Some(1.5), Some(0.0)]));
        // The second indicator knows two of three units: its points are 0 and 2, not 0 and 1.
        let table = [vec![Some(1.0), Some(5.0)], vec![Some(2.0), Some(4.0)], vec![Some(3.0), None], vec![None, None]];
        assert_eq!(borda(&table, &[1.0, 1.0]), Ok(vec![Some(1.0), Some(0.5), Some(2.0), None]));
        assert!(borda(&[vec![Some(1.0)]], &[1.0]).is_err());
    }

    /// Values: scipy's ranks, from the formula.
    #[test]
    fn points_with_gaps_and_weights() {
        let table = [
            vec![Some(0.2), Some(0.9), Some(0.4)],
            vec![Some(0.8), Some(0.1), None],
            vec![Some(0.5), Some(0.5), Some(0.9)],
            vec![Some(0.9), Some(0.7), Some(0.3)],
            vec![None, Some(0.2), Some(0.6)],
        ];
        let found = borda(&table, &[0.5, 0.2, 0.3]).expect("points");
        let expected = [1.2, 1.9047619047619049, 34.0 / 15.0, 2.6, 2.0];
        for (points, expected) in found.iter().zip(expected) {
            assert!((points.expect("points") - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn on_a_complete_table_it_is_the_sum_of_outranking_shares() {
        let rows = [[1.0, 4.0, 2.0], [3.0, 3.0, 2.0], [2.0, 9.0, 1.0], [3.0, 1.0, 0.0], [0.0, 4.0, 7.0]];
        let table: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect();
        let weights = [0.2, 0.5, 0.3];
        let shares = Outranking::of(&table, &weights).expect("a matrix").copeland();
        for (points, share) in borda(&table, &weights).expect("points").iter().zip(shares) {
            assert!((points.expect("points") - share.expect("a share")).abs() < 1e-12);
        }
    }

    /// A criterion without weight ranks nobody, and whoever has only that has no score.
    #[test]
    fn a_weight_of_nothing_ranks_nobody() {
        let table = [vec![Some(3.0), Some(1.0)], vec![Some(2.0), Some(5.0)], vec![None, Some(9.0)]];
        assert_eq!(borda(&table, &[1.0, 0.0]), Ok(vec![Some(1.0), Some(0.0), None]));
        // Known for one unit alone: nobody is ranked by it, be there two units or more.
        let lone = [vec![Some(3.0), Some(1.0)], vec![Some(2.0), None]];
        assert_eq!(borda(&lone, &[1.0, 1.0]), Ok(vec![Some(1.0), Some(0.0)]));
    }
}
