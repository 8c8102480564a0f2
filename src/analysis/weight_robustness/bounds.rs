//! Best and worst attainable score and rank of the units of a frame.

use rayon::prelude::*;

use super::error::WeightError;
use super::frame::{Frame, Shape, Sum};
use super::product;
use super::scored_tree::ScoredTree;
use super::ties::{ranks, spread};
use crate::statistics::attainable::{Attainable, Mean, ScoreBound, TIE, attainable};
use crate::statistics::weight_set::dot;

/// One unit: where it stands, and where it can stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its place among the units of the tree.
    pub unit: usize,
    pub score: f64,
    /// Among the complete units, by the present weights: 1 + the number of better ones.
    pub rank: usize,
    pub can: Attainable,
}

impl Standing {
    /// The ranks it can have, where both ends are proved.
    pub fn exact(&self) -> Option<(usize, usize)> {
        Some((self.can.best.exact()?, self.can.worst.exact()?))
    }

    /// Whether its rank is the same whatever the weights.
    pub fn is_fixed(&self) -> bool {
        self.can.best.low == self.can.worst.high
    }
}

/// The standings of the units named (all complete ones where none is), best present rank first.
///
/// Exact for one weighted sum on some scale ([`attainable`]), within `budget` programmes for each rank; a geometric
/// mean of arithmetic ones with all weights varying has exact scores, and bounds on ranks that hold. Worked number:
/// scores (1, 0), (0, 1) and (0.4, 0.4) with any weights: the third unit's rank is 2 to 3. Units are shared out among
/// threads; `tick` is called for each that is done.
pub fn standings(
    tree: &ScoredTree<'_>,
    frame: &Frame,
    wanted: &[usize],
    budget: usize,
    tick: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Standing>, WeightError> {
    let chosen = |unit: &usize| wanted.is_empty() || wanted.contains(unit);
    let rows: Vec<usize> = (0..frame.units.len()).filter(|row| frame.units.get(*row).is_some_and(chosen)).collect();
    let found = match &frame.shape {
        Shape::Sum(sum) => of_sum(frame, sum, &rows, budget, tick)?,
        Shape::Product(product) => product::bounds(product, &rows)?,
    };
    let mut standings: Vec<Standing> = rows
        .iter()
        .zip(found)
        .filter_map(|(row, (rank, can))| {
            let unit = *frame.units.get(*row)?;
            let score = tree.units.get(unit)?.score(frame.variation.of)?;
            Some(Standing { unit, score, rank, can })
        })
        .collect();
    standings.sort_by(|a, b| a.rank.cmp(&b.rank).then(b.score.total_cmp(&a.score)).then(a.unit.cmp(&b.unit)));
    Ok(standings)
}

fn of_sum(
    frame: &Frame,
    sum: &Sum,
    rows: &[usize],
    budget: usize,
    tick: &(dyn Fn(usize) + Sync),
) -> Result<Vec<(usize, Attainable)>, WeightError> {
    let table: Vec<Vec<Option<f64>>> = sum.values.iter().map(|row| row.iter().map(|v| Some(*v)).collect()).collect();
    let totals: Vec<f64> = sum.values.iter().map(|row| dot(row, &frame.weights)).collect();
    let ranks = ranks(&totals, TIE * spread(sum.values.iter().flatten()));
    let one = |row: &usize| {
        let found = attainable(&table, Mean::Arithmetic, &sum.set, *row, budget)?;
        let score = |bound: ScoreBound| ScoreBound { score: sum.score(bound.score), ..bound };
        tick(1);
        let can = Attainable { lowest: score(found.lowest), highest: score(found.highest), ..found };
        Ok((ranks.get(*row).copied().unwrap_or_default(), can))
    };
    // The first error in the order of the units, not in that of the threads.
    let found: Vec<Result<(usize, Attainable), WeightError>> = rows.par_iter().map(one).collect();
    found.into_iter().collect()
}
