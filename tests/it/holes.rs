//! A hole stays a hole: what is taken out of the data is missing afterwards, and never a zero or a number out of
//! nothing.

use std::path::Path;

use spscore::analysis::{self, Evaluation};
use spscore::load;
use spscore::measure::Measurer;
use spscore::model::party::PartyId;
use spscore::model::{AbsenceKind, Framework, Package, Partnership, Reading, Window};

fn package() -> Package {
    load::embedded_package().unwrap_or_else(|e| panic!("{e}"))
}

fn framework() -> Framework {
    crate::settled::framework_from(Path::new("korolev")).unwrap_or_else(|e| panic!("{e}"))
}

fn evaluate(package: &Package, framework: &Framework, pair: [&str; 2], window: &str) -> Evaluation {
    let [a, b] = pair.map(|name| package.parties.find(name).expect("a party"));
    let measurer = Measurer::new(package, framework, Window::parse(window).expect("a window"));
    analysis::evaluate(framework, &measurer, Partnership::new(a, b).expect("two parties"))
}

fn reading<'a>(framework: &Framework, e: &'a Evaluation, code: &str) -> &'a Reading {
    &e.panel.get(framework.find(code).expect("a node")).expect("a measurement").reading
}

fn absence(framework: &Framework, e: &Evaluation, code: &str) -> AbsenceKind {
    match reading(framework, e, code) {
        Reading::Missing(absence) => absence.kind,
        observed => panic!("{code}: {observed:?}"),
    }
}

/// Every number of an evaluation is finite, and scores keep to 1..=100.
fn is_sound(framework: &Framework, e: &Evaluation) {
    for (node, scored) in framework.nodes.iter().zip(&e.card.nodes) {
        let numbers = [Some(scored.lower), Some(scored.upper), scored.score];
        for z in numbers.into_iter().flatten() {
            assert!((1.0..=100.0).contains(&z), "{}: {z}", node.code);
        }
        assert!(scored.lower <= scored.upper && scored.coverage.is_finite(), "{}: {scored:?}", node.code);
    }
}

#[test]
fn a_bloc_whose_inner_trade_is_unknown_has_no_total() {
    let (mut package, framework) = (package(), framework());
    let asean = package.parties.find("asean").expect("ASEAN");
    package.trade_margins.iter_mut().filter(|m| m.party == asean).for_each(|m| m.intra_usd = None);
    let e = evaluate(&package, &framework, ["russia", "asean"], "2018-2022");
    for code in ["trade_preference", "mutual_trade_share", "trade_trend", "trade_member_breadth"] {
        assert_eq!(absence(&framework, &e, code), AbsenceKind::NotAvailable, "{code}");
    }
    assert!(e.gap.is_none(), "economy is needed for CONTENT");
}

#[test]
fn a_member_without_rows_leaves_the_breadth_and_is_reported() {
    let (mut package, framework) = (package(), framework());
    let vietnam = package.parties.find("vietnam").expect("Vietnam");
    package.trade_margins.retain(|m| m.party != vietnam);
    let e = evaluate(&package, &framework, ["russia", "asean"], "2018-2022");
    let m = e.panel.get(framework.find("trade_member_breadth").expect("a node")).expect("a measurement");
    let members = m.members.expect("a count");
    assert_eq!((members.have, members.of), (9, 10));
    assert!(m.left_out.iter().any(|t| t.starts_with("Vietnam: ")), "{:?}", m.left_out);
    assert!(e.warnings.iter().any(|w| w.text.contains("9 of 10 members") && w.text.contains("trade_member_breadth")));
}

#[test]
fn roll_calls_in_which_nobody_voted_say_nothing() {
    let (mut package, framework) = (package(), framework());
    for p in &mut package.positions {
        (p.both_voted, p.same, p.one_abstains, p.opposite) = (0.0, 0.0, 0.0, 0.0);
    }
    let e = evaluate(&package, &framework, ["russia", "asean"], "2018-2022");
    is_sound(&framework, &e);
    // Ukraine's resolutions are left, and ASEAN has no excess attention to it.
    assert!(reading(&framework, &e, "agreement_on_a").value().is_some());
    assert_eq!(absence(&framework, &e, "agreement_on_b"), AbsenceKind::NotAvailable);
}

#[test]
fn arms_totals_of_one_year_do_not_serve_five() {
    let (mut package, framework) = (package(), framework());
    let russia = package.parties.find("russia").expect("Russia");
    package.arms_margins.retain(|m| m.supplier != russia || m.year.get() == 2018);
    let e = evaluate(&package, &framework, ["russia", "asean"], "2018-2022");
    assert_eq!(absence(&framework, &e, "arms_preference"), AbsenceKind::NotAvailable);
    assert!(reading(&framework, &e, "arms_share").value().is_some());
}

#[test]
fn nothing_is_known_beyond_the_newest_source() {
    let (package, framework) = (package(), framework());
    let e = evaluate(&package, &framework, ["russia", "asean"], "2030-2034");
    for (_, node, _) in framework.indicators() {
        assert_eq!(absence(&framework, &e, &node.code), AbsenceKind::NotAvailable, "{}", node.code);
    }
}

/// The source on the mission prints no year; it is of November 2015 and says nothing about 1999.
#[test]
fn a_source_without_a_date_does_not_speak_for_earlier_years() {
    let (package, framework) = (package(), framework());
    let reported = |window| {
        let e = evaluate(&package, &framework, ["us", "asean"], window);
        let m = e.panel.get(framework.find("institutions").expect("a node")).expect("a measurement");
        m.left_out.iter().any(|t| t == "resident mission: not known")
    };
    assert_eq!([reported("1995-1999"), reported("2018-2022")], [true, false]);
}

/// RCEP was in force for nobody in 2018 and is nobody's lack then.
#[test]
fn a_platform_that_lies_ahead_is_no_lack() {
    let (package, framework) = (package(), framework());
    let e = evaluate(&package, &framework, ["japan", "asean"], "2014-2018");
    let m = e.panel.get(framework.find("institutions").expect("a node")).expect("a measurement");
    assert!(m.left_out.contains(&"rcep: no partner had it yet".to_owned()), "{:?}", m.left_out);
}

/// Who counts in a bloc is the data's matter: another peer set changes ranks and no figure.
#[test]
fn the_peer_set_moves_no_figure() {
    let (package, framework) = (package(), framework());
    let mut fewer = framework.clone();
    fewer.peers.members.retain(|code| code != "GBR");
    let all = evaluate(&package, &framework, ["eu", "asean"], "2018-2022");
    let without = evaluate(&package, &fewer, ["eu", "asean"], "2018-2022");
    assert_eq!(all.card, without.card);
}

/// Unusual pairs and windows: what is missing is reported, and nothing is out of its range.
#[test]
fn odd_pairs_and_windows_are_sound() {
    let (package, framework) = (package(), framework());
    let pairs =
        [["vietnam", "russia"], ["vietnam", "indonesia"], ["russia", "china"], ["germany", "asean"], ["eu", "asean"]];
    for pair in pairs {
        for window in ["1995-1999", "2000-2004", "2018-2022", "2020-2024", "2024", "1900-2100"] {
            let e = evaluate(&package, &framework, pair, window);
            is_sound(&framework, &e);
            for (id, node, _) in framework.indicators() {
                let m = e.panel.get(id).expect("a measurement");
                match &m.reading {
                    Reading::Observed { value, .. } => {
                        assert!(value.is_finite() && !m.working.is_empty(), "{pair:?} {window} {}", node.code);
                        assert!(!m.rows.is_empty(), "{pair:?} {window} {} has no rows", node.code);
                    }
                    Reading::Missing(absence) => assert!(!absence.reason.is_empty(), "{pair:?} {window} {}", node.code),
                }
            }
        }
    }
}

#[test]
fn the_united_kingdom_is_a_member_that_is_not_counted() {
    let package = package();
    let find = |name| package.parties.find(name).expect("a party");
    let year = spscore::model::Year::new(2019).expect("a year");
    let has = |members: Vec<PartyId>| members.contains(&find("uk"));
    assert!(has(package.parties.members(find("eu"), year)));
    assert!(!has(package.parties.counted_members(find("eu"), year)));
}
