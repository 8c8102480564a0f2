//! FORM through time: a status weighs as long as it was held, plans follow one another, and a longer list is no loss.

use std::path::Path;

use spscore::analysis::decompose::passage;
use spscore::analysis::{evaluate, timelines};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::measure::platforms::{common_platforms, on_common_ground};
use spscore::model::framework::{Framework, Measure, NodeId};
use spscore::model::party::Partnership;
use spscore::model::window::Window;
use spscore::model::{Measurement, Package};

use crate::settled::framework_from;

fn framework(code: &str) -> Framework {
    framework_from(Path::new(code)).expect("a built-in framework")
}

fn window(text: &str) -> Window {
    Window::parse(text).expect("a window")
}

fn with_asean(package: &Package, code: &str) -> Partnership {
    let id = |code| package.parties.by_code(code).expect("a party");
    Partnership::new(id(code), id("ASEAN")).expect("a partnership")
}

fn institutions(framework: &Framework) -> NodeId {
    let found = framework.indicators().find(|(.., i)| matches!(i.measure, Measure::Institutions { .. }));
    found.expect("the indicator").0
}

/// The holding of a platform as the grid shows it: `None` where it stands there as unknown or not at all.
fn held(m: &Measurement, name: &str) -> Option<bool> {
    let rows = m.grids.iter().flat_map(|g| &g.rows);
    rows.filter(|(row, _)| row == name).find_map(|(_, cells)| cells[0]).map(|x| x > 0.5)
}

/// Plans of action by hand from the printed periods: before the first known plan and in gaps nobody knows.
#[test]
fn outside_documented_terms_a_plan_of_action_is_unknown() {
    let package = embedded_package().expect("the built-in package");
    let new = framework("korolev");
    let table = [
        ("RUS", 2004, None),
        ("RUS", 2005, Some(true)),
        ("RUS", 2015, Some(true)),
        ("RUS", 2022, Some(true)),
        ("CHN", 2010, Some(true)),
        ("CHN", 2022, None),
        ("IND", 2022, Some(true)),
        ("USA", 2005, None),
        ("USA", 2022, Some(true)),
        ("EUU", 2012, Some(true)),
        ("EUU", 2017, Some(true)),
        ("EUU", 2023, None),
        ("JPN", 2009, Some(true)),
        ("JPN", 2015, None),
        ("KOR", 2010, None),
        ("KOR", 2013, Some(true)),
        ("AUS", 2014, Some(true)),
        ("NZL", 2015, None),
        ("CAN", 2015, None),
        ("CAN", 2016, Some(true)),
        ("GBR", 2021, None),
        ("GBR", 2022, Some(true)),
    ];
    for (code, year, expected) in table {
        let measurer = Measurer::new(&package, &new, window(&format!("{}-{year}", year - 4)));
        let panel = measurer.measure(&new, with_asean(&package, code));
        let m = panel.get(institutions(&new)).expect("measured");
        assert_eq!(held(m, "plan of action"), expected, "{code} {year}");
    }
    // Version 1 took the first plan that had been found for the first there was.
    let old = framework("korolev@1");
    let measurer = Measurer::new(&package, &old, window("2011-2015"));
    let panel = measurer.measure(&old, with_asean(&package, "RUS"));
    assert_eq!(held(panel.get(institutions(&old)).expect("measured"), "plan of action"), Some(false));
}

/// Over the windows ending 2009 to 2022 the share falls for nobody, since nobody gave anything up; measured on the
/// platforms of each window it does, for those who have no part in what the others founded.
#[test]
fn a_longer_list_lowers_form_for_nobody() {
    let package = embedded_package().expect("the built-in package");
    let new = framework("korolev");
    let id = institutions(&new);
    let windows: Vec<Window> = (2009..=2022).map(|end| window(&format!("{}-{end}", end - 4))).collect();
    let peers = new.peers.partnerships(&package.parties);
    let mut measurers = Measurer::series(&package, &new, &windows);
    let falls = |measurers: &[Measurer<'_>]| {
        let mut fallen = Vec::new();
        for p in &peers {
            let values: Vec<Option<f64>> =
                measurers.iter().map(|g| g.measure(&new, *p).get(id).and_then(|m| m.reading.value())).collect();
            for (year, pair) in (2010..).zip(values.windows(2)) {
                if let [Some(before), Some(after)] = pair
                    && after + 1e-12 < *before
                {
                    fallen.push(format!("{} {year}", p.slug(&package.parties)));
                }
            }
        }
        fallen
    };
    assert!(!falls(&measurers).is_empty(), "on the platforms of each window something falls");
    on_common_ground(&new, &mut measurers, &peers);
    assert_eq!(falls(&measurers), Vec::<String>::new());
}

/// RCEP came in 2022, and Canada is not in it: it had no part in it in 2017 either. Of its free trade and its summits
/// nothing is known then.
#[test]
fn windows_are_compared_on_what_is_known_at_both_ends() {
    let package = embedded_package().expect("the built-in package");
    let (new, p) = (framework("korolev"), with_asean(&package, "CAN"));
    let windows = [window("2013-2017"), window("2018-2022")];
    let measurers = Measurer::series(&package, &new, &windows);
    let names = |common: Vec<spscore::model::platform::Platform>| common.iter().map(|p| p.name()).collect::<Vec<_>>();
    let common = names(common_platforms(&new, &measurers, p).expect("a comparison"));
    assert!(common.contains(&"admm plus".to_owned()) && common.contains(&"rcep".to_owned()), "{common:?}");
    assert!(
        common.contains(&"plan of action".to_owned()) && !common.contains(&"fta in force".to_owned()),
        "{common:?}"
    );
    let found = passage(&new, &package, p, windows[0], windows[1]);
    assert_eq!(found.compared.as_ref(), Some(&common));
    let of = |at: usize| found.panels[at].get(institutions(&new)).expect("measured");
    let sizes = [of(0), of(1)].map(|m| m.grids[0].rows.len());
    assert_eq!(sizes, [common.len(); 2]);
    // TAC, the plan, the mission and the committee, and neither EAS, ADMM-Plus nor RCEP: four of seven at both ends.
    let [before, after] = [of(0), of(1)].map(|m| m.reading.value().expect("known"));
    assert_eq!((before, after), (4.0 / 7.0, 4.0 / 7.0));
    // A timeline counts the same platforms in every window, and a single evaluation is left as it is.
    let timeline = timelines(&new, &package, &windows, &[p]);
    assert_eq!(timeline[0].compared.as_ref(), Some(&common));
    assert_eq!(timeline[0].moments[1].form.score, found.form.after);
    let alone = evaluate(&new, &measurers[1], p);
    assert!(alone.panel.get(institutions(&new)).expect("measured").left_out.iter().all(|t| !t.contains("compared")));
    // Version 1 compares on the platforms of each window.
    let old = framework("korolev@1");
    assert_eq!(common_platforms(&old, &Measurer::series(&package, &old, &windows), p), None);
}

/// Shares of the window by hand: from 2018-11-14 to the end of 2022 are 1,509 of 1,826 days; from 2022-11-12 they are
/// 50.
#[test]
fn the_rung_of_the_last_day_says_how_long_it_was_held() {
    let package = embedded_package().expect("the built-in package");
    let new = framework("korolev");
    let measurer = Measurer::new(&package, &new, window("2018-2022"));
    let held = |code: &str| evaluate(&new, &measurer, with_asean(&package, code)).status.expect("a status");
    let table = [("RUS", 1509.0 / 1826.0), ("USA", 50.0 / 1826.0), ("IND", 50.0 / 1826.0), ("JPN", 1.0)];
    for (code, share) in table {
        let status = held(code);
        let found = status.held.expect("a share");
        assert!((found - share).abs() < 2e-3, "{code}: {found}, not {share}");
    }
    let Measure::Status { ladder } = &new.indicators().next().expect("status").2.measure else { panic!("status") };
    let rungs = measurer.rungs_held(with_asean(&package, "USA"), ladder).expect("known");
    assert_eq!(rungs.iter().map(|(_, rung)| *rung).collect::<Vec<_>>(), [5.0, 6.0]);
    assert!((rungs.iter().map(|(share, _)| share).sum::<f64>() - 1.0).abs() < 1e-12);
}
