//! Sensitivity as records: one for each figure, unrounded.

use super::SensitivityAnalysis;
use crate::analysis::sensitivity::Quantity;
use crate::document::{Cell, Table};
use crate::statistics::sobol::{Correlation, Index, Outcome, Why};

/// What a row is about; cells that have no meaning there stay empty.
#[derive(Clone, Default)]
struct Row {
    quantity: String,
    unit: String,
    other: String,
    about: String,
    measure: String,
    base_points: String,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    note: String,
}

/// A quantity's word, its unit and the other unit of a pair.
pub(super) fn words(answer: &SensitivityAnalysis<'_>, quantity: Quantity) -> [String; 3] {
    let code = |unit: usize| answer.found.units.get(unit).cloned().unwrap_or_default();
    match quantity {
        Quantity::Gap(unit) => ["gap".into(), code(unit), String::new()],
        Quantity::Residual(unit) => ["residual".into(), code(unit), String::new()],
        Quantity::Score(unit) => ["score".into(), code(unit), String::new()],
        Quantity::Rank(unit) => ["rank".into(), code(unit), String::new()],
        Quantity::Order(a, b) => ["order".into(), code(a), code(b)],
        Quantity::Shift => ["mean_rank_shift".into(), String::new(), String::new()],
    }
}

/// Why there are no indices, in a word.
pub(super) fn undefined(why: Why) -> &'static str {
    match why {
        Why::TooFew => "too_few_values",
        Why::Constant { .. } => "constant",
    }
}

/// What belongs to which group, where factors are grouped.
fn groups(answer: &SensitivityAnalysis<'_>) -> Vec<Row> {
    let row = |group: &str, factor: &str| Row {
        about: factor.into(),
        measure: "in_group".into(),
        note: group.into(),
        ..Row::default()
    };
    answer.named_groups().flat_map(|group| answer.members(group).map(|f| row(&group.code, f))).collect()
}

/// Which factors are correlated, each pair once.
fn correlations(answer: &SensitivityAnalysis<'_>) -> Vec<Row> {
    let row = |c: &Correlation| {
        let [about, note] = c.factors.map(|place| answer.factor(place).to_owned());
        Row { about, measure: "rank_correlation".into(), value: Some(c.spearman), note, ..Row::default() }
    };
    answer.found.layout.correlations.iter().map(row).collect()
}

/// `quantity` (`gap`, `residual`, `score`, `rank`, `order`, `mean_rank_shift`), `unit`, `other` (of a pair), `about` (a
/// factor, a group of factors, or a node whose weight moves), `measure`, `base_points`, `value`, `low`, `high`, `note`. docs/sensitivity.md
/// lists the measures.
pub(super) fn records(answer: &SensitivityAnalysis<'_>) -> Table {
    let mut rows = groups(answer);
    rows.extend(correlations(answer));
    let found = &answer.found;
    for (quantity, output) in found.indices.quantities.iter().zip(&found.indices.analysis.outputs) {
        let [word, unit, other] = words(answer, *quantity);
        let of = Row { quantity: word, unit, other, ..Row::default() };
        let base = output.usable.to_string();
        let count = |measure: &str, n: usize| Row { measure: measure.into(), value: Some(n as f64), ..of.clone() };
        rows.push(count("base_points_left_out", output.dropped));
        rows.push(count("runs_failed", output.failed_runs));
        let indices = match &output.outcome {
            Outcome::Defined(indices) => indices,
            Outcome::Undefined(why) => {
                let value = if let Why::Constant { value } = why { Some(*value) } else { None };
                rows.push(Row { measure: "no_indices".into(), value, note: undefined(*why).into(), ..of.clone() });
                continue;
            }
        };
        let number = |measure: &str, value: f64| Row { measure: measure.into(), value: Some(value), ..of.clone() };
        rows.push(number("mean", indices.mean));
        rows.push(number("standard_deviation", indices.standard_deviation));
        let index = |measure: &str, about: &str, index: Index| Row {
            measure: measure.into(),
            about: about.into(),
            base_points: base.clone(),
            value: Some(index.estimate),
            low: index.interval.map(|i| i.lower),
            high: index.interval.map(|i| i.upper),
            note: if index.converged { "converged" } else { "not_converged" }.into(),
            ..of.clone()
        };
        rows.push(index("first_sum", "", indices.first_sum));
        for (place, factor) in indices.factors.iter().enumerate() {
            rows.push(index("first", answer.group(place), factor.first));
            rows.push(index("total", answer.group(place), factor.total));
        }
        for stage in &indices.stages {
            for (place, estimate) in stage.factors.iter().flatten().enumerate() {
                for (measure, value) in [("first_at", estimate.first), ("total_at", estimate.total)] {
                    rows.push(Row {
                        measure: measure.into(),
                        about: answer.group(place).into(),
                        base_points: stage.base_points.to_string(),
                        value: Some(value),
                        ..of.clone()
                    });
                }
            }
        }
    }
    rows.extend(swings(answer));
    rows.extend(weights(answer));
    rows.extend(curves(answer));
    let heads = ["quantity", "unit", "other", "about", "measure", "base_points", "value", "low", "high", "note"];
    let mut records = Table::records(heads);
    for r in rows {
        let before = [r.quantity, r.unit, r.other, r.about, r.measure, r.base_points].map(Cell::from);
        records.push(before.into_iter().chain([r.value, r.low, r.high].map(Cell::exact)).chain([r.note.into()]));
    }
    records
}

fn swings(answer: &SensitivityAnalysis<'_>) -> Vec<Row> {
    let found = &answer.found;
    let mut rows = Vec::new();
    for (unit, own) in found.headline.iter().enumerate() {
        let [quantity, code, _] = words(answer, found.headline_of(unit));
        for swing in &found.swings {
            let Some((low, high)) = swing.ends.get(unit).copied().flatten() else { continue };
            let turns = found.gaps && own.is_some() && swing.turns.get(unit).copied().unwrap_or(false);
            rows.push(Row {
                quantity: quantity.clone(),
                unit: code.clone(),
                about: answer.factor(swing.factor).into(),
                measure: "one_at_a_time".into(),
                value: *own,
                low: Some(low),
                high: Some(high),
                note: if turns { "sign_turns" } else { "" }.into(),
                ..Row::default()
            });
        }
    }
    rows
}

fn weights(answer: &SensitivityAnalysis<'_>) -> Vec<Row> {
    let Some(weighed) = &answer.weighed else { return Vec::new() };
    let code = |unit: usize| answer.found.units.get(unit).cloned().unwrap_or_default();
    let mut rows = Vec::new();
    // The share needed, and beside it the share now: the same row twice, each with its measure.
    let mut both = |of: Row, about: &str, (now, needed): (f64, f64), note: &str| {
        for (measure, value) in [("weight_now", now), ("weight_needed", needed)] {
            let (about, note) = (about.to_owned(), note.to_owned());
            rows.push(Row { about, measure: measure.into(), value: Some(value), note, ..of.clone() });
        }
    };
    for (unit, verdict) in weighed.verdicts.iter().enumerate() {
        let of = Row { quantity: "verdict".into(), unit: code(unit), ..Row::default() };
        for lever in &verdict.levers {
            both(of.clone(), answer.node(lever.node).0, (lever.now, lever.needed), &lever.verdict);
        }
    }
    for order in &weighed.orders {
        let (unit, other) = (code(order.ahead), code(order.behind));
        let of = Row { quantity: "order".into(), unit, other, ..Row::default() };
        for swap in &order.swaps {
            both(of.clone(), answer.node(swap.node).0, (swap.now, swap.needed), "level");
        }
    }
    rows
}

/// The curves summed up; `--specification` writes them whole.
fn curves(answer: &SensitivityAnalysis<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for curve in answer.found.curves.iter().flatten() {
        let [quantity, unit, _] = words(answer, answer.found.headline_of(curve.unit));
        let of = Row { quantity, unit, ..Row::default() };
        let mut figure = |measure: &str, value: Option<f64>| {
            rows.push(Row { measure: measure.into(), value, ..of.clone() });
        };
        figure("combinations", Some((curve.variants.len() + curve.failed) as f64));
        figure("combinations_without_value", Some(curve.failed as f64));
        if answer.found.gaps {
            figure("combinations_above_0", curve.positive());
        }
        for (measure, share) in
            [("lowest", 0.0), ("first_quartile", 0.25), ("median", 0.5), ("third_quartile", 0.75), ("highest", 1.0)]
        {
            figure(measure, curve.quantile(share));
        }
        figure("own_place", curve.nominal.map(|at| (at + 1) as f64));
        for (place, factor) in curve.factors.iter().enumerate() {
            let (levels, _) = super::curve::levels(answer, *factor);
            for (level, median) in super::curve::medians(curve, place, levels) {
                rows.push(Row {
                    about: answer.factor(*factor).into(),
                    measure: "median_at".into(),
                    value: median,
                    note: level.clone(),
                    ..of.clone()
                });
            }
        }
    }
    rows
}
