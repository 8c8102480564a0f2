//! What holds for every framework and every reading: the kernel under random trees, with seeds that never change.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngSeed};
use spscore::model::framework::{Aggregation, NodeKind, Transform};
use spscore::scoring::Scored;

use crate::random_tree::{Branch, Card, Kind, Leaf, State, is_above, parent, tree};

fn seeded(seed: u64) -> Config {
    Config { cases: 200, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
}

/// Rounding error on a scale of 100.
const DUST: f64 = 1e-9;

fn close(a: Option<f64>, b: Option<f64>, within: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= within,
        (a, b) => a == b,
    }
}

fn observe(leaf: &mut Leaf) {
    leaf.state = State::Exact;
}

/// The plain weighted mean of what is known below a node.
fn mean_of_known(card: &Card, code: &str) -> Option<f64> {
    let geometric = match card.node(code).kind {
        NodeKind::Composite { aggregation, .. } => aggregation == (Aggregation::Geometric {}),
        _ => true,
    };
    let known = card.children(code).into_iter().filter_map(|c| Some((card.node(c).weight.get(), card.get(c).score?)));
    let (mut sum, mut total) = (0.0, 0.0);
    for (weight, z) in known {
        sum += weight * if geometric { z.ln() } else { z };
        total += weight;
    }
    (total > 0.0).then(|| if geometric { (sum / total).exp() } else { sum / total })
}

/// No node below is withheld while part of it is known: such a part moves the bounds above it and not the score.
fn nothing_half_known(card: &Card, code: &str) -> bool {
    card.children(code).into_iter().all(|c| {
        let inner = !card.children(c).is_empty() && card.get(c).applies;
        (!inner || card.get(c).score.is_some()) && nothing_half_known(card, c)
    })
}

proptest! {
    #![proptest_config(seeded(1))]
    #[test]
    fn scores_and_coverage_keep_to_their_scales(tree in tree()) {
        let card = tree.card();
        for code in card.codes() {
            let Scored { score, lower, upper, coverage, used, .. } = card.get(code).clone();
            prop_assert!((0.0..=1.0 + DUST).contains(&coverage), "{code}: coverage {coverage}");
            prop_assert!((0.0..=1.0 + DUST).contains(&used), "{code}: used {used}");
            prop_assert!(1.0 - DUST <= lower && lower <= upper + DUST && upper <= 100.0 + DUST, "{code}: {lower} to {upper}");
            if let Some(z) = score {
                prop_assert!((1.0 - DUST..=100.0 + DUST).contains(&z), "{code}: score {z}");
                prop_assert!(lower <= z + DUST && z <= upper + DUST, "{code}: {z} outside {lower} to {upper}");
            }
            let shares: f64 = card.children(code).iter().map(|c| card.get(c).used).sum();
            let whole = if score.is_some() && !card.children(code).is_empty() { 1.0 } else { 0.0 };
            prop_assert!((shares - whole).abs() <= DUST, "{code}: the shares of its children sum to {shares}");
        }
    }

    #[test]
    fn raising_a_value_never_lowers_the_scores_above_it(tree in tree(), pick: Index, by in 0.0..2.0) {
        let mut tree = tree;
        let (code, lower_is_better) = tree.change(pick, observe);
        let before = tree.card();
        tree.change(pick, |leaf| leaf.value += by * (leaf.upper - leaf.lower));
        let after = tree.card();
        for c in before.codes() {
            let (old, new) = (before.get(c), after.get(c));
            if c != code && !is_above(c, &code) {
                prop_assert_eq!(old, new, "{} moved with {}", c, code);
                continue;
            }
            prop_assert_eq!(old.score.is_some(), new.score.is_some());
            let pairs = [old.score.zip(new.score), Some((old.lower, new.lower)), Some((old.upper, new.upper))];
            for (old, new) in pairs.into_iter().flatten() {
                let (less, more) = if lower_is_better { (new, old) } else { (old, new) };
                prop_assert!(less <= more + DUST, "{c}: {old} became {new} when {code} rose");
            }
        }
    }

    #[test]
    fn another_unit_gives_the_same_scores(tree in tree(), factor in 1e-6..1e6) {
        let mut other = tree.clone();
        other.change_all(|leaf| {
            // ln(1 + x) knows its unit; the identity and ln do not.
            if leaf.transform != Transform::Ln1p {
                (leaf.lower, leaf.upper, leaf.value) = (leaf.lower * factor, leaf.upper * factor, leaf.value * factor);
                if let State::Partly(below, above) = leaf.state {
                    leaf.state = State::Partly(below * factor, above * factor);
                }
            }
        });
        let (card, other) = (tree.card(), other.card());
        for c in card.codes() {
            let (a, b) = (card.get(c), other.get(c));
            prop_assert!(close(a.score, b.score, DUST), "{c}: {:?} and {:?}", a.score, b.score);
            prop_assert!((a.lower - b.lower).abs() <= DUST && (a.upper - b.upper).abs() <= DUST);
            prop_assert_eq!(a.coverage, b.coverage);
        }
    }

    #[test]
    fn content_lies_between_the_minimum_and_the_arithmetic_mean(tree in tree()) {
        let mut tree = tree;
        tree.change_all(observe);
        let card = tree.card();
        let scores: Vec<f64> = card.children("content").iter().filter_map(|c| card.get(c).score).collect();
        let content = card.card.content().score.expect("a score, since all is known");
        let other = card.card.alternatives.expect("alternatives, since all is known");
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        prop_assert!(other.minimum <= content + DUST && content <= other.arithmetic + DUST);
        // The penalty takes off the unweighted mean; with unequal weights the weighted mean may lie below either.
        prop_assert!(other.mazziotta_pareto <= mean + DUST);
        let equal = scores.iter().all(|z| (z - mean).abs() <= 1e-12);
        prop_assert!(equal || other.mazziotta_pareto < mean);
    }

    #[test]
    fn a_missing_reading_lowers_coverage_and_is_no_zero(tree in tree(), pick: Index) {
        let mut tree = tree;
        let (code, _) = tree.change(pick, observe);
        let before = tree.card();
        tree.change(pick, |leaf| leaf.state = State::NotAvailable);
        let after = tree.card();
        prop_assert!(after.get(&code).score.is_none() && after.get(&code).coverage == 0.0);
        for c in before.codes().filter(|c| *c != code) {
            if !is_above(c, &code) {
                prop_assert_eq!(before.alone(c), after.alone(c), "{} moved with {}", c, code);
                continue;
            }
            let (old, new) = (before.get(c), after.get(c));
            prop_assert!(new.coverage < old.coverage + 1e-12, "{c}: coverage {} to {}", old.coverage, new.coverage);
            prop_assert!(new.score.is_none() || old.score.is_some(), "{c} got a score by losing a reading");
            // Bounds are stretched to a score that leaves out a half-known part; without the score they need not be.
            let stretched = !nothing_half_known(&before, c);
            let wider = new.lower <= old.lower + DUST && old.upper <= new.upper + DUST;
            prop_assert!(stretched || wider, "{c}: bounds grew narrower");
            for z in [old.score, new.score].into_iter().flatten().filter(|_| nothing_half_known(&after, c)) {
                prop_assert!(new.lower <= z + DUST && z <= new.upper + DUST, "{c}: {z} outside the bounds");
            }
        }
        let above = parent(&code);
        let (old, new) = (before.get(above).coverage, after.get(above).coverage);
        prop_assert!(new < old || old == 0.0, "{above}: coverage stayed at {new}");
        if after.get(above).score.is_some() && after.children(above).iter().all(|c| after.get(c).applies) {
            prop_assert!(close(after.get(above).score, mean_of_known(&after, above), DUST), "{above} is not the mean of the rest");
        }
    }

    #[test]
    fn what_does_not_apply_yields_its_weight_and_costs_no_coverage(tree in tree(), pick: Index) {
        let mut tree = tree;
        tree.change_all(observe);
        let before = tree.card();
        let (code, _) = tree.change(pick, |leaf| leaf.state = State::NotApplicable);
        let after = tree.card();
        for c in before.codes().filter(|c| after.get(c).applies) {
            prop_assert!((after.get(c).coverage - 1.0).abs() < 1e-12, "{c}: coverage {}", after.get(c).coverage);
            if !is_above(c, &code) {
                prop_assert_eq!(before.alone(c), after.alone(c), "{} moved with {}", c, code);
            }
        }
        prop_assert_eq!(after.get(&code).used, 0.0);
        let siblings: Vec<&str> = after.children(parent(&code)).into_iter().filter(|c| *c != code).collect();
        prop_assert_eq!(after.get(parent(&code)).applies, !siblings.is_empty());
        let heir = tree.leaves().into_iter().find(|b| b.code == code).and_then(|b| b.heir.clone());
        let freed = before.get(&code).used;
        for s in siblings {
            let expected = match &heir {
                Some(heir) if heir == s => before.get(s).used + freed,
                Some(_) => before.get(s).used,
                None => before.get(s).used / (1.0 - freed),
            };
            prop_assert!((after.get(s).used - expected).abs() < DUST, "{s}: {} and not {expected}", after.get(s).used);
        }
    }

    #[test]
    fn the_order_of_siblings_plays_no_part(tree in tree(), turns in 0usize..12) {
        fn reorder(branch: &mut Branch, turns: usize) {
            if let Kind::Group { children, .. } = &mut branch.kind {
                let n = children.len();
                children.rotate_left(turns % n);
                if turns % 2 == 1 {
                    children.reverse();
                }
            }
            branch.children_mut().iter_mut().for_each(|c| reorder(c, turns / 2 + 1));
        }
        let mut other = tree.clone();
        other.0.iter_mut().for_each(|root| reorder(root, turns));
        let (card, other) = (tree.card(), other.card());
        for c in card.codes() {
            let (a, b) = (card.get(c), other.get(c));
            prop_assert!(close(a.score, b.score, 1e-12), "{c}: {:?} and {:?}", a.score, b.score);
            prop_assert!((a.coverage - b.coverage).abs() < 1e-12 && (a.used - b.used).abs() < 1e-12);
            prop_assert!((a.lower - b.lower).abs() < 1e-12 && (a.upper - b.upper).abs() < 1e-12);
        }
    }
}
