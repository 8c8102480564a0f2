//! The data of figures of partnerships, computed once for all figures of a request.

use super::Error;
use super::further::{self, Further, FurtherRequest};
use crate::analysis::contribution::{contributions, largest_first};
use crate::analysis::multiverse::{Factor, FixedFactors, GAP, Idle, Multiverse, Partnerships};
use crate::analysis::sensitivity::{self, Indices, Layout, Specification, Swing, gap_indices};
use crate::analysis::uncertainty::{self, Asked, Families, Plan, Uncertainty};
use crate::analysis::{Comparison, Timeline, compare, memory, timelines};
use crate::measure::Measurer;
use crate::model::framework::NodeId;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::scoring::score;
use crate::statistics::sobol::{Refusal, Settings};

/// What the figures of an order show; nothing else is computed.
#[derive(Clone, Debug)]
pub struct FigureRequest {
    pub partnerships: Vec<Partnership>,
    /// How many of them, from the first, stand in this order before all others; those follow from the one with most
    /// CONTENT down.
    pub first: usize,
    pub window: Window,
    /// The windows of a timeline; none where none is drawn.
    pub timeline: Vec<Window>,
    /// Draws over all declared variants.
    pub spreads: Option<Plan>,
    /// What moves the gap of one partnership.
    pub moves: Option<(Partnership, MovesRequest)>,
    /// CONTENT of one partnership in two windows.
    pub step: Option<(Partnership, [Window; 2])>,
    pub further: FurtherRequest,
}

/// What moves a gap, as far as some figure shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovesRequest {
    pub indices: bool,
    pub swings: bool,
    pub curve: bool,
    pub base_points: usize,
    pub seed: u64,
}

/// What the figures show.
pub struct FigureData<'a> {
    pub framework: &'a Framework,
    pub measurer: Measurer<'a>,
    pub comparison: Comparison,
    pub timelines: Vec<Timeline>,
    pub spreads: Option<Spreads>,
    pub moves: Option<Moves>,
    pub step: Option<Step>,
    pub further: Further,
}

/// All partnerships over all declared variants.
pub struct Spreads {
    pub factors: Vec<Factor>,
    pub idle: Vec<Idle>,
    pub uncertainty: Uncertainty,
    /// The draws by the choice that divides the gaps most: of the partnership named first, otherwise of all.
    pub families: Option<Families>,
}

/// What moves the gap of one partnership.
pub struct Moves {
    pub slug: String,
    pub seed: u64,
    pub factors: Vec<Factor>,
    pub idle: Vec<Idle>,
    pub nominal: Option<f64>,
    pub indices: Option<Indices>,
    pub swings: Vec<Swing>,
    pub curve: Option<Specification>,
}

/// CONTENT of one partnership in two windows, and the exact parts of its change, largest first.
pub struct Step {
    pub slug: String,
    pub windows: [Window; 2],
    pub scores: [Option<f64>; 2],
    pub parts: Vec<(NodeId, f64)>,
}

/// Measures, scores and compares the partnerships, and computes what the figures show beyond the scores.
pub fn figures<'a>(
    framework: &'a Framework,
    package: &'a Package,
    request: &FigureRequest,
) -> Result<FigureData<'a>, Error> {
    let FigureRequest { partnerships, window, .. } = request;
    if partnerships.is_empty() {
        return Err(Error::NobodyNamed);
    }
    for p in partnerships {
        for window in request.timeline.iter().chain(request.further.windows()).chain([window]) {
            package.parties.apart(*p, *window)?;
        }
    }
    let inputs = MultiverseInputs { framework, package, window: *window };
    if let Some(plan) = request.spreads {
        let size = memory::of_draw(partnerships.len(), framework.nodes.len() + 2, 2);
        memory::afford("draws", plan.draws, size, memory::LIMIT)?;
    }
    let measurer = Measurer::new(package, framework, *window);
    let mut comparison = compare(framework, &measurer, partnerships);
    let named = partnerships.get(..request.first).unwrap_or(partnerships);
    comparison.evaluations.sort_by_key(|e| named.iter().position(|p| *p == e.partnership).unwrap_or(named.len()));
    let sorted: Vec<Partnership> = comparison.evaluations.iter().map(|e| e.partnership).collect();
    Ok(FigureData {
        timelines: timelines(framework, package, &request.timeline, &sorted),
        moves: request.moves.map(|(of, asked)| moves(inputs, of, asked)).transpose()?,
        step: request.step.map(|(of, windows)| step(framework, package, of, windows)),
        spreads: request.spreads.map(|plan| spreads(inputs, &sorted, (request.first > 0).then_some(0), plan)),
        further: further::further(framework, package, *window, &sorted, &request.further),
        framework,
        measurer,
        comparison,
    })
}

/// The framework, package and window of a multiverse.
#[derive(Clone, Copy)]
struct MultiverseInputs<'a> {
    framework: &'a Framework,
    package: &'a Package,
    window: Window,
}

impl MultiverseInputs<'_> {
    fn multiverse(&self, of: &[Partnership]) -> (Partnerships, Vec<Idle>) {
        Partnerships::new(self.framework, self.package, of, self.window, &self.framework.factors)
    }
}

/// `first` is the place of the partnership that was asked for.
fn spreads(inputs: MultiverseInputs<'_>, of: &[Partnership], first: Option<usize>, plan: Plan) -> Spreads {
    let (multiverse, idle) = inputs.multiverse(of);
    let f = inputs.framework;
    // Figures show the bands of FORM, CONTENT and gap; cards and tables have those of all nodes.
    let shown = [&*f.node(f.form).code, &f.node(f.content).code, GAP];
    let asked = Asked { plan, copula: None, outputs: Some(&shown) };
    let found = uncertainty::uncertainty_of(&multiverse, Some(&f.verdicts), asked, &|_| {});
    let families = uncertainty::families(&multiverse, plan, &found.headline, first);
    let factors = multiverse.factors().to_vec();
    Spreads { factors, idle, uncertainty: found, families }
}

fn moves(inputs: MultiverseInputs<'_>, of: Partnership, asked: MovesRequest) -> Result<Moves, Error> {
    let (multiverse, idle) = inputs.multiverse(&[of]);
    let row = uncertainty::nominal(&multiverse);
    let gap = multiverse.outputs().iter().position(|o| o == GAP);
    let nominal = gap.and_then(|i| row.get(i)).copied().filter(|x| !x.is_nan());
    let known = nominal.is_some() && !multiverse.factors().is_empty();
    let indices = if asked.indices && known { indices(&multiverse, asked.base_points, asked.seed)? } else { None };
    let swings = if asked.swings && known { sensitivity::tornado(&multiverse, &row) } else { Vec::new() };
    let curves = (asked.curve && known).then(|| sensitivity::specification(&multiverse).ok()).flatten();
    Ok(Moves {
        slug: of.slug(&inputs.package.parties),
        seed: asked.seed,
        factors: multiverse.factors().to_vec(),
        idle,
        nominal,
        indices,
        swings,
        curve: curves.and_then(|curves| curves.into_iter().next()),
    })
}

/// The threshold of a parameter moves no score and has no place in the design; other factors may turn out to move none
/// either: they are then known to.
fn indices(multiverse: &Partnerships, base_points: usize, seed: u64) -> Result<Option<Indices>, Refusal> {
    let multiverse = FixedFactors::new(multiverse, |f| f.code == "threshold");
    let with = |fixed: Vec<usize>| {
        let settings = Settings { fixed, least: base_points / 4, ..Settings::default() };
        gap_indices(&multiverse, &Layout { base_points, seed, settings, ..Layout::default() }).transpose()
    };
    match with(Vec::new()) {
        Err(Refusal::Untouched { factors }) => with(factors),
        other => other,
    }
}

fn step(f: &Framework, package: &Package, p: Partnership, windows: [Window; 2]) -> Step {
    let measurers = Measurer::series(package, f, &windows);
    let facing = f.facing(&package.parties, p);
    let cards: Vec<_> = measurers.iter().map(|m| score(&facing, &m.measure(f, p).readings())).collect();
    let mut parts = match cards.as_slice() {
        [before, after] => contributions(f, after, before, f.content),
        _ => Vec::new(),
    };
    largest_first(&mut parts);
    let own = |i: usize| cards.get(i).and_then(|card| card.content().score);
    Step {
        slug: p.slug(&package.parties),
        windows,
        scores: [own(0), own(1)],
        parts: parts.into_iter().map(|c| (c.node, c.points)).collect(),
    }
}
