//! What each element really counts for in its parent's score, beside the weight it was given.

use crate::statistics::coherence::column::Column;
use crate::statistics::coherence::column::Parent;
use crate::statistics::coherence::correlation::pearson;
use crate::statistics::coherence::refusal::Refusal;
use crate::statistics::coherence::refusal::finite;
use crate::statistics::coherence::smoother::CorrelationRatio;
use crate::statistics::coherence::smoother::correlation_ratio;

/// Nominal and effective importance of one element for its parent. Equal weight is not equal importance.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Place of the element in the table.
    pub element: usize,
    /// Its weight as a share of its siblings' sum, 0..=1.
    pub nominal: Result<f64, Refusal>,
    /// Pearson's correlation with the parent's score; negative means that it pulls against it.
    pub correlation: Result<f64, Refusal>,
    /// Its square: the main effect if the relation were a straight line.
    pub squared_correlation: Result<f64, Refusal>,
    /// Var(E[parent | element]) / Var(parent).
    pub main_effect: Result<CorrelationRatio, Refusal>,
    /// The main effect as a share of the siblings' sum, to lay beside `nominal`; where one of them is
    /// refused, so is the share (with the reason of the first in the alphabet, unless it has its own).
    pub effective: Result<f64, Refusal>,
}

/// Importance of every element for the parent's scores given for its group.
///
/// Paruolo, Saisana and Saltelli 2013, doi:10.1111/j.1467-985X.2012.01059.x; the smoother is that of
/// [`correlation_ratio`]. The shares `nominal` and `effective` of the children of a node each sum to 1. Main effects of
/// correlated elements overlap: they do not sum to the explained variance. Worked: two equally weighted elements with
/// y = x1 = x2 have nominal 0.5, squared correlation 1, main effect 1 and effective 0.5 each. Refused by name: an
/// element whose parent's scores are not given, weights that are negative or sum to 0, and what [`correlation_ratio`]
/// refuses.
pub fn importance(columns: &[Column<'_>], parents: &[Parent<'_>]) -> Vec<Importance> {
    let effects: Vec<Result<CorrelationRatio, Refusal>> =
        columns.iter().map(|c| parent(c, parents).and_then(|p| correlation_ratio(c.values, p.scores))).collect();
    let element = |(element, column): (usize, &Column<'_>)| {
        let siblings = || columns.iter().zip(&effects).filter(|(other, _)| other.group == column.group);
        let correlation = parent(column, parents).and_then(|p| pearson(column.values, p.scores)).map(|r| r.value);
        let main_effect = effects.get(element).cloned().unwrap_or(Err(Refusal::NoIndicator));
        let effective = main_effect.as_ref().map_err(Clone::clone).and_then(|effect| {
            let refused = siblings().filter_map(|(other, effect)| Some((other.code, effect.as_ref().err()?)));
            if let Some((_, refusal)) = refused.min_by_key(|(code, _)| *code) {
                return Err(refusal.clone());
            }
            let sum: f64 = siblings().flat_map(|(_, effect)| effect).map(|effect| effect.value).sum();
            if sum > 0.0 { finite(effect.value / sum, "effective importance") } else { Err(Refusal::Uncorrelated) }
        });
        Importance {
            element,
            nominal: nominal(column, siblings().map(|(other, _)| other.weight)),
            squared_correlation: correlation.clone().map(|r| r * r),
            correlation,
            main_effect,
            effective,
        }
    };
    columns.iter().enumerate().map(element).collect()
}

fn parent<'a>(column: &Column<'_>, parents: &'a [Parent<'a>]) -> Result<&'a Parent<'a>, Refusal> {
    let found = parents.iter().find(|parent| parent.code == column.group);
    found.ok_or_else(|| Refusal::NoParent { group: column.group.into() })
}

fn nominal(column: &Column<'_>, weights: impl Iterator<Item = f64>) -> Result<f64, Refusal> {
    let refusal = || Refusal::Weights { group: column.group.into() };
    let sum = weights.map(|w| if w >= 0.0 { w } else { f64::NAN }).sum::<f64>();
    if sum > 0.0 && sum.is_finite() { Ok(column.weight / sum) } else { Err(refusal()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::coherence::column::tests::column;

    #[test]
    fn equal_elements_are_equally_important() {
        let x: Vec<Option<f64>> = (0..12).map(|i| Some(f64::from(i * i))).collect();
        let got = importance(&[column("a", "g", &x), column("b", "g", &x)], &[Parent { code: "g", scores: &x }]);
        for one in &got {
            assert_eq!(one.nominal, Ok(0.5));
            assert!(one.squared_correlation.as_ref().is_ok_and(|r2| (r2 - 1.0).abs() < 1e-12));
            assert!(one.effective.as_ref().is_ok_and(|share| (share - 0.5).abs() < 1e-12));
        }
    }

    #[test]
    fn a_refused_sibling_leaves_the_other_its_main_effect() {
        let x: Vec<Option<f64>> = (0..12).map(|i| Some(f64::from(i))).collect();
        let flat = vec![Some(1.0); 12];
        let mut columns = [column("a", "g", &x), column("flat", "g", &flat), column("c", "h", &x)];
        columns[2].weight = -1.0;
        let got = importance(&columns, &[Parent { code: "g", scores: &x }]);
        assert!(got[0].main_effect.is_ok());
        assert_eq!((&got[0].effective, &got[1].correlation), (&Err(Refusal::Constant), &Err(Refusal::Constant)));
        assert_eq!(got[2].correlation, Err(Refusal::NoParent { group: "h".into() }));
        assert_eq!(got[2].nominal, Err(Refusal::Weights { group: "h".into() }));
    }
}
