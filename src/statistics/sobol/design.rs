//! Where the model is run: base points of two independent matrices, and the runs between them.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sobol_burley::{NUM_DIMENSIONS, sample};

use crate::statistics::sobol::copula::{Copula, Given};
use crate::statistics::sobol::{Correlation, Refusal};

/// The longest sequence of Sobol' points there are direction numbers for: 2^16.
pub const MAX_BASE_POINTS: usize = 1 << 16;
/// The most factors: A and B take one of the 256 dimensions for each factor.
pub const MAX_FACTORS: usize = NUM_DIMENSIONS as usize / 2;

/// Bits of a coordinate that come from the Sobol' sequence; a single-precision number in [0, 1) has no more.
const SEQUENCE_BITS: u32 = 23;
/// Bits below them, up to the 53 of a double-precision number.
const LOW_BITS: u32 = 53 - SEQUENCE_BITS;

/// What the one seed is stretched for; each use has a stream of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    Scramble = 1,
    LowBits = 2,
    Bootstrap = 3,
}

/// One of the runs of a base point; with k groups of independent factors there are k + 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// The row of matrix A.
    A,
    /// The row of matrix B.
    B,
    /// The row of A with the coordinates of this group of factors (from 0) taken from B: the matrix AB_i of Saltelli et
    /// al. (2010). Where the group is correlated with other factors, these are drawn anew given the group's values: the
    /// run of the first-order index of Kucherenko et al. (2012).
    Swapped(usize),
    /// The row of A with this group drawn anew given all other factors: the run of its total index. Only of a group
    /// that is correlated with others; without, [`Run::Swapped`] serves both indices.
    Redrawn(usize),
}

/// N base points for d factors in k groups: N(k + 2) runs, computed on demand and never stored.
///
/// Each factor is a group of its own, k = d, unless [`Design::grouped`] says otherwise. The factors of a group move
/// together, each by its own coordinate: their columns of A are exchanged for those of B at once, and S and ST are
/// those of the group (Sobol' 2001; Saltelli et al. 2008). The columns do not depend on the groups, so that what
/// is not in a group has the same indices as without any.
///
/// Factors may be correlated ([`Design::correlated`]): the rows of A and of B are then draws from a Gaussian copula,
/// and a group that is correlated with factors outside it has two runs in place of one, so that N(k + 2 + c) runs are
/// made, where c counts these groups.
///
/// Dimensions 0 to d - 1 of one Owen-scrambled Sobol' sequence are matrix A, dimensions d to 2d - 1 matrix B, so that A
/// and B are independent and each well spread (Sobol' 1993; Saltelli et al. 2010). The scrambling is random, so that
/// estimates have no bias from the placement of points (Owen 1998), and is made by hashing (Burley 2020). The first M
/// of the N points are the M points of a smaller design with the same seed and factors. A power of two gives each
/// column exactly one point in each of N equal strata; any other number is spread less evenly ([`Design::balanced`]).
///
/// # Resolution
///
/// The sequence yields 23 bits. That is too coarse in two ways: a coordinate of exactly 0, where many a quantile
/// function is infinite, would come up with a chance of 17 % in an analysis with 65 536 base points and 12 factors; and
/// a trigger, whose random draw is picked by the bits of its coordinate, would now and then share a draw between A and
/// B. 30 random bits below those of the sequence make a full 53-bit number and leave all strata as they are. They come
/// from ChaCha8, which can be asked for any base point directly. A second scrambled sequence in their place would add
/// no spread, since only the leading 16 bits are stratified. All 64 bits of the seed key the generator; the 32-bit
/// scrambling seed of the sequence is its first word.
///
/// Worked number: 1024 base points and 12 factors make 1024 * 14 = 14 336 runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    base_points: usize,
    factors: usize,
    seed: u64,
    scramble: u32,
    /// By group, the factors that move together.
    groups: Vec<Vec<usize>>,
    /// Nothing where all factors are independent.
    dependence: Option<Dependence>,
    /// By group, the place of the run of its total index among the runs of a base point.
    totals: Vec<usize>,
}

/// What correlated factors make of the runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dependence {
    pub copula: Copula,
    /// By group; nothing where no factor of it is correlated with one outside it.
    pub cuts: Vec<Option<Cut>>,
}

/// How a group and what it is correlated with are drawn given one another, part by part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cut {
    /// The others given the group.
    pub first: Vec<Given>,
    /// The group given the others.
    pub total: Vec<Given>,
}

impl Design {
    /// `base_points` from 2 to [`MAX_BASE_POINTS`], `factors` from 1 to [`MAX_FACTORS`], any seed, 0 too.
    ///
    /// `BasePoints` or `Factors` when a number lies outside.
    pub fn new(base_points: usize, factors: usize, seed: u64) -> Result<Self, Refusal> {
        if !(2..=MAX_BASE_POINTS).contains(&base_points) {
            return Err(Refusal::BasePoints { found: base_points });
        }
        if !(1..=MAX_FACTORS).contains(&factors) {
            return Err(Refusal::Factors { found: factors });
        }
        let scramble = generator(seed, Stream::Scramble).next_u32();
        let groups = (0..factors).map(|factor| vec![factor]).collect();
        Self { base_points, factors, seed, scramble, groups, dependence: None, totals: Vec::new() }.cut(None)
    }

    /// The same points with factors in groups, each of which has one pair of indices.
    ///
    /// `Groups` unless every factor stands in exactly one of them, and none is empty. Worked number: 16 factors of
    /// which 3 form one group and 2 another are 13 groups and take 15 runs for each base point.
    pub fn grouped(self, groups: Vec<Vec<usize>>) -> Result<Self, Refusal> {
        let mut members: Vec<usize> = groups.iter().flatten().copied().collect();
        members.sort_unstable();
        if groups.iter().any(Vec::is_empty) || !members.into_iter().eq(0..self.factors) {
            return Err(Refusal::Groups { factors: self.factors });
        }
        let copula = self.dependence.clone().map(|dependence| dependence.copula);
        Self { groups, ..self }.cut(copula)
    }

    /// The same with correlated factors; `levels` has of each factor the number of its levels, where it is a choice
    /// among a few: the unit interval is then cut into as many equal parts, and nothing but the level reaches the
    /// model.
    ///
    /// `Shape` when there is not one of them for each factor; `Setting`, `NoSuch` or `Pair` for a correlation that is
    /// none, `NotPositiveDefinite` where they cannot hold together; `Choices` where more than one choice among a few
    /// would have to be drawn anew at once. Worked number: 16 factors of which one pair is correlated take 16 + 2 + 2 =
    /// 20 runs for each base point.
    pub fn correlated(self, correlations: &[Correlation], levels: &[Option<usize>]) -> Result<Self, Refusal> {
        if levels.len() != self.factors {
            return Err(Refusal::Shape { what: "numbers of levels", found: levels.len(), expected: self.factors });
        }
        let copula = Copula::new(levels, correlations)?;
        self.cut(Some(copula).filter(|copula| !copula.parts.is_empty()))
    }

    /// Sets which groups are correlated with factors outside them, and where their runs stand.
    fn cut(mut self, copula: Option<Copula>) -> Result<Self, Refusal> {
        let parts = copula.as_ref().map_or(&[][..], |copula| &copula.parts);
        let mut cuts = Vec::new();
        let mut totals = Vec::new();
        let mut further = self.groups.len() + 2;
        for (place, group) in self.groups.iter().enumerate() {
            let (mut first, mut total) = (Vec::new(), Vec::new());
            for part in parts {
                let inside = |at: usize| part.members.get(at).is_some_and(|factor| group.contains(factor));
                let held = (0..part.members.len()).filter(|at| inside(*at)).count();
                if held > 0 && held < part.members.len() {
                    first.push(part.given(inside)?);
                    total.push(part.given(|at| !inside(at))?);
                }
            }
            let cut = (!first.is_empty()).then_some(Cut { first, total });
            totals.push(if cut.is_some() { further } else { place + 2 });
            further += usize::from(cut.is_some());
            cuts.push(cut);
        }
        self.dependence = copula.map(|copula| Dependence { copula, cuts });
        self.totals = totals;
        Ok(self)
    }

    /// The place of a run among those of a base point: A is 0, B is 1, the swapped run of group i is i + 2, and further
    /// runs follow; none where there is no such run.
    pub fn position(&self, run: Run) -> Option<usize> {
        let own = |group: usize| self.totals.get(group).copied();
        match run {
            Run::A => Some(0),
            Run::B => Some(1),
            Run::Swapped(group) => (group < self.groups.len()).then_some(group + 2),
            Run::Redrawn(group) => own(group).filter(|place| *place != group + 2),
        }
    }

    /// The run at a place, the reverse of [`Design::position`].
    pub fn run(&self, position: usize) -> Option<Run> {
        match position {
            0 => Some(Run::A),
            1 => Some(Run::B),
            later if later < self.groups.len() + 2 => Some(Run::Swapped(later - 2)),
            further => self.totals.iter().position(|place| *place == further).map(Run::Redrawn),
        }
    }

    /// By group, the place of the run of its total index among the runs of a base point.
    pub(crate) fn totals(&self) -> &[usize] {
        &self.totals
    }

    pub(crate) fn dependence(&self) -> Option<&Dependence> {
        self.dependence.as_ref()
    }

    /// Whether a group is correlated with factors outside it, so that its first-order index may exceed its total one.
    pub fn is_correlated(&self, group: usize) -> bool {
        self.totals.get(group).is_some_and(|place| *place != group + 2)
    }

    /// The number N of base points.
    pub fn base_points(&self) -> usize {
        self.base_points
    }

    /// The number d of factors.
    pub fn factors(&self) -> usize {
        self.factors
    }

    /// The factors that move together, by group; each factor alone where nothing else was said.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The seed that was given.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The runs of one base point: k + 2, where k counts the groups, and one more for each that is correlated with
    /// others.
    pub fn runs_per_point(&self) -> usize {
        self.groups.len() + 2 + (0..self.groups.len()).filter(|group| self.is_correlated(*group)).count()
    }

    /// All runs of all base points.
    pub fn runs(&self) -> usize {
        self.base_points * self.runs_per_point()
    }

    /// Whether N is a power of two, so that each column has one point in each of N equal strata. Tell it when it is
    /// not.
    pub fn balanced(&self) -> bool {
        self.base_points.is_power_of_two()
    }

    /// Writes consecutive dimensions of one point of the sequence, from `first` on.
    pub(crate) fn fill(&self, point: usize, first: usize, into: &mut [f64]) {
        let mut low = generator(self.seed, Stream::LowBits);
        low.set_word_pos((point * 2 * self.factors + first) as u128);
        for (offset, coordinate) in into.iter_mut().enumerate() {
            let high = f64::from(sample(point as u32, (first + offset) as u32, self.scramble));
            *coordinate = deepened(high, low.next_u32());
        }
    }
}

/// A coordinate of 23 bits with 30 random bits below them: exact in double precision, and still below 1.
fn deepened(high: f64, word: u32) -> f64 {
    high + f64::from(word >> (32 - LOW_BITS)) / (1_u64 << 53) as f64
}

/// The generator for one use of the seed. The key is the seed itself, so that all of its 64 bits count.
pub(crate) fn generator(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut key = [0; 32];
    for (byte, of_seed) in key.iter_mut().zip(seed.to_le_bytes()) {
        *byte = of_seed;
    }
    let mut generator = ChaCha8Rng::from_seed(key);
    generator.set_stream(stream as u64);
    generator
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(design: &Design, point: usize, run: Run) -> Vec<f64> {
        let mut row = vec![f64::NAN; design.factors()];
        design.coordinates(point, run, &mut row).unwrap();
        row
    }

    #[test]
    fn the_limits_of_the_sequence_are_told() {
        for found in [0, 1, MAX_BASE_POINTS + 1] {
            assert_eq!(Design::new(found, 3, 1), Err(Refusal::BasePoints { found }));
        }
        for found in [0, MAX_FACTORS + 1] {
            assert_eq!(Design::new(8, found, 1), Err(Refusal::Factors { found }));
        }
        // The last point in the last dimension exists.
        let largest = Design::new(MAX_BASE_POINTS, MAX_FACTORS, 7).unwrap();
        let last = row(&largest, MAX_BASE_POINTS - 1, Run::B);
        assert!(last.iter().all(|x| (0.0..1.0).contains(x)));
        assert_eq!(largest.runs(), 65_536 * 130);
    }

    #[test]
    fn wrong_places_are_refused() {
        let design = Design::new(4, 2, 1).unwrap();
        let mut row = [0.0; 2];
        let refusal = design.coordinates(4, Run::A, &mut row);
        assert_eq!(refusal, Err(Refusal::NoSuch { what: "base point", position: 4, count: 4 }));
        let refusal = design.coordinates(0, Run::Swapped(2), &mut row);
        assert_eq!(refusal, Err(Refusal::NoSuch { what: "run of a group", position: 2, count: 2 }));
        let refusal = design.coordinates(0, Run::A, &mut [0.0; 3]);
        assert_eq!(refusal, Err(Refusal::Shape { what: "coordinates", found: 3, expected: 2 }));
    }

    #[test]
    fn a_swapped_run_is_a_with_one_column_of_b_bit_for_bit() {
        let design = Design::new(16, 5, 3).unwrap();
        for point in 0..16 {
            let (a, b) = (row(&design, point, Run::A), row(&design, point, Run::B));
            for factor in 0..5 {
                let mut expected = a.clone();
                expected[factor] = b[factor];
                assert_eq!(row(&design, point, Run::Swapped(factor)), expected);
                assert_ne!(a[factor], b[factor]);
            }
        }
        assert!((0..7).all(|position| design.run(position).and_then(|run| design.position(run)) == Some(position)));
        assert_eq!(
            (design.run(7), design.position(Run::Swapped(5)), design.position(Run::Redrawn(0))),
            (None, None, None)
        );
    }

    #[test]
    fn a_group_takes_all_its_columns_from_b_and_leaves_the_points_as_they_are() {
        let alone = Design::new(8, 4, 3).unwrap();
        let grouped = alone.clone().grouped(vec![vec![3, 1], vec![0], vec![2]]).unwrap();
        assert_eq!((grouped.runs_per_point(), grouped.runs(), grouped.factors()), (5, 40, 4));
        for point in 0..8 {
            let (a, b) = (row(&grouped, point, Run::A), row(&grouped, point, Run::B));
            assert_eq!((&a, &b), (&row(&alone, point, Run::A), &row(&alone, point, Run::B)));
            assert_eq!(row(&grouped, point, Run::Swapped(0)), [a[0], b[1], a[2], b[3]]);
            assert_eq!(row(&grouped, point, Run::Swapped(1)), row(&alone, point, Run::Swapped(0)));
        }
        // Once each: none left out, none twice, none that does not exist, and no group without a factor.
        for bad in [vec![vec![0, 1], vec![2]], vec![vec![0, 1, 2], vec![2, 3]], vec![vec![0, 1], vec![2, 4]]] {
            assert_eq!(alone.clone().grouped(bad).err(), Some(Refusal::Groups { factors: 4 }));
        }
        assert_eq!(alone.grouped(vec![vec![0, 1, 2, 3], vec![]]).err(), Some(Refusal::Groups { factors: 4 }));
    }

    #[test]
    fn every_column_has_one_point_in_each_stratum_and_prefixes_too() {
        // The defining property of the sequence, kept by the low bits; seeds 0 and u64::MAX are seeds like others.
        for seed in [0, 1, 20_250_101, u64::MAX] {
            let design = Design::new(256, 6, seed).unwrap();
            assert!(design.balanced());
            for strata in [16, 64, 256] {
                for run in [Run::A, Run::B] {
                    for factor in 0..6 {
                        let mut seen = vec![0; strata];
                        for point in 0..strata {
                            seen[(row(&design, point, run)[factor] * strata as f64) as usize] += 1;
                        }
                        assert!(seen.iter().all(|&count| count == 1), "seed {seed}, {strata}, {run:?}, {factor}");
                    }
                }
            }
        }
        assert!(!Design::new(48, 2, 0).unwrap().balanced());
    }

    #[test]
    fn a_smaller_design_is_a_prefix() {
        let (large, small) = (Design::new(64, 3, 9).unwrap(), Design::new(20, 3, 9).unwrap());
        for point in 0..20 {
            assert_eq!(row(&large, point, Run::Swapped(1)), row(&small, point, Run::Swapped(1)));
        }
    }

    #[test]
    fn every_bit_of_the_seed_counts() {
        let first = |seed| row(&Design::new(2, 4, seed).unwrap(), 0, Run::A);
        let mut rows: Vec<Vec<u64>> = (0..64)
            .map(|bit| first(1 << bit))
            .chain([first(0)])
            .map(|row| row.iter().map(|x| x.to_bits()).collect())
            .collect();
        rows.sort();
        rows.dedup();
        assert_eq!(rows.len(), 65);
    }

    #[test]
    fn low_bits_fill_the_number_and_stay_below_the_sequence() {
        // 2^-23 - 2^-53 is the most they add; the largest coordinate is 1 - 2^-53.
        assert_eq!(deepened(0.0, u32::MAX), 2_f64.powi(-23) - 2_f64.powi(-53));
        assert_eq!(deepened(1.0 - 2_f64.powi(-23), u32::MAX), 1.0 - 2_f64.powi(-53));
        assert_eq!(deepened(0.25, 0), 0.25);
        // Of 3072 coordinates about half have the last bit set: 1536, standard deviation 27.7.
        let design = Design::new(1024, 3, 5).unwrap();
        let odd = |x: &f64| ((x * 2_f64.powi(53)) as u64) & 1;
        let set: u64 = (0..1024).map(|point| row(&design, point, Run::A).iter().map(odd).sum::<u64>()).sum();
        assert!((1400..1670).contains(&set), "{set}");
    }
}
