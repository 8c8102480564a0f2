//! One factor at a time: how far it moves a result while everything else stays as the framework has it.

use rayon::prelude::*;

use crate::analysis::multiverse::{
    Factor, FactorKind, GAP, Keeps, Multiverse, RESIDUAL, headline, middle_of, output, width,
};
use crate::statistics::spread::spread;

/// What one factor does to each unit's headline (GAP of partnerships, the ranked score of other units) and, of
/// partnerships, to the residual from the peers' line.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The factor's place.
    pub factor: usize,
    /// By unit: the least and the largest value over the levels of a discrete factor; over the others from the 5th to
    /// the 95th percentile. Nothing where no run gave a value. Of a gap only what keeps the meaning of the scale
    /// counts.
    pub ends: Vec<Option<(f64, f64)>>,
    /// By unit: whether the sign of a nominal gap is another in some of the runs.
    pub turns: Vec<bool>,
    /// By unit: the same of the residual among the peers, over everything.
    pub relative: Vec<Option<(f64, f64)>>,
    pub relative_turns: Vec<bool>,
    /// Runs, and those that could not be computed.
    pub runs: usize,
    pub failed: usize,
}

/// Coordinates of a factor that is not discrete, evenly over the unit interval.
pub const STEPS: usize = 100;

/// Every factor's swing, in the order of the factors.
pub fn tornado<M: Multiverse>(multiverse: &M, nominal: &[f64]) -> Vec<Swing> {
    let all = multiverse.factors();
    all.par_iter().enumerate().map(|(factor, of)| swing(multiverse, nominal, (factor, of))).collect()
}

fn swing<M: Multiverse>(multiverse: &M, nominal: &[f64], (factor, of): (usize, &Factor)) -> Swing {
    let outputs = multiverse.outputs().len();
    let headline = headline(multiverse);
    let gaps = output(multiverse, GAP).is_some();
    let residual = output(multiverse, RESIDUAL);
    let discrete = match &of.kind {
        FactorKind::Discrete { levels, .. } => Some(levels.len()),
        _ => None,
    };
    let keeps = |step: usize| match &of.keeps {
        Keeps::Levels(levels) if gaps => levels.contains(&step),
        Keeps::Nothing => !gaps,
        _ => true,
    };
    let steps = discrete.unwrap_or(STEPS);
    let (mut workspace, mut row) = (multiverse.workspace(), vec![f64::NAN; width(multiverse)]);
    let mut point = vec![None; multiverse.factors().len()];
    let units = multiverse.units().len();
    let mut found = [vec![Vec::new(); units], vec![Vec::new(); units]];
    let mut failed = 0;
    for step in 0..steps {
        if let Some(coordinate) = point.get_mut(factor) {
            *coordinate = Some(middle_of(step, steps));
        }
        if !multiverse.run(&point, &mut workspace, &mut row) {
            failed += 1;
            continue;
        }
        let known = |unit: usize, output: usize| row.get(unit * outputs + output).filter(|x| !x.is_nan()).copied();
        let [absolute, relative] = &mut found;
        for (unit, (absolute, relative)) in absolute.iter_mut().zip(relative).enumerate() {
            absolute.extend(known(unit, headline).filter(|_| keeps(step)));
            relative.extend(residual.and_then(|output| known(unit, output)));
        }
    }
    let ends = |values: &Vec<f64>| match discrete {
        Some(_) => {
            let (low, high) =
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
            (low <= high).then_some((low, high))
        }
        None => spread(values.iter().copied()).map(|s| (s.low, s.high)),
    };
    let turns = |values: &[Vec<f64>], output: usize| -> Vec<bool> {
        let own = |unit: usize| nominal.get(unit * outputs + output).copied().unwrap_or(f64::NAN);
        let turned = |(unit, values): (usize, &Vec<f64>)| values.iter().any(|x| (*x > 0.0) != (own(unit) > 0.0));
        values.iter().enumerate().map(turned).collect()
    };
    let [absolute, relative] = &found;
    Swing {
        factor,
        ends: absolute.iter().map(ends).collect(),
        turns: turns(absolute, headline),
        relative: relative.iter().map(ends).collect(),
        relative_turns: residual.map_or_else(|| vec![false; units], |output| turns(relative, output)),
        runs: steps,
        failed,
    }
}
