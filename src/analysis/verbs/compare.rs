//! `compare`: partnerships side by side, in one window or through several.

use super::Error;
use super::evaluate::afford;
use crate::analysis::evaluation::Evaluation;
use crate::analysis::origin::borrowed_names;
use crate::analysis::robustness::robustness;
use crate::analysis::tested_claims::compare_in_full;
use crate::analysis::uncertainty::Plan;
use crate::analysis::{Comparison, compare as compared, compare_through_time};
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// The partnerships and windows to compare, and the detail.
#[derive(Clone, Debug, Default)]
pub struct CompareRequest {
    pub partnerships: Vec<Partnership>,
    /// One, or the windows of a series.
    pub windows: Vec<Window>,
    /// Of one window: also what the last rise of each status did to CONTENT.
    pub upgrades: bool,
    /// Of one window: draws for the intervals. A series has a curve in their place.
    pub plan: Option<Plan>,
}

/// A comparison in one window with what it was made from.
pub struct Compared<'a> {
    pub framework: &'a Framework,
    pub measurer: Measurer<'a>,
    pub comparison: Comparison,
}

/// One comparison for each window, in the order of the windows.
pub fn compare<'a>(
    framework: &'a Framework,
    package: &'a Package,
    request: &CompareRequest,
) -> Result<Vec<Compared<'a>>, Error> {
    let CompareRequest { partnerships, windows, .. } = request;
    if partnerships.len() * windows.len() < 2 {
        return Err(Error::OnlyOne);
    }
    for p in partnerships {
        for window in windows {
            package.parties.apart(*p, *window)?;
        }
    }
    let plan = request.plan.filter(|_| windows.len() == 1);
    if let Some(plan) = plan {
        afford(partnerships.len(), framework, plan)?;
    }
    let mut measurers = Measurer::series(package, framework, windows);
    let through_time = compare_through_time(framework, &mut measurers, partnerships);
    let borrowed = borrowed_names(framework, package);
    let one = |measurer: Measurer<'a>| {
        let mut comparison = match windows.len() {
            1 => compare_in_full(framework, &measurer, partnerships, request.upgrades),
            _ => compared(framework, &measurer, partnerships),
        };
        comparison.warnings.splice(0..0, borrowed.iter().chain(&through_time).cloned());
        if let Some(plan) = plan {
            let all: Vec<&Evaluation> = comparison.evaluations.iter().collect();
            let found = robustness(framework, package, measurer.window(), &all, plan);
            for (evaluation, found) in comparison.evaluations.iter_mut().zip(found) {
                evaluation.robustness = found;
            }
        }
        Compared { framework, measurer, comparison }
    };
    Ok(measurers.into_iter().map(one).collect())
}
