//! What the rating of a table may depend on: random tables and frameworks, as files, rated twice.

use proptest::prelude::*;
use spscore::scoring::Rating;

use crate::support::rated::{Rated, framework, indicator, node, try_rate};

/// An indicator: where it hangs, its weight among its siblings, its direction, and a value for each unit.
#[derive(Clone, Debug)]
struct Leaf {
    group: usize,
    weight: u8,
    lower_is_better: bool,
    cells: Vec<Option<f64>>,
}

/// A table of units u0, u1, ... by indicators i0, i1, ..., below the groups g0, g1, ... of one index.
#[derive(Clone, Debug)]
struct Case {
    /// The codes of the units, row by row.
    units: Vec<String>,
    /// The code of each indicator with what it is, column by column.
    leaves: Vec<(String, Leaf)>,
    normalise: &'static str,
    /// Of each group, and of the index at the end.
    aggregates: Vec<&'static str>,
    weights: &'static str,
    methods: &'static str,
}

/// Values from 1 to 100 in quarters, many of them tied.
fn quarter() -> impl Strategy<Value = f64> {
    prop_oneof![(4_i32..401).prop_map(|v| f64::from(v) / 4.0), (1_i32..6).prop_map(f64::from)]
}

const GOALPOSTS: &str = "{ method = \"goalposts\", low = 1 }";

const FITTED: [&str; 6] = [
    "{ method = \"min_max\", low = 1 }",
    "{ method = \"z_score\", mean = 100, sd = 10 }",
    "{ method = \"percentile_rank\", low = 1, high = 100 }",
    "{ method = \"percentile_rank\", ties = \"average\", share = \"of_units\" }",
    "{ method = \"rank\", ties = \"dense\" }",
    "{ method = \"rank\", ties = \"maximum\" }",
];

/// Means that never fall when a part rises.
const MONOTONE: [&str; 5] = [
    "\"arithmetic\"",
    "\"geometric\"",
    "\"minimum\"",
    "\"median\"",
    "{ method = \"ordered_weighted_average\", quantifier = { kind = \"best\", of = 1 } }",
];

/// The other rules that look at one unit.
const UNIT_WISE: [&str; 7] = [
    "\"harmonic\"",
    "{ method = \"generalised\", power = 0.5 }",
    "{ method = \"generalised\", power = -3 }",
    "\"mazziotta_pareto\"",
    "{ method = \"mean_min\", alpha = 0.5, smoothing = 2 }",
    "{ method = \"ordered_weighted_average\", quantifier = { kind = \"orness\", orness = 0.3 }, power = 0.5 }",
    "{ method = \"mazziotta_pareto\", penalty = \"positive\", deviation = \"sample\" }",
];

const TABLE_WIDE: [&str; 6] = [
    "\"copeland\"",
    "{ method = \"copeland\", by = \"majorities\" }",
    "\"borda\"",
    "\"wroclaw\"",
    "\"benefit_of_the_doubt\"",
    "{ method = \"order_m\", m = 3 }",
];

fn all_means() -> Vec<&'static str> {
    [&MONOTONE[..], &UNIT_WISE[..]].concat()
}

fn all_rules() -> Vec<&'static str> {
    [&MONOTONE[..], &UNIT_WISE[..], &TABLE_WIDE[..]].concat()
}

fn all_scales() -> Vec<&'static str> {
    [&[GOALPOSTS][..], &FITTED[..]].concat()
}

fn leaves(units: usize, groups: usize) -> impl Strategy<Value = Vec<Leaf>> {
    let cell = prop_oneof![5 => quarter().prop_map(Some), 1 => Just(None)];
    let leaf = (0..groups, 1..6_u8, any::<bool>(), prop::collection::vec(cell, units))
        .prop_map(|(group, weight, lower_is_better, cells)| Leaf { group, weight, lower_is_better, cells });
    prop::collection::vec(leaf, groups..7).prop_map(move |mut leaves| {
        // A group without an indicator is no group.
        leaves.iter_mut().take(groups).enumerate().for_each(|(i, leaf)| leaf.group = i);
        leaves
    })
}

fn cases(
    normalise: Vec<&'static str>,
    rules: Vec<&'static str>,
    weights: Vec<&'static str>,
) -> impl Strategy<Value = Case> {
    (2..9_usize, 1..4_usize).prop_flat_map(move |(units, groups)| {
        let rules = prop::collection::vec(prop::sample::select(rules.clone()), groups + 1);
        let parts = (prop::sample::select(normalise.clone()), rules, prop::sample::select(weights.clone()));
        (leaves(units, groups), parts).prop_map(move |(leaves, (normalise, aggregates, weights))| Case {
            units: (0..units).map(|i| format!("u{i}")).collect(),
            leaves: leaves.into_iter().enumerate().map(|(i, leaf)| (format!("i{i}"), leaf)).collect(),
            normalise,
            aggregates,
            weights,
            methods: "",
        })
    })
}

impl Case {
    fn groups(&self) -> usize {
        self.aggregates.len() - 1
    }

    fn framework(&self) -> String {
        let Case { normalise, weights, methods, .. } = self;
        let methods = format!("normalise = {normalise}\nconstant = \"mid_scale\"\nweights = {weights}\n{methods}");
        let rule = |i: usize| format!("aggregate = {}", self.aggregates[i]);
        // What a method makes or takes no notice of is not stated; a framework that did would be refused.
        let stated = |line: String, by: &str, word: &str| if by.contains(word) { line } else { String::new() };
        let mut tree = node("index", None, &rule(self.groups()));
        for g in 0..self.groups() {
            let weight = stated(format!("\nweight = \"1/{}\"", self.groups()), weights, "given");
            tree += &node(&format!("g{g}"), Some("index"), &(rule(g) + &weight));
        }
        for (code, leaf) in &self.leaves {
            let family = self.leaves.iter().filter(|(_, other)| other.group == leaf.group);
            let total: u32 = family.map(|(_, other)| u32::from(other.weight)).sum();
            let direction = if leaf.lower_is_better { "lower_is_better" } else { "higher_is_better" };
            let posts = "goalposts = { lower = 0, upper = 100, kind = \"declared\", reason = \"the whole scale\" }";
            let more = [
                stated(format!("weight = \"{}/{total}\"", leaf.weight), weights, "given"),
                format!("direction = \"{direction}\""),
                stated(posts.to_owned(), normalise, "goalposts"),
            ]
            .join("\n");
            tree += &indicator(code, &format!("g{}", leaf.group), &more);
        }
        framework(&methods, &tree)
    }

    fn table(&self) -> String {
        let codes: Vec<&str> = self.leaves.iter().map(|(code, _)| code.as_str()).collect();
        let mut table = format!("unit,{}\n", codes.join(","));
        for (row, unit) in self.units.iter().enumerate() {
            let cell = |leaf: &Leaf| leaf.cells[row].map_or_else(String::new, |x| format!("{x:e}"));
            let cells: Vec<String> = self.leaves.iter().map(|(_, leaf)| cell(leaf)).collect();
            table += &format!("{unit},{}\n", cells.join(","));
        }
        table
    }

    /// The scores of all nodes and units, or nothing where the engine refuses.
    fn rate(&self) -> Option<Rated> {
        try_rate(&self.framework(), &self.table()).ok()
    }

    fn nodes(&self) -> Vec<String> {
        let leaves = self.leaves.iter().map(|(code, _)| code.clone());
        leaves.chain((0..self.groups()).map(|g| format!("g{g}"))).chain(["index".to_owned()]).collect()
    }

    /// The same scores for the same units at the same nodes, up to rounding error; refused alike.
    fn agrees_with(&self, other: &Case) -> Result<(), TestCaseError> {
        let (before, after) = match (self.rate(), other.rate()) {
            (None, None) => return Ok(()),
            (Some(before), Some(after)) => (before, after),
            (before, _) => {
                let refused = if before.is_some() { other } else { self };
                let why = try_rate(&refused.framework(), &refused.table()).err();
                return Err(TestCaseError::fail(format!("only one is refused: {why:?}")));
            }
        };
        for node in self.nodes() {
            for unit in &self.units {
                let (a, b) = (before.score(unit, &node), after.score(unit, &node));
                prop_assert!(alike(a, b), "{unit} at {node}: {a:?} and {b:?}");
            }
        }
        Ok(())
    }
}

fn alike(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (a, b) => a == b,
    }
}

/// Every number of a rating.
fn numbers(of: &Rating) -> impl Iterator<Item = f64> + '_ {
    let steps = &of.steps;
    let columns = [&steps.raw, &steps.denominated, &steps.imputed, &steps.screened, &steps.treated, &steps.normalised];
    let cells = columns.into_iter().chain([&of.scores]).flatten().flatten().filter_map(|cell| *cell);
    let weights = of.weights.iter().flat_map(|w| w.shares.iter().copied());
    let filled = of.filled.iter().map(|f| f.value);
    let dropped = of.dropped.iter().flat_map(|d| [d.availability, d.nonzero]).flatten();
    cells.chain(of.coverage.iter().flatten().copied()).chain(weights).chain(filled).chain(dropped)
}

fn known_weights() -> Vec<&'static str> {
    vec!["\"given\"", "\"equal\""]
}

fn all_weights() -> Vec<&'static str> {
    [&known_weights()[..], &["\"entropy\"", "\"critic\"", "\"pca\""]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_units_changes_no_score(case in cases(all_scales(), all_rules(), all_weights()), turn in 1..8_usize) {
        let mut other = case.clone();
        let n = case.units.len();
        let turned = |i: usize| (n - 1 - i + turn) % n;
        other.units = (0..n).map(|i| case.units[turned(i)].clone()).collect();
        for ((_, leaf), (_, from)) in other.leaves.iter_mut().zip(&case.leaves) {
            leaf.cells = (0..n).map(|i| from.cells[turned(i)]).collect();
        }
        case.agrees_with(&other)?;
    }

    #[test]
    fn the_order_of_indicators_changes_no_score(
        case in cases(all_scales(), all_rules(), all_weights()), turn in 0..6_usize,
    ) {
        let mut other = case.clone();
        other.leaves.reverse();
        let by = turn % other.leaves.len();
        other.leaves.rotate_left(by);
        case.agrees_with(&other)?;
    }

    #[test]
    fn a_unit_that_stands_in_the_table_twice_gets_one_score(
        case in cases(all_scales(), all_rules(), all_weights()), pick in any::<prop::sample::Index>(),
    ) {
        let mut twice = case.clone();
        let row = pick.index(case.units.len());
        twice.units.push("twin".to_owned());
        twice.leaves.iter_mut().for_each(|(_, leaf)| leaf.cells.push(leaf.cells[row]));
        if let Some(found) = twice.rate() {
            for node in twice.nodes() {
                let (a, b) = (found.score(&twice.units[row], &node), found.score("twin", &node));
                prop_assert!(alike(a, b), "{node}: {a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn a_unit_without_data_has_no_score_and_changes_nobodys(
        case in cases(vec![GOALPOSTS], all_rules(), all_weights()),
    ) {
        let mut more = case.clone();
        more.units.insert(1, "empty".to_owned());
        more.leaves.iter_mut().for_each(|(_, leaf)| leaf.cells.insert(1, None));
        case.agrees_with(&more)?;
        if let Some(found) = more.rate() {
            prop_assert!(more.nodes().iter().all(|node| found.score("empty", node).is_none()));
        }
    }

    #[test]
    fn the_unit_of_measurement_of_an_indicator_changes_no_score(
        case in cases(FITTED.to_vec(), all_rules(), all_weights()), pick in any::<prop::sample::Index>(),
        factor in 0.001..1e6_f64,
    ) {
        let mut other = case.clone();
        let (_, leaf) = &mut other.leaves[pick.index(case.leaves.len())];
        leaf.cells.iter_mut().flatten().for_each(|x| *x *= factor);
        case.agrees_with(&other)?;
    }

    #[test]
    fn a_better_value_never_lowers_the_score(
        case in cases(vec![GOALPOSTS], MONOTONE.to_vec(), known_weights()), column in any::<prop::sample::Index>(),
        row in any::<prop::sample::Index>(), gain in 0.0..60.0_f64,
    ) {
        let mut better = case.clone();
        let (column, row) = (column.index(case.leaves.len()), row.index(case.units.len()));
        let (_, leaf) = &mut better.leaves[column];
        let gain = if leaf.lower_is_better { -gain } else { gain };
        prop_assume!(leaf.cells[row].is_some());
        leaf.cells[row] = leaf.cells[row].map(|x| x + gain);
        let (before, after) = (case.rate().expect("a rating"), better.rate().expect("a rating"));
        for node in case.nodes() {
            for (i, unit) in case.units.iter().enumerate() {
                let (a, b) = (before.score(unit, &node), after.score(unit, &node));
                if i == row {
                    let risen = a.zip(b).is_none_or(|(a, b)| b >= a - 1e-9);
                    prop_assert!(risen && a.is_some() == b.is_some(), "{unit} at {node}: {a:?}, then {b:?}");
                } else {
                    prop_assert_eq!(a, b, "{} at {} is another unit's score", unit, node);
                }
            }
        }
    }

    #[test]
    fn equal_parts_are_their_own_mean(
        mut case in cases(vec!["\"goalposts\""], all_means(), known_weights()), parts in 1..200_i32,
    ) {
        let value = f64::from(parts) / 2.0;
        for (_, leaf) in &mut case.leaves {
            let x = if leaf.lower_is_better { 100.0 - value } else { value };
            leaf.cells.iter_mut().flatten().for_each(|cell| *cell = x);
        }
        let found = case.rate().expect("a rating");
        for node in case.nodes() {
            for unit in &case.units {
                let score = found.score(unit, &node);
                prop_assert!(score.is_none_or(|s| (s - value).abs() < 1e-9), "{unit} at {node}: {score:?}");
            }
        }
    }
}

/// Equal parts in another order give sums that differ in the last digit; such units share their rank and draw.
#[test]
fn rounding_error_separates_no_equals() {
    let goalposts = "goalposts = { lower = 0, upper = 1, kind = \"declared\", reason = \"as given\" }";
    let leaves: String = ["a", "b", "c"].map(|code| indicator(code, "sum", goalposts)).concat();
    let tree = node("all", None, "aggregate = \"copeland\"") + &node("sum", Some("all"), "") + &leaves;
    let methods = "normalise = { method = \"goalposts\", high = 1 }";
    let found =
        crate::support::rated::rated(&framework(methods, &tree), "unit,a,b,c\nu,0.1,0.2,0.3\nv,0.3,0.2,0.1\nw,0,0,0\n");
    let (u, v) = (found.score("u", "sum"), found.score("v", "sum"));
    assert!(u != v && alike(u, v), "{u:?} and {v:?} were to differ by dust");
    assert_eq!((found.score("u", "all"), found.score("v", "all")), (Some(1.5), Some(1.5)));
    let ranks = spscore::analysis::standings(&found.units, &found.rating);
    assert_eq!(ranks[found.index.find("sum").expect("a node").0], [Some(1.0), Some(1.0), Some(3.0)]);
}

const FILLS: [&str; 7] = [
    "",
    "impute = \"mean\"",
    "impute = \"parent_median\"",
    "impute = \"em\"",
    "impute = { method = \"constant\", value = 3 }",
    "impute = \"mean\"\ntreat = { method = \"winsorise\", then = { curve = \"ln_shifted\" } }",
    "treat = { method = \"transform\", by = { curve = \"box_cox\", from_one = true } }",
];

/// All scales, those too that the other properties do not take.
fn every_scale() -> Vec<&'static str> {
    let others = [
        "\"borda\"",
        "\"distance_to_maximum\"",
        "\"fraction_of_maximum\"",
        "\"around_reference\"",
        "\"above_below_mean\"",
        "\"categorical\"",
        "{ method = \"ratio\", to = \"worst\" }",
        "{ method = \"difference\", to = \"mean\" }",
        "{ method = \"distance_to_reference\", unit = \"u0\" }",
        "{ method = \"ratio_to_reference\", unit = \"u0\" }",
        "{ method = \"goalposts\", truncate = false }",
    ];
    [&all_scales()[..], &others].concat()
}

fn every_rule() -> Vec<&'static str> {
    let others = [
        "\"condorcet\"",
        "\"kemeny\"",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"weights\", low = 0.05, high = 0.9 } }",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"shares\", low = 0.05, high = 0.9 } }",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"multiples\", low = 0.5, high = 2 } }",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"directional\" } }",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"proportions\", low = 0.05, ordered = true } }",
        "{ method = \"benefit_of_the_doubt\", bounds = { kind = \"multidirectional\" } }",
        "{ method = \"benefit_of_the_doubt\", robust = { sample = 3, draws = 4, seed = 1 } }",
        "{ method = \"geometric_benefit_of_the_doubt\", low = 0.05, high = 0.9 }",
        "{ method = \"order_m\", m = 2, directional = true }",
        "{ method = \"generalised\", power = 100 }",
    ];
    [&all_rules()[..], &others].concat()
}

fn every_weight() -> Vec<&'static str> {
    [&all_weights()[..], &["\"factor_analysis\"", "\"optimised\""]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the table: a number, or a refusal that says where, why and how to mend it.
    #[test]
    fn what_leaves_the_engine_is_a_number_or_a_refusal(
        mut case in cases(every_scale(), every_rule(), every_weight()), methods in prop::sample::select(FILLS.to_vec()),
        wild in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(),
            prop_oneof![Just(0.0), Just(-1.0), prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL]), 0..5),
    ) {
        // Goalposts are stated in the unit of the table, which a curve leaves; a framework that says both is refused.
        let curve_between_goalposts = methods.contains("curve") && case.normalise.contains("goalposts");
        case.methods = if curve_between_goalposts { "impute = \"mean\"" } else { methods };
        for (column, row, value) in wild {
            let column = column.index(case.leaves.len());
            let row = row.index(case.units.len());
            case.leaves[column].1.cells[row] = Some(value);
        }
        match try_rate(&case.framework(), &case.table()) {
            Ok(found) => prop_assert!(numbers(&found.rating).all(f64::is_finite)),
            Err(refused) => {
                prop_assert!(!refused.is_empty());
                for r in refused {
                    prop_assert!(!r.path.is_empty() && !r.refused.hint().is_empty(), "{r}");
                }
            }
        }
    }
}
