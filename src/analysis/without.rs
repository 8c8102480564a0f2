//! A score without some of its indicators: what is left of CONTENT where no arms are delivered and none are counted.

use crate::measure::Panel;
use crate::model::framework::{Framework, Measure, NodeId};
use crate::model::measurement::{AbsenceKind, Reading};
use crate::model::tree;
use crate::scoring::{ScoreCard, score};

/// CONTENT and GAP as if the indicators of arms did not apply: their weight goes to their siblings, or that of the node
/// they fill to its siblings, and nothing is withheld because they are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Without {
    /// The node that holds them.
    pub node: NodeId,
    /// `None` where it is withheld all the same.
    pub content: Option<f64>,
    pub gap: Option<f64>,
}

/// CONTENT without arms, where the share of arms imports is a true zero and the node above it has a score; nothing
/// otherwise.
///
/// A partner that sells no arms has the lowest score there, though its armies may exercise and train with the other's:
/// what the rest of CONTENT says must be readable by itself. Worked number: areas of economy 70 and security 1, one
/// half each, are 35.5, and 70 without it.
pub fn undelivered(framework: &Framework, panel: &Panel, card: &ScoreCard) -> Option<Without> {
    let nothing = |id: NodeId| panel.get(id).is_some_and(|m| m.reading.value() == Some(0.0));
    let mut shares = framework.indicators().filter(|(_, _, i)| matches!(i.measure, Measure::ArmsShare));
    let node = shares.find(|(id, ..)| nothing(*id)).and_then(|(_, node, _)| node.parent)?;
    card.node(node).score?;
    let mut readings = panel.readings();
    for (id, _, indicator) in framework.indicators() {
        let arms = matches!(
            indicator.measure,
            Measure::ArmsShare | Measure::ArmsPreference { .. } | Measure::ArmsMemberBreadth { .. }
        );
        let inside = tree::ancestors(&framework.nodes, id).any(|a| a == node);
        if let Some(reading) = readings.get_mut(id.0).filter(|_| arms && inside) {
            *reading = Some(Reading::missing(AbsenceKind::NotApplicable, "left out"));
        }
    }
    let without = score(framework, &readings);
    Some(Without { node, content: without.content().score, gap: without.gap() })
}
