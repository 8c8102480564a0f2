//! Single weights that change a verdict or an order: by hand, and against scoring with the weight set.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use spscore::analysis::sensitivity::{Lever, order_levers, unsolved, verdict_levers, weigh};
use spscore::model::framework::*;
use spscore::model::{AbsenceKind, Reading};
use spscore::scoring::{ScoreCard, score, weights_among};

use crate::random_tree::{Card, tree};
use crate::settled::framework_from;

/// A part of the built-in framework as nodes of a small one: FORM and CONTENT with children whose values are their
/// scores.
struct Small {
    framework: Framework,
    readings: Vec<Option<Reading>>,
}

/// Codes, parents, weights and values; a node without a value is a mean, geometric where its code begins with `g`.
type Part = (&'static str, &'static str, f64, Option<f64>);

impl Small {
    /// Natural goalposts from 1 to 100, so that a value is its score; a value of 0 is missing.
    fn new(parts: &[Part]) -> Small {
        let base = framework_from(Path::new("korolev")).expect("the built-in framework");
        let leaf = base.nodes.iter().find(|n| n.code == "salience_overlap").expect("a leaf").clone();
        let inner = base.nodes.iter().find(|n| n.code == "form").expect("FORM").clone();
        let place = |code: &str| NodeId(parts.iter().position(|p| p.0 == code).expect("a parent"));
        let (mut nodes, mut readings) = (Vec::new(), Vec::new());
        for (code, parent, weight, value) in parts {
            let mut node = if value.is_some() { leaf.clone() } else { inner.clone() };
            node.code = (*code).to_owned();
            node.parent = (!parent.is_empty()).then(|| place(parent));
            node.weight = Weight::new(*weight).expect("a weight");
            (node.floor, node.needs_all) = (0.0, false);
            match &mut node.kind {
                NodeKind::Composite { aggregation, children, .. } => {
                    *children = (0..parts.len()).filter(|i| parts[*i].1 == *code).map(NodeId).collect();
                    if code.starts_with('g') {
                        *aggregation = Aggregation::Geometric {};
                    }
                }
                NodeKind::Indicator(indicator) => {
                    let kind = GoalpostKind::Natural;
                    let posts = Goalposts::new(1.0, 100.0, Transform::Identity, kind, String::new());
                    indicator.goalposts = Some(posts.expect("goalposts"));
                }
                NodeKind::Pair { .. } => unreachable!("no pair is asked for"),
            }
            nodes.push(node);
            readings.push(value.map(|value| match value {
                0.0 => Reading::missing(AbsenceKind::NotAvailable, "nobody knows"),
                value => Reading::exact(value),
            }));
        }
        // The two roots stand where they stand, by their place: the first and the last node without a parent.
        let roots: Vec<NodeId> = (0..parts.len()).filter(|i| parts[*i].1.is_empty()).map(NodeId).collect();
        let framework = Framework { nodes, form: roots[0], content: roots[1], ..base };
        Small { framework, readings }
    }

    fn card(&self) -> ScoreCard {
        score(&self.framework, &self.readings)
    }

    fn floor(mut self, code: &str, floor: f64) -> Small {
        let id = self.framework.find(code).expect("a node");
        self.framework.nodes[id.0].floor = floor;
        self
    }

    fn levers(&self) -> Vec<(String, f64, f64, String)> {
        let found = verdict_levers(&self.framework, &self.card());
        found.into_iter().map(|l| (self.code(l.node), l.now, l.needed, l.verdict)).collect()
    }

    fn code(&self, id: NodeId) -> String {
        self.framework.node(id).code.clone()
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// FORM and CONTENT of two equal parts each; bands -10, 10, 25.
fn plain(form: [f64; 2], content: [f64; 2]) -> Small {
    Small::new(&[
        ("form", "", 1.0, None),
        ("content", "", 1.0, None),
        ("a", "form", 0.5, Some(form[0])),
        ("b", "form", 0.5, Some(form[1])),
        ("c", "content", 0.5, Some(content[0])),
        ("d", "content", 0.5, Some(content[1])),
    ])
}

#[test]
fn a_verdict_changes_where_a_hand_says() {
    // FORM (100 + 60)/2 = 80, CONTENT 50: 30, largely nominal. At 75 FORM is level with the band's end: 60 + 40 w = 75.
    let found = plain([100.0, 60.0], [50.0, 50.0]).levers();
    let codes: Vec<&str> = found.iter().map(|l| l.0.as_str()).collect();
    // Equal parts of CONTENT move nothing; the two weights of FORM say the same.
    assert_eq!(codes, ["a", "b"]);
    assert!(close(found[0].2, 0.375) && close(found[1].2, 0.625) && found[0].1 == 0.5, "{found:?}");
    assert!(found.iter().all(|l| l.3 == "form exceeds content"));
    // CONTENT 40 w + 60 (1 - w) must be 55: w = 0.25; FORM cannot go below 60, and 60 - 50 lies inside another band.
    let found = plain([100.0, 60.0], [40.0, 60.0]).levers();
    let c = found.iter().find(|l| l.0 == "c").expect("a lever");
    assert!(close(c.2, 0.25), "{found:?}");
}

#[test]
fn the_nearest_edge_is_reported_and_an_edge_that_no_weight_reaches_is_not() {
    // FORM 70, CONTENT 70: aligned. FORM from 20 to 120 - 0: 40 + 60 w; up at 80 (w = 2/3), down at 60 (w = 1/3).
    let found = plain([100.0, 40.0], [70.0, 70.0]).levers();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|l| close((l.2 - l.1).abs(), 1.0 / 6.0)), "{found:?}");
    // FORM 71 to 69 against 70: no weight leaves the band.
    assert!(plain([71.0, 69.0], [70.0, 70.0]).levers().is_empty());
    // 100 against 75 is the very edge, which belongs to the lower band: it would take a weight of 1, which none may
    // have.
    let found = plain([100.0, 60.0], [75.0, 75.0]).levers();
    assert!(found.iter().all(|l| l.3 != "largely nominal"), "{found:?}");
}

#[test]
fn on_the_edge_of_a_band_the_weight_stays_and_the_verdict_beyond_is_reported() {
    // 80 against 70 is aligned, the last gap that is; any more weight of the higher part of FORM leaves it.
    let found = plain([100.0, 60.0], [70.0, 70.0]).levers();
    assert!(found.iter().all(|l| close(l.2, 0.5) && l.3 == "form exceeds content"), "{found:?}");
    assert_eq!(found.len(), 2);
    // 60 against 70 is the first that is aligned.
    let found = plain([80.0, 40.0], [70.0, 70.0]).levers();
    assert!(found.iter().all(|l| close(l.2, 0.5) && l.3 == "content exceeds form"), "{found:?}");
}

#[test]
fn geometric_means_are_inverted_too() {
    // CONTENT 16^w 64^(1-w) = 32 at a half; FORM 42 is aligned at its very end, 43 beyond it.
    let of = |form: f64| {
        Small::new(&[
            ("form", "", 1.0, None),
            ("g_content", "", 1.0, None),
            ("a", "form", 1.0, Some(form)),
            ("c", "g_content", 0.5, Some(16.0)),
            ("g_inner", "g_content", 0.5, None),
            ("e", "g_inner", 0.5, Some(32.0)),
            ("f", "g_inner", 0.5, Some(128.0 / 1.5)),
        ])
    };
    let small = of(60.0);
    let content = small.card().content().score.expect("a score");
    for (code, _, needed, verdict) in small.levers() {
        assert_eq!(verdict, if 60.0 - content > 25.0 { "form exceeds content" } else { "largely nominal" }, "{code}");
        assert!(needed > 0.0 && needed < 1.0);
    }
    assert!(small.levers().iter().any(|l| l.0 == "e"), "a geometric mean below a geometric one: {:?}", small.levers());
    assert!(small.levers().iter().all(|l| l.0 != "a"), "what stands alone has no weight to move");
}

#[test]
fn what_is_missing_has_no_share_and_coverage_ends_the_way() {
    // The third part of FORM is missing: 0.4 and 0.4 of 1 are known, so that each counts for a half.
    let parts: [Part; 7] = [
        ("form", "", 1.0, None),
        ("content", "", 1.0, None),
        ("a", "form", 0.4, Some(100.0)),
        ("b", "form", 0.4, Some(60.0)),
        ("x", "form", 0.2, Some(0.0)),
        ("c", "content", 0.5, Some(50.0)),
        ("d", "content", 0.5, Some(50.0)),
    ];
    let found = Small::new(&parts).levers();
    assert_eq!(found.iter().map(|l| l.0.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(found[0].1 == 0.5 && close(found[0].2, 0.375), "{found:?}");
    // One part of FORM is itself known by half: with 0.625 on it coverage is 0.375 + 0.625/2 = 0.6875.
    let parts: [Part; 8] = [
        ("form", "", 1.0, None),
        ("content", "", 1.0, None),
        ("a", "form", 0.5, Some(100.0)),
        ("b", "form", 0.5, None),
        ("b1", "b", 0.5, Some(60.0)),
        ("b2", "b", 0.5, Some(0.0)),
        ("c", "content", 0.5, Some(50.0)),
        ("d", "content", 0.5, Some(50.0)),
    ];
    assert_eq!(Small::new(&parts).floor("form", 0.687).levers().len(), 2);
    assert!(Small::new(&parts).floor("form", 0.688).levers().is_empty(), "FORM would be withheld before");
}

#[test]
fn means_of_another_form_are_reported_as_unsolved() {
    let mut small = plain([100.0, 60.0], [50.0, 40.0]);
    let form = small.framework.form;
    let NodeKind::Composite { aggregation, .. } = &mut small.framework.nodes[form.0].kind else {
        unreachable!("a mean")
    };
    *aggregation = Aggregation::Harmonic {};
    let card = small.card();
    let codes: Vec<String> = unsolved(&small.framework, &card).into_iter().map(|id| small.code(id)).collect();
    assert_eq!(codes, ["a", "b"]);
    assert!(small.levers().iter().all(|l| l.0 == "c" || l.0 == "d"));
}

#[test]
fn an_order_changes_where_a_hand_says() {
    // 30 + 60 w and 60 - 20 w are level at 0.375.
    let (ahead, behind) = (plain([50.0, 50.0], [90.0, 30.0]), plain([50.0, 50.0], [40.0, 60.0]));
    let found = order_levers(&ahead.framework, &ahead.card(), &behind.card());
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|s| s.now == 0.5), "{found:?}");
    assert!(close(found[0].needed, 0.375) && close(found[1].needed, 0.625), "{found:?}");
    // One that is above in both parts stays above.
    let above = plain([50.0, 50.0], [95.0, 65.0]);
    assert!(order_levers(&ahead.framework, &above.card(), &behind.card()).is_empty());
    // With a part missing the share is another, and nothing is said.
    let hole = plain([50.0, 50.0], [40.0, 0.0]);
    assert!(order_levers(&ahead.framework, &ahead.card(), &hole.card()).is_empty());
    let all = weigh(&ahead.framework, &[behind.card(), ahead.card(), above.card()]);
    let order: Vec<(usize, usize)> = all.orders.iter().map(|o| (o.ahead, o.behind)).collect();
    assert_eq!(order, [(2, 1), (1, 0)]);
    assert_eq!(all.verdicts.len(), 3);
}

/// The framework in which the node's share among what is known is `share`, its siblings in proportion; what is missing
/// keeps its own.
fn with_share(framework: &Framework, card: &ScoreCard, node: NodeId, share: f64) -> Framework {
    let mut other = framework.clone();
    let parent = framework.node(node).parent.expect("a parent");
    let children = framework.node(parent).children();
    let mut weights = Vec::new();
    weights_among(framework, &card.nodes, children, &mut weights);
    let known: f64 = children.iter().zip(&weights).filter(|(c, _)| card.node(**c).used > 0.0).map(|(_, w)| w).sum();
    for (child, weight) in children.iter().zip(&weights) {
        let scored = card.node(*child);
        // What was yielded is written where it went, so nothing is left to yield.
        if let NodeKind::Indicator(indicator) = &mut other.nodes[child.0].kind {
            indicator.yields_to = None;
        }
        if !scored.applies {
            continue;
        }
        let moved = match *child == node {
            true => share * known,
            false if scored.used > 0.0 => weight * (1.0 - share) / (1.0 - card.node(node).used),
            false => *weight,
        };
        other.nodes[child.0].weight = Weight::new(moved.min(1.0)).expect("a weight");
    }
    other
}

fn gap_with(card: &Card, node: NodeId, share: f64) -> Option<f64> {
    score(&with_share(&card.framework, &card.card, node, share), &card.readings).gap()
}

/// Cards whose means are such that something is known.
fn levered(card: &Card) -> Vec<Lever> {
    verdict_levers(&card.framework, &card.card)
}

fn seeded(seed: u64) -> Config {
    Config { cases: 400, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(seeded(71))]
    /// Scored again with the weight set, the gap lies on a band's edge; on the way there the verdict stays.
    #[test]
    fn scored_again_the_gap_lies_on_the_edge(tree in tree()) {
        let card = tree.card();
        let v = &card.framework.verdicts;
        for lever in levered(&card) {
            let at = gap_with(&card, lever.node, lever.needed);
            let on = at.is_some_and(|gap| [v.aligned_from, v.aligned_to, v.nominal_above].iter().any(|e| close(gap, *e)));
            prop_assert!(on, "{}: {at:?} at {}", card.framework.node(lever.node).code, lever.needed);
            let own = v.label(card.card.gap().expect("a gap"));
            prop_assert!(own != lever.verdict);
            for step in 1..20 {
                let share = lever.now + (lever.needed - lever.now) * (0.05 * f64::from(step)) * 0.999;
                let on_the_way = gap_with(&card, lever.node, share).map(|gap| v.label(gap).to_owned());
                prop_assert_eq!(on_the_way.as_deref(), Some(own));
            }
            let toward = (lever.needed - lever.now).signum();
            let beyond = lever.needed + 1e-6 * if toward == 0.0 { 1.0 } else { toward };
            if let Some(gap) = gap_with(&card, lever.node, beyond).filter(|_| beyond < 1.0 && beyond > 0.0) {
                // Where the root is all but flat a millionth of the weight does not leave the edge.
                let reached = v.label(gap) == lever.verdict || [v.aligned_from, v.aligned_to, v.nominal_above].iter().any(|e| (gap - e).abs() < 1e-4);
                prop_assert!(reached, "{gap} beyond");
            }
        }
    }
}

proptest! {
    #![proptest_config(seeded(72))]
    /// A weight without a lever changes no verdict, wherever it is put, until a score is withheld.
    #[test]
    fn no_lever_is_left_out(tree in tree()) {
        let card = tree.card();
        let v = &card.framework.verdicts;
        let Some(own) = card.card.gap().map(|gap| v.label(gap)) else { return Ok(()) };
        let (found, formless) = (levered(&card), unsolved(&card.framework, &card.card));
        for id in (0..card.framework.nodes.len()).map(NodeId) {
            let used = card.card.node(id).used;
            let pair = card.framework.node(id).parent.is_none_or(|p| !matches!(card.framework.node(p).kind, NodeKind::Composite { .. }));
            if pair || used <= 0.0 || used >= 1.0 || formless.contains(&id) || found.iter().any(|l| l.node == id) {
                continue;
            }
            for step in 1..40 {
                let share = 0.025 * f64::from(step);
                let label = gap_with(&card, id, share).map(|gap| v.label(gap));
                prop_assert!(label.is_none_or(|l| l == own), "{} at {share}: {label:?}", card.framework.node(id).code);
            }
        }
    }
}

proptest! {
    #![proptest_config(seeded(73))]
    /// Scored again with the weight set, the two are level.
    #[test]
    fn scored_again_the_two_are_level(tree in tree(), picks in prop::collection::vec(0.0..1.0f64, 40)) {
        let card = tree.card();
        let mut other = card.readings.clone();
        for (reading, pick) in other.iter_mut().zip(&picks) {
            if let Some(Reading::Observed { value, lower, upper }) = reading {
                let by = (pick - 0.5) * 40.0;
                (*value, *lower, *upper) = (*value + by, *lower + by, *upper + by);
            }
        }
        let rival = score(&card.framework, &other);
        for swap in order_levers(&card.framework, &card.card, &rival) {
            let content = |own: &ScoreCard, readings: &[Option<Reading>]| {
                score(&with_share(&card.framework, own, swap.node, swap.needed), readings).content().score
            };
            let (a, b) = (content(&card.card, &card.readings), content(&rival, &other));
            prop_assert!(a.zip(b).is_some_and(|(a, b)| close(a, b)), "{a:?} {b:?} at {}", swap.needed);
        }
    }
}
