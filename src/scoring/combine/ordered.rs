//! Ordered weighted averaging: weights belong to places among a unit's own values, not to indicators.

use crate::model::method::Quantifier;
use crate::scoring::combine::mean::{generalised, total_weight, weighty};
use crate::scoring::combine::refusal::Refusal;

/// The ordered weighted average: the values from the best down, the place that begins at the share R of the weight and
/// ends at S weighing Q(S) - Q(R), in a mean of the given power.
///
/// Yager, IEEE Transactions on Systems, Man, and Cybernetics 18, 1988, 183-190, DOI 10.1109/21.87068; with weights of
/// the values themselves Yager, International Journal of Intelligent Systems 11, 1996, 49-73; with a power Yager, Fuzzy
/// Optimization and Decision Making 3, 2004, 93-107. With equal weights the best `of` values, or the worst, have equal
/// weights and the others none: these are Compind's `ci_owa`, "at least j" and "more than j". Where fewer than `of`
/// values are known, all of them count. The result lies between the lowest and the highest value. Worked number: 20, 40
/// and 60 with the best two are 50, with the worst two 30; with an orness of 1/3, so that Q(r) = r^2, the places weigh
/// 1/9, 3/9 and 5/9, which gives 280/9 = 31.1.
pub fn ordered(parts: &[(f64, f64)], quantifier: Quantifier, power: f64) -> Result<f64, Refusal> {
    let total = total_weight(parts)?;
    let mut descending: Vec<(f64, f64)> = weighty(parts).collect();
    // Equal values share their places, so that their order among themselves moves nothing but rounding.
    descending.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.total_cmp(&a.0)));
    let n = descending.len();
    let (mut reached, mut before) = (0.0, 0.0);
    let mut placed = Vec::with_capacity(n);
    for (place, (weight, value)) in descending.into_iter().enumerate() {
        reached += weight;
        // Weights such as six times 1/6 sum to rounding error less than their total: the last place ends at 1.
        let share = if place + 1 == n { 1.0 } else { (reached / total).min(1.0) };
        let upto = share_of_average(quantifier, share, n)?.max(before);
        placed.push((upto - before, value));
        before = upto;
    }
    generalised(&placed, power)
}

/// Q at a share of the weight, among `n` values.
fn share_of_average(quantifier: Quantifier, share: f64, n: usize) -> Result<f64, Refusal> {
    let part = |of: usize| n.min(of) as f64 / n as f64;
    let q = match quantifier {
        Quantifier::Best { of: 0 } | Quantifier::Worst { of: 0 } => {
            return Err(Refusal::BadParameter { parameter: "number of values", value: 0.0, range: "1 and above" });
        }
        Quantifier::Best { of } => share / part(of),
        Quantifier::Worst { of } => 1.0 - (1.0 - share) / part(of),
        Quantifier::Orness { orness } if !(orness > 0.0 && orness <= 1.0) => {
            return Err(Refusal::BadParameter { parameter: "orness", value: orness, range: "0 (excluded) to 1" });
        }
        Quantifier::Orness { orness } => share.powf((1.0 - orness) / orness),
    };
    Ok(settled(q))
}

/// A share within rounding error of 0 or 1 is that: places outside the best or the worst have no weight at all.
fn settled(q: f64) -> f64 {
    const DUST: f64 = 1e-12;
    match q {
        q if q < DUST => 0.0,
        q if q > 1.0 - DUST => 1.0,
        q => q,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::combine::{arithmetic, minimum};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    const THREE: [(f64, f64); 3] = [(1.0, 20.0), (1.0, 60.0), (1.0, 40.0)];

    fn close(found: Result<f64, Refusal>, expected: f64) {
        let found = found.expect("an average");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn averages_by_hand() {
        close(ordered(&THREE, Quantifier::Best { of: 1 }, 1.0), 60.0);
        close(ordered(&THREE, Quantifier::Best { of: 2 }, 1.0), 50.0);
        close(ordered(&THREE, Quantifier::Worst { of: 2 }, 1.0), 30.0);
        close(ordered(&THREE, Quantifier::Worst { of: 9 }, 1.0), 40.0);
        close(ordered(&THREE, Quantifier::Orness { orness: 1.0 / 3.0 }, 1.0), 280.0 / 9.0);
        close(ordered(&THREE, Quantifier::Orness { orness: 1.0 }, 1.0), 60.0);
        // The geometric mean of the best two; a value of 0 outside them does not enter it.
        close(ordered(&THREE, Quantifier::Best { of: 2 }, 0.0), 2400f64.sqrt());
        close(ordered(&[(1.0, 0.0), (1.0, 4.0), (1.0, 9.0)], Quantifier::Best { of: 2 }, 0.0), 6.0);
    }

    /// Q(r) = min(1, 2r): the best half of the weight, which is 0.3 of the 60 and 0.2 of the 40.
    #[test]
    fn weights_of_values_say_how_long_a_place_is() {
        let parts = [(0.4, 20.0), (0.3, 60.0), (0.2, 40.0), (0.1, 10.0)];
        close(ordered(&parts, Quantifier::Best { of: 2 }, 1.0), (0.3 * 60.0 + 0.2 * 40.0) / 0.5);
        close(ordered(&parts, Quantifier::Orness { orness: 0.5 }, 1.0), arithmetic(&parts).expect("a mean"));
    }

    #[test]
    fn what_is_no_quantifier_is_refused() {
        for wrong in [Quantifier::Best { of: 0 }, Quantifier::Worst { of: 0 }, Quantifier::Orness { orness: 0.0 }] {
            assert!(matches!(ordered(&THREE, wrong, 1.0), Err(Refusal::BadParameter { .. })), "{wrong:?}");
        }
        assert_eq!(ordered(&[], Quantifier::Best { of: 1 }, 1.0), Err(Refusal::NothingKnown));
        let out = ordered(&[(1.0, -1.0), (1.0, 2.0)], Quantifier::Worst { of: 1 }, 0.0);
        assert!(matches!(out, Err(Refusal::OutOfDomain { .. })), "{out:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]

        /// More orness is never less, and all of it lies between the lowest and the highest value.
        #[test]
        fn averages_rise_with_orness(
            parts in prop::collection::vec((0.01..1.0_f64, 0.0..100.0_f64), 1..8), a in 0.01..1.0_f64, b in 0.01..1.0_f64,
        ) {
            let at = |orness: f64| ordered(&parts, Quantifier::Orness { orness }, 1.0).expect("an average");
            let (low, high) = (minimum(&parts).expect("a value"), parts.iter().map(|(_, z)| *z).fold(0.0, f64::max));
            prop_assert!(at(a.min(b)) <= at(a.max(b)) + 1e-9);
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&at(a)));
        }
    }

    /// Weights of 0.1 do not sum exactly; what lies outside the best or the worst still has no part at all.
    #[test]
    fn places_outside_have_no_weight_but_for_rounding() {
        for n in 2..20 {
            for of in 1..n {
                let parts = |inside: f64, outside: f64| -> Vec<(f64, f64)> {
                    (0..n).map(|place| (0.1, if place < of { inside } else { outside })).collect()
                };
                close(ordered(&parts(4.0, 0.0), Quantifier::Best { of }, 0.0), 4.0);
                close(ordered(&parts(1.0, 1e12), Quantifier::Worst { of }, 3.0), 1.0);
            }
        }
    }
}
