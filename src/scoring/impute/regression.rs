//! Imputation by ordinary least squares on named indicators.

use nalgebra::DMatrix;
use nalgebra::DVector;

use crate::scoring::impute::FilledColumn;
use crate::scoring::impute::fill;
use crate::scoring::known::known;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::same_length;
use crate::statistics::moments::mean;
use crate::statistics::moments::standard_deviation;

/// Below this share of its own length, what is left of a predictor once the others are taken out counts as nothing.
const DEPENDENT: f64 = 1e-9;

/// A missing value becomes the value that least squares expect (Handbook 2008, step 3, regression imputation).
///
/// The target is regressed with an intercept on the predictors, over the units where all are known, and predicted where
/// the predictors are; a unit without a predictor stays missing. No residual is added, so that correlations come out
/// too strong and variances too small. Worked example: y = 1, 3, 5, 8 on x = 0, 1, 2, 3 is 0.8 + 2.3 x, and a gap at x
/// = 5 gets 12.3. Refused: fewer than two units more than predictors, predictors that depend on each other or never
/// change.
pub fn by_regression(target: &[Option<f64>], predictors: &[&[Option<f64>]]) -> Result<FilledColumn, Refusal> {
    known(target)?;
    for (column, predictor) in predictors.iter().enumerate() {
        same_length(target.len(), predictor.len())?;
        known(predictor).map_err(|refusal| refusal.in_column(column))?;
    }
    let line = Line::fit(target, predictors)?;
    fill(target, |unit| Ok(row(predictors, unit).map(|x| line.at(&x))))
}

/// All predictors of a unit, if all are known.
fn row(predictors: &[&[Option<f64>]], unit: usize) -> Option<Vec<f64>> {
    predictors.iter().map(|predictor| predictor.get(unit).copied().flatten()).collect()
}

/// `intercept + sum slope (x - centre) / scale`.
struct Line {
    intercept: f64,
    slopes: Vec<f64>,
    scales: Vec<(f64, f64)>,
}

impl Line {
    fn fit(target: &[Option<f64>], predictors: &[&[Option<f64>]]) -> Result<Self, Refusal> {
        let complete = target.iter().enumerate().filter_map(|(unit, y)| Some(((*y)?, row(predictors, unit)?)));
        let (y, rows): (Vec<f64>, Vec<Vec<f64>>) = complete.unzip();
        let needed = predictors.len() + 2;
        if y.len() < needed {
            return Err(Refusal::TooFew { known: y.len(), needed });
        }
        let overflow = Refusal::OutOfNumbers { what: "the regression" };
        let intercept = mean(&y).map_err(|_| overflow.clone())?;
        let mut scales = Vec::with_capacity(predictors.len());
        let mut design = DMatrix::zeros(y.len(), predictors.len());
        for (k, mut column) in design.column_iter_mut().enumerate() {
            let values: Vec<f64> = rows.iter().filter_map(|row| row.get(k).copied()).collect();
            let centre = mean(&values).map_err(|_| overflow.clone())?;
            let scale = standard_deviation(&values).map_err(|_| overflow.clone())?;
            if scale == 0.0 {
                return Err(Refusal::DependentPredictors);
            }
            for (cell, x) in column.iter_mut().zip(&values) {
                *cell = (x - centre) / scale;
            }
            scales.push((centre, scale));
        }
        let length = (y.len() as f64 - 1.0).sqrt();
        let qr = design.qr();
        // Each column has the length sqrt(n - 1), so the diagonal says how much of it the columns before do not
        // explain.
        let independent = qr.r().diagonal().iter().all(|d| d.abs() > DEPENDENT * length);
        if !independent {
            return Err(Refusal::DependentPredictors);
        }
        let centred = DVector::from_iterator(y.len(), y.iter().map(|y| y - intercept));
        let slopes =
            qr.r().solve_upper_triangular(&(qr.q().transpose() * centred)).ok_or(Refusal::DependentPredictors)?;
        Ok(Line { intercept, slopes: slopes.iter().copied().collect(), scales })
    }

    fn at(&self, x: &[f64]) -> f64 {
        let terms = x.iter().zip(&self.scales).zip(&self.slopes);
        self.intercept + terms.map(|((x, (centre, scale)), slope)| slope * (x - centre) / scale).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(found: &FilledColumn, at: usize) -> f64 {
        found.filled.get(at).map_or(f64::NAN, |cell| cell.value)
    }

    #[test]
    fn a_line_by_hand() {
        let y = [Some(1.0), Some(3.0), Some(5.0), Some(8.0), None, None, Some(99.0)];
        let x = [Some(0.0), Some(1.0), Some(2.0), Some(3.0), Some(5.0), None, None];
        let found = by_regression(&y, &[&x]).expect("filled");
        assert!((value(&found, 0) - 12.3).abs() < 1e-12);
        assert_eq!((found.filled.len(), found.still_missing.clone()), (1, vec![5]));
    }

    /// y = 2 + 3 a - b exactly.
    #[test]
    fn a_plane_is_found_again() {
        let a = [1.0, 2.0, 4.0, 7.0, 3.0].map(Some);
        let b = [100.0, 300.0, 250.0, 50.0, 700.0].map(Some);
        let mut y: Vec<Option<f64>> = a.iter().zip(&b).map(|(a, b)| Some(2.0 + 3.0 * (*a)? - (*b)?)).collect();
        y[4] = None;
        let found = by_regression(&y, &[&a, &b]).expect("filled");
        assert!((value(&found, 0) - (2.0 + 9.0 - 700.0)).abs() < 1e-9);
    }

    #[test]
    fn refusals() {
        let y = [1.0, 2.0, 4.0, 8.0, 9.0].map(Some);
        let x = [1.0, 2.0, 3.0, 4.0, 6.0].map(Some);
        let twice = x.map(|x| x.map(|x| 2.0 * x + 1.0));
        let flat = [0.1; 5].map(Some);
        assert_eq!(by_regression(&y, &[&x, &twice]), Err(Refusal::DependentPredictors));
        assert_eq!(by_regression(&y, &[&flat]), Err(Refusal::DependentPredictors));
        let alone = by_regression(&[Some(1.0), None, Some(4.0)], &[]).expect("the mean");
        assert_eq!(value(&alone, 0), 2.5);
        let few = by_regression(&y[..2], &[&x[..2]]);
        assert_eq!(few, Err(Refusal::TooFew { known: 2, needed: 3 }));
    }
}
