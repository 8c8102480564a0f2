//! `evaluate`: one partnership's score card with everything that is said of it.

use std::borrow::Cow;

use super::Error;
use crate::analysis::evaluation::{self, Evaluation};
use crate::analysis::origin::borrowed_names;
use crate::analysis::robustness::robustness;
use crate::analysis::uncertainty::Plan;
use crate::analysis::{Warning, memory};
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// A score card with what it was made from.
pub struct Evaluated<'a> {
    /// As it reads this partnership.
    pub framework: Cow<'a, Framework>,
    /// Of the window.
    pub measurer: Measurer<'a>,
    pub evaluation: Evaluation,
}

/// Measures and scores one partnership, and says how sure both answers are where a plan of draws is given.
pub fn evaluate<'a>(
    framework: &'a Framework,
    package: &'a Package,
    partnership: Partnership,
    window: Window,
    plan: Option<Plan>,
) -> Result<Evaluated<'a>, Error> {
    package.parties.apart(partnership, window)?;
    if let Some(plan) = plan {
        afford(1, framework, plan)?;
    }
    let measurer = Measurer::new(package, framework, window);
    let mut evaluation = evaluation::evaluate(framework, &measurer, partnership);
    if let Some(plan) = plan {
        let found = robustness(framework, package, window, &[&evaluation], plan);
        evaluation.robustness = found.into_iter().next().flatten();
    }
    let borrowed = borrowed_names(framework, package).into_iter().map(|text| Warning { text, minor: false });
    evaluation.warnings.splice(0..0, borrowed);
    Ok(Evaluated { framework: framework.facing(&package.parties, partnership), measurer, evaluation })
}

/// An error where the draws of so many partnerships would take more memory than there is.
pub(super) fn afford(partnerships: usize, framework: &Framework, plan: Plan) -> Result<(), Error> {
    // GAP, and how many parameters reach the threshold, come to the nodes.
    let size = memory::of_draw(partnerships, framework.nodes.len() + 2, 1);
    Ok(memory::afford("draws", plan.draws, size, memory::LIMIT)?)
}
