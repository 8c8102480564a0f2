//! Ranks with stated rules for ties.

/// Values that differ by less than this share of the largest size are tied where they were computed in more than one
/// way: what floating point leaves must not reorder equals.
const DUST: f64 = 1e-12;

/// For each value the number of values below it and the number equal to it (itself included).
pub(crate) fn standings(values: &[f64]) -> Vec<(usize, usize)> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut standings = vec![(0, 0); values.len()];
    let mut below = 0;
    for tied in order.chunk_by(|a, b| a.1 == b.1) {
        for (index, _) in tied {
            if let Some(place) = standings.get_mut(*index) {
                *place = (below, tied.len());
            }
        }
        below += tied.len();
    }
    standings
}

/// Ascending ranks from 1; tied values share the mean of their places. Worked: 10, 20, 20, 5 give 2, 3.5, 3.5, 1.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    standings(values).into_iter().map(|(below, equal)| below as f64 + (equal as f64 + 1.0) / 2.0).collect()
}

/// Ranks from 1 for the highest value; tied values share the best place ("1224", COINr's `rank_df`).
/// Worked: 10, 20, 20, 5 give 3, 1, 1, 4.
pub fn descending_ranks(values: &[f64]) -> Vec<usize> {
    let all = values.len();
    standings(values).into_iter().map(|(below, equal)| (all + 1).saturating_sub(below + equal)).collect()
}

/// The values, those within dust of the next lower one made equal to it.
pub(crate) fn settled(values: &[f64]) -> Vec<f64> {
    let dust = DUST * values.iter().fold(0.0_f64, |size, v| size.max(v.abs()));
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut settled = values.to_vec();
    for tied in order.chunk_by(|a, b| b.1 - a.1 <= dust) {
        let lowest = tied.first().map_or(0.0, |one| one.1);
        for (place, _) in tied {
            if let Some(value) = settled.get_mut(*place) {
                *value = lowest;
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_by_hand() {
        assert_eq!(average_ranks(&[10.0, 20.0, 20.0, 5.0]), [2.0, 3.5, 3.5, 1.0]);
        assert_eq!(descending_ranks(&[10.0, 20.0, 20.0, 5.0]), [3, 1, 1, 4]);
        assert_eq!(average_ranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert!(descending_ranks(&[]).is_empty());
        assert_eq!(settled(&[0.1 + 0.2, 0.3, 0.1]), [0.3, 0.3, 0.1]);
    }
}
