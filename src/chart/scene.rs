//! What a figure shows: evaluated partnerships, and how they are called.

use super::results::{Further, Leverage, Passage, Variants};
use super::words::Words;
use crate::analysis::{Evaluation, Timeline};
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Window;

/// The partnerships of a figure, from the one with most CONTENT down.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub framework: &'a Framework,
    pub measurer: &'a Measurer<'a>,
    pub evaluations: &'a [Evaluation],
    /// The partnership in question, drawn in the strong colour.
    pub strong: Option<Partnership>,
    /// The same partnerships through time, in their order; of use to the timeline alone and otherwise empty.
    pub timelines: &'a [Timeline],
    /// Over all declared variants; without it figures of scores have no intervals.
    pub variants: Option<&'a Variants<'a>>,
    /// What moves the gap of the partnership in question.
    pub leverage: Option<&'a Leverage<'a>>,
    /// The partnership in question, from one window to another.
    pub passage: Option<&'a Passage>,
    pub further: Further<'a>,
    pub words: &'a Words,
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
            Some(common) if common == e.partnership.b => a,
            Some(_) => b,
            None => self.words.say("{a} – {b}", &[("a", &a), ("b", &b)]),
        }
    }

    pub(super) fn name(&self, id: PartyId) -> String {
        let parties = &self.measurer.package().parties;
        self.words.party(parties.code(id), parties.name(id))
    }

    pub(super) fn node_title(&self, id: NodeId) -> String {
        self.words.node(self.framework.node(id))
    }

    pub(super) fn slug(&self, e: &Evaluation) -> String {
        e.partnership.slug(&self.measurer.package().parties)
    }

    pub(super) fn is_strong(&self, e: &Evaluation) -> bool {
        self.strong == Some(e.partnership)
    }

    /// "Russia – ASEAN", "Russia and China with ASEAN", "Russia among 11 partnerships with ASEAN".
    pub(super) fn subject(&self) -> String {
        let n = self.evaluations.len().to_string();
        let strong = self.evaluations.iter().find(|e| self.is_strong(e)).map(|e| self.label(e));
        let party = self.common().map(|id| self.name(id));
        let say = |phrase: &str, x: &str, y: &str| {
            let party = party.as_deref().unwrap_or_default();
            self.words.say(phrase, &[("x", x), ("y", y), ("n", &n), ("party", party)])
        };
        match (self.evaluations, strong, party.is_some()) {
            ([one], ..) => self.label(one),
            ([x, y], _, true) => say("{x} and {y} with {party}", &self.label(x), &self.label(y)),
            ([x, y], _, false) => say("{x} and {y}", &self.label(x), &self.label(y)),
            (_, Some(x), true) => say("{x} among {n} partnerships with {party}", &x, ""),
            (_, Some(x), false) => say("{x} among {n} partnerships", &x, ""),
            (_, None, true) => say("{n} partnerships with {party}", "", ""),
            (_, None, false) => say("{n} partnerships", "", ""),
        }
    }

    /// "Window 2018–2022 · framework korolev 2.0 · data asean 1.1.0".
    pub(super) fn subtitle(&self) -> String {
        let (f, package) = (self.framework, self.measurer.package());
        let framework = format!("{} {}", f.code, f.version);
        let data = format!("{} {}", package.name, package.version);
        let windows: Vec<Window> =
            self.timelines.first().map(|c| c.moments.iter().map(|m| m.window).collect()).unwrap_or_default();
        let parts = [("framework", framework.as_str()), ("data", &data)];
        match (windows.first(), windows.last()) {
            (Some(first), Some(last)) if first != last => {
                let series = [("first", &*first.to_string()), ("last", &last.to_string())];
                let places = [&series[..], &parts].concat();
                self.words.say("Windows {first} to {last} · framework {framework} · data {data}", &places)
            }
            (one, _) => {
                let window = one.copied().unwrap_or(self.measurer.window()).to_string();
                let places = [&[("window", window.as_str())][..], &parts].concat();
                self.words.say("Window {window} · framework {framework} · data {data}", &places)
            }
        }
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
