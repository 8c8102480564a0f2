//! Did the level change at a date? The difference of two means against a margin.

use crate::statistics::inference::equivalence::Equivalence;
use crate::statistics::inference::equivalence::Estimate;
use crate::statistics::inference::equivalence::declared;
use crate::statistics::inference::points::rounding;
use crate::statistics::inference::refusal::Refusal;
use crate::statistics::inference::refusal::finite;

/// A variance takes two values.
const LEAST: usize = 2;

/// The levels before and after a date, and the test of their difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Points before the date, and from it on.
    pub before: usize,
    pub after: usize,
    pub mean_before: f64,
    pub mean_after: f64,
    /// Mean after less mean before, with Welch's standard error and degrees of freedom.
    pub difference: Equivalence,
}

/// Difference of the means of y before `date` and from it on, against -margin and margin in the units of y.
///
/// `se^2 = s1^2/n1 + s2^2/n2` with Welch's degrees of freedom `se^4/((s1^2/n1)^2/(n1 - 1) + (s2^2/n2)^2/(n2 - 1))`
/// (Welch, Biometrika 34, 1947, 28-35); two one-sided tests at `alpha` each, and the interval at `1 - 2 alpha`. A side
/// whose values differ by no more than the computer's rounding counts as constant; two such sides have no standard
/// error and are reported as `exact`. The scatter is taken as independent from year to year, and the date as chosen without
/// a look at the values.
///
/// Worked number: 2, 2, 2 before and 3, 4, 5 from the date on differ by 2, se = sqrt(1/3) = 0.577, 2 degrees of
/// freedom; t = 2.92 at alpha 0.05: 0.314 to 3.686.
///
/// Errors: a margin that is not above 0, an alpha outside 0 to 0.5, fewer than two points on a side, points or a date
/// that are not finite, values too large.
pub fn step(points: &[(f64, f64)], date: f64, margin: f64, alpha: f64) -> Result<Step, Refusal> {
    declared(margin, alpha)?;
    if !date.is_finite() {
        return Err(Refusal::DateNotFinite { date });
    }
    if let Some(place) = points.iter().position(|(x, y)| !(x.is_finite() && y.is_finite())) {
        return Err(Refusal::PointNotFinite { place });
    }
    let early: Vec<f64> = points.iter().filter(|point| point.0 < date).map(|point| point.1).collect();
    let late: Vec<f64> = points.iter().filter(|point| point.0 >= date).map(|point| point.1).collect();
    if early.len().min(late.len()) < LEAST {
        return Err(Refusal::TooFewOnASide { before: early.len(), after: late.len(), least: LEAST });
    }
    let error = rounding(points.iter().map(|point| point.1));
    let (first, second) = (Side::of(&early, error), Side::of(&late, error));
    let standard_error = (first.share() + second.share()).sqrt();
    let estimate = Estimate {
        value: second.mean - first.mean,
        standard_error,
        freedom: freedom(&first, &second)?,
        rounding: 2.0 * error,
    };
    Ok(Step {
        before: early.len(),
        after: late.len(),
        mean_before: first.mean,
        mean_after: second.mean,
        difference: estimate.tested(margin, alpha)?,
    })
}

/// Welch's degrees of freedom; `None` when neither side scatters.
fn freedom(first: &Side, second: &Side) -> Result<Option<f64>, Refusal> {
    let whole = first.share() + second.share();
    if whole == 0.0 {
        return Ok(None);
    }
    // Shares of the whole first: their squares stay within the computer's numbers.
    let part = |side: &Side| (side.share() / whole).powi(2) / (side.points - 1.0);
    finite(1.0 / (part(first) + part(second)), "number of degrees of freedom").map(Some)
}

#[derive(Clone, Copy, Debug)]
struct Side {
    points: f64,
    mean: f64,
    /// Divisor n - 1.
    variance: f64,
}

impl Side {
    fn of(values: &[f64], rounding: f64) -> Side {
        let n = values.len() as f64;
        // Distances from the first value keep the mean of equal values equal to them.
        let origin = values.first().copied().unwrap_or(0.0);
        let shift = values.iter().map(|value| value - origin).sum::<f64>() / n;
        let deviations: Vec<f64> = values.iter().map(|value| value - origin - shift).collect();
        let variance = if deviations.iter().all(|deviation| deviation.abs() <= rounding) {
            0.0
        } else {
            deviations.iter().map(|deviation| deviation * deviation).sum::<f64>() / (n - 1.0)
        };
        Side { points: n, mean: origin + shift, variance }
    }

    /// Variance of the mean.
    fn share(&self) -> f64 {
        self.variance / self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::inference::equivalence::Verdict;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    /// Years 2019, 2018 ... before the date 2020, and 2020, 2021 ... from it on.
    fn around(before: &[f64], after: &[f64]) -> Vec<(f64, f64)> {
        let early = (1..).zip(before).map(|(back, value)| (2020.0 - f64::from(back), *value));
        let late = (0..).zip(after).map(|(on, value)| (2020.0 + f64::from(on), *value));
        early.chain(late).collect()
    }

    #[test]
    fn differences_agree_with_scipy() {
        // scipy 1.17 stats.ttest_ind(after, before, equal_var=False) and stats.t: b, se, freedom, p, lower, upper
        let table = [
            (
                around(&[3.0, 4.0, 5.0, 4.0], &[6.0, 7.0, 5.0, 8.0, 7.0]),
                (1.0, 0.05),
                [2.6, 0.6531972647421808, 6.959082542828825, 0.9778307100855527],
                (1.3613708408986978, 3.8386291591013015),
                Verdict::Different,
            ),
            (
                around(&[3.0, 3.1, 2.9], &[3.05, 3.0, 3.1, 2.95]),
                (0.5, 0.05),
                [0.025, 0.0661437827766148, 3.2347188264058637, 0.0021542525641287088],
                (-0.12616183069837728, 0.17616183069837793),
                Verdict::Equivalent,
            ),
            (
                around(&[2.0, 2.0, 2.0], &[3.0, 4.0, 5.0]),
                (2.5, 0.05),
                [2.0, 0.5773502691896257, 2.0, 0.23888351606645322],
                (0.31414553915295174, 3.6858544608470485),
                Verdict::Different,
            ),
            (
                around(&[1.0, 9.0], &[2.0, 7.0, 3.0]),
                (3.0, 0.1),
                [-1.0, 4.281744192888376, 1.2991196048958555, 0.353341067634265],
                (-11.392643239765906, 9.392643239765906),
                Verdict::Inconclusive,
            ),
        ];
        for (points, (margin, alpha), [b, se, freedom, p], (lower, upper), verdict) in table {
            let step = step(&points, 2020.0, margin, alpha).unwrap();
            let got = step.difference;
            assert!((got.estimate - b).abs() < 1e-12 && close(got.standard_error, se), "{got:?}");
            assert!(got.freedom.is_some_and(|f| close(f, freedom)) && close(got.p, p), "{got:?}");
            assert!(close(got.interval.lower, lower) && close(got.interval.upper, upper), "{got:?}");
            assert_eq!((got.verdict, got.exact), (verdict, false));
            assert!(close(step.mean_after - step.mean_before, got.estimate));
            assert_eq!(step.before + step.after, points.len());
        }
    }

    #[test]
    fn two_constant_levels() {
        let points = around(&[0.3, 0.1 + 0.2], &[0.4, 0.4, 0.4]);
        let table = [(0.2, Verdict::Equivalent, 0.0), (0.1, Verdict::Different, 1.0), (0.01, Verdict::Different, 1.0)];
        for (margin, verdict, p) in table {
            let got = step(&points, 2020.0, margin, 0.05).unwrap().difference;
            assert_eq!((got.verdict, got.p, got.exact, got.freedom), (verdict, p, true, None), "{got:?}");
        }
        let same = step(&around(&[0.0; 3], &[0.0; 2]), 2020.0, 1.0, 0.05).unwrap().difference;
        assert_eq!((same.estimate, same.verdict), (0.0, Verdict::Equivalent));
    }

    #[test]
    fn the_date_belongs_to_the_time_after() {
        let points = [(2018.0, 1.0), (2019.0, 2.0), (2020.0, 5.0), (2021.0, 6.0)];
        let got = step(&points, 2020.0, 1.0, 0.05).unwrap();
        assert_eq!((got.before, got.after, got.mean_before, got.mean_after), (2, 2, 1.5, 5.5));
        let few = Refusal::TooFewOnASide { before: 3, after: 1, least: 2 };
        assert_eq!(step(&points, 2020.5, 1.0, 0.05), Err(few));
        assert_eq!(step(&[], 2020.0, 1.0, 0.05), Err(Refusal::TooFewOnASide { before: 0, after: 0, least: 2 }));
    }

    #[test]
    fn bad_input_is_refused() {
        let points = around(&[1.0, 2.0], &[3.0, 5.0]);
        assert_eq!(step(&points, f64::INFINITY, 1.0, 0.05), Err(Refusal::DateNotFinite { date: f64::INFINITY }));
        assert_eq!(step(&points, 2020.0, -1.0, 0.05), Err(Refusal::Margin { margin: -1.0 }));
        assert_eq!(step(&points, 2020.0, 1.0, 0.7), Err(Refusal::Alpha { alpha: 0.7 }));
        let gap = around(&[1.0, f64::NAN], &[3.0, 5.0]);
        assert_eq!(step(&gap, 2020.0, 1.0, 0.05), Err(Refusal::PointNotFinite { place: 1 }));
        let tall = around(&[1e200, -1e200], &[3.0, 5.0]);
        assert!(matches!(step(&tall, 2020.0, 1.0, 0.05), Err(Refusal::OutOfRange { .. })));
    }
}
