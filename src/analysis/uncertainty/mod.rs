//! Uncertainty analysis: how far results move over all declared ways of computing them (METHOD section 7; Handbook step 8).
//!
//! What is told are shares of declared ways, never probabilities that something is true.

mod contest;
mod ranks;
mod sample;
mod spread;

pub use ranks::{Ranks, ranks};
pub use sample::{Band, Plan, Sample, nominal, sample};
pub use spread::{Spread, spread};

use rayon::prelude::*;

use crate::analysis::multiverse::{GAP, MET, Multiverse, headline};
use crate::model::framework::Verdicts;

/// Everything about one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub code: String,
    /// By output.
    pub nominal: Vec<Option<f64>>,
    /// By output, over the draws of the data alone and over all; nothing where no draw gave a number.
    pub data: Vec<Option<Spread>>,
    pub full: Vec<Option<Spread>>,
    /// Of partnerships.
    pub gap: Option<GapShares>,
}

/// How often the gap is what, as shares of the draws that have one.
#[derive(Clone, Debug, PartialEq)]
pub struct GapShares {
    /// GAP above 0, over the draws of the data alone and over all.
    pub positive: [f64; 2],
    /// The sign of the nominal gap, over all.
    pub same_sign: Option<f64>,
    /// By label of the verdict.
    pub verdicts: Vec<(String, f64)>,
    /// By number of parameters that reach the threshold, from none.
    pub met: Vec<f64>,
    /// Draws that have a gap.
    pub known: usize,
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
    /// Draws of the data alone, and of everything, that could not be computed.
    pub failed: [usize; 2],
    /// Where there is more than one unit.
    pub ranks: Option<Ranks>,
    /// All draws of the gap, or of the ranked output where there is none, by unit: what a density shows.
    pub headline: Vec<Vec<f64>>,
    /// Whether some factor is a matter of the data.
    pub has_data: bool,
}

/// The share of intervals that are told: from the 5th to the 95th percentile.
pub const LEVEL: f64 = 0.9;

/// Draws the ways twice, the data alone and everything, and sums up.
pub fn uncertainty<M: Multiverse>(
    multiverse: &M,
    verdicts: Option<&Verdicts>,
    plan: Plan,
    tick: &(dyn Fn(usize) + Sync),
) -> Uncertainty {
    let has_data = multiverse.factors().iter().any(|f| f.of_data);
    drawn(multiverse, verdicts, plan, has_data, tick)
}

/// Draws everything once, for whoever has no use for the data alone: that band is empty.
pub fn of_all_ways<M: Multiverse>(multiverse: &M, verdicts: Option<&Verdicts>, plan: Plan) -> Uncertainty {
    drawn(multiverse, verdicts, plan, false, &|_| {})
}

fn drawn<M: Multiverse>(
    multiverse: &M,
    verdicts: Option<&Verdicts>,
    plan: Plan,
    has_data: bool,
    tick: &(dyn Fn(usize) + Sync),
) -> Uncertainty {
    let outputs = multiverse.outputs().to_vec();
    let nominal = nominal(multiverse);
    let only_data = multiverse.factors().iter().all(|f| f.of_data);
    let full = sample(multiverse, plan, Band::Full, tick);
    // Where nothing but the data varies the two are one.
    let data = match (has_data, only_data) {
        (true, false) => sample(multiverse, plan, Band::Data, tick),
        (true, true) => full.clone(),
        (false, _) => Sample { width: full.width, values: nominal.clone(), failed: 0 },
    };
    let place = |code: &str| outputs.iter().position(|o| o == code);
    let (gap, met) = (place(GAP), place(MET));
    let n = outputs.len();
    let unit = |(i, code): (usize, &String)| {
        let at = |output: usize| i * n + output;
        let spreads = |of: &Sample| of.known(at(0), n).into_par_iter().map(spread::spread_among).collect();
        let own = |o: usize| nominal.get(at(o)).copied().filter(|x| !x.is_nan());
        Unit {
            code: code.clone(),
            nominal: (0..n).map(own).collect(),
            data: spreads(&data),
            full: spreads(&full),
            gap: gap
                .zip(met)
                .zip(verdicts)
                .and_then(|((gap, met), v)| shares([&data, &full], at(gap), at(met), own(gap), v)),
        }
    };
    let units: Vec<Unit> = multiverse.units().par_iter().enumerate().map(unit).collect();
    let headline = headline(multiverse);
    let known = |i: usize| full.column(i * n + headline).filter(|x| !x.is_nan()).collect();
    Uncertainty {
        plan,
        ranks: ranks(&full, &nominal, n, multiverse.ranked(), units.len()),
        headline: (0..units.len()).map(known).collect(),
        units,
        outputs,
        ranked: multiverse.ranked(),
        headline_output: headline,
        failed: [data.failed, full.failed],
        has_data,
    }
}

fn shares(of: [&Sample; 2], gap: usize, met: usize, nominal: Option<f64>, verdicts: &Verdicts) -> Option<GapShares> {
    let [_, full] = of;
    let positive = of.map(|sample| share(sample.column(gap), |g| g > 0.0));
    let gaps: Vec<f64> = full.column(gap).filter(|g| !g.is_nan()).collect();
    let same = |x: f64| move |g: f64| (g > 0.0) == (x > 0.0);
    let parameters = full.column(met).filter(|m| !m.is_nan()).fold(0.0, f64::max) as usize;
    let [data, all] = positive;
    Some(GapShares {
        positive: [data?, all?],
        same_sign: nominal.and_then(|x| share(gaps.iter().copied(), same(x))),
        verdicts: verdicts
            .labels
            .iter()
            .map(|label| (label.clone(), share(gaps.iter().copied(), |g| verdicts.label(g) == label).unwrap_or(0.0)))
            .collect(),
        met: (0..=parameters).map(|n| share(full.column(met), |m| m == n as f64).unwrap_or(0.0)).collect(),
        known: gaps.len(),
    })
}

/// The share of known numbers that are so; nothing where none is known.
fn share(column: impl Iterator<Item = f64>, so: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut all, mut hits) = (0usize, 0usize);
    for x in column.filter(|x| !x.is_nan()) {
        all += 1;
        hits += usize::from(so(x));
    }
    (all > 0).then(|| hits as f64 / all as f64)
}
