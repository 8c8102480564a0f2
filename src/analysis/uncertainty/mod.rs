//! Uncertainty analysis: how far results move over all declared ways of computing them (METHOD section 7; Handbook step
//! 8).
//!
//! What is reported are shares of declared ways, never probabilities that something is true.

mod families;
mod ranks;
mod sample;
mod shares;

pub use families::{Families, PARTS, families};
pub use ranks::{Ranks, ranks};
pub use sample::{Band, Plan, Sample, nominal, sample};
use sample::{Drawing, sample_of, sample_with_absolute};
pub use shares::{ENOUGH, GapShares, PeerShares, Sureness};

use rayon::prelude::*;

use crate::analysis::multiverse::{FixedFactors, GAP, Keeps, MET, Multiverse, RANK, RESIDUAL, headline};
use crate::model::framework::Verdicts;
use crate::statistics::sobol::Copula;
use crate::statistics::spread::{Spread, spread_among};

/// Everything about one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub code: String,
    /// By output.
    pub nominal: Vec<Option<f64>>,
    /// By output: over the draws of the data alone, on absolute scales, and over everything; nothing where no draw gave
    /// a number, and where it was not asked for. The rows of a table have no absolute scales apart: that band is the
    /// whole one there.
    pub data: Vec<Option<Spread>>,
    pub absolute: Vec<Option<Spread>>,
    pub full: Vec<Option<Spread>>,
    /// Of partnerships with a gap: the answer to the absolute question.
    pub gap: Option<GapShares>,
    /// Of those that are ranked among the peers: the answer to the relative one.
    pub peers: Option<PeerShares>,
}

/// The whole analysis.
#[derive(Clone, Debug)]
pub struct Uncertainty {
    pub plan: Plan,
    pub units: Vec<Unit>,
    pub outputs: Vec<String>,
    /// The output by which units are ranked.
    pub ranked: usize,
    /// GAP of partnerships, the ranked output of other units.
    pub headline_output: usize,
    /// Draws that could not be computed: of the data alone, on absolute scales, and of everything.
    pub failed: [usize; 3],
    /// Where there is more than one unit.
    pub ranks: Option<Ranks>,
    /// The draws of the gap on absolute scales that gave a number, or of the ranked output where there is none, by
    /// unit, each with its place: what a density shows.
    pub headline: Vec<Vec<(usize, f64)>>,
    /// The same over the data alone, without the places; empty where no factor is a matter of the data.
    pub headline_of_data: Vec<Vec<f64>>,
    /// Whether some factor is a matter of the data.
    pub has_data: bool,
}

/// The share of intervals that are reported: from the 5th to the 95th percentile.
pub const LEVEL: f64 = 0.9;

/// Model variants that are drawn where nothing else is said: for card, table and figure alike, so that a paper prints
/// one interval. The ends of an interval are then known to about a percentile, and a share of 95 % to 0.7 points.
pub const DRAWS: usize = 1_000;

/// Where the random numbers start where nothing else is said.
pub const SEED: u64 = 1;

/// How many bands are drawn, each of as many draws.
pub fn bands(multiverse: &impl Multiverse) -> usize {
    let gaps = multiverse.outputs().iter().any(|o| o == GAP);
    1 + usize::from(gaps) + usize::from(multiverse.factors().iter().any(|f| f.of_data))
}

/// Whether no way takes the scales from the other units.
fn all_absolute(multiverse: &impl Multiverse) -> bool {
    multiverse.factors().iter().all(|f| f.keeps == Keeps::All)
}

/// The gap of each unit over the ways on absolute scales: the interval that [`uncertainty()`] gives with much else, at
/// a third of the work. `None` for a unit without a gap in any way, and for all where the multiverse has no gaps.
pub fn gap_intervals<M: Multiverse>(multiverse: &M, plan: Plan) -> Vec<Option<Spread>> {
    let units = multiverse.units().len();
    let outputs = multiverse.outputs();
    let Some(gap) = outputs.iter().position(|o| o == GAP) else { return vec![None; units] };
    let drawn = match all_absolute(multiverse) {
        true => sample(multiverse, plan, Band::Full, &|_| {}),
        false => sample(&FixedFactors::absolute(multiverse), plan, Band::Full, &|_| {}),
    };
    (0..units).map(|i| drawn.known(i * outputs.len() + gap, 1).pop().and_then(spread_among)).collect()
}

/// Intervals of the gap of each unit over the data alone and over all ways on absolute scales: those that
/// [`uncertainty()`] gives, without the peers. Nothing for a unit without a gap in any way.
pub fn gap_bands<M: Multiverse>(multiverse: &M, plan: Plan) -> Vec<[Option<Spread>; 2]> {
    let outputs = multiverse.outputs();
    let Some(gap) = outputs.iter().position(|o| o == GAP) else { return Vec::new() };
    let nominal = nominal(multiverse);
    let absolute = FixedFactors::absolute(multiverse);
    let has_data = multiverse.factors().iter().any(|f| f.of_data);
    let drawn = |band| sample(&absolute, plan, band, &|_| {});
    let still = || Sample { width: nominal.len(), values: nominal.clone(), failed: 0 };
    let bands = [if has_data { drawn(Band::Data) } else { still() }, drawn(Band::Full)];
    let of = |i: usize| bands.each_ref().map(|b| b.known(i * outputs.len() + gap, 1).pop().and_then(spread_among));
    (0..multiverse.units().len()).map(of).collect()
}

/// Draws the ways once for each band and sums up: the data alone; on absolute scales, where there are gaps; and
/// everything.
pub fn uncertainty<M: Multiverse>(
    multiverse: &M,
    verdicts: Option<&Verdicts>,
    plan: Plan,
    tick: &(dyn Fn(usize) + Sync),
) -> Uncertainty {
    uncertainty_of(multiverse, verdicts, Asked { plan, copula: None, outputs: None }, tick)
}

/// What is drawn, and the bands of which outputs are given.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub plan: Plan,
    /// Where factors are correlated, each of which keeps its own range; the data alone are drawn as without.
    pub copula: Option<&'a Copula>,
    /// Their codes; nothing for all. To order the draws of all takes a good part of the time.
    pub outputs: Option<&'a [&'a str]>,
}

/// The same, as it is asked for.
pub fn uncertainty_of<M: Multiverse>(
    multiverse: &M,
    verdicts: Option<&Verdicts>,
    Asked { plan, copula, outputs: asked }: Asked<'_>,
    tick: &(dyn Fn(usize) + Sync),
) -> Uncertainty {
    let outputs = multiverse.outputs().to_vec();
    let nominal = nominal(multiverse);
    let has_data = multiverse.factors().iter().any(|f| f.of_data);
    let only_data = multiverse.factors().iter().all(|f| f.of_data);
    let place = |code: &str| outputs.iter().position(|o| o == code);
    // Without gaps, and where no way takes the scales from the other units, everything is on absolute scales.
    let apart = place(GAP).is_some() && !all_absolute(multiverse);
    let (full, absolute) = if apart {
        let [full, absolute] =
            sample_with_absolute(multiverse, &FixedFactors::absolute(multiverse), (plan, copula), tick);
        (full, Some(absolute))
    } else {
        (sample_of(multiverse, Drawing { plan, band: Band::Full, copula }, tick), None)
    };
    // Where nothing but the data varies the two are one.
    let data = match (has_data, only_data) {
        (true, false) => sample(multiverse, plan, Band::Data, tick),
        (true, true) => full.clone(),
        (false, _) => Sample { width: full.width, values: nominal.clone(), failed: 0 },
    };
    let absolute = absolute.as_ref().unwrap_or(&full);
    let n = outputs.len();
    let asked: Vec<bool> = outputs.iter().map(|o| asked.is_none_or(|codes| codes.contains(&o.as_str()))).collect();
    let unit = |(i, code): (usize, &String)| {
        let at = |output: usize| i * n + output;
        let spreads = |of: &Sample| -> Vec<Option<Spread>> {
            let columns = of.known_of(at(0), &asked).into_par_iter();
            columns.map(|known| known.and_then(spread_among)).collect()
        };
        let own = |o: usize| nominal.get(at(o)).copied().filter(|x| !x.is_nan());
        let gap = place(GAP).zip(place(MET)).zip(verdicts);
        let yardsticks = place(RANK).zip(place(RESIDUAL)).zip(verdicts);
        Unit {
            code: code.clone(),
            nominal: (0..n).map(own).collect(),
            data: spreads(&data),
            absolute: spreads(absolute),
            full: spreads(&full),
            gap: gap.and_then(|((gap, met), v)| GapShares::of([&data, absolute], (at(gap), at(met)), own(gap), v)),
            peers: yardsticks.and_then(|((rank, residual), v)| {
                PeerShares::of(&full, (at(rank), at(residual)), own(rank).zip(own(residual)), v.tolerance)
            }),
        }
    };
    let units: Vec<Unit> = multiverse.units().par_iter().enumerate().map(unit).collect();
    let headline = headline(multiverse);
    let known = |i: usize| absolute.column(i * n + headline).enumerate().filter(|(_, x)| !x.is_nan()).collect();
    let known_of_data = |i: usize| data.column(i * n + headline).filter(|x| !x.is_nan()).collect();
    Uncertainty {
        plan,
        ranks: ranks(&full, &nominal, n, multiverse.ranked(), units.len()),
        headline: (0..units.len()).map(known).collect(),
        headline_of_data: (0..units.len()).filter(|_| has_data).map(known_of_data).collect(),
        units,
        outputs,
        ranked: multiverse.ranked(),
        headline_output: headline,
        failed: [data.failed, absolute.failed, full.failed],
        has_data,
    }
}
