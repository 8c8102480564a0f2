//! Evidence grades: which parts of a score rest on weak proxies alone.

use crate::model::framework::{Framework, Grade, NodeId, NodeKind};
use crate::model::tree;
use crate::scoring::ScoreCard;

/// The parameters, and FORM, that have a score of which every indicator that enters is graded C, in the order of the
/// framework.
///
/// Worked example: vision over two indicators of grade C and one of grade B rests on C alone where the B is missing.
pub fn resting_on_weak(framework: &Framework, card: &ScoreCard) -> Vec<NodeId> {
    let groups = std::iter::once(framework.form).chain(framework.parameters().iter().copied());
    groups.filter(|id| card.node(*id).score.is_some() && rests_on_weak(framework, card, *id)).collect()
}

fn rests_on_weak(framework: &Framework, card: &ScoreCard, group: NodeId) -> bool {
    let enters = |id: NodeId| {
        let path = tree::ancestors(&framework.nodes, id).take_while(|a| *a != group);
        path.into_iter().all(|a| card.node(a).score.is_some() && card.node(a).used > 0.0)
    };
    let mut entering = indicators_below(framework, group).filter(|(id, _)| enters(*id)).peekable();
    entering.peek().is_some() && entering.all(|(_, grade)| grade == Some(Grade::C))
}

/// The indicators below a node, itself included, with their grades.
pub(super) fn indicators_below(
    framework: &Framework,
    top: NodeId,
) -> impl Iterator<Item = (NodeId, Option<Grade>)> + '_ {
    let inside = move |id: NodeId| tree::ancestors(&framework.nodes, id).any(|a| a == top);
    framework.indicators().filter(move |(id, ..)| inside(*id)).map(|(id, _, i)| (id, i.grade))
}

/// The grade a node has: of a pair that of its two directions, which is one.
pub fn grade_of(framework: &Framework, id: NodeId) -> Option<Grade> {
    match &framework.node(id).kind {
        NodeKind::Indicator(i) => i.grade,
        NodeKind::Pair { directions: [ab, _] } => grade_of(framework, *ab),
        NodeKind::Composite { .. } => None,
    }
}
