//! Rules that pick a position among the sorted values: the weighted median and the minimum.

use crate::scoring::combine::mean::{total_weight, weighty};
use crate::scoring::combine::refusal::Refusal;

/// Share of the total weight within which a cumulated weight counts as exactly one half (six weights of 1/6 sum to rounding error
/// more).
const HALF_DUST: f64 = 1e-12;

/// The weighted median: the value at which the weight of the values up to it passes one half of the total.
///
/// Where the weights up to a value make exactly one half, it is the middle between that value and the next, so that
/// equal weights give the ordinary median. Any finite values; the result lies between them. Worked number: 1, 2, 4, 9
/// with equal weights are 3.
pub fn median(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    let half = total_weight(parts)? / 2.0;
    let mut sorted: Vec<(f64, f64)> = weighty(parts).collect();
    sorted.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    let mut below = 0.0;
    let mut values = sorted.iter().peekable();
    while let Some((weight, value)) = values.next() {
        below += weight;
        match values.peek() {
            Some((_, next)) if (below - half).abs() <= HALF_DUST * half => return Ok(value + (next - value) / 2.0),
            Some(_) if below < half => {}
            _ => return Ok(*value),
        }
    }
    Err(Refusal::NothingKnown)
}

/// The smallest value of positive weight: no compensation at all; the weights play no other part.
///
/// Worked number: 20, 40 and 60 are 20.
pub fn minimum(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    total_weight(parts)?;
    weighty(parts).map(|(_, z)| z).min_by(f64::total_cmp).ok_or(Refusal::NothingKnown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn equal(values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().map(|z| (1.0 / values.len() as f64, *z)).collect()
    }

    #[test]
    fn medians_by_hand() {
        assert_eq!(median(&equal(&[9.0, 1.0, 4.0, 2.0])), Ok(3.0));
        assert_eq!(median(&equal(&[9.0, 1.0, 4.0])), Ok(4.0));
        assert_eq!(median(&equal(&[1.0, 2.0, 3.0, 5.0, 6.0, 7.0])), Ok(4.0));
        assert_eq!(median(&[(0.2, 1.0), (0.2, 2.0), (0.6, 10.0)]), Ok(10.0));
        assert_eq!(median(&[(0.5, 1.0), (0.2, 2.0), (0.3, 10.0)]), Ok(1.5));
        assert_eq!(median(&[(1.0, 7.0), (0.0, 1.0)]), Ok(7.0));
        assert_eq!(median(&[]), Err(Refusal::NothingKnown));
    }

    #[test]
    fn a_whole_weight_is_a_repeated_value() {
        let repeated = equal(&[3.0, 3.0, 5.0, 8.0, 8.0, 8.0, 8.0]);
        assert_eq!(median(&[(2.0, 3.0), (1.0, 5.0), (4.0, 8.0)]), median(&repeated));
    }

    #[test]
    fn the_minimum_has_eyes_for_weighty_parts_only() {
        assert_eq!(minimum(&equal(&[20.0, 40.0, 60.0])), Ok(20.0));
        assert_eq!(minimum(&[(0.0, 1.0), (0.3, 5.0), (0.7, 6.0)]), Ok(5.0));
        assert_eq!(minimum(&[(1.0, f64::INFINITY)]), Err(Refusal::NotFinite { position: 0 }));
    }

    /// What half of the weight is, is a question of proportion: small weights are no rounding error.
    #[test]
    fn small_weights_have_the_same_median() {
        let parts = |unit: f64| [(unit, 1.0), (unit, 2.0), (2.0 * unit, 3.0)];
        assert_eq!((median(&parts(1.0)), median(&parts(1e-13))), (Ok(2.5), Ok(2.5)));
    }
}
