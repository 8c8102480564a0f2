//! Shapley values: each player's share of a value, averaged over all orders of joining.

use crate::statistics::coalition::game::everyone;
use crate::statistics::coalition::game::value_of;
use crate::statistics::coalition::game::values;
use crate::statistics::coalition::players::members;
use crate::statistics::coalition::refusal::Refusal;

/// What is done when a coalition short of all players has no value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MissingCoalition {
    /// No Shapley values are given.
    Refuse,
    /// Each such coalition counts as this value, declared by the user and reported with the result.
    AsBaseline(f64),
}

/// The shares of all players.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapley {
    /// By player, in the units of the value; they sum to `whole - empty`.
    pub shares: Vec<f64>,
    /// Value of all players together.
    pub whole: f64,
    /// Declared value of no player.
    pub empty: f64,
    /// Coalitions without a value that counted as the declared baseline.
    pub as_baseline: usize,
    /// Coalitions asked for a value: 2^n - 1.
    pub coalitions: usize,
}

/// Exact Shapley values of up to 16 players (Shapley, in Contributions to the Theory of Games II, 1953, 307-317).
///
/// Player i has `sum over S without i of |S|!(n - |S| - 1)!/n! (v(S + i) - v(S))`. `value` is asked once for each
/// coalition of at least one player (bit i for player i), from several threads; the sums are taken in one fixed order.
/// The value of no player is `empty`, as declared. Without a value of all players there is nothing to share out,
/// whatever `missing` says.
///
/// Worked number (glove game): player 0 has a left glove, 1 and 2 a right one each, a pair is worth 1: 2/3, 1/6, 1/6.
///
/// Errors: no player or more than 16, no value of all players, coalitions without a value under
/// [`MissingCoalition::Refuse`], values or declared numbers that are not finite.
pub fn shapley<F>(players: usize, empty: f64, missing: MissingCoalition, value: F) -> Result<Shapley, Refusal>
where
    F: Fn(u32) -> Option<f64> + Sync,
{
    let all = everyone(players)?;
    declared("value of no player", empty)?;
    if let MissingCoalition::AsBaseline(baseline) = missing {
        declared("baseline", baseline)?;
    }
    // All players first: without their value the other evaluations would be in vain.
    let whole = value_of(all, &value)?.ok_or(Refusal::NoWhole)?;
    let asked = values((1..all).collect(), &value)?;
    let without = asked.iter().filter(|found| found.is_none()).count();
    let coalitions = all as usize;
    let baseline = match missing {
        MissingCoalition::AsBaseline(baseline) => baseline,
        MissingCoalition::Refuse if without == 0 => empty,
        MissingCoalition::Refuse => return Err(Refusal::MissingCoalitions { missing: without, of: coalitions }),
    };
    let known = asked.into_iter().map(|found| found.unwrap_or(baseline));
    let table: Vec<f64> = std::iter::once(empty).chain(known).chain(std::iter::once(whole)).collect();
    let weights = weights(players);
    let shares = (0..players).map(|player| share(player, &table, &weights)).collect::<Vec<f64>>();
    if shares.iter().any(|share| !share.is_finite()) {
        return Err(Refusal::OutOfRange { figure: "sum of the values" });
    }
    Ok(Shapley { shares, whole, empty, as_baseline: without, coalitions })
}

fn declared(what: &'static str, value: f64) -> Result<(), Refusal> {
    if value.is_finite() { Ok(()) } else { Err(Refusal::DeclaredNotFinite { what, value }) }
}

/// The weight `s!(n - s - 1)!/n! = 1/(n C(n - 1, s))` of a coalition of s other players, by s.
fn weights(players: usize) -> Vec<f64> {
    let n = players as f64;
    let mut choices = 1.0;
    (0..players)
        .map(|size| {
            let weight = 1.0 / (n * choices);
            choices *= (n - 1.0 - size as f64) / (size as f64 + 1.0);
            weight
        })
        .collect()
}

/// `table` holds the value of every coalition at its own place.
fn share(player: usize, table: &[f64], weights: &[f64]) -> f64 {
    let own = 1_usize << player;
    // One sum per size, weighted at the end: each size counts 1/n, however many coalitions it has.
    let mut sums = vec![0.0; weights.len()];
    for (coalition, before) in table.iter().enumerate().filter(|(coalition, _)| coalition & own == 0) {
        let size = members(coalition as u32).count();
        if let (Some(sum), Some(after)) = (sums.get_mut(size), table.get(coalition | own)) {
            *sum += after - before;
        }
    }
    sums.iter().zip(weights).map(|(sum, weight)| sum * weight).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use super::*;

    fn of(players: usize, value: impl Fn(u32) -> f64 + Sync) -> Vec<f64> {
        shapley(players, 0.0, MissingCoalition::Refuse, |coalition| Some(value(coalition))).unwrap().shares
    }

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    /// SplitMix64 of the seed and the coalition: a value from -50 to 50 that depends on nothing else. None is worth 0.
    fn random(seed: u64, coalition: u32) -> f64 {
        let mut bits = (seed << 32 | u64::from(coalition)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        if coalition == 0 { 0.0 } else { (bits >> 11) as f64 / (1_u64 << 53) as f64 * 100.0 - 50.0 }
    }

    /// The definition: the mean of what each player adds, over all orders of joining.
    fn by_orders(players: usize, value: &dyn Fn(u32) -> f64) -> Vec<f64> {
        fn join(order: &mut Vec<usize>, fixed: usize, value: &dyn Fn(u32) -> f64, sums: &mut [f64], orders: &mut f64) {
            if fixed == order.len() {
                *orders += 1.0;
                let mut before = 0;
                for player in order.iter() {
                    sums[*player] += value(before | 1 << player) - value(before);
                    before |= 1 << player;
                }
                return;
            }
            for place in fixed..order.len() {
                order.swap(fixed, place);
                join(order, fixed + 1, value, sums, orders);
                order.swap(fixed, place);
            }
        }
        let (mut sums, mut orders) = (vec![0.0; players], 0.0);
        join(&mut (0..players).collect(), 0, value, &mut sums, &mut orders);
        sums.iter().map(|sum| sum / orders).collect()
    }

    #[test]
    fn known_games() {
        let glove = |s: u32| f64::from(u8::from(s & 1 != 0 && s & 0b110 != 0));
        assert!(close(&of(3, glove), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]));
        let majority = |s: u32| f64::from(u8::from(s.count_ones() >= 2));
        assert!(close(&of(3, majority), &[1.0 / 3.0; 3]));
        // Weights 3, 2, 1, 1 and a quota of 4, by hand: 1/2, 1/6, 1/6, 1/6.
        let weighted = |s: u32| {
            let sum: u32 = members(s).map(|player| [3, 2, 1, 1][player]).sum();
            f64::from(u8::from(sum >= 4))
        };
        assert!(close(&of(4, weighted), &[0.5, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0]));
        // Runways of 1, 3, 7 and 10 (Littlechild and Owen): 1/4, + 2/3, + 4/2, + 3/1.
        let airport = |s: u32| members(s).map(|player| [1.0, 3.0, 7.0, 10.0][player]).fold(0.0, f64::max);
        assert!(close(&of(4, airport), &[0.25, 0.25 + 2.0 / 3.0, 2.25 + 2.0 / 3.0, 5.25 + 2.0 / 3.0]));
        assert_eq!(of(1, |_| 7.0), [7.0]);
    }

    #[test]
    fn shares_are_the_means_over_all_orders() {
        for players in 1..=6 {
            for seed in 1..4 {
                let value = |coalition| random(seed, coalition);
                assert!(close(&of(players, value), &by_orders(players, &value)), "{players} {seed}");
            }
        }
    }

    #[test]
    fn shares_sum_to_the_whole_less_the_empty() {
        for players in 1..=12 {
            for seed in 10..13 {
                let empty = random(seed, 77);
                let got = shapley(players, empty, MissingCoalition::Refuse, |s| Some(random(seed, s))).unwrap();
                assert_eq!((got.empty, got.as_baseline, got.coalitions), (empty, 0, (1 << players) - 1));
                assert!((got.shares.iter().sum::<f64>() - (got.whole - empty)).abs() < 1e-9, "{players} {seed}");
            }
        }
    }

    #[test]
    fn equal_players_share_alike_and_a_dummy_gets_its_own() {
        for seed in 20..25 {
            // Players 1 and 3 count only by their number; player 2 adds 4 to any coalition.
            let value = |s: u32| {
                let equals = (s >> 1 & 1) + (s >> 3 & 1);
                random(seed, s & 0b10001 | equals << 8 | 1 << 12) + 4.0 * f64::from(s >> 2 & 1)
            };
            let base = value(0);
            let got = of(5, |s| value(s) - base);
            assert!((got[1] - got[3]).abs() < 1e-9 && (got[2] - 4.0).abs() < 1e-9, "{seed}: {got:?}");
        }
    }

    #[test]
    fn shares_of_a_sum_are_sums_of_shares() {
        for players in [2, 5, 9] {
            let (first, second) = (of(players, |s| random(31, s)), of(players, |s| random(32, s)));
            let both = of(players, |s| 3.0 * random(31, s) - random(32, s));
            let expected: Vec<f64> = first.iter().zip(&second).map(|(a, b)| 3.0 * a - b).collect();
            assert!(close(&both, &expected), "{players}");
        }
    }

    #[test]
    fn each_coalition_is_asked_once_and_threads_do_not_matter() {
        let asked: Vec<AtomicUsize> = (0..1 << 10).map(|_| AtomicUsize::new(0)).collect();
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                of(10, |s| {
                    asked[s as usize].fetch_add(1, Ordering::Relaxed);
                    random(40, s)
                })
            })
        };
        let one = run(1);
        assert!(asked.iter().enumerate().all(|(s, times)| times.load(Ordering::Relaxed) == usize::from(s > 0)));
        for threads in [2, 5] {
            let bits = |shares: &[f64]| shares.iter().map(|share| share.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&run(threads)), bits(&one), "{threads} threads");
        }
    }

    #[test]
    fn sixteen_players() {
        // v(S) = |S|^2: by symmetry 256/16 each.
        assert!(close(&of(16, |s| f64::from(s.count_ones().pow(2))), &[16.0; 16]));
    }

    #[test]
    fn coalitions_without_a_value() {
        let glove = |s: u32| (s != 0b110 && s != 0b010).then_some(f64::from(u8::from(s & 1 != 0 && s & 0b110 != 0)));
        let refused = shapley(3, 0.0, MissingCoalition::Refuse, glove);
        assert_eq!(refused, Err(Refusal::MissingCoalitions { missing: 2, of: 7 }));
        let filled = shapley(3, 0.0, MissingCoalition::AsBaseline(0.0), glove).unwrap();
        assert!(close(&filled.shares, &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]));
        assert_eq!((filled.as_baseline, filled.coalitions), (2, 7));
        // Baseline 5 for 3 alone and for 1, 2: (by hand) player 0 alone adds nothing, so v is 0, 0, 5, 1, 0, 1, 5, 1.
        let five = shapley(3, 0.0, MissingCoalition::AsBaseline(5.0), glove).unwrap();
        assert!(close(&five.shares, &by_orders(3, &|s| [0.0, 0.0, 5.0, 1.0, 0.0, 1.0, 5.0, 1.0][s as usize])));
    }

    #[test]
    fn bad_input_is_refused() {
        let one = |_: u32| Some(1.0);
        assert_eq!(shapley(0, 0.0, MissingCoalition::Refuse, one), Err(Refusal::NoPlayers));
        let many = Refusal::TooManyPlayers { found: 17, most: 16 };
        assert_eq!(shapley(17, 0.0, MissingCoalition::Refuse, one), Err(many));
        let no_whole = shapley(2, 0.0, MissingCoalition::AsBaseline(0.0), |s| (s != 3).then_some(1.0));
        assert_eq!(no_whole, Err(Refusal::NoWhole));
        let bad = shapley(2, 0.0, MissingCoalition::Refuse, |s| Some(if s == 2 { f64::INFINITY } else { 1.0 }));
        assert_eq!(bad, Err(Refusal::NotFinite { coalition: 2 }));
        let infinite = f64::INFINITY;
        let empty = Refusal::DeclaredNotFinite { what: "value of no player", value: infinite };
        assert_eq!(shapley(2, infinite, MissingCoalition::Refuse, one), Err(empty));
        let baseline = Refusal::DeclaredNotFinite { what: "baseline", value: infinite };
        assert_eq!(shapley(2, 0.0, MissingCoalition::AsBaseline(infinite), one), Err(baseline));
        let wide = shapley(2, -1.7e308, MissingCoalition::Refuse, |_| Some(1.7e308));
        assert_eq!(wide, Err(Refusal::OutOfRange { figure: "sum of the values" }));
    }
}
