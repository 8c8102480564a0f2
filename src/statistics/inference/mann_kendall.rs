//! Mann-Kendall test: do the values rise or fall with time?

use crate::statistics::inference::interval::normal_tail;
use crate::statistics::inference::ordering::PairCount;
use crate::statistics::inference::points::checked;
use crate::statistics::inference::refusal::Refusal;

/// Up to this many points without ties the distribution of S is counted out.
const EXACT_UP_TO: usize = 10;

/// Where the p-value comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NullDistribution {
    /// All orders of the values counted: up to 10 points without ties.
    Exact,
    /// Normal approximation with the variance of S corrected for ties, and z with continuity correction.
    Normal { variance: f64, z: f64 },
    /// All values are the same: every order has S = 0, and p is 1.
    Constant,
}

/// Outcome of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Rising less falling pairs; positive when the values rise.
    pub s: i64,
    pub points: usize,
    /// Two-sided p of no trend, 0..=1.
    pub p: f64,
    pub null: NullDistribution,
}

/// Mann-Kendall test of (date, value) points, in any order (Mann, Econometrica 13, 1945, 245-259; Gilbert, Statistical
/// Methods for Environmental Pollution Monitoring, 1987, chapter 16).
///
/// Exact p = chance of |S| at least as large over all n! orders, for up to 10 points without ties. Else
/// `z = (S - sgn S)/sqrt(Var S)`, 0 for S = 0; with ties among few points that is rough. Points of one date are not
/// compared. Two points can only have p = 1, three no less than 1/3, four 1/12, five 1/60.
///
/// Worked number: 1, 3, 2, 4 has S = 5 - 1 = 4; 4 of 24 orders have S of 4 or more, so p = 8/24 = 1/3.
///
/// Errors: fewer than two points, all of one date, points that are not finite, more than 2000 points.
pub fn mann_kendall(points: &[(f64, f64)]) -> Result<MannKendall, Refusal> {
    checked(points, 2)?;
    let count = PairCount::of(points);
    let (p, null) = if count.variance == 0.0 {
        (1.0, NullDistribution::Constant)
    } else if points.len() <= EXACT_UP_TO && !count.tied {
        (exact_p(points.len(), count.s), NullDistribution::Exact)
    } else {
        let z = (count.s - count.s.signum()) as f64 / count.variance.sqrt();
        ((2.0 * normal_tail(z.abs())).min(1.0), NullDistribution::Normal { variance: count.variance, z })
    };
    Ok(MannKendall { s: count.s, points: points.len(), p, null })
}

/// Share of the orders of `n` different values with |S| no smaller, for n up to 20.
fn exact_p(n: usize, s: i64) -> f64 {
    let orders = orders_by_falls(n);
    let pairs = orders.len().saturating_sub(1) as i64;
    let as_far: u64 =
        (0..).zip(&orders).filter(|(falls, _)| (pairs - 2 * falls).abs() >= s.abs()).map(|(_, c)| c).sum();
    as_far as f64 / orders.iter().sum::<u64>() as f64
}

/// Number of orders of `n` different values with 0, 1, 2 ... falling pairs.
///
/// The k-th value put into a row of k - 1 makes any of 0 to k - 1 new falling pairs.
fn orders_by_falls(n: usize) -> Vec<u64> {
    (2..=n).fold(vec![1], |shorter: Vec<u64>, k| {
        let most = shorter.len() - 1 + (k - 1);
        let of = |falls: usize| (0..k).filter_map(|new| falls.checked_sub(new).and_then(|old| shorter.get(old))).sum();
        (0..=most).map(of).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yearly(values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(year, value)| (2000.0 + year as f64, *value)).collect()
    }

    #[test]
    fn orders_of_few_values_by_hand() {
        assert_eq!(orders_by_falls(1), [1]);
        assert_eq!(orders_by_falls(3), [1, 2, 2, 1]);
        assert_eq!(orders_by_falls(4), [1, 3, 5, 6, 5, 3, 1]);
        assert_eq!(orders_by_falls(10).iter().sum::<u64>(), 3_628_800);
    }

    #[test]
    fn exact_p_values_agree_with_scipy() {
        // scipy 1.17 stats.kendalltau(x, y, method='exact').pvalue
        let table: [(&[f64], i64, f64); 5] = [
            (&[1.0, 2.0, 3.0, 4.0, 5.0], 10, 1.0 / 60.0),
            (&[1.0, 3.0, 2.0, 4.0], 4, 1.0 / 3.0),
            (&[10.2, 9.1, 9.7, 8.0, 8.3, 7.9, 6.5], -17, 0.010714285714285714),
            (&[5.0, 1.0, 4.0, 2.0, 8.0, 3.0, 7.0, 6.0], 8, 0.39875992063492066),
            (&[3.0, 5.0, 4.0, 6.0, 8.0, 7.0, 9.0, 12.0, 10.0, 11.0], 37, 0.0003576940035273369),
        ];
        for (values, s, p) in table {
            let got = mann_kendall(&yearly(values)).unwrap();
            assert_eq!((got.s, got.null, got.points), (s, NullDistribution::Exact, values.len()));
            assert!((got.p - p).abs() < 1e-14, "{values:?}: {got:?}");
        }
    }

    #[test]
    fn normal_p_values_agree_with_numpy() {
        // The formulas in numpy 2 and scipy 1.17 stats.norm
        let tied = yearly(&[2.0, 2.0, 3.0, 5.0, 4.0, 4.0, 6.0, 7.0, 7.0, 7.0, 9.0, 8.0]);
        let long = yearly(&[5.0, 1.0, 4.0, 2.0, 8.0, 3.0, 7.0, 6.0, 9.0, 10.0, 12.0]);
        let dates = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0].into_iter();
        let shared: Vec<_> = dates.zip([1.0, 2.0, 2.0, 2.0, 4.0, 3.0, 5.0, 4.0]).collect();
        let table = [
            (tied, 55, 207.0, 3.7532594530273458, 0.00017455002670346034),
            (long, 35, 165.0, 2.646896410149178, 0.008123423304273496),
            (shared, 20, 58.095238095238095, 2.492776449308985, 0.012674861933076799),
            (yearly(&[1.0, 2.0, 2.0]), 2, 8.0 / 3.0, 0.6123724356957945, 0.5402913746074199),
        ];
        for (points, s, variance, z, p) in table {
            let got = mann_kendall(&points).unwrap();
            let NullDistribution::Normal { variance: v, z: got_z } = got.null else { panic!("{got:?}") };
            assert_eq!(got.s, s);
            assert!((v - variance).abs() < 1e-9 && (got_z - z).abs() < 1e-9 && (got.p - p).abs() < 1e-9, "{got:?}");
        }
    }

    #[test]
    fn nothing_to_order_has_p_1() {
        let flat = mann_kendall(&yearly(&[2.0; 6])).unwrap();
        assert_eq!(flat, MannKendall { s: 0, points: 6, p: 1.0, null: NullDistribution::Constant });
        assert_eq!(mann_kendall(&yearly(&[2.0, 3.0])).unwrap().p, 1.0);
        // S = 0 has no continuity correction.
        let even = mann_kendall(&yearly(&[1.0, 2.0, 2.0, 1.0])).unwrap();
        assert!(matches!(even, MannKendall { s: 0, p: 1.0, null: NullDistribution::Normal { z: 0.0, .. }, .. }));
    }

    #[test]
    fn order_and_direction() {
        let mut points = yearly(&[10.2, 9.1, 9.7, 8.0, 8.3, 7.9, 6.5]);
        let there = mann_kendall(&points).unwrap();
        points.reverse();
        assert_eq!(mann_kendall(&points).unwrap(), there);
        let back: Vec<_> = points.iter().map(|(x, y)| (*x, -y)).collect();
        assert_eq!(mann_kendall(&back).unwrap(), MannKendall { s: -there.s, ..there });
        assert_eq!(mann_kendall(&points[..1]), Err(Refusal::TooFewPoints { found: 1, least: 2 }));
        assert_eq!(mann_kendall(&[(1.0, 2.0), (1.0, 3.0)]), Err(Refusal::NoSpread));
    }
}
