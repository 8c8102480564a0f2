//! A tree whose scores are known, whatever they were computed from.

use crate::analysis::index_weights::stated_shares;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::tree::Node;
use crate::model::{Index, Units};
use crate::scoring::{Rating, ScoreCard};

/// One unit: its scores, and the share each node really has in its parent's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// A unit's code, or a partnership's slug.
    pub code: String,
    pub name: Option<String>,
    pub year: Option<i32>,
    pub scores: Vec<Option<f64>>,
    /// After what is missing was left out; 0 where a node does not enter.
    pub used: Vec<f64>,
}

impl Entry {
    /// "AUT", or "AUT 2018" in a panel.
    pub fn label(&self) -> String {
        self.year.map_or_else(|| self.code.clone(), |y| format!("{} {y}", self.code))
    }

    /// For print: the name where there is one.
    pub fn title(&self) -> String {
        let name = self.name.as_ref().unwrap_or(&self.code);
        self.year.map_or_else(|| name.clone(), |y| format!("{name} {y}"))
    }

    pub fn score(&self, id: NodeId) -> Option<f64> {
        self.scores.get(id.0).copied().flatten()
    }

    pub(crate) fn used(&self, id: NodeId) -> f64 {
        self.used.get(id.0).copied().unwrap_or(0.0)
    }
}

/// Units that are ranked together, and the tree they were scored by.
#[derive(Clone, Debug)]
pub struct ScoredTree<'a> {
    pub nodes: &'a [Node],
    /// The share of each node in its parent's score where everything is known; siblings sum to 1.
    pub shares: Vec<f64>,
    pub units: Vec<Entry>,
}

impl<'a> ScoredTree<'a> {
    /// The rated table, one for each year.
    pub fn of_rating(index: &'a Index, units: &Units, rating: &Rating) -> Vec<Self> {
        let nodes = index.nodes.as_slice();
        let year = |rows: &Vec<usize>| {
            // Weights are fitted on the rows of the scope that were kept; a year without any has no weights.
            let weights = rating.weights.iter().find(|w| rows.iter().any(|row| w.units.contains(row)))?;
            let entry = |row: &usize| {
                let scores: Vec<Option<f64>> =
                    rating.scores.iter().map(|column| column.get(*row).copied().flatten()).collect();
                let applies = |id: NodeId| rating.applies.get(id.0).and_then(|c| c.get(*row)) != Some(&false);
                let used = used(nodes, &weights.shares, &scores, applies);
                let unit = units.rows.get(*row)?;
                Some(Entry { code: unit.code.clone(), name: unit.name.clone(), year: unit.year, scores, used })
            };
            Some(ScoredTree { nodes, shares: weights.shares.clone(), units: rows.iter().filter_map(entry).collect() })
        };
        units.years().iter().filter_map(year).collect()
    }

    /// Partnerships: slug, name and score card of each.
    pub fn of_cards(framework: &'a Framework, cards: Vec<(String, String, ScoreCard)>) -> Self {
        let nodes = framework.nodes.as_slice();
        let shares = stated_shares(nodes);
        let entry = |(code, name, card): (String, String, ScoreCard)| Entry {
            code,
            name: Some(name),
            year: None,
            scores: card.nodes.iter().map(|n| n.score).collect(),
            used: card.nodes.iter().map(|n| n.used).collect(),
        };
        ScoredTree { nodes, shares, units: cards.into_iter().map(entry).collect() }
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&'a Node> {
        self.nodes.get(id.0)
    }

    pub(crate) fn code(&self, id: NodeId) -> String {
        self.node(id).map_or_else(String::new, |n| n.code.clone())
    }

    pub(crate) fn share(&self, id: NodeId) -> f64 {
        self.shares.get(id.0).copied().unwrap_or(0.0)
    }

    /// The children that have a weight; none of an indicator, and none of a pair, whose directions weigh the same by
    /// nature.
    pub(crate) fn weighty(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id).map(|n| &n.kind) {
            Some(NodeKind::Composite { children, .. }) => {
                children.iter().copied().filter(|c| self.share(*c) > 0.0).collect()
            }
            _ => Vec::new(),
        }
    }

    /// From `id` up to `of`, both included; `None` where `of` is not above it.
    pub(crate) fn path(&self, id: NodeId, of: NodeId) -> Option<Vec<NodeId>> {
        let mut path = vec![id];
        let mut at = id;
        while at != of {
            at = self.node(at)?.parent?;
            path.push(at);
        }
        Some(path)
    }
}

/// The children's shares below nodes that have a score: what does not apply yields its own, what is missing is left
/// out.
fn used(nodes: &[Node], shares: &[f64], scores: &[Option<f64>], applies: impl Fn(NodeId) -> bool) -> Vec<f64> {
    let score = |id: &NodeId| scores.get(id.0).copied().flatten();
    let share = |id: &NodeId| shares.get(id.0).copied().unwrap_or(0.0);
    let mut used: Vec<f64> = (0..nodes.len()).map(|i| f64::from(u8::from(score(&NodeId(i)).is_some()))).collect();
    for (i, node) in nodes.iter().enumerate() {
        let children = node.children();
        let mut weights: Vec<f64> = children.iter().map(|c| if applies(*c) { share(c) } else { 0.0 }).collect();
        for child in children.iter().filter(|c| !applies(**c)) {
            let Some(NodeKind::Indicator(indicator)) = nodes.get(child.0).map(|n| &n.kind) else { continue };
            let heir = indicator.yields_to.and_then(|to| children.iter().position(|c| *c == to && applies(to)));
            if let Some(weight) = heir.and_then(|i| weights.get_mut(i)) {
                *weight += share(child);
            }
        }
        for (weight, child) in weights.iter_mut().zip(children) {
            *weight = if score(child).is_some() { *weight } else { 0.0 };
        }
        let total: f64 = weights.iter().sum();
        for (child, weight) in children.iter().zip(weights) {
            if let Some(cell) = used.get_mut(child.0) {
                *cell = if score(&NodeId(i)).is_some() && total > 0.0 { weight / total } else { 0.0 };
            }
        }
    }
    used
}
