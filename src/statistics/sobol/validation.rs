//! The whole analysis against models whose indices are known in closed form.

use std::f64::consts::PI;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::statistics::sobol::{
    Analysis, Design, Index, Indices, Outcome, OutputAnalysis, Refusal, Runs, Settings, Why, analyse, replicate,
};

/// Few resamples, for tests that look at estimates.
fn quick() -> Settings {
    Settings { resamples: 20, ..Settings::default() }
}

/// One output without failures.
fn one(
    base_points: usize,
    factors: usize,
    seed: u64,
    settings: &Settings,
    model: impl Fn(&[f64]) -> f64 + Sync + Send,
) -> Indices {
    of_design(&Design::new(base_points, factors, seed).unwrap(), settings, model)
}

/// The same with some design.
fn of_design(design: &Design, settings: &Settings, model: impl Fn(&[f64]) -> f64 + Sync + Send) -> Indices {
    let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
        into[0] = model(at);
        true
    };
    defined(&analyse(design, 1, settings, || (), run, |_| ()).unwrap(), 0).clone()
}

/// One output with factors in groups.
fn grouped(groups: &[&[usize]], base_points: usize, seed: u64, model: impl Fn(&[f64]) -> f64 + Sync + Send) -> Indices {
    let groups: Vec<Vec<usize>> = groups.iter().map(|group| group.to_vec()).collect();
    let factors = groups.iter().map(Vec::len).sum();
    of_design(&Design::new(base_points, factors, seed).unwrap().grouped(groups).unwrap(), &quick(), model)
}

fn defined(analysis: &Analysis, output: usize) -> &Indices {
    let Outcome::Defined(indices) = &analysis.outputs[output].outcome else { panic!("no indices") };
    indices
}

#[track_caller]
fn near(indices: &Indices, first: &[f64], total: &[f64], tolerance: f64) {
    assert_eq!((indices.factors.len(), first.len()), (first.len(), total.len()));
    for (position, factor) in indices.factors.iter().enumerate() {
        let (s, st) = (factor.first.estimate, factor.total.estimate);
        assert!((s - first[position]).abs() < tolerance, "S of {position}: {s} for {}", first[position]);
        assert!((st - total[position]).abs() < tolerance, "ST of {position}: {st} for {}", total[position]);
    }
}

/// sin x_1 + 7 sin^2 x_2 + 0.1 x_3^4 sin x_1 over (-pi, pi): Ishigami and Homma (1990).
fn ishigami(at: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|factor| PI * (2.0 * at[factor] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

/// From its variances: V_1 = (1 + b pi^4 / 5)^2 / 2, V_2 = a^2 / 8, V_13 = b^2 pi^8 (1/18 - 1/50).
fn ishigami_indices() -> ([f64; 3], [f64; 3]) {
    let (v1, v2) = ((1.0 + 0.1 * PI.powi(4) / 5.0).powi(2) / 2.0, 49.0 / 8.0);
    let v13 = 0.01 * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let v = v1 + v2 + v13;
    ([v1 / v, v2 / v, 0.0], [(v1 + v13) / v, v2 / v, v13 / v])
}

#[test]
fn ishigami_at_sixteen_thousand_points() {
    let indices = one(1 << 14, 3, 1, &quick(), ishigami);
    // The published figures, and the same by formula.
    near(&indices, &[0.3139, 0.4424, 0.0], &[0.5576, 0.4424, 0.2437], 0.01);
    let (first, total) = ishigami_indices();
    near(&indices, &first, &total, 0.01);
    // Mean a/2; variance 13.8446.
    assert!((indices.mean - 3.5).abs() < 0.01 && (indices.standard_deviation - 3.7208).abs() < 0.01);
    assert!(indices.converged());
    let sizes: Vec<usize> = indices.stages.iter().map(|stage| stage.base_points).collect();
    assert_eq!(sizes, [1024, 2048, 4096, 8192, 16_384]);
    let last = indices.stages[4].factors.as_ref().unwrap();
    assert!(last.iter().zip(&indices.factors).all(|(stage, factor)| stage.first == factor.first.estimate));
}

#[test]
fn a_stage_is_what_a_smaller_design_tells() {
    let large = one(1024, 3, 8, &quick(), ishigami);
    let small = one(128, 3, 8, &quick(), ishigami);
    let (stage, alone) = (&large.stages[1], small.stages.last().unwrap());
    assert_eq!((stage.base_points, stage), (128, alone));
    // Below 32 points there is no stage but the last; N/16 to N/2 of 100 are 6, 12, 25 and 50.
    let sizes = |base_points| {
        one(base_points, 3, 8, &quick(), ishigami).stages.iter().map(|stage| stage.base_points).collect::<Vec<_>>()
    };
    assert_eq!((sizes(16), sizes(100)), (vec![16], vec![50, 100]));
}

#[test]
fn the_g_function_of_sobol() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let indices = one(1 << 13, 8, 2, &quick(), |at| {
        at.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
    });
    // V_i = 1 / (3 (1 + a_i)^2); V = prod (1 + V_k) - 1; VT_i = V_i prod of the others (1 + V_k).
    let parts = a.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all: f64 = parts.iter().map(|part| 1.0 + part).product();
    let first = parts.map(|part| part / (all - 1.0));
    let total = parts.map(|part| part * all / (1.0 + part) / (all - 1.0));
    near(&indices, &first, &total, 0.01);
}

#[test]
fn groups_of_ishigami() {
    // The variance is V_1 + V_2 + V_13 (above). Of x_1 and x_2 together what they do alone is V_1 + V_2, and everything
    // but what x_3 does alone, which is nothing, is theirs in total: 0.3139 + 0.4424 and 1. Of x_1 and x_3 both are
    // V_1 + V_13, since neither does anything with x_2.
    let (first, total) = ishigami_indices();
    let indices = grouped(&[&[2], &[1, 0]], 1 << 13, 1, ishigami);
    near(&indices, &[0.0, first[0] + first[1]], &[total[2], 1.0], 0.01);
    let indices = grouped(&[&[0, 2], &[1]], 1 << 13, 1, ishigami);
    near(&indices, &[total[0], first[1]], &[total[0], first[1]], 0.01);
    assert!((indices.first_sum.estimate - 1.0).abs() < 0.01, "nothing is left between these groups");
    // What stands alone has the indices that it has without groups; only their scale is that of other runs.
    let alone = one(1 << 13, 3, 1, &quick(), ishigami).factors[1];
    assert!((indices.factors[1].first.estimate - alone.first.estimate).abs() < 1e-12);
    assert!((indices.factors[1].total.estimate - alone.total.estimate).abs() < 1e-12);
    // All factors in one group have everything, A and B being independent: AB is B.
    let indices = grouped(&[&[0, 1, 2]], 1 << 13, 1, ishigami);
    near(&indices, &[1.0], &[1.0], 0.02);
    // Intervals and stages are those of two groups as well.
    let indices = grouped(&[&[0, 2], &[1]], 256, 1, ishigami);
    assert!(indices.stages.iter().all(|stage| stage.factors.as_ref().is_some_and(|all| all.len() == 2)));
    assert!(indices.factors.iter().all(|factor| factor.total.interval.unwrap().width() > 0.0));
}

#[test]
fn groups_of_the_g_function() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];
    let groups: [&[usize]; 3] = [&[1, 0], &[2], &[3, 4, 5]];
    let indices = grouped(&groups, 1 << 13, 2, |at| {
        at.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
    });
    // With V_i = 1 / (3 (1 + a_i)^2) a group has S_g = (prod over it (1 + V_i) - 1) / V, and ST_g that times the
    // product over all others; V = prod over all (1 + V_i) - 1. Of the first group: V_0 = 1/3, V_1 = 1/12, 4/3 * 13/12
    // - 1 = 4/9.
    let parts = a.map(|a| 1.0 + 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all: f64 = parts.iter().product();
    let product = |group: &&[usize]| group.iter().map(|i| parts[*i]).product::<f64>();
    let first: Vec<f64> = groups.iter().map(|g| (product(g) - 1.0) / (all - 1.0)).collect();
    let total: Vec<f64> = groups.iter().map(|g| (product(g) - 1.0) * all / product(g) / (all - 1.0)).collect();
    assert!((first[0] * (all - 1.0) - 4.0 / 9.0).abs() < 1e-12);
    near(&indices, &first, &total, 0.01);
}

#[test]
fn a_group_of_a_sum_has_the_sum_of_its_shares() {
    // Y = 3 x_1 + 2 x_2 + x_3 + x_4: variances 9, 4, 1, 1 twelfths; the groups have 10, 4 and 1 of 15.
    let model = |at: &[f64]| 3.0 * at[0] + 2.0 * at[1] + at[2] + at[3];
    let indices = grouped(&[&[0, 3], &[1], &[2]], 1 << 12, 5, model);
    let shares = [10.0 / 15.0, 4.0 / 15.0, 1.0 / 15.0];
    near(&indices, &shares, &shares, 0.005);
}

#[test]
fn a_discrete_factor_of_three_levels() {
    // Y = 2 x + L with L in 0, 1, 3: variances 4/12 and 10/3 - (4/3)^2 = 14/9; shares 3/17 and 14/17.
    let indices = one(1 << 12, 2, 3, &quick(), |at| 2.0 * at[0] + [0.0, 1.0, 3.0][(at[1] * 3.0) as usize]);
    let shares = [3.0 / 17.0, 14.0 / 17.0];
    near(&indices, &shares, &shares, 0.005);
    // Additive: first-order indices sum to 1, and do not go beyond it within the interval.
    assert!((indices.first_sum.estimate - 1.0).abs() < 0.005, "{:?}", indices.first_sum);
    assert!(indices.first_sum.interval.unwrap().lower <= 1.0);
}

#[test]
fn a_trigger_stands_for_a_random_vector() {
    // The coordinate u picks (Z_1, Z_2), uniform and independent, by its bits; Y = Z_1 x + Z_2.
    // V(E(Y | x)) = V(x) / 4 = 3/144; V(E(Y | u)) = V(Z_1 / 2 + Z_2) = 15/144; interaction 1/12 * 1/12 = 1/144.
    let indices = one(1 << 13, 2, 4, &quick(), |at| {
        let mut draw = ChaCha8Rng::seed_from_u64(at[1].to_bits());
        let mut uniform = || f64::from(draw.next_u32()) / 2_f64.powi(32);
        uniform() * at[0] + uniform()
    });
    // A random draw gains nothing from even spread: over 100 seeds the error of S_u was 0.013, 0.03 is over two of it.
    near(&indices, &[3.0 / 19.0, 15.0 / 19.0], &[4.0 / 19.0, 16.0 / 19.0], 0.03);
    assert!(indices.first_sum.estimate < 1.0, "{:?}", indices.first_sum);
}

#[test]
fn a_factor_of_zero_width_has_indices_of_exactly_zero() {
    let design = Design::new(64, 4, 5).unwrap();
    let run = |_: &mut (), at: &[f64], into: &mut [f64]| {
        // Factor 2 runs from 5 to 5, factor 3 is in the second output only.
        into[0] = at[0] * at[1] + 5.0 + 0.0 * at[2];
        into[1] = at[0] + at[3];
        true
    };
    let runs = replicate(&design, 2, || (), run, |_| ()).unwrap();
    assert_eq!(runs.analyse(&quick()), Err(Refusal::Untouched { factors: vec![2] }));
    let analysis = runs.analyse(&Settings { fixed: vec![2], ..quick() }).unwrap();
    assert_eq!(analysis.untouched, [2]);
    // A group is untouched where none of its factors touches anything.
    let halves = |groups: Vec<Vec<usize>>| {
        replicate(&design.clone().grouped(groups).unwrap(), 1, || (), run_of_two, |_| ()).unwrap().untouched()
    };
    fn run_of_two(_: &mut (), at: &[f64], into: &mut [f64]) -> bool {
        into[0] = at[0] * at[1];
        true
    }
    assert_eq!(halves(vec![vec![0, 1], vec![2, 3]]), [1]);
    assert_eq!(halves(vec![vec![0, 2], vec![1, 3]]), Vec::<usize>::new());
    let zero = |index: Index| {
        let interval = index.interval.unwrap();
        [index.estimate, interval.lower, interval.upper].iter().all(|x| x.to_bits() == 0) && index.converged
    };
    for (output, factor) in [(0, 2), (0, 3), (1, 2), (1, 1)] {
        let factor = defined(&analysis, output).factors[factor];
        assert!(zero(factor.first) && zero(factor.total), "{output}");
    }
}

#[test]
fn a_level_does_not_drown_the_estimates() {
    // Centring: the same model a million higher has the same indices, to what the larger numbers can hold.
    let plain = one(512, 3, 6, &quick(), ishigami);
    let high = one(512, 3, 6, &quick(), |at| 1e6 + ishigami(at));
    for (plain, high) in plain.factors.iter().zip(&high.factors) {
        assert!((plain.first.estimate - high.first.estimate).abs() < 1e-8);
        assert!((plain.total.estimate - high.total.estimate).abs() < 1e-8);
    }
    assert!((high.mean - plain.mean - 1e6).abs() < 1e-8);
}

#[test]
fn seeds_differ_and_zero_is_one_of_them() {
    let (first, total) = ishigami_indices();
    let seeds = [0, 1, 1 << 32, u64::MAX];
    let all: Vec<Indices> = seeds.iter().map(|&seed| one(2048, 3, seed, &quick(), ishigami)).collect();
    for (position, indices) in all.iter().enumerate() {
        near(indices, &first, &total, 0.06);
        assert!(all[..position].iter().all(|other| other != indices));
    }
}

/// Three outputs, of which the second fails where x_1 < 0.01 and the third is constant.
fn with_failures(_: &mut Vec<f64>, at: &[f64], into: &mut [f64]) -> bool {
    into[0] = ishigami(at);
    into[1] = if at[0] < 0.01 { f64::NAN } else { at[0] + at[1] };
    into[2] = 0.1;
    // The whole run fails in a corner.
    !(at[1] > 0.9 && at[2] > 0.9)
}

#[test]
fn results_do_not_depend_on_threads_or_on_other_outputs() {
    let design = Design::new(200, 3, 7).unwrap();
    let under = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| analyse(&design, 3, &quick(), Vec::new, with_failures, |_| ()).unwrap())
    };
    let (one, two) = (under(1), under(2));
    assert_eq!(one, two);
    // Equal as numbers and as text, so down to the sign of zero.
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
    assert!(!one.balanced);
    // The second output alone has the same analysis.
    let alone = |memory: &mut Vec<f64>, at: &[f64], into: &mut [f64]| {
        memory.resize(3, 0.0);
        let came_through = with_failures(&mut Vec::new(), at, memory);
        into[0] = memory[1];
        came_through
    };
    let single = analyse(&design, 1, &quick(), Vec::new, alone, |_| ()).unwrap();
    assert_eq!(single.outputs[0], one.outputs[1]);
}

#[test]
fn failures_are_counted_by_output_and_never_estimated() {
    let design = Design::new(256, 3, 7).unwrap();
    let analysis = analyse(&design, 3, &quick(), Vec::new, with_failures, |_| ()).unwrap();
    // Counted anew, point by point.
    let (mut at, mut whole) = ([0.0; 3], 0);
    let (mut dropped, mut failed) = ([0; 2], [0; 2]);
    for point in 0..256 {
        let mut found = [0; 2];
        for position in 0..5 {
            design.coordinates(point, design.run(position).unwrap(), &mut at).unwrap();
            let came_through = with_failures(&mut Vec::new(), &at, &mut [0.0; 3]);
            whole += usize::from(!came_through);
            found[0] += usize::from(!came_through);
            found[1] += usize::from(!came_through || at[0] < 0.01);
        }
        for output in 0..2 {
            dropped[output] += usize::from(found[output] > 0);
            failed[output] += found[output];
        }
    }
    assert!(whole > 0 && dropped[1] > dropped[0]);
    assert_eq!(analysis.failed_runs, whole);
    for (output, told) in analysis.outputs[..2].iter().enumerate() {
        assert_eq!((told.dropped, told.failed_runs), (dropped[output], failed[output]));
        assert_eq!(told.usable, 256 - dropped[output]);
        assert!(matches!(told.outcome, Outcome::Defined(_)));
    }
    let Outcome::Undefined(Why::Constant { value }) = analysis.outputs[2].outcome else { panic!("a constant") };
    assert_eq!(value, 0.1);
    // All runs failed: nothing is known, and no factor is blamed.
    let nothing = analyse(&design, 1, &quick(), || (), |_, _, _| false, |_| ()).unwrap();
    assert_eq!(nothing.failed_runs, 1280);
    let all_dropped =
        OutputAnalysis { usable: 0, dropped: 256, failed_runs: 1280, outcome: Outcome::Undefined(Why::TooFew) };
    assert_eq!(nothing.outputs, [all_dropped]);
}

#[test]
fn two_base_points_are_enough_to_be_told_that_they_are_few() {
    let indices = one(2, 2, 1, &quick(), |at| at[0] + 2.0 * at[1]);
    assert!(indices.factors.iter().all(|factor| factor.total.estimate.is_finite() && factor.total.estimate >= 0.0));
    assert!(!indices.converged());
}

#[test]
fn settings_are_checked_before_the_first_run() {
    let design = Design::new(8, 1, 1).unwrap();
    let run = |_: &mut (), _: &[f64], _: &mut [f64]| panic!("no run");
    let settings = Settings { resamples: 0, ..Settings::default() };
    let refusal = analyse(&design, 1, &settings, || (), run, |_| ());
    assert_eq!(refusal, Err(Refusal::TooFewResamples { resamples: 0, level: 0.9 }));
    assert!(matches!(Runs::new(&design, 1, vec![1.0; 24]).unwrap().analyse(&quick()), Err(Refusal::Untouched { .. })));
}

#[test]
fn intervals_cover_the_truth() {
    // Nominal 90 % for independent points, at least 80 % asked; 40 seeds keep this quick (see `intervals` for more).
    let (first, total) = ishigami_indices();
    let settings = Settings { resamples: 100, ..Settings::default() };
    let mut covered = [[0; 2]; 3];
    for seed in 0..40 {
        let indices = one(512, 3, seed, &settings, ishigami);
        for (factor, told) in indices.factors.iter().enumerate() {
            covered[factor][0] += usize::from(told.first.interval.unwrap().holds(first[factor]));
            covered[factor][1] += usize::from(told.total.interval.unwrap().holds(total[factor]));
        }
    }
    assert!(covered.as_flattened().iter().all(|&seeds| seeds >= 32), "{covered:?}");
}

#[test]
fn intervals_shrink_with_the_root_of_the_base_points() {
    // 16 times as many points: a quarter of the width, within a fifth of it.
    let settings = Settings { resamples: 200, ..Settings::default() };
    let width = |base_points| one(base_points, 3, 3, &settings, ishigami).factors[0].total.interval.unwrap().width();
    let ratio = width(128) / width(2048);
    assert!((3.2..4.8).contains(&ratio), "{ratio}");
}
