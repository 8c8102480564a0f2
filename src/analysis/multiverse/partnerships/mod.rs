//! The multiverse of partnerships: each way is a framework and readings given to the one scoring function.
//!
//! Everything that can differ (METHOD section 7) is a change of the framework (weights, goalposts, the mean, the lowest
//! score) or of the readings (errors of the data, prior weight, an issue left out, another window, another spacing of
//! rungs). Scales fitted to the peers are goalposts as well: min-max and z-scores are straight lines between two ends,
//! and percentile ranks are readings between 0 and 1.

mod altered;
mod chance;
mod directions;
mod drawn;
mod factor_settings;
mod leaf;
mod measured;
mod mentions;
mod omission;
mod rank;
mod refit;
mod series;
mod setting;
mod world;

pub use factor_settings::Idle;
pub use series::Series;

use crate::analysis::multiverse::{Factor, Multiverse};
use crate::model::Package;
use crate::model::framework::{Framework, Goalposts, Indicator, Measure, NodeId, NodeKind};
use crate::model::measurement::{AbsenceKind, Reading};
use crate::model::method::Factors;
use crate::model::method::factors::PeerScale;
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::scoring::{Bounds, Scorer};
use chance::Stream;
use drawn::Drawn;
use factor_settings::FactorSettings;
use leaf::{Errors, Source};
use measured::{Measured, Values};
use omission::Omissions;
use setting::{Otherwise, Setting};
use world::World;

/// What is computed of each partnership beyond its nodes.
pub const GAP: &str = "gap";
/// How many parameters reach the threshold.
pub const MET: &str = "met";
/// Percentile rank in FORM less that in CONTENT, among the peers that have both scores in the same way.
pub const RANK: &str = "gap_rank";
/// How much less CONTENT it has than the line through the peers of the same way gives.
pub const RESIDUAL: &str = "gap_residual";
/// How many numbers there are of each partnership beyond its nodes.
const BEYOND: usize = 4;

/// Every declared way of scoring some partnerships.
pub struct Partnerships {
    framework: Framework,
    factors: Vec<Factor>,
    units: Vec<String>,
    outputs: Vec<String>,
    settings: FactorSettings,
    issues: Vec<(usize, String)>,
    /// The nominal window first.
    worlds: Vec<World>,
    leaves: Vec<NodeId>,
    rungs: Vec<f64>,
    omissions: Omissions,
    /// Of the partnerships that are measured: those looked at come first, in the order of `units`, then peers that only
    /// serve the scales. `pairs` has where the errors of each one's data come from, `peers` the places of the
    /// framework's peers.
    pairs: Vec<Stream>,
    peers: Vec<usize>,
    /// Whether a partnership that is analysed is ranked among the peers.
    ranked: bool,
    /// Of each measured partnership whether the peers' common partner is its first side: its directions are the others'
    /// the other way round.
    reversed: Vec<bool>,
    /// Of each measured partnership whether the peers' common partner is neither side: both directions have the first
    /// one's goalposts then, where the two have their own ([`Framework::facing`]).
    alone: Vec<bool>,
    /// Of each leaf the one that looks the other way; itself where it has no direction.
    turned: Vec<usize>,
}

/// What one thread works in.
pub struct Workspace {
    framework: Framework,
    scorer: Scorer,
    /// By window, then by partnership.
    readings: Vec<Vec<Vec<Option<Reading>>>>,
    values: Values,
    common: Drawn,
    column: Vec<f64>,
    spaced: Vec<f64>,
    /// Goalposts put aside while another pair stands in their place.
    aside: Vec<Option<Goalposts>>,
    given: Vec<f64>,
    drawn: Vec<f64>,
    /// By partnership: FORM and CONTENT of the way, where it has both.
    scores: Vec<Option<(f64, f64)>>,
}

impl Partnerships {
    /// Measures the partnerships, and their peers where a scale may be fitted to them, in every window that the factors
    /// span.
    ///
    /// Factors that have no range with this framework and these data do not vary, and are reported.
    pub fn new(
        framework: &Framework,
        package: &Package,
        partnerships: &[Partnership],
        window: Window,
        factors: &Factors,
    ) -> (Self, Vec<Idle>) {
        Series::new(framework, package, partnerships, &[window], factors, None).at(window)
    }

    /// The windows that some way looks at, the nominal first.
    pub fn windows(&self) -> Vec<Window> {
        self.worlds.iter().map(|w| w.window).collect()
    }

    fn indicator(&self, leaf: NodeId) -> Option<&Indicator> {
        match &self.framework.node(leaf).kind {
            NodeKind::Indicator(indicator) => Some(indicator),
            _ => None,
        }
    }

    /// The values of everybody who is needed, and the rungs of status spaced otherwise.
    fn measure(&self, setting: &Setting, scored: usize, w: &mut Workspace) {
        let Some(world) = self.worlds.get(setting.window) else { return };
        let otherwise = Otherwise {
            errors: setting.errors,
            prior_words: setting.prior_words,
            prior_mentions: setting.prior_mentions,
            mentions: setting.mentions,
            without_issue: setting.without_issue,
        };
        // A natural scale has its ends from the formula, and needs no peer.
        let fitted = setting.scale.is_some_and(|(scale, _)| scale != PeerScale::Natural);
        let needed = if fitted { self.pairs.len() } else { scored };
        let (window, status, over_window) = (setting.window, setting.status, setting.over_window);
        let asked = Measured { window, otherwise, status, over_window, partnerships: needed };
        if w.values.recall(asked) {
            return;
        }
        let nominal = otherwise == Otherwise::default();
        if !nominal {
            w.common.begin(&world.common);
        }
        if let Some(set) = setting.status {
            refit::spacing(&self.rungs, set, &mut w.spaced);
        }
        let rows =
            world.sources.iter().zip(&world.values).take(needed).zip(w.values.now.chunks_mut(self.leaves.len().max(1)));
        for (((sources, own), values), pair) in rows.zip(&self.pairs) {
            let mut errors = otherwise.errors.map(|set| Errors::new(*pair, set));
            for (((source, own), value), leaf) in sources.iter().zip(own).zip(values).zip(&self.leaves) {
                // What nothing touches is what it was.
                *value =
                    if nominal { *own } else { source.value(otherwise, &world.common, &mut w.common, errors.as_mut()) };
                let status = self.indicator(*leaf).is_some_and(|i| matches!(i.measure, Measure::Status { .. }));
                if status && (setting.status.is_some() || setting.over_window) {
                    let place = |rung: f64| self.rungs.iter().position(|r| *r == rung);
                    let spaced = |rung: f64| match setting.status.and_then(|_| place(rung)) {
                        Some(place) => w.spaced.get(place).copied().unwrap_or(rung),
                        None => rung,
                    };
                    *value = source.status(*value, setting.over_window, spaced);
                }
            }
        }
    }

    /// The leaf of a partnership that plays the part this one plays for a peer: "the partner names ASEAN".
    fn of_role(&self, unit: usize, leaf: usize) -> usize {
        match self.reversed.get(unit) {
            Some(true) => self.turned.get(leaf).copied().unwrap_or(leaf),
            _ => leaf,
        }
    }

    /// Puts a partnership's values where the kernel reads them.
    fn put(&self, setting: &Setting, unit: usize, w: &mut Workspace) {
        let values = w.values.now.chunks(self.leaves.len().max(1)).nth(unit).unwrap_or_default();
        let readings = w.readings.get_mut(setting.window).and_then(|r| r.get_mut(unit));
        let Some(world) = self.worlds.get(setting.window) else { return };
        let (sources, own) = (world.sources.get(unit), world.readings.get(unit));
        let (Some(readings), Some(sources), Some(own)) = (readings, sources, own) else { return };
        for (place, ((leaf, value), source)) in self.leaves.iter().zip(values).zip(sources).enumerate() {
            let (Some(reading), Some(own)) = (readings.get_mut(leaf.0), own.get(leaf.0)) else { continue };
            if self.omissions.holds(setting, unit, place) {
                *reading = Some(Reading::missing(AbsenceKind::NotApplicable, ""));
                continue;
            }
            if matches!(source, Source::Missing) {
                // It may have been left out in the way before.
                let applies = |r: &Option<Reading>| r.as_ref().is_none_or(Reading::applies);
                if applies(reading) != applies(own) {
                    reading.clone_from(own);
                }
                continue;
            }
            *reading = Some(if value.is_nan() {
                Reading::missing(AbsenceKind::NotAvailable, "")
            } else {
                Reading::Observed { value: *value, lower: *value, upper: *value }
            });
        }
    }
}

impl Multiverse for Partnerships {
    type Workspace = Workspace;

    fn factors(&self) -> &[Factor] {
        &self.factors
    }

    fn units(&self) -> &[String] {
        &self.units
    }

    fn outputs(&self) -> &[String] {
        &self.outputs
    }

    fn ranked(&self) -> usize {
        self.framework.content.0
    }

    fn workspace(&self) -> Workspace {
        Workspace {
            framework: self.framework.clone(),
            scorer: Scorer::default(),
            readings: self.worlds.iter().map(|w| w.readings.clone()).collect(),
            values: Values::new(self.pairs.len() * self.leaves.len()),
            common: Drawn::default(),
            column: Vec::new(),
            spaced: Vec::new(),
            aside: Vec::new(),
            given: Vec::new(),
            drawn: Vec::new(),
            scores: vec![None; self.pairs.len()],
        }
    }

    fn run(&self, point: &[Option<f64>], w: &mut Workspace, out: &mut [f64]) -> bool {
        self.compute(point, self.ranked, w, out)
    }

    fn run_alone(&self, point: &[Option<f64>], w: &mut Workspace, out: &mut [f64]) -> bool {
        self.compute(point, false, w, out)
    }
}

impl Partnerships {
    /// One way; `ranked` says whether the units are set among the peers, who are then scored too.
    fn compute(&self, point: &[Option<f64>], ranked: bool, w: &mut Workspace, out: &mut [f64]) -> bool {
        let scored = if ranked { self.pairs.len() } else { self.units.len() };
        let setting = self.settings.at(point, &self.issues);
        self.measure(&setting, scored, w);
        if !self.dress(&setting, scored, w) {
            return false;
        }
        let threshold = setting.threshold.unwrap_or(self.framework.threshold);
        // Weights that do not vary are the declared ones.
        let declared = setting.weights.map(|_| &self.framework);
        let (nodes, width) = (self.framework.nodes.len(), self.outputs.len());
        for unit in 0..scored {
            self.put(&setting, unit, w);
            let reversed = self.reversed.get(unit) == Some(&true);
            let alone = self.alone.get(unit) == Some(&true);
            if reversed {
                self.turn(w);
            }
            if alone {
                self.equate(w);
            }
            let Some(readings) = w.readings.get(setting.window).and_then(|r| r.get(unit)) else { return false };
            let scored = w.scorer.fill(&w.framework, readings, Bounds::Unwanted, declared);
            let score = |id: NodeId| scored.get(id.0).and_then(|s| s.score);
            let both = score(self.framework.form).zip(score(self.framework.content));
            if let Some(out) = out.chunks_mut(width).nth(unit).filter(|_| unit < self.units.len()) {
                for (cell, scored) in out.iter_mut().zip(scored) {
                    *cell = scored.score.unwrap_or(f64::NAN);
                }
                let parameters = self.framework.parameters();
                let met = parameters.iter().filter(|p| score(**p).is_some_and(|z| z >= threshold)).count();
                let known = parameters.iter().all(|p| score(*p).is_some());
                if let Some([to_gap, to_met]) = out.get_mut(nodes..nodes + 2) {
                    *to_gap = both.map_or(f64::NAN, |(form, content)| form - content);
                    *to_met = if known { met as f64 } else { f64::NAN };
                }
            }
            if let Some(cell) = w.scores.get_mut(unit) {
                *cell = both;
            }
            if reversed {
                self.turn(w);
            }
            if alone {
                self.restore(w);
            }
        }
        self.rank(&setting, ranked, w, out);
        true
    }
}
