//! The outranking matrices of a rated table: at every node whose rule compares units, how much of the weight speaks for
//! each unit against each other one.

use crate::model::Index;
use crate::model::framework::{Aggregation, NodeId, NodeKind};
use crate::scoring::Rating;
use crate::scoring::combine::Outranking;

/// The matrix of one node, over the units that its weights were fitted on.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeOutranking {
    pub node: NodeId,
    /// Rows of the table, in the order of the matrix.
    pub rows: Vec<usize>,
    pub matrix: Outranking,
}

/// One matrix for each node with a rule that compares units by outranking (Copeland, Condorcet, Kemeny), and for each
/// year or group by which it is rated: COINr's `outrankMatrix`.
pub fn outrankings(index: &Index, rating: &Rating) -> Vec<NodeOutranking> {
    let mut found = Vec::new();
    for (place, node) in index.nodes.iter().enumerate() {
        let NodeKind::Composite { aggregation, children, .. } = &node.kind else { continue };
        if !matches!(aggregation, Aggregation::Copeland { .. } | Aggregation::Condorcet {} | Aggregation::Kemeny {}) {
            continue;
        }
        for scope in &rating.weights {
            let share = |child: &NodeId| scope.shares.get(child.0).copied().unwrap_or(0.0);
            let weights: Vec<f64> = children.iter().map(share).collect();
            let cells = |row: &usize| -> Vec<Option<f64>> {
                children.iter().map(|child| rating.scores_of(*child).get(*row).copied().flatten()).collect()
            };
            let table: Vec<Vec<Option<f64>>> = scope.units.iter().map(cells).collect();
            // The rating has the same comparisons, so that nothing is refused here that was not refused there.
            let Ok(matrix) = Outranking::of(&table, &weights) else { continue };
            found.push(NodeOutranking { node: NodeId(place), rows: scope.units.clone(), matrix });
        }
    }
    found
}
