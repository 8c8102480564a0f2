//! One unit of a rated table: where it stands at every node, what each part adds to its score, and how each value came
//! about.

use std::collections::HashMap;

use crate::analysis::standing::standings;
use crate::analysis::weight_robustness::ScoredTree;
use crate::model::framework::{Aggregation, NodeId, NodeKind};
use crate::model::{Index, Units};
use crate::scoring::Rating;

/// A node as one unit has it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitNode {
    pub node: NodeId,
    /// Steps below the root.
    pub depth: usize,
    pub score: Option<f64>,
    /// Among the units of the same year that have a score here.
    pub rank: Option<f64>,
    pub of: usize,
    /// Its real share in its parent's score, after what is missing was left out.
    pub share: f64,
    /// The points it adds to the root's score; nothing where a rule on the way up is no weighted arithmetic mean.
    pub adds: Option<f64>,
    /// These points less those of the other unit, or less their mean over all units with a score at the root.
    pub ahead: Option<f64>,
}

/// An indicator's value, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitValue {
    pub indicator: NodeId,
    pub raw: Option<f64>,
    /// After division by its size.
    pub denominated: Option<f64>,
    /// Whether imputation filled it.
    pub filled: bool,
    pub treated: Option<f64>,
    pub score: Option<f64>,
}

/// What stands behind the scores of one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitAccount {
    pub row: usize,
    /// The row it is set against; nothing for the mean of all units.
    pub against: Option<usize>,
    pub screened_out: bool,
    /// Parents before their children; all below the node that was asked for, and that node.
    pub nodes: Vec<UnitNode>,
    pub values: Vec<UnitValue>,
}

/// The account of the unit in `row` below `top`: COINr's `get_unit_summary`, and what makes the difference to another
/// unit or to the mean.
///
/// Where every rule from a node up to the root is a weighted arithmetic mean, the node adds the product of its score and
/// the shares on the way up; the points of all indicators below a node sum to those of the node. Worked example: shares
/// 0.5 and 0.5, scores 60 and 80: 30 and 40 points, 70 together.
pub fn unit_account(
    index: &Index,
    units: &Units,
    rating: &Rating,
    (row, against): (usize, Option<usize>),
    top: NodeId,
) -> UnitAccount {
    let ranks = standings(units, rating);
    let points = Points::of(index, units, rating);
    let year = units.rows.get(row).and_then(|unit| unit.year);
    let same_year: Vec<usize> =
        (0..units.rows.len()).filter(|r| units.rows.get(*r).is_some_and(|unit| unit.year == year)).collect();
    let root = crate::model::tree::ancestors(&index.nodes, top).last().unwrap_or(top);
    let scored = |r: &usize| rating.scores_of(root).get(*r).copied().flatten().is_some();
    let others: Vec<usize> = same_year.iter().copied().filter(scored).collect();
    let depth = |id: NodeId| crate::model::tree::ancestors(&index.nodes, id).count().saturating_sub(1);
    let below = |id: &NodeId| crate::model::tree::ancestors(&index.nodes, *id).any(|above| above == top);
    let nodes = (0..index.nodes.len()).map(NodeId).filter(below).map(|node| {
        let scores = rating.scores_of(node);
        let score = |r: usize| scores.get(r).copied().flatten();
        let adds = points.adds(node, row, score(row));
        let other = match against {
            Some(other) => points.adds(node, other, score(other)),
            None => {
                let all: Option<Vec<f64>> = others.iter().map(|r| points.adds(node, *r, score(*r))).collect();
                all.filter(|all| !all.is_empty()).map(|all| all.iter().sum::<f64>() / all.len() as f64)
            }
        };
        UnitNode {
            node,
            depth: depth(node),
            score: score(row),
            rank: ranks.get(node.0).and_then(|column| column.get(row)).copied().flatten(),
            of: same_year.iter().filter(|r| score(**r).is_some()).count(),
            share: points.share(node, row),
            adds,
            ahead: adds.zip(other).map(|(own, other)| own - other),
        }
    });
    let at = |columns: &[Vec<Option<f64>>], place: usize| columns.get(place)?.get(row).copied().flatten();
    let steps = &rating.steps;
    let values = rating.indicators.iter().enumerate().filter(|(_, id)| below(id)).map(|(place, id)| UnitValue {
        indicator: *id,
        raw: at(&steps.raw, place),
        denominated: at(&steps.denominated, place),
        filled: rating.filled.iter().any(|f| f.indicator == *id && f.unit == row),
        treated: at(&steps.treated, place),
        score: at(&steps.normalised, place),
    });
    UnitAccount { row, against, screened_out: !rating.kept(row), nodes: nodes.collect(), values: values.collect() }
}

/// The real shares of every row's nodes.
struct Points<'a> {
    index: &'a Index,
    /// By row, then by node.
    shares: Vec<Vec<f64>>,
}

impl<'a> Points<'a> {
    fn of(index: &'a Index, units: &Units, rating: &Rating) -> Self {
        let mut shares = vec![Vec::new(); units.rows.len()];
        let trees = ScoredTree::of_rating(index, units, rating);
        let rows = units.rows.iter().enumerate().map(|(row, unit)| ((unit.code.as_str(), unit.year), row));
        let rows: HashMap<(&str, Option<i32>), usize> = rows.collect();
        for entry in trees.iter().flat_map(|tree| &tree.units) {
            let row = rows.get(&(entry.code.as_str(), entry.year));
            if let Some(own) = row.and_then(|row| shares.get_mut(*row)) {
                own.clone_from(&entry.used);
            }
        }
        Points { index, shares }
    }

    fn share(&self, node: NodeId, row: usize) -> f64 {
        self.shares.get(row).and_then(|shares| shares.get(node.0)).copied().unwrap_or(0.0)
    }

    /// What the node adds to the root's score; 0 where it has no score and so no share.
    fn adds(&self, node: NodeId, row: usize, score: Option<f64>) -> Option<f64> {
        let mut product = score.unwrap_or(0.0);
        let mut at = node;
        while let Some(parent) = self.index.node(at).parent {
            match &self.index.node(parent).kind {
                NodeKind::Composite { aggregation: Aggregation::Arithmetic {}, .. } => product *= self.share(at, row),
                _ => return None,
            }
            at = parent;
        }
        Some(product)
    }
}
