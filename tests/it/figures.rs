//! The shipped data against figures found another way: by hand, and by an independent program.

use std::path::Path;

use spscore::load;
use spscore::measure::{Measurer, Panel};
use spscore::model::{Framework, Package, Partnership, Window};

fn package() -> Package {
    load::embedded_package().unwrap_or_else(|e| panic!("{e}"))
}

fn framework(code: &str) -> Framework {
    crate::settled::framework_from(Path::new(code)).unwrap_or_else(|e| panic!("{e}"))
}

fn panel(package: &Package, framework: &Framework, pair: [&str; 2], window: Window) -> Panel {
    let [a, b] = pair.map(|name| package.parties.find(name).expect("a party"));
    Measurer::new(package, framework, window).measure(framework, Partnership::new(a, b).expect("two parties"))
}

fn value(framework: &Framework, panel: &Panel, code: &str) -> Option<f64> {
    panel.get(framework.find(code).expect("a node")).and_then(|m| m.reading.value())
}

fn quantity(framework: &Framework, panel: &Panel, code: &str, label: &str) -> f64 {
    let m = panel.get(framework.find(code).expect("a node")).expect("a measurement");
    let found = m.quantities.iter().find(|q| q.label.starts_with(label)).and_then(|q| q.value);
    found.unwrap_or_else(|| panic!("{code} has no quantity {label}"))
}

/// Every open indicator of the eleven partners, computed from the original files by a program that shares nothing with
/// this one; an empty value is one that does not apply.
#[test]
fn an_independent_computation_agrees() {
    // Version 1 on its own 176 values, version 2 on 220: two programs, written from the method page and the raw files
    // alone.
    for (code, file, values) in [("korolev@1", "independent.csv", 176), ("korolev", "independent-2.csv", 220)] {
        let (package, framework) = (package(), framework(code));
        let measurer = Measurer::new(&package, &framework, framework.window);
        let asean = package.parties.find("asean").expect("ASEAN");
        let mut rows = 0;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
        let mut table = csv::Reader::from_path(path).expect("the table");
        for record in table.records() {
            let record = record.expect("a row");
            let partner = package.parties.by_code(&record[0]).expect("a partner");
            let panel = measurer.measure(&framework, Partnership::new(partner, asean).expect("two parties"));
            let found = value(&framework, &panel, &record[1]);
            let expected: Option<f64> = record[2].parse().ok();
            let close = match (found, expected) {
                (Some(x), Some(y)) => (x - y).abs() <= 1e-12 * y.abs().max(1.0),
                (x, y) => x == y,
            };
            assert!(close, "{code} {} {}: {found:?}, not {expected:?}", &record[0], &record[1]);
            rows += 1;
        }
        assert_eq!(rows, values, "{code}");
    }
}

#[test]
fn russias_share_of_arms_imports_by_hand() {
    let (package, framework) = (package(), framework("korolev"));
    let panel = panel(&package, &framework, ["russia", "asean"], framework.window);
    let share = value(&framework, &panel, "arms_share").expect("a share");
    assert!((share - 1055.79 / 8573.44).abs() < 1e-12, "{share}");
    let m = panel.get(framework.find("arms_share").expect("a node")).expect("a measurement");
    let by_member = &m.grids.first().expect("a table by recipient").rows;
    for (member, percent) in
        [("Laos", 61.5), ("Vietnam", 55.1), ("Myanmar", 30.3), ("Cambodia", 8.0), ("Thailand", 2.7)]
    {
        let found = by_member.iter().find(|(name, _)| name == member).and_then(|(_, cells)| cells[2]).expect(member);
        assert!((100.0 * found - percent).abs() < 0.05, "{member}: {found}");
    }
}

#[test]
fn russia_names_asean_eight_times_in_seven_speeches() {
    let (package, framework) = (package(), framework("korolev"));
    let window = Window::parse("2018-2024").expect("a window");
    let panel = panel(&package, &framework, ["russia", "asean"], window);
    assert_eq!(quantity(&framework, &panel, "mention_rate_ab", "mentions of ASEAN by Russia"), 8.0);
    let raw = quantity(&framework, &panel, "mention_rate_ab", "raw rate");
    assert!((raw - 10_000.0 * 8.0 / 20_126.0).abs() < 1e-9, "{raw}");
}

#[test]
fn russia_and_asean_disagree_on_the_resolution_of_february_2023() {
    let (package, framework) = (package(), framework("korolev@1"));
    let panel = panel(&package, &framework, ["russia", "asean"], framework.window);
    let m = panel.get(framework.find("agreement_on_a").expect("a node")).expect("a measurement");
    let (_, cells) = m.grids[1].rows.iter().find(|(code, _)| code.starts_with("A/RES/ES-11/6")).expect("ES-11/6");
    assert_eq!(cells, &[Some(0.1), Some(10.0)]);
}

/// The window is read to its end and the goalposts of the file are those of the data.
#[test]
fn goalposts_are_the_percentiles_of_the_reference_sample() {
    for code in ["korolev", "korolev-extended"] {
        let (package, framework) = (package(), framework(code));
        let found = spscore::analysis::anchors::anchors(&framework, &package);
        assert_eq!(found.sha256, framework.reference.sha256, "{code}");
        for a in found.anchors {
            let (low, high) = a.computed.expect("a sample");
            let same = |x: f64, y: f64| (x - y).abs() <= 1e-9 * x.abs();
            assert!(same(low, a.stated.0) && same(high, a.stated.1), "{code} {}: {low} {high}", a.code);
        }
    }
}

#[test]
fn the_extended_framework_reads_korolevs_own_codings() {
    let (package, framework) = (package(), framework("korolev-extended"));
    let panel = panel(&package, &framework, ["russia", "asean"], framework.window);
    for (code, coded) in [
        ("bilateral_framing_ab", Some(0.4)),
        ("evaluative_depth_ab", Some(2.0)),
        ("evaluative_depth_ba", Some(1.0)),
        ("doctrine_priority_ab", Some(0.0)),
        ("initiative_uptake_ab", Some(0.0)),
        ("exercises", Some(0.2)),
        ("list_prominence_ba", None),
        ("implementation_ratio", None),
    ] {
        assert_eq!(value(&framework, &panel, code), coded, "{code}");
    }
}

/// ASEAN had ten members to October 2025 and the EU lost one in January 2020.
#[test]
fn memberships_are_dated() {
    use spscore::model::Year;
    let package = package();
    let members = |bloc: &str, year| {
        package.parties.members(package.parties.find(bloc).expect("a bloc"), Year::new(year).expect("a year")).len()
    };
    assert_eq!([members("asean", 1998), members("asean", 2022), members("asean", 2025)], [9, 10, 11]);
    assert_eq!([members("eu", 2019), members("eu", 2020)], [28, 27]);
}
