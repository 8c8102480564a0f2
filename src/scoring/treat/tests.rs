//! Treatment of outliers by hand.

use super::*;
use proptest::prelude::*;

fn column(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn ten_and(more: &[f64]) -> Vec<Option<f64>> {
    (1..=10).map(f64::from).chain(more.iter().copied()).map(Some).collect()
}

#[test]
fn a_high_outlier_is_pulled_in() {
    let treated = treat(Treatment::USUAL, &ten_and(&[30.0, 100.0])).expect("treated");
    assert_eq!(treated.touched, [Touched { unit: 11, before: 100.0, after: 30.0 }]);
    assert_eq!(treated.winsorised.map(|w| (w.high, w.low, w.passed)), Some((1, 0, true)));
    assert!(treated.passed && treated.curve.is_none());
    let (before, after) = (treated.before.expect("shape"), treated.after.expect("shape"));
    // e1071's definitions, evaluated apart with numpy.
    assert!((before.skewness - 3.063_241_034_239).abs() < 1e-9, "{before:?}");
    assert!((before.kurtosis - 9.741_390_834_569).abs() < 1e-9, "{before:?}");
    assert!((after.kurtosis - 1.815_780_537_724).abs() < 1e-9, "{after:?}");
}

#[test]
fn a_low_outlier_is_pulled_up_and_ties_move_together() {
    let low = treat(Treatment::USUAL, &ten_and(&[-50.0])).expect("treated");
    assert_eq!(low.touched, [Touched { unit: 10, before: -50.0, after: 1.0 }]);
    let tied: Vec<f64> = (1..=30).map(f64::from).chain([500.0, 500.0]).collect();
    let tied = treat(Treatment::USUAL, &column(&tied)).expect("treated");
    assert_eq!(tied.touched.iter().map(|t| (t.unit, t.after)).collect::<Vec<_>>(), [(30, 30.0), (31, 30.0)]);
}

#[test]
fn points_that_are_given_are_pulled_in_whatever_the_shape() {
    let values = column(&[1.0, 2.0, 3.0, 9.0, 9.0, 20.0]);
    let treated = treat(Treatment::Points { high: 3, low: 1 }, &values).expect("treated");
    assert_eq!(treated.values, column(&[2.0, 2.0, 3.0, 3.0, 3.0, 3.0]));
    assert_eq!(treated.winsorised.map(|w| (w.high, w.low)), Some((3, 1)));
    assert!(treated.passed && treated.touched.len() == 4);
    assert!(treat(Treatment::Points { high: 6, low: 0 }, &values).is_err());
    assert!(treat(Treatment::Points { high: 1, low: 0 }, &column(&[1.0, 2.0])).is_err());
}

/// The curve over what winsorisation left: 3^19 became 3^18, and the range is that of the treated values.
#[test]
fn a_curve_over_winsorised_values() {
    let values: Vec<f64> = (0..20).map(|k| 3f64.powi(k)).collect();
    let limits = Limits { skewness: 2.0, kurtosis: 3.5 };
    let curve = Some(Curve::LnOfRange { a: 0.01 });
    let spec = Treatment::Outliers { limits, winsorise: Cap::Points(1), curve, combine: true };
    let treated = treat(spec, &column(&values)).expect("treated");
    let range = 3f64.powi(18) - 1.0;
    let at = |unit: usize| treated.values[unit].expect("a value");
    assert!((at(0) - (0.01 * range).ln()).abs() < 1e-12 && (at(19) - (1.01 * range).ln()).abs() < 1e-12);
    assert_eq!(at(18), at(19));
}

/// Where the cap is spent, the curve is drawn over the original, and the report says both.
#[test]
fn the_curve_replaces_a_winsorisation_that_failed() {
    let values: Vec<f64> = (0..20).map(|k| 3f64.powi(k)).collect();
    let limits = Limits { skewness: 2.0, kurtosis: 3.5 };
    let spec = |cap, curve| Treatment::Outliers { limits, winsorise: Cap::Points(cap), curve, combine: false };
    let treated = treat(spec(1, Some(Curve::LnOfRange { a: 0.01 })), &column(&values)).expect("treated");
    assert_eq!(treated.winsorised.map(|w| (w.high, w.passed)), Some((1, false)));
    assert!(treated.curve.is_some() && treated.touched.len() == 20);
    let first = treated.values.first().copied().flatten().expect("a value");
    assert!((first - (0.01 * (3f64.powi(19) - 1.0)).ln()).abs() < 1e-12);
    let alone = treat(spec(1, None), &column(&values)).expect("treated");
    assert!(!alone.passed && alone.touched.len() == 1 && alone.curve.is_none());
    assert_eq!(treat(spec(0, None), &column(&values)).expect("treated").winsorised, None);
}

/// A column of two values cannot be winsorised without becoming constant.
#[test]
fn a_step_into_a_constant_is_not_taken() {
    let mut values = vec![0.0; 9];
    values.push(1.0);
    let treated = treat(Treatment::USUAL, &column(&values)).expect("treated");
    assert_eq!((treated.winsorised, treated.passed), (None, false));
    assert!(treated.curve.is_some());
}

#[test]
fn refusals() {
    assert_eq!(treat(Treatment::USUAL, &column(&[2.0; 6])), Err(Refusal::Constant { value: 2.0 }));
    assert_eq!(treat(Treatment::USUAL, &[Some(1.0), None]), Err(Refusal::TooFew { known: 1, needed: 4 }));
    let ln = treat(Treatment::Always(Curve::Ln), &column(&[0.0, 1.0]));
    assert_eq!(ln, Err(Refusal::Undefined { what: "the logarithm", value: 0.0 }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Missing stays missing, order of values is kept, and neither the unit of measurement nor the order of units
    /// matters.
    #[test]
    fn treatment_keeps_the_order(
        mut values in prop::collection::vec(prop::option::of(0.0..1e4f64), 8..40), far in 1e5..1e6f64,
    ) {
        values.push(Some(far));
        prop_assume!(values.iter().flatten().count() > 5);
        let treated = treat(Treatment::USUAL, &values).unwrap();
        for (a, b) in values.iter().zip(&treated.values) {
            prop_assert_eq!(a.is_some(), b.is_some());
            for (c, d) in values.iter().zip(&treated.values) {
                if a < c { prop_assert!(b <= d); }
            }
        }
        let turned: Vec<_> = values.iter().rev().copied().collect();
        let turned = treat(Treatment::USUAL, &turned).unwrap();
        prop_assert_eq!(treated.touched.len(), turned.touched.len());
        prop_assert_eq!(treated.passed, turned.passed);
        let doubled: Vec<_> = values.iter().map(|v| v.map(|x| 2.0 * x)).collect();
        let doubled = treat(Treatment::USUAL, &doubled).unwrap();
        prop_assert_eq!(treated.winsorised.map(|w| (w.high, w.low)), doubled.winsorised.map(|w| (w.high, w.low)));
    }
}

/// A column passes where either limit is kept.
#[test]
fn either_limit_is_enough() {
    let limits = Limits { skewness: 2.0, kurtosis: 3.5 };
    let hold = |skewness, kurtosis| limits.hold(Shape { skewness, kurtosis });
    assert_eq!((hold(-2.0, 9.0), hold(5.0, 3.5), hold(-2.1, 3.6)), (true, true, false));
}

/// The cap counts the points of both ends together.
#[test]
fn a_cap_counts_both_ends() {
    let column: Vec<Option<f64>> = (0..12).map(f64::from).chain([-1000.0, -900.0, 901.0, 1010.0]).map(Some).collect();
    let limits = Limits { skewness: 1e-9, kurtosis: 1e-9 };
    let before = shape_of(&column.iter().flatten().copied().collect::<Vec<f64>>()).expect("a shape");
    let (_, report) = winsorise(&column, limits, Cap::Points(2), before);
    assert_eq!((report.high, report.low, report.passed), (1, 1, false));
}

#[test]
fn refusals_of_treatment_say_what_was_asked() {
    let too_many = points(&ten_and(&[]), 8, 5);
    assert!(matches!(too_many, Err(Refusal::Parameter { value: 13.0, .. })), "{too_many:?}");
    let constant = points(&column(&[1.0, 2.0, 3.0]), 1, 1);
    assert!(matches!(constant, Err(Refusal::Parameter { value: 2.0, .. })), "{constant:?}");
    let of = |skewness, kurtosis| outliers(&ten_and(&[]), Limits { skewness, kurtosis }, Cap::Unlimited, (None, false));
    for (found, name) in [(of(0.0, 1.0), "the limit of skewness"), (of(1.0, 0.0), "the limit of kurtosis")] {
        assert_eq!(found, Err(Refusal::Parameter { name, value: 0.0, allowed: "above 0" }));
    }
    // Values that differ by more than a number can say.
    let huge = outliers(
        &column(&[f64::MAX, -f64::MAX, f64::MAX, 0.0]),
        Limits { skewness: 2.0, kurtosis: 3.5 },
        Cap::Unlimited,
        (None, false),
    );
    assert_eq!(huge, Err(Refusal::OutOfNumbers { what: "the skewness" }));
}
