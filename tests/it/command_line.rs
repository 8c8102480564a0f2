//! The program as it is typed: exit codes, what is said where, files written or left alone.

use std::fs;
use std::path::Path;

use spscore::sheet::ReadOptions;

use crate::support::workdir::{Run, Workdir};

const FORMATS: [&str; 6] = ["table", "json", "csv", "markdown", "html", "latex"];

fn run(args: &[&str]) -> Run {
    Workdir::new().run(args)
}

fn evaluate(slug: &str, more: &[&str]) -> Run {
    run(&[&["evaluate", slug], more].concat())
}

/// A folder with the small package of the tests, whose scores are withheld: quick to read where the figures play no
/// part.
fn with_tiny() -> Workdir {
    let here = Workdir::new();
    here.package("tiny", None);
    here
}

#[test]
fn done_is_0_and_says_nothing_on_standard_error() {
    for format in FORMATS {
        let done = evaluate("russia-asean", &["--format", format]).ends_with(0);
        done.holds(done.stderr.is_empty() && done.stdout.contains("ASEAN"), "a score card and no complaint");
    }
    run(&["explain", "russia-asean", "arms_share"]).ends_with(0);
    run(&["--version"]).ends_with(0);
}

#[test]
fn bad_data_is_1_and_nothing_is_scored() {
    let here = Workdir::new();
    here.package("data", Some("exponent"));
    let verbs: [&[&str]; 4] = [
        &["evaluate", "russia-asean", "--data", "data"],
        &["explain", "russia-asean", "status", "--data", "data"],
        &["list", "parties", "--data", "data"],
        &["check", "data"],
    ];
    for verb in verbs {
        let bad =
            here.run(verb).ends_with(1).reports(&["trade.csv:", ": error: ", "\n  hint: ", "; nothing was scored"]);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
}

#[test]
fn a_bad_framework_is_1_and_all_of_it_is_reported() {
    let here = Workdir::new();
    let good = here.run(&["framework", "print"]).ends_with(0).stdout;
    here.write("good.toml", &good);
    here.write(
        "bad.toml",
        good.replace("\"arms_share\"\nunit", "\"arm_share\"\nunit").replace("version =", "vresion ="),
    );
    here.run(&["evaluate", "russia-asean", "--framework", "good.toml"]).ends_with(0);
    let expected = ["bad.toml:", "`arm_share`", "did you mean `arms_share`?", "`vresion`", "no `version`"];
    here.run(&["evaluate", "russia-asean", "--framework", "bad.toml"]).ends_with(1).reports(&expected);
    here.package("data", Some("exponent"));
    let both = here.run(&["check", "data", "--framework", "bad.toml"]).ends_with(1);
    both.reports(&["bad.toml:", "trade.csv:"]);
}

#[test]
fn bad_usage_is_2_and_says_how_to_correct_it() {
    let cases: [(&[&str], &[&str]); 13] = [
        (&[], &["Usage: spscore", "Examples:"]),
        (&["evaluate"], &["<SLUG>"]),
        (&["evalaute", "russia-asean"], &["evaluate"]),
        (
            &["evaluate", "russia-asaen", "--data", "tiny"],
            &["unknown partnership `russia-asaen`", "did you mean `russia-asean`?"],
        ),
        (&["evaluate", "rusia-asaen", "--data", "tiny"], &["did you mean `russia-asean`?"]),
        (&["evaluate", "nowhere-else", "--data", "tiny"], &["spscore list parties"]),
        (&["evaluate", "russia", "--data", "tiny"], &["names one party", "russia-asean"]),
        (&["evaluate", "russia-rus", "--data", "tiny"], &["no partnership with itself"]),
        (
            &["explain", "russia-asean", "arms_shre", "--data", "tiny"],
            &["did you mean `arms_share`?", "spscore list indicators"],
        ),
        (&["evaluate", "russia-asean", "--window", "2022-2018"], &["lies backwards; write 2018-2022"]),
        (&["evaluate", "russia-asean", "--window", "abc"], &["such as 2018-2022"]),
        (&["evaluate", "russia-asean", "--format", "xml"], &["json", "markdown"]),
        (&["framework", "print", "nothing"], &["`korolev`"]),
    ];
    let here = with_tiny();
    for (args, expected) in cases {
        let bad = here.run(args).ends_with(2).reports(expected);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
}

#[test]
fn what_cannot_be_read_or_written_is_3() {
    let here = Workdir::new();
    here.write("file.txt", "not a folder");
    let cases: [(&[&str], &str); 6] = [
        (&["evaluate", "russia-asean", "--data", "nowhere"], "nowhere: error: cannot be read"),
        (&["evaluate", "russia-asean", "--data", "file.txt"], "it is a file"),
        (&["evaluate", "russia-asean", "--framework", "nowhere.toml"], "or name a built-in framework: `korolev`"),
        (&["check", "nowhere"], "nowhere: error: cannot be read"),
        (&["evaluate", "russia-asean", "--out", "nowhere/card.txt"], "card.txt: error: cannot be written"),
        (&["evaluate", "russia-asean", "--out", "."], "cannot be written"),
    ];
    for (args, expected) in cases {
        let bad = here.run(args).ends_with(3).reports(&[expected]);
        bad.holds(bad.stdout.is_empty(), "nothing on standard output");
    }
    assert_eq!(here.names(), ["file.txt"], "no temporary file is left behind");
}

#[test]
fn a_withheld_score_is_4_and_its_card_is_written_all_the_same() {
    let here = Workdir::new();
    for format in FORMATS {
        let withheld = here.run(&["evaluate", "vietnam-russia", "--format", format]).ends_with(4);
        withheld.holds(withheld.stdout.contains("withheld") && withheld.stderr.is_empty(), "a card that says so");
    }
    here.write("card.json", "an older card");
    here.run(&["evaluate", "vietnam-russia", "--format", "json", "--out", "card.json"]).ends_with(4);
    let card: serde_json::Value = serde_json::from_str(&here.read("card.json")).expect("JSON");
    assert!(card["gap"]["absolute"].is_null() && card["content"]["score"].is_null());
    assert!(card["gap"]["lower"].is_number(), "bounds take the place of the score");
    run(&["explain", "vietnam-russia", "content"]).ends_with(0);
}

#[test]
fn a_partnership_has_one_card_however_it_is_typed() {
    let usual = evaluate("russia-asean", &["--format", "json"]).ends_with(0).stdout;
    for slug in ["asean-russia", "rus-asean", "RUS-ASEAN", "Russian Federation-asean", "ASEAN-russian_federation"] {
        assert_eq!(evaluate(slug, &["--format", "json"]).ends_with(0).stdout, usual, "{slug}");
    }
    // Names hold hyphens, too.
    let [one, other] = ["korea-vietnam", "viet-nam-republic-of-korea"].map(|s| evaluate(s, &[]).ends_with(4).stdout);
    assert_eq!(one, other);
}

#[test]
fn two_runs_give_the_same_bytes() {
    for format in FORMATS {
        let [one, other] = [0, 1].map(|_| evaluate("china-asean", &["--format", format]).ends_with(0).stdout);
        assert_eq!(one, other, "{format}");
    }
    let [one, other] = [0, 1].map(|_| run(&["explain", "russia-asean", "agreement_on_a"]).ends_with(0).stdout);
    assert_eq!(one, other);
}

#[test]
fn the_ending_of_a_name_says_the_format() {
    let here = with_tiny();
    let card = ["evaluate", "russia-asean", "--data", "tiny"];
    for (file, format) in [
        ("a.txt", "table"),
        ("a.md", "markdown"),
        ("a.csv", "csv"),
        ("a.JSON", "json"),
        ("a.html", "html"),
        ("a.tex", "latex"),
    ] {
        here.run(&[&card[..], &["-o", file]].concat()).ends_with(4);
        let asked = here.run(&[&card[..], &["--format", format]].concat()).ends_with(4);
        assert_eq!(here.read(file), asked.stdout, "{file}");
    }
    // What is asked for goes before what the name says.
    here.run(&[&card[..], &["-o", "b.csv", "--format", "json"]].concat()).ends_with(4);
    assert!(here.read("b.csv").starts_with('{'));
    for verb in [
        &card[..],
        &["compare", "russia-asean", "china-asean", "--data", "tiny"],
        &["explain", "russia-asean", "status"],
    ] {
        let refused = here.run(&[verb, &["--out", "card.docx"]].concat()).ends_with(2);
        refused.reports(&[
            "card.docx: error: the ending of this name is that of no format\n  hint: end it with .txt, .md",
        ]);
    }
    assert!(!here.names().contains(&"card.docx".to_owned()));
    // What has no form as JSON says so.
    here.run(&["explain", "russia-asean", "status", "-o", "status.json"]).ends_with(2).reports(&["no form as JSON"]);
}

/// A workbook has the page, its tables and the records; it is replaced where it is ours and was not saved by another.
#[test]
fn results_become_workbooks() {
    let here = with_tiny();
    let card = ["evaluate", "russia-asean", "--data", "tiny"];
    here.run(&[&card[..], &["-o", "card.xlsx"]].concat()).ends_with(4);
    let first = fs::read(here.path("card.xlsx")).expect("a workbook");
    here.run(&[&card[..], &["-o", "card.xlsx"]].concat()).ends_with(4);
    assert!(first == fs::read(here.path("card.xlsx")).expect("a workbook"), "the same bytes");
    let sheet = |name: &str| {
        let options = ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() };
        spscore::sheet::read(&here.path("card.xlsx"), &options).unwrap_or_else(|e| panic!("{e}"))
    };
    let records = here.run(&[&card[..], &["--format", "csv"]].concat()).ends_with(4).stdout;
    let heads: Vec<String> = sheet("Records").rows[0].cells().map(str::to_owned).collect();
    let written: Vec<&str> = records.lines().next().expect("heads").split(',').collect();
    assert!(heads.iter().all(|head| written.contains(&head.as_str())) && heads.len() > 5, "{heads:?}");
    assert!(sheet("Page").rows.iter().any(|row| row.cells().any(|cell| cell.contains("Russia"))));
    here.run(&[&card[..], &["--format", "xlsx"]].concat()).ends_with(2).reports(&["a workbook is written to a file"]);
    here.write("theirs.xlsx", b"PK\x03\x04\0\0not ours");
    here.run(&[&card[..], &["-o", "theirs.xlsx"]].concat()).ends_with(2).reports(&["it would be lost"]);
}

#[test]
fn the_default_window_may_be_typed() {
    let here = with_tiny();
    let args = ["evaluate", "russia-asean", "--data", "tiny"];
    let usual = here.run(&args).ends_with(4).stdout;
    let within = |window| here.run(&[&args[..], &["--window", window]].concat()).ends_with(4).stdout;
    assert_eq!([within("2018-2022"), within("2018–2022")], [usual.clone(), usual.clone()]);
    assert_ne!(within("2016-2020"), usual);
}

#[test]
fn out_writes_what_would_have_been_printed() {
    let here = with_tiny();
    for format in FORMATS {
        let args = ["evaluate", "russia-asean", "--data", "tiny", "--format", format];
        let printed = here.run(&args).ends_with(4).stdout;
        let silent = here.run(&[&args[..], &["--out", "card"]].concat()).ends_with(4);
        silent.holds(silent.stdout.is_empty(), "nothing on standard output");
        assert_eq!(here.read("card"), printed, "{format}");
    }
    here.run(&["explain", "russia-asean", "status", "--data", "tiny", "--out", "card"]).ends_with(0);
    assert!(here.read("card").contains("Strategic Partnership"));
    assert_eq!(here.names(), ["card", "tiny"], "and nothing beside it");
}

#[test]
fn an_existing_file_is_left_alone_on_error() {
    let here = with_tiny();
    here.package("bad", Some("exponent"));
    here.write("card", "an older card\n");
    let errors: [(&[&str], i32); 4] = [
        (&["evaluate", "russia-asean", "--data", "bad", "--out", "card"], 1),
        (&["evaluate", "russia-asaen", "--data", "tiny", "--out", "card"], 2),
        (&["explain", "russia-asean", "nothing", "--data", "tiny", "--out", "card"], 2),
        (&["evaluate", "russia-asean", "--data", "nowhere", "--out", "card"], 3),
    ];
    for (args, code) in errors {
        here.run(args).ends_with(code);
        assert_eq!(here.read("card"), "an older card\n", "{args:?}");
    }
    assert_eq!(here.names(), ["bad", "card", "tiny"]);
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let here = with_tiny();
    let escapes = |r: &Run| r.stdout.contains('\u{1b}') || r.stderr.contains('\u{1b}');
    let (card, bad) = (["evaluate", "russia-asean", "--data", "tiny"], ["evaluate", "russia-asean", "--window", "abc"]);
    for args in [&card[..], &bad, &["explain", "russia-asean", "status", "--data", "tiny"], &["--help"]] {
        let piped = here.run(args);
        piped.holds(!escapes(&piped), "no escapes into a pipe");
        let plain = here.run_with(args, &[("NO_COLOR", "1"), ("TERM", "xterm-256color")]);
        plain.holds(!escapes(&plain), "no escapes with NO_COLOR");
    }
    let forced = here.run_with(&card, &[("CLICOLOR_FORCE", "1")]).ends_with(4);
    forced.holds(escapes(&forced), "escapes where they are asked for");
    here.run_with(&[&card[..], &["--out", "card"]].concat(), &[("CLICOLOR_FORCE", "1")]).ends_with(4);
    assert!(!here.read("card").contains('\u{1b}'), "a file has no colour");
}

#[test]
fn every_help_has_an_example() {
    let verbs = ["evaluate", "explain", "list", "check", "framework"];
    let all = run(&["--help"]).ends_with(0);
    for verb in verbs {
        all.holds(all.stdout.contains(&format!("\n  {verb} ")), "every verb in the help of the program");
        let help = run(&[verb, "--help"]).ends_with(0);
        help.holds(
            help.stdout.contains(&format!("\n  spscore {verb} ")) && help.stdout.contains("Example"),
            "an example",
        );
    }
    all.holds(all.stdout.contains("Examples:\n  spscore evaluate russia-asean\n"), "an example");
    all.holds(all.stdout.contains("Exit codes: 0 done"), "the exit codes");
}

#[test]
fn lists_name_what_there_is() {
    let lists: [(&str, &[&str]); 6] = [
        ("partnerships", &["russia-asean", "uk-asean", "ASEAN's eleven dialogue partners"]),
        ("parties", &["viet-nam", "VNM", "bloc"]),
        ("indicators", &["arms_share", "agreement_on_a", "Share of arms imports"]),
        ("issues", &["ukraine", "texts", "roll calls", "datasets/asean/issues.csv"]),
        ("frameworks", &["korolev ", "korolev-extended"]),
        ("sources", &["korolev-2024", "baci-matrix-210"]),
    ];
    for (what, named) in lists {
        let list = run(&["list", what]).ends_with(0);
        for name in named {
            list.holds(list.stdout.contains(name) && list.stderr.is_empty(), &format!("`{name}` among {what}"));
        }
    }
    run(&["list", "everything"]).ends_with(2).reports(&["partnerships", "sources"]);
}

#[test]
fn the_shipped_data_and_frameworks_have_no_problem() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/asean");
    let folder = folder.to_str().expect("a path in UTF-8");
    for args in [&["check"][..], &["check", folder], &["check", "--framework", "korolev-extended"]] {
        let good = run(args).ends_with(0);
        good.holds(good.stdout.matches("no problem found").count() == 2, "no problem in either");
    }
}

#[test]
fn peers_that_the_package_does_not_know_are_reported_by_check() {
    with_tiny().run(&["check", "tiny"]).ends_with(1).reports(&["names peers the package does not know: USA", "hint: "]);
}

#[test]
fn a_member_has_no_partnership_with_its_own_bloc() {
    for slug in ["vietnam-asean", "asean-laos"] {
        run(&["evaluate", slug]).ends_with(2).reports(&["is a member of ASEAN in 2018,"]);
    }
    // Timor-Leste joined in October 2025; what is missing for it is reported.
    run(&["evaluate", "timor-leste-asean"]).ends_with(4);
}

#[test]
fn dashes_and_spaces_join_a_pair_as_hyphens_do() {
    let hyphen = run(&["evaluate", "russia-asean"]).ends_with(0);
    for slug in ["russia–asean", "Russia – ASEAN", "RUSSIA_ASEAN"] {
        let other = run(&["evaluate", slug]).ends_with(0);
        other.holds(other.stdout == hyphen.stdout, "the same card");
    }
}

#[test]
fn compare_takes_two_or_more_and_keeps_each_ones_figures() {
    run(&["compare", "russia-asean"]).ends_with(2).reports(&["needs two partnerships"]);
    run(&["compare", "russia-asean", "asean-russia"]).ends_with(2).reports(&["needs two partnerships"]);
    run(&["compare", "russia-asean", "--windows", "2010-2014,2018-2014"]).ends_with(2).reports(&["backwards"]);
    run(&["compare", "--peers", "--rolling", "5", "--window", "2018-2022"])
        .ends_with(2)
        .reports(&["cannot be used with"]);
    run(&["compare", "vietnam-russia", "vietnam-indonesia"]).ends_with(4);
    let all = run(&["compare", "--peers", "--format", "json"]).ends_with(0);
    let all: serde_json::Value = serde_json::from_str(&all.stdout).expect("JSON");
    let alone = run(&["evaluate", "russia-asean", "--format", "json"]).ends_with(0);
    let alone: serde_json::Value = serde_json::from_str(&alone.stdout).expect("JSON");
    let together = all["evaluations"].as_array().expect("a list");
    assert!(together.len() == 11 && together.contains(&alone), "Russia-ASEAN is the same among eleven");
    let csv = run(&["compare", "--peers", "--windows", "2014-2018,2018-2022", "--format", "csv"]).ends_with(0);
    assert_eq!(csv.stdout.lines().count(), 23, "a header and eleven rows for each of two windows");
}
