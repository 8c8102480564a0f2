//! What may be left out or weighed otherwise: arms where none are delivered, weak proxies, a status of a few weeks.
//! Each way is the evaluation of readings changed by hand.

use std::path::Path;
use std::sync::LazyLock;

use spscore::analysis::multiverse::{FactorKind, Multiverse, Partnerships};
use spscore::analysis::{evaluate, grades};
use spscore::load::embedded_package;
use spscore::measure::Measurer;
use spscore::model::framework::{Framework, Grade, Measure, NodeId, NodeKind};
use spscore::model::measurement::{AbsenceKind, Reading};
use spscore::model::{Package, Partnership};
use spscore::scoring::score;

use crate::settled::framework_from;

/// What is computed of a partnership beyond its nodes: gap, parameters met, rank and residual.
const BEYOND: usize = 4;

static PACKAGE: LazyLock<Package> = LazyLock::new(|| embedded_package().unwrap_or_else(|e| panic!("{e}")));
static KOROLEV: LazyLock<Framework> = LazyLock::new(|| framework("korolev"));

fn framework(code: &str) -> Framework {
    framework_from(Path::new(code)).unwrap_or_else(|e| panic!("{e}"))
}

fn readings(framework: &Framework, p: Partnership) -> Vec<Option<Reading>> {
    Measurer::new(&PACKAGE, framework, framework.window).measure(framework, p).readings()
}

/// One factor at one coordinate: the scores of every node by partnership.
fn way(multiverse: &Partnerships, at: Option<f64>) -> Vec<Vec<f64>> {
    ways(multiverse, &[at]).remove(0)
}

/// Several coordinates one after the other in one workspace.
fn ways(multiverse: &Partnerships, at: &[Option<f64>]) -> Vec<Vec<Vec<f64>>> {
    let width = multiverse.outputs().len();
    let mut workspace = multiverse.workspace();
    let mut one = |at: &Option<f64>| {
        let mut out = vec![f64::NAN; multiverse.units().len() * width];
        assert!(multiverse.run(&[*at], &mut workspace, &mut out));
        out.chunks(width).map(|row| row[..width - BEYOND].to_vec()).collect()
    };
    at.iter().map(&mut one).collect()
}

fn only(framework: &Framework, word: &str, all: &[Partnership]) -> Partnerships {
    let factors = framework.factors.only(&[word]);
    let (multiverse, idle) = Partnerships::new(framework, &PACKAGE, all, framework.window, &factors);
    assert_eq!(idle, [], "{word} has a range");
    multiverse
}

#[track_caller]
fn same(found: &[f64], framework: &Framework, readings: &[Option<Reading>]) {
    let bits = |x: f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
    let card = score(framework, readings);
    let expected = card.nodes.iter().map(|n| bits(n.score.unwrap_or(f64::NAN)));
    assert_eq!(found.iter().map(|x| bits(*x)).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

fn inapplicable(readings: &mut [Option<Reading>], id: NodeId) {
    readings[id.0] = Some(Reading::missing(AbsenceKind::NotApplicable, "by hand"));
}

#[test]
fn a_node_left_out_does_not_apply() {
    for code in ["korolev", "korolev-extended"] {
        let framework = framework(code);
        let peers = framework.peers.partnerships(&PACKAGE.parties);
        let multiverse = only(&framework, "left_out", &peers);
        let FactorKind::Discrete { levels, nominal: 0 } = &multiverse.factors()[0].kind else { panic!("levels") };
        assert_eq!(levels.len(), 2, "{levels:?}");
        let security = framework.find("security").expect("security");
        // A way that leaves nothing out is not touched by the one before it.
        let found = ways(&multiverse, &[Some(0.75), None, Some(0.25)]);
        for (unit, p) in peers.iter().enumerate() {
            let nominal = readings(&framework, *p);
            let mut without = nominal.clone();
            let path = |id: NodeId| std::iter::successors(Some(id), |n| framework.node(*n).parent);
            for (id, ..) in framework.indicators().filter(|(id, ..)| path(*id).any(|a| a == security)) {
                inapplicable(&mut without, id);
            }
            same(&found[0][unit], &framework, &without);
            same(&found[1][unit], &framework, &nominal);
            same(&found[2][unit], &framework, &nominal);
        }
    }
}

/// In the default framework vision rests on C alone and keeps it; coordination does without the overlap where it has
/// agreement.
#[test]
fn weak_proxies_are_left_out_where_a_parameter_keeps_its_score() {
    let f = &*KOROLEV;
    let peers = f.peers.partnerships(&PACKAGE.parties);
    let multiverse = only(f, "grades", &peers);
    let overlap = f.find("salience_overlap").expect("the indicator");
    let agreement = f.find("agreement").expect("the pair");
    let found = way(&multiverse, Some(0.75));
    let mut spared = 0;
    for (unit, p) in peers.iter().enumerate() {
        let mut changed = readings(f, *p);
        if score(f, &changed).node(agreement).score.is_some() {
            inapplicable(&mut changed, overlap);
            spared += 1;
        }
        same(&found[unit], f, &changed);
    }
    assert!(spared > 0, "somebody can do without");
}

#[test]
fn a_status_over_the_window_is_the_mean_of_the_rungs_held() {
    let f = &*KOROLEV;
    let peers = f.peers.partnerships(&PACKAGE.parties);
    let multiverse = only(f, "tenure", &peers);
    let (id, ladder) = f
        .indicators()
        .find_map(|(id, _, i)| match &i.measure {
            Measure::Status { ladder } => Some((id, ladder)),
            _ => None,
        })
        .expect("status");
    let measurer = Measurer::new(&PACKAGE, f, f.window);
    let (over, at) = (way(&multiverse, Some(0.75)), way(&multiverse, Some(0.25)));
    for (unit, p) in peers.iter().enumerate() {
        let mut changed = readings(f, *p);
        same(&at[unit], f, &changed);
        let held = measurer.rungs_held(*p, ladder).expect("known");
        changed[id.0] = Some(Reading::exact(held.iter().map(|(share, rung)| share * rung).sum()));
        same(&over[unit], f, &changed);
    }
    // The United States were strategic partners for all but seven weeks: 5 + 50/1826 of a rung.
    let usa = peers.iter().position(|p| PACKAGE.parties.code(p.a) == "USA").expect("a peer");
    let expected = 1.0 + 99.0 * (5.0 + 50.0 / 1826.0) / 6.0;
    assert!((over[usa][id.0] - expected).abs() < 0.05, "{} is not {expected}", over[usa][id.0]);
    assert_eq!(at[usa][id.0], 100.0);
}

/// CONTENT without arms by hand: of areas the economy alone is left.
#[test]
fn content_without_arms_is_given_where_none_are_delivered() {
    let f = &*KOROLEV;
    let measurer = Measurer::new(&PACKAGE, f, f.window);
    let share = f.find("arms_share").expect("the indicator");
    let mut none = Vec::new();
    for p in f.peers.partnerships(&PACKAGE.parties) {
        let e = evaluate(f, &measurer, p);
        let z = |code: &str| e.card.node(f.find(code).expect("a node")).score;
        let nothing = e.panel.get(share).and_then(|m| m.reading.value()) == Some(0.0);
        assert_eq!(e.without_arms.is_some(), nothing, "{}", p.slug(&PACKAGE.parties));
        let Some(without) = &e.without_arms else { continue };
        none.push(PACKAGE.parties.code(p.a));
        let parts = [z("vision"), z("economy"), z("coordination")].map(|z| z.expect("a score").ln() / 3.0);
        let expected = parts.iter().sum::<f64>().exp();
        let content = without.content.expect("a score");
        assert!((content - expected).abs() < 1e-9, "{content}, not {expected}");
        assert!(content > e.card.content().score.expect("a score"));
        let gap = without.gap.expect("a gap");
        assert!((gap - (e.card.form().score.expect("a score") - content)).abs() < 1e-12);
    }
    assert!(!none.is_empty() && none.len() < 11, "{none:?}");
}

#[test]
fn every_indicator_of_version_two_has_a_grade_with_a_reason_and_vision_rests_on_weak_proxies() {
    for code in ["korolev", "korolev-extended"] {
        let framework = framework(code);
        for (_, node, i) in framework.indicators() {
            assert!(i.grade.is_some() && i.grade_reason.len() > 20, "{code}: {}", node.code);
        }
        let pairs = framework.nodes.iter().enumerate().filter(|(_, n)| matches!(n.kind, NodeKind::Pair { .. }));
        assert!(pairs.into_iter().all(|(id, _)| grades::grade_of(&framework, NodeId(id)).is_some()));
    }
    let f = &*KOROLEV;
    let measurer = Measurer::new(&PACKAGE, f, f.window);
    let russia = evaluate(f, &measurer, f.peers.partnerships(&PACKAGE.parties)[0]);
    let codes: Vec<&str> = russia.weak.iter().map(|id| f.node(*id).code.as_str()).collect();
    assert_eq!(codes, ["vision"]);
    assert!(russia.warnings.iter().any(|w| w.text.starts_with("vision rests on weak proxies")));
    // One indicator of a better grade, and it rests on C alone no more.
    let mut better = f.clone();
    let rate = better.nodes.iter_mut().find(|n| n.code == "mention_rate_ab").expect("a direction");
    let NodeKind::Indicator(indicator) = &mut rate.kind else { panic!("an indicator") };
    indicator.grade = Some(Grade::B);
    assert_eq!(grades::resting_on_weak(&better, &russia.card), []);
    // Version 1 declares none.
    let old = framework("korolev@1");
    assert!(old.indicators().all(|(.., i)| i.grade.is_none()));
    assert_eq!(evaluate(&old, &measurer, russia.partnership).weak, []);
}
