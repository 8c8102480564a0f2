//! The measurements before anything varies: every partnership that is analysed, in every window of the multiverse.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::drawn::{Common, Drawn};
use super::leaf::Source;
use super::setting::Otherwise;
use crate::measure::platforms::on_ground_of;
use crate::measure::{Measurer, Panel};
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::measurement::Reading;
use crate::model::method::factors::Data;
use crate::model::party::Partnership;
use crate::model::window::{Window, Year};
use crate::model::{Package, PartyId};
use crate::scoring::score;

/// One window: per partnership its readings and how each leaf can be computed again.
pub(super) struct World {
    pub window: Window,
    pub readings: Vec<Vec<Option<Reading>>>,
    pub sources: Vec<Vec<Source>>,
    /// By partnership, then by leaf: the values with nothing different; `NaN` where there is none.
    pub values: Vec<Vec<f64>>,
    pub common: Common,
}

/// The declared window first, then every window whose ends lie up to so many years off, in ascending order.
fn windows(declared: Window, years: u16) -> Vec<Window> {
    let mut all = vec![declared];
    let shift = |year: Year, by: i32| Year::new(i64::from(year.get()) + i64::from(by));
    let off = i32::from(years);
    for from in -off..=off {
        for to in -off..=off {
            let window = shift(declared.from(), from).zip(shift(declared.to(), to));
            all.extend(window.and_then(|(a, b)| Window::new(a, b).ok()).filter(|w| *w != declared));
        }
    }
    all
}

/// What is measured in every window that some way of a series looks at, each window once.
pub(super) struct MeasuredWindows {
    /// Years by which the ends of a window may lie off.
    years: u16,
    /// Places of those who are asked whether a window belongs to another: the peers, or everybody where there are none.
    asked: Vec<usize>,
    of: BTreeMap<Window, MeasuredWindow>,
}

struct MeasuredWindow {
    /// Of those who are analysed or serve the scales.
    panels: Vec<Panel>,
    /// By place, of whoever may be asked: whether FORM and CONTENT have a score.
    scored: Vec<bool>,
}

impl MeasuredWindows {
    /// Measures everybody once in every window.
    pub fn new(
        framework: &Framework,
        package: &Package,
        all: &[Partnership],
        (declared, years): (&[Window], u16),
        ground: Option<&Measurer<'_>>,
    ) -> Self {
        let mut looked_at: Vec<Window> = declared.iter().flat_map(|window| windows(*window, years)).collect();
        looked_at.sort_unstable();
        looked_at.dedup();
        let mut measurers = Measurer::series_without_rows(package, framework, &looked_at);
        if let Some(ground) = ground {
            on_ground_of(&mut measurers, ground);
        }
        let peers = if years > 0 { framework.peers.partnerships(&package.parties) } else { Vec::new() };
        let asked_besides = peers.iter().filter(|p| !all.contains(p));
        let everybody: Vec<Partnership> = all.iter().chain(asked_besides).copied().collect();
        let scored = |panel: &Panel| {
            let facing = framework.facing(&package.parties, panel.partnership);
            let card = score(&facing, &panel.readings());
            card.form().score.is_some() && card.content().score.is_some()
        };
        let jobs: Vec<(&Measurer<'_>, Partnership)> =
            measurers.iter().flat_map(|g| everybody.iter().map(move |p| (g, *p))).collect();
        let measure = |(measurer, p): (&Measurer<'_>, Partnership)| {
            let panel = measurer.measure(framework, p);
            let scored = years > 0 && scored(&panel);
            (panel, scored)
        };
        let mut found = jobs.into_par_iter().map(measure).collect::<Vec<_>>().into_iter();
        let of = looked_at.into_iter().map(|window| {
            let (mut panels, scored): (Vec<Panel>, Vec<bool>) = found.by_ref().take(everybody.len()).unzip();
            panels.truncate(all.len());
            (window, MeasuredWindow { panels, scored })
        });
        let asked = peers.iter().filter_map(|p| everybody.iter().position(|q| q == p)).collect();
        MeasuredWindows { years, of: of.collect(), asked }
    }

    /// The declared window, and those round it in which at least three quarters of the peers that have a score now have
    /// one too: the data must reach so far. Who has none there has none in such a draw.
    ///
    /// Whether a window belongs is decided by the peers alone, so that the windows do not depend on which partnerships
    /// are analysed. Where none of them has a score, the partnerships that are analysed decide.
    pub fn worlds(
        &self,
        framework: &Framework,
        package: &Package,
        declared: Window,
        errors: &Data,
        leaves: &[NodeId],
    ) -> Vec<World> {
        let Some(now) = self.of.get(&declared) else { return Vec::new() };
        let among = |asked: &[usize], found: &MeasuredWindow| -> Vec<usize> {
            asked.iter().copied().filter(|i| found.scored.get(*i) == Some(&true)).collect()
        };
        let asked = among(&self.asked, now);
        let asked = if asked.is_empty() { (0..now.panels.len()).collect() } else { asked };
        let looked_at = windows(declared, self.years);
        let worlds = looked_at.par_iter().enumerate().filter_map(|(i, window)| {
            let found = self.of.get(window)?;
            let belongs = i == 0 || 4 * among(&asked, found).len() >= 3 * asked.len();
            belongs.then(|| world((framework, package), *window, &found.panels, errors, leaves))
        });
        worlds.collect()
    }
}

/// One window, from what was measured in it.
fn world(
    (framework, package): (&Framework, &Package),
    window: Window,
    panels: &[Panel],
    errors: &Data,
    leaves: &[NodeId],
) -> World {
    let (readings, sources, values) = (Vec::new(), Vec::new(), Vec::new());
    let mut world = World { window, readings, sources, values, common: Common::default() };
    for panel in panels {
        let source = |id: &NodeId| match (panel.get(*id), &framework.node(*id).kind) {
            (Some(measured), NodeKind::Indicator(i)) => {
                Source::of(measured, &i.measure, errors, &package.parties, &mut world.common)
            }
            _ => Source::Missing,
        };
        let sources = leaves.iter().map(source).collect();
        world.readings.push(panel.readings());
        world.sources.push(sources);
    }
    // Computed as every other way is, so that there is one arithmetic.
    let mut drawn = Drawn::default();
    drawn.begin(&world.common);
    let common = &world.common;
    let mut value = |source: &Source| source.value(Otherwise::default(), common, &mut drawn, None);
    world.values = world.sources.iter().map(|row| row.iter().map(&mut value).collect()).collect();
    world
}

/// The name of the party that is not the peers' common partner; of a pair without it the first one's.
pub(super) fn partner(framework: &Framework, package: &Package, p: Partnership) -> PartyId {
    let with = package.parties.by_code(&framework.peers.with);
    if Some(p.a) == with { p.b } else { p.a }
}

/// The issues that some value rests on, in the order of the package.
pub(super) fn issues(package: &Package, worlds: &[World]) -> Vec<(usize, String)> {
    let mut found: Vec<usize> = worlds
        .iter()
        .flat_map(|w| w.common.heard.iter().flat_map(|h| h.attention.issues.iter().map(|i| i.issue)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|i| Some((i, package.issues.get(i)?.title.clone()))).collect()
}
