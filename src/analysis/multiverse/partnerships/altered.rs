//! The framework as one way has it: weights, means, goalposts, scales.

use super::factor_settings;
use super::refit::{self, Fit};
use super::setting::Setting;
use super::{Partnerships, Workspace};
use crate::model::framework::{NodeId, NodeKind, Weight};
use crate::model::method::factors::PeerScale;

impl Partnerships {
    /// Sets the framework of the workspace; `false` where a scale does not exist.
    pub(super) fn dress(&self, setting: &Setting, scored: usize, w: &mut Workspace) -> bool {
        w.framework.score_floor = setting.floor.unwrap_or(self.framework.score_floor);
        for (id, (own, node)) in self.framework.nodes.iter().zip(&mut w.framework.nodes).enumerate() {
            node.weight = own.weight;
            if let (NodeKind::Composite { aggregation: own, .. }, NodeKind::Composite { aggregation, .. }) =
                (&own.kind, &mut node.kind)
            {
                *aggregation = match setting.power {
                    Some((at, power)) if at == NodeId(id) => factor_settings::mean_of(power),
                    _ => *own,
                };
            }
        }
        if let Some((set, spread)) = setting.weights {
            for (id, own) in self.framework.nodes.iter().enumerate() {
                let NodeKind::Composite { children, .. } = &own.kind else { continue };
                if children.len() < 2 {
                    continue;
                }
                w.given.clear();
                w.given.extend(children.iter().map(|c| self.framework.node(*c).weight.get()));
                refit::weights(&w.given, spread, set, id, &mut w.drawn);
                for (child, weight) in children.iter().zip(&w.drawn) {
                    if let (Some(node), Some(weight)) = (w.framework.nodes.get_mut(child.0), Weight::new(*weight)) {
                        node.weight = weight;
                    }
                }
            }
        }
        (0..self.leaves.len()).all(|leaf| self.scale(setting, leaf, scored, w))
    }

    /// Sets one leaf's goalposts, and turns values into percentile ranks where the scale asks for it.
    fn scale(&self, setting: &Setting, leaf: usize, scored: usize, w: &mut Workspace) -> bool {
        let Some(id) = self.leaves.get(leaf).copied() else { return true };
        let (Some(own), Some(node)) = (self.indicator(id), w.framework.nodes.get_mut(id.0)) else { return true };
        let NodeKind::Indicator(indicator) = &mut node.kind else { return true };
        let (Some(nominal), Some(posts)) = (&own.goalposts, &mut indicator.goalposts) else { return true };
        posts.move_to(nominal.lower(), nominal.upper(), nominal.transform());
        let bounds = own.measure.bounds();
        // Goalposts that stay on natural scales, for want of bounds, are as uncertain there.
        let stay = |scale: PeerScale| scale == PeerScale::Natural && bounds.is_none();
        if let (true, Some((set, share))) = (setting.scale.is_none_or(|(scale, _)| stay(scale)), setting.goalposts) {
            refit::shift(posts, share, set, leaf);
        }
        let Some((scale, deviations)) = setting.scale else { return true };
        let width = self.leaves.len();
        let value = |unit: usize, values: &[f64]| {
            values.get(unit * width + self.of_role(unit, leaf)).copied().unwrap_or(f64::NAN)
        };
        let stays = |place: usize| setting.without_peer != Some(place);
        w.column.clear();
        let peers = self.peers.iter().enumerate().filter(|(place, _)| scale != PeerScale::Natural && stays(*place));
        w.column.extend(peers.map(|(_, unit)| value(*unit, &w.values.now)).filter(|x| !x.is_nan()));
        match refit::fit(scale, posts, bounds, &w.column, deviations) {
            Fit::None => false,
            Fit::Posts => true,
            Fit::Ranks => {
                // The next way finds other values than were measured.
                w.values.spoil();
                for unit in 0..scored {
                    let among = self.peers.iter().enumerate().any(|(place, p)| *p == unit && stays(place));
                    if let Some(x) =
                        w.values.now.get_mut(unit * width + self.of_role(unit, leaf)).filter(|x| !x.is_nan())
                    {
                        *x = refit::percentile(*x, &w.column, among);
                    }
                }
                true
            }
        }
    }
}
