//! `report`: everything that is asked of partnerships at once, for a report that leaves no question to another command.

use super::{
    CompareRequest, Compared, DecomposeRequest, Decomposed, Error, Evaluated, Population, SensitivityAnalysis,
    SensitivityRequest, UncertaintyAnalysis, UncertaintyRequest, compare, decompose, evaluate, sensitivity,
    uncertainty,
};
use crate::analysis::uncertainty::Plan;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use crate::progress::Progress;

/// Which partnerships, and how much is drawn.
#[derive(Clone, Debug)]
pub struct CompleteRequest {
    /// In the order of the report.
    pub partnerships: Vec<Partnership>,
    pub window: Window,
    pub plan: Plan,
    /// Base points of each sensitivity analysis, 0 leaves them out; `None` for as many as `sensitivity` takes by itself,
    /// and for more than three partnerships none, since each takes 37,000 variants.
    pub base_points: Option<usize>,
}

impl CompleteRequest {
    /// The partnerships, then the framework's peers among which they are ranked.
    pub fn with_peers(&self, framework: &Framework, package: &Package) -> Vec<Partnership> {
        let CompleteRequest { partnerships, window, .. } = self;
        let peers = framework.peers.partnerships(&package.parties);
        let apart = |p: &Partnership| package.parties.apart(*p, *window).is_ok();
        let others = peers.into_iter().filter(|p| !partnerships.contains(p) && apart(p));
        partnerships.iter().copied().chain(others).collect()
    }
}

/// Of more partnerships than so many, what each gap depends on is left to `sensitivity`.
const FEW: usize = 3;

/// One partnership with everything that is said of it alone.
pub struct Part<'a> {
    pub evaluated: Evaluated<'a>,
    pub decomposed: Decomposed<'a>,
    /// `None` where it was not requested, or where nothing varies.
    pub sensitivity: Option<SensitivityAnalysis<'a>>,
}

/// All answers about some partnerships.
pub struct Complete<'a> {
    pub framework: &'a Framework,
    pub package: &'a Package,
    pub window: Window,
    pub plan: Plan,
    pub parts: Vec<Part<'a>>,
    /// Beside the peers, the partnerships first; `None` where there is nobody to compare with.
    pub compared: Option<Compared<'a>>,
    /// `None` where the framework declares nothing that varies, or every gap is withheld.
    pub uncertainty: Option<UncertaintyAnalysis<'a>>,
}

/// Asks every question of each partnership, and of all of them beside the framework's peers.
pub fn complete<'a>(
    framework: &'a Framework,
    package: &'a Package,
    request: &CompleteRequest,
    progress: &dyn Progress,
) -> Result<Complete<'a>, Error> {
    let CompleteRequest { partnerships, window, plan, .. } = request;
    let (window, plan) = (*window, *plan);
    let own = if partnerships.len() <= FEW { SensitivityRequest::default().base_points } else { 0 };
    let base_points = request.base_points.unwrap_or(own);
    if partnerships.is_empty() {
        return Err(Error::NobodyNamed);
    }
    let population =
        |partnerships: Vec<Partnership>| Population::Partnerships { framework, package, window, partnerships };
    let mut parts = Vec::new();
    for p in partnerships {
        let evaluated = evaluate(framework, package, *p, window, Some(plan))?;
        let time = window.before().is_some();
        let asked = DecomposeRequest { window, levels: true, members: true, time, from: None };
        let decomposed = decompose(framework, package, *p, &asked)?;
        let varied = base_points > 0 && evaluated.evaluation.gap.is_some();
        let asked = SensitivityRequest { base_points, seed: plan.seed, ..SensitivityRequest::default() };
        let found = varied.then(|| sensitivity(&population(vec![*p]), &asked, progress)).transpose();
        let sensitivity = unless_still(found)?;
        parts.push(Part { evaluated, decomposed, sensitivity });
    }
    let all = request.with_peers(framework, package);
    let compared = if all.len() > 1 {
        let asked = CompareRequest { partnerships: all, windows: vec![window], upgrades: false, plan: Some(plan) };
        compare(framework, package, &asked)?.into_iter().next()
    } else {
        None
    };
    let known = parts.iter().any(|part| part.evaluated.evaluation.gap.is_some());
    let asked = UncertaintyRequest { plan, ..UncertaintyRequest::default() };
    let found = known.then(|| uncertainty(&population(partnerships.clone()), &asked, progress)).transpose();
    let uncertainty = unless_still(found)?;
    Ok(Complete { framework, package, window, plan, parts, compared, uncertainty })
}

/// A framework in which nothing varies has no such answer, which is no error of a report.
fn unless_still<T>(found: Result<Option<T>, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(Error::NoFactors | Error::NothingVaries | Error::Withheld) => Ok(None),
        found => found,
    }
}
