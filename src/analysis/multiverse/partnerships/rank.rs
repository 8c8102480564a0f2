//! Where a partnership stands among its peers in one way: rank and residual, from the peers' FORM and CONTENT of the
//! same way.

use super::setting::Setting;
use super::{BEYOND, Partnerships, Workspace};
use crate::analysis::gap;

impl Partnerships {
    /// Sets the partnerships that are peers among the peers of the same way. A peer that is left out stays out of the
    /// others' ranks and of the line, and is itself set against the others. Where no partnership is `ranked`, both stay
    /// empty.
    pub(super) fn rank(&self, setting: &Setting, ranked: bool, w: &Workspace, out: &mut [f64]) {
        let nodes = self.framework.nodes.len();
        let stays = |place: usize| setting.without_peer != Some(place);
        let score = |unit: usize| w.scores.get(unit).copied().flatten();
        let present = self.peers.iter().enumerate().filter(|(place, _)| ranked && stays(*place));
        let present: Vec<(usize, (f64, f64))> = present.filter_map(|(_, unit)| Some((*unit, score(*unit)?))).collect();
        let line = gap::line(present.iter().map(|(_, both)| *both));
        for (unit, out) in out.chunks_mut(self.outputs.len()).enumerate().take(self.units.len()) {
            let own = score(unit).filter(|_| ranked && self.peers.contains(&unit));
            let others = present.iter().filter(|(other, _)| *other != unit).map(|(_, both)| *both);
            let rank = own.and_then(|own| gap::rank(own, others));
            let residual = own.zip(line).map(|(own, line)| gap::residual(own, line));
            if let Some([to_rank, to_residual]) = out.get_mut(nodes + 2..nodes + BEYOND) {
                *to_rank = rank.unwrap_or(f64::NAN);
                *to_residual = residual.unwrap_or(f64::NAN);
            }
        }
    }
}
