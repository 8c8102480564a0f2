//! `spscore coherence`: the Technology Achievement Index, COINr's ASEM example, the peer set; what it refuses, and how.
//!
//! `BLESS=1 cargo test coherence` writes the whole-text pages anew; read the difference before keeping it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::published::{Table, tai};
use crate::support::workdir::{Run, Workdir};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A folder with the table and the framework of the Technology Achievement Index, and COINr's pair.
fn folder() -> Workdir {
    let here = Workdir::new();
    let files = [
        ("tai.csv", "published/tai/tai23_raw.csv"),
        ("tai.toml", "coherence/tai.toml"),
        ("idata.csv", "published/asem/asem_idata.csv"),
        ("imeta.csv", "published/asem/asem_imeta.csv"),
        ("methods.toml", "asem/methods.toml"),
    ];
    for (name, from) in files {
        here.write(name, fs::read(data(from)).unwrap_or_else(|e| panic!("{from}: {e}")));
    }
    here
}

const TAI: [&str; 5] = ["coherence", "--table", "tai.csv", "--framework", "tai.toml"];
const ASEM: [&str; 6] = ["coherence", "--coinr", "idata.csv", "imeta.csv", "--methods", "methods.toml"];

fn run(here: &Workdir, args: &[&str], more: &[&str]) -> Run {
    here.run(&[args, more].concat())
}

fn is_the_page(name: &str, printed: &str) {
    let file = data("coherence").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, printed).expect("the page to be written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(kept, printed, "{name} is out of date (BLESS=1 makes it anew)");
}

#[test]
fn the_pages_are_as_kept_and_fit_eighty_columns() {
    let here = folder();
    let pages = [
        ("tai.txt", run(&here, &TAI, &["--unit", "Japan"]).ends_with(0)),
        ("asem.txt", run(&here, &ASEM, &[]).ends_with(0)),
        (
            "asem-political.txt",
            run(&here, &ASEM, &["--node", "Political", "--data-set", "treated", "--unit", "AUT"]).ends_with(0),
        ),
    ];
    for (name, page) in &pages {
        for line in page.stdout.lines() {
            assert!(line.chars().count() <= 80, "{name}: {} columns: {line}", line.chars().count());
        }
        is_the_page(name, &page.stdout);
    }
    is_the_page("tai.md", &run(&here, &TAI, &["--format", "markdown"]).ends_with(0).stdout);
}

/// The long table: (table, node, element, other, unit, figure) and the value, if there is one, else its reason.
type Figures = BTreeMap<[String; 6], Result<f64, String>>;

fn figures(csv: &str) -> Figures {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, ["table", "node", "element", "other", "unit", "figure", "value", "reason"]);
    let mut found = Figures::new();
    for record in reader.records() {
        let cells: Vec<String> = record.expect("a row").iter().map(str::to_owned).collect();
        let (key, value) = (std::array::from_fn(|i| cells[i].clone()), &cells[6]);
        assert!(value.is_empty() != cells[7].is_empty(), "a value or a reason: {cells:?}");
        let value = if value.is_empty() { Err(cells[7].clone()) } else { Ok(value.parse().expect("a number")) };
        assert!(found.insert(key, value).is_none(), "told twice: {cells:?}");
    }
    found
}

fn figure(of: &Figures, key: [&str; 6]) -> f64 {
    let found = of.get(&key.map(str::to_owned)).unwrap_or_else(|| panic!("no row {key:?}"));
    found.clone().unwrap_or_else(|reason| panic!("{key:?}: {reason}"))
}

/// Tables 11 and 16 of the Handbook, from the program's own output.
#[test]
fn the_handbooks_alpha_and_eigenvalues_come_out() {
    let here = folder();
    let found = figures(&run(&here, &TAI, &["--format", "csv"]).ends_with(0).stdout);
    let printed = Table::read("tai/table11_cronbach_drop_one.csv");
    let alphas = printed.names().into_iter().zip(printed.numbers("alpha_standardised"));
    for (element, alpha) in alphas {
        let ours = match element.as_str() {
            "(none)" => figure(&found, ["nodes", "TAI", "", "", "", "alpha_standardised"]),
            code => figure(&found, ["drop_one", "TAI", code, "", "", "alpha_standardised"]),
        };
        // Data printed with three or four digits.
        assert!((ours - alpha.expect("a number")).abs() < 0.005, "{element}: {ours} and {alpha:?}");
    }
    let printed = Table::read("tai/table16_eigenvalues.csv");
    for (component, eigenvalue) in printed.names().iter().zip(printed.numbers("eigenvalue")) {
        let ours = figure(&found, ["components", "TAI", "", component, "", "eigenvalue"]);
        assert!((ours - eigenvalue.expect("a number")).abs() < 0.06, "{component}: {ours} and {eigenvalue:?}");
    }
}

/// A removal is what a scholar gets who takes the indicator out of the file.
#[test]
fn a_removal_is_the_framework_without_the_indicator() {
    let here = folder();
    let text = here.read("tai.toml");
    let (before, after) = text.split_once("[[indicator]]\ncode = \"SCHOOLING\"").expect("the indicator");
    let rest = after.split_once("[[indicator]]").map_or("", |(_, rest)| rest);
    here.write("without.toml", format!("{before}[[indicator]]{rest}"));
    let scores = |framework: &str| -> BTreeMap<String, (f64, f64)> {
        let args = ["evaluate", "--table", "tai.csv", "--framework", framework, "--format", "csv"];
        let csv = here.run(&args).ends_with(0).stdout;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let names = reader.headers().expect("a header").clone();
        let place = |name: &str| names.iter().position(|n| n == name).expect("a column");
        let (rank, score) = (place("rank"), place("TAI"));
        let number = |cell: &str| cell.parse::<f64>().expect("a number");
        let row = |r: csv::StringRecord| (r[0].to_owned(), (number(&r[rank]), number(&r[score])));
        reader.records().map(|r| row(r.expect("a row"))).collect()
    };
    let (with, without) = (scores("tai.toml"), scores("without.toml"));
    let mean = |part: fn(&(f64, f64)) -> f64| {
        with.iter().map(|(unit, one)| (part(one) - part(&without[unit])).abs()).sum::<f64>() / with.len() as f64
    };
    let found = figures(&run(&here, &TAI, &["--format", "csv"]).ends_with(0).stdout);
    let ours = |name: &str| figure(&found, ["removal", "TAI", "SCHOOLING", "", "", name]);
    assert!((ours("mean_rank_change") - mean(|one| one.0)).abs() < 1e-12);
    assert!((ours("mean_score_change") - mean(|one| one.1)).abs() < 1e-9);
    assert!(ours("mean_rank_change") > 0.5, "schooling moves somebody");
}

/// The same for the peer set: FORM without institutions is the status alone.
#[test]
fn a_removal_among_peers_scores_the_cards_again() {
    let here = Workdir::new();
    let found = figures(&here.run(&["coherence", "--format", "csv"]).ends_with(0).stdout);
    let cards = here.run(&["coherence", "--node", "form", "--data-set", "normalised", "--format", "json"]).ends_with(0);
    let document: Value = serde_json::from_str(&cards.stdout).expect("JSON");
    let changes: Vec<f64> = (document["profiles"].as_array().expect("profiles").iter())
        .map(|p| {
            let score = |code: &str| p["places"][code]["value"].as_f64().expect("a score");
            ((score("status") + score("institutions")) / 2.0 - score("status")).abs()
        })
        .collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let ours = figure(&found, ["removal", "form", "institutions", "", "", "mean_score_change"]);
    assert!(changes.len() == 11 && (ours - mean).abs() < 1e-9, "{ours} and {mean}");
    assert!(!found.keys().any(|k| k[0] == "removal" && k[2] == "mention_rate_ab"), "a pair goes as a whole");
}

#[test]
fn csv_and_json_hold_the_same_figures() {
    let here = folder();
    let found = figures(&run(&here, &ASEM, &["--format", "csv"]).ends_with(0).stdout);
    let text = run(&here, &ASEM, &["--format", "json"]).ends_with(0).stdout;
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let pairs = document["pairs"].as_array().expect("pairs");
    assert_eq!(pairs.len(), 49 * 48 / 2);
    assert_eq!(document["profiles"].as_array().map(Vec::len), Some(51));
    let near = |a: f64, b: &Value| (a - b.as_f64().expect("a number")).abs() <= 1e-12 * a.abs().max(1.0);
    for pair in pairs {
        let text = |key: &str| pair[key].as_str().unwrap_or_default();
        let key = |figure| ["pairs", text("node"), text("first"), text("second"), "", figure];
        assert!(near(figure(&found, key("kendall")), &pair["kendall"]["value"]), "{pair}");
        assert!(near(figure(&found, key("pearson_p_adjusted")), &pair["pearson"]["p_adjusted"]), "{pair}");
        assert_eq!(found.contains_key(&key("negative").map(str::to_owned)), pair["negative"] == true, "{pair}");
    }
    for removal in document["removals"].as_array().expect("removals") {
        let [element, node] = ["element", "score_of"].map(|k| removal[k].as_str().expect("a code"));
        let ours = figure(&found, ["removal", node, element, "", "", "mean_rank_change"]);
        assert!(near(ours, &removal["effect"]["mean_rank_change"]["value"]), "{removal}");
    }
    assert_eq!(document["limits"].as_array().map(Vec::is_empty), Some(false));
}

/// Raw values of a lower-is-better indicator are turned, so that the relations of a linear scale do not depend on the
/// data set.
#[test]
fn direction_is_honoured_whatever_the_data_set() {
    let here = folder();
    let text =
        here.read("tai.toml").replace("code = \"EXPORTS\"", "code = \"EXPORTS\"\ndirection = \"lower_is_better\"");
    here.write("turned.toml", text);
    let args = ["coherence", "--table", "tai.csv", "--framework", "turned.toml", "--format", "csv"];
    let of = |set: &str| figures(&run(&here, &args, &["--data-set", set]).ends_with(0).stdout);
    let (raw, normalised) = (of("raw"), of("normalised"));
    let key = ["pairs", "TAI", "INTERNET", "EXPORTS", "", "pearson"];
    let (raw, normalised) = (figure(&raw, key), figure(&normalised, key));
    assert!(raw > 0.4 && (raw - normalised).abs() < 1e-12, "{raw} and {normalised}");
}

#[test]
fn bad_input_is_reported_with_what_would_do() {
    let here = folder();
    let line = |text: &str, lines: usize| text.lines().take(lines).map(|l| format!("{l}\n")).collect::<String>();
    let table = here.read("tai.csv");
    here.write("one.csv", line(&table, 2));
    here.write("goalposts.toml", goalposts(&here.read("tai.toml")));
    here.write("constant.csv", constant_last(&table));
    let with = |table: &'static str, framework: &'static str| ["coherence", "--table", table, "--framework", framework];
    run(&here, &with("one.csv", "goalposts.toml"), &[])
        .ends_with(1)
        .reports(&["1 unit; what varies together takes at least 3", "hint: "]);
    run(&here, &with("constant.csv", "tai.toml"), &[]).ends_with(1).reports(&["UNIVERSITY", "hint: "]);
    let usage: [(&[&str], &[&str], &[&str]); 9] = [
        (&TAI, &["--node", "TIA"], &["has no node `TIA`", "did you mean `TAI`?"]),
        (&TAI, &["--node", "PATENTS"], &["`PATENTS` is an indicator", "name the node above it: TAI"]),
        (&TAI, &["--unit", "Japn"], &["none of the 23 units is called `Japn`", "did you mean `Japan`?"]),
        (&TAI, &["--year", "2018"], &["the table has no years"]),
        (&TAI, &["--data-set", "imputed"], &["raw", "treated", "normalised"]),
        (&["coherence"], &["--year", "2018"], &["--table"]),
        (&["coherence"], &["--unit", "russia-asaen"], &["did you mean `russia-asean`?"]),
        (&["coherence"], &["--methods", "methods.toml"], &["--coinr"]),
        (&["coherence", "--table", "tai.csv"], &[], &["--framework"]),
    ];
    for (args, more, expected) in usage {
        let bad = run(&here, args, more).ends_with(2).reports(expected);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
    here.run(&["coherence", "--framework", "tai.toml"])
        .ends_with(1)
        .reports(&["scores the rows of a table", "--table"]);
}

/// The framework with goalposts, which one unit satisfies.
fn goalposts(text: &str) -> String {
    let posts = "goalposts = { lower = 0.0, upper = 1000.0, kind = \"declared\", reason = \"For this test.\" }\n";
    text.split("[[indicator]]\n")
        .enumerate()
        .map(|(i, part)| if i == 0 { part.to_owned() } else { format!("[[indicator]]\n{posts}{part}") })
        .collect()
}

/// The table with 5 in every cell of its last column.
fn constant_last(table: &str) -> String {
    let row = |(i, row): (usize, &str)| match row.rsplit_once(',') {
        Some((rest, _)) if i > 0 => format!("{rest},5\n"),
        _ => format!("{row}\n"),
    };
    table.lines().enumerate().map(row).collect()
}

/// A constant column that the framework scores at mid-scale is reported, and only its own figures are missing.
#[test]
fn a_constant_column_at_mid_scale_is_reported() {
    let here = folder();
    here.write("constant.csv", constant_last(&here.read("tai.csv")));
    here.write(
        "mid.toml",
        here.read("tai.toml").replace("code = \"UNIVERSITY\"", "code = \"UNIVERSITY\"\nconstant = \"mid_scale\""),
    );
    let args = ["coherence", "--table", "constant.csv", "--framework", "mid.toml"];
    let page = run(&here, &args, &[]).ends_with(0);
    page.holds(page.stdout.contains("the same for every unit: UNIVERSITY"), "the flag");
    page.holds(page.stdout.contains("UNIVERSITY is the same for every unit used"), "the reason for no components");
    let found = figures(&run(&here, &args, &["--format", "csv"]).ends_with(0).stdout);
    let constant =
        |figure: &str| found[&["pairs", "TAI", "SCHOOLING", "UNIVERSITY", "", figure].map(str::to_owned)].clone();
    assert_eq!(constant("pearson"), Err("the values are all the same".into()));
    assert!(figure(&found, ["nodes", "TAI", "", "", "", "alpha_raw"]) > 0.0);
}

/// One unit's years are no separate units: a panel is examined in one year, the last unless another is named.
#[test]
fn a_panel_is_examined_in_one_year() {
    let here = folder();
    let table = here.read("tai.csv");
    let panel = |(i, row): (usize, &str)| match i {
        0 => format!("year,{row}\n"),
        _ => format!("2001,{row}\n2002,{row}\n"),
    };
    let panel: String = table.lines().enumerate().map(panel).collect();
    here.write("panel.csv", panel.replace("\n2002,Japan,994.0", "\n2002,Japan,1994.0"));
    here.write(
        "panel.toml",
        here.read("tai.toml").replace("unit = \"country\"", "unit = \"country\"\nyear = \"year\""),
    );
    let args = ["coherence", "--table", "panel.csv", "--framework", "panel.toml"];
    let maximum = |more: &[&str]| {
        let found = figures(&run(&here, &args, &[&["--format", "csv"], more].concat()).ends_with(0).stdout);
        assert_eq!(figure(&found, ["statistics", "TAI", "PATENTS", "", "", "units"]), tai().rows.len() as f64);
        figure(&found, ["statistics", "TAI", "PATENTS", "", "", "max"])
    };
    assert_eq!((maximum(&[]), maximum(&["--year", "2001"])), (1994.0, 994.0));
    run(&here, &args, &["--year", "1999"]).ends_with(2).reports(&["no row of 1999", "2001, 2002"]);
}

/// The figures of the peer set are those committed; every format and the papers come out, for a table and a part of it
/// too.
#[test]
fn correlations_and_scree_are_drawn() {
    let here = folder();
    for aspect in ["correlations", "scree"] {
        let name = format!("{aspect}.svg");
        here.run(&["plot", aspect, "--peers", "-o", &name]).ends_with(0);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures").join(&name);
        let drawn = here.read(&name);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &drawn).expect("the figure to be written");
        }
        assert!(fs::read_to_string(&file).unwrap_or_default() == drawn, "{name} is out of date (BLESS=1)");
        let papers: Value = serde_json::from_str(&here.read(&format!("{name}.json"))).expect("JSON");
        assert_eq!(papers["command"], format!("spscore plot {aspect} --peers -o {name}"));
        for ending in ["pdf", "png"] {
            let out = format!("asem-{aspect}.{ending}");
            let asem =
                ["plot", aspect, "--coinr", "idata.csv", "imeta.csv", "--methods", "methods.toml", "--node", "Conn"];
            here.run(&[&asem[..], &["--theme", "mono", "-o", &out]].concat()).ends_with(0);
            assert!(fs::metadata(here.path(&out)).is_ok_and(|m| m.len() > 2_000), "{out}");
        }
    }
    let numbers = here.read("correlations.svg.csv");
    assert_eq!(numbers.lines().count(), 1 + 20 * 19 / 2);
    let scree = here.read("scree.svg.csv");
    let sum: f64 = scree.lines().skip(1).filter_map(|l| l.split(',').nth(1)?.parse::<f64>().ok()).sum();
    assert!((sum - 20.0).abs() < 1e-9, "eigenvalues of 20 indicators sum to 20, not {sum}");
    let refused: [(&[&str], &[&str]); 6] = [
        (&["plot", "scree", "russia-asean", "-o", "x.svg"], &["leave it out"]),
        (&["plot", "scree", "--headline", "-o", "x.svg"], &["states what was found"]),
        (
            &["plot", "gap", "--peers", "--node", "form", "-o", "x.svg"],
            &["--node is for framework, correlations, scree"],
        ),
        (&["plot", "correlations", "--peers", "--node", "nowhere", "-o", "x.svg"], &["has no node `nowhere`"]),
        (&["plot", "correlations", "--width", "60mm", "-o", "x.svg"], &["needs at least"]),
        (&["plot", "scre", "-o", "x.svg"], &["`correlations`", "`scree`"]),
    ];
    for (args, expected) in refused {
        here.run(args).ends_with(2).reports(expected);
    }
    assert!(!here.names().iter().any(|n| n.starts_with("x.svg")));
}
