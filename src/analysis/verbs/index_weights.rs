//! The weights of an index as a figure of its tree shows them: as stated, or as its table gives them.

use super::Error;
use crate::analysis::index_weights::{NodeWeight, effective_weights, stated_shares};
use crate::model::framework::{NodeId, NodeKind};
use crate::model::method::Scope;
use crate::model::{Index, Units};
use crate::scoring;
use crate::scoring::rating::put_stated_weights;

/// The tree of an index and what each node of it counts for.
#[derive(Clone, Debug)]
pub struct IndexWeights<'a> {
    pub index: &'a Index,
    /// One for each node, in the order of the tree.
    pub weights: Vec<NodeWeight>,
    /// The nodes whose children's weights were fitted on the units.
    pub fitted: Vec<NodeId>,
    /// The year of the units that the weights were fitted on, where each year has weights of its own.
    pub year: Option<i32>,
}

/// The weights of an index. Where methods state them (equal, budgets, pairwise comparisons) no data are looked at; where
/// they are fitted they are those of the table's rating, of its last year where each year has its own.
///
/// # Errors
///
/// Weights that are to be fitted without a table, or for each group by itself; stated weights that are none; what the
/// rating refuses.
pub fn index_weights(index: &Index, units: Option<Units>) -> Result<IndexWeights<'_>, Error> {
    let is_fitted = |kind: &NodeKind| match kind {
        NodeKind::Composite { weighting, children, .. } => children.len() > 1 && weighting.is_fitted(),
        _ => false,
    };
    let places = index.nodes.iter().enumerate().filter(|(_, node)| is_fitted(&node.kind));
    let fitted: Vec<NodeId> = places.map(|(place, _)| NodeId(place)).collect();
    if fitted.is_empty() {
        let mut nodes = index.nodes.clone();
        put_stated_weights(&mut nodes).map_err(Error::Refused)?;
        let weights = effective_weights(&nodes, &stated_shares(&nodes));
        return Ok(IndexWeights { index, weights, fitted, year: None });
    }
    let codes = || fitted.iter().map(|id| index.node(*id).code.clone()).collect();
    let mut units = units.ok_or_else(|| Error::FittedWeights { nodes: codes() })?;
    if let Scope::Group(column) = &index.scope {
        return Err(Error::WeightsByGroup { column: column.clone() });
    }
    let rating = scoring::rate_alone(index, &mut units).map_err(Error::Refused)?;
    // Years stand in their order, and so does what was fitted on each.
    let last = rating.weights.last();
    let shares = last.map_or_else(Vec::new, |w| w.shares.clone());
    let row = last.and_then(|w| w.units.first()).and_then(|row| units.rows.get(*row));
    let year = row.and_then(|unit| unit.year).filter(|_| rating.weights.len() > 1);
    Ok(IndexWeights { index, weights: effective_weights(&index.nodes, &shares), fitted, year })
}
