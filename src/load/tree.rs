//! Builds a tree from the flat lists of a framework file: finds parents, refuses circles and checks the sums of
//! weights.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Problem;
use crate::load::framework_file::RawUnits;
use crate::load::framework_words::RawDirection;
use crate::load::parts::{Leaf, Preparation, Stem};
use crate::load::reader::Reader;
use crate::load::suitability;
use crate::model::framework::*;
use crate::model::method::Normalisation;

pub(super) struct Tree {
    pub nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn find(&self, code: &str) -> Option<NodeId> {
        self.nodes.iter().position(|n| n.code == code).map(NodeId)
    }
}

/// How far weights may sum from 1: room for four printed digits, not for a forgotten sibling.
const WEIGHT_TOLERANCE: f64 = 1e-3;

/// No real index has ten levels; the bound keeps hostile files from exhausting the stack.
const DEEPEST: usize = 64;

/// Builds the tree with parents before children; `None` when any problem was reported. `above` is what holds for
/// indicators where neither they nor a node above them says otherwise; `wanted` are the roots of a framework for
/// partnerships, which a table's does not name.
pub(super) fn build(
    reader: &mut Reader<'_>,
    stems: Vec<Stem>,
    leaves: Vec<Leaf>,
    (units, wanted): (RawUnits, &[String]),
    above: &Preparation,
) -> Option<Tree> {
    let sound = codes_are_unique(reader, &stems, &leaves)
        & roots_stand(reader, &stems, (units, wanted))
        & parents_exist(reader, &stems, &leaves, (units, wanted))
        & no_circles(reader, &stems)
        & weights_sum(reader, &stems, &leaves, (units, wanted))
        & yields_to_siblings(reader, &leaves);
    if !sound || leaves.iter().any(|l| l.indicator.is_none()) {
        return None;
    }
    let mut builder = TreeBuilder { below: below(&stems, &leaves), nodes: Vec::new(), yields: Vec::new() };
    // Of partnerships the root that stands for form comes before the one for content, wherever they are written.
    let mut roots: Vec<&Stem> = stems.iter().filter(|s| s.parent.is_none()).collect();
    roots.sort_by_key(|s| (wanted.first() != Some(&s.code), s.offset));
    for root in roots {
        builder.build(root, None, Weight::ONE, above);
    }
    let mut nodes = builder.nodes;
    for (from, to) in builder.yields {
        let target = nodes.iter().position(|n| n.code == to).map(NodeId);
        if let Some(Node { kind: NodeKind::Indicator(indicator), .. }) = nodes.get_mut(from.0) {
            indicator.yields_to = target;
        }
    }
    let offsets = stems.iter().map(|s| (s.code.as_str(), s.offset)).chain(leaves.iter().flat_map(|l| {
        let ends = l.directed.iter().flat_map(|(codes, _)| codes).map(|c| (c.as_str(), l.offset));
        ends.chain([(l.code.as_str(), l.offset)])
    }));
    let sound = suitability::check(reader, &nodes, &offsets.collect(), units, above);
    sound.then_some(Tree { nodes })
}

/// A child as written.
#[derive(Clone, Copy)]
enum Child<'a> {
    Stem(&'a Stem),
    Leaf(&'a Leaf),
}

/// The children of each node, in the order of the file: what is written first is read first.
fn below<'a>(stems: &'a [Stem], leaves: &'a [Leaf]) -> HashMap<&'a str, Vec<(usize, Child<'a>)>> {
    let mut below: HashMap<&str, Vec<(usize, Child<'_>)>> = HashMap::new();
    for s in stems {
        if let Some((_, parent)) = &s.parent {
            below.entry(parent).or_default().push((s.offset, Child::Stem(s)));
        }
    }
    for l in leaves {
        below.entry(&l.parent.1).or_default().push((l.offset, Child::Leaf(l)));
    }
    below.values_mut().for_each(|children| children.sort_by_key(|(offset, _)| *offset));
    below
}

struct TreeBuilder<'a> {
    below: HashMap<&'a str, Vec<(usize, Child<'a>)>>,
    nodes: Vec<Node>,
    yields: Vec<(NodeId, String)>,
}

impl<'a> TreeBuilder<'a> {
    fn build(&mut self, stem: &'a Stem, parent: Option<NodeId>, weight: Weight, above: &Preparation) -> NodeId {
        let (aggregation, weighting) = (stem.aggregation, stem.weighting.clone());
        let kind = NodeKind::Composite { aggregation, weighting, children: Vec::new() };
        let node =
            Node { floor: stem.floor, nonzero: stem.nonzero, needs_all: stem.needs_all, ..bare(&stem.code, kind) };
        let id = self.push(Node { title: stem.title.clone(), parent, weight, ..node });
        let preparation = stem.preparation.over(above);
        let children = self.below.remove(stem.code.as_str()).unwrap_or_default();
        let equal = Weight::new(1.0 / children.len() as f64).unwrap_or(Weight::ONE);
        let mut ids = Vec::with_capacity(children.len());
        for (_, child) in children {
            match child {
                Child::Stem(s) => {
                    let weight = s.weight.as_ref().and_then(|(_, w)| *w).unwrap_or(equal);
                    ids.push(self.build(s, Some(id), weight, &preparation));
                }
                Child::Leaf(l) => ids.extend(self.leaf(l, id, equal, &preparation)),
            }
        }
        if let Some(Node { kind: NodeKind::Composite { children, .. }, .. }) = self.nodes.get_mut(id.0) {
            *children = ids;
        }
        id
    }

    fn leaf(&mut self, leaf: &Leaf, parent: NodeId, equal: Weight, above: &Preparation) -> Option<NodeId> {
        let weight = leaf.weight.and_then(|(_, w)| w).unwrap_or(equal);
        let said = leaf.preparation.over(above);
        let written = leaf.indicator.as_ref()?;
        // Where an indicator has goalposts and nothing else is said, they are its scale.
        let normalise = said.normalise.unwrap_or_else(|| match written.goalposts {
            Some(_) => Normalisation::Goalposts { low: 0.0, high: 100.0, truncate: true },
            None => Normalisation::default(),
        });
        let template = Indicator {
            impute: said.impute.unwrap_or_default(),
            treat: said.treat.unwrap_or_default(),
            normalise,
            constant: said.constant.unwrap_or_default(),
            lower_is_better: said.direction == Some(RawDirection::LowerIsBetter),
            undesirable: said.direction == Some(RawDirection::Undesirable),
            ..written.clone()
        };
        let indicator = |direction| NodeKind::Indicator(Box::new(Indicator { direction, ..template.clone() }));
        let Some((codes, title)) = &leaf.directed else {
            let node = bare(&leaf.code, indicator(Direction::Undirected));
            let id = self.push(Node { title: leaf.title.clone(), parent: Some(parent), weight, ..node });
            if let Some((_, to)) = &leaf.yields_to {
                self.yields.push((id, to.clone()));
            }
            return Some(id);
        };
        let pair = bare(&leaf.code, NodeKind::Pair { directions: [NodeId(0), NodeId(0)] });
        let id = self.push(Node { title: leaf.title.clone(), parent: Some(parent), weight, needs_all: true, ..pair });
        let half = Weight::new(0.5).unwrap_or(Weight::ONE);
        let ends = [(&codes[0], Direction::AToB), (&codes[1], Direction::BToA)].map(|(code, direction)| {
            let mut kind = indicator(direction);
            if let (NodeKind::Indicator(i), Direction::BToA, Some(own)) = (&mut kind, direction, &leaf.goalposts_back) {
                i.goalposts = Some(own.clone());
            }
            self.push(Node { title: title.clone(), parent: Some(id), weight: half, ..bare(code, kind) })
        });
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.kind = NodeKind::Pair { directions: ends };
        }
        Some(id)
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() - 1)
    }
}

/// A node without any requirement yet.
fn bare(code: &str, kind: NodeKind) -> Node {
    let title = String::new();
    Node {
        code: code.into(),
        title,
        parent: None,
        weight: Weight::ONE,
        floor: 0.0,
        nonzero: 0.0,
        needs_all: false,
        kind,
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
            reader.report_with_hint(offset, "a code is empty", "give each node and indicator its own code");
            sound = false;
        } else if seen.insert(code, ()).is_some() {
            reader.report_with_hint(
                offset,
                format!("the code `{code}` is used twice"),
                "give each node and indicator its own code",
            );
            sound = false;
        }
    }
    sound
}

/// Partnerships have two roots, form and content or those that the file names; a table's framework has at least one
/// node that stands alone.
fn roots_stand(reader: &mut Reader<'_>, stems: &[Stem], (units, wanted): (RawUnits, &[String])) -> bool {
    let mut sound = true;
    for root in wanted.iter().filter(|root| !stems.iter().any(|s| s.code == **root)) {
        let message = format!("the tree has no node `{root}`");
        reader.report_with_hint(0, message, format!("add [[node]] with code = \"{root}\""));
        sound = false;
    }
    if units == RawUnits::Rows && !stems.iter().any(|s| s.parent.is_none()) {
        reader.report_with_hint(0, "no node stands alone", "add the index itself: a [[node]] without `parent`");
        sound = false;
    }
    sound
}

fn parents_exist(
    reader: &mut Reader<'_>,
    stems: &[Stem],
    leaves: &[Leaf],
    (units, wanted): (RawUnits, &[String]),
) -> bool {
    let mut sound = true;
    let known: HashSet<&str> = stems.iter().map(|s| s.code.as_str()).collect();
    let above: HashSet<&str> = stems
        .iter()
        .filter_map(|s| s.parent.as_ref())
        .chain(leaves.iter().map(|l| &l.parent))
        .map(|(_, p)| p.as_str())
        .collect();
    let parents = stems.iter().filter_map(|s| s.parent.as_ref()).chain(leaves.iter().map(|l| &l.parent));
    for (offset, parent) in parents {
        if !known.contains(parent.as_str()) {
            let nearest = reader.searches.nearest("node", parent, stems.iter().map(|s| s.code.as_str()));
            reader.report(*offset, Problem::UnknownNode { value: parent.clone(), what: "parent".into(), nearest });
            sound = false;
        }
    }
    for s in stems {
        let root = wanted.contains(&s.code);
        if units == RawUnits::Partnerships && root == s.parent.is_some() {
            let (message, hint) = if root {
                (format!("`{}` is a root and has no parent", s.code), "take `parent` out".to_owned())
            } else {
                let alone: Vec<String> = wanted.iter().map(|root| format!("`{root}`")).collect();
                let hint = format!("add `parent`; only {} stand alone", alone.join(" and "));
                (format!("node `{}` has no parent", s.code), hint)
            };
            reader.report_with_hint(s.offset, message, hint);
            sound = false;
        }
        let childless = !above.contains(s.code.as_str());
        if childless {
            let hint = "give it an indicator or a node, or take it out";
            reader.report_with_hint(s.offset, format!("node `{}` has nothing below it", s.code), hint);
            sound = false;
        }
    }
    sound
}

fn no_circles(reader: &mut Reader<'_>, stems: &[Stem]) -> bool {
    let parent: HashMap<&str, &str> =
        stems.iter().filter_map(|s| Some((s.code.as_str(), s.parent.as_ref()?.1.as_str()))).collect();
    let mut reported: HashSet<&str> = HashSet::new();
    for s in stems {
        let mut chain = vec![s.code.as_str()];
        while let Some(up) = chain.last().and_then(|c| parent.get(c)) {
            if let Some(start) = chain.iter().position(|c| c == up) {
                if start == 0 && !chain.iter().any(|c| reported.contains(c)) {
                    reported.insert(s.code.as_str());
                    let chain = chain.iter().chain([up]).map(|c| c.to_string()).collect();
                    reader.report(s.offset, Problem::NodeCycle { chain });
                }
                break;
            }
            chain.push(up);
            if chain.len() > DEEPEST {
                let message = format!("node `{}` lies deeper than {DEEPEST} levels", s.code);
                reader.report_with_hint(s.offset, message, "flatten the tree");
                return false;
            }
        }
    }
    reported.is_empty()
}

/// A weight as written: where its child stands, and the weight if it makes sense.
type Written = (usize, Option<(usize, Option<Weight>)>);

fn weights_sum(
    reader: &mut Reader<'_>,
    stems: &[Stem],
    leaves: &[Leaf],
    (units, wanted): (RawUnits, &[String]),
) -> bool {
    let mut sound = true;
    let mut families: HashMap<&str, Vec<Written>> = HashMap::new();
    for s in stems {
        if let Some((_, parent)) = &s.parent {
            families.entry(parent).or_default().push((s.offset, s.weight));
        }
    }
    for l in leaves {
        families.entry(&l.parent.1).or_default().push((l.offset, l.weight));
    }
    let codes: HashMap<usize, &str> = stems
        .iter()
        .map(|s| (s.offset, s.code.as_str()))
        .chain(leaves.iter().map(|l| (l.offset, l.code.as_str())))
        .collect();
    // For partnerships a node without a parent is not a root, and is reported as such.
    let stands_alone = |s: &&Stem| units == RawUnits::Rows || wanted.contains(&s.code);
    for root in stems.iter().filter(|s| s.parent.is_none()).filter(stands_alone) {
        if let Some((offset, _)) = root.weight {
            reader.report_with_hint(
                offset,
                format!("`{}` stands alone and has no weight", root.code),
                "take `weight` out",
            );
            sound = false;
        }
    }
    for parent in stems {
        let Some(children) = families.remove(parent.code.as_str()) else { continue };
        let silent = children.iter().all(|(_, w)| w.is_none());
        if let (Some((offset, _)), true) = (children.iter().find(|(_, w)| w.is_some()), !parent.weighting.wants_given())
        {
            let message = format!("`{}` takes its weights by a method, and a child states one", parent.code);
            reader.report_with_hint(*offset, message, "take the children's weights out, or `weights`");
            sound = false;
        }
        if !parent.weighting.wants_given() || (units == RawUnits::Rows && silent) {
            continue;
        }
        for (offset, _) in children.iter().filter(|(_, w)| w.is_none()) {
            let code = codes.get(offset).copied().unwrap_or_default();
            reader.report_with_hint(*offset, format!("`{code}` has no weight"), "add `weight`");
            sound = false;
        }
        let weights: Option<Vec<f64>> = children.iter().map(|(_, w)| w.and_then(|(_, w)| w).map(Weight::get)).collect();
        let Some(weights) = weights else {
            sound = false; // an invalid weight was reported already
            continue;
        };
        let sum: f64 = weights.iter().sum();
        let first = children.iter().filter_map(|(_, w)| w.map(|(offset, _)| offset)).min();
        if let (Some(offset), true) = (first, (sum - 1.0).abs() > WEIGHT_TOLERANCE) {
            let sum = ((sum * 1e6).round() / 1e6).to_string();
            reader.report(offset, Problem::WeightSum { parent: parent.code.clone(), sum });
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
            reader.report_with_hint(*offset, message, hint);
            sound = false;
        }
    }
    sound
}
