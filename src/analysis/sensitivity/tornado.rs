//! One factor at a time: how far it moves a result while everything else stays as the framework has it.

use rayon::prelude::*;

use crate::analysis::multiverse::{FactorKind, Multiverse, headline, middle_of, width};
use crate::analysis::uncertainty::spread;

/// What one factor does to each unit's headline (GAP of partnerships, the ranked score of other units).
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The factor's place.
    pub factor: usize,
    /// By unit: the least and the largest value over the levels of a discrete factor; over the others from the 5th to the 95th
    /// percentile. Nothing where no run gave a value.
    pub ends: Vec<Option<(f64, f64)>>,
    /// By unit: whether the sign of a nominal gap is another in some of the runs.
    pub turns: Vec<bool>,
    /// Runs, and those that could not be computed.
    pub runs: usize,
    pub failed: usize,
}

/// Coordinates of a factor that is not discrete, evenly over the unit interval.
pub const STEPS: usize = 100;

/// Every factor's swing, in the order of the factors.
pub fn tornado<M: Multiverse>(multiverse: &M, nominal: &[f64]) -> Vec<Swing> {
    let all = multiverse.factors();
    all.par_iter().enumerate().map(|(factor, _)| swing(multiverse, nominal, factor)).collect()
}

fn swing<M: Multiverse>(multiverse: &M, nominal: &[f64], factor: usize) -> Swing {
    let factors = multiverse.factors();
    let outputs = multiverse.outputs();
    let headline = headline(multiverse);
    let discrete = match factors.get(factor).map(|f| &f.kind) {
        Some(FactorKind::Discrete { levels, .. }) => Some(levels.len()),
        _ => None,
    };
    let steps = discrete.unwrap_or(STEPS);
    let (mut workspace, mut row) = (multiverse.workspace(), vec![f64::NAN; width(multiverse)]);
    let mut point = vec![None; factors.len()];
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); multiverse.units().len()];
    let mut failed = 0;
    for step in 0..steps {
        if let Some(coordinate) = point.get_mut(factor) {
            *coordinate = Some(middle_of(step, steps));
        }
        if !multiverse.run(&point, &mut workspace, &mut row) {
            failed += 1;
            continue;
        }
        for (unit, values) in found.iter_mut().enumerate() {
            values.extend(row.get(unit * outputs.len() + headline).filter(|x| !x.is_nan()));
        }
    }
    let own = |unit: usize| nominal.get(unit * outputs.len() + headline).copied().unwrap_or(f64::NAN);
    let turns = found.iter().enumerate().map(|(unit, values)| values.iter().any(|x| (*x > 0.0) != (own(unit) > 0.0)));
    let turns = turns.collect();
    let ends = |values: &Vec<f64>| match discrete {
        Some(_) => {
            let (low, high) =
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
            (low <= high).then_some((low, high))
        }
        None => spread(values.iter().copied()).map(|s| (s.low, s.high)),
    };
    Swing { factor, ends: found.iter().map(ends).collect(), turns, runs: steps, failed }
}
