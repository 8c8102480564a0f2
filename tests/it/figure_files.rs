//! What the files of figures have in common: their size, named groups, verdicts in words, and codes beside translated words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use spscore::analysis::multiverse::Partnerships;
use spscore::analysis::uncertainty::{Plan, families, uncertainty};
use spscore::chart::{self, Kind, Style, Theme, Words};

use crate::charts::{Room, style};
use crate::support::workdir::Workdir;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures")
}

fn read(name: &str) -> String {
    fs::read_to_string(committed().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn records(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(|r| r.expect("a record")).collect()
}

/// Names of all groups, in their order.
fn groups(svg: &str) -> Vec<&str> {
    svg.split("<g id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_committed_figure_is_small_and_its_names_are_its_own() {
    let mut seen = 0;
    for entry in fs::read_dir(committed()).expect("the committed figures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|e| e != "svg") {
            continue;
        }
        let (name, svg) = (path.display().to_string(), fs::read_to_string(&path).expect("a figure"));
        assert!(svg.len() < 200_000, "{name}: {} bytes", svg.len());
        let ids: Vec<&str> = svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let own: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(own.len(), ids.len(), "{name}: a name stands twice");
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count(), "{name}");
        seen += 1;
    }
    assert!(seen > 35, "{seen} figures");
}

/// A figure, the column of its numbers that names groups, and which rows are drawn.
type Wanted = (&'static str, &'static str, fn(&BTreeMap<String, String>) -> bool);

#[test]
fn factors_indicators_issues_and_partnerships_have_groups() {
    let wanted: [Wanted; 5] = [
        ("sobol-russia-asean.svg", "factor", |r| r["quantity"] == "gap" && r["total"] != "0"),
        ("tornado-russia-asean.svg", "factor", |r| r["swing"].parse::<f64>().is_ok_and(|s| s > 1e-9)),
        ("specification-russia-asean.svg", "factor", |_| true),
        ("waterfall-russia-asean.svg", "code", |r| r["row"] == "part"),
        ("issues-russia-asean.svg", "issue_code", |_| true),
    ];
    for (figure, column, drawn) in wanted {
        let svg = read(figure);
        let found: BTreeSet<&str> = groups(&svg).into_iter().collect();
        let rows = records(&read(&format!("{figure}.csv")));
        let codes: BTreeSet<&String> = rows.iter().filter(|r| drawn(r)).map(|r| &r[column]).collect();
        assert!(codes.len() > 4, "{figure}: {codes:?}");
        for code in codes {
            assert!(found.contains(code.as_str()), "{figure}: no group {code} in {found:?}");
        }
    }
    assert!(groups(&read("radar-russia-asean.svg")).contains(&"russia-asean"));
    // Every family of a density is a group within its partnership's.
    let rows = records(&read("density-russia-asean.svg.csv"));
    let families: BTreeSet<&String> = rows.iter().map(|r| &r["family"]).filter(|f| !f.is_empty()).collect();
    let svg = read("density-russia-asean.svg");
    let own = groups(&svg).into_iter().filter(|g| g.starts_with("russia-asean.")).count();
    assert!(families.len() > 1 && own == families.len(), "{families:?}: {own}");
}

/// Of one number of draws all figures tell one verdict and one interval.
#[test]
fn captions_and_alternative_texts_name_verdict_and_interval() {
    let rows = records(&read("gap-russia-asean.svg.csv"));
    let number = |column: &str| rows[0][column].parse::<f64>().expect("a number");
    let sentence = format!(
        "The gap of Russia–ASEAN is {:+.1}: {}; in 90 % of the variants from {:+.0} to {:+.0}.",
        number("gap"),
        rows[0]["verdict"],
        number("gap_p5"),
        number("gap_p95"),
    );
    for kind in ["gap", "plane", "density", "bridge", "sobol", "tornado", "specification"] {
        let papers: serde_json::Value =
            serde_json::from_str(&read(&format!("{kind}-russia-asean.svg.json"))).expect("JSON");
        let said = |key: &str| papers[key].as_str().unwrap_or_default().to_owned();
        assert!(said("caption").contains(&sentence), "{kind}: {sentence}\n{}", said("caption"));
        // A density's alternative text has the unrounded ends in its own words.
        let alt = said("alt");
        let told = if kind == "density" { alt.contains(&rows[0]["verdict"]) } else { alt.contains(&sentence) };
        assert!(told, "{kind}: {sentence}\n{alt}");
    }
    let papers: serde_json::Value = serde_json::from_str(&read("gap-timeline-russia-asean.svg.json")).expect("JSON");
    for key in ["caption", "alt"] {
        let said = papers[key].as_str().unwrap_or_default();
        assert!(said.contains("largely nominal") && said.contains("2018–2022"), "{key}: {said}");
    }
}

#[test]
fn translated_words_have_their_codes_beside_them() {
    let work = Workdir::new();
    let numbers = |kind: &str, language: &str| {
        let intervals: &[&str] = if kind == "gap" { &["--draws", "40"] } else { &[] };
        let args = [&["plot", kind, "russia-asean", "--lang", language, "-o", "x.svg", "--force"], intervals].concat();
        work.run(&args).ends_with(0);
        records(&work.read("x.svg.csv"))
    };
    let cases: [(&str, &[(&str, &str)]); 5] = [
        ("gap", &[("verdict", "verdict_word"), ("absolute", "absolute_word"), ("stance", "stance_word")]),
        ("issues", &[("issue", "issue_code"), ("first", "first_code"), ("second", "second_code")]),
        ("reciprocity", &[("from", "from_code"), ("to", "to_code")]),
        ("coverage", &[("known", "state")]),
        ("timeline", &[("status_of_last_year", "status_labels"), ("form_step_because", "form_step_causes")]),
    ];
    for (kind, columns) in cases {
        let (english, russian) = (numbers(kind, "en"), numbers(kind, "ru"));
        for (translated, code) in columns {
            // Issues stand in the order of their shares, and of their names where these are equal.
            let column = |rows: &[BTreeMap<String, String>], name: &str| {
                let mut all: Vec<String> = rows.iter().map(|r| r[name].clone()).collect();
                all.sort();
                all
            };
            assert_eq!(column(&english, code), column(&russian, code), "{kind}: {code}");
            assert_ne!(column(&english, translated), column(&russian, translated), "{kind}: {translated}");
            assert!(column(&russian, code).iter().any(|c| !c.is_empty()), "{kind}: {code}");
        }
    }
}

/// Ten greys cannot be told apart: every member of every bar is written out.
#[test]
fn in_greys_every_member_is_named() {
    let room = Room::new();
    let peers = room.peers();
    room.said(&Words::english(), "", &peers, |scene| {
        for (kind, width) in [(Kind::Members, 85.0), (Kind::Members, 174.0), (Kind::MembersArms, 120.0)] {
            let style = Style { width, theme: Theme::Mono, ..style(kind, peers.len()) };
            let figure = chart::draw(kind, scene, style).expect("a figure");
            let texts: String = figure.texts.iter().map(|t| format!("{}\n", t.text)).collect();
            let rows = records(&figure.numbers);
            let members: BTreeSet<&String> = rows.iter().map(|r| &r["member"]).collect();
            for member in members {
                let party = room.package.parties.by_code(member).expect("a party");
                let name = room.package.parties.name(party);
                // Once in the list of codes with its name, and once for each bar.
                let named = texts.matches(member.as_str()).count() + texts.matches(&format!("{name} ")).count();
                let drawn = rows.iter().filter(|r| r["member"] == *member).count();
                assert!(named > drawn, "{} at {width} mm: {member} {named} times for {drawn} bars", kind.name());
            }
        }
    });
}

#[test]
fn panels_of_eleven_fit_a_page() {
    let room = Room::new();
    room.said(&Words::english(), "", &room.peers(), |scene| {
        for (kind, width) in [(Kind::Trends, 85.0), (Kind::Trends, 174.0), (Kind::Timeline, 85.0)] {
            let figure = chart::draw(kind, scene, Style { width, ..style(kind, 11) }).expect("a figure");
            assert!(figure.height <= 240.0, "{} at {width} mm is {} mm tall", kind.name(), figure.height);
        }
    });
}

/// Where one choice alone varies, all draws of a family are one number, and all of the variance lies between families.
#[test]
fn families_are_the_levels_that_the_draws_had() {
    let room = Room::new();
    let peers = room.peers();
    let plan = Plan { draws: 64, seed: 3 };
    for factor in ["mentions", "window", "floor"] {
        let declared = room.framework.factors.only(&[factor]);
        let window = room.framework.window;
        let (multiverse, _) = Partnerships::new(&room.framework, &room.package, &peers[..1], window, &declared);
        let drawn = uncertainty(&multiverse, Some(&room.framework.verdicts), plan, &|_| {});
        let found = families(&multiverse, plan, &drawn.headline, Some(0)).expect("families");
        assert_eq!(found.factor.code, factor);
        let mut by_family: BTreeMap<usize, BTreeSet<u64>> = BTreeMap::new();
        for (draw, gap) in &drawn.headline[0] {
            by_family.entry(found.of[*draw]).or_default().insert(gap.to_bits());
        }
        assert!(by_family.len() > 1 && by_family.values().all(|gaps| gaps.len() == 1), "{factor}: {by_family:?}");
        assert!(found.divides(Some(0)).is_some_and(|share| share > 1.0 - 1e-9), "{factor}");
    }
    // Of a range the thirds: the lowest powers punish the weakest parameter most, and so leave the widest gap.
    let declared = room.framework.factors.only(&["power"]);
    let (multiverse, _) =
        Partnerships::new(&room.framework, &room.package, &peers[..1], room.framework.window, &declared);
    let drawn = uncertainty(&multiverse, Some(&room.framework.verdicts), plan, &|_| {});
    let found = families(&multiverse, plan, &drawn.headline, Some(0)).expect("families");
    let least = |family: usize| {
        let own = drawn.headline[0].iter().filter(|(draw, _)| found.of[*draw] == family).map(|(_, gap)| *gap);
        own.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), gap| (low.min(gap), high.max(gap)))
    };
    assert_eq!(found.count, 3);
    assert!(least(0).0 >= least(1).1 && least(1).0 >= least(2).1, "{:?} {:?} {:?}", least(0), least(1), least(2));
}
