//! The examples of docs/methods.md, computed by the engine: small tables, rated.

use crate::document::number;
use crate::model::framework::{
    Aggregation, Direction, GoalpostKind, Goalposts, Index, Indicator, Layout, Measure, Node, NodeId, NodeKind,
    Transform, Weight,
};
use crate::model::method::{
    BodBounds, Constant, Curve, Denomination, Imputation, Normalisation, Scope, Screening, Treatment, Weighting,
};
use crate::model::units::{Unit, Units};
use crate::scoring::{Rating, rate};

/// An index of one node over columns `a`, `b`, ..., with values as they are.
fn flat(columns: usize) -> Index {
    let names = ["a", "b", "c"];
    let children: Vec<NodeId> = (1..=columns).map(NodeId).collect();
    let node = |code: &str, parent, kind| Node {
        code: code.to_owned(),
        title: code.to_owned(),
        parent,
        weight: Weight::new(if parent.is_some() { 1.0 / columns as f64 } else { 1.0 }).unwrap_or(Weight::ONE),
        floor: 0.0,
        nonzero: 0.0,
        needs_all: false,
        kind,
    };
    let (aggregation, weighting) = (Aggregation::default(), Weighting::default());
    let mut nodes = vec![node("index", None, NodeKind::Composite { aggregation, weighting, children })];
    nodes.extend(names.iter().take(columns).map(|name| {
        let indicator = Indicator {
            measure: Measure::Column,
            code: (*name).to_owned(),
            direction: Direction::Undirected,
            denominate: None,
            impute: Imputation::default(),
            treat: Treatment::default(),
            normalise: Normalisation::Categorical {
                on: crate::model::method::BandsOn::Value,
                cuts: vec![0.0],
                scores: vec![0.0, 1.0],
            },
            constant: Constant::default(),
            goalposts: None,
            goalposts_by_direction: false,
            target: None,
            lower_is_better: false,
            undesirable: false,
            unit: String::new(),
            definition: String::new(),
            formula: String::new(),
            grade: None,
            grade_reason: String::new(),
            yields_to: None,
        };
        node(name, Some(NodeId(0)), NodeKind::Indicator(Box::new(indicator)))
    }));
    let empty = String::new;
    Index {
        code: "example".into(),
        version: "1".into(),
        title: empty(),
        description: empty(),
        citations: Vec::new(),
        layout: Layout::default(),
        screen: None,
        factors: crate::model::method::Factors::default(),
        scope: Scope::Panel,
        nodes,
        sha256: empty(),
    }
}

/// Units A, B, ... with these columns; years 1, 2, ... of one unit where `years` is set.
fn units(columns: &[Vec<Option<f64>>], years: bool) -> Units {
    let n = columns.first().map_or(0, Vec::len);
    let names = ["a", "b", "c"];
    let row = |i: usize| Unit {
        code: if years { "A".into() } else { char::from(b'A' + u8::try_from(i).unwrap_or(25)).to_string() },
        name: None,
        year: years.then(|| i32::try_from(i).unwrap_or_default()),
        line: 0,
    };
    Units {
        rows: (0..n).map(row).collect(),
        numbers: names.iter().zip(columns).map(|(name, c)| ((*name).to_owned(), c.clone())).collect(),
        words: vec![(
            "region".into(),
            (0..n).map(|i| Some(if i < 3 { "north" } else { "south" }.to_owned())).collect(),
        )],
        ..Units::default()
    }
}

/// Changes the first indicator, or every one.
fn each(index: &mut Index, change: impl Fn(&mut Indicator)) {
    for node in &mut index.nodes {
        if let NodeKind::Indicator(i) = &mut node.kind {
            change(i);
        }
    }
}

fn rated(index: &Index, units: &Units) -> Result<Rating, String> {
    rate(index, units).map_err(|refused| refused.first().map_or_else(String::new, |r| r.refused.to_string()))
}

fn list(values: &[Option<f64>]) -> String {
    let words = |x: &Option<f64>| x.map_or_else(|| "none".to_owned(), number::plain);
    values.iter().map(words).collect::<Vec<_>>().join(", ")
}

pub(super) fn denominated(x: f64, size: f64, scale: f64) -> String {
    let mut index = flat(1);
    each(&mut index, |i| i.denominate = Some(Denomination { by: "b".into(), scale }));
    let units = units(&[vec![Some(x)], vec![Some(size)]], false);
    rated(&index, &units).map_or_else(|e| e, |r| r.steps.denominated.first().map_or_else(String::new, |c| list(c)))
}

pub(super) fn imputed(method: &Imputation) -> String {
    let years = method.needs_years();
    let a = vec![Some(1.0), Some(3.0), None, Some(9.0), Some(12.0)];
    let b = vec![Some(2.0), Some(5.0), Some(7.0), Some(20.0), Some(23.0)];
    let mut index = flat(2);
    // Only the first column has a missing value, and only it is imputed where the method needs others.
    each(&mut index, |i| {
        if i.code == "a" || matches!(method, Imputation::Em {}) {
            i.impute = method.clone();
        }
    });
    let units = units(&[a.clone(), b.clone()], years);
    let found = match rated(&index, &units) {
        Ok(r) => r.steps.imputed.first().map_or_else(String::new, |c| list(c)),
        Err(e) => e,
    };
    let with = match method {
        Imputation::GroupMean { .. } | Imputation::GroupMedian { .. } => " (the first three in one region)",
        Imputation::ParentMean {} | Imputation::ParentMedian {} | Imputation::Regression { .. } | Imputation::Em {} => {
            " beside b = 2, 5, 7, 20, 23"
        }
        _ if years => " in five years of one unit",
        _ => "",
    };
    format!("{}{with} becomes {found}", list(&a))
}

pub(super) fn screened(by: &Screening) -> String {
    let mut index = flat(3);
    index.screen = Some(by.clone());
    let columns =
        [vec![Some(1.0), None, Some(0.0)], vec![Some(2.0), Some(1.0), Some(0.0)], vec![Some(3.0), None, Some(4.0)]];
    let units = units(&columns, false);
    let dropped = rated(&index, &units).map(|r| {
        let names = r.dropped.iter().filter_map(|d| units.rows.get(d.unit)).map(|u| u.code.clone());
        names.collect::<Vec<_>>().join(", ")
    });
    let dropped = dropped.unwrap_or_else(|e| e);
    format!("of the units A = (1, 2, 3), B = (none, 1, none) and C = (0, 0, 4) are dropped: {dropped}")
}

/// A column with outliers: one that a single changed point corrects, and one that it does not.
fn skewed(points: usize) -> Vec<Option<f64>> {
    match points {
        1 => [1.0; 12].into_iter().chain([2.0, 50.0, 1000.0]).map(Some).collect(),
        _ => (1..=10).map(f64::from).chain([30.0, 100.0]).map(Some).collect(),
    }
}

fn after_treatment(method: &Treatment, column: Vec<Option<f64>>) -> Result<Vec<Option<f64>>, String> {
    let mut index = flat(1);
    // No scale that is stated in the unit of x has a place for what a curve makes of it.
    each(&mut index, |i| (i.treat, i.normalise, i.goalposts) = (method.clone(), Normalisation::default(), None));
    let rating = rated(&index, &units(&[column], false))?;
    Ok(rating.steps.treated.into_iter().next().unwrap_or_default())
}

pub(super) fn treated(method: &Treatment) -> String {
    let points = if let Treatment::Winsorise { points, .. } = method { *points } else { 0 };
    let found = after_treatment(method, skewed(points)).map_or_else(|e| e, |c| list(&c));
    format!("{} becomes {found}", list(&skewed(points)))
}

pub(super) fn curved(by: Curve) -> String {
    let column: Vec<Option<f64>> = [2.0, 3.0, 5.0, 9.0, 120.0].map(Some).to_vec();
    let found = after_treatment(&Treatment::Transform { by }, column.clone()).map_or_else(|e| e, |c| list(&c));
    format!("{} becomes {found}", list(&column))
}

pub(super) fn normalised(method: &Normalisation, posts: Option<&Goalposts>, target: Option<f64>) -> String {
    let mut index = flat(1);
    each(&mut index, |i| {
        i.normalise = method.clone();
        i.goalposts = posts.cloned();
        i.target = target;
    });
    let column: Vec<Option<f64>> = [2.0, 4.0, 4.0, 12.0].map(Some).to_vec();
    let found = rated(&index, &units(std::slice::from_ref(&column), false));
    let found = found.map_or_else(|e| e, |r| r.steps.normalised.first().map_or_else(String::new, |c| list(c)));
    format!("{} becomes {found}", list(&column))
}

/// Rows of scores that normalisation leaves alone; the first `columns` of each.
fn scores(rows: &[[f64; 3]], columns: usize, high: f64) -> (Index, Units) {
    let mut index = flat(columns);
    let one = Goalposts::new(0.0, 100.0, Transform::Identity, GoalpostKind::Natural, String::new());
    each(&mut index, |i| {
        i.normalise = Normalisation::Goalposts { low: 0.0, high, truncate: false };
        i.goalposts = one.clone();
    });
    let column = |i: usize| rows.iter().map(|r| r.get(i).copied()).collect();
    (index, units(&(0..columns).map(column).collect::<Vec<_>>(), false))
}

fn units_in_words(rows: &[[f64; 3]]) -> String {
    let row = |r: &[f64; 3]| format!("({})", r.map(number::plain).join(", "));
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

/// Sets the method of the only node.
fn at_the_top(index: &mut Index, change: impl Fn(&mut Aggregation, &mut Weighting)) {
    if let Some(NodeKind::Composite { aggregation, weighting, .. }) = index.nodes.first_mut().map(|n| &mut n.kind) {
        change(aggregation, weighting);
    }
}

/// The first two indicators below a node `g` of their own, which weighs as much as the third.
fn grouped(index: &mut Index, method: &Weighting) {
    let half = Weight::new(0.5).unwrap_or(Weight::ONE);
    let Some(top) = index.nodes.first() else { return };
    let kind = |weighting, children| NodeKind::Composite { aggregation: Aggregation::default(), weighting, children };
    let group = Node {
        code: "g".into(),
        parent: Some(NodeId(0)),
        weight: half,
        kind: kind(method.clone(), vec![NodeId(2), NodeId(3)]),
        ..top.clone()
    };
    index.nodes.insert(1, group);
    for (node, parent) in index.nodes.iter_mut().skip(2).zip([1, 1, 0]) {
        (node.parent, node.weight) = (Some(NodeId(parent)), half);
    }
    if let Some(top) = index.nodes.first_mut() {
        top.kind = kind(Weighting::default(), vec![NodeId(1), NodeId(4)]);
    }
}

pub(super) fn weighed(method: &Weighting, rows: &[[f64; 3]]) -> String {
    let stated = matches!(method, Weighting::Budget { .. } | Weighting::Ahp { .. });
    let (mut index, units) = scores(rows, if stated { 2 } else { 3 }, 100.0);
    match method.with() {
        None => at_the_top(&mut index, |_, weighting| *weighting = method.clone()),
        Some(_) => grouped(&mut index, method),
    }
    let found = rated(&index, &units).map(|r| {
        let shares = r.weights.into_iter().next().map_or_else(Vec::new, |w| w.shares);
        shares.into_iter().skip(1).map(Some).collect::<Vec<_>>()
    });
    let found = found.map_or_else(|e| e, |w| list(&w));
    let below = if method.with().is_some() { "g of a and b, with a, b and c" } else { "" };
    match method.is_fitted() {
        true if !below.is_empty() => {
            format!("an index of {below}: units {} give the weights {found}", units_in_words(rows))
        }
        true => format!("units {} give the weights {found}", units_in_words(rows)),
        false => format!("weights {found}"),
    }
}

pub(super) fn aggregated(method: Aggregation, rows: &[[f64; 3]]) -> String {
    let wide = method.looks_at_all_units();
    // Distances to the frontier are meant for a scale of 1.
    let high = if matches!(method, Aggregation::BenefitOfTheDoubt { .. }) { 1.0 } else { 100.0 };
    let (mut index, units) = if wide { scores(rows, 3, high) } else { scores(&[[16.0, 100.0, 0.0]], 2, high) };
    at_the_top(&mut index, |aggregation, _| *aggregation = method);
    if let Some(NodeKind::Indicator(last)) = index.nodes.last_mut().map(|n| &mut n.kind) {
        last.undesirable = method.takes_undesirable();
    }
    let says_order = |bounds: BodBounds| matches!(bounds, BodBounds::Proportions { ordered: true, .. });
    let weighed = match method {
        Aggregation::OrderM { directional, .. } => directional,
        Aggregation::BenefitOfTheDoubt { bounds, .. } => says_order(bounds),
        _ => false,
    };
    if weighed {
        for (node, weight) in index.nodes.iter_mut().skip(1).zip([0.5, 0.3, 0.2]) {
            node.weight = Weight::new(weight).unwrap_or(Weight::ONE);
        }
    }
    let found = rated(&index, &units).map_or_else(|e| e, |r| list(r.scores_of(NodeId(0))));
    let weights = if weighed { "the weights 0.5, 0.3 and 0.2" } else { "equal weights" };
    let worse = if method.takes_undesirable() { ", the last indicator undesirable," } else { "" };
    match wide {
        true => format!("units {}{worse} with {weights} score {found}", units_in_words(rows)),
        false => format!("16 and 100 with equal weights: {found}"),
    }
}
