//! A declared set of weights: bounds and linear conditions instead of one choice, and linear programmes over it.

use thiserror::Error;

use crate::statistics::linear_programme;
use crate::statistics::linear_programme::{LinearProgramme, Relation, SOLVER_TOLERANCE};

#[derive(Clone, Debug, PartialEq, Error)]
pub enum Refusal {
    #[error("there are {found} {what}, but {expected} weights")]
    Shape { what: &'static str, found: usize, expected: usize },
    #[error("the bounds {low} to {high} of weight {weight} are not an interval within 0 to 1")]
    BadBounds { weight: usize, low: f64, high: f64 },
    #[error(
        "condition {row} on the weights names a weight twice or one that does not exist, or is not a finite interval"
    )]
    BadRow { row: usize },
    #[error("no weights that sum to 1 meet all bounds and conditions")]
    EmptySet,
    #[error(
        "unit {unit} has no value in indicator {indicator}: a re-weighted composite of incomplete units is not linear"
    )]
    Missing { unit: usize, indicator: usize },
    #[error(
        "the value of unit {unit} in indicator {indicator} is {value}, not finite or not above 0 for a geometric mean"
    )]
    BadValue { unit: usize, indicator: usize, value: f64 },
    #[error("there is no unit {unit}")]
    NoSuchUnit { unit: usize },
    #[error("the weights must be finite, at least 0 and not all 0")]
    BadWeights,
    #[error("the unit named first is not ahead: its lead is {lead}")]
    NotAhead { lead: f64 },
    #[error("no weights of the declared set bring the second unit level with the first")]
    NeverLevel,
    #[error("weights are drawn evenly from bounds alone, and these have further conditions")]
    Conditions,
    #[error("{tries} tries met no weights within the bounds: the set is too narrow to draw from")]
    TooNarrow { tries: usize },
    #[error(transparent)]
    Solver(linear_programme::Refusal),
}

impl Refusal {
    /// How the user can mend it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::Shape { .. } => "Give one entry for each indicator.",
            Self::BadBounds { .. } => "Declare 0 <= low <= high <= 1 for every weight.",
            Self::BadRow { .. } => {
                "Name each indicator at most once in a condition, with a lower bound not above the upper one."
            }
            Self::EmptySet => {
                "Widen the bounds: the lower ones may not sum to more than 1, the upper ones not to less."
            }
            Self::Missing { .. } => "Impute, or leave the unit or the indicator out.",
            Self::BadValue { .. } => "Normalise to a scale above 0, or ask about the arithmetic mean.",
            Self::NoSuchUnit { .. } => "Name one of the units of the table.",
            Self::BadWeights => "Give a number of at least 0 for each indicator, one of them above 0.",
            Self::NotAhead { .. } => "Name the higher unit first.",
            Self::NeverLevel => "Widen the set of weights; within it the order of these two units is certain.",
            Self::Conditions => "Vary the weights of one node: --over instead of --leaves.",
            Self::TooNarrow { .. } => "Widen the upper bounds, or vary the weights of fewer children.",
            Self::Solver(reason) => return reason.hint(),
        }
        .to_owned()
    }
}

/// One linear condition on the weights: `low <= sum coefficient * weight <= high`; an infinite side is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    terms: Vec<(usize, f64)>,
    low: f64,
    high: f64,
}

impl Row {
    pub fn new(terms: Vec<(usize, f64)>, low: f64, high: f64) -> Self {
        Self { terms, low, high }
    }

    /// The weights of a group sum to between `low` and `high`.
    pub fn group(members: &[usize], low: f64, high: f64) -> Self {
        Self::new(members.iter().map(|j| (*j, 1.0)).collect(), low, high)
    }

    /// Within its group (which includes it) a weight is between `low` and `high` of the group's sum: the bounds of a
    /// weight inside a node of a tree, whose effective weight is the product along its branch.
    pub fn share(weight: usize, group: &[usize], low: f64, high: f64) -> [Self; 2] {
        let less = |share: f64| group.iter().map(|j| (*j, f64::from(u8::from(*j == weight)) - share)).collect();
        [Self::new(less(low), 0.0, f64::INFINITY), Self::new(less(high), f64::NEG_INFINITY, 0.0)]
    }

    fn is_sound(&self, weights: usize) -> bool {
        let mut named: Vec<usize> = self.terms.iter().map(|(j, _)| *j).collect();
        named.sort_unstable();
        named.windows(2).all(|pair| pair.first() != pair.last())
            && self.terms.iter().all(|(j, c)| *j < weights && c.is_finite())
            && self.low <= self.high
            && self.low < f64::INFINITY
            && self.high > f64::NEG_INFINITY
    }
}

/// All weights that sum to 1 within bounds and conditions: what a scholar is ready to defend, in place of one vector.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightSet {
    low: Vec<f64>,
    high: Vec<f64>,
    rows: Vec<Row>,
}

impl WeightSet {
    /// Bounds for each (effective) weight and further conditions; refused when no weights meet them all.
    pub fn new(low: Vec<f64>, high: Vec<f64>, rows: Vec<Row>) -> Result<Self, Refusal> {
        if low.len() != high.len() {
            return Err(Refusal::Shape { what: "lower bounds", found: low.len(), expected: high.len() });
        }
        let bad = |(_, (l, h)): &(usize, (&f64, &f64))| !(**l >= 0.0 && **l <= **h && **h <= 1.0);
        if let Some((weight, (&low, &high))) = low.iter().zip(&high).enumerate().find(bad) {
            return Err(Refusal::BadBounds { weight, low, high });
        }
        if let Some(row) = rows.iter().position(|row| !row.is_sound(low.len())) {
            return Err(Refusal::BadRow { row });
        }
        if low.is_empty() {
            return Err(Refusal::EmptySet);
        }
        let set = Self { low, high, rows };
        set.highest(&vec![0.0; set.len()])?;
        Ok(set)
    }

    /// Any weights at all: the whole simplex.
    pub fn simplex(weights: usize) -> Result<Self, Refusal> {
        Self::new(vec![0.0; weights], vec![1.0; weights], Vec::new())
    }

    /// Each weight within `share` of its present value, up and down (0.25: from 75 % to 125 %), the sum kept at 1.
    pub fn around(weights: &[f64], share: f64) -> Result<Self, Refusal> {
        let weights = unit_sum(weights)?;
        let low = weights.iter().map(|w| (w * (1.0 - share)).max(0.0)).collect();
        let high = weights.iter().map(|w| (w * (1.0 + share)).min(1.0)).collect();
        Self::new(low, high, Vec::new())
    }

    /// How many weights.
    pub(crate) fn len(&self) -> usize {
        self.low.len()
    }

    /// The lower and the upper bounds; nothing where further conditions hold.
    pub(crate) fn bounds(&self) -> Option<(&[f64], &[f64])> {
        self.rows.is_empty().then_some((self.low.as_slice(), self.high.as_slice()))
    }

    /// Whether weights lie in the set, up to the solver's tolerance.
    pub(crate) fn holds(&self, weights: &[f64]) -> bool {
        let within = |low: f64, x: f64, high: f64| low - SOLVER_TOLERANCE <= x && x <= high + SOLVER_TOLERANCE;
        let sum = |row: &Row| row.terms.iter().filter_map(|(j, c)| Some(c * weights.get(*j)?)).sum::<f64>();
        weights.len() == self.len()
            && within(1.0, weights.iter().sum(), 1.0)
            && self.low.iter().zip(&self.high).zip(weights).all(|((l, h), w)| within(*l, *w, *h))
            && self.rows.iter().all(|row| within(row.low, sum(row), row.high))
    }

    /// A programme over the set with one variable for each weight, and nothing else yet.
    pub(crate) fn programme(&self, gains: Vec<f64>) -> LinearProgramme {
        let bounds = self.low.iter().copied().zip(self.high.iter().copied()).collect();
        let mut programme = LinearProgramme { objective: gains, bounds, constraints: Vec::new() };
        programme.constrain(&vec![1.0; self.len()], &[], Relation::Equal, 1.0);
        for row in &self.rows {
            if row.low > f64::NEG_INFINITY {
                programme.constrain(&[], &row.terms, Relation::AtLeast, row.low);
            }
            if row.high < f64::INFINITY {
                programme.constrain(&[], &row.terms, Relation::AtMost, row.high);
            }
        }
        programme
    }

    /// The weights of the set with the highest `sum gain * weight`.
    pub(crate) fn highest(&self, gains: &[f64]) -> Result<Vec<f64>, Refusal> {
        self.solve(&self.programme(gains.to_vec()))?.map(|(_, weights)| weights).ok_or(Refusal::EmptySet)
    }

    /// The same where nobody shows the weights: without further conditions they are filled up in the order of their
    /// gains, which is exact and needs no programme. Worked number: gains 3 and 1 with weights of 0.2 to 0.7 each give
    /// 0.7 and 0.3.
    pub(crate) fn top(&self, gains: &[f64]) -> Result<Vec<f64>, Refusal> {
        if !self.rows.is_empty() || gains.len() != self.len() || gains.iter().any(|g| !g.is_finite()) {
            return self.highest(gains);
        }
        let mut weights = self.low.clone();
        let mut left = 1.0 - weights.iter().sum::<f64>();
        let mut order: Vec<usize> = (0..gains.len()).collect();
        order.sort_by(|a, b| gains.get(*b).partial_cmp(&gains.get(*a)).unwrap_or(std::cmp::Ordering::Equal));
        for at in order {
            let room = self.high.get(at).zip(self.low.get(at)).map_or(0.0, |(high, low)| high - low);
            let more = room.min(left).max(0.0);
            if let Some(weight) = weights.get_mut(at) {
                *weight += more;
            }
            left -= more;
        }
        unit_sum(&weights)
    }

    /// The two ends of a set of two weights; nothing where there are more or fewer.
    pub(crate) fn segment(&self) -> Result<Option<[Vec<f64>; 2]>, Refusal> {
        if self.len() != 2 {
            return Ok(None);
        }
        Ok(Some([self.highest(&[-1.0, 0.0])?, self.highest(&[1.0, 0.0])?]))
    }

    /// The optimum of a programme over the set and its weights, freed of the solver's rounding errors (none below 0,
    /// sum 1); `None` when nothing meets the conditions.
    pub(crate) fn solve(&self, programme: &LinearProgramme) -> Result<Option<(f64, Vec<f64>)>, Refusal> {
        match programme.maximise() {
            Ok(optimum) => {
                let weights: Vec<f64> = optimum.variables.iter().take(self.len()).copied().collect();
                Ok(Some((optimum.value, unit_sum(&weights)?)))
            }
            Err(linear_programme::Refusal::Infeasible) => Ok(None),
            Err(reason) => Err(Refusal::Solver(reason)),
        }
    }
}

/// Weights scaled to sum to 1.
pub(crate) fn unit_sum(weights: &[f64]) -> Result<Vec<f64>, Refusal> {
    let total: f64 = weights.iter().sum();
    if weights.iter().any(|w| !w.is_finite() || *w < 0.0) || !total.is_finite() || total <= 0.0 {
        return Err(Refusal::BadWeights);
    }
    Ok(weights.iter().map(|w| w / total).collect())
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_corner_is_found() {
        let set = WeightSet::new(vec![0.1; 3], vec![0.6; 3], vec![Row::group(&[0, 1], 0.0, 0.5)]).expect("a set");
        let best = set.highest(&[3.0, 2.0, 1.0]).expect("weights");
        for (found, expected) in best.iter().zip([0.4, 0.1, 0.5]) {
            assert!((found - expected).abs() < 1e-9, "{best:?}");
        }
    }

    #[test]
    fn filling_up_gives_what_a_programme_gives() {
        for (low, high) in [(0.0, 1.0), (0.1, 0.4), (0.2, 0.7), (0.25, 0.25)] {
            let set = WeightSet::new(vec![low; 4], vec![high; 4], Vec::new()).expect("a set");
            for gains in [[3.0, 1.0, -2.0, 0.5], [0.0; 4], [1.0, 1.0, -1.0, -1.0], [-5.0, -4.0, -3.0, -3.5]] {
                let [filled, solved] =
                    [set.top(&gains), set.highest(&gains)].map(|w| dot(&gains, &w.expect("weights")));
                assert!((filled - solved).abs() < 1e-9, "{low} {high} {gains:?}: {filled} {solved}");
            }
        }
    }

    #[test]
    fn a_share_inside_a_node_moves_with_the_node() {
        // Leaf 0 has 20-30 % of the node {0, 1}, the node 40-60 % of the whole: at most 0.18.
        let mut rows = vec![Row::group(&[0, 1], 0.4, 0.6)];
        rows.extend(Row::share(0, &[0, 1], 0.2, 0.3));
        let set = WeightSet::new(vec![0.0; 3], vec![1.0; 3], rows).expect("a set");
        let most = set.highest(&[1.0, 0.0, 0.0]).expect("weights");
        let least = set.highest(&[-1.0, 0.0, 0.0]).expect("weights");
        assert!((most[0] - 0.18).abs() < 1e-9 && (least[0] - 0.08).abs() < 1e-9);
    }

    #[test]
    fn sets_that_make_no_sense_are_refused() {
        let new = |low: f64, high: f64, rows: Vec<Row>| WeightSet::new(vec![low; 3], vec![high; 3], rows);
        assert_eq!(new(0.4, 0.5, vec![]), Err(Refusal::EmptySet));
        assert_eq!(new(0.0, 0.3, vec![]), Err(Refusal::EmptySet));
        assert_eq!(WeightSet::simplex(0), Err(Refusal::EmptySet));
        assert!(matches!(new(0.5, 0.4, vec![]), Err(Refusal::BadBounds { weight: 0, .. })));
        assert!(matches!(new(f64::NAN, 0.4, vec![]), Err(Refusal::BadBounds { .. })));
        assert_eq!(new(0.0, 1.0, vec![Row::group(&[0, 0], 0.0, 1.0)]), Err(Refusal::BadRow { row: 0 }));
        assert_eq!(new(0.0, 1.0, vec![Row::group(&[3], 0.0, 1.0)]), Err(Refusal::BadRow { row: 0 }));
        assert_eq!(new(0.0, 1.0, vec![Row::group(&[0], f64::NAN, 1.0)]), Err(Refusal::BadRow { row: 0 }));
        assert_eq!(new(0.0, 1.0, vec![Row::group(&[0, 1, 2], 1.5, 2.0)]), Err(Refusal::EmptySet));
        assert!(WeightSet::around(&[1.0, 1.0], -0.5).is_err() && WeightSet::around(&[-1.0], 0.1).is_err());
    }
}
