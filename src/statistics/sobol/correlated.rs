//! Indices of correlated factors against models whose indices are known in closed form.

use std::f64::consts::{PI, TAU};

use statrs::distribution::{ContinuousCDF, Normal};

use crate::statistics::sobol::copula::of_normals;
use crate::statistics::sobol::{Correlation, Design, Indices, Outcome, Refusal, Run, Settings, analyse};

fn quick() -> Settings {
    Settings { resamples: 20, ..Settings::default() }
}

/// The rank correlation whose normal variables have this correlation: the inverse of `2 sin(pi s / 6)`.
fn ranks_of(r: f64) -> f64 {
    6.0 / PI * (r / 2.0).asin()
}

fn design(base_points: usize, pairs: &[([usize; 2], f64)], levels: &[Option<usize>]) -> Design {
    let all: Vec<Correlation> =
        pairs.iter().map(|(factors, r)| Correlation { factors: *factors, spearman: ranks_of(*r) }).collect();
    Design::new(base_points, levels.len(), 1).unwrap().correlated(&all, levels).unwrap()
}

fn of(design: &Design, model: impl Fn(&[f64]) -> f64 + Sync + Send) -> Indices {
    let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
        into[0] = model(at);
        true
    };
    let found = analyse(design, 1, &quick(), || (), run, |_| ()).unwrap();
    let Outcome::Defined(indices) = &found.outputs[0].outcome else { panic!("no indices") };
    indices.clone()
}

fn normal(coordinate: f64) -> f64 {
    Normal::standard().inverse_cdf(coordinate.max(1e-16))
}

#[track_caller]
fn near(indices: &Indices, first: &[f64], total: &[f64], tolerance: f64) {
    assert_eq!((indices.factors.len(), first.len()), (first.len(), total.len()));
    for (place, factor) in indices.factors.iter().enumerate() {
        let (s, st) = (factor.first.estimate, factor.total.estimate);
        assert!((s - first[place]).abs() < tolerance, "S of {place}: {s} for {}", first[place]);
        assert!((st - total[place]).abs() < tolerance, "ST of {place}: {st} for {}", total[place]);
    }
}

/// The linear model of Kucherenko et al. (2012, section 5.1): Y = X_1 + X_2 + X_3 of normal variables with variances 1,
/// 1 and s^2, X_2 and X_3 correlated by r, X_1 independent.
///
/// V = 2 + s^2 + 2 r s. Given X_2, X_3 has the mean r s X_2, so that E(Y | X_2) = (1 + r s) X_2: S_2 = (1 + r s)^2 / V.
/// Given X_3, X_2 has the mean r X_3 / s and the variance 1 - r^2: S_3 = (s + r)^2 / V, ST_2 = (1 - r^2) / V; and given
/// X_2, X_3 has the variance s^2 (1 - r^2), which over V is ST_3. X_1 has S_1 = ST_1 = 1 / V.
#[test]
fn the_linear_model_of_normal_variables() {
    let s: f64 = 2.0;
    for r in [-0.8_f64, -0.3, 0.5, 0.9] {
        let v = 2.0 + s * s + 2.0 * r * s;
        let left = 1.0 - r * r;
        let (first, total) =
            ([1.0, (1.0 + r * s).powi(2), (s + r).powi(2)].map(|x| x / v), [1.0, left, s * s * left].map(|x| x / v));
        let design = design(1 << 13, &[([1, 2], r)], &[None; 3]);
        assert_eq!((design.runs_per_point(), design.runs()), (7, 7 << 13));
        let model = |at: &[f64]| normal(at[0]) + normal(at[1]) + s * normal(at[2]);
        let indices = of(&design, model);
        near(&indices, &first, &total, 0.015);
        assert!((indices.standard_deviation.powi(2) / v - 1.0).abs() < 0.02);
        // S_3 exceeds ST_3 beyond both intervals where r is positive, and both are converged none the less.
        let third = indices.factors[2];
        assert!(r < 0.0 || third.first.estimate > third.total.estimate && third.total.converged, "{third:?}");
        // Of X_1 and X_2 together: E(Y | X_1, X_2) = X_1 + (1 + r s) X_2; what is left given X_3 is 1 + (1 - r^2).
        // X_3 and what it goes with are both in no group then, and X_3 is still cut from X_2.
        let groups = of(&design.clone().grouped(vec![vec![0, 1], vec![2]]).unwrap(), model);
        near(&groups, &[(1.0 + (1.0 + r * s).powi(2)) / v, first[2]], &[(1.0 + left) / v, total[2]], 0.015);
        // X_2 and X_3 together are independent of X_1, and have one run.
        let whole = design.grouped(vec![vec![2, 1], vec![0]]).unwrap();
        assert_eq!(whole.runs_per_point(), 4);
        let rest = (1.0 + s * s + 2.0 * r * s) / v;
        near(&of(&whole, model), &[rest, 1.0 / v], &[rest, 1.0 / v], 0.015);
    }
}

/// Three variables that all hang together: S_i = Cov(Y, X_i)^2 / V, and given all others X_i has the variance 1 / (i-th
/// diagonal of the inverse), which over V is ST_i. With correlations of 0.5, 0.3 and -0.2 between 1 and 2, 1 and 3, 2
/// and 3, V = 4.2, Cov = 1.8, 1.3, 1.1 and the diagonal of the inverse (numpy.linalg.inv) 1.714286, 1.625000, 1.339286.
#[test]
fn three_variables_of_one_part() {
    let design = design(1 << 13, &[([0, 1], 0.5), ([2, 0], 0.3), ([1, 2], -0.2)], &[None; 3]);
    assert_eq!(design.runs_per_point(), 8);
    let indices = of(&design, |at| normal(at[0]) + normal(at[1]) + normal(at[2]));
    let first = [1.8_f64, 1.3, 1.1].map(|c| c * c / 4.2);
    near(&indices, &first, &[1.714_286, 1.625, 1.339_286].map(|x: f64| 1.0 / x / 4.2), 0.015);
}

/// Y = X_1 X_2 of standard normal variables: E(X_1^2 X_2^2) = 1 + 2 r^2, so V = 1 + r^2; E(Y | X_1) = r X_1^2 has the
/// variance 2 r^2; V(Y | X_2) = X_2^2 (1 - r^2) has the mean 1 - r^2.
#[test]
fn a_product_of_correlated_variables() {
    let r: f64 = 0.6;
    let indices = of(&design(1 << 14, &[([0, 1], r)], &[None; 2]), |at| normal(at[0]) * normal(at[1]));
    let (first, total) = (2.0 * r * r / (1.0 + r * r), (1.0 - r * r) / (1.0 + r * r));
    near(&indices, &[first; 2], &[total; 2], 0.02);
}

/// Two choices between 0 and 1: P(both 1) = 1/4 + asin(r) / (2 pi), so that their correlation is p = 2 asin(r) / pi and
/// V(B_1 + B_2) = (1 + p) / 2. E(Y | B_1) has the slope 1 + p: S = (1 + p)^2 / 4 / V = (1 + p) / 2. V(B_1 | B_2) has
/// the mean (1 - p^2) / 4: ST = (1 - p) / 2. The coordinates behind them would give other numbers.
#[test]
fn choices_have_indices_of_their_levels() {
    let r: f64 = 0.7;
    let p = 2.0 * r.asin() / PI;
    let indices =
        of(&design(1 << 14, &[([0, 1], r)], &[Some(2); 2]), |at| (2.0 * at[0]).floor() + (2.0 * at[1]).floor());
    near(&indices, &[(1.0 + p) / 2.0; 2], &[(1.0 - p) / 2.0; 2], 0.015);
}

/// Y = B + X, a choice between 0 and 1 and a standard normal variable. E(X | B) is r sqrt(2 / pi) up or down, Cov(B, X)
/// half of that: V = 1/4 + 1 + r sqrt(2 / pi), V(E(Y | B)) = (1/2 + r sqrt(2 / pi))^2, E(V(X | B)) = 1 - 2 r^2 / pi.
/// Given X the choice is 1 with a chance whose mean square is that of two draws being 1, 1/4 + asin(r^2) / (2 pi):
/// E(V(B | X)) = 1/4 - asin(r^2) / (2 pi), and V(E(Y | X)) = V - that.
#[test]
fn a_choice_beside_a_range() {
    let r: f64 = 0.8;
    let along = r * (2.0 / PI).sqrt();
    let v = 1.25 + along;
    let left = 0.25 - (r * r).asin() / TAU;
    let indices = of(&design(1 << 14, &[([1, 0], r)], &[Some(2), None]), |at| (2.0 * at[0]).floor() + normal(at[1]));
    let (first, total) = ([(0.5 + along).powi(2), v - left], [left, 1.0 - 2.0 * r * r / PI]);
    near(&indices, &first.map(|x| x / v), &total.map(|x| x / v), 0.015);
}

/// What is correlated with a factor that counts has a first-order index of r^2 without any part in the model.
#[test]
fn what_counts_only_by_going_along_is_still_untouched() {
    let design = design(1 << 12, &[([0, 1], 0.8)], &[None; 2]);
    let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
        into[0] = normal(at[1]);
        true
    };
    let bare = analyse(&design, 1, &quick(), || (), run, |_| ());
    assert_eq!(bare, Err(Refusal::Untouched { factors: vec![0] }));
    let found = analyse(&design, 1, &Settings { fixed: vec![0], ..quick() }, || (), run, |_| ()).unwrap();
    let Outcome::Defined(indices) = &found.outputs[0].outcome else { panic!("no indices") };
    near(indices, &[0.64, 1.0], &[0.0, 1.0 - 0.64], 0.02);
}

#[test]
fn runs_of_a_correlated_design_are_in_order() {
    let plain = Design::new(8, 4, 3).unwrap();
    let correlated = Correlation { factors: [1, 3], spearman: 0.5 };
    let design = plain.clone().correlated(&[correlated], &[None; 4]).unwrap();
    assert_eq!((design.runs_per_point(), design.is_correlated(0), design.is_correlated(3)), (8, false, true));
    let runs: Vec<Run> = (0..8).filter_map(|place| design.run(place)).collect();
    let further = [Run::Redrawn(1), Run::Redrawn(3)];
    assert_eq!(runs, [&[Run::A, Run::B][..], &[0, 1, 2, 3].map(Run::Swapped), &further].concat());
    assert!(runs.iter().enumerate().all(|(place, run)| design.position(*run) == Some(place)));
    let row = |design: &Design, point, run| {
        let mut row = [f64::NAN; 4];
        design.coordinates(point, run, &mut row).unwrap();
        row
    };
    for point in 0..8 {
        let (a, b) = (row(&design, point, Run::A), row(&design, point, Run::B));
        let own = row(&plain, point, Run::A);
        // Independent factors, and the first of each part, keep their coordinates; the others move.
        assert_eq!([a[0], a[1], a[2]], [own[0], own[1], own[2]]);
        assert_ne!(a[3], own[3]);
        let (swapped, redrawn) = (row(&design, point, Run::Swapped(1)), row(&design, point, Run::Redrawn(1)));
        assert_eq!([swapped[0], swapped[1], swapped[2]], [a[0], b[1], a[2]]);
        assert_eq!([redrawn[0], redrawn[2], redrawn[3]], [a[0], a[2], a[3]]);
        assert!(swapped[3] != a[3] && swapped[3] != b[3] && redrawn[1] != a[1] && redrawn[1] != b[1]);
        assert_eq!(row(&design, point, Run::Swapped(0)), [b[0], a[1], a[2], a[3]]);
    }
    // A correlation of 0 is none.
    let none = plain.clone().correlated(&[Correlation { spearman: 0.0, ..correlated }], &[None; 4]).unwrap();
    assert_eq!(none, plain);
    let refused = plain.clone().correlated(&[correlated], &[None; 3]).err();
    assert_eq!(refused, Some(Refusal::Shape { what: "numbers of levels", found: 3, expected: 4 }));
    let both = [correlated, Correlation { factors: [0, 1], spearman: 0.2 }];
    assert_eq!(plain.correlated(&both, &[Some(2), None, None, Some(2)]).err(), Some(Refusal::Choices));
    assert!((of_normals(0.6) - 0.618_034).abs() < 1e-6 && of_normals(-1.0) == -of_normals(1.0));
}
