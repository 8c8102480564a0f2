//! Draws of what the data leave open: rates behind counts, flows behind shares, values within bounds.
//!
//! A draw is picked by one coordinate. Every party and pair has a stream of its own, so that what is drawn for one
//! partnership does not depend on which others are analysed (common random numbers), and ASEAN has the same draws in
//! all of them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma, StandardNormal};

use crate::model::evidence::Counts;
pub(super) use crate::statistics::uniform::uniform;

/// What a stream of random numbers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    Naming = 1,
    Attention,
    /// Whatever else is uncertain about two parties.
    Pair,
    Weights,
    Rungs,
    Goalposts,
    /// Which coder is believed.
    Coders,
}

/// A stream: whose matter, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stream(u64);

impl Stream {
    /// Keyed by the parties' codes (FNV-1a, 64 bits), so that another party in the package changes no other party's
    /// draws. The highest bit is set, which keeps them apart from those of [`Stream::of`].
    pub fn of_pair(matter: Matter, from: &str, to: &str) -> Self {
        let letters = [matter as u8].into_iter().chain(from.bytes()).chain([0]).chain(to.bytes());
        let hash = letters
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Stream(hash | 1 << 63)
    }

    pub fn of(matter: Matter, number: usize) -> Self {
        Stream((matter as u64) << 48 | (number as u64 & 0xFFFF_FFFF_FFFF))
    }

    /// The generator of this stream in the set that a coordinate picks.
    pub fn at(self, coordinate: f64) -> ChaCha8Rng {
        let mut seed = [0; 32];
        let (bits, _) = seed.split_at_mut(8);
        bits.copy_from_slice(&coordinate.to_bits().to_le_bytes());
        let mut random = ChaCha8Rng::from_seed(seed);
        random.set_stream(self.0);
        random
    }
}

/// A gamma variate of mean `shape`; 0 where the shape is 0.
pub(super) fn gamma(shape: f64, random: &mut ChaCha8Rng) -> f64 {
    Gamma::new(shape, 1.0).map_or(0.0, |gamma| gamma.sample(random))
}

pub(super) fn normal(random: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(random)
}

/// A party's rate and all others' as such counts leave them open: gamma of shape M_others over W_others for the base
/// rate b, and of shape M + b B over W + B for the shrunk rate, whose mean is the shrunk rate itself. Both per word.
///
/// This is the posterior of a Poisson rate under the prior that the shrinkage states (Gelman et al. 2013, section 2.6),
/// so a count of 0 is uncertain as well; a Poisson draw of a 0 would always be 0.
pub(super) fn rates(own: Counts, others: Counts, prior_words: f64, random: &mut ChaCha8Rng) -> (f64, f64) {
    let base = gamma(others.mentions, random) / others.words;
    let rate = gamma(own.mentions + base * prior_words, random) / (own.words + prior_words);
    (rate, base)
}

/// The share of speeches as k of n leave it open: beta of k + 1/2 and n - k + 1/2 (Jeffreys).
pub(super) fn share(naming: f64, held: f64, random: &mut ChaCha8Rng) -> f64 {
    let (yes, no) = (gamma(naming + 0.5, random), gamma((held - naming).max(0.0) + 0.5, random));
    yes / (yes + no)
}

/// The share of speeches under the prior that its shrinkage states, `prior` speeches of which a share `base` names the
/// other: beta of D + b B and N - D + (1 - b) B, whose mean is the shrunk share itself.
pub(super) fn shrunk_share(naming: f64, held: f64, base: f64, prior: f64, random: &mut ChaCha8Rng) -> f64 {
    let yes = gamma(naming + base * prior, random);
    let no = gamma((held - naming).max(0.0) + (1.0 - base).max(0.0) * prior, random);
    if yes + no > 0.0 { yes / (yes + no) } else { (naming + base * prior) / (held + prior) }
}

/// Mean stance as few sentences leave it open: each weighs a random amount (a Bayesian bootstrap, Rubin 1981), and
/// beside them stand `expected` mentions drawn from those of the whole direction. The mean over draws is the shrunk
/// mean itself.
///
/// Expected mentions that are no whole number are the next whole number of lighter ones.
pub(super) fn manner(
    stances: impl Iterator<Item = (f64, f64)>,
    expected: f64,
    direction: &[(f64, f64)],
    random: &mut ChaCha8Rng,
) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (stance, share) in stances {
        let w = gamma(share, random);
        sum += w * stance;
        weight += w;
    }
    let all: f64 = direction.iter().map(|(_, n)| n).sum();
    let prior = expected.ceil().max(1.0);
    for _ in 0..prior as u32 {
        let w = gamma(expected / prior, random);
        let mut left = uniform(random) * all;
        let drawn = direction.iter().find(|(_, n)| {
            left -= n;
            left < 0.0
        });
        let Some((stance, _)) = drawn.or(direction.last()) else { continue };
        sum += w * stance;
        weight += w;
    }
    sum / weight
}

/// A value between bounds, moved by `shift` on the logit scale; what lies on a bound stays there.
pub(super) fn logit_shift(value: f64, (low, high): (f64, f64), shift: f64) -> f64 {
    let odds = (value - low) / (high - value) * shift.exp();
    if odds.is_finite() { low + (high - low) * odds / (1.0 + odds) } else { high }
}

/// The triangular distribution's quantile, with the mode where there is no width. That of statrs multiplies in another
/// order, and so would change the last digit of every draw. Worked number: of 0, 1, 2 (low, mode, high) 0.5 is 1.
pub(super) fn triangular(low: f64, mode: f64, high: f64, quantile: f64) -> f64 {
    let (width, left) = (high - low, mode - low);
    if width <= 0.0 {
        return mode;
    }
    if quantile * width <= left {
        low + (quantile * width * left).sqrt()
    } else {
        high - ((1.0 - quantile) * width * (high - mode)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Means and variances of 20,000 draws against the distributions' own, within four standard errors.
    #[test]
    fn draws_have_the_moments_they_should() {
        let own = Counts { mentions: 6.0, words: 13_672.0 };
        let others = Counts { mentions: 100.0, words: 2_000_000.0 };
        let n = 20_000;
        let mut random = Stream::of(Matter::Naming, 1).at(0.5);
        let drawn: Vec<(f64, f64)> = (0..n).map(|_| rates(own, others, 10_000.0, &mut random)).collect();
        let mean = |of: &dyn Fn(&(f64, f64)) -> f64| drawn.iter().map(of).sum::<f64>() / f64::from(n);
        let expected = (6.0 + 5e-5 * 10_000.0) / 23_672.0;
        let sd = (6.5f64).sqrt() / 23_672.0;
        assert!((mean(&|d| d.0) - expected).abs() < 4.0 * sd / f64::from(n).sqrt());
        assert!((mean(&|d| d.1) - 5e-5).abs() < 4.0 * 5e-6 / f64::from(n).sqrt());
        // No mention at all leaves the rate open too.
        let none = Counts { mentions: 0.0, words: 10_000.0 };
        let (rate, _) = rates(none, others, 10_000.0, &mut random);
        assert!(rate > 0.0);
        // Regularity and manner keep their printed values as means.
        let drawn: Vec<f64> = (0..n).map(|_| shrunk_share(1.0, 47.0, 0.5, 2.0, &mut random)).collect();
        let regular = drawn.iter().sum::<f64>() / f64::from(n);
        assert!(
            (regular - 2.0 / 49.0).abs() < 4.0 * (2.0f64 * 47.0 / 50.0).sqrt() / 49.0 / f64::from(n).sqrt(),
            "{regular}"
        );
        let direction = [(-1.0, 2.0), (2.0, 6.0)];
        for expected in [0.5, 1.0, 4.0] {
            let own = [(-1.0, 1.0), (-1.0, 1.0)];
            let drawn = (0..n).map(|_| manner(own.into_iter(), expected, &direction, &mut random));
            let mean = drawn.sum::<f64>() / f64::from(n);
            let value = (-2.0 + expected * 1.25) / (2.0 + expected);
            assert!((mean - value).abs() < 4.0 * 1.5 / f64::from(n).sqrt(), "{mean} for {value}");
        }
        let shares: f64 = (0..n).map(|_| share(5.0, 5.0, &mut random)).sum::<f64>() / f64::from(n);
        assert!((shares - 5.5 / 6.0).abs() < 0.005, "{shares}");
    }

    #[test]
    fn shifts_and_quantiles_by_hand() {
        assert!((logit_shift(0.5, (0.0, 1.0), (3f64).ln()) - 0.75).abs() < 1e-12);
        assert!((logit_shift(0.0, (-1.0, 1.0), (3f64).ln()) - 0.5).abs() < 1e-12);
        assert_eq!((logit_shift(0.0, (0.0, 1.0), 1.0), logit_shift(1.0, (0.0, 1.0), -1.0)), (0.0, 1.0));
        assert_eq!(logit_shift(-1.0, (-1.0, 1.0), 0.3), -1.0);
        for (q, x) in [(0.0, 0.0), (0.125, 0.5), (0.5, 1.0), (0.875, 1.5), (1.0, 2.0)] {
            assert!((triangular(0.0, 1.0, 2.0, q) - x).abs() < 1e-12, "{q}");
        }
        assert_eq!(triangular(3.0, 3.0, 3.0, 0.7), 3.0);
    }

    #[test]
    fn streams_differ_and_repeat() {
        let first = |stream: Stream, at: f64| uniform(&mut stream.at(at));
        let (a, b) = (Stream::of(Matter::Weights, 1), Stream::of(Matter::Weights, 2));
        assert_eq!(first(a, 0.25), first(a, 0.25));
        assert!(first(a, 0.25) != first(b, 0.25) && first(a, 0.25) != first(a, 0.250_000_1));
    }
}
