//! What the coherence analysis must not depend on.

use proptest::prelude::*;
use spscore::statistics::coherence::Coherence;
use spscore::statistics::coherence::Column;
use spscore::statistics::coherence::Options;
use spscore::statistics::coherence::Parent;
use spscore::statistics::coherence::Refusal;
use spscore::statistics::coherence::coherence;

type Cells = Vec<Option<f64>>;

const CODES: [&str; 4] = ["a", "b", "c", "d"];
const GROUPS: [&str; 4] = ["g", "g", "g", "h"];

/// Four columns over up to 24 units: small whole numbers (many ties) with holes.
fn tables() -> impl Strategy<Value = Vec<Cells>> {
    (0_usize..24).prop_flat_map(|units| {
        let cell = prop_oneof![4 => (-6_i32..7).prop_map(|v| Some(f64::from(v))), 1 => Just(None)];
        prop::collection::vec(prop::collection::vec(cell, units), CODES.len())
    })
}

fn extreme_cells() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::ZERO, 12)
}

fn analysed(table: &[Cells], order: &[usize]) -> Coherence {
    let columns: Vec<Column<'_>> = order
        .iter()
        .map(|i| Column { code: CODES[*i], group: GROUPS[*i], weight: 1.0, higher_is_better: true, values: &table[*i] })
        .collect();
    coherence(&columns, &[Parent { code: "g", scores: &table[3] }], &Options::default()).unwrap()
}

fn close(a: &Result<f64, Refusal>, b: &Result<f64, Refusal>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => a.is_finite() && (a - b).abs() <= 1e-8,
        (Err(a), Err(b)) => a == b,
        _ => false,
    }
}

/// Figures that must be the same whichever way the table is laid out: by code, not by place.
fn figures(of: &Coherence, order: &[usize]) -> Vec<Result<f64, Refusal>> {
    let mut figures = Vec::new();
    let place = |code: usize| order.iter().position(|i| *i == code).unwrap();
    for a in 0..CODES.len() {
        let importance = &of.importance[place(a)];
        figures.extend([importance.correlation.clone(), importance.main_effect.clone().map(|e| e.value)]);
        figures.extend([importance.effective.clone(), of.statistics[place(a)].skewness.clone()]);
        for b in 0..a {
            let (first, second) = (place(a).min(place(b)), place(a).max(place(b)));
            let pair = of.correlations.pairs.iter().find(|p| (p.first, p.second) == (first, second)).unwrap();
            for adjusted in [&pair.pearson, &pair.spearman, &pair.kendall] {
                figures.push(adjusted.clone().map(|x| x.association.value));
                figures.push(adjusted.clone().map(|x| x.adjusted_p));
            }
        }
    }
    for block in of.groups.iter().filter(|b| b.group.as_deref() == Some("g")).chain(&of.overall) {
        figures.push(block.reliability.clone().and_then(|r| r.alpha.raw));
        figures.push(block.adequacy.clone().and_then(|a| a.kmo));
        figures.push(block.components.clone().map(|c| c.components[0].eigenvalue));
    }
    figures
}

fn same(a: &[Result<f64, Refusal>], b: &[Result<f64, Refusal>]) -> bool {
    // The smallest eigenvalue of a singular matrix is rounding error.
    let named = |r: &Result<f64, Refusal>| match r {
        Err(Refusal::Singular { .. }) => Err(Refusal::Singular { smallest_eigenvalue: 0.0 }),
        other => other.clone(),
    };
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| close(&named(a), &named(b)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_depends_on_the_order_of_units_or_indicators(table in tables(), turn in 0_usize..24) {
        let order = [0, 1, 2, 3];
        let before = figures(&analysed(&table, &order), &order);
        let mut turned = table.clone();
        for column in &mut turned {
            let by = turn.min(column.len());
            column.rotate_left(by);
            column.reverse();
        }
        let other = [2, 0, 3, 1];
        let after = figures(&analysed(&turned, &other), &other);
        prop_assert!(same(&before, &after), "{before:?}\n{after:?}");
    }

    #[test]
    fn a_positive_scale_and_a_shift_change_no_relation(table in tables(), scale in 1_i32..9) {
        let order = [0, 1, 2, 3];
        let before = analysed(&table, &order);
        let other: Vec<Cells> =
            table.iter().map(|c| c.iter().map(|v| v.map(|v| v * f64::from(scale) + 3.0)).collect()).collect();
        let after = analysed(&other, &order);
        prop_assert!(same(&figures(&before, &order), &figures(&after, &order)));
        for (a, b) in before.profiles.iter().zip(&after.profiles) {
            prop_assert_eq!((&a.strengths, &a.weaknesses), (&b.strengths, &b.weaknesses));
        }
    }

    #[test]
    fn ranges_hold(table in tables()) {
        let of = analysed(&table, &[0, 1, 2, 3]);
        for adjusted in of.correlations.pairs.iter().flat_map(|p| [&p.pearson, &p.spearman, &p.kendall]).flatten() {
            prop_assert!((-1.0..=1.0).contains(&adjusted.association.value));
            prop_assert!((0.0..=1.0).contains(&adjusted.association.p));
            prop_assert!(adjusted.adjusted_p >= adjusted.association.p && adjusted.adjusted_p <= 1.0);
        }
        for block in of.groups.iter().chain(&of.overall) {
            if let Ok(components) = &block.components {
                let sum: f64 = components.components.iter().map(|c| c.eigenvalue).sum();
                prop_assert!((sum - block.elements.len() as f64).abs() < 1e-9);
                prop_assert!(components.components.iter().all(|c| c.loadings.iter().sum::<f64>() > -1e-8));
            }
            if let Ok(alpha) = block.reliability.as_ref().map_err(Clone::clone).and_then(|r| r.alpha.raw.clone()) {
                prop_assert!(alpha <= 1.0 + 1e-12);
            }
        }
        for effect in of.importance.iter().filter_map(|i| i.main_effect.as_ref().ok()) {
            prop_assert!((0.0..=1.0).contains(&effect.value) && effect.cross_validated <= 1.0);
        }
    }

    #[test]
    fn extreme_values_are_refused_or_finite(cells in extreme_cells()) {
        let table: Vec<Cells> = (0..4).map(|k| cells.iter().map(|v| Some(v * 0.25 * f64::from(k))).collect()).collect();
        let of = analysed(&table, &[0, 1, 2, 3]);
        let order = [0, 1, 2, 3];
        prop_assert!(figures(&of, &order).iter().flatten().all(|v| v.is_finite()));
    }
}

#[test]
fn a_unit_without_data_changes_no_figure_and_a_bad_table_is_refused() {
    let table: Vec<Cells> =
        [[1.0, 2.0, 4.0, 3.0, 7.0], [2.0, 1.0, 3.0, 5.0, 6.0], [5.0, 1.0, 2.0, 2.0, 9.0], [0.0, 1.0, 1.0, 2.0, 3.0]]
            .iter()
            .map(|column| column.iter().copied().map(Some).collect())
            .collect();
    let order = [0, 1, 2, 3];
    let mut longer = table.clone();
    longer.iter_mut().for_each(|column| column.insert(2, None));
    let (before, after) = (analysed(&table, &order), analysed(&longer, &order));
    assert!(same(&figures(&before, &order), &figures(&after, &order)));
    assert!(after.profiles[2].standings.iter().all(Option::is_none));
    assert_eq!(after.availability.units[2].overall.known, 0);
    assert_eq!(coherence(&[], &[], &Options::default()), Err(Refusal::NoIndicator));
}
