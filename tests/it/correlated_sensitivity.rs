//! Sensitivity with correlated factors: what is declared, what is found, what is refused.

use std::f64::consts::{PI, TAU};

use serde_json::Value;

use spscore::analysis::memory::of_base_point;

use crate::support::varied::{TABLE, folder};
use crate::support::workdir::{Run, Workdir};

const PAIR: &str = "normalisation,aggregation=0.8";
const PRIORS: &str = "prior,prior_mentions=0.6";

fn of_table(folder: &Workdir, more: &[&str]) -> Run {
    let plain = ["sensitivity", "--table", "table.csv", "--framework", "all.toml", "--resamples", "20"];
    folder.run(&[&plain[..], more].concat())
}

fn of_russia(more: &[&str]) -> Run {
    let plain = ["sensitivity", "russia-asean", "--base-points", "32", "--resamples", "20"];
    Workdir::new().run(&[&plain[..], more].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn flat(run: &Run) -> String {
    run.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two choices between two, correlated: the four scores of a unit stand in the specification curve, and their chances
/// follow from the copula, P(both first) = P(both second) = 1/4 + asin(r) / (2 pi) with r = 2 sin(pi s / 6). S and ST
/// are then sums over four numbers.
#[test]
fn two_choices_have_the_indices_of_their_four_scores() {
    let folder = folder(TABLE);
    let more = ["--base-points", "8192", "--factors", "normalisation,aggregation", "--correlate", PAIR];
    let asked = [&more[..], &["--format", "json", "--specification", "curve.csv"]].concat();
    let document = json(&of_table(&folder, &asked).ends_with(0));
    let pair = serde_json::json!([{ "factors": ["normalisation", "aggregation"], "spearman": 0.8 }]);
    assert_eq!(document["correlations"], pair);
    // A, B, and two runs for each of the two.
    assert_eq!(document["design"]["runs"], 8192 * 6);
    let curve = folder.read("curve.csv");
    let mut reader = csv::Reader::from_reader(curve.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    let alike = 0.25 + (2.0 * (0.8 * PI / 6.0).sin()).asin() / TAU;
    for unit in ["u1", "u3", "u4"] {
        // By normalisation, then aggregation.
        let mut scores = [[f64::NAN; 2]; 2];
        for row in rows.iter().filter(|row| &row[0] == unit) {
            let (ranks, geometric) = (row[4].starts_with("percentile_rank"), row[5].starts_with("geometric"));
            scores[usize::from(ranks)][usize::from(geometric)] = row[2].parse().expect("a score");
        }
        let chance = |i: usize, j: usize| if i == j { alike } else { 0.5 - alike };
        let cells = [(0, 0), (0, 1), (1, 0), (1, 1)];
        let mean: f64 = cells.iter().map(|(i, j)| chance(*i, *j) * scores[*i][*j]).sum();
        let v: f64 = cells.iter().map(|(i, j)| chance(*i, *j) * (scores[*i][*j] - mean).powi(2)).sum();
        // Each level has a chance of 1/2: the mean given it, and the variance over the other choice.
        let given = |score: &dyn Fn(usize, usize) -> f64| {
            let means = [0, 1].map(|i| (0..2).map(|j| 2.0 * chance(i, j) * score(i, j)).sum::<f64>());
            let between = means.iter().map(|m| (m - mean).powi(2) / 2.0).sum::<f64>();
            (between / v, (v - between) / v)
        };
        let (of_rule, left_by_rule) = given(&|i, j| scores[j][i]);
        let (of_scale, left_by_scale) = given(&|i, j| scores[i][j]);
        let all = document["indices"].as_array().expect("indices");
        let found = all.iter().find(|of| of["quantity"] == "score" && of["unit"] == unit).expect("a score");
        for (place, wanted) in [(0, [of_scale, left_by_rule]), (1, [of_rule, left_by_scale])] {
            for (which, wanted) in ["first", "total"].iter().zip(wanted) {
                let index = found["factors"][place][which]["estimate"].as_f64().expect("an index");
                assert!((index - wanted).abs() < 0.02, "{unit}, {place}, {which}: {index} for {wanted}");
            }
        }
    }
}

#[test]
fn every_format_says_what_is_correlated() {
    let some = ["--factors", "prior,prior_mentions,power,weights"];
    let page = of_russia(&[&some[..], &["--correlate", PRIORS]].concat()).ends_with(0);
    let text = flat(&page);
    for said in [
        // A, B, one run for each of the four, and one more for either of the two.
        "32 base points, 256 variants",
        "prior with prior_mentions: Spearman's rank correlation 0.6",
        "S may exceed ST, and neither sums to 1 (Kucherenko, Tarantola and Annoni 2012)",
        "S counts what is known of the others once this one is",
    ] {
        assert!(text.contains(said), "{said}: {}", page.stdout);
    }
    assert!(!text.contains("sum of S ") && !text.contains("First-order indices sum to"), "{}", page.stdout);
    assert!(page.stdout.lines().all(|line| line.chars().count() <= 80), "{}", page.stdout);
    let csv = of_russia(&[&some[..], &["--correlate", PRIORS, "--format", "csv"]].concat()).ends_with(0).stdout;
    assert!(csv.lines().any(|line| line == ",,,prior,rank_correlation,,0.6,,,prior_mentions"), "{csv}");
    // A correlation of 0 changes no index, and neither does the order of the two.
    let indices = |pair: &str| {
        let more = [&some[..], &["--format", "json"], if pair.is_empty() { &[][..] } else { &["--correlate", pair] }];
        json(&of_russia(&more.concat()).ends_with(0))["indices"].clone()
    };
    assert_eq!(indices("prior,prior_mentions=0"), indices(""));
    assert_eq!(indices("prior_mentions,prior=-0.6"), indices("prior,prior_mentions=-0.6"));
    assert_ne!(indices("prior,prior_mentions=-0.6"), indices("prior,prior_mentions=0.6"));
    // In one group the two are independent of all else, and take one run.
    let grouped = [&some[..], &["--correlate", PRIORS, "--group", "priors=prior,prior_mentions"]].concat();
    let text = flat(&of_russia(&grouped).ends_with(0));
    assert!(text.contains("32 base points, 160 variants"), "{text}");
}

#[test]
fn bad_correlations_say_how_to_correct_them() {
    let russia: [(&[&str], &str); 12] = [
        (&["prior"], "write two factors and a rank correlation above -1 and below 1"),
        (&["prior=0.5"], "write two factors and a rank correlation"),
        (&["prior,prior_mentions=1"], "write two factors and a rank correlation above -1 and below 1"),
        (&["prior,prior_mentions=nan"], "write two factors and a rank correlation"),
        (&["prior,=0.5"], "write two factors and a rank correlation"),
        (
            &["weights,prior=0.5"],
            "factor `weights` cannot be correlated: it picks one of many random sets, and nearness means nothing there\n  \
             correlate ranges, and choices between two",
        ),
        (&["prior,floor=0.5"], "factor `floor` cannot be correlated: its 3 levels are in no order"),
        (
            &["prior,pirior_mentions=0.5"],
            "factor `pirior_mentions` does not vary here\n  did you mean `prior_mentions`?",
        ),
        (&["prior,prior=0.5"], "a correlation is one of two factors, and each pair has one: prior and prior"),
        (
            &["prior,power=0.5", "power,prior=0.2"],
            "each pair has one: power and prior\n  name each pair of two factors once",
        ),
        (
            &["prior,power=0.9", "power,prior_mentions=0.9", "prior,prior_mentions=-0.9"],
            "as a matrix they are not positive definite\n  take smaller correlations, or fewer",
        ),
        (
            &["mentions,tenure=0.3", "tenure,grades=0.3"],
            "may hold one choice between two, and here are more\n  correlate choices between two in pairs of their own",
        ),
    ];
    for (pairs, told) in russia {
        let more: Vec<&str> = pairs.iter().flat_map(|pair| ["--correlate", pair]).collect();
        let run = of_russia(&more).ends_with(2);
        assert!(run.stderr.contains(told) && run.stdout.is_empty(), "{pairs:?}: {run:?}");
    }
    let folder = folder(TABLE);
    let run = of_table(&folder, &["--correlate", PAIR, "--fix", "aggregation=geometric"]).ends_with(2);
    assert!(run.stderr.contains("factor `aggregation` does not vary here"), "{run:?}");
}

/// Two choices that nearly always go against each other: the two scores of a unit in which both are the framework's
/// own, or neither is, have a chance of 2.1 % each, and the 90 % interval runs over the other two alone. Independent,
/// all four have 25 %, and it runs over all.
#[test]
fn bands_are_drawn_with_the_correlation() {
    let folder = folder(TABLE);
    let some = ["--factors", "normalisation,aggregation"];
    of_table(&folder, &[&some[..], &["--base-points", "16", "--specification", "curve.csv"]].concat()).ends_with(0);
    let curve = folder.read("curve.csv");
    let mut reader = csv::Reader::from_reader(curve.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).filter(|r| &r[0] == "u5").collect();
    let is_inner = |row: &&csv::StringRecord| row[4].starts_with("min_max") != row[5].starts_with("arithmetic");
    let score = |row: &csv::StringRecord| row[2].parse::<f64>().expect("a score");
    let all: Vec<f64> = rows.iter().map(score).collect();
    let inner: Vec<f64> = rows.iter().filter(is_inner).map(score).collect();
    assert_eq!((all.len(), inner.len()), (4, 2));
    let plain =
        ["uncertainty", "--table", "table.csv", "--framework", "all.toml", "--format", "json", "--draws", "2000"];
    let band = |more: &[&str]| {
        let document = json(&folder.run(&[&plain[..], &some, more].concat()).ends_with(0));
        let unit = document["units"].as_array().expect("units").iter().find(|u| u["unit"] == "u5").expect("u5").clone();
        let full = &unit["outputs"]["all"]["full"];
        (document["correlations"].clone(), [&full["p05"], &full["p95"]].map(|x| x.as_f64().expect("an end")))
    };
    let (none, [low, high]) = band(&[]);
    let close = |x: f64, y: f64| (x - y).abs() < 1e-9;
    assert!(none == serde_json::json!([]) && close(low, all[0]) && close(high, all[3]), "{low} {high} {all:?}");
    let against = ["--correlate", "normalisation,aggregation=-0.99"];
    let (pair, [low, high]) = band(&against);
    assert_eq!(pair, serde_json::json!([{ "factors": ["normalisation", "aggregation"], "spearman": -0.99 }]));
    assert!(close(low, inner[0]) && close(high, inner[1]), "{low} {high} {inner:?}");
    let page =
        folder.run(&[&["uncertainty", "u5"], &plain[1..5], &["--draws", "64"], &against[..]].concat()).ends_with(0);
    assert!(
        flat(&page).contains("normalisation with aggregation: Spearman's rank correlation −0.99"),
        "{}",
        page.stdout
    );
    let bad = folder
        .run(&[&["uncertainty"], &plain[1..5], &["--correlate", "weights,aggregation=0.5"]].concat())
        .ends_with(2);
    assert!(bad.stderr.contains("it picks one of many random sets"), "{bad:?}");
}

/// Two of three factors take two runs each, and the bound counts them: seven for each base point.
#[test]
fn correlated_factors_take_more_memory() {
    let rows: String = (0..120).map(|i| format!("u{i},{i},{},{}\n", (i * 37) % 120, (i * 53) % 120)).collect();
    let folder = folder(&format!("unit,a,b,c\n{rows}"));
    let fitting = (1_u64 << 30) / of_base_point(120 * 2 + 120 * 119 / 2 + 1, 7);
    let run = of_table(&folder, &["--base-points", "65536", "--pairs", "--memory", "1", "--correlate", PAIR]);
    run.ends_with(2).reports(&[&format!("no more than {fitting} base points fit")]);
}
