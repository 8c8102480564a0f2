//! What a partnership's score may depend on: its own rows and declared denominators, never on who else was asked about,
//! and never on a row that is not there being read as a zero.

use std::path::Path;
use std::sync::LazyLock;

use spscore::analysis::{Evaluation, evaluate};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, NodeId, NodeKind};
use spscore::model::measurement::Reading;
use spscore::model::party::Partnership;
use spscore::model::window::Window;
use spscore::model::{Package, PartyId};
use spscore::report::{Subject, json};

use crate::settled::framework_from;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));
static FRAMEWORK: LazyLock<Framework> =
    LazyLock::new(|| framework_from(Path::new("korolev")).unwrap_or_else(|e| panic!("{e}")));

fn party(code: &str) -> PartyId {
    PACKAGE.parties.by_code(code).expect("a party of the package")
}

fn with_asean(code: &str) -> Partnership {
    Partnership::new(party(code), party("ASEAN")).expect("two parties")
}

fn measurer<'a>(package: &'a Package, window: &str) -> Measurer<'a> {
    Measurer::new(package, &FRAMEWORK, Window::parse(window).expect("a window"))
}

fn as_json(measurer: &Measurer<'_>, p: Partnership) -> String {
    let evaluation = evaluate(&FRAMEWORK, measurer, p);
    json::evaluation(Subject { framework: &FRAMEWORK, measurer, evaluation: &evaluation }).expect("JSON")
}

fn without(change: impl FnOnce(&mut Package)) -> Package {
    let mut package = PACKAGE.clone();
    change(&mut package);
    package
}

fn node(code: &str) -> NodeId {
    FRAMEWORK.find(code).unwrap_or_else(|| panic!("no node {code}"))
}

/// Takes the rows out that `gone` names; there must be some.
fn drop_rows<T>(rows: &mut Vec<T>, gone: impl Fn(&T) -> bool) {
    let before = rows.len();
    rows.retain(|r| !gone(r));
    assert!(rows.len() < before, "there is nothing to take out");
}

#[test]
fn asking_about_others_first_changes_no_byte() {
    let fresh = as_json(&measurer(&PACKAGE, "2018-2022"), with_asean("RUS"));
    let measurer = measurer(&PACKAGE, "2018-2022");
    for code in ["CHN", "USA", "CAN", "EUU"] {
        as_json(&measurer, with_asean(code));
    }
    as_json(&measurer, Partnership::new(party("VNM"), party("RUS")).expect("two parties"));
    assert_eq!(as_json(&measurer, with_asean("RUS")), fresh);
    assert_eq!(as_json(&measurer, with_asean("RUS")), fresh, "asked twice");
}

#[test]
fn the_window_of_another_gauge_changes_no_byte() {
    let fresh = as_json(&measurer(&PACKAGE, "2018-2022"), with_asean("RUS"));
    let (early, late) = (measurer(&PACKAGE, "2010-2014"), measurer(&PACKAGE, "2018-2022"));
    assert_ne!(as_json(&early, with_asean("RUS")), fresh);
    assert_eq!(as_json(&late, with_asean("RUS")), fresh);
}

/// The reverse of adding a partnership: without Canada's own rows Russia's nodes keep every bit. What all speakers say
/// is counted in the world's rows, a declared denominator, and stays.
#[test]
fn another_partnerships_rows_change_no_score() {
    let canada = party("CAN");
    let fewer = without(|p| {
        drop_rows(&mut p.status, |r| r.party == canada);
        drop_rows(&mut p.institutions, |r| r.party == canada);
        drop_rows(&mut p.mentions, |r| r.speaker == canada || r.target == canada);
        drop_rows(&mut p.attention, |r| r.speaker == canada);
        drop_rows(&mut p.positions, |r| r.member == canada || r.partner == canada);
        drop_rows(&mut p.trade, |r| r.exporter == canada || r.importer == canada);
    });
    let (all, fewer) = (measurer(&PACKAGE, "2018-2022"), measurer(&fewer, "2018-2022"));
    let of = |measurer: &Measurer<'_>, code| evaluate(&FRAMEWORK, measurer, with_asean(code));
    let (before, after) = (of(&all, "RUS"), of(&fewer, "RUS"));
    for (i, node) in FRAMEWORK.nodes.iter().enumerate() {
        assert_eq!(before.card.nodes[i], after.card.nodes[i], "{} moved", node.code);
    }
    assert_eq!(before.card, after.card);
    let peers = |e: &Evaluation| e.gap.as_ref().map(|g| (g.absolute.to_bits(), g.peers));
    let (Some((gap, Some(11))), Some((same, Some(10)))) = (peers(&before), peers(&after)) else {
        panic!("no gap, or other peers")
    };
    assert_eq!(gap, same, "only the ranks may change");
    assert!(of(&fewer, "CAN").gap.is_none(), "Canada itself is withheld");
}

/// A way to lose rows, and the indicators that must notice.
struct Loss {
    what: &'static str,
    window: &'static str,
    from: fn(&mut Package),
    /// These have no value any more.
    missing: &'static [&'static str],
    /// These rest on fewer years.
    fewer_years: &'static [&'static str],
}

const LOSSES: [Loss; 11] = [
    Loss {
        what: "the status",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.status, |r| r.party == party("RUS")),
        missing: &["status"],
        fewer_years: &[],
    },
    Loss {
        what: "the institutions",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.institutions, |r| r.party == party("RUS")),
        missing: &["institutions"],
        fewer_years: &[],
    },
    Loss {
        what: "Russia's total deliveries of arms",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.arms_margins, |r| r.supplier == party("RUS")),
        missing: &["arms_preference", "arms_share", "arms_member_breadth"],
        fewer_years: &[],
    },
    Loss {
        what: "the world's deliveries of arms in 2019",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.arms_margins, |r| r.supplier == PartyId::WORLD && r.year.get() == 2019),
        missing: &[],
        fewer_years: &["arms_preference", "arms_share", "arms_member_breadth"],
    },
    Loss {
        what: "all totals of trade in 2019, of five covered years",
        window: "2016-2020",
        from: |p| drop_rows(&mut p.trade_margins, |r| r.year.get() == 2019),
        missing: &[],
        fewer_years: &["trade_preference", "mutual_trade_share", "trade_trend", "trade_member_breadth"],
    },
    Loss {
        what: "all totals of trade in 2019, of three covered years",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.trade_margins, |r| r.year.get() == 2019),
        missing: &["trade_preference", "mutual_trade_share", "trade_trend", "trade_member_breadth"],
        fewer_years: &[],
    },
    Loss {
        what: "all trade between Russia and anybody",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.trade, |r| r.exporter == party("RUS") || r.importer == party("RUS")),
        missing: &["trade_preference", "mutual_trade_share", "trade_trend", "trade_member_breadth"],
        fewer_years: &[],
    },
    Loss {
        what: "one year of Russia's speeches",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.mentions, |r| r.speaker == party("RUS") && r.year.get() == 2020),
        missing: &[],
        fewer_years: &["mention_rate_ab", "relative_attention_ab", "mention_regularity_ab", "manner_ab"],
    },
    Loss {
        what: "Russia's speeches",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.mentions, |r| r.speaker == party("RUS")),
        missing: &["mention_rate_ab", "relative_attention_ab", "mention_regularity_ab", "manner_ab"],
        fewer_years: &[],
    },
    Loss {
        what: "what Russia's speeches are about",
        window: "2018-2022",
        from: |p| drop_rows(&mut p.attention, |r| r.speaker == party("RUS")),
        missing: &["salience_overlap", "agreement_on_a"],
        fewer_years: &[],
    },
    Loss {
        what: "every vote",
        window: "2018-2022",
        from: |p| {
            drop_rows(&mut p.positions, |_| true);
            drop_rows(&mut p.votes, |_| true);
            drop_rows(&mut p.roll_calls, |_| true);
        },
        missing: &["agreement_on_a", "agreement_on_b"],
        fewer_years: &[],
    },
];

#[test]
fn a_lost_row_lowers_coverage_or_years_and_is_no_zero() {
    let pair = with_asean("RUS");
    for loss in &LOSSES {
        let what = loss.what;
        let fewer = without(loss.from);
        let before = evaluate(&FRAMEWORK, &measurer(&PACKAGE, loss.window), pair);
        let after = evaluate(&FRAMEWORK, &measurer(&fewer, loss.window), pair);
        let measured = |e: &Evaluation, id: NodeId| e.panel.get(id).map(|m| (m.reading.clone(), m.years.clone()));
        for (id, node, _) in FRAMEWORK.indicators() {
            let code = node.code.as_str();
            let (Some((old, old_years)), Some((new, new_years))) = (measured(&before, id), measured(&after, id)) else {
                panic!("{code} was not measured")
            };
            if loss.missing.contains(&code) {
                let reported = matches!(&new, Reading::Missing(absence) if !absence.reason.is_empty());
                assert!(old.value().is_some() && reported && new.applies(), "without {what}: {code} is {new:?}");
            } else if loss.fewer_years.contains(&code) {
                assert!(
                    new.value().is_some() && new_years.len() < old_years.len(),
                    "without {what}: {code} {new_years:?}"
                );
            } else {
                assert_eq!((&old, &old_years), (&new, &new_years), "without {what}: {code} moved");
            }
            assert!(new.value() != Some(0.0) || old.value() == Some(0.0), "without {what}: {code} became 0");
        }
        for (i, node) in FRAMEWORK.nodes.iter().enumerate() {
            let (old, new) = (&before.card.nodes[i], &after.card.nodes[i]);
            assert!(new.coverage <= old.coverage + 1e-12, "without {what}: coverage of {} rose", node.code);
            assert!(new.score.is_none() || old.score.is_some(), "without {what}: {} got a score", node.code);
        }
        for code in loss.missing {
            let (card, before) = (after.card.node(node(code)), before.card.node(node(code)));
            assert!(card.score.is_none() && card.coverage == 0.0 && before.coverage == 1.0, "{code}");
            assert_eq!((card.lower, card.upper), (1.0, 100.0), "{code} could be anything");
            let above = FRAMEWORK.node(node(code)).parent.expect("indicators have parents");
            assert!(after.card.node(above).coverage < 1.0, "without {what}: nothing is missing above {code}");
        }
    }
}

/// What an institution's lost row leaves open widens the bounds on both sides; the share is that of the known ones.
#[test]
fn an_unknown_platform_widens_the_bounds() {
    let fewer = without(|p| drop_rows(&mut p.institutions, |r| r.party == party("RUS") && r.institution == "eas"));
    let reading = |package| {
        measurer(package, "2018-2022").measure(&FRAMEWORK, with_asean("RUS")).readings()[node("institutions").0].clone()
    };
    let ends = |reading| match reading {
        Some(Reading::Observed { value, lower, upper }) => (value, lower, upper),
        other => panic!("{other:?}"),
    };
    let (old, new) = (ends(reading(&PACKAGE)), ends(reading(&fewer)));
    assert_eq!(old.1, old.2, "all nine are known");
    assert!(new.1 < new.0 && new.0 < new.2 && new.2 - new.1 > 1.0 / 9.0 - 1e-12, "{new:?}");
}

/// SIPRI lists every delivery, so a pair without a row delivered nothing: the one absence that is a zero, by the
/// table's rule.
#[test]
fn no_delivery_of_arms_is_a_true_zero() {
    let fewer = without(|p| drop_rows(&mut p.arms, |r| r.supplier == party("RUS")));
    let e = evaluate(&FRAMEWORK, &measurer(&fewer, "2018-2022"), with_asean("RUS"));
    let share = e.panel.get(node("arms_share")).expect("arms_share is measured");
    assert_eq!((share.reading.value(), share.basis.as_str()), (Some(0.0), "no delivery: true 0"));
    for code in ["arms_preference", "arms_member_breadth"] {
        assert!(!e.card.node(node(code)).applies, "{code} cannot be read off nothing");
    }
    assert_eq!(e.card.node(node("security")).score, e.card.node(node("arms_share")).score);
    assert_eq!(e.card.node(node("arms_share")).used, 1.0, "the heir carries all the weight");
    assert!(matches!(FRAMEWORK.node(node("security")).kind, NodeKind::Composite { .. }));
}

/// The contributions named for a difference in CONTENT sum to it, and nobody's figures depend on who else is named.
#[test]
fn comparisons_add_up_and_change_nobody() {
    use spscore::analysis;
    let package = spscore::load::embedded_package().unwrap_or_else(|e| panic!("{e}"));
    let framework = crate::settled::framework_from(std::path::Path::new("korolev")).unwrap_or_else(|e| panic!("{e}"));
    let measurer = spscore::measure::Measurer::new(&package, &framework, framework.window);
    let find = |code: &str| package.parties.by_code(code).expect("a party");
    let pair = |code: &String| spscore::model::Partnership::new(find(code), find("ASEAN")).expect("two parties");
    let all: Vec<_> = framework.peers.members.iter().map(pair).collect();
    let together = analysis::compare(&framework, &measurer, &all);
    assert_eq!((together.evaluations.len(), together.differences.len()), (11, 10));
    for d in &together.differences {
        let sum: f64 = d.contributions.iter().map(|c| c.points).sum();
        assert!((sum - d.points).abs() < 1e-9, "{} and {}: {sum}, not {}", d.above, d.below, d.points);
        assert!(d.points >= 0.0);
    }
    for e in &together.evaluations {
        let alone = analysis::evaluate(&framework, &measurer, e.partnership);
        assert_eq!(alone.card, e.card);
        assert_eq!(alone.gap.map(|g| (g.rank, g.residual)), e.gap.as_ref().map(|g| (g.rank, g.residual)));
    }
}
