//! Pearson's, Spearman's and Kendall's correlation of two columns over the units that have both.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::StudentsT;

use crate::statistics::coherence::kendall::Concordance;
use crate::statistics::coherence::kendall::ExactNull;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::moments::scaled_deviations;
use crate::statistics::moments::unit_deviations;
use crate::statistics::ranking::Ties;
use crate::statistics::ranking::places;

/// Two points always lie on a line: under three units a correlation says nothing.
pub const LEAST_UNITS: usize = 3;

/// A correlation this close to -1 or 1 is -1 or 1.
const ROUNDING: f64 = 1e-14;

/// Which correlation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Pearson,
    Spearman,
    Kendall,
}

/// How the p-value was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// t = r sqrt((n - 2) / (1 - r^2)) on n - 2 degrees of freedom.
    StudentT,
    /// The exact distribution of Kendall's S over all orders: fewer than 50 units, no ties.
    KendallExact,
    /// S / sqrt(var S) against the normal distribution, var S corrected for ties, no continuity correction.
    KendallNormal,
}

/// A correlation and its two-sided test against none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// -1..=1.
    pub value: f64,
    /// Two-sided p-value, 0..=1.
    pub p: f64,
    pub test: Test,
}

/// The values of two columns on the units that have both. Refused for columns of unequal length.
pub(crate) fn paired(x: &[Option<f64>], y: &[Option<f64>]) -> Result<(Vec<f64>, Vec<f64>), Refusal> {
    if x.len() != y.len() {
        return Err(Refusal::UnequalLengths { first: x.len(), second: y.len() });
    }
    Ok(x.iter().zip(y).filter_map(|(x, y)| Some(((*x)?, (*y)?))).unzip())
}

/// The inner product of two vectors of length 1.
pub(crate) fn cosine(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>().clamp(-1.0, 1.0)
}

/// How many units have both values: what a correlation of the two rests on. Worked number: of (1, 2), (none, 3) and
/// (4, none) one does.
pub fn known_in_both(x: &[Option<f64>], y: &[Option<f64>]) -> usize {
    x.iter().zip(y).filter(|(x, y)| x.is_some() && y.is_some()).count()
}

/// Pearson's r = sum (x - mean x)(y - mean y) / sqrt(sum (x - mean x)^2 sum (y - mean y)^2) on the units that have
/// both values, -1..=1, with the t test (the p-value of R's `cor.test` and scipy's `pearsonr`).
///
/// Handbook step 4. Worked: x = 1, 2, 3, 4 and y = 1, 3, 2, 4 give r = 0.8, p = 0.2. Refused under three units and
/// for a series that does not vary.
pub fn pearson(x: &[Option<f64>], y: &[Option<f64>]) -> Result<Association, Refusal> {
    let (x, y) = paired(x, y)?;
    linear(&x, &y)
}

/// Spearman's rho: Pearson's r of the ranks, ties sharing the mean of their places, -1..=1.
///
/// The p-value is that of the t approximation, as scipy's `spearmanr`; R's `cor.test` differs from it without ties,
/// where it takes the exact distribution or an Edgeworth series. Worked: x = 1, 2, 3, 4 and y = 1, 9, 4, 16 give 0.8,
/// p = 0.2. Refused as [`pearson`].
pub fn spearman(x: &[Option<f64>], y: &[Option<f64>]) -> Result<Association, Refusal> {
    let (x, y) = paired(x, y)?;
    check(&x, &y)?;
    let ranks =
        |values: &[f64]| places(values).into_iter().map(|place| place.rank(Ties::Average)).collect::<Vec<f64>>();
    linear(&ranks(&x), &ranks(&y))
}

/// Kendall's tau-b = (C - D) / sqrt((n0 - tx)(n0 - ty)), n0 = n (n - 1) / 2, C and D the concordant and discordant
/// pairs of units, tx and ty the pairs tied on x and on y; -1..=1.
///
/// The p-value is exact under 50 units without ties, else normal with the variance corrected for ties: the rule of R's
/// `cor.test` (scipy's `kendalltau` changes over at 33 units). Worked: x = 1, 2, 3, 4 and y = 1, 3, 2, 4 give
/// tau = 2/3, p = 1/3. Refused as [`pearson`].
pub fn kendall(x: &[Option<f64>], y: &[Option<f64>]) -> Result<Association, Refusal> {
    kendall_with(x, y, &mut ExactNull::default())
}

/// [`kendall`] with exact distributions kept between calls.
pub(crate) fn kendall_with(x: &[Option<f64>], y: &[Option<f64>], null: &mut ExactNull) -> Result<Association, Refusal> {
    let (x, y) = paired(x, y)?;
    check(&x, &y)?;
    let concordance = Concordance::count(&x, &y);
    let value = finite(concordance.tau_b(), "Kendall's tau")?;
    let (p, test) = match concordance.exact_p(null) {
        Some(p) => (p, Test::KendallExact),
        None => (concordance.normal_p(), Test::KendallNormal),
    };
    Ok(Association { value, p: finite(p, "p-value")?, test })
}

/// The correlation that `units` units must exceed in absolute size to differ from none at level `alpha`, two-sided.
pub(crate) fn critical(units: usize, alpha: f64) -> Option<f64> {
    let freedom = units.checked_sub(2).filter(|f| *f > 0)? as f64;
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(1.0 - alpha / 2.0);
    Some(t / (freedom + t * t).sqrt()).filter(|r| r.is_finite())
}

fn check(x: &[f64], y: &[f64]) -> Result<(), Refusal> {
    if x.len() < LEAST_UNITS {
        return Err(Refusal::TooFewUnits { found: x.len(), least: LEAST_UNITS });
    }
    scaled_deviations(x)?;
    scaled_deviations(y)?;
    Ok(())
}

fn linear(x: &[f64], y: &[f64]) -> Result<Association, Refusal> {
    check(x, y)?;
    let value = finite(cosine(&unit_deviations(x)?.0, &unit_deviations(y)?.0), "correlation")?;
    // Perfect up to rounding error is perfect: else p would depend on the order of summation.
    let value = if 1.0 - value.abs() < ROUNDING { value.signum() } else { value };
    let freedom = x.len() as f64 - 2.0;
    let unexplained = (1.0 - value) * (1.0 + value);
    let p = if unexplained > 0.0 {
        let t = value.abs() * (freedom / unexplained).sqrt();
        let student = StudentsT::new(0.0, 1.0, freedom).map_err(|_| Refusal::OutOfRange { figure: "p-value" })?;
        (2.0 * student.sf(t)).min(1.0)
    } else {
        0.0
    };
    Ok(Association { value, p: finite(p, "p-value")?, test: Test::StudentT })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    fn close(got: Result<Association, Refusal>, value: f64, p: f64) {
        let ok = got.clone().is_ok_and(|got| (got.value - value).abs() < 1e-12 && (got.p - p).abs() < 1e-12);
        assert!(ok, "{got:?} is not {value}, p {p}");
    }

    #[test]
    fn correlations_by_hand() {
        let (x, y) = (known(&[1.0, 2.0, 3.0, 4.0]), known(&[1.0, 3.0, 2.0, 4.0]));
        close(pearson(&x, &y), 0.8, 0.2);
        close(spearman(&x, &known(&[1.0, 9.0, 4.0, 16.0])), 0.8, 0.2);
        close(kendall(&x, &y), 2.0 / 3.0, 1.0 / 3.0);
        assert!(kendall(&x, &y).is_ok_and(|k| k.test == Test::KendallExact));
        close(pearson(&x, &known(&[-2.0, -4.0, -6.0, -8.0])), -1.0, 0.0);
    }

    #[test]
    fn a_missing_cell_drops_the_unit_and_no_other() {
        let x = [Some(1.0), None, Some(2.0), Some(3.0), Some(4.0), Some(9.0)];
        let y = [Some(1.0), Some(7.0), Some(3.0), Some(2.0), Some(4.0), None];
        close(pearson(&x, &y), 0.8, 0.2);
        close(kendall(&x, &y), 2.0 / 3.0, 1.0 / 3.0);
    }

    #[test]
    fn what_cannot_be_correlated_is_refused_by_name() {
        let two = known(&[1.0, 2.0]);
        assert_eq!(pearson(&two, &two), Err(Refusal::TooFewUnits { found: 2, least: 3 }));
        let flat = known(&[0.3, 0.3, 0.1 + 0.2]);
        let x = known(&[1.0, 2.0, 3.0]);
        for refused in [pearson(&x, &flat), spearman(&flat, &x), kendall(&x, &flat)] {
            assert_eq!(refused, Err(Refusal::Constant));
        }
        assert_eq!(spearman(&x, &two), Err(Refusal::UnequalLengths { first: 3, second: 2 }));
        assert!(critical(2, 0.05).is_none());
        // t / sqrt(9 + t^2) with scipy's t.ppf(0.975, 9).
        assert!(critical(11, 0.05).is_some_and(|r| (r - 0.602_068_777_437_008_3).abs() < 1e-9));
    }
}
