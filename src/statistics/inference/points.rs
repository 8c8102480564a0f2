//! What a series of dated values must be before a line is laid through it.

use crate::statistics::inference::refusal::Refusal;

/// Every pair of points is looked at, so that their number is limited.
pub(crate) const MOST_POINTS: usize = 2000;

/// At least `least` points, all finite, with two different x among them.
pub(crate) fn checked(points: &[(f64, f64)], least: usize) -> Result<(), Refusal> {
    if points.len() < least {
        return Err(Refusal::TooFewPoints { found: points.len(), least });
    }
    if points.len() > MOST_POINTS {
        return Err(Refusal::TooManyPoints { found: points.len(), most: MOST_POINTS });
    }
    if let Some(place) = points.iter().position(|(x, y)| !(x.is_finite() && y.is_finite())) {
        return Err(Refusal::PointNotFinite { place });
    }
    let Some((first, _)) = points.first() else { return Err(Refusal::TooFewPoints { found: 0, least: 1 }) };
    if points.iter().all(|(x, _)| x == first) { Err(Refusal::NoSpread) } else { Ok(()) }
}

/// How far the computer's rounding alone may carry a value of this size.
pub(crate) fn rounding(values: impl Iterator<Item = f64>) -> f64 {
    // A few hundred units in the last place: more than sums of yearly values pick up, far less than any scatter in
    // data.
    1e-13 * values.fold(0.0, |largest: f64, value| largest.max(value.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_checked_in_order() {
        assert_eq!(checked(&[(1.0, 1.0)], 2), Err(Refusal::TooFewPoints { found: 1, least: 2 }));
        assert_eq!(checked(&[], 0), Err(Refusal::TooFewPoints { found: 0, least: 1 }));
        let many = vec![(0.0, 0.0); MOST_POINTS + 1];
        assert_eq!(checked(&many, 2), Err(Refusal::TooManyPoints { found: 2001, most: 2000 }));
        for bad in [(f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(checked(&[(1.0, 1.0), bad], 2), Err(Refusal::PointNotFinite { place: 1 }));
        }
        assert_eq!(checked(&[(2.0, 1.0), (2.0, 5.0)], 2), Err(Refusal::NoSpread));
        assert_eq!(checked(&[(0.0, 1.0), (-0.0, 5.0)], 2), Err(Refusal::NoSpread));
        assert_eq!(checked(&[(2.0, 1.0), (3.0, 1.0)], 2), Ok(()));
    }

    #[test]
    fn rounding_grows_with_the_values() {
        assert_eq!(rounding([1.0, -20.0].into_iter()), 1e-13 * 20.0);
        assert_eq!(rounding(std::iter::empty()), 0.0);
    }
}
