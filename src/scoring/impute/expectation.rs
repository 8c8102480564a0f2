//! Imputation by expectation-maximisation under a multivariate normal distribution.

use std::collections::BTreeMap;

use nalgebra::DMatrix;
use nalgebra::DVector;
use nalgebra::SymmetricEigen;

use crate::scoring::impute::Convergence;
use crate::scoring::impute::FilledColumn;
use crate::scoring::impute::fill;
use crate::scoring::known::known_at_least;
use crate::scoring::refusal::Refusal;
use crate::scoring::refusal::number;
use crate::scoring::refusal::parameter;
use crate::scoring::refusal::same_length;
use crate::statistics::moments::mean;
use crate::statistics::moments::standard_deviation;

/// The maximum-likelihood estimate from incomplete data, and the columns filled with what it expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    pub columns: Vec<FilledColumn>,
    pub means: Vec<f64>,
    /// Row by row; divisor n, as maximum likelihood has it.
    pub covariance: Vec<Vec<f64>>,
    pub iterations: usize,
}

/// The smallest eigenvalue of a correlation matrix that still counts as something; 1 is that of unrelated indicators.
const SINGULAR: f64 = 1e-10;

/// A missing value becomes its conditional expectation given the unit's known values (Handbook 2008, step 3; Dempster,
/// Laird and Rubin 1977, DOI 10.1111/j.2517-6161.1977.tb01600.x; Little and Rubin 2019, chapter 11, ISBN
/// 978-0-470-52679-8).
///
/// E step: expectation and covariance of what is missing given what is known, m_M + S_MK S_KK^-1 (x_K - m_K); M step:
/// mean and covariance of the completed units plus those conditional covariances. Starts from the known values' means
/// and variances without correlation, uses no random number, and stops when no mean or covariance changes by more than
/// the tolerance. The steps shrink at the rate of what is missing, so the distance from the peak may be some times the
/// tolerance. Worked example: x = 1, 2, 3, 4 and y = 2, 4, 7, missing: the gap gets the regression's 9.3333, as it must
/// when only one indicator has gaps. A unit without any known value says nothing and stays missing. Refused: as many
/// indicators as units or more, a constant or empty indicator, a singular covariance, no convergence.
pub fn by_em(columns: &[&[Option<f64>]], convergence: Convergence) -> Result<Normal, Refusal> {
    let Convergence { tolerance, iterations } = convergence;
    parameter("the tolerance", tolerance, "above 0", tolerance > 0.0)?;
    let scales = scales(columns)?;
    let patterns = patterns(columns, &scales);
    let units: usize = patterns.values().map(DMatrix::ncols).sum();
    if columns.is_empty() || columns.len() >= units {
        return Err(Refusal::TooManyIndicators { indicators: columns.len(), units });
    }
    let mut estimate = Estimate::start(columns.len());
    let mut change = f64::INFINITY;
    for done in 1..=iterations {
        let next = estimate.improved(&patterns, units)?;
        change = estimate.distance(&next);
        estimate = next;
        if change <= tolerance {
            estimate.check_regular()?;
            return estimate.filled(columns, &scales, done);
        }
    }
    // Where a covariance runs towards a singular one the steps never end.
    estimate.check_regular()?;
    Err(Refusal::NotConverged { iterations, change })
}

/// Mean and standard deviation of the known values of each indicator: the unit in which the iteration works.
fn scales(columns: &[&[Option<f64>]]) -> Result<Vec<(f64, f64)>, Refusal> {
    let units = columns.first().map_or(0, |column| column.len());
    let scale = |column: &[Option<f64>]| {
        same_length(units, column.len())?;
        let known = known_at_least(column, 2)?;
        let overflow = |_| Refusal::OutOfNumbers { what: "the covariance" };
        let centre = mean(&known).map_err(overflow)?;
        let spread = standard_deviation(&known).map_err(overflow)?;
        if spread > 0.0 { Ok((centre, spread)) } else { Err(Refusal::Constant { value: centre }) }
    };
    columns.iter().enumerate().map(|(k, column)| scale(column).map_err(|refusal| refusal.in_column(k))).collect()
}

/// Which indicators of a unit are known, and their values in standard units.
fn known_of(columns: &[&[Option<f64>]], scales: &[(f64, f64)], unit: usize) -> (Vec<usize>, Vec<f64>) {
    let cells = columns.iter().zip(scales).enumerate().filter_map(|(k, (column, (centre, spread)))| {
        let x = column.get(unit).copied().flatten()?;
        Some((k, (x - centre) / spread))
    });
    cells.unzip()
}

/// For each set of known indicators the values of its units: a matrix, a column for each unit. They share all matrix
/// algebra.
fn patterns(columns: &[&[Option<f64>]], scales: &[(f64, f64)]) -> BTreeMap<Vec<usize>, DMatrix<f64>> {
    let mut groups: BTreeMap<Vec<usize>, Vec<f64>> = BTreeMap::new();
    for unit in 0..columns.first().map_or(0, |column| column.len()) {
        let (known, values) = known_of(columns, scales, unit);
        if !known.is_empty() {
            groups.entry(known).or_default().extend(values);
        }
    }
    let matrix = |(known, values): (Vec<usize>, Vec<f64>)| {
        let (rows, units) = (known.len(), values.len() / known.len());
        (known, DMatrix::from_vec(rows, units, values))
    };
    groups.into_iter().map(matrix).collect()
}

struct Estimate {
    mean: DVector<f64>,
    covariance: DMatrix<f64>,
}

/// What is expected of all indicators from those known: `offset + slope x`, with the covariance that remains.
struct Conditional {
    offset: DVector<f64>,
    slope: DMatrix<f64>,
    remaining: DMatrix<f64>,
}

impl Estimate {
    fn start(size: usize) -> Self {
        Estimate { mean: DVector::zeros(size), covariance: DMatrix::identity(size, size) }
    }

    /// The slope is S_.K S_KK^-1, over all indicators: the identity on those known, so that these stay as they are.
    fn given(&self, known: &[usize]) -> Result<Conditional, Refusal> {
        let with_known = self.covariance.select_columns(known);
        let inverse = with_known.select_rows(known).cholesky().ok_or(Refusal::SingularCovariance)?;
        let slope = inverse.solve(&with_known.transpose()).transpose();
        let offset = &self.mean - &slope * self.mean.select_rows(known);
        let remaining = &self.covariance - &slope * with_known.transpose();
        Ok(Conditional { offset, slope, remaining })
    }

    /// One E step and one M step.
    fn improved(&self, patterns: &BTreeMap<Vec<usize>, DMatrix<f64>>, units: usize) -> Result<Self, Refusal> {
        let size = self.mean.len();
        let mut sum = DVector::zeros(size);
        let mut squares = DMatrix::zeros(size, size);
        for (known, values) in patterns {
            let Conditional { offset, slope, remaining } = self.given(known)?;
            let mut expected = slope * values;
            for mut unit in expected.column_iter_mut() {
                unit += &offset;
            }
            sum += expected.column_sum();
            squares += &expected * expected.transpose() + remaining * values.ncols() as f64;
        }
        let mean: DVector<f64> = sum / units as f64;
        let covariance = squares / units as f64 - &mean * mean.transpose();
        // Rounding must not make it lopsided.
        let covariance = (&covariance + covariance.transpose()) * 0.5;
        if covariance.iter().chain(mean.iter()).all(|x| x.is_finite()) {
            Ok(Estimate { mean, covariance })
        } else {
            Err(Refusal::SingularCovariance)
        }
    }

    fn distance(&self, other: &Self) -> f64 {
        (&self.mean - &other.mean).amax().max((&self.covariance - &other.covariance).amax())
    }

    /// Refused where some combination of the indicators does not vary: an eigenvalue of the correlation matrix is
    /// nothing.
    fn check_regular(&self) -> Result<(), Refusal> {
        let spreads = self.covariance.diagonal().map(f64::sqrt);
        let correlations = self.covariance.component_div(&(&spreads * spreads.transpose()));
        if correlations.iter().any(|r| !r.is_finite()) {
            return Err(Refusal::SingularCovariance);
        }
        let eigen = SymmetricEigen::try_new(correlations, f64::EPSILON, 10_000).ok_or(Refusal::SingularCovariance)?;
        if eigen.eigenvalues.min() > SINGULAR { Ok(()) } else { Err(Refusal::SingularCovariance) }
    }

    /// Back to the indicators' own units.
    fn filled(self, columns: &[&[Option<f64>]], scales: &[(f64, f64)], iterations: usize) -> Result<Normal, Refusal> {
        let units = columns.first().map_or(0, |column| column.len());
        let mut expected: Vec<Option<DVector<f64>>> = Vec::with_capacity(units);
        for unit in 0..units {
            let (known, values) = known_of(columns, scales, unit);
            expected.push(match known.len() {
                0 => None,
                _ => {
                    let Conditional { offset, slope, .. } = self.given(&known)?;
                    Some(offset + slope * DVector::from_vec(values))
                }
            });
        }
        let mut filled = Vec::with_capacity(columns.len());
        for (k, (column, (centre, spread))) in columns.iter().zip(scales).enumerate() {
            let expectation = |unit: usize| expected.get(unit)?.as_ref()?.get(k).map(|z| centre + spread * z);
            filled.push(fill(column, |unit| Ok(expectation(unit)))?);
        }
        let means = self.mean.iter().zip(scales).map(|(m, (centre, spread))| centre + spread * m).collect();
        let mut covariance = Vec::with_capacity(scales.len());
        for (row, (_, a)) in self.covariance.row_iter().zip(scales) {
            let row = row.iter().zip(scales).map(|(s, (_, b))| number(s * a * b, "the covariance"));
            covariance.push(row.collect::<Result<Vec<f64>, Refusal>>()?);
        }
        Ok(Normal { columns: filled, means, covariance, iterations })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const X: [Option<f64>; 4] = [Some(1.0), Some(2.0), Some(3.0), Some(4.0)];
    const Y: [Option<f64>; 4] = [Some(2.0), Some(4.0), Some(7.0), None];
    const EXACT: Convergence = Convergence { tolerance: 1e-13, iterations: 10_000 };

    /// With gaps in one indicator only, the gap is the regression's 28/3, and the covariance is the known closed form:
    /// the slope 2.5 times the variance 1.25 of all four x.
    #[test]
    fn one_gap_by_hand() {
        let found = by_em(&[&X, &Y], EXACT).expect("filled");
        let cell = found.columns.get(1).and_then(|c| c.filled.first().copied()).expect("a cell");
        assert_eq!(cell.unit, 3);
        assert!((cell.value - 28.0 / 3.0).abs() < 1e-10, "{cell:?}");
        let mean = found.means.get(1).copied().expect("a mean");
        assert!((mean - (13.0 / 3.0 + 2.5 * 0.5)).abs() < 1e-10, "{mean}");
        let covariance = found.covariance.first().and_then(|row| row.get(1)).copied().expect("a covariance");
        assert!((covariance - 2.5 * 1.25).abs() < 1e-10, "{covariance}");
    }

    #[test]
    fn refusals() {
        let few = by_em(&[&X[..2], &Y[..2]], EXACT);
        assert_eq!(few, Err(Refusal::TooManyIndicators { indicators: 2, units: 2 }));
        let twice = X.map(|x| x.map(|x| 3.0 - 2.0 * x));
        assert_eq!(by_em(&[&X, &twice], EXACT), Err(Refusal::SingularCovariance));
        let stop = by_em(&[&X, &Y], Convergence { tolerance: 1e-13, iterations: 2 });
        assert!(matches!(stop, Err(Refusal::NotConverged { iterations: 2, .. })));
        let flat = [Some(1.0); 4];
        assert_eq!(by_em(&[&X, &flat], EXACT), Err(Refusal::Constant { value: 1.0 }.in_column(1)));
        assert_eq!(by_em(&[], EXACT), Err(Refusal::TooManyIndicators { indicators: 0, units: 0 }));
        assert!(matches!(by_em(&[&X, &Y[..2]], EXACT), Err(Refusal::InColumn { column: 1, .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        /// The order of units and of indicators and the unit of measurement do not matter, and a unit without data is
        /// told.
        #[test]
        fn the_estimate_has_no_order(
            rows in prop::collection::vec([-5.0..5.0f64, -5.0..5.0f64, -5.0..5.0f64], 12..20),
            gaps in prop::collection::vec(0usize..12, 4),
        ) {
            let column = |k: usize| rows.iter().map(|r| Some(r[k] + r[0])).collect::<Vec<Option<f64>>>();
            let mut columns = vec![column(0), column(1), column(2)];
            for (k, gap) in gaps.iter().enumerate() {
                columns[k % 3][*gap] = None;
            }
            columns.iter_mut().for_each(|c| c.push(None));
            let run = |c: &[Vec<Option<f64>>]| by_em(&c.iter().map(Vec::as_slice).collect::<Vec<_>>(), EXACT);
            let found = run(&columns).unwrap();
            let turned: Vec<Vec<Option<f64>>> =
                columns.iter().rev().map(|c| c.iter().rev().map(|v| v.map(|x| 100.0 * x + 7.0)).collect()).collect();
            let other = run(&turned).unwrap();
            for (one, two) in found.columns.iter().zip(other.columns.iter().rev()) {
                prop_assert!(one.still_missing.contains(&rows.len()));
                for (a, b) in one.values.iter().zip(two.values.iter().rev()) {
                    prop_assert_eq!(a.is_some(), b.is_some());
                    if let (Some(a), Some(b)) = (a, b) {
                        prop_assert!((100.0 * a + 7.0 - b).abs() < 1e-6);
                    }
                }
            }
        }
    }
}
