//! What each indicator adds to FORM and to CONTENT above the lowest score, and what would close the gap.

use crate::analysis::contribution::{Contribution, contributions};
use crate::analysis::decompose::asymmetry::{Asymmetry, asymmetry};
use crate::analysis::decompose::closing::{Closing, closing};
use crate::measure::{Measurer, Panel};
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::model::tree;
use crate::scoring::{ScoreCard, score};

/// One composite taken apart.
#[derive(Clone, Debug)]
pub struct Composition {
    pub root: NodeId,
    pub score: f64,
    /// By indicator; they sum to the score less the floor of the scale.
    pub parts: Vec<Contribution>,
    /// By node of the tree below the root, parents before children: what all indicators below it add.
    pub nodes: Vec<Contribution>,
}

/// FORM and CONTENT by indicator, the points that would close the gap, and who names whom.
#[derive(Clone, Debug)]
pub struct Levels {
    pub panel: Panel,
    pub card: ScoreCard,
    /// The lowest score of the scale, from which contributions are counted.
    pub floor: f64,
    /// `None` where the score is withheld.
    pub form: Option<Composition>,
    pub content: Option<Composition>,
    /// `None` where FORM or CONTENT is withheld.
    pub closing: Option<Closing>,
    pub naming: Asymmetry,
}

/// Takes the score card of one partnership apart.
///
/// The difference between the card and one that has the floor of the scale everywhere, with the same weights, is
/// decomposed as a difference between two partnerships is: `w (z - floor)` for arithmetic means, `L(C, floor) w (ln z -
/// ln floor)` for geometric ones, L the logarithmic mean.
pub fn levels(framework: &Framework, measurer: &Measurer<'_>, p: Partnership) -> Levels {
    let panel = measurer.measure(framework, p);
    let card = score(&framework.facing(&measurer.package().parties, p), &panel.readings());
    let composed = |root| composition(framework, &card, root);
    Levels {
        floor: framework.score_floor,
        form: composed(framework.form),
        content: composed(framework.content),
        closing: closing(framework, &card),
        naming: asymmetry(measurer, p),
        panel,
        card,
    }
}

fn composition(framework: &Framework, card: &ScoreCard, root: NodeId) -> Option<Composition> {
    let score = card.node(root).score?;
    let mut lowest = card.clone();
    for node in &mut lowest.nodes {
        node.score = node.score.map(|_| framework.score_floor);
    }
    let parts = contributions(framework, card, &lowest, root);
    let below = |id: NodeId| tree::ancestors(&framework.nodes, id).any(|a| a == root);
    let nodes = (0..framework.nodes.len()).map(NodeId).filter(|id| below(*id));
    let nodes =
        nodes.filter_map(|id| Some(Contribution { node: id, points: within(framework, &parts, id)? })).collect();
    Some(Composition { root, score, parts, nodes })
}

/// What all parts at or below a node add; `None` below the nodes that answer for themselves, such as the directions of
/// a pair.
pub fn within(framework: &Framework, parts: &[Contribution], id: NodeId) -> Option<f64> {
    let inside = |c: &&Contribution| tree::ancestors(&framework.nodes, c.node).any(|a| a == id);
    let mut found = parts.iter().filter(inside).peekable();
    found.peek().is_some().then(|| found.map(|c| c.points).sum())
}
