//! Mean, median, standard deviation, skewness and kurtosis of known values.

use crate::analysis::coherence::refusal::Refusal;
use crate::analysis::coherence::refusal::finite;

/// Two values closer than this share of the largest size are taken for equal when a series is judged constant:
/// what an aggregation leaves as floating dust is not variation.
const DUST: f64 = 1e-13;

/// Arithmetic mean. Worked: 1, 2, 6 give 3. Refused for no value.
pub fn mean(values: &[f64]) -> Result<f64, Refusal> {
    if values.is_empty() {
        return Err(Refusal::TooFewUnits { found: 0, least: 1 });
    }
    finite(values.iter().sum::<f64>() / values.len() as f64, "mean")
}

/// Median; the mean of the middle two for an even number. Worked: 1, 2, 6, 10 give 4. Refused for no value.
pub fn median(values: &[f64]) -> Result<f64, Refusal> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2).copied();
    let lower = sorted.len().checked_sub(1).and_then(|last| sorted.get(last / 2)).copied();
    match (lower, upper) {
        (Some(lower), Some(upper)) => finite(lower * 0.5 + upper * 0.5, "median"),
        _ => Err(Refusal::TooFewUnits { found: 0, least: 1 }),
    }
}

/// Sample standard deviation, divisor n - 1. Worked: 1, 2, 6 give sqrt(7). Refused under two values; 0 for equal ones.
pub fn sd(values: &[f64]) -> Result<f64, Refusal> {
    if values.len() < 2 {
        return Err(Refusal::TooFewUnits { found: values.len(), least: 2 });
    }
    match scaled_deviations(values) {
        Err(Refusal::Constant) => Ok(0.0),
        Err(other) => Err(other),
        Ok((deviations, scale)) => {
            let squares: f64 = deviations.iter().map(|d| d * d).sum();
            finite(scale * (squares / (values.len() as f64 - 1.0)).sqrt(), "standard deviation")
        }
    }
}

/// Skewness G1 = g1 sqrt(n (n - 1)) / (n - 2), the bias-corrected "type 2" of SAS, SPSS, Excel and COINr's `skew`.
/// Worked: 1, 2, 6 give 6 sqrt(6) / (14/3)^1.5 = 1.4578630. Refused under three values and for equal ones.
pub fn skewness(values: &[f64]) -> Result<f64, Refusal> {
    if values.len() < 3 {
        return Err(Refusal::TooFewUnits { found: values.len(), least: 3 });
    }
    let (deviations, _) = scaled_deviations(values)?;
    let n = values.len() as f64;
    let g1 = central(&deviations, 3) / central(&deviations, 2).powf(1.5);
    finite(g1 * (n * (n - 1.0)).sqrt() / (n - 2.0), "skewness")
}

/// Excess kurtosis G2 = (n - 1) ((n + 1) g2 + 6) / ((n - 2) (n - 3)), the bias-corrected "type 2" of SAS, SPSS, Excel
/// and COINr's `kurt`; 0 for a normal distribution. Worked: 1, 2, 3, 4 give -1.2. Refused under four values and for
/// equal ones.
pub fn kurtosis(values: &[f64]) -> Result<f64, Refusal> {
    if values.len() < 4 {
        return Err(Refusal::TooFewUnits { found: values.len(), least: 4 });
    }
    let (deviations, _) = scaled_deviations(values)?;
    let n = values.len() as f64;
    let g2 = central(&deviations, 4) / central(&deviations, 2).powi(2) - 3.0;
    finite((n - 1.0) * ((n + 1.0) * g2 + 6.0) / ((n - 2.0) * (n - 3.0)), "kurtosis")
}

/// Deviations from the mean divided by the largest of them, and that largest one: squares of them neither overflow nor
/// vanish. Refused for equal values (up to floating dust).
pub(crate) fn scaled_deviations(values: &[f64]) -> Result<(Vec<f64>, f64), Refusal> {
    let centre = mean(values)?;
    let size = values.iter().fold(0.0_f64, |size, v| size.max(v.abs()));
    let spread = values.iter().fold(0.0_f64, |spread, v| spread.max((v - centre).abs()));
    finite(spread, "spread")?;
    if spread <= size * DUST {
        return Err(Refusal::Constant);
    }
    Ok((values.iter().map(|v| (v - centre) / spread).collect(), spread))
}

fn central(deviations: &[f64], power: i32) -> f64 {
    deviations.iter().map(|d| d.powi(power)).sum::<f64>() / deviations.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: Result<f64, Refusal>, want: f64) {
        assert!(got.clone().is_ok_and(|got| (got - want).abs() < 1e-12), "{got:?} is not {want}");
    }

    #[test]
    fn moments_by_hand() {
        close(mean(&[1.0, 2.0, 6.0]), 3.0);
        close(median(&[10.0, 1.0, 6.0, 2.0]), 4.0);
        close(median(&[6.0, 1.0, 2.0]), 2.0);
        close(sd(&[1.0, 2.0, 6.0]), 7.0_f64.sqrt());
        // g1 = (18/3) / (14/3)^1.5, times sqrt(6)/1.
        close(skewness(&[1.0, 2.0, 6.0]), 6.0 / (14.0_f64 / 3.0).powf(1.5) * 6.0_f64.sqrt());
        close(kurtosis(&[1.0, 2.0, 3.0, 4.0]), -1.2);
    }

    #[test]
    fn equal_values_have_no_shape_and_extreme_ones_no_overflow() {
        close(sd(&[0.1, 0.1, 0.1]), 0.0);
        assert_eq!(skewness(&[0.1, 0.1, 0.1]), Err(Refusal::Constant));
        assert_eq!(kurtosis(&[1.0, 2.0, 3.0]), Err(Refusal::TooFewUnits { found: 3, least: 4 }));
        close(skewness(&[1e-200, 2e-200, 6e-200]), 6.0 / (14.0_f64 / 3.0).powf(1.5) * 6.0_f64.sqrt());
        assert_eq!(mean(&[f64::MAX, f64::MAX]), Err(Refusal::OutOfRange { figure: "mean" }));
        assert!(mean(&[]).is_err() && median(&[]).is_err());
    }
}
