//! The tree of weights and rules with the scores of its leaves, as a page lets a reader move them.

use super::Complete;
use crate::analysis::Evaluation;
use crate::document::{Rule, Table, WhatIf, WhatIfNode, WhatIfState, WhatIfUnit};
use crate::model::framework::{Aggregation, Framework, NodeId, NodeKind};
use crate::model::party::Partnership;
use crate::scoring::ScoreCard;

/// What the panel is for.
pub(super) const LEAD: &str = "Weights and the rule by which parts are combined are judgements. On a web page they can be moved here, and \
    scores, gap, order and band follow by the program's own arithmetic; the indicators' scores stay as they were measured. What a choice \
    of a reader's own gives is no published result: the table below and all other sections have the weights as published.";

pub(super) fn tree(of: &Complete<'_>) -> WhatIf {
    let f = of.framework;
    let nodes = f.nodes.iter().enumerate().map(|(i, _)| node(f, NodeId(i))).collect();
    let asked: Vec<Partnership> = of.parts.iter().map(|part| part.evaluated.evaluation.partnership).collect();
    let parties = &of.package.parties;
    let unit = |e: &Evaluation| WhatIfUnit {
        name: format!("{} – {}", parties.name(e.partnership.a), parties.name(e.partnership.b)),
        asked: asked.contains(&e.partnership),
        states: states(&e.card, f.nodes.len()),
    };
    let mut units: Vec<WhatIfUnit> = match &of.compared {
        Some(compared) => compared.comparison.evaluations.iter().map(unit).collect(),
        None => of.parts.iter().map(|part| unit(&part.evaluated.evaluation)).collect(),
    };
    // The partnerships of the report first; the others keep the order of the comparison.
    units.sort_by_key(|unit| !unit.asked);
    let v = &f.verdicts;
    let tree = WhatIf {
        nodes,
        form: f.form.0,
        content: f.content.0,
        units,
        bands: [v.aligned_from, v.aligned_to, v.nominal_above],
        labels: v.labels.clone(),
        threshold: f.threshold,
        table: Table::default(),
    };
    WhatIf { table: tree.published(), ..tree }
}

fn node(f: &Framework, id: NodeId) -> WhatIfNode {
    let node = f.node(id);
    let (rule, movable) = match &node.kind {
        NodeKind::Indicator(_) => (Rule::Leaf, false),
        NodeKind::Pair { .. } => (Rule::Mean(0.0), false),
        NodeKind::Composite { aggregation, .. } => (rule(*aggregation), true),
    };
    let yields_to = match &node.kind {
        NodeKind::Indicator(indicator) => indicator.yields_to.map(|to| to.0),
        _ => None,
    };
    // Whoever a partnership joins, the directions are those of a first and a second party.
    let title = node.title.replace("{from}", "one").replace("{to}", "the other");
    WhatIfNode {
        code: node.code.clone(),
        title,
        parent: node.parent.map(|p| p.0),
        weight: node.weight.get(),
        rule,
        movable: movable && rule != Rule::Fixed,
        yields_to,
    }
}

fn rule(aggregation: Aggregation) -> Rule {
    match aggregation {
        Aggregation::Arithmetic {} => Rule::Mean(1.0),
        Aggregation::Geometric {} => Rule::Mean(0.0),
        Aggregation::Harmonic {} => Rule::Mean(-1.0),
        Aggregation::Generalised { power } if power.is_finite() => Rule::Mean(power),
        Aggregation::Minimum {} => Rule::Minimum,
        _ => Rule::Fixed,
    }
}

fn states(card: &ScoreCard, nodes: usize) -> Vec<WhatIfState> {
    let state = |i: usize| {
        let scored = card.node(NodeId(i));
        WhatIfState { score: scored.score, applies: scored.applies, asked: scored.asked > 0.0 }
    };
    (0..nodes).map(state).collect()
}
