//! The indices of each output with their intervals, how they settle, and what was dropped on the way.

use rayon::prelude::*;

use crate::statistics::sobol::bootstrap::{Resamples, intervals};
use crate::statistics::sobol::replication::replicate;
use crate::statistics::sobol::terms::{Terms, Usable};
use crate::statistics::sobol::{Design, Index, Refusal, Runs, Settings};

/// Parts of the design at which the indices are shown, as N divided by these.
const PARTS: [usize; 5] = [16, 8, 4, 2, 1];
/// The fewest base points at which they are shown before the end.
const FEWEST: usize = 32;

/// The analysis of all outputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub base_points: usize,
    /// Whether the number of base points is a power of two. Say so when it is not.
    pub balanced: bool,
    pub runs: usize,
    /// Runs that failed for every output.
    pub failed_runs: usize,
    /// Groups of factors (from 0) that changed no output; each was named as fixed.
    pub untouched: Vec<usize>,
    pub outputs: Vec<OutputAnalysis>,
}

/// The analysis of one output.
///
/// A base point of which any of the runs failed for this output is dropped for this output, and counted.
///
/// Outputs are centred on their mean over A and B together before anything else. The first-order estimator is unbiased
/// around any constant, because f(AB_i) - f(A) has expectation 0; but its variance grows with the square of the mean of
/// f(B), so that an output such as 70 +- 3 would drown in its own level.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputAnalysis {
    /// Base points that count.
    pub usable: usize,
    /// Base points with a failure.
    pub dropped: usize,
    /// Runs that failed for this output, over all base points.
    pub failed_runs: usize,
    pub outcome: Outcome,
}

/// What an output has.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Defined(Indices),
    Undefined(Why),
}

/// Why an output has no indices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// Fewer base points are usable than 2, or than the settings ask for.
    TooFew,
    /// The output has this value in all usable runs of A and B, up to rounding error: there is no variance to share out.
    Constant { value: f64 },
}

/// Sobol' indices of one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// Over A and B together, in units of the output.
    pub mean: f64,
    /// Over A and B together, in units of the output; with 2N in the denominator.
    pub standard_deviation: f64,
    /// In the order of [`Design::groups`]: of each factor, where factors are in no groups.
    pub factors: Vec<FactorIndices>,
    /// The sum of the first-order indices: what is left to 1 is interaction, with groups that between these. Where factors
    /// are correlated it says nothing.
    pub first_sum: Index,
    /// Resamples without variance, left out of the intervals.
    pub undefined_resamples: usize,
    /// Indices at N/16, N/8, N/4, N/2 and N base points, from 32 points up and always at N.
    pub stages: Vec<Stage>,
}

/// The indices of one factor, or of one group of factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorIndices {
    pub first: Index,
    pub total: Index,
}

impl FactorIndices {
    /// A first-order index of what is independent of all else cannot exceed the total one: where it does so beyond both intervals, neither is converged, however
    /// narrow they are.
    fn new(first: Index, total: Index) -> Self {
        let beyond = first.interval.zip(total.interval).is_some_and(|(first, total)| first.lower > total.upper);
        let settle = |index: Index| Index { converged: index.converged && !beyond, ..index };
        Self { first: settle(first), total: settle(total) }
    }
}

/// The indices from the first so many base points of the same sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub base_points: usize,
    /// How many of them are usable.
    pub usable: usize,
    /// Per factor; none when fewer than 2 points are usable or they have no variance.
    pub factors: Option<Vec<Estimate>>,
}

/// Both indices of one factor, without intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub first: f64,
    pub total: f64,
}

impl Indices {
    /// Whether every first-order and every total index is converged.
    pub fn converged(&self) -> bool {
        self.factors.iter().all(|factor| factor.first.converged && factor.total.converged)
    }
}

/// Runs the model for every run of the design, and analyses all outputs: [`replicate`], then [`Runs::analyse`].
///
/// Worked number: Y = 2 x_1 + x_2 has variances 4/12 and 1/12: S_1 = ST_1 = 0.8, S_2 = ST_2 = 0.2.
pub fn analyse<W>(
    design: &Design,
    outputs: usize,
    settings: &Settings,
    workspace: impl Fn() -> W + Send + Sync,
    run: impl Fn(&mut W, &[f64], &mut [f64]) -> bool + Send + Sync,
    progress: impl Fn(usize) + Sync,
) -> Result<Analysis, Refusal> {
    settings.check(design.groups().len())?;
    replicate(design, outputs, workspace, run, progress)?.analyse(settings)
}

impl Runs {
    /// Indices, intervals and stages of every output, on all threads of the pool.
    ///
    /// Whatever [`Settings::check`] finds, and `Untouched` when a factor that is not named as fixed changed no
    /// output. A factor that would change only outputs that were not asked for is untouched too: ask for those, or name
    /// it.
    pub fn analyse(&self, settings: &Settings) -> Result<Analysis, Refusal> {
        settings.check(self.design().groups().len())?;
        let untouched = self.untouched();
        let factors: Vec<usize> = untouched.iter().copied().filter(|factor| !settings.fixed.contains(factor)).collect();
        if !factors.is_empty() {
            return Err(Refusal::Untouched { factors });
        }
        let resamples = Resamples::of(self.design().base_points(), settings, self.design().seed());
        let output = |output| self.output(output, settings, resamples.as_ref());
        Ok(Analysis {
            base_points: self.design().base_points(),
            balanced: self.design().balanced(),
            runs: self.design().runs(),
            failed_runs: self.failed(),
            untouched,
            outputs: (0..self.outputs()).into_par_iter().map(output).collect(),
        })
    }

    fn output(&self, output: usize, settings: &Settings, resamples: Option<&Resamples>) -> OutputAnalysis {
        let usable = Usable::of(self.of_output(output));
        let count = usable.among(self.design().base_points());
        let terms = self.terms(&usable, count).filter(|_| count >= settings.least);
        let outcome = match terms {
            None => Outcome::Undefined(Why::TooFew),
            Some(terms) => self.indices(&usable, &terms, settings, resamples),
        };
        OutputAnalysis { usable: count, dropped: usable.dropped, failed_runs: usable.failed, outcome }
    }

    fn terms(&self, usable: &Usable, count: usize) -> Option<Terms> {
        usable.terms(count, self.design().runs_per_point(), self.design().totals())
    }

    fn indices(&self, usable: &Usable, terms: &Terms, settings: &Settings, resamples: Option<&Resamples>) -> Outcome {
        let Some(moments) = terms.moments() else {
            return Outcome::Undefined(Why::Constant { value: terms.mean });
        };
        let intervals = intervals(terms, settings, self.design().seed(), resamples);
        let index = |estimate, interval| Index::new(estimate, interval, settings.width_limit);
        let factors =
            moments.indices.iter().zip(&intervals.factors).enumerate().map(|(group, (estimates, intervals))| {
                let (first, total) = (index(estimates.0, intervals.0), index(estimates.1, intervals.1));
                match self.design().is_correlated(group) {
                    true => FactorIndices { first, total },
                    false => FactorIndices::new(first, total),
                }
            });
        Outcome::Defined(Indices {
            mean: terms.mean,
            standard_deviation: terms.standard_deviation(&moments),
            factors: factors.collect(),
            first_sum: index(moments.indices.iter().map(|(first, _)| first).sum(), intervals.first_sum),
            undefined_resamples: intervals.undefined,
            stages: self.stages(usable),
        })
    }

    /// Each stage is an analysis of its own, with its own centre: what a smaller design would have told.
    fn stages(&self, usable: &Usable) -> Vec<Stage> {
        let all = self.design().base_points();
        let sizes = PARTS.iter().map(|part| all / part).filter(|&points| points >= FEWEST.min(all));
        let stage = |base_points| {
            let count = usable.among(base_points);
            let moments = self.terms(usable, count).and_then(|terms| terms.moments());
            let estimate = |&(first, total): &(f64, f64)| Estimate { first, total };
            let factors = moments.map(|moments| moments.indices.iter().map(estimate).collect());
            Stage { base_points, usable: count, factors }
        };
        sizes.map(stage).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::sobol::Interval;

    #[test]
    fn a_first_order_index_above_the_total_one_is_not_converged() {
        let index = |estimate: f64, lower, upper| Index {
            estimate,
            interval: Some(Interval { lower, upper }),
            converged: true,
        };
        let beyond = FactorIndices::new(index(0.5, 0.48, 0.52), index(0.4, 0.38, 0.42));
        assert!(!beyond.first.converged && !beyond.total.converged);
        let within = FactorIndices::new(index(0.41, 0.39, 0.43), index(0.4, 0.38, 0.42));
        assert!(within.first.converged && within.total.converged);
    }
}
