//! A multiverse in which some factors, or some of their levels, are fixed: as the framework has them, or at a level.

use super::{Factor, FactorKind, Keeps, Multiverse, level, listed, middle_of};

/// Another multiverse in which less varies: what is left out stays as the framework has it, or at one of its levels.
///
/// A coordinate means the same as in the other multiverse, so that the draws of every other factor are the same ones
/// (common random numbers).
pub struct FixedFactors<'a, M> {
    all: &'a M,
    factors: Vec<Factor>,
    /// Of each factor of the other: what becomes of it here.
    roles: Vec<Role>,
    /// Whether units are set among their peers.
    among_peers: bool,
}

enum Role {
    /// It varies as it does there; its place here.
    Varies(usize),
    /// Only some levels do: its place here, the levels there, and how many there are.
    Picks(usize, Vec<usize>, usize),
    /// It stays as the framework has it.
    Fixed,
    /// It stays at a level: the coordinate that picks it there.
    At(f64),
}

impl Role {
    /// The coordinate in the other multiverse. Worked number: of the levels 0 and 1 of five, 0.75 picks the second, 0.3
    /// there.
    fn coordinate(&self, point: &[Option<f64>]) -> Option<f64> {
        match self {
            Role::Fixed | Role::At(_) => self.of(None),
            Role::Varies(place) | Role::Picks(place, ..) => self.of(point.get(*place).copied().flatten()),
        }
    }

    /// The same of this factor's own coordinate.
    fn of(&self, own: Option<f64>) -> Option<f64> {
        match self {
            Role::Fixed => None,
            Role::At(coordinate) => Some(*coordinate),
            Role::Varies(_) => own,
            Role::Picks(_, kept, all) => kept.get(level(own?, kept.len())).map(|level| middle_of(*level, *all)),
        }
    }
}

impl<'a, M: Multiverse> FixedFactors<'a, M> {
    /// Without the factors that `fixed` names.
    pub fn new(all: &'a M, fixed: impl Fn(&Factor) -> bool) -> Self {
        FixedFactors::holding(all, |_, factor| fixed(factor).then_some(Role::Fixed))
    }

    /// With some factors at one of their levels each, `(place, level)`: the others vary given these. A run in which none
    /// of the others has a coordinate is the framework with these levels in place of its own.
    pub fn at_levels(all: &'a M, given: &[(usize, usize)]) -> Self {
        FixedFactors::holding(all, |place, factor| {
            let (_, level) = given.iter().find(|(at, _)| *at == place)?;
            let FactorKind::Discrete { levels, .. } = &factor.kind else { return None };
            Some(Role::At(middle_of(*level, levels.len())))
        })
    }

    /// Some factors are held in a role, and the others vary.
    fn holding(all: &'a M, held: impl Fn(usize, &Factor) -> Option<Role>) -> Self {
        let mut factors: Vec<Factor> = Vec::new();
        let mut roles = Vec::new();
        for (place, factor) in all.factors().iter().enumerate() {
            roles.push(held(place, factor).unwrap_or_else(|| {
                factors.push(factor.clone());
                Role::Varies(factors.len() - 1)
            }));
        }
        FixedFactors { all, factors, roles, among_peers: true }
    }

    /// On absolute scales: without the choices that answer another question, scales fitted to the peers and who the
    /// peers are. Where units stand among the peers is that other question, and has no number here.
    pub fn absolute(all: &'a M) -> Self {
        let mut factors: Vec<Factor> = Vec::new();
        let mut roles = Vec::new();
        for factor in all.factors() {
            let place = factors.len();
            roles.push(match (&factor.keeps, &factor.kind) {
                (Keeps::Nothing, _) => Role::Fixed,
                (Keeps::Levels(kept), FactorKind::Discrete { levels, nominal }) => {
                    let names = kept.iter().filter_map(|level| levels.get(*level).cloned());
                    let own = kept.iter().position(|level| level == nominal);
                    match own.filter(|_| kept.len() > 1) {
                        Some(nominal) => {
                            let range = listed(names.clone());
                            let kind = FactorKind::Discrete { levels: names.collect(), nominal };
                            factors.push(Factor { kind, range, keeps: Keeps::All, ..factor.clone() });
                            Role::Picks(place, kept.clone(), levels.len())
                        }
                        None => Role::Fixed,
                    }
                }
                _ => {
                    factors.push(factor.clone());
                    Role::Varies(place)
                }
            });
        }
        FixedFactors { all, factors, roles, among_peers: false }
    }
}

impl<M> FixedFactors<'_, M> {
    /// A point of the other multiverse as this one has it: factors that are fixed here have no coordinate, and of those
    /// of which only some levels are left the same coordinate picks among these.
    pub fn fix(&self, whole: &[Option<f64>], fixed: &mut Vec<Option<f64>>) {
        fixed.clear();
        fixed.extend(self.roles.iter().zip(whole).map(|(role, own)| role.of(*own)));
    }

    /// A point of this multiverse as the other one has it.
    fn widen(&self, point: &[Option<f64>], whole: &mut Vec<Option<f64>>) {
        whole.clear();
        whole.extend(self.roles.iter().map(|role| role.coordinate(point)));
    }
}

impl<M: Multiverse> Multiverse for FixedFactors<'_, M> {
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

    fn run(&self, point: &[Option<f64>], space: &mut Self::Workspace, out: &mut [f64]) -> bool {
        if !self.among_peers {
            return self.run_alone(point, space, out);
        }
        let (inner, whole) = space;
        self.widen(point, whole);
        self.all.run(whole, inner, out)
    }

    fn run_alone(&self, point: &[Option<f64>], (inner, whole): &mut Self::Workspace, out: &mut [f64]) -> bool {
        self.widen(point, whole);
        self.all.run_alone(whole, inner, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_by_hand() {
        let scale = Role::Picks(1, vec![0, 1], 5);
        let at = |u| scale.coordinate(&[None, Some(u)]).map(|there| level(there, 5));
        assert_eq!([0.0, 0.49, 0.5, 0.99].map(at), [Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!(scale.coordinate(&[Some(0.5), None]), None);
        assert_eq!((Role::Fixed.coordinate(&[Some(0.5)]), Role::Varies(0).coordinate(&[Some(0.3)])), (None, Some(0.3)));
    }
}
