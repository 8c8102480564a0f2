//! Mean, spread, quantiles and shape of the known values of a column.

use crate::scoring::refusal::Refusal;

/// The known values of a column. Refused where one is not finite: whatever follows would be in silence not a number.
pub fn known(column: &[Option<f64>]) -> Result<Vec<f64>, Refusal> {
    let mut values = Vec::with_capacity(column.len());
    for (unit, value) in column.iter().enumerate() {
        match value {
            Some(x) if x.is_finite() => values.push(*x),
            Some(_) => return Err(Refusal::NotFinite { unit }),
            None => {}
        }
    }
    Ok(values)
}

/// The known values, `needed` of them at least.
pub(crate) fn known_at_least(column: &[Option<f64>], needed: usize) -> Result<Vec<f64>, Refusal> {
    let values = known(column)?;
    if values.len() < needed { Err(Refusal::TooFew { known: values.len(), needed }) } else { Ok(values) }
}

/// Smallest and largest value; `None` of nothing, or where a value is not a number.
pub fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let first = *values.first()?;
    let ends = values.iter().fold((first, first), |(low, high), &x| (low.min(x), high.max(x)));
    values.iter().all(|x| x.is_finite()).then_some(ends)
}

/// Arithmetic mean. The mean of 1, 2, 3, 4 and 10 is 4. `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    mean.is_finite().then_some(mean)
}

/// Sample standard deviation, divisor n - 1: sqrt(50 / 4) of 1, 2, 3, 4, 10. 0 where all are equal; `None` under two
/// values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let (low, high) = extent(values)?;
    if low == high {
        return Some(0.0);
    }
    let centre = mean(values)?;
    let squares: f64 = values.iter().map(|x| (x - centre).powi(2)).sum();
    let sd = (squares / (values.len() - 1) as f64).sqrt();
    sd.is_finite().then_some(sd)
}

/// Median: the middle value, or the mean of the two in the middle. The median of 1, 2, 3, 4 and 10 is 3.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Quantile of type 7, the default of R and of Excel's PERCENTILE.INC: linear between order statistics at (n - 1) p.
///
/// Hyndman and Fan 1996, DOI 10.1080/00031305.1996.10473566. The 0.9 quantile of 1, 2, 3, 4, 10 is 4 + 0.6 x 6 = 7.6.
/// `None` of nothing or for a share outside of 0..=1.
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&share) || values.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = sorted.len().checked_sub(1)? as f64 * share;
    let (below, above) = (*sorted.get(at.floor() as usize)?, *sorted.get(at.ceil() as usize)?);
    let between = at - at.floor();
    Some(below * (1.0 - between) + above * between)
}

/// Sample skewness, bias-corrected ("type 2" of Joanes and Gill 1998, DOI 10.1111/1467-9884.00122; Excel's SKEW):
/// `sqrt(n (n - 1)) / (n - 2) * m3 / m2^1.5`.
///
/// The values 1, 2, 3, 4, 10 have 12 / sqrt(50) = 1.697. Above 0 where the long tail is high. `None` under three values
/// and for a constant.
pub fn skewness(values: &[f64]) -> Option<f64> {
    if values.len() < 3 {
        return None;
    }
    let n = values.len() as f64;
    let [second, third, _] = power_sums(values)?;
    let skewness = n * (n - 1.0).sqrt() / (n - 2.0) * third / second.powf(1.5);
    skewness.is_finite().then_some(skewness)
}

/// Excess kurtosis, bias-corrected ("type 2", Excel's KURT): `((n + 1)(m4 / m2^2 - 3) + 6)(n - 1) / ((n - 2)(n - 3))`.
///
/// 0 for a normal distribution. The values 1, 2, 3, 4, 10 have (6 x (2.788 - 3) + 6) x 4 / 6 = 3.152. `None` under four
/// values and for a constant.
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    if values.len() < 4 {
        return None;
    }
    let n = values.len() as f64;
    let [second, _, fourth] = power_sums(values)?;
    let ratio = n * fourth / (second * second);
    let kurtosis = ((n + 1.0) * (ratio - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    kurtosis.is_finite().then_some(kurtosis)
}

/// Sums of second, third and fourth powers of deviations, in units of the largest deviation: shape has no unit, and
/// powers of large numbers would leave the range of numbers.
fn power_sums(values: &[f64]) -> Option<[f64; 3]> {
    let (low, high) = extent(values)?;
    let centre = mean(values)?;
    let unit = (high - centre).max(centre - low);
    if low == high || !(unit > 0.0 && unit.is_finite()) {
        return None;
    }
    let mut sums = [0.0; 3];
    for x in values {
        let d = (x - centre) / unit;
        let square = d * d;
        for (sum, term) in sums.iter_mut().zip([square, square * d, square * square]) {
            *sum += term;
        }
    }
    Some(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIVE: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 10.0];

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }

    #[test]
    fn moments_by_hand() {
        close(mean(&FIVE), 4.0);
        close(standard_deviation(&FIVE), 12.5f64.sqrt());
        close(median(&FIVE), 3.0);
        close(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        close(quantile(&FIVE, 0.9), 7.6);
        close(quantile(&FIVE, 0.0), 1.0);
        close(quantile(&FIVE, 1.0), 10.0);
        close(skewness(&FIVE), 12.0 / 50f64.sqrt());
        close(kurtosis(&FIVE), 3.152);
    }

    #[test]
    fn too_few_or_constant_is_no_number() {
        assert_eq!((mean(&[]), median(&[]), quantile(&FIVE, 1.1)), (None, None, None));
        assert_eq!((standard_deviation(&[1.0]), skewness(&[1.0, 2.0]), kurtosis(&FIVE[..3])), (None, None, None));
        let constant = [0.1; 7];
        assert_eq!((standard_deviation(&constant), skewness(&constant), kurtosis(&constant)), (Some(0.0), None, None));
        assert_eq!(known(&[Some(1.0), None, Some(f64::NAN)]), Err(Refusal::NotFinite { unit: 2 }));
        assert_eq!(mean(&[f64::MAX, f64::MAX]), None);
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
