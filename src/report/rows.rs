//! The body of a score card as rows of text, for the terminal and for Markdown alike.

use super::{Subject, number};
use crate::analysis::Evaluation;
use crate::model::framework::{Framework, NodeId, NodeKind};
use crate::model::measurement::Reading;

/// One line of the body.
pub(super) struct Row {
    pub depth: usize,
    pub title: String,
    pub score: String,
    pub value: String,
    pub weight: String,
    pub known: String,
    /// A parameter, which stands out.
    pub strong: bool,
    /// Of a composite with a score: the score, for a bar.
    pub scored: Option<f64>,
}

/// FORM and its indicators, then CONTENT's parameters and everything below them, in the order of the framework.
pub(super) fn body(subject: &Subject<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    push(subject, subject.framework.form, 0, None, &mut rows);
    for (i, parameter) in subject.framework.parameters().iter().enumerate() {
        push(subject, *parameter, 0, Some(i + 1), &mut rows);
    }
    rows
}

fn push(subject: &Subject<'_>, id: NodeId, depth: usize, number: Option<usize>, rows: &mut Vec<Row>) {
    let Subject { framework, evaluation, .. } = subject;
    let node = framework.node(id);
    let scored = evaluation.card.node(id);
    let title = evaluation.title(framework, subject.gauge, id);
    let title = number.map_or(title.clone(), |n| format!("{n} {title}"));
    let (known, applicable) = evaluation.known(framework, id);
    let composite = matches!(node.kind, NodeKind::Composite { .. });
    rows.push(Row {
        depth,
        title,
        score: if scored.applies { number::score_or_none(scored.score) } else { "n/a".into() },
        value: text(subject, id),
        weight: weight(framework, evaluation, id),
        known: if composite { format!("{known}/{applicable}") } else { String::new() },
        strong: depth == 0,
        scored: scored.score.filter(|_| composite),
    });
    for child in node.children() {
        push(subject, *child, depth + 1, None, rows);
    }
}

/// The weight as declared, or as it was used where something did not apply or was missing; nothing for the two directions of
/// a pair, which weigh the same by nature.
fn weight(framework: &Framework, evaluation: &Evaluation, id: NodeId) -> String {
    let node = framework.node(id);
    let in_pair = node.parent.is_some_and(|p| matches!(framework.node(p).kind, NodeKind::Pair { .. }));
    let parent_scored = node.parent.is_none_or(|p| evaluation.card.node(p).score.is_some());
    match evaluation.card.node(id).used {
        _ if in_pair || node.parent.is_none() => String::new(),
        used if parent_scored => number::weight(used),
        _ => number::weight(node.weight.get()),
    }
}

fn text(subject: &Subject<'_>, id: NodeId) -> String {
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
