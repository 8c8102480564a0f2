//! Multiverses of the same partnerships in one window after another: each window that some way looks at is measured once
//! for all of them.

use super::chance::{Matter, Stream};
use super::directions;
use super::factor_settings::{self, Available, FactorSettings};
use super::leaf::Source;
use super::mentions::Named;
use super::omission::Omissions;
use super::world::{self, MeasuredWindows};
use super::{GAP, Idle, MET, Partnerships, RANK, RESIDUAL};
use crate::analysis::gap;
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::method::Factors;
use crate::model::method::factors::{Data, PeerScale};
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::model::{Package, PartyId};

/// What the multiverses of a series of windows share.
pub struct Series<'a> {
    framework: &'a Framework,
    package: &'a Package,
    factors: &'a Factors,
    /// Who is analysed, and how many they are: they come first among all that are measured.
    analysed: usize,
    all: Vec<Partnership>,
    /// Places of the framework's peers.
    peers: Vec<usize>,
    ranked: bool,
    leaves: Vec<NodeId>,
    measured: MeasuredWindows,
}

impl<'a> Series<'a> {
    /// Measures the partnerships, and their peers where a scale may be fitted to them, in every window that the factors
    /// span about one of `windows`. FORM counts the platforms that `ground` counts, where there is such a measurer.
    pub fn new(
        framework: &'a Framework,
        package: &'a Package,
        partnerships: &[Partnership],
        windows: &[Window],
        factors: &'a Factors,
        ground: Option<&Measurer<'_>>,
    ) -> Self {
        let mut all = partnerships.to_vec();
        let known = framework.peers.partnerships(&package.parties);
        let fitted = factors.scale.as_ref().is_some_and(|s| s.choices.iter().any(|c| *c != PeerScale::Natural));
        let ranked =
            partnerships.iter().any(|p| known.contains(p)) && gap::overlap(framework, &package.parties).is_none();
        if fitted || ranked {
            all.extend(known.iter().filter(|p| !partnerships.contains(p)));
        }
        let peers = known.iter().filter(|_| fitted || ranked).filter_map(|p| all.iter().position(|q| q == p)).collect();
        let years = factors.window.as_ref().map_or(0, |w| w.years);
        Series {
            analysed: partnerships.len(),
            peers,
            ranked,
            leaves: framework.indicators().map(|(id, ..)| id).collect(),
            measured: MeasuredWindows::new(framework, package, &all, (windows, years), ground),
            all,
            framework,
            package,
            factors,
        }
    }

    /// The multiverse of one window of the series, and the factors that do not vary in it.
    pub fn at(&self, window: Window) -> (Partnerships, Vec<Idle>) {
        let Series { framework, package, factors, all, peers, leaves, .. } = self;
        let parties = &package.parties;
        let sure = Data { counts: false, coders: false, trade: 0.0, arms: 0.0, values: 0.0, reason: String::new() };
        let errors = factors.data.as_ref().unwrap_or(&sure);
        let worlds = self.measured.worlds(framework, package, window, errors, leaves);
        let name = |id: PartyId| parties.name(id).to_owned();
        let partner = |i: &usize| all.get(*i).map(|p| name(world::partner(framework, package, *p)));
        let issues = world::issues(package, &worlds);
        let rungs = factor_settings::rungs(framework);
        let omissions = Omissions::new(framework, factors, &worlds, leaves);
        let available = Available {
            windows: worlds.iter().map(|w| w.window).collect(),
            issues: issues.clone(),
            peers: peers.iter().filter_map(partner).collect(),
            ranked: self.ranked,
            framework,
            errors: worlds.iter().flat_map(|w| w.sources.iter().flatten()).any(Source::is_uncertain)
                || worlds
                    .iter()
                    .any(|w| w.common.heard.iter().any(|h| h.counts) || w.common.named.iter().any(Named::is_uncertain)),
            coded: worlds.iter().any(|w| {
                w.common.named.iter().any(Named::has_invalid) || w.sources.iter().flatten().any(Source::has_invalid)
            }),
            rungs: rungs.len(),
            rises: worlds.iter().flat_map(|w| w.sources.iter().flatten()).any(Source::rises),
            omissions: &omissions,
        };
        let (settings, factors, idle) = FactorSettings::new(factors, &available);
        let mut outputs: Vec<String> = framework.nodes.iter().map(|n| n.code.clone()).collect();
        outputs.extend([GAP, MET, RANK, RESIDUAL].map(str::to_owned));
        let with = parties.by_code(&framework.peers.with);
        let code = |id: PartyId| parties.code(id);
        let multiverse = Partnerships {
            reversed: all.iter().map(|p| Some(p.a) == with).collect(),
            alone: all.iter().map(|p| Some(p.a) != with && Some(p.b) != with).collect(),
            turned: directions::turned(framework, leaves),
            framework: (*framework).clone(),
            factors,
            units: all.iter().take(self.analysed).map(|p| p.slug(parties)).collect(),
            outputs,
            settings,
            issues,
            worlds,
            leaves: leaves.clone(),
            rungs,
            omissions,
            pairs: all.iter().map(|p| Stream::of_pair(Matter::Pair, code(p.a), code(p.b))).collect(),
            peers: peers.clone(),
            ranked: self.ranked,
        };
        (multiverse, idle)
    }
}
