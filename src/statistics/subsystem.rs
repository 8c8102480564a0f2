//! The fewest conditions that weights of a set must break: branch and bound over linear programmes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::statistics::condition::{Condition, Fewest};
use crate::statistics::linear_programme::Relation;
use crate::statistics::segment;
use crate::statistics::weight_set::{Refusal, WeightSet};

/// A condition that some weights of the set meet and some break, with the most it can be missed by.
struct Contested<'a> {
    condition: &'a Condition,
    worst: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Decision {
    Open,
    Held,
    GivenUp,
}

/// The fewest conditions of `conditions` that weights of the set must break: by a sweep where there are two weights, else by programmes.
pub(crate) fn fewest_broken(set: &WeightSet, conditions: &[Condition], budget: usize) -> Result<Fewest, Refusal> {
    match set.segment()? {
        Some(ends) => Ok(segment::fewest_broken(&ends, conditions, set.highest(&vec![0.0; set.len()])?)),
        None => by_programmes(set, conditions, budget),
    }
}

/// Wishes that a programme of usual size has at the most; its work grows with the square of their number.
const USUAL: usize = 64;

/// Exact unless `budget` programmes do not suffice; then `least` is the bound proved so far and `most` the best weights
/// seen.
///
/// At a node some conditions are held (hard conditions), some given up, the others pay for their excess in units of the
/// most that they can be missed by: the least total payment is a lower bound of how many of them break (the linear
/// relaxation of the mixed-integer programme with the tightest constants), and the weights that reach it are a
/// candidate. Best bound first. A programme over more than [`USUAL`] contested conditions is charged as its work, the square of how many times
/// as many there are, so that a table of hundreds of units gets its bounds in the time in which a small one gets its ranks.
pub(crate) fn by_programmes(set: &WeightSet, conditions: &[Condition], budget: usize) -> Result<Fewest, Refusal> {
    let mut best = set.highest(&vec![0.0; set.len()])?;
    let (mut certain, mut contested) = (0, Vec::new());
    for condition in conditions {
        let top = set.top(&condition.coefficients)?;
        let reversed: Vec<f64> = condition.coefficients.iter().map(|c| -c).collect();
        if !condition.is_broken(&top) {
            continue;
        }
        if condition.is_broken(&set.top(&reversed)?) {
            certain += 1;
        } else {
            contested.push(Contested { condition, worst: condition.excess(&top) });
        }
    }
    let broken_at = |weights: &[f64]| contested.iter().filter(|c| c.condition.is_broken(weights)).count();
    let mut most = broken_at(&best);
    let mut queue = BinaryHeap::from([Reverse((0, Reverse(0), vec![Decision::Open; contested.len()]))]);
    let mut left = budget;
    let charge = contested.len().div_ceil(USUAL).max(1).pow(2);
    while let Some(Reverse((bound, Reverse(depth), decisions))) = queue.pop() {
        if bound >= most {
            break;
        }
        if left == 0 {
            return Ok(Fewest { least: certain + bound, most: certain + most, weights: best });
        }
        left = left.saturating_sub(charge);
        let Some(node) = relax(set, &contested, &decisions)? else { continue };
        let given_up = decisions.iter().filter(|decision| **decision == Decision::GivenUp).count();
        // The payment is a sum of shares; what exceeds a whole number by rounding error is that number.
        let bound = bound.max(given_up + (node.payment - 1e-6).ceil().max(0.0) as usize);
        let found = broken_at(&node.weights);
        if found < most {
            (most, best) = (found, node.weights.clone());
        }
        let missed = |k: &usize| contested.get(*k).map_or(0.0, |c| c.condition.excess(&node.weights) / c.worst);
        let open = (0..contested.len()).filter(|k| decisions.get(*k) == Some(&Decision::Open) && missed(k) > 0.0);
        let Some(branch) = open.max_by(|a, b| missed(a).total_cmp(&missed(b))) else { continue };
        if bound >= most {
            continue;
        }
        for decision in [Decision::Held, Decision::GivenUp] {
            let mut child = decisions.clone();
            if let Some(cell) = child.get_mut(branch) {
                *cell = decision;
            }
            let floor = bound.max(given_up + usize::from(decision == Decision::GivenUp));
            queue.push(Reverse((floor, Reverse(depth + 1), child)));
        }
    }
    Ok(Fewest { least: certain + most, most: certain + most, weights: best })
}

struct Relaxed {
    payment: f64,
    weights: Vec<f64>,
}

fn relax(set: &WeightSet, contested: &[Contested], decisions: &[Decision]) -> Result<Option<Relaxed>, Refusal> {
    let mut programme = set.programme(vec![0.0; set.len()]);
    programme.extend(decisions.iter().filter(|decision| **decision == Decision::Open).count(), -1.0, (0.0, 1.0));
    let mut payers = set.len()..;
    for (row, decision) in contested.iter().zip(decisions) {
        let pays: Option<(usize, f64)> = match decision {
            Decision::GivenUp => continue,
            Decision::Held => None,
            Decision::Open => payers.next().map(|payer| (payer, -row.worst)),
        };
        programme.constrain(&row.condition.coefficients, pays.as_slice(), Relation::AtMost, row.condition.limit);
    }
    Ok(set.solve(&programme)?.map(|(paid, weights)| Relaxed { payment: -paid, weights }))
}
