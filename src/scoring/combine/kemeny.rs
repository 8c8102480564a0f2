//! Kemeny's rule, exact: the rankings that agree most with the outranking matrix.

use crate::scoring::combine::condorcet::tiers;
use crate::scoring::combine::outranking::{DRAW, Outranking};
use crate::scoring::combine::refusal::Refusal;

/// The most units in one majority tier: 2^22 subsets in two tables are 64 MB and about 1.5 s at worst (all units
/// alike).
pub const LARGEST_TIER: usize = 22;

/// The most rankings that are ever listed.
pub const MOST_LISTED: usize = 10_000;

/// All that Kemeny's rule says of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Kemeny {
    /// The most agreement a ranking can reach: the sum of the shares of a against b over all pairs that it puts in that
    /// order.
    pub score: f64,
    /// The optimal rankings, best unit first, in the lexical order of row numbers; the first ones if there are more
    /// than asked.
    pub rankings: Vec<Vec<usize>>,
    /// How many rankings are optimal (`u64::MAX` stands for that many or more).
    pub count: u64,
    /// Per row: the best and the worst place the unit takes in ANY optimal ranking; `None` for a unit without data.
    pub places: Vec<Option<(usize, usize)>>,
}

/// The optimal rankings of one tier.
struct TierOptimum {
    rankings: Vec<Vec<usize>>,
    count: u64,
    places: Vec<(usize, usize)>,
}

/// The Kemeny rankings (Kemeny 1959; Condorcet-Kemeny-Young-Levenglick in the Handbook, step 7, the non-compensatory
/// multi-criteria approach), by dynamic programming over subsets: exact, with no heuristic.
///
/// Every optimal ranking keeps the majority's tiers in order, so each tier is solved for itself and only the largest
/// one is bounded ([`LARGEST_TIER`]). Rankings whose scores differ by less than 1e-9 per step count as equal. At most
/// `limit` rankings are listed; score, count and places are complete all the same. Worked number: the Handbook's five
/// countries (Tables 36 and 37) have 6.375, reached by three rankings.
pub fn kemeny(matrix: &Outranking, limit: usize) -> Result<Kemeny, Refusal> {
    let (tiers, limit) = (tiers(matrix), limit.min(MOST_LISTED));
    if let Some(units) = tiers.iter().map(Vec::len).find(|units| *units > LARGEST_TIER) {
        return Err(Refusal::TooManyUnits { units, limit: LARGEST_TIER });
    }
    let mut places = vec![None; matrix.rows()];
    let (mut rankings, mut count, mut above) = (vec![Vec::new()], 1u64, 0);
    for tier in &tiers {
        let optimum = solve(matrix, tier, limit.max(1));
        for (&member, (best, worst)) in tier.iter().zip(&optimum.places) {
            if let Some(cell) = matrix.members().get(member).and_then(|row| places.get_mut(*row)) {
                *cell = Some((above + best, above + worst));
            }
        }
        above += tier.len();
        count = count.saturating_mul(optimum.count);
        let joined = rankings.iter().flat_map(|head: &Vec<usize>| {
            optimum.rankings.iter().map(move |tail| head.iter().chain(tail).copied().collect())
        });
        rankings = joined.take(limit.max(1)).collect();
    }
    let score = rankings.first().map_or(0.0, |ranking| agreement(matrix, ranking));
    let to_rows = |ranking: &Vec<usize>| ranking.iter().filter_map(|i| matrix.members().get(*i).copied()).collect();
    Ok(Kemeny { score, rankings: rankings.iter().take(limit).map(to_rows).collect(), count, places })
}

/// The Kemeny score of a ranking by place in `members`.
fn agreement(matrix: &Outranking, ranking: &[usize]) -> f64 {
    ranking.iter().enumerate().map(|(k, &i)| ranking.iter().skip(k + 1).map(|&j| matrix.at(i, j)).sum::<f64>()).sum()
}

/// Sums of one unit's shares against any set of others, as two look-ups: one for each half of the set's bits.
struct SetSums {
    half: usize,
    low: Vec<Vec<f64>>,
    high: Vec<Vec<f64>>,
}

impl SetSums {
    fn new(matrix: &Outranking, tier: &[usize]) -> Self {
        let half = tier.len() / 2;
        let (first, second) = tier.split_at(half);
        let sums = |i: usize, others: &[usize]| {
            let mut sums = vec![0.0];
            for &j in others {
                let with: Vec<f64> = sums.iter().map(|sum| sum + if i == j { 0.0 } else { matrix.at(i, j) }).collect();
                sums.extend(with);
            }
            sums
        };
        let all = |others: &[usize]| tier.iter().map(|&i| sums(i, others)).collect();
        Self { half, low: all(first), high: all(second) }
    }

    fn of(&self, unit: usize, set: usize) -> f64 {
        self.low[unit][set & ((1 << self.half) - 1)] + self.high[unit][set >> self.half]
    }
}

/// The numbers of the units in a set given as bits.
fn units_of(set: usize) -> impl Iterator<Item = usize> {
    (0..usize::BITS as usize).take_while(move |j| set >> j != 0).filter(move |j| set >> j & 1 == 1)
}

fn solve(matrix: &Outranking, tier: &[usize], limit: usize) -> TierOptimum {
    let n = tier.len();
    let sums = SetSums::new(matrix, tier);
    let full = (1usize << n) - 1;
    // best[set]: the most agreement when the units of the set fill the last places.
    let mut best = vec![0.0f64; full + 1];
    for set in 1..=full {
        best[set] =
            units_of(set).map(|first| best[set ^ (1 << first)] + sums.of(first, set)).fold(f64::NEG_INFINITY, f64::max);
    }
    let firsts = |set: usize| {
        let (best, sums) = (&best, &sums);
        units_of(set).filter(move |first| best[set ^ (1 << first)] + sums.of(*first, set) >= best[set] - DRAW)
    };
    // ways[set]: optimal orders of the units above the set; sets shrink as the ranking is filled from the top.
    let mut ways = vec![0u64; full + 1];
    let mut places = vec![(n, 1); n];
    ways[full] = 1;
    for set in (1..=full).rev().filter(|set| *set > 0) {
        if ways[set] == 0 {
            continue;
        }
        let place = n + 1 - set.count_ones() as usize;
        for first in firsts(set) {
            let rest = set ^ (1 << first);
            ways[rest] = ways[rest].saturating_add(ways[set]);
            places[first] = (places[first].0.min(place), places[first].1.max(place));
        }
    }
    let mut rankings = Vec::new();
    let mut open = vec![(full, Vec::new())];
    while let Some((set, head)) = open.pop() {
        if rankings.len() >= limit {
            break;
        }
        if set == 0 {
            rankings.push(head);
            continue;
        }
        let mut next: Vec<_> = firsts(set)
            .map(|first| (set ^ (1 << first), head.iter().copied().chain([tier[first]]).collect()))
            .collect();
        next.reverse();
        open.extend(next);
    }
    TierOptimum { rankings, count: ways[0], places }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix(rows: &[Vec<f64>], weights: &[f64]) -> Outranking {
        let table: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect();
        Outranking::of(&table, weights).expect("a matrix")
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        (0..n).fold(vec![Vec::new()], |heads, _| {
            let grown = heads.iter().flat_map(|head: &Vec<usize>| {
                (0..n).filter(|j| !head.contains(j)).map(move |j| head.iter().copied().chain([j]).collect())
            });
            grown.collect()
        })
    }

    #[test]
    fn a_circle_has_its_three_turns_as_optimal_rankings() {
        let circle = matrix(&[vec![3.0, 1.0, 2.0], vec![2.0, 3.0, 1.0], vec![1.0, 2.0, 3.0]], &[1.0; 3]);
        let found = kemeny(&circle, 10).expect("rankings");
        assert_eq!(found.rankings, [[0, 1, 2], [1, 2, 0], [2, 0, 1]]);
        assert!((found.score - 5.0 / 3.0).abs() < 1e-12);
        assert_eq!((found.count, found.places), (3, vec![Some((1, 3)); 3]));
        let short = kemeny(&circle, 1).expect("rankings");
        assert_eq!((short.rankings.len(), short.count), (1, 3));
    }

    #[test]
    fn alike_units_share_their_places_and_too_wide_a_circle_is_refused() {
        let alike = kemeny(&matrix(&vec![vec![1.0]; 4], &[1.0]), 2).expect("rankings");
        assert_eq!((alike.count, alike.rankings.len(), alike.places[3]), (24, 2, Some((1, 4))));
        let wide = kemeny(&matrix(&vec![vec![1.0]; LARGEST_TIER + 1], &[1.0]), 2);
        assert_eq!(wide, Err(Refusal::TooManyUnits { units: LARGEST_TIER + 1, limit: LARGEST_TIER }));
        let chain: Vec<_> = (0..300).map(|i| vec![f64::from(i)]).collect();
        let chain = kemeny(&matrix(&chain, &[1.0]), 2).expect("a majority order has no limit");
        assert_eq!((chain.count, chain.places[0], chain.score), (1, Some((300, 300)), 300.0 * 299.0 / 2.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_permutation_beats_it_and_all_the_best_are_found(
            rows in prop::collection::vec(prop::collection::vec(0..4u8, 4), 2..7),
            weights in prop::collection::vec(1..4u8, 4),
        ) {
            let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|z| f64::from(*z)).collect()).collect();
            let weights: Vec<f64> = weights.iter().map(|w| f64::from(*w)).collect();
            let m = matrix(&rows, &weights);
            let found = kemeny(&m, 10_000).expect("rankings");
            let all = permutations(rows.len());
            let best = all.iter().map(|p| agreement(&m, p)).fold(0.0, f64::max);
            prop_assert!((found.score - best).abs() < 1e-9);
            let optimal: Vec<_> = all.into_iter().filter(|p| agreement(&m, p) > best - 1e-8).collect();
            prop_assert_eq!(&found.rankings, &optimal);
            prop_assert_eq!(found.count, optimal.len() as u64);
            for (unit, place) in found.places.iter().enumerate() {
                let place_in = |p: &Vec<usize>| p.iter().position(|u| *u == unit).map(|k| k + 1);
                let at: Vec<usize> = optimal.iter().flat_map(place_in).collect();
                prop_assert_eq!(*place, Some((*at.iter().min().unwrap(), *at.iter().max().unwrap())));
            }
        }
    }
}
