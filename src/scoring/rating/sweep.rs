//! The two commonest means over many units at a time, column by column.
//!
//! The operations on each unit's numbers, their order, and so the bits, are those of `combine::arithmetic` and
//! `combine::geometric`.

use std::ops::Range;

use super::combine::Workings;
use super::leaves::{Leaves, Place, part};
use super::scheme::{Branch, Scheme};
use crate::model::framework::Aggregation;
use crate::scoring::aggregate::{observed, stands};

/// Units that are summed up together, so that their sums stay at hand.
const ABREAST: usize = 64;

type Abreast<T> = [T; ABREAST];

/// What one branch's units are summed up from.
struct Sweep<'a> {
    branch: &'a Branch,
    places: &'a [Place],
    weights: &'a [f64],
    total: f64,
    geometric: bool,
    leaves: &'a Leaves,
    /// Of the branches below.
    scores: &'a [f64],
    coverage: &'a [f64],
    applies: &'a [bool],
}

/// One child's numbers for some units.
struct Child<'a> {
    weight: f64,
    scores: &'a [f64],
    /// The scores, or their logarithms.
    terms: &'a [f64],
    /// Nothing for a leaf, which is covered where it is known.
    coverage: Option<&'a [f64]>,
    applies: &'a [bool],
}

impl Scheme {
    /// Scores what can be scored many units at a time; the others, and those that the rule refuses, are left without a
    /// score. `true` where there are none.
    pub(super) fn sweep(
        &self,
        at: usize,
        branch: &Branch,
        method: Aggregation,
        leaves: &Leaves,
        w: &mut Workings,
    ) -> bool {
        let geometric = match method {
            Aggregation::Arithmetic {} => false,
            Aggregation::Geometric {} => true,
            _ => return false,
        };
        let weights = &w.weights[branch.family()];
        let total: f64 = weights.iter().sum();
        if branch.nonzero > 0.0 || !total.is_finite() || !weights.iter().all(|w| *w > 0.0) {
            return false;
        }
        let n = w.units;
        let (scores, out) = w.scores.split_at_mut(at * n);
        let (coverage, covered) = w.coverage.split_at_mut(at * n);
        let places = &self.places[branch.family()];
        let sweep = Sweep { branch, places, weights, total, geometric, leaves, scores, coverage, applies: &w.applies };
        let blocks = out[..n].chunks_mut(ABREAST).zip(covered[..n].chunks_mut(ABREAST)).enumerate();
        let mut sound = true;
        for (block, (out, covered)) in blocks {
            let rows = block * ABREAST..block * ABREAST + out.len();
            sound &= sweep.whole(&rows, out) || sweep.with_holes(&rows, out, covered);
        }
        sound
    }
}

impl Sweep<'_> {
    /// Calls `take` with each child's numbers for these units; `false` where a child has none.
    fn children(&self, rows: &Range<usize>, mut take: impl FnMut(Child<'_>)) -> bool {
        let n = self.leaves.units();
        for (place, weight) in self.places.iter().zip(self.weights) {
            let (scores, logs, coverage, applies) = match place {
                Place::Leaf(column) => {
                    (self.leaves.scores(*column), self.leaves.logs(*column), None, self.leaves.applies(*column))
                }
                Place::Inner(branch) => {
                    let coverage = part(self.coverage, *branch, n).get(rows.clone());
                    (part(self.scores, *branch, n), None, coverage, part(self.applies, *branch, n))
                }
            };
            let (Some(scores), Some(applies)) = (scores.get(rows.clone()), applies.get(rows.clone())) else {
                return false;
            };
            let mut own = [0.0; ABREAST];
            let terms = match logs.and_then(|l| l.get(rows.clone())) {
                _ if !self.geometric => scores,
                Some(logs) => logs,
                None => {
                    own.iter_mut().zip(scores).for_each(|(log, z)| *log = z.ln());
                    &own[..scores.len()]
                }
            };
            take(Child { weight: *weight, scores, terms, coverage, applies });
        }
        true
    }

    /// The mean from a sum of weighted terms; `NaN` where it is no number.
    fn mean(&self, sum: f64, total: f64, (low, high): (f64, f64)) -> f64 {
        let mean = if self.geometric { (sum / total).exp() } else { sum / total };
        if sum.is_finite() && mean.is_finite() { mean.max(low).min(high) } else { f64::NAN }
    }

    /// Units of which every child is known and wholly covered; `false` where one is not.
    fn whole(&self, rows: &Range<usize>, out: &mut [f64]) -> bool {
        let mut sums: Abreast<f64> = [-0.0; ABREAST];
        let (mut lows, mut highs) = ([f64::INFINITY; ABREAST], [f64::NEG_INFINITY; ABREAST]);
        let every = self.children(rows, |child| {
            for (sum, term) in sums.iter_mut().zip(child.terms) {
                *sum += child.weight * term;
            }
            widen(&mut lows, &mut highs, child.scores);
            // A child that stands on part of its own asks for the coverage to be counted.
            for (sum, covered) in sums.iter_mut().zip(child.coverage.unwrap_or(&[])) {
                *sum = if *covered == 1.0 { *sum } else { f64::NAN };
            }
        });
        let mut sound = every;
        for (((out, sum), low), high) in out.iter_mut().zip(sums).zip(lows).zip(highs) {
            *out = if every { self.mean(sum, self.total, (low, high)) } else { f64::NAN };
            sound &= !out.is_nan();
        }
        sound
    }

    /// The same where something is missing; what does not apply is left to others, and half a pair.
    fn with_holes(&self, rows: &Range<usize>, out: &mut [f64], covered: &mut [f64]) -> bool {
        if self.branch.pair {
            return false;
        }
        let zeros: Abreast<f64> = [-0.0; ABREAST];
        let (mut sums, mut totals, mut coverage, mut known) = (zeros, zeros, zeros, [0.0; ABREAST]);
        let (mut lows, mut highs) = ([f64::INFINITY; ABREAST], [f64::NEG_INFINITY; ABREAST]);
        let mut strange = [false; ABREAST];
        let every = self.children(rows, |child| {
            let weight = child.weight;
            for (sum, term) in sums.iter_mut().zip(child.terms) {
                *sum = if term.is_nan() { *sum } else { *sum + weight * term };
            }
            for ((total, known), z) in totals.iter_mut().zip(&mut known).zip(child.scores) {
                *total = if z.is_nan() { *total } else { *total + weight };
                *known += if z.is_nan() { 0.0 } else { 1.0 };
            }
            match child.coverage {
                Some(below) => {
                    for ((sum, own), z) in coverage.iter_mut().zip(below).zip(child.scores) {
                        *sum += weight * observed(!z.is_nan(), *own);
                    }
                }
                None => {
                    for (sum, z) in coverage.iter_mut().zip(child.scores) {
                        *sum += weight * if z.is_nan() { 0.0 } else { 1.0 };
                    }
                }
            }
            widen(&mut lows, &mut highs, child.scores);
            if child.applies.contains(&false) {
                strange.iter_mut().zip(child.applies).for_each(|(strange, applies)| *strange |= !applies);
            }
        });
        // A logarithm of a value below 0 is no number either, and would pass for a missing value.
        let refused = |unit: usize| self.geometric && lows[unit] <= 0.0;
        let children = self.places.len() as f64;
        let mut sound = every;
        for (unit, (out, covered)) in out.iter_mut().zip(covered).enumerate() {
            *covered = coverage[unit] / self.total;
            let stands = stands(*covered, self.branch.floor, known[unit] == children, self.branch.needs_all);
            let counts = every && stands && !strange[unit] && known[unit] > 0.0 && !refused(unit);
            *out = if counts { self.mean(sums[unit], totals[unit], (lows[unit], highs[unit])) } else { f64::NAN };
            sound &= !out.is_nan();
        }
        sound
    }
}

fn widen(lows: &mut Abreast<f64>, highs: &mut Abreast<f64>, scores: &[f64]) {
    for ((low, high), z) in lows.iter_mut().zip(highs).zip(scores) {
        *low = if *z < *low { *z } else { *low };
        *high = if *z > *high { *z } else { *high };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::framework::{Direction, Indicator, Measure, Node, NodeId, NodeKind, Weight};
    use crate::model::method::{Constant, Imputation, Normalisation, Treatment, Weighting};
    use crate::scoring::Rating;
    use crate::scoring::combine;

    fn node(code: &str, parent: Option<usize>, weight: f64, floor: f64, kind: NodeKind) -> Node {
        let (weight, parent) = (Weight::new(weight).expect("a weight"), parent.map(NodeId));
        let (nonzero, needs_all, title) = (0.0, false, String::new());
        Node { code: code.into(), title, parent, weight, floor, nonzero, needs_all, kind }
    }

    fn leaf(code: &str) -> NodeKind {
        NodeKind::Indicator(Box::new(Indicator {
            measure: Measure::Column,
            code: code.into(),
            direction: Direction::Undirected,
            denominate: None,
            impute: Imputation::default(),
            treat: Treatment::default(),
            normalise: Normalisation::default(),
            constant: Constant::default(),
            goalposts: None,
            goalposts_by_direction: false,
            target: None,
            lower_is_better: false,
            undesirable: false,
            unit: String::new(),
            definition: String::new(),
            formula: String::new(),
            grade: None,
            grade_reason: String::new(),
            yields_to: None,
        }))
    }

    fn composite(children: &[usize]) -> NodeKind {
        let children = children.iter().copied().map(NodeId).collect();
        NodeKind::Composite { aggregation: Aggregation::Arithmetic {}, weighting: Weighting::default(), children }
    }

    /// root: x (0.5), y (0.2), mid (0.3); mid: z (0.4), w (0.6). The root wants `floor` of its weight known.
    fn tree(floor: f64) -> Vec<Node> {
        vec![
            node("root", None, 1.0, floor, composite(&[1, 2, 3])),
            node("x", Some(0), 0.5, 0.0, leaf("x")),
            node("y", Some(0), 0.2, 0.0, leaf("y")),
            node("mid", Some(0), 0.3, 0.0, composite(&[4, 5])),
            node("z", Some(3), 0.4, 0.0, leaf("z")),
            node("w", Some(3), 0.6, 0.0, leaf("w")),
        ]
    }

    fn leaves(columns: &[Vec<Option<f64>>], logs: bool) -> Leaves {
        let n = columns.first().map_or(0, Vec::len);
        let mut rating = Rating { indicators: [1, 2, 4, 5].map(NodeId).to_vec(), ..Rating::default() };
        (rating.steps.normalised, rating.steps.screened) = (columns.to_vec(), columns.to_vec());
        rating.applies = vec![vec![true; n]; 6];
        Leaves::of(&rating, &(0..n).collect::<Vec<_>>(), &[0, 1, 2, 3], 4, logs)
    }

    fn run(scheme: &Scheme, leaves: &Leaves, method: Aggregation, w: &mut Workings) -> bool {
        w.begin(scheme, leaves);
        w.methods.fill(method);
        scheme.aggregate(leaves, w)
    }

    /// 150 units, more than two blocks; every seventh or so cell empty in the second half.
    fn columns() -> Vec<Vec<Option<f64>>> {
        let cell = |i: usize, u: usize| {
            Some(1.0 + ((u * 37 + i * 61) % 97) as f64 * 1.01).filter(|_| u < 75 || !(u + 2 * i).is_multiple_of(7))
        };
        (0..4).map(|i| (0..150).map(|u| cell(i, u)).collect()).collect()
    }

    #[test]
    fn many_units_at_a_time_have_the_bits_of_one_by_one() {
        let (scheme, columns) = (Scheme::of(&tree(0.0)), columns());
        let mut w = Workings::default();
        for (method, mean) in [
            (Aggregation::Arithmetic {}, combine::arithmetic as fn(&[(f64, f64)]) -> Result<f64, combine::Refusal>),
            (Aggregation::Geometric {}, combine::geometric),
        ] {
            for logs in [true, false] {
                let leaves = leaves(&columns, logs);
                assert!(run(&scheme, &leaves, method, &mut w));
                for (unit, (mid_score, root_score)) in w.scores(0).iter().zip(w.scores(1)).enumerate() {
                    let known = |i: usize, weight: f64| columns[i][unit].map(|z| (weight, z));
                    let mid: Vec<(f64, f64)> = [known(2, 0.4), known(3, 0.6)].into_iter().flatten().collect();
                    let mid = mean(&mid).ok();
                    let all = [known(0, 0.5), known(1, 0.2), mid.map(|z| (0.3, z))];
                    let all = mean(&all.into_iter().flatten().collect::<Vec<_>>()).expect("something is known");
                    assert_eq!(root_score.to_bits(), all.to_bits(), "{method:?}, unit {unit}");
                    assert_eq!(Some(*mid_score).filter(|z| !z.is_nan()), mid, "{method:?}, unit {unit}");
                }
            }
        }
    }

    /// Of unit 1 x is missing, and of unit 2 w: the root knows 0.5 and 0.82 of its weight.
    #[test]
    fn floors_count_what_children_know_by_hand() {
        let known = |values: [f64; 3]| values.map(|z| Some(z).filter(|z| *z >= 0.0)).to_vec();
        let columns = [known([10.0, -1.0, 10.0]), known([20.0; 3]), known([30.0; 3]), known([40.0, 40.0, -1.0])];
        let leaves = leaves(&columns, false);
        let mut w = Workings::default();
        for (floor, stand) in [(0.5, [true, true, true]), (0.51, [true, false, true]), (0.83, [true, false, false])] {
            let scheme = Scheme::of(&tree(floor));
            assert!(run(&scheme, &leaves, Aggregation::Arithmetic {}, &mut w));
            assert_eq!(w.scores(1).iter().map(|z| !z.is_nan()).collect::<Vec<_>>(), stand, "floor {floor}");
        }
        let scheme = Scheme::of(&tree(0.0));
        assert!(run(&scheme, &leaves, Aggregation::Arithmetic {}, &mut w));
        // 0.5 x 10 + 0.2 x 20 + 0.3 x 36; (4 + 10.8)/0.5; 5 + 4 + 9.
        let close = |a: &f64, b: f64| (a - b).abs() < 1e-12;
        assert!(w.scores(1).iter().zip([19.8, 29.6, 18.0]).all(|(a, b)| close(a, b)), "{:?}", w.scores(1));
        assert!(w.coverage(1).iter().zip([1.0, 0.5, 0.82]).all(|(a, b)| close(a, b)), "{:?}", w.coverage(1));
    }

    #[test]
    fn a_value_out_of_the_domain_is_refused_and_no_number() {
        let scheme = Scheme::of(&tree(0.0));
        for bad in [0.0, -3.0] {
            let mut columns = columns();
            columns[2][70] = Some(bad);
            let leaves = leaves(&columns, true);
            let mut w = Workings::default();
            assert!(run(&scheme, &leaves, Aggregation::Arithmetic {}, &mut w));
            assert!(!run(&scheme, &leaves, Aggregation::Geometric {}, &mut w));
            assert!(w.scores(0).iter().all(|z| z.is_nan()));
        }
    }
}
