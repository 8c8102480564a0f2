//! Draws from a multiverse: each factor's coordinates come from a stream of its own, so that switching one factor off
//! leaves the others' draws as they are, and nothing depends on the number of threads.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

use crate::analysis::multiverse::{Factor, FixedFactors, Multiverse, width};
use crate::statistics::sobol::Copula;
use crate::statistics::uniform::uniform;

/// How many ways are drawn, and by which seed; 0 is a seed like any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub draws: usize,
    pub seed: u64,
}

/// Which factors vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// Those that are a matter of the data.
    Data,
    /// All.
    Full,
}

/// What came out: one row for each draw, in the order of the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Numbers in a row: units times outputs.
    pub width: usize,
    pub values: Vec<f64>,
    /// Draws that could not be computed at all; their rows hold no number.
    pub failed: usize,
}

impl Sample {
    /// The numbers of one unit's output that are known, in the order of the draws.
    pub fn column(&self, at: usize) -> impl Iterator<Item = f64> + Clone + '_ {
        self.values.iter().skip(at).step_by(self.width.max(1)).copied()
    }

    pub fn draws(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    /// The numbers of one draw; none where there is no such draw.
    pub fn row(&self, draw: usize) -> &[f64] {
        self.values.get(draw * self.width..(draw + 1) * self.width).unwrap_or(&[])
    }

    /// Several neighbouring columns at once, which reads the rows once: the known numbers of each, in the order of the
    /// draws.
    pub fn known(&self, first: usize, count: usize) -> Vec<Vec<f64>> {
        self.known_of(first, &vec![true; count]).into_iter().flatten().collect()
    }

    /// The same of those that are asked for, and nothing in the place of the others.
    pub(super) fn known_of(&self, first: usize, asked: &[bool]) -> Vec<Option<Vec<f64>>> {
        let list = |asked: &bool| asked.then(|| Vec::with_capacity(self.draws()));
        let mut known: Vec<Option<Vec<f64>>> = asked.iter().map(list).collect();
        for row in self.values.chunks(self.width.max(1)) {
            for (list, x) in known.iter_mut().zip(row.get(first..).unwrap_or(&[])) {
                if let Some(list) = list.as_mut().filter(|_| !x.is_nan()) {
                    list.push(*x);
                }
            }
        }
        known
    }
}

/// Draws per piece of work: enough to make seeking in the streams cheap, few enough to share out.
const PIECE: usize = 64;

/// The results with everything as the framework has it; nothing where that cannot be computed.
pub fn nominal(multiverse: &impl Multiverse) -> Vec<f64> {
    let mut out = vec![f64::NAN; width(multiverse)];
    let point = vec![None; multiverse.factors().len()];
    if !multiverse.run(&point, &mut multiverse.workspace(), &mut out) {
        out.fill(f64::NAN);
    }
    out
}

/// What is drawn: how many ways, which factors vary in them, and how these are correlated, where they are.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'c> {
    pub plan: Plan,
    pub band: Band,
    pub copula: Option<&'c Copula>,
}

/// Draws and computes. `tick` is given the number of draws made since its last call.
pub fn sample<M: Multiverse>(multiverse: &M, plan: Plan, band: Band, tick: &(dyn Fn(usize) + Sync)) -> Sample {
    sample_of(multiverse, Drawing { plan, band, copula: None }, tick)
}

/// The same where factors may be correlated.
pub(super) fn sample_of<M: Multiverse>(multiverse: &M, drawing: Drawing<'_>, tick: &(dyn Fn(usize) + Sync)) -> Sample {
    let width = width(multiverse);
    let mut values = vec![f64::NAN; drawing.plan.draws * width];
    let failed = values
        .par_chunks_mut((PIECE * width).max(1))
        .enumerate()
        .map_init(
            || multiverse.workspace(),
            |workspace, (piece, rows)| {
                let mut failed = 0;
                let rows = rows.chunks_mut(width.max(1));
                let done = each_point(multiverse, drawing, piece, rows, |point, row| {
                    failed += failure(multiverse.run(point, workspace, row), row);
                });
                tick(done);
                failed
            },
        )
        .sum();
    Sample { width, values, failed }
}

/// Over everything, and on absolute scales: both are what [`sample_of()`] gives of each alone. The values of
/// indicators, which no scale touches, are computed once for both.
pub fn sample_with_absolute<M: Multiverse>(
    multiverse: &M,
    absolute: &FixedFactors<'_, M>,
    (plan, copula): (Plan, Option<&Copula>),
    tick: &(dyn Fn(usize) + Sync),
) -> [Sample; 2] {
    let drawing = Drawing { plan, band: Band::Full, copula };
    let width = width(multiverse);
    let [mut full, mut on_absolute] = [(); 2].map(|()| vec![f64::NAN; plan.draws * width]);
    let size = (PIECE * width).max(1);
    let failed = full
        .par_chunks_mut(size)
        .zip(on_absolute.par_chunks_mut(size))
        .enumerate()
        .map_init(
            || (multiverse.workspace(), Vec::with_capacity(multiverse.factors().len())),
            |(workspace, fixed), (piece, (full, on_absolute))| {
                let mut failed = [0, 0];
                let rows = full.chunks_mut(width.max(1)).zip(on_absolute.chunks_mut(width.max(1)));
                let done = each_point(multiverse, drawing, piece, rows, |point, (full, on_absolute)| {
                    absolute.fix(point, fixed);
                    // First, since a scale may put ranks in the place of values.
                    let alone = failure(multiverse.run_alone(fixed, workspace, on_absolute), on_absolute);
                    failed = [failed[0] + failure(multiverse.run(point, workspace, full), full), failed[1] + alone];
                });
                tick(2 * done);
                failed
            },
        )
        .reduce(|| [0, 0], |a, b| [a[0] + b[0], a[1] + b[1]]);
    [(full, failed[0]), (on_absolute, failed[1])].map(|(values, failed)| Sample { width, values, failed })
}

/// Gives each row of a piece of work its point; how many there were.
fn each_point<M: Multiverse, R>(
    multiverse: &M,
    drawing: Drawing<'_>,
    piece: usize,
    rows: impl Iterator<Item = R>,
    mut run: impl FnMut(&[Option<f64>], R),
) -> usize {
    let Drawing { plan, band, copula } = drawing;
    let mut streams = Streams::new(multiverse.factors(), plan.seed, band, piece * PIECE, copula);
    let mut point = Vec::with_capacity(multiverse.factors().len());
    let mut done = 0;
    for row in rows {
        streams.next(&mut point);
        run(&point, row);
        done += 1;
    }
    done
}

/// 1 for a row that could not be computed, which then holds no number; otherwise 0.
fn failure(computed: bool, row: &mut [f64]) -> usize {
    if !computed {
        row.fill(f64::NAN);
    }
    usize::from(!computed)
}

/// The coordinates of one draw after the other.
pub(super) struct Streams<'c> {
    of: Vec<Option<ChaCha8Rng>>,
    copula: Option<&'c Copula>,
    /// Room for the coordinates of a draw, and for the normal variables behind them.
    room: [Vec<f64>; 3],
}

impl<'c> Streams<'c> {
    /// Only where all factors vary are they correlated: the data alone hold none that could be.
    pub fn new(factors: &[Factor], seed: u64, band: Band, first: usize, copula: Option<&'c Copula>) -> Self {
        let stream = |factor: &Factor| {
            let varies = band == Band::Full || factor.of_data;
            varies.then(|| {
                let mut random = ChaCha8Rng::seed_from_u64(seed);
                random.set_stream(number(&factor.code));
                // Each coordinate takes two words.
                random.set_word_pos(2 * first as u128);
                random
            })
        };
        let room = [(); 3].map(|()| vec![0.0; factors.len()]);
        let copula = copula.filter(|_| band == Band::Full);
        Streams { of: factors.iter().map(stream).collect(), copula, room }
    }

    pub fn next(&mut self, point: &mut Vec<Option<f64>>) {
        point.clear();
        point.extend(self.of.iter_mut().map(|stream| stream.as_mut().map(uniform)));
        let Some(copula) = self.copula else { return };
        let [row, normal, latent] = &mut self.room;
        row.clear();
        row.extend(point.iter().map(|coordinate| coordinate.unwrap_or_default()));
        copula.correlate(row, normal, latent);
        point.iter_mut().flatten().zip(row).for_each(|(coordinate, own)| *coordinate = *own);
    }
}

/// A stream's number from a factor's word (FNV-1a, 64 bits): the same whichever other factors there are.
fn number(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::multiverse::{FactorKind, Keeps};
    use crate::statistics::sobol::Correlation;

    /// The coordinates themselves, of one unit.
    struct Echo {
        factors: Vec<Factor>,
        words: Vec<String>,
    }

    impl Multiverse for Echo {
        type Workspace = ();

        fn factors(&self) -> &[Factor] {
            &self.factors
        }

        fn units(&self) -> &[String] {
            &self.words[..1]
        }

        fn outputs(&self) -> &[String] {
            &self.words
        }

        fn ranked(&self) -> usize {
            0
        }

        fn workspace(&self) {}

        fn run(&self, point: &[Option<f64>], _: &mut (), out: &mut [f64]) -> bool {
            out.iter_mut().zip(point).for_each(|(cell, at)| *cell = at.unwrap_or(f64::NAN));
            true
        }
    }

    fn echo() -> Echo {
        let words = ["one", "two", "three"].map(str::to_owned).to_vec();
        let factor = |code: &String| Factor {
            code: code.clone(),
            title: code.clone(),
            kind: FactorKind::Continuous,
            range: String::new(),
            reason: String::new(),
            of_data: code == "two",
            keeps: Keeps::All,
        };
        Echo { factors: words.iter().map(factor).collect(), words }
    }

    /// Spearman's correlation of two uniform numbers is 12 times their covariance; over 4,000 draws its standard error
    /// is below 1 / sqrt(4,000) = 0.016.
    #[test]
    fn draws_have_the_correlation_that_is_declared() {
        let (m, plan) = (echo(), Plan { draws: 4_000, seed: 1 });
        let copula = Copula::new(&[None; 3], &[Correlation { factors: [0, 2], spearman: -0.6 }]).unwrap();
        let free = sample(&m, plan, Band::Full, &|_| {});
        let of = |band| sample_of(&m, Drawing { plan, band, copula: Some(&copula) }, &|_| {});
        let together = of(Band::Full);
        let column = |sample: &Sample, at: usize| sample.column(at).collect::<Vec<f64>>();
        let correlation = |sample: &Sample, a: usize, b: usize| {
            let products = column(sample, a).into_iter().zip(column(sample, b)).map(|(x, y)| (x - 0.5) * (y - 0.5));
            12.0 * products.sum::<f64>() / plan.draws as f64
        };
        assert!((correlation(&together, 0, 2) + 0.6).abs() < 0.05, "{}", correlation(&together, 0, 2));
        assert!(correlation(&free, 0, 2).abs() < 0.05 && correlation(&together, 1, 2).abs() < 0.05);
        // Each is uniform still, and what is independent, or the first of two, keeps its draws.
        let mean = column(&together, 2).iter().sum::<f64>() / plan.draws as f64;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        assert!([0, 1].iter().all(|at| column(&together, *at) == column(&free, *at)));
        // In the data alone nothing else varies, and nothing is correlated.
        assert_eq!(of(Band::Data).column(1).collect::<Vec<_>>(), column(&free, 1));
        assert!(of(Band::Data).column(2).all(f64::is_nan));
    }
}
