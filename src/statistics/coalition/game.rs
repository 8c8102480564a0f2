//! Players, coalitions as sets of bits, and the values asked of them.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::statistics::coalition::refusal::Refusal;

/// All 2^n coalitions are looked at for up to this many players.
pub const MOST_PLAYERS: usize = 16;

/// The coalition of all players.
pub(crate) fn everyone(players: usize) -> Result<u32, Refusal> {
    match players {
        0 => Err(Refusal::NoPlayers),
        1..=MOST_PLAYERS => Ok((1 << players) - 1),
        _ => Err(Refusal::TooManyPlayers { found: players, most: MOST_PLAYERS }),
    }
}

/// The values of the coalitions in their order, each asked for once, shared out among threads.
///
/// The first coalition in that order whose value is not finite is refused, whichever thread was first.
pub(crate) fn values<F>(coalitions: Vec<u32>, value: &F) -> Result<Vec<Option<f64>>, Refusal>
where
    F: Fn(u32) -> Option<f64> + Sync,
{
    let asked: Vec<(u32, Option<f64>)> =
        coalitions.into_par_iter().map(|coalition| (coalition, value(coalition))).collect();
    asked.into_iter().map(|(coalition, found)| finite(coalition, found)).collect()
}

/// The value of one coalition.
pub(crate) fn value_of<F>(coalition: u32, value: &F) -> Result<Option<f64>, Refusal>
where
    F: Fn(u32) -> Option<f64>,
{
    finite(coalition, value(coalition))
}

fn finite(coalition: u32, found: Option<f64>) -> Result<Option<f64>, Refusal> {
    if found.is_none_or(f64::is_finite) { Ok(found) } else { Err(Refusal::NotFinite { coalition }) }
}

/// One value less another, where the difference is a number.
pub(crate) fn difference(more: f64, less: f64) -> Result<f64, Refusal> {
    let found = more - less;
    if found.is_finite() { Ok(found) } else { Err(Refusal::OutOfRange { figure: "difference of two values" }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coalition::players::members;

    #[test]
    fn coalitions_are_sets_of_bits() {
        assert_eq!(members(0b1101).collect::<Vec<_>>(), [0, 2, 3]);
        assert_eq!(members(0).count(), 0);
        assert_eq!(everyone(3), Ok(0b111));
        assert_eq!(everyone(16), Ok(0xffff));
        assert_eq!(everyone(0), Err(Refusal::NoPlayers));
        assert_eq!(everyone(17), Err(Refusal::TooManyPlayers { found: 17, most: 16 }));
    }

    #[test]
    fn values_keep_their_order() {
        let doubled = |coalition: u32| (coalition != 3).then_some(2.0 * f64::from(coalition));
        assert_eq!(values(vec![5, 3, 1], &doubled), Ok(vec![Some(10.0), None, Some(2.0)]));
        let bad = |coalition: u32| Some(if coalition > 4 { f64::NAN } else { 0.0 });
        assert_eq!(values((0..100).collect(), &bad), Err(Refusal::NotFinite { coalition: 5 }));
        assert_eq!(value_of(9, &bad), Err(Refusal::NotFinite { coalition: 9 }));
        assert!(difference(1e308, -1e308).is_err());
    }
}
