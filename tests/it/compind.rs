//! docs/coming-from-compind.md: each of its frameworks rates its table, and gives the numbers that it prints.
//!
//! The numbers were computed apart from this program (numpy and scipy), from what Compind's functions compute or from
//! the published formula.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::rated::rated;
use crate::support::workdir::Workdir;

/// A section with its framework and its numbers.
struct Section<'a> {
    title: &'a str,
    lines: &'a str,
    /// Whether the numbers are mean ranks over weights drawn, and not scores.
    mean_ranks: bool,
    within: f64,
    numbers: Vec<f64>,
}

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coming-from-compind.md")).expect("the page")
}

/// The fenced blocks of a language, in order.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).map(|rest| rest.split("\n```").next().expect("the end of a block")).collect()
}

fn sections(page: &str) -> Vec<Section<'_>> {
    let with_numbers = page.split("\n### ").skip(1).filter(|s| s.contains("<!-- numbers"));
    with_numbers
        .map(|section| {
            let title = section.lines().next().expect("a title");
            let (_, marked) = section.split_once("<!-- numbers").expect("the mark");
            let (how, table) = marked.split_once("-->").expect("the end of the mark");
            let mean_ranks = how.contains("of mean ranks");
            let within = how.trim().split_once("within ").map_or(5.1e-7, |(_, w)| w.parse().expect("a number"));
            let rows: Vec<&str> = table.lines().filter(|l| l.starts_with('|')).collect();
            let numbers = rows.get(2).expect("a row of numbers").split('|').map(str::trim).filter(|c| !c.is_empty());
            let numbers = numbers.map(|c| c.parse().expect("a number")).collect();
            let lines = blocks(section, "toml").into_iter().next().expect("a framework");
            Section { title, lines, mean_ranks, within, numbers }
        })
        .collect()
}

/// A section's framework as a whole file.
fn framework(page: &str, lines: &str) -> String {
    let all = blocks(page, "toml");
    let [head, indicators, as_they_are] = all[..3] else { panic!("three blocks stand before the sections") };
    let mut text = format!("{head}\n\n{lines}\n");
    if !lines.contains("[[indicator]]") {
        text += &format!("\n{indicators}\n");
    }
    if !lines.contains("normalise") {
        let parent = "parent = \"index\"";
        text = text.replace(parent, &format!("{parent}\n{as_they_are}"));
    }
    text
}

/// Mean ranks over weights drawn, by the command that the page names, in the order of the units.
fn drawn(framework: &str, table: &str) -> Vec<f64> {
    let folder = Workdir::new();
    folder.write("index.toml", framework);
    folder.write("x.csv", table);
    let command = "ranks --table x.csv --framework index.toml --free --draws 10000 --format json";
    let run = folder.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let of = |unit: &Value| {
        let rank = unit["acceptability"]["mean_rank"].as_f64().expect("a mean rank");
        (unit["unit"].as_str().expect("a code").to_owned(), rank)
    };
    let units: BTreeMap<String, f64> = found["groups"][0]["units"].as_array().expect("units").iter().map(of).collect();
    units.into_values().collect()
}

#[test]
fn every_framework_of_the_page_gives_its_numbers() {
    let page = page();
    let table = blocks(&page, "csv");
    let table = format!("{}\n", table.first().expect("the table"));
    let sections = sections(&page);
    assert!(sections.len() >= 24, "only {} sections have numbers", sections.len());
    for Section { title, lines, mean_ranks, within, numbers } in sections {
        let text = framework(&page, lines);
        if mean_ranks {
            let found = drawn(&text, &table);
            let alike =
                found.len() == numbers.len() && found.iter().zip(&numbers).all(|(a, b)| (a - b).abs() <= within);
            assert!(alike, "{title}: {found:?}, and the page says {numbers:?}");
            continue;
        }
        let rated = rated(&text, &table);
        assert_eq!((rated.units.rows.len(), numbers.len()), (8, 8), "{title}");
        for (unit, number) in ["A", "B", "C", "D", "E", "F", "G", "H"].into_iter().zip(&numbers) {
            let score = rated.score(unit, "index").unwrap_or_else(|| panic!("{title}: {unit} has no score"));
            assert!((score - number).abs() <= within, "{title}: {unit} scores {score}, and the page says {number}");
        }
    }
}

/// The parts of a change: every factor of every unit, and that their product is the ratio it is said to be.
#[test]
fn changes_of_the_page_have_their_factors() {
    let page = page();
    let panel = format!("{}\n", blocks(&page, "csv").get(1).expect("the table of two years"));
    let sections: Vec<&str> = page.split("\n### ").filter(|s| s.contains("<!-- factors -->")).collect();
    assert_eq!(sections.len(), 2);
    for section in sections {
        let lines = blocks(section, "toml").into_iter().next().expect("a framework");
        let folder = Workdir::new();
        folder.write("index.toml", framework(&page, lines));
        folder.write("y.csv", &panel);
        let words = ["decompose", "--table", "y.csv", "--framework", "index.toml", "--format", "json"];
        let run = folder.run(&words);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let units = found["units"].as_array().expect("units");
        let (_, table) = section.split_once("<!-- factors -->").expect("the mark");
        let rows: Vec<Vec<&str>> = table
            .split("\n## ")
            .next()
            .expect("the section's own text")
            .lines()
            .filter(|line| line.starts_with("| `"))
            .map(|line| line.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect())
            .collect();
        assert!(rows.len() >= 4, "{rows:?}");
        for row in &rows {
            let name = row[0].trim_matches('`');
            for (unit, number) in units.iter().zip(&row[1..]) {
                let value = unit["factors"][name].as_f64();
                if *number == "–" {
                    assert_eq!((value, unit["unit"].as_str()), (None, Some("D")));
                    continue;
                }
                let value = value.unwrap_or_else(|| panic!("{name} of {unit}"));
                let number: f64 = number.parse().expect("a number");
                assert!((value - number).abs() <= 5.1e-7, "{name} of {}: {value}, not {number}", unit["unit"]);
            }
        }
        for unit in units.iter().filter(|unit| !unit["factors"].is_null()) {
            let of = |name: &str| unit["factors"][name].as_f64();
            let scores = unit["after"].as_f64().expect("a score") / unit["before"].as_f64().expect("a score");
            let product = match of("benchmark") {
                Some(benchmark) => benchmark * of("indicators").expect("it") * of("weights").expect("it"),
                None => of("catching_up").expect("it") * of("frontier_shift").expect("it"),
            };
            assert!((product - scores).abs() < 1e-9, "{unit}");
        }
    }
}

/// Every function of Compind that has a help page is named.
#[test]
fn every_function_has_its_line() {
    const FUNCTIONS: [&str; 32] = [
        "bandwidth_CI",
        "bandwidth_CI_bad",
        "ci_ampi",
        "ci_bod",
        "ci_bod_constr",
        "ci_bod_constr_bad",
        "ci_bod_constr_mpi",
        "ci_bod_dir",
        "ci_bod_mdir",
        "ci_bod_time_decomp",
        "ci_bod_var_w",
        "ci_bod_vrs",
        "ci_factor",
        "ci_factor_mixed",
        "ci_generalized_mean",
        "ci_geom_bod_intertemp",
        "ci_geom_gen",
        "ci_mean_geom",
        "ci_mean_min",
        "ci_mpi",
        "ci_ogwa",
        "ci_owa",
        "ci_rbod",
        "ci_rbod_constr_Q",
        "ci_rbod_constr_bad",
        "ci_rbod_constr_bad_Q",
        "ci_rbod_dir",
        "ci_rbod_mdir",
        "ci_rbod_spatial",
        "ci_smaa_constr",
        "ci_wroclaw",
        "plot_M_robust_ci",
    ];
    let page = page();
    let named = |f: &str| {
        page.match_indices(f).any(|(at, _)| {
            let next = page[at + f.len()..].chars().next().unwrap_or(' ');
            !next.is_alphanumeric() && next != '_'
        })
    };
    for function in FUNCTIONS.into_iter().chain(["normalise_ci"]) {
        assert!(named(function), "{function} is not on the page");
    }
}
