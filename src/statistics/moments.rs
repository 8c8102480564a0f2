//! Mean, spread, quantiles and shape of the known values of a column.

/// Values whose range is no larger than this share of the largest magnitude are all the same: what a computation leaves as
/// rounding error is no variation.
const ROUNDING: f64 = 1e-13;

/// Why values have no such figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unfit {
    TooFew { known: usize, needed: usize },
    Constant { value: f64 },
    OutOfNumbers { what: &'static str },
}

fn number(x: f64, what: &'static str) -> Result<f64, Unfit> {
    if x.is_finite() { Ok(x) } else { Err(Unfit::OutOfNumbers { what }) }
}

fn at_least(needed: usize, values: &[f64]) -> Result<(), Unfit> {
    if values.len() < needed { Err(Unfit::TooFew { known: values.len(), needed }) } else { Ok(()) }
}

/// Smallest and largest value; `None` of nothing, or where a value is not a number.
pub fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let first = *values.first()?;
    let ends = values.iter().fold((first, first), |(low, high), &x| (low.min(x), high.max(x)));
    values.iter().all(|x| x.is_finite()).then_some(ends)
}

/// Whether two values are one but for rounding error.
pub fn same(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= ROUNDING * a.abs().max(b.abs())
}

/// The value that all of them are, up to rounding error; `None` where they vary, of nothing, and where one is no number.
///
/// 0.3, 0.3 and 0.1 + 0.2 are constant: they differ in the seventeenth digit.
pub fn constant(values: &[f64]) -> Option<f64> {
    extent(values).filter(|(low, high)| same(*low, *high)).map(|(low, _)| low)
}

/// Arithmetic mean. The mean of 1, 2, 3, 4 and 10 is 4. Refused of nothing.
pub fn mean(values: &[f64]) -> Result<f64, Unfit> {
    at_least(1, values)?;
    number(values.iter().sum::<f64>() / values.len() as f64, "the mean")
}

/// Sample standard deviation, divisor n - 1: sqrt(50 / 4) of 1, 2, 3, 4, 10. 0 where all are equal; refused under two
/// values.
pub fn standard_deviation(values: &[f64]) -> Result<f64, Unfit> {
    at_least(2, values)?;
    match scaled_deviations(values) {
        Err(Unfit::Constant { .. }) => Ok(0.0),
        Err(other) => Err(other),
        Ok((deviations, largest)) => {
            let squares: f64 = deviations.iter().map(|d| d * d).sum();
            number(largest * (squares / (values.len() - 1) as f64).sqrt(), "the standard deviation")
        }
    }
}

/// Median: the middle value, or the mean of the two in the middle. The median of 1, 2, 3, 4 and 10 is 3. Refused of
/// nothing.
pub fn median(values: &[f64]) -> Result<f64, Unfit> {
    at_least(1, values)?;
    quantile(values, 0.5).ok_or(Unfit::OutOfNumbers { what: "the median" })
}

/// Quantile of type 7, the default of R and of Excel's PERCENTILE.INC: linear between order statistics at (n - 1) p.
///
/// Hyndman and Fan 1996, DOI 10.1080/00031305.1996.10473566. The 0.9 quantile of 1, 2, 3, 4, 10 is 4 + 0.6 x 6 = 7.6.
/// `None` of nothing or for a share outside of 0..=1.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    if values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    quantile_among(&mut values.to_vec(), share)
}

/// The same of finite values that may be put into another order: the order statistics are selected and nothing is sorted.
pub(crate) fn quantile_among(values: &mut [f64], share: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let at = values.len().checked_sub(1)? as f64 * share;
    let between = at - at.floor();
    let (_, below, rest) = values.select_nth_unstable_by(at.floor() as usize, f64::total_cmp);
    let below = *below;
    let above = if between > 0.0 { rest.iter().copied().min_by(f64::total_cmp).unwrap_or(below) } else { below };
    Some(below * (1.0 - between) + above * between)
}

/// Sample skewness, bias-corrected ("type 2" of Joanes and Gill 1998, DOI 10.1111/1467-9884.00122; Excel's SKEW, COINr's
/// `skew`): `sqrt(n (n - 1)) / (n - 2) * m3 / m2^1.5`.
///
/// The values 1, 2, 3, 4, 10 have 12 / sqrt(50) = 1.697. Above 0 where the long tail is high. Refused under three values
/// and for a constant.
pub fn skewness(values: &[f64]) -> Result<f64, Unfit> {
    at_least(3, values)?;
    let n = values.len() as f64;
    let [second, third, _] = power_sums(values)?;
    number(n * (n - 1.0).sqrt() / (n - 2.0) * third / second.powf(1.5), "the skewness")
}

/// Excess kurtosis, bias-corrected ("type 2", Excel's KURT, COINr's `kurt`):
/// `((n + 1)(m4 / m2^2 - 3) + 6)(n - 1) / ((n - 2)(n - 3))`.
///
/// 0 for a normal distribution. The values 1, 2, 3, 4, 10 have (6 x (2.788 - 3) + 6) x 4 / 6 = 3.152. Refused under four
/// values and for a constant.
pub fn kurtosis(values: &[f64]) -> Result<f64, Unfit> {
    at_least(4, values)?;
    let n = values.len() as f64;
    let [second, _, fourth] = power_sums(values)?;
    let ratio = n * fourth / (second * second);
    number(((n + 1.0) * (ratio - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)), "the kurtosis")
}

/// Deviations from the mean divided by the largest of them, and that largest one: squares of them neither overflow nor
/// vanish. Refused of nothing and for a constant.
///
/// Taken from the lowest value and by the range, so that a large common part costs no digits. Worked example: 1, 2, 6 have
/// -2/3, -1/3, 1 and 3.
pub fn scaled_deviations(values: &[f64]) -> Result<(Vec<f64>, f64), Unfit> {
    at_least(1, values)?;
    let (low, high) = extent(values).ok_or(Unfit::OutOfNumbers { what: "the range" })?;
    let range = number(high - low, "the range")?;
    if let Some(value) = constant(values) {
        return Err(Unfit::Constant { value });
    }
    let places: Vec<f64> = values.iter().map(|x| (x - low) / range).collect();
    let centre = places.iter().sum::<f64>() / places.len() as f64;
    let spread = centre.max(1.0 - centre);
    Ok((places.iter().map(|p| (p - centre) / spread).collect(), spread * range))
}

/// Deviations from the mean at length 1, so that a correlation is an inner product, and their length.
///
/// Refused of nothing and for a constant. Worked example: 1, 2, 3 have -1/sqrt(2), 0, 1/sqrt(2) and sqrt(2).
pub fn unit_deviations(values: &[f64]) -> Result<(Vec<f64>, f64), Unfit> {
    let (deviations, largest) = scaled_deviations(values)?;
    let norm = deviations.iter().map(|d| d * d).sum::<f64>().sqrt();
    let length = number(norm * largest, "the length of the deviations")?;
    Ok((deviations.into_iter().map(|d| d / norm).collect(), length))
}

/// Sums of second, third and fourth powers of scaled deviations: shape has no unit.
fn power_sums(values: &[f64]) -> Result<[f64; 3], Unfit> {
    let mut sums = [0.0; 3];
    for d in scaled_deviations(values)?.0 {
        let square = d * d;
        for (sum, term) in sums.iter_mut().zip([square, square * d, square * square]) {
            *sum += term;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIVE: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 10.0];

    fn close(found: Result<f64, Unfit>, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }

    #[test]
    fn moments_by_hand() {
        close(mean(&FIVE), 4.0);
        close(standard_deviation(&FIVE), 12.5f64.sqrt());
        close(median(&FIVE), 3.0);
        close(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!((quantile(&FIVE, 0.9).expect("a quantile") - 7.6).abs() < 1e-12);
        assert!((quantile(&FIVE, 0.0).expect("a quantile") - 1.0).abs() < 1e-12);
        assert!((quantile(&FIVE, 1.0).expect("a quantile") - 10.0).abs() < 1e-12);
        close(skewness(&FIVE), 12.0 / 50f64.sqrt());
        close(kurtosis(&FIVE), 3.152);
    }

    #[test]
    fn too_few_or_constant_is_no_number() {
        let few = |known, needed| Err(Unfit::TooFew { known, needed });
        assert_eq!((mean(&[]), median(&[]), quantile(&FIVE, 1.1)), (few(0, 1), few(0, 1), None));
        assert_eq!(standard_deviation(&[1.0]), few(1, 2));
        assert_eq!((skewness(&[1.0, 2.0]), kurtosis(&FIVE[..3])), (few(2, 3), few(3, 4)));
        assert_eq!(mean(&[f64::MAX, f64::MAX]), Err(Unfit::OutOfNumbers { what: "the mean" }));
        assert_eq!(standard_deviation(&[f64::MAX, f64::MIN]), Err(Unfit::OutOfNumbers { what: "the range" }));
    }

    #[test]
    fn dust_is_no_variation() {
        for values in [[0.1; 4], [0.3, 0.3, 0.1 + 0.2, 0.3], [0.0, -0.0, 0.0, 0.0]] {
            assert!(constant(&values).is_some());
            assert_eq!(standard_deviation(&values), Ok(0.0));
            assert!(matches!(skewness(&values), Err(Unfit::Constant { .. })));
            assert!(matches!(kurtosis(&values), Err(Unfit::Constant { .. })));
        }
        assert!(constant(&[1e-300, 2e-300]).is_none() && constant(&[]).is_none());
        assert!(same(-0.0, 0.0) && !same(0.0, 1e-300));
    }

    #[test]
    fn a_large_common_part_and_tiny_values_cost_no_digits() {
        let three = [1.0, 2.0, 6.0];
        let far: Vec<f64> = three.iter().map(|x| x + 1e9).collect();
        let tiny: Vec<f64> = three.iter().map(|x| x * 1e-200).collect();
        for values in [&three[..], &far, &tiny] {
            close(skewness(values), 6.0 / (14.0_f64 / 3.0).powf(1.5) * 6.0_f64.sqrt());
            let (deviations, _) = scaled_deviations(values).expect("deviations");
            assert!(deviations.iter().zip([-2.0 / 3.0, -1.0 / 3.0, 1.0]).all(|(a, b)| (a - b).abs() < 1e-12));
        }
        close(standard_deviation(&three), 7.0_f64.sqrt());
        let (direction, length) = unit_deviations(&[1.0, 2.0, 3.0]).expect("deviations");
        let half = 0.5_f64.sqrt();
        assert!(direction.iter().zip([-half, 0.0, half]).all(|(a, b)| (a - b).abs() < 1e-15));
        assert!((length - 2.0_f64.sqrt()).abs() < 1e-15);
        close(standard_deviation(&far), 7.0_f64.sqrt());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Shape knows neither unit nor origin, and reversal turns skewness round.
        #[test]
        fn shape_is_free_of_scale(values in prop::collection::vec(-100.0..100.0f64, 5..30), factor in 0.01..1e60f64) {
            let scaled: Vec<f64> = values.iter().map(|x| x * factor).collect();
            let turned: Vec<f64> = values.iter().map(|x| -x).collect();
            let (skew, kurt) = (skewness(&values).unwrap(), kurtosis(&values).unwrap());
            prop_assert!((skewness(&scaled).unwrap() - skew).abs() < 1e-9);
            prop_assert!((kurtosis(&scaled).unwrap() - kurt).abs() < 1e-9);
            prop_assert!((skewness(&turned).unwrap() + skew).abs() < 1e-9);
        }
    }
}
