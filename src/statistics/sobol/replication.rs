//! The runs of a design: the model called for each, on all threads, and the outputs kept in one flat array.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::statistics::sobol::rows::Rows;
use crate::statistics::sobol::{Design, Refusal, Run};

/// Work is cut into at most so many pieces, each with a workspace of its own.
const PIECES: usize = 64;
/// Progress is reported about so many times.
const TELLINGS: usize = 100;

/// The outputs of all runs of a design; a value that is not finite is a run that failed for that output.
///
/// Memory: one output of 8 bytes for each run, with k groups of independent factors N(k + 2) of them; 1024 base points, 12 factors and 25 outputs take 2.9 MB.
#[derive(Clone, Debug)]
pub struct Runs {
    design: Design,
    outputs: usize,
    /// By base point, then run (A, B, AB_0, ...), then output.
    values: Vec<f64>,
}

/// Runs the model for every run of the design.
///
/// `run` gets a workspace, the d coordinates of the run and one place for each output, all NaN; a place it leaves so,
/// or fills with a number that is not finite, is a failure for that output, and `false` is a failure of the whole run.
/// It must give the same outputs for the same coordinates, whatever the workspace was used for before. `workspace` is
/// called at most 64 times; no run allocates. `progress` is called from any thread about a hundred times with a number
/// of runs that are done, the last time with all of them; calls from two threads may overtake each other.
///
/// `NoOutputs` when `outputs` is 0, `Memory` when the outputs do not fit.
pub fn replicate<W>(
    design: &Design,
    outputs: usize,
    workspace: impl Fn() -> W + Send + Sync,
    run: impl Fn(&mut W, &[f64], &mut [f64]) -> bool + Send + Sync,
    progress: impl Fn(usize) + Sync,
) -> Result<Runs, Refusal> {
    if outputs == 0 {
        return Err(Refusal::NoOutputs);
    }
    let too_large = Refusal::Memory { runs: design.runs(), outputs };
    let Some(size) = design.runs().checked_mul(outputs) else {
        return Err(too_large);
    };
    let mut values = Vec::new();
    if values.try_reserve_exact(size).is_err() {
        return Err(too_large);
    }
    values.resize(size, f64::NAN);

    let step = (design.base_points() / TELLINGS).max(1);
    let done = AtomicUsize::new(0);
    let coordinates = || (workspace(), Rows::new(design));
    values
        .par_chunks_exact_mut(design.runs_per_point() * outputs)
        .enumerate()
        .with_min_len(design.base_points().div_ceil(PIECES))
        .for_each_init(coordinates, |(workspace, rows), (point, values)| {
            rows.place(design, point);
            for (position, into) in values.chunks_exact_mut(outputs).enumerate() {
                let at = design.run(position).and_then(|of| rows.of(design, of));
                if !at.is_some_and(|at| run(workspace, at, into)) {
                    into.fill(f64::NAN);
                }
            }
            let finished = done.fetch_add(1, Ordering::Relaxed) + 1;
            if finished.is_multiple_of(step) || finished == design.base_points() {
                progress(finished * design.runs_per_point());
            }
        });
    Ok(Runs { design: design.clone(), outputs, values })
}

impl Runs {
    /// Outputs that were computed elsewhere: by base point, then run ([`Design::position`]), then output.
    ///
    /// `NoOutputs` when `outputs` is 0, `Shape` when there are not exactly [`Design::runs`] times `outputs` values.
    pub fn new(design: &Design, outputs: usize, values: Vec<f64>) -> Result<Self, Refusal> {
        if outputs == 0 {
            return Err(Refusal::NoOutputs);
        }
        match design.runs().checked_mul(outputs) {
            Some(expected) if expected == values.len() => Ok(Self { design: design.clone(), outputs, values }),
            Some(expected) => Err(Refusal::Shape { what: "values", found: values.len(), expected }),
            None => Err(Refusal::Memory { runs: design.runs(), outputs }),
        }
    }

    /// Where the runs were made.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The number of outputs.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// One output of one run; none when the run failed for it, or when there is no such base point, run or output.
    pub fn value(&self, point: usize, run: Run, output: usize) -> Option<f64> {
        let position = self.design.position(run)?;
        if output >= self.outputs {
            return None;
        }
        let runs = point.checked_mul(self.design.runs_per_point())? + position;
        self.values.get(runs.checked_mul(self.outputs)? + output).copied().filter(|value| value.is_finite())
    }

    /// Runs that failed for every output.
    pub fn failed(&self) -> usize {
        self.values.chunks_exact(self.outputs).filter(|run| run.iter().all(|value| !value.is_finite())).count()
    }

    /// One output of the runs of each base point, in order.
    pub(crate) fn of_output(&self, output: usize) -> impl Iterator<Item = impl Iterator<Item = f64>> {
        let stride = self.outputs;
        self.values
            .chunks_exact(self.design.runs_per_point() * stride)
            .map(move |point| point.iter().skip(output).step_by(stride).copied())
    }

    /// Groups of factors (from 0) of which the run of the total index gave bit for bit what A gave, for every output at
    /// every base point.
    ///
    /// Such a group either has zero width or is not linked to the model. A pair of runs that both failed says nothing;
    /// a pair of which one failed is a change. A group with no pair that says anything is not told. Cost: one pass.
    pub fn untouched(&self) -> Vec<usize> {
        (0..self.design.groups().len()).filter(|&group| self.is_untouched(group)).collect()
    }

    fn is_untouched(&self, group: usize) -> bool {
        let mut compared = false;
        let Some(total) = self.design.totals().get(group).copied() else { return false };
        for point in self.values.chunks_exact(self.design.runs_per_point() * self.outputs) {
            let row = |position: usize| point.iter().skip(position * self.outputs).take(self.outputs);
            for (a, swapped) in row(0).zip(row(total)) {
                if !a.is_finite() && !swapped.is_finite() {
                    continue;
                }
                compared = true;
                if a.to_bits() != swapped.to_bits() {
                    return false;
                }
            }
        }
        compared
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Each run writes down its coordinates: as many outputs as factors.
    fn echo(design: &Design) -> Runs {
        let copy = |_: &mut (), at: &[f64], into: &mut [f64]| {
            into.copy_from_slice(at);
            true
        };
        replicate(design, design.factors(), || (), copy, |_| ()).unwrap()
    }

    #[test]
    fn every_run_gets_the_coordinates_of_the_design() {
        let design = Design::new(10, 3, 4).unwrap();
        let runs = echo(&design);
        let mut expected = [0.0; 3];
        for point in 0..10 {
            for position in 0..5 {
                let run = design.run(position).unwrap();
                design.coordinates(point, run, &mut expected).unwrap();
                for (output, coordinate) in expected.iter().enumerate() {
                    assert_eq!(runs.value(point, run, output), Some(*coordinate));
                }
            }
        }
        assert_eq!(runs.value(10, Run::A, 0), None);
        assert_eq!(runs.value(0, Run::Swapped(3), 0), None);
        assert_eq!(runs.value(0, Run::A, 3), None);
        assert_eq!(runs.failed(), 0);
    }

    #[test]
    fn failures_are_kept_as_failures() {
        let design = Design::new(8, 1, 4).unwrap();
        // Whole runs fail below 1/4, the second output alone above 1/2.
        let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
            into[0] = at[0];
            into[1] = if at[0] > 0.5 { f64::INFINITY } else { 1.0 };
            at[0] >= 0.25
        };
        let runs = replicate(&design, 2, || (), run, |_| ()).unwrap();
        let mut at = [0.0];
        let mut failed = 0;
        for (point, position) in (0..8).flat_map(|point| (0..3).map(move |position| (point, position))) {
            let run = design.run(position).unwrap();
            design.coordinates(point, run, &mut at).unwrap();
            failed += usize::from(at[0] < 0.25);
            assert_eq!(runs.value(point, run, 0), (at[0] >= 0.25).then_some(at[0]));
            assert_eq!(runs.value(point, run, 1), (0.25..=0.5).contains(&at[0]).then_some(1.0));
        }
        // Two of eight points of A and of B; AB_0 is B when there is one factor.
        assert_eq!((failed, runs.failed()), (6, 6));
    }

    #[test]
    fn an_output_that_is_not_written_failed_whatever_ran_before() {
        let design = Design::new(4, 1, 4).unwrap();
        let runs = replicate(&design, 1, || (), |_, _, _| true, |_| ()).unwrap();
        assert_eq!(runs.failed(), 12);
    }

    #[test]
    fn progress_ends_with_all_runs_and_is_told_now_and_then() {
        let design = Design::new(1000, 2, 1).unwrap();
        let told = Mutex::new(Vec::new());
        replicate(&design, 1, || (), |_, _, _| true, |done| told.lock().unwrap().push(done)).unwrap();
        let mut told = told.into_inner().unwrap();
        told.sort();
        assert_eq!(told.last(), Some(&4000));
        assert_eq!(told.len(), 100);
    }

    #[test]
    fn untouched_factors_are_found_by_position() {
        let design = Design::new(8, 4, 2).unwrap();
        // Factor 0 counts in both outputs, 1 in none, 2 in the second, 3 decides whether the first fails.
        let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
            into[0] = if at[3] < 0.5 { at[0] } else { f64::NAN };
            into[1] = at[0] + at[2];
            true
        };
        assert_eq!(replicate(&design, 2, || (), run, |_| ()).unwrap().untouched(), [1]);
        // Nothing is known of factors when no run ever came through.
        assert!(replicate(&design, 2, || (), |_, _, _| false, |_| ()).unwrap().untouched().is_empty());
        // Minus zero is another number, bit for bit.
        let sign = |_: &mut (), at: &[f64], into: &mut [f64]| {
            into[0] = if at[3] < 0.5 { -0.0 } else { 0.0 };
            true
        };
        assert_eq!(replicate(&design, 1, || (), sign, |_| ()).unwrap().untouched(), [0, 1, 2]);
    }

    #[test]
    fn workspaces_are_few() {
        for base_points in [2, 100, 127, 1024] {
            let made = AtomicUsize::new(0);
            let design = Design::new(base_points, 1, 1).unwrap();
            replicate(&design, 1, || made.fetch_add(1, Ordering::Relaxed), |_, _, _| true, |_| ()).unwrap();
            assert!((1..=PIECES).contains(&made.into_inner()), "{base_points}");
        }
    }

    #[test]
    fn shapes_are_checked() {
        let design = Design::new(4, 1, 4).unwrap();
        assert!(matches!(replicate(&design, 0, || (), |_, _, _| true, |_| ()), Err(Refusal::NoOutputs)));
        let outputs = usize::MAX / 4;
        let refusal = replicate(&design, outputs, || (), |_, _, _| true, |_| ()).err();
        assert_eq!(refusal, Some(Refusal::Memory { runs: 12, outputs }));
        assert_eq!(Runs::new(&design, 0, vec![]).err(), Some(Refusal::NoOutputs));
        let refusal = Runs::new(&design, 2, vec![0.0; 23]).err();
        assert_eq!(refusal, Some(Refusal::Shape { what: "values", found: 23, expected: 24 }));
        assert!(Runs::new(&design, 2, vec![0.0; 24]).is_ok());
    }
}
