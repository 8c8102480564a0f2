//! What a way of computing leaves out: indicators of weak evidence, or a node with all that lies below it. What is left
//! out does not apply: its weight goes to its siblings, or to the one it yields to.

use super::setting::Setting;
use super::world::World;
use crate::analysis::grades::indicators_below;
use crate::model::framework::{Framework, Grade, NodeId};
use crate::model::measurement::{AbsenceKind, Reading};
use crate::model::method::Factors;
use crate::scoring::score;

/// By leaf, whether it is left out.
type Mask = Vec<bool>;

/// The masks of all that may be left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Omissions {
    /// Titles and masks of the nodes that may be left out.
    nodes: Vec<(String, Mask)>,
    /// By window, then by partnership: the leaves of grade C that it can do without.
    weak: Vec<Vec<Mask>>,
}

impl Omissions {
    pub fn new(framework: &Framework, factors: &Factors, worlds: &[World], leaves: &[NodeId]) -> Self {
        let named = factors.left_out.iter().flat_map(|l| &l.nodes).filter_map(|code| framework.find(code));
        let below = |node: NodeId| {
            let inside: Vec<NodeId> = indicators_below(framework, node).map(|(id, _)| id).collect();
            leaves.iter().map(|leaf| inside.contains(leaf)).collect::<Mask>()
        };
        let nodes = named.map(|node| (framework.node(node).title.clone(), below(node))).collect();
        let weak = match factors.grades {
            Some(_) => worlds.iter().map(|w| w.readings.iter().map(|r| weak(framework, r, leaves)).collect()).collect(),
            None => Vec::new(),
        };
        Omissions { nodes, weak }
    }

    /// Titles of the nodes that may be left out.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|(title, _)| title.as_str())
    }

    /// Whether anybody can do without any indicator of grade C.
    pub fn any_weak(&self) -> bool {
        self.weak.iter().flatten().flatten().any(|out| *out)
    }

    /// Whether a setting leaves a leaf of a partnership out.
    pub fn holds(&self, setting: &Setting, unit: usize, leaf: usize) -> bool {
        let at = |mask: &Mask| mask.get(leaf) == Some(&true);
        let node = setting.left_out.and_then(|place| self.nodes.get(place)).is_some_and(|(_, mask)| at(mask));
        let weak = || self.weak.get(setting.window).and_then(|all| all.get(unit)).is_some_and(at);
        node || (setting.without_weak && weak())
    }
}

/// The leaves of grade C, of every parameter (and of FORM) that keeps its score without them. One that rests on C alone
/// keeps them: a variant without that parameter would be a variant without CONTENT, which answers another question.
fn weak(framework: &Framework, readings: &[Option<Reading>], leaves: &[NodeId]) -> Mask {
    let mut mask = vec![false; leaves.len()];
    for group in std::iter::once(framework.form).chain(framework.parameters().iter().copied()) {
        let graded: Vec<NodeId> =
            indicators_below(framework, group).filter(|(_, g)| *g == Some(Grade::C)).map(|(id, _)| id).collect();
        let mut left = readings.to_vec();
        for id in &graded {
            if let Some(reading) = left.get_mut(id.0) {
                *reading = Some(Reading::missing(AbsenceKind::NotApplicable, ""));
            }
        }
        if !graded.is_empty() && score(framework, &left).node(group).score.is_some() {
            mask.iter_mut().zip(leaves).for_each(|(out, leaf)| *out |= graded.contains(leaf));
        }
    }
    mask
}
