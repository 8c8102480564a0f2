//! FORM as a framework declares it: a ladder and bodies of its own, between any two parties, up to when they were looked up.

use std::fs;
use std::path::Path;

use spscore::load::{declared_codes, package_from};
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, Measure};
use spscore::model::party::Partnership;
use spscore::model::window::Window;
use spscore::model::{Absence, AbsenceKind, Measurement, Package, Reading};

use crate::settled::framework_from;
use crate::workdir::Workdir;

const STATUS: &str = "party,with,rung,label,date,precision,source,quote,note,to\n";
const INSTITUTIONS: &str = "party,with,institution,held,from,to,as_of,source,quote,note\n";

fn states() -> Framework {
    framework_from(Path::new("korolev-states")).expect("a built-in framework")
}

/// The tiny package with these rows of status and institutions.
fn package(here: &Workdir, status: &str, institutions: &str) -> Package {
    here.package("data", None);
    here.write("data/status.csv", format!("{STATUS}{status}"));
    here.write("data/institutions.csv", format!("{INSTITUTIONS}{institutions}"));
    package_from(&here.path("data")).unwrap_or_else(|e| panic!("{e}"))
}

/// Status and institutions of two parties on the last day of a window.
fn form(framework: &Framework, package: &Package, pair: [&str; 2], window: &str) -> [Measurement; 2] {
    let id = |code| package.parties.by_code(code).expect("a party");
    let p = Partnership::new(id(pair[0]), id(pair[1])).expect("a partnership");
    let panel = Measurer::new(package, framework, Window::parse(window).expect("a window")).measure(framework, p);
    let of = |wanted: fn(&Measure) -> bool| {
        let (node, ..) = framework.indicators().find(|(.., i)| wanted(&i.measure)).expect("the indicator");
        panel.measurements[node.0].clone().expect("a measurement")
    };
    [of(|m| matches!(m, Measure::Status { .. })), of(|m| matches!(m, Measure::Institutions { .. }))]
}

fn value(m: &Measurement) -> Option<f64> {
    m.reading.value()
}

fn absence(m: &Measurement) -> &Absence {
    match &m.reading {
        Reading::Missing(absence) => absence,
        Reading::Observed { .. } => panic!("{m:?} has a value"),
    }
}

/// Three of the eight are held, one is not, four are unknown: 3 / 4, between 3 / 8 and 7 / 8.
#[test]
fn two_states_have_a_status_and_bodies_of_their_own() {
    let here = Workdir::new();
    let status = "VNM,RUS,strategic,Strategic Partnership,2001,year,made-up,,,\nRUS,VNM,comprehensive_strategic,CSP,2012-07-27,day,made-up,,,\n";
    let bodies = "VNM,RUS,joint_commission,yes,1992,,,made-up,,\nVNM,RUS,defence_agreement,yes,1998,,,made-up,,\nRUS,VNM,trade_agreement,yes,2016-10-05,,,made-up,,\nRUS,VNM,two_plus_two,no,,,,made-up,,\n";
    let (framework, package) = (states(), package(&here, status, bodies));
    declared_codes(&package, &framework).expect("declared codes");
    let [status, bodies] = form(&framework, &package, ["RUS", "VNM"], "2018-2022");
    assert_eq!(value(&status), Some(4.0), "whichever side a row names first");
    assert_eq!(bodies.reading, Reading::Observed { value: 0.75, lower: 0.375, upper: 0.875 });
    let [status, bodies] = form(&framework, &package, ["RUS", "VNM"], "2007-2011");
    assert_eq!(value(&status), Some(3.0));
    // The trade agreement came later, which of one pair says that there was none yet: 2 held, 2 not.
    assert_eq!(bodies.reading, Reading::Observed { value: 0.5, lower: 0.25, upper: 0.75 });
    // Of others nothing is known.
    let [status, bodies] = form(&framework, &package, ["CHN", "VNM"], "2018-2022");
    assert_eq!((value(&status), value(&bodies)), (None, None));
}

#[test]
fn a_status_between_states_is_lowered_by_a_later_one_and_ends() {
    let here = Workdir::new();
    let status = "CHN,VNM,strategic,SP,2008,year,made-up,,,\nCHN,VNM,partnership,Partnership,2014-05-01,day,made-up,,,2019-06-30\n";
    let package = package(&here, status, "CHN,RUS,summit,yes,2001,,,made-up,,\n");
    let mut framework = states();
    let status = |framework: &Framework, window| form(framework, &package, ["CHN", "VNM"], window)[0].clone();
    for (window, rung) in
        [("2009-2013", 3.0), ("2010-2014", 1.0), ("2015-2018", 1.0), ("2016-2020", 0.0), ("2000-2004", 0.0)]
    {
        assert_eq!(value(&status(&framework, window)), Some(rung), "{window}");
    }
    assert_eq!(status(&framework, "2016-2020").basis, "none any more");
    assert_eq!(status(&framework, "2000-2004").basis, "none yet");
    // Where a higher one alone takes the place of a status, the strategic one has held all along.
    for node in &mut framework.nodes {
        if let spscore::model::framework::NodeKind::Indicator(i) = &mut node.kind
            && let Measure::Status { ladder } = &mut i.measure
        {
            ladder.replaced_by = spscore::model::ladder::ReplacedBy::Higher;
        }
    }
    assert_eq!(value(&status(&framework, "2016-2020")), Some(3.0));
}

/// 2016 to 2019: rung 3 until the first of May 2018, rung 1 until the end of June 2019, then none.
#[test]
fn the_rungs_held_follow_a_fall_and_an_end() {
    let here = Workdir::new();
    let status =
        "CHN,VNM,strategic,SP,2008,year,made-up,,,\nCHN,VNM,partnership,P,2018-05-01,day,made-up,,,2019-06-30\n";
    let package = package(&here, status, "CHN,RUS,summit,yes,2001,,,made-up,,\n");
    let framework = states();
    let id = |code| package.parties.by_code(code).expect("a party");
    let p = Partnership::new(id("CHN"), id("VNM")).expect("a partnership");
    let measurer = Measurer::new(&package, &framework, Window::parse("2016-2019").expect("a window"));
    let ladder = framework.indicators().find_map(|(.., i)| match &i.measure {
        Measure::Status { ladder } => Some(ladder),
        _ => None,
    });
    let held = measurer.rungs_held(p, ladder.expect("a ladder")).expect("known");
    let by_hand = [((4.0 / 12.0 + 0.5 / 31.0 / 12.0 + 2.0) / 4.0, 3.0), (0.0, 1.0), (0.0, 0.0)];
    assert!((held[0].0 - by_hand[0].0).abs() < 1e-12, "{held:?}");
    assert_eq!(held.iter().map(|(_, rung)| *rung).collect::<Vec<_>>(), [3.0, 1.0, 0.0]);
    assert!((held.iter().map(|(share, _)| share).sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn beyond_what_was_looked_up_nothing_is_known() {
    let here = Workdir::new();
    let mut descriptor = String::new();
    let status = "VNM,RUS,strategic,SP,2001,year,made-up,,,\n";
    let bodies = "VNM,RUS,joint_commission,yes,1992,,,made-up,,\nVNM,RUS,summit,yes,1994,,,made-up,,\nRUS,VNM,visa_free,no,,,,made-up,,\n";
    let framework = states();
    let newest = package(&here, status, bodies);
    // Without a word of when it was looked up, the newest row of both tables is all there is to go by.
    let [of_status, _] = form(&framework, &newest, ["RUS", "VNM"], "2018-2022");
    assert!(absence(&of_status).reason.contains("after 2001"), "{of_status:?}");
    descriptor.push_str(&here.read("data/datapackage.json"));
    let said = descriptor
        .replace(r#""path": "status.csv"}"#, r#""path": "status.csv", "known_to": "2022-12"}"#)
        .replace(r#""path": "institutions.csv"}"#, r#""path": "institutions.csv", "known_to": "2020"}"#);
    here.write("data/datapackage.json", said);
    let package = package_from(&here.path("data")).expect("a package");
    let [of_status, of_bodies] = form(&framework, &package, ["RUS", "VNM"], "2018-2022");
    assert_eq!(value(&of_status), Some(3.0));
    assert_eq!(absence(&of_bodies).kind, AbsenceKind::NotSearched);
    assert_eq!(absence(&of_bodies).reason, "not looked up: institutions is known to 2020 alone");
    let [_, of_bodies] = form(&framework, &package, ["RUS", "VNM"], "2016-2020");
    assert_eq!(value(&of_bodies), Some(2.0 / 3.0));
}

#[test]
fn a_platform_counts_while_it_exists_and_for_those_who_may_have_it() {
    let here = Workdir::new();
    let bodies = "CHN,VNM,summit,yes,2000,,,made-up,,\nCHN,VNM,visa_free,no,,,,made-up,,\nCHN,VNM,two_plus_two,no,,,,made-up,,\n";
    let package = package(&here, "RUS,ASEAN,strategic,SP,2018,year,made-up,,,\n", bodies);
    let text = spscore::load::built_in_frameworks().find(|(code, _)| *code == "korolev-states").expect("states").1;
    let changed = text
        .replace("code = \"two_plus_two\"\n", "code = \"two_plus_two\"\nsince = \"2019-03\"\nuntil = \"2020-06-30\"\n")
        .replace(
            "code = \"visa_free\"\ntitle = \"visa-free travel\"\nopen_to = [\"states\"]",
            "code = \"visa_free\"\nopen_to = [\"RUS\", \"blocs\"]",
        );
    assert_ne!(text, changed);
    here.write("mine.toml", changed);
    let framework = framework_from(&here.path("mine.toml")).expect("a framework");
    let of = |window| form(&framework, &package, ["CHN", "VNM"], window)[1].clone();
    // The summit is held and the 2+2 is not, as long as it exists; visa-free travel is not asked of the two.
    for (window, left_out) in [
        ("2014-2018", ["two plus two: it exists since 2019-03", "visa free: not open to the two"]),
        ("2016-2020", ["two plus two: it existed until 2020-06-30", "visa free: not open to the two"]),
    ] {
        let m = of(window);
        let names: Vec<&str> = m.left_out.iter().map(|line| line.as_str()).collect();
        let titled = left_out.map(|line| line.replace("two plus two", "2+2 of foreign and defence ministers"));
        assert!(titled.iter().all(|line| names.contains(&line.as_str())), "{window}: {names:?}");
    }
    assert_eq!(of("2015-2019").basis, "1 held of 2 known");
}

#[test]
fn codes_that_no_framework_declares_are_reported_with_the_declared_ones() {
    let here = Workdir::new();
    let status = "RUS,VNM,srategic,SP,2001,year,made-up,,,\nRUS,ASEAN,full,Dialogue Partner,1996,year,made-up,,,\n";
    let bodies = "RUS,VNM,apec,yes,1998,,,made-up,,\nRUS,ASEAN,tac,yes,2004,,,made-up,,\n";
    drop(package(&here, status, bodies));
    let run = here.run(&["evaluate", "russia-asean", "--data", "data", "--framework", "korolev-states"]);
    assert_eq!(run.code, 1, "{run:?}");
    let expected = "data/institutions.csv:2:9: error: `apec` is no platform or body that framework `korolev-states` or a built-in one declares\n  hint: declared are admm_plus, ambassador_accredited, business_council, cooperation_agreement, defence_agreement, eas, fta_in_force, fta_upgrade, investment_agreement, joint_centre, joint_commission, joint_cooperation_committee, plan_document, plan_of_action, rcep, resident_mission, strategic_dialogue, summit, summit_meeting, tac, trade_agreement, two_plus_two, visa_free\ndata/status.csv:2:9: error: `srategic` is no rung that framework `korolev-states` or a built-in one declares\n  hint: did you mean `strategic`? declared are comprehensive, comprehensive_strategic, development, full, informal, named, partnership, sectoral, strategic\n2 errors in 2 files; nothing was scored\n";
    assert_eq!(run.stderr, expected);
    let check = here.run(&["check", "data"]);
    assert!(check.code == 1 && check.stderr.contains("`apec` is no platform"), "{check:?}");
}

/// A package may bring the framework it was made for, and the tables of earlier packages are read as they were.
#[test]
fn a_package_names_its_own_framework() {
    let here = Workdir::new();
    drop(package(&here, "RUS,VNM,allied,Alliance,2001,year,made-up,,,\n", "RUS,VNM,summit,yes,1998,,,made-up,,\n"));
    let text = spscore::load::built_in_frameworks().find(|(code, _)| *code == "korolev-states").expect("states").1;
    let mine =
        text.replace("code = \"korolev-states\"", "code = \"mine\"").replace("none = {", "allied = 5.0\nnone = {");
    here.write("data/framework.toml", mine);
    let descriptor = here.read("data/datapackage.json");
    here.write("data/datapackage.json", descriptor.replacen('{', "{\"framework\": \"framework.toml\", ", 1));
    let run = here.run(&["check", "data"]);
    assert!(run.code == 0 && run.stdout.contains("framework mine 1.0"), "{run:?}");
    let run = here.run(&["check", "data", "--framework", "korolev-states"]);
    assert!(run.code == 1 && run.stderr.contains("`allied` is no rung"), "{run:?}");
    // What `with` was called before.
    let old = fs::read_to_string(here.path("data/status.csv")).expect("status").replace("with,", "bloc,");
    here.write("data/status.csv", old);
    assert_eq!(here.run(&["check", "data"]).code, 0);
}
