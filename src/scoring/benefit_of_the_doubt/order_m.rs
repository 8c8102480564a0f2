//! Order-m frontiers: a unit is held against what a number of units drawn at random is expected to hold.

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;

/// Order-m scores: `1/E`, `E` the expected largest of `min_k y_jk / (y_ik d_k)` over `m` units `j` drawn with
/// replacement.
///
/// The expectation is computed, not simulated: with the ratios in ascending order `t_1 <= .. <= t_n` it is `sum t_r
/// ((r/n)^m - ((r-1)/n)^m)`. It is what Compind's `ci_rbod` (all `d` 1) and `ci_rbod_dir` approach as their replicates
/// `B` grow. Without convexity, so a mixture of units is no rival. Above 1 for a unit that surpasses what m others
/// hold. A value of 0 binds nothing; a unit that is 0 everywhere scores 0. Sources: Cazals, Florens and Simar 2002,
/// Journal of Econometrics 106(1), 1-25; Daraio and Simar 2005, Journal of Productivity Analysis 24(1), 93-121; with
/// directions Vidoli, Fusco and Mazziotta 2015, Social Indicators Research 122(3), 635-652. Refused: no draws, a
/// direction that is negative, all zero or of the wrong length, and what `scores` refuses. Worked number: (4, 1), (1,
/// 4) and (2, 2) with m = 2: the third's ratios are 1/2, 1/2 and 1, so that E = 1/2 x 4/9 + 1 x 5/9 = 7/9 and the score
/// 9/7.
pub fn order_m(data: &DMatrix<f64>, m: usize, direction: &[f64]) -> Result<Vec<f64>, Refusal> {
    if m == 0 {
        return Err(Refusal::NoDraws);
    }
    if direction.len() != data.ncols() {
        return Err(Refusal::WrongDirectionCount { expected: data.ncols(), got: direction.len() });
    }
    let bad = direction.iter().copied().enumerate().find(|(_, d)| !d.is_finite() || *d < 0.0);
    if let Some((indicator, value)) = bad {
        return Err(Refusal::BadDirection { indicator, value });
    }
    if direction.iter().all(|d| *d <= 0.0) {
        return Err(Refusal::NoDirection);
    }
    let units = Envelope::new(data, &Restriction::Free)?.units;
    let n = units.len() as f64;
    // The chance that none of m draws is above the r-th ratio.
    let none_above: Vec<f64> = (0..=units.len()).map(|r| (r as f64 / n).powf(m as f64)).collect();
    let score = |own: &Vec<f64>| {
        let wanted: Vec<f64> = own.iter().zip(direction).map(|(y, d)| y * d).collect();
        let ratio = |other: &Vec<f64>| {
            let binding = other.iter().zip(&wanted).filter(|(_, w)| **w > 0.0);
            binding.map(|(y, w)| y / w).fold(f64::INFINITY, f64::min)
        };
        let mut ratios: Vec<f64> = units.iter().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        let chances = none_above.iter().zip(none_above.iter().skip(1)).map(|(before, upto)| upto - before);
        let expected: f64 = ratios.iter().zip(chances).filter(|(_, c)| *c > 0.0).map(|(t, c)| t * c).sum();
        1.0 / expected
    };
    Ok(units.iter().map(score).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::resample::samples;

    fn close(got: &[f64], expected: &[f64], within: f64) {
        let alike = got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < within);
        assert!(alike, "{got:?} are not {expected:?}");
    }

    fn three() -> DMatrix<f64> {
        DMatrix::from_row_slice(3, 2, &[4.0, 1.0, 1.0, 4.0, 2.0, 2.0])
    }

    /// By hand: the first's ratios are 1/4, 1/2 and 1: E = 1/4 x 1/9 + 1/2 x 3/9 + 5/9 = 27/36.
    #[test]
    fn the_worked_numbers_hold() {
        close(&order_m(&three(), 2, &[1.0, 1.0]).unwrap(), &[4.0 / 3.0, 4.0 / 3.0, 9.0 / 7.0], 1e-12);
        // One draw is the mean of the ratios.
        close(&order_m(&three(), 1, &[1.0, 1.0]).unwrap(), &[12.0 / 7.0, 12.0 / 7.0, 1.5], 1e-12);
        // In the limit the best of all units: none of them is surpassed everywhere.
        close(&order_m(&three(), 1_000_000, &[1.0, 1.0]).unwrap(), &[1.0; 3], 1e-12);
        // An indicator whose direction is 0 binds nothing: 4, 1 and 2 alone.
        close(&order_m(&three(), 1_000_000, &[1.0, 0.0]).unwrap(), &[1.0, 0.25, 0.5], 1e-12);
    }

    #[test]
    fn a_unit_with_nothing_scores_nothing() {
        let data = DMatrix::from_row_slice(3, 2, &[4.0, 0.0, 0.0, 0.0, 2.0, 2.0]);
        let found = order_m(&data, 3, &[1.0, 1.0]).unwrap();
        assert!(found[1] == 0.0 && found[0] > 0.0, "{found:?}");
        assert_eq!(order_m(&data, 0, &[1.0, 1.0]), Err(Refusal::NoDraws));
        assert!(matches!(order_m(&data, 2, &[1.0]), Err(Refusal::WrongDirectionCount { .. })));
        assert!(matches!(order_m(&data, 2, &[0.0, 0.0]), Err(Refusal::NoDirection)));
        assert!(matches!(order_m(&data, 2, &[-1.0, 0.0]), Err(Refusal::BadDirection { .. })));
    }

    /// What simulation approaches: 40,000 samples of 5, whose mean ratio has a standard error below 0.004.
    #[test]
    fn the_expectation_is_what_draws_approach() {
        let rows = [[0.2, 0.9], [0.8, 0.3], [0.5, 0.5], [0.9, 0.7], [0.4, 0.2], [0.3, 0.6], [0.7, 0.4]];
        let data = DMatrix::from_fn(7, 2, |i, j| rows[i][j]);
        let exact = order_m(&data, 5, &[1.0, 0.5]).unwrap();
        let drawn = samples(7, 5, 40_000, 1);
        for (own, exact) in rows.iter().zip(exact) {
            let ratio = |j: &usize| (rows[*j][0] / own[0]).min(rows[*j][1] / (own[1] * 0.5));
            let largest = |s: &Vec<usize>| s.iter().map(ratio).fold(0.0, f64::max);
            let mean = drawn.iter().map(largest).sum::<f64>() / drawn.len() as f64;
            assert!((1.0 / exact - mean).abs() < 0.02, "{mean} for {}", 1.0 / exact);
        }
    }
}
