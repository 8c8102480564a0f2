//! Hand values and laws of every normalisation method.

use super::*;
use proptest::prelude::*;

use Direction::HigherIsBetter as Up;
use Direction::LowerIsBetter as Down;

fn column(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn scores(method: &Method, direction: Direction, values: &[f64]) -> Vec<f64> {
    let values = column(values);
    let scale = fit(method, direction, Constant::Refuse, &values).expect("a scale");
    scale.apply_to(&values).expect("scores").into_iter().flatten().collect()
}

fn close(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (f, e) in found.iter().zip(expected) {
        assert!((f - e).abs() < 1e-12, "{what}: {found:?}, not {expected:?}");
    }
}

const PERCENT: Method = Method::PercentileRank { ties: Ties::Minimum, share: RankShare::FromZero, to: Range::ONE };

/// Method, then the scores of 2, 4, 4, 10 with higher better and with lower better.
#[test]
fn scores_by_hand() {
    let root = 12f64.sqrt();
    let rank = |ties| Method::Rank { ties };
    let table: Vec<(Method, [f64; 4], [f64; 4])> = vec![
        (Method::MinMax { to: Range::HUNDRED }, [0.0, 25.0, 25.0, 100.0], [100.0, 75.0, 75.0, 0.0]),
        (
            Method::MinMax { to: Range { from: 70.0, to: 130.0 } },
            [70.0, 85.0, 85.0, 130.0],
            [130.0, 115.0, 115.0, 70.0],
        ),
        (
            Method::ZScore { mean: 100.0, sd: 10.0 },
            [100.0 - 30.0 / root, 100.0 - 10.0 / root, 100.0 - 10.0 / root, 100.0 + 50.0 / root],
            [100.0 + 30.0 / root, 100.0 + 10.0 / root, 100.0 + 10.0 / root, 100.0 - 50.0 / root],
        ),
        (rank(Ties::Average), [1.0, 2.5, 2.5, 4.0], [4.0, 2.5, 2.5, 1.0]),
        (rank(Ties::Minimum), [1.0, 2.0, 2.0, 4.0], [4.0, 2.0, 2.0, 1.0]),
        (rank(Ties::Maximum), [1.0, 3.0, 3.0, 4.0], [4.0, 3.0, 3.0, 1.0]),
        (rank(Ties::Dense), [1.0, 2.0, 2.0, 3.0], [3.0, 2.0, 2.0, 1.0]),
        (Method::Borda { ties: Ties::Minimum }, [0.0, 1.0, 1.0, 3.0], [3.0, 1.0, 1.0, 0.0]),
        (PERCENT, [0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0], [1.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]),
        (
            Method::PercentileRank { ties: Ties::Minimum, share: RankShare::OfUnits, to: Range::HUNDRED },
            [25.0, 50.0, 50.0, 100.0],
            [100.0, 50.0, 50.0, 25.0],
        ),
        (Method::DistanceToMaximum, [0.0, 0.25, 0.25, 1.0], [1.0, 0.75, 0.75, 0.0]),
        (Method::DistanceToTarget { target: 6.0, capped: false }, [0.0, 0.5, 0.5, 2.0], [2.0, 1.5, 1.5, 0.0]),
        (Method::DistanceToTarget { target: 6.0, capped: true }, [0.0, 0.5, 0.5, 1.0], [1.0, 1.0, 1.0, 0.0]),
        (Method::DistanceToReference { unit: 1, capped: true }, [0.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 0.0]),
        (Method::RatioToReference { unit: 1 }, [0.5, 1.0, 1.0, 2.5], [2.0, 1.0, 1.0, 0.4]),
        (Method::Ratio { to: Anchor::Best }, [0.2, 0.4, 0.4, 1.0], [1.0, 0.5, 0.5, 0.2]),
        (Method::Ratio { to: Anchor::Worst }, [1.0, 2.0, 2.0, 5.0], [5.0, 2.5, 2.5, 1.0]),
        (Method::Ratio { to: Anchor::Mean }, [0.4, 0.8, 0.8, 2.0], [2.5, 1.25, 1.25, 0.5]),
        (Method::Difference { to: Anchor::Mean }, [-0.6, -0.2, -0.2, 1.0], [0.6, 0.2, 0.2, -1.0]),
        (Method::Difference { to: Anchor::Worst }, [0.0, 1.0, 1.0, 4.0], [0.8, 0.6, 0.6, 0.0]),
        (Method::AboveBelowMean { band: 0.25 }, [-1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, -1.0]),
        (
            Method::Thresholds(Bands { cuts: vec![4.0, 9.0], scores: vec![0.0, 50.0, 100.0] }),
            [0.0, 50.0, 50.0, 100.0],
            [100.0, 100.0, 100.0, 0.0],
        ),
        (Method::PercentileBands(Bands::handbook()), [40.0, 50.0, 50.0, 100.0], [100.0, 50.0, 50.0, 40.0]),
    ];
    for (method, up, down) in &table {
        close(&scores(method, Up, &[2.0, 4.0, 4.0, 10.0]), up, &format!("{method:?} up"));
        close(&scores(method, Down, &[2.0, 4.0, 4.0, 10.0]), down, &format!("{method:?} down"));
    }
}

fn goalposts(lower: f64, upper: f64, transform: Transform, from: f64, truncate: bool) -> Method {
    Method::Goalposts { lower, upper, transform, to: Range { from, to: 100.0 }, truncate }
}

#[test]
fn goalposts_by_hand() {
    let e = std::f64::consts::E;
    let table = [
        (0.0, 1.0, Transform::Identity, 0.25, 25.75),
        (0.0, 6.0, Transform::Identity, 5.0, 83.5),
        (0.01, 1.0, Transform::Ln, 0.1, 50.5),
        (0.0, e * e - 1.0, Transform::Ln1p, e - 1.0, 50.5),
        (0.0, 1.0, Transform::Identity, -3.0, 1.0),
        (0.0, 1.0, Transform::Identity, 3.0, 100.0),
        (0.01, 1.0, Transform::Ln, 0.0, 1.0),
    ];
    for (low, high, transform, x, expected) in table {
        let scale = fit(&goalposts(low, high, transform, 1.0, true), Up, Constant::Refuse, &[]).expect("a scale");
        close(&[scale.apply(x).expect("a score").0], &[expected], "goalposts");
    }
    let scale = |truncate, direction| {
        fit(&goalposts(0.0, 2.0, Transform::Identity, 5.0, truncate), direction, Constant::Refuse, &[])
            .expect("a scale")
    };
    assert_eq!(scale(true, Up).apply(2.5), Ok((100.0, Some(Clip::Above(0.25)))));
    assert_eq!(scale(true, Down).apply(2.5), Ok((5.0, Some(Clip::Above(0.25)))));
    assert_eq!(scale(true, Up).apply(-1.0), Ok((5.0, Some(Clip::Below(0.5)))));
    assert_eq!(scale(false, Up).apply(2.5), Ok((123.75, None)));
    let open = fit(&goalposts(1.0, 2.0, Transform::Ln, 1.0, false), Up, Constant::Refuse, &[]).expect("a scale");
    assert_eq!(open.apply(0.0), Err(Refusal::Undefined { what: "the logarithm", value: 0.0 }));
}

/// A unit outside of the reference.
#[test]
fn an_outsider_is_scored_on_the_same_scale() {
    let reference = column(&[2.0, 4.0, 4.0, 10.0]);
    let on = |method: &Method, direction, x| fit(method, direction, Constant::Refuse, &reference)?.apply(x);
    assert_eq!(on(&Method::MinMax { to: Range::HUNDRED }, Up, 12.0), Ok((125.0, None)));
    assert_eq!(on(&Method::Rank { ties: Ties::Minimum }, Up, 5.0), Ok((3.0, None)));
    assert_eq!(on(&Method::Rank { ties: Ties::Minimum }, Up, 12.0), Ok((4.0, Some(Clip::Above(0.25)))));
    assert_eq!(on(&Method::Rank { ties: Ties::Minimum }, Down, 12.0), Ok((1.0, Some(Clip::Above(0.25)))));
    assert_eq!(on(&PERCENT, Up, 0.0), Ok((0.0, Some(Clip::Below(0.25)))));
    assert_eq!(on(&Method::Ratio { to: Anchor::Best }, Up, 20.0), Ok((2.0, None)));
    assert_eq!(on(&PERCENT, Up, f64::NAN), Err(Refusal::NotANumber));
}

/// Peers give NaN for a constant indicator; here the rule is declared.
#[test]
fn a_constant_column_has_a_declared_rule() {
    let flat = column(&[3.0, 3.0, 3.0]);
    let to = Range { from: 1.0, to: 100.0 };
    let table = [
        (Method::MinMax { to }, Some(50.5)),
        (Method::ZScore { mean: 100.0, sd: 10.0 }, Some(100.0)),
        (Method::Rank { ties: Ties::Minimum }, Some(2.0)),
        (Method::Borda { ties: Ties::Average }, Some(1.0)),
        (PERCENT, Some(0.5)),
        (Method::DistanceToMaximum, Some(0.5)),
        (Method::DistanceToTarget { target: 5.0, capped: false }, None),
        (Method::DistanceToReference { unit: 0, capped: false }, None),
        (Method::RatioToReference { unit: 0 }, Some(1.0)),
        (Method::Ratio { to: Anchor::Mean }, Some(1.0)),
        (Method::Difference { to: Anchor::Mean }, Some(0.0)),
        (Method::AboveBelowMean { band: 0.2 }, Some(0.0)),
        (Method::PercentileBands(Bands::handbook()), Some(50.0)),
    ];
    let refused = Err(Refusal::Constant { value: 3.0 });
    for (method, middle) in &table {
        for direction in [Up, Down] {
            assert_eq!(fit(method, direction, Constant::Refuse, &flat), refused, "{method:?}");
            let found = fit(method, direction, Constant::MidScale, &flat).and_then(|scale| scale.apply(3.0));
            assert_eq!(found.ok().map(|(score, _)| score), *middle, "{method:?}");
        }
    }
    let scale = fit(&Method::MinMax { to }, Up, Constant::MidScale, &flat).expect("a scale");
    assert_eq!(scale.apply(4.0), Err(Refusal::Constant { value: 3.0 }));
}

#[test]
fn refusals() {
    let refused = |method: Method, direction, values: &[f64]| {
        fit(&method, direction, Constant::Refuse, &column(values)).expect_err("a refusal")
    };
    let values = [-1.0, 0.0, 5.0];
    let target = |target| Method::DistanceToTarget { target, capped: false };
    assert!(matches!(refused(target(-2.0), Up, &values), Refusal::NotBeyondWorst { .. }));
    assert!(matches!(refused(target(6.0), Down, &values), Refusal::NotBeyondWorst { .. }));
    assert!(matches!(refused(Method::Ratio { to: Anchor::Best }, Up, &values), Refusal::NoRatio { .. }));
    assert!(matches!(refused(Method::Ratio { to: Anchor::Mean }, Down, &[0.0, 5.0]), Refusal::NoRatio { .. }));
    assert!(matches!(refused(Method::Difference { to: Anchor::Worst }, Up, &values), Refusal::NoRatio { .. }));
    let reference = Method::DistanceToReference { unit: 3, capped: false };
    assert_eq!(refused(reference, Up, &values), Refusal::ReferenceUnit { unit: 3 });
    assert_eq!(refused(Method::RatioToReference { unit: 3 }, Up, &values), Refusal::ReferenceUnit { unit: 3 });
    assert!(matches!(refused(Method::RatioToReference { unit: 1 }, Up, &values), Refusal::NoRatio { .. }));
    assert_eq!(refused(PERCENT, Up, &[1.0]), Refusal::TooFew { known: 1, needed: 2 });
    assert_eq!(refused(PERCENT, Up, &[]), Refusal::TooFew { known: 0, needed: 1 });
    assert_eq!(refused(PERCENT, Up, &[f64::INFINITY]), Refusal::NotFinite { unit: 0 });
    let cuts = Bands { cuts: vec![2.0, 1.0], scores: vec![0.0, 1.0, 2.0] };
    assert_eq!(refused(Method::Thresholds(cuts), Up, &[]), Refusal::Bands);
    let upside_down = Method::MinMax { to: Range { from: 1.0, to: 0.0 } };
    assert!(matches!(refused(upside_down, Up, &values), Refusal::Parameter { .. }));
    assert!(matches!(refused(goalposts(0.0, 1.0, Transform::Ln, 1.0, true), Up, &[]), Refusal::Parameter { .. }));
    assert!(matches!(
        refused(Method::MinMax { to: Range::ONE }, Up, &[-1.7e308, 1.7e308]),
        Refusal::OutOfNumbers { .. }
    ));
}

/// The formula of METHOD section 3, written out.
fn between(x: f64, low: f64, high: f64, f: fn(f64) -> f64, lower_is_better: bool, floor: f64) -> f64 {
    let position = ((f(x) - f(low)) / (f(high) - f(low))).clamp(0.0, 1.0);
    let position = if lower_is_better { 1.0 - position } else { position };
    floor + (100.0 - floor) * position
}

fn every_method() -> Vec<Method> {
    let mut methods = vec![
        goalposts(1.0, 80.0, Transform::Identity, 1.0, true),
        Method::MinMax { to: Range::HUNDRED },
        Method::ZScore { mean: 0.0, sd: 1.0 },
        Method::DistanceToMaximum,
        Method::DistanceToReference { unit: 0, capped: true },
        Method::AboveBelowMean { band: 0.2 },
        Method::PercentileBands(Bands::handbook()),
        Method::Thresholds(Bands { cuts: vec![10.0, 20.0], scores: vec![0.0, 1.0, 2.0] }),
    ];
    for ties in [Ties::Average, Ties::Minimum, Ties::Maximum, Ties::Dense] {
        methods.push(Method::Rank { ties });
        methods.push(Method::PercentileRank { ties, share: RankShare::OfUnits, to: Range::HUNDRED });
    }
    for to in [Anchor::Mean, Anchor::Best, Anchor::Worst] {
        methods.push(Method::Ratio { to });
        methods.push(Method::Difference { to });
    }
    methods
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn goalposts_are_the_formula_to_the_last_bit(
        x in -5.0..20.0f64, low in 0.1..5.0f64, width in 0.1..9.0f64, floor in 0.0..10.0f64, lower in any::<bool>(),
    ) {
        let direction = if lower { Down } else { Up };
        let ln: fn(f64) -> f64 = |x| if x > 0.0 { x.ln() } else { f64::NEG_INFINITY };
        let ln_1p: fn(f64) -> f64 = |x| if x > -1.0 { x.ln_1p() } else { f64::NEG_INFINITY };
        let identity: fn(f64) -> f64 = |x| x;
        let plain = [(Transform::Identity, identity), (Transform::Ln, ln), (Transform::Ln1p, ln_1p)];
        for (transform, f) in plain {
            let method = goalposts(low, low + width, transform, floor, true);
            let scale = fit(&method, direction, Constant::Refuse, &[]).unwrap();
            let expected = between(x, low, low + width, f, lower, floor);
            prop_assert_eq!(scale.apply(x).unwrap().0.to_bits(), expected.to_bits());
        }
    }

    /// A better value never has a lower score, and the order of units does not matter.
    #[test]
    fn scores_rise_with_merit(
        values in prop::collection::vec(1u32..60, 3..25), outsider in 1u32..80, lower in any::<bool>(),
    ) {
        let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
        values.extend([0.5, 99.0]);
        values.swap_remove(0);
        let direction = if lower { Down } else { Up };
        for method in every_method() {
            // The reference unit must not be the worst, and must stay first.
            if matches!(method, Method::DistanceToReference { .. }) && [0.5, 99.0].contains(&values[0]) { continue }
            let reference = column(&values);
            let scale = fit(&method, direction, Constant::Refuse, &reference).unwrap();
            let mut all = values.clone();
            all.push(f64::from(outsider));
            all.sort_by(f64::total_cmp);
            let scores: Vec<f64> = all.iter().map(|&x| scale.apply(x).unwrap().0).collect();
            for pair in scores.windows(2) {
                let rise = if lower { pair[0] - pair[1] } else { pair[1] - pair[0] };
                prop_assert!(rise >= -1e-12, "{:?} {:?}", method, scores);
            }
            let turned: Vec<f64> = values[..1].iter().chain(values[1..].iter().rev()).copied().collect();
            let again = fit(&method, direction, Constant::Refuse, &column(&turned)).unwrap();
            for &x in &all {
                prop_assert!((scale.apply(x).unwrap().0 - again.apply(x).unwrap().0).abs() < 1e-9);
            }
        }
    }

    /// A change of the unit of measurement changes no score that has none of its own.
    #[test]
    fn scores_are_free_of_the_unit(values in prop::collection::vec(1u32..60, 3..25)) {
        let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
        values.extend([61.0, 62.0]);
        let scaled: Vec<f64> = values.iter().map(|x| x * 8.0).collect();
        let own_unit = |m: &Method| matches!(m, Method::Goalposts { .. } | Method::Thresholds(_));
        for method in every_method().into_iter().filter(|m| !own_unit(m)) {
            let one = fit(&method, Up, Constant::Refuse, &column(&values)).and_then(|s| s.apply_to(&column(&values)));
            let other = fit(&method, Up, Constant::Refuse, &column(&scaled)).and_then(|s| s.apply_to(&column(&scaled)));
            match (one, other) {
                (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
                (one, other) => prop_assert_eq!(one.is_err(), other.is_err()),
            }
        }
    }
}

/// 0.3 and 0.1 + 0.2 differ in the seventeenth digit: a scale between them would be one of rounding errors.
#[test]
fn a_column_that_varies_by_dust_is_constant() {
    let column = [Some(0.3), Some(0.1 + 0.2), Some(0.3)];
    for method in [Method::MinMax { to: Range::HUNDRED }, Method::ZScore { mean: 50.0, sd: 1.0 }] {
        let refused = fit(&method, Direction::HigherIsBetter, Constant::Refuse, &column);
        assert!(matches!(refused, Err(Refusal::Constant { .. })));
        let scale = fit(&method, Direction::HigherIsBetter, Constant::MidScale, &column).expect("a scale");
        assert_eq!(scale.apply_to(&column), Ok(vec![Some(50.0); 3]));
    }
}

/// What the documentation of `profiles` says of its percentiles: they are those of this method with average ties.
#[test]
fn the_percentile_of_a_profile_is_that_of_average_ties() {
    use crate::statistics::coherence::{Column, profiles};
    let a = [Some(10.0), Some(20.0), None, Some(20.0), Some(5.0)];
    let column = Column { code: "a", group: "g", weight: 1.0, higher_is_better: true, values: &a };
    let got = profiles(&[column], 3);
    let percentile = |unit: usize| got[unit].standings[0].as_ref().map(|s| s.percentile.clone().unwrap());
    for (ties, same) in [(Ties::Average, true), (Ties::Minimum, false)] {
        let method = Method::PercentileRank { ties, share: RankShare::FromZero, to: Range::HUNDRED };
        let scores =
            fit(&method, Direction::HigherIsBetter, Constant::Refuse, &a).and_then(|s| s.apply_to(&a)).unwrap();
        let near = |(unit, score): (usize, &Option<f64>)| match (percentile(unit), score) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert_eq!(scores.iter().enumerate().all(near), same);
    }
}

/// What is no scale is refused under the name of the setting that makes it none.
#[test]
fn goalposts_at_the_edge_of_their_domain() {
    let of = |transform, lower: f64, upper: f64| {
        Linear::between_goalposts((lower, upper), transform, Range::ONE, true, Up).map(|_| ())
    };
    let refused = |name, value, allowed| Err(Refusal::Parameter { name, value, allowed });
    assert_eq!(of(Transform::Ln, 0.0, 1.0), refused("the lower goalpost", 0.0, "above 0"));
    assert_eq!(of(Transform::Ln1p, -1.0, 1.0), refused("the lower goalpost", -1.0, "above -1"));
    assert_eq!(of(Transform::Identity, 1.0, 1.0), refused("the upper goalpost", 1.0, "above the lower one"));
    let further = "further above the lower one";
    assert_eq!(of(Transform::Identity, -1.7e308, 1.7e308), refused("the upper goalpost", 1.7e308, further));
    // The logarithm cannot tell these two apart.
    let next = 1e300_f64.next_up();
    assert_eq!(of(Transform::Ln, 1e300, next), refused("the upper goalpost", next, further));
    assert_eq!(of(Transform::Identity, 0.0, 10.0), Ok(()));
}

/// A value at a goalpost is on the scale.
#[test]
fn a_goalpost_is_no_clip() {
    let scale = Linear::between_goalposts((0.0, 10.0), Transform::Identity, Range::ONE, true, Up).expect("a scale");
    assert_eq!((scale.place(0.0), scale.place(10.0)), ((0.0, None), (1.0, None)));
    assert_eq!((scale.place(-5.0).1, scale.place(15.0).1), (Some(Clip::Below(0.5)), Some(Clip::Above(0.5))));
}

/// Ranks begin where the range begins: 1, 2 and 3 of three between 10 and 20, and as thirds of it.
#[test]
fn percentiles_of_a_range_that_does_not_begin_at_nothing() {
    let of = |share| Method::PercentileRank { ties: Ties::Minimum, share, to: Range { from: 10.0, to: 20.0 } };
    close(&scores(&of(RankShare::FromZero), Up, &[1.0, 2.0, 7.0]), &[10.0, 15.0, 20.0], "from zero");
    let thirds = [10.0 + 10.0 / 3.0, 10.0 + 20.0 / 3.0, 20.0];
    close(&scores(&of(RankShare::OfUnits), Up, &[1.0, 2.0, 7.0]), &thirds, "of units");
    close(&scores(&of(RankShare::FromZero), Down, &[1.0, 2.0]), &[20.0, 10.0], "two units");
}

/// What lies at the edge of a rule, on the side that the rule says.
#[test]
fn edges_of_ratios_and_bands() {
    let fitted = |method: &Method, direction, values: &[f64]| {
        let values = column(values);
        fit(method, direction, Constant::Refuse, &values)?.apply_to(&values)
    };
    let ratio = Method::RatioToReference { unit: 0 };
    assert_eq!(scores(&ratio, Up, &[2.0, 0.0, 4.0]), [1.0, 0.0, 2.0]);
    assert!(matches!(fitted(&ratio, Up, &[2.0, -1.0]), Err(Refusal::NoRatio { .. })));
    assert!(matches!(fitted(&ratio, Up, &[0.0, 1.0]), Err(Refusal::NoRatio { .. })));
    // The mean is 4: a half of it either way is 6 and 2, which are within the band.
    let band = Method::AboveBelowMean { band: 0.5 };
    assert_eq!(scores(&band, Up, &[2.0, 6.0, 4.0, 4.0]), [0.0; 4]);
    assert_eq!(scores(&band, Up, &[1.0, 7.0, 4.0, 4.0]), [-1.0, 1.0, 0.0, 0.0]);
    let equal_cuts = Bands { cuts: vec![1.0, 1.0], scores: vec![0.0, 1.0, 2.0] };
    assert_eq!(fitted(&Method::Thresholds(equal_cuts), Up, &[0.0, 2.0]), Err(Refusal::Bands));
    let nowhere = Method::MinMax { to: Range { from: 1.0, to: 1.0 } };
    assert!(matches!(fitted(&nowhere, Up, &[0.0, 2.0]), Err(Refusal::Parameter { .. })));
    // Two values: a half of their distance either way, over sqrt(2) halves.
    let half = 0.5f64.sqrt();
    close(&scores(&Method::ZScore { mean: 0.0, sd: 1.0 }, Up, &[1.0, 3.0]), &[-half, half], "two values");
}
