//! The smallest changes that swap two units, as text.

use serde::Serialize;
use std::collections::BTreeMap;

use super::Swap;
use super::json::{Asked, asked, weights};
use super::words::{freedom, heading, name, varied};
use crate::analysis::weight_robustness::{NeededValue, SingleWeight};
use crate::document::{Cell, Document as Page, Table, number};
use crate::model::framework::NodeId;
use crate::report::origin::{Source, made, source};
use crate::report::{Detail, Report};
use crate::statistics::swap::Reweighting;

/// So many moved weights are named.
const NAMED: usize = 4;

/// A change of a weight below this is the solver's rounding error.
const DUST: f64 = 1e-6;

impl Swap<'_> {
    fn code(&self, id: NodeId) -> &str {
        self.tree.nodes.get(id.0).map_or("", |n| n.code.as_str())
    }

    fn names(&self) -> (String, String) {
        (name(&self.tree, self.found.ahead), name(&self.tree, self.found.behind))
    }

    /// "4.2 % of the weight moves: vision 0.33 → 0.38, areas 0.33 → 0.29".
    fn moved(&self, found: &Reweighting) -> String {
        let changes = self.frame.parts.iter().zip(&self.frame.weights).zip(&found.weights);
        let mut changed: Vec<(&str, f64, f64)> = changes
            .map(|((part, now), new)| (self.code(*part), *now, *new))
            .filter(|(_, now, new)| (new - now).abs() > DUST)
            .collect();
        changed.sort_by(|a, b| (b.2 - b.1).abs().total_cmp(&(a.2 - a.1).abs()));
        let named: Vec<String> = (changed.iter().take(NAMED))
            .map(|(code, now, new)| format!("{code} {} → {}", number::fixed(*now, 3), number::fixed(*new, 3)))
            .collect();
        let more = match changed.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let share = number::value(found.moved, "share");
        let list = if named.is_empty() { String::new() } else { format!(": {}{more}", named.join(", ")) };
        format!("{share} of the weight moves{list}")
    }

    fn single(&self, found: &SingleWeight) -> String {
        let code = self.frame.parts.get(found.part).map_or("", |p| self.code(*p));
        let outside =
            if found.declared { String::new() } else { format!("; not with {}", freedom(self.variation.freedom)) };
        let (now, needed) = (number::fixed(found.now, 3), number::fixed(found.needed, 3));
        format!("{code} {now} → {needed}, the others in proportion{outside}")
    }

    fn value(&self, found: &NeededValue) -> String {
        let places = number::decimals_for([found.now, found.needed, self.found.scores.0].into_iter());
        let (now, needed) = (number::fixed(found.now, places), number::fixed(found.needed, places));
        format!("{} {now} → {needed} ({})", self.code(found.node), number::signed(found.change(), places))
    }

    /// What brings the two level, line by line.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let none = || "not possible".to_owned();
        let found = &self.found;
        let (ahead, behind) = self.names();
        let weights = match (&found.declared, &found.any) {
            (Some(found), _) => self.moved(found),
            (None, Some(any)) => {
                let rule = freedom(self.variation.freedom);
                format!("not possible with {rule}; with any weights {}", self.moved(any))
            }
            (None, None) => format!("not possible: {ahead} is ahead whatever the weights"),
        };
        let value = |found: Option<&NeededValue>| {
            found.map_or_else(none, |v| format!("{}, {behind}'s score there", self.value(v)))
        };
        vec![
            ("Weights", weights),
            ("One weight", found.single.first().map_or_else(none, |w| self.single(w))),
            ("One part", value(found.part(&self.frame.parts))),
            ("One indicator", value(found.indicator())),
        ]
    }

    fn title(&self) -> (String, String) {
        let (ahead, behind) = self.names();
        let (one, other) = self.found.scores;
        let places = number::decimals_for([one, other].into_iter()).min(2);
        let (title, _) = heading(self.origin, self.variation);
        let scores = format!("{ahead} {}, {behind} {}", number::fixed(one, places), number::fixed(other, places));
        (format!("{title}: what brings {behind} level with {ahead}"), scores)
    }
}

impl Report for Swap<'_> {
    fn document(&self, _: Detail) -> Page {
        let (title, scores) = self.title();
        let mut d = Page::new(title, made(self.origin));
        d.fact("Scores", scores);
        d.fact("Varied", varied(self.variation, &self.tree, &self.frame));
        d.pause();
        for (label, text) in self.lines() {
            d.fact(label, text);
        }
        d.pause();
        d.fact("", "Each line is one way by itself; any more of it and the two are swapped.");
        d.with_roots(self.origin.own_roots())
    }

    fn records(&self) -> Option<Table> {
        Some(records(self))
    }

    fn json(&self) -> serde_json::Result<String> {
        json(self)
    }
}

/// One record for each node below the ranked one: weights where they vary, scores of the unit behind.
fn records(swap: &Swap<'_>) -> Table {
    let mut records = Table::records([
        "node",
        "weight",
        "least_shift",
        "least_shift_any",
        "one_weight",
        "one_weight_declared",
        "score",
        "score_needed",
        "reachable",
    ]);
    let number = Cell::exact;
    let word = |x: Option<bool>| Cell::from(x.map_or_else(String::new, |x| x.to_string()));
    let found = &swap.found;
    let mut nodes: Vec<NodeId> = swap.frame.parts.iter().copied().chain(found.values.iter().map(|v| v.node)).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let unit = swap.tree.units.get(found.behind);
    for node in nodes {
        let part = swap.frame.parts.iter().position(|p| *p == node);
        let of = |weights: &[f64]| part.and_then(|p| weights.get(p).copied());
        let shift = |r: &Option<Reweighting>| number(r.as_ref().and_then(|r| of(&r.weights)));
        let single = found.single.iter().find(|s| Some(s.part) == part);
        let value = found.values.iter().find(|v| v.node == node);
        records.push([
            Cell::from(swap.code(node)),
            number(of(&swap.frame.weights)),
            shift(&found.declared),
            shift(&found.any),
            number(single.map(|s| s.needed)),
            word(single.map(|s| s.declared)),
            number(unit.and_then(|u| u.score(node))),
            number(value.map(|v| v.needed)),
            word(value.map(|v| v.reachable)),
        ]);
    }
    records
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    source: Source<'a>,
    question: Asked<'a>,
    ahead: Unit<'a>,
    behind: Unit<'a>,
    weights: BTreeMap<&'a str, f64>,
    /// Null where no weights will do.
    least_shift: Option<Shift<'a>>,
    least_shift_any: Option<Shift<'a>>,
    single_weights: Vec<Single<'a>>,
    single_scores: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Unit<'a> {
    unit: &'a str,
    name: Option<&'a str>,
    score: f64,
}

#[derive(Serialize)]
struct Shift<'a> {
    moved: f64,
    weights: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct Single<'a> {
    node: &'a str,
    weight: f64,
    needed: f64,
    declared: bool,
    weights: BTreeMap<&'a str, f64>,
}

#[derive(Serialize)]
struct Value<'a> {
    node: &'a str,
    indicator: bool,
    score: f64,
    needed: f64,
    reachable: bool,
}

fn json(swap: &Swap<'_>) -> serde_json::Result<String> {
    let found = &swap.found;
    let of = |w: &[f64]| weights(&swap.tree, &swap.frame, w);
    let unit = |place: usize, score| Unit {
        unit: swap.tree.units.get(place).map_or("", |u| u.code.as_str()),
        name: swap.tree.units.get(place).and_then(|u| u.name.as_deref()),
        score,
    };
    let shift = |r: &Option<Reweighting>| r.as_ref().map(|r| Shift { moved: r.moved, weights: of(&r.weights) });
    let single = |s: &SingleWeight| Single {
        node: swap.frame.parts.get(s.part).map_or("", |p| swap.code(*p)),
        weight: s.now,
        needed: s.needed,
        declared: s.declared,
        weights: of(&s.weights),
    };
    let value = |v: &NeededValue| Value {
        node: swap.code(v.node),
        indicator: v.indicator,
        score: v.now,
        needed: v.needed,
        reachable: v.reachable,
    };
    let document = Document {
        source: source(swap.origin),
        question: asked(swap.origin, swap.variation),
        ahead: unit(found.ahead, found.scores.0),
        behind: unit(found.behind, found.scores.1),
        weights: of(&swap.frame.weights),
        least_shift: shift(&found.declared),
        least_shift_any: shift(&found.any),
        single_weights: found.single.iter().map(single).collect(),
        single_scores: found.values.iter().map(value).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
