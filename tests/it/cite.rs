//! `spscore cite`: references in four styles, entries in three formats, and only what a result rests on.
//!
//! The expected pages stand in `tests/data/cite`; `BLESS=1 cargo test cite` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use biblatex::Bibliography;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::Value;
use spscore::cite::{Cited, Request, Style, Work, cite, references};
use spscore::model::package::Source;
use spscore::model::{Framework, Package};
use spscore::{load, scoring, write};

use crate::support::workdir::Workdir;

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cite").join(name)
}

/// The tiny package with ten works of several kinds among its sources.
fn with_works() -> (Workdir, Package) {
    let here = Workdir::new();
    here.package("mine", None);
    let works = fs::read_to_string(data("works.bib")).expect("the works");
    here.write("mine/sources.bib", here.read("mine/sources.bib") + &works);
    let package = load::package_from(&here.path("mine")).expect("a sound package");
    (here, package)
}

fn ten_works() -> Cited {
    let (_, package) = with_works();
    let tiny = ["made-up", "printed-2024"];
    let sources = package.sources.into_values().filter(|s| !tiny.contains(&s.key.as_str()));
    let works = sources.map(|source| Work { source, sha256: String::new() }).collect();
    Cited { works, notes: Vec::new() }
}

fn built_in() -> (Framework, Package) {
    let framework = load::framework_from("korolev".as_ref()).expect("the framework");
    (scoring::settle(framework).expect("its weights"), load::embedded_package().expect("the package"))
}

#[track_caller]
fn is_as_committed(name: &str, text: &str) {
    let file = data(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, text).expect("the page to be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(text, expected, "tests/data/cite/{name} is out of date (BLESS=1 makes it anew)");
}

#[test]
fn every_style_words_every_kind_of_work() {
    let cited = ten_works();
    for (style, name) in Style::ALL.iter().zip(["chicago", "apa", "harvard", "gost"]) {
        let formatted = cited.formatted(*style);
        let mut text = write::references::text(&formatted.references);
        text.extend(formatted.notes.iter().map(|note| format!("note: {note}\n")));
        is_as_committed(&format!("{name}.txt"), &text);
    }
    let chicago = cited.formatted(Style::Chicago).references;
    is_as_committed("chicago.md", &write::references::markdown(&chicago));
    is_as_committed("chicago.html", &write::references::html(&chicago));
    is_as_committed("gost.md", &write::references::markdown(&cited.formatted(Style::Gost).references));
}

#[test]
fn every_format_has_every_entry() {
    let cited = ten_works();
    is_as_committed("entries.bib", &cited.bibtex());
    is_as_committed("entries.json", &cited.csl_json().expect("JSON"));
    is_as_committed("entries.ris", &cited.ris());
}

/// What is written as BibTeX is read again as the same entries.
#[test]
fn the_bibtex_written_is_the_bibtex_read() {
    let (framework, package) = built_in();
    let all = cite(&framework, &package, Request { partnerships: &[], window: framework.window }).expect("works");
    let text = all.bibtex();
    let again = Bibliography::parse(&text).expect("BibTeX");
    assert_eq!(again.len(), all.works.len());
    assert!(all.works.len() > package.sources.len() + 3, "program, framework and package come to the sources");
    let original = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/asean/sources.bib"));
    let original = Bibliography::parse(&original.expect("sources.bib")).expect("BibTeX");
    for entry in original.iter() {
        let same = again.get(&entry.key).unwrap_or_else(|| panic!("{} is not written", entry.key));
        let plain = |e: &biblatex::Entry| e.to_biblatex_string();
        assert_eq!(plain(same), plain(entry));
    }
}

/// Of a partnership only the sources of its own rows are cited, and every one of them.
#[test]
fn only_what_was_read_is_cited() {
    let (framework, package) = built_in();
    let keys_of = |slug: &str| -> BTreeSet<String> {
        let partnership = package.parties.partnership(slug).expect(slug);
        let request = Request { partnerships: &[partnership], window: framework.window };
        let cited = cite(&framework, &package, request).expect(slug);
        let keys: BTreeSet<String> = cited.works.iter().map(|work| work.source.key.clone()).collect();
        assert_eq!(keys.len(), cited.works.len(), "{slug}: each once");
        keys
    };
    let made: BTreeSet<String> =
        ["spscore", "framework-korolev", "package-asean", "korolev-2024", "oecd-jrc-2008", "hamanaka-2015"]
            .map(str::to_owned)
            .into();
    let (russia, canada) = (keys_of("russia-asean"), keys_of("canada-asean"));
    for (slug, keys) in [("russia-asean", &russia), ("canada-asean", &canada)] {
        let partnership = package.parties.partnership(slug).expect(slug);
        let found = spscore::analysis::verbs::evaluate(&framework, &package, partnership, framework.window, None);
        let found = found.expect(slug);
        let shown = spscore::report::explain::sources(&package, found.evaluation.panel.measurements.iter().flatten());
        let shown: BTreeSet<String> = shown.into_iter().collect();
        let asked: BTreeSet<String> = shown.iter().flat_map(|k| package.sources[k].asks.clone()).collect();
        let expected: BTreeSet<String> = shown.union(&asked).chain(&made).cloned().collect();
        assert_eq!(*keys, expected, "{slug}: as the card's own list");
    }
    assert!(russia.contains("sipri-at-register-2026-02-12") && !canada.is_superset(&russia));
    // CEPII asks for two papers beside its data.
    assert!(russia.contains("gaulier-zignago-2010") && russia.contains("conte-cotterlaz-mayer-2022"));
    let both = ["russia-asean", "canada-asean"].map(|slug| package.parties.partnership(slug).expect(slug));
    let union = cite(&framework, &package, Request { partnerships: &both, window: framework.window }).expect("both");
    let union: BTreeSet<String> = union.works.iter().map(|work| work.source.key.clone()).collect();
    assert_eq!(union, russia.union(&canada).cloned().collect());
}

#[test]
fn csl_json_has_the_keys_and_the_hashes() {
    let (framework, package) = built_in();
    let partnership = package.parties.partnership("russia-asean").expect("known");
    let request = Request { partnerships: &[partnership], window: framework.window };
    let cited = cite(&framework, &package, request).expect("works");
    let items: Vec<Value> = serde_json::from_str(&cited.csl_json().expect("JSON")).expect("JSON that is read again");
    assert_eq!(items.len(), cited.works.len());
    let of = |key: &str| items.iter().find(|i| i["id"] == key).unwrap_or_else(|| panic!("no {key}"));
    assert_eq!(of("spscore")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(of("framework-korolev")["note"], format!("SHA-256 {}", framework.sha256));
    assert_eq!(of("package-asean")["note"], format!("SHA-256 {}", package.sha256));
    assert_eq!(of("sipri-at-register-2026-02-12")["type"], "dataset");
    for style in Style::ALL {
        let list = write::references::text(&cited.formatted(style).references);
        for needed in ["spscore", &framework.sha256, &package.sha256, "SIPRI Arms Transfers Database"] {
            assert!(list.contains(needed), "{style:?} lacks {needed}\n{list}");
        }
        assert_eq!(list.lines().count(), items.len(), "{style:?}: a line for each");
        assert_eq!(list, write::references::text(&cited.formatted(style).references), "the same bytes twice");
    }
}

/// CITATION.cff and the program say the same of the program.
#[test]
fn the_program_is_cited_as_citation_cff_asks() {
    let cff = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CITATION.cff")).expect("CITATION.cff");
    let (framework, package) = built_in();
    let works =
        cite(&framework, &package, Request { partnerships: &[], window: framework.window }).expect("works").works;
    let program = &works[0].source.bibtex;
    let value = |key: &str| {
        let line = cff.lines().find_map(|line| line.trim_start_matches([' ', '-']).strip_prefix(key));
        line.unwrap_or_else(|| panic!("no {key}")).trim().trim_matches('"').to_owned()
    };
    for key in ["title:", "name:", "version:"] {
        assert!(program.contains(&value(key)), "{key} {}\n{program}", value(key));
    }
}

#[test]
fn a_report_has_its_references_in_a_style() {
    let (_, package) = built_in();
    let keys = ["korolev-2024", "ungdc-v13", "no-such-key"].map(str::to_owned);
    let list = references(&package, &keys, Style::Apa);
    let shown: Vec<(&str, &str)> = list.iter().map(|r| (r.key.as_str(), r.text.as_str())).collect();
    assert_eq!(
        shown,
        [
            (
                "ungdc-v13",
                "Jankin, S., Baturo, A., & Dasandi, N. (2025). United Nations General Debate Corpus, 1946-2024 \
                 [Dataset]. Harvard Dataverse. https://doi.org/10.7910/DVN/0TJX8Y"
            ),
            (
                "korolev-2024",
                "Korolev, A. S. (2024). Russia-ASEAN Relations: Strategic Partnership or Strategic Illusion? \
                 Russia in Global Affairs, 22(3), 159–178. https://doi.org/10.31278/1810-6374-2024-22-3-159-178"
            ),
        ]
    );
}

#[test]
fn endings_ask_for_formats() {
    let here = Workdir::new();
    for (file, begins) in [
        ("a.bib", "@software{spscore,"),
        ("a.json", "[\n  {\n    \"id\": \"spscore\""),
        ("a.ris", "TY  - COMP\nID  - spscore\n"),
        ("a.md", "- "),
        ("a.html", "<ul>\n  <li id=\"ref-"),
    ] {
        let run = here.run(&["cite", "russia-asean", "-o", file]).ends_with(0);
        run.holds(run.stdout.is_empty(), "nothing on standard output");
        let text = here.read(file);
        assert!(text.starts_with(begins), "{file}: {}", &text[..200.min(text.len())]);
    }
    let all = here.run(&["cite", "--format", "bibtex"]).ends_with(0);
    let all = all.reports(&["note: no partnership was named: all sources of the package asean are cited"]);
    let entries = Bibliography::parse(&all.stdout).expect("BibTeX");
    assert!(entries.get("opinion-russia-asean").is_some());
}

#[test]
fn what_cannot_be_cited_is_said() {
    let here = Workdir::new();
    let styles = ["chicago", "apa", "harvard", "gost"];
    here.run(&["cite", "russia-asean", "--style", "mla"]).ends_with(2).reports(&styles);
    here.run(&["cite", "rusia-asean"]).ends_with(2).reports(&["did you mean `russia-asean`?"]);
    let odd = here.run(&["cite", "russia-asean", "-o", "a.doc"]).ends_with(2);
    odd.reports(&["end it with .bib, .json, .ris, .txt, .md or .html"]);
    let styled = here.run(&["cite", "russia-asean", "--style", "apa", "-o", "a.bib"]).ends_with(2);
    styled.reports(&["are entries, which have no style"]);
    here.package("mine", None);
    let sources = here.read("mine/sources.bib").replace("  year = {2025},", "  year = {2025},\n  related = {nobody},");
    here.write("mine/sources.bib", sources);
    let unknown = here.run(&["cite", "--data", "mine"]).ends_with(1);
    unknown.reports(&["mine/sources.bib:1:7: error: source `nobody` is not in sources.bib"]);
    assert_eq!(here.names(), ["mine"], "nothing was written");
}

/// A framework of one's own brings its references: as entries where it has them, otherwise as it words them.
#[test]
fn a_frameworks_references_are_cited() {
    let here = Workdir::new();
    let text = here.run(&["framework", "print", "korolev"]).ends_with(0).stdout;
    let (before, after) = text.split_once("bibtex = '''\n@book{oecd-jrc-2008").expect("an entry");
    let (_, after) = after.split_once("'''\n").expect("its end");
    here.write("worded.toml", format!("{before}{after}"));
    let run = here.run(&["cite", "russia-asean", "--framework", "worded.toml"]).ends_with(0);
    let run = run.reports(&["oecd-jrc-2008 (it has neither author nor title)"]);
    run.holds(run.stdout.contains("OECD and JRC (2008). Handbook on"), "the framework's own words");
    here.write("other.toml", text.replace("@book{oecd-jrc-2008", "@book{oecd"));
    let run = here.run(&["cite", "russia-asean", "--framework", "other.toml"]).ends_with(1);
    run.reports(&["`bibtex` of the citation `oecd-jrc-2008`: it has no entry with the key `oecd-jrc-2008`"]);
}

proptest! {
    #![proptest_config(Config { cases: 16, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() })]

    /// Whatever the fields of an entry hold, every style and format has an answer, and none loses the work.
    #[test]
    fn every_entry_is_cited(
        kind in "article|book|online|dataset|misc|report|incollection|software|thesis|odd",
        values in prop::collection::vec("[^{}\\\\]{0,40}|[0-9]{1,12}|\\{[A-Za-z ]{1,20}\\}|[A-Z][a-z]+, [A-Z]\\. and others", 12),
    ) {
        let names = ["author", "title", "year", "journal", "volume", "number", "pages", "publisher", "doi", "url", "urldate", "edition"];
        let fields: String = names.iter().zip(&values).map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
        let bibtex = format!("@{kind}{{k,\n{fields}}}");
        prop_assume!(Bibliography::parse(&bibtex).is_ok());
        let source = Source { key: "k".into(), reference: "The paragraph.".into(), bibtex, ..Source::default() };
        let cited = Cited { works: vec![Work { source, sha256: "ab".into() }], notes: Vec::new() };
        for style in Style::ALL {
            let list = cited.formatted(style).references;
            prop_assert_eq!(list.len(), 1);
            prop_assert!(list[0].text().ends_with(" SHA-256 ab."));
            let html = write::references::html(&list);
            prop_assert!(!html.replace("<i>", "").replace("</i>", "").replace("<li id=\"ref-k\">", "").contains("<script"));
        }
        let json = cited.csl_json().expect("JSON");
        prop_assert!(serde_json::from_str::<Value>(&json).is_ok());
        let ris = cited.ris();
        prop_assert!(ris.lines().all(|line| line.get(2..6) == Some("  - ")), "{}", ris);
    }
}
