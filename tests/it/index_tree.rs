//! `plot framework`: the weights of a tree are those of its file, or of its table's rating, and every name fits its cell.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::asem::{ASEM, asem};
use crate::support::rated;
use crate::support::workdir::Workdir;

/// The rows of a file of numbers by the code of their node.
fn rows(csv: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records = reader.deserialize().map(|r| r.expect("a record"));
    records.map(|r: BTreeMap<String, String>| (r["node"].clone(), r)).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Holds a figure against the committed one.
fn committed(here: &Workdir, file: &str) {
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures").join(file);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&at, here.read(file)).expect("the figure to be written");
    }
    assert!(fs::read_to_string(&at).unwrap_or_default() == here.read(file), "{file} is out of date (BLESS=1)");
}

#[test]
fn the_weights_of_korolev_by_hand() {
    let here = Workdir::new();
    here.run(&["plot", "framework", "-o", "framework.svg"]).ends_with(0);
    committed(&here, "framework.svg");
    let found = rows(&here.read("framework.svg.csv"));
    // 1/2; 1/3 of 1/4; 1/3 of 1/2 of 1/4; 1/3 of 1/2 of 1/3; 1/3 of 1/2.
    let expected = [
        ("form", 1.0),
        ("status", 0.5),
        ("content", 1.0),
        ("vision", 1.0 / 3.0),
        ("mention_rate", 1.0 / 12.0),
        ("economy", 1.0 / 6.0),
        ("trade_trend", 1.0 / 24.0),
        ("arms_share", 1.0 / 18.0),
        ("agreement", 1.0 / 6.0),
    ];
    for (code, weight) in expected {
        assert!((number(&found[code], "effective_weight") - weight).abs() < 1e-12, "{code}");
    }
    // Two directions are one cell.
    assert!(found.keys().all(|code| !code.contains("_ab") && !code.contains("_ba")), "{:?}", found.keys());
    for root in ["form", "content"] {
        let within = |r: &&BTreeMap<String, String>| {
            let mut at = r["node"].clone();
            while let Some(above) = found.get(&at).map(|r| r["parent"].clone()).filter(|p| !p.is_empty()) {
                at = above;
            }
            at == root && r["indicator"] == "yes"
        };
        let sum: f64 = found.values().filter(within).map(|r| number(r, "effective_weight")).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{root}: {sum}");
    }
    let papers: serde_json::Value = serde_json::from_str(&here.read("framework.svg.json")).expect("JSON");
    assert_eq!(papers["command"], "spscore plot framework -o framework.svg");
    // FORM and CONTENT have their own colours, and no other tree has them.
    let palette = spscore::chart::Theme::Paper.palette();
    let svg = here.read("framework.svg");
    assert!(svg.contains(palette.form) && svg.contains(palette.content));
}

#[test]
fn the_weights_of_a_table_are_those_of_its_rating() {
    let here = asem();
    here.run(&[&["plot", "framework"], &ASEM[..], &["-o", "framework-table.svg"]].concat()).ends_with(0);
    committed(&here, "framework-table.svg");
    let palette = spscore::chart::Theme::Paper.palette();
    let svg = here.read("framework-table.svg");
    assert!(!svg.contains(palette.form) && !svg.contains(palette.content));
    // 49 indicators in 11 nodes, all of them named at the width of a page.
    let found = rows(&here.read("framework-table.svg.csv"));
    assert_eq!((found.len(), found.values().filter(|r| r["indicator"] == "yes").count()), (60, 49));
    let said = |code: &str| svg.contains(&format!(">{}</text>", found[code]["title"].replace('&', "&amp;")));
    let leaves = || found.iter().filter(|(_, r)| r["indicator"] == "yes").map(|(code, _)| code);
    leaves().for_each(|code| assert!(said(code), "{code} has no title in the figure"));
    // 1/2 of 1/5 of 1/8, and 1/2 of 1/3 of 1/9.
    assert!((number(&found["LPI"], "effective_weight") - 0.0125).abs() < 1e-12);
    assert!((number(&found["CPI"], "effective_weight") - 1.0 / 54.0).abs() < 1e-12);
    here.run(&[&["evaluate"], &ASEM[..], &["--steps", "steps", "--out", "r.csv"]].concat()).ends_with(0);
    for (code, rated) in rows(&here.read("steps/weights.csv")) {
        let share = number(&found[&code], "weight");
        assert!((share - number(&rated, "weight")).abs() < 1e-12, "{code}");
        let above = number(&found[&rated["parent"]], "effective_weight");
        assert!((number(&found[&code], "effective_weight") - share * above).abs() < 1e-12, "{code}");
    }
    // A part is a whole of its own.
    here.run(&[&["plot", "framework", "--node", "Conn"], &ASEM[..], &["-o", "part.svg"]].concat()).ends_with(0);
    let part = rows(&here.read("part.svg.csv"));
    assert_eq!(part.len(), 36);
    assert!((number(&part["LPI"], "effective_weight") - 0.025).abs() < 1e-12);
}

#[test]
fn the_tree_is_drawn_at_every_width_and_in_every_look() {
    let here = asem();
    for width in ["85mm", "120mm", "174mm"] {
        for look in [&[][..], &["--theme", "mono", "--lang", "ru"]] {
            let words = ["--width", width, "-o", "x.svg", "--force"];
            here.run(&[&["plot", "framework"], &ASEM[..], &words, look].concat()).ends_with(0);
            for code in ["korolev", "korolev-extended", "renard", "expectation-gap"] {
                let of = ["plot", "framework", "--framework", code];
                here.run(&[&of, &words[..], look].concat()).ends_with(0);
                crate::strokes::assert_seen(&here.read("x.svg"), code);
            }
        }
    }
    // A lower page has room for fewer names, and says so.
    here.run(&[&["plot", "framework"], &ASEM[..], &["--height", "90mm", "-o", "low.svg"]].concat()).ends_with(0);
    assert!(here.read("low.svg").contains("Cells too low for a name are blank"));
    here.run(&[&["plot", "framework"], &ASEM[..], &["--width", "85mm", "-o", "x.png", "--dpi", "100"]].concat())
        .ends_with(0);
}

#[test]
fn fitted_weights_need_their_table() {
    let here = Workdir::new();
    let leaf = |code: &str| rated::indicator(code, "all", "normalise = \"min_max\"");
    let head = "schema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = \"i\"\nversion = \"1\"\ntitle = \"I\"\n";
    let tree = rated::node("all", None, "weights = \"pca\"") + &leaf("a") + &leaf("b") + &leaf("c");
    here.write("f.toml", format!("{head}{tree}"));
    here.write("t.csv", "unit,a,b,c\nA,1,2,1\nB,2,1,5\nC,4,3,4\nD,5,7,6\nE,6,5,9\n");
    here.run(&["plot", "framework", "--framework", "f.toml", "-o", "x.svg"])
        .ends_with(2)
        .reports(&["the weights below all are fitted", "name the table"]);
    let table = ["--table", "t.csv", "--framework", "f.toml"];
    here.run(&[&["plot", "framework"], &table[..], &["-o", "x.svg"]].concat()).ends_with(0);
    assert!(here.read("x.svg").contains("Weights fitted on the units"));
    here.run(&[&["evaluate"], &table[..], &["--steps", "steps", "--out", "r.csv"]].concat()).ends_with(0);
    let (drawn, rated) = (rows(&here.read("x.svg.csv")), rows(&here.read("steps/weights.csv")));
    for code in ["a", "b", "c"] {
        let [ours, theirs] = [(&drawn[code], "effective_weight"), (&rated[code], "weight")].map(|(r, c)| number(r, c));
        assert!((ours - theirs).abs() < 1e-12 && (ours - 1.0 / 3.0).abs() > 1e-3, "{code}: {ours} and {theirs}");
    }
    // What states its weights needs no table, and the file of an index alone is drawn.
    here.write("g.toml", format!("{head}{tree}").replace("weights = \"pca\"", "aggregate = \"minimum\""));
    here.run(&["plot", "framework", "--framework", "g.toml", "-o", "y.svg"]).ends_with(0);
    assert!(here.read("y.svg").contains("Weights do not enter the rule: "));
}

#[test]
fn what_a_tree_does_not_show_is_refused() {
    let here = asem();
    let plot = |args: &[&str]| here.run(&[&["plot", "framework"], args, &["-o", "x.svg"]].concat());
    plot(&["russia-asean"]).ends_with(2).reports(&["one tree", "leave it out"]);
    plot(&["--peers"]).ends_with(2).reports(&["one tree"]);
    plot(&["--window", "2013-2017"]).ends_with(2).reports(&["the same in every window"]);
    plot(&["--draws", "50"]).ends_with(2).reports(&["at random"]);
    plot(&["--node", "nothing"]).ends_with(2).reports(&["no node `nothing`"]);
    plot(&["--node", "status"]).ends_with(2).reports(&["nothing lies below", "--node"]);
    plot(&["--width", "15mm"]).ends_with(2).reports(&["at least"]);
    plot(&["--framework", "nowhere.toml"]).ends_with(3).reports(&["nowhere.toml"]);
    assert!(!here.names().contains(&"x.svg".to_owned()), "{:?}", here.names());
}
