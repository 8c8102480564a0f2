//! What a figure shows: evaluated partnerships, and how they are called.

use crate::analysis::Evaluation;
use crate::measure::Gauge;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::party::{Partnership, PartyId};

/// The partnerships of a figure, from the one with most CONTENT down.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub framework: &'a Framework,
    pub gauge: &'a Gauge<'a>,
    pub evaluations: &'a [Evaluation],
    /// The one asked about, drawn in the strong colour.
    pub strong: Option<Partnership>,
}

impl<'a> Scene<'a> {
    /// The party on one side of every partnership, if there is one: its name goes into the title and out of the labels.
    pub(super) fn common(&self) -> Option<PartyId> {
        let sides = |e: &Evaluation| [e.partnership.a, e.partnership.b];
        let first = self.evaluations.first().filter(|_| self.evaluations.len() > 1)?;
        sides(first).into_iter().rev().find(|id| self.evaluations.iter().all(|e| sides(e).contains(id)))
    }

    /// "Russia" where all are with ASEAN, "Russia – ASEAN" otherwise.
    pub(super) fn label(&self, e: &Evaluation) -> String {
        let (a, b) = (self.name(e.partnership.a), self.name(e.partnership.b));
        match self.common() {
            Some(common) if common == e.partnership.b => a.to_owned(),
            Some(_) => b.to_owned(),
            None => format!("{a} – {b}"),
        }
    }

    pub(super) fn name(&self, id: PartyId) -> &'a str {
        self.gauge.package().parties.name(id)
    }

    pub(super) fn slug(&self, e: &Evaluation) -> String {
        e.partnership.slug(&self.gauge.package().parties)
    }

    pub(super) fn is_strong(&self, e: &Evaluation) -> bool {
        self.strong == Some(e.partnership)
    }

    /// "Russia – ASEAN", "2 partnerships with ASEAN", "Russia among 11 partnerships with ASEAN".
    pub(super) fn subject(&self) -> String {
        let n = self.evaluations.len();
        let with = self.common().map_or_else(String::new, |id| format!(" with {}", self.name(id)));
        let strong = self.evaluations.iter().find(|e| self.is_strong(e));
        match (self.evaluations, strong) {
            ([one], _) => self.label(one),
            ([x, y], _) => format!("{} and {}{with}", self.label(x), self.label(y)),
            (_, Some(e)) => format!("{} among {n} partnerships{with}", self.label(e)),
            (_, None) => format!("{n} partnerships{with}"),
        }
    }

    /// "2018–2022 · framework korolev 1.0 · data asean 1.0.0".
    pub(super) fn subtitle(&self) -> String {
        let (f, package) = (self.framework, self.gauge.package());
        let window = self.gauge.window();
        format!("Window {window} · framework {} {} · data {} {}", f.code, f.version, package.name, package.version)
    }

    pub(super) fn made_from(&self) -> String {
        format!("{}.", self.subtitle())
    }

    /// The nodes in the order of the tree with their depth; directions of a pair are left to the pair.
    pub(super) fn nodes(&self) -> Vec<(NodeId, usize)> {
        fn walk(f: &Framework, id: NodeId, depth: usize, out: &mut Vec<(NodeId, usize)>) {
            out.push((id, depth));
            if let NodeKind::Composite { children, .. } = &f.node(id).kind {
                children.iter().for_each(|c| walk(f, *c, depth + 1, out));
            }
        }
        let mut out = Vec::new();
        walk(self.framework, self.framework.form, 0, &mut out);
        walk(self.framework, self.framework.content, 0, &mut out);
        out
    }
}
