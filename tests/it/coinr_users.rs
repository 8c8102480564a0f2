//! What users of COINr and of the COIN Tool bring with them: iMeta with numbers for scales and weights of 0, groups,
//! panels, the COIN Tool's workbook.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::workdir::{Run, Workdir};

const IDATA: &str = "uCode,region,a,b,c\nP,n,0,10,1\nQ,n,5,20,3\nR,s,10,40,2\nS,s,20,80,8\n";

/// Two pillars, of which the second has one indicator of which lower is better.
const IMETA: &str =
    "iCode,Level,Direction,Weight,Parent,Type,goalpost_lower,goalpost_upper,goalpost_scale,goalpost_trunc2posts
a,1,1,1,one,Indicator,0,10,1,TRUE
b,1,1,3,one,Indicator,0,100,1,FALSE
c,1,-1,1,two,Indicator,0,10,1,TRUE
one,2,1,1,Index,Aggregate,,,,
two,2,1,1,Index,Aggregate,,,,
Index,3,1,1,,Aggregate,,,,
region,,,,,Group,,,,
";

fn scores(folder: &Workdir, words: &[&str]) -> Value {
    let run = folder.run(&[words, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn score(found: &Value, unit: &str, node: &str) -> f64 {
    let units = found["units"].as_array().expect("units");
    let unit = units.iter().find(|u| u["unit"] == unit).expect("a unit");
    unit["scores"][node]["score"].as_f64().expect("a score")
}

fn refused(run: &Run, words: &str) {
    assert!(run.code != 0 && run.stderr.contains(words), "{run:?}");
}

fn folder() -> Workdir {
    let folder = Workdir::new();
    folder.write("idata.csv", IDATA);
    folder.write("imeta.csv", IMETA);
    folder
}

const PAIR: [&str; 4] = ["evaluate", "--coinr", "idata.csv", "imeta.csv"];

/// By hand: a of S is cut at 1, b of S is 0.8 with weight 3/4, c of S is 1 - 0.8, since lower is better.
#[test]
fn goalposts_of_imeta_count_where_the_methods_name_them() {
    let folder = folder();
    folder.write("posts.toml", "[methods]\nnormalise = \"goalposts\"\n");
    let found = scores(&folder, &[&PAIR[..], &["--methods", "posts.toml"]].concat());
    for (node, expected) in [("a", 1.0), ("b", 0.8), ("c", 0.2), ("one", 0.85), ("two", 0.2), ("Index", 0.525)] {
        assert!((score(&found, "S", node) - expected).abs() < 1e-12, "{node}: {}", score(&found, "S", node));
    }
    // Without being named they do not: min-max.
    assert!((score(&scores(&folder, &PAIR), "R", "a") - 50.0).abs() < 1e-12);
}

#[test]
fn a_weight_of_nothing_leaves_an_element_out_and_says_so() {
    let folder = folder();
    folder.write("imeta.csv", IMETA.replace("two,2,1,1,", "two,2,1,0,"));
    let run = folder.run(&[&PAIR[..], &["--format", "json"]].concat());
    assert!(run.stderr.contains("note: weight 0 in iMeta, and left out with what lies below: two"), "{run:?}");
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(score(&found, "S", "Index"), score(&found, "S", "one"));
    assert!(found["nodes"].as_array().expect("nodes").iter().all(|n| n["code"] != "c" && n["code"] != "two"));
    folder.write("imeta.csv", IMETA.replace("two,2,1,1,", "two,2,1,-1,"));
    refused(&folder.run(&PAIR), "imeta.csv:6:");
}

const FRAMEWORK: &str = r#"schema = "spscore-framework/1"
units = "rows"
code = "small"
version = "1"
title = "Small"

[table]
groups = ["region"]

[[node]]
code = "index"
title = "Index"

[[indicator]]
code = "a"
title = "A"
parent = "index"

[[indicator]]
code = "b"
title = "B"
parent = "index"
"#;

fn small(change: impl Fn(String) -> String) -> Workdir {
    let folder = folder();
    folder.write("f.toml", change(FRAMEWORK.to_owned()));
    folder
}

const TABLE: [&str; 5] = ["evaluate", "--table", "idata.csv", "--framework", "f.toml"];

#[test]
fn scales_within_groups_and_their_ranks() {
    let scope = |text: String| text.replace("[[node]]", "[methods]\nscope = { group = \"region\" }\n\n[[node]]");
    let folder = small(scope);
    let found = scores(&folder, &TABLE);
    // The lower of each pair is at 0, the higher at 100, and first in its group.
    for (unit, expected, rank) in [("P", 0.0, 2.0), ("Q", 100.0, 1.0), ("R", 0.0, 2.0), ("S", 100.0, 1.0)] {
        assert_eq!(score(&found, unit, "index"), expected, "{unit}");
        let own = found["units"].as_array().expect("units").iter().find(|u| u["unit"] == unit).expect("a unit");
        assert_eq!(own["scores"]["index"]["rank_in_group"].as_f64(), Some(rank), "{unit}");
    }
    folder.write("idata.csv", IDATA.replace("S,s,", "S,,"));
    refused(&folder.run(&TABLE), "S belongs to no group of `region`, within which the scales are fitted");
    let folder = small(|text| text);
    let part =
        |group: &str| folder.run(&["coherence", "--table", "idata.csv", "--framework", "f.toml", "--group", group]);
    refused(&part("region=n"), "2 units; what varies together takes at least 3");
    refused(&part("region=w"), "its groups: n, s");
    refused(&folder.run(&[&TABLE[..], &["--within", "regoin"]].concat()), "did you mean `region`?");
}

/// a runs from 0 to 20 and b from 10 to 80: with one range, 0 to 80, b of S is 100 and a of S is 25.
#[test]
fn indicators_share_one_range() {
    let with = |text: String| {
        let said = "normalise = { method = \"min_max\", with = [\"a\", \"b\"] }\n\n[[indicator]]";
        text.replace("title = \"Index\"\n\n[[indicator]]", &format!("title = \"Index\"\n{said}"))
    };
    let folder = small(with);
    let found = scores(&folder, &TABLE);
    for (unit, node, expected) in [("S", "a", 25.0), ("S", "b", 100.0), ("P", "a", 0.0), ("P", "b", 12.5)] {
        assert!((score(&found, unit, node) - expected).abs() < 1e-12, "{node} of {unit}");
    }
    let stranger = small(|text| with(text).replace("[\"a\", \"b\"]", "[\"a\", \"x\"]"));
    refused(&stranger.run(&TABLE), "shares its range with `x`, which is no indicator");
}

#[test]
fn a_direction_of_a_node_holds_below_it() {
    let folder = small(|text| text.replace("title = \"Index\"", "title = \"Index\"\ndirection = \"lower_is_better\""));
    let found = scores(&folder, &TABLE);
    assert_eq!((score(&found, "P", "index"), score(&found, "S", "index")), (100.0, 0.0));
    let but_b = |text: String| {
        let text = text.replace("title = \"Index\"", "title = \"Index\"\ndirection = \"lower_is_better\"");
        text.replace("title = \"B\"", "title = \"B\"\ndirection = \"higher_is_better\"")
    };
    assert_eq!(score(&scores(&small(but_b), &TABLE), "S", "b"), 100.0);
}

/// 1 to 10, 30 and 100: with two points the column passes and goalposts are its scale; with none the curve is reached.
#[test]
fn a_curve_and_goalposts_stand_together_until_the_curve_is_reached() {
    let values = (1..=10).chain([30, 100]).enumerate();
    let rows: Vec<String> = values.map(|(i, x)| format!("U{i},{x}")).collect();
    let framework = |points: usize| {
        format!(
            "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"x\"\nversion = \"1\"\ntitle = \"X\"\n
[[node]]\ncode = \"index\"\ntitle = \"Index\"\n
[[indicator]]\ncode = \"a\"\ntitle = \"A\"\nparent = \"index\"
treat = {{ method = \"winsorise\", points = {points}, then = {{ curve = \"ln_shifted\" }} }}
goalposts = {{ lower = 0, upper = 100, kind = \"declared\", reason = \"r\" }}\n"
        )
    };
    let folder = Workdir::new();
    folder.write("idata.csv", format!("unit,a\n{}\n", rows.join("\n")));
    folder.write("f.toml", framework(2));
    // 100 is pulled in to 30.
    assert_eq!(score(&scores(&folder, &TABLE), "U11", "a"), 30.0);
    folder.write("f.toml", framework(0));
    refused(&folder.run(&TABLE), "its scale is stated in its own unit, and its treatment put its values on a curve");
}

#[test]
fn the_outranking_matrix_is_a_file_of_the_steps() {
    let folder = small(|text| text.replace("title = \"Index\"", "title = \"Index\"\naggregate = \"copeland\""));
    folder.write("idata.csv", "unit,region,a,b\nP,n,1,9\nQ,n,2,9\nR,s,3,4\n");
    let run = folder.run(&[&TABLE[..], &["--steps", "steps"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    let expected = "node,unit,other,share\nindex,P,Q,0.25\nindex,P,R,0.5\nindex,Q,P,0.75\nindex,Q,R,0.5\nindex,R,P,0.5\nindex,R,Q,0.5\n";
    assert_eq!(folder.read("steps/outranking.csv"), expected);
}

/// Of a panel the units of one year are looked at, and their scores are those of the whole panel's scales.
#[test]
fn uncertainty_of_one_year_of_a_panel() {
    let years = |text: String| {
        let text = text.replace("groups = [\"region\"]", "year = \"year\"");
        text + "\n[factors.weights]\nwithin = 0.25\nsets = 8\nreason = \"r\"\n"
    };
    let folder = small(years);
    let panel = "unit,year,a,b\nP,2001,0,10\nQ,2001,5,20\nR,2001,10,40\nP,2002,2,12\nQ,2002,9,90\nR,2002,20,30\n";
    folder.write("idata.csv", panel);
    let words =
        ["uncertainty", "--table", "idata.csv", "--framework", "f.toml", "--draws", "20", "--driver-points", "0"];
    refused(&folder.run(&words), "name the year that is looked at with --year");
    let run = folder.run(&[&words[..], &["--year", "2002", "--format", "json"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let units: Vec<&str> =
        found["units"].as_array().expect("units").iter().filter_map(|u| u["unit"].as_str()).collect();
    assert_eq!(units, ["P 2002", "Q 2002", "R 2002"]);
    refused(&folder.run(&[&words[..], &["--year", "2003"]].concat()), "its years: 2001, 2002");
}

/// A workbook as the COIN Tool has it: three indicators below two nodes, a level that is not used, a missing value, and
/// an indicator and a unit of which nothing is known.
fn coin_tool(folder: &Workdir) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Database").expect("a sheet");
    // Rows and columns from 0: row 16 of Excel is 15, column E is 4.
    let columns: [(&str, &str, [&str; 4], [f64; 4]); 4] = [
        ("Ind.01", "First", ["Index", "si.01", "p.01", "sp.01"], [1.0, 1.0, 0.0, 10.0]),
        ("Ind.02", "Second", ["Index", "si.01", "p.01", "sp.02"], [3.0, 1.0, 0.0, 100.0]),
        ("Ind.03", "Third", ["Index", "si.02", "p.01", "sp.03"], [1.0, -1.0, 0.0, 10.0]),
        ("Ind.04", "Empty", ["Index", "si.02", "p.01", "sp.03"], [1.0, 1.0, 0.0, 1.0]),
    ];
    for (place, (code, name, above, numbers)) in columns.iter().enumerate() {
        let column = 4 + place as u16;
        sheet.write(15, column, *code).expect("a cell");
        sheet.write(14, column, *name).expect("a cell");
        for (level, code) in above.iter().enumerate() {
            sheet.write(10 + level as u32, column, *code).expect("a cell");
        }
        let [weight, direction, lower, upper] = *numbers;
        for (row, number) in [(6, weight), (7, direction), (8, lower), (9, upper)] {
            sheet.write(row, column, number).expect("a cell");
        }
    }
    let units = [("P", [0.0, 10.0, 1.0]), ("Q", [5.0, 20.0, 3.0]), ("R", [10.0, 40.0, 2.0]), ("S", [20.0, 80.0, 8.0])];
    for (place, (code, values)) in units.iter().enumerate() {
        let row = 16 + place as u32;
        sheet.write(row, 1, format!("Unit {code}")).expect("a cell");
        sheet.write(row, 2, *code).expect("a cell");
        for (column, value) in values.iter().enumerate() {
            sheet.write(row, 4 + column as u16, *value).expect("a cell");
        }
    }
    sheet.write(20, 2, "T").expect("a cell");
    sheet.write(20, 4, "n/a").expect("a cell");
    let framework = book.add_worksheet().set_name("Framework").expect("a sheet");
    framework.write(3, 3, "Dimension/indicator").expect("a cell");
    let nodes = [("Index", 1.0, "The index"), ("si.01", 1.0, "Pillar one"), ("si.02", 1.0, "Pillar two")];
    for (place, (code, weight, name)) in nodes.iter().enumerate() {
        let row = 4 + place as u32;
        framework.write(row, 2, *code).expect("a cell");
        framework.write(row, 4, *weight).expect("a cell");
        framework.write(row, 7, *name).expect("a cell");
    }
    book.save(folder.path("tool.xlsx")).expect("a workbook");
}

/// The same numbers as the pair of tables above; the level with one code for all is not used.
#[test]
fn the_workbook_of_the_coin_tool_is_read() {
    let folder = folder();
    coin_tool(&folder);
    folder.write("posts.toml", "[methods]\nnormalise = { method = \"goalposts\", high = 1 }\n");
    let run = folder.run(&["evaluate", "--coin-tool", "tool.xlsx", "--methods", "posts.toml", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    for note in ["without any value, left out: Ind.04", "without any value, left out: T"] {
        assert!(run.stderr.contains(note), "{}", run.stderr);
    }
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    for (node, expected) in [("Ind.01", 1.0), ("Ind.02", 0.8), ("Ind.03", 0.2)] {
        assert!((score(&found, "S", node) - expected).abs() < 1e-12, "{node}");
    }
    let plain = folder.run(&["evaluate", "--coin-tool", "tool.xlsx"]);
    assert!(plain.stderr.contains("note: without --methods nothing is imputed"), "{plain:?}");
    let made = folder.run(&["framework", "print", "--coin-tool", "tool.xlsx"]);
    folder.write("made.toml", &made.stdout);
    let checked = folder.run(&["framework", "check", "made.toml"]);
    assert_eq!(checked.stdout, "framework Index 1.0: 3 indicators, no problem found\n", "{}", made.stdout);
    folder.write("no.xlsx", "x");
    assert_ne!(folder.run(&["evaluate", "--coin-tool", "no.xlsx"]).code, 0);
}
