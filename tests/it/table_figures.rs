//! Figures of a plain table: their numbers are those of `evaluate`, their labels stand apart, and what has no table is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::workdir::Workdir;

/// COINr's pair of the ASEM index, with its methods.
const ASEM: [&str; 5] = ["--coinr", "idata.csv", "imeta.csv", "--methods", "methods.toml"];

fn folder() -> Workdir {
    let here = Workdir::new();
    let files = [
        ("idata.csv", "published/asem/asem_idata.csv"),
        ("imeta.csv", "published/asem/asem_imeta.csv"),
        ("methods.toml", "asem/methods.toml"),
    ];
    for (name, from) in files {
        let at = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(from);
        here.write(name, fs::read(at).unwrap_or_else(|e| panic!("{from}: {e}")));
    }
    here
}

fn records(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|r| r.expect("a record")).collect()
}

#[test]
fn the_figures_of_a_table_have_the_scores_that_are_rated() {
    let here = folder();
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
fn a_figure_of_a_table_needs_one() {
    let here = folder();
    let plot = |args: &[&str]| here.run(&[&["plot"], args, &["-o", "x.svg"]].concat());
    plot(&["bars", "--peers"]).ends_with(2).reports(&["plain table", "--table"]);
    plot(&[&["bars"], &ASEM[..], &["--node", "nothing"]].concat()).ends_with(2).reports(&["no node `nothing`", "Conn"]);
    plot(&[&["scatter"], &ASEM[..]].concat()).ends_with(2).reports(&["--against"]);
    plot(&[&["bars"], &ASEM[..], &["--against", "Conn"]].concat()).ends_with(2).reports(&["scatter"]);
    plot(&["gap", "russia-asean", "--against", "Conn"]).ends_with(2).reports(&["--against is for scatter"]);
    plot(&[&["bars"], &ASEM[..], &["--draws", "50"]].concat()).ends_with(2).reports(&["at random"]);
    plot(&[&["bars"], &ASEM[..], &["--width", "20mm"]].concat()).ends_with(2).reports(&["at least"]);
    assert!(!here.names().contains(&"x.svg".to_owned()), "{:?}", here.names());
}
