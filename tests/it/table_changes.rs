//! `decompose --table`: the parts of every unit's change sum to it, by hand and on the shipped panels.

use serde_json::Value;

use crate::support::rated;
use crate::support::workdir::Workdir;

const INDEX: &str =
    "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"i\"\nversion = \"1\"\ntitle = \"I\"\n";

/// Values as they are.
const AS_THEY_ARE: &str = "normalise = { method = \"goalposts\", low = 0, high = 1, truncate = false }\n\
    goalposts = { lower = 0, upper = 1, kind = \"declared\", reason = \"as they are\" }";

fn framework(methods: &str, below: &str) -> String {
    let leaf = |code: &str, parent: &str| rated::indicator(code, parent, AS_THEY_ARE);
    let nodes = rated::node("all", None, "") + &rated::node("mid", Some("all"), below);
    let leaves = leaf("a", "all") + &leaf("b", "mid") + &leaf("c", "mid");
    format!("{INDEX}\n[table]\nyear = \"year\"\n\n[methods]\n{methods}\n\n{nodes}{leaves}")
}

fn decomposed(folder: &Workdir, words: &str) -> Value {
    let run = folder.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn parts(unit: &Value) -> Vec<(String, f64)> {
    let part = |p: &Value| (p["node"].as_str().expect("a code").to_owned(), p["points"].as_f64().expect("points"));
    unit["parts"].as_array().expect("parts").iter().map(part).collect()
}

fn sums_up(unit: &Value) {
    let change = unit["change"].as_f64().expect("a change");
    let sum: f64 = parts(unit).iter().map(|(_, points)| points).sum();
    assert!((sum - change).abs() < 1e-9, "{unit}");
}

const PANEL: &str = "unit,year,a,b,c\nX,2018,40,60,20\nY,2018,10,,30\nX,2022,60,50,40\nY,2022,20,40,30\nZ,2022,5,5,5\n";

#[test]
fn parts_of_a_mean_by_hand() {
    let folder = Workdir::new();
    folder.write("f.toml", framework("aggregate = \"arithmetic\"", ""));
    folder.write("p.csv", PANEL);
    let found = decomposed(&folder, "decompose --table p.csv --framework f.toml --format json");
    let units = found["units"].as_array().expect("units");
    assert_eq!((found["before"].as_str(), found["after"].as_str()), (Some("2018"), Some("2022")));
    // b, c, a. X: 0.25 of -10, 0.25 of 20, 0.5 of 20. Y: b enters, at 0.25 of 40, and c falls from a half of the whole to
    // a quarter.
    for (unit, expected) in units.iter().zip([[-2.5, 5.0, 10.0], [10.0, -7.5, 5.0]]) {
        let found: Vec<f64> = parts(unit).into_iter().map(|(_, points)| points).collect();
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        sums_up(unit);
    }
    // Z has no year before.
    assert_eq!((&units[2]["change"], parts(&units[2]).len()), (&Value::Null, 0));
}

/// What `explain` says of a unit against itself of an earlier year is what `decompose` takes its change apart into: points by
/// hand above, the same in both.
#[test]
fn parts_are_the_points_that_explain_has() {
    let folder = Workdir::new();
    folder.write("f.toml", framework("aggregate = \"arithmetic\"", ""));
    folder.write("p.csv", PANEL);
    let table = ["--table", "p.csv", "--framework", "f.toml", "--format", "json"];
    let found = decomposed(&folder, "decompose --table p.csv --framework f.toml --format json");
    let units = found["units"].as_array().expect("units");
    for (unit, code) in units.iter().zip(["X", "Y"]) {
        let (later, earlier) = (format!("{code} 2022"), format!("{code} 2018"));
        let run = folder.run(&[&["explain", &later, "--against", &earlier], &table[..]].concat()).ends_with(0);
        let explained: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let nodes = explained["nodes"].as_array().expect("nodes");
        let ahead = |code: &str| {
            let node = nodes.iter().find(|n| n["code"] == code).unwrap_or_else(|| panic!("{code} in {explained}"));
            node["ahead"].as_f64().unwrap_or_else(|| panic!("{code}: {node}"))
        };
        let parts = parts(unit);
        assert_eq!(parts.len(), 3);
        for (node, points) in parts {
            assert!((points - ahead(&node)).abs() < 1e-12, "{code} {node}: {points} and {}", ahead(&node));
        }
        assert!((unit["change"].as_f64().expect("a change") - ahead("all")).abs() < 1e-12, "{code}");
    }
}

#[test]
fn parts_of_a_geometric_mean() {
    let folder = Workdir::new();
    folder.write("p.csv", "unit,year,a,b,c\nX,2018,40,60,20\nX,2022,60,50,40\n");
    folder.write("g.toml", framework("aggregate = \"geometric\"", ""));
    let found = decomposed(&folder, "decompose X --table p.csv --framework g.toml --format json");
    let unit = &found["units"][0];
    sums_up(unit);
    // ln S moves by half of ln 1.5, and by a quarter of ln(5/6) and ln 2.
    let logs = [0.25 * (5.0 / 6.0f64).ln(), 0.25 * 2f64.ln(), 0.5 * 1.5f64.ln()];
    let change = unit["change"].as_f64().expect("a change");
    for ((_, points), log) in parts(unit).iter().zip(logs) {
        assert!((points - change * log / logs.iter().sum::<f64>()).abs() < 1e-9, "{unit}");
    }
}

/// The mean over both orders in which b and c can change: H(60, 20) = 30, H(50, 20) = 200/7, H(60, 40) = 48 and H(50, 40) = 400/9
/// give b half of (200/7 - 30) + (400/9 - 48) and c half of (48 - 30) + (400/9 - 200/7), each at half of the whole.
#[test]
fn parts_of_other_rules_are_the_mean_over_the_orders() {
    let folder = Workdir::new();
    folder.write("p.csv", "unit,year,a,b,c\nX,2018,40,60,20\nX,2022,60,50,40\nY,2018,30,30,50\nY,2022,20,40,60\n");
    let with = |rule: &str| {
        folder.write("f.toml", framework("aggregate = \"arithmetic\"", rule));
        decomposed(&folder, "decompose --table p.csv --framework f.toml --format json")
    };
    let found = with("aggregate = \"harmonic\"");
    let expected = [(200.0 / 7.0 + 400.0 / 9.0 - 78.0) / 4.0, (18.0 + 400.0 / 9.0 - 200.0 / 7.0) / 4.0, 10.0];
    for ((code, points), (named, expected)) in
        parts(&found["units"][0]).iter().zip(["b", "c", "a"].iter().zip(expected))
    {
        assert!(code == named && (points - expected).abs() < 1e-9, "{code} {points}, not {expected}");
    }
    let rules = [
        "\"harmonic\"",
        "\"median\"",
        "\"minimum\"",
        "{ method = \"generalised\", power = 3 }",
        "{ method = \"mazziotta_pareto\", penalty = \"negative\" }",
    ];
    for rule in rules {
        let found = with(&format!("aggregate = {rule}"));
        let units = found["units"].as_array().expect("units");
        units.iter().for_each(sums_up);
        assert!(units.iter().all(|unit| parts(unit).len() == 3), "{rule}: {found}");
    }
    // A place among all units is no sum of what the children changed.
    let found = with("aggregate = \"borda\"");
    for unit in found["units"].as_array().expect("units") {
        sums_up(unit);
        let codes: Vec<String> = parts(unit).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["mid", "a"]);
    }
}

#[test]
fn parts_between_two_files_and_what_is_refused() {
    let folder = Workdir::new();
    let without_years = framework("aggregate = \"arithmetic\"", "").replace("year = \"year\"", "");
    folder.write("f.toml", without_years);
    folder.write("old.csv", "unit,a,b,c\nX,40,60,20\n");
    folder.write("new.csv", "unit,a,b,c\nX,60,50,40\n");
    let words = "decompose X --table old.csv --with-table new.csv --framework f.toml --node mid --format json";
    let found = decomposed(&folder, words);
    let points: Vec<f64> = parts(&found["units"][0]).into_iter().map(|(_, points)| points).collect();
    assert!(points.iter().zip([-5.0, 10.0]).all(|(a, b)| (a - b).abs() < 1e-9), "{points:?}");
    let refused = |words: &str, message: &str| {
        let run = folder.run(&words.split(' ').collect::<Vec<_>>());
        assert!(run.code != 0 && run.stderr.contains(message), "{words}: {}", run.stderr);
    };
    refused("decompose --table old.csv --framework f.toml", "the table has no years");
    refused("decompose --table old.csv --framework f.toml --levels", "cannot be used with");
    folder.write("p.csv", PANEL);
    folder.write("g.toml", framework("aggregate = \"arithmetic\"", ""));
    refused("decompose --table p.csv --framework g.toml --years 2018", "name the earlier and the later with --years");
    refused("decompose --table p.csv --framework g.toml --years 2018,2020", "no row of 2020");
    // The same words as those of `trends`, each unit of the panel once.
    for verb in ["decompose W", "trends W"] {
        let words = format!("{verb} --table p.csv --framework g.toml");
        refused(&words, "the table has no unit `W`");
    }
}

#[test]
fn frontiers_of_two_years_need_one_scale() {
    let folder = Workdir::new();
    let methods = "scope = \"year\"\nnormalise = \"fraction_of_maximum\"\naggregate = \"benefit_of_the_doubt\"";
    let text = framework(methods, "aggregate = \"arithmetic\"").replace(AS_THEY_ARE, "");
    folder.write("f.toml", text);
    folder.write("p.csv", "unit,year,a,b,c\nX,2018,40,60,20\nY,2018,10,50,30\nX,2022,60,50,40\nY,2022,20,40,30\n");
    let found = decomposed(&folder, "decompose --table p.csv --framework f.toml --format json");
    assert!(found["units"][0]["factors"].is_null());
    let notes = found["notes"].to_string();
    assert!(notes.contains("write scope = \\\"panel\\\""), "{notes}");
}
