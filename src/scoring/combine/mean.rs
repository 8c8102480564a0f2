//! The means: arithmetic, geometric, harmonic and the generalised mean that holds them all.

use crate::scoring::combine::refusal::Refusal;

/// `|r|` under which the generalised mean is computed about the geometric one, where the plain formula cancels.
const NEAR_GEOMETRIC: f64 = 1e-2;

/// Parts that may be aggregated: finite values, finite weights of at least 0, their sum above 0. Returns that sum.
pub(crate) fn total_weight(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    for (position, &(weight, value)) in parts.iter().enumerate() {
        if !weight.is_finite() || weight < 0.0 {
            return Err(Refusal::BadWeight { position, weight });
        }
        if !value.is_finite() {
            return Err(Refusal::NotFinite { position });
        }
    }
    let total: f64 = parts.iter().map(|(w, _)| w).sum();
    match total {
        t if !t.is_finite() => Err(Refusal::Overflow { rule: "the sum of weights" }),
        t if t > 0.0 => Ok(t),
        _ => Err(Refusal::NothingKnown),
    }
}

/// The values whose weight is above 0.
pub(crate) fn weighty(parts: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
    parts.iter().copied().filter(|(w, _)| *w > 0.0)
}

/// A mean lies between its parts; rounding error may not lift it out.
fn within(parts: &[(f64, f64)], mean: f64, rule: &'static str) -> Result<f64, Refusal> {
    if !mean.is_finite() {
        return Err(Refusal::Overflow { rule });
    }
    let (low, high) =
        parts.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, z)| (low.min(*z), high.max(*z)));
    Ok(mean.max(low).min(high))
}

/// Refuses the first value of positive weight that is not in the rule's domain.
fn domain(
    parts: &[(f64, f64)],
    rule: &'static str,
    need: &'static str,
    inside: impl Fn(f64) -> bool,
) -> Result<(), Refusal> {
    match parts.iter().enumerate().find(|(_, (w, z))| *w > 0.0 && !inside(*z)) {
        Some((position, &(_, value))) => Err(Refusal::OutOfDomain { rule, need, position, value }),
        None => Ok(()),
    }
}

/// The weighted arithmetic mean `sum w z / sum w` (Handbook step 7, linear aggregation): full compensation.
///
/// Any finite values; the result lies between the smallest and the largest. Worked number: 16 and 100 with equal
/// weights are 58.
pub fn arithmetic(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    let total = total_weight(parts)?;
    within(parts, parts.iter().map(|(w, z)| w * z).sum::<f64>() / total, "the arithmetic mean")
}

/// The weighted geometric mean `exp(sum w ln z / sum w)` (Handbook step 7): partial compensation, dearer at low values.
///
/// Values above 0 only: a 0 would decide the composite alone and a negative value has no logarithm. Never above the
/// arithmetic mean. Worked number: 16 and 100 with equal weights are 40.
pub fn geometric(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    let rule = "the geometric mean";
    let total = total_weight(parts)?;
    domain(parts, rule, "above 0", |z| z > 0.0)?;
    within(parts, (weighty(parts).map(|(w, z)| w * z.ln()).sum::<f64>() / total).exp(), rule)
}

/// The weighted harmonic mean `sum w / sum (w / z)`: the generalised mean of power -1, never above the geometric mean.
///
/// Values above 0 only. COINr's `a_hmean` refuses 0 alone; with negative values its figure can lie outside of the data
/// or divide by 0, so they are refused here. Worked number: 20 and 30 with equal weights are 24.
pub fn harmonic(parts: &[(f64, f64)]) -> Result<f64, Refusal> {
    let rule = "the harmonic mean";
    let total = total_weight(parts)?;
    domain(parts, rule, "above 0", |z| z > 0.0)?;
    // In units of the smallest value, so that no quotient overflows.
    let low = weighty(parts).map(|(_, z)| z).fold(f64::INFINITY, f64::min);
    within(parts, low * (total / weighty(parts).map(|(w, z)| w * (low / z)).sum::<f64>()), rule)
}

/// The generalised (power) mean `(sum w z^r / sum w)^(1/r)`: compensation falls as `r` falls.
///
/// `r` = 1 is the arithmetic mean, 0 the geometric (the limit), -1 the harmonic, minus infinity the minimum, plus
/// infinity the maximum; it never falls as `r` grows. Domain: any values for `r` = 1 and the two infinities; values of
/// at least 0 for other `r` > 0 (a power of a negative value is undefined, or loses its sign when `r` is even, so all
/// are refused alike); values above 0 for `r` <= 0. Missing values are skipped as in the other means (Compind's
/// `ci_generalized_mean` returns 1 for every unit when it is asked to skip them, and takes `^1/p` for `^(1/p)`). Worked
/// number: 1 and 7 with equal weights and `r` = 2 are 5.
pub fn generalised(parts: &[(f64, f64)], r: f64) -> Result<f64, Refusal> {
    let rule = "the generalised mean";
    let total = total_weight(parts)?;
    if r.is_nan() {
        return Err(Refusal::BadParameter { parameter: "power", value: r, range: "the numbers" });
    }
    let low = weighty(parts).map(|(_, z)| z).fold(f64::INFINITY, f64::min);
    let high = weighty(parts).map(|(_, z)| z).fold(f64::NEG_INFINITY, f64::max);
    if r == 1.0 {
        return arithmetic(parts);
    } else if r == 0.0 {
        return geometric(parts);
    } else if r == -1.0 {
        return harmonic(parts);
    } else if r == f64::INFINITY {
        return Ok(high);
    } else if r == f64::NEG_INFINITY {
        return Ok(low);
    } else if r < 0.0 {
        domain(parts, rule, "above 0 (power below 0)", |z| z > 0.0)?;
    } else {
        domain(parts, rule, "of at least 0 (power above 0)", |z| z >= 0.0)?;
    }
    if high == 0.0 {
        return Ok(0.0);
    }
    let share = |f: &dyn Fn(f64) -> f64| weighty(parts).map(|(w, z)| w / total * f(z)).sum::<f64>();
    let mean = if r.abs() < NEAR_GEOMETRIC && low > 0.0 {
        // z = g e^u with sum w u = 0: the mean is g (1 + sum w (e^(r u) - 1))^(1/r), free of cancellation near r = 0.
        let centre = share(&f64::ln);
        (centre + share(&|z| (r * (z.ln() - centre)).exp_m1()).ln_1p() / r).exp()
    } else {
        // The part that dominates the sum is the unit of scale, so that no power overflows.
        let scale = if r > 0.0 { high } else { low };
        scale * share(&|z| (z / scale).powf(r)).powf(1.0 / r)
    };
    within(parts, mean, rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: Result<f64, Refusal>, expected: f64) {
        let found = found.expect("a mean");
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    #[test]
    fn means_by_hand() {
        close(arithmetic(&[(0.5, 16.0), (0.5, 100.0)]), 58.0);
        close(arithmetic(&[(1.0, 10.0), (3.0, 30.0)]), 25.0);
        close(geometric(&[(0.5, 16.0), (0.5, 100.0)]), 40.0);
        close(geometric(&[(0.25, 16.0), (0.75, 1.0)]), 2.0);
        close(harmonic(&[(1.0, 20.0), (1.0, 30.0)]), 24.0);
        close(harmonic(&[(2.0, 2.0), (1.0, 4.0)]), 2.4);
        close(generalised(&[(1.0, 1.0), (1.0, 7.0)], 2.0), 5.0);
        close(generalised(&[(1.0, 1.0), (1.0, 7.0)], -2.0), (2.0f64 / (1.0 + 1.0 / 49.0)).sqrt());
        close(generalised(&[(1.0, 0.0), (1.0, 4.0)], 0.5), 1.0);
        close(generalised(&[(3.0, 0.0)], 0.001), 0.0);
    }

    #[test]
    fn the_power_mean_holds_the_others_as_cases_and_limits() {
        let parts = [(0.2, 3.0), (0.5, 40.0), (0.3, 95.0)];
        assert_eq!(generalised(&parts, 1.0), arithmetic(&parts));
        assert_eq!(generalised(&parts, 0.0), geometric(&parts));
        assert_eq!(generalised(&parts, -1.0), harmonic(&parts));
        assert_eq!(generalised(&parts, f64::INFINITY), Ok(95.0));
        assert_eq!(generalised(&parts, f64::NEG_INFINITY), Ok(3.0));
        let centre = geometric(&parts).expect("a mean");
        for r in [1e-13, -1e-13] {
            close(generalised(&parts, r), centre);
        }
        // Both branches agree where they meet.
        let (below, above) = (generalised(&parts, 0.01 - 1e-14), generalised(&parts, 0.01));
        close(below, above.expect("a mean"));
        close(generalised(&parts, 5000.0), 95.0 * 0.3f64.powf(1.0 / 5000.0));
    }

    /// Forty-digit decimal arithmetic.
    #[test]
    fn power_means_agree_with_long_arithmetic() {
        let parts = [(0.2, 3.0), (0.5, 40.0), (0.3, 95.0)];
        for (r, mean) in [
            (-5.0, 4.139184034160241),
            (-2.5, 5.701584035255583),
            (-0.5, 19.699406944488328),
            (-0.007, 30.724482199876807),
            (0.003, 30.956140155268494),
            (0.3, 37.50112792241636),
            (2.0, 59.23934503351636),
            (7.5, 80.93813216696686),
        ] {
            close(generalised(&parts, r), mean);
        }
    }

    #[test]
    fn what_has_no_mean_is_refused() {
        assert_eq!(arithmetic(&[]), Err(Refusal::NothingKnown));
        assert_eq!(arithmetic(&[(0.0, 3.0)]), Err(Refusal::NothingKnown));
        assert_eq!(arithmetic(&[(-1.0, 3.0)]), Err(Refusal::BadWeight { position: 0, weight: -1.0 }));
        assert_eq!(arithmetic(&[(1.0, f64::NAN)]), Err(Refusal::NotFinite { position: 0 }));
        assert!(matches!(geometric(&[(1.0, 2.0), (1.0, 0.0)]), Err(Refusal::OutOfDomain { position: 1, .. })));
        assert!(matches!(generalised(&[(1.0, -2.0)], 2.0), Err(Refusal::OutOfDomain { .. })));
        assert!(matches!(generalised(&[(1.0, 0.0)], -2.0), Err(Refusal::OutOfDomain { .. })));
        assert!(matches!(generalised(&[(1.0, 1.0)], f64::NAN), Err(Refusal::BadParameter { .. })));
        assert!(geometric(&[(1.0, 2.0), (0.0, -5.0)]).is_ok(), "a part without weight has no say");
        for value in [1e200, -1e200] {
            assert!(matches!(arithmetic(&[(1e200, 1e200), (1e200, value)]), Err(Refusal::Overflow { .. })));
        }
        close(harmonic(&[(1.0, 1e-310), (1.0, 1e-310)]), 1e-310);
    }

    #[test]
    fn a_harmonic_mean_of_negative_numbers_is_refused() {
        for parts in [[(1.0, -2.0), (1.0, 4.0)], [(1.0, -2.0), (1.0, -4.0)], [(1.0, 0.0), (1.0, 4.0)]] {
            assert!(matches!(harmonic(&parts), Err(Refusal::OutOfDomain { position: 0, .. })));
        }
    }

    /// The two means as the score card has computed them from the start, to the last bit.
    fn plain(parts: &[(f64, f64)], f: fn(f64) -> f64, back: fn(f64) -> f64) -> f64 {
        let total: f64 = parts.iter().map(|(w, _)| w).sum();
        let mean = back(parts.iter().map(|(w, z)| w * f(*z)).sum::<f64>() / total);
        let low = parts.iter().map(|(_, z)| *z).fold(f64::INFINITY, f64::min);
        mean.max(low).min(parts.iter().map(|(_, z)| *z).fold(f64::NEG_INFINITY, f64::max))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn means_are_ordered_scale_and_do_not_look_at_the_order(
            parts in prop::collection::vec((0.01..5.0f64, 0.1..100.0f64), 1..8), r in -6.0..6.0f64, k in 0.01..50.0f64,
        ) {
            prop_assert_eq!(arithmetic(&parts), Ok(plain(&parts, |z| z, |z| z)));
            prop_assert_eq!(geometric(&parts), Ok(plain(&parts, f64::ln, f64::exp)));
            let (a, g, h) = (arithmetic(&parts).unwrap(), geometric(&parts).unwrap(), harmonic(&parts).unwrap());
            prop_assert!(h <= g + 1e-9 && g <= a + 1e-9);
            let p = generalised(&parts, r).unwrap();
            prop_assert!(p <= generalised(&parts, r + 0.5).unwrap() + 1e-9);
            let scaled: Vec<_> = parts.iter().map(|(w, z)| (*w, z * k)).collect();
            prop_assert!((generalised(&scaled, r).unwrap() - k * p).abs() < 1e-9 * k * p);
            let turned: Vec<_> = parts.iter().rev().copied().collect();
            prop_assert!((generalised(&turned, r).unwrap() - p).abs() < 1e-9 * p);
        }
    }

    #[test]
    fn weights_that_sum_to_no_number_are_refused() {
        let found = arithmetic(&[(f64::MAX, 1.0), (f64::MAX, 2.0)]);
        assert_eq!(found, Err(Refusal::Overflow { rule: "the sum of weights" }));
    }

    /// (4^r / 2)^(1/r) of 0 and 4 with r = 1/256 is 4 times 2 to the power -256; a zero has no logarithm to begin from.
    #[test]
    fn a_zero_near_the_geometric_mean_is_no_trouble() {
        let found = generalised(&[(1.0, 0.0), (1.0, 4.0)], 1.0 / 256.0).expect("a mean");
        let expected = 2f64.powi(-254);
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} is not {expected}");
    }
}
