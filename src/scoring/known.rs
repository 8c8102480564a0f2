//! The known values of a column with missing ones.

use crate::scoring::refusal::Refusal;

/// The known values of a column. Refused where one is not finite: whatever follows would be in silence not a number.
pub fn known(column: &[Option<f64>]) -> Result<Vec<f64>, Refusal> {
    let mut values = Vec::with_capacity(column.len());
    for (unit, value) in column.iter().enumerate() {
        match value {
            Some(x) if x.is_finite() => values.push(*x),
            Some(_) => return Err(Refusal::NotFinite { unit }),
            None => {}
        }
    }
    Ok(values)
}

/// The known values, `needed` of them at least.
pub(crate) fn known_at_least(column: &[Option<f64>], needed: usize) -> Result<Vec<f64>, Refusal> {
    let values = known(column)?;
    if values.len() < needed { Err(Refusal::TooFew { known: values.len(), needed }) } else { Ok(values) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_refused_by_its_unit() {
        assert_eq!(known(&[Some(1.0), None, Some(2.0)]), Ok(vec![1.0, 2.0]));
        assert_eq!(known(&[Some(1.0), None, Some(f64::NAN)]), Err(Refusal::NotFinite { unit: 2 }));
    }
}
