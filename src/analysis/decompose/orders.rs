//! Shares of a value over the orders in which members can join, where some coalitions have no value.

/// Each player's share, and over how many orders of joining it is averaged.
#[derive(Clone, Debug, PartialEq)]
pub struct Orders {
    /// By player; they sum to the value of all less that of none.
    pub shares: Vec<f64>,
    /// Orders in which every coalition met on the way has a value; all n! where none is missing.
    pub possible: f64,
    pub all: f64,
}

/// Shapley's average taken over the orders of joining that can be followed: those in which every coalition met has a
/// value.
///
/// Shapley's value is the mean of a player's marginal contribution over all n! orders. Where some coalitions have no
/// value, orders that pass through them are left out, as Faigle and Kern (International Journal of Game Theory 21,
/// 1992, 249-266) leave out the orders that constraints forbid. No value is filled in, the shares still sum to
/// `v(all) - v(none)`, and with no coalition missing they are Shapley's. `values` holds the value of each coalition at
/// the place of its bits, that of none first; up to 16 players. `None` where no order can be followed.
///
/// Worked number: v(none) 0, v(1) 4, v(2) unknown, v(1, 2) 10: only "1, then 2" can be followed, and the shares are 4
/// and 6.
pub fn orders(players: usize, values: &[Option<f64>]) -> Option<Orders> {
    let count = 1usize.checked_shl(u32::try_from(players).ok()?).filter(|n| *n == values.len() && players > 0)?;
    let known = |set: usize| values.get(set).copied().flatten();
    let without = |set: usize, i: usize| (set >> i & 1 == 1).then_some(set & !(1 << i));
    // How many ways lead from none to each coalition, and from each to all; up to 16! they are whole numbers without
    // rounding.
    let mut to = vec![0.0; count];
    let mut from = vec![0.0; count];
    if let (Some(none), Some(all)) = (to.first_mut(), from.last_mut()) {
        known(0)?;
        known(count - 1)?;
        (*none, *all) = (1.0, 1.0);
    }
    for set in (1..count).filter(|set| known(*set).is_some()) {
        let ways = (0..players).filter_map(|i| to.get(without(set, i)?)).sum();
        to[set] = ways;
    }
    for set in (0..count - 1).rev().filter(|set| known(*set).is_some()) {
        let ways = (0..players).filter(|i| set >> i & 1 == 0).filter_map(|i| from.get(set | 1 << i)).sum();
        from[set] = ways;
    }
    let possible = to.last().copied().filter(|n| *n > 0.0)?;
    let share = |i: usize| {
        let step = |set: usize| {
            let before = without(set, i)?;
            Some(to.get(before)? * from.get(set)? / possible * (known(set)? - known(before)?))
        };
        (1..count).filter_map(step).sum()
    };
    let all = (1..=players).map(|n| n as f64).product();
    Some(Orders { shares: (0..players).map(share).collect(), possible, all })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coalition::{MissingCoalition, shapley};

    #[test]
    fn orders_that_cannot_be_followed_are_left_out() {
        let found = orders(2, &[Some(0.0), Some(4.0), None, Some(10.0)]).expect("an order");
        assert_eq!((found.shares, found.possible, found.all), (vec![4.0, 6.0], 1.0, 2.0));
        assert_eq!(orders(2, &[Some(0.0), None, None, Some(10.0)]), None);
        assert_eq!(orders(2, &[Some(0.0), Some(1.0), Some(1.0), None]), None);
        assert_eq!(orders(0, &[Some(0.0)]), None);
        assert_eq!(orders(2, &[Some(0.0), Some(1.0)]), None);
        // Three players, the second alone unknown: by hand, the orders 123, 132, 312, 321 remain.
        let v = [0.0, 6.0, 0.0, 8.0, 1.0, 9.0, 5.0, 12.0].map(Some);
        let mut values = v;
        values[2] = None;
        let found = orders(3, &values).expect("orders");
        // First: 6, 6, v13 - v3 = 8, v123 - v23 = 7; second: 8 - 6, 12 - 9, 12 - 9, 5 - 1; third: 12 - 8, 9 - 6, 1, 1.
        assert_eq!(found.possible, 4.0);
        let expected = [27.0 / 4.0, 12.0 / 4.0, 9.0 / 4.0];
        assert!(found.shares.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    /// With every value known these are Shapley's shares; with missing values they still sum to the whole.
    #[test]
    fn without_missing_values_they_are_shapleys() {
        // An arbitrary game of six players: the fractional parts of multiples of the golden ratio.
        let v = |set: u32| (f64::from(set) * 0.618_033_988_749_895).fract() * 50.0;
        let mut values: Vec<Option<f64>> = (0..64).map(|set| Some(v(set))).collect();
        let found = orders(6, &values).expect("orders");
        let expected = shapley(6, v(0), MissingCoalition::Refuse, |set| Some(v(set))).expect("shares");
        assert_eq!((found.possible, found.all), (720.0, 720.0));
        assert!(found.shares.iter().zip(&expected.shares).all(|(a, b)| (a - b).abs() < 1e-10));
        for hole in [1, 2, 8, 11, 40] {
            values[hole] = None;
        }
        let holed = orders(6, &values).expect("orders");
        assert!(holed.possible < 720.0);
        assert!((holed.shares.iter().sum::<f64>() - (v(63) - v(0))).abs() < 1e-10);
    }
}
