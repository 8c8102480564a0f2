//! `uncertainty`: how far results move over all declared ways of computing them.

use super::correlation::{correlations, undrawn};
use super::vary::{AnalysisContext, MultiverseAnalysis, analyse};
use super::{Error, FactorChoice, NamedCorrelation, Population};
use crate::analysis::memory;
use crate::analysis::multiverse::{Factor, FixedFactors, Multiverse, counts_of_levels};
use crate::analysis::origin::Origin;
use crate::analysis::sensitivity::{self, Driver, Layout};
use crate::analysis::uncertainty::{self as kernels, Plan, Uncertainty};
use crate::progress::Progress;
use crate::statistics::sobol::{Copula, Correlation, Settings};

/// How much is drawn, and what varies.
#[derive(Clone, Debug)]
pub struct UncertaintyRequest {
    pub plan: Plan,
    /// Base points of the design that finds the largest driver; 0 leaves it out.
    pub driver_points: usize,
    pub factors: FactorChoice,
    /// Factors that do not vary independently of each other.
    pub correlations: Vec<NamedCorrelation>,
    /// Bytes that may be taken.
    pub memory: u64,
}

impl Default for UncertaintyRequest {
    fn default() -> Self {
        UncertaintyRequest {
            plan: Plan { draws: kernels::DRAWS, seed: kernels::SEED },
            driver_points: 1024,
            factors: FactorChoice::default(),
            correlations: Vec::new(),
            memory: memory::LIMIT,
        }
    }
}

/// How far results move, and what moves them most.
pub struct UncertaintyAnalysis<'a> {
    pub origin: Origin<'a>,
    /// Of the units, for print.
    pub names: Vec<String>,
    pub factors: Vec<Factor>,
    /// By the places of the factors.
    pub correlations: Vec<Correlation>,
    /// Factors that stay still, each with the reason.
    pub not_varied: Vec<(String, String)>,
    pub notes: Vec<String>,
    pub found: Uncertainty,
    /// By unit: of the headline, and of the residual among the peers.
    pub drivers: Vec<Option<Driver>>,
    pub relative_drivers: Vec<Option<Driver>>,
}

impl UncertaintyAnalysis<'_> {
    /// Whether no unit has a headline as the framework has it.
    pub fn withheld(&self) -> bool {
        let found = &self.found;
        !found.units.iter().any(|u| u.nominal.get(found.headline_output).copied().flatten().is_some())
    }
}

/// Draws the declared ways of computing the results of a population, and sums up what they come to.
pub fn uncertainty<'a>(
    of: &Population<'a>,
    request: &UncertaintyRequest,
    progress: &dyn Progress,
) -> Result<UncertaintyAnalysis<'a>, Error> {
    analyse(of, &request.factors, &[], &Draws { request, progress })
}

struct Draws<'r> {
    request: &'r UncertaintyRequest,
    progress: &'r dyn Progress,
}

impl<'a> MultiverseAnalysis<'a> for Draws<'_> {
    type Answer = UncertaintyAnalysis<'a>;

    fn analyse<M: Multiverse>(
        &self,
        multiverse: &M,
        context: AnalysisContext<'a>,
    ) -> Result<UncertaintyAnalysis<'a>, Error> {
        let plan = self.request.plan;
        let verdicts = match context.origin {
            Origin::Partnerships { framework, .. } => Some(&framework.verdicts),
            Origin::Table { .. } => None,
        };
        let correlations = correlations(multiverse.factors(), &self.request.correlations)?;
        let levels = counts_of_levels(multiverse.factors());
        let copula = match correlations.is_empty() {
            true => None,
            false => Some(Copula::new(&levels, &correlations).map_err(undrawn)?),
        };
        let bands = kernels::bands(multiverse);
        let size = memory::of_draw(multiverse.units().len(), multiverse.outputs().len(), bands);
        memory::afford("draws", plan.draws, size, self.request.memory)?;
        let stage = self.progress.begin("drawing", bands * plan.draws);
        let asked = kernels::Asked { plan, copula: copula.as_ref(), outputs: None };
        let found = kernels::uncertainty_of(multiverse, verdicts, asked, &|done| stage.tick(done));
        drop(stage);
        let [drivers, relative_drivers] = self.drivers(multiverse, &correlations)?;
        let factors = multiverse.factors().to_vec();
        let AnalysisContext { origin, names, not_varied, notes, .. } = context;
        Ok(UncertaintyAnalysis {
            origin,
            names,
            factors,
            correlations,
            not_varied,
            notes,
            found,
            drivers,
            relative_drivers,
        })
    }
}

impl Draws<'_> {
    /// The largest driver of each unit's headline and of its residual among the peers, by total index; none where there
    /// is a single factor.
    fn drivers<M: Multiverse>(
        &self,
        whole: &M,
        correlations: &[Correlation],
    ) -> Result<[Vec<Option<Driver>>; 2], Error> {
        let (units, points) = (whole.units().len(), self.request.driver_points);
        // The design of `sensitivity`, so that the two say the same: what moves no score has no place in it.
        let multiverse = &FixedFactors::new(whole, |f| f.code == "threshold");
        let factors = multiverse.factors();
        if points == 0 || factors.len() < 2 {
            return Ok([vec![None; units], vec![None; units]]);
        }
        // What is left keeps its correlations; places are those among the factors that are left.
        let place = |whole_place: usize| {
            let code = &whole.factors().get(whole_place)?.code;
            factors.iter().position(|f| f.code == *code)
        };
        let left = |c: &Correlation| Some(Correlation { factors: [place(c.factors[0])?, place(c.factors[1])?], ..*c });
        let correlations = correlations.iter().filter_map(left).collect();
        // What moves no score moves no headline, and is nobody's driver.
        let settings = Settings { least: points / 4, fixed: (0..factors.len()).collect(), ..Settings::default() };
        let layout =
            Layout { base_points: points, seed: self.request.plan.seed, settings, correlations, ..Layout::default() };
        let quantities = sensitivity::quantities(multiverse, false, &kernels::nominal(multiverse)).len();
        let runs = layout.design(multiverse).map_err(undrawn)?.runs_per_point();
        let size = memory::of_base_point(quantities, runs);
        memory::afford("base points", points, size, self.request.memory)?;
        let stage = self.progress.begin("looking for the largest driver", points * runs);
        let found = sensitivity::both_answers(multiverse, &layout, &|done| stage.reach(done))?;
        let of = |of: fn(&_, usize) -> Option<Driver>| (0..units).map(|unit| of(&found, unit)).collect();
        Ok([of(Driver::of), of(Driver::relative)])
    }
}
