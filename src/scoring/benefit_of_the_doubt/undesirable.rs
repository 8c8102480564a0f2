//! Desirable and undesirable indicators at once: how far the one could rise while the other falls.

use nalgebra::DMatrix;

use crate::model::method::Returns;
use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::envelope::unsurpassed;
use crate::scoring::benefit_of_the_doubt::evaluation::dot;
use crate::scoring::benefit_of_the_doubt::evaluation::refused;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::LinearProgramme;
use crate::statistics::linear_programme::Relation;

/// A step to the frontier that is shorter is none: what the solver's tolerance can do.
const NO_STEP: f64 = 1e-9;

/// Units whose undesirable indicators count against them, and what they are held against.
pub(super) struct Contrast {
    envelope: Envelope,
    /// Scaled, the undesirable with the sign turned.
    signed: Vec<Vec<f64>>,
    /// The different ones that no other surpasses, of all units or of a sample.
    best: Vec<Vec<f64>>,
    restriction: Restriction,
    returns: Returns,
    bad: Vec<bool>,
}

/// Benefit of the doubt with undesirable indicators.
///
/// `e_i = max e` such that a mixture of units has at least `(1 + e) y_i` of every desirable and at most `(1 - e) b_i`
/// of every undesirable indicator; `score_i = 1/(1 + e_i)`, 1/2 to 1. By duality `e_i = min (v + w_b . b_i - w_y .
/// y_i)` with `w_y . y_i + w_b . b_i = 1` and `w_y . y_j - w_b . b_j <= v` for every unit `j`; `v` is 0 under constant
/// returns (any multiple of a unit) and free under variable ones (mixtures whose shares sum to 1). The restriction
/// bounds parts of the average unit, `w_k m_k` in the sum of all, and may order them ([`Restriction::Proportions`], or
/// [`Restriction::Free`]). Under constant returns this is Compind's `ci_bod_constr_bad`. Sources: Zanella, Camanho and
/// Dias 2015, European Journal of Operational Research 245(2), 517-530; Rogge, De Jaeger and Lavigne 2017, Ecological
/// Economics 139, 19-32. Refused: what `scores` refuses of the data, no desirable or no undesirable indicator, a unit
/// that is 0 everywhere, and under constant returns a unit that is 0 in every undesirable indicator. Worked number: (4,
/// 2), (2, 2) and (1, 1), the second indicator undesirable: the ratios are 2, 1 and 1, and a step of 1/3 takes 1 to 4/3
/// over 2/3 = 2. Scores 1, 3/4, 3/4.
pub fn undesirable(
    data: &DMatrix<f64>,
    bad: &[bool],
    restriction: &Restriction,
    returns: Returns,
) -> Result<Vec<f64>, Refusal> {
    let contrast = Contrast::new(data, bad, restriction, returns)?;
    (0..contrast.signed.len()).map(|unit| Ok(1.0 / (1.0 + contrast.step(unit)?.max(0.0)))).collect()
}

impl Contrast {
    pub(super) fn new(
        data: &DMatrix<f64>,
        bad: &[bool],
        restriction: &Restriction,
        returns: Returns,
    ) -> Result<Contrast, Refusal> {
        restriction.check(data.ncols())?;
        let undesirable = bad.iter().filter(|b| **b).count();
        if undesirable == 0 || undesirable >= data.ncols() || bad.len() != data.ncols() {
            return Err(Refusal::NoContrast { undesirable, children: data.ncols() });
        }
        let envelope = Envelope::new(data, restriction)?;
        let turned = |row: &Vec<f64>| row.iter().zip(bad).map(|(y, bad)| if *bad { 0.0 - y } else { *y }).collect();
        let signed: Vec<Vec<f64>> = envelope.units.iter().map(turned).collect();
        let best = unsurpassed(&signed);
        let (restriction, bad) = (restriction.clone(), bad.to_vec());
        Ok(Contrast { envelope, signed, best, restriction, returns, bad })
    }

    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.signed.len()
    }

    /// From now on units are held against these alone.
    pub(super) fn hold_against(&mut self, sample: &[usize]) {
        let drawn: Vec<Vec<f64>> = sample.iter().filter_map(|unit| self.signed.get(*unit)).cloned().collect();
        self.best = unsurpassed(&drawn);
    }

    /// The step from a unit to the frontier, below 0 for a unit beyond it.
    pub(super) fn step(&self, unit: usize) -> Result<f64, Refusal> {
        let (Some(own), Some(signed)) = (self.envelope.units.get(unit), self.signed.get(unit)) else {
            return Err(Refusal::NoSuchUnit { unit, units: self.len() });
        };
        if own.iter().all(|y| *y <= 0.0) {
            return Err(Refusal::NothingAtAll { unit });
        }
        if self.returns == Returns::Constant && own.iter().zip(&self.bad).all(|(y, bad)| !bad || *y <= 0.0) {
            return Err(Refusal::NothingUndesirable { unit });
        }
        // Two more variables, whose difference is v.
        let beyond: &[f64] = match self.returns {
            Returns::Constant => &[],
            Returns::Variable => &[-1.0, 1.0],
        };
        let wide = |row: &[f64], extra: &[f64]| -> Vec<f64> { row.iter().chain(extra).copied().collect() };
        let row = |coefficients, relation, bound| Constraint { coefficients, relation, bound };
        let mut constraints: Vec<Constraint> =
            self.best.iter().map(|best| row(wide(best, beyond), Relation::AtMost, 0.0)).collect();
        let none = vec![0.0; beyond.len()];
        constraints.push(row(wide(own, &none), Relation::Equal, 1.0));
        if let Some(shares) = self.restriction.shares_of(own) {
            for mut constraint in shares.constraints(&self.envelope.means) {
                constraint.coefficients.extend(&none);
                constraints.push(constraint);
            }
        }
        let programme = LinearProgramme::non_negative(wide(signed, beyond), constraints);
        let optimum = programme.maximise().map_err(|reason| refused(unit, reason))?;
        let weights = optimum.variables.get(..own.len()).unwrap_or_default();
        let along = dot(weights, own);
        // v as the best unit has it, whatever the solver's tolerance did to the constraints.
        let level = match self.returns {
            Returns::Constant => 0.0,
            Returns::Variable => self.best.iter().map(|b| dot(weights, b)).fold(f64::NEG_INFINITY, f64::max),
        };
        let step = (level - dot(weights, signed)) / along;
        Ok(if step.abs() < NO_STEP { 0.0 } else { step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> DMatrix<f64> {
        DMatrix::from_row_slice(3, 2, &[4.0, 2.0, 2.0, 2.0, 1.0, 1.0])
    }

    fn close(got: &[f64], expected: &[f64]) {
        let alike = got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(alike, "{got:?} are not {expected:?}");
    }

    /// By hand. Variable returns: of (2, 2) a step e asks for 2 + 2e of the good at 2 - 2e of the bad. Mixtures of (1,
    /// 1) and (4, 2) have 3b - 2 of the good at b of the bad: 2 + 2e = 3(2 - 2e) - 2 gives e = 1/4.
    #[test]
    fn the_worked_numbers_hold() {
        let free = Restriction::Free;
        let bad = [false, true];
        close(&undesirable(&table(), &bad, &free, Returns::Constant).unwrap(), &[1.0, 0.75, 0.75]);
        close(&undesirable(&table(), &bad, &free, Returns::Variable).unwrap(), &[1.0, 0.8, 1.0]);
    }

    /// Values: scipy's linprog, of the programme in Compind's layout.
    #[test]
    fn bounds_and_orders_as_compind_has_them() {
        let rows = [
            [62.0, 1.2, 90.0, 20.0],
            [70.0, 2.8, 102.0, 15.0],
            [55.0, 0.6, 80.0, 41.0],
            [75.0, 3.1, 71.0, 17.0],
            [66.0, 2.0, 110.0, 24.0],
        ];
        let data = DMatrix::from_fn(5, 4, |i, j| rows[i][j]);
        let bad = [false, false, true, true];
        let bound = |order: &[f64]| Restriction::Proportions {
            lower: vec![0.05; 4],
            upper: vec![1.0; 4],
            order: order.to_vec(),
        };
        let found = undesirable(&data, &bad, &bound(&[]), Returns::Constant).unwrap();
        close(&found, &[0.8164026112422177, 0.9988918010620648, 0.7619485888018478, 1.0, 0.7945830006894877]);
        let found = undesirable(&data, &bad, &bound(&[1.0, 2.0, 3.0, 1.0]), Returns::Constant).unwrap();
        close(&found, &[0.7293732100391492, 0.8737058858924668, 0.6714878091896044, 1.0, 0.7455986419302839]);
        let found = undesirable(&data, &bad, &bound(&[]), Returns::Variable).unwrap();
        close(&found, &[0.8230677058093903, 1.0, 0.806113608973447, 1.0, 0.8488150581775394]);
    }

    #[test]
    fn what_has_no_contrast_is_refused() {
        let free = Restriction::Free;
        let refuse = |data: &DMatrix<f64>, bad: &[bool], returns| undesirable(data, bad, &free, returns).unwrap_err();
        let none = refuse(&table(), &[false, false], Returns::Constant);
        assert_eq!(none, Refusal::NoContrast { undesirable: 0, children: 2 });
        let clean = DMatrix::from_row_slice(3, 2, &[4.0, 2.0, 2.0, 0.0, 1.0, 1.0]);
        let bad = [false, true];
        assert_eq!(refuse(&clean, &bad, Returns::Constant), Refusal::NothingUndesirable { unit: 1 });
        assert!(undesirable(&clean, &bad, &free, Returns::Variable).is_ok());
        let empty = DMatrix::from_row_slice(3, 2, &[4.0, 2.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!(refuse(&empty, &bad, Returns::Variable), Refusal::NothingAtAll { unit: 1 });
    }
}
