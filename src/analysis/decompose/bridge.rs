//! From FORM down to CONTENT: how many points each parameter and each indicator loses or wins (METHOD section 8).

use crate::analysis::contribution::{Contribution, contributions};
use crate::analysis::decompose::levels::within;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::tree;
use crate::scoring::ScoreCard;

/// One parameter's part of the way, and those of the indicators below it.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterPart {
    pub parameter: NodeId,
    /// In points of CONTENT; below 0 where the parameter lies below FORM. The parts of its indicators sum to it.
    pub points: f64,
    pub parts: Vec<Contribution>,
}

/// FORM, CONTENT, and the exact parts of the difference in the order of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    pub form: f64,
    pub content: f64,
    /// They sum to CONTENT less FORM, which is the gap with the other sign.
    pub parameters: Vec<ParameterPart>,
    /// Indicators below CONTENT that enter it with no weight, since they are missing or do not apply.
    pub without: Vec<NodeId>,
}

/// Why there is no bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBridge {
    #[error("FORM is withheld")]
    FormWithheld,
    #[error("CONTENT is withheld")]
    ContentWithheld,
    /// The children have no parts of their own: more than a dozen under a rule that is no weighted mean.
    #[error("CONTENT is aggregated by a rule that gives no part to so many children")]
    NoParts,
}

/// Takes the difference of CONTENT and FORM apart.
///
/// CONTENT is held against a card on which everything below it scores as FORM does, with the same weights: a partnership
/// whose substance were worth what it proclaims. The parts are those of the difference of two cards, `w (z - FORM)` for
/// arithmetic means and `L(CONTENT, FORM) w (ln z - ln FORM)` for geometric ones, L the logarithmic mean.
///
/// Worked number: FORM 80 and an arithmetic mean of 20 and 60 with equal weights: -30 and -10 of the way from 80 to 40.
pub fn bridge(framework: &Framework, card: &ScoreCard) -> Result<Bridge, NoBridge> {
    let form = card.form().score.ok_or(NoBridge::FormWithheld)?;
    let content = card.content().score.ok_or(NoBridge::ContentWithheld)?;
    let below = |id: NodeId| tree::ancestors(&framework.nodes, id).any(|a| a == framework.content);
    let mut level = card.clone();
    for (i, node) in level.nodes.iter_mut().enumerate() {
        if below(NodeId(i)) {
            node.score = node.score.map(|_| form);
        }
    }
    let parts = contributions(framework, card, &level, framework.content);
    if parts.iter().any(|part| part.node == framework.content) {
        return Err(NoBridge::NoParts);
    }
    let entering = |id: NodeId| {
        let mut path = tree::ancestors(&framework.nodes, id).take_while(|a| *a != framework.content);
        path.all(|a| card.node(a).used > 0.0 && card.node(a).score.is_some())
    };
    let part = |parameter: &NodeId| {
        let inside = |c: &&Contribution| tree::ancestors(&framework.nodes, c.node).any(|a| a == *parameter);
        let own = parts.iter().filter(inside).filter(|c| entering(c.node)).cloned().collect();
        within(framework, &parts, *parameter).map(|points| ParameterPart { parameter: *parameter, points, parts: own })
    };
    let parameters = framework.parameters().iter().filter(|p| entering(**p));
    // The directions of a pair count as one indicator: the pair answers for them.
    let answers = |id: &NodeId| {
        let of_pair =
            framework.node(*id).parent.is_some_and(|p| matches!(framework.node(p).kind, NodeKind::Pair { .. }));
        below(*id) && !of_pair && !matches!(framework.node(*id).kind, NodeKind::Composite { .. })
    };
    let all = (0..framework.nodes.len()).map(NodeId);
    Ok(Bridge {
        form,
        content,
        parameters: parameters.filter_map(part).collect(),
        without: all.filter(answers).filter(|id| !entering(*id)).collect(),
    })
}
