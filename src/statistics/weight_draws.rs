//! Weights drawn evenly from a declared set, from a written seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::statistics::uniform::uniform;
use crate::statistics::weight_set::{Refusal, WeightSet};

/// Tries for one draw before the set counts as too narrow.
const MOST_TRIES: usize = 100_000;

/// Draws weights, one set after the other from one stream of random numbers.
pub struct WeightDraws {
    chance: ChaCha8Rng,
}

impl WeightDraws {
    pub fn new(seed: u64) -> WeightDraws {
        WeightDraws { chance: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// One set of weights, every one that sums to 1 within the bounds as likely as any other.
    ///
    /// Above the lower bounds the rest of the weight is cut at uniform points, which spreads it evenly over the
    /// simplex; what exceeds an upper bound is drawn anew. Refused: a set with further conditions than bounds, and one
    /// so narrow beside its lower bounds that 100,000 tries meet nothing of it. Worked example: two weights of at least
    /// 0.2 are 0.2 + 0.6 u and 0.8 - 0.6 u, u uniform.
    pub fn draw(&mut self, set: &WeightSet) -> Result<Vec<f64>, Refusal> {
        let (low, high) = set.bounds().ok_or(Refusal::Conditions)?;
        let rest = 1.0 - low.iter().sum::<f64>();
        for _ in 0..MOST_TRIES {
            let mut cuts: Vec<f64> = (1..low.len()).map(|_| uniform(&mut self.chance)).collect();
            cuts.push(1.0);
            cuts.sort_by(f64::total_cmp);
            let mut before = 0.0;
            let parts = cuts.into_iter().map(|cut| cut - std::mem::replace(&mut before, cut));
            let weights: Vec<f64> = low.iter().zip(parts).map(|(low, part)| low + rest.max(0.0) * part).collect();
            if weights.iter().zip(high).all(|(w, high)| *w <= high + 1e-12) {
                return Ok(weights);
            }
        }
        Err(Refusal::TooNarrow { tries: MOST_TRIES })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::weight_set::Row;

    fn drawn(set: &WeightSet, count: usize) -> Vec<Vec<f64>> {
        let mut draws = WeightDraws::new(7);
        (0..count).map(|_| draws.draw(set).expect("weights")).collect()
    }

    /// Over the whole simplex of three weights each has mean 1/3 and variance 1/18.
    #[test]
    fn the_simplex_is_met_evenly() {
        let all = drawn(&WeightSet::simplex(3).expect("a set"), 20_000);
        for k in 0..3 {
            let mean = all.iter().map(|w| w[k]).sum::<f64>() / 20_000.0;
            let variance = all.iter().map(|w| (w[k] - mean).powi(2)).sum::<f64>() / 20_000.0;
            assert!((mean - 1.0 / 3.0).abs() < 0.006 && (variance - 1.0 / 18.0).abs() < 0.002, "{mean} {variance}");
        }
        assert!(all.iter().all(|w| (w.iter().sum::<f64>() - 1.0).abs() < 1e-12));
        // A quarter of the simplex has its first weight above a half.
        let above = all.iter().filter(|w| w[0] > 0.5).count() as f64 / 20_000.0;
        assert!((above - 0.25).abs() < 0.012, "{above}");
    }

    #[test]
    fn bounds_hold_and_narrow_sets_are_refused() {
        let set = WeightSet::new(vec![0.1, 0.2, 0.0], vec![0.5, 0.6, 0.4], Vec::new()).expect("a set");
        let inside = |w: &Vec<f64>| w[0] >= 0.1 && w[0] <= 0.5 + 1e-9 && w[1] >= 0.2 && w[2] <= 0.4 + 1e-9;
        assert!(drawn(&set, 500).iter().all(inside));
        let one = WeightSet::new(vec![0.25; 4], vec![0.25; 4], Vec::new()).expect("a set");
        assert_eq!(drawn(&one, 1), [vec![0.25; 4]]);
        let tied = WeightSet::new(vec![0.0; 2], vec![1.0; 2], vec![Row::group(&[0], 0.2, 0.3)]).expect("a set");
        assert_eq!(WeightDraws::new(1).draw(&tied), Err(Refusal::Conditions));
        let narrow = WeightSet::new(vec![0.0; 30], vec![1.0 / 29.9; 30], Vec::new()).expect("a set");
        assert_eq!(WeightDraws::new(1).draw(&narrow), Err(Refusal::TooNarrow { tries: 100_000 }));
    }
}
