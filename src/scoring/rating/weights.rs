//! The weights of a node's children, from what is stated or from the units.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::{Column, Refused, RefusedAt};
use crate::model::framework::{Framework, Node, NodeId, NodeKind, Weight};
use crate::model::method::{Importance, Weighting};
use crate::model::{DeclaredFramework, tree};
use crate::scoring::weigh;
use crate::scoring::weigh::{Criterion, FactorCount, Families};

/// Weights in the order of the children that no unit moves: as stated; nothing where they are fitted.
pub(super) fn stated(nodes: &[Node], by: &Weighting, children: &[NodeId]) -> Option<Result<Vec<f64>, Refused>> {
    let below = || children.iter().filter_map(|c| nodes.get(c.0));
    // A single child has all the weight, whatever the method.
    if children.len() > 1 {
        let codes: Vec<&str> = below().map(|n| n.code.as_str()).collect();
        if let Some(stated) = unfitted(by, &codes) {
            return Some(stated);
        }
        if by.is_fitted() {
            return None;
        }
    }
    Some(Ok(given(nodes, children)))
}

/// What each child states.
pub(super) fn given(nodes: &[Node], children: &[NodeId]) -> Vec<f64> {
    children.iter().filter_map(|c| nodes.get(c.0)).map(|n| n.weight.get()).collect()
}

/// Weights fitted on the units that know every child, which sum to 1; `given` is what the children state.
pub(super) fn fitted(by: &Weighting, given: &[f64], scores: &[Column]) -> Result<Vec<f64>, Refused> {
    Ok(match by {
        Weighting::Pca {} => weigh::principal_component(&complete(scores)?)?,
        Weighting::FactorAnalysis { factors } => {
            let count = factors.map_or(FactorCount::Rule(weigh::HANDBOOK_RULE), FactorCount::Given);
            weigh::factor_analysis(&complete(scores)?, count)?.weights
        }
        Weighting::Entropy {} => weigh::entropy(&complete(scores)?)?,
        Weighting::Critic {} => weigh::critic(&complete(scores)?)?,
        Weighting::Optimised { importance, tolerance: 0.0, .. } => {
            let targets = targets(*importance, given);
            weigh::optimised(&complete(scores)?, &targets, weigh::Importance::SquaredCorrelation)?.weights
        }
        Weighting::Optimised { .. } => {
            let n = given.len();
            let families = Families { of: vec![0; n], shares: vec![1.0], counted: vec![true; n] };
            within_composite(by, given, &complete(scores)?, &families)?
        }
        Weighting::Infomax { .. } => weigh::infomax(&complete(scores)?)?.weights,
        _ => given.to_vec(),
    })
}

fn targets(importance: Importance, given: &[f64]) -> Vec<f64> {
    match importance {
        Importance::Equal => vec![1.0; given.len()],
        Importance::Given => given.to_vec(),
    }
}

/// Weights inside families by the correlations with what they make up together; `given` is what each child states.
pub(super) fn within_composite(
    by: &Weighting,
    given: &[f64],
    data: &DMatrix<f64>,
    families: &Families,
) -> Result<Vec<f64>, weigh::Refusal> {
    let targets = match by {
        Weighting::Optimised { importance, .. } => targets(*importance, given),
        _ => Vec::new(),
    };
    let criterion = match by {
        Weighting::Optimised { tolerance, .. } => Criterion::Balance {
            targets: &targets,
            importance: weigh::Importance::SquaredCorrelation,
            tolerance: *tolerance,
        },
        _ => Criterion::Information,
    };
    Ok(weigh::within_composite(data, families, criterion)?.weights)
}

/// Weights that somebody states, which no unit moves; nothing where each child states its own or they are fitted.
fn unfitted(by: &Weighting, codes: &[&str]) -> Option<Result<Vec<f64>, Refused>> {
    Some(match by {
        Weighting::Equal {} => weigh::equal(codes.len()).map_err(Refused::from),
        Weighting::Budget { points } => {
            let row = |expert: &BTreeMap<String, f64>| -> Vec<f64> {
                codes.iter().map(|c| expert.get(*c).copied().unwrap_or(0.0)).collect()
            };
            let rows: Vec<Vec<f64>> = points.iter().map(row).collect();
            let total = rows.first().map_or(0.0, |r| r.iter().sum());
            weigh::budget_allocation(&rows, total).map_err(Refused::from)
        }
        Weighting::Ahp { order, matrix, consistency } => {
            let n = order.len();
            let cell = |i: usize, j: usize| matrix.get(i).and_then(|r| r.get(j)).copied().unwrap_or(0.0);
            let found = match weigh::pairwise(&DMatrix::from_fn(n, n, cell), *consistency) {
                Ok(found) => found,
                Err(why) => return Some(Err(why.into())),
            };
            let weight =
                |code: &&str| order.iter().zip(&found.weights).find(|(c, _)| c == code).map_or(0.0, |(_, w)| *w);
            Ok(codes.iter().map(weight).collect())
        }
        _ => return None,
    })
}

/// The framework with its stated weights (equal, experts' budgets, pairwise comparisons) at the children, where a score
/// card looks for them.
///
/// Worked example: (60, 40) and (20, 80) of 100 points become 0.4 and 0.6. Refused with the node's path: points that do
/// not add up, comparisons that contradict each other, a weight of 0.
pub fn settle(declared: DeclaredFramework) -> Result<Framework, Unsettled> {
    declared.weighted_by(put_stated_weights).map_err(Unsettled)
}

/// Why a framework's stated weights are none: every refusal, each with its node.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.iter().map(RefusedAt::to_string).collect::<Vec<_>>().join("; "))]
pub struct Unsettled(pub Vec<RefusedAt>);

/// Puts the weights that methods state at the children of a tree; see [`settle`].
pub fn put_stated_weights(nodes: &mut [Node]) -> Result<(), Vec<RefusedAt>> {
    let mut refused = Vec::new();
    for id in 0..nodes.len() {
        let Some(NodeKind::Composite { weighting, children, .. }) = nodes.get(id).map(|n| n.kind.clone()) else {
            continue;
        };
        let codes: Vec<String> = children.iter().filter_map(|c| nodes.get(c.0)).map(|n| n.code.clone()).collect();
        let names: Vec<&str> = codes.iter().map(String::as_str).collect();
        let path = tree::path(nodes, NodeId(id));
        let refuse = |why: Refused| RefusedAt { path: path.clone(), step: "weights", refused: why };
        match unfitted(&weighting, &names) {
            None => {}
            Some(Err(why)) => refused.push(refuse(why.among(&names, |unit| unit.to_string()))),
            Some(Ok(weights)) => {
                for (child, w) in children.iter().zip(weights) {
                    match (Weight::new(w), nodes.get_mut(child.0)) {
                        (Some(w), Some(node)) => node.weight = w,
                        (None, Some(node)) => refused.push(refuse(Refused::NoWeight { node: node.code.clone() })),
                        (_, None) => {}
                    }
                }
                if let Some(NodeKind::Composite { weighting, .. }) = nodes.get_mut(id).map(|n| &mut n.kind) {
                    *weighting = Weighting::Given {};
                }
            }
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(refused) }
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
