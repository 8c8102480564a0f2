//! Best and worst score and rank that a unit can attain over a declared set of weights: exact, not sampled.

use crate::statistics::condition::{Condition, Fewest};
use crate::statistics::subsystem::fewest_broken;
use crate::statistics::weight_set::{Refusal, WeightSet, dot};

/// A unit is better than another one when it leads by more than this share of the table's range (on the logarithmic
/// scale for a geometric mean); a smaller lead is a tie. For the best rank the others must not lead at all, for the
/// worst rank by twice as much, so that the weights given as proof show their rank whatever the rounding error.
pub const TIE: f64 = 1e-7;

/// Linear programmes spent on one rank before bounds are given in place of the exact rank.
pub const BUDGET: usize = 2_000;

/// The composite whose weights are in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mean {
    /// `sum w z`; a tree of arithmetic nodes is one such sum over its leaves' effective weights.
    Arithmetic,
    /// `exp(sum w ln z)`, values above 0.
    Geometric,
}

impl Mean {
    /// The scale on which the composite is linear in the weights.
    pub(crate) fn linear(self, value: f64) -> f64 {
        match self {
            Self::Arithmetic => value,
            Self::Geometric => value.ln(),
        }
    }

    pub(crate) fn score(self, linear: f64) -> f64 {
        match self {
            Self::Arithmetic => linear,
            Self::Geometric => linear.exp(),
        }
    }
}

/// A score and weights of the set that give it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreBound {
    pub score: f64,
    pub weights: Vec<f64>,
}

/// A rank known to lie between `low` and `high`; weights of the set that give the proved one of the two: `high` for the
/// best rank, `low` for the worst.
#[derive(Clone, Debug, PartialEq)]
pub struct RankBound {
    pub low: usize,
    pub high: usize,
    pub weights: Vec<f64>,
}

impl RankBound {
    /// The rank, when the search was finished.
    pub fn exact(&self) -> Option<usize> {
        (self.low == self.high).then_some(self.low)
    }
}

/// What a unit can attain.
#[derive(Clone, Debug, PartialEq)]
pub struct Attainable {
    pub lowest: ScoreBound,
    pub highest: ScoreBound,
    pub best: RankBound,
    pub worst: RankBound,
}

/// The attainable scores and ranks of one unit of a complete table (units by indicators) over a set of weights.
///
/// Scores: a linear programme each, exact. Ranks: competition ranks, 1 + the number of better units (by more than
/// [`TIE`]); the fewest and the most better units are a combinatorial question, answered by branch and bound, each
/// bound with weights that prove it. When `budget` programmes do not suffice the true rank lies between `low` and
/// `high`. Source: the extreme ranking analysis of Kadzinski, Greco and Slowinski, Omega 40, 2012, 488-501. Cost: at
/// most 4 (n - 1) small programmes to find the pairs whose order is certain, then at most `budget` more for each of the
/// two ranks. Worked number: scores (1, 0), (0, 1) and (0.4, 0.4) with any weights: one of the first two always leads
/// the third (best rank 2), with equal weights both do (worst rank 3).
pub fn attainable(
    table: &[Vec<Option<f64>>],
    mean: Mean,
    set: &WeightSet,
    unit: usize,
    budget: usize,
) -> Result<Attainable, Refusal> {
    let linear = linear_table(table, mean, set.len())?;
    let own = linear.get(unit).ok_or(Refusal::NoSuchUnit { unit })?;
    let (low, high) =
        linear.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), z| (l.min(*z), h.max(*z)));
    let range = if high > low { high - low } else { 1.0 };
    // Scaled to range 1: as weights sum to 1, neither shift nor scale changes the order.
    let scaled: Vec<f64> = own.iter().map(|z| (z - low) / range).collect();
    let negated: Vec<f64> = scaled.iter().map(|z| -z).collect();
    let bound = |weights: Vec<f64>| ScoreBound { score: mean.score(dot(own, &weights)), weights };
    let leads = || {
        let others = linear.iter().enumerate().filter(move |(k, _)| *k != unit).map(|(_, other)| other);
        others.map(|other| other.iter().zip(own).map(|(a, b)| (a - b) / range).collect::<Vec<f64>>())
    };
    let not_better: Vec<Condition> = leads().map(|coefficients| Condition { coefficients, limit: 0.0 }).collect();
    let turned = leads().map(|lead| lead.iter().map(|d| -d).collect());
    let better: Vec<Condition> = turned.map(|coefficients| Condition { coefficients, limit: -2.0 * TIE }).collect();
    let Fewest { least, most, weights } = fewest_broken(set, &not_better, budget)?;
    let best = RankBound { low: 1 + least, high: 1 + most, weights };
    let Fewest { least, most, weights } = fewest_broken(set, &better, budget)?;
    let worst = RankBound { low: linear.len() - most, high: linear.len() - least, weights };
    Ok(Attainable { lowest: bound(set.highest(&negated)?), highest: bound(set.highest(&scaled)?), best, worst })
}

/// The values on the scale on which the composite is linear; refuses gaps and values outside of the mean's domain.
fn linear_table(table: &[Vec<Option<f64>>], mean: Mean, weights: usize) -> Result<Vec<Vec<f64>>, Refusal> {
    let row = |(unit, row): (usize, &Vec<Option<f64>>)| {
        if row.len() != weights {
            return Err(Refusal::Shape { what: "values in a unit", found: row.len(), expected: weights });
        }
        let cell = |(indicator, value): (usize, &Option<f64>)| {
            let value = value.ok_or(Refusal::Missing { unit, indicator })?;
            linear_value(value, mean).ok_or(Refusal::BadValue { unit, indicator, value })
        };
        row.iter().enumerate().map(cell).collect()
    };
    table.iter().enumerate().map(row).collect()
}

/// One value on that scale, when it has one; half of the largest number at most, so that differences stay finite.
pub(crate) fn linear_value(value: f64, mean: Mean) -> Option<f64> {
    let linear = mean.linear(value);
    (value.is_finite() && linear.is_finite() && linear.abs() < f64::MAX / 4.0).then_some(linear)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect()
    }

    fn ranks(table: &[Vec<Option<f64>>], set: &WeightSet, unit: usize) -> (usize, usize) {
        let found = attainable(table, Mean::Arithmetic, set, unit, BUDGET).expect("an answer");
        (found.best.exact().expect("a finished search"), found.worst.exact().expect("a finished search"))
    }

    /// The rank of a unit under given weights, by definition.
    fn rank_at(table: &[Vec<Option<f64>>], weights: &[f64], unit: usize) -> usize {
        let score = |row: &Vec<Option<f64>>| row.iter().flatten().zip(weights).map(|(z, w)| z * w).sum::<f64>();
        let cells = || table.iter().flatten().flatten().copied();
        let range = cells().fold(f64::MIN, f64::max) - cells().fold(f64::MAX, f64::min);
        1 + table.iter().filter(|row| score(row) > score(&table[unit]) + TIE * range).count()
    }

    #[test]
    fn ranks_and_scores_by_hand() {
        let three = table(&[&[1.0, 0.0], &[0.0, 1.0], &[0.4, 0.4]]);
        let any = WeightSet::simplex(2).expect("a set");
        assert_eq!([ranks(&three, &any, 0), ranks(&three, &any, 2)], [(1, 3), (2, 3)]);
        let narrow = WeightSet::around(&[0.5, 0.5], 0.1).expect("a set");
        assert_eq!([ranks(&three, &narrow, 0), ranks(&three, &narrow, 2)], [(1, 2), (3, 3)]);
        let found = attainable(&three, Mean::Arithmetic, &narrow, 0, BUDGET).expect("an answer");
        assert!((found.lowest.score - 0.45).abs() < 1e-9 && (found.highest.score - 0.55).abs() < 1e-9);
        let geometric = table(&[&[1.0, 100.0], &[10.0, 10.0]]);
        let found = attainable(&geometric, Mean::Geometric, &narrow, 0, BUDGET).expect("an answer");
        assert!((found.highest.score - 100f64.powf(0.55)).abs() < 1e-6);
        assert_eq!((found.best.exact(), found.worst.exact()), (Some(1), Some(2)));
    }

    #[test]
    fn alike_units_tie_and_a_dominated_one_stays_behind() {
        let any = WeightSet::simplex(2).expect("a set");
        let rows = table(&[&[3.0, 4.0], &[3.0, 4.0], &[1.0, 2.0]]);
        assert_eq!([0, 1, 2].map(|unit| ranks(&rows, &any, unit)), [(1, 1), (1, 1), (3, 3)]);
        assert_eq!(ranks(&table(&[&[5.0, 5.0]]), &any, 0), (1, 1));
    }

    #[test]
    fn a_search_cut_short_gives_bounds_that_hold() {
        let rows: Vec<Vec<Option<f64>>> =
            (0..24u32).map(|i| [7, 11, 13, 17].iter().map(|p| Some(f64::from(i * i * p % 23))).collect()).collect();
        let set = WeightSet::simplex(4).expect("a set");
        for unit in 0..6 {
            let full = ranks(&rows, &set, unit);
            let cut = attainable(&rows, Mean::Arithmetic, &set, unit, 1).expect("bounds");
            assert!(cut.best.low <= full.0 && full.0 <= cut.best.high, "best {full:?} {:?}", cut.best);
            assert!(cut.worst.low <= full.1 && full.1 <= cut.worst.high, "worst {full:?} {:?}", cut.worst);
            assert_eq!(rank_at(&rows, &cut.best.weights, unit), cut.best.high);
            assert_eq!(rank_at(&rows, &cut.worst.weights, unit), cut.worst.low);
        }
    }

    #[test]
    fn gaps_and_values_outside_of_the_domain_are_refused() {
        let any = WeightSet::simplex(1).expect("a set");
        let ask =
            |rows: &[Vec<Option<f64>>], unit| attainable(rows, Mean::Geometric, &any, unit, 1).expect_err("refused");
        assert_eq!(ask(&[vec![Some(1.0)], vec![None]], 0), Refusal::Missing { unit: 1, indicator: 0 });
        assert_eq!(ask(&[vec![Some(0.0)]], 0), Refusal::BadValue { unit: 0, indicator: 0, value: 0.0 });
        assert_eq!(ask(&[vec![Some(1.0)]], 1), Refusal::NoSuchUnit { unit: 1 });
        assert!(matches!(ask(&[vec![]], 0), Refusal::Shape { .. }));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_sampled_weights_leave_the_interval_and_its_ends_are_reached(
            rows in prop::collection::vec(prop::collection::vec(0.0..1.0f64, 3), 3..9),
            draws in prop::collection::vec(prop::collection::vec(0.001..1.0f64, 3), 40),
        ) {
            let rows: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|z| Some(*z)).collect()).collect();
            let set = WeightSet::simplex(3).expect("a set");
            for unit in 0..rows.len() {
                let found = attainable(&rows, Mean::Arithmetic, &set, unit, BUDGET).expect("an answer");
                let (best, worst) = (found.best.exact().unwrap(), found.worst.exact().unwrap());
                prop_assert_eq!(rank_at(&rows, &found.best.weights, unit), best);
                prop_assert!(rank_at(&rows, &found.worst.weights, unit) == worst);
                for draw in &draws {
                    let total: f64 = draw.iter().sum();
                    let weights: Vec<f64> = draw.iter().map(|w| w / total).collect();
                    let rank = rank_at(&rows, &weights, unit);
                    prop_assert!(best <= rank && rank <= worst, "{best} {rank} {worst}");
                }
            }
        }
    }
}
