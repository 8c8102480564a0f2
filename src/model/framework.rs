//! The measurement framework: a tree of nodes, a method at each, and the judgements a scholar may change.
//!
//! A [`Framework`] is built by the loader, which has checked that the tree is a tree, that weights sum to 1 below every node
//! and that goalposts ascend; nothing downstream asks again.

use super::date::PartialDate;
use super::window::Window;

/// A node's place in [`Framework::nodes`]. Parents stand before their children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// 0 < w <= 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Weight(f64);

impl Weight {
    pub const ONE: Weight = Weight(1.0);

    pub fn new(w: f64) -> Option<Self> {
        (w > 0.0 && w <= 1.0).then_some(Weight(w))
    }

    pub fn get(self) -> f64 {
        self.0
    }
}

/// How the scores of a node's children become its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    Arithmetic,
    Geometric,
}

/// The function applied to value and goalposts before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    Identity,
    /// Natural logarithm; the lower goalpost must be above 0, and a value of 0 stands below it.
    Ln,
    /// ln(1 + x).
    Ln1p,
}

/// Where goalposts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalpostKind {
    /// The bounds mean something in themselves.
    Natural,
    /// Percentiles of the reference sample.
    Anchored,
    /// A judgement, with its reason.
    Declared,
}

impl GoalpostKind {
    /// The word a framework file uses.
    pub fn words(self) -> &'static str {
        match self {
            GoalpostKind::Natural => "natural",
            GoalpostKind::Anchored => "anchored",
            GoalpostKind::Declared => "declared",
        }
    }
}

/// The two ends of an indicator's scale, lower < upper, both finite after the transform.
#[derive(Clone, Debug, PartialEq)]
pub struct Goalposts {
    lower: f64,
    upper: f64,
    transform: Transform,
    pub kind: GoalpostKind,
    /// Why these: shown wherever the score is explained.
    pub reason: String,
}

impl Goalposts {
    /// `None` when the order is wrong, or when the transform is not defined at an end.
    pub fn new(lower: f64, upper: f64, transform: Transform, kind: GoalpostKind, reason: String) -> Option<Self> {
        let ends = match transform {
            Transform::Identity => (upper - lower).is_finite(),
            Transform::Ln => lower > 0.0 && upper.is_finite(),
            Transform::Ln1p => lower > -1.0 && upper.is_finite(),
        };
        (ends && lower < upper).then_some(Goalposts { lower, upper, transform, kind, reason })
    }

    pub fn lower(&self) -> f64 {
        self.lower
    }

    pub fn upper(&self) -> f64 {
        self.upper
    }

    pub fn transform(&self) -> Transform {
        self.transform
    }
}

/// What is computed from the data, with the settings that belong to it and to nothing else.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Mentions of the target, shrunk towards the rate of all other speakers, per 10,000 words.
    MentionRate {
        prior_words: f64,
    },
    /// The shrunk rate against the rate of all other speakers, (x - 1)/(x + 1).
    RelativeAttention {
        prior_words: f64,
    },
    /// The share of documents that name the target.
    MentionRegularity,
    /// Revealed preference on total trade.
    TradePreference,
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
    },
    /// Rung on the ladder of status.
    Status {
        ladder: Vec<(String, f64)>,
    },
    /// Share of the bloc's platforms and bodies held.
    Institutions {
        platforms: Vec<String>,
        minimum_share: f64,
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
}

impl Measure {
    /// The word a framework file uses.
    pub fn name(&self) -> &'static str {
        match self {
            Measure::MentionRate { .. } => "mention_rate",
            Measure::RelativeAttention { .. } => "relative_attention",
            Measure::MentionRegularity => "mention_regularity",
            Measure::TradePreference => "trade_preference",
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
        }
    }
}

/// Which way an indicator looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The same seen from either side.
    Undirected,
    /// From the first party of the partnership to the second.
    AToB,
    BToA,
}

/// An indicator: a leaf of the tree.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub measure: Measure,
    /// The code the codings table uses; for a directed indicator the code of the pair, not of the direction.
    pub code: String,
    pub direction: Direction,
    pub goalposts: Goalposts,
    /// A higher value is a lower score.
    pub lower_is_better: bool,
    pub unit: String,
    /// One sentence.
    pub definition: String,
    pub formula: String,
    /// The sibling that takes this indicator's weight where it does not apply.
    pub yields_to: Option<NodeId>,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    Composite {
        aggregation: Aggregation,
        children: Vec<NodeId>,
    },
    /// Two directions of one indicator; what is shared is their geometric mean, and both must be known.
    Pair {
        directions: [NodeId; 2],
    },
    Indicator(Box<Indicator>),
}

#[derive(Clone, Debug)]
pub struct Node {
    pub code: String,
    /// With `{from}` and `{to}` for the names of the parties.
    pub title: String,
    pub parent: Option<NodeId>,
    /// Among its siblings.
    pub weight: Weight,
    /// Share of the applicable weight that must be known for a score.
    pub floor: f64,
    /// Whether every child must have a score of its own.
    pub needs_all: bool,
    pub kind: NodeKind,
}

impl Node {
    pub fn children(&self) -> &[NodeId] {
        match &self.kind {
            NodeKind::Composite { children, .. } => children,
            NodeKind::Pair { directions } => directions,
            NodeKind::Indicator(_) => &[],
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

#[derive(Clone, Debug)]
pub struct Citation {
    pub key: String,
    pub text: String,
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
    /// The lowest score; keeps the geometric mean defined.
    pub score_floor: f64,
    pub verdicts: Verdicts,
    /// From this score on a parameter counts as met.
    pub threshold: f64,
    /// From this rung value on the status counts as strategic.
    pub strategic_status: f64,
    pub peers: PeerSet,
    pub reference: Reference,
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
        self.nodes.iter().enumerate().filter_map(|(i, n)| match &n.kind {
            NodeKind::Indicator(indicator) => Some((NodeId(i), n, indicator.as_ref())),
            _ => None,
        })
    }

    /// The parameters: the children of CONTENT.
    pub fn parameters(&self) -> &[NodeId] {
        self.node(self.content).children()
    }
}
