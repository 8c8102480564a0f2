//! Checks weights that are found by the scores of a node further up.

use std::collections::HashMap;

use crate::load::reader::Reader;
use crate::model::composition::{parts, weighed_by_ancestors};
use crate::model::framework::{Aggregation, Node, NodeId, NodeKind};
use crate::model::method::Weighting;
use crate::model::tree::ancestors;

/// Tells every node whose weights name an ancestor that it does not have, or by whose scores it cannot be weighed.
pub(super) fn check(reader: &mut Reader<'_>, nodes: &[Node], offsets: &HashMap<&str, usize>) {
    let all = weighed_by_ancestors(nodes);
    for (node, top) in &all {
        let Some(own) = nodes.get(node.0) else { continue };
        let weighting = methods(own).map(|(_, weighting)| weighting);
        let code = weighting.and_then(Weighting::with).unwrap_or_default();
        let offset = offsets.get(own.code.as_str()).copied().unwrap_or(0);
        let Some((top, above)) = top.and_then(|top| Some((top, nodes.get(top.0)?))) else {
            let message = format!("the weights of `{}` name `{code}`, which is no node above it", own.code);
            reader.report_with_hint(offset, message, "name an ancestor, or leave `with` out for the node itself");
            continue;
        };
        // From the node up to the ancestor.
        for on in ancestors(nodes, *node).take_while(|a| Some(*a) != above.parent) {
            let Some((on_way, (rule, by))) = nodes.get(on.0).and_then(|n| Some((n, methods(n)?))) else { continue };
            if !matches!(rule, Aggregation::Arithmetic {}) {
                let message =
                    format!("`{}` is weighed by `{code}`, and `{}` is no arithmetic mean", own.code, on_way.code);
                reader.report_with_hint(offset, message, "write aggregate = \"arithmetic\" there, or weigh otherwise");
            }
            if on != *node && by.with() == Some(code) {
                let message = format!("`{}` and `{}` above it are both weighed by `{code}`", own.code, on_way.code);
                reader.report_with_hint(offset, message, "weigh one of the two by it");
            } else if on != *node && by.is_fitted() {
                let message = format!(
                    "`{}` is weighed by `{code}`, and the weights of `{}` are fitted to the units",
                    own.code, on_way.code
                );
                reader.report_with_hint(offset, message, "state the weights there");
            }
        }
        for part in parts(nodes, top).iter().filter(|p| p.open) {
            let other = nodes.get(part.node.0).filter(|n| part.node < *node && methods(n).map(|(_, w)| w) != weighting);
            if let Some(other) = other {
                let message = format!("`{}` and `{}` are weighed by `{code}` in different ways", other.code, own.code);
                reader.report_with_hint(offset, message, "weigh both by the same method and parameters");
            }
        }
        crossed(reader, nodes, (*node, top), &all, offset);
    }
}

/// Another node below the ancestor that is weighed by one further up than the part in which it stands: neither could be
/// first.
fn crossed(
    reader: &mut Reader<'_>,
    nodes: &[Node],
    (node, top): (NodeId, NodeId),
    all: &[(NodeId, Option<NodeId>)],
    offset: usize,
) {
    let stands_below = |id: NodeId, above: NodeId| ancestors(nodes, id).any(|a| a == above);
    for (other, by) in all.iter().filter_map(|(other, by)| Some((*other, (*by)?))) {
        // A node on the way to the ancestor is told already, and so is one that is weighed by the same.
        let strange = other != node && by != top && stands_below(other, top) && !stands_below(node, other);
        let part = parts(nodes, top).into_iter().find(|p| stands_below(other, p.node));
        let inside = part.is_some_and(|p| stands_below(by, p.node));
        if let (true, false, Some(own), Some(other)) = (strange, inside, nodes.get(node.0), nodes.get(other.0)) {
            let message = format!(
                "`{}` and `{}` wait for each other: each is weighed by the other's scores",
                own.code, other.code
            );
            reader.report_with_hint(offset, message, "weigh one of the two by itself");
        }
    }
}

fn methods(node: &Node) -> Option<(&Aggregation, &Weighting)> {
    match &node.kind {
        NodeKind::Composite { aggregation, weighting, .. } => Some((aggregation, weighting)),
        _ => None,
    }
}
