//! The weights of a node's children, from what is stated or from the units.

use nalgebra::DMatrix;

use super::{Column, Refused};
use crate::model::Index;
use crate::model::framework::NodeId;
use crate::model::method::{Importance, Weighting};
use crate::scoring::weigh;
use crate::scoring::weigh::FactorCount;

/// Weights in the order of the children: as stated, or fitted on the units that know every child, which sum to 1.
pub(super) fn of(index: &Index, by: &Weighting, children: &[NodeId], scores: &[Column]) -> Result<Vec<f64>, Refused> {
    let codes: Vec<&str> = children.iter().map(|c| index.node(*c).code.as_str()).collect();
    let given: Vec<f64> = children.iter().map(|c| index.node(*c).weight.get()).collect();
    // A single child has all the weight, whatever the method.
    if children.len() == 1 {
        return Ok(given);
    }
    Ok(match by {
        Weighting::Given {} => given,
        Weighting::Equal {} => weigh::equal(children.len())?,
        Weighting::Budget { points } => {
            let row = |expert: &std::collections::BTreeMap<String, f64>| -> Vec<f64> {
                codes.iter().map(|c| expert.get(*c).copied().unwrap_or(0.0)).collect()
            };
            let rows: Vec<Vec<f64>> = points.iter().map(row).collect();
            let total = rows.first().map_or(0.0, |r| r.iter().sum());
            weigh::budget_allocation(&rows, total)?
        }
        Weighting::Ahp { order, matrix, consistency } => {
            let n = order.len();
            let cell = |i: usize, j: usize| matrix.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0.0);
            let found = weigh::pairwise(&DMatrix::from_fn(n, n, cell), *consistency)?;
            let weight =
                |code: &&str| order.iter().zip(&found.weights).find(|(c, _)| c == code).map_or(0.0, |(_, w)| *w);
            codes.iter().map(weight).collect()
        }
        Weighting::Pca {} => weigh::principal_component(&complete(scores)?)?,
        Weighting::FactorAnalysis { factors } => {
            let count = factors.map_or(FactorCount::Rule(weigh::HANDBOOK_RULE), FactorCount::Given);
            weigh::factor_analysis(&complete(scores)?, count)?.weights
        }
        Weighting::Entropy {} => weigh::entropy(&complete(scores)?)?,
        Weighting::Critic {} => weigh::critic(&complete(scores)?)?,
        Weighting::Optimised { importance } => {
            let targets = match importance {
                Importance::Equal => vec![1.0; children.len()],
                Importance::Given => given,
            };
            weigh::optimised(&complete(scores)?, &targets, weigh::Importance::SquaredCorrelation)?.weights
        }
    })
}

/// The units that know every child, as rows.
pub(super) fn complete(scores: &[Column]) -> Result<DMatrix<f64>, Refused> {
    let n = scores.first().map_or(0, Vec::len);
    let row = |unit: usize| scores.iter().map(|c| c.get(unit).copied().flatten()).collect::<Option<Vec<f64>>>();
    let rows: Vec<f64> = (0..n).filter_map(row).flatten().collect();
    if rows.is_empty() {
        return Err(Refused::NobodyComplete { children: scores.len() });
    }
    Ok(DMatrix::from_row_slice(rows.len() / scores.len().max(1), scores.len(), &rows))
}
