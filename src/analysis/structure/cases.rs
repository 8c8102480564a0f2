//! The cases whose structure is examined: the units of a table or the peers of a framework, measured and scored.

use super::sample::{Column, Sample, Unit};
use crate::measure::Panel;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::party::Parties;
use crate::model::{Index, Units, tree};
use crate::scoring::{Rating, RefusedAt, ScoreCard, rate, score};

/// One partnership with its panel and score card.
#[derive(Clone, Debug)]
pub struct ScoredPartnership {
    pub unit: Unit,
    pub panel: Panel,
    pub card: ScoreCard,
}

/// The cases that were scored and can be scored again without a node.
#[derive(Clone, Copy, Debug)]
pub enum Cases<'a> {
    /// Rows of a table: all, or those of one year of a panel.
    Table {
        index: &'a Index,
        units: &'a Units,
        rating: &'a Rating,
        rows: &'a [usize],
    },
    Peers {
        framework: &'a Framework,
        parties: &'a Parties,
        cards: &'a [ScoredPartnership],
    },
}

impl Cases<'_> {
    pub fn nodes(&self) -> &[crate::model::framework::Node] {
        match self {
            Cases::Table { index, .. } => &index.nodes,
            Cases::Peers { framework, .. } => &framework.nodes,
        }
    }

    /// Every data set of the cases. A framework for partnerships treats no value, so that its treated values are the
    /// raw ones.
    pub fn sample(&self) -> Sample {
        match self {
            Cases::Table { index, units, rating, rows } => {
                let at = |columns: &[Column]| columns.iter().map(|c| part(c, rows)).collect();
                let row = |row: &usize| {
                    let unit = units.rows.get(*row);
                    let code = unit.map_or_else(String::new, |u| u.code.clone());
                    let name = unit.and_then(|u| u.name.clone());
                    Unit { code, name }
                };
                let fitted = rating.weights.iter().find(|w| rows.iter().any(|row| w.units.contains(row)));
                Sample {
                    units: rows.iter().map(row).collect(),
                    leaves: rating.indicators.clone(),
                    raw: at(&rating.steps.denominated),
                    treated: at(&rating.steps.treated),
                    normalised: at(&rating.steps.normalised),
                    scores: at(&rating.scores),
                    shares: fitted.map_or_else(Vec::new, |w| w.shares.clone()),
                    inapplicable: (units.inapplicable.iter())
                        .filter(|(_, row)| rows.contains(row))
                        .filter_map(|(column, _)| index.find(column))
                        .collect(),
                    filled: rating.filled.iter().filter(|f| rows.contains(&f.unit)).map(|f| f.indicator).collect(),
                    screened_out: rows.iter().enumerate().filter(|(_, r)| !rating.kept(**r)).map(|(i, _)| i).collect(),
                }
            }
            Cases::Peers { framework, cards, .. } => {
                let leaves: Vec<NodeId> = framework.indicators().map(|(id, _, _)| id).collect();
                let scores: Vec<Column> = (0..framework.nodes.len())
                    .map(|id| cards.iter().map(|c| c.card.node(NodeId(id)).score).collect())
                    .collect();
                let value = |c: &ScoredPartnership, id: NodeId| c.panel.get(id).and_then(|m| m.reading.value());
                let raw: Vec<Column> = leaves.iter().map(|id| cards.iter().map(|c| value(c, *id)).collect()).collect();
                let applies = |c: &ScoredPartnership, id: NodeId| c.panel.get(id).is_none_or(|m| m.reading.applies());
                let inapplicable =
                    leaves.iter().flat_map(|id| cards.iter().filter(|c| !applies(c, *id)).map(|_| *id)).collect();
                Sample {
                    units: cards.iter().map(|c| c.unit.clone()).collect(),
                    treated: raw.clone(),
                    normalised: leaves.iter().filter_map(|id| scores.get(id.0)).cloned().collect(),
                    shares: framework.nodes.iter().map(|n| n.weight.get()).collect(),
                    leaves,
                    raw,
                    scores,
                    inapplicable,
                    filled: Vec::new(),
                    screened_out: Vec::new(),
                }
            }
        }
    }

    /// The nodes whose removal is a question: children of nodes with several, a pair as one indicator.
    pub(super) fn removable(&self) -> impl Iterator<Item = NodeId> {
        let nodes = self.nodes();
        let several = |id: NodeId| {
            let parent = nodes.get(id.0).and_then(|n| n.parent).and_then(|p| nodes.get(p.0));
            parent.is_some_and(|p| p.children().len() > 1 && matches!(p.kind, NodeKind::Composite { .. }))
        };
        (0..nodes.len()).map(NodeId).filter(move |id| several(*id))
    }

    /// The scores of `root` by the same engine, the node `gone` taken out of the tree; nothing where no root is left.
    pub(super) fn without(&self, gone: NodeId, root: NodeId) -> Option<Result<Column, Vec<RefusedAt>>> {
        match self {
            Cases::Table { index, units, rows, .. } => {
                let (index, pruned) = index.without(gone)?;
                let root = pruned.place(root)?;
                Some(rate(&index, units).map(|rating| part(rating.scores_of(root), rows)))
            }
            Cases::Peers { framework, parties, cards } => {
                let (framework, pruned) = framework.without(gone)?;
                let root = pruned.place(root)?;
                let one = |c: &ScoredPartnership| {
                    let facing = framework.facing(parties, c.panel.partnership);
                    score(&facing, &pruned.carry(&c.panel.readings())).node(root).score
                };
                Some(Ok(cards.iter().map(one).collect()))
            }
        }
    }

    /// The node without a parent above a node.
    pub fn root_of(&self, id: NodeId) -> NodeId {
        tree::ancestors(self.nodes(), id).last().unwrap_or(id)
    }

    /// Whether `id` is `top` or lies below it.
    pub fn below(&self, id: NodeId, top: NodeId) -> bool {
        tree::ancestors(self.nodes(), id).any(|n| n == top)
    }
}

fn part(column: &[Option<f64>], rows: &[usize]) -> Column {
    rows.iter().map(|row| column.get(*row).copied().flatten()).collect()
}
