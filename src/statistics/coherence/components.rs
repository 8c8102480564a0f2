//! Principal components of the correlation matrix.

use nalgebra::DMatrix;

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::column::complete_enough;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::eigen::decompose;
use crate::statistics::moments::unit_deviations;

/// Sums and loadings smaller than this decide no sign.
const ROUNDING: f64 = 1e-9;

/// One principal component.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Variance along it, 0..=p; the eigenvalues of p indicators sum to p.
    pub eigenvalue: f64,
    /// eigenvalue / p.
    pub explained: f64,
    pub cumulative: f64,
    /// Correlation of each indicator with it: eigenvector times the root of the eigenvalue, in the order of the
    /// columns.
    pub loadings: Vec<f64>,
}

/// All components, the largest eigenvalue first.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// Units with a value in every indicator: only these are used.
    pub units: usize,
    pub components: Vec<Component>,
    /// How many eigenvalues are above 1 (Kaiser's criterion).
    pub above_one: usize,
}

/// Principal components of the correlation matrix of the complete units (Handbook step 4; R's
/// `prcomp(scale. = TRUE)`, which COINr's `get_PCA` calls).
///
/// Sign: the loadings of a component sum to a positive number; if they sum to zero, the indicator whose code comes
/// first in the alphabet among those that load on it loads positively. Components with equal eigenvalues may be turned
/// into each other: their loadings are one choice of many. Worked: two indicators with r = 0.5 give eigenvalues 1.5 and
/// 0.5, explained 0.75 and 0.25, and first loadings sqrt(0.75) each. Refused under two indicators, under three complete
/// units, and for an indicator that does not vary among them. With n <= p the last eigenvalues are zero by
/// construction.
pub fn components(columns: &[Column<'_>]) -> Result<Components, Refusal> {
    let (units, matrix) = correlation_matrix(columns)?;
    let p = columns.len() as f64;
    let found = decompose(matrix).map_err(|_| Refusal::NoEigenvalues)?;
    let mut cumulative = 0.0;
    let mut components = Vec::with_capacity(found.len());
    for (eigenvalue, vector) in found {
        // What is rounding error is nothing: its loadings would be chance.
        let eigenvalue = if eigenvalue > ROUNDING * p { eigenvalue } else { 0.0 };
        cumulative += eigenvalue / p;
        let scale = sign(columns, &vector) * eigenvalue.sqrt();
        components.push(Component {
            eigenvalue,
            explained: eigenvalue / p,
            cumulative,
            loadings: vector.into_iter().map(|v| if eigenvalue > 0.0 { v * scale } else { 0.0 }).collect(),
        });
    }
    // An eigenvalue that is 1 up to rounding error (uncorrelated indicators) is not above 1.
    let above_one = components.iter().filter(|c| c.eigenvalue > 1.0 + ROUNDING).count();
    Ok(Components { units, components, above_one })
}

/// The deviations of each indicator at length 1; a refusal names the first indicator in the alphabet that has none.
pub(crate) fn unit_vectors(columns: &[Column<'_>], whole: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refusal> {
    let mut vectors = Vec::with_capacity(whole.len());
    let mut refused: Option<(&str, Refusal)> = None;
    for (column, values) in columns.iter().zip(whole) {
        match unit_deviations(values).map_err(Refusal::from) {
            Ok((vector, _)) => vectors.push(vector),
            Err(refusal) if refused.as_ref().is_none_or(|(code, _)| column.code < *code) => {
                refused = Some((column.code, refusal));
            }
            Err(_) => {}
        }
    }
    match refused {
        None => Ok(vectors),
        Some((code, Refusal::Constant)) => Err(Refusal::ConstantIndicator { code: code.into() }),
        Some((_, other)) => Err(other),
    }
}

/// The number of complete units and the correlation matrix over them.
pub(crate) fn correlation_matrix(columns: &[Column<'_>]) -> Result<(usize, DMatrix<f64>), Refusal> {
    let (units, whole) = complete_enough(columns)?;
    let vectors = unit_vectors(columns, &whole)?;
    let rows = DMatrix::from_row_iterator(columns.len(), units, vectors.iter().flatten().copied());
    let mut matrix = &rows * rows.transpose();
    matrix.fill_diagonal(1.0);
    Ok((units, matrix))
}

fn sign(columns: &[Column<'_>], vector: &[f64]) -> f64 {
    let sum: f64 = vector.iter().sum();
    let first = || columns.iter().zip(vector).filter(|(_, v)| v.abs() > ROUNDING).min_by_key(|(column, _)| column.code);
    let decides = if sum.abs() > ROUNDING { sum } else { first().map_or(1.0, |(_, v)| *v) };
    if decides < 0.0 { -1.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn two_indicators_by_hand() {
        let (a, b) = ([1.0, 2.0, 3.0].map(Some), [1.0, 3.0, 2.0].map(Some));
        let got = components(&[column("a", "g", &a), column("b", "g", &b)]).unwrap();
        let want = [(1.5, 0.75, 0.75, 0.75_f64.sqrt(), 0.75_f64.sqrt()), (0.5, 0.25, 1.0, 0.5, -0.5)];
        assert_eq!((got.units, got.above_one), (3, 1));
        for (component, (eigenvalue, explained, cumulative, first, second)) in got.components.iter().zip(want) {
            let got = [component.eigenvalue, component.explained, component.cumulative];
            let pairs = got.iter().zip([eigenvalue, explained, cumulative]);
            assert!(pairs.chain(component.loadings.iter().zip([first, second])).all(|(a, b)| (a - b).abs() < 1e-12));
        }
        // The second component's loadings sum to zero: the code decides, not the place.
        let turned = components(&[column("b", "g", &b), column("a", "g", &a)]).unwrap();
        assert!((turned.components[1].loadings[1] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn refusals_name_the_indicator() {
        let (a, flat) = ([1.0, 2.0, 3.0].map(Some), [Some(2.0); 3]);
        let refused = components(&[column("a", "g", &a), column("flat", "g", &flat)]);
        assert_eq!(refused, Err(Refusal::ConstantIndicator { code: "flat".into() }));
        assert_eq!(components(&[column("a", "g", &a)]), Err(Refusal::TooFewIndicators { found: 1, least: 2 }));
    }
}
