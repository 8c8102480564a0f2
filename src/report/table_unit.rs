//! One unit of a table: its places, what adds to its score, and how its values came about.

use serde::Serialize;

use crate::analysis::table_unit::{UnitNode, UnitValue};
pub use crate::analysis::verbs::ExplainedUnit;
use crate::document::{Cell, Document, Notation, Table};
use crate::model::framework::NodeId;
use crate::report::table_origin::TableOrigin;
use crate::report::{Detail, Report};

/// Indicators that are named where not all are shown: those that lift the score most, and those that lower it.
const NAMED: usize = 5;

impl ExplainedUnit<'_> {
    fn code(&self, id: NodeId) -> &str {
        &self.index.node(id).code
    }

    fn label(&self, row: usize) -> String {
        self.units.rows.get(row).map_or_else(String::new, |unit| unit.label())
    }

    fn is_leaf(&self, id: NodeId) -> bool {
        self.index.node(id).children().is_empty()
    }

    /// What it is set against, in words.
    fn against(&self) -> String {
        self.account.against.map_or_else(|| "the mean of all units".to_owned(), |row| self.label(row))
    }

    fn nodes(&self, all: bool) -> Table {
        let heads = ["node", "title", "score", "rank", "of", "share", "adds", "ahead"];
        let mut t = Table::new("", heads, 2);
        for n in self.account.nodes.iter().filter(|n| all || !self.is_leaf(n.node)) {
            let one = Notation::Decimals(1);
            let top = self.account.nodes.first().map_or(0, |top| top.depth);
            t.push_at(
                n.depth.saturating_sub(top),
                n.depth == top,
                [
                    Cell::from(self.code(n.node)),
                    self.index.node(n.node).title.as_str().into(),
                    Cell::maybe(n.score, Notation::Decimals(2)),
                    Cell::maybe(n.rank, Notation::Decimals(0)),
                    n.of.into(),
                    Cell::number(n.share, Notation::Decimals(3)),
                    Cell::maybe(n.adds, one),
                    Cell::maybe(n.ahead, Notation::Signed(1)),
                ],
            );
        }
        t.note = format!(
            "share: of the score above; adds: points of the score at the top; ahead: these points less those of {}",
            self.against()
        );
        t
    }

    fn values(&self) -> Table {
        let heads = ["indicator", "title", "value", "divided", "treated", "score", "rank"];
        let mut t = Table::new("Values", heads, 2);
        for v in &self.account.values {
            let node = self.account.nodes.iter().find(|n| n.node == v.indicator);
            let amount = |x| Cell::maybe(x, Notation::Amount);
            let changed = |x: Option<f64>, before: Option<f64>| if x == before { Cell::default() } else { amount(x) };
            let filled = if v.filled { "*" } else { "" };
            t.push([
                Cell::from(self.code(v.indicator)),
                self.index.node(v.indicator).title.as_str().into(),
                amount(v.raw),
                changed(v.denominated, v.raw),
                changed(v.treated, v.denominated).marked(filled),
                Cell::maybe(v.score, Notation::Decimals(1)),
                Cell::maybe(node.and_then(|n| n.rank), Notation::Decimals(0)),
            ]);
        }
        t.note = "divided and treated: where that changed the value; *: filled by imputation".into();
        t
    }

    /// The indicators that lift the unit most, or lower it most, against what it is set against.
    fn furthest(&self, title: &str, up: bool) -> Table {
        let sign = if up { 1.0 } else { -1.0 };
        let leaves = self.account.nodes.iter().filter(|n| self.is_leaf(n.node));
        let mut moves: Vec<(&UnitNode, f64)> = leaves.filter_map(|n| Some((n, sign * n.ahead?))).collect();
        moves.retain(|(_, ahead)| *ahead > 0.0);
        moves.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut t = Table::new(title, ["indicator", "title", "value", "score", "rank", "of", "ahead"], 2);
        for (n, _) in moves.into_iter().take(NAMED) {
            let value = self.account.values.iter().find(|v| v.indicator == n.node).and_then(|v| v.raw);
            t.push([
                Cell::from(self.code(n.node)),
                self.index.node(n.node).title.as_str().into(),
                Cell::maybe(value, Notation::Amount),
                Cell::maybe(n.score, Notation::Decimals(1)),
                Cell::maybe(n.rank, Notation::Decimals(0)),
                n.of.into(),
                Cell::maybe(n.ahead, Notation::Signed(2)),
            ]);
        }
        t
    }
}

impl Report for ExplainedUnit<'_> {
    fn document(&self, detail: Detail) -> Document {
        let (index, units) = (self.index, self.units);
        let name = units.rows.get(self.account.row).and_then(|u| u.name.clone());
        let name = name.map_or_else(String::new, |name| format!(" ({name})"));
        let title = format!("{}{name}: {}", self.label(self.account.row), index.title);
        let mut d = Document::new(title, format!("framework {} {} · table {}", index.code, index.version, units.file));
        if self.account.screened_out {
            d.fact("Score", "none: the unit was screened out");
        }
        let all = self.one_node || detail == Detail::Full;
        d.table(self.nodes(all));
        if all {
            d.table(self.values());
        }
        if !self.one_node {
            d.table(self.furthest("Lifts it most", true));
            d.table(self.furthest("Lowers it most", false));
        }
        let no_points = self.account.nodes.iter().any(|n| n.score.is_some() && n.adds.is_none());
        let why = "points are told where every rule up to the top is a weighted arithmetic mean; here not all are";
        d.list("Notes", if no_points { vec![why.to_owned()] } else { Vec::new() });
        d
    }

    /// `node`, `parent`, `score`, `rank`, `of`, `share`, `adds`, `ahead`; of an indicator also `raw`, `denominated`,
    /// `filled`, `treated`.
    fn records(&self) -> Option<Table> {
        let heads = [
            "node",
            "parent",
            "score",
            "rank",
            "of",
            "share",
            "adds",
            "ahead",
            "raw",
            "denominated",
            "filled",
            "treated",
        ];
        let mut records = Table::records(heads);
        for n in &self.account.nodes {
            let v = self.account.values.iter().find(|v| v.indicator == n.node);
            let parent = self.index.node(n.node).parent.map_or("", |p| self.code(p));
            records.push([
                Cell::from(self.code(n.node)),
                parent.into(),
                Cell::exact(n.score),
                Cell::exact(n.rank),
                n.of.into(),
                Cell::exact(Some(n.share)),
                Cell::exact(n.adds),
                Cell::exact(n.ahead),
                Cell::exact(v.and_then(|v| v.raw)),
                Cell::exact(v.and_then(|v| v.denominated)),
                Cell::from(if v.is_some_and(|v| v.filled) { "yes" } else { "" }),
                Cell::exact(v.and_then(|v| v.treated)),
            ]);
        }
        Some(records)
    }

    fn json(&self) -> serde_json::Result<String> {
        let node = |n: &UnitNode| JsonNode::of(self, n);
        let document = Json {
            unit: self.label(self.account.row),
            name: self.units.rows.get(self.account.row).and_then(|u| u.name.as_deref()),
            against: self.account.against.map(|row| self.label(row)),
            origin: TableOrigin::of(self.index, self.units),
            screened_out: self.account.screened_out,
            nodes: self.account.nodes.iter().map(node).collect(),
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

#[derive(Serialize)]
struct Json<'a> {
    unit: String,
    name: Option<&'a str>,
    against: Option<String>,
    #[serde(flatten)]
    origin: TableOrigin<'a>,
    screened_out: bool,
    nodes: Vec<JsonNode<'a>>,
}

#[derive(Serialize)]
struct JsonNode<'a> {
    code: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    score: Option<f64>,
    rank: Option<f64>,
    of: usize,
    share: f64,
    adds: Option<f64>,
    ahead: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<JsonValue>,
}

/// How an indicator's value came about.
#[derive(Serialize)]
struct JsonValue {
    raw: Option<f64>,
    denominated: Option<f64>,
    filled: bool,
    treated: Option<f64>,
}

impl<'a> JsonNode<'a> {
    fn of(unit: &'a ExplainedUnit<'_>, n: &UnitNode) -> Self {
        let value = unit.account.values.iter().find(|v| v.indicator == n.node).map(JsonValue::of);
        JsonNode {
            code: unit.code(n.node),
            title: &unit.index.node(n.node).title,
            parent: unit.index.node(n.node).parent.map(|p| unit.code(p)),
            score: n.score,
            rank: n.rank,
            of: n.of,
            share: n.share,
            adds: n.adds,
            ahead: n.ahead,
            value,
        }
    }
}

impl JsonValue {
    fn of(v: &UnitValue) -> Self {
        JsonValue { raw: v.raw, denominated: v.denominated, filled: v.filled, treated: v.treated }
    }
}
