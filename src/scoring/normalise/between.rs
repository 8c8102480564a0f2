//! Scores between the goalposts of a framework for partnerships.

use super::linear::Linear;
use super::{Clip, Direction, Range};
use crate::model::framework::Goalposts;

/// `z = floor + (100 - floor) clamp((f(x) - f(L)) / (f(U) - f(L)), 0, 1)` (METHOD section 3; Handbook step 5, OECD/JRC 2008).
///
/// The score lies in `floor..=100` and rises with `value`, or falls where `lower_is_better`. With the floor of 1 it is the
/// `1 + 99 clamp(..)` of the method. Worked example: 0.25 between 0 and 1 is 1 + 99 x 0.25 = 25.75; a share of 0 on a
/// logarithmic scale lies below any lower goalpost and gets the floor.
pub fn normalise(value: f64, goalposts: &Goalposts, lower_is_better: bool, floor: f64) -> (f64, Option<Clip>) {
    let direction = if lower_is_better { Direction::LowerIsBetter } else { Direction::HigherIsBetter };
    Linear::of(goalposts, Range { from: floor, to: 100.0 }, direction).place(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::framework::{GoalpostKind, Transform};

    /// Hand values: lower, upper, transform, value, score at floor 1.
    #[test]
    fn scores_by_hand() {
        let table = [
            (0.0, 1.0, Transform::Identity, 0.25, 25.75),
            (0.0, 6.0, Transform::Identity, 5.0, 83.5),
            (-1.0, 1.0, Transform::Identity, 0.0, 50.5),
            (0.01, 1.0, Transform::Ln, 0.1, 50.5),
            (0.0, (2f64).exp() - 1.0, Transform::Ln1p, (1f64).exp() - 1.0, 50.5),
            (0.0, 1.0, Transform::Identity, -3.0, 1.0),
            (0.0, 1.0, Transform::Identity, 3.0, 100.0),
            (0.01, 1.0, Transform::Ln, 0.0, 1.0),
        ];
        for (low, high, t, x, expected) in table {
            let g = Goalposts::new(low, high, t, GoalpostKind::Natural, String::new()).expect("goalposts");
            let (z, _) = normalise(x, &g, false, 1.0);
            assert!((z - expected).abs() < 1e-12, "{x} between {low} and {high}: {z}, not {expected}");
        }
    }

    #[test]
    fn direction_floor_and_clipping() {
        let g = Goalposts::new(0.0, 2.0, Transform::Identity, GoalpostKind::Natural, String::new()).expect("goalposts");
        assert_eq!(normalise(0.5, &g, true, 1.0), (75.25, None));
        assert_eq!(normalise(0.0, &g, false, 5.0), (5.0, None));
        assert_eq!(normalise(2.5, &g, false, 1.0), (100.0, Some(Clip::Above(0.25))));
        assert_eq!(normalise(-1.0, &g, false, 1.0), (1.0, Some(Clip::Below(0.5))));
    }
}
