//! The tree above the leaves, whole or without one indicator, prepared for aggregation.

use std::ops::Range;

use crate::model::framework::{Index, NodeId, NodeKind};
use crate::model::pruning::Pruned;
use crate::scoring::rating::Scheme;

/// A prepared tree and how it hangs together with the whole one.
#[derive(Clone, Debug)]
pub(super) struct UpperTree {
    pub(super) scheme: Scheme,
    /// Per leaf the column that is its own in the whole tree.
    pub(super) columns: Vec<usize>,
    /// Per output the branch that computes it; nothing where the node went with the indicator.
    pub(super) outputs: Vec<Option<usize>>,
    /// Whether a rule for every node is a rule for this branch: a pair keeps its own.
    pub(super) ruled: Vec<bool>,
    /// The branch whose power varies.
    pub(super) power: Option<usize>,
    /// Per child of the families its place among those of the whole tree.
    pub(super) origins: Vec<usize>,
    /// The children that share out the weight of one that is gone.
    pub(super) heirs: Option<Range<usize>>,
}

impl UpperTree {
    /// The whole tree.
    pub(super) fn whole(index: &Index, outputs: &[NodeId], power: Option<NodeId>) -> UpperTree {
        let columns: Vec<usize> = (0..index.indicators().count()).collect();
        UpperTree::over(index, Scheme::of(&index.nodes), columns, power, |branches: &[NodeId]| {
            outputs.iter().map(|o| branches.iter().position(|b| b == o)).collect()
        })
    }

    /// What is left of the whole tree, in `index`.
    pub(super) fn pruned(
        whole: &UpperTree,
        before: &Index,
        (index, pruned): &(Index, Pruned),
        outputs: &[NodeId],
        power: Option<NodeId>,
    ) -> UpperTree {
        let leaves = before.indicators().map(|(id, ..)| id).enumerate();
        let columns: Vec<usize> = leaves.filter(|(_, id)| pruned.place(*id).is_some()).map(|(i, _)| i).collect();
        let scheme = Scheme::over(&index.nodes, &columns);
        let power = power.and_then(|p| pruned.place(p));
        let mut upper_tree = UpperTree::over(index, scheme, columns, power, |branches: &[NodeId]| {
            let branch = |o: &NodeId| pruned.place(*o).and_then(|o| branches.iter().position(|b| *b == o));
            outputs.iter().map(branch).collect()
        });
        let places: Vec<Option<NodeId>> = whole.scheme.children().iter().map(|c| pruned.place(*c)).collect();
        let origin = |child: &NodeId| places.iter().position(|p| p.as_ref() == Some(child)).unwrap_or_default();
        upper_tree.origins = upper_tree.scheme.children().iter().map(origin).collect();
        let lost = |(family, node): &(Range<usize>, NodeId)| {
            let at = whole.scheme.inner().position(|n| pruned.place(n) == Some(*node));
            at.and_then(|at| whole.scheme.families().nth(at)).is_some_and(|before| before.len() > family.len())
        };
        upper_tree.heirs =
            upper_tree.scheme.families().zip(upper_tree.scheme.inner()).find(lost).map(|(family, _)| family);
        upper_tree
    }

    fn over(
        index: &Index,
        scheme: Scheme,
        columns: Vec<usize>,
        power: Option<NodeId>,
        outputs: impl Fn(&[NodeId]) -> Vec<Option<usize>>,
    ) -> UpperTree {
        let branches: Vec<NodeId> = scheme.inner().collect();
        UpperTree {
            columns,
            outputs: outputs(&branches),
            ruled: branches.iter().map(|b| matches!(index.node(*b).kind, NodeKind::Composite { .. })).collect(),
            power: power.and_then(|p| branches.iter().position(|b| *b == p)),
            origins: (0..scheme.children().len()).collect(),
            heirs: None,
            scheme,
        }
    }

    /// Puts the whole tree's weights `drawn` where this tree's children look for them; the siblings of what is gone
    /// share its weight.
    pub(super) fn take(&self, drawn: &[f64], weights: &mut [f64]) {
        for (weight, origin) in weights.iter_mut().zip(&self.origins) {
            *weight = drawn.get(*origin).copied().unwrap_or(*weight);
        }
        if let Some(family) = self.heirs.clone().and_then(|f| weights.get_mut(f)) {
            let siblings: f64 = family.iter().sum();
            family.iter_mut().for_each(|w| *w = (*w / siblings).min(1.0));
        }
    }
}
