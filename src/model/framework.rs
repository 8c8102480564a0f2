//! The measurement framework: a tree of nodes, a method at each, and the judgements a scholar may change.
//!
//! A [`Framework`] is built by the loader, which has checked that the tree is a tree, that weights sum to 1 below every node
//! and that goalposts ascend; nothing downstream asks again.

use std::borrow::Cow;

use super::date::PartialDate;
pub use super::goalposts::{GoalpostKind, Goalposts, Transform};
pub use super::method::Aggregation;
use super::method::Factors;
use super::party::{Parties, Partnership};
use super::platform::{Platform, ThroughTime};
pub use super::tree::{Citation, Direction, Grade, Index, Indicator, Layout, Node, NodeId, NodeKind, Weight};
use super::window::Window;

/// What trade is predicted where nobody prefers anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expected {
    /// By the totals of the two parties and of all, as if everybody could trade with itself.
    #[default]
    Independence,
    /// By the totals of all economies, each bloc one of them, when nobody trades with itself.
    QuasiIndependence,
}

/// What a rate counted in few texts is drawn towards the base rate of all others with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// So many words, whoever is named.
    Words(f64),
    /// So many mentions that one would expect: as many words as hold them at the base rate.
    Mentions(f64),
}

impl Prior {
    /// The weight in words (of regularity in speeches) at a base rate b per word: `B`, or `k/b`. Infinite where b = 0, and a
    /// prior of mentions says nothing there.
    ///
    /// Worked number: 1 expected mention at 0.17 mentions per 10,000 words is 10,000 / 0.17 = 58,824 words.
    pub fn weight(self, base: f64) -> f64 {
        match self {
            Prior::Words(words) => words,
            Prior::Mentions(expected) => expected / base,
        }
    }
}

/// Which mentions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mentions {
    #[default]
    All,
    /// Those that coders hold valid: the sentence speaks of the target as a present actor.
    Valid,
}

/// What is computed from the data, with the settings that belong to it and to nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Mentions of the target, shrunk towards the rate of all other speakers, per 10,000 words.
    MentionRate {
        prior: Prior,
        mentions: Mentions,
    },
    /// The shrunk rate against the rate of all other speakers, (x - 1)/(x + 1).
    RelativeAttention {
        prior: Prior,
        mentions: Mentions,
    },
    /// The share of documents that name the target; shrunk towards that of all other speakers by so many expected documents,
    /// where a number is given.
    MentionRegularity {
        expected: Option<f64>,
        mentions: Mentions,
    },
    /// Mean stance of the coded valid mentions, shrunk by so many mentions towards the mean of their direction.
    Manner {
        expected: f64,
    },
    /// Revealed preference on total trade.
    TradePreference {
        expected: Expected,
    },
    /// Geometric mean of each side's share in the other's trade.
    MutualTradeShare,
    /// Log-linear slope of the share of mutual trade in joint world trade, % a year.
    TradeTrend {
        years: u16,
    },
    /// 1 - dissimilarity of the members' shares to their shares in the bloc's own trade.
    TradeMemberBreadth,
    /// Revealed preference of the recipient's arms imports for the supplier.
    ArmsPreference {
        minimum_share: f64,
    },
    /// Pooled share of the supplier in the recipient's arms imports.
    ArmsShare,
    ArmsMemberBreadth {
        minimum_share: f64,
    },
    /// Ruzicka overlap of the two parties' attention to the issue list.
    SalienceOverlap {
        prior_words: f64,
    },
    /// Voting agreement on the issues to which one side gives more attention than the world does.
    AgreementOnIssues {
        prior_words: f64,
        texts: Texts,
        /// Share of the side's excess attention, 0 to 1, that the issues put to a vote must hold; under it there is no value.
        minimum_coverage: Option<f64>,
    },
    /// Rung on the ladder of status.
    Status {
        ladder: Vec<(String, f64)>,
    },
    /// Share of the bloc's platforms and bodies held.
    Institutions {
        platforms: Vec<Platform>,
        minimum_share: f64,
        through_time: ThroughTime,
    },
    /// 1 - normalised concentration over HS chapters, geometric mean of the two directions.
    ProductDiversity,
    /// High-technology share in exports to the other against exports to the world, (x - 1)/(x + 1).
    TechnologyRelative {
        chapters: Vec<u8>,
    },
    /// Revealed preference within a list of HS chapters.
    CriticalGoods {
        chapters: Vec<u8>,
    },
    /// A human coder's value.
    Coded,
    /// The column of a plain table that bears the indicator's code.
    Column,
}

/// Which votes speak to an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// What the issue's own row names: a category of roll calls, or its resolutions, every pair of votes weighing the same.
    #[default]
    Issue,
    /// The recurring texts declared for the issue, each text weighing the same and each of its years the same; the category of
    /// roll calls where no text is declared for enough of the window's years.
    Series,
}

impl Measure {
    /// The word a framework file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Measure::MentionRate { .. } => "mention_rate",
            Measure::RelativeAttention { .. } => "relative_attention",
            Measure::MentionRegularity { .. } => "mention_regularity",
            Measure::Manner { .. } => "manner",
            Measure::TradePreference { .. } => "trade_preference",
            Measure::MutualTradeShare => "mutual_trade_share",
            Measure::TradeTrend { .. } => "trade_trend",
            Measure::TradeMemberBreadth => "trade_member_breadth",
            Measure::ArmsPreference { .. } => "arms_preference",
            Measure::ArmsShare => "arms_share",
            Measure::ArmsMemberBreadth { .. } => "arms_member_breadth",
            Measure::SalienceOverlap { .. } => "salience_overlap",
            Measure::AgreementOnIssues { .. } => "agreement_on_issues",
            Measure::Status { .. } => "status",
            Measure::Institutions { .. } => "institutions",
            Measure::ProductDiversity => "product_diversity",
            Measure::TechnologyRelative { .. } => "technology_relative",
            Measure::CriticalGoods { .. } => "critical_goods",
            Measure::Coded => "coded",
            Measure::Column => "column",
        }
    }
}

/// The ends of the ladder of stance: criticism, and a strategic or long-term vision.
pub const STANCES: (f64, f64) = (-1.0, 2.0);

impl Measure {
    /// The bounds of the formula, where it has any: natural goalposts, whoever is measured.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        use Measure::*;
        match self {
            RelativeAttention { .. }
            | TradePreference { .. }
            | ArmsPreference { .. }
            | TechnologyRelative { .. }
            | CriticalGoods { .. } => Some((-1.0, 1.0)),
            Manner { .. } => Some(STANCES),
            MentionRegularity { .. }
            | MutualTradeShare
            | TradeMemberBreadth
            | ArmsShare
            | ArmsMemberBreadth { .. }
            | SalienceOverlap { .. }
            | AgreementOnIssues { .. }
            | Institutions { .. }
            | ProductDiversity => Some((0.0, 1.0)),
            MentionRate { .. } | TradeTrend { .. } | Status { .. } | Coded | Column => None,
        }
    }

    /// Words of prior weight, where texts are counted and words are what the prior is stated in.
    pub fn prior_words(&self) -> Option<f64> {
        match self {
            Measure::MentionRate { prior: Prior::Words(words), .. }
            | Measure::RelativeAttention { prior: Prior::Words(words), .. }
            | Measure::SalienceOverlap { prior_words: words }
            | Measure::AgreementOnIssues { prior_words: words, .. } => Some(*words),
            _ => None,
        }
    }

    /// Expected mentions of prior weight, where the prior is stated in them.
    pub fn prior_mentions(&self) -> Option<f64> {
        match self {
            Measure::MentionRate { prior: Prior::Mentions(expected), .. }
            | Measure::RelativeAttention { prior: Prior::Mentions(expected), .. }
            | Measure::MentionRegularity { expected: Some(expected), .. }
            | Measure::Manner { expected } => Some(*expected),
            _ => None,
        }
    }

    /// Which mentions count, where mentions are counted.
    pub fn mentions(&self) -> Option<Mentions> {
        match self {
            Measure::MentionRate { mentions, .. }
            | Measure::RelativeAttention { mentions, .. }
            | Measure::MentionRegularity { mentions, .. } => Some(*mentions),
            _ => None,
        }
    }
}

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
    /// Up to here, either way, rank and residual say that a gap is like the peers', in points; 0 where none is declared.
    pub tolerance: f64,
}

impl Verdicts {
    /// Every label from one gap to a larger one. Worked example with bands -10, 10, 25: from 5 to 12 are "aligned" and
    /// "form exceeds content".
    pub fn labels_between(&self, low: f64, high: f64) -> &[String] {
        let place = |gap: f64| self.labels.iter().position(|l| l == self.label(gap)).unwrap_or(0);
        self.labels.get(place(low)..=place(high)).unwrap_or(&[])
    }

    /// The label of a gap. Worked example with bands -10, 10, 25: -10 and 10 are "aligned", 10.1 is "form exceeds content".
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
    pub form: NodeId,
    pub content: NodeId,
    /// Of the file's bytes, with CRLF read as LF.
    pub sha256: String,
}

impl Framework {
    /// The node; ids come from this framework, so it exists.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    pub fn find(&self, code: &str) -> Option<NodeId> {
        self.nodes.iter().position(|n| n.code == code).map(NodeId)
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

    /// The framework as it reads a partnership: where the directions of an indicator have goalposts of their own, the first are
    /// those of a member of the peer set towards the party it is paired with.
    ///
    /// A partnership whose first side is that party has them the other way round. Where it is neither side, both sides speak
    /// for themselves, as members of the peer set do, and both directions have the first goalposts.
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
