//! How far a rank depends on the weights: best and worst attainable rank and score, and what swaps two units.
//!
//! From a tree with known scores (a rated table, or score cards) to a flat table of parts and a declared set of
//! weights, on which the kernels [`attainable`](crate::statistics::attainable), [`swap`](crate::statistics::swap) and
//! [`weight_set`](crate::statistics::weight_set) work.

mod acceptability;
mod bounds;
mod branches;
mod error;
mod frame;
mod link;
mod overtaking;
mod product;
mod scored_tree;
mod ties;
mod values;

pub use acceptability::{Acceptability, WeightSample, acceptability};
pub use bounds::{Standing, standings};
pub use error::WeightError;
pub use frame::{Frame, LeftOut, LeftOutReason, frame};
pub use overtaking::{Overtaking, SingleWeight, overtaking};
pub use scored_tree::{Entry, ScoredTree};
pub use values::NeededValue;

use crate::model::framework::NodeId;

/// Whose weights vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The weights of this node's children, all other weights staying as they are.
    Node(NodeId),
    /// All weights below the ranked node.
    Leaves,
}

/// How far each weight may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Freedom {
    /// Any weights of at least 0 that sum to 1 below their node.
    Any,
    /// Within these multiples of its own share among its siblings: 0 <= low <= 1 <= high.
    Within { low: f64, high: f64 },
}

impl Freedom {
    /// The least and the largest share of a child whose own share is `share`.
    pub(crate) fn bounds(self, share: f64) -> (f64, f64) {
        match self {
            Freedom::Any => (0.0, 1.0),
            Freedom::Within { low, high } => (low * share, (high * share).min(1.0)),
        }
    }
}

/// The node whose scores are ranked, the weights that vary, and how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightVariation {
    pub of: NodeId,
    pub over: Over,
    pub freedom: Freedom,
}
