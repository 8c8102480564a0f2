//! Directions from the data: what each unit could gain in each indicator by itself.

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::evaluation::evaluate_towards;
use crate::scoring::benefit_of_the_doubt::evaluation::refused;
use crate::scoring::benefit_of_the_doubt::evaluation::trouble;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::LinearProgramme;
use crate::statistics::linear_programme::Relation;

/// A gain that is smaller, as a part of the indicator's largest value, is none.
const NO_GAIN: f64 = 1e-9;

/// A unit's score, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Potential {
    pub score: f64,
    /// What the unit could gain in each indicator while it keeps the others, in the indicators' units.
    pub direction: Vec<f64>,
    /// The part of the direction that it can go in all indicators at once; 0 where nothing can be gained.
    pub step: f64,
}

/// Multidirectional benefit of the doubt.
///
/// For each indicator k the ideal is the largest `y_k` of a mixture (`l >= 0`, `sum l <= 1`) that keeps the unit's own
/// values in all other indicators; the direction leads to the ideals, `e` is the longest step in it, and `score_i = sum
/// y / sum (y + e d)`, the unit's sum as a part of its target's. This is Compind's `ci_bod_mdir`. Source: Fusco 2023,
/// Socio-Economic Planning Sciences 85, 101447; Bogetoft and Hougaard 1999, Journal of Productivity Analysis 12,
/// 233-247. Range: above 0 to 1; a unit that is 0 everywhere scores 0. The sums add the indicators, so the data must
/// share a scale. Refused: what `scores` refuses. Worked number: (4, 1), (1, 4) and (2, 2): the third could gain 1 in
/// either (3 beside 2), of which it reaches (2.5, 2.5): 4/5.
pub fn multidirectional(data: &DMatrix<f64>) -> Result<Vec<Potential>, Refusal> {
    let envelope = Envelope::new(data, &Restriction::Free)?;
    envelope.units.iter().enumerate().map(|(unit, own)| potential(&envelope, unit, own)).collect()
}

fn potential(envelope: &Envelope, unit: usize, own: &[f64]) -> Result<Potential, Refusal> {
    let gains = (0..own.len()).map(|k| gain(envelope, unit, own, k)).collect::<Result<Vec<f64>, Refusal>>()?;
    let unscaled = |row: &[f64]| row.iter().zip(&envelope.scale).map(|(y, s)| y * s).collect::<Vec<f64>>();
    let (direction, values) = (unscaled(&gains), unscaled(own));
    let (longest, sum) = (gains.iter().copied().fold(0.0, f64::max), values.iter().sum::<f64>());
    if longest <= 0.0 {
        return Ok(Potential { score: 1.0, direction, step: 0.0 });
    }
    let (_, step) = evaluate_towards(envelope, &gains, longest, unit, own)?;
    let step = step.max(0.0);
    let score = sum / (sum + step * direction.iter().sum::<f64>());
    if score.is_finite() { Ok(Potential { score, direction, step }) } else { Err(trouble(unit)) }
}

/// How much more of one indicator a mixture has that has as much of all others.
fn gain(envelope: &Envelope, unit: usize, own: &[f64], indicator: usize) -> Result<f64, Refusal> {
    let of = |k: usize| -> Vec<f64> { envelope.best.iter().map(|y| y.get(k).copied().unwrap_or(0.0)).collect() };
    let mut constraints: Vec<Constraint> = own
        .iter()
        .enumerate()
        .filter(|(k, y)| *k != indicator && **y > 0.0)
        .map(|(k, y)| Constraint { coefficients: of(k), relation: Relation::AtLeast, bound: *y })
        .collect();
    let ones = vec![1.0; envelope.best.len()];
    constraints.push(Constraint { coefficients: ones, relation: Relation::AtMost, bound: 1.0 });
    let optimum =
        LinearProgramme::non_negative(of(indicator), constraints).maximise().map_err(|reason| refused(unit, reason))?;
    let gain = optimum.value - own.get(indicator).copied().unwrap_or(0.0);
    Ok(if gain < NO_GAIN { 0.0 } else { gain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_number_holds() {
        let data = DMatrix::from_row_slice(4, 2, &[4.0, 1.0, 1.0, 4.0, 2.0, 2.0, 0.0, 0.0]);
        let found = multidirectional(&data).unwrap();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{found:?}");
        found.iter().zip([1.0, 1.0, 0.8, 0.0]).for_each(|(p, score)| close(p.score, score));
        close(found[2].step, 0.5);
        found[2].direction.iter().for_each(|d| close(*d, 1.0));
        assert_eq!((found[0].step, &found[0].direction), (0.0, &vec![0.0, 0.0]));
    }

    /// Values: scipy's linprog, from the formula.
    #[test]
    fn three_indicators_as_scipy_has_them() {
        let rows =
            [[0.2, 0.9, 0.4], [0.8, 0.1, 0.5], [0.5, 0.5, 0.9], [0.9, 0.7, 0.3], [0.4, 0.2, 0.6], [0.3, 0.3, 0.3]];
        let found = multidirectional(&DMatrix::from_fn(6, 3, |i, j| rows[i][j])).unwrap();
        for (p, expected) in found.iter().zip([1.0, 1.0, 1.0, 1.0, 0.6467902905896797, 0.48252935351534876]) {
            assert!((p.score - expected).abs() < 1e-9, "{found:?}");
        }
    }
}
