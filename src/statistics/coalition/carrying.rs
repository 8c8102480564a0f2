//! The smallest sets of players without which a value falls by a declared band.

use crate::statistics::coalition::game::difference;
use crate::statistics::coalition::game::everyone;
use crate::statistics::coalition::game::value_of;
use crate::statistics::coalition::game::values;
use crate::statistics::coalition::refusal::Refusal;

/// A drop short of the band by no more than this share of it reaches it: the rest is rounding.
const SAME_DROP: f64 = 1e-9;

/// A set of players and what its leaving costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Removed {
    /// Bit i for player i; [`members`](crate::statistics::coalition::members) lists them.
    pub players: u32,
    /// `v(all) - v(all but these)`, in points of the value.
    pub drop: f64,
}

/// What carries the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Carrying {
    /// Value of all players together.
    pub whole: f64,
    /// The drop asked for, in points of the value.
    pub band: f64,
    /// All sets of the smallest size that reaches the band, largest drop first, equal drops in the order of their bits;
    /// `None` when no set short of all players does.
    pub sets: Option<Vec<Removed>>,
    /// Removals tried that left no value, smallest sets first: each might reach the band. They are not among `sets`,
    /// and a smaller answer, or any answer at all, may hide among them.
    pub unknown: Vec<u32>,
}

/// The smallest sets S of players, short of all, with `v(all) - v(all but S) >= band`, among up to 16 players.
///
/// All sets of one player are tried, then of two, and so on until a size has one that reaches the band. `value` is
/// asked once for all players and once for each removal tried, from several threads. A drop within 1 in 10^9 of the
/// band reaches it.
///
/// Worked number (glove game, one left and two right, band 1): player 0 alone carries it, with a drop of 1.
///
/// Errors: no player or more than 16, a band that is not above 0, no value of all players, values that are not finite.
pub fn carrying_set<F>(players: usize, band: f64, value: F) -> Result<Carrying, Refusal>
where
    F: Fn(u32) -> Option<f64> + Sync,
{
    let all = everyone(players)?;
    if !(band.is_finite() && band > 0.0) {
        return Err(Refusal::Band { band });
    }
    let whole = value_of(all, &value)?.ok_or(Refusal::NoWhole)?;
    let mut unknown = Vec::new();
    for size in 1..players as u32 {
        let removals: Vec<u32> = (1..all).filter(|removal| removal.count_ones() == size).collect();
        let rest = values(removals.iter().map(|removal| all ^ removal).collect(), &value)?;
        let mut sets = Vec::new();
        for (removal, rest) in removals.into_iter().zip(rest) {
            let Some(rest) = rest else {
                unknown.push(removal);
                continue;
            };
            let drop = difference(whole, rest)?;
            if drop >= band * (1.0 - SAME_DROP) {
                sets.push(Removed { players: removal, drop });
            }
        }
        if !sets.is_empty() {
            sets.sort_by(|a, b| b.drop.total_cmp(&a.drop).then(a.players.cmp(&b.players)));
            return Ok(Carrying { whole, band, sets: Some(sets), unknown });
        }
    }
    Ok(Carrying { whole, band, sets: None, unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [f64; 4] = [5.0, 3.0, 3.0, 1.0];

    fn sum(coalition: u32) -> f64 {
        (0..4).filter(|player| coalition >> player & 1 == 1).map(|player| PARTS[player]).sum()
    }

    fn sets(band: f64) -> Option<Vec<(u32, f64)>> {
        let got = carrying_set(4, band, |s| Some(sum(s))).unwrap();
        assert_eq!((got.whole, got.band, got.unknown.len()), (12.0, band, 0));
        got.sets.map(|sets| sets.into_iter().map(|set| (set.players, set.drop)).collect())
    }

    #[test]
    fn sets_by_hand() {
        let table = [
            (1.0, Some(vec![(0b0001, 5.0), (0b0010, 3.0), (0b0100, 3.0), (0b1000, 1.0)])),
            (3.0, Some(vec![(0b0001, 5.0), (0b0010, 3.0), (0b0100, 3.0)])),
            (5.5, Some(vec![(0b0011, 8.0), (0b0101, 8.0), (0b0110, 6.0), (0b1001, 6.0)])),
            (8.5, Some(vec![(0b0111, 11.0), (0b1011, 9.0), (0b1101, 9.0)])),
            (11.0, Some(vec![(0b0111, 11.0)])),
            // Only all four together: that is no proper subset.
            (11.5, None),
        ];
        for (band, expected) in table {
            assert_eq!(sets(band), expected, "{band}");
        }
    }

    #[test]
    fn a_drop_short_of_the_band_by_rounding_reaches_it() {
        // 0.3 - 0.2 is a little under 0.1 in the computer's numbers.
        let value = |s: u32| Some([0.0, 0.2, 0.29, 0.3][s as usize]);
        let got = carrying_set(2, 0.1, value).unwrap().sets.unwrap();
        assert_eq!(got.iter().map(|set| set.players).collect::<Vec<_>>(), [0b10]);
        assert_eq!(carrying_set(2, 0.11, value).unwrap().sets, None);
    }

    #[test]
    fn removals_that_leave_no_value_are_told_apart() {
        let value = |s: u32| (s & 1 == 1 && s != 0b1001).then(|| sum(s));
        let got = carrying_set(4, 5.5, value).unwrap();
        let players: Vec<u32> = got.sets.unwrap().iter().map(|set| set.players).collect();
        // Without player 0 there is no value; nor without 1 and 2. Pairs that keep both drop by at most 4.
        assert_eq!(
            (players, &got.unknown[..]),
            (vec![0b1110], &[0b0001, 0b0011, 0b0101, 0b0110, 0b1001, 0b0111, 0b1011, 0b1101][..])
        );
        let nothing = carrying_set(2, 1.0, |s| (s == 3).then_some(4.0)).unwrap();
        assert_eq!((nothing.sets, nothing.unknown), (None, vec![1, 2]));
        // One player has no proper subset to lose.
        let one = carrying_set(1, 1.0, |_| Some(4.0)).unwrap();
        assert_eq!((one.sets, one.unknown.len()), (None, 0));
    }

    #[test]
    fn every_set_found_reaches_the_band_and_no_smaller_one_does() {
        for players in [3_usize, 6, 8] {
            let all = (1_u32 << players) - 1;
            // Values that are neither sums nor monotone: seeded by 7919 and 104729.
            let value = |s: u32| f64::from(s.wrapping_mul(7919) % 97) + f64::from(s.count_ones().pow(2)) * 104_729e-5;
            for band in [1.0, 20.0, 60.0, 90.0, 120.0] {
                let got = carrying_set(players, band, |s| Some(value(s))).unwrap();
                let reaches = |s: &u32| value(all) - value(all ^ s) >= band;
                let least = (1..all).filter(reaches).map(u32::count_ones).min();
                let mut expected: Vec<u32> =
                    (1..all).filter(reaches).filter(|s| Some(s.count_ones()) == least).collect();
                let mut found: Vec<u32> = got.sets.iter().flatten().map(|set| set.players).collect();
                let drops: Vec<f64> = got.sets.iter().flatten().map(|set| set.drop).collect();
                assert!(drops.windows(2).all(|pair| pair[0] >= pair[1]));
                expected.sort_unstable();
                found.sort_unstable();
                assert_eq!(found, expected, "{players} {band}");
            }
        }
    }

    #[test]
    fn bad_input_is_refused() {
        for band in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(carrying_set(2, band, |_| Some(1.0)), Err(Refusal::Band { band }));
        }
        assert_eq!(carrying_set(2, 1.0, |s| (s != 3).then_some(1.0)), Err(Refusal::NoWhole));
        assert_eq!(carrying_set(0, 1.0, |_| Some(1.0)), Err(Refusal::NoPlayers));
        assert_eq!(carrying_set(2, 1.0, |s| Some(f64::from(s).ln() / 0.0)), Err(Refusal::NotFinite { coalition: 3 }));
    }
}
