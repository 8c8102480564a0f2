//! Kendall's W: how far several rankings of the same units agree, and how often chance alone makes them agree so well.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::ranking::{Ties, places};

/// Under three units two rankings are alike or opposed, and agreement says nothing.
pub const LEAST_UNITS: usize = 3;

/// Up to so many joint orders each is looked at; beyond them orders are drawn.
const ALL_ORDERS: usize = 1_000_000;

/// Orders that are drawn. Worked number: the smallest p-value is then 1/10,000, and one near 0.05 has a standard error of
/// 0.002.
const DRAWS: usize = 9_999;

/// Where the draws begin: the same for everybody, so that the same rankings have the same p-value.
const SEED: u64 = 1;

/// Sums of squares nearer to each other than this share are one.
const ROUNDING: f64 = 1e-9;

/// How the p-value was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Over so many joint orders, which are all there are.
    Exact { orders: usize },
    /// Over so many orders drawn from this seed, the observed one counted among them.
    Permutation { draws: usize, seed: u64 },
}

/// The agreement of several rankings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concordance {
    pub units: usize,
    pub rankings: usize,
    /// 0 for none, 1 for the same order in all.
    pub w: f64,
    /// The share of orders, each ranking being equally likely to have any, that agree at least as well.
    pub p: f64,
    pub test: Test,
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{found} units; agreement of rankings needs {LEAST_UNITS}")]
    TooFewUnits { found: usize },
    #[error("one ranking agrees with nothing")]
    OneRanking,
    #[error("rankings of unequal length")]
    UnequalLengths,
    #[error("every ranking ties all of its units")]
    AllTied,
}

/// Kendall's coefficient of concordance over the scores of several rankings, each of the same units; ties share the mean
/// of their places.
///
/// `W = 12 S / (m^2 (n^3 - n) - m sum(t^3 - t))`, S the sum of squares of the units' rank sums about their mean, m
/// rankings, n units, t units tied in one ranking (Kendall and Babington Smith 1939). With (n!)^(m-1) orders of up to a
/// million the p-value is exact; otherwise it is that of the permutation test (Legendre 2005), `(1 + orders at least as
/// large)/(1 + draws)`. The chi-square of m (n - 1) W is not used: it is too wide for few rankings.
///
/// Worked example: the rankings 1 2 3, 1 2 3 and 1 3 2 have rank sums 3, 7, 8, S = 14, and W = 168/216 = 7/9.
///
/// # Errors
///
/// Under three units or two rankings, for rankings of unequal length, and where all of them tie everything.
pub fn concordance(scores: &[Vec<f64>]) -> Result<Concordance, Refusal> {
    let (m, n) = (scores.len(), scores.first().map_or(0, Vec::len));
    if scores.iter().any(|s| s.len() != n) {
        return Err(Refusal::UnequalLengths);
    }
    if m < 2 {
        return Err(Refusal::OneRanking);
    }
    if n < LEAST_UNITS {
        return Err(Refusal::TooFewUnits { found: n });
    }
    let ranks: Vec<Vec<f64>> =
        scores.iter().map(|s| places(s).into_iter().map(|p| p.rank(Ties::Average)).collect()).collect();
    let (rankings, units) = (m as f64, n as f64);
    let tied: f64 = ranks.iter().map(|r| ties(r)).sum();
    let most = rankings * rankings * (units.powi(3) - units) - rankings * tied;
    if most <= 0.0 {
        return Err(Refusal::AllTied);
    }
    let s = squares(&sums(&ranks, n));
    let (p, test) = chance(&ranks, s);
    Ok(Concordance { units: n, rankings: m, w: (12.0 * s / most).clamp(0.0, 1.0), p, test })
}

/// `sum(t^3 - t)` over the groups of equal ranks.
fn ties(ranks: &[f64]) -> f64 {
    let mut sorted = ranks.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|group| (group.len() as f64).powi(3) - group.len() as f64).sum()
}

fn sums(ranks: &[Vec<f64>], n: usize) -> Vec<f64> {
    let mut sums = vec![0.0; n];
    for ranking in ranks {
        sums.iter_mut().zip(ranking).for_each(|(sum, rank)| *sum += rank);
    }
    sums
}

/// The sum of squares about the mean.
fn squares(sums: &[f64]) -> f64 {
    let mean = sums.iter().sum::<f64>() / sums.len() as f64;
    sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum()
}

/// The first ranking may keep its order: only how the others lie to it matters.
fn chance(ranks: &[Vec<f64>], observed: f64) -> (f64, Test) {
    let Some((first, others)) = ranks.split_first() else { return (1.0, Test::Exact { orders: 1 }) };
    let least = observed * (1.0 - ROUNDING);
    if let Some(orders) = all_orders(first.len(), others.len()) {
        let as_large = count(first, others, least);
        return (as_large as f64 / orders as f64, Test::Exact { orders });
    }
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut drawn = others.to_vec();
    let mut as_large = 1;
    for _ in 0..DRAWS {
        let mut all = first.clone();
        for ranking in &mut drawn {
            shuffle(ranking, &mut random);
            all.iter_mut().zip(&*ranking).for_each(|(sum, rank)| *sum += rank);
        }
        as_large += usize::from(squares(&all) >= least);
    }
    (as_large as f64 / (DRAWS + 1) as f64, Test::Permutation { draws: DRAWS, seed: SEED })
}

/// (n!)^others, where it is small enough to look at each.
fn all_orders(n: usize, others: usize) -> Option<usize> {
    let of_one = (1..=n).try_fold(1_usize, |product, k| product.checked_mul(k))?;
    let all = (0..others).try_fold(1_usize, |product, _| product.checked_mul(of_one))?;
    (all <= ALL_ORDERS).then_some(all)
}

/// How many orders of the others make the sum of squares at least this large.
fn count(sums: &[f64], others: &[Vec<f64>], least: f64) -> usize {
    let Some((next, rest)) = others.split_first() else { return usize::from(squares(sums) >= least) };
    let mut order = next.clone();
    orders(&mut order, 0, &mut |order| {
        let sums: Vec<f64> = sums.iter().zip(order).map(|(sum, rank)| sum + rank).collect();
        count(&sums, rest, least)
    })
}

/// The sum of what `each` says of every order of what stands from `fixed` on.
fn orders(values: &mut [f64], fixed: usize, each: &mut dyn FnMut(&[f64]) -> usize) -> usize {
    if fixed >= values.len() {
        return each(values);
    }
    let mut sum = 0;
    for place in fixed..values.len() {
        values.swap(fixed, place);
        sum += orders(values, fixed + 1, each);
        values.swap(fixed, place);
    }
    sum
}

/// Every order equally likely (Fisher and Yates), by numbers below a bound that a multiplication takes from 32 random
/// bits; the bias is below n/2^32.
fn shuffle(values: &mut [f64], random: &mut ChaCha8Rng) {
    for last in (1..values.len()).rev() {
        let place = (u64::from(random.next_u32()) * (last as u64 + 1)) >> 32;
        values.swap(last, place as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rankings: &[&[f64]]) -> Concordance {
        let scores: Vec<Vec<f64>> = rankings.iter().map(|r| r.to_vec()).collect();
        concordance(&scores).expect("a concordance")
    }

    #[test]
    fn three_rankings_of_three_units_by_hand() {
        let found = of(&[&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]]);
        assert!((found.w - 7.0 / 9.0).abs() < 1e-15, "{found:?}");
        // Of 36 orders one has S = 18, and six have S = 14: two of the three alike, and one swap of neighbours in the
        // other.
        assert_eq!((found.p, found.test), (7.0 / 36.0, Test::Exact { orders: 36 }));
        let same = of(&[&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0], &[0.1, 0.2, 0.3]]);
        assert_eq!((same.w, same.p), (1.0, 1.0 / 36.0));
    }

    /// For two rankings W is (1 + rho)/2, and its p-value that of Spearman's rho to one side: over the 24 orders of
    /// four units 4 have a sum of squared differences of 2 or less.
    #[test]
    fn two_rankings_are_spearmans_rho() {
        let found = of(&[&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0]]);
        assert!((found.w - (1.0 + 0.8) / 2.0).abs() < 1e-15);
        assert_eq!((found.p, found.test), (4.0 / 24.0, Test::Exact { orders: 24 }));
        let opposed = of(&[&[1.0, 2.0, 3.0, 4.0], &[4.0, 3.0, 2.0, 1.0]]);
        assert_eq!((opposed.w, opposed.p), (0.0, 1.0));
    }

    /// The mean of Spearman's rho over the pairs is (m W - 1)/(m - 1), with ties as well where all tie alike.
    #[test]
    fn w_is_the_mean_of_spearmans_rho() {
        use crate::statistics::coherence::spearman;
        let rankings = [[5.0, 1.0, 4.0, 2.0, 3.0, 6.0], [6.0, 1.0, 3.0, 2.0, 5.0, 4.0], [1.0, 2.0, 5.0, 3.0, 4.0, 6.0]];
        let known = |r: &[f64; 6]| r.iter().copied().map(Some).collect::<Vec<_>>();
        let pairs = [(0, 1), (0, 2), (1, 2)];
        let rho = |(a, b): (usize, usize)| spearman(&known(&rankings[a]), &known(&rankings[b])).expect("rho").value;
        let mean = pairs.into_iter().map(rho).sum::<f64>() / 3.0;
        let found = of(&[&rankings[0], &rankings[1], &rankings[2]]);
        assert!((mean - (3.0 * found.w - 1.0) / 2.0).abs() < 1e-12, "{mean} {found:?}");
    }

    #[test]
    fn ties_count_and_many_orders_are_drawn() {
        // Ranks 1.5 1.5 3 4 twice: S = 2^2 (1 + 1 + 0.25 + 2.25) = 18, most = 4 x 60 - 2 x (6 + 6) = 216.
        let tied = of(&[&[1.0, 1.0, 2.0, 3.0], &[5.0, 5.0, 7.0, 9.0]]);
        assert!((tied.w - 12.0 * 18.0 / 216.0).abs() < 1e-15, "{tied:?}");
        let rising: Vec<f64> = (0..11).map(f64::from).collect();
        let found = of(&[&rising, &rising, &rising]);
        assert_eq!((found.w, found.p), (1.0, 1.0 / 10_000.0));
        assert_eq!(found.test, Test::Permutation { draws: 9_999, seed: 1 });
    }

    #[test]
    fn what_has_no_agreement_is_refused_by_name() {
        let three = vec![1.0, 2.0, 3.0];
        assert_eq!(concordance(std::slice::from_ref(&three)), Err(Refusal::OneRanking));
        assert_eq!(concordance(&[]), Err(Refusal::OneRanking));
        assert_eq!(concordance(&[three, vec![1.0]]), Err(Refusal::UnequalLengths));
        assert_eq!(concordance(&[vec![1.0, 2.0], vec![1.0, 2.0]]), Err(Refusal::TooFewUnits { found: 2 }));
        assert_eq!(concordance(&[vec![1.0; 3], vec![2.0; 3]]), Err(Refusal::AllTied));
    }
}
