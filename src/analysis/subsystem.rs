//! The fewest conditions that weights of a set must break: branch and bound over linear programmes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::analysis::segment;
use crate::analysis::weight_set::{Refusal, WeightSet, dot};
use crate::scoring::linear_programme::Relation;

/// A condition counts as broken when it is missed by more, ten times the solver's own tolerance.
pub(crate) const DUST: f64 = 1e-8;

/// A wish `sum coefficient * weight <= limit`, of scale about 1.
pub(crate) struct Wish {
    pub(crate) coefficients: Vec<f64>,
    pub(crate) limit: f64,
}

impl Wish {
    pub(crate) fn excess(&self, weights: &[f64]) -> f64 {
        dot(&self.coefficients, weights) - self.limit
    }

    pub(crate) fn is_broken(&self, weights: &[f64]) -> bool {
        self.excess(weights) > DUST
    }
}

/// The fewest broken wishes lie between `least` and `most`; `weights` break `most` of them.
pub(crate) struct Fewest {
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) weights: Vec<f64>,
}

/// A wish that some weights of the set meet and some break, with the most it can be missed by.
struct Contested<'a> {
    wish: &'a Wish,
    worst: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Open,
    Held,
    Conceded,
}

/// The fewest wishes of `wishes` that weights of the set must break: by a sweep where there are two weights, else by programmes.
pub(crate) fn fewest_broken(set: &WeightSet, wishes: &[Wish], budget: usize) -> Result<Fewest, Refusal> {
    match set.segment()? {
        Some(ends) => Ok(segment::fewest_broken(&ends, wishes, set.highest(&vec![0.0; set.len()])?)),
        None => by_programmes(set, wishes, budget),
    }
}

/// Wishes that a programme of usual size has at the most; its work grows with the square of their number.
const USUAL: usize = 64;

/// Exact unless `budget` programmes do not suffice; then `least` is the bound proved so far and `most` the best weights
/// seen.
///
/// At a node some wishes are held (hard conditions), some conceded, the others pay for their excess in units of the
/// most that they can be missed by: the least total payment is a lower bound of how many of them break (the linear
/// relaxation of the mixed-integer programme with the tightest constants), and the weights that reach it are a
/// candidate. Best bound first. A programme over more than [`USUAL`] contested wishes is charged as its work, the square of how many times
/// as many there are, so that a table of hundreds of units gets its bounds in the time in which a small one gets its ranks.
pub(crate) fn by_programmes(set: &WeightSet, wishes: &[Wish], budget: usize) -> Result<Fewest, Refusal> {
    let mut best = set.highest(&vec![0.0; set.len()])?;
    let (mut certain, mut contested) = (0, Vec::new());
    for wish in wishes {
        let top = set.top(&wish.coefficients)?;
        let reversed: Vec<f64> = wish.coefficients.iter().map(|c| -c).collect();
        if !wish.is_broken(&top) {
            continue;
        }
        if wish.is_broken(&set.top(&reversed)?) {
            certain += 1;
        } else {
            contested.push(Contested { wish, worst: wish.excess(&top) });
        }
    }
    let broken_at = |weights: &[f64]| contested.iter().filter(|c| c.wish.is_broken(weights)).count();
    let mut most = broken_at(&best);
    let mut queue = BinaryHeap::from([Reverse((0, Reverse(0), vec![Fate::Open; contested.len()]))]);
    let mut left = budget;
    let charge = contested.len().div_ceil(USUAL).max(1).pow(2);
    while let Some(Reverse((bound, Reverse(depth), fates))) = queue.pop() {
        if bound >= most {
            break;
        }
        if left == 0 {
            return Ok(Fewest { least: certain + bound, most: certain + most, weights: best });
        }
        left = left.saturating_sub(charge);
        let Some(node) = relax(set, &contested, &fates)? else { continue };
        let conceded = fates.iter().filter(|fate| **fate == Fate::Conceded).count();
        // The payment is a sum of shares; what exceeds a whole number by dust is that number.
        let bound = bound.max(conceded + (node.payment - 1e-6).ceil().max(0.0) as usize);
        let found = broken_at(&node.weights);
        if found < most {
            (most, best) = (found, node.weights.clone());
        }
        let missed = |k: &usize| contested.get(*k).map_or(0.0, |c| c.wish.excess(&node.weights) / c.worst);
        let open = (0..contested.len()).filter(|k| fates.get(*k) == Some(&Fate::Open) && missed(k) > 0.0);
        let Some(branch) = open.max_by(|a, b| missed(a).total_cmp(&missed(b))) else { continue };
        if bound >= most {
            continue;
        }
        for fate in [Fate::Held, Fate::Conceded] {
            let mut child = fates.clone();
            if let Some(cell) = child.get_mut(branch) {
                *cell = fate;
            }
            let floor = bound.max(conceded + usize::from(fate == Fate::Conceded));
            queue.push(Reverse((floor, Reverse(depth + 1), child)));
        }
    }
    Ok(Fewest { least: certain + most, most: certain + most, weights: best })
}

struct Relaxed {
    payment: f64,
    weights: Vec<f64>,
}

fn relax(set: &WeightSet, contested: &[Contested], fates: &[Fate]) -> Result<Option<Relaxed>, Refusal> {
    let mut programme = set.programme(vec![0.0; set.len()]);
    programme.extend(fates.iter().filter(|fate| **fate == Fate::Open).count(), -1.0, (0.0, 1.0));
    let mut payers = set.len()..;
    for (row, fate) in contested.iter().zip(fates) {
        let pays: Option<(usize, f64)> = match fate {
            Fate::Conceded => continue,
            Fate::Held => None,
            Fate::Open => payers.next().map(|payer| (payer, -row.worst)),
        };
        programme.constrain(&row.wish.coefficients, pays.as_slice(), Relation::AtMost, row.wish.limit);
    }
    Ok(set.solve(&programme)?.map(|(paid, weights)| Relaxed { payment: -paid, weights }))
}
