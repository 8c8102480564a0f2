//! Answers both questions for every way: the absolute one on scales that keep their meaning, the relative one on all.

use super::{Factor, FixedFactors, GAP, Multiverse, RANK, RESIDUAL, width};

/// Each point is computed twice, once as [`FixedFactors::absolute`] has it. Nodes and the gap come from that, the
/// yardsticks among the peers, and the score that ranks units, from the point as it is: so one design shares out the
/// variance of both answers.
pub struct Answered<'a, M> {
    all: &'a M,
    absolute: FixedFactors<'a, M>,
    outputs: Vec<String>,
    /// Outputs that are taken from the point as it is.
    relative: Vec<usize>,
    /// Whether the relative question is asked.
    among_peers: bool,
}

impl<'a, M: Multiverse> Answered<'a, M> {
    /// Nothing where there is no gap: the scores of a table answer one question.
    pub fn new(all: &'a M) -> Option<Self> {
        all.outputs().iter().any(|o| o == GAP).then(|| {
            let absolute = FixedFactors::absolute(all);
            let is_relative = |(_, code): &(usize, &String)| *code == RANK || *code == RESIDUAL;
            let relative = all.outputs().iter().enumerate().filter(is_relative).map(|(place, _)| place).collect();
            let mut outputs = all.outputs().to_vec();
            outputs.push("ranked".into());
            Answered { all, absolute, outputs, relative, among_peers: true }
        })
    }

    /// The same for whoever asks the absolute question alone: what answers the relative one is `NaN`, and no peer is scored.
    pub fn alone(all: &'a M) -> Option<Self> {
        Answered::new(all).map(|answered| Answered { among_peers: false, ..answered })
    }
}

impl<M: Multiverse> Multiverse for Answered<'_, M> {
    type Workspace = (M::Workspace, Vec<f64>, Vec<f64>, Vec<Option<f64>>);

    fn factors(&self) -> &[Factor] {
        self.all.factors()
    }

    fn units(&self) -> &[String] {
        self.all.units()
    }

    /// Those of the other, and the score that ranks units as it is on all scales.
    fn outputs(&self) -> &[String] {
        &self.outputs
    }

    fn ranked(&self) -> usize {
        self.outputs.len() - 1
    }

    fn workspace(&self) -> Self::Workspace {
        let rows = vec![f64::NAN; width(self.all)];
        (self.all.workspace(), rows.clone(), rows, Vec::new())
    }

    fn run(&self, point: &[Option<f64>], space: &mut Self::Workspace, out: &mut [f64]) -> bool {
        let (inner, row, kept, fixed) = space;
        self.absolute.fix(point, fixed);
        let done = !self.among_peers || self.all.run(point, inner, row);
        if !done || !self.all.run_alone(fixed, inner, kept) {
            return false;
        }
        let n = self.all.outputs().len().max(1);
        let ranked = self.all.ranked();
        for ((cells, row), kept) in out.chunks_mut(self.outputs.len()).zip(row.chunks(n)).zip(kept.chunks(n)) {
            for (place, cell) in cells.iter_mut().enumerate() {
                let from = if self.relative.contains(&place) { row.get(place) } else { kept.get(place) };
                *cell = from.or(row.get(ranked)).copied().unwrap_or(f64::NAN);
            }
        }
        true
    }
}
