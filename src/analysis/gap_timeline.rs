//! The gap through time: in each window FORM less CONTENT, with its interval over the declared variants.

use crate::analysis::multiverse::Partnerships;
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
    /// Over the declared variants on absolute scales; `None` where no variant gives a gap.
    pub interval: Option<Spread>,
}

/// The gap of one partnership in each window.
#[derive(Clone, Debug, PartialEq)]
pub struct GapTimeline {
    pub partnership: Partnership,
    pub moments: Vec<GapMoment>,
}

/// Every window has draws of its own, from the same seed. As in a timeline, FORM counts the platforms that are known in all
/// of them: what moves is what is held, never what is known.
pub fn gap_timelines(
    framework: &Framework,
    package: &Package,
    all: &[Partnership],
    windows: &[Window],
    plan: Plan,
) -> Vec<GapTimeline> {
    let mut measurers = Measurer::series_without_rows(package, framework, windows);
    on_common_ground(framework, &mut measurers, all);
    let of_window = |measurer: &Measurer<'_>| -> Vec<GapMoment> {
        let window = measurer.window();
        let (multiverse, _) =
            Partnerships::on_ground(framework, package, all, window, &framework.factors, Some(measurer));
        let intervals = uncertainty::gap_intervals(&multiverse, plan);
        let moment = |(i, p): (usize, &Partnership)| {
            let card = score(&framework.facing(&package.parties, *p), &measurer.measure(framework, *p).readings());
            let interval = intervals.get(i).copied().flatten().filter(|_| card.gap().is_some());
            GapMoment { window, gap: card.gap(), bounds: card.gap_bounds(), interval }
        };
        all.iter().enumerate().map(moment).collect()
    };
    let by_window: Vec<Vec<GapMoment>> = measurers.iter().map(of_window).collect();
    let own = |i: usize| by_window.iter().filter_map(|all| all.get(i).cloned()).collect();
    all.iter().enumerate().map(|(i, p)| GapTimeline { partnership: *p, moments: own(i) }).collect()
}
