//! The tree of an index: nodes, indicators and the method at each. Frameworks for partnerships and for tables grow the
//! same one.

use super::goalposts::Goalposts;
use super::measure::Measure;
use super::method::{
    Aggregation, Constant, Denomination, Factors, Imputation, Normalisation, Scope, Screening, Treatment, Weighting,
};

/// A node's place in the tree. Parents stand before their children.
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

/// Which way an indicator looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The same seen from either side.
    Undirected,
    /// From the first party of the partnership to the second.
    AToB,
    BToA,
}

/// How good the evidence behind an indicator is for what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Direct and complete.
    A,
    /// A proxy, or partial.
    B,
    /// A weak proxy.
    C,
}

impl Grade {
    pub fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Grade::A => "direct and complete",
            Grade::B => "a proxy, or partial",
            Grade::C => "a weak proxy",
        }
    }
}

/// An indicator: a leaf of the tree.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub measure: Measure,
    /// The code the codings table or the table's column uses; for a directed indicator the code of the pair, not of the
    /// direction.
    pub code: String,
    pub direction: Direction,
    pub denominate: Option<Denomination>,
    pub impute: Imputation,
    pub treat: Treatment,
    pub normalise: Normalisation,
    pub constant: Constant,
    /// The ends of the scale, where the normalisation is by goalposts; always there for partnerships.
    pub goalposts: Option<Goalposts>,
    /// Whether the two directions have goalposts of their own: a state that names a bloc and a bloc's members that name
    /// a state are different quantities.
    pub goalposts_by_direction: bool,
    /// What a distance to target is measured from.
    pub target: Option<f64>,
    /// A higher value is a lower score.
    pub lower_is_better: bool,
    /// A higher value is worse, and a higher score too: for rules that set desirable and undesirable indicators against
    /// each other.
    pub undesirable: bool,
    pub unit: String,
    /// One sentence.
    pub definition: String,
    pub formula: String,
    /// Of the evidence, where the framework declares one, with the reason for it.
    pub grade: Option<Grade>,
    pub grade_reason: String,
    /// The sibling that takes this indicator's weight where it does not apply.
    pub yields_to: Option<NodeId>,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    Composite {
        aggregation: Aggregation,
        weighting: Weighting,
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
    /// Share of the known indicators below that must not be 0.
    pub nonzero: f64,
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

    /// Whether it is an indicator whose scores rise as it gets worse.
    pub fn is_undesirable(&self) -> bool {
        matches!(&self.kind, NodeKind::Indicator(i) if i.undesirable)
    }
}

/// Every indicator with its node, in the order of the tree.
pub fn indicators(nodes: &[Node]) -> impl Iterator<Item = (NodeId, &Node, &Indicator)> {
    nodes.iter().enumerate().filter_map(|(i, n)| match &n.kind {
        NodeKind::Indicator(indicator) => Some((NodeId(i), n, indicator.as_ref())),
        _ => None,
    })
}

/// The node itself, its parent, and so on up to the root.
pub fn ancestors(nodes: &[Node], id: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(id), |n| nodes.get(n.0)?.parent)
}

/// The codes from the root down to a node, joined: "index / conn / physical".
pub fn path(nodes: &[Node], id: NodeId) -> String {
    let node = |id: NodeId| nodes.get(id.0);
    let mut codes: Vec<&str> = std::iter::successors(node(id), |n| node(n.parent?)).map(|n| n.code.as_str()).collect();
    codes.reverse();
    codes.join(" / ")
}

/// A work that a framework rests on.
#[derive(Clone, Debug)]
pub struct Citation {
    pub key: String,
    /// The reference in one paragraph.
    pub text: String,
    /// The same as an entry of BibTeX, from which every style can be made.
    pub bibtex: Option<String>,
}

/// A checked framework for a plain table of units and indicators.
#[derive(Clone, Debug)]
pub struct Index {
    pub code: String,
    pub version: String,
    pub title: String,
    pub description: String,
    pub citations: Vec<Citation>,
    pub layout: Layout,
    pub screen: Option<Screening>,
    /// Whom methods that look at other units look at.
    pub scope: Scope,
    /// What may be otherwise, and how far.
    pub factors: Factors,
    pub nodes: Vec<Node>,
    /// Of the file's bytes, with CRLF read as LF.
    pub sha256: String,
}

/// Which columns of a table say what a row is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The unit's code; the first column where none is named.
    pub unit: Option<String>,
    /// A name for print.
    pub name: Option<String>,
    /// With it the table is a panel.
    pub year: Option<String>,
    /// Columns of words by which units are grouped: ranks within a group, scales within a group.
    pub groups: Vec<String>,
    /// Columns of sizes that no indicator need be divided by: which indicators go with them is asked all the same.
    pub denominators: Vec<String>,
}

impl Index {
    /// The node; ids come from this index, so it exists.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    pub fn find(&self, code: &str) -> Option<NodeId> {
        self.nodes.iter().position(|n| n.code == code).map(NodeId)
    }

    pub fn indicators(&self) -> impl Iterator<Item = (NodeId, &Node, &Indicator)> {
        indicators(&self.nodes)
    }

    /// The nodes without a parent: the index itself, as a rule one.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> {
        self.nodes.iter().enumerate().filter(|(_, n)| n.parent.is_none()).map(|(i, _)| NodeId(i))
    }
}
