//! Sensitivity analysis: which declared choice a result depends on (METHOD section 7; Handbook step 8).
//!
//! Four ways of asking. Sobol' indices share out the variance over all factors at once ([`sobol_indices`]); the tornado
//! varies one factor while all others stay fixed ([`tornado`]); the specification curve shows every combination of the
//! discrete choices ([`specification`]); and levers ([`weigh`]) say exactly, without a draw, how far one weight must
//! move to change a verdict or an order.

mod driver;
mod findings;
mod group;
mod levers;
mod specification;
mod tornado;

pub use driver::Driver;
pub use findings::{Findings, both_answers, findings, gap_indices};
pub use group::{FactorGroup, Grouping, groups};
pub use levers::{Lever, Order, Swap, Verdict, Weighed, order_levers, unsolved, verdict_levers, weigh};
pub use specification::{MOST_COMBINATIONS, Specification, TooMany, Variant, specification};
pub use tornado::{STEPS, Swing, tornado};

use crate::analysis::multiverse::{GAP, Multiverse, RESIDUAL, counts_of_levels, headline, output, width};
use crate::analysis::uncertainty::SEED;
use crate::statistics::sobol::{self, Analysis, Correlation, Design, Refusal, Settings};

/// Base points of a design where nothing else is said, for table and figure alike: with as many the indices of the
/// built-in partnerships' gaps settle.
pub const BASE_POINTS: usize = 2_048;

/// What an index is about; units by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// FORM - CONTENT of a partnership, on absolute scales.
    Gap(usize),
    /// The residual of a partnership among its peers, over everything.
    Residual(usize),
    /// The score by which units are ranked.
    Score(usize),
    /// The rank among the units that have a score in the same way; equal units share the mean of theirs.
    Rank(usize),
    /// Whether the first has a higher score than the second: 1, or 0, or 1/2 where they are equal.
    Order(usize, usize),
    /// The mean over the units of |rank - nominal rank|.
    Shift,
}

/// How the design is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// A power of two, best.
    pub base_points: usize,
    pub seed: u64,
    pub settings: Settings,
    /// Whether the order of every pair is computed.
    pub pairs: bool,
    /// Factors that move together and have one pair of indices; every other factor stands alone.
    pub groups: Vec<Grouping>,
    /// Rank correlations of pairs of factors; all others are independent.
    pub correlations: Vec<Correlation>,
}

impl Default for Layout {
    fn default() -> Self {
        Layout {
            base_points: BASE_POINTS,
            seed: SEED,
            settings: Settings::default(),
            pairs: false,
            groups: Vec::new(),
            correlations: Vec::new(),
        }
    }
}

impl Layout {
    /// The design of a multiverse's factors; [`groups`] has the order of its indices.
    ///
    /// Refused as [`Design::new`], [`Design::grouped`] and [`Design::correlated`] refuse.
    pub fn design(&self, multiverse: &impl Multiverse) -> Result<Design, Refusal> {
        let factors = multiverse.factors();
        let mut design = Design::new(self.base_points, factors.len(), self.seed)?;
        if !self.groups.is_empty() {
            design = design.grouped(groups(factors, &self.groups).into_iter().map(|group| group.members).collect())?;
        }
        if self.correlations.is_empty() {
            Ok(design)
        } else {
            design.correlated(&self.correlations, &counts_of_levels(factors))
        }
    }
}

/// Sobol' indices of every quantity, in the order of `quantities`.
#[derive(Clone, Debug)]
pub struct Indices {
    /// What has indices, in their order: the groups of factors that were named, then every other factor that varies.
    pub groups: Vec<FactorGroup>,
    pub quantities: Vec<Quantity>,
    pub analysis: Analysis,
}

/// What is asked of so many units; the residual of those that have one as the framework has it.
pub fn quantities(multiverse: &impl Multiverse, pairs: bool, nominal: &[f64]) -> Vec<Quantity> {
    let n = multiverse.units().len();
    let gap = output(multiverse, GAP).is_some();
    let residual = output(multiverse, RESIDUAL);
    let outputs = multiverse.outputs().len();
    let among_peers = |unit: usize| residual.and_then(|o| nominal.get(unit * outputs + o)).is_some_and(|x| !x.is_nan());
    let mut all: Vec<Quantity> = Vec::new();
    for unit in 0..n {
        all.extend(gap.then_some(Quantity::Gap(unit)));
        all.extend(among_peers(unit).then_some(Quantity::Residual(unit)));
        all.push(Quantity::Score(unit));
        all.extend((n > 1).then_some(Quantity::Rank(unit)));
    }
    if n > 1 {
        if pairs {
            all.extend((0..n).flat_map(|a| (a + 1..n).map(move |b| Quantity::Order(a, b))));
        }
        all.push(Quantity::Shift);
    }
    all
}

/// Reads the quantities from the results of one run.
#[derive(Clone, Debug)]
pub struct QuantityReader {
    quantities: Vec<Quantity>,
    outputs: usize,
    ranked: usize,
    gap: usize,
    residual: usize,
    /// By unit; nothing for one without a score.
    nominal: Vec<Option<f64>>,
}

impl QuantityReader {
    /// `nominal` are the results with everything as the framework has it.
    pub fn new(multiverse: &impl Multiverse, pairs: bool, nominal: &[f64]) -> Self {
        let outputs = multiverse.outputs();
        let gap = headline(multiverse);
        let mut reader = QuantityReader {
            quantities: quantities(multiverse, pairs, nominal),
            outputs: outputs.len(),
            ranked: multiverse.ranked(),
            gap,
            residual: output(multiverse, RESIDUAL).unwrap_or(gap),
            nominal: Vec::new(),
        };
        let units = 0..multiverse.units().len();
        reader.nominal = units.clone().map(|u| Some(reader.score(nominal, u)).filter(|x| !x.is_nan())).collect();
        reader.nominal = units.map(|u| reader.nominal.get(u)?.map(|_| reader.rank(nominal, u))).collect();
        reader
    }

    pub fn quantities(&self) -> &[Quantity] {
        &self.quantities
    }

    fn at(&self, row: &[f64], unit: usize, output: usize) -> f64 {
        row.get(unit * self.outputs + output).copied().unwrap_or(f64::NAN)
    }

    fn score(&self, row: &[f64], unit: usize) -> f64 {
        self.at(row, unit, self.ranked)
    }

    /// By pairs among the units that have a nominal score and one here; `NaN` where it has none itself, or is alone.
    fn rank(&self, row: &[f64], unit: usize) -> f64 {
        let own = self.score(row, unit);
        let (mut above, mut equal, mut rivals, mut all) = (0.0, 0.0, 0.0, 0.0);
        let others = self.nominal.iter().enumerate().filter(|(other, own)| *other != unit && own.is_some());
        for score in others.map(|(other, _)| self.score(row, other)) {
            all += 1.0;
            rivals += f64::from(u8::from(!score.is_nan()));
            above += f64::from(u8::from(score > own));
            equal += f64::from(u8::from(score == own));
        }
        if own.is_nan() || rivals == 0.0 { f64::NAN } else { 1.0 + (above + equal / 2.0) * all / rivals }
    }

    /// Reads one run's results into the quantities.
    pub fn read(&self, row: &[f64], into: &mut [f64]) {
        for (quantity, cell) in self.quantities.iter().zip(into) {
            *cell = match quantity {
                Quantity::Gap(unit) => self.at(row, *unit, self.gap),
                Quantity::Residual(unit) => self.at(row, *unit, self.residual),
                Quantity::Score(unit) => self.score(row, *unit),
                Quantity::Rank(unit) => self.rank(row, *unit),
                Quantity::Order(a, b) => {
                    let (x, y) = (self.score(row, *a), self.score(row, *b));
                    match x.partial_cmp(&y) {
                        Some(std::cmp::Ordering::Greater) => 1.0,
                        Some(std::cmp::Ordering::Equal) => 0.5,
                        Some(std::cmp::Ordering::Less) => 0.0,
                        None => f64::NAN,
                    }
                }
                Quantity::Shift => {
                    let known = || self.nominal.iter().enumerate().filter_map(|(u, own)| Some((u, (*own)?)));
                    let moved = known().map(|(u, own)| (self.rank(row, u) - own).abs()).filter(|moved| !moved.is_nan());
                    moved.clone().sum::<f64>() / moved.count() as f64
                }
            };
        }
    }
}

/// Runs the design and estimates first-order and total indices of every quantity, each with its interval.
///
/// A factor, or group, that moves no quantity in any run is refused ([`Refusal::Untouched`]); a run that cannot be computed is
/// counted and its base point left out. Worked number: see [`crate::statistics::sobol`].
pub fn sobol_indices<M: Multiverse>(
    multiverse: &M,
    nominal: &[f64],
    layout: &Layout,
    tick: &(dyn Fn(usize) + Sync),
) -> Result<Indices, Refusal> {
    let design = layout.design(multiverse)?;
    let reader = QuantityReader::new(multiverse, layout.pairs, nominal);
    let width = width(multiverse);
    let workspace = || (multiverse.workspace(), vec![f64::NAN; width], Vec::new());
    let run = |(inner, row, point): &mut (M::Workspace, Vec<f64>, Vec<Option<f64>>), at: &[f64], out: &mut [f64]| {
        point.clear();
        point.extend(at.iter().copied().map(Some));
        let done = multiverse.run(point, inner, row);
        if done {
            reader.read(row, out);
        }
        done
    };
    let count = reader.quantities().len();
    let analysis = sobol::analyse(&design, count, &layout.settings, workspace, run, tick)?;
    let groups = groups(multiverse.factors(), &layout.groups);
    Ok(Indices { groups, quantities: reader.quantities, analysis })
}

#[cfg(test)]
mod tests;
