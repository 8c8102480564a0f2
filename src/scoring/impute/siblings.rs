//! Imputation by the unit's own other indicators, on a common scale.

use crate::scoring::impute::Centre;
use crate::scoring::impute::FilledColumn;
use crate::scoring::impute::fill;
use crate::scoring::known::known_at_least;
use crate::scoring::normalise::Direction;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::same_length;
use crate::statistics::moments::extent;

/// A missing value becomes the mean (or median) of the unit's known siblings (COINr `Impute` by row, `normalise_first =
/// TRUE`).
///
/// Each indicator is brought to 0..1 by min-max, 1 the better end by its direction; the unit's middle over the node is
/// taken there and carried back to the indicator's own scale, so that a filled value never leaves the range of the
/// known ones. A unit without any sibling stays missing. Worked example: siblings at 0.25 and 0.75 of their ranges fill
/// an indicator that runs from 10 to 30 with 20, lower better or not. Refused: an indicator without values or with a
/// constant one, which has no common scale (COINr stops there too, on NaN); uneven lengths.
pub fn by_siblings(
    columns: &[&[Option<f64>]],
    directions: &[Direction],
    centre: Centre,
) -> Result<Vec<FilledColumn>, Refusal> {
    same_length(columns.len(), directions.len())?;
    let units = columns.first().map_or(0, |column| column.len());
    let mut scales = Vec::with_capacity(columns.len());
    for (column, direction) in columns.iter().zip(directions) {
        same_length(units, column.len())?;
        scales.push(CommonScale::of(column, *direction).map_err(|refusal| refusal.in_column(scales.len()))?);
    }
    let middle = |unit: usize| {
        let known = columns.iter().zip(&scales).filter_map(|(column, scale)| {
            let x = column.get(unit).copied().flatten()?;
            Some(scale.position(x))
        });
        centre.of(&known.collect::<Vec<f64>>())
    };
    let middles: Vec<Option<f64>> = (0..units).map(middle).collect();
    let filled = columns.iter().zip(&scales).map(|(column, scale)| {
        fill(column, |unit| Ok(middles.get(unit).copied().flatten().map(|position| scale.value(position))))
    });
    filled.collect()
}

/// From the worst known value of an indicator to its best.
struct CommonScale {
    worst: f64,
    best: f64,
}

impl CommonScale {
    fn of(column: &[Option<f64>], direction: Direction) -> Result<Self, Refusal> {
        let known = known_at_least(column, 1)?;
        let (low, high) = extent(&known).ok_or(Refusal::OutOfNumbers { what: "the range" })?;
        match direction {
            _ if low == high => Err(Refusal::Constant { value: low }),
            _ if !(high - low).is_finite() => Err(Refusal::OutOfNumbers { what: "the range" }),
            Direction::HigherIsBetter => Ok(CommonScale { worst: low, best: high }),
            Direction::LowerIsBetter => Ok(CommonScale { worst: high, best: low }),
        }
    }

    fn position(&self, x: f64) -> f64 {
        (x - self.worst) / (self.best - self.worst)
    }

    fn value(&self, position: f64) -> f64 {
        self.worst + (self.best - self.worst) * position
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::impute::FilledCell;

    #[test]
    fn siblings_by_hand() {
        let a = [Some(0.0), Some(4.0), Some(1.0), None];
        let b = [Some(8.0), Some(0.0), Some(2.0), None];
        let c = [Some(10.0), Some(30.0), None, None];
        use Direction::HigherIsBetter as Up;
        use Direction::LowerIsBetter as Down;
        let columns: [&[Option<f64>]; 3] = [&a, &b, &c];
        // Unit 2: 0.25 of a and, lower being better, 0.75 of b.
        for down in [Up, Down] {
            let found = by_siblings(&columns, &[Up, Down, down], Centre::Mean).expect("filled");
            assert_eq!(found.get(2).map(|f| f.filled.clone()), Some(vec![FilledCell { unit: 2, value: 20.0 }]));
            assert_eq!(found.get(2).map(|f| f.still_missing.clone()), Some(vec![3]));
        }
        // Read the wrong way round, b would say 0.25.
        let found = by_siblings(&columns, &[Up, Up, Up], Centre::Median).expect("filled");
        assert_eq!(found.get(2).and_then(|f| f.filled.first().copied()), Some(FilledCell { unit: 2, value: 15.0 }));
    }

    #[test]
    fn a_constant_sibling_is_named() {
        let columns: [&[Option<f64>]; 2] = [&[Some(1.0), Some(2.0)], &[Some(5.0), None]];
        let up = [Direction::HigherIsBetter; 2];
        let expected = Refusal::Constant { value: 5.0 }.in_column(1);
        assert_eq!(by_siblings(&columns, &up, Centre::Mean), Err(expected));
        assert!(matches!(by_siblings(&columns, &up[..1], Centre::Mean), Err(Refusal::UnevenLengths { .. })));
    }

    #[test]
    fn a_range_that_is_no_number_is_refused() {
        let wide = CommonScale::of(&[Some(-1.7e308), Some(1.7e308)], Direction::HigherIsBetter).map(|_| ());
        assert_eq!(wide, Err(Refusal::OutOfNumbers { what: "the range" }));
    }
}
