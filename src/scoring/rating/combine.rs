//! From the leaves to the root: the scores of every node for the units of one scope, in flat arrays that a run after
//! another can use.

use super::ancestor::{self, ByAncestor};
use super::frontier::Family as Siblings;
use super::leaves::{Leaves, Mark, Place, part};
use super::scheme::{Branch, Own, Scheme};
use super::table_wide::table_wide;
use super::{Column, Refused, weights};
use crate::model::framework::Aggregation;
use crate::scoring::aggregate::{aggregate as unit_wise, observed, stands};
use crate::scoring::combine::Refusal;
use crate::scoring::weigh;
use crate::statistics::ranking::settled_scores;

/// What an aggregation needs and gives; made once, it serves any number of runs and allocates nothing again.
#[derive(Clone, Debug, Default)]
pub struct Workings {
    pub(super) units: usize,
    /// Branch by branch: `NaN` where there is no score.
    pub(super) scores: Vec<f64>,
    pub(super) coverage: Vec<f64>,
    pub(super) applies: Vec<bool>,
    /// Of the children, family after family; a run takes these and no others.
    pub weights: Vec<f64>,
    /// Of the branches.
    pub methods: Vec<Aggregation>,
    /// One unit's family: weights of what applies, the known parts, and which children they are.
    own: Vec<f64>,
    parts: Vec<(f64, f64)>,
    known: Vec<usize>,
}

/// Why a branch has no scores.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stop {
    Weights(Refused),
    Whole(Refused),
    /// The rule refused one unit's parts; [`Workings::known`] says which children they are.
    Unit(usize, Refusal),
    /// A child that does not apply to a unit, where the rule takes no such thing.
    Stranger(usize, usize),
    /// An undesirable child, where the rule takes none.
    Turned(usize),
}

/// One unit's family, once its weights and parts are laid out.
struct Family {
    coverage: f64,
    applies: bool,
    /// Whether the node may have a score.
    counts: bool,
}

impl Workings {
    /// Takes the weights and rules of the scheme, and makes room for as many units as the leaves have.
    pub fn begin(&mut self, scheme: &Scheme, leaves: &Leaves) {
        self.weights.clear();
        self.weights.extend_from_slice(&scheme.weights);
        self.methods.clear();
        self.methods.extend(scheme.methods());
        self.units = leaves.units();
        let cells = self.units * scheme.branches.len();
        self.scores.clear();
        self.scores.resize(cells, f64::NAN);
        self.coverage.clear();
        self.coverage.resize(cells, 1.0);
        self.applies.clear();
        self.applies.resize(cells, true);
    }

    /// The scores of a branch; `NaN` where a unit has none.
    pub fn scores(&self, branch: usize) -> &[f64] {
        part(&self.scores, branch, self.units)
    }

    pub(super) fn coverage(&self, branch: usize) -> &[f64] {
        part(&self.coverage, branch, self.units)
    }

    pub(super) fn applies(&self, branch: usize) -> &[bool] {
        part(&self.applies, branch, self.units)
    }

    pub(super) fn known(&self) -> &[usize] {
        &self.known
    }

    /// The column of a child, as the rules for whole tables take it.
    fn column(&self, place: Place, leaves: &Leaves) -> Column {
        let flat = match place {
            Place::Leaf(column) => leaves.scores(column),
            Place::Inner(branch) => self.scores(branch),
        };
        flat.iter().map(|z| Some(*z).filter(|z| !z.is_nan())).collect()
    }

    fn score(&self, place: Place, unit: usize, leaves: &Leaves) -> f64 {
        let flat = match place {
            Place::Leaf(column) => leaves.scores(column),
            Place::Inner(branch) => self.scores(branch),
        };
        flat.get(unit).copied().unwrap_or(f64::NAN)
    }

    fn has_place(&self, place: Place, unit: usize, leaves: &Leaves) -> bool {
        match place {
            Place::Leaf(column) => leaves.applies(column).get(unit).copied().unwrap_or(true),
            Place::Inner(branch) => self.applies(branch).get(unit).copied().unwrap_or(true),
        }
    }

    fn covered(&self, place: Place, unit: usize, leaves: &Leaves) -> f64 {
        match place {
            Place::Leaf(_) => f64::from(u8::from(!self.score(place, unit, leaves).is_nan())),
            Place::Inner(branch) => {
                let own = self.coverage(branch).get(unit).copied().unwrap_or(0.0);
                observed(!self.score(place, unit, leaves).is_nan(), own)
            }
        }
    }
}

impl Scheme {
    /// Aggregates every branch by the weights and rules of `workings`; `false` where one of them has no result. Begin
    /// the workings first.
    pub fn aggregate(&self, leaves: &Leaves, workings: &mut Workings) -> bool {
        (0..self.branches.len()).all(|branch| self.fold(branch, leaves, workings).is_ok())
    }

    /// One branch; those below it are done.
    pub(super) fn fold(&self, at: usize, leaves: &Leaves, w: &mut Workings) -> Result<(), Stop> {
        let (Some(branch), Some(method)) = (self.branches.get(at), w.methods.get(at).copied()) else { return Ok(()) };
        // A rule that takes a child's rise for good, where the child is undesirable, would turn its meaning round.
        if !method.takes_undesirable()
            && let Some(child) = self.undesirable[branch.family()].iter().position(|bad| *bad)
        {
            return Err(Stop::Turned(child));
        }
        match self.weigh(branch, leaves, w) {
            Ok(()) if method.looks_at_all_units() => self.look_at_all(at, branch, method, leaves, w),
            Ok(()) => {
                // What was swept has its scores; only units that are left without one are asked singly.
                let swept = self.sweep(at, branch, method, leaves, w);
                if swept { Ok(()) } else { self.unit_by_unit(at, branch, method, leaves, w) }
            }
            Err(why) => {
                let first = at * w.units;
                w.coverage[first..first + w.units].fill(0.0);
                Err(Stop::Weights(why))
            }
        }
    }

    /// Weights that are fitted to the units.
    fn weigh(&self, branch: &Branch, leaves: &Leaves, w: &mut Workings) -> Result<(), Refused> {
        let by = match &branch.own {
            Own::Stated => return Ok(()),
            Own::Refused(why) => return Err(why.clone()),
            Own::Fitted(by) => by,
            Own::ByAncestor(which) => {
                return self.by_ancestor.get(*which).map_or(Ok(()), |found| self.weigh_by(found, leaves, w));
            }
        };
        let columns: Vec<Column> = self.places[branch.family()].iter().map(|p| w.column(*p, leaves)).collect();
        let found = weights::fitted(by, &self.weights[branch.family()], &columns)?;
        for (slot, weight) in w.weights[branch.family()].iter_mut().zip(found) {
            *slot = weight;
        }
        Ok(())
    }

    /// Weighs the children of every node that looks to the same one.
    fn weigh_by(&self, joint: &ByAncestor, leaves: &Leaves, w: &mut Workings) -> Result<(), Refused> {
        let share = |family: &ancestor::Family| -> f64 {
            let step = |(slot, all): &(usize, std::ops::Range<usize>)| {
                let total: f64 = w.weights.get(all.clone()).unwrap_or_default().iter().sum();
                w.weights.get(*slot).copied().unwrap_or(0.0) / total
            };
            family.path.iter().map(step).product()
        };
        let families = weigh::Families {
            of: joint.columns.iter().map(|c| c.family).collect(),
            shares: joint.families.iter().map(share).collect(),
            counted: joint.columns.iter().map(|c| c.slot.is_some()).collect(),
        };
        let columns: Vec<Column> = joint.columns.iter().map(|c| w.column(c.place, leaves)).collect();
        let given = |c: &ancestor::Member| c.slot.and_then(|s| self.weights.get(s).copied()).unwrap_or(0.0);
        let given: Vec<f64> = joint.columns.iter().map(given).collect();
        let data = weights::complete(&columns)?;
        let fitted = weights::within_composite(&joint.weighting, &given, &data, &families).map_err(|why| {
            let children = joint.columns.iter().map(|c| c.code.as_str()).collect::<Vec<_>>().join(", ");
            Refused::OfChildren { children, source: Box::new(why.into()) }
        })?;
        for (member, weight) in joint.columns.iter().zip(fitted) {
            if let Some(cell) = member.slot.and_then(|s| w.weights.get_mut(s)) {
                *cell = weight;
            }
        }
        Ok(())
    }

    /// The units that have no score yet, one after the other: any rule, whatever is missing.
    fn unit_by_unit(
        &self,
        at: usize,
        branch: &Branch,
        method: Aggregation,
        leaves: &Leaves,
        w: &mut Workings,
    ) -> Result<(), Stop> {
        let first = at * w.units;
        let mut stopped = None;
        for unit in 0..w.units {
            if !w.scores[first + unit].is_nan() {
                continue;
            }
            let family = self.family(branch, unit, leaves, w);
            (w.coverage[first + unit], w.applies[first + unit]) = (family.coverage, family.applies);
            if stopped.is_some() || !family.counts {
                continue;
            }
            match unit_wise(method, &w.parts) {
                Some(Ok(score)) => w.scores[first + unit] = score,
                Some(Err(why)) => stopped = Some((unit, why)),
                None => {}
            }
        }
        let Some((unit, why)) = stopped else { return Ok(()) };
        self.family(branch, unit, leaves, w);
        w.scores[first..first + w.units].fill(f64::NAN);
        Err(Stop::Unit(unit, why))
    }

    /// The rules that look at all units at once.
    fn look_at_all(
        &self,
        at: usize,
        branch: &Branch,
        method: Aggregation,
        leaves: &Leaves,
        w: &mut Workings,
    ) -> Result<(), Stop> {
        let first = at * w.units;
        let mut counts = Vec::with_capacity(w.units);
        for unit in 0..w.units {
            let family = self.family(branch, unit, leaves, w);
            (w.coverage[first + unit], w.applies[first + unit]) = (family.coverage, family.applies);
            counts.push(family.counts);
        }
        let places = &self.places[branch.family()];
        for (child, place) in places.iter().enumerate() {
            if let Some(unit) = (0..w.units).find(|unit| !w.has_place(*place, *unit, leaves)) {
                return Err(Stop::Stranger(child, unit));
            }
        }
        // These rules set units against one another: two that are equal must not be parted by the order of a sum.
        let settled = |place: &Place| match place {
            Place::Leaf(_) => w.column(*place, leaves),
            Place::Inner(_) => settled_scores(&w.column(*place, leaves)),
        };
        let columns: Vec<Column> = places.iter().map(settled).collect();
        let family = Siblings {
            columns: &columns,
            weights: &w.weights[branch.family()],
            undesirable: &self.undesirable[branch.family()],
        };
        let scored = table_wide(method, &family, &counts).map_err(Stop::Whole)?;
        for (cell, score) in w.scores[first..first + w.units].iter_mut().zip(scored) {
            *cell = score.unwrap_or(f64::NAN);
        }
        Ok(())
    }

    /// Lays out one unit's family: the weights of the children that apply, after those that do not have yielded theirs,
    /// and the parts that are known.
    fn family(&self, branch: &Branch, unit: usize, leaves: &Leaves, w: &mut Workings) -> Family {
        let places = &self.places[branch.family()];
        let (mut own, mut parts, mut known) =
            (std::mem::take(&mut w.own), std::mem::take(&mut w.parts), std::mem::take(&mut w.known));
        own.clear();
        parts.clear();
        known.clear();
        let given = &w.weights[branch.family()];
        let applies = |child: usize| places.get(child).is_some_and(|p| w.has_place(*p, unit, leaves));
        own.extend(given.iter().enumerate().map(|(child, weight)| if applies(child) { *weight } else { 0.0 }));
        for (child, weight) in given.iter().enumerate().filter(|(child, _)| !applies(*child)) {
            let heir = self.heirs.get(branch.first + child).copied().flatten().filter(|heir| applies(*heir));
            if let Some(slot) = heir.and_then(|heir| own.get_mut(heir)) {
                *slot += weight;
            }
        }
        let total: f64 = own.iter().sum();
        let (mut counted, mut sum) = (0, -0.0);
        for (child, (place, weight)) in places.iter().zip(&own).enumerate().filter(|(_, (_, w))| **w > 0.0) {
            counted += 1;
            sum += weight * w.covered(*place, unit, leaves);
            let score = w.score(*place, unit, leaves);
            if !score.is_nan() {
                known.push(child);
                parts.push((*weight, score));
            }
        }
        let complete = parts.len() == counted;
        // Half of something shared is not half known.
        let coverage = match branch.pair {
            true => f64::from(u8::from(complete && !parts.is_empty())),
            false if total > 0.0 => sum / total,
            false => 0.0,
        };
        let counts = !parts.is_empty()
            && stands(coverage, branch.floor, complete, branch.needs_all)
            && !(branch.nonzero > 0.0 && zeros(branch, unit, leaves).is_none_or(|share| share < branch.nonzero));
        (w.own, w.parts, w.known) = (own, parts, known);
        Family { coverage, applies: counted > 0, counts }
    }
}

/// The share of the known indicators below a branch that are not 0 before normalisation.
fn zeros(branch: &Branch, unit: usize, leaves: &Leaves) -> Option<f64> {
    let (mut known, mut others) = (0_usize, 0_usize);
    for column in &branch.below {
        let mark = leaves.mark(*column, unit);
        known += usize::from(mark != Mark::Unknown);
        others += usize::from(mark == Mark::Other);
    }
    (known > 0).then(|| others as f64 / known as f64)
}
