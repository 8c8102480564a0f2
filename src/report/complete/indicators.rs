//! Every node of a score card on a page of its own: arithmetic, formula, rows, and the works that they rest on.

use super::{Record, Subject, heading, id_of};
use crate::document::{Block, Document};
use crate::model::framework::{NodeId, NodeKind};
use crate::report::explain;

pub(super) fn pages(d: &mut Document, s: &Subject<'_>, level: u8, most: usize, record: Record<'_>) {
    for i in 0..s.framework.nodes.len() {
        let id = NodeId(i);
        let node = s.framework.node(id);
        // The two directions of a pair stand on the page of the pair.
        if node.parent.is_some_and(|p| matches!(s.framework.node(p).kind, NodeKind::Pair { .. })) {
            continue;
        }
        let page = explain::node(s, id, Some(most), record);
        d.blocks.push(heading(level, id_of(s, id), page.title.clone()));
        let mut directions = match &node.kind {
            NodeKind::Pair { directions } => directions.as_slice(),
            _ => &[],
        }
        .iter();
        d.blocks.extend(page.blocks.into_iter().map(|block| match block {
            // The headings of level 2 are those of directions first, then of what stands below them.
            Block::Heading(h) => {
                let code = |id: &NodeId| s.framework.node(*id).code.clone();
                let of = directions.clone().next().filter(|id| h.text.starts_with(&format!("{} ·", code(id))));
                let own = of.map_or_else(String::new, |id| id_of(s, *id));
                if of.is_some() {
                    directions.next();
                }
                heading(level + 1, own, h.text)
            }
            // One list at the end of the report has all references.
            Block::References { label, entries } => {
                Block::Cited { label, keys: entries.into_iter().map(|e| e.key).collect() }
            }
            other => other,
        }));
    }
}
