//! The smallest changes by which one unit overtakes another.

use super::error::WeightError;
use super::frame::{Frame, Shape};
use super::scored_tree::ScoredTree;
use super::values::{NeededValue, needed};
use crate::statistics::attainable::Mean;
use crate::statistics::swap::{Reweighting, UnitPair};
use crate::statistics::weight_set::{Refusal, WeightSet};

/// One weight changed, the others rescaled in proportion, until two units are level.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleWeight {
    /// Place among the parts.
    pub part: usize,
    pub now: f64,
    pub needed: f64,
    /// All weights then.
    pub weights: Vec<f64>,
    /// Whether they lie in the declared set.
    pub declared: bool,
}

/// What brings two units level; any more of the same swaps them.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtaking {
    /// Places among the units of the tree.
    pub ahead: usize,
    pub behind: usize,
    /// Their scores by the present weights.
    pub scores: (f64, f64),
    /// The least weight that must move, within the declared set; `None` where no weights of the set will do.
    pub declared: Option<Reweighting>,
    /// The same with any weights.
    pub any: Option<Reweighting>,
    /// The smallest change first; parts for which no weight will do are left out.
    pub single: Vec<SingleWeight>,
    /// Of the unit behind: the smallest change first, what its scale does not reach last.
    pub values: Vec<NeededValue>,
}

/// How `behind` (a unit of the tree) comes level with `ahead`.
///
/// Worked number: (6, 4) against (4, 5) with equal weights: a sixth of the weight moves, or one weight becomes 1/3 (the
/// other 2/3), or the unit behind has 5 in the first or 6 in the second part.
pub fn overtaking(
    tree: &ScoredTree<'_>,
    frame: &Frame,
    ahead: usize,
    behind: usize,
) -> Result<Overtaking, WeightError> {
    let Shape::Sum(sum) = &frame.shape else { return Err(WeightError::NoShift) };
    let row = |unit: usize| {
        let place = frame.row(unit).ok_or(Refusal::NoSuchUnit { unit })?;
        sum.values.get(place).ok_or(Refusal::NoSuchUnit { unit })
    };
    let label = |unit: usize| tree.units.get(unit).map_or_else(String::new, |u| u.label());
    let pair = UnitPair::new(row(ahead)?, row(behind)?, &frame.weights, Mean::Arithmetic).map_err(|e| match e {
        Refusal::NotAhead { .. } => WeightError::NotAhead { ahead: label(ahead), behind: label(behind) },
        other => other.into(),
    })?;
    let least = |set: &WeightSet| match pair.least_reweighting(set) {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::NeverLevel) => Ok(None),
        Err(other) => Err(other),
    };
    let single = (pair.one_weight().into_iter().zip(&frame.weights).enumerate())
        .filter_map(|(part, (needed, now))| {
            let needed = needed?;
            let rest = (1.0 - needed) / (1.0 - now);
            let weights: Vec<f64> =
                frame.weights.iter().enumerate().map(|(j, w)| if j == part { needed } else { w * rest }).collect();
            let declared = sum.set.holds(&weights);
            Some(SingleWeight { part, now: *now, needed, weights, declared })
        })
        .collect();
    let of = frame.variation.of;
    let score = |unit: usize| tree.units.get(unit).and_then(|u| u.score(of)).ok_or(Refusal::NoSuchUnit { unit });
    let scores = (score(ahead)?, score(behind)?);
    let values = tree.units.get(behind).map_or_else(Vec::new, |unit| needed(tree, unit, of, scores.0));
    let mut found = Overtaking {
        ahead,
        behind,
        scores,
        declared: least(&sum.set)?,
        any: least(&WeightSet::simplex(frame.parts.len())?)?,
        single,
        values,
    };
    found
        .single
        .sort_by(|a, b| (a.needed - a.now).abs().total_cmp(&(b.needed - b.now).abs()).then(a.part.cmp(&b.part)));
    found.values.sort_by(|a, b| {
        b.reachable.cmp(&a.reachable).then(a.change().total_cmp(&b.change())).then(a.node.cmp(&b.node))
    });
    Ok(found)
}

impl Overtaking {
    /// The smallest change of one indicator that its scale allows.
    pub fn indicator(&self) -> Option<&NeededValue> {
        self.values.iter().find(|v| v.indicator && v.reachable)
    }

    /// The smallest change of one of these nodes that its scale allows.
    pub fn part(&self, parts: &[crate::model::framework::NodeId]) -> Option<&NeededValue> {
        self.values.iter().find(|v| parts.contains(&v.node) && v.reachable)
    }
}
