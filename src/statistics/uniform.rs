//! Uniform random numbers of a stream.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// The next number in 0..1 of a stream, all 53 bits of it: the upper bits of the next 64, as a multiple of 2⁻⁵³.
pub(crate) fn uniform(random: &mut ChaCha8Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::SeedableRng;

    /// Mean 1/2 and variance 1/12, within four standard errors; the largest number that can come is below 1.
    #[test]
    fn the_unit_interval_is_covered_evenly() {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let n = 20_000;
        let drawn: Vec<f64> = (0..n).map(|_| uniform(&mut random)).collect();
        assert!(drawn.iter().all(|x| (0.0..1.0).contains(x)));
        let mean = drawn.iter().sum::<f64>() / f64::from(n);
        let variance = drawn.iter().map(|x| (x - 0.5).powi(2)).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 4.0 / (12.0 * f64::from(n)).sqrt(), "{mean}");
        assert!((variance - 1.0 / 12.0).abs() < 4.0 / (180.0 * f64::from(n)).sqrt(), "{variance}");
    }
}
