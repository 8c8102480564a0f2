//! The scores: one linear programme a unit.

use nalgebra::DMatrix;

use crate::scoring::benefit_of_the_doubt::Refusal;
use crate::scoring::benefit_of_the_doubt::Restriction;
use crate::scoring::benefit_of_the_doubt::envelope::Envelope;
use crate::scoring::benefit_of_the_doubt::envelope::picked;
use crate::scoring::benefit_of_the_doubt::envelope::replaced;
use crate::scoring::benefit_of_the_doubt::restriction::Shares;
use crate::statistics::linear_programme;
use crate::statistics::linear_programme::Constraint;
use crate::statistics::linear_programme::LinearProgramme;
use crate::statistics::linear_programme::Relation;

/// A unit whose weighted sum comes this near to the best one (as a part of it) is a peer.
const PEER: f64 = 1e-9;
/// How near the best weighted sum must come to 1 in a solved programme.
const ENVELOPE: f64 = 1e-6;
/// How much of its score a unit may lose where other best weights are looked for.
const AS_GOOD: f64 = 1e-9;

/// A unit's score and one set of weights that gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    pub score: f64,
    /// One best set of weights (see [`weight_ranges`]); all zero for a unit that scores 0.
    pub weights: Vec<f64>,
    /// The part of each indicator in the unit's weighted sum; nothing for a unit whose weighted sum is 0.
    pub shares: Option<Vec<f64>>,
    /// The units that do best under these weights: the benchmark. Ascending; none for a unit that scores 0.
    pub peers: Vec<usize>,
}

/// Benefit-of-the-doubt scores of all units of a complete matrix (rows units, columns indicators).
///
/// `score_i = max_w w . y_i` subject to `w . y_j <= 1` for every unit `j`, `w >= 0` and the restriction. Under
/// [`Restriction::Free`] this is Compind's `ci_bod`, under [`Restriction::PieShares`] its `ci_bod_constr` (which mixes
/// the indicators' bounds up when they differ; here each indicator keeps its own), under [`Restriction::WeightShares`]
/// the Handbook's table 19. With one input of 1 for every unit, variable returns to scale change nothing, so that these
/// are the scores of its `ci_bod_vrs` too. Sources: Handbook, step 6; Melyn and Moesen 1991; Cherchye, Moesen, Rogge
/// and Van Puyenbroeck 2007, DOI 10.1007/s11205-006-9029-7. Range: 0 to 1. A unit that is zero everywhere scores 0;
/// under pie shares so does, as in Compind, a unit that is zero where a share above zero is required of it, because
/// only weights of zero meet the bounds. Higher must be better. A duplicate of a unit changes nothing. Refused: a value
/// that is negative or no usable number (so also a missing one), an indicator that is zero for every unit, impossible
/// bounds, more than 1000 units or 50,000 cells, and what the solver refuses. Worked number: the units (4, 1), (1, 4)
/// and (2, 2), free: scores 1, 1 and 0.8 (weights 0.2 and 0.2).
pub fn scores(data: &DMatrix<f64>, restriction: &Restriction) -> Result<Vec<Evaluation>, Refusal> {
    restriction.check(data.ncols())?;
    let envelope = Envelope::new(data, restriction)?;
    envelope.units.iter().enumerate().map(|(unit, own)| evaluate(&envelope, restriction, unit, own)).collect()
}

/// Directional benefit of the doubt: how far a unit must go in a declared direction to reach the best.
///
/// `e_i = max e` such that some mixture `sum_j l_j y_j` (`l >= 0`, `sum l <= 1`) is at least `y_i + e d` in every
/// indicator, and `score_i = 1 / (1 + e_i)`. It limits compensation: indicators with a larger `d` count for more.
/// This is Compind's `ci_bod_dir`. Source: Fusco 2015, European Journal of Operational Research 242(2).
/// Range: above 0 to 1. The score depends on the length of `d`, which is in the units of the indicators. Weights here
/// are those of the dual programme, scaled so that `w . d = 1`; then `e = max_j w . y_j - w . y_i`.
/// Refused: a direction that is negative, all zero or of the wrong length, and what [`scores`] refuses.
/// Worked number: the units (4, 1), (1, 4) and (2, 2) in the direction (1, 1): the third misses (2.5, 2.5) by 0.5 and
/// scores 2/3.
pub fn directional(data: &DMatrix<f64>, direction: &[f64]) -> Result<Vec<Evaluation>, Refusal> {
    let envelope = Envelope::new(data, &Restriction::Free)?;
    let (scaled, longest) = scaled_direction(&envelope, direction)?;
    let units = envelope.units.iter().enumerate();
    units.map(|(unit, own)| evaluate_towards(&envelope, &scaled, longest, unit, own).map(|(e, _)| e)).collect()
}

/// A direction in scaled values, with its longest entry.
pub(super) fn scaled_direction(envelope: &Envelope, direction: &[f64]) -> Result<(Vec<f64>, f64), Refusal> {
    if direction.len() != envelope.scale.len() {
        return Err(Refusal::WrongDirectionCount { expected: envelope.scale.len(), got: direction.len() });
    }
    let bad = direction.iter().copied().enumerate().find(|(_, d)| !d.is_finite() || *d < 0.0);
    if let Some((indicator, value)) = bad {
        return Err(Refusal::BadDirection { indicator, value });
    }
    let scaled: Vec<f64> = direction.iter().zip(&envelope.scale).map(|(d, s)| d / s).collect();
    let longest = scaled.iter().copied().fold(0.0, f64::max);
    if longest > 0.0 && longest.is_finite() { Ok((scaled, longest)) } else { Err(Refusal::NoDirection) }
}

/// The least and the largest weight each indicator can have while the unit keeps its score (within 1e-9).
///
/// Where both are equal for every indicator the unit's weights are unique. Weights are on the scale of
/// [`Evaluation::weights`]. Refused: what [`scores`] refuses, a unit that is not in the matrix, a unit that scores 0.
/// Worked number: under free weights the unit (4, 1) beside (1, 4) keeps its score of 1 with a first weight from 0.2 to
/// 0.25 and a second one from 0 to 0.2.
pub fn weight_ranges(data: &DMatrix<f64>, restriction: &Restriction, unit: usize) -> Result<Vec<(f64, f64)>, Refusal> {
    restriction.check(data.ncols())?;
    let envelope = Envelope::new(data, restriction)?;
    let own = envelope.units.get(unit).ok_or(Refusal::NoSuchUnit { unit, units: envelope.units.len() })?;
    let found = evaluate(&envelope, restriction, unit, own)?;
    let shares = restriction.shares_of(own).filter(|_| found.score > 0.0).ok_or(Refusal::NoWeights { unit })?;
    if shares.fixed().is_some() {
        return Ok(found.weights.iter().map(|w| (*w, *w)).collect());
    }
    let order: Vec<usize> = (0..own.len()).collect();
    let mut programme = programme_for(&envelope, restriction, &shares, own, &order);
    let kept =
        Constraint { coefficients: own.clone(), relation: Relation::AtLeast, bound: found.score * (1.0 - AS_GOOD) };
    programme.constraints.push(kept);
    let mut extreme = |indicator: usize, sign: f64| {
        programme.objective = (0..own.len()).map(|k| if k == indicator { sign } else { 0.0 }).collect();
        programme.maximise().map(|optimum| sign * optimum.value).map_err(|reason| Refusal::Programme { unit, reason })
    };
    let ranges = envelope.scale.iter().enumerate().map(|(k, s)| match (extreme(k, -1.0)? / s, extreme(k, 1.0)? / s) {
        (least, most) if least.is_finite() && most.is_finite() => Ok((least, most)),
        _ => Err(trouble(unit)),
    });
    ranges.collect()
}

/// The programme of one unit, indicators in the given order.
pub(super) fn programme_for(
    envelope: &Envelope,
    restriction: &Restriction,
    shares: &Shares,
    own: &[f64],
    order: &[usize],
) -> LinearProgramme {
    let ordered = Shares {
        lower: picked(&shares.lower, order),
        upper: picked(&shares.upper, order),
        order: picked(&shares.order, order),
    };
    let mut constraints = envelope.constraints(order, &[], 1.0);
    constraints.extend(ordered.constraints(&picked(&restriction.basis(own, &envelope.means), order)));
    LinearProgramme::non_negative(picked(own, order), constraints)
}

/// The score of one unit under a restriction.
pub(super) fn evaluate(
    env: &Envelope,
    restriction: &Restriction,
    unit: usize,
    own: &[f64],
) -> Result<Evaluation, Refusal> {
    let nothing = Evaluation { score: 0.0, weights: vec![0.0; own.len()], shares: None, peers: Vec::new() };
    let attainable = restriction.shares_of(own).filter(|_| own.iter().any(|y| *y > 0.0));
    let Some(shares) = attainable else {
        return Ok(nothing);
    };
    let weights = match shares.fixed() {
        Some(fixed) => {
            let basis = restriction.basis(own, &env.means);
            fixed.iter().zip(&basis).map(|(s, b)| if *b > 0.0 { s / b } else { 0.0 }).collect()
        }
        None => best_weights(env, restriction, &shares, unit, own)?,
    };
    let (reached, best) = (dot(&weights, own), best_under(env, &weights));
    if reached <= 0.0 {
        return Ok(nothing);
    }
    // Measured against the best, the score is exact whatever the solver's tolerance did to the constraints.
    evaluation(env, unit, own, &weights, best, reached / best)
}

/// The weights that solve a unit's programme; all zero where the restriction leaves the unit nothing.
fn best_weights(
    env: &Envelope,
    restriction: &Restriction,
    shares: &Shares,
    unit: usize,
    own: &[f64],
) -> Result<Vec<f64>, Refusal> {
    let order = env.order_for(own);
    let mut programme = programme_for(env, restriction, shares, own, &order);
    // A unit far below the others must not look to the solver as if it had nothing to gain.
    let largest = own.iter().copied().fold(0.0, f64::max);
    programme.objective.iter_mut().for_each(|y| *y /= largest);
    let optimum = programme.maximise().map_err(|reason| refused(unit, reason))?;
    let weights = replaced(&optimum.variables, &order);
    // The best unit comes up to 1 at any optimum above 0: weights can otherwise be enlarged.
    match best_under(env, &weights) {
        best if best > 1.0 - ENVELOPE => Ok(weights),
        _ if optimum.value <= ENVELOPE => Ok(vec![0.0; own.len()]),
        _ => Err(trouble(unit)),
    }
}

/// The score of one unit in a direction (given in scaled values, with its longest entry), and the step to the frontier.
pub(super) fn evaluate_towards(
    env: &Envelope,
    direction: &[f64],
    longest: f64,
    unit: usize,
    own: &[f64],
) -> Result<(Evaluation, f64), Refusal> {
    let order = env.order_for(own);
    // One more variable: the weighted sum of the best unit, from which the unit's own is to differ least.
    let mut objective = picked(own, &order);
    objective.push(-1.0);
    let mut constraints = env.constraints(&order, &[-1.0], 0.0);
    let mut along: Vec<f64> = picked(direction, &order).iter().map(|d| d / longest).collect();
    along.push(0.0);
    constraints.push(Constraint { coefficients: along, relation: Relation::Equal, bound: 1.0 });
    let programme = LinearProgramme::non_negative(objective, constraints);
    let optimum = programme.maximise().map_err(|reason| refused(unit, reason))?;
    let weights = replaced(&optimum.variables, &order);
    let (along, best) = (dot(&weights, direction), best_under(env, &weights));
    let step = (best - dot(&weights, own)) / along;
    Ok((evaluation(env, unit, own, &weights, along, 1.0 / (1.0 + step))?, step))
}

/// An evaluation with the (scaled) weights divided by `unity`, refused where a number is not finite.
fn evaluation(
    env: &Envelope,
    unit: usize,
    own: &[f64],
    scaled: &[f64],
    unity: f64,
    score: f64,
) -> Result<Evaluation, Refusal> {
    let best = best_under(env, scaled);
    let sums = env.units.iter().map(|other| dot(scaled, other));
    let peers = sums.enumerate().filter(|(_, sum)| *sum >= best * (1.0 - PEER)).map(|(j, _)| j).collect();
    let own_sum = dot(scaled, own);
    let shares = (own_sum > 0.0).then(|| scaled.iter().zip(own).map(|(w, y)| w * y / own_sum).collect::<Vec<_>>());
    let weights: Vec<f64> = scaled.iter().zip(&env.scale).map(|(w, s)| w / s / unity).collect();
    if weights.iter().chain(shares.iter().flatten()).chain([&score]).all(|x| x.is_finite()) {
        Ok(Evaluation { score, weights, shares, peers })
    } else {
        Err(trouble(unit))
    }
}

/// The largest weighted sum of any unit that the others are held against.
fn best_under(envelope: &Envelope, weights: &[f64]) -> f64 {
    envelope.best.iter().map(|unit| dot(weights, unit)).fold(0.0, f64::max)
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// In the user's words: a programme without end stands for a unit that a sample cannot measure.
pub(super) fn refused(unit: usize, reason: linear_programme::Refusal) -> Refusal {
    match reason {
        linear_programme::Refusal::Unbounded => Refusal::Beyond { unit },
        reason => Refusal::Programme { unit, reason },
    }
}

pub(super) fn trouble(unit: usize) -> Refusal {
    Refusal::Programme { unit, reason: linear_programme::Refusal::Numerical { what: "no usable weights".into() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::benefit_of_the_doubt::relative_to;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn three() -> DMatrix<f64> {
        DMatrix::from_row_slice(3, 2, &[4.0, 1.0, 1.0, 4.0, 2.0, 2.0])
    }

    fn values(found: &[Evaluation]) -> Vec<f64> {
        found.iter().map(|e| e.score).collect()
    }

    fn close(got: &[f64], expected: &[f64]) -> bool {
        got.len() == expected.len() && got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn the_worked_numbers_hold() {
        let free = scores(&three(), &Restriction::Free).unwrap();
        assert!(close(&values(&free), &[1.0, 1.0, 0.8]), "{free:?}");
        assert!(close(&free[2].weights, &[0.2, 0.2]) && free[2].peers == [0, 1]);
        assert!(close(free[2].shares.as_ref().unwrap(), &[0.5, 0.5]));
        let towards = directional(&three(), &[1.0, 1.0]).unwrap();
        assert!(close(&values(&towards), &[1.0, 1.0, 2.0 / 3.0]), "{towards:?}");
        assert!(close(&towards[2].weights, &[0.5, 0.5]) && towards[2].peers == [0, 1]);
        let ranges = weight_ranges(&three(), &Restriction::Free, 0).unwrap();
        for (got, expected) in ranges.iter().zip([(0.2, 0.25), (0.0, 0.2)]) {
            assert!((got.0 - expected.0).abs() < 1e-8 && (got.1 - expected.1).abs() < 1e-8, "{ranges:?}");
        }
    }

    /// By hand: with equal weights the sums are 5, 5 and 4; with shares of a half the third unit weighs both alike too,
    /// and the first puts w1 = 1/8, w2 = 1/2, under which the second reaches 17/8.
    #[test]
    fn bounds_that_leave_no_choice_need_no_programme() {
        let half = || vec![0.5, 0.5];
        let weights = Restriction::WeightShares { lower: half(), upper: half() };
        assert!(close(&values(&scores(&three(), &weights).unwrap()), &[1.0, 1.0, 0.8]));
        let pie = Restriction::PieShares { lower: half(), upper: half() };
        assert!(close(&values(&scores(&three(), &pie).unwrap()), &[8.0 / 17.0, 8.0 / 17.0, 0.8]));
        assert_eq!(weight_ranges(&three(), &weights, 2).unwrap().len(), 2);
    }

    #[test]
    fn default_weights_are_widened_by_factors() {
        let found = relative_to(&[3.0, 2.0], 0.5, 2.0).unwrap();
        let Restriction::WeightShares { lower, upper } = &found else { panic!("{found:?}") };
        assert!(close(lower, &[0.3, 0.2]) && close(upper, &[1.0, 0.8]));
        let result = scores(&three(), &found).unwrap();
        for e in &result {
            let sum: f64 = e.weights.iter().sum();
            assert!(e.weights.iter().zip(lower).all(|(w, l)| w / sum >= l - 1e-9));
        }
        assert!(matches!(relative_to(&[1.0], 1.5, 2.0), Err(Refusal::BadFactors { .. })));
        assert!(matches!(relative_to(&[-1.0], 0.5, 2.0), Err(Refusal::Weights(_))));
    }

    #[test]
    fn zeros_have_their_rules() {
        let data = DMatrix::from_row_slice(4, 2, &[4.0, 1.0, 0.0, 0.0, 0.0, 2.0, 1e-9, 0.0]);
        let free = scores(&data, &Restriction::Free).unwrap();
        assert!(
            close(&values(&free), &[1.0, 0.0, 1.0, 2.5e-10]) && free[1].shares.is_none() && free[1].peers.is_empty()
        );
        assert!((free[3].score / 2.5e-10 - 1.0).abs() < 1e-9);
        let pie = Restriction::PieShares { lower: vec![0.1; 2], upper: vec![0.9; 2] };
        assert!(close(&values(&scores(&data, &pie).unwrap())[1..], &[0.0, 0.0, 0.0]));
        let first_only = Restriction::WeightShares { lower: vec![0.0; 2], upper: vec![1.0, 0.0] };
        assert!(close(&values(&scores(&data, &first_only).unwrap()), &[1.0, 0.0, 0.0, 2.5e-10]));
        assert_eq!(weight_ranges(&data, &Restriction::Free, 1), Err(Refusal::NoWeights { unit: 1 }));
        let zero = DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 2.0, 0.0]);
        assert_eq!(scores(&zero, &Restriction::Free), Err(Refusal::ZeroIndicator { indicator: 1 }));
        assert!(directional(&data, &[1.0, 0.0]).is_ok());
    }

    #[test]
    fn what_cannot_be_scored_is_refused() {
        let free = Restriction::Free;
        assert!(matches!(scores(&DMatrix::from_element(1, 1, f64::NAN), &free), Err(Refusal::Matrix(_))));
        assert!(matches!(scores(&DMatrix::zeros(0, 2), &free), Err(Refusal::Matrix(_))));
        assert!(matches!(scores(&DMatrix::from_element(1, 1, -1.0), &free), Err(Refusal::Negative { .. })));
        assert!(matches!(scores(&DMatrix::from_element(1001, 1, 1.0), &free), Err(Refusal::TooManyUnits { .. })));
        let bounds = |lower: &[f64], upper: &[f64]| Restriction::PieShares { lower: lower.into(), upper: upper.into() };
        assert!(matches!(scores(&three(), &bounds(&[0.0], &[1.0])), Err(Refusal::WrongBoundCount { .. })));
        assert!(matches!(scores(&three(), &bounds(&[0.0; 2], &[0.4; 2])), Err(Refusal::ImpossibleBounds { .. })));
        assert!(matches!(scores(&three(), &bounds(&[0.6; 2], &[1.0; 2])), Err(Refusal::ImpossibleBounds { .. })));
        assert!(matches!(scores(&three(), &bounds(&[0.5, f64::NAN], &[1.0; 2])), Err(Refusal::BadBound { .. })));
        assert!(matches!(directional(&three(), &[0.0, 0.0]), Err(Refusal::NoDirection)));
        assert!(matches!(directional(&three(), &[1.0]), Err(Refusal::WrongDirectionCount { .. })));
        assert!(matches!(directional(&three(), &[1.0, -1.0]), Err(Refusal::BadDirection { .. })));
        assert!(matches!(weight_ranges(&three(), &free, 3), Err(Refusal::NoSuchUnit { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::with_cases(32) })]

        /// A new order of units and indicators, another scale of one indicator and a unit given twice change nothing;
        /// bounds lower scores, and the best unit of any weighting scores 1.
        #[test]
        fn scores_do_not_depend_on_order_scale_or_twins(
            cells in prop::collection::vec(0.0..1.0_f64, 24), scale in 1e-3..1e3_f64,
        ) {
            let data = DMatrix::from_row_slice(8, 3, &cells);
            let turned = DMatrix::from_fn(9, 3, |i, j| {
                data[(7 - i.min(7), 2 - j)] * if j == 0 { scale } else { 1.0 }
            });
            let free = scores(&data, &Restriction::Free).unwrap();
            let other = scores(&turned, &Restriction::Free).unwrap();
            for (a, b) in free.iter().zip(other.iter().take(8).rev()) {
                prop_assert!((a.score - b.score).abs() < 1e-9);
                for (j, (v, w)) in a.weights.iter().zip(b.weights.iter().rev()).enumerate() {
                    let unit = if j == 2 { scale } else { 1.0 };
                    prop_assert!((v - w * unit).abs() < 1e-7 * (1.0 + v.abs()), "{v} against {w} times {unit}");
                }
            }
            let bounds = Restriction::PieShares { lower: vec![0.1; 3], upper: vec![0.6; 3] };
            for (a, b) in free.iter().zip(scores(&data, &bounds).unwrap()) {
                prop_assert!(b.score <= a.score + 1e-9);
                prop_assert!(b.shares.unwrap().iter().all(|s| (0.1 - 1e-7..=0.6 + 1e-7).contains(s)));
            }
            prop_assert!(free.iter().any(|e| e.score == 1.0) && free.iter().all(|e| (0.0..=1.0).contains(&e.score)));
        }
    }
}
