//! Weights of children by their correlations with a node two levels up.

use std::path::Path;

use nalgebra::DMatrix;

use spscore::load::index_from;
use spscore::model::Index;
use spscore::scoring::weigh::{self, Criterion, Families, Importance};
use spscore::scoring::{Rating, rate};
use spscore::statistics::eigen::correlation_matrix;

use crate::support::rated::{framework, indicator, load, node};
use crate::support::workdir::Workdir;

const TABLE: &str =
    "unit,a,b,c,d\nu1,1,2,9,3\nu2,2,1,4,5\nu3,3,5,8,2\nu4,4,3,1,9\nu5,5,8,6,4\nu6,6,4,7,8\nu7,8,9,2,7\n";

/// The pillars of the ASEM index as they stand in tests/data/asem/independent.csv: five of connectivity, three of
/// sustainability, by 51 countries.
fn pillars() -> DMatrix<f64> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/asem/independent.csv");
    let text = std::fs::read_to_string(path).expect("the independent values");
    let cells = |line: &str| -> Vec<f64> {
        line.split(',').skip(1).take(8).map(|cell| cell.trim().parse().expect("a number")).collect()
    };
    let rows: Vec<f64> = text.lines().skip(1).flat_map(cells).collect();
    assert_eq!(rows.len(), 51 * 8);
    DMatrix::from_row_slice(51, 8, &rows)
}

fn close(found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= within), "{found:?} against {expected:?}");
}

/// COINr's `get_opt_weights(Level = 2)`: the pillars against the index, the two sub-indexes weighing a half each. The
/// numbers are those of scipy 1.17 (SLSQP from twelve starts, the best one) on COINr's criteria written as they are:
/// with `r` the correlations of the pillars with the index, the largest `sum r`, and the least
/// `sum (r / sum r - 1/8)^2`; weights of the pillars of a sub-index sum to 1 and none is below 0.
#[test]
fn the_pillars_of_the_asem_index_against_the_index() {
    let of = vec![0, 0, 0, 0, 0, 1, 1, 1];
    let families = Families { of, shares: vec![0.5; 2], counted: vec![true; 8] };
    let found = weigh::within_composite(&pillars(), &families, Criterion::Information).expect("weights");
    let weights =
        [0.218025836, 0.198526866, 0.137924487, 0.254603838, 0.190918974, 0.279576179, 0.259824122, 0.460599699];
    close(&found.weights, &weights, 1e-6);
    assert!((found.correlations.iter().sum::<f64>() - 4.593441181499).abs() < 1e-10);
    // No weights that are not negative give all pillars the same correlation: scipy's nearest miss it by a quarter.
    let balance = |tolerance| Criterion::Balance { targets: &[1.0; 8], importance: Importance::Correlation, tolerance };
    match weigh::within_composite(&pillars(), &families, balance(0.0)) {
        Err(weigh::Refusal::Unbalanced { residual }) => assert!((residual - 0.252697).abs() < 1e-5, "{residual}"),
        other => panic!("{other:?}"),
    }
    let found = weigh::within_composite(&pillars(), &families, balance(0.3)).expect("the nearest weights");
    close(&found.weights, &[0.0, 0.604573, 0.395427, 0.0, 0.0, 0.439841, 0.0, 0.560159], 1e-5);
    let sum: f64 = found.correlations.iter().sum();
    let criterion: f64 = found.correlations.iter().map(|r| (r / sum - 0.125).powi(2)).sum();
    assert!(criterion <= 7_729.804589218e-6, "{criterion}");
}

fn tree(left: &str, right: &str) -> String {
    let inner = node("left", Some("all"), left) + &node("right", Some("all"), right);
    let leaves = [("a", "left"), ("b", "left"), ("c", "right"), ("d", "right")];
    node("all", None, "") + &inner + &leaves.map(|(code, above)| indicator(code, above, "")).concat()
}

fn rated(left: &str, right: &str) -> (Index, Rating) {
    let (index, units) = load(&framework("", &tree(left, right)), TABLE);
    let rating = rate(&index, &units).unwrap_or_else(|e| panic!("{e:?}"));
    (index, rating)
}

/// The correlation of a node's scores with those of the index.
fn with_index((index, rating): &(Index, Rating), code: &str) -> f64 {
    let column = |code: &str| {
        let scores = rating.scores_of(index.find(code).expect("a node"));
        scores.iter().map(|z| z.expect("a score")).collect::<Vec<f64>>()
    };
    let pair = [column(code), column("all")].concat();
    correlation_matrix(&DMatrix::from_column_slice(pair.len() / 2, 2, &pair)).expect("correlations")[(0, 1)]
}

/// The engine's own scores have the correlations that were asked for; the weights between stay equal.
#[test]
fn scores_have_the_correlations_that_were_asked_for() {
    let near = "weights = { method = \"optimised\", with = \"all\", tolerance = 0.9 }";
    let one = "weights = { method = \"optimised\", with = \"all\" }";
    let alone = rated(one, "");
    assert!((with_index(&alone, "a") - with_index(&alone, "b")).abs() < 1e-12);
    let share = |found: &(Index, Rating), code| found.1.weights[0].shares[found.0.find(code).expect("a node").0];
    for found in [&alone, &rated(near, near)] {
        assert!((share(found, "a") + share(found, "b") - 1.0).abs() < 1e-12);
        assert!(["left", "right"].iter().all(|code| (share(found, code) - 0.5).abs() < 1e-12));
    }
    // Wherever a node stands in the file, the answer is the same: the right one waits for the left one, or is waited for.
    let information = "weights = { method = \"infomax\", with = \"all\" }";
    let sum = |found: &(Index, Rating)| ["a", "b", "c", "d"].iter().map(|c| with_index(found, c)).sum::<f64>();
    let best = sum(&rated(information, information));
    assert!(best > sum(&rated(information, "")) && best > sum(&rated("", information)));
    let right = |found: &(Index, Rating)| with_index(found, "c") + with_index(found, "d");
    assert!(right(&rated("", information)) > right(&rated("", "")));
}

#[test]
fn weights_that_cannot_be_by_an_ancestor_are_reported() {
    let one = "weights = { method = \"optimised\", with = \"all\" }";
    let cases = [
        (
            tree("weights = { method = \"infomax\", with = \"al\" }", ""),
            "the weights of `left` name `al`, which is no node above it",
        ),
        (
            tree("weights = { method = \"infomax\", with = \"left\" }", ""),
            "the weights of `left` name `left`, which is no node above it",
        ),
        (
            tree(one, "weights = { method = \"infomax\", with = \"all\" }"),
            "`left` and `right` are weighed by `all` in different ways",
        ),
        (
            tree(&format!("{one}\naggregate = \"geometric\""), ""),
            "`left` is weighed by `all`, and `left` is no arithmetic mean",
        ),
        (
            tree(one, "").replacen("code = \"all\"", "code = \"all\"\nweights = \"pca\"", 1),
            "and the weights of `all` are fitted to the units",
        ),
        (
            tree("weights = { method = \"optimised\", tolerance = 1 }", ""),
            "a tolerance is a part of a correlation, from 0 to below 1",
        ),
    ];
    for (tree, expected) in cases {
        let folder = Workdir::new();
        folder.write("mine.toml", framework("", &tree));
        let found = index_from(&folder.path("mine.toml")).map(|_| ()).expect_err(expected).to_string();
        assert!(found.contains(expected), "{found}");
    }
}
