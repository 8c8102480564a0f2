//! `spscore sensitivity` as it is typed: what it prints, that its formats agree, and bad questions.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workdir::{Run, Workdir};

/// Few factors and base points: quick, and enough for the shape of what is printed.
const QUICK: [&str; 6] = ["--factors", "weights,floor,power", "--base-points", "32", "--resamples", "50"];

fn run(units: &[&str], more: &[&str]) -> Run {
    Workdir::new().run(&[&["sensitivity"], units, &QUICK, more].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn every_page_fits_eighty_columns_and_says_what_the_shares_are() {
    for units in [&["russia-asean"][..], &["russia-asean", "china-asean"], &["--peers"]] {
        let text = run(units, &[]).ends_with(0).stdout;
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{units:?}: {line}");
        }
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("shares of declared model variants, never probabilities"), "{text}");
        assert!(flat.contains("threshold: it moves no score") || flat.contains("threshold: as asked for"), "{text}");
        assert!(text.starts_with(match units {
            ["russia-asean"] => "Russia – ASEAN: what the gap depends on",
            ["--peers"] => "11 partnerships: what gaps and ranks depend on",
            _ => "2 partnerships: what gaps and ranks depend on",
        }));
    }
}

#[test]
fn csv_and_json_hold_the_same_figures() {
    let units = ["russia-asean", "china-asean", "canada-asean"];
    let document = json(&run(&units, &["--format", "json"]).ends_with(0));
    let table = run(&units, &["--format", "csv"]).ends_with(0).stdout;
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut rows = BTreeMap::new();
    for record in reader.records().map(|r| r.expect("a row")) {
        let key: Vec<String> = record.iter().take(6).chain([&record[9]]).map(str::to_owned).collect();
        let numbers: Vec<Option<f64>> = (6..9).map(|i| record[i].parse().ok()).collect();
        assert!(rows.insert(key.clone(), numbers).is_none(), "twice: {key:?}");
    }
    let same = |a: Option<f64>, b: &Value| {
        a.zip(b.as_f64()).map_or(a.is_none() && b.is_null(), |(a, b)| (a - b).abs() <= 1e-12 * b.abs().max(1.0))
    };
    let all = document["indices"].as_array().expect("indices");
    // Gap, residual, score and rank of three units, three pairs and the mean rank shift.
    assert_eq!(all.len(), 3 * 4 + 3 + 1);
    let mut compared = 0;
    for of in all {
        let text = |key: &str| of[key].as_str().unwrap_or_default().to_owned();
        for factor in of["factors"].as_array().into_iter().flatten() {
            for measure in ["first", "total"] {
                let index = &factor[measure];
                let note = if index["converged"].as_bool().expect("whether") { "converged" } else { "not_converged" };
                let about = factor["factor"].as_str().expect("a factor").to_owned();
                let key = vec![
                    text("quantity"),
                    text("unit"),
                    text("other"),
                    about,
                    measure.into(),
                    of["usable"].to_string(),
                    note.into(),
                ];
                let row = rows.get(&key).unwrap_or_else(|| panic!("no row {key:?}"));
                assert!(same(row[0], &index["estimate"]), "{key:?}");
                assert!(same(row[1], &index["interval"][0]) && same(row[2], &index["interval"][1]), "{key:?}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 2 * 3 * 9, "only {compared} figures");
    for unit in document["units"].as_array().expect("units") {
        let evaluated =
            json(&Workdir::new().run(&["evaluate", unit["unit"].as_str().expect("a slug"), "--format", "json"]));
        assert!(same(evaluated["gap"]["absolute"].as_f64(), &unit["gap"]), "the nominal gap is that of the card");
        assert!(same(evaluated["content"]["score"].as_f64(), &unit["score"]));
    }
}

#[test]
fn a_whole_curve_is_written_where_it_is_asked_for() {
    let here = Workdir::new();
    let args = [
        "sensitivity",
        "russia-asean",
        "china-asean",
        "--factors",
        "weights,floor,scale",
        "--base-points",
        "16",
        "--resamples",
        "50",
        "--format",
        "json",
        "--specification",
        "curve.csv",
    ];
    let done = here.run(&args).ends_with(0);
    let document = json(&done);
    let table = here.read("curve.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().expect("a header"), vec!["unit", "place", "gap", "nominal", "scale", "floor"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    for (unit, of) in document["specification"]["units"].as_array().expect("units").iter().enumerate() {
        // Two scales that keep their meaning, and three floors.
        assert_eq!(of["combinations"], 6);
        let slug = of["unit"].as_str().expect("a slug");
        let own: Vec<&csv::StringRecord> = rows.iter().filter(|r| &r[0] == slug).collect();
        assert_eq!(own.len(), 6 - of["without_value"].as_u64().expect("a number") as usize);
        let values: Vec<f64> = own.iter().map(|r| r[2].parse().expect("a gap")).collect();
        assert!(values.is_sorted());
        let close = |a: f64, b: &Value| (a - b.as_f64().expect("a number")).abs() < 1e-12 * a.abs();
        assert!(close(values[0], &of["lowest"]["value"]) && close(values[5], &of["highest"]["value"]));
        let positive = values.iter().filter(|x| **x > 0.0).count() as f64 / 6.0;
        assert!((positive - of["positive"].as_f64().expect("a share")).abs() < 1e-12);
        let nominal: Vec<&&csv::StringRecord> = own.iter().filter(|r| &r[3] == "true").collect();
        assert_eq!((nominal.len(), &nominal[0][4], &nominal[0][5]), (1, "goalposts", "1"));
        assert!(close(nominal[0][2].parse().expect("a gap"), &document["units"][unit]["gap"]));
    }
    let same = ["--specification", "x.csv", "--out", "x.csv"];
    let bad = here
        .run(&[&args[..9], &same].concat())
        .ends_with(2)
        .reports(&["this is the file of --out, which would be lost"]);
    bad.holds(!here.names().contains(&"x.csv".into()), "no file left behind");
    let none =
        ["sensitivity", "russia-asean", "--factors", "weights", "--base-points", "16", "--specification", "y.csv"];
    here.run(&none)
        .ends_with(2)
        .reports(&["there is no specification curve", "no factor that varies is a choice among a few"]);
    assert!(!here.names().contains(&"y.csv".into()));
}

#[test]
fn a_factor_that_touches_nothing_is_reported_by_its_code() {
    let here = Workdir::new();
    let args = ["sensitivity", "russia-asean", "--base-points", "8", "--resamples", "50", "--factors"];
    let bad = here.run(&[&args[..], &["weights,threshold"]].concat()).ends_with(1);
    let bad = bad.reports(&["factor `threshold` touches nothing", "how many parameters count as met"]);
    bad.holds(!bad.stderr.contains("factors: ") && bad.stdout.is_empty(), "no numbered factor and no output");
    // Unless it is named it stays still, and that is said.
    let all = ["sensitivity", "russia-asean", "--base-points", "32", "--resamples", "50", "--format", "json"];
    let document = json(&here.run(&all).ends_with(0));
    let still: Vec<&str> =
        document["not_varied"].as_array().expect("a list").iter().filter_map(|f| f["code"].as_str()).collect();
    assert!(still.contains(&"threshold"), "{still:?}");
}

#[test]
fn bad_requests_say_how_to_correct_them() {
    let cases: [(&[&str], &[&str]); 10] = [
        (&[], &["nobody is named"]),
        (&["russia-asean", "--pairs"], &["--pairs asks for the order of pairs", "a single unit has no rank"]),
        (&["russia-asean", "--base-points", "1"], &["a number from 2 to 65536"]),
        (&["russia-asean", "--base-points", "many"], &["a number from 2 to 65536"]),
        (&["russia-asean", "--resamples", "19"], &["20 to 1000000"]),
        (&["russia-asean", "--limit", "0"], &["a width above 0"]),
        (&["russia-asean", "--limit", "nan"], &["a width above 0"]),
        (&["russia-asean", "--factors", "wieghts"], &["unknown factor `wieghts`", "did you mean `weights`?"]),
        (&["russia-asean", "--factors", "weights", "--without", "floor"], &["cannot be used with"]),
        (&["russia-asaen"], &["unknown partnership `russia-asaen`"]),
    ];
    for (args, expected) in cases {
        let bad = Workdir::new().run(&[&["sensitivity"], args].concat()).ends_with(2).reports(expected);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
}

#[test]
fn what_is_withheld_is_4_and_says_so() {
    let expected = ["withheld for coverage", "spscore evaluate tells what is missing"];
    let done = run(&["vietnam-russia"], &[]).ends_with(4).reports(&expected);
    done.holds(done.stdout.is_empty(), "no page");
    // Where the framework's own factors would touch nothing for it, the answer is the same.
    Workdir::new().run(&["sensitivity", "vietnam-russia", "--base-points", "32"]).ends_with(4).reports(&expected);
}

#[test]
fn an_unbalanced_design_and_wide_intervals_are_reported() {
    let args =
        ["sensitivity", "russia-asean", "--factors", "weights,power", "--base-points", "100", "--resamples", "50"];
    let text = Workdir::new().run(&args).ends_with(0).stdout;
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("100 base points are not a power of two") && flat.contains("64 or 128 would be"), "{text}");
    assert!(flat.contains("not converged (~)") && flat.contains("--base-points"), "{text}");
    let wide = Workdir::new().run(&[&args[..], &["--limit", "1"]].concat()).ends_with(0).stdout;
    assert!(!wide.contains("0.~") && !wide.contains("are not converged"), "{wide}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_the_threads() {
    let here = Workdir::new();
    let args = [&["sensitivity", "russia-asean", "china-asean"][..], &QUICK, &["--format", "json"]].concat();
    let one = here.run_with(&args, &[("RAYON_NUM_THREADS", "1")]).ends_with(0).stdout;
    let four = here.run_with(&args, &[("RAYON_NUM_THREADS", "4")]).ends_with(0).stdout;
    assert!(one == four, "threads matter");
    let other = here.run(&[&args[..], &["--seed", "2"]].concat()).ends_with(0).stdout;
    assert!(one != other, "the seed does not matter");
}
