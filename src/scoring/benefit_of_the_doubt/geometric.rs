//! A geometric mean weighted by the parts that suit each unit best.

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::evaluation::dot;
use crate::scoring::benefit_of_the_doubt::evaluation::evaluate;
use crate::scoring::benefit_of_the_doubt::evaluation::programme_for;
use crate::scoring::benefit_of_the_doubt::evaluation::refused;
use crate::scoring::benefit_of_the_doubt::evaluation::trouble;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::Relation;

/// How much of its score a unit may lose where other best weights are looked for.
const AS_GOOD: f64 = 1e-9;

/// Geometric benefit of the doubt: `product y_k ^ s_k`, `s` the parts `w_k y_k / sum w y` of the unit's score under
/// bounded parts ([`Restriction::PieShares`]).
///
/// Over data divided by one unit's values this is Compind's `ci_geom_gen` with "BOD". Where several sets of weights
/// give the best score, their parts differ and so does the geometric mean: the largest of them is taken, so that the
/// number is the unit's and not the solver's. Source: Van Puyenbroeck and Rogge 2017, European Journal of Operational
/// Research 256(3), 1004-1014, DOI 10.1016/j.ejor.2016.07.038. Refused: what `scores` refuses, and values of 0. Worked
/// number: (4, 1), (1, 4) and (2, 2) with parts of 0.2 to 0.8: the first has the parts 0.8 and 0.2, 4^0.8 = 3.03; the
/// third 2 whatever its parts.
pub fn geometric(data: &DMatrix<f64>, lower: &[f64], upper: &[f64]) -> Result<Vec<f64>, Refusal> {
    Ok(geometric_with_parts(data, lower, upper)?.into_iter().map(|found| found.score).collect())
}

/// A geometric mean, and the parts it is weighted by, which sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct GeometricScore {
    pub score: f64,
    pub parts: Vec<f64>,
}

/// The same with the parts.
pub fn geometric_with_parts(data: &DMatrix<f64>, lower: &[f64], upper: &[f64]) -> Result<Vec<GeometricScore>, Refusal> {
    let restriction = Restriction::PieShares { lower: lower.to_vec(), upper: upper.to_vec() };
    restriction.check(data.ncols())?;
    let envelope = Envelope::new(data, &restriction)?;
    let zero =
        envelope.units.iter().enumerate().find_map(|(unit, own)| Some((unit, own.iter().position(|y| *y <= 0.0)?)));
    if let Some((unit, indicator)) = zero {
        return Err(Refusal::Zero { unit, indicator });
    }
    let rows = data.row_iter().zip(&envelope.units).enumerate();
    rows.map(|(unit, (row, own))| {
        let logs: Vec<f64> = row.iter().map(|y| y.ln()).collect();
        let parts = parts(&envelope, &restriction, unit, own, &logs)?;
        let index = dot(&parts, &logs).exp();
        if index.is_finite() { Ok(GeometricScore { score: index, parts }) } else { Err(trouble(unit)) }
    })
    .collect()
}

/// The parts of the unit's score under the best weights that give the largest geometric mean.
fn parts(
    envelope: &Envelope,
    restriction: &Restriction,
    unit: usize,
    own: &[f64],
    logs: &[f64],
) -> Result<Vec<f64>, Refusal> {
    let found = evaluate(envelope, restriction, unit, own)?;
    let shares = restriction.shares_of(own).ok_or(Refusal::NoParts { unit })?;
    if shares.fixed().is_some() {
        return found.shares.ok_or(Refusal::NoParts { unit });
    }
    let order: Vec<usize> = (0..own.len()).collect();
    let mut programme = programme_for(envelope, restriction, &shares, own, &order);
    programme.objective = own.iter().zip(logs).map(|(y, log)| y * log).collect();
    let kept = found.score * (1.0 - AS_GOOD);
    programme.constraints.push(Constraint { coefficients: own.to_vec(), relation: Relation::AtLeast, bound: kept });
    // Of the same score, so that a mean below 1 gains nothing from smaller weights.
    programme.constraints.push(Constraint {
        coefficients: own.to_vec(),
        relation: Relation::AtMost,
        bound: found.score,
    });
    let weights = programme.maximise().map_err(|reason| refused(unit, reason))?.variables;
    let sum = dot(&weights, own);
    if sum <= 0.0 {
        return Err(trouble(unit));
    }
    Ok(weights.iter().zip(own).map(|(w, y)| w * y / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: &[f64], expected: &[f64]) {
        let alike = got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-7);
        assert!(alike, "{got:?} are not {expected:?}");
    }

    #[test]
    fn the_worked_number_holds() {
        let data = DMatrix::from_row_slice(3, 2, &[4.0, 1.0, 1.0, 4.0, 2.0, 2.0]);
        let first = 4f64.powf(0.8);
        close(&geometric(&data, &[0.2; 2], &[0.8; 2]).unwrap(), &[first, first, 2.0]);
        close(&geometric(&data, &[0.5; 2], &[0.5; 2]).unwrap(), &[2.0; 3]);
        let zero = DMatrix::from_row_slice(2, 2, &[4.0, 0.0, 1.0, 4.0]);
        assert_eq!(geometric(&zero, &[0.2; 2], &[0.8; 2]), Err(Refusal::Zero { unit: 0, indicator: 1 }));
    }

    /// Values: scipy's linprog, from the formula. The last unit has other best weights, which give no more than 76.617.
    #[test]
    fn three_indicators_as_scipy_has_them() {
        let rows = [[10.0, 30.0, 20.0], [40.0, 20.0, 30.0], [30.0, 50.0, 60.0], [60.0, 80.0, 50.0], [80.0, 70.0, 90.0]];
        let data = DMatrix::from_fn(5, 3, |i, j| rows[i][j]);
        let expected = [21.324046753679745, 31.94275505495153, 47.68201809661164, 66.80121620838433, 82.61670286753784];
        close(&geometric(&data, &[0.2; 3], &[0.5; 3]).unwrap(), &expected);
    }
}
