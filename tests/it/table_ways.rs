//! The multiverse of a table: every way is what `rate` gives of an ordinary index and table, to the last bit.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use spscore::analysis::multiverse::{Factor, FactorKind, Multiverse, TableMultiverse, middle_of, width};
use spscore::load;
use spscore::model::framework::{Aggregation, NodeKind};
use spscore::model::method::{Normalisation, Treatment};
use spscore::model::{Index, Units};
use spscore::scoring::{Rating, rate};

use crate::rated::{flat, framework, indicator, load as load_both, node};
use crate::workdir::Workdir;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The ASEM pair with a methods file, and further factors.
pub fn asem(methods: &str, more: &str) -> (Index, Units) {
    let folder = Workdir::new();
    let methods = std::fs::read_to_string(data(methods)).expect("the methods");
    folder.write("methods.toml", methods + more);
    let [idata, imeta] = ["asem_idata.csv", "asem_imeta.csv"].map(|f| data("published/asem").join(f));
    load::coinr_from(&idata, &imeta, Some(&folder.path("methods.toml"))).unwrap_or_else(|e| panic!("{e}"))
}

pub fn spanned(index: &Index, units: &Units) -> TableMultiverse {
    TableMultiverse::new(index.clone(), units.clone(), &index.factors).unwrap_or_else(|e| panic!("{e}"))
}

/// The results of one way; nothing where it failed.
pub fn way(multiverse: &TableMultiverse, point: &[Option<f64>]) -> Option<Vec<f64>> {
    let mut out = vec![0.0; width(multiverse)];
    multiverse.run(point, &mut multiverse.workspace(), &mut out).then_some(out)
}

pub fn bits(scores: &[f64]) -> Vec<Option<u64>> {
    scores.iter().map(|z| (!z.is_nan()).then(|| z.to_bits())).collect()
}

/// What a rating says of the multiverse's units and outputs.
pub fn laid_out(multiverse: &TableMultiverse, index: &Index, units: &Units, rating: &Rating) -> Vec<Option<u64>> {
    let score = |unit: &String, output: &String| {
        let row = units.rows.iter().position(|r| r.label() == *unit)?;
        rating.scores_of(index.find(output)?).get(row).copied().flatten().map(f64::to_bits)
    };
    multiverse.units().iter().flat_map(|u| multiverse.outputs().iter().map(move |o| score(u, o))).collect()
}

#[track_caller]
pub fn as_rated(multiverse: &TableMultiverse, point: &[Option<f64>]) {
    let found = way(multiverse, point);
    let rated = multiverse.instance(point).and_then(|(index, units)| {
        let rating = rate(&index, &units).ok()?;
        Some(laid_out(multiverse, &index, &units, &rating))
    });
    assert_eq!(found.as_deref().map(bits), rated, "{point:?}");
}

/// The middle of a factor's level, by its name.
fn at(multiverse: &TableMultiverse, factor: &str, name: &str) -> (usize, f64) {
    let place = multiverse.factors().iter().position(|f| f.code == factor).expect("the factor");
    let FactorKind::Discrete { levels, .. } = &multiverse.factors()[place].kind else {
        panic!("{factor} has no levels")
    };
    let level = levels.iter().position(|l| l == name).unwrap_or_else(|| panic!("no {name} in {levels:?}"));
    (place, middle_of(level, levels.len()))
}

/// A point with these settings and no other.
fn point(multiverse: &TableMultiverse, settings: &[(&str, &str)]) -> Vec<Option<f64>> {
    let mut point = vec![None; multiverse.factors().len()];
    for (factor, name) in settings {
        let (place, coordinate) = at(multiverse, factor, name);
        point[place] = Some(coordinate);
    }
    point
}

/// Where the factor stands, with a coordinate of one's own.
fn with(multiverse: &TableMultiverse, mut point: Vec<Option<f64>>, factor: &str, coordinate: f64) -> Vec<Option<f64>> {
    let place = multiverse.factors().iter().position(|f: &Factor| f.code == factor).expect("the factor");
    point[place] = Some(coordinate);
    point
}

const MORE: &str = r#"
[factors.data]
values = 0.05
reason = "errors of measurement"

[factors.imputation]
choices = ["mean", "parent_median", { method = "group_median", group = "GDP_group" }, "none"]
reason = "holes"

[factors.power]
node = "Physical"
low = -2.0
high = 1.0
reason = "compensation"

[factors.indicators]
reason = "what is measured"

[factors.units]
reason = "who is there"
"#;

/// Few values known, cells without a place, heirs, floors, needs_all, nonzero, goalposts that move, a chain of single
/// children.
fn holey() -> (Index, Units) {
    let posts =
        "normalise = \"goalposts\"\ngoalposts = { lower = 0.0, upper = 10.0, kind = \"declared\", reason = \"r\" }";
    let tree = [
        node("all", None, "floor = 0.3"),
        node("a", Some("all"), "floor = 0.5\nweight = 0.5"),
        node("b", Some("all"), "needs_all = true\nweight = 0.3"),
        node("c", Some("all"), "nonzero = 0.5\nweight = 0.2"),
        node("d", Some("c"), ""),
        indicator("a1", "a", "weight = 0.5"),
        indicator("a2", "a", "weight = 0.3\nyields_to = \"a1\""),
        indicator("a3", "a", &format!("weight = 0.2\n{posts}")),
        indicator("b1", "b", "direction = \"lower_is_better\""),
        indicator("b2", "b", ""),
        indicator("d1", "d", "impute = \"parent_mean\""),
        indicator("d2", "d", "treat = { method = \"winsorise\", points = 2 }"),
    ]
    .concat();
    let factors = r#"
[factors.data]
values = 0.1
reason = "r"
[factors.goalposts]
share = 0.2
reason = "r"
[factors.imputation]
choices = ["median", "mean"]
reason = "r"
[factors.winsorisation]
choices = [0, 1]
reason = "r"
[factors.normalisation]
choices = [{ method = "z_score", mean = 50, sd = 10 }, { method = "percentile_rank", low = 1, high = 100 }]
reason = "r"
[factors.weights]
concentration = 12.0
reason = "r"
[factors.power]
node = "a"
low = -1.5
high = 0.9
reason = "r"
[factors.aggregation]
choices = ["geometric", "median", "minimum", "mazziotta_pareto", "harmonic"]
reason = "r"
[factors.indicators]
reason = "r"
[factors.units]
reason = "r"
"#;
    let methods = "normalise = { method = \"min_max\", low = 1, high = 100 }\n\n[screen]\navailability = 0.4";
    let mut rows = "unit,a1,a2,a3,b1,b2,d1,d2\n".to_owned();
    let cells = [
        "1,2,3,4,5,6,7",
        "2,not_applicable,1,8,9,0,0",
        "NA,3,9,NA,2,5,200",
        "5,6,NA,1,1,not_applicable,4",
        "3,1,4,not_applicable,5,9,2",
        "NA,NA,NA,NA,NA,NA,1",
        "9,8,7,6,5,4,3",
        "0,0,0,0,0,0,0",
        "not_applicable,not_applicable,2,3,4,1,8",
        "7,5,12,2,NA,3,6",
        "4,4,-1,5,6,2,NA",
        "6,not_applicable,5,3,8,NA,5",
    ];
    for (i, cells) in cells.iter().enumerate() {
        rows += &format!("u{i},{cells}\n");
    }
    load_both(&(framework(methods, &tree) + factors), &rows)
}

#[test]
fn without_a_coordinate_a_way_is_the_ordinary_rating() {
    let (index, units) = asem("asem/factors.toml", MORE);
    let cases = [asem("asem/factors.toml", ""), (index, units), holey()];
    for (index, units) in &cases {
        let multiverse = spanned(index, units);
        let rating = rate(index, units).expect("a rating");
        let found = way(&multiverse, &vec![None; multiverse.factors().len()]).expect("the framework's own way");
        assert_eq!(bits(&found), laid_out(&multiverse, index, units, &rating));
        assert_eq!((multiverse.ranked(), &multiverse.outputs()[0]), (0, &index.nodes[0].code));
        assert_eq!(multiverse.outputs().len(), index.nodes.len() - index.indicators().count());
    }
}

/// Everything varied by hand on the index as it was read: cap, scale, rule and the weights of one draw.
#[test]
fn a_way_of_asem_is_the_rating_of_an_index_varied_by_hand() {
    let (index, units) = asem("asem/factors.toml", "");
    let multiverse = spanned(&index, &units);
    assert_eq!(
        multiverse.factors().iter().map(|f| f.code.as_str()).collect::<Vec<_>>(),
        ["winsorisation", "normalisation", "weights", "aggregation"]
    );
    for (cap, scale, rule, set) in [
        (2, "z_score mean 50 sd 10", "arithmetic", 0.123),
        (5, "min_max 1 to 100", "geometric", 0.5),
        (1, "z_score mean 50 sd 10", "geometric", 0.999),
        (4, "min_max 1 to 100", "arithmetic", 0.0),
    ] {
        let settings = [("winsorisation", &*cap.to_string()), ("normalisation", scale), ("aggregation", rule)];
        let point = with(&multiverse, point(&multiverse, &settings), "weights", set);
        let (drawn, _) = multiverse.instance(&point).expect("an index");
        let mut varied = index.clone();
        for (i, node) in varied.nodes.iter_mut().enumerate() {
            node.weight = drawn.nodes[i].weight;
            match &mut node.kind {
                NodeKind::Composite { aggregation, .. } if rule == "geometric" => {
                    *aggregation = Aggregation::Geometric {}
                }
                NodeKind::Indicator(indicator) => {
                    if scale.starts_with("z_score") {
                        indicator.normalise = Normalisation::ZScore { mean: 50.0, sd: 10.0 };
                    }
                    let Treatment::Winsorise { points, .. } = &mut indicator.treat else { panic!("not winsorised") };
                    *points = cap;
                }
                _ => {}
            }
        }
        let before: Vec<f64> = index.nodes.iter().map(|n| n.weight.get()).collect();
        let after: Vec<f64> = varied.nodes.iter().map(|n| n.weight.get()).collect();
        assert_ne!(before, after);
        let rating = rate(&varied, &units).expect("a rating");
        let found = way(&multiverse, &point).expect("a way");
        assert_eq!(bits(&found), laid_out(&multiverse, &varied, &units, &rating));
    }
}

fn random_points(multiverse: &TableMultiverse, seed: u64, count: usize) -> Vec<Vec<Option<f64>>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut coordinate = || {
        let bits = rng.next_u64();
        // One in eight stays as the framework has it.
        (bits & 7 > 0).then(|| (bits >> 11) as f64 / (1_u64 << 53) as f64)
    };
    (0..count).map(|_| multiverse.factors().iter().map(|_| coordinate()).collect()).collect()
}

#[test]
fn random_ways_of_asem_are_ordinary_ratings() {
    let (index, units) = asem("asem/factors.toml", MORE);
    let multiverse = spanned(&index, &units);
    assert_eq!(multiverse.factors().len(), 9);
    let mut points = random_points(&multiverse, 7, 12);
    // Without errors of values, so that leaves are kept.
    for mut point in random_points(&multiverse, 8, 40) {
        point[0] = None;
        points.push(point);
    }
    points.iter().for_each(|p| as_rated(&multiverse, p));
}

#[test]
fn random_ways_of_a_table_with_missing_values_are_ordinary_ratings() {
    let (index, units) = holey();
    let multiverse = spanned(&index, &units);
    assert_eq!(multiverse.factors().len(), 10);
    let mut failed = 0;
    for (i, mut point) in random_points(&multiverse, 9, 600).into_iter().enumerate() {
        if i % 3 > 0 {
            (point[0], point[1]) = (None, None);
        }
        as_rated(&multiverse, &point);
        failed += usize::from(way(&multiverse, &point).is_none());
    }
    assert!((1..300).contains(&failed), "{failed} ways failed: neither none nor most");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Random tables and weightings, two runs of one workspace, in either order.
    #[test]
    fn any_small_table_is_an_ordinary_rating(
        cells in prop::collection::vec(prop::option::weighted(0.85, 0.0..100.0f64), 24),
        method in prop::sample::select(vec!["given", "equal", "pca", "entropy"]),
        rule in prop::sample::select(vec!["arithmetic", "geometric", "copeland", "borda", "median"]),
        floor in 0.0..0.9f64,
        coordinates in prop::collection::vec(0.0..1.0f64, 8),
    ) {
        let tree = node("all", None, &format!("floor = {floor}\naggregate = \"{rule}\"\nweights = \"{method}\""))
            + &["w", "x", "y"].map(|code| indicator(code, "all", "constant = \"mid_scale\"")).concat();
        let factors = "[factors.weights]\nwithin = 0.5\nreason = \"r\"\n[factors.aggregation]\nchoices = [\"geometric\", \"harmonic\"]\nreason = \"r\"\n[factors.indicators]\nreason = \"r\"\n[factors.units]\nreason = \"r\"\n";
        let mut table = "unit,w,x,y\n".to_owned();
        for (i, row) in cells.chunks(3).enumerate() {
            let text = row.iter().map(|c| c.map_or_else(|| "NA".to_owned(), |x| format!("{x:?}"))).collect::<Vec<_>>().join(",");
            table += &format!("u{i},{text}\n");
        }
        let (index, units) = load_both(&(framework("normalise = { method = \"min_max\", low = 1, high = 100 }", &tree) + factors), &table);
        // A fitted weighting has no stated weights to vary, and some tables cannot be rated at all.
        let words: &[&str] = if matches!(method, "pca" | "entropy") { &["aggregation", "indicators", "units"] } else { &["weights", "aggregation", "indicators", "units"] };
        let Ok(multiverse) = TableMultiverse::new(index.clone(), units, &index.factors.only(words)) else { return Ok(()) };
        let n = words.len();
        for point in [&coordinates[..n], &coordinates[8 - n..]] {
            as_rated(&multiverse, &point.iter().copied().map(Some).collect::<Vec<_>>());
        }
    }
}

pub const TWO: &str = "[factors.aggregation]\nchoices = [\"geometric\"]\nreason = \"r\"\n[factors.indicators]\nreason = \"r\"\n[factors.units]\nreason = \"r\"\n";

/// Min-max 1 to 100: x has 1, 50.5, 100 and y 100, 25.75, 1. Means 50.5, 38.125, 50.5; geometric 10, sqrt(50.5 x
/// 25.75), 10.
#[test]
fn a_small_table_by_hand() {
    let framework = flat("normalise = { method = \"min_max\", low = 1, high = 100 }", "unit,x,y", "");
    let (index, units) = load_both(&(framework + TWO), "unit,x,y\na,0,4\nb,5,1\nc,10,0\n");
    let multiverse = spanned(&index, &units);
    let scores = |settings: &[(&str, &str)]| way(&multiverse, &point(&multiverse, settings)).expect("a way");
    let close = |found: Vec<f64>, expected: [f64; 3]| {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}, not {expected:?}");
    };
    close(scores(&[]), [50.5, 38.125, 50.5]);
    close(scores(&[("aggregation", "geometric")]), [10.0, (50.5_f64 * 25.75).sqrt(), 10.0]);
    close(scores(&[("indicators", "x")]), [100.0, 25.75, 1.0]);
    close(scores(&[("indicators", "y")]), [1.0, 50.5, 100.0]);
    // Without c: x 1 and 100, y 100 and 1; c itself has no place in this way.
    let without = scores(&[("units", "c")]);
    assert_eq!((without[0], without[1]), (50.5, 50.5));
    assert!(without[2].is_nan());
    let levels = |factor: &str| match &multiverse.factors().iter().find(|f| f.code == factor).expect("it").kind {
        FactorKind::Discrete { levels, nominal } => (levels.join(" "), *nominal),
        other => panic!("{other:?}"),
    };
    assert_eq!(levels("aggregation"), ("arithmetic geometric".into(), 0));
    assert_eq!(levels("indicators"), ("none x y".into(), 0));
    assert_eq!(levels("units"), ("none a b c".into(), 0));
}

/// Geometric means of z-scores about 0 are refused: the way fails, and gives no number.
#[test]
fn what_the_engine_refuses_fails() {
    let factors = "[factors.normalisation]\nchoices = [\"z_score\"]\nreason = \"r\"\n[factors.aggregation]\nchoices = [\"geometric\", \"harmonic\"]\nreason = \"r\"\n";
    let framework = flat("normalise = { method = \"min_max\", low = 1, high = 100 }", "unit,x,y", "");
    let (index, units) = load_both(&(framework + factors), "unit,x,y\na,0,4\nb,5,1\nc,10,0\n");
    let multiverse = spanned(&index, &units);
    for rule in ["geometric", "harmonic"] {
        let failing = point(&multiverse, &[("normalisation", "z_score mean 0 sd 1"), ("aggregation", rule)]);
        let mut out = vec![7.0; width(&multiverse)];
        assert!(!multiverse.run(&failing, &mut multiverse.workspace(), &mut out));
        assert!(out.iter().all(|z| z.is_nan()), "{out:?}");
        assert!(way(&multiverse, &point(&multiverse, &[("aggregation", rule)])).is_some());
    }
    let alone = way(&multiverse, &point(&multiverse, &[("normalisation", "z_score mean 0 sd 1")])).expect("a way");
    assert!(alone.iter().all(|z| z.is_finite()));
}

/// A hundredth of a thousandth up or down moves no score of a 1-to-100 scale by more than 2e-5 of its range.
#[test]
fn tiny_ranges_make_tiny_changes() {
    let tiny = "[factors.weights]\nwithin = 1e-5\nreason = \"r\"\n[factors.data]\nvalues = 1e-9\nreason = \"r\"\n";
    let (mut index, units) = asem("asem/factors.toml", "");
    let (small, _) = load_both(&(flat("", "unit,x,y", "") + tiny), "unit,x,y\na,0,4\nb,5,1\n");
    index.factors = small.factors;
    let multiverse = spanned(&index, &units);
    let own = way(&multiverse, &[None, None]).expect("the framework's own way");
    for i in 0..20 {
        let (weights, values) = (Some(f64::from(i) / 20.0), Some(f64::from(i) / 21.0));
        let moved = way(&multiverse, &[None, weights]).expect("a way");
        let most = own.iter().zip(&moved).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        // Four levels, each a mean of numbers at most 99 apart under weights that move by less than 2e-5.
        assert!(most > 0.0 && most < 4.0 * 99.0 * 2e-5, "{most}");
        let moved = way(&multiverse, &[values, None]).expect("a way");
        let most = own.iter().zip(&moved).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(most > 0.0 && most < 1e-5, "{most}");
    }
}

#[test]
fn threads_and_order_change_no_bit() {
    use rayon::prelude::*;
    let (index, units) = holey();
    let first = spanned(&index, &units);
    let points = random_points(&first, 10, 120);
    let alone: Vec<Option<Vec<Option<u64>>>> = {
        let (mut workspace, mut out) = (first.workspace(), vec![0.0; width(&first)]);
        points.iter().rev().map(|p| first.run(p, &mut workspace, &mut out).then(|| bits(&out))).collect()
    };
    let second = spanned(&index, &units);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads");
    let together: Vec<Option<Vec<Option<u64>>>> = pool.install(|| {
        points
            .par_iter()
            .map_init(
                || (second.workspace(), vec![0.0; width(&second)]),
                |(workspace, out), p| second.run(p, workspace, out).then(|| bits(out)),
            )
            .collect()
    });
    assert!(alone.iter().rev().eq(&together));
}
