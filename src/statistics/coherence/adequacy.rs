//! Whether the indicators share enough for a factor or component analysis: Kaiser-Meyer-Olkin and Bartlett.

use statrs::distribution::ChiSquared;
use statrs::distribution::ContinuousCDF;

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::components::correlation_matrix;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::eigen::decompose;

/// A smallest eigenvalue below this leaves too few true digits in the inverse.
const SINGULAR: f64 = 1e-10;

/// The Handbook's advice (step 4) for going on to a factor analysis.
pub const ADVISED_KMO: f64 = 0.6;

/// Bartlett's test that the indicators are not correlated at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sphericity {
    pub chi_squared: f64,
    pub freedom: usize,
    /// Chance of a value at least as large without any correlation, 0..=1.
    pub p: f64,
}

/// Both figures over the same complete units.
#[derive(Clone, Debug, PartialEq)]
pub struct Adequacy {
    /// Units with a value in every indicator: only these are used.
    pub units: usize,
    /// Kaiser-Meyer-Olkin measure over all indicators, 0..=1.
    pub kmo: Result<f64, Refusal>,
    /// The same for each indicator, in the order of the columns.
    pub kmo_each: Vec<Result<f64, Refusal>>,
    pub sphericity: Sphericity,
}

/// Sampling adequacy of the correlation matrix of the complete units (Handbook step 4).
///
/// KMO = sum r_ij^2 / (sum r_ij^2 + sum a_ij^2) over i != j, a the partial correlations given all other indicators,
/// from the inverse of the correlation matrix (Kaiser and Rice, Educational and Psychological Measurement 34, 1974,
/// 111-117); per indicator the sums run over its own row. Two indicators always give 0.5.
/// Bartlett: chi2 = -(n - 1 - (2 p + 5) / 6) ln det R on p (p - 1) / 2 degrees of freedom (Bartlett, British Journal of
/// Psychology 3, 1950, 77-85). It assumes normal data and is nearly always significant with many units.
/// Worked: 0, 1, 0, 1 and 0, 3, 1, 2 have r^2 = 0.8: KMO 0.5, chi2 = -1.5 ln 0.2 = 2.4142 on 1 degree of freedom.
/// Refused under two indicators, for n <= p complete units, and for a singular matrix.
pub fn adequacy(columns: &[Column<'_>]) -> Result<Adequacy, Refusal> {
    let (units, matrix) = correlation_matrix(columns)?;
    let indicators = columns.len();
    if units <= indicators {
        return Err(Refusal::UnitsNotAboveIndicators { units, indicators });
    }
    let found = decompose(matrix.clone()).map_err(|_| Refusal::NoEigenvalues)?;
    let eigenvalues: Vec<f64> = found.into_iter().map(|(value, _)| value).collect();
    let smallest = eigenvalues.last().copied().ok_or(Refusal::NoEigenvalues)?;
    let singular = Refusal::Singular { smallest_eigenvalue: smallest };
    if smallest < SINGULAR {
        return Err(singular);
    }
    let inverse = matrix.clone().cholesky().ok_or(singular)?.inverse();
    let scale = inverse.diagonal();
    let mut kmo_each = Vec::with_capacity(indicators);
    let (mut simple, mut partial) = (0.0, 0.0);
    for (i, (row, inverse_row)) in matrix.row_iter().zip(inverse.row_iter()).enumerate() {
        let own = scale.get(i).copied().unwrap_or(f64::NAN);
        let (mut r2, mut a2) = (0.0, 0.0);
        let others = row.iter().zip(inverse_row.iter()).zip(scale.iter()).enumerate().filter(|(j, _)| *j != i);
        for (_, ((r, inverse), other)) in others {
            r2 += r * r;
            a2 += inverse * inverse / (own * other);
        }
        kmo_each.push(ratio(r2, a2));
        simple += r2;
        partial += a2;
    }
    let log_determinant: f64 = eigenvalues.iter().map(|value| value.ln()).sum();
    Ok(Adequacy {
        units,
        kmo: ratio(simple, partial),
        kmo_each,
        sphericity: bartlett(units, indicators, log_determinant)?,
    })
}

fn ratio(simple: f64, partial: f64) -> Result<f64, Refusal> {
    // Squares of correlations that are rounding error.
    if simple < 1e-24 { Err(Refusal::Uncorrelated) } else { finite(simple / (simple + partial), "KMO") }
}

fn bartlett(units: usize, indicators: usize, log_determinant: f64) -> Result<Sphericity, Refusal> {
    let (n, p) = (units as f64, indicators as f64);
    let freedom = indicators.saturating_mul(indicators.saturating_sub(1)) / 2;
    let chi_squared = (-(n - 1.0 - (2.0 * p + 5.0) / 6.0) * log_determinant).max(0.0);
    finite(chi_squared, "chi-squared")?;
    let distribution = ChiSquared::new(freedom as f64).map_err(|_| Refusal::OutOfRange { figure: "chi-squared" })?;
    Ok(Sphericity { chi_squared, freedom, p: finite(distribution.sf(chi_squared), "p-value")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn two_indicators_by_hand() {
        // r = 2 / sqrt(5).
        let (a, b) = ([0.0, 1.0, 0.0, 1.0].map(Some), [0.0, 3.0, 1.0, 2.0].map(Some));
        let r2: f64 = 0.8;
        let got = adequacy(&[column("a", "g", &a), column("b", "g", &b)]).unwrap();
        assert!(got.kmo.is_ok_and(|kmo| (kmo - 0.5).abs() < 1e-12));
        let chi_squared = -1.5 * (1.0 - r2).ln();
        assert!((got.sphericity.chi_squared - chi_squared).abs() < 1e-12 && got.sphericity.freedom == 1);
    }

    #[test]
    fn too_few_units_and_singular_matrices_are_refused() {
        let (a, b) = ([1.0, 2.0, 3.0, 5.0].map(Some), [2.0, 4.0, 6.0, 10.0].map(Some));
        let c = [1.0, 0.0, 2.0, 1.0].map(Some);
        let singular = adequacy(&[column("a", "g", &a), column("b", "g", &b), column("c", "g", &c)]);
        assert!(matches!(singular, Err(Refusal::Singular { .. })));
        let d = [0.0, 0.0, 1.0, 3.0].map(Some);
        let few = adequacy(&[column("a", "g", &a), column("b", "g", &b), column("c", "g", &c), column("d", "g", &d)]);
        assert_eq!(few, Err(Refusal::UnitsNotAboveIndicators { units: 4, indicators: 4 }));
        let uncorrelated = [1.0, -1.0, 1.0, -1.0].map(Some);
        let other = [1.0, 1.0, -1.0, -1.0].map(Some);
        let got = adequacy(&[column("a", "g", &uncorrelated), column("b", "g", &other)]).unwrap();
        assert_eq!(got.kmo, Err(Refusal::Uncorrelated));
        assert!((got.sphericity.p - 1.0).abs() < 1e-12);
    }
}
