//! Random frameworks with random readings, as a tree that can be changed by hand before it is scored.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use spscore::model::framework::*;
use spscore::model::measurement::{AbsenceKind, Reading};
use spscore::model::method::{Constant, Imputation, Normalisation, Treatment, Weighting};
use spscore::scoring::{ScoreCard, Scored, score};

use crate::support::settled::framework_from;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    Exact,
    /// Known between value - first and value + second, in the unit of the value.
    Partly(f64, f64),
    NotAvailable,
    NotApplicable,
}

#[derive(Clone, Debug)]
pub struct Leaf {
    pub lower: f64,
    pub upper: f64,
    pub transform: Transform,
    pub lower_is_better: bool,
    pub value: f64,
    pub state: State,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Leaf(Leaf),
    Pair(Vec<Branch>),
    Group { aggregation: Aggregation, floor: f64, needs_all: bool, children: Vec<Branch> },
}

#[derive(Clone, Debug)]
pub struct Branch {
    pub code: String,
    pub weight: f64,
    pub kind: Kind,
    /// The code of the sibling that takes the weight where this leaf does not apply.
    pub heir: Option<String>,
}

impl Branch {
    pub fn children_mut(&mut self) -> &mut [Branch] {
        match &mut self.kind {
            Kind::Leaf(_) => &mut [],
            Kind::Pair(children) | Kind::Group { children, .. } => children,
        }
    }

    /// Gives every node below its code, and every second leaf of a group the group's first leaf as its heir.
    fn label(&mut self, code: String) {
        let mut first: Option<String> = None;
        let group = matches!(self.kind, Kind::Group { .. });
        for (i, child) in self.children_mut().iter_mut().enumerate() {
            child.label(format!("{code}.{i}"));
            if group && matches!(child.kind, Kind::Leaf(_)) {
                match &first {
                    None => first = Some(child.code.clone()),
                    Some(heir) => child.heir = (i % 2 == 0).then(|| heir.clone()),
                }
            }
        }
        self.code = code;
    }

    fn collect<'a>(&'a mut self, found: &mut Vec<&'a mut Branch>) {
        if matches!(self.kind, Kind::Leaf(_)) {
            found.push(self);
        } else {
            self.children_mut().iter_mut().for_each(|c| c.collect(found));
        }
    }
}

/// FORM and CONTENT.
#[derive(Clone, Debug)]
pub struct Tree(pub [Branch; 2]);

impl Tree {
    pub fn leaves(&mut self) -> Vec<&mut Branch> {
        let mut found = Vec::new();
        self.0.iter_mut().for_each(|root| root.collect(&mut found));
        found
    }

    /// Changes one leaf; gives its code and whether less of it is better.
    pub fn change(&mut self, pick: Index, how: impl FnOnce(&mut Leaf)) -> (String, bool) {
        let mut leaves = self.leaves();
        let chosen = pick.index(leaves.len());
        let branch = &mut *leaves[chosen];
        let Kind::Leaf(leaf) = &mut branch.kind else { unreachable!("leaves are leaves") };
        how(leaf);
        (branch.code.clone(), leaf.lower_is_better)
    }

    pub fn change_all(&mut self, mut how: impl FnMut(&mut Leaf)) {
        for branch in self.leaves() {
            if let Kind::Leaf(leaf) = &mut branch.kind {
                how(leaf);
            }
        }
    }

    pub fn card(&self) -> Card {
        static BASE: LazyLock<Framework> =
            LazyLock::new(|| framework_from(Path::new("korolev")).expect("the built-in framework"));
        let mut framework = Framework { nodes: Vec::new(), ..BASE.clone() };
        let mut readings = Vec::new();
        let [form, content] = [0, 1].map(|i| plant(&self.0[i], None, 1.0, &mut framework.nodes, &mut readings));
        (framework.form, framework.content) = (form, content);
        let places: BTreeMap<String, NodeId> =
            framework.nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), NodeId(i))).collect();
        for leaf in self.clone().leaves() {
            if let NodeKind::Indicator(indicator) = &mut framework.nodes[places[&leaf.code].0].kind {
                indicator.yields_to = leaf.heir.as_ref().map(|heir| places[heir]);
            }
        }
        Card { card: score(&framework, &readings), framework, readings, places }
    }
}

fn plant(
    branch: &Branch,
    parent: Option<NodeId>,
    share: f64,
    nodes: &mut Vec<Node>,
    readings: &mut Vec<Option<Reading>>,
) -> NodeId {
    let id = NodeId(nodes.len());
    let placeholder = composite(Aggregation::Arithmetic {}, Vec::new());
    let weight = Weight::new(share).expect("a weight");
    let (code, title) = (branch.code.clone(), String::new());
    nodes.push(Node { code, title, parent, weight, floor: 0.0, nonzero: 0.0, needs_all: false, kind: placeholder });
    readings.push(None);
    let mut below = |children: &[Branch]| -> Vec<NodeId> {
        let total: f64 = children.iter().map(|c| c.weight).sum();
        children.iter().map(|c| plant(c, Some(id), (c.weight / total).min(1.0), nodes, readings)).collect()
    };
    match &branch.kind {
        Kind::Leaf(leaf) => {
            readings[id.0] = Some(leaf.reading());
            nodes[id.0].kind = NodeKind::Indicator(Box::new(leaf.indicator(&branch.code)));
        }
        Kind::Pair(children) => {
            let ids = below(children);
            nodes[id.0].needs_all = true;
            nodes[id.0].kind = NodeKind::Pair { directions: [ids[0], ids[1]] };
        }
        Kind::Group { aggregation, floor, needs_all, children } => {
            let ids = below(children);
            (nodes[id.0].floor, nodes[id.0].needs_all) = (*floor, *needs_all);
            nodes[id.0].kind = composite(*aggregation, ids);
        }
    }
    id
}

fn composite(aggregation: Aggregation, children: Vec<NodeId>) -> NodeKind {
    NodeKind::Composite { aggregation, weighting: Weighting::default(), children }
}

impl Leaf {
    fn reading(&self) -> Reading {
        let value = self.value;
        match self.state {
            State::Exact => Reading::exact(value),
            State::Partly(below, above) => Reading::Observed { value, lower: value - below, upper: value + above },
            State::NotAvailable => Reading::missing(AbsenceKind::NotAvailable, "nobody knows"),
            State::NotApplicable => Reading::missing(AbsenceKind::NotApplicable, "no meaning here"),
        }
    }

    fn indicator(&self, code: &str) -> Indicator {
        let (kind, reason) = (GoalpostKind::Declared, String::new());
        Indicator {
            measure: Measure::Coded,
            code: code.to_owned(),
            direction: Direction::Undirected,
            denominate: None,
            impute: Imputation::default(),
            treat: Treatment::default(),
            normalise: Normalisation::default(),
            constant: Constant::default(),
            goalposts: Some(Goalposts::new(self.lower, self.upper, self.transform, kind, reason).expect("goalposts")),
            goalposts_by_direction: false,
            target: None,
            lower_is_better: self.lower_is_better,
            undesirable: false,
            unit: String::new(),
            definition: String::new(),
            formula: String::new(),
            grade: None,
            grade_reason: String::new(),
            yields_to: None,
        }
    }
}

/// A score card whose nodes are asked for by code.
pub struct Card {
    pub framework: Framework,
    pub readings: Vec<Option<Reading>>,
    pub card: ScoreCard,
    places: BTreeMap<String, NodeId>,
}

impl Card {
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    pub fn get(&self, code: &str) -> &Scored {
        self.card.node(self.places[code])
    }

    /// What a node is worth by itself: everything but its share in its parent, which its siblings change.
    pub fn alone(&self, code: &str) -> Scored {
        Scored { used: 0.0, ..self.get(code).clone() }
    }

    pub fn node(&self, code: &str) -> &Node {
        self.framework.node(self.places[code])
    }

    pub fn children(&self, code: &str) -> Vec<&str> {
        self.node(code).children().iter().map(|c| self.framework.node(*c).code.as_str()).collect()
    }
}

/// The code of the node above a leaf.
pub fn parent(code: &str) -> &str {
    code.rsplit_once('.').map_or(code, |(parent, _)| parent)
}

/// Whether `code` stands above `below` in the tree: codes are paths.
pub fn is_above(code: &str, below: &str) -> bool {
    below.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'))
}

fn leaf() -> impl Strategy<Value = Branch> {
    let goalposts = prop_oneof![
        (-100.0..100.0, 0.1..100.0).prop_map(|(low, span): (f64, f64)| (low, low + span, Transform::Identity)),
        (1e-4..1.0, 1.5..1000.0).prop_map(|(low, times): (f64, f64)| (low, low * times, Transform::Ln)),
        (0.0..1.0, 0.1..10.0).prop_map(|(low, span): (f64, f64)| (low, low + span, Transform::Ln1p)),
    ];
    // From below the lower goalpost to above the upper one, and often on one of them.
    let position = prop_oneof![8 => -0.5..1.5, 1 => Just(0.0), 1 => Just(1.0)];
    let state = prop_oneof![
        6 => Just(State::Exact),
        1 => (0.0..0.5, 0.0..0.5).prop_map(|(below, above)| State::Partly(below, above)),
        2 => Just(State::NotAvailable),
        1 => Just(State::NotApplicable),
    ];
    (goalposts, position, state, any::<bool>()).prop_map(
        |((lower, upper, transform), position, state, lower_is_better)| {
            let value = lower + position * (upper - lower);
            branch(Kind::Leaf(Leaf { lower, upper, transform, lower_is_better, value, state }), 1.0)
        },
    )
}

fn branch(kind: Kind, weight: f64) -> Branch {
    Branch { code: String::new(), weight, kind, heir: None }
}

fn group(of: impl Strategy<Value = Branch>, size: std::ops::Range<usize>) -> impl Strategy<Value = Branch> {
    let children = prop::collection::vec((of, 0.05..1.0), size);
    (children, 0.0..1.0, any::<bool>(), any::<bool>()).prop_map(|(children, floor, needs_all, geometric)| {
        let children = children.into_iter().map(|(child, weight)| Branch { weight, ..child }).collect();
        let aggregation = if geometric { Aggregation::Geometric {} } else { Aggregation::Arithmetic {} };
        branch(Kind::Group { aggregation, floor, needs_all, children }, 1.0)
    })
}

/// FORM of a few leaves; CONTENT the geometric mean of two to four parameters of leaves, pairs and sub-dimensions.
pub fn tree() -> impl Strategy<Value = Tree> {
    let pair = [leaf(), leaf()].prop_map(|both| branch(Kind::Pair(both.into()), 1.0));
    let parameter = group(prop_oneof![3 => leaf(), 2 => pair, 1 => group(leaf(), 1..4)], 1..5);
    (group(leaf(), 1..4), group(parameter, 2..5)).prop_map(|(mut form, mut content)| {
        if let Kind::Group { aggregation, .. } = &mut content.kind {
            *aggregation = Aggregation::Geometric {};
        }
        form.label("form".into());
        content.label("content".into());
        Tree([form, content])
    })
}
