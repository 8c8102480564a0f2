//! Geometric benefit of the doubt between two years: the unit's own values, those of the unit it is measured by, and the
//! weights.

use std::collections::BTreeMap;

use crate::model::framework::{NodeId, NodeKind};
use crate::model::method::{Normalisation, Scope};
use crate::model::{Index, Units};
use crate::scoring::Rating;
use crate::scoring::benefit_of_the_doubt::{GeometricScore, Refusal, geometric_with_parts, matrix};

/// Values this near to one another, as a part of themselves, are the same.
const LEVEL: f64 = 1e-12;

/// The factors of one unit's change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeometricFactors {
    /// Its indicators.
    pub own: f64,
    /// The indicators of the unit that all are divided by; below 1 where it has become better. 1 where values are not
    /// divided by a unit's (`ratio_to_reference`).
    pub benchmark: f64,
    /// The parts that suit it best.
    pub weights: f64,
}

impl GeometricFactors {
    /// The ratio of the two scores: the product of the three.
    pub fn ratio(&self) -> f64 {
        self.own * self.benchmark * self.weights
    }
}

/// A unit in one year: its normalised values, the parts, and the values before normalisation where a reference unit
/// divides them.
struct Held {
    normalised: Vec<f64>,
    parts: Vec<f64>,
    values: Vec<Option<f64>>,
}

impl Held {
    /// Whether all normalised values are one, so that any parts give the same score and none can be told.
    fn level(&self) -> bool {
        let first = self.normalised.first().copied().unwrap_or(0.0);
        self.normalised.iter().all(|n| (n / first - 1.0).abs() < LEVEL)
    }
}

/// By code and year.
type HeldRows = BTreeMap<(String, Option<i32>), Held>;

/// The factors of every unit with a score in both years; none for the benchmark and others whose normalised values are
/// all the same in a year, since any parts suit them.
///
/// With n the normalised values and s the parts, `ln S1 - ln S0 = sum (s1 + s0)/2 d ln n + sum (s1 - s0)/2 (ln n1 n0)`,
/// and the first sum is that of the unit's own values y less that of the benchmark's b, where `n = y/b`. Source: Van
/// Puyenbroeck and Rogge 2017, European Journal of Operational Research 256(3), 1004-1014, DOI
/// 10.1016/j.ejor.2016.07.038.
pub fn geometric(
    index: &Index,
    units: &Units,
    rating: &Rating,
    (node, children): (NodeId, &[NodeId]),
    (low, high): (f64, f64),
    (before, after): (i32, i32),
) -> Result<BTreeMap<String, GeometricFactors>, Refusal> {
    let whole = match index.scope {
        Scope::Panel => Some(held(index, units, rating, (node, children), (low, high), None)?),
        _ => None,
    };
    let of = |year: i32| match &whole {
        Some(_) => Ok(HeldRows::new()),
        None => held(index, units, rating, (node, children), (low, high), Some(year)),
    };
    let (first, second) = (of(before)?, of(after)?);
    let (earlier, later) = (whole.as_ref().unwrap_or(&first), whole.as_ref().unwrap_or(&second));
    let mut found = BTreeMap::new();
    for unit in &units.rows {
        let key = |year: i32| (unit.code.clone(), Some(year));
        let (x, y) = (earlier.get(&key(before)), later.get(&key(after)));
        let (Some(x), Some(y)) = (x, y) else { continue };
        if x.level() || y.level() {
            continue;
        }
        let signs = children.iter().map(|child| sign(index, *child));
        let (mut own, mut benchmark, mut weights) = (0.0, 0.0, 0.0);
        for (k, sign) in signs.enumerate() {
            let get = |side: &Held| {
                let value = side.values.get(k).copied().flatten();
                Some((side.normalised.get(k)?.ln(), *side.parts.get(k)?, value.map(f64::ln)))
            };
            let (Some((n0, s0, y0)), Some((n1, s1, y1))) = (get(x), get(y)) else { continue };
            let moved = y0.zip(y1).map_or(n1 - n0, |(y0, y1)| sign * (y1 - y0));
            own += (s1 + s0) / 2.0 * moved;
            benchmark += (s1 + s0) / 2.0 * (n1 - n0 - moved);
            weights += (s1 - s0) / 2.0 * (n1 + n0);
        }
        let factors = GeometricFactors { own: own.exp(), benchmark: benchmark.exp(), weights: weights.exp() };
        found.insert(unit.code.clone(), factors);
    }
    Ok(found)
}

/// -1 where a lower value is a higher ratio.
fn sign(index: &Index, child: NodeId) -> f64 {
    match &index.node(child).kind {
        NodeKind::Indicator(indicator) if indicator.lower_is_better => -1.0,
        _ => 1.0,
    }
}

/// The rows of one year, or all, with the parts that were fitted to them.
fn held(
    index: &Index,
    units: &Units,
    rating: &Rating,
    (node, children): (NodeId, &[NodeId]),
    (low, high): (f64, f64),
    year: Option<i32>,
) -> Result<HeldRows, Refusal> {
    let cell = |column: Option<&[Option<f64>]>, row: usize| column?.get(row).copied().flatten();
    let value = |child: NodeId, row: usize| {
        let NodeKind::Indicator(indicator) = &index.node(child).kind else { return None };
        if !matches!(indicator.normalise, Normalisation::RatioToReference { .. }) {
            return None;
        }
        let place = rating.indicators.iter().position(|id| *id == child)?;
        cell(rating.steps.treated.get(place).map(Vec::as_slice), row)
    };
    let rows = units.rows.iter().enumerate().filter(|(_, unit)| year.is_none() || unit.year == year);
    let rows: Vec<(usize, Vec<f64>)> = rows
        .filter_map(|(row, _)| {
            cell(Some(rating.scores_of(node)), row)?;
            let own: Option<Vec<f64>> = children.iter().map(|c| cell(Some(rating.scores_of(*c)), row)).collect();
            Some((row, own?))
        })
        .collect();
    let data = matrix(&rows.iter().map(|(_, own)| own.clone()).collect::<Vec<_>>());
    let found = geometric_with_parts(&data, &vec![low; children.len()], &vec![high; children.len()])?;
    let held = rows.into_iter().zip(found).filter_map(|((row, normalised), GeometricScore { parts, .. })| {
        let unit = units.rows.get(row)?;
        let values = children.iter().map(|child| value(*child, row)).collect();
        Some(((unit.code.clone(), unit.year), Held { normalised, parts, values }))
    });
    Ok(held.collect())
}
