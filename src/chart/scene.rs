//! What a figure shows: evaluated partnerships, and how they are called.

use super::results::{Further, Leverage, Passage, Variants};
use super::words::Words;
use crate::analysis::{Evaluation, Timeline};
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Window;

/// The partnerships of a figure: those that were named in their order, then the others from the one with most CONTENT
/// down.
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
    /// What was asked for beyond the defaults.
    pub options: Options<'a>,
}

/// What a figure is asked for beyond the defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    pub heading: Heading<'a>,
    /// In the plane, the variants of all partnerships and not of the first alone.
    pub every_interval: bool,
    /// Partnerships as they were typed, the partnership asked for first; names keep that order.
    pub typed: &'a [(PartyId, PartyId)],
}

/// What stands above a figure.
#[derive(Clone, Copy, Debug, Default)]
pub enum Heading<'a> {
    /// What the figure shows.
    #[default]
    Kind,
    /// What somebody wrote.
    Written(&'a str),
    /// The finding, from the numbers.
    Headline,
}

impl<'a> Scene<'a> {
    /// The party on one side of every partnership, if there is one: its name goes into the title and out of the labels.
    pub(super) fn common(&self) -> Option<PartyId> {
        let sides = |e: &Evaluation| [e.partnership.a, e.partnership.b];
        let first = self.evaluations.first().filter(|_| self.evaluations.len() > 1)?;
        sides(first).into_iter().rev().find(|id| self.evaluations.iter().all(|e| sides(e).contains(id)))
    }

    /// "Russia" where all are with ASEAN, "Russia–ASEAN" otherwise.
    pub(super) fn label(&self, e: &Evaluation) -> String {
        let (a, b) = (self.name(e.partnership.a), self.name(e.partnership.b));
        match self.common() {
            Some(common) if common == e.partnership.b => a,
            Some(_) => b,
            None => self.both(e),
        }
    }

    /// Both sides in the order in which they were typed. A line may not be broken before the dash, and English needs
    /// spaces about it only where a name has any.
    fn both(&self, e: &Evaluation) -> String {
        let Partnership { a, b } = e.partnership;
        let turned = self.options.typed.contains(&(b, a));
        let (first, second) = if turned { (b, a) } else { (a, b) };
        let (first, second) = (self.name(first), self.name(second));
        match self.words.code() {
            "ru" => format!("{first}\u{a0}— {second}"),
            _ if first.contains(' ') || second.contains(' ') => format!("{first}\u{a0}– {second}"),
            _ => format!("{first}–{second}"),
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

    /// The label of a partnership of the figure, and whether it is the one in question.
    pub(super) fn named(&self, partnership: Partnership) -> (String, bool) {
        let e = self.evaluations.iter().find(|e| e.partnership == partnership);
        e.map_or_else(Default::default, |e| (self.label(e), self.is_strong(e)))
    }

    pub(super) fn is_strong(&self, e: &Evaluation) -> bool {
        self.strong == Some(e.partnership)
    }

    /// "Russia–ASEAN", "Russia and China with ASEAN", "Russia among 11 partnerships with ASEAN".
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
            ([x, y], _, common) => {
                // The one that was asked for first.
                let (x, y) = if self.is_strong(y) { (y, x) } else { (x, y) };
                let phrase = if common { "{x} and {y} with {party}" } else { "{x} and {y}" };
                say(phrase, &self.label(x), &self.label(y))
            }
            (_, Some(x), true) => say("{x} among {n} partnerships with {party}", &x, ""),
            (_, Some(x), false) => say("{x} among {n} partnerships", &x, ""),
            (_, None, true) => say("{n} partnerships with {party}", "", ""),
            (_, None, false) => say("{n} partnerships", "", ""),
        }
    }

    /// What stands above the figure: what its kind says, what was written, or the finding.
    pub(super) fn title(&self, kind: String) -> String {
        match self.options.heading {
            Heading::Kind => kind,
            Heading::Written(words) => words.to_owned(),
            Heading::Headline => self.headline(),
        }
    }

    /// "Russia–ASEAN: FORM 75, CONTENT 43, gap +32"; of several the one that was asked for and the range of the others'
    /// gaps, or, where none was, the range of all.
    pub(super) fn headline(&self) -> String {
        let n = self.evaluations.len();
        let strong = self.evaluations.iter().find(|e| self.is_strong(e) || n == 1);
        let others = self.evaluations.iter().filter(|e| strong.is_none_or(|s| s.partnership != e.partnership));
        let mut gaps: Vec<f64> = others.filter_map(|e| e.card.gap()).collect();
        gaps.sort_by(f64::total_cmp);
        let one = strong.map(|e| self.finding(e));
        let [Some(low), Some(high)] = [gaps.first(), gaps.last()].map(|x| x.map(|x| self.words.signed(*x, 0))) else {
            return one.unwrap_or_else(|| self.subject());
        };
        let (subject, count) = (self.subject(), gaps.len().to_string());
        let one_said = one.as_deref().unwrap_or_default();
        let places = [("one", one_said), ("low", &*low), ("high", &high), ("subject", &subject), ("n", &count)];
        match (one.is_some(), gaps.len()) {
            (true, 1) => self.words.say("{one}; the other’s gap {low}", &places),
            (true, _) => self.words.say("{one}; gaps of {n} others {low} to {high}", &places),
            (false, _) => self.words.say("{subject}: gaps {low} to {high}", &places),
        }
    }

    /// FORM, CONTENT and gap of one, with both its names; what is withheld is said to be.
    fn finding(&self, e: &Evaluation) -> String {
        let whole = |z: Option<f64>| z.map_or_else(|| self.words.plain("withheld"), |z| self.words.whole(z));
        let [form, content] = [e.card.form(), e.card.content()].map(|s| whole(s.score));
        let gap = e.card.gap().map(|gap| self.words.signed(gap, 0));
        let phrase = match gap {
            Some(_) => "{name}: FORM {form}, CONTENT {content}, gap {gap}",
            None => "{name}: FORM {form}, CONTENT {content}",
        };
        let places = [
            ("name", &*self.both(e)),
            ("form", &form),
            ("content", &content),
            ("gap", gap.as_deref().unwrap_or_default()),
        ];
        self.words.say(phrase, &places)
    }

    /// "Window 2018–2022 · framework korolev 2.0 · data asean 1.1.0".
    pub(super) fn subtitle(&self) -> String {
        let (f, package) = (self.framework, self.measurer.package());
        // A version stays with its name.
        let framework = format!("{}\u{a0}{}", f.code, f.version);
        let data = format!("{}\u{a0}{}", package.name, package.version);
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
