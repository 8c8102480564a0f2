//! Weights of a node's children (Handbook step 6).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Misuse;

/// Where the weights of a node's children come from.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Weighting {
    /// As each child states; equal where none does.
    Given {},
    Equal {},
    /// The mean of what experts gave out of the same number of points.
    Budget {
        points: Vec<BTreeMap<String, f64>>,
    },
    /// Analytic hierarchy process: principal eigenvector of the pairwise comparisons.
    Ahp {
        /// Codes of the children, in the order of the matrix.
        order: Vec<String>,
        matrix: Vec<Vec<f64>>,
        /// Refused above this consistency ratio.
        #[serde(default = "tenth")]
        consistency: f64,
    },
    /// Loadings of the first principal component.
    Pca {},
    /// Squared loadings after varimax, each child at its highest factor.
    FactorAnalysis {
        /// Number of factors; the Handbook's rule where none is given.
        factors: Option<usize>,
    },
    /// The less evenly a child is spread over the units, the more it weighs.
    Entropy {},
    /// Contrast and conflict: standard deviation times the sum of 1 - correlation.
    Critic {},
    /// Such that each child's squared correlation with the node is as wanted.
    Optimised {
        #[serde(default)]
        importance: Importance,
        /// Code of the ancestor with which the children are to correlate; the node itself where none is named.
        #[serde(default)]
        with: Option<String>,
        /// How far a correlation may miss its target; 0 wants an exact balance.
        #[serde(default)]
        tolerance: f64,
    },
    /// Such that the children's correlations with the node have the largest sum.
    Infomax {
        /// Code of the ancestor with which the children are to correlate; the node itself where none is named.
        #[serde(default)]
        with: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    #[default]
    Equal,
    /// In proportion to the weights stated.
    Given,
}

impl Default for Weighting {
    fn default() -> Self {
        Weighting::Given {}
    }
}

fn tenth() -> f64 {
    0.1
}

impl Weighting {
    pub fn check(&self) -> Result<(), Misuse> {
        match self {
            Weighting::Budget { points } => {
                Misuse::unless(!points.is_empty(), "no expert gave points", "write points = [{ a = 60, b = 40 }]")
            }
            Weighting::Ahp { order, matrix, consistency } => {
                let square = matrix.len() == order.len() && matrix.iter().all(|r| r.len() == order.len());
                let hint = "write one row and one column for each code in `order`";
                Misuse::unless(square && !order.is_empty(), "the matrix is not square", hint)?;
                let sound = consistency.is_finite() && *consistency > 0.0;
                Misuse::unless(sound, "the limit of the consistency ratio must be above 0", "write consistency = 0.1")
            }
            Weighting::FactorAnalysis { factors: Some(0) } => {
                Misuse::unless(false, "no factor at all", "write factors = 2, or leave it out")
            }
            Weighting::Optimised { tolerance, .. } => Misuse::unless(
                (0.0..1.0).contains(tolerance),
                "a tolerance is a part of a correlation, from 0 to below 1",
                "write tolerance = 0.05, or leave it out",
            ),
            _ => Ok(()),
        }
    }

    /// Code of the ancestor by whose scores a node's children are weighed.
    pub fn with(&self) -> Option<&str> {
        match self {
            Weighting::Optimised { with, .. } | Weighting::Infomax { with } => with.as_deref(),
            _ => None,
        }
    }

    /// Whether the weights depend on the units.
    pub fn is_fitted(&self) -> bool {
        use Weighting::*;
        !matches!(self, Given {} | Equal {} | Budget { .. } | Ahp { .. })
    }

    /// Whether the children state weights of their own.
    pub fn wants_given(&self) -> bool {
        matches!(self, Weighting::Given {} | Weighting::Optimised { importance: Importance::Given, .. })
    }
}
