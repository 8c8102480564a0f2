//! Two answers, given everywhere with the same numbers: card, comparison, uncertainty and figure; and the quotable
//! sentences.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workdir::{Run, Workdir};

const PARTNERS: [&str; 11] =
    ["russia", "us", "china", "eu", "japan", "korea", "india", "australia", "new-zealand", "canada", "uk"];

/// Few draws, the same everywhere.
const DRAWN: [&str; 4] = ["--draws", "40", "--seed", "3"];

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("{e}: {}", run.stderr))
}

/// The rows of a CSV by the column `partnership`.
fn by_slug(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|r| r.expect("a row"));
    let named = rows.map(|r| header.iter().zip(r.iter()).map(|(h, c)| (h.to_owned(), c.to_owned())).collect());
    named.map(|row: BTreeMap<String, String>| (row["partnership"].clone(), row)).collect()
}

/// The same but for the last bit, which the JSON reader rounds as it likes.
#[track_caller]
fn same(what: &str, a: &Value, b: Option<f64>) {
    let a = a.as_f64();
    assert!(
        a.is_some() && a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 4.0 * f64::EPSILON * a.abs()),
        "{what}: {a:?} {b:?}"
    );
}

#[test]
fn no_number_differs_between_card_comparison_uncertainty_and_figure() {
    let here = Workdir::new();
    let compared = here.run(&[&["compare", "--peers", "--format", "json"], &DRAWN[..]].concat()).ends_with(0);
    let compared = json(&compared);
    let table = here.run(&[&["compare", "--peers", "--format", "csv"], &DRAWN[..]].concat()).ends_with(0).stdout;
    let table = by_slug(&table);
    let uncertain = ["uncertainty", "--peers", "--driver-points", "0", "--format", "json"];
    let uncertain = json(&here.run(&[&uncertain, &DRAWN[..]].concat()).ends_with(0));
    here.run(&[&["plot", "gap", "--peers", "-o", "gap.svg"], &DRAWN[..]].concat()).ends_with(0);
    here.run(&[&["plot", "density", "--peers", "-o", "density.svg"], &DRAWN[..]].concat()).ends_with(0);
    let (gaps, densities) = (by_slug(&here.read("gap.svg.csv")), by_slug(&here.read("density.svg.csv")));
    for partner in PARTNERS {
        let slug = format!("{partner}-asean");
        let card = json(&here.run(&[&["evaluate", &slug, "--format", "json"], &DRAWN[..]].concat()).ends_with(0));
        let of_compared = compared["evaluations"].as_array().expect("a list");
        let of_compared = of_compared.iter().find(|e| e["partnership"]["slug"] == *slug).expect("the partnership");
        // Card and comparison are one document.
        for key in ["gap", "robustness", "answer"] {
            assert_eq!(card[key], of_compared[key], "{slug}: {key}");
        }
        let unit = uncertain["units"].as_array().expect("units").iter().find(|u| u["unit"] == *slug).expect("the unit");
        let robust = &card["robustness"];
        let (absolute, relative) = (&robust["absolute"], &robust["relative"]);
        let (gap, residual) = (&unit["outputs"]["gap"], &unit["outputs"]["gap_residual"]);
        assert_eq!(gap["absolute"], absolute["interval"], "{slug}");
        assert_eq!(gap["data"], absolute["data"], "{slug}");
        assert_eq!(residual["full"], relative["interval"], "{slug}");
        assert_eq!(gap["nominal"], card["gap"]["absolute"], "{slug}");
        assert_eq!(residual["nominal"], card["gap"]["residual"], "{slug}");
        for key in ["verdict", "same_sign", "positive", "variants"] {
            assert_eq!(unit["gap"][key], absolute[key], "{slug}: {key}");
        }
        for key in ["verdict", "stance", "like", "more_form", "more_content", "apart", "same", "variants"] {
            assert_eq!(unit["peers"][key], relative[key], "{slug}: {key}");
        }
        let (row, figure, density) = (&table[&slug], &gaps[&slug], &densities[&slug]);
        let number = |row: &BTreeMap<String, String>, key: &str| row[key].parse::<f64>().ok();
        for (key, in_table, in_figure) in [("p05", "gap_p05", "gap_p5"), ("p95", "gap_p95", "gap_p95")] {
            same(&slug, &absolute["interval"][key], number(row, in_table));
            same(&slug, &absolute["interval"][key], number(figure, in_figure));
        }
        same(&slug, &absolute["positive"], number(row, "positive"));
        same(&slug, &absolute["same_sign"], number(row, "same_sign"));
        same(&slug, &relative["same"], number(row, "same_stance"));
        same(&slug, &relative["interval"]["p05"], number(row, "residual_p05"));
        same(&slug, &card["gap"]["absolute"], number(figure, "gap"));
        assert!(density["variants"] == "absolute" || density["variants"] == "data");
        for (word, column) in [(&absolute["verdict"], "absolute"), (&relative["verdict"], "relative")] {
            assert_eq!(word.as_str(), Some(row[column].as_str()), "{slug}: {column}");
            assert_eq!(word.as_str(), Some(figure[column].as_str()), "{slug}: {column}");
        }
        assert_eq!(relative["stance"].as_str(), Some(figure["stance"].as_str()), "{slug}");
        for (in_table, label) in [(&row["verdict"], &card["gap"]["verdict"]), (&figure["verdict"], &robust["label"])] {
            assert_eq!(label.as_str(), Some(in_table.as_str()), "{slug}");
        }
        sentences(&slug, &card);
    }
}

/// At most three, each a sentence, with the numbers of the card.
#[track_caller]
fn sentences(slug: &str, card: &Value) {
    let said: Vec<&str> = card["answer"].as_array().expect("sentences").iter().filter_map(Value::as_str).collect();
    assert!((2..=3).contains(&said.len()) && said.iter().all(|s| s.ends_with('.')), "{slug}: {said:?}");
    let gap = card["gap"]["absolute"].as_f64().expect("a gap");
    let points = [format!("{:.0} points", gap.abs()), format!("{:.1} points", gap.abs())];
    assert!(points.iter().any(|p| said[0].contains(p)), "{slug}: {}", said[0]);
    let higher = if gap > 0.0 { "Form" } else { "Content" };
    assert!(said[0].starts_with(higher) || said[0].contains("are aligned"), "{slug}: {}", said[0]);
    let flat = said.join(" ");
    assert!(!flat.to_lowercase().contains("probab"), "{slug}: {flat}");
}

#[test]
fn one_default_of_draws_and_one_seed() {
    let here = Workdir::new();
    let card = json(&here.run(&["evaluate", "russia-asean", "--format", "json"]).ends_with(0));
    let args = ["uncertainty", "russia-asean", "--driver-points", "0", "--format", "json"];
    let reported = json(&here.run(&args).ends_with(0));
    here.run(&["plot", "density", "russia-asean", "-o", "density.svg"]).ends_with(0);
    let papers: Value = serde_json::from_str(&here.read("density.svg.json")).expect("JSON");
    for key in ["draws", "seed"] {
        assert_eq!((&card["robustness"][key], &papers[key]), (&reported[key], &reported[key]));
    }
}

#[test]
fn outside_the_peer_set_and_without_a_score_the_answer_says_so() {
    let here = Workdir::new();
    let args = ["evaluate", "vietnam-russia", "--format", "json"];
    let outside = json(&here.run(&[&args, &DRAWN[..]].concat()).ends_with(4));
    let said = outside["answer"].to_string();
    assert!(said.contains("No gap can be given: ") && said.contains("is withheld (coverage 0."), "{said}");
    assert_eq!(outside["robustness"], Value::Null);
    let none = json(&here.run(&["evaluate", "russia-asean", "--draws", "0", "--format", "json"]).ends_with(0));
    let said = none["answer"].to_string();
    assert!(!said.contains("variants") && said.contains("ASEAN's other partners"), "{said}");
}

#[test]
fn cards_fit_eighty_columns_and_a_screen() {
    let here = Workdir::new();
    for partner in PARTNERS {
        let text = here.run(&[&["evaluate", &format!("{partner}-asean")], &DRAWN[..]].concat()).ends_with(0).stdout;
        assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
        let n = text.lines().count();
        assert!(n <= 60, "{partner}: {n} lines\n{text}");
    }
    let args = ["evaluate", "russia-asean", "--long"];
    let long = here.run(&[&args, &DRAWN[..]].concat()).ends_with(0).stdout;
    assert!(long.contains("Russia names ASEAN") && long.contains("Sources") && long.contains("weight known"), "{long}");
    here.run(&["evaluate", "russia-asean", "--long", "--format", "json"])
        .ends_with(2)
        .reports(&["--long is for the card"]);
}

#[test]
fn titles_are_taken_wherever_codes_are() {
    let here = Workdir::new();
    let explained = |node: &str| here.run(&["explain", "russia-asean", node]).ends_with(0).stdout;
    let same = [
        ("arms_share", "Share of arms imports"),
        ("content", "CONTENT"),
        ("vision", "1 shared  STRATEGIC vision"),
        ("mention_rate_ab", "naming, per 10,000 words: russia names asean"),
        ("gap", "GAP"),
    ];
    for (code, title) in same {
        assert_eq!(explained(code), explained(title), "{title}");
    }
    let twice = here.run(&["explain", "russia-asean", "Russia names ASEAN"]).ends_with(2);
    twice.reports(&["is the title of several nodes", "`mention_rate_ab`"]);
    let near = here.run(&["explain", "russia-asean", "Share of arms inports"]).ends_with(2);
    near.reports(&["has no node `Share of arms inports`", "Share of arms imports"]);
    let listed = here.run(&["list", "indicators"]).ends_with(0).stdout;
    assert!(listed.contains("arms_share") && listed.contains("Share of arms imports"), "{listed}");
    assert!(listed.lines().all(|l| l.chars().count() <= 80), "{listed}");
}
