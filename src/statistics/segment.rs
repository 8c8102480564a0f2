//! Two weights that sum to 1 lie on a segment: the fewest conditions that break on it are found exactly, by one sweep along it.

use crate::statistics::condition::{Condition, Fewest, ROUNDING};

/// Weights a part of the way from one end to the other.
fn at(ends: &[Vec<f64>; 2], way: f64) -> Vec<f64> {
    let [from, to] = ends;
    from.iter().zip(to).map(|(a, b)| a * (1.0 - way) + b * way).collect()
}

/// The fewest conditions that weights between two ends break; `first` are weights that are kept where none break fewer.
///
/// The excess of a condition is linear along the segment, so that each condition that is neither kept nor broken throughout changes once: the
/// changes are sorted, and the stretch with the fewest broken ones is counted off. Its middle is the proof. Cost: a sort. Worked number:
/// of the conditions w <= 0.3, w <= 0.5 and w >= 0.4 for the first of two free weights, one breaks at the least.
pub(crate) fn fewest_broken(ends: &[Vec<f64>; 2], conditions: &[Condition], first: Vec<f64>) -> Fewest {
    let [from, to] = ends;
    let mut broken = 0_usize;
    // Where on the way, and whether the condition breaks there; a condition that is mended comes before one that breaks at the same place.
    let mut changes: Vec<(f64, bool)> = Vec::new();
    for condition in conditions {
        let (start, end) = (condition.excess(from) - ROUNDING, condition.excess(to) - ROUNDING);
        broken += usize::from(start > 0.0);
        if (start > 0.0) != (end > 0.0) {
            changes.push(((start / (start - end)).clamp(0.0, 1.0), end > 0.0));
        }
    }
    changes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let next = |i: usize| changes.get(i).map_or(1.0, |(way, _)| *way);
    let (mut least, mut stretch) = (broken, (0.0, next(0)));
    for (i, (way, breaks)) in changes.iter().enumerate() {
        broken = if *breaks { broken + 1 } else { broken.saturating_sub(1) };
        if broken < least {
            (least, stretch) = (broken, (*way, next(i + 1)));
        }
    }
    let count = |weights: &[f64]| conditions.iter().filter(|condition| condition.is_broken(weights)).count();
    let mut best = (count(&first), first);
    for way in [(stretch.0 + stretch.1) / 2.0, stretch.0, stretch.1] {
        let weights = at(ends, way);
        let found = count(&weights);
        if found < best.0 {
            best = (found, weights);
        }
    }
    // On a stretch no wider than rounding error the proof may count one more than the sweep: then both are reported.
    Fewest { least: least.min(best.0), most: best.0, weights: best.1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::subsystem::by_programmes;
    use crate::statistics::weight_set::WeightSet;
    use proptest::prelude::*;

    fn condition(coefficients: [f64; 2], limit: f64) -> Condition {
        Condition { coefficients: coefficients.to_vec(), limit }
    }

    fn sweep(set: &WeightSet, conditions: &[Condition]) -> Fewest {
        let ends = set.segment().expect("a set").expect("two weights");
        fewest_broken(&ends, conditions, set.highest(&[0.0, 0.0]).expect("weights"))
    }

    #[test]
    fn fewest_by_hand() {
        let any = WeightSet::simplex(2).expect("a set");
        let conditions = [condition([1.0, 0.0], 0.3), condition([1.0, 0.0], 0.5), condition([-1.0, 0.0], -0.4)];
        let found = sweep(&any, &conditions);
        assert_eq!((found.least, found.most), (1, 1));
        assert_eq!(conditions.iter().filter(|w| w.is_broken(&found.weights)).count(), 1);
        let narrow = WeightSet::around(&[0.5, 0.5], 0.1).expect("a set");
        let met_at_a_point = [condition([1.0, -1.0], 0.0), condition([-1.0, 1.0], 0.0), condition([0.0, 1.0], 0.1)];
        let found = sweep(&narrow, &met_at_a_point);
        assert_eq!((found.least, found.most), (1, 1), "{:?}", found.weights);
        assert_eq!(sweep(&any, &[]).most, 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_sweep_finds_what_branch_and_bound_finds(
            rows in prop::collection::vec(prop::array::uniform2(-1.0..1.0f64), 0..14),
            share in 0.05..1.0f64,
        ) {
            let set = WeightSet::around(&[0.4, 0.6], share).expect("a set");
            let conditions: Vec<Condition> = rows.iter().map(|row| condition(*row, 0.0)).collect();
            let exact = by_programmes(&set, &conditions, 5_000).expect("an answer");
            prop_assert_eq!(exact.least, exact.most);
            let found = sweep(&set, &conditions);
            prop_assert_eq!((found.least, found.most), (exact.least, exact.most));
            prop_assert_eq!(conditions.iter().filter(|w| w.is_broken(&found.weights)).count(), found.most);
            prop_assert!(set.holds(&found.weights));
        }
    }
}
