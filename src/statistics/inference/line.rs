//! Is a slope small enough to count as no trend? Least squares against a margin.

use crate::statistics::inference::equivalence::Equivalence;
use crate::statistics::inference::equivalence::Estimate;
use crate::statistics::inference::equivalence::declared;
use crate::statistics::inference::points::checked;
use crate::statistics::inference::points::rounding;
use crate::statistics::inference::refusal::Refusal;

/// Equivalence test of the least-squares slope of (x, y) points against -margin and margin, in y per unit of x.
///
/// `b = sum dx dy / sum dx^2`, `se = sqrt(sum r^2/(n - 2) / sum dx^2)`, n - 2 degrees of freedom; two one-sided tests
/// at `alpha` each, and the interval at `1 - 2 alpha`. Points on a line to within the computer's rounding have no
/// standard error: they are reported as `exact`. The scatter is taken as independent from year to year; where it is not, p
/// is too small.
///
/// Worked number: (1, 1), (2, 3), (3, 2) have b = 0.5, se = sqrt(1.5/2) = 0.866, 1 degree of freedom; against a margin
/// of 1 p = P(T > 0.577) = 1/3: inconclusive.
///
/// Errors: a margin that is not above 0, an alpha outside 0 to 0.5, fewer than three points, all of one x, points that
/// are not finite, values too large.
pub fn equivalence(points: &[(f64, f64)], margin: f64, alpha: f64) -> Result<Equivalence, Refusal> {
    declared(margin, alpha)?;
    least_squares(points)?.tested(margin, alpha)
}

fn least_squares(points: &[(f64, f64)]) -> Result<Estimate, Refusal> {
    checked(points, 3)?;
    let Some(origin) = points.first() else { return Err(Refusal::TooFewPoints { found: 0, least: 3 }) };
    // Distances from the first point are exact for years and short decimals; sums of years are not.
    let moved: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x - origin.0, y - origin.1)).collect();
    let n = moved.len() as f64;
    let (mean_x, mean_y) =
        (moved.iter().map(|point| point.0).sum::<f64>() / n, moved.iter().map(|point| point.1).sum::<f64>() / n);
    let centred: Vec<(f64, f64)> = moved.iter().map(|(x, y)| (x - mean_x, y - mean_y)).collect();
    let spread: f64 = centred.iter().map(|(x, _)| x * x).sum();
    // Too small a spread of x would leave an infinite slope, too large a one a slope of 0.
    if !(spread.is_finite() && spread >= f64::MIN_POSITIVE) {
        return Err(Refusal::OutOfRange { figure: "spread of x" });
    }
    let value = centred.iter().map(|(x, y)| x * y).sum::<f64>() / spread;
    let residuals: Vec<f64> = centred.iter().map(|(x, y)| y - value * x).collect();
    let error = rounding(points.iter().map(|point| point.1));
    let standard_error = if residuals.iter().all(|residual| residual.abs() <= error) {
        0.0
    } else {
        (residuals.iter().map(|residual| residual * residual).sum::<f64>() / (n - 2.0) / spread).sqrt()
    };
    Ok(Estimate { value, standard_error, freedom: Some(n - 2.0), rounding: 2.0 * error / spread.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::inference::equivalence::Verdict;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    fn from(start: f64, values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(place, value)| (start + place as f64, *value)).collect()
    }

    #[test]
    fn slopes_agree_with_scipy() {
        // scipy 1.17 stats.linregress and stats.t: margin, alpha, b, se, p, lower, upper
        let flat = from(2015.0, &[50.1, 49.8, 50.3, 50.0, 49.9, 50.2, 50.1, 49.7, 50.2, 50.0]);
        let rising = from(2018.0, &[10.0, 12.0, 13.0, 15.0, 18.0, 19.0]);
        let uneven = vec![(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (5.0, 2.5)];
        let (b, se) = (1.857142857142857, 0.1277753129999882);
        let (low, high) = (1.5847454667519503, 2.1295402475337637);
        let table = [
            (
                flat,
                (0.1, 0.05),
                [-0.0030303030303026426, 0.022027614358043967, 0.0011400388209179483],
                (-0.043991710081290714, 0.03793110402068543),
                Verdict::Equivalent,
            ),
            (rising.clone(), (0.5, 0.05), [b, se, 0.9997775828283614], (low, high), Verdict::Different),
            (rising, (2.2, 0.05), [b, se, 0.027520304476249792], (low, high), Verdict::Equivalent),
            (
                from(1.0, &[1.0, 3.0, 2.0]),
                (1.0, 0.05),
                [0.5, 0.75_f64.sqrt(), 1.0 / 3.0],
                (-4.967869204891059, 5.967869204891059),
                Verdict::Inconclusive,
            ),
            (
                uneven,
                (0.8, 0.1),
                [0.24285714285714285, 0.3090472521826277, 0.10660210376527841],
                (-0.3398879444106041, 0.8256022301248899),
                Verdict::Inconclusive,
            ),
        ];
        for (points, (margin, alpha), [b, se, p], (lower, upper), verdict) in table {
            let got = equivalence(&points, margin, alpha).unwrap();
            assert!((got.estimate - b).abs() < 1e-12 && close(got.standard_error, se), "{got:?}");
            assert!(close(got.p, p) && got.freedom == Some(points.len() as f64 - 2.0), "{got:?}");
            assert!(close(got.interval.lower, lower) && close(got.interval.upper, upper), "{got:?}");
            assert_eq!((got.verdict, got.exact), (verdict, false));
        }
    }

    #[test]
    fn points_on_a_line() {
        // 0.1 a year: as a sum of tenths the line is not exact in the computer's numbers.
        let line = from(2019.0, &[0.1, 0.2, 0.1 + 0.2, 0.4, 0.5]);
        let table = [(0.2, Verdict::Equivalent, 0.0), (0.1, Verdict::Different, 1.0), (0.05, Verdict::Different, 1.0)];
        for (margin, verdict, p) in table {
            let got = equivalence(&line, margin, 0.05).unwrap();
            assert_eq!((got.verdict, got.p, got.standard_error, got.exact), (verdict, p, 0.0, true), "{got:?}");
        }
        for level in [0.0, 0.1, 1e9] {
            let flat = equivalence(&from(2019.0, &[level; 4]), 1e-3, 0.05).unwrap();
            assert_eq!((flat.estimate, flat.p, flat.verdict), (0.0, 0.0, Verdict::Equivalent));
        }
        // High above zero the margin is still met where it should be.
        let high = from(2019.0, &[1e6 + 0.1, 1e6 + 0.2, 1e6 + 0.3]);
        assert_eq!(equivalence(&high, 0.1, 0.05).unwrap().verdict, Verdict::Different);
        assert_eq!(equivalence(&high, 0.11, 0.05).unwrap().verdict, Verdict::Equivalent);
    }

    #[test]
    fn a_shift_of_either_axis_changes_nothing_and_a_turn_only_the_sign() {
        let points = from(2015.0, &[3.0, 1.5, 4.0, 4.5, 2.0, 6.0]);
        let there = equivalence(&points, 1.5, 0.05).unwrap();
        let moved: Vec<_> = points.iter().map(|(x, y)| (x - 2000.0, 20.0 - y)).collect();
        let back = equivalence(&moved, 1.5, 0.05).unwrap();
        assert!(close(back.estimate, -there.estimate) && close(back.p, there.p) && back.verdict == there.verdict);
        assert!(close(back.interval.lower, -there.interval.upper) && close(back.interval.upper, -there.interval.lower));
        assert!(equivalence(&points, 1.0, 0.05).unwrap().p > there.p);
    }

    #[test]
    fn bad_input_is_refused() {
        let points = from(0.0, &[1.0, 2.0, 4.0]);
        assert_eq!(equivalence(&points[..2], 1.0, 0.05), Err(Refusal::TooFewPoints { found: 2, least: 3 }));
        let one_date = [(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)];
        assert_eq!(equivalence(&one_date, 1.0, 0.05), Err(Refusal::NoSpread));
        assert_eq!(equivalence(&points, 0.0, 0.05), Err(Refusal::Margin { margin: 0.0 }));
        assert_eq!(equivalence(&points, 1.0, 0.5), Err(Refusal::Alpha { alpha: 0.5 }));
        let nothing = equivalence(&[(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0)], 1.0, 0.05);
        assert_eq!(nothing, Err(Refusal::PointNotFinite { place: 1 }));
        let wide = [(-1e300, 1.0), (0.0, 2.0), (1e300, 1.0)];
        assert_eq!(equivalence(&wide, 1.0, 0.05), Err(Refusal::OutOfRange { figure: "spread of x" }));
        let tall = from(0.0, &[1.0, 1e308, -1e308]);
        assert!(matches!(equivalence(&tall, 1.0, 0.05), Err(Refusal::OutOfRange { .. })));
    }
}
