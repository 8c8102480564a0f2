//! The world that the sizes of all predict when nobody trades with itself: Goodman's quasi-independence, and how far two units
//! trade beyond it.

/// A unit's trade with all other units, in any one unit of account.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub exports: f64,
    pub imports: f64,
    /// Whether its trade with itself is left out of both (a structural zero); a remainder of many economies holds some.
    pub hollow: bool,
}

/// The masses whose products x_i y_j are the flows expected from i to j; only the products have a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Masses {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub rounds: usize,
}

/// Why there are no masses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoMasses {
    /// There is no trade, or what all sell is not what all buy.
    Unbalanced,
    /// This unit's exports and imports together exceed the trade of all, which nobody can do who does not trade with itself.
    TooLarge(usize),
    /// The largest error of a unit's exports, as a share of all trade, after the last round.
    NotSettled(f64),
}

/// The fit has settled when no unit's exports are off by more than this share of all trade. Tenfold steps: some eight rounds.
pub const TOLERANCE: f64 = 1e-12;

/// A unit that has nearly half of all trade lets the fit creep; beyond so many rounds there is no answer to be trusted.
pub const MOST_ROUNDS: usize = 1000;

/// How far the sums of exports and imports may differ as a share; imports are scaled by as much. Sums of rounded figures do.
const BALANCE: f64 = 1e-6;

/// Fits x_i y_j (i not j) to exports and imports by iterative proportional fitting with an empty diagonal:
/// `x_i = e_i / (sum y - y_i)`, `y_j = m_j / (sum x - x_j)` in turn. It needs no flows.
///
/// One round is one walk over the units, so 170 of them take some ten microseconds in all. Worked example: masses x = 1, 2, 3, 4
/// and y = 4, 3, 2, 1 have exports 6, 14, 24, 36 and imports 36, 24, 14, 6; from these the fit finds x_1 y_2 = 3 again.
pub fn fit(sizes: &[Size]) -> Result<Masses, NoMasses> {
    let total: f64 = sizes.iter().map(|s| s.exports).sum();
    let bought: f64 = sizes.iter().map(|s| s.imports).sum();
    let balanced = total > 0.0 && (total - bought).abs() <= BALANCE * total;
    if !balanced || !sizes.iter().all(|s| s.exports >= 0.0 && s.imports >= 0.0) {
        return Err(NoMasses::Unbalanced);
    }
    let scale = total / bought;
    let large = |s: &Size| s.hollow && s.exports + s.imports * scale > total * (1.0 + TOLERANCE);
    if let Some(unit) = sizes.iter().position(large) {
        return Err(NoMasses::TooLarge(unit));
    }
    let share = |part: f64, rest: f64| if part > 0.0 { part / rest } else { 0.0 };
    let own = |s: &Size, mass: f64| if s.hollow { mass } else { 0.0 };
    let mut x: Vec<f64> = sizes.iter().map(|s| s.exports).collect();
    let mut y: Vec<f64> = sizes.iter().map(|s| s.imports * scale / total).collect();
    let mut error = f64::INFINITY;
    for rounds in 1..=MOST_ROUNDS {
        let all: f64 = y.iter().sum();
        for ((x, y), s) in x.iter_mut().zip(&y).zip(sizes) {
            *x = share(s.exports, all - own(s, *y));
        }
        let all: f64 = x.iter().sum();
        for ((y, x), s) in y.iter_mut().zip(&x).zip(sizes) {
            *y = share(s.imports * scale, all - own(s, *x));
        }
        let all: f64 = y.iter().sum();
        let off = |((x, y), s): ((&f64, &f64), &Size)| (x * (all - own(s, *y)) - s.exports).abs();
        error = x.iter().zip(&y).zip(sizes).map(off).fold(0.0, f64::max) / total;
        if error <= TOLERANCE {
            return Ok(Masses { x, y, rounds });
        }
    }
    Err(NoMasses::NotSettled(error))
}

/// The share of the others' expected trade that falls on cells which are empty: `H_r = sum x_k y_k / (sum x_k sum y_k)` over all
/// units k but a and b. Worked example: of the four units above, a = 1 and b = 2: (3 x 2 + 4 x 1)/(7 x 3) = 0.47619.
pub fn empty_share(masses: &Masses, sizes: &[Size], a: usize, b: usize) -> f64 {
    let (mut sold, mut bought, mut empty) = (0.0, 0.0, 0.0);
    for (i, ((x, y), s)) in masses.x.iter().zip(&masses.y).zip(sizes).enumerate() {
        if i == a || i == b {
            continue;
        }
        sold += x;
        bought += y;
        empty += if s.hollow { x * y } else { 0.0 };
    }
    empty / (sold * bought)
}

/// One direction of a pair among the flows of all, in one unit of account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// From the first to the second: X_ab.
    pub between: f64,
    /// From the first to the others: X_ar.
    pub sold: f64,
    /// From the others to the second: X_rb.
    pub bought: f64,
    /// Among the others: X_rr.
    pub others: f64,
}

impl Crossing {
    /// Both sides of the odds ratio: what speaks for the pair, X_ab X_rr, and against it, X_ar X_rb (1 - H_r).
    fn sides(self, empty: f64) -> Option<(f64, f64)> {
        // A flow that exceeds a total it is part of leaves less than nothing to the others.
        let parts = [self.between, self.sold, self.bought, self.others, 1.0 - empty];
        let sound = parts.iter().all(|part| *part >= 0.0);
        sound.then_some((self.between * self.others, self.sold * self.bought * (1.0 - empty)))
    }

    /// `OR = X_ab X_rr / (X_ar X_rb (1 - H_r))`, 1 where the pair trades as sizes predict; infinite where nobody else does.
    ///
    /// Worked example: flow 4, others 2 and 20, 12 among the others, H_r = 10/21: 48/20.952 = 2.2909.
    pub fn odds(self, empty: f64) -> Option<f64> {
        let (here, elsewhere) = self.sides(empty)?;
        (here + elsewhere > 0.0).then(|| here / elsewhere)
    }
}

/// Revealed preference in -1..=1 of the two directions of a pair: `RP = (OR - 1)/(OR + 1)` with OR the geometric mean of both
/// odds ratios. 0 is what the sizes of all predict. `None` when a flow exceeds a total, or when nothing can be given.
///
/// Worked example: odds 2.2909 and 1.0909 have the mean 1.5809 and RP 0.2251.
pub fn preference(there: Crossing, back: Crossing, empty: f64) -> Option<f64> {
    let ((ab, not_ab), (ba, not_ba)) = (there.sides(empty)?, back.sides(empty)?);
    // Roots before products, since products of four sums of dollars leave few digits.
    let (here, elsewhere) = (ab.sqrt() * ba.sqrt(), not_ab.sqrt() * not_ba.sqrt());
    (here + elsewhere > 0.0).then(|| (here - elsewhere) / (here + elsewhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(exports: &[f64], imports: &[f64]) -> Vec<Size> {
        exports.iter().zip(imports).map(|(e, m)| Size { exports: *e, imports: *m, hollow: true }).collect()
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-10, "{found} is not {expected}");
    }

    /// Masses 1, 2, 3, 4 and 4, 3, 2, 1: every expected flow by hand.
    #[test]
    fn four_units_by_hand() {
        let four = sizes(&[6.0, 14.0, 24.0, 36.0], &[36.0, 24.0, 14.0, 6.0]);
        let masses = fit(&four).expect("a fit");
        for (i, x) in [1.0, 2.0, 3.0, 4.0].into_iter().enumerate() {
            for (j, y) in [4.0, 3.0, 2.0, 1.0].into_iter().enumerate() {
                near(masses.x[i] * masses.y[j], x * y);
            }
        }
        let empty = empty_share(&masses, &four, 0, 1);
        near(empty, 10.0 / 21.0);
        // The expected flows themselves: 3 and 8 between, 3 and 21, 6 and 28 with the others, 11 among these.
        let there = Crossing { between: 3.0, sold: 3.0, bought: 21.0, others: 11.0 };
        let back = Crossing { between: 8.0, sold: 6.0, bought: 28.0, others: 11.0 };
        near(there.odds(empty).expect("odds"), 1.0);
        near(back.odds(empty).expect("odds"), 1.0);
        near(preference(there, back, empty).expect("a value"), 0.0);
        // One more from a to b with the same margins.
        let there = Crossing { between: 4.0, sold: 2.0, bought: 20.0, others: 12.0 };
        let back = Crossing { others: 12.0, ..back };
        near(there.odds(empty).expect("odds"), 1008.0 / 440.0);
        near(back.odds(empty).expect("odds"), 96.0 / 88.0);
        let mean = (1008.0 / 440.0 * 96.0 / 88.0_f64).sqrt();
        near(preference(there, back, empty).expect("a value"), (mean - 1.0) / (mean + 1.0));
    }

    #[test]
    fn a_remainder_may_trade_with_itself() {
        // Masses 1, 2, 3 and 3, 2, 1; the third trades with itself too, 3 x 1.
        let mut three = sizes(&[3.0, 8.0, 18.0], &[15.0, 8.0, 6.0]);
        three[2].hollow = false;
        let masses = fit(&three).expect("a fit");
        near(masses.x[2] * masses.y[2], 3.0);
        near(masses.x[0] * masses.y[1], 2.0);
        assert_eq!(empty_share(&masses, &three, 0, 1), 0.0);
    }

    #[test]
    fn the_ends_of_the_scale() {
        let none = Crossing { between: 0.0, sold: 5.0, bought: 5.0, others: 5.0 };
        let only = Crossing { between: 5.0, sold: 0.0, bought: 5.0, others: 5.0 };
        let nothing = Crossing { between: 0.0, sold: 0.0, bought: 0.0, others: 0.0 };
        assert_eq!(preference(none, none, 0.1), Some(-1.0));
        assert_eq!(preference(only, only, 0.1), Some(1.0));
        assert_eq!(only.odds(0.1), Some(f64::INFINITY));
        // One direction has nothing but the pair, the other everything but the pair.
        assert_eq!(preference(none, only, 0.1), None);
        assert_eq!(preference(nothing, nothing, 0.1), None);
        assert_eq!(preference(Crossing { sold: -1.0, ..none }, none, 0.1), None);
        assert_eq!(nothing.odds(0.1), None);
    }

    #[test]
    fn what_cannot_be_fitted_is_told() {
        assert_eq!(fit(&[]), Err(NoMasses::Unbalanced));
        assert_eq!(fit(&sizes(&[0.0, 0.0], &[0.0, 0.0])), Err(NoMasses::Unbalanced));
        assert_eq!(fit(&sizes(&[3.0, 4.0], &[4.0, 4.0])), Err(NoMasses::Unbalanced));
        assert_eq!(fit(&sizes(&[9.0, 1.0, 1.0], &[3.0, 4.0, 4.0])), Err(NoMasses::TooLarge(0)));
        // At the very edge, exports and imports of one are all trade: a solution only in the limit.
        let edge = fit(&sizes(&[5.0, 3.0, 2.0], &[5.0, 2.0, 3.0]));
        assert!(matches!(edge, Err(NoMasses::NotSettled(e)) if e > TOLERANCE), "{edge:?}");
        // A unit without trade has no mass and disturbs nobody.
        let masses = fit(&sizes(&[0.0, 2.0, 3.0, 4.0], &[0.0, 3.0, 3.0, 3.0])).expect("a fit");
        assert_eq!((masses.x[0], masses.y[0]), (0.0, 0.0));
    }
}
