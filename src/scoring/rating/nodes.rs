//! Fills the nodes of a rating from its leaves: scores, coverage and weights; what is refused is reported by the user's
//! own words.

use super::combine::{Stop, Workings};
use super::leaves::Leaves;
use super::scheme::Scheme;
use super::{Keep, Rating, Refused, RefusedAt, Weights, handed, set};
use crate::model::Index;
use crate::model::Units;
use crate::model::framework::Aggregation;
use crate::model::tree;

/// Fills the scores, coverage and weights of the units of one scope.
pub(super) fn fill(
    index: &Index,
    units: &Units,
    scope: &[usize],
    rating: &mut Rating,
    keep: Keep,
    refused: &mut Vec<RefusedAt>,
) {
    let all = rating.rows();
    let scheme = Scheme::of(&index.nodes);
    let places: Vec<usize> = (0..rating.indicators.len()).collect();
    let logs = scheme.methods().any(|m| m == Aggregation::Geometric {});
    let leaves = Leaves::of(rating, scope, &places, places.len(), logs);
    for (id, values) in rating.indicators.iter().zip(&mut rating.steps.normalised) {
        if let (Some(scores), Some(coverage)) = (rating.scores.get_mut(id.0), rating.coverage.get_mut(id.0)) {
            for unit in scope {
                let known = values.get(*unit).copied().flatten().is_some();
                if let Some(cell) = coverage.get_mut(*unit) {
                    *cell = f64::from(u8::from(known));
                }
            }
            set(scores, scope, handed(values, scope, keep), all);
        }
    }
    let mut workings = Workings::default();
    workings.begin(&scheme, &leaves);
    let mut shares = vec![1.0; index.nodes.len()];
    for (i, branch) in scheme.branches.iter().enumerate() {
        let stopped = scheme.fold(i, &leaves, &mut workings).err();
        let unweighed = matches!(stopped, Some(Stop::Weights(_)));
        let children = &scheme.children[branch.family()];
        if let Some(stop) = stopped {
            let codes: Vec<&str> = children.iter().map(|c| index.node(*c).code.as_str()).collect();
            let unit = |u: usize| scope.get(u).and_then(|r| units.rows.get(*r)).map_or_else(String::new, |r| r.label());
            let (step, why) = words(stop, &codes, workings.known(), unit);
            refused.push(RefusedAt { path: tree::path(&index.nodes, branch.node), step, refused: why });
        }
        if unweighed {
            continue;
        }
        let own = &workings.weights[branch.family()];
        let total: f64 = own.iter().sum();
        for (child, w) in children.iter().zip(own) {
            if let Some(share) = shares.get_mut(child.0) {
                *share = *w / total;
            }
        }
        let (node, scores) = (branch.node.0, workings.scores(i));
        let found: Vec<Option<f64>> = scores.iter().map(|z| Some(*z).filter(|z| !z.is_nan())).collect();
        if let Some(column) = rating.scores.get_mut(node) {
            set(column, scope, found, all);
        }
        for (unit, row) in scope.iter().enumerate() {
            let cell = rating.coverage.get_mut(node).and_then(|c| c.get_mut(*row));
            if let (Some(cell), Some(covered)) = (cell, workings.coverage(i).get(unit)) {
                *cell = *covered;
            }
            let cell = rating.applies.get_mut(node).and_then(|c| c.get_mut(*row));
            if let (Some(cell), Some(applies)) = (cell, workings.applies(i).get(unit)) {
                *cell = *applies;
            }
        }
    }
    rating.weights.push(Weights { units: scope.to_vec(), shares });
}

/// The step and the reason, units and children by their codes.
fn words(stop: Stop, codes: &[&str], known: &[usize], unit: impl Fn(usize) -> String) -> (&'static str, Refused) {
    match stop {
        Stop::Weights(why) => ("weights", why.among(codes, unit)),
        Stop::Whole(why) => ("aggregation", why.among(codes, unit)),
        Stop::Unit(place, why) => {
            let codes: Vec<&str> = known.iter().filter_map(|i| codes.get(*i).copied()).collect();
            let why = Refused::from(why).among(&codes, &unit);
            ("aggregation", Refused::OfUnit { unit: unit(place), source: Box::new(why) })
        }
        Stop::Turned(child) => {
            let child = codes.get(child).copied().unwrap_or_default().to_owned();
            ("aggregation", Refused::Undesirable { child })
        }
        Stop::Stranger(child, place) => {
            let child = codes.get(child).copied().unwrap_or_default().to_owned();
            ("aggregation", Refused::Inapplicable { child, unit: unit(place) })
        }
    }
}
