//! The goalposts of two directions, for partnerships that do not face the peers' common partner from the first side
//! ([`Framework::facing`]).

use super::{Partnerships, Workspace};
use crate::model::framework::{Framework, Node, NodeId, NodeKind};

impl Partnerships {
    /// Swaps the goalposts of every two directions: a partnership the other way round has them the other way round.
    pub(super) fn turn(&self, w: &mut Workspace) {
        let pairs = self.turned.iter().enumerate().filter(|(one, other)| one < *other);
        for (one, other) in pairs.filter_map(|(one, other)| Some((*self.leaves.get(one)?, *self.leaves.get(*other)?))) {
            let Some((before, after)) = w.framework.nodes.split_at_mut_checked(other.0) else { continue };
            let (Some(one), Some(other)) = (before.get_mut(one.0), after.first_mut()) else { continue };
            if let (NodeKind::Indicator(one), NodeKind::Indicator(other)) = (&mut one.kind, &mut other.kind) {
                std::mem::swap(&mut one.goalposts, &mut other.goalposts);
            }
        }
    }

    /// The second directions that have goalposts of their own, each with its first.
    fn own_directions(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        let pairs = self.turned.iter().enumerate().filter(|(one, other)| one < *other);
        let ids = pairs.filter_map(|(one, other)| Some((*self.leaves.get(one)?, *self.leaves.get(*other)?)));
        ids.filter(|(_, second)| self.indicator(*second).is_some_and(|i| i.goalposts_by_direction))
    }

    /// Gives second directions the goalposts of the first, and keeps their own.
    pub(super) fn equate(&self, w: &mut Workspace) {
        w.aside.clear();
        for (first, second) in self.own_directions() {
            let Some((before, after)) = w.framework.nodes.split_at_mut_checked(second.0) else { continue };
            let (Some(first), Some(second)) = (before.get(first.0), after.first_mut()) else { continue };
            if let (NodeKind::Indicator(first), NodeKind::Indicator(second)) = (&first.kind, &mut second.kind) {
                w.aside.push(std::mem::replace(&mut second.goalposts, first.goalposts.clone()));
            }
        }
    }

    /// Undoes [`Partnerships::equate`].
    pub(super) fn restore(&self, w: &mut Workspace) {
        let kept = w.aside.drain(..);
        for ((_, second), posts) in self.own_directions().zip(kept) {
            if let Some(Node { kind: NodeKind::Indicator(second), .. }) = w.framework.nodes.get_mut(second.0) {
                second.goalposts = posts;
            }
        }
    }
}

/// Of each leaf the place of the one that looks the other way.
pub(super) fn turned(framework: &Framework, leaves: &[NodeId]) -> Vec<usize> {
    let other = |leaf: &NodeId| {
        let parent = framework.node(framework.node(*leaf).parent?);
        let NodeKind::Pair { directions } = &parent.kind else { return None };
        directions.iter().find(|d| *d != leaf).and_then(|d| leaves.iter().position(|l| l == d))
    };
    leaves.iter().enumerate().map(|(place, leaf)| other(leaf).unwrap_or(place)).collect()
}
