//! What single kinds show beyond scores and variants: two windows, the bridge, the raw series, the gap through time.

use serde_json::{Value, json};

use super::{Order, bad_usage};
use crate::analysis::Timeline;
use crate::analysis::gap_timeline::GapsRequest;
use crate::analysis::uncertainty::Plan;
use crate::analysis::verbs::{FigureData, FigureRequest, FurtherRequest, Step};
use crate::chart::{Further, Kind, Passage, Sloped};
use crate::cli::Failure;
use crate::cli::args::{self, SlopeOf};
use crate::model::party::Partnership;
use crate::model::window::Window;

/// The two windows of a waterfall or a slope: those that were typed; otherwise the window of all figures and the one of
/// the same length before it.
pub(super) fn two_windows(args: &args::Plot, window: Window) -> Result<[Window; 2], Failure> {
    match args.windows.as_slice() {
        [] => {
            let none = || bad_usage("no window lies before this one\n  write both: --windows 2013-2017,2018-2022");
            Ok([window.before().ok_or_else(none)?, window])
        }
        [from, to] if from == to => {
            Err(bad_usage("the two windows are the same\n  write --windows 2013-2017,2018-2022"))
        }
        [from, to] => Ok([*from, *to]),
        _ => Err(bad_usage(
            "waterfall and slope go from one window to another\n  write two: --windows 2013-2017,2018-2022",
        )),
    }
}

/// As a waterfall is given it.
pub(super) fn passage(step: &Step) -> Passage {
    Passage { slug: step.slug.clone(), windows: step.windows, scores: step.scores, parts: step.parts.clone() }
}

/// Whether a kind shows two windows.
pub(super) fn two(kind: Kind) -> bool {
    matches!(kind, Kind::Waterfall | Kind::Slope)
}

/// Whether a kind draws the gap of every window from the declared variants, or states the interval of one gap.
pub(super) fn draws(kind: Kind) -> bool {
    kind == Kind::GapTimeline || states_interval(kind)
}

/// Whether a kind shows something else of one gap than its variants, and states their interval in words.
pub(super) fn states_interval(kind: Kind) -> bool {
    matches!(kind, Kind::Bridge | Kind::Sobol | Kind::Tornado | Kind::Specification)
}

/// What the kinds of an order ask for; `one` is the partnership that kinds of one show.
pub(super) fn request(
    args: &args::Plot,
    order: &Order,
    (partnerships, one): (&[Partnership], Option<Partnership>),
    (window, series): (Window, &[Window]),
    plan: Plan,
) -> Result<FurtherRequest, Failure> {
    let shown = |kind| order.figures.iter().any(|(k, ..)| *k == kind);
    let slope = match shown(Kind::Slope).then(|| two_windows(args, window)) {
        // A set does without it where no window lies before.
        Some(Err(_)) if order.folder.is_some() && args.windows.is_empty() => None,
        Some(windows) => Some(windows?),
        None => None,
    };
    // Those that were named; peers beside them are what they are compared with.
    let named = if order.slugs.is_empty() || args.intervals { partnerships.len() } else { order.slugs.len() };
    let with_interval = partnerships.iter().take(named).copied().collect();
    Ok(FurtherRequest {
        bridge: one.filter(|_| shown(Kind::Bridge)),
        substance: one.filter(|_| shown(Kind::Substance)),
        slope,
        gaps: shown(Kind::GapTimeline).then(|| GapsRequest { windows: series.to_vec(), with_interval, plan }),
        bands: one.filter(|_| order.figures.iter().any(|(k, ..)| states_interval(*k))).map(|p| (p, plan)),
    })
}

/// As figures are given it.
pub(super) fn answers<'a>(args: &args::Plot, data: &'a FigureData<'_>, request: &FigureRequest) -> Further<'a> {
    let found = &data.further;
    Further {
        bridge: request.further.bridge.zip(found.bridge.as_ref()),
        substance: found.substance.as_ref(),
        gaps: &found.gaps,
        bands: request.further.bands.map(|(p, _)| p).zip(found.bands),
        gap_draws: request.further.gaps.as_ref().map(|gaps| (gaps.plan.draws, gaps.plan.seed)),
        sloped: match args.of {
            Some(SlopeOf::Form) => Sloped::Form,
            Some(SlopeOf::Content) | None => Sloped::Content,
            Some(SlopeOf::Gap) => Sloped::Gap,
        },
    }
}

/// The series of windows that a kind shows; other kinds know one window.
pub(super) fn series<'a>(kind: Kind, data: &'a FigureData<'_>) -> &'a [Timeline] {
    match kind {
        kind if kind.is_through_time() => &data.timelines,
        Kind::Slope => &data.further.slope,
        _ => &[],
    }
}

/// The windows of a figure, for its papers; `None` for the window of all figures.
pub(super) fn windows(kind: Kind, data: &FigureData<'_>, request: &FigureRequest) -> Option<Value> {
    let listed = |windows: &[Window]| json!(windows.iter().map(ToString::to_string).collect::<Vec<_>>());
    match (kind, &data.step, &data.further.substance) {
        (kind, ..) if kind.is_through_time() => Some(listed(&request.timeline)),
        (Kind::Waterfall, Some(step), _) => Some(listed(&step.windows)),
        (Kind::Slope, ..) => request.further.slope.map(|windows| listed(&windows)),
        (Kind::Substance, _, Some(found)) => Some(json!(found.span.to_string())),
        _ => None,
    }
}
