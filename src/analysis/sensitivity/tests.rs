//! The quantities of a run, by hand.

use super::*;
use crate::analysis::multiverse::{Factor, FactorKind, FixedFactors, Keeps, level};

/// Units with one output each, which a function makes of the point.
struct Plain {
    factors: Vec<Factor>,
    units: Vec<String>,
    outputs: Vec<String>,
    run: fn(&[Option<f64>], &mut [f64]) -> bool,
}

fn plain() -> Plain {
    let factor = |code: &str| Factor {
        code: code.into(),
        title: code.into(),
        kind: FactorKind::Continuous,
        range: String::new(),
        reason: String::new(),
        of_data: false,
        keeps: Keeps::All,
    };
    Plain {
        factors: ["one", "two", "three"].map(factor).to_vec(),
        units: ["a", "b", "c"].map(str::to_owned).to_vec(),
        outputs: vec!["score".into()],
        run: coordinates,
    }
}

impl Multiverse for Plain {
    type Workspace = ();

    fn factors(&self) -> &[Factor] {
        &self.factors
    }

    fn units(&self) -> &[String] {
        &self.units
    }

    fn outputs(&self) -> &[String] {
        &self.outputs
    }

    fn ranked(&self) -> usize {
        0
    }

    fn workspace(&self) {}

    fn run(&self, point: &[Option<f64>], _: &mut (), out: &mut [f64]) -> bool {
        (self.run)(point, out)
    }
}

/// The coordinates of three units are their scores. Nominal: 0.9, 0.5, 0.1. The third factor moves nothing.
fn coordinates(point: &[Option<f64>], out: &mut [f64]) -> bool {
    let nominal = [0.9, 0.5, 0.1];
    for ((cell, own), at) in out.iter_mut().zip(nominal).zip([point[0], point[1], None]) {
        *cell = at.unwrap_or(own);
    }
    point[0].is_none_or(|x| x < 0.99)
}

#[test]
fn quantities_by_hand() {
    let m = plain();
    let reader = QuantityReader::new(&m, true, &[0.9, 0.5, 0.1]);
    use Quantity::*;
    let all = [Score(0), Rank(0), Score(1), Rank(1), Score(2), Rank(2), Order(0, 1), Order(0, 2), Order(1, 2), Shift];
    assert_eq!(reader.quantities(), all);
    let mut into = vec![0.0; all.len()];
    reader.read(&[0.2, 0.5, 0.2], &mut into);
    // Ranks 2.5, 1, 2.5 against 1, 2, 3: |1.5| + |1| + |0.5| over 3.
    assert_eq!(into, [0.2, 2.5, 0.5, 1.0, 0.2, 2.5, 0.0, 0.5, 1.0, 1.0]);
    reader.read(&[0.2, f64::NAN, 0.2], &mut into);
    // By pairs: the two that are there stand level, between the first and the last of three.
    assert!(into[1] == 2.0 && into[5] == 2.0 && into[3].is_nan() && into[7] == 0.5 && into[8].is_nan());
    // |2 - 1| + |2 - 3| over the two.
    assert_eq!(into[9], 1.0);
}

#[test]
fn what_touches_nothing_is_refused_and_what_fails_is_counted() {
    let m = plain();
    let layout = Layout { base_points: 256, seed: 3, ..Layout::default() };
    let refused = sobol_indices(&m, &[0.9, 0.5, 0.1], &layout, &|_| {}).expect_err("the third factor touches nothing");
    assert_eq!(refused, Refusal::Untouched { factors: vec![2] });
    let settings = Settings { fixed: vec![2], ..Settings::default() };
    let found = sobol_indices(&m, &[0.9, 0.5, 0.1], &Layout { settings, ..layout }, &|_| {}).expect("indices");
    assert!(found.analysis.failed_runs > 0, "a coordinate above 0.99 fails");
    let sobol::Outcome::Defined(of_a) = &found.analysis.outputs[0].outcome else {
        panic!("indices of the first score")
    };
    assert!((of_a.factors[0].total.estimate - 1.0).abs() < 0.01 && of_a.factors[1].total.estimate == 0.0);
    assert_eq!((of_a.factors[2].first.estimate, of_a.factors[2].total.estimate), (0.0, 0.0));
    let swings = tornado(&m, &[0.9, 0.5, 0.1]);
    assert_eq!(swings[2].ends, [Some((0.9, 0.9)), Some((0.5, 0.5)), Some((0.1, 0.1))]);
    let (low, high) = swings[0].ends[0].expect("ends");
    assert!(low < 0.06 && high > 0.93 && swings[0].failed == 1, "{low} {high} {}", swings[0].failed);
    assert_eq!(specification(&m), Err(TooMany::None));
}

/// Two factors move together, and are called by the group's name; the third keeps its own.
#[test]
fn a_group_has_one_pair_of_indices() {
    let m = plain();
    let settings = Settings { fixed: vec![1], ..Settings::default() };
    let pair = Grouping { name: "pair".into(), members: vec![1, 0] };
    let layout = Layout { base_points: 256, seed: 3, settings, groups: vec![pair], ..Layout::default() };
    let found = sobol_indices(&m, &[0.9, 0.5, 0.1], &layout, &|_| {}).expect("indices");
    let codes: Vec<(&str, bool)> = found.groups.iter().map(|g| (g.code.as_str(), g.is_group())).collect();
    assert_eq!(codes, [("pair", true), ("three", false)]);
    assert_eq!((found.groups[0].title.as_str(), &found.groups[0].members), ("two, one", &vec![1, 0]));
    assert_eq!(found.analysis.runs, 256 * 4);
    // The scores of the first two units are the coordinates of the two, so that the pair has all of both.
    for output in [0, 2] {
        let sobol::Outcome::Defined(of) = &found.analysis.outputs[output].outcome else { panic!("indices") };
        assert!((of.factors[0].total.estimate - 1.0).abs() < 0.05, "{:?}", of.factors[0]);
        assert_eq!(of.factors[1].total.estimate, 0.0);
    }
}

/// Ishigami's function, `sin X1 + 7 sin^2 X2 + 0.1 X3^4 sin X1` over -pi to pi, its third variable at 0 or at pi.
fn ishigami(point: &[Option<f64>], out: &mut [f64]) -> bool {
    let pi = std::f64::consts::PI;
    let at = |place: usize| pi * (2.0 * point[place].unwrap_or(0.5) - 1.0);
    let third = if level(point[0].unwrap_or(0.0), 2) == 0 { 0.0 } else { pi };
    out[0] = (1.0 + 0.1 * third.powi(4)) * at(1).sin() + 7.0 * at(2).sin().powi(2);
    true
}

/// Given X3 the function is a sum, with variances of (1 + 0.1 X3^4)^2 / 2 and 49 / 8: first and total indices are the
/// same, 0.0755 and 0.9245 at 0, 0.9040 and 0.0960 at pi. 4,096 base points from seed 1 come within 0.005.
#[test]
fn indices_given_a_level_are_those_of_the_formula() {
    let factors = &plain().factors;
    let levels = vec!["zero".to_owned(), "pi".to_owned()];
    let third = Factor { kind: FactorKind::Discrete { levels, nominal: 0 }, ..factors[2].clone() };
    let factors = vec![third, factors[0].clone(), factors[1].clone()];
    let m = Plain { factors, units: vec!["a".into()], outputs: vec!["score".into()], run: ishigami };
    let settings = Settings { resamples: 20, ..Settings::default() };
    let layout = Layout { base_points: 4096, seed: 1, settings, ..Layout::default() };
    for (at, of_third) in [(0, 0.0), (1, std::f64::consts::PI)] {
        let given = FixedFactors::at_levels(&m, &[(0, at)]);
        let codes: Vec<&str> = given.factors().iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["one", "two"]);
        let found = sobol_indices(&given, &[0.0], &layout, &|_| {}).expect("indices");
        let sobol::Outcome::Defined(found) = &found.analysis.outputs[0].outcome else { panic!("indices") };
        let first = (1.0 + 0.1 * of_third.powi(4)).powi(2) / 2.0;
        let wanted = [first / (first + 49.0 / 8.0), 49.0 / 8.0 / (first + 49.0 / 8.0)];
        for (factor, wanted) in found.factors.iter().zip(wanted) {
            let (first, total) = (factor.first.estimate, factor.total.estimate);
            assert!((first - wanted).abs() < 0.005 && (total - wanted).abs() < 0.005, "{first} {total} {wanted}");
        }
        let variance = found.standard_deviation.powi(2);
        assert!((variance / (first + 49.0 / 8.0) - 1.0).abs() < 0.005, "{variance}");
    }
}
