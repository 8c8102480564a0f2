//! The smallest changes that bring a lower unit level with a higher one; any more of the same swaps them.

use crate::statistics::attainable::{Mean, linear_value};
use crate::statistics::linear_programme::Relation;
use crate::statistics::weight_set::{Refusal, WeightSet, dot, unit_sum};

/// A lead below 0 by less than this share of the largest gap is rounding error: the two are level.
const LEVEL: f64 = 1e-12;

/// Two units and the weights under which the first is ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitPair {
    mean: Mean,
    weights: Vec<f64>,
    /// Per indicator, on the scale on which the composite is linear: ahead minus behind.
    gaps: Vec<f64>,
    behind: Vec<f64>,
    lead: f64,
}

/// Weights that bring two units level, and how much of the whole weight had to move.
#[derive(Clone, Debug, PartialEq)]
pub struct Reweighting {
    /// Half the sum of absolute changes: 0.05 means that 5 % of the weight goes to other indicators.
    pub moved: f64,
    pub weights: Vec<f64>,
}

impl UnitPair {
    /// The values of the unit that is ahead (or level) and of the one behind, and the present weights (scaled to sum to
    /// 1).
    pub fn new(ahead: &[f64], behind: &[f64], weights: &[f64], mean: Mean) -> Result<Self, Refusal> {
        let weights = unit_sum(weights)?;
        let scaled = |unit: usize, values: &[f64]| {
            if values.len() != weights.len() {
                return Err(Refusal::Shape { what: "values in a unit", found: values.len(), expected: weights.len() });
            }
            let cell = |(indicator, &value): (usize, &f64)| {
                linear_value(value, mean).ok_or(Refusal::BadValue { unit, indicator, value })
            };
            values.iter().enumerate().map(cell).collect::<Result<Vec<f64>, Refusal>>()
        };
        let gaps: Vec<f64> = scaled(0, ahead)?.iter().zip(scaled(1, behind)?).map(|(a, b)| a - b).collect();
        let largest = gaps.iter().fold(0.0, |most: f64, gap| most.max(gap.abs()));
        let lead = dot(&weights, &gaps);
        if lead < -LEVEL * largest {
            return Err(Refusal::NotAhead { lead });
        }
        Ok(Self { mean, weights, gaps, behind: behind.to_vec(), lead: lead.max(0.0) })
    }

    /// The lead on the linear scale: a difference of scores, or of their logarithms for the geometric mean.
    pub fn lead(&self) -> f64 {
        self.lead
    }

    /// The least weight that must move to other indicators, within the set, until the two are level (linear programme).
    ///
    /// `moved` is unique; where several re-weightings move as little, `weights` is one of them. `NeverLevel` when the
    /// order is certain over the set. The present weights need not lie in the set. Worked number: (6, 4) against (4, 5)
    /// with equal weights leads by 0.5; each unit of weight from the first to the second indicator takes 3 away: 1/6
    /// moves.
    pub fn least_reweighting(&self, set: &WeightSet) -> Result<Reweighting, Refusal> {
        if set.len() != self.weights.len() {
            return Err(Refusal::Shape { what: "values in a unit", found: self.weights.len(), expected: set.len() });
        }
        let n = set.len();
        let mut programme = set.programme(vec![0.0; n]);
        // What each weight gains, and then what each loses: half of it is what moves.
        programme.extend(2 * n, -0.5, (0.0, 1.0));
        for (j, present) in self.weights.iter().enumerate() {
            programme.constrain(&[], &[(j, 1.0), (n + j, -1.0), (2 * n + j, 1.0)], Relation::Equal, *present);
        }
        let largest = self.gaps.iter().fold(f64::MIN_POSITIVE, |most, gap| most.max(gap.abs()));
        let gaps: Vec<f64> = self.gaps.iter().map(|gap| gap / largest).collect();
        programme.constrain(&gaps, &[], Relation::AtMost, 0.0);
        let (_, weights) = set.solve(&programme)?.ok_or(Refusal::NeverLevel)?;
        let moved = weights.iter().zip(&self.weights).map(|(new, old)| (new - old).abs()).sum::<f64>() / 2.0;
        Ok(Reweighting { moved, weights })
    }

    /// For each indicator the weight that, the others rescaled in proportion, brings the two level; `None` where none
    /// in 0..=1 does.
    ///
    /// With gap d_j in the indicator and D_j the lead of the others alone, the lead t d_j + (1 - t) D_j is 0 at t = D_j
    /// / (D_j - d_j). An indicator that has all the weight leaves nothing to rescale. Worked number: (6, 4) against (4,
    /// 5): t = 1/3 for the first and 2/3 for the second indicator.
    pub fn one_weight(&self) -> Vec<Option<f64>> {
        let lead = self.lead;
        let level = |(w, gap): (&f64, &f64)| {
            if lead == 0.0 {
                return Some(*w);
            }
            let others = (lead - w * gap) / (1.0 - w);
            let weight = others / (others - gap);
            (*w < 1.0 && (0.0..=1.0).contains(&weight)).then_some(weight)
        };
        self.weights.iter().zip(&self.gaps).map(level).collect()
    }

    /// For each indicator the value the lower unit needs there, all else equal; `None` where it has no weight or no
    /// finite value does.
    ///
    /// Arithmetic: z + lead / w; geometric: z exp(lead / w). Whether the indicator's scale reaches so far is the
    /// caller's to judge. Worked number: (6, 4) against (4, 5) with equal weights: 5 in the first or 6 in the second
    /// indicator.
    pub fn one_value(&self) -> Vec<Option<f64>> {
        let lead = self.lead;
        let needed = |(z, w): (&f64, &f64)| {
            let step = lead / w;
            let value = match self.mean {
                Mean::Arithmetic => z + step,
                Mean::Geometric => z * step.exp(),
            };
            (*w > 0.0 && value.is_finite()).then_some(value)
        };
        self.behind.iter().zip(&self.weights).map(needed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> UnitPair {
        UnitPair::new(&[6.0, 4.0], &[4.0, 5.0], &[2.0, 2.0], Mean::Arithmetic).expect("a pair")
    }

    fn close(found: &[Option<f64>], expected: &[Option<f64>]) {
        for (f, e) in found.iter().zip(expected) {
            let near = (f.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-12;
            assert!(f.is_some() == e.is_some() && near, "{found:?} {expected:?}");
        }
    }

    #[test]
    fn the_three_smallest_changes_by_hand() {
        let pair = pair();
        let moved = pair.least_reweighting(&WeightSet::simplex(2).expect("a set")).expect("weights");
        assert!((moved.moved - 1.0 / 6.0).abs() < 1e-9 && (moved.weights[0] - 1.0 / 3.0).abs() < 1e-9);
        close(&pair.one_weight(), &[Some(1.0 / 3.0), Some(2.0 / 3.0)]);
        close(&pair.one_value(), &[Some(5.0), Some(6.0)]);
        let narrow = WeightSet::around(&[1.0, 1.0], 0.1).expect("a set");
        assert_eq!(pair.least_reweighting(&narrow), Err(Refusal::NeverLevel));
    }

    /// Values: linear programmes solved by HiGHS (scipy 1.17.1).
    #[test]
    fn the_least_reweighting_is_that_of_an_independent_solver() {
        let (ahead, behind, weights) = ([80.0, 20.0, 50.0, 65.0], [60.0, 45.0, 55.0, 40.0], [0.4, 0.1, 0.2, 0.3]);
        let set = WeightSet::new(vec![0.1, 0.05, 0.05, 0.1], vec![0.6, 0.5, 0.4, 0.4], vec![]).expect("a set");
        for (mean, moved) in [(Mean::Arithmetic, 0.24444444444444444), (Mean::Geometric, 0.12385483314251355)] {
            let pair = UnitPair::new(&ahead, &behind, &weights, mean).expect("a pair");
            let found = pair.least_reweighting(&set).expect("weights");
            assert!((found.moved - moved).abs() < 1e-8, "{found:?}");
            assert!(dot(&pair.gaps, &found.weights).abs() < 1e-6, "they are level");
        }
    }

    #[test]
    fn the_geometric_changes_bring_the_geometric_means_level() {
        let (ahead, behind, weights) = ([80.0, 20.0, 50.0], [30.0, 60.0, 40.0], [0.5, 0.2, 0.3]);
        let pair = UnitPair::new(&ahead, &behind, &weights, Mean::Geometric).expect("a pair");
        let log_mean = |z: &[f64], w: &[f64]| dot(&z.iter().map(|z| z.ln()).collect::<Vec<_>>(), w);
        for (j, value) in pair.one_value().iter().enumerate() {
            let mut raised = behind;
            raised[j] = value.expect("a value");
            assert!((log_mean(&raised, &weights) - log_mean(&ahead, &weights)).abs() < 1e-12);
        }
        for (j, weight) in pair.one_weight().iter().enumerate() {
            let Some(weight) = weight else { continue };
            let rest = (1.0 - weight) / (1.0 - weights[j]);
            let moved: Vec<f64> =
                weights.iter().enumerate().map(|(k, w)| if k == j { *weight } else { w * rest }).collect();
            assert!((log_mean(&behind, &moved) - log_mean(&ahead, &moved)).abs() < 1e-12);
        }
        assert!(pair.one_weight()[2].is_none(), "in the third indicator the leader leads, and so do the others");
    }

    #[test]
    fn duels_that_are_none_are_refused() {
        let new = |a: &[f64], b: &[f64], w: &[f64]| UnitPair::new(a, b, w, Mean::Geometric);
        assert!(matches!(new(&[1.0], &[2.0], &[1.0]), Err(Refusal::NotAhead { .. })));
        assert!(matches!(new(&[1.0], &[0.0], &[1.0]), Err(Refusal::BadValue { unit: 1, indicator: 0, .. })));
        assert!(matches!(new(&[1.0], &[1.0, 2.0], &[1.0]), Err(Refusal::Shape { .. })));
        assert_eq!(new(&[1.0], &[1.0], &[0.0]), Err(Refusal::BadWeights));
        let level = new(&[2.0, 3.0], &[3.0, 2.0], &[1.0, 1.0]).expect("level is not behind");
        assert_eq!(level.one_weight(), [Some(0.5), Some(0.5)]);
        let dominated = new(&[2.0, 3.0], &[1.0, 2.0], &[1.0, 0.0]).expect("a pair");
        assert_eq!(dominated.one_weight(), [None, None]);
        assert_eq!(dominated.one_value()[1], None);
    }
}
