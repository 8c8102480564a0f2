//! Which part of a declared set of weights gives each unit each rank (stochastic multicriteria acceptability analysis).

use super::error::WeightError;
use super::frame::{Frame, Shape};
use crate::statistics::weight_draws::WeightDraws;
use crate::statistics::weight_set::dot;

/// How many weights are drawn, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightSample {
    pub draws: usize,
    pub seed: u64,
}

/// One unit under weights that were drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptability {
    /// Its place among the units of the tree.
    pub unit: usize,
    /// The share of draws in which it has each rank, the first rank first; they sum to 1.
    pub ranks: Vec<f64>,
    pub mean_rank: f64,
    /// The mean of the weights that put it first, by part; nothing for a unit that none does.
    pub central: Option<Vec<f64>>,
}

/// The rank acceptability indices and central weights of the complete units, in the order of [`Frame::units`].
///
/// Weights are drawn evenly from the declared set, under a geometric mean of arithmetic ones from each node's set by
/// itself; a rank is 1 + the number of better units. Each share has a standard error of `sqrt(p (1 - p)/draws)`, 0.005
/// at most for 10,000 draws. Sources: Lahdelma, Hokkanen and Salminen 1998, European Journal of Operational Research
/// 106(1), 137-143; Lahdelma and Salminen 2001, Operations Research 49(3), 444-454. Compind's `ci_smaa_constr` divides
/// each indicator's draws by their sum over the draws, so that the weights of one draw do not sum to 1 and lower bounds
/// need not hold. Refused: weights that are bound by more than their own bounds (all weights of a tree of equal means).
/// Worked number: the units (1, 0), (0, 1) and (0.4, 0.4) with any weights: the first is first where its weight is
/// above 1/2, in half of the draws, at central weights of 3/4 and 1/4; the third never is, and is third where the
/// weights lie between 0.4 and 0.6, in a fifth of the draws.
pub fn acceptability(frame: &Frame, sample: WeightSample) -> Result<Vec<Acceptability>, WeightError> {
    let n = frame.units.len();
    let mut places = vec![vec![0_usize; n]; n];
    let mut sums = vec![vec![0.0; frame.parts.len()]; n];
    let mut draws = WeightDraws::new(sample.seed);
    for _ in 0..sample.draws {
        let (weights, scores) = scored(frame, &mut draws)?;
        let mut sorted = scores.clone();
        sorted.sort_by(f64::total_cmp);
        for ((score, places), sums) in scores.iter().zip(&mut places).zip(&mut sums) {
            let better = n - sorted.partition_point(|other| other <= score);
            if let Some(times) = places.get_mut(better) {
                *times += 1;
            }
            if better == 0 {
                sums.iter_mut().zip(&weights).for_each(|(sum, w)| *sum += w);
            }
        }
    }
    let all = sample.draws as f64;
    let found = frame.units.iter().zip(places).zip(sums).map(|((unit, places), sums)| {
        let first = places.first().copied().unwrap_or(0);
        let ranked = places.iter().enumerate().map(|(better, times)| (better + 1) as f64 * *times as f64);
        Acceptability {
            unit: *unit,
            mean_rank: ranked.sum::<f64>() / all,
            ranks: places.iter().map(|times| *times as f64 / all).collect(),
            central: (first > 0).then(|| sums.iter().map(|sum| sum / first as f64).collect()),
        }
    });
    Ok(found.collect())
}

/// Weights of the parts, and what they give each complete unit: a number that rises with its score.
fn scored(frame: &Frame, draws: &mut WeightDraws) -> Result<(Vec<f64>, Vec<f64>), WeightError> {
    Ok(match &frame.shape {
        Shape::Sum(sum) => {
            let weights = draws.draw(&sum.set)?;
            let scores = sum.values.iter().map(|row| dot(row, &weights)).collect();
            (weights, scores)
        }
        Shape::Product(product) => {
            let top = draws.draw(&product.top)?;
            let mut weights = Vec::with_capacity(frame.parts.len());
            let mut scores = vec![0.0; frame.units.len()];
            for (share, branch) in top.iter().zip(&product.branches) {
                let own = draws.draw(&branch.set)?;
                for (score, row) in scores.iter_mut().zip(&branch.values) {
                    *score += share * dot(row, &own).ln();
                }
                weights.extend(own.iter().map(|w| share * w));
            }
            (weights, scores)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::weight_robustness::frame::Sum;
    use crate::analysis::weight_robustness::link::Link;
    use crate::analysis::weight_robustness::{Freedom, Over, WeightVariation};
    use crate::model::framework::NodeId;
    use crate::statistics::weight_set::WeightSet;

    #[test]
    fn the_worked_number_holds() {
        let of = NodeId(0);
        let values = vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![0.4, 0.4]];
        let set = WeightSet::simplex(2).expect("a set");
        let frame = Frame {
            variation: WeightVariation { of, over: Over::Node(of), freedom: Freedom::Any },
            parts: vec![NodeId(1), NodeId(2)],
            weights: vec![0.5, 0.5],
            units: vec![0, 1, 2],
            left_out: Vec::new(),
            shape: Shape::Sum(Sum { link: Link::Power(1.0), values, set }),
        };
        let found = acceptability(&frame, WeightSample { draws: 20_000, seed: 1 }).expect("draws");
        // Five standard errors of a share of a half.
        let close = |a: f64, b: f64| assert!((a - b).abs() < 0.018, "{a} is not {b}: {found:?}");
        let [first, _, third] = found.as_slice() else { panic!("{found:?}") };
        first.ranks.iter().zip([0.5, 0.1, 0.4]).for_each(|(a, b)| close(*a, b));
        third.ranks.iter().zip([0.0, 0.8, 0.2]).for_each(|(a, b)| close(*a, b));
        close(third.mean_rank, 2.2);
        first.central.as_ref().expect("weights").iter().zip([0.75, 0.25]).for_each(|(a, b)| close(*a, b));
        assert!(third.central.is_none() && third.ranks[0] == 0.0);
        for a in &found {
            assert!((a.ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        let again = acceptability(&frame, WeightSample { draws: 20_000, seed: 1 }).expect("draws");
        assert_eq!(found, again);
    }
}
