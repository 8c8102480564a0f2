//! The measurement framework: a tree of nodes, a method at each, and the judgements a scholar may change.
//!
//! A [`Framework`] is built by the loader, which has checked that the tree is a tree, that weights sum to 1 below every
//! node and that goalposts ascend; nothing downstream asks again.

use std::borrow::Cow;

use super::date::PartialDate;
pub use super::goalposts::{GoalpostKind, Goalposts, Transform};
pub use super::measure::{Expected, Measure, Mentions, Prior, STANCES, Texts};
pub use super::method::Aggregation;
use super::method::Factors;
use super::party::{Parties, Partnership};
use super::platform::Platform;
pub use super::tree::{Citation, Direction, Grade, Index, Indicator, Layout, Node, NodeId, NodeKind, Weight};
use super::window::Window;

/// The bands of the absolute gap, and what each is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdicts {
    /// Aligned from here on; below, content exceeds form.
    pub aligned_from: f64,
    /// Aligned up to and including this.
    pub aligned_to: f64,
    /// Above this, largely nominal.
    pub nominal_above: f64,
    /// The four labels, from content exceeding form to largely nominal.
    pub labels: [String; 4],
    /// Up to here, either way, rank and residual say that a gap is like the peers', in points; 0 where none is
    /// declared.
    pub tolerance: f64,
}

impl Verdicts {
    /// Every label from one gap to a larger one. Worked example with bands -10, 10, 25: from 5 to 12 are "aligned" and
    /// "form exceeds content".
    pub fn labels_between(&self, low: f64, high: f64) -> &[String] {
        let place = |gap: f64| self.labels.iter().position(|l| l == self.label(gap)).unwrap_or(0);
        self.labels.get(place(low)..=place(high)).unwrap_or(&[])
    }

    /// The label of a gap. Worked example with bands -10, 10, 25: -10 and 10 are "aligned", 10.1 is "form exceeds
    /// content".
    pub fn label(&self, gap: f64) -> &str {
        let [content_exceeds, aligned, form_exceeds, nominal] = &self.labels;
        if gap < self.aligned_from {
            content_exceeds
        } else if gap <= self.aligned_to {
            aligned
        } else if gap <= self.nominal_above {
            form_exceeds
        } else {
            nominal
        }
    }
}

/// The partnerships a partnership is ranked among.
#[derive(Clone, Debug)]
pub struct PeerSet {
    pub name: String,
    pub as_of: PartialDate,
    /// Codes of parties; each is paired with `with`.
    pub members: Vec<String>,
    pub with: String,
}

impl PeerSet {
    /// The partnerships of the set, in its order; codes that the registry does not know are left out.
    pub fn partnerships(&self, parties: &Parties) -> Vec<Partnership> {
        let with = parties.by_code(&self.with);
        self.members.iter().filter_map(|code| Partnership::new(parties.by_code(code)?, with?)).collect()
    }
}

/// What becomes of an indicator for which nobody has searched yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsearched {
    /// It is missing like any other, and lowers the coverage.
    #[default]
    Missing,
    /// It was not asked: it leaves weights and coverage, and the score is partial, with the bounds that it would open.
    NotAsked,
}

/// What a framework orders partnerships by, where it is set beside others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderedBy {
    /// The score of the second root: CONTENT.
    #[default]
    Score,
    /// The second root less what the peers' line on the first one gives: the residual of the gap with its sign turned.
    Residual,
}

/// The codes of the two roots where a framework names no others.
pub const FORM: &str = "form";
pub const CONTENT: &str = "content";

/// The frozen sample behind the anchored goalposts.
#[derive(Clone, Debug)]
pub struct Reference {
    pub description: String,
    /// The windows' last years.
    pub ending: Window,
    /// Years in each window.
    pub length: u16,
    /// Percentiles, in percent.
    pub lower: f64,
    pub upper: f64,
    /// Over the sample, as `spscore framework anchors` computes it.
    pub sha256: String,
}

/// A checked framework.
#[derive(Clone, Debug)]
pub struct Framework {
    pub code: String,
    pub version: String,
    pub title: String,
    pub description: String,
    pub citations: Vec<Citation>,
    pub window: Window,
    /// Share of a window's years an indicator needs.
    pub year_share: f64,
    /// Share of a bloc's members whose flows a year needs.
    pub member_share: f64,
    /// What becomes of an indicator for which nobody has searched.
    pub unsearched: Unsearched,
    /// The lowest score; keeps the geometric mean defined.
    pub score_floor: f64,
    pub verdicts: Verdicts,
    /// From this score on a parameter counts as met.
    pub threshold: f64,
    /// From this rung value on the status counts as strategic.
    pub strategic_status: f64,
    pub peers: PeerSet,
    pub reference: Reference,
    /// What may be otherwise, and how far.
    pub factors: Factors,
    pub nodes: Vec<Node>,
    /// The platforms and bodies that the file declares, counted or not; none where the indicator's list is all it says.
    pub platforms: Vec<Platform>,
    /// The first root: FORM, or what stands in its place.
    pub form: NodeId,
    /// The second root: CONTENT, or what stands in its place.
    pub content: NodeId,
    pub ordered_by: OrderedBy,
    /// Of the file's bytes, with CRLF read as LF.
    pub sha256: String,
    /// Whether it bears a built-in framework's code and version and is not it.
    pub borrowed_name: bool,
}

impl Framework {
    /// The node; ids come from this framework, so it exists.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    pub fn find(&self, code: &str) -> Option<NodeId> {
        self.nodes.iter().position(|n| n.code == code).map(NodeId)
    }

    /// Titles of the two roots where they are not form and content; pages then use these in place of FORM and CONTENT.
    pub fn own_roots(&self) -> Option<[&str; 2]> {
        let [first, second] = [self.form, self.content].map(|id| self.node(id));
        (first.code != FORM || second.code != CONTENT).then_some([first.title.as_str(), second.title.as_str()])
    }

    /// Whether it measures the status: without it nothing can be said of who is strategic in name.
    pub fn measures_status(&self) -> bool {
        self.indicators().any(|(_, _, i)| matches!(i.measure, Measure::Status { .. }))
    }

    /// Every indicator with its node, in the order of the tree.
    pub fn indicators(&self) -> impl Iterator<Item = (NodeId, &Node, &Indicator)> {
        super::tree::indicators(&self.nodes)
    }

    /// The tree alone, for a plain table whose columns bear the indicators' codes.
    pub fn index(&self) -> Index {
        Index {
            code: self.code.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            citations: self.citations.clone(),
            layout: Layout::default(),
            screen: None,
            scope: super::method::Scope::default(),
            factors: Factors::default(),
            nodes: self.nodes.clone(),
            sha256: self.sha256.clone(),
        }
    }

    /// The framework as it reads a partnership: where the directions of an indicator have goalposts of their own, the
    /// first are those of a member of the peer set towards the party it is paired with.
    ///
    /// A partnership whose first side is that party has them the other way round. Where it is neither side, both sides
    /// speak for themselves, as members of the peer set do, and both directions have the first goalposts.
    pub fn facing(&self, parties: &Parties, p: Partnership) -> Cow<'_, Framework> {
        let with = parties.by_code(&self.peers.with);
        let by_direction = self.indicators().any(|(_, _, i)| i.goalposts_by_direction);
        if !by_direction || with == Some(p.b) {
            return Cow::Borrowed(self);
        }
        let mut turned = self.clone();
        let pairs = self.nodes.iter().filter_map(|n| match n.kind {
            NodeKind::Pair { directions } => Some(directions),
            _ => None,
        });
        for [there, back] in pairs {
            let posts = [there, back].map(|id| match &self.node(id).kind {
                NodeKind::Indicator(i) => i.goalposts.clone(),
                _ => None,
            });
            let [first, second] = posts;
            let posts = if with == Some(p.a) { [second, first] } else { [first.clone(), first] };
            for (id, posts) in [there, back].into_iter().zip(posts) {
                if let Some(Node { kind: NodeKind::Indicator(i), .. }) = turned.nodes.get_mut(id.0) {
                    i.goalposts = posts;
                }
            }
        }
        Cow::Owned(turned)
    }

    /// The parameters: the children of CONTENT.
    pub fn parameters(&self) -> &[NodeId] {
        self.node(self.content).children()
    }
}
