//! A rated table as JSON (docs/json.md).

use std::collections::BTreeMap;

use serde::Serialize;

use super::Rated;
use crate::model::framework::NodeId;
use crate::model::method::Scope;

#[derive(Serialize)]
struct Document<'a> {
    framework: Framework<'a>,
    table: Table<'a>,
    nodes: Vec<Node<'a>>,
    units: Vec<Unit<'a>>,
    filled: Vec<Filled<'a>>,
    treated: Vec<Treated<'a>>,
    clipped: Vec<Clipped<'a>>,
    dropped: Vec<Dropped<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Framework<'a> {
    code: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Table<'a> {
    file: &'a str,
    sha256: &'a str,
    rows: usize,
}

#[derive(Serialize)]
struct Node<'a> {
    code: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    weights: Vec<Share<'a>>,
}

/// Of the parent's score, where everything is known; one for all rows, or one for each year or group.
#[derive(Serialize)]
struct Share<'a> {
    year: Option<i32>,
    /// The group on which it was fitted, where each has weights of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    weight: f64,
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: &'a str,
    name: Option<&'a str>,
    year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    line: u32,
    screened_out: bool,
    scores: BTreeMap<&'a str, Score>,
}

#[derive(Serialize)]
struct Score {
    score: Option<f64>,
    rank: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank_in_group: Option<f64>,
    coverage: f64,
}

#[derive(Serialize)]
struct Filled<'a> {
    unit: &'a str,
    year: Option<i32>,
    indicator: &'a str,
    value: f64,
    method: String,
}

#[derive(Serialize)]
struct Treated<'a> {
    indicator: &'a str,
    skewness_before: Option<f64>,
    kurtosis_before: Option<f64>,
    skewness_after: Option<f64>,
    kurtosis_after: Option<f64>,
    passed: bool,
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    unit: &'a str,
    year: Option<i32>,
    before: f64,
    after: f64,
}

#[derive(Serialize)]
struct Clipped<'a> {
    unit: &'a str,
    year: Option<i32>,
    indicator: &'a str,
    value: f64,
    score: f64,
}

#[derive(Serialize)]
struct Dropped<'a> {
    unit: &'a str,
    year: Option<i32>,
    availability: Option<f64>,
    nonzero: Option<f64>,
}

pub fn json(rated: &Rated<'_>) -> serde_json::Result<String> {
    let (index, rating) = (rated.index, &rated.rating);
    let code = |id: NodeId| index.node(id).code.as_str();
    let unit = |row: usize| rated.units.rows.get(row).map_or("", |r| r.code.as_str());
    let year = |row: usize| rated.units.rows.get(row).and_then(|r| r.year);
    let score = |id: NodeId, row: usize| Score {
        score: rated.score(id, row),
        rank: rated.rank(id, row),
        rank_in_group: rated.rank_in_group(id, row),
        coverage: rating.coverage.get(id.0).and_then(|c| c.get(row)).copied().unwrap_or(0.0),
    };
    let ids: Vec<NodeId> = (0..index.nodes.len()).map(NodeId).collect();
    let document = Document {
        framework: Framework { code: &index.code, version: &index.version, sha256: &index.sha256 },
        table: Table { file: &rated.units.file, sha256: &rated.units.sha256, rows: rated.units.rows.len() },
        nodes: ids
            .iter()
            .map(|id| Node {
                code: code(*id),
                title: &index.node(*id).title,
                parent: index.node(*id).parent.map(code),
                weights: (rating.weights.iter())
                    .filter_map(|w| {
                        let first = w.units.first().copied().unwrap_or_default();
                        let year = year(first).filter(|_| index.scope == Scope::Year);
                        let group = match &index.scope {
                            Scope::Group(column) => rated.units.word(column).and_then(|w| w.get(first)?.as_deref()),
                            _ => None,
                        };
                        Some(Share { year, group, weight: *w.shares.get(id.0)? })
                    })
                    .collect(),
            })
            .collect(),
        units: (0..rated.units.rows.len())
            .map(|row| Unit {
                unit: unit(row),
                name: rated.units.rows.get(row).and_then(|r| r.name.as_deref()),
                year: year(row),
                group: rated.group(row),
                line: rated.units.rows.get(row).map_or(0, |r| r.line),
                screened_out: !rating.kept(row),
                scores: ids.iter().map(|id| (code(*id), score(*id, row))).collect(),
            })
            .collect(),
        filled: (rating.filled.iter())
            .map(|f| Filled {
                unit: unit(f.unit),
                year: year(f.unit),
                indicator: code(f.indicator),
                value: f.value,
                method: rated.imputed_by(f),
            })
            .collect(),
        treated: (rating.treatments.iter())
            .map(|t| Treated {
                indicator: code(t.indicator),
                skewness_before: t.treated.before.map(|s| s.skewness),
                kurtosis_before: t.treated.before.map(|s| s.kurtosis),
                skewness_after: t.treated.after.map(|s| s.skewness),
                kurtosis_after: t.treated.after.map(|s| s.kurtosis),
                passed: t.treated.passed,
                cells: (t.treated.touched.iter())
                    .map(|c| {
                        let row = t.units.get(c.unit).copied().unwrap_or_default();
                        Cell { unit: unit(row), year: year(row), before: c.before, after: c.after }
                    })
                    .collect(),
            })
            .collect(),
        clipped: (rating.clipped.iter())
            .map(|c| Clipped {
                unit: unit(c.unit),
                year: year(c.unit),
                indicator: code(c.indicator),
                value: c.value,
                score: c.score,
            })
            .collect(),
        dropped: (rating.dropped.iter())
            .map(|d| Dropped {
                unit: unit(d.unit),
                year: year(d.unit),
                availability: d.availability,
                nonzero: d.nonzero,
            })
            .collect(),
        notes: rated.notes(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
