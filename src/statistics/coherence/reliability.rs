//! Cronbach's alpha: how far the indicators of a node measure one thing.

use nalgebra::DMatrix;

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::column::complete_enough;
use crate::statistics::coherence::components::unit_vectors;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::moments::Unfit;
use crate::statistics::moments::scaled_deviations;

/// A sum of k indicators whose variance is below this share of the sum of their variances is rounding error.
const ROUNDING: f64 = 1e-12;

/// Alpha in its two forms, each at most 1 and without a lower bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// k / (k - 1) (1 - sum of variances / variance of the sum): depends on the indicators' scales.
    pub raw: Result<f64, Refusal>,
    /// k r / (1 + (k - 1) r), r the mean correlation: as if every indicator had been standardised.
    pub standardised: Result<f64, Refusal>,
}

/// What leaving one indicator out does.
#[derive(Clone, Debug, PartialEq)]
pub struct DropOne {
    pub code: String,
    /// Alpha of the others.
    pub alpha: Alpha,
    /// Correlation of the indicator with the sum of the others ("corrected item-total"), in the indicators' own scales.
    pub item_total_raw: Result<f64, Refusal>,
    /// The same with every indicator standardised first.
    pub item_total_standardised: Result<f64, Refusal>,
}

/// Cronbach's alpha of a set of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// Units with a value in every indicator: only these are used.
    pub units: usize,
    pub alpha: Alpha,
    pub drop_one: Vec<DropOne>,
}

/// Cronbach's alpha, raw and standardised, with each indicator left out in turn (Handbook step 4 and its Table 11;
/// Cronbach, Psychometrika 16, 1951, 297-334, doi:10.1007/BF02310555).
///
/// Departure from COINr's `get_cronbach`: it takes each covariance from the units that have that pair, which need not
/// be the covariances of any one set of units; here units with a missing value are left out. Without missing values
/// the raw alpha is the same. Worked: 1, 2, 3 and 1, 3, 2 have r = 0.5, so both alphas are 2 * 0.5 / 1.5 = 2/3.
/// Refused under two indicators or three complete units; an indicator that does not vary takes the standardised
/// figures with it and leaves the raw ones.
pub fn reliability(columns: &[Column<'_>]) -> Result<Reliability, Refusal> {
    let (units, whole) = complete_enough(columns)?;
    let raw = Scatter::raw(&whole)?;
    let standardised = Scatter::standardised(columns, &whole);
    let drop_one = columns.iter().enumerate().map(|(place, column)| DropOne {
        code: column.code.into(),
        alpha: alpha(&raw, &standardised, Some(place)),
        item_total_raw: raw.item_total(place),
        item_total_standardised: standardised.as_ref().map_err(Clone::clone).and_then(|s| s.item_total(place)),
    });
    Ok(Reliability { units, alpha: alpha(&raw, &standardised, None), drop_one: drop_one.collect() })
}

fn alpha(raw: &Scatter, standardised: &Result<Scatter, Refusal>, without: Option<usize>) -> Alpha {
    let standardised = standardised.as_ref().map_err(Clone::clone).and_then(|s| s.alpha(without));
    Alpha { raw: raw.alpha(without), standardised }
}

/// A matrix of covariances up to one common factor, with its row sums.
struct Scatter {
    variances: Vec<f64>,
    row_sums: Vec<f64>,
}

impl Scatter {
    /// Deviations are scaled by the largest of all, so that their squares stay in range; alpha does not depend on it.
    fn raw(whole: &[Vec<f64>]) -> Result<Scatter, Refusal> {
        let mut rows = Vec::new();
        for values in whole {
            rows.push(match scaled_deviations(values) {
                Ok(row) => row,
                Err(Unfit::Constant { .. }) => (vec![0.0; values.len()], 0.0),
                Err(other) => return Err(other.into()),
            });
        }
        let largest = rows.iter().fold(0.0_f64, |largest, (_, scale)| largest.max(*scale));
        if largest == 0.0 {
            return Err(Refusal::ConstantSum);
        }
        let rows = rows.into_iter().map(|(row, scale)| row.into_iter().map(|d| d * (scale / largest)).collect());
        Ok(Scatter::of(&rows.collect::<Vec<Vec<f64>>>()))
    }

    fn standardised(columns: &[Column<'_>], whole: &[Vec<f64>]) -> Result<Scatter, Refusal> {
        Ok(Scatter::of(&unit_vectors(columns, whole)?))
    }

    fn of(rows: &[Vec<f64>]) -> Scatter {
        let (p, n) = (rows.len(), rows.first().map_or(0, Vec::len));
        let matrix = DMatrix::from_row_iterator(p, n, rows.iter().flatten().copied());
        let covariances = &matrix * matrix.transpose();
        Scatter {
            variances: covariances.diagonal().iter().copied().collect(),
            row_sums: covariances.row_iter().map(|row| row.sum()).collect(),
        }
    }

    /// Sum of the variances and variance of the sum of all indicators but one.
    fn totals(&self, without: Option<usize>) -> (f64, f64) {
        let (variances, sum) = (self.variances.iter().sum::<f64>(), self.row_sums.iter().sum::<f64>());
        let gone = without.and_then(|place| Some((self.variances.get(place)?, self.row_sums.get(place)?)));
        match gone {
            Some((variance, row_sum)) => (variances - variance, sum - 2.0 * row_sum + variance),
            None => (variances, sum),
        }
    }

    fn alpha(&self, without: Option<usize>) -> Result<f64, Refusal> {
        let found = self.variances.len().saturating_sub(usize::from(without.is_some()));
        if found < 2 {
            return Err(Refusal::TooFewIndicators { found, least: 2 });
        }
        let (variances, sum) = self.totals(without);
        if sum <= variances * ROUNDING {
            return Err(Refusal::ConstantSum);
        }
        let k = found as f64;
        finite(k / (k - 1.0) * (1.0 - variances / sum), "Cronbach's alpha")
    }

    fn item_total(&self, place: usize) -> Result<f64, Refusal> {
        let (Some(variance), Some(row_sum)) = (self.variances.get(place), self.row_sums.get(place)) else {
            return Err(Refusal::NoIndicator);
        };
        if *variance == 0.0 {
            return Err(Refusal::Constant);
        }
        let (variances, rest) = self.totals(Some(place));
        if rest <= variances * ROUNDING {
            return Err(Refusal::ConstantSum);
        }
        finite(((row_sum - variance) / (variance.sqrt() * rest.sqrt())).clamp(-1.0, 1.0), "item-total correlation")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    fn is(got: &Result<f64, Refusal>, want: f64) -> bool {
        got.as_ref().is_ok_and(|got| (got - want).abs() < 1e-12)
    }

    #[test]
    fn alpha_by_hand() {
        let (a, b) = ([1.0, 2.0, 3.0].map(Some), [1.0, 3.0, 2.0].map(Some));
        let got = reliability(&[column("a", "g", &a), column("b", "g", &b)]).unwrap();
        assert!(got.units == 3 && is(&got.alpha.raw, 2.0 / 3.0) && is(&got.alpha.standardised, 2.0 / 3.0));
        assert!(is(&got.drop_one[0].item_total_raw, 0.5) && is(&got.drop_one[1].item_total_standardised, 0.5));
        assert_eq!(got.drop_one[0].alpha.raw, Err(Refusal::TooFewIndicators { found: 1, least: 2 }));
    }

    #[test]
    fn what_does_not_vary_takes_only_its_own_figures_away() {
        let (a, b) = ([1.0, 2.0, 3.0].map(Some), [1.0, 3.0, 2.0].map(Some));
        let (flat, opposite) = ([Some(4.0); 3], [-1.0, -2.0, -3.0].map(Some));
        let got = reliability(&[column("a", "g", &a), column("b", "g", &b), column("flat", "g", &flat)]).unwrap();
        // k / (k - 1) (1 - 2 / 3) with k = 3.
        assert!(is(&got.alpha.raw, 0.5) && is(&got.drop_one[2].alpha.raw, 2.0 / 3.0));
        assert_eq!(got.alpha.standardised, Err(Refusal::ConstantIndicator { code: "flat".into() }));
        assert_eq!(got.drop_one[2].item_total_raw, Err(Refusal::Constant));
        let cancel = reliability(&[column("a", "g", &a), column("b", "g", &opposite)]).unwrap();
        assert_eq!(cancel.alpha.raw, Err(Refusal::ConstantSum));
        let holes = [None, Some(1.0), None];
        let few = reliability(&[column("a", "g", &a), column("holes", "g", &holes)]);
        assert_eq!(few, Err(Refusal::TooFewUnits { found: 1, least: 3 }));
    }
}
