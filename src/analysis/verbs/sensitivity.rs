//! `sensitivity`: which declared choice the results depend on.

use super::correlation::{correlations, undrawn};
use super::grouping::grouping;
use super::vary::{AnalysisContext, MultiverseAnalysis, analyse};
use super::{Error, FactorChoice, NamedCorrelation, NamedGroup, Population};
use crate::analysis::memory;
use crate::analysis::multiverse::{Factor, Multiverse, headline};
use crate::analysis::origin::Origin;
use crate::analysis::sensitivity::{self as kernels, Findings, Layout, Swing, Weighed};
use crate::analysis::uncertainty::{SEED, nominal};
use crate::measure::Measurer;
use crate::model::Partnership;
use crate::progress::Progress;
use crate::scoring::score;
use crate::statistics::sobol::{Refusal, Settings};

/// How the design is laid out, and what varies.
#[derive(Clone, Debug)]
pub struct SensitivityRequest {
    /// A power of two keeps the design balanced.
    pub base_points: usize,
    /// Bootstrap resamples behind each interval.
    pub resamples: usize,
    /// An index whose 90 % interval is wider than this counts as not converged.
    pub limit: f64,
    /// Ask for the order of every pair of units, however many there are; without it up to 12 units are paired.
    pub pairs: bool,
    pub seed: u64,
    pub factors: FactorChoice,
    /// Factors that move together and have one pair of indices.
    pub groups: Vec<NamedGroup>,
    /// Factors that do not vary independently of each other.
    pub correlations: Vec<NamedCorrelation>,
    /// Bytes that may be taken.
    pub memory: u64,
}

impl Default for SensitivityRequest {
    fn default() -> Self {
        SensitivityRequest {
            base_points: kernels::BASE_POINTS,
            resamples: 1000,
            limit: 0.1,
            pairs: false,
            seed: SEED,
            factors: FactorChoice::default(),
            groups: Vec::new(),
            correlations: Vec::new(),
            memory: memory::LIMIT,
        }
    }
}

/// Indices, swings, the specification curve, and what single weights can do.
pub struct SensitivityAnalysis<'a> {
    pub origin: Origin<'a>,
    /// Of the units, for print.
    pub names: Vec<String>,
    /// Factors that stay still, each with the reason.
    pub not_varied: Vec<(String, String)>,
    pub notes: Vec<String>,
    pub found: Findings,
    /// Of partnerships, where no factor is fixed at a level; for tables [`super::swap`] computes it.
    pub weighed: Option<Weighed>,
}

impl SensitivityAnalysis<'_> {
    /// Whether no unit has a headline as the framework has it.
    pub fn withheld(&self) -> bool {
        self.found.headline.iter().all(Option::is_none)
    }
}

/// Beyond so many units pairs are looked at on request only.
const MOST_IN_PAIRS: usize = 12;

/// Factors that move no score, each with the reason.
const UNSUITABLE: [(&str, &str); 1] =
    [("threshold", "it moves no score, only how many parameters count as met; spscore uncertainty varies it")];

/// Why a factor can have no index, where it cannot.
pub fn unsuitable(factor: &str) -> Option<&'static str> {
    UNSUITABLE.iter().find(|(unsuitable, _)| *unsuitable == factor).map(|(_, why)| *why)
}

/// Finds the declared choices on which the results of a population depend.
pub fn sensitivity<'a>(
    of: &Population<'a>,
    request: &SensitivityRequest,
    progress: &dyn Progress,
) -> Result<SensitivityAnalysis<'a>, Error> {
    analyse(of, &request.factors, &UNSUITABLE, &Design { request, progress })
}

/// One factor at a time, without a design.
pub struct Swings {
    pub factors: Vec<Factor>,
    /// In the order of the factors; each has the units of the population.
    pub swings: Vec<Swing>,
    /// By unit, with everything as the framework has it.
    pub headline: Vec<Option<f64>>,
}

/// The swings that [`sensitivity()`] gives, and nothing else.
pub fn swings(of: &Population<'_>, factors: &FactorChoice) -> Result<Swings, Error> {
    analyse(of, factors, &UNSUITABLE, &OneAtATime)
}

struct OneAtATime;

impl<'a> MultiverseAnalysis<'a> for OneAtATime {
    type Answer = Swings;

    fn analyse<M: Multiverse>(&self, multiverse: &M, _: AnalysisContext<'a>) -> Result<Swings, Error> {
        let nominal = nominal(multiverse);
        let (headline, outputs) = (headline(multiverse), multiverse.outputs().len());
        let own = |unit| nominal.get(unit * outputs + headline).copied().filter(|x: &f64| !x.is_nan());
        Ok(Swings {
            factors: multiverse.factors().to_vec(),
            swings: kernels::tornado(multiverse, &nominal),
            headline: (0..multiverse.units().len()).map(own).collect(),
        })
    }
}

struct Design<'r> {
    request: &'r SensitivityRequest,
    progress: &'r dyn Progress,
}

impl<'a> MultiverseAnalysis<'a> for Design<'_> {
    type Answer = SensitivityAnalysis<'a>;

    fn analyse<M: Multiverse>(
        &self,
        multiverse: &M,
        context: AnalysisContext<'a>,
    ) -> Result<SensitivityAnalysis<'a>, Error> {
        let request = self.request;
        let (units, points) = (multiverse.units().len(), request.base_points);
        if request.pairs && units < 2 {
            return Err(Error::NoPairs);
        }
        let groups = grouping(multiverse.factors(), &request.groups)?;
        let correlations = correlations(multiverse.factors(), &request.correlations)?;
        let nominal = nominal(multiverse);
        let outputs = multiverse.outputs().len().max(1);
        // No unit has the score that ranks units.
        if nominal.iter().skip(multiverse.ranked()).step_by(outputs).all(|score| score.is_nan()) {
            return Err(Error::Withheld);
        }
        let (resamples, width_limit, least) = (request.resamples, request.limit, points / 4);
        let settings = Settings { resamples, width_limit, least, ..Settings::default() };
        let pairs = request.pairs || units <= MOST_IN_PAIRS;
        let layout = Layout { base_points: points, seed: request.seed, settings, pairs, groups, correlations };
        let quantities = kernels::quantities(multiverse, pairs, &nominal).len();
        let runs = layout.design(multiverse).map_err(undrawn)?.runs_per_point();
        memory::afford("base points", points, memory::of_base_point(quantities, runs), request.memory)?;
        let stage = self.progress.begin("running the design", points * runs);
        let found = kernels::findings(multiverse, &layout, &|done| stage.reach(done));
        drop(stage);
        let found = found.map_err(|e| refused(e, multiverse, &layout))?;
        // Single weights are moved under the framework's own choices, which are others where a factor is fixed.
        let weighed = if request.factors.given.is_empty() { weighed(&context) } else { None };
        let AnalysisContext { origin, names, not_varied, notes, .. } = context;
        Ok(SensitivityAnalysis { origin, names, not_varied, notes, found, weighed })
    }
}

/// The kernel counts groups of factors; people know factors by their words. Of a group that touches nothing none of its
/// factors does.
fn refused(refusal: Refusal, multiverse: &impl Multiverse, layout: &Layout) -> Error {
    let Refusal::Untouched { factors } = &refusal else { return Error::Sobol(refusal) };
    let (all, groups) = (multiverse.factors(), kernels::groups(multiverse.factors(), &layout.groups));
    let members = factors.iter().filter_map(|place| groups.get(*place)).flat_map(|group| &group.members);
    let words = members.filter_map(|place| all.get(*place)).map(|f| f.code.clone()).collect();
    Error::Untouched { factors: words, base_points: layout.base_points }
}

/// What single weights can do.
fn weighed(context: &AnalysisContext<'_>) -> Option<Weighed> {
    let Origin::Partnerships { framework, package, window } = context.origin else { return None };
    let measurer = Measurer::new(package, framework, window);
    let card =
        |p: &Partnership| score(&framework.facing(&package.parties, *p), &measurer.measure(framework, *p).readings());
    let cards: Vec<_> = context.partnerships.iter().map(card).collect();
    Some(kernels::weigh(framework, &cards))
}
