//! Samples of units drawn with replacement, from a written seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// `draws` samples of `size` places of 0 to `units`, each place equally likely at every draw.
///
/// The high half of word times count is uniform to within count / 2^32. The same seed gives the same samples; a further
/// sample leaves those before it as they were. Worked example: three samples of 2 of 5 units are six numbers below 5.
pub fn samples(units: usize, size: usize, draws: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut place = || ((u64::from(chance.next_u32()) * units as u64) >> 32) as usize;
    (0..draws).map(|_| (0..size).map(|_| place()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_as_likely_and_the_seed_decides() {
        let drawn = samples(7, 10, 700, 5);
        assert_eq!((drawn.len(), drawn.iter().all(|s| s.len() == 10)), (700, true));
        for unit in 0..7 {
            let times = drawn.iter().flatten().filter(|u| **u == unit).count();
            // 7,000 numbers, 1,000 expected of each, with a standard deviation of 29.
            assert!((870..=1130).contains(&times), "unit {unit}: {times}");
        }
        assert_eq!(drawn[..3], samples(7, 10, 3, 5));
        assert_ne!(drawn[..3], samples(7, 10, 3, 6));
    }
}
