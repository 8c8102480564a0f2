//! Sensitivity with groups of factors: one pair of indices for what moves together.

use serde_json::Value;

use spscore::analysis::memory::of_base_point;

use crate::support::varied::{TABLE, folder};
use crate::support::workdir::{Run, Workdir};

const METHOD: &str = "method=weights,normalisation";

fn asked(folder: &Workdir, more: &[&str]) -> Run {
    let plain = ["sensitivity", "--table", "table.csv", "--framework", "all.toml", "--base-points", "64"];
    folder.run(&[&plain[..], &["--resamples", "20"], more].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

/// The indices of one quantity by the factor or group that has them.
fn indices<'a>(document: &'a Value, quantity: &str, unit: &str) -> Vec<(&'a str, &'a Value)> {
    let all = document["indices"].as_array().expect("indices");
    let of = all.iter().find(|of| of["quantity"] == quantity && of["unit"] == unit).expect("the quantity");
    of["factors"].as_array().expect("factors").iter().map(|f| (f["factor"].as_str().expect("a word"), f)).collect()
}

#[test]
fn a_group_takes_one_run_and_leaves_the_others_their_indices() {
    let folder = folder(TABLE);
    let alone = json(&asked(&folder, &["--format", "json"]).ends_with(0));
    let grouped = json(&asked(&folder, &["--group", METHOD, "--format", "json"]).ends_with(0));
    assert_eq!(alone["groups"], serde_json::json!([]));
    assert_eq!(grouped["groups"], serde_json::json!([{ "name": "method", "factors": ["weights", "normalisation"] }]));
    // Every factor is still described; the runs are those of two in place of three.
    assert_eq!(grouped["factors"], alone["factors"]);
    assert_eq!((&alone["design"]["runs"], &grouped["design"]["runs"]), (&(64 * 5).into(), &(64 * 4).into()));
    for (quantity, unit) in [("score", "u1"), ("score", "u6"), ("rank", "u3"), ("rank", "u7")] {
        let (before, now) = (indices(&alone, quantity, unit), indices(&grouped, quantity, unit));
        assert_eq!(now.iter().map(|(word, _)| *word).collect::<Vec<_>>(), ["method", "aggregation"]);
        let own = before.iter().find(|(word, _)| *word == "aggregation").expect("the rule");
        // The same points; only sums are scaled by the values of fewer runs.
        for which in ["first", "total"] {
            let [x, y] =
                [&now[1].1[which]["estimate"], &own.1[which]["estimate"]].map(|x| x.as_f64().expect("an index"));
            assert!((x - y).abs() < 1e-12, "{quantity} of {unit}: {x} and {y}");
        }
    }
    let swings = |of: &Value| of["units"][0]["one_at_a_time"].clone();
    assert_eq!(swings(&alone), swings(&grouped), "one factor at a time knows no group");
    assert_eq!(alone["specification"], grouped["specification"]);
}

/// A group of two factors has in total what the third alone leaves: for one design and quantity `ST_g` and `S` of the
/// rest add up to 1. With 16,384 points the estimators, which are others, come within 0.02.
#[test]
fn the_total_index_of_a_group_is_what_the_rest_leaves() {
    let folder = folder(TABLE);
    let args = ["--base-points", "16384", "--group", METHOD, "--format", "json"];
    let plain = ["sensitivity", "--table", "table.csv", "--framework", "all.toml", "--resamples", "20"];
    let document = json(&folder.run(&[&plain[..], &args].concat()).ends_with(0));
    for unit in ["u1", "u3", "u5"] {
        let found = indices(&document, "score", unit);
        let estimate = |place: usize, which: &str| found[place].1[which]["estimate"].as_f64().expect("a number");
        let sums = [estimate(0, "total") + estimate(1, "first"), estimate(0, "first") + estimate(1, "total")];
        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 0.02), "{unit}: {sums:?}");
    }
}

#[test]
fn every_format_names_the_group() {
    let folder = folder(TABLE);
    let text = asked(&folder, &["--group", METHOD, "u5"]).ends_with(0).stdout;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "256 variants",
        "method: weights, normalisation",
        "what groups and other factors do only together",
        "Of a group both are those of all its factors at once",
    ] {
        assert!(flat.contains(said), "{said}: {text}");
    }
    let ends = |line: &&str| line.starts_with("method ") || line.starts_with("aggregation ");
    // Indices and stages have a row for each of the two; swings and medians have one for the rule.
    assert_eq!(text.lines().filter(ends).count(), 6, "{text}");
    let csv = asked(&folder, &["--group", METHOD, "--format", "csv"]).ends_with(0).stdout;
    for row in [",,,weights,in_group,,,,,method", ",,,normalisation,in_group,,,,,method", "score,u1,,method,total,64,"]
    {
        assert!(csv.lines().any(|line| line.starts_with(row)), "{row}: {csv}");
    }
    assert!(!csv.contains(",weights,total,"), "a member has no index of its own");
    for format in ["markdown", "html", "latex"] {
        let page = asked(&folder, &["--group", METHOD, "--format", format]).ends_with(0).stdout;
        assert!(page.contains("method"), "{format}");
    }
    // Partnerships: what a group can move of the gap has indices, and a group of peers alone has none.
    let pair = ["sensitivity", "russia-asean", "--base-points", "32", "--resamples", "20", "--format", "json"];
    let more = [
        "--factors",
        "weights,peers,issues,floor,power",
        "--group",
        "left=peers,issues",
        "--group",
        "set=weights,floor",
    ];
    let document = json(&Workdir::new().run(&[&pair[..], &more].concat()).ends_with(0));
    let words =
        |quantity: &str| indices(&document, quantity, "russia-asean").iter().map(|(w, _)| *w).collect::<Vec<_>>();
    assert_eq!(words("gap"), ["left", "set", "power"]);
    assert_eq!(words("residual"), ["left", "set", "power"]);
}

#[test]
fn bad_groups_say_how_to_correct_them() {
    let folder = folder(TABLE);
    let cases = [
        (vec!["--group", "weights"], "write a name and its factors, such as method=weights,power"),
        (vec!["--group", "=weights,normalisation"], "write a name and its factors"),
        (vec!["--group", "method=weights,"], "write a name and its factors"),
        (
            vec!["--group", "method=weights"],
            "group `method` has one factor, which has indices of its own without it\n  name two factors or more",
        ),
        (
            vec!["--group", "aggregation=weights,normalisation"],
            "`aggregation` is the name of a factor, or of another group\n  give each group a name of its own",
        ),
        (vec!["--group", METHOD, "--group", "method=aggregation,weights"], "`method` is the name of a factor"),
        (
            vec!["--group", METHOD, "--group", "rule=aggregation,weights"],
            "factor `weights` is in a group already\n  name each factor in one group, once",
        ),
        (vec!["--group", "method=weights,weights"], "factor `weights` is in a group already"),
        (
            vec!["--group", "method=wieghts,aggregation"],
            "factor `wieghts` does not vary here\n  did you mean `weights`?",
        ),
        (vec!["--group", METHOD, "--without", "weights"], "those that vary are normalisation, aggregation"),
        (
            vec!["--group", "method=weights,aggregation", "--fix", "aggregation=geometric"],
            "factor `aggregation` does not vary here",
        ),
    ];
    for (more, told) in cases {
        let run = asked(&folder, &more).ends_with(2);
        assert!(run.stderr.contains(told) && run.stdout.is_empty(), "{more:?}: {run:?}");
    }
}

/// The bound counts the runs that are made: three for each base point, in place of five.
#[test]
fn groups_take_less_memory() {
    let rows: String = (0..120).map(|i| format!("u{i},{i},{},{}\n", (i * 37) % 120, (i * 53) % 120)).collect();
    let folder = folder(&format!("unit,a,b,c\n{rows}"));
    let all = "all=weights,normalisation,aggregation";
    let quantities = 120 * 2 + 120 * 119 / 2 + 1;
    for (more, runs) in [(vec![], 5), (vec!["--group", all], 3)] {
        let fitting = (1_u64 << 30) / of_base_point(quantities, runs);
        let plain = ["sensitivity", "--table", "table.csv", "--framework", "all.toml", "--pairs", "--memory", "1"];
        let run = folder.run(&[&plain[..], &["--base-points", "65536"], &more[..]].concat());
        run.ends_with(2).reports(&[&format!("no more than {fitting} base points fit")]);
    }
}
