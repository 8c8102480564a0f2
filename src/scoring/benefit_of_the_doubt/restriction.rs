//! What weights benefit of the doubt may choose.

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::weigh::given;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::Relation;

/// Sums of shares this near to 1 are 1.
const UNITY: f64 = 1e-12;

/// What weights a unit may choose. Bounds are shares between 0 and 1, one an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Restriction {
    /// Any weights that are not negative. Unchanged by a positive factor on an indicator.
    Free,
    /// `lower_k <= w_k / sum w <= upper_k`: bounds on the weights themselves (the Handbook's endnote 29). They compare
    /// indicators, so the data must share a scale, such as min-max.
    WeightShares { lower: Vec<f64>, upper: Vec<f64> },
    /// `lower_k <= w_k y_k / sum w y <= upper_k`: bounds on the parts ("pie shares") of the unit's own score.
    PieShares { lower: Vec<f64>, upper: Vec<f64> },
    /// `lower_k <= w_k m_k / sum w m <= upper_k`, `m` the indicators' means over all units: bounds on the parts of the
    /// average unit's score, the same for every unit (assurance regions in percentage terms, Zanella, Camanho and Dias
    /// 2015). Of two indicators with different entries in `order` the one with the larger entry has at least as large a
    /// part; an empty order orders nothing.
    Proportions { lower: Vec<f64>, upper: Vec<f64>, order: Vec<f64> },
}

/// Weight bounds around default weights: each weight's share lies between `low` and `high` times its default share.
///
/// Defaults are rescaled to sum to 1; an upper bound above 1 counts as 1. Refused: weights that
/// [`given`] refuses, and factors that do not enclose 1.
/// Worked number: defaults 0.6 and 0.4 with 0.5 and 2 give the bounds 0.3 to 1 and 0.2 to 0.8.
pub fn relative_to(defaults: &[f64], low: f64, high: f64) -> Result<Restriction, Refusal> {
    if !((0.0..=1.0).contains(&low) && high >= 1.0 && high.is_finite()) {
        return Err(Refusal::BadFactors { low, high });
    }
    let shares = given(defaults)?;
    Ok(Restriction::WeightShares {
        lower: shares.iter().map(|w| w * low).collect(),
        upper: shares.iter().map(|w| (w * high).min(1.0)).collect(),
    })
}

/// Bounds on shares as they apply to one unit.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    /// Larger entries ask for shares at least as large; empty where nothing is ordered.
    pub(super) order: Vec<f64>,
}

impl Restriction {
    /// Refuses bounds that are not shares, of the wrong number, or that no shares can meet.
    pub(super) fn check(&self, expected: usize) -> Result<(), Refusal> {
        let (lower, upper) = match self {
            Self::Free => return Ok(()),
            Self::WeightShares { lower, upper } | Self::PieShares { lower, upper } => (lower, upper),
            Self::Proportions { lower, upper, order } => {
                if !order.is_empty() && order.len() != expected {
                    return Err(Refusal::WrongOrderCount { expected, got: order.len() });
                }
                (lower, upper)
            }
        };
        if lower.len() != expected || upper.len() != expected {
            return Err(Refusal::WrongBoundCount { expected, lower: lower.len(), upper: upper.len() });
        }
        for (indicator, (lower, upper)) in lower.iter().copied().zip(upper.iter().copied()).enumerate() {
            if !(0.0 <= lower && lower <= upper && upper <= 1.0) {
                return Err(Refusal::BadBound { indicator, lower, upper });
            }
        }
        match (lower.iter().sum::<f64>(), upper.iter().sum::<f64>()) {
            (lower, upper) if lower > 1.0 + UNITY || upper < 1.0 - UNITY => {
                Err(Refusal::ImpossibleBounds { lower, upper })
            }
            _ => Ok(()),
        }
    }

    /// The bounds for a unit with these values; nothing when the unit can meet them with no weights at all.
    pub(super) fn shares_of(&self, own: &[f64]) -> Option<Shares> {
        match self {
            Self::Free => Some(Shares { lower: vec![0.0; own.len()], upper: vec![1.0; own.len()], order: Vec::new() }),
            Self::WeightShares { lower, upper } => {
                Some(Shares { lower: lower.clone(), upper: upper.clone(), order: Vec::new() })
            }
            Self::Proportions { lower, upper, order } => {
                Some(Shares { lower: lower.clone(), upper: upper.clone(), order: order.clone() })
            }
            Self::PieShares { lower, upper } => {
                // What a unit has nothing of adds nothing to its score, whatever it weighs.
                let upper: Vec<f64> = own.iter().zip(upper).map(|(y, u)| if *y > 0.0 { *u } else { 0.0 }).collect();
                let within = lower.iter().zip(&upper).all(|(l, u)| l <= u) && upper.iter().sum::<f64>() >= 1.0 - UNITY;
                within.then(|| Shares { lower: lower.clone(), upper, order: Vec::new() })
            }
        }
    }

    /// What a share is a share of: every weight counts as it is, or times the unit's own value or the mean one.
    pub(super) fn basis(&self, own: &[f64], means: &[f64]) -> Vec<f64> {
        match self {
            Self::PieShares { .. } => own.to_vec(),
            Self::Proportions { .. } => means.to_vec(),
            Self::Free | Self::WeightShares { .. } => vec![1.0; own.len()],
        }
    }
}

impl Shares {
    /// The only shares within the bounds, where the bounds leave no choice.
    pub(super) fn fixed(&self) -> Option<&[f64]> {
        if !self.order.is_empty() {
            // Whether the only shares are in order the programme says.
            None
        } else if self.upper.iter().sum::<f64>() <= 1.0 + UNITY {
            Some(&self.upper)
        } else if self.lower.iter().sum::<f64>() >= 1.0 - UNITY {
            Some(&self.lower)
        } else {
            None
        }
    }

    /// The bounds as constraints on weights: `lower_k sum b w <= b_k w_k <= upper_k sum b w`.
    pub(super) fn constraints(&self, basis: &[f64]) -> Vec<Constraint> {
        let mut constraints = self.in_order(basis);
        for (k, (lower, upper)) in self.lower.iter().zip(&self.upper).enumerate() {
            let bounded = |share: f64| -> Vec<f64> {
                basis.iter().enumerate().map(|(i, b)| b * (if i == k { 1.0 - share } else { -share })).collect()
            };
            if *lower > 0.0 {
                constraints.push(Constraint { coefficients: bounded(*lower), relation: Relation::AtLeast, bound: 0.0 });
            }
            if *upper < 1.0 && basis.get(k).is_some_and(|b| *b > 0.0) {
                constraints.push(Constraint { coefficients: bounded(*upper), relation: Relation::AtMost, bound: 0.0 });
            }
        }
        constraints
    }

    /// `b_k w_k >= b_l w_l` for each pair whose entries are neighbours in the order.
    fn in_order(&self, basis: &[f64]) -> Vec<Constraint> {
        let mut levels: Vec<f64> = self.order.clone();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let of = |level: f64| self.order.iter().enumerate().filter(move |(_, v)| **v == level).map(|(k, _)| k);
        let mut constraints = Vec::new();
        for pair in levels.windows(2) {
            let [less, more] = *pair else { continue };
            for (low, high) in of(less).flat_map(|low| of(more).map(move |high| (low, high))) {
                let part = |(k, b): (usize, &f64)| f64::from(i8::from(k == high) - i8::from(k == low)) * b;
                let coefficients = basis.iter().enumerate().map(part).collect();
                constraints.push(Constraint { coefficients, relation: Relation::AtLeast, bound: 0.0 });
            }
        }
        constraints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(lower: &[f64], upper: &[f64]) -> Restriction {
        Restriction::WeightShares { lower: lower.to_vec(), upper: upper.to_vec() }
    }

    #[test]
    fn bounds_are_shares_one_an_indicator() {
        assert_eq!(shares(&[0.25, 0.75], &[0.25, 0.75]).check(2), Ok(()));
        let short = shares(&[0.0, 0.0], &[1.0]).check(2);
        assert_eq!(short, Err(Refusal::WrongBoundCount { expected: 2, lower: 2, upper: 1 }));
        for (lower, upper) in [(0.6, 0.4), (-0.1, 0.4), (0.0, 1.1)] {
            let found = shares(&[lower, 0.0], &[upper, 1.0]).check(2);
            assert_eq!(found, Err(Refusal::BadBound { indicator: 0, lower, upper }));
        }
        assert!(matches!(shares(&[0.5, 0.75], &[1.0, 1.0]).check(2), Err(Refusal::ImpossibleBounds { .. })));
        assert!(matches!(shares(&[0.0, 0.0], &[0.5, 0.25]).check(2), Err(Refusal::ImpossibleBounds { .. })));
    }

    /// A unit with nothing of the first indicator cannot draw a fifth of its score from it.
    #[test]
    fn a_part_of_nothing_cannot_be_had() {
        let pie = Restriction::PieShares { lower: vec![0.2, 0.0], upper: vec![1.0, 1.0] };
        assert!(pie.shares_of(&[0.0, 1.0]).is_none());
        assert!(pie.shares_of(&[1.0, 0.0]).is_some());
    }

    #[test]
    fn bounds_that_sum_to_one_leave_no_choice() {
        let of = |lower: [f64; 2], upper: [f64; 2], order: &[f64]| {
            Shares { lower: lower.to_vec(), upper: upper.to_vec(), order: order.to_vec() }.fixed().map(<[f64]>::to_vec)
        };
        assert_eq!(of([0.0, 0.0], [0.25, 0.75], &[]), Some(vec![0.25, 0.75]));
        assert_eq!(of([0.5, 0.5], [1.0, 1.0], &[]), Some(vec![0.5, 0.5]));
        assert_eq!(of([0.0, 0.0], [1.0, 1.0], &[]), None);
        // Whether the only shares are in order has to be asked.
        assert_eq!(of([0.5, 0.5], [1.0, 1.0], &[2.0, 1.0]), None);
    }

    /// Of (0, 1) only the second value can bring anything, so that its shares are fixed.
    #[test]
    fn a_unit_without_one_indicator_is_scored_by_the_other() {
        let data = nalgebra::DMatrix::from_row_slice(2, 2, &[0.0, 1.0, 1.0, 2.0]);
        let pie = Restriction::PieShares { lower: vec![0.0, 0.0], upper: vec![1.0, 1.0] };
        let found = crate::scoring::benefit_of_the_doubt::scores(&data, &pie).expect("scores");
        assert!((found[0].score - 0.5).abs() < 1e-12 && (found[1].score - 1.0).abs() < 1e-12);
    }
}
