//! Denomination: a quantity is divided by a size, so that large and small units can be compared.

use crate::scoring::known::known;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::scoring::refusal::parameter;
use crate::scoring::refusal::same_length;

/// A denominated column.
#[derive(Clone, Debug, PartialEq)]
pub struct Denominated {
    pub values: Vec<Option<f64>>,
    /// Units whose value is known and whose denominator is not: their result is missing for that reason.
    pub without_denominator: Vec<usize>,
}

/// `x / d * scale` for each unit (Handbook 2008, step 5; COINr `Denominate`).
///
/// Worked example: 50 of goods over 200 of GDP at a scale of 100 is 25 (per cent). Without a value or without a
/// denominator the result is missing. Refused: a denominator of 0 or below under a known value, with the unit (COINr
/// gives infinity and turns the order round); a scale that is not above 0.
pub fn denominate(column: &[Option<f64>], denominators: &[Option<f64>], scale: f64) -> Result<Denominated, Refusal> {
    same_length(column.len(), denominators.len())?;
    parameter("the scale", scale, "above 0", scale > 0.0)?;
    known(column)?;
    known(denominators)?;
    let mut denominated = Denominated { values: Vec::with_capacity(column.len()), without_denominator: Vec::new() };
    for (unit, pair) in column.iter().zip(denominators).enumerate() {
        denominated.values.push(match pair {
            (None, _) => None,
            (Some(_), None) => {
                denominated.without_denominator.push(unit);
                None
            }
            (Some(_), Some(d)) if *d <= 0.0 => return Err(Refusal::Denominator { unit, value: *d }),
            (Some(x), Some(d)) => Some(number(x / d * scale, "the division by the denominator")?),
        });
    }
    Ok(denominated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_by_hand() {
        let found = denominate(&[Some(50.0), None, Some(3.0)], &[Some(200.0), Some(0.0), None], 100.0);
        let expected = Denominated { values: vec![Some(25.0), None, None], without_denominator: vec![2] };
        assert_eq!(found, Ok(expected));
    }

    #[test]
    fn refusals() {
        for value in [0.0, -2.0] {
            let found = denominate(&[None, Some(1.0)], &[None, Some(value)], 1.0);
            assert_eq!(found, Err(Refusal::Denominator { unit: 1, value }));
        }
        assert_eq!(denominate(&[None], &[], 1.0), Err(Refusal::UnevenLengths { expected: 1, found: 0 }));
        assert!(matches!(denominate(&[], &[], 0.0), Err(Refusal::Parameter { .. })));
        assert!(matches!(denominate(&[Some(1e300)], &[Some(1e-300)], 1.0), Err(Refusal::OutOfNumbers { .. })));
    }
}
