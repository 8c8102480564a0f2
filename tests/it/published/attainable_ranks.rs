//! Attainable ranks of a real table, against an independent solver.

use spscore::statistics::attainable::{BUDGET, Mean, attainable};
use spscore::statistics::weight_set::{Row, WeightSet};

use super::{known, min_max, tai};

fn attained(set: &WeightSet) -> Vec<(usize, usize)> {
    let table = known(&min_max(tai().matrix()));
    let ranks = (0..table.len()).map(|unit| {
        let found = attainable(&table, Mean::Arithmetic, set, unit, BUDGET).expect("an answer");
        (found.best.exact().expect("a finished search"), found.worst.exact().expect("a finished search"))
    });
    ranks.collect()
}

/// Values: mixed-integer programmes solved by HiGHS (scipy 1.17.1); 297,247 sampled weights never left these intervals.
#[test]
fn ranks_within_half_of_equal_weights_are_those_of_an_independent_solver() {
    let set = WeightSet::around(&[1.0; 8], 0.5).expect("a set");
    #[rustfmt::skip]
    let expected = [
        (1, 4), (1, 5), (1, 4), (2, 11), (2, 16), (4, 12), (4, 12), (4, 13), (5, 17), (4, 18), (7, 16), (1, 14),
        (8, 16), (11, 17), (7, 20), (11, 18), (12, 18), (14, 18), (18, 22), (18, 22), (19, 23), (19, 23), (21, 23),
    ];
    assert_eq!(attained(&set), expected);
}

/// Values: HiGHS as above; weights 0.05 to 0.3, the first two together 0.2 to 0.3, the last two at most 0.4.
#[test]
fn ranks_under_group_conditions_are_those_of_an_independent_solver() {
    let rows = vec![Row::group(&[0, 1], 0.2, 0.3), Row::group(&[6, 7], 0.0, 0.4)];
    let set = WeightSet::new(vec![0.05; 8], vec![0.3; 8], rows).expect("a set");
    #[rustfmt::skip]
    let expected = [
        (1, 6), (1, 6), (1, 6), (1, 13), (1, 18), (4, 14), (4, 13), (4, 14), (3, 19), (3, 19), (6, 16), (1, 19),
        (7, 17), (9, 18), (5, 23), (10, 19), (10, 18), (13, 20), (16, 23), (15, 22), (18, 23), (17, 23), (19, 23),
    ];
    assert_eq!(attained(&set), expected);
}

/// Values: HiGHS as above; any weights at all, 200,000 sampled ones never left these intervals.
#[test]
fn ranks_over_all_weights_are_those_of_an_independent_solver() {
    #[rustfmt::skip]
    let expected = [
        (1, 15), (1, 10), (1, 8), (1, 21), (1, 23), (2, 21), (2, 18), (2, 22), (1, 23), (1, 23), (4, 19), (1, 23),
        (6, 20), (7, 19), (3, 23), (6, 20), (6, 21), (9, 22), (5, 23), (6, 23), (11, 23), (6, 23), (11, 23),
    ];
    assert_eq!(attained(&WeightSet::simplex(8).expect("a set")), expected);
}
