//! Weights from how much indicators vary: entropy and CRITIC.

use nalgebra::DMatrix;

use crate::scoring::weigh::Refusal;
use crate::scoring::weigh::to_unity;
use crate::statistics::eigen::check;
use crate::statistics::eigen::column_deviations;
use crate::statistics::eigen::correlations_of;

/// Sums nearer to zero than this are zero but for rounding.
const ROUNDING: f64 = 1e-13;

/// Shannon's entropy: the more unequally an indicator is shared out among the units, the more it weighs.
///
/// `p_ij = x_ij / sum_i x_ij`, `e_j = -(1 / ln n) sum_i p_ij ln p_ij` (with `0 ln 0 = 0`), `w_j = (1 - e_j) / sum (1 - e)`.
/// Range: 0 to 1; an indicator equal for all units weighs 0. Unchanged by a positive factor on an indicator, but not by
/// a shift: min-max data and raw data give different weights. Source: Shannon 1948, DOI
/// 10.1002/j.1538-7305.1948.tb01338.x; not a method of the Handbook.
/// Refused: fewer than two units, a negative value, an indicator that is zero for every unit, no indicator that varies.
/// Worked number: (1, 3) and (1, 1) over two units: e = 0.81128 and 1, weights 1 and 0.
pub fn entropy(data: &DMatrix<f64>) -> Result<Vec<f64>, Refusal> {
    check(data, 2)?;
    let units = data.nrows() as f64;
    let mut diversities = Vec::with_capacity(data.ncols());
    for (indicator, column) in data.column_iter().enumerate() {
        if let Some((unit, value)) = column.iter().enumerate().find(|(_, x)| **x < 0.0) {
            return Err(Refusal::NegativeValue { unit, indicator, value: *value });
        }
        let largest = column.max();
        if largest <= 0.0 {
            return Err(Refusal::ZeroSum { indicator });
        }
        let sum: f64 = column.iter().map(|x| x / largest).sum();
        let shares = column.iter().map(|x| x / largest / sum).filter(|p| *p > 0.0);
        let diversity = 1.0 + shares.map(|p| p * p.ln()).sum::<f64>() / units.ln();
        diversities.push(if diversity > ROUNDING { diversity } else { 0.0 });
    }
    to_unity(diversities)
}

/// CRITIC: an indicator weighs by its contrast (standard deviation) times its conflict with the others (1 - r).
///
/// `C_j = s_j sum_k (1 - r_jk)`, `s_j` the standard deviation of the min-max values, `r` Pearson's correlations,
/// `w_j = C_j / sum C`. The data must point the same way (higher is better). Range: 0 to 1; unchanged by positive
/// scaling and by shifts. One indicator weighs 1. Source: Diakoulaki, Mavrotas and Papayannakis 1995,
/// DOI 10.1016/0305-0548(94)00059-H; not a method of the Handbook.
/// Refused: fewer than three units, a constant indicator, indicators that are all perfectly correlated.
/// Worked number: (0, 1, 2), (0, 1, 2) and (2, 1, 0) weigh 0.25, 0.25 and 0.5.
pub fn critic(data: &DMatrix<f64>) -> Result<Vec<f64>, Refusal> {
    let columns = column_deviations(data)?;
    if columns.len() == 1 {
        return Ok(vec![1.0]);
    }
    let correlations = correlations_of(&columns);
    let conflicts = correlations.column_iter().map(|r| r.iter().map(|x| 1.0 - x).sum::<f64>());
    let contrasts = data.column_iter().zip(&columns).map(|(x, d)| d.length / (x.max() - x.min()));
    let information: Vec<f64> = contrasts.zip(conflicts).map(|(s, c)| if c > ROUNDING { s * c } else { 0.0 }).collect();
    if information.iter().all(|c| *c == 0.0) {
        return Err(Refusal::NoConflict);
    }
    to_unity(information)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn close(got: &[f64], expected: &[f64]) -> bool {
        got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn the_worked_numbers_hold() {
        let two = DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 3.0, 1.0]);
        assert!(close(&entropy(&two).unwrap(), &[1.0, 0.0]));
        let three = DMatrix::from_row_slice(3, 3, &[0.0, 0.0, 2.0, 1.0, 1.0, 1.0, 2.0, 2.0, 0.0]);
        assert!(close(&critic(&three).unwrap(), &[0.25, 0.25, 0.5]));
    }

    /// By hand: shares (1/4, 3/4) have e = 2 - (3/4) log2 3, shares (0, 1) have e = 0.
    #[test]
    fn entropy_weighs_by_hand() {
        let data = DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 3.0, 5.0]);
        let d = 1.0 - (2.0 - 0.75 * 3.0_f64.log2());
        assert!(close(&entropy(&data).unwrap(), &[d / (1.0 + d), 1.0 / (1.0 + d)]));
    }

    /// By hand: (1, 2, 3) and (1, 3, 2) have r = 1/2 and equal spread; (0, 0, 1) has r = sqrt(3)/2 and 0 with them and
    /// the spread sqrt(2/3) where they have sqrt(1/2).
    #[test]
    fn critic_weighs_by_hand() {
        let data = DMatrix::from_row_slice(3, 3, &[1.0, 1.0, 0.0, 2.0, 3.0, 0.0, 3.0, 2.0, 1.0]);
        let (r, s, t) = (3.0_f64.sqrt() / 2.0, 0.5_f64.sqrt(), (2.0_f64 / 3.0).sqrt());
        let c = [s * (0.5 + 1.0 - r), s * (0.5 + 1.0), t * (1.0 - r + 1.0)];
        let sum: f64 = c.iter().sum();
        assert!(close(&critic(&data).unwrap(), &c.map(|x| x / sum)));
    }

    #[test]
    fn what_cannot_be_weighed_is_refused() {
        let negative = DMatrix::from_row_slice(2, 1, &[1.0, -1.0]);
        assert_eq!(entropy(&negative), Err(Refusal::NegativeValue { unit: 1, indicator: 0, value: -1.0 }));
        assert_eq!(entropy(&DMatrix::zeros(2, 1)), Err(Refusal::ZeroSum { indicator: 0 }));
        assert_eq!(entropy(&DMatrix::from_element(7, 3, 0.1)), Err(Refusal::NothingToWeigh));
        assert!(matches!(entropy(&DMatrix::from_element(1, 1, 1.0)), Err(Refusal::Matrix(_))));
        let same = DMatrix::from_fn(4, 3, |i, j| (1.0 + i as f64) * (1.0 + j as f64));
        assert_eq!(critic(&same), Err(Refusal::NoConflict));
        assert!(matches!(critic(&DMatrix::from_element(4, 1, 1.0)), Err(Refusal::Matrix(_))));
        assert_eq!(critic(&DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 4.0])).unwrap(), [1.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(64) })]

        #[test]
        fn scale_and_order_do_not_matter(cells in prop::collection::vec(0.01..1.0_f64, 18), scale in 1e-6..1e6_f64) {
            let data = DMatrix::from_row_slice(6, 3, &cells);
            let other = DMatrix::from_fn(6, 3, |i, j| data[(5 - i, 2 - j)] * if j == 0 { scale } else { 1.0 });
            for method in [entropy, critic] {
                let (a, mut b) = (method(&data).unwrap(), method(&other).unwrap());
                b.reverse();
                prop_assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-9));
                prop_assert!((a.iter().sum::<f64>() - 1.0).abs() < 1e-12 && a.iter().all(|w| *w >= 0.0));
            }
        }
    }
}
