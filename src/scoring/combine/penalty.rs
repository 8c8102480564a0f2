//! Means with a penalty for unbalance: Mazziotta-Pareto, its adjusted form, and the mean-min function.

use crate::scoring::combine::mean::{arithmetic, total_weight, weighty};
use crate::scoring::combine::position::minimum;
use crate::scoring::combine::refusal::Refusal;

/// Which way unbalance moves the composite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Penalty {
    /// Subtracts: for a phenomenon where high is good (development).
    Negative,
    /// Adds: for a phenomenon where high is bad (poverty).
    Positive,
}

/// The Mazziotta-Pareto index `M - S cv` (negative penalty) or `M + S cv`, `cv = S / M`.
///
/// M and S are the UNWEIGHTED mean and population standard deviation of the parts of positive weight: the method is
/// defined for equal weights (Mazziotta and Pareto, Social Indicators Research 127, 2016, 983-1003, DOI
/// 10.1007/s11205-015-0998-2), so given weights only say which parts count. The values should be standardised to mean
/// 100 and standard deviation 10, or lie on another scale well above 0: a mean of 0 or less is refused, for the penalty
/// would lose its meaning. Compind's `ci_mpi` divides the variance by n - 1 and calls the subtracting penalty "POS";
/// `Penalty` is named as in the paper. Never above M with `Negative`, never below with `Positive`. Worked number: 20,
/// 40 and 60 are 40 - (800/3)/40 = 33.33.
pub fn mazziotta_pareto(parts: &[(f64, f64)], penalty: Penalty) -> Result<f64, Refusal> {
    let rule = "the Mazziotta-Pareto index";
    total_weight(parts)?;
    let values = weighty(parts).map(|(_, z)| z);
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    if mean <= 0.0 {
        return Err(Refusal::MeanNotPositive { rule, mean });
    }
    let variance = values.map(|z| (z - mean).powi(2)).sum::<f64>() / n;
    let index = match penalty {
        Penalty::Negative => mean - variance / mean,
        Penalty::Positive => mean + variance / mean,
    };
    if index.is_finite() { Ok(index) } else { Err(Refusal::Overflow { rule }) }
}

/// Which direction of an indicator is good for the composite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    HigherIsBetter,
    LowerIsBetter,
}

/// The re-scaling of the adjusted index: 100 at a reference value, 30 points for half the range of the indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceScale {
    low: f64,
    high: f64,
    polarity: Polarity,
}

impl ReferenceScale {
    /// Goalposts `reference - d` and `reference + d`, d half the range of `values` over ALL units and years under
    /// comparison.
    pub fn fit(values: &[Option<f64>], reference: f64, polarity: Polarity) -> Result<Self, Refusal> {
        let known = || values.iter().enumerate().filter_map(|(position, z)| z.map(|z| (position, z)));
        if let Some((position, _)) = known().find(|(_, z)| !z.is_finite()) {
            return Err(Refusal::NotFinite { position });
        }
        if !reference.is_finite() {
            return Err(Refusal::BadParameter {
                parameter: "reference",
                value: reference,
                range: "the finite numbers",
            });
        }
        let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (_, z)| (l.min(z), h.max(z)));
        let half = (high - low) / 2.0;
        if !half.is_finite() {
            return Err(if low > high { Refusal::NothingKnown } else { Refusal::Overflow { rule: "the range" } });
        }
        let scale = Self { low: reference - half, high: reference + half, polarity };
        if scale.high > scale.low { Ok(scale) } else { Err(Refusal::AllAlike) }
    }

    /// `60 (x - low)/(high - low) + 70`, turned round for an indicator where lower is better.
    pub fn rescale(&self, value: f64) -> f64 {
        let distance = match self.polarity {
            Polarity::HigherIsBetter => value - self.low,
            Polarity::LowerIsBetter => self.high - value,
        };
        60.0 * distance / (self.high - self.low) + 70.0
    }
}

/// The adjusted Mazziotta-Pareto index of one unit and year: the Mazziotta-Pareto index of its re-scaled values.
///
/// Source as for [`mazziotta_pareto`]; 100 is the reference, and years are comparable because one scale serves them
/// all. Takes each known raw value with its scale; the penalty asked for is the one applied and nothing is rounded
/// (Compind's `ci_ampi` rounds to three decimals). The paper's method is unweighted. Worked number: re-scaled values 85
/// and 115 are 100 - 225/100 = 97.75 (negative penalty) and 102.25 (positive).
pub fn adjusted_mazziotta_pareto(values: &[(ReferenceScale, f64)], penalty: Penalty) -> Result<f64, Refusal> {
    let parts: Vec<(f64, f64)> = values.iter().map(|(scale, z)| (1.0, scale.rescale(*z))).collect();
    mazziotta_pareto(&parts, penalty)
}

/// The mean-min function `M - alpha (sqrt((M - m)^2 + beta^2) - beta)`, M the weighted mean and m the minimum.
///
/// Casadio Tarabusi and Guarini, Social Indicators Research 112, 2013, 19-45, DOI 10.1007/s11205-012-0070-4. `alpha` in
/// 0..=1 is the intensity of the penalty (0: the arithmetic mean; 1 with beta 0: the minimum), `beta` >= 0 the range of
/// unbalance that is treated mildly. Result between m and M. It acts on the values as given; Compind's `ci_mean_min`
/// first standardises, taking the columns' means off along the rows (a recycling slip), so its figures are not the
/// function's. Worked number: 20, 40 and 60 with alpha = 0.5 and beta = 15 are 40 - 0.5 (25 - 15) = 35.
pub fn mean_min(parts: &[(f64, f64)], alpha: f64, beta: f64) -> Result<f64, Refusal> {
    if !(0.0..=1.0).contains(&alpha) {
        return Err(Refusal::BadParameter { parameter: "penalty alpha", value: alpha, range: "0 to 1" });
    }
    if !beta.is_finite() || beta < 0.0 {
        return Err(Refusal::BadParameter { parameter: "complementarity beta", value: beta, range: "0 and above" });
    }
    let (mean, low) = (arithmetic(parts)?, minimum(parts)?);
    let index = mean - alpha * ((mean - low).hypot(beta) - beta);
    if index.is_finite() {
        Ok(index.max(low).min(mean.max(low)))
    } else {
        Err(Refusal::Overflow { rule: "the mean-min function" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: [(f64, f64); 3] = [(1.0, 20.0), (1.0, 40.0), (1.0, 60.0)];

    fn close(found: Result<f64, Refusal>, expected: f64) {
        let found = found.expect("an index");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn mazziotta_pareto_by_hand() {
        close(mazziotta_pareto(&THREE, Penalty::Negative), 40.0 - 800.0 / 3.0 / 40.0);
        close(mazziotta_pareto(&THREE, Penalty::Positive), 40.0 + 800.0 / 3.0 / 40.0);
        close(mazziotta_pareto(&[(0.9, 30.0), (0.1, 50.0), (0.0, 99.0)], Penalty::Negative), 40.0 - 100.0 / 40.0);
        close(mazziotta_pareto(&[(1.0, 50.0), (1.0, 50.0)], Penalty::Negative), 50.0);
        let refused = mazziotta_pareto(&[(1.0, -1.0), (1.0, 1.0)], Penalty::Negative);
        assert!(matches!(refused, Err(Refusal::MeanNotPositive { mean: 0.0, .. })));
    }

    #[test]
    fn the_adjusted_index_honours_its_penalty_and_is_not_rounded() {
        // Range 0..8, reference 4: goalposts 0 and 8, so 2 is 85 and 6 is 115.
        let column = [Some(0.0), Some(2.0), None, Some(6.0), Some(8.0)];
        let up = ReferenceScale::fit(&column, 4.0, Polarity::HigherIsBetter).expect("a scale");
        let down = ReferenceScale::fit(&column, 4.0, Polarity::LowerIsBetter).expect("a scale");
        assert_eq!((up.rescale(2.0), up.rescale(4.0), down.rescale(2.0)), (85.0, 100.0, 115.0));
        let unit = [(up, 2.0), (up, 6.0)];
        close(adjusted_mazziotta_pareto(&unit, Penalty::Negative), 97.75);
        close(adjusted_mazziotta_pareto(&unit, Penalty::Positive), 102.25);
        let uneven = [(up, 2.0), (down, 4.0), (up, 5.0)];
        let mean = (85.0 + 100.0 + 107.5) / 3.0;
        let variance = [85.0, 100.0, 107.5].iter().map(|z: &f64| (z - mean).powi(2)).sum::<f64>() / 3.0;
        let found = adjusted_mazziotta_pareto(&uneven, Penalty::Negative);
        close(found.clone(), mean - variance / mean);
        let thousandths = found.expect("an index") * 1000.0;
        assert!((thousandths - thousandths.trunc()).abs() > 0.01, "all digits are kept");
    }

    #[test]
    fn a_scale_needs_a_range() {
        let fit = |values: &[Option<f64>]| ReferenceScale::fit(values, 1.0, Polarity::HigherIsBetter);
        assert_eq!(fit(&[Some(3.0), Some(3.0)]), Err(Refusal::AllAlike));
        assert_eq!(fit(&[None]), Err(Refusal::NothingKnown));
        assert_eq!(fit(&[None, Some(f64::NAN)]), Err(Refusal::NotFinite { position: 1 }));
    }

    #[test]
    fn mean_min_by_hand_and_at_its_ends() {
        close(mean_min(&THREE, 0.5, 15.0), 35.0);
        close(mean_min(&THREE, 0.0, 3.0), 40.0);
        close(mean_min(&THREE, 1.0, 0.0), 20.0);
        close(mean_min(&[(1.0, -5.0), (3.0, -1.0)], 1.0, 4.0), -2.0 - (5.0 - 4.0));
        assert!(mean_min(&THREE, 1.5, 0.0).is_err() && mean_min(&THREE, 0.5, f64::NAN).is_err());
    }
}
