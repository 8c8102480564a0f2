//! Answers of single figures beyond scores and variants: the bridge, the raw series, two windows, the gap through time.

use crate::analysis::decompose::{Bridge, NoBridge, bridge};
use crate::analysis::gap_timeline::{GapTimeline, GapsRequest, gap_timelines};
use crate::analysis::multiverse::Partnerships;
use crate::analysis::substance::{Substance, substance};
use crate::analysis::uncertainty::{self, Plan};
use crate::analysis::{Timeline, timelines};
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::scoring::{ScoreCard, score};
use crate::statistics::spread::Spread;

/// Which of them are asked for.
#[derive(Clone, Debug, Default)]
pub struct FurtherRequest {
    pub bridge: Option<Partnership>,
    pub substance: Option<Partnership>,
    /// Two windows in which all partnerships are compared.
    pub slope: Option<[Window; 2]>,
    pub gaps: Option<GapsRequest>,
    /// The partnership whose gap has its intervals beside what a figure shows of it.
    pub bands: Option<(Partnership, Plan)>,
}

/// The answers; what was not asked for is empty.
#[derive(Debug, Default)]
pub struct Further {
    pub bridge: Option<Result<Bridge, NoBridge>>,
    /// `None` also where the package has no such series.
    pub substance: Option<Substance>,
    /// Each with two moments, FORM on the platforms that both windows know.
    pub slope: Vec<Timeline>,
    pub gaps: Vec<GapTimeline>,
    /// Over the data alone and over the declared variants on absolute scales.
    pub bands: Option<[Option<Spread>; 2]>,
}

impl FurtherRequest {
    /// All windows that are looked at.
    pub(super) fn windows(&self) -> impl Iterator<Item = &Window> {
        self.slope.iter().flatten().chain(self.gaps.iter().flat_map(|gaps| &gaps.windows))
    }
}

pub(super) fn further(
    framework: &Framework,
    package: &Package,
    window: Window,
    all: &[Partnership],
    asked: &FurtherRequest,
) -> Further {
    let card = |p: Partnership| -> ScoreCard {
        let measurer = Measurer::new(package, framework, window);
        score(&framework.facing(&package.parties, p), &measurer.measure(framework, p).readings())
    };
    let of_gaps = |asked: &GapsRequest| gap_timelines(framework, package, all, asked);
    let of_gap = |(p, plan): (Partnership, Plan)| {
        let (multiverse, _) = Partnerships::new(framework, package, &[p], window, &framework.factors);
        uncertainty::gap_bands(&multiverse, plan).pop()
    };
    Further {
        bridge: asked.bridge.map(|p| bridge(framework, &card(p))),
        substance: asked.substance.and_then(|p| substance(framework, package, p)),
        slope: asked.slope.map(|windows| timelines(framework, package, &windows, all)).unwrap_or_default(),
        gaps: asked.gaps.as_ref().map(of_gaps).unwrap_or_default(),
        bands: asked.bands.and_then(of_gap),
    }
}
