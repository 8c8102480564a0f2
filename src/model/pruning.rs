//! A tree without one of its nodes, so that the engine itself can say what the node does to scores and ranks.

use std::collections::BTreeMap;

use super::framework::Framework;
use super::method::{Imputation, Weighting};
use super::tree::{Index, Node, NodeId, NodeKind, Weight};

/// What is left of a tree, and where each of its nodes stands now.
#[derive(Clone, Debug)]
pub struct Pruned {
    pub nodes: Vec<Node>,
    /// Per node of the whole tree: its new place; nothing where it is gone.
    places: Vec<Option<NodeId>>,
}

impl Pruned {
    /// Where a node of the whole tree stands now.
    pub fn place(&self, before: NodeId) -> Option<NodeId> {
        self.places.get(before.0).copied().flatten()
    }

    /// Of one entry per node of the whole tree those of the nodes that are left.
    pub fn carry<T: Clone>(&self, entries: &[T]) -> Vec<T> {
        entries.iter().zip(&self.places).filter(|(_, place)| place.is_some()).map(|(entry, _)| entry.clone()).collect()
    }
}

/// The tree without the node `id` and what is below it.
///
/// A pair is one indicator and goes as a whole, whichever direction is named; a node that loses its last child goes too. What
/// its siblings were given stays in proportion: stated weights are divided by their sum, the points of experts are their mean,
/// a matrix of comparisons loses the row and the column, and a regression the predictor (without any it is the mean). Nothing where a root would go: no score is left to compare. Worked
/// number: of weights 0.5, 0.3 and 0.2 the last goes, 0.625 and 0.375 are left.
pub fn without(nodes: &[Node], id: NodeId) -> Option<Pruned> {
    let node = |id: NodeId| nodes.get(id.0);
    let mut cut = id;
    let parent = loop {
        let parent = node(cut)?.parent?;
        let above = node(parent)?;
        let whole = matches!(above.kind, NodeKind::Pair { .. }) || above.children().len() < 2;
        if !whole {
            break parent;
        }
        cut = parent;
    };
    let gone = |of: NodeId| std::iter::successors(Some(of), |n| node(*n)?.parent).any(|n| n == cut);
    let mut places: Vec<Option<NodeId>> = Vec::with_capacity(nodes.len());
    let mut left = 0;
    for place in 0..nodes.len() {
        let stays = !gone(NodeId(place));
        places.push(stays.then_some(NodeId(left)));
        left += usize::from(stays);
    }
    let place = |id: NodeId| places.get(id.0).copied().flatten();
    let lost: Vec<&str> =
        nodes.iter().zip(&places).filter(|(_, p)| p.is_none()).map(|(n, _)| n.code.as_str()).collect();
    let siblings: f64 =
        node(parent)?.children().iter().filter(|c| **c != cut).filter_map(|c| node(*c)).map(|n| n.weight.get()).sum();
    let kept = nodes.iter().enumerate().filter(|(i, _)| place(NodeId(*i)).is_some());
    let nodes = kept.map(|(_, node)| {
        let mut node = node.clone();
        if node.parent == Some(parent) {
            // The sum of what is left may miss 1 in the last digit.
            node.weight = Weight::new((node.weight.get() / siblings).min(1.0)).unwrap_or(node.weight);
        }
        node.parent = node.parent.and_then(place);
        replace(&mut node.kind, &place, &lost);
        node
    });
    let nodes = nodes.collect();
    Some(Pruned { nodes, places })
}

/// The node's references to others: to their new places, and none to what is gone.
fn replace(kind: &mut NodeKind, place: &impl Fn(NodeId) -> Option<NodeId>, lost: &[&str]) {
    match kind {
        NodeKind::Composite { weighting, children, .. } => {
            *children = children.iter().filter_map(|c| place(*c)).collect();
            forget(weighting, lost);
        }
        NodeKind::Pair { directions } => directions.iter_mut().for_each(|c| *c = place(*c).unwrap_or(*c)),
        NodeKind::Indicator(indicator) => {
            indicator.yields_to = indicator.yields_to.and_then(place);
            if let Imputation::Regression { on } = &mut indicator.impute {
                on.retain(|code| !lost.contains(&code.as_str()));
            }
        }
    }
}

/// Weights that name their children by code.
fn forget(weighting: &mut Weighting, lost: &[&str]) {
    let gone = |code: &String| lost.contains(&code.as_str());
    match weighting {
        Weighting::Budget { points } if points.iter().any(|expert| expert.keys().any(gone)) => {
            // Experts who differ on what is gone no longer share out the same number of points; their mean does.
            let mut mean: BTreeMap<String, f64> = BTreeMap::new();
            for (code, given) in points.iter().flatten().filter(|(code, _)| !gone(code)) {
                *mean.entry(code.clone()).or_default() += given / points.len() as f64;
            }
            *points = vec![mean];
        }
        Weighting::Ahp { order, matrix, .. } => {
            let stays: Vec<bool> = order.iter().map(|code| !gone(code)).collect();
            let keep = |cells: &[f64]| cells.iter().zip(&stays).filter(|(_, s)| **s).map(|(c, _)| *c).collect();
            *matrix = matrix.iter().zip(&stays).filter(|(_, s)| **s).map(|(row, _)| keep(row)).collect();
            order.retain(|code| !gone(code));
        }
        _ => {}
    }
}

impl Index {
    /// The index without a node; nothing where a root would go.
    pub fn without(&self, id: NodeId) -> Option<(Index, Pruned)> {
        let pruned = without(&self.nodes, id)?;
        Some((Index { nodes: pruned.nodes.clone(), ..self.clone() }, pruned))
    }
}

impl Framework {
    /// The framework without a node; nothing where FORM or CONTENT would go.
    pub fn without(&self, id: NodeId) -> Option<(Framework, Pruned)> {
        let pruned = without(&self.nodes, id)?;
        let (form, content) = (pruned.place(self.form)?, pruned.place(self.content)?);
        Some((Framework { nodes: pruned.nodes.clone(), form, content, ..self.clone() }, pruned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::method::Aggregation;

    fn node(code: &str, parent: Option<usize>, weight: f64, kind: NodeKind) -> Node {
        let (weight, parent) = (Weight::new(weight).expect("a weight"), parent.map(NodeId));
        let (floor, nonzero, needs_all) = (0.0, 0.0, false);
        Node { code: code.into(), title: String::new(), parent, weight, floor, nonzero, needs_all, kind }
    }

    fn composite(children: &[usize], weighting: Weighting) -> NodeKind {
        let children = children.iter().copied().map(NodeId).collect();
        NodeKind::Composite { aggregation: Aggregation::Arithmetic {}, weighting, children }
    }

    /// root: a (0.5), b (0.3), c (0.2); below a only d, which is empty here; below b the pair e and f.
    fn tree(weighting: Weighting) -> Vec<Node> {
        vec![
            node("root", None, 1.0, composite(&[1, 3, 6], weighting)),
            node("a", Some(0), 0.5, composite(&[2], Weighting::default())),
            node("d", Some(1), 1.0, composite(&[], Weighting::default())),
            node("b", Some(0), 0.3, NodeKind::Pair { directions: [NodeId(4), NodeId(5)] }),
            node("e", Some(3), 0.5, composite(&[], Weighting::default())),
            node("f", Some(3), 0.5, composite(&[], Weighting::default())),
            node("c", Some(0), 0.2, composite(&[], Weighting::default())),
        ]
    }

    fn codes(nodes: &[Node]) -> Vec<&str> {
        nodes.iter().map(|n| n.code.as_str()).collect()
    }

    #[test]
    fn siblings_share_the_weight_and_references_move() {
        let pruned = without(&tree(Weighting::default()), NodeId(6)).expect("a tree");
        assert_eq!(codes(&pruned.nodes), ["root", "a", "d", "b", "e", "f"]);
        let weights: Vec<f64> = pruned.nodes.iter().map(|n| n.weight.get()).collect();
        assert!((weights[1] - 0.625).abs() < 1e-12 && (weights[3] - 0.375).abs() < 1e-12 && weights[4] == 0.5);
        let pruned = without(&tree(Weighting::default()), NodeId(1)).expect("a tree");
        assert_eq!(codes(&pruned.nodes), ["root", "b", "e", "f", "c"]);
        assert_eq!(pruned.nodes[0].children(), [NodeId(1), NodeId(4)]);
        assert_eq!(pruned.nodes[1].children(), [NodeId(2), NodeId(3)]);
        assert_eq!((pruned.nodes[3].parent, pruned.place(NodeId(6))), (Some(NodeId(1)), Some(NodeId(4))));
        assert_eq!(pruned.carry(&[0, 1, 2, 3, 4, 5, 6]), [0, 3, 4, 5, 6]);
    }

    #[test]
    fn what_cannot_stand_alone_goes_too() {
        let only_child = without(&tree(Weighting::default()), NodeId(2)).expect("a tree");
        assert_eq!(codes(&only_child.nodes), ["root", "b", "e", "f", "c"]);
        let direction = without(&tree(Weighting::default()), NodeId(5)).expect("a tree");
        assert_eq!(codes(&direction.nodes), ["root", "a", "d", "c"]);
        assert!(without(&tree(Weighting::default()), NodeId(0)).is_none());
        let chain = vec![
            node("root", None, 1.0, composite(&[1], Weighting::default())),
            node("x", Some(0), 1.0, composite(&[], Weighting::default())),
        ];
        assert!(without(&chain, NodeId(1)).is_none(), "a root without children has no score");
    }

    #[test]
    fn what_experts_said_of_the_others_stands() {
        let expert =
            |a: f64, b: f64, c: f64| BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b), ("c".to_owned(), c)]);
        let budget = Weighting::Budget { points: vec![expert(60.0, 30.0, 10.0), expert(20.0, 50.0, 30.0)] };
        let pruned = without(&tree(budget), NodeId(6)).expect("a tree");
        let NodeKind::Composite { weighting, .. } = &pruned.nodes[0].kind else { panic!("a composite") };
        let mean = BTreeMap::from([("a".to_owned(), 40.0), ("b".to_owned(), 40.0)]);
        assert_eq!(*weighting, Weighting::Budget { points: vec![mean] });
        let order = ["c", "a", "b"].map(str::to_owned).to_vec();
        let matrix = vec![vec![1.0, 2.0, 3.0], vec![0.5, 1.0, 4.0], vec![1.0 / 3.0, 0.25, 1.0]];
        let pruned = without(&tree(Weighting::Ahp { order, matrix, consistency: 0.1 }), NodeId(6)).expect("a tree");
        let NodeKind::Composite { weighting, .. } = &pruned.nodes[0].kind else { panic!("a composite") };
        let (order, matrix) = (["a", "b"].map(str::to_owned).to_vec(), vec![vec![1.0, 4.0], vec![0.25, 1.0]]);
        assert_eq!(*weighting, Weighting::Ahp { order, matrix, consistency: 0.1 });
    }
}
