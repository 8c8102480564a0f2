//! Chances of every outcome of a count whose law is known, and how unlikely the observed one is.
//!
//! The laws of statrs 0.19 do not serve: its chance of 43,000 marked ones among 100,000 drawn of 200,000 is not a number, its binomial chances
//! of neighbouring outcomes are off by 2e-10 of themselves, and each is asked for singly where the tests here need all.

/// Counts up to this total are worked out one outcome at a time.
pub(crate) const MOST_EVENTS: u64 = 100_000_000;

/// Outcomes whose chances differ by less than this share are equally likely, as in R's `binom.test`.
const SAME_CHANCE: f64 = 1e-7;

/// Chances of neighbouring outcomes, reported relative to the likeliest. Chances under the smallest normal number are left
/// out.
///
/// Starting at the likeliest outcome needs no factorials: each neighbour's chance follows from a simple ratio, so that
/// the relative error stays near the computer's precision however large the counts are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcomes {
    first: u64,
    weights: Vec<f64>,
}

impl Outcomes {
    /// Successes among `trials` with the given odds of success (above 0).
    pub(crate) fn binomial(trials: u64, odds: f64) -> Outcomes {
        // The share first: odds alone may be larger than any number times n can bear.
        let share = 1.0 / (1.0 + 1.0 / odds);
        let mode = (((trials as f64) + 1.0) * share).floor() as u64;
        Outcomes::around(mode.min(trials), 0, trials, |k| (trials - k) as f64 / (k + 1) as f64 * odds)
    }

    /// Marked ones among `drawn` from `marked` and `unmarked` ones without replacement; `drawn` is at most their sum.
    pub(crate) fn hypergeometric(marked: u64, unmarked: u64, drawn: u64) -> Outcomes {
        let least = drawn.saturating_sub(unmarked);
        let most = drawn.min(marked);
        let total = u128::from(marked) + u128::from(unmarked) + 2;
        let mode = ((u128::from(marked) + 1) * (u128::from(drawn) + 1) / total) as u64;
        Outcomes::around(mode.clamp(least, most.max(least)), least, most, |k| {
            let up = (marked - k) as f64 * (drawn - k) as f64;
            up / ((k + 1) as f64 * (unmarked + k + 1 - drawn) as f64)
        })
    }

    /// `ratio(k)` is the chance of k + 1 over the chance of k.
    fn around(mode: u64, least: u64, most: u64, ratio: impl Fn(u64) -> f64) -> Outcomes {
        let mut weights = Vec::new();
        let (mut first, mut weight) = (mode, 1.0);
        while first > least {
            weight /= ratio(first - 1);
            if weight < f64::MIN_POSITIVE {
                break;
            }
            weights.push(weight);
            first -= 1;
        }
        weights.reverse();
        weights.push(1.0);
        weight = 1.0;
        for k in mode..most {
            weight *= ratio(k);
            if weight < f64::MIN_POSITIVE {
                break;
            }
            weights.push(weight);
        }
        Outcomes { first, weights }
    }

    fn whole(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// How many of the kept outcomes are under `outcome`.
    fn under(&self, outcome: u64) -> usize {
        usize::try_from(outcome.saturating_sub(self.first)).unwrap_or(usize::MAX).min(self.weights.len())
    }

    /// Chance of `outcome` or less.
    pub(crate) fn at_most(&self, outcome: u64) -> f64 {
        if outcome < self.first {
            return 0.0;
        }
        self.weights.iter().take(self.under(outcome.saturating_add(1))).sum::<f64>() / self.whole()
    }

    /// Chance of `outcome` or more.
    pub(crate) fn at_least(&self, outcome: u64) -> f64 {
        self.weights.iter().skip(self.under(outcome)).rev().sum::<f64>() / self.whole()
    }

    /// Chance of all outcomes that are no likelier than the observed one: the two-sided p by small p-values.
    ///
    /// A p-value under about 1e-300 is 0.
    pub(crate) fn as_unlikely(&self, observed: u64) -> f64 {
        let place = observed.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        let Some(weight) = place.and_then(|place| self.weights.get(place)) else { return 0.0 };
        let limit = weight * (1.0 + SAME_CHANCE);
        self.weights.iter().filter(|other| **other <= limit).sum::<f64>() / self.whole()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-13 * b.abs()
    }

    #[test]
    fn four_tosses_of_a_coin_by_hand() {
        // 1 4 6 4 1 over 16
        let coin = Outcomes::binomial(4, 1.0);
        for (k, sixteenths) in [1.0, 5.0, 11.0, 15.0, 16.0].into_iter().enumerate() {
            assert!(close(coin.at_most(k as u64), sixteenths / 16.0));
            assert!(close(coin.at_least(4 - k as u64), sixteenths / 16.0));
        }
        assert!(close(coin.as_unlikely(0), 2.0 / 16.0) && close(coin.as_unlikely(1), 10.0 / 16.0));
        assert_eq!(coin.as_unlikely(2), 1.0);
        assert_eq!(coin.at_most(9), 1.0);
        assert_eq!((coin.at_least(5), coin.as_unlikely(5)), (0.0, 0.0));
    }

    #[test]
    fn drawing_without_replacement_by_hand() {
        // 2 of 3 marked and 2 unmarked: 0 with C(3,0)C(2,2) = 1, 1 with 3 x 2 = 6, 2 with 3, of 10
        let draw = Outcomes::hypergeometric(3, 2, 2);
        assert!(close(draw.at_most(0), 0.1) && close(draw.at_most(1), 0.7) && close(draw.at_least(2), 0.3));
        // 4 of 3 and 2: at least 2 marked; 2 with 3, 3 with 2, of 5
        let draw = Outcomes::hypergeometric(3, 2, 4);
        assert!(draw.at_most(1) == 0.0 && close(draw.at_most(2), 0.6) && close(draw.as_unlikely(3), 0.4));
        assert_eq!(Outcomes::hypergeometric(0, 5, 3).as_unlikely(0), 1.0);
    }

    #[test]
    fn far_tails_and_extreme_odds_are_numbers() {
        // 0 of 1000 tosses: 2 / 2^1000
        let coin = Outcomes::binomial(1000, 1.0);
        assert!(close(coin.as_unlikely(0), 2.0_f64.powi(-999)));
        // 0 of 3000: under the smallest number, reported as 0
        assert_eq!(Outcomes::binomial(3000, 1.0).as_unlikely(0), 0.0);
        assert_eq!(Outcomes::binomial(3000, 1.0).at_least(3000), 0.0);
        for odds in [1e-40, 1e40] {
            let sure = Outcomes::binomial(7, odds);
            assert!(close(sure.at_most(7), 1.0) && close(sure.at_least(0), 1.0));
        }
    }

    #[test]
    fn the_tails_share_out_the_whole() {
        for trials in [1, 2, 5, 40, 333] {
            for odds in [0.01, 0.5, 1.0, 3.0, 200.0] {
                let outcomes = Outcomes::binomial(trials, odds);
                for k in 0..trials {
                    let sum = outcomes.at_most(k) + outcomes.at_least(k + 1);
                    assert!((sum - 1.0).abs() < 1e-13, "{trials} {odds} {k}");
                    assert!(outcomes.as_unlikely(k) <= 1.0);
                }
            }
        }
    }
}
