//! Curves that pull in a long tail: logarithms and Box-Cox powers, fitted on a column and applied to any value.

use crate::scoring::known::known_at_least;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::scoring::refusal::parameter;
use crate::statistics::moments::extent;
use crate::statistics::moments::mean;

/// A monotone rising curve over a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// `ln(x)`; the values must be above 0.
    Ln,
    /// `ln(x + shift)`.
    LnShifted { shift: f64 },
    /// `ln(x - min + a (max - min))`, the "COIN Tool" logarithm of COINr (`log_CT`) with its a = 0.01.
    LnOfRange { a: f64 },
    /// `ln(x - min + 1)`, the older COIN Tool logarithm (`log_CT_orig`); it depends on the unit of measurement.
    LnFromOne,
    /// `ln((max - 1)(x - min) / (max - min) + 1)`, the logarithm of the Global Innovation Index, from 0 to ln(max).
    Gii,
    /// `sign(x) ln(1 + |x|)`, which is defined for values of both signs and leaves 0 where it is (John and Draper 1980,
    /// DOI 10.2307/2986305).
    LnSigned,
    /// `(x^lambda - 1) / lambda`, or `ln(x)` at 0. `from_one` moves the column to a minimum of 1 first, as COINr does.
    BoxCox { power: Power, from_one: bool },
}

/// The power of a Box-Cox curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Power {
    Given(f64),
    /// The one that makes the column most like a normal distribution.
    MaximumLikelihood,
}

/// A curve with everything it took from its column, so that a unit outside of the column lies on the same curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FittedCurve {
    /// `ln(factor (x - from) + constant)`.
    Ln { factor: f64, from: f64, constant: f64 },
    /// `((x - from)^power - 1) / power`.
    BoxCox { from: f64, power: f64 },
    /// `sign(x) ln(1 + |x|)`.
    LnSigned,
}

/// The powers among which the likelihood is searched, and the step of the first search.
const POWERS: (f64, f64) = (-5.0, 5.0);
const STEPS: usize = 200;

impl Curve {
    /// Takes what the curve needs from the known values of a column.
    ///
    /// Box and Cox 1964, DOI 10.1111/j.2517-6161.1964.tb00553.x; COINr 1.1 `log_CT`, `log_CT_orig`, `log_GII`,
    /// `boxcox`. Worked example: between 0 and 100, `LnOfRange` with a = 0.01 sends 0 to ln 1 = 0 and 100 to ln 101 =
    /// 4.615. Departures from COINr: its `log_GII` returns the column as it came, ours is the formula, and is refused
    /// where the maximum is not above 1, for there the curve falls. Refused: a value outside of the curve's domain, and
    /// a constant where a range is needed.
    pub fn fit(self, column: &[Option<f64>]) -> Result<FittedCurve, Refusal> {
        let values = known_at_least(column, 1)?;
        let (low, high) = extent(&values).ok_or(Refusal::OutOfNumbers { what: "the range" })?;
        let range = number(high - low, "the range")?;
        let spread = || if range > 0.0 { Ok(range) } else { Err(Refusal::Constant { value: low }) };
        let fitted = match self {
            Curve::Ln => FittedCurve::Ln { factor: 1.0, from: 0.0, constant: 0.0 },
            Curve::LnShifted { shift } => {
                FittedCurve::Ln { factor: 1.0, from: 0.0, constant: parameter("shift", shift, "a number", true)? }
            }
            Curve::LnOfRange { a } => {
                let a = parameter("a", a, "above 0", a > 0.0)?;
                FittedCurve::Ln { factor: 1.0, from: low, constant: a * spread()? }
            }
            Curve::LnFromOne => FittedCurve::Ln { factor: 1.0, from: low, constant: 1.0 },
            Curve::Gii if high <= 1.0 => return Err(Refusal::TurnsRound { maximum: high }),
            Curve::Gii => FittedCurve::Ln { factor: (high - 1.0) / spread()?, from: low, constant: 1.0 },
            Curve::LnSigned => FittedCurve::LnSigned,
            Curve::BoxCox { power, from_one } => {
                let from = if from_one { low - 1.0 } else { 0.0 };
                let power = match power {
                    Power::Given(power) => parameter("power", power, "a number", true)?,
                    Power::MaximumLikelihood => {
                        spread()?;
                        likeliest_power(&values, from)?
                    }
                };
                FittedCurve::BoxCox { from, power }
            }
        };
        fitted.apply(low)?;
        fitted.apply(high)?;
        Ok(fitted)
    }
}

impl FittedCurve {
    /// The value on the curve; refused where the curve is not defined.
    pub fn apply(self, x: f64) -> Result<f64, Refusal> {
        if !x.is_finite() {
            return Err(Refusal::NotANumber);
        }
        match self {
            FittedCurve::LnSigned => number(x.abs().ln_1p().copysign(x), "the logarithm"),
            FittedCurve::Ln { factor, from, constant } => {
                let inside = factor * (x - from) + constant;
                if inside > 0.0 {
                    number(inside.ln(), "the logarithm")
                } else {
                    Err(Refusal::Undefined { what: "the logarithm", value: x })
                }
            }
            FittedCurve::BoxCox { from, power } => {
                let base = x - from;
                if base > 0.0 {
                    number(box_cox(base.ln(), power), "the Box-Cox curve")
                } else {
                    Err(Refusal::Undefined { what: "the Box-Cox curve", value: x })
                }
            }
        }
    }
}

/// `(e^(power l) - 1) / power`, exact also near power 0.
fn box_cox(l: f64, power: f64) -> f64 {
    if power == 0.0 { l } else { (power * l).exp_m1() / power }
}

/// The power with the greatest profile likelihood between -5 and 5.
///
/// With logarithms taken from their mean the profile log-likelihood is -n/2 ln var(y), so the peak is the smallest
/// variance: found on a grid, then where the slope, sum (y - mean y) dy/dpower, changes sign. No random start, no
/// tuning.
fn likeliest_power(values: &[f64], from: f64) -> Result<f64, Refusal> {
    if let Some(&value) = values.iter().find(|&&x| x - from <= 0.0) {
        return Err(Refusal::Undefined { what: "the Box-Cox curve", value });
    }
    let logs: Vec<f64> = values.iter().map(|x| (x - from).ln()).collect();
    let centre = mean(&logs)?;
    let logs: Vec<f64> = logs.iter().map(|l| l - centre).collect();
    let deviations = |power: f64| {
        let curved: Vec<f64> = logs.iter().map(|&l| box_cox(l, power)).collect();
        let middle = curved.iter().sum::<f64>() / curved.len() as f64;
        curved.into_iter().map(move |y| y - middle)
    };
    let variance = |power: f64| deviations(power).map(|d| d * d).sum::<f64>();
    let slope = |power: f64| deviations(power).zip(&logs).map(|(d, &l)| d * slope_of_curve(l, power)).sum::<f64>();
    let width = (POWERS.1 - POWERS.0) / STEPS as f64;
    let at = |step: usize| POWERS.0 + width * step as f64;
    let best = (0..=STEPS).map(|step| (step, variance(at(step)))).filter(|(_, v)| v.is_finite());
    let best = best.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(step, _)| at(step));
    let none = Refusal::NoPower { from: POWERS.0, to: POWERS.1 };
    let best = best.ok_or_else(|| none.clone())?;
    let (mut low, mut high) = ((best - width).max(POWERS.0), (best + width).min(POWERS.1));
    // The variance falls towards the peak from both sides; at an end of the search it does not, and there is no peak
    // inside.
    if !(slope(low) <= 0.0 && slope(high) >= 0.0) {
        return Err(none);
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if slope(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(f64::midpoint(low, high))
}

/// The slope of the Box-Cox curve by its power: `(l e^t - (e^t - 1) / power) / power` with t = power l, as a series
/// where the difference of nearly equal numbers would lose its digits.
fn slope_of_curve(l: f64, power: f64) -> f64 {
    let t = power * l;
    if t.abs() > 0.5 {
        return (l * t.exp() - box_cox(l, power)) / power;
    }
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 0..20 {
        sum += term / (k + 2) as f64;
        term *= t / (k + 1) as f64;
    }
    l * l * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    /// Curve, column, value, result by hand.
    #[test]
    fn curves_by_hand() {
        let hundred = column(&[0.0, 50.0, 100.0]);
        let above_one = column(&[1.0, 2.0, 5.0]);
        let both_signs = column(&[-3.0, 0.0, 7.0]);
        let table = [
            (Curve::Ln, &above_one, 2.0, 2f64.ln()),
            (Curve::LnShifted { shift: 1.0 }, &hundred, 0.0, 0.0),
            (Curve::LnOfRange { a: 0.01 }, &hundred, 0.0, 0.0),
            (Curve::LnOfRange { a: 0.01 }, &hundred, 100.0, 101f64.ln()),
            (Curve::LnFromOne, &hundred, 100.0, 101f64.ln()),
            (Curve::LnFromOne, &above_one, 5.0, 5f64.ln()),
            (Curve::BoxCox { power: Power::Given(2.0), from_one: false }, &above_one, 5.0, 12.0),
            (Curve::LnSigned, &both_signs, -3.0, -(4f64.ln())),
            (Curve::LnSigned, &both_signs, 7.0, 8f64.ln()),
            (Curve::LnSigned, &both_signs, 0.0, 0.0),
            (Curve::BoxCox { power: Power::Given(0.0), from_one: false }, &above_one, 5.0, 5f64.ln()),
            (Curve::BoxCox { power: Power::Given(2.0), from_one: true }, &hundred, 100.0, 5100.0),
        ];
        for (curve, values, x, expected) in table {
            let found = curve.fit(values).and_then(|f| f.apply(x)).expect("a value");
            assert!(
                (found - expected).abs() < 1e-9 * expected.abs().max(1e-3),
                "{curve:?} at {x}: {found}, not {expected}"
            );
        }
    }

    /// Peers return the column unchanged under this name; here it is the logarithm, and never turns the order round.
    #[test]
    fn gii_logarithm_is_not_the_identity() {
        let fitted = Curve::Gii.fit(&column(&[0.0, 50.0, 100.0])).expect("a curve");
        for (x, expected) in [(0.0, 0.0), (50.0, 50.5f64.ln()), (100.0, 100f64.ln())] {
            assert!((fitted.apply(x).expect("a value") - expected).abs() < 1e-12);
        }
        assert_eq!(Curve::Gii.fit(&column(&[0.1, 0.9])), Err(Refusal::TurnsRound { maximum: 0.9 }));
    }

    #[test]
    fn outside_of_the_domain_is_refused() {
        let with_zero = column(&[0.0, 1.0]);
        assert_eq!(Curve::Ln.fit(&with_zero), Err(Refusal::Undefined { what: "the logarithm", value: 0.0 }));
        let power = Curve::BoxCox { power: Power::MaximumLikelihood, from_one: false };
        assert_eq!(power.fit(&with_zero), Err(Refusal::Undefined { what: "the Box-Cox curve", value: 0.0 }));
        let flat = column(&[3.0, 3.0]);
        for curve in [Curve::LnOfRange { a: 0.01 }, Curve::Gii, power] {
            assert_eq!(curve.fit(&flat), Err(Refusal::Constant { value: 3.0 }));
        }
        assert_eq!(Curve::Ln.fit(&[None]), Err(Refusal::TooFew { known: 0, needed: 1 }));
        // So little spread that only an extreme power would bend it.
        let narrow = power.fit(&column(&[1000.0, 1001.0, 1002.0, 1004.0]));
        assert_eq!(narrow, Err(Refusal::NoPower { from: -5.0, to: 5.0 }));
    }

    /// Logarithms that lie evenly about their mean are straight already: the power is 0. The others: scipy's
    /// `boxcox_llf`, maximised.
    #[test]
    fn the_likeliest_power_by_hand_and_by_scipy() {
        let e = std::f64::consts::E;
        let table: [(&[f64], bool, f64); 5] = [
            (&[1.0 / e, 1.0, e], false, 0.0),
            (&[1.0, 2.0, 5.0], false, -0.2073006),
            (&[0.2, 0.5, 1.0, 3.0], false, -0.0785513),
            // The same from 1 on, wherever the column begins.
            (&[10.0, 11.0, 12.0, 14.0, 17.0, 22.0], true, 0.0834995),
            (&[-9.0, -8.0, -7.0, -5.0, -2.0, 3.0], true, 0.0834995),
        ];
        for (values, from_one, expected) in table {
            let curve = Curve::BoxCox { power: Power::MaximumLikelihood, from_one };
            let Ok(FittedCurve::BoxCox { power, .. }) = curve.fit(&column(values)) else { panic!("{values:?}") };
            assert!((power - expected).abs() < 1e-6, "{values:?}: {power}, not {expected}");
        }
    }

    /// `(l e^t - (e^t - 1)/p)/p` with t = pl; at power 0 its limit l^2/2. The series and the formula meet at 1/2.
    #[test]
    fn the_slope_of_the_curve_by_hand() {
        let e = std::f64::consts::E;
        let root = e.sqrt();
        let table = [
            (3.0, 0.0, 4.5),
            (1.0, 1.0, 1.0),
            (-2.0, 0.5, -4.0 / e + 4.0 * (1.0 - 1.0 / e)),
            (0.5, 1.0, 1.0 - 0.5 * root),
            (1.0, 0.5, 4.0 - 2.0 * root),
        ];
        for (l, power, expected) in table {
            let found = slope_of_curve(l, power);
            assert!((found - expected).abs() < 1e-14, "{l} at {power}: {found}, not {expected}");
        }
    }

    #[test]
    fn the_edges_of_a_domain_lie_outside_of_it() {
        let with_zero = column(&[0.0, 1.0]);
        // A square has a value at 0, the Box-Cox curve has none.
        let square = Curve::BoxCox { power: Power::Given(2.0), from_one: false };
        assert_eq!(square.fit(&with_zero), Err(Refusal::Undefined { what: "the Box-Cox curve", value: 0.0 }));
        let flat = Curve::LnOfRange { a: 0.0 }.fit(&with_zero);
        assert_eq!(flat, Err(Refusal::Parameter { name: "a", value: 0.0, allowed: "above 0" }));
    }
}
