//! The gap through time: in each window FORM less CONTENT, with its interval over the declared variants.

use rayon::prelude::*;

use crate::analysis::multiverse::Series;
use crate::analysis::uncertainty::{self, Plan};
use crate::measure::Measurer;
use crate::measure::platforms::on_common_ground;
use crate::model::framework::Framework;
use crate::model::package::Package;
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::scoring::score;
use crate::statistics::spread::Spread;

/// The gap in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct GapMoment {
    pub window: Window,
    /// `None` where it is withheld.
    pub gap: Option<f64>,
    /// The gap with everything unknown at its worst, and at its best.
    pub bounds: (f64, f64),
    /// Over the declared variants on absolute scales; `None` where no variant gives a gap, and where it was not asked for.
    pub interval: Option<Spread>,
}

/// The gap of one partnership in each window.
#[derive(Clone, Debug, PartialEq)]
pub struct GapTimeline {
    pub partnership: Partnership,
    pub moments: Vec<GapMoment>,
}

/// The windows, and whose gap has its interval in each of them.
#[derive(Clone, Debug)]
pub struct GapsRequest {
    pub windows: Vec<Window>,
    pub with_interval: Vec<Partnership>,
    pub plan: Plan,
}

/// Every window has draws of its own, from the same seed. As in a timeline, FORM counts the platforms that are known in all
/// of them: what moves is what is held, never what is known.
pub fn gap_timelines(
    framework: &Framework,
    package: &Package,
    all: &[Partnership],
    asked: &GapsRequest,
) -> Vec<GapTimeline> {
    let GapsRequest { windows, with_interval, plan } = asked;
    let mut measurers = Measurer::series_without_rows(package, framework, windows);
    on_common_ground(framework, &mut measurers, all);
    let series = Series::new(framework, package, with_interval, windows, &framework.factors, measurers.first());
    let of_window = |measurer: &Measurer<'_>| -> Vec<GapMoment> {
        let window = measurer.window();
        let intervals = uncertainty::gap_intervals(&series.at(window).0, *plan);
        let interval = |p: &Partnership| {
            let place = with_interval.iter().position(|q| q == p)?;
            intervals.get(place).copied().flatten()
        };
        let moment = |p: &Partnership| {
            let card = score(&framework.facing(&package.parties, *p), &measurer.measure(framework, *p).readings());
            let interval = interval(p).filter(|_| card.gap().is_some());
            GapMoment { window, gap: card.gap(), bounds: card.gap_bounds(), interval }
        };
        all.iter().map(moment).collect()
    };
    let by_window: Vec<Vec<GapMoment>> = measurers.par_iter().map(of_window).collect();
    let own = |i: usize| by_window.iter().filter_map(|all| all.get(i).cloned()).collect();
    all.iter().enumerate().map(|(i, p)| GapTimeline { partnership: *p, moments: own(i) }).collect()
}
