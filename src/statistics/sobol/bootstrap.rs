//! How far estimates would move with other base points: resampling with replacement, and percentile intervals.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use crate::statistics::sobol::design::{Stream, generator};
use crate::statistics::sobol::terms::{Sums, Terms};
use crate::statistics::sobol::{Interval, Settings};

/// The intervals of one output.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Intervals {
    /// Per factor: first order, total. None when too few resamples are defined.
    pub(crate) factors: Vec<(Option<Interval>, Option<Interval>)>,
    /// Of the sum of the first-order indices.
    pub(crate) first_sum: Option<Interval>,
    /// Resamples without variance, which define no index.
    pub(crate) undefined: usize,
}

/// Which points each resample draws: the same for every output whose points are all usable, and so drawn once for all of them.
#[derive(Debug)]
pub(crate) struct Resamples {
    points: usize,
    drawn: Vec<u32>,
}

/// Resamples of more draws than this (64 MB) are drawn for each output in turn instead.
const MOST_DRAWN: usize = 1 << 24;

impl Resamples {
    /// Those of `points` points; nothing where they are too many to be kept.
    pub(crate) fn of(points: usize, settings: &Settings, seed: u64) -> Option<Self> {
        let size = points.checked_mul(settings.resamples).filter(|size| (1..=MOST_DRAWN).contains(size))?;
        let mut draws = generator(seed, Stream::Bootstrap);
        let mut drawn = vec![0; size];
        let mut words = vec![[0; 4]; points];
        drawn.chunks_mut(points).for_each(|sample| draw(&mut draws, &mut words, sample));
        Some(Resamples { points, drawn })
    }
}

/// Draws base points with replacement, all runs of a point together, and takes quantiles of the estimates.
///
/// Every output uses the same stream of random numbers from its start. Its intervals therefore depend on no other
/// output and no thread, and outputs without failures are resampled jointly.
///
/// The resampling treats the points as independent draws. Points of a scrambled Sobol' sequence are spread more evenly
/// than that, so that intervals mostly are too wide rather than too narrow: at 1024 points and more, those at level 0.9
/// held all indices of the Ishigami function for each of 200 seeds. Where points are few and factors interact, the
/// sequence can be no better than independent draws: at 512 points, the interval of its S_3 = 0 did so for 83 % of
/// them.
///
/// Cost: `resamples` times N times 2d + 2 additions; 1000 resamples of 1024 base points with 12 factors are 27 million. It is
/// the product of a matrix of counts with one of terms, but without its multiplications and in an order of additions that no
/// processor changes, so that every machine gives the same digits. Memory: about three times the runs of the output.
pub(crate) fn intervals(terms: &Terms, settings: &Settings, seed: u64, shared: Option<&Resamples>) -> Intervals {
    let factors = terms.factors();
    let shared = shared.filter(|shared| shared.points == terms.points());
    let mut draws = generator(seed, Stream::Bootstrap);
    let mut sample = vec![0_u32; terms.points()];
    let mut words = vec![[0; 4]; terms.points()];
    let mut sums = Sums::default();
    let mut indices = vec![(0.0, 0.0); factors];
    let mut firsts = vec![Vec::with_capacity(settings.resamples); factors];
    let mut totals = firsts.clone();
    let mut first_sums = Vec::with_capacity(settings.resamples);
    for resample in 0..settings.resamples {
        let kept = shared.and_then(|s| s.drawn.get(resample * s.points..(resample + 1) * s.points));
        if kept.is_none() {
            draw(&mut draws, &mut words, &mut sample);
        }
        terms.add_up(kept.unwrap_or(&sample), &mut sums);
        if terms.estimate(&sums, &mut indices).is_none() {
            continue;
        }
        first_sums.push(indices.iter().map(|(first, _)| first).sum());
        for ((first, total), (firsts, totals)) in indices.iter().zip(firsts.iter_mut().zip(&mut totals)) {
            firsts.push(*first);
            totals.push(*total);
        }
    }
    let defined = first_sums.len();
    let interval = |values: &mut Vec<f64>| {
        settings.carries(defined).then(|| Interval::percentile(values, settings.tail())).flatten()
    };
    Intervals {
        factors: firsts.iter_mut().zip(&mut totals).map(|(first, total)| (interval(first), interval(total))).collect(),
        first_sum: interval(&mut first_sums),
        undefined: settings.resamples - defined,
    }
}

/// Fills `sample` with points of 0 to its length, each equally likely, from one random word each.
///
/// The high half of word times count is uniform to within count / 2^32, at most 2^-16 of a probability for the longest
/// design, far below what resamples can show. The words of a sample are made at once, quicker than one after the other.
fn draw(generator: &mut ChaCha8Rng, words: &mut [[u8; 4]], sample: &mut [u32]) {
    let count = sample.len() as u64;
    generator.fill_bytes(words.as_flattened_mut());
    for (point, word) in sample.iter_mut().zip(words) {
        *point = ((u64::from(u32::from_le_bytes(*word)) * count) >> 32) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::sobol::terms::Usable;

    #[test]
    fn every_point_is_drawn_about_equally_often() {
        // 100 000 draws of 10 points: 10 000 each, standard deviation 95.
        let mut generator = generator(11, Stream::Bootstrap);
        let mut counts = [0_u32; 10];
        let (mut words, mut sample) = ([[0; 4]; 10], [0; 10]);
        for _ in 0..10_000 {
            draw(&mut generator, &mut words, &mut sample);
            for point in sample {
                counts[point as usize] += 1;
            }
        }
        assert!(counts.iter().all(|count| (9600..10_400).contains(count)), "{counts:?}");
    }

    #[test]
    fn resamples_without_variance_are_counted_and_left_out() {
        // Two points with equal A and B each: a resample that draws one point twice has no variance, half of them.
        let rows = [[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]];
        let terms = Usable::of(rows.iter().map(|row| row.iter().copied())).terms(rows.len(), 3, &[2]).unwrap();
        let found = intervals(&terms, &Settings { resamples: 1000, ..Settings::default() }, 0, None);
        assert!((420..580).contains(&found.undefined), "{}", found.undefined);
        // What is left is always the full sample: ST = (1 + 1) / 4 / (1/4) = 2, an interval without width.
        let (_, Some(total)) = found.factors[0] else { panic!("an interval") };
        assert!((total.lower - 2.0).abs() < 1e-12 && total.width() < 1e-12);
        let few = Settings { resamples: 20, ..Settings::default() };
        assert_eq!(intervals(&terms, &few, 0, None).factors, [(None, None)]);
    }

    #[test]
    fn the_interval_of_a_mean_of_squares_is_that_of_normal_theory() {
        // f(B) = -f(A) = 1, alternating signs: V is 1 exactly in every resample, and ST = mean(t) / 2 with t the
        // squared differences 0 and 4 at even and odd points: mean 2, standard deviation 2, so ST = 1 +- 1.645 /
        // sqrt(N).
        let rows: Vec<[f64; 3]> = (0..400)
            .map(|point| {
                let sign = if point / 2 % 2 == 0 { 1.0 } else { -1.0 };
                [sign, -sign, if point % 2 == 0 { sign } else { -sign }]
            })
            .collect();
        let terms = Usable::of(rows.iter().map(|row| row.iter().copied())).terms(rows.len(), 3, &[2]).unwrap();
        let settings = Settings { resamples: 1000, ..Settings::default() };
        let found = intervals(&terms, &settings, 5, None);
        let (own, other) = (Resamples::of(400, &settings, 5), Resamples::of(399, &settings, 5));
        assert!(own.is_some() && Resamples::of(1 << 24, &settings, 5).is_none());
        assert_eq!(intervals(&terms, &settings, 5, own.as_ref()), found, "drawn beforehand or in turn");
        assert_eq!(intervals(&terms, &settings, 5, other.as_ref()), found, "other points are not these");
        let (_, Some(total)) = found.factors[0] else { panic!("an interval") };
        assert!((total.lower - (1.0 - 0.082_24)).abs() < 0.01, "{total:?}");
        assert!((total.upper - (1.0 + 0.082_24)).abs() < 0.01, "{total:?}");
    }
}
