//! Two one-sided tests: is a change small enough to count as none?

use crate::statistics::inference::interval::Interval;
use crate::statistics::inference::refusal::Refusal;
use crate::statistics::inference::refusal::finite;
use crate::statistics::inference::student::Student;

/// What an estimate and a margin say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Unchanged within the margin: the interval lies between -margin and margin.
    Equivalent,
    /// Changed: the interval leaves out 0 and reaches the margin.
    Different,
    /// Neither can be said.
    Inconclusive,
}

/// An estimate tested against -margin and margin, all in the units of the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    pub estimate: f64,
    /// 0 when nothing scatters.
    pub standard_error: f64,
    /// Degrees of freedom; `None` where no scatter defines them.
    pub freedom: Option<f64>,
    pub margin: f64,
    /// Significance level of each one-sided test.
    pub alpha: f64,
    /// The larger p of the two one-sided tests, 0..=1. Under `alpha`: equivalent.
    pub p: f64,
    /// Interval of the estimate at level `1 - 2 alpha`.
    pub interval: Interval,
    /// The data scatter by no more than the computer's rounding, so that p is 0 or 1 and the interval a point.
    pub exact: bool,
    pub verdict: Verdict,
}

/// An estimate before it is tested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub value: f64,
    pub standard_error: f64,
    pub freedom: Option<f64>,
    /// How far rounding alone may have carried the value.
    pub rounding: f64,
}

/// Refuses margins and significance levels that mean nothing.
pub(crate) fn declared(margin: f64, alpha: f64) -> Result<(), Refusal> {
    if !(margin.is_finite() && margin > 0.0) {
        return Err(Refusal::Margin { margin });
    }
    if !(alpha > 0.0 && alpha < 0.5) {
        return Err(Refusal::Alpha { alpha });
    }
    Ok(())
}

impl Estimate {
    /// Two one-sided t-tests (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, 657-680).
    ///
    /// `p = max(P(T > (b + m)/se), P(T > (m - b)/se))`; equivalent when the interval `b -/+ t se` at level
    /// `1 - 2 alpha` lies strictly between the margins, which is to say p under alpha.
    pub(crate) fn tested(self, margin: f64, alpha: f64) -> Result<Equivalence, Refusal> {
        declared(margin, alpha)?;
        let value = finite(self.value, "estimate")?;
        let standard_error = finite(self.standard_error, "standard error")?;
        let room = finite(margin - value.abs(), "distance to the margin")?;
        let scatter = self.freedom.filter(|_| standard_error > 0.0);
        let (p, reach) = match scatter {
            // The side nearer to its margin has the larger p.
            Some(freedom) => {
                let law = Student::new(freedom)?;
                (law.above(room / standard_error), finite(law.quantile(alpha)? * standard_error, "interval")?)
            }
            None if room > self.rounding => (0.0, 0.0),
            None => (1.0, 0.0),
        };
        let interval = Interval { lower: value - reach, upper: value + reach, level: 1.0 - 2.0 * alpha };
        // With scatter p is continuous, and both ends inside the margins is the same as p under alpha.
        let verdict = if p < alpha {
            Verdict::Equivalent
        } else if interval.lower > 0.0 || interval.upper < 0.0 {
            Verdict::Different
        } else {
            Verdict::Inconclusive
        };
        let exact = scatter.is_none();
        Ok(Equivalence {
            estimate: value,
            standard_error,
            freedom: self.freedom,
            margin,
            alpha,
            p,
            interval,
            exact,
            verdict,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, standard_error: f64) -> Estimate {
        Estimate { value, standard_error, freedom: Some(4.0), rounding: 1e-12 }
    }

    #[test]
    fn the_verdict_follows_the_interval() {
        // t(0.05; 4) = 2.131847, so the interval reaches 2.131847 standard errors either way.
        let table = [
            (0.0, 0.4, 1.0, Verdict::Equivalent),
            (0.0, 0.5, 1.0, Verdict::Inconclusive),
            (0.5, 0.2, 1.0, Verdict::Equivalent),
            (-0.5, 0.3, 1.0, Verdict::Inconclusive),
            (-0.8, 0.3, 1.0, Verdict::Different),
            (3.0, 0.3, 1.0, Verdict::Different),
        ];
        for (value, error, margin, verdict) in table {
            let got = estimate(value, error).tested(margin, 0.05).unwrap();
            assert_eq!(got.verdict, verdict, "{got:?}");
            let inside = got.interval.lower > -margin && got.interval.upper < margin;
            assert_eq!(inside, got.p < 0.05, "{got:?}");
            assert!((got.interval.upper - value - 2.13184678632665 * error).abs() < 1e-9);
            assert_eq!((got.interval.level, got.exact), (0.9, false));
        }
    }

    #[test]
    fn without_scatter_the_estimate_itself_decides() {
        let table = [
            (0.0, Verdict::Equivalent, 0.0),
            (-0.9, Verdict::Equivalent, 0.0),
            // Touching the margin, or short of it by rounding only, is not within it.
            (1.0, Verdict::Different, 1.0),
            (1.0 - 1e-14, Verdict::Different, 1.0),
            (-2.0, Verdict::Different, 1.0),
        ];
        for (value, verdict, p) in table {
            let got = estimate(value, 0.0).tested(1.0, 0.05).unwrap();
            assert_eq!((got.verdict, got.p, got.exact), (verdict, p, true), "{value}");
            assert_eq!((got.interval.lower, got.interval.upper), (value, value));
        }
    }

    #[test]
    fn bad_declarations_are_refused() {
        for margin in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(estimate(0.0, 1.0).tested(margin, 0.05), Err(Refusal::Margin { margin }));
        }
        assert!(matches!(estimate(0.0, 1.0).tested(f64::NAN, 0.05), Err(Refusal::Margin { .. })));
        for alpha in [0.0, 0.5, 0.95, -0.05] {
            assert_eq!(estimate(0.0, 1.0).tested(1.0, alpha), Err(Refusal::Alpha { alpha }));
        }
        let unknown = Refusal::OutOfRange { figure: "standard error" };
        assert_eq!(estimate(0.0, f64::NAN).tested(1.0, 0.05), Err(unknown));
    }
}
