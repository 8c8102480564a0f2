//! The body of a score card as rows of text, in the order of the framework.

use super::Subject;
use crate::analysis::Evaluation;
use crate::document::{Cell, Notation, number};
use crate::model::evidence::Evidence;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::measurement::Reading;

/// One line of the body.
pub(super) struct Row {
    pub id: NodeId,
    pub depth: usize,
    pub title: String,
    pub score: Cell,
    pub value: String,
    pub weight: Cell,
    pub known: String,
    /// A parameter, which stands out.
    pub strong: bool,
    /// Of a composite with a score: the score, for a bar.
    pub scored: Option<f64>,
}

/// FORM and its indicators, then CONTENT's parameters and everything below them, in the order of the framework.
///
/// Folded, the two directions of a pair stand in its own row.
pub(super) fn body(subject: &Subject<'_>, folded: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    push(subject, subject.framework.form, 0, (None, folded), &mut rows);
    for (i, parameter) in subject.framework.parameters().iter().enumerate() {
        push(subject, *parameter, 0, (Some(i + 1), folded), &mut rows);
    }
    rows
}

fn push(subject: &Subject<'_>, id: NodeId, depth: usize, (number, folded): (Option<usize>, bool), rows: &mut Vec<Row>) {
    let Subject { framework, evaluation, .. } = subject;
    let node = framework.node(id);
    let scored = evaluation.card.node(id);
    let title = evaluation.title(framework, subject.measurer, id);
    let title = number.map_or(title.clone(), |n| format!("{n} {title}"));
    let (known, applicable) = evaluation.known(framework, id);
    let composite = matches!(node.kind, NodeKind::Composite { .. });
    rows.push(Row {
        id,
        depth,
        title,
        score: if scored.applies { Cell::score(scored.score) } else { "n/a".into() },
        value: match &node.kind {
            NodeKind::Pair { directions } if folded && scored.score.is_some() => both(subject, *directions),
            _ => text(subject, id),
        },
        weight: weight(framework, evaluation, id),
        known: if composite { format!("{known}/{applicable}") } else { String::new() },
        strong: depth == 0,
        scored: scored.score.filter(|_| composite),
    });
    let children = if folded && matches!(node.kind, NodeKind::Pair { .. }) { &[][..] } else { node.children() };
    for child in children {
        push(subject, *child, depth + 1, (None, folded), rows);
    }
}

/// The weight as declared, or as it was used where something did not apply or was missing; nothing for the two
/// directions of a pair, which weigh the same by nature.
fn weight(framework: &Framework, evaluation: &Evaluation, id: NodeId) -> Cell {
    let node = framework.node(id);
    let in_pair = node.parent.is_some_and(|p| matches!(framework.node(p).kind, NodeKind::Pair { .. }));
    let parent_scored = node.parent.is_none_or(|p| evaluation.card.node(p).score.is_some());
    match evaluation.card.node(id).used {
        _ if in_pair || node.parent.is_none() => Cell::default(),
        used if parent_scored => Cell::number(used, Notation::Weight),
        _ => Cell::number(node.weight.get(), Notation::Weight),
    }
}

/// Both directions' values in one cell, the first party's first: "1.76 and 0.84 (4x, 4x)".
fn both(subject: &Subject<'_>, directions: [NodeId; 2]) -> String {
    let one = |id: NodeId| {
        let NodeKind::Indicator(indicator) = &subject.framework.node(id).kind else { return String::new() };
        match subject.evaluation.panel.get(id).map(|m| &m.reading) {
            Some(Reading::Observed { value, .. }) => number::brief_value(*value, &indicator.unit),
            Some(Reading::Missing(absence)) => absence.kind.words().into(),
            None => "not measured".into(),
        }
    };
    let counts = directions.map(|id| match subject.evaluation.panel.get(id).map(|m| &m.evidence) {
        Some(Evidence::Naming { own, .. }) => Some(format!("{}x", number::whole(own.mentions))),
        Some(Evidence::Speeches { naming, held, .. }) => {
            Some(format!("{} of {}", number::whole(*naming), number::whole(*held)))
        }
        _ => None,
    });
    let counts = match counts {
        [Some(a), Some(b)] => format!(" ({a}, {b})"),
        _ => String::new(),
    };
    format!("{}{counts}", directions.map(one).join(" and "))
}

/// What stands in the column of values.
pub(super) fn text(subject: &Subject<'_>, id: NodeId) -> String {
    let scored = subject.evaluation.card.node(id);
    match &subject.framework.node(id).kind {
        NodeKind::Indicator(indicator) => match subject.evaluation.panel.get(id) {
            Some(m) => match &m.reading {
                Reading::Observed { value, .. } => {
                    let value = number::brief_value(*value, &indicator.unit);
                    if m.basis.is_empty() { value } else { format!("{value} ({})", m.basis) }
                }
                Reading::Missing(absence) => {
                    let within =
                        absence.within.map(|ends| [ends.0, ends.1].map(|x| number::brief_value(x, &indicator.unit)));
                    let within = within.map_or_else(String::new, |[low, high]| format!(", within {low} to {high}"));
                    format!("{}{within}", absence.kind.words())
                }
            },
            None => "not measured".into(),
        },
        NodeKind::Pair { .. } => {
            scored.asymmetry.map_or_else(String::new, |asymmetry| format!("asymmetry {}", number::signed(asymmetry, 2)))
        }
        NodeKind::Composite { .. } if scored.score.is_none() && scored.applies => {
            let bounds = format!("{}–{}", number::score(scored.lower), number::score(scored.upper));
            format!("withheld: coverage {}, bounds {bounds}", number::coverage(scored.coverage))
        }
        NodeKind::Composite { .. } => String::new(),
    }
}
