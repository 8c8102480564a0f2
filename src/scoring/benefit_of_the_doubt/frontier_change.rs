//! Two years held against each other's best: catching up, and the move of the frontier.

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::evaluation::evaluate;

/// Scores of all units of a matrix held against some of them alone (places of rows): another year's frontier.
///
/// The programme is that of [`super::scores`] with `w . y_j <= 1` for those rows only, so that a unit that they do not
/// surpass scores above 1. Refused: what `scores` refuses, and a unit that is above 0 in an indicator of which those
/// rows have nothing. Worked number: (4, 1), (1, 4), (6, 6) against the first two: 1, 1 and 2.4 (weights 0.2 and 0.2).
pub fn scores_against(data: &DMatrix<f64>, restriction: &Restriction, rows: &[usize]) -> Result<Vec<f64>, Refusal> {
    restriction.check(data.ncols())?;
    let mut envelope = Envelope::new(data, restriction)?;
    envelope.hold_against(rows);
    let units = envelope.units.iter().enumerate();
    units.map(|(unit, own)| evaluate(&envelope, restriction, unit, own).map(|found| found.score)).collect()
}

/// What a unit scores in two years, by the frontier of each: `before_by_after` are the values of the year before
/// against the best of the year after. All are above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierScores {
    pub before_by_before: f64,
    pub before_by_after: f64,
    pub after_by_before: f64,
    pub after_by_after: f64,
}

impl FrontierScores {
    /// Efficiency change: how much nearer the unit has come to the best of its own year; above 1 it catches up.
    pub fn catching_up(&self) -> f64 {
        self.after_by_after / self.before_by_before
    }

    /// Frontier shift: how far the best have moved, seen from the unit's two places, their geometric mean. Above 1 the
    /// best have become better.
    pub fn frontier_shift(&self) -> f64 {
        ((self.after_by_before / self.after_by_after) * (self.before_by_before / self.before_by_after)).sqrt()
    }

    /// The Malmquist index, catching up times frontier shift: the geometric mean of the change by the frontier of the
    /// year before and by that of the year after. Sources: Caves, Christensen and Diewert 1982, Econometrica 50(6);
    /// Färe, Grosskopf, Norris and Zhang 1994, American Economic Review 84(1), 66-83. Worked number: scores of 0.5 and 1
    /// by the first frontier, 0.4 and 0.8 by the second: catching up 1.6, shift 1.25, index 2.
    pub fn malmquist(&self) -> f64 {
        self.catching_up() * self.frontier_shift()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worked_numbers_hold() {
        let data = DMatrix::from_row_slice(3, 2, &[4.0, 1.0, 1.0, 4.0, 6.0, 6.0]);
        let found = scores_against(&data, &Restriction::Free, &[0, 1]).unwrap();
        assert!(found.iter().zip([1.0, 1.0, 2.4]).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        let four =
            FrontierScores { before_by_before: 0.5, after_by_before: 1.0, before_by_after: 0.4, after_by_after: 0.8 };
        let parts = [four.catching_up(), four.frontier_shift(), four.malmquist()];
        assert!(parts.iter().zip([1.6, 1.25, 2.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{parts:?}");
    }

    #[test]
    fn what_the_others_have_nothing_of_has_no_score() {
        let data = DMatrix::from_row_slice(3, 2, &[4.0, 0.0, 1.0, 0.0, 6.0, 6.0]);
        assert_eq!(scores_against(&data, &Restriction::Free, &[0, 1]), Err(Refusal::Beyond { unit: 2 }));
    }

    proptest! {
        /// The product of the parts is the index as Caves, Christensen and Diewert define it; where every value of a
        /// year is k times that of the year before, the frontier alone has moved, by k.
        #[test]
        fn parts_make_the_index(values in prop::collection::vec(0.1f64..10.0, 8), k in 0.2f64..5.0) {
            let before = DMatrix::from_row_slice(4, 2, &values);
            let after = before.map(|y| k * y);
            let data = DMatrix::from_fn(8, 2, |i, j| if i < 4 { before[(i, j)] } else { after[(i - 4, j)] });
            let first = scores_against(&data, &Restriction::Free, &[0, 1, 2, 3]).unwrap();
            let second = scores_against(&data, &Restriction::Free, &[4, 5, 6, 7]).unwrap();
            for unit in 0..4 {
                let four = FrontierScores {
                    before_by_before: first[unit],
                    after_by_before: first[unit + 4],
                    before_by_after: second[unit],
                    after_by_after: second[unit + 4],
                };
                let index = (first[unit + 4] / first[unit] * (second[unit + 4] / second[unit])).sqrt();
                prop_assert!((four.malmquist() / index - 1.0).abs() < 1e-12);
                prop_assert!((four.catching_up() - 1.0).abs() < 1e-7);
                prop_assert!((four.frontier_shift() / k - 1.0).abs() < 1e-7);
            }
        }
    }
}
