//! A tree of weights and rules over known scores, so that a reader may weigh and combine them anew.

use super::{Cell, Column, Notation, Table};

/// The tree of a framework, and of each unit the scores of its leaves. What follows from it, FORM, CONTENT, their gap
/// and its verdict, is the arithmetic of `scoring::score`, which a page may do again with other weights.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Parents stand before their children.
    pub nodes: Vec<WhatIfNode>,
    /// Places in `nodes`.
    pub form: usize,
    pub content: usize,
    pub units: Vec<WhatIfUnit>,
    /// Up to the first, content exceeds form; up to the second, the two are aligned; up to the third, form exceeds
    /// content.
    pub bands: [f64; 3],
    /// What the four are called.
    pub labels: [String; 4],
    /// From this score on a parameter counts as met.
    pub threshold: f64,
    /// The weights and rules as published, for formats in which nothing can be moved.
    pub table: Table,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfNode {
    pub code: String,
    pub title: String,
    pub parent: Option<usize>,
    /// Among its siblings, 0 to 1.
    pub weight: f64,
    pub rule: Rule,
    /// Whether the weights of its children are a choice; those of the two directions of a pair are not.
    pub movable: bool,
    /// The sibling that has its weight where it does not apply.
    pub yields_to: Option<usize>,
}

/// How a node has its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// It is measured.
    Leaf,
    /// The weighted mean of its children with this power: 1 the arithmetic, 0 the geometric, -1 the harmonic.
    Mean(f64),
    /// The least of its children.
    Minimum,
    /// The score stands as it is, since its rule is none of these.
    Fixed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfUnit {
    pub name: String,
    /// Whether the page is about it; the others are there for comparison.
    pub asked: bool,
    /// Of each node.
    pub states: Vec<WhatIfState>,
}

/// What is known of one node of one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WhatIfState {
    /// By the weights and rules as published; a node without a score there has none with others either.
    pub score: Option<f64>,
    pub applies: bool,
    /// Whether anybody has searched for it.
    pub asked: bool,
}

impl Rule {
    /// In words; nothing for what is measured.
    pub fn words(self) -> String {
        match self {
            Rule::Leaf => String::new(),
            Rule::Mean(1.0) => "arithmetic mean".into(),
            Rule::Mean(0.0) => "geometric mean".into(),
            Rule::Mean(-1.0) => "harmonic mean".into(),
            Rule::Mean(power) => format!("mean with power {power}"),
            Rule::Minimum => "minimum".into(),
            Rule::Fixed => "a rule of its own".into(),
        }
    }
}

impl WhatIf {
    /// The weights and rules as published, without the two directions of a pair, whose weights are no choice.
    pub fn published(&self) -> Table {
        let mut table = Table::new("", ["node", "combined by", "weight"], 2);
        table.columns = vec![Column::words("node"), Column::words("combined by"), Column::numbers("weight")];
        for (i, node) in self.nodes.iter().enumerate() {
            if self.parent(i).and_then(|p| self.nodes.get(p)).is_some_and(|above| !above.movable) {
                continue;
            }
            let weight = node.parent.map_or_else(Cell::default, |_| Cell::number(node.weight, Notation::Weight));
            let inner = node.rule != Rule::Leaf;
            table.push_at(self.depth(i), inner, [node.title.clone().into(), node.rule.words().into(), weight]);
        }
        table
    }

    /// How many steps below its root a node stands.
    pub fn depth(&self, node: usize) -> usize {
        std::iter::successors(self.parent(node), |p| self.parent(*p)).count()
    }

    fn parent(&self, node: usize) -> Option<usize> {
        // A parent stands before its child, so that no walk upwards goes round.
        self.nodes.get(node)?.parent.filter(|p| *p < node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_tree_with_its_weights() {
        let node = |code: &str, parent, weight, rule| WhatIfNode {
            code: code.into(),
            title: code.to_uppercase(),
            parent,
            weight,
            rule,
            movable: true,
            yields_to: None,
        };
        let tree = WhatIf {
            nodes: vec![
                node("content", None, 1.0, Rule::Mean(0.0)),
                node("areas", Some(0), 1.0 / 3.0, Rule::Mean(1.0)),
                node("trade", Some(1), 1.0, Rule::Leaf),
            ],
            form: 0,
            content: 0,
            units: Vec::new(),
            bands: [-10.0, 10.0, 25.0],
            labels: Default::default(),
            threshold: 60.0,
            table: Table::default(),
        };
        let rows: Vec<(usize, Vec<String>)> =
            tree.published().rows.iter().map(|row| (row.depth, row.cells.iter().map(Cell::words).collect())).collect();
        let text = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
        assert_eq!(
            rows,
            [
                (0, text("CONTENT", "geometric mean", "")),
                (1, text("AREAS", "arithmetic mean", "1/3")),
                (2, text("TRADE", "", "1")),
            ]
        );
    }
}
