//! The data for reports of a comparison: the partnerships side by side, their names, and the nodes that are
//! shown.

use crate::analysis::Evaluation;
pub use crate::analysis::verbs::Compared;
use crate::model::framework::{NodeId, NodeKind};
use crate::model::party::{PartyId, common_side};

impl Compared<'_> {
    /// The party on one side of every partnership, if there is one: its name goes into the title and out of the rows.
    pub(super) fn common(&self) -> Option<PartyId> {
        common_side(&self.comparison.evaluations.iter().map(|e| e.partnership).collect::<Vec<_>>())
    }

    pub(super) fn label(&self, e: &Evaluation) -> String {
        let parties = &self.measurer.package().parties;
        let (a, b) = (parties.name(e.partnership.a), parties.name(e.partnership.b));
        match self.common() {
            Some(common) if common == e.partnership.b => a.to_owned(),
            Some(_) => b.to_owned(),
            None => format!("{a} – {b}"),
        }
    }

    /// FORM, CONTENT, its parameters and their sub-dimensions.
    pub(super) fn columns(&self) -> Vec<NodeId> {
        let f = self.framework;
        let composite = |id: &NodeId| matches!(f.node(*id).kind, NodeKind::Composite { .. });
        let below = |p: &NodeId| {
            std::iter::once(*p).chain(f.node(*p).children().iter().copied().filter(composite)).collect::<Vec<_>>()
        };
        [f.form, f.content].into_iter().chain(f.parameters().iter().flat_map(below)).collect()
    }
}
