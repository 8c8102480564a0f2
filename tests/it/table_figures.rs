//! Figures of a plain table: their numbers are those of `evaluate`, their labels stand apart, and what has no table is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::asem::{ASEM, asem};
use crate::support::workdir::Workdir;

fn records(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|r| r.expect("a record")).collect()
}

#[test]
fn the_figures_of_a_table_have_the_scores_that_are_rated() {
    let here = asem();
    let evaluated = here.run(&[&["evaluate", "--format", "csv"], &ASEM[..]].concat()).ends_with(0).stdout;
    let rated = records(&evaluated);
    let cases: [(&str, &[&str]); 3] =
        [("bars", &[]), ("distribution", &["--node", "Conn"]), ("scatter", &["--node", "Conn", "--against", "Sust"])];
    for (kind, more) in cases {
        let file = format!("{kind}.svg");
        here.run(&[&["plot", kind], &ASEM[..], more, &["-o", &file]].concat()).ends_with(0);
        let drawn = here.read(&file);
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures").join(&file);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&committed, &drawn).expect("the figure to be written");
        }
        assert!(fs::read_to_string(&committed).unwrap_or_default() == drawn, "{file} is out of date (BLESS=1)");
        let numbers = records(&here.read(&format!("{file}.csv")));
        assert_eq!(numbers.len(), rated.len(), "{kind}");
        let score = |text: &String| text.parse::<f64>().expect("a score");
        for (cell, code) in [("score", "node"), ("against_score", "against")] {
            let mut ours: Vec<f64> = numbers.iter().filter(|r| !r[cell].is_empty()).map(|r| score(&r[cell])).collect();
            if ours.is_empty() {
                assert!(kind != "scatter" && cell == "against_score");
                continue;
            }
            let node = &numbers[0][code];
            let mut theirs: Vec<f64> = rated.iter().map(|r| score(&r[node])).collect();
            ours.sort_by(f64::total_cmp);
            theirs.sort_by(f64::total_cmp);
            assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-9), "{kind} {node}");
        }
        for ending in ["pdf", "png", "tiff"] {
            let (out, width) = (format!("{kind}.{ending}"), ["--width", "85mm", "--theme", "mono", "--dpi", "150"]);
            here.run(&[&["plot", kind], &ASEM[..], more, &width, &["-o", &out]].concat()).ends_with(0);
            assert!(fs::metadata(here.path(&out)).is_ok_and(|m| m.len() > 2_000), "{out}");
        }
    }
}

#[test]
fn dots_are_the_scores_that_are_rated_and_named_units_stand_out() {
    let here = asem();
    let rated = records(&here.run(&[&["evaluate", "--format", "csv"], &ASEM[..]].concat()).ends_with(0).stdout);
    let names = ["AUT", "China", "RUS", "CHE"];
    let plot = |more: &[&str], file: &str| here.run(&[&["plot", "dot"], more, &ASEM[..], &["-o", file]].concat());
    plot(&names, "dot.svg").ends_with(0);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures/dot.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&committed, here.read("dot.svg")).expect("the figure to be written");
    }
    assert!(
        fs::read_to_string(&committed).unwrap_or_default() == here.read("dot.svg"),
        "dot.svg is out of date (BLESS=1)"
    );
    let found = records(&here.read("dot.svg.csv"));
    let sorted = |records: &[BTreeMap<String, String>], column: &str| {
        let mut all: Vec<f64> = records.iter().map(|r| r[column].parse().expect("a score")).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    let (ours, theirs) = (sorted(&found, "score"), sorted(&rated, "Index"));
    assert!(ours.len() == 51 && ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-9));
    // Four are named, by code or by name, and each stands in the figure with its score; a dot for every unit.
    let named: Vec<&str> = found.iter().filter(|r| r["named"] == "yes").map(|r| r["unit"].as_str()).collect();
    assert_eq!(named.len(), 4, "{named:?}");
    let svg = here.read("dot.svg");
    named.iter().for_each(|unit| assert!(svg.contains(&format!(">{unit} ")), "{unit}"));
    let strong = spscore::chart::Theme::Paper.palette().strong;
    assert_eq!(svg.matches("<circle").count(), 51 + 2, "a dot for each unit, and two in the legend");
    assert_eq!(svg.matches(&format!("fill=\"{strong}\"")).count(), 4 + 1);
    // All of them named: no name covers another, or the figure would be refused.
    let all: Vec<&str> = rated.iter().map(|r| r["unit"].as_str()).collect();
    for (units, width) in [(&all[..8], "85mm"), (&all[..], "174mm"), (&[][..], "85mm")] {
        plot(&[units, &["--width", width, "--theme", "mono", "--lang", "ru"]].concat(), "many.svg").ends_with(0);
        crate::strokes::assert_seen(&here.read("many.svg"), "many.svg");
    }
    plot(&["--node", "LPI", "--width", "85mm"], "leaf.png").ends_with(0);
    plot(&["ATLANTIS"], "x.svg").ends_with(2).reports(&["ATLANTIS"]);
    plot(&["--node", "nothing"], "x.svg").ends_with(2).reports(&["no node `nothing`"]);
    plot(&["--against", "Conn"], "x.svg").ends_with(2).reports(&["scatter"]);
    plot(&["--width", "20mm"], "x.svg").ends_with(2).reports(&["at least"]);
    here.run(&["plot", "dot", "-o", "x.svg"]).ends_with(2).reports(&["plain table"]);
}

#[test]
fn a_figure_of_a_table_needs_one() {
    let here = asem();
    let plot = |args: &[&str]| here.run(&[&["plot"], args, &["-o", "x.svg"]].concat());
    plot(&["bars", "--peers"]).ends_with(2).reports(&["plain table", "--table"]);
    plot(&[&["bars"], &ASEM[..], &["--node", "nothing"]].concat()).ends_with(2).reports(&["no node `nothing`", "Conn"]);
    plot(&[&["scatter"], &ASEM[..]].concat()).ends_with(2).reports(&["--against"]);
    plot(&[&["bars"], &ASEM[..], &["--against", "Conn"]].concat()).ends_with(2).reports(&["scatter"]);
    plot(&["gap", "russia-asean", "--against", "Conn"]).ends_with(2).reports(&["--against is for scatter"]);
    plot(&[&["bars"], &ASEM[..], &["--draws", "50"]].concat()).ends_with(2).reports(&["--draws is for ranks"]);
    plot(&[&["bars"], &ASEM[..], &["--width", "20mm"]].concat()).ends_with(2).reports(&["at least"]);
    assert!(!here.names().contains(&"x.svg".to_owned()), "{:?}", here.names());
}

/// The same pair with what the methods file declares may be otherwise.
const VARIED: [&str; 5] = ["--coinr", "idata.csv", "imeta.csv", "--methods", "factors.toml"];

fn varied() -> Workdir {
    let here = asem();
    let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/asem/factors.toml");
    here.write("factors.toml", fs::read(at).expect("the factors"));
    here
}

/// Draws the figure, holds it against the committed one, and gives its numbers and its papers.
fn drawn(here: &Workdir, kind: &str, more: &[&str]) -> (Vec<BTreeMap<String, String>>, serde_json::Value) {
    let file = format!("{kind}-table.svg");
    here.run(&[&["plot", kind], more, &VARIED[..], &["-o", &file]].concat()).ends_with(0);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures");
    if std::env::var_os("BLESS").is_some() {
        fs::write(folder.join(&file), here.read(&file)).expect("the figure to be written");
    }
    let old = fs::read_to_string(folder.join(&file)).unwrap_or_default();
    assert!(old == here.read(&file), "{file} is out of date (BLESS=1)");
    let papers = serde_json::from_str(&here.read(&format!("{file}.json"))).expect("JSON");
    (records(&here.read(&format!("{file}.csv"))), papers)
}

#[test]
fn ranks_of_a_table_are_those_of_uncertainty() {
    let here = varied();
    let few = ["--draws", "200", "--seed", "3"];
    let (rows, papers) = drawn(&here, "ranks", &few);
    let verb = [&["uncertainty"], &VARIED[..], &few, &["--driver-points", "0", "--format", "csv"]].concat();
    let reported = records(&here.run(&verb).ends_with(0).stdout);
    let ranks: Vec<&BTreeMap<String, String>> = reported.iter().filter(|r| r["output"] == "rank").collect();
    assert_eq!((rows.len(), ranks.len()), (51, 51));
    // The verb names units by their codes, the figure by their names.
    let key = |r: &BTreeMap<String, String>, columns: [&str; 4]| {
        columns.map(|c| r[c].parse::<f64>().expect("a rank").to_bits())
    };
    let mut ours: Vec<[u64; 4]> = rows.iter().map(|r| key(r, ["nominal_rank", "median_rank", "p5", "p95"])).collect();
    let mut theirs: Vec<[u64; 4]> = ranks.iter().map(|r| key(r, ["nominal", "median", "p05", "p95"])).collect();
    ours.sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours, theirs);
    assert_eq!((&papers["draws"], &papers["seed"]), (&200.into(), &3.into()));
    assert!(papers["factors"].as_array().is_some_and(|f| f.len() == 4), "{}", papers["factors"]);
    assert!(papers["command"].as_str().is_some_and(|c| c.contains("plot ranks --coinr") && c.contains("--draws 200")));
    // Those that are named are shown alone, ranked among all.
    let two = [&["plot", "ranks", "AUT", "CHN"], &VARIED[..], &few, &["-o", "two.svg"]].concat();
    here.run(&two).ends_with(0);
    let two = records(&here.read("two.svg.csv"));
    assert!(two.len() == 2 && two.iter().all(|r| rows.contains(r)), "{two:?}");
}

#[test]
fn what_moves_a_table_is_what_sensitivity_reports() {
    let here = varied();
    let few = ["--base-points", "32"];
    let (indices, _) = drawn(&here, "sobol", &few);
    let verb = [&["sensitivity"], &VARIED[..], &few, &["--format", "csv"]].concat();
    let reported = records(&here.run(&verb).ends_with(0).stdout);
    let same = |ours: &str, theirs: &str| {
        let [x, y] = [ours, theirs].map(|n| n.parse::<f64>().expect("a number"));
        assert!((x - y).abs() < 1e-12, "{ours} and {theirs}");
    };
    assert_eq!(indices.len(), 4);
    for row in &indices {
        for (measure, column) in [("first", "first"), ("total", "total")] {
            let own = |r: &&BTreeMap<String, String>| {
                r["quantity"] == "mean_rank_shift" && r["about"] == row["factor"] && r["measure"] == measure
            };
            let found = reported.iter().find(own).expect("an index");
            same(&row[column], &found["value"]);
            same(&row[&format!("{column}_lower")], &found["low"]);
        }
    }
    let (swings, papers) = drawn(&here, "tornado", &["AUT"]);
    assert_eq!(swings.len(), 4);
    for row in &swings {
        let own = |r: &&BTreeMap<String, String>| {
            r["measure"] == "one_at_a_time" && r["unit"].starts_with("AUT") && r["about"] == row["factor"]
        };
        let found = reported.iter().find(own).expect("a swing");
        for (column, theirs) in [("nominal", "value"), ("low", "low"), ("high", "high")] {
            same(&row[column], &found[theirs]);
        }
    }
    assert_eq!(papers["command"].as_str().map(|c| c.starts_with("spscore plot tornado AUT --coinr")), Some(true));
    // Of one unit the indices are those of its score.
    let one =
        [&["plot", "sobol", "AUT"], &VARIED[..], &few, &["--width", "85mm", "--lang", "ru", "-o", "one.svg"]].concat();
    here.run(&one).ends_with(0);
    let one = records(&here.read("one.svg.csv"));
    assert!(one.len() == 4 && one.iter().all(|r| r["quantity"] == "score"), "{one:?}");
}

#[test]
fn a_table_without_variants_or_units_is_told() {
    let here = varied();
    let plot = |args: &[&str]| here.run(&[&["plot"], args, &["-o", "x.svg"]].concat());
    plot(&[&["ranks"], &ASEM[..]].concat()).ends_with(1).reports(&["factor"]);
    plot(&[&["tornado"], &VARIED[..]].concat()).ends_with(2).reports(&["one unit", "name it"]);
    plot(&[&["tornado", "AUT", "CHN"], &VARIED[..]].concat()).ends_with(2).reports(&["shows one unit"]);
    plot(&[&["sobol", "ATLANTIS"], &VARIED[..]].concat()).ends_with(2).reports(&["ATLANTIS"]);
    plot(&[&["ranks", "--node", "Conn"], &VARIED[..]].concat()).ends_with(2).reports(&["the index itself"]);
    plot(&[&["tornado", "AUT", "--draws", "50"], &VARIED[..]].concat()).ends_with(2).reports(&["--draws is for ranks"]);
    plot(&[&["ranks", "--width", "30mm", "--draws", "20"], &VARIED[..]].concat()).ends_with(2).reports(&["at least"]);
    assert!(!here.names().contains(&"x.svg".to_owned()), "{:?}", here.names());
}
