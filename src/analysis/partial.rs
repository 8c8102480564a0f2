//! Partial scores: how much of CONTENT was not searched for.

use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::scoring::ScoreCard;

/// Indicators of CONTENT that were not searched for; a directed one counts once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    pub unasked: usize,
    /// Of so many that apply.
    pub of: usize,
}

impl Partial {
    /// "partial: 12 of 31 indicators were never searched".
    pub fn words(self) -> String {
        format!("partial: {} of {} indicators were never searched", self.unasked, self.of)
    }
}

/// How much of CONTENT was not searched for; `None` where all of it was, or where the framework counts what was not
/// searched for as missing.
pub fn partial(framework: &Framework, card: &ScoreCard) -> Option<Partial> {
    let counted = count(framework, card, framework.content);
    (counted.unasked > 0).then_some(counted)
}

fn count(framework: &Framework, card: &ScoreCard, id: NodeId) -> Partial {
    let scored = card.node(id);
    match &framework.node(id).kind {
        NodeKind::Composite { children, .. } => children.iter().fold(Partial { unasked: 0, of: 0 }, |sum, child| {
            let below = count(framework, card, *child);
            Partial { unasked: sum.unasked + below.unasked, of: sum.of + below.of }
        }),
        _ if !scored.applies => Partial { unasked: 0, of: 0 },
        _ => Partial { unasked: usize::from(scored.asked <= 0.0), of: 1 },
    }
}
