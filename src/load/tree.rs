//! The flat lists of a framework file become a tree: parents found, circles refused, weights summed.

use std::collections::HashMap;

use crate::diagnostic::Problem;
use crate::load::framework::Reader;
use crate::model::framework::*;

/// An inner node as written; `offset` is where its code stands in the file.
pub(super) struct Stem {
    pub offset: usize,
    pub code: String,
    pub title: String,
    pub parent: Option<(usize, String)>,
    pub weight: Option<(usize, Option<Weight>)>,
    pub floor: f64,
    pub needs_all: bool,
    pub aggregation: Aggregation,
}

/// An indicator as written; `directed` holds the codes and the title of its two directions.
pub(super) struct Leaf {
    pub offset: usize,
    pub code: String,
    pub parent: (usize, String),
    pub weight: (usize, Option<Weight>),
    pub directed: Option<([String; 2], String)>,
    pub title: String,
    pub yields_to: Option<(usize, String)>,
    /// `None` when something about it was told; its place in the tree is checked all the same.
    pub indicator: Option<Indicator>,
}

pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub form: NodeId,
    pub content: NodeId,
}

/// How far weights may sum from 1: room for four printed digits, not for a forgotten sibling.
const WEIGHT_TOLERANCE: f64 = 1e-3;

/// No real index has ten levels; the bound keeps hostile files from exhausting the stack.
const DEEPEST: usize = 64;

/// Builds the tree with parents before children; `None` when anything was told.
pub(super) fn build(reader: &mut Reader<'_>, stems: Vec<Stem>, leaves: Vec<Leaf>) -> Option<Tree> {
    let sound = codes_are_unique(reader, &stems, &leaves)
        & parents_exist(reader, &stems, &leaves)
        & no_circles(reader, &stems)
        & weights_sum(reader, &stems, &leaves)
        & yields_to_siblings(reader, &leaves);
    if !sound || leaves.iter().any(|l| l.indicator.is_none()) {
        return None;
    }
    let mut planter = Planter { stems: &stems, leaves: &leaves, nodes: Vec::new(), yields: Vec::new() };
    let form = planter.plant(stems.iter().find(|s| s.code == "form")?, None, Weight::ONE);
    let content = planter.plant(stems.iter().find(|s| s.code == "content")?, None, Weight::ONE);
    let mut nodes = planter.nodes;
    for (from, to) in planter.yields {
        let target = nodes.iter().position(|n| n.code == to).map(NodeId);
        if let Some(Node { kind: NodeKind::Indicator(indicator), .. }) = nodes.get_mut(from.0) {
            indicator.yields_to = target;
        }
    }
    Some(Tree { nodes, form, content })
}

struct Planter<'a> {
    stems: &'a [Stem],
    leaves: &'a [Leaf],
    nodes: Vec<Node>,
    yields: Vec<(NodeId, String)>,
}

impl Planter<'_> {
    fn plant(&mut self, stem: &Stem, parent: Option<NodeId>, weight: Weight) -> NodeId {
        let kind = NodeKind::Composite { aggregation: stem.aggregation, children: Vec::new() };
        let id = self.push(&stem.code, &stem.title, parent, weight, stem.floor, stem.needs_all, kind);
        // Children stand in the order of the file: what is written first is read first.
        let (stems, leaves) = (self.stems, self.leaves);
        let mut below: Vec<(usize, Option<&Stem>, Option<&Leaf>)> = stems
            .iter()
            .filter(|s| s.parent.as_ref().is_some_and(|(_, p)| *p == stem.code))
            .map(|s| (s.offset, Some(s), None))
            .chain(leaves.iter().filter(|l| l.parent.1 == stem.code).map(|l| (l.offset, None, Some(l))))
            .collect();
        below.sort_by_key(|(offset, ..)| *offset);
        let mut ids = Vec::new();
        for (_, s, l) in below {
            if let Some(s) = s {
                let weight = s.weight.as_ref().and_then(|(_, w)| *w).unwrap_or(Weight::ONE);
                ids.push(self.plant(s, Some(id), weight));
            }
            if let Some(l) = l {
                ids.extend(self.leaf(l, id));
            }
        }
        if let Some(Node { kind: NodeKind::Composite { children, .. }, .. }) = self.nodes.get_mut(id.0) {
            *children = ids;
        }
        id
    }

    fn leaf(&mut self, leaf: &Leaf, parent: NodeId) -> Option<NodeId> {
        let weight = leaf.weight.1.unwrap_or(Weight::ONE);
        let template = leaf.indicator.as_ref()?;
        let indicator = |direction| NodeKind::Indicator(Box::new(Indicator { direction, ..template.clone() }));
        let Some((codes, title)) = &leaf.directed else {
            let kind = indicator(Direction::Undirected);
            let id = self.push(&leaf.code, &leaf.title, Some(parent), weight, 0.0, false, kind);
            if let Some((_, to)) = &leaf.yields_to {
                self.yields.push((id, to.clone()));
            }
            return Some(id);
        };
        let pair = NodeKind::Pair { directions: [NodeId(0), NodeId(0)] };
        let id = self.push(&leaf.code, &leaf.title, Some(parent), weight, 0.0, true, pair);
        let half = Weight::new(0.5).unwrap_or(Weight::ONE);
        let ends = [(&codes[0], Direction::AToB), (&codes[1], Direction::BToA)]
            .map(|(code, direction)| self.push(code, title, Some(id), half, 0.0, false, indicator(direction)));
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.kind = NodeKind::Pair { directions: ends };
        }
        Some(id)
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        code: &str,
        title: &str,
        parent: Option<NodeId>,
        weight: Weight,
        floor: f64,
        needs_all: bool,
        kind: NodeKind,
    ) -> NodeId {
        self.nodes.push(Node { code: code.into(), title: title.into(), parent, weight, floor, needs_all, kind });
        NodeId(self.nodes.len() - 1)
    }
}

fn codes_are_unique(reader: &mut Reader<'_>, stems: &[Stem], leaves: &[Leaf]) -> bool {
    let mut seen: HashMap<&str, ()> = HashMap::new();
    let mut sound = true;
    let directed =
        leaves.iter().flat_map(|l| l.directed.iter().flat_map(|(c, _)| c.iter().map(|c| (l.offset, c.as_str()))));
    let all =
        stems.iter().map(|s| (s.offset, s.code.as_str())).chain(leaves.iter().map(|l| (l.offset, l.code.as_str())));
    for (offset, code) in all.chain(directed) {
        if code.trim().is_empty() {
            reader.tell_about(offset, "a code is empty", "give each node and indicator its own code");
            sound = false;
        } else if seen.insert(code, ()).is_some() {
            reader.tell_about(
                offset,
                format!("the code `{code}` is used twice"),
                "give each node and indicator its own code",
            );
            sound = false;
        }
    }
    for root in ["form", "content"] {
        if !stems.iter().any(|s| s.code == root) {
            reader.tell_about(
                0,
                format!("the tree has no node `{root}`"),
                format!("add [[node]] with code = \"{root}\""),
            );
            sound = false;
        }
    }
    sound
}

fn parents_exist(reader: &mut Reader<'_>, stems: &[Stem], leaves: &[Leaf]) -> bool {
    let mut sound = true;
    let is_stem = |code: &str| stems.iter().any(|s| s.code == code);
    let parents = stems.iter().filter_map(|s| s.parent.as_ref()).chain(leaves.iter().map(|l| &l.parent));
    for (offset, parent) in parents {
        if !is_stem(parent) {
            let nearest = crate::load::nearest(parent, stems.iter().map(|s| s.code.as_str()));
            reader.tell(*offset, Problem::UnknownNode { value: parent.clone(), what: "parent".into(), nearest });
            sound = false;
        }
    }
    for s in stems {
        let root = s.code == "form" || s.code == "content";
        if root == s.parent.is_some() {
            let (message, hint) = if root {
                (format!("`{}` is a root and has no parent", s.code), "take `parent` out")
            } else {
                (format!("node `{}` has no parent", s.code), "add `parent`; only `form` and `content` stand alone")
            };
            reader.tell_about(s.offset, message, hint);
            sound = false;
        }
        let childless = !stems.iter().any(|c| c.parent.as_ref().is_some_and(|(_, p)| *p == s.code))
            && !leaves.iter().any(|l| l.parent.1 == s.code);
        if childless {
            let hint = "give it an indicator or a node, or take it out";
            reader.tell_about(s.offset, format!("node `{}` has nothing below it", s.code), hint);
            sound = false;
        }
    }
    sound
}

fn no_circles(reader: &mut Reader<'_>, stems: &[Stem]) -> bool {
    let parent: HashMap<&str, &str> =
        stems.iter().filter_map(|s| Some((s.code.as_str(), s.parent.as_ref()?.1.as_str()))).collect();
    let mut told: Vec<&str> = Vec::new();
    for s in stems {
        let mut chain = vec![s.code.as_str()];
        while let Some(up) = chain.last().and_then(|c| parent.get(c)) {
            if let Some(start) = chain.iter().position(|c| c == up) {
                if start == 0 && !chain.iter().any(|c| told.contains(c)) {
                    told.push(s.code.as_str());
                    let chain = chain.iter().chain([up]).map(|c| c.to_string()).collect();
                    reader.tell(s.offset, Problem::NodeCycle { chain });
                }
                break;
            }
            chain.push(up);
            if chain.len() > DEEPEST {
                let message = format!("node `{}` lies deeper than {DEEPEST} levels", s.code);
                reader.tell_about(s.offset, message, "flatten the tree");
                return false;
            }
        }
    }
    told.is_empty()
}

fn weights_sum(reader: &mut Reader<'_>, stems: &[Stem], leaves: &[Leaf]) -> bool {
    let mut sound = true;
    for s in stems.iter().filter(|s| s.parent.is_some() && s.weight.is_none()) {
        reader.tell_about(s.offset, format!("node `{}` has no weight", s.code), "add `weight`");
        sound = false;
    }
    for parent in stems {
        let below: Vec<(usize, Option<Weight>)> = stems
            .iter()
            .filter(|s| s.parent.as_ref().is_some_and(|(_, p)| *p == parent.code))
            .filter_map(|s| s.weight)
            .chain(leaves.iter().filter(|l| l.parent.1 == parent.code).map(|l| l.weight))
            .collect();
        let weights: Option<Vec<f64>> = below.iter().map(|(_, w)| w.map(Weight::get)).collect();
        let Some(weights) = weights else {
            sound = false; // a bad weight was told already
            continue;
        };
        let sum: f64 = weights.iter().sum();
        if let (Some((offset, _)), true) = (below.first(), (sum - 1.0).abs() > WEIGHT_TOLERANCE) {
            let sum = ((sum * 1e6).round() / 1e6).to_string();
            reader.tell(*offset, Problem::WeightSum { parent: parent.code.clone(), sum });
            sound = false;
        }
    }
    sound
}

fn yields_to_siblings(reader: &mut Reader<'_>, leaves: &[Leaf]) -> bool {
    let mut sound = true;
    for leaf in leaves {
        let Some((offset, to)) = &leaf.yields_to else { continue };
        let sibling = leaves.iter().find(|l| l.code == *to && l.parent.1 == leaf.parent.1 && l.offset != leaf.offset);
        if sibling.is_none_or(|l| l.yields_to.is_some()) || leaf.directed.is_some() {
            let message = format!("`{}` cannot yield its weight to `{to}`", leaf.code);
            let hint =
                "name an indicator with the same parent that does not itself yield; directed indicators cannot yield";
            reader.tell_about(*offset, message, hint);
            sound = false;
        }
    }
    sound
}
