//! Means with a penalty for unbalance: Mazziotta-Pareto and the mean-min function.

use crate::model::method::{Deviation, Penalty};
use crate::scoring::combine::mean::{arithmetic, total_weight, weighty};
use crate::scoring::combine::position::minimum;
use crate::scoring::combine::refusal::Refusal;

/// The Mazziotta-Pareto index `M - S cv` (negative penalty) or `M + S cv`, `cv = S / M`.
///
/// M and S are the UNWEIGHTED mean and population standard deviation of the parts of positive weight: the method is
/// defined for equal weights (Mazziotta and Pareto, Social Indicators Research 127, 2016, 983-1003, DOI
/// 10.1007/s11205-015-0998-2), so given weights only say which parts count. The values should be standardised to mean
/// 100 and standard deviation 10, or lie on another scale well above 0: a mean of 0 or less is refused, for the penalty
/// would lose its meaning. Compind's `ci_mpi` divides the variance by n - 1 (`Deviation::Sample` gives its numbers) and
/// calls the subtracting penalty "POS"; `Penalty` is named as in the paper. One value alone has no sample variance, and
/// no imbalance: it is its own index by either.
///
/// The adjusted index is the same over other scores: those `around_reference`, 70 to 130, where 100 is the reference
/// and 30 points are half the range over all units and years, so that years can be compared. Scores 85 and 115 are
/// 100 - 225/100 = 97.75 (negative penalty) and 102.25 (positive). Compind's `ci_ampi` rounds to three decimals; here
/// nothing is rounded.
///
/// Never above M with `Negative`, never below with `Positive`. Worked number: 20, 40 and 60 are 40 - (800/3)/40 =
/// 33.33.
pub fn mazziotta_pareto(parts: &[(f64, f64)], penalty: Penalty, deviation: Deviation) -> Result<f64, Refusal> {
    let rule = "the Mazziotta-Pareto index";
    total_weight(parts)?;
    let values = weighty(parts).map(|(_, z)| z);
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    if mean <= 0.0 {
        return Err(Refusal::MeanNotPositive { rule, mean });
    }
    let divisor = match deviation {
        Deviation::Population => n,
        Deviation::Sample => (n - 1.0).max(1.0),
    };
    let variance = values.map(|z| (z - mean).powi(2)).sum::<f64>() / divisor;
    let index = match penalty {
        Penalty::Negative => mean - variance / mean,
        Penalty::Positive => mean + variance / mean,
    };
    if index.is_finite() { Ok(index) } else { Err(Refusal::Overflow { rule }) }
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

    fn mazziotta_pareto(parts: &[(f64, f64)], penalty: Penalty) -> Result<f64, Refusal> {
        super::mazziotta_pareto(parts, penalty, Deviation::Population)
    }

    /// By Compind's divisor: 20, 40 and 60 have the sample variance 400.
    #[test]
    fn the_sample_deviation_by_hand() {
        close(super::mazziotta_pareto(&THREE, Penalty::Negative, Deviation::Sample), 30.0);
        close(super::mazziotta_pareto(&[(1.0, 50.0)], Penalty::Negative, Deviation::Sample), 50.0);
    }

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

    /// Scores about a reference, as the adjusted index takes them.
    #[test]
    fn the_adjusted_index_by_hand() {
        close(mazziotta_pareto(&[(1.0, 85.0), (1.0, 115.0)], Penalty::Negative), 97.75);
        close(mazziotta_pareto(&[(1.0, 85.0), (1.0, 115.0)], Penalty::Positive), 102.25);
        let mean = (85.0 + 115.0 + 107.5) / 3.0;
        let variance = [85.0, 115.0, 107.5].iter().map(|z: &f64| (z - mean).powi(2)).sum::<f64>() / 3.0;
        let found = mazziotta_pareto(&[(1.0, 85.0), (1.0, 115.0), (1.0, 107.5)], Penalty::Negative);
        close(found.clone(), mean - variance / mean);
        let thousandths = found.expect("an index") * 1000.0;
        assert!((thousandths - thousandths.trunc()).abs() > 0.01, "all digits are kept");
    }

    #[test]
    fn mean_min_by_hand_and_at_its_ends() {
        close(mean_min(&THREE, 0.5, 15.0), 35.0);
        close(mean_min(&THREE, 0.0, 3.0), 40.0);
        close(mean_min(&THREE, 1.0, 0.0), 20.0);
        close(mean_min(&[(1.0, -5.0), (3.0, -1.0)], 1.0, 4.0), -2.0 - (5.0 - 4.0));
        assert!(mean_min(&THREE, 1.5, 0.0).is_err() && mean_min(&THREE, 0.5, f64::NAN).is_err());
    }

    #[test]
    fn a_range_of_mild_treatment_is_a_number_from_zero() {
        for beta in [-1.0, f64::INFINITY, f64::NAN] {
            let found = mean_min(&THREE, 0.5, beta);
            assert!(matches!(found, Err(Refusal::BadParameter { parameter: "complementarity beta", .. })), "{beta}");
        }
        assert!(mean_min(&THREE, 0.5, 0.0).is_ok());
    }
}
