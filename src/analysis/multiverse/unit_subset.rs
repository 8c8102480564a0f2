//! Some units of a multiverse: all are computed, those that were chosen are reported.

use super::{Factor, Multiverse, width};

/// What another multiverse gives of some of its units, in the order in which they were chosen; ranks are among them.
pub struct UnitSubset<'a, M> {
    all: &'a M,
    places: Vec<usize>,
    units: Vec<String>,
}

impl<'a, M: Multiverse> UnitSubset<'a, M> {
    /// The units at these places; a place that does not exist has no numbers.
    pub fn new(all: &'a M, places: Vec<usize>) -> Self {
        let units = places.iter().map(|p| all.units().get(*p).cloned().unwrap_or_default()).collect();
        UnitSubset { all, places, units }
    }
}

impl<M: Multiverse> Multiverse for UnitSubset<'_, M> {
    type Workspace = (M::Workspace, Vec<f64>);

    fn factors(&self) -> &[Factor] {
        self.all.factors()
    }

    fn units(&self) -> &[String] {
        &self.units
    }

    fn outputs(&self) -> &[String] {
        self.all.outputs()
    }

    fn ranked(&self) -> usize {
        self.all.ranked()
    }

    fn workspace(&self) -> Self::Workspace {
        (self.all.workspace(), vec![f64::NAN; width(self.all)])
    }

    fn run(&self, point: &[Option<f64>], (inner, row): &mut Self::Workspace, out: &mut [f64]) -> bool {
        if !self.all.run(point, inner, row) {
            return false;
        }
        let n = self.outputs().len();
        for (place, out) in self.places.iter().zip(out.chunks_mut(n.max(1))) {
            let own = row.get(place * n..(place + 1) * n);
            out.iter_mut().zip(own.into_iter().flatten()).for_each(|(cell, x)| *cell = *x);
        }
        true
    }
}
