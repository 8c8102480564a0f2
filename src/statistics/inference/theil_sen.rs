//! Theil-Sen slope: the median of the slopes between all pairs of points, with Sen's interval.

use crate::statistics::inference::interval::Interval;
use crate::statistics::inference::interval::normal_quantile;
use crate::statistics::inference::ordering::PairCount;
use crate::statistics::inference::points::checked;
use crate::statistics::inference::refusal::Refusal;
use crate::statistics::inference::refusal::finite;

/// Median slope and its rank-based interval, in y per unit of x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheilSen {
    pub slope: f64,
    /// N': pairs of points with different x.
    pub pairs: usize,
    /// `None` when there are too few points for the level.
    pub interval: Option<Interval>,
    /// Ranks of the two ends among the N' slopes, from 1.
    pub ranks: Option<(usize, usize)>,
}

/// Theil-Sen slope of (x, y) points with the interval of Sen (Journal of the American Statistical Association 63, 1968,
/// 1379-1389), as in Gilbert (1987, section 16.5).
///
/// With `C = z sqrt(Var S)`, S and its variance as in [`mann_kendall`](fn@crate::statistics::inference::mann_kendall),
/// the ends are the slopes of rank `(N' - C)/2` and `(N' + C)/2 + 1`. Ranks that are not whole are rounded outwards
/// (the lower down, the upper up) and never interpolated, so that the interval is not narrower than Sen's. There is
/// none when the lower rank is under 1: at level 0.9 with up to four points, at 0.95 with up to five, at 0.99 with up
/// to six (without ties).
///
/// Worked number: values 10.2, 9.1, 9.7, 8.0, 8.3, 7.9, 6.5 in 2016, 17, 19, 20, 21, 23, 24 have slope -0.375 a year;
/// N' = 21, Var S = 44.33, C = 13.05, ranks 3 and 19: -1.1 to -0.033 at level 0.95.
///
/// Errors: fewer than two points, all of one x, points that are not finite, more than 2000 points, a level that is no
/// share, values too large.
pub fn theil_sen(points: &[(f64, f64)], level: f64) -> Result<TheilSen, Refusal> {
    let z = normal_quantile(level)?;
    checked(points, 2)?;
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (place, (x, y)) in points.iter().enumerate() {
        for (other_x, other_y) in points.iter().skip(place + 1) {
            if x != other_x {
                // A slope of nothing is 0, not -0, in whichever order the points come.
                slopes.push(finite((other_y - y) / (other_x - x), "slope")? + 0.0);
            }
        }
    }
    slopes.sort_by(f64::total_cmp);
    let pairs = slopes.len();
    let slope = median(&slopes).ok_or(Refusal::NoSpread)?;
    let lower_rank = ((pairs as f64 - z * PairCount::of(points).variance.sqrt()) / 2.0).floor();
    // Negative ranks become 0: none.
    let lower_rank = lower_rank as usize;
    let ends = lower_rank.checked_sub(1).and_then(|place| slopes.get(place).zip(slopes.get(pairs - lower_rank)));
    Ok(TheilSen {
        slope,
        pairs,
        interval: ends.map(|(lower, upper)| Interval { lower: *lower, upper: *upper, level }),
        ranks: ends.map(|_| (lower_rank, pairs + 1 - lower_rank)),
    })
}

fn median(sorted: &[f64]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(*upper);
    }
    let lower = sorted.get(sorted.len() / 2 - 1)?;
    Some(lower / 2.0 + upper / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    fn from(start: f64, values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(place, value)| (start + place as f64, *value)).collect()
    }

    #[test]
    fn slopes_and_intervals_agree_with_numpy() {
        // Slopes: scipy 1.17 stats.theilslopes. Intervals: order statistics in numpy 2 by the formula above (scipy
        // rounds ranks to the nearest, so that its intervals may be narrower).
        let years = [2016.0, 2017.0, 2019.0, 2020.0, 2021.0, 2023.0, 2024.0].into_iter();
        let gaps: Vec<_> = years.zip([10.2, 9.1, 9.7, 8.0, 8.3, 7.9, 6.5]).collect();
        let dates = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0].into_iter();
        let shared: Vec<_> = dates.zip([1.0, 2.0, 2.0, 2.0, 4.0, 3.0, 5.0, 4.0]).collect();
        let decade = from(2015.0, &[3.0, 5.0, 4.0, 6.0, 8.0, 7.0, 9.0, 12.0, 10.0, 11.0]);
        let tied = from(1.0, &[2.0, 2.0, 3.0, 5.0, 4.0, 4.0, 6.0, 7.0, 7.0, 7.0, 9.0, 8.0]);
        let eight = from(0.0, &[5.0, 1.0, 4.0, 2.0, 8.0, 3.0, 7.0, 6.0]);
        let table = [
            (decade, 0.95, 1.0, 45, 0.5, 9.0 / 7.0, (11, 35)),
            (tied, 0.95, 0.6125, 66, 0.4, 7.0 / 9.0, (18, 49)),
            (gaps, 0.95, -0.375, 21, -1.1, -1.0 / 30.0, (3, 19)),
            (shared, 0.9, 1.0, 25, 0.5, 1.5, (6, 20)),
            (eight, 0.9, 0.5, 28, -0.5, 1.5, (7, 22)),
            (from(0.0, &[1.0, 2.0, 3.0, 4.0, 5.0]), 0.9, 1.0, 10, 1.0, 1.0, (1, 10)),
        ];
        for (points, level, slope, pairs, lower, upper, ranks) in table {
            let got = theil_sen(&points, level).unwrap();
            assert!(close(got.slope, slope) && got.pairs == pairs && got.ranks == Some(ranks), "{points:?}: {got:?}");
            let interval = got.interval.unwrap();
            assert!(close(interval.lower, lower) && close(interval.upper, upper), "{points:?}: {got:?}");
        }
    }

    #[test]
    fn too_few_points_have_a_slope_and_no_interval() {
        let four = theil_sen(&from(0.0, &[1.0, 3.0, 2.0, 4.0]), 0.9).unwrap();
        // slopes -1, 1/2, 1/2, 1, 2, 2
        assert_eq!((four.slope, four.pairs, four.interval, four.ranks), (0.75, 6, None, None));
        assert_eq!(theil_sen(&from(0.0, &[1.0, 4.0]), 0.5).unwrap().slope, 3.0);
        for (level, least) in [(0.9, 5), (0.95, 6), (0.99, 7)] {
            let rising: Vec<f64> = (0..least).map(f64::from).collect();
            assert!(theil_sen(&from(0.0, &rising), level).unwrap().interval.is_some(), "{level}");
            assert!(theil_sen(&from(0.0, &rising[1..]), level).unwrap().interval.is_none(), "{level}");
        }
    }

    #[test]
    fn one_wild_value_does_not_carry_the_slope_away() {
        let mut points = from(0.0, &[0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
        points[3].1 = 1e9;
        assert_eq!(theil_sen(&points, 0.9).unwrap().slope, 2.0);
    }

    #[test]
    fn scale_and_order() {
        let mut points = from(2000.0, &[3.0, 1.5, 4.0, 4.5, 2.0, 6.0]);
        let there = theil_sen(&points, 0.9).unwrap();
        let scaled: Vec<_> = points.iter().map(|(x, y)| (*x, 100.0 - 4.0 * y)).collect();
        let turned = theil_sen(&scaled, 0.9).unwrap();
        assert!(close(turned.slope, -4.0 * there.slope));
        let (a, b) = (there.interval.unwrap(), turned.interval.unwrap());
        assert!(close(b.lower, -4.0 * a.upper) && close(b.upper, -4.0 * a.lower));
        points.swap(0, 4);
        assert_eq!(theil_sen(&points, 0.9).unwrap(), there);
    }

    #[test]
    fn a_flat_series_has_slope_0_whichever_way_it_is_told() {
        let falling_dates: Vec<_> = (0..6).map(|back| (2020.0 - f64::from(back), 4.0)).collect();
        let got = theil_sen(&falling_dates, 0.9).unwrap();
        let ends = got.interval.map(|interval| [got.slope, interval.lower, interval.upper].map(f64::to_bits));
        assert_eq!(ends, Some([0.0_f64.to_bits(); 3]));
    }

    #[test]
    fn bad_input_is_refused() {
        let pair = from(0.0, &[1.0, 2.0]);
        assert_eq!(theil_sen(&pair[..1], 0.9), Err(Refusal::TooFewPoints { found: 1, least: 2 }));
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)], 0.9), Err(Refusal::NoSpread));
        assert_eq!(theil_sen(&[(1.0, 2.0), (2.0, f64::NAN)], 0.9), Err(Refusal::PointNotFinite { place: 1 }));
        assert_eq!(theil_sen(&pair, 0.0), Err(Refusal::Level { level: 0.0 }));
        let huge = [(0.0, -1.7e308), (1.0, 1.7e308)];
        assert_eq!(theil_sen(&huge, 0.9), Err(Refusal::OutOfRange { figure: "slope" }));
    }
}
