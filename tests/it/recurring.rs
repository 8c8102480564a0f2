//! Agreement on recurring texts, against values counted by hand from the roll calls of the record; and rankings of
//! others.

use std::path::Path;

use spscore::analysis::{Evaluation, compare, evaluate};
use spscore::load::embedded_package;
use spscore::measure::{Measurer, indices};
use spscore::model::framework::Framework;
use spscore::model::measurement::{Measurement, Reading};
use spscore::model::package::{Package, Table};
use spscore::model::window::Window;
use tempfile::TempDir;

use crate::settled::framework_from;

fn korolev() -> Framework {
    framework_from(Path::new("korolev")).expect("the default framework")
}

/// The default framework with one line changed.
fn changed(old: &str, new: &str) -> Framework {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks/korolev.toml");
    let text = std::fs::read_to_string(path).expect("the framework file");
    assert_eq!(text.matches(old).count(), 1, "{old}");
    let dir = TempDir::new().expect("a folder for the test");
    let file = dir.path().join("changed.toml");
    std::fs::write(&file, text.replace(old, new)).expect("a file for the test");
    framework_from(&file).unwrap_or_else(|e| panic!("{e}"))
}

fn evaluated(framework: &Framework, package: &Package, partner: &str, window: &str) -> Evaluation {
    let measurer = Measurer::new(package, framework, Window::parse(window).expect("a window"));
    let party = package.parties.by_code(partner).expect("a party");
    let peers = framework.peers.partnerships(&package.parties);
    evaluate(framework, &measurer, *peers.iter().find(|p| p.a == party).expect("a peer"))
}

fn measured<'a>(framework: &Framework, e: &'a Evaluation, code: &str) -> &'a Measurement {
    e.panel.get(framework.find(code).expect("a node")).expect("a measurement")
}

/// One cell of a measurement's grids, by the first words of the grid's title, the row and the column.
fn cell(m: &Measurement, grid: &str, row: &str, column: &str) -> Option<f64> {
    let grid = m.grids.iter().find(|g| g.title.starts_with(grid))?;
    let place = grid.columns.iter().position(|(name, _)| name == column)?;
    grid.rows.iter().find(|(name, _)| name == row)?.1.get(place).copied().flatten()
}

fn close(found: Option<f64>, expected: f64, what: &str) {
    assert!(found.is_some_and(|x| (x - expected).abs() < 1e-12), "{what}: {found:?}, not {expected}");
}

const UKRAINE: &str = "War in and around Ukraine";
const SANCTIONS: &str = "Sanctions and unilateral measures";

/// Per partner: Ukraine as (human rights in Crimea, militarization, emergency session), coercive measures as (rights,
/// economic, Cuba), Myanmar as (human rights, the text of 2021). Each the mean over the years 2018-2022 in which it was
/// voted on.
const BY_HAND: [(&str, [&[f64]; 3]); 5] = [
    ("RUS", [&[0.59, 0.625, 0.275], &[1.0, 1.0, 1.0], &[0.6, 0.7]]),
    ("USA", [&[0.41, 0.375, 0.725], &[0.0, 0.0, 0.0], &[0.4, 0.8]]),
    ("CHN", [&[0.59, 0.675, 0.525], &[1.0, 1.0, 1.0], &[0.6, 0.7]]),
    ("KOR", [&[0.81, 0.775, 0.725], &[0.0, 0.75, 1.0], &[0.4, 0.8]]),
    ("IND", [&[0.69, 0.775, 0.725], &[1.0, 1.0, 1.0], &[0.6, 0.7]]),
];

#[test]
fn issues_by_recurring_texts_are_those_counted_by_hand() {
    let (framework, package) = (korolev(), embedded_package().expect("the built-in package"));
    for (partner, issues) in BY_HAND {
        let e = evaluated(&framework, &package, partner, "2018-2022");
        for code in ["agreement_on_a", "agreement_on_b"] {
            let m = measured(&framework, &e, code);
            for (title, texts) in [UKRAINE, SANCTIONS, "Myanmar"].iter().zip(issues) {
                let expected = texts.iter().sum::<f64>() / texts.len() as f64;
                close(cell(m, "Attention", title, "g"), expected, &format!("{partner} {code} {title}"));
            }
        }
    }
}

#[test]
fn single_votes_and_years_are_those_of_the_record() {
    let (framework, package) = (korolev(), embedded_package().expect("the built-in package"));
    let russia = evaluated(&framework, &package, "RUS", "2018-2022");
    let m = measured(&framework, &russia, "agreement_on_a");
    let votes = [
        ("A/RES/73/263", 0.6),
        ("A/RES/76/179", 0.6),
        ("A/RES/77/229", 0.45),
        ("A/RES/76/70", 0.65),
        ("A/RES/ES-11/1", 0.1),
        ("A/RES/ES-11/2", 0.15),
        ("A/RES/ES-11/3", 0.5),
        ("A/RES/ES-11/5", 0.35),
        ("A/RES/75/287", 0.7),
        ("A/RES/77/214", 1.0),
    ];
    for (resolution, expected) in votes {
        close(cell(m, "Single", resolution, "agreement"), expected, resolution);
        close(cell(m, "Single", resolution, "states to"), 10.0, resolution);
    }
    // A text whose list has holes belongs to no series.
    assert_eq!(cell(m, "Single", "A/RES/ES-11/4", "agreement"), None);
    // 2022: human rights in Crimea 0.45, the emergency session (0.1 + 0.15 + 0.5 + 0.35) / 4.
    close(cell(m, "Agreement", UKRAINE, "2022"), (0.45 + 0.275) / 2.0, "2022");
    close(cell(m, "Agreement", UKRAINE, "2018"), 0.6, "2018");
    let broken = "War in and around Ukraine: 0.50 over 2018–2022, 0.36 in 2022, 0.65 in 2019; on the texts of both years 0.45 and 0.65";
    assert!(m.warnings.iter().any(|w| w == broken), "{:?}", m.warnings);
    // No break where the two agree on every vote.
    assert!(!m.warnings.iter().any(|w| w.starts_with(SANCTIONS)), "{:?}", m.warnings);
    let later = evaluated(&framework, &package, "RUS", "2019-2023");
    let six = cell(measured(&framework, &later, "agreement_on_a"), "Single", "A/RES/ES-11/6", "agreement");
    close(six, 0.1, "ES-11/6");
}

#[test]
fn windows_are_whole_and_no_figure_has_two_sources() {
    let (framework, package) = (korolev(), embedded_package().expect("the built-in package"));
    let years = |m: &Measurement| m.years.iter().map(|y| y.get()).collect::<Vec<u16>>();
    for p in framework.peers.partnerships(&package.parties) {
        let partner = package.parties.code(p.a).to_owned();
        let e = evaluated(&framework, &package, &partner, "2017-2021");
        for code in ["agreement_on_a", "agreement_on_b"] {
            let m = measured(&framework, &e, code);
            let voted: Vec<&String> = m
                .left_out
                .iter()
                .filter(|l| [UKRAINE, SANCTIONS, "Myanmar"].iter().any(|t| l.starts_with(t)))
                .collect();
            assert!(voted.is_empty(), "{partner} {code}: {voted:?}");
            if m.reading.value().is_some() {
                assert!(years(m).contains(&2021), "{partner} {code}: {:?}", years(m));
            }
        }
        // Before the texts are followed their issues go by category alone.
        let early = evaluated(&framework, &package, &partner, "2010-2014");
        let m = measured(&framework, &early, "agreement_on_a");
        assert!(m.rows.iter().all(|r| r.table != Table::RollCalls), "{partner}");
    }
    let e = evaluated(&framework, &package, "RUS", "2018-2022");
    let m = measured(&framework, &e, "agreement_on_b");
    let palestine = cell(m, "Agreement", "· Peaceful settlement of the question of Palestine", "2021");
    assert!(palestine.is_some(), "Palestine goes by its texts from the window 2015-2019 on");
    assert_eq!(cell(m, "Agreement", "Nuclear weapons and non-proliferation", "2021"), None);
}

#[test]
fn a_thin_agreement_has_bounds_and_content_stands() {
    let package = embedded_package().expect("the built-in package");
    let framework = changed("minimum_coverage = 0.33", "minimum_coverage = 0.99");
    let e = evaluated(&framework, &package, "RUS", "2018-2022");
    let whole = korolev();
    let known = evaluated(&whole, &package, "RUS", "2018-2022");
    let node = |code: &str| e.card.node(framework.find(code).expect("a node")).clone();
    let mut ends = Vec::new();
    for code in ["agreement_on_a", "agreement_on_b"] {
        let m = measured(&framework, &e, code);
        let Reading::Missing(absence) = &m.reading else { panic!("{code}: {:?}", m.reading) };
        assert!(absence.reason.contains("99 % are needed"), "{}", absence.reason);
        let share = m.quantities.first().and_then(|q| q.value).expect("a share");
        let value = measured(&whole, &known, code).reading.value().expect("a value");
        // sum voted e g / all e = value x share; the unvoted share lies between 0 and 1.
        let (low, high) = indices::agreement_within(value * share, share, 1.0 - share);
        close(absence.within.map(|w| w.0), low, code);
        close(absence.within.map(|w| w.1), high, code);
        let scored = node(code);
        let z = |x: f64| 1.0 + 99.0 * x;
        assert_eq!((scored.score, scored.coverage), (None, 0.0));
        if framework.indicators().any(|(_, n, i)| {
            n.code == code && i.goalposts.as_ref().is_some_and(|g| (g.lower(), g.upper()) == (0.0, 1.0))
        }) {
            assert!((scored.lower - z(low)).abs() < 1e-9 && (scored.upper - z(high)).abs() < 1e-9);
        }
        assert!(scored.lower < scored.upper && (scored.lower > 1.0 || scored.upper < 100.0));
        ends.push((scored.lower, scored.upper));
    }
    let pair = node("agreement");
    assert_eq!((pair.score, pair.coverage), (None, 0.0));
    let [(low_a, high_a), (low_b, high_b)] = ends[..] else { panic!("two directions") };
    assert!((pair.lower - (low_a * low_b).sqrt()).abs() < 1e-9 && (pair.upper - (high_a * high_b).sqrt()).abs() < 1e-9);
    // Attention answers alone, at its own score, and the bounds contain it.
    let coordination = node("coordination");
    assert_eq!(coordination.score, node("salience_overlap").score);
    assert!((coordination.coverage - 0.5).abs() < 1e-12);
    assert!(coordination.lower <= coordination.upper && e.card.content().score.is_some());
}

#[test]
fn rankings_of_others_are_reported_of_the_whole_peer_set_only() {
    let (framework, package) = (korolev(), embedded_package().expect("the built-in package"));
    let measurer = Measurer::new(&package, &framework, framework.window);
    let peers = framework.peers.partnerships(&package.parties);
    let all = compare(&framework, &measurer, &peers);
    let named: Vec<(&str, usize)> = all.convergence.iter().map(|c| (c.ranking.as_str(), c.common.len())).collect();
    let expected = [
        ("iseas_relevance_2024", 4),
        ("iseas_relevance_2025", 3),
        ("iseas_trust_2024", 5),
        ("lowy_influence_2025", 4),
        ("lowy_power_2025", 7),
    ];
    assert_eq!(named, expected);
    for c in &all.convergence {
        let order: Vec<&str> =
            c.common.iter().map(|i| package.parties.code(all.evaluations[*i].partnership.a)).collect();
        if c.ranking == "lowy_power_2025" {
            assert_eq!(order, ["USA", "CHN", "IND", "JPN", "RUS", "AUS", "KOR"]);
        }
        for on in &c.on {
            let scores: Vec<f64> =
                c.common.iter().filter_map(|i| all.evaluations[*i].card.node(on.node).score).collect();
            assert_eq!(on.n, scores.len());
            if scores.len() < 4 {
                assert_eq!((on.tau, on.p), (None, None), "{}", c.ranking);
                continue;
            }
            // Pairs in the published order that the scores have in the same order, less those they have reversed.
            let mut s = 0.0;
            for (i, x) in scores.iter().enumerate() {
                s += scores.iter().skip(i + 1).map(|y| if x > y { 1.0 } else { -1.0 }).sum::<f64>();
            }
            let pairs = (scores.len() * (scores.len() - 1) / 2) as f64;
            close(on.tau, s / pairs, &c.ranking);
            // Of n! orders none has a smaller two-sided p than the two extreme ones.
            let orders: f64 = (1..=scores.len()).map(|k| k as f64).product();
            assert!(on.p.is_some_and(|p| (2.0 / orders..=1.0).contains(&p)), "{}: {:?}", c.ranking, on.p);
        }
    }
    let some = compare(&framework, &measurer, &peers[..10]);
    assert!(some.convergence.is_empty());
}
