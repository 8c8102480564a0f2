//! Node rules that hold a unit against the best of the others: benefit of the doubt in its forms, and order-m
//! frontiers.

use nalgebra::DMatrix;

use super::{Column, Refused, at, put, weights};
use crate::model::framework::Aggregation;
use crate::model::method::{BodBounds, Robust};
use crate::scoring::benefit_of_the_doubt as doubt;
use crate::scoring::benefit_of_the_doubt::{Evaluation, Refusal, Restriction};

/// The children of a node, as a rule for whole tables takes them.
pub(super) struct Family<'a> {
    pub(super) columns: &'a [Column],
    pub(super) weights: &'a [f64],
    /// Which of them rise as they get worse.
    pub(super) undesirable: &'a [bool],
}

/// What weights a radial benefit of the doubt may choose; nothing for its other forms.
pub fn radial(bounds: BodBounds, weights: &[f64]) -> Option<Result<Restriction, Refusal>> {
    let alike = |low: f64, high: f64| (vec![low; weights.len()], vec![high; weights.len()]);
    Some(Ok(match bounds {
        BodBounds::Free {} => Restriction::Free,
        BodBounds::Weights { low, high } => {
            let (lower, upper) = alike(low, high);
            Restriction::WeightShares { lower, upper }
        }
        BodBounds::Multiples { low, high } => return Some(doubt::relative_to(weights, low, high)),
        BodBounds::Shares { low, high } => {
            let (lower, upper) = alike(low, high);
            Restriction::PieShares { lower, upper }
        }
        _ => return None,
    }))
}

/// The scores of the units that count and know every child; the others have none, since a frontier has no place for a
/// missing value.
pub(super) fn frontier(method: Aggregation, family: &Family<'_>, counts: &[bool]) -> Result<Column, Refused> {
    let known = |unit: &usize| family.columns.iter().all(|c| c.get(*unit).copied().flatten().is_some());
    let units: Vec<usize> = (0..counts.len()).filter(|u| counts.get(*u) == Some(&true)).filter(known).collect();
    let data = weights::complete(&family.columns.iter().map(|c| at(c, &units)).collect::<Vec<_>>())?;
    let found = match method {
        Aggregation::BenefitOfTheDoubt { bounds, robust } => of_bounds(bounds, robust, &data, family),
        Aggregation::GeometricBenefitOfTheDoubt { low, high } => {
            doubt::geometric(&data, &vec![low; data.ncols()], &vec![high; data.ncols()])
        }
        Aggregation::OrderM { m, directional } => {
            let largest = family.weights.iter().copied().fold(0.0, f64::max);
            let scaled: Vec<f64> = family.weights.iter().map(|w| if directional { w / largest } else { 1.0 }).collect();
            doubt::order_m(&data, m, &scaled)
        }
        // The others look at the table in other ways.
        _ => return Ok(vec![None; counts.len()]),
    };
    let scores: Column = found?.into_iter().map(Some).collect();
    let mut column = vec![None; counts.len()];
    put(&mut column, &units, &scores);
    Ok(column)
}

fn of_bounds(
    bounds: BodBounds,
    robust: Option<Robust>,
    data: &DMatrix<f64>,
    family: &Family<'_>,
) -> Result<Vec<f64>, Refusal> {
    let n = data.ncols();
    let proportions = |low: f64, high: f64, ordered: bool| {
        let (lower, upper) = (vec![low; n], vec![high; n]);
        Restriction::Proportions { lower, upper, order: if ordered { family.weights.to_vec() } else { Vec::new() } }
    };
    let restriction = match bounds {
        BodBounds::Proportions { low, high, ordered } => proportions(low, high, ordered),
        BodBounds::Directional {} => {
            return match robust {
                Some(robust) => doubt::directional_against_samples(data, family.weights, robust),
                None => doubt::directional(data, family.weights).map(scores_of),
            };
        }
        BodBounds::Multidirectional {} => {
            return Ok(doubt::multidirectional(data)?.into_iter().map(|p| p.score).collect());
        }
        BodBounds::Undesirable { low, high, ordered, returns } => {
            let restriction = proportions(low, high, ordered);
            return match robust {
                Some(robust) => {
                    doubt::undesirable_against_samples(data, family.undesirable, &restriction, returns, robust)
                }
                None => doubt::undesirable(data, family.undesirable, &restriction, returns),
            };
        }
        radial_bounds => match radial(radial_bounds, family.weights) {
            Some(found) => found?,
            None => Restriction::Free,
        },
    };
    match robust {
        Some(robust) => doubt::scores_against_samples(data, &restriction, robust),
        None => doubt::scores(data, &restriction).map(scores_of),
    }
}

fn scores_of(found: Vec<Evaluation>) -> Vec<f64> {
    found.into_iter().map(|e| e.score).collect()
}
