//! Correlation matrix of complete columns and the eigen-decomposition of a symmetric matrix.
//!
//! Rows are units, columns are indicators. Both are bounded in size, and what has no correlation (a constant
//! column) is refused by name.

use nalgebra::DMatrix;
use nalgebra::SymmetricEigen;

use crate::statistics::moments::unit_deviations;

/// Fewest units with which a correlation says anything: two units always correlate at plus or minus one.
pub const MIN_UNITS: usize = 3;
/// Most indicators one matrix may have.
pub const MAX_INDICATORS: usize = 400;
/// Most cells one data matrix may have.
pub const MAX_CELLS: usize = 2_000_000;
/// Largest magnitude of a value: its square must still be a number.
const LARGEST: f64 = 1e100;
/// Two entries of a symmetric matrix may differ by this part of the largest entry.
const ASYMMETRY: f64 = 1e-9;
/// A sum of entries nearer to zero than this does not fix a sign.
const NO_SIGN: f64 = 1e-9;
/// QR sweeps after which the decomposition is given up.
const MAX_SWEEPS: usize = 100_000;

/// Why a matrix cannot be correlated or decomposed. Indices count from 0; the text counts from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("the matrix has no columns")]
    Empty,
    #[error("{units} units are too few: at least {needed} are needed")]
    TooFewUnits { units: usize, needed: usize },
    #[error("{indicators} indicators are more than the {limit} allowed")]
    TooManyIndicators { indicators: usize, limit: usize },
    #[error("{cells} cells are more than the {limit} allowed")]
    TooManyCells { cells: usize, limit: usize },
    #[error("the value of unit {} in indicator {} is not a usable number", .unit + 1, .indicator + 1)]
    NotUsable { unit: usize, indicator: usize },
    #[error("indicator {} is constant, so it correlates with nothing", .indicator + 1)]
    Constant { indicator: usize },
    #[error("a {rows} by {columns} matrix is not symmetric")]
    NotSymmetric { rows: usize, columns: usize },
    #[error("the eigen-decomposition did not converge")]
    NotConverged,
}

impl Refusal {
    /// How to mend what was refused.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "Give at least one indicator.".into(),
            Self::TooFewUnits { .. } => "Add units, or use weights that need no data (equal, given, budget).".into(),
            Self::TooManyIndicators { .. } | Self::TooManyCells { .. } => "Weigh group by group instead.".into(),
            Self::NotUsable { .. } => "Mend the value, or normalise the data first.".into(),
            Self::Constant { .. } => "Drop the constant indicator or declare its rule.".into(),
            Self::NotSymmetric { .. } => "Give a correlation or covariance matrix.".into(),
            Self::NotConverged => "Check the matrix for extreme values.".into(),
        }
    }
}

/// Eigenvalues from largest to smallest and, in the same order, unit eigenvectors as columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    pub values: Vec<f64>,
    pub vectors: DMatrix<f64>,
}

/// A column's deviations from its mean: their direction as a unit vector and their length.
pub(crate) struct Deviations {
    pub(crate) direction: Vec<f64>,
    pub(crate) length: f64,
}

/// Refuses a data matrix that is empty, too small, too large, or holds a value that is not a usable number.
pub(crate) fn check(data: &DMatrix<f64>, needed: usize) -> Result<(), Refusal> {
    let (units, indicators) = data.shape();
    if indicators == 0 {
        return Err(Refusal::Empty);
    }
    if units < needed {
        return Err(Refusal::TooFewUnits { units, needed });
    }
    if indicators > MAX_INDICATORS {
        return Err(Refusal::TooManyIndicators { indicators, limit: MAX_INDICATORS });
    }
    if data.len() > MAX_CELLS {
        return Err(Refusal::TooManyCells { cells: data.len(), limit: MAX_CELLS });
    }
    for (indicator, column) in data.column_iter().enumerate() {
        if let Some(unit) = column.iter().position(|x| !x.is_finite() || x.abs() > LARGEST) {
            return Err(Refusal::NotUsable { unit, indicator });
        }
    }
    Ok(())
}

/// Deviations of checked values from their mean, or nothing when the values do not vary.
pub(crate) fn deviations(values: &[f64]) -> Option<Deviations> {
    let (direction, length) = unit_deviations(values).ok()?;
    (length > 0.0).then_some(Deviations { direction, length })
}

/// Deviations of every column of `data`, which is checked first; a constant column is refused.
pub(crate) fn column_deviations(data: &DMatrix<f64>) -> Result<Vec<Deviations>, Refusal> {
    check(data, MIN_UNITS)?;
    let columns = data.column_iter().enumerate();
    columns.map(|(indicator, c)| deviations(c.as_slice()).ok_or(Refusal::Constant { indicator })).collect()
}

/// Correlations of columns whose deviations are known.
pub(crate) fn correlations_of(columns: &[Deviations]) -> DMatrix<f64> {
    let mut matrix = DMatrix::identity(columns.len(), columns.len());
    for (i, a) in columns.iter().enumerate() {
        for (j, b) in columns.iter().enumerate().skip(i + 1) {
            let r: f64 = a.direction.iter().zip(&b.direction).map(|(x, y)| x * y).sum();
            for cell in [(i, j), (j, i)] {
                if let Some(entry) = matrix.get_mut(cell) {
                    *entry = r.clamp(-1.0, 1.0);
                }
            }
        }
    }
    matrix
}

/// Pearson's correlations between the columns of a complete data matrix.
///
/// Formula: `r_jk = sum_i (x_ij - m_j)(x_ik - m_k) / (|x_j - m_j| |x_k - m_k|)`. Range: -1 to 1, diagonal exactly 1.
/// Source: Handbook, step 4 (multivariate analysis).
/// Refused: fewer than three units, a constant column, a value that is not a usable number, too large a matrix.
/// Worked number: the columns (1, 2, 3) and (1, 3, 2) correlate at 0.5.
pub fn correlation_matrix(data: &DMatrix<f64>) -> Result<DMatrix<f64>, Refusal> {
    Ok(correlations_of(&column_deviations(data)?))
}

/// Eigenvalues, largest first, and eigenvectors of a symmetric matrix.
///
/// An eigenvector's sign is free; here its entries sum to a positive number, and where the sum is zero the entry of
/// largest magnitude (the first of several) is positive. Equal eigenvalues leave their eigenvectors undetermined: only
/// the space they span has meaning, so who uses single vectors must check that their eigenvalues differ.
/// Refused: an empty, too large or asymmetric matrix, entries that are not usable numbers, no convergence.
/// Worked number: [[1, 0.5], [0.5, 1]] has the eigenvalues 1.5 and 0.5 and the first vector (1, 1) / sqrt(2).
pub fn symmetric_eigen(matrix: &DMatrix<f64>) -> Result<Eigen, Refusal> {
    check(matrix, 1)?;
    let (rows, columns) = matrix.shape();
    let largest = matrix.amax();
    if rows != columns || (matrix - matrix.transpose()).amax() > ASYMMETRY * largest {
        return Err(Refusal::NotSymmetric { rows, columns });
    }
    let (values, vectors): (Vec<f64>, Vec<Vec<f64>>) =
        decompose(matrix.clone())?.into_iter().map(|(value, vector)| (value, with_fixed_sign(vector))).unzip();
    Ok(Eigen { values, vectors: DMatrix::from_iterator(rows, columns, vectors.into_iter().flatten()) })
}

/// Eigenvalues, largest first, each with a unit eigenvector of either sign; the matrix is symmetric.
pub(crate) fn decompose(matrix: DMatrix<f64>) -> Result<Vec<(f64, Vec<f64>)>, Refusal> {
    let solved = SymmetricEigen::try_new(matrix, f64::EPSILON, MAX_SWEEPS).ok_or(Refusal::NotConverged)?;
    let vectors = solved.eigenvectors.column_iter().map(|vector| vector.iter().copied().collect::<Vec<f64>>());
    let mut pairs: Vec<(f64, Vec<f64>)> = solved.eigenvalues.iter().copied().zip(vectors).collect();
    if pairs.iter().any(|(value, vector)| !value.is_finite() || vector.iter().any(|x| !x.is_finite())) {
        return Err(Refusal::NotConverged);
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(pairs)
}

/// The vector or its opposite, whichever has a positive sum (see [`symmetric_eigen`] for a sum of zero).
pub(crate) fn with_fixed_sign(vector: Vec<f64>) -> Vec<f64> {
    let sum: f64 = vector.iter().sum();
    let leading = vector.iter().fold(0.0_f64, |best, x| if x.abs() > best.abs() + NO_SIGN { *x } else { best });
    let deciding = if sum.abs() > NO_SIGN { sum } else { leading };
    if deciding < 0.0 { vector.into_iter().map(|x| -x).collect() } else { vector }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_values_correlate_at_a_half() {
        let data = DMatrix::from_row_slice(3, 2, &[1.0, 1.0, 2.0, 3.0, 3.0, 2.0]);
        let r = correlation_matrix(&data).unwrap();
        assert!((r[(0, 1)] - 0.5).abs() < 1e-15 && r[(0, 1)] == r[(1, 0)] && r[(0, 0)] == 1.0);
    }

    #[test]
    fn huge_and_tiny_columns_correlate_as_ordinary_ones() {
        let data = DMatrix::from_row_slice(3, 2, &[1e90, 1e-290, 2e90, 3e-290, 3e90, 2e-290]);
        assert!((correlation_matrix(&data).unwrap()[(0, 1)] - 0.5).abs() < 1e-14);
    }

    #[test]
    fn what_has_no_correlation_is_refused_by_name() {
        let constant = DMatrix::from_row_slice(3, 2, &[1.0, 0.1 + 0.2, 2.0, 0.3, 3.0, 0.3]);
        assert_eq!(correlation_matrix(&constant), Err(Refusal::Constant { indicator: 1 }));
        let two = DMatrix::from_row_slice(2, 1, &[1.0, 2.0]);
        assert_eq!(correlation_matrix(&two), Err(Refusal::TooFewUnits { units: 2, needed: 3 }));
        let gap = DMatrix::from_row_slice(3, 1, &[1.0, f64::NAN, 2.0]);
        assert_eq!(correlation_matrix(&gap), Err(Refusal::NotUsable { unit: 1, indicator: 0 }));
        assert_eq!(correlation_matrix(&DMatrix::zeros(3, 0)), Err(Refusal::Empty));
        assert_eq!(
            symmetric_eigen(&DMatrix::from_row_slice(2, 2, &[1.0, 0.2, 0.3, 1.0])),
            Err(Refusal::NotSymmetric { rows: 2, columns: 2 })
        );
    }

    #[test]
    fn eigenvalues_descend_and_signs_are_fixed() {
        let e = symmetric_eigen(&DMatrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0])).unwrap();
        let half = 0.5_f64.sqrt();
        assert!((e.values[0] - 1.5).abs() < 1e-14 && (e.values[1] - 0.5).abs() < 1e-14);
        assert!((e.vectors[(0, 0)] - half).abs() < 1e-14 && (e.vectors[(1, 0)] - half).abs() < 1e-14);
        // The second vector sums to zero: its first entry is the positive one.
        assert!((e.vectors[(0, 1)] - half).abs() < 1e-14 && (e.vectors[(1, 1)] + half).abs() < 1e-14);
    }

    #[test]
    fn the_decomposition_rebuilds_the_matrix() {
        let m = DMatrix::from_fn(6, 6, |i, j| 1.0 / (1.0 + i as f64 + j as f64));
        let e = symmetric_eigen(&m).unwrap();
        let d = DMatrix::from_diagonal(&nalgebra::DVector::from_vec(e.values.clone()));
        assert!((&e.vectors * d * e.vectors.transpose() - m).amax() < 1e-14);
    }
}
