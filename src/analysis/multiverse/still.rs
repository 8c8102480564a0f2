//! A multiverse of which some factors stay still.

use super::{Factor, Multiverse};

/// Another multiverse without some of its factors: they stay as the framework has them.
pub struct Still<'a, M> {
    all: &'a M,
    factors: Vec<Factor>,
    /// Of each factor of the other its place among those that are left.
    places: Vec<Option<usize>>,
}

impl<'a, M: Multiverse> Still<'a, M> {
    pub fn new(all: &'a M, still: impl Fn(&Factor) -> bool) -> Self {
        let mut factors = Vec::new();
        let mut places = Vec::new();
        for factor in all.factors() {
            let stays = still(factor);
            places.push((!stays).then_some(factors.len()));
            factors.extend((!stays).then(|| factor.clone()));
        }
        Still { all, factors, places }
    }
}

impl<M: Multiverse> Multiverse for Still<'_, M> {
    type Workspace = (M::Workspace, Vec<Option<f64>>);

    fn factors(&self) -> &[Factor] {
        &self.factors
    }

    fn units(&self) -> &[String] {
        self.all.units()
    }

    fn outputs(&self) -> &[String] {
        self.all.outputs()
    }

    fn ranked(&self) -> usize {
        self.all.ranked()
    }

    fn workspace(&self) -> Self::Workspace {
        (self.all.workspace(), Vec::new())
    }

    fn run(&self, point: &[Option<f64>], (inner, whole): &mut Self::Workspace, out: &mut [f64]) -> bool {
        whole.clear();
        whole.extend(self.places.iter().map(|place| place.and_then(|p| point.get(p).copied().flatten())));
        self.all.run(whole, inner, out)
    }
}
