//! All results of the sensitivity analysis of one multiverse.

use crate::analysis::multiverse::{Answered, Factor, GAP, Multiverse, RESIDUAL, output};
use crate::analysis::sensitivity::{
    FactorGroup, Indices, Layout, Quantity, Specification, Swing, TooMany, groups, sobol_indices, specification,
    tornado,
};
use crate::analysis::uncertainty::nominal;
use crate::statistics::sobol::{Index, Outcome, OutputAnalysis, Refusal, Settings};

/// Indices, swings and the specification curve of some units.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Codes, in the order of results.
    pub units: Vec<String>,
    pub factors: Vec<Factor>,
    /// Whether the headline is a gap; otherwise it is the ranked score.
    pub gaps: bool,
    /// By unit, with everything as the framework has it; nothing where it is withheld.
    pub headline: Vec<Option<f64>>,
    /// Of partnerships that are ranked among the peers.
    pub residual: Vec<Option<f64>>,
    /// The score by which units are ranked.
    pub scores: Vec<Option<f64>>,
    /// Its output's code.
    pub ranked: String,
    pub layout: Layout,
    pub indices: Indices,
    pub swings: Vec<Swing>,
    pub curves: Result<Vec<Specification>, TooMany>,
}

/// Answers all questions but those about single weights, which need score cards
/// ([`crate::analysis::sensitivity::weigh`]).
pub fn findings<M: Multiverse>(
    multiverse: &M,
    layout: &Layout,
    tick: &(dyn Fn(usize) + Sync),
) -> Result<Findings, Refusal> {
    let nominal = nominal(multiverse);
    let indices = both_answers(multiverse, layout, tick)?;
    let outputs = multiverse.outputs();
    let (gap, residual) = (output(multiverse, GAP), output(multiverse, RESIDUAL));
    let column = |output: usize| -> Vec<Option<f64>> {
        let at = |unit: usize| nominal.get(unit * outputs.len() + output).copied().filter(|x| !x.is_nan());
        (0..multiverse.units().len()).map(at).collect()
    };
    Ok(Findings {
        units: multiverse.units().to_vec(),
        factors: multiverse.factors().to_vec(),
        gaps: gap.is_some(),
        headline: column(gap.unwrap_or(multiverse.ranked())),
        scores: column(multiverse.ranked()),
        ranked: outputs.get(multiverse.ranked()).cloned().unwrap_or_default(),
        layout: layout.clone(),
        indices,
        swings: tornado(multiverse, &nominal),
        curves: specification(multiverse),
        residual: residual.map_or_else(|| vec![None; multiverse.units().len()], column),
    })
}

/// Sobol' indices of both answers, from one design; of the scores of a table, which have one.
pub fn both_answers<M: Multiverse>(
    multiverse: &M,
    layout: &Layout,
    tick: &(dyn Fn(usize) + Sync),
) -> Result<Indices, Refusal> {
    match Answered::new(multiverse) {
        Some(answered) => sobol_indices(&answered, &nominal(&answered), layout, tick),
        None => sobol_indices(multiverse, &nominal(multiverse), layout, tick),
    }
}

/// Sobol' indices of the gap alone: those that [`both_answers`] gives of it from the same design, without a score of any
/// peer. Nothing where there is no gap.
pub fn gap_indices<M: Multiverse>(multiverse: &M, layout: &Layout) -> Option<Result<Indices, Refusal>> {
    let answered = Answered::alone(multiverse)?;
    // What varies with the peers alone moves no gap, and is known to.
    let idle = |group: &FactorGroup| {
        !group.members.iter().any(|place| multiverse.factors().get(*place).is_some_and(Factor::moves_gap))
    };
    let all = groups(multiverse.factors(), &layout.groups);
    let idle = all.iter().enumerate().filter(|(_, group)| idle(group)).map(|(place, _)| place);
    let fixed = layout.settings.fixed.iter().copied().chain(idle).collect();
    let layout = Layout { settings: Settings { fixed, ..layout.settings.clone() }, ..layout.clone() };
    Some(sobol_indices(&answered, &nominal(&answered), &layout, &|_| {}))
}

impl Findings {
    pub fn of(&self, quantity: Quantity) -> Option<&OutputAnalysis> {
        let place = self.indices.quantities.iter().position(|q| *q == quantity)?;
        self.indices.analysis.outputs.get(place)
    }

    /// Whether what has indices, by its place among them, has a part in a quantity: the gap knows what keeps the
    /// meaning of the scale. Of a group it is enough that one of its factors has.
    pub fn concerns(&self, quantity: Quantity, place: usize) -> bool {
        let moves = |place: &usize| self.factors.get(*place).is_none_or(Factor::moves_gap);
        let group = self.indices.groups.get(place);
        !matches!(quantity, Quantity::Gap(_)) || group.is_none_or(|group| group.members.iter().any(moves))
    }

    /// The gap of a unit, or its score where there are no gaps.
    pub fn headline_of(&self, unit: usize) -> Quantity {
        if self.gaps { Quantity::Gap(unit) } else { Quantity::Score(unit) }
    }

    /// The factor or group with the largest total index, by its place among those; of equals the first. Nothing where
    /// there are no indices.
    pub fn driver(&self, quantity: Quantity) -> Option<(usize, Index)> {
        let Outcome::Defined(found) = &self.of(quantity)?.outcome else { return None };
        let totals = found.factors.iter().map(|f| f.total).enumerate();
        totals.reduce(|best, other| if other.1.estimate > best.1.estimate { other } else { best })
    }

    /// Places of factors and groups by a quantity's total index, largest first; as they are declared where there is
    /// none.
    pub fn by_total(&self, quantities: &[Quantity]) -> Vec<usize> {
        let totals = |factor: usize| {
            let of = |q: &Quantity| match &self.of(*q)?.outcome {
                Outcome::Defined(found) => Some(found.factors.get(factor)?.total.estimate),
                Outcome::Undefined(_) => None,
            };
            quantities.iter().filter_map(of).fold(f64::NEG_INFINITY, f64::max)
        };
        let mut places: Vec<usize> = (0..self.indices.groups.len()).collect();
        places.sort_by(|a, b| totals(*b).total_cmp(&totals(*a)).then(a.cmp(b)));
        places
    }

    /// Places of the units that have a score, the highest first; of equals the first named.
    pub fn standing(&self) -> Vec<usize> {
        let mut known: Vec<(usize, f64)> =
            self.scores.iter().enumerate().filter_map(|(unit, score)| Some((unit, (*score)?))).collect();
        known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        known.into_iter().map(|(unit, _)| unit).collect()
    }
}
