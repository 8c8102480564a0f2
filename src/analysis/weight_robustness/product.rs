//! A geometric mean of arithmetic ones with all weights varying: exact scores, and bounds on ranks that hold.
//!
//! `ln score = sum W_k ln(u_k . z_k)`, W the weights of the branches and u_k those within branch k, chosen
//! independently of one another. A score is highest where every branch is. The least lead of one unit over another is
//! `min_W sum W_k m_k` with `m_k = min_u ln(u . a_k / u . b_k)`, since W >= 0 and the branches share no weight; each
//! `m_k` is a linear fractional programme, solved by Dinkelbach's iteration over linear ones (Management Science 13,
//! 1967, 492-498). So it is known exactly which pairs have a certain order. Who leads whom at once is not one
//! programme: the number of certain leaders bounds the rank from one side, ranks reached at the weights that were met
//! bound it from the other.

use super::error::WeightError;
use super::frame::{Branch, Product};
use super::ties::{ranks, spread};
use crate::statistics::attainable::{Attainable, RankBound, ScoreBound, TIE};
use crate::statistics::weight_set::{Refusal, dot};

/// Dinkelbach's iteration converges faster than any geometric series; this many steps mean that it has reached rounding
/// error.
const STEPS: usize = 60;

/// A share of a ratio below which it has converged.
const CONVERGED: f64 = 1e-10;

/// All weights at once: of the branches, and within each.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    top: Vec<f64>,
    within: Vec<Vec<f64>>,
}

impl Choice {
    /// The product of the shares down to each leaf.
    fn effective(&self) -> Vec<f64> {
        self.top.iter().zip(&self.within).flat_map(|(top, own)| own.iter().map(move |w| top * w)).collect()
    }
}

impl Product {
    fn present(&self) -> Choice {
        Choice { top: self.top_weights.clone(), within: self.branches.iter().map(|b| b.weights.clone()).collect() }
    }

    fn units(&self) -> usize {
        self.branches.first().map_or(0, |b| b.values.len())
    }

    /// `ln score` of every unit.
    fn logs(&self, at: &Choice) -> Vec<f64> {
        let one = |unit: usize| {
            let branch = |(b, u): (&Branch, &Vec<f64>)| b.row(unit).map_or(f64::NAN, |z| dot(z, u).ln());
            self.branches.iter().zip(&at.within).map(branch).zip(&at.top).map(|(ln, w)| ln * w).sum()
        };
        (0..self.units()).map(one).collect()
    }

    /// A lead below this is a tie.
    fn tie(&self) -> f64 {
        let logs: Vec<f64> = self.branches.iter().flat_map(|b| &b.values).flatten().map(|z| z.ln()).collect();
        TIE * spread(logs.iter())
    }

    /// The weights with the highest score of a unit (`sense` 1) or the lowest (-1).
    fn extreme(&self, unit: usize, sense: f64) -> Result<Choice, Refusal> {
        let gains = |z: &[f64]| z.iter().map(|z| sense * z).collect::<Vec<f64>>();
        let within: Vec<Vec<f64>> = self
            .branches
            .iter()
            .map(|b| b.set.highest(&gains(b.row(unit).unwrap_or_default())))
            .collect::<Result<_, _>>()?;
        let logs: Vec<f64> = (self.branches.iter().zip(&within))
            .map(|(b, u)| b.row(unit).map_or(0.0, |z| sense * dot(z, u).ln()))
            .collect();
        Ok(Choice { top: self.top.highest(&logs)?, within })
    }

    /// The least lead of unit `a` over unit `b`, a bound from below, and the weights that come to it.
    fn least_lead(&self, a: usize, b: usize) -> Result<(f64, Choice), Refusal> {
        let (mut least, mut within) = (Vec::new(), Vec::new());
        for branch in &self.branches {
            let (ratio, weights) = branch.least_ratio(a, b)?;
            least.push(ratio.ln());
            within.push(weights);
        }
        let top = self.top.highest(&least.iter().map(|m| -m).collect::<Vec<f64>>())?;
        Ok((dot(&top, &least), Choice { top, within }))
    }
}

impl Branch {
    fn row(&self, unit: usize) -> Option<&[f64]> {
        self.values.get(unit).map(Vec::as_slice)
    }

    /// `min_u (u . z_a) / (u . z_b)`, a bound from below, and the weights that come to it.
    fn least_ratio(&self, a: usize, b: usize) -> Result<(f64, Vec<f64>), Refusal> {
        let (a, b) = (self.row(a).unwrap_or_default(), self.row(b).unwrap_or_default());
        // No sum of weights that add to 1 lies below the least value.
        let least = b.iter().copied().fold(f64::INFINITY, f64::min);
        let mut weights = self.weights.clone();
        let mut ratio = dot(a, &weights) / dot(b, &weights);
        let mut below = 0.0;
        for _ in 0..STEPS {
            let gains: Vec<f64> = a.iter().zip(b).map(|(a, b)| ratio * b - a).collect();
            let found = self.set.highest(&gains)?;
            below = dot(&gains, &found).max(0.0) / least;
            let better = dot(a, &found) / dot(b, &found);
            if better >= ratio * (1.0 - CONVERGED) {
                break;
            }
            (ratio, weights) = (better, found);
        }
        Ok(((ratio - below).max(f64::MIN_POSITIVE), weights))
    }
}

/// Present rank and what can be attained, of the units named.
pub(super) fn bounds(product: &Product, wanted: &[usize]) -> Result<Vec<(usize, Attainable)>, WeightError> {
    let (n, tie) = (product.units(), product.tie());
    let present = product.present();
    let now = ranks(&product.logs(&present), tie);
    // Per unit: how many are ahead of it for certain, and behind it for certain.
    let (mut above, mut below) = (vec![0; n], vec![0; n]);
    let mut met = vec![present];
    for a in 0..n {
        met.push(product.extreme(a, 1.0)?);
        met.push(product.extreme(a, -1.0)?);
        for b in (0..n).filter(|b| *b != a) {
            let (lead, at) = product.least_lead(a, b)?;
            met.push(at);
            if lead > tie
                && let (Some(above), Some(below)) = (above.get_mut(b), below.get_mut(a))
            {
                *above += 1;
                *below += 1;
            }
        }
    }
    let seen: Vec<Vec<usize>> = met.iter().map(|at| ranks(&product.logs(at), tie)).collect();
    let one = |unit: &usize| {
        let score = |sense| -> Result<ScoreBound, Refusal> {
            let at = product.extreme(*unit, sense)?;
            let log = product.logs(&at).get(*unit).copied().unwrap_or(f64::NAN);
            Ok(ScoreBound { score: log.exp(), weights: at.effective() })
        };
        let places = || seen.iter().filter_map(|ranks| ranks.get(*unit).copied()).zip(&met);
        // The first of equals, so that two runs say the same.
        let best = places().min_by_key(|(rank, _)| *rank);
        let worst = places().min_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let weights = |found: Option<(usize, &Choice)>| found.map_or_else(Vec::new, |(_, at)| at.effective());
        let rank = |found: Option<(usize, &Choice)>| found.map_or(1, |(rank, _)| rank);
        let certain = |counts: &[usize]| counts.get(*unit).copied().unwrap_or(0);
        let can = Attainable {
            lowest: score(-1.0)?,
            highest: score(1.0)?,
            best: RankBound { low: 1 + certain(&above), high: rank(best), weights: weights(best) },
            worst: RankBound { low: rank(worst), high: n - certain(&below), weights: weights(worst) },
        };
        Ok((now.get(*unit).copied().unwrap_or(1), can))
    };
    wanted.iter().map(one).collect()
}
