//! What an index and its ways look at: other units, other indicators, logarithms.

use super::ranges::Ranges;
use crate::model::framework::{Aggregation, Index, NodeKind};
use crate::model::method::{Factors, Imputation};
use crate::scoring::rating::Rating;

/// Whether weights or rules look at all units, which ways compute over all rows at once.
pub(super) fn compares(index: &Index, factors: &Factors) -> bool {
    let own = index.nodes.iter().any(|n| match &n.kind {
        NodeKind::Composite { aggregation, weighting, .. } => aggregation.looks_at_all_units() || weighting.is_fitted(),
        _ => false,
    });
    own || factors.aggregation.iter().flat_map(|a| &a.choices).any(|choice| choice.0.looks_at_all_units())
}

/// Whether any value is missing that has a place.
pub(super) fn holes(rating: &Rating) -> bool {
    rating.indicators.iter().zip(&rating.steps.denominated).any(|(id, column)| {
        let applies = rating.applies.get(id.0).map_or(&[][..], Vec::as_slice);
        column.iter().zip(applies).any(|(cell, applies)| cell.is_none() && *applies)
    })
}

pub(super) fn geometric(index: &Index, ranges: &Ranges) -> bool {
    let own = index.nodes.iter().any(|n| match &n.kind {
        NodeKind::Composite { aggregation, .. } => *aggregation == Aggregation::Geometric {},
        NodeKind::Pair { .. } => true,
        NodeKind::Indicator(_) => false,
    });
    own || ranges.aggregations.contains(&Aggregation::Geometric {})
}

/// Whether an indicator's value may depend on another indicator's: through imputation, or through who is screened out.
pub(super) fn neighbours(index: &Index, ranges: &Ranges) -> bool {
    use Imputation::{Em, ParentMean, ParentMedian, Regression};
    let looks = |i: &Imputation| matches!(i, ParentMean {} | ParentMedian {} | Regression { .. } | Em {});
    index.screen.is_some()
        || index.indicators().any(|(_, _, i)| looks(&i.impute))
        || ranges.imputations.iter().any(looks)
}
