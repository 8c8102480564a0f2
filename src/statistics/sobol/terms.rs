//! What one output adds to its estimates, base point by base point, so that any sample of points is a sum.

/// Factors whose terms are summed side by side: four pairs of terms are one cache line.
const SIDE_BY_SIDE: usize = 4;
/// The terms of so many factors: two each.
type Block = [f64; 2 * SIDE_BY_SIDE];

/// A standard deviation below this share of the largest value is rounding error: the output is constant.
const ROUNDING: f64 = 1e-13;

/// The runs of one output at its usable base points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Usable {
    /// By point, then run.
    values: Vec<f64>,
    /// Which base points these are, ascending.
    points: Vec<usize>,
    pub(crate) dropped: usize,
    /// Runs that failed, over all base points; at least one for each that is dropped.
    pub(crate) failed: usize,
}

/// The terms of one output at its usable base points, scaled and centred.
///
/// Those of the level are f(A) + f(B) and f(A)^2 + f(B)^2; those of each factor are f(B) (f(AB_i) - f(A)) and (f(A) -
/// f(AB_i))^2, the second from a run of its own where factors are correlated. Each block holds all points, so that a sample reads one block at a time and it stays in the cache.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    factors: usize,
    level: Vec<[f64; 2]>,
    blocks: Vec<Vec<Block>>,
    /// The mean of A and B together, in units of the output.
    pub(crate) mean: f64,
    /// The scale: a centred value times this is a distance in units of the output.
    scale: f64,
    /// The variance that still counts as rounding error, in scaled units.
    floor: f64,
}

/// The sums of terms over one sample of base points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    points: usize,
    level: [f64; 2],
    blocks: Vec<Block>,
}

/// The estimates from one sample of base points.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moments {
    pub(crate) variance: f64,
    /// Per factor: first order, total.
    pub(crate) indices: Vec<(f64, f64)>,
}

impl Usable {
    /// Drops every base point of which a run failed: its differences are not known, and nothing stands in for them.
    ///
    /// `points` are the runs of each base point in order, as many for each.
    pub(crate) fn of(points: impl Iterator<Item = impl Iterator<Item = f64>>) -> Self {
        let mut usable = Self::default();
        for (point, runs) in points.enumerate() {
            let before = usable.values.len();
            usable.values.extend(runs);
            let failed = usable.values.iter().skip(before).filter(|value| !value.is_finite()).count();
            if failed == 0 {
                usable.points.push(point);
            } else {
                usable.values.truncate(before);
                usable.failed += failed;
                usable.dropped += 1;
            }
        }
        usable
    }

    /// How many of the first `base_points` base points are usable.
    pub(crate) fn among(&self, base_points: usize) -> usize {
        self.points.partition_point(|&point| point < base_points)
    }

    /// The terms of the first `count` usable points, each of so many runs; none when these are fewer than 2. `totals` are
    /// the places of the runs of the total indices, by factor.
    pub(crate) fn terms(&self, count: usize, runs: usize, totals: &[usize]) -> Option<Terms> {
        let factors = totals.len();
        let values = self.values.get(..count * runs)?;
        let (first, _) = values.split_first()?;
        if count < 2 {
            return None;
        }
        // Halves cannot overflow, and a difference from the first value loses nothing that the values themselves have.
        let distance = |value: f64| value / 2.0 - first / 2.0;
        let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let spread = values.iter().fold(0.0, |most: f64, &value| most.max(distance(value).abs()));
        // A spread of 0 leaves distances of 0, whatever divides them.
        let divisor = if spread > 0.0 { spread } else { 1.0 };
        let floor = (ROUNDING * (largest / 2.0) / divisor).powi(2);
        let pairs = values.chunks_exact(runs).filter_map(|point| point.first_chunk::<2>());
        let centre = pairs.map(|[a, b]| (distance(*a) + distance(*b)) / divisor).sum::<f64>() / (2 * count) as f64;

        let mut level = Vec::with_capacity(count);
        let mut blocks = vec![Vec::with_capacity(count); factors.div_ceil(SIDE_BY_SIDE)];
        for point in values.chunks_exact(runs) {
            let Some(([a, b], swapped)) = point.split_first_chunk::<2>() else { continue };
            let centred = |value: f64| distance(value) / divisor - centre;
            let (a, b) = (centred(*a), centred(*b));
            level.push([a + b, a * a + b * b]);
            let (firsts, totals) = (swapped.chunks(SIDE_BY_SIDE), totals.chunks(SIDE_BY_SIDE));
            for ((block, firsts), totals) in blocks.iter_mut().zip(firsts).zip(totals) {
                let mut terms = Block::default();
                for ((pair, first), total) in terms.as_chunks_mut::<2>().0.iter_mut().zip(firsts).zip(totals) {
                    let total = point.get(*total).map_or(f64::NAN, |value| centred(*value) - a);
                    *pair = [b * (centred(*first) - a), total * total];
                }
                block.push(terms);
            }
        }
        let mean = first + 2.0 * spread * centre;
        Some(Terms { factors, level, blocks, mean, scale: 2.0 * spread, floor })
    }
}

impl Terms {
    pub(crate) fn points(&self) -> usize {
        self.level.len()
    }

    pub(crate) fn factors(&self) -> usize {
        self.factors
    }

    /// A standard deviation in units of the output.
    pub(crate) fn standard_deviation(&self, moments: &Moments) -> f64 {
        moments.variance.sqrt() * self.scale
    }

    /// The estimates from all points; none when the variance is rounding error.
    pub(crate) fn moments(&self) -> Option<Moments> {
        let all: Vec<u32> = (0..self.points() as u32).collect();
        let mut sums = Sums::default();
        self.add_up(&all, &mut sums);
        let mut indices = vec![(0.0, 0.0); self.factors];
        let variance = self.estimate(&sums, &mut indices)?;
        Some(Moments { variance, indices })
    }

    /// Adds up the terms of a sample of points, each as often as it was drawn.
    pub(crate) fn add_up(&self, sample: &[u32], sums: &mut Sums) {
        sums.points = sample.len();
        sums.level = total::<2, 8>(&self.level, sample);
        sums.blocks.clear();
        sums.blocks.extend(self.blocks.iter().map(|block| total::<{ 2 * SIDE_BY_SIDE }, 2>(block, sample)));
    }

    /// Turns sums into indices, and tells the variance; none, and no index, when it is rounding error.
    ///
    /// The mean in the variance is that of the sample; the centre of f(B) in the first-order terms stays that of all
    /// points, since the estimator is unbiased around any constant.
    pub(crate) fn estimate(&self, sums: &Sums, indices: &mut [(f64, f64)]) -> Option<f64> {
        let count = sums.points as f64;
        let [sum, squares] = sums.level;
        let mean = sum / (2.0 * count);
        let variance = squares / (2.0 * count) - mean * mean;
        if variance.is_nan() || variance <= self.floor {
            return None;
        }
        for (index, [first, total]) in indices.iter_mut().zip(sums.blocks.as_flattened().as_chunks::<2>().0) {
            *index = (first / count / variance, total / (2.0 * count) / variance);
        }
        Some(variance)
    }
}

/// The sum of the rows of a sample, in `CHAINS` chains taken in turn, so that an addition need not wait for the last.
fn total<const LANES: usize, const CHAINS: usize>(rows: &[[f64; LANES]], sample: &[u32]) -> [f64; LANES] {
    let mut chains = [[0.0; LANES]; CHAINS];
    let (rounds, rest) = sample.as_chunks::<CHAINS>();
    for round in rounds {
        for (chain, point) in chains.iter_mut().zip(round) {
            if let Some(row) = rows.get(*point as usize) {
                add(chain, row);
            }
        }
    }
    for (chain, point) in chains.iter_mut().zip(rest) {
        if let Some(row) = rows.get(*point as usize) {
            add(chain, row);
        }
    }
    let mut all = [0.0; LANES];
    for chain in &chains {
        add(&mut all, chain);
    }
    all
}

#[inline]
fn add<const LANES: usize>(sums: &mut [f64; LANES], row: &[f64; LANES]) {
    for (sum, term) in sums.iter_mut().zip(row) {
        *sum += term;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usable(rows: &[&[f64]]) -> Usable {
        Usable::of(rows.iter().map(|row| row.iter().copied()))
    }

    impl Usable {
        fn all(&self) -> Option<Terms> {
            self.terms(self.points.len(), 3, &[2])
        }
    }

    #[test]
    fn estimates_agree_with_the_formulas_by_hand() {
        // Two points, one factor; A = (1, 2), B = (3, 6), AB = (2, 6). Mean 3, centred A = (-2, -1), B = (0, 3).
        // V = (4 + 1 + 0 + 9) / 4 = 3.5; S = (0 * 1 + 3 * 4) / 2 / 3.5 = 12/7; ST = (1 + 16) / 4 / 3.5 = 17/14.
        let terms = usable(&[&[1.0, 3.0, 2.0], &[2.0, 6.0, 6.0]]).all().unwrap();
        let moments = terms.moments().unwrap();
        assert!((terms.mean - 3.0).abs() < 1e-14);
        assert!((terms.standard_deviation(&moments) - 3.5_f64.sqrt()).abs() < 1e-14);
        let [(first, total)] = moments.indices[..] else { panic!("one factor") };
        assert!((first - 12.0 / 7.0).abs() < 1e-14 && (total - 17.0 / 14.0).abs() < 1e-14);
    }

    #[test]
    fn a_sample_counts_points_as_often_as_they_are_drawn() {
        // The points above, the first of them twice, and the centre 3 of all points:
        // A = (-2, -2, -1), B = (0, 0, 3): sum -2, squares 18, V = 18/6 - (2/6)^2 = 26/9.
        // S = (0 + 0 + 12) / 3 / (26/9) = 18/13; ST = (1 + 1 + 16) / 6 / (26/9) = 27/26.
        let terms = usable(&[&[1.0, 3.0, 2.0], &[2.0, 6.0, 6.0]]).all().unwrap();
        let (mut sums, mut indices) = (Sums::default(), [(0.0, 0.0)]);
        for sample in [[0, 0, 1], [1, 0, 0], [0, 1, 0]] {
            terms.add_up(&sample, &mut sums);
            terms.estimate(&sums, &mut indices).unwrap();
            let [(first, total)] = indices;
            assert!((first - 18.0 / 13.0).abs() < 1e-14 && (total - 27.0 / 26.0).abs() < 1e-14);
        }
    }

    #[test]
    fn indices_know_no_unit() {
        let rows = |scale: f64, shift: f64| {
            let row = |values: [f64; 3]| values.map(|value| value * scale + shift);
            let (one, other) = (row([1.0, 3.0, 2.0]), row([2.0, 6.0, 6.0]));
            usable(&[&one, &other]).all().unwrap().moments().unwrap().indices
        };
        let plain = rows(1.0, 0.0);
        for (scale, shift) in [(1e300, 0.0), (1e-300, 0.0), (-2e307, 0.0), (1.0, 1e6), (1e-3, 1e6)] {
            let indices = rows(scale, shift);
            assert!((indices[0].0 - plain[0].0).abs() < 1e-6 && (indices[0].1 - plain[0].1).abs() < 1e-6, "{scale}");
        }
    }

    #[test]
    fn a_base_point_with_a_failure_is_dropped_and_counted() {
        let nan = f64::NAN;
        let found = usable(&[&[1.0, 3.0, 2.0], &[1.0, nan, nan], &[2.0, 6.0, 6.0], &[0.0, 0.0, f64::INFINITY]]);
        assert_eq!((&found.points[..], found.dropped, found.failed), (&[0, 2][..], 2, 3));
        assert_eq!([0, 1, 2, 3, 4].map(|count| found.among(count)), [0, 1, 1, 2, 2]);
        let clean = usable(&[&[1.0, 3.0, 2.0], &[2.0, 6.0, 6.0]]);
        assert_eq!(found.all().unwrap().moments(), clean.all().unwrap().moments());
    }

    #[test]
    fn no_spread_has_no_indices() {
        assert!(usable(&[]).all().is_none());
        assert!(usable(&[&[1.0, 2.0, 2.0]]).all().is_none());
        let constant = usable(&[&[0.1, 0.1, 0.1], &[0.1, 0.1, 0.1]]).all().unwrap();
        assert_eq!((constant.moments(), constant.mean), (None, 0.1));
        // The last bit of 0.3 is rounding error, and so is any difference of AB while A and B stand still.
        let dust = usable(&[&[0.3, 0.1 + 0.2, 0.3], &[0.3, 0.3, 0.1 + 0.2]]).all().unwrap();
        assert_eq!(dust.moments(), None);
        assert_eq!(usable(&[&[0.3, 0.3, 9.0], &[0.3, 0.3, 4.0]]).all().unwrap().moments(), None);
    }

    #[test]
    fn chains_sum_every_row_once_whatever_the_length() {
        // 0 + 1 + ... + (n - 1), and the same doubled.
        for count in 0..40_u32 {
            let rows: Vec<[f64; 2]> = (0..count).map(|row| [f64::from(row), 2.0 * f64::from(row)]).collect();
            let sample: Vec<u32> = (0..count).rev().collect();
            let expected = f64::from(count * count.saturating_sub(1) / 2);
            assert_eq!(total::<2, 8>(&rows, &sample), [expected, 2.0 * expected], "{count}");
        }
    }

    #[test]
    fn more_factors_than_one_block_holds_stay_in_order() {
        // Factor k changes A by k at both points: J = k^2 / 2 / V, with A = B = -1, 1 and V = 1.
        let row = |level: f64| [level, level].into_iter().chain((0..9).map(move |k| level + f64::from(k)));
        let usable = Usable::of([row(-1.0), row(1.0)].into_iter());
        let indices = usable.terms(2, 11, &(2..11).collect::<Vec<_>>()).unwrap().moments().unwrap().indices;
        assert_eq!(indices.len(), 9);
        for (k, (first, total)) in indices.iter().enumerate() {
            assert!(first.abs() < 1e-12 && (total - (k * k) as f64 / 2.0).abs() < 1e-12, "{k}: {first} {total}");
        }
    }
}
