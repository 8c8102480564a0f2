//! The method on a page, made from the framework as it was loaded: what is measured, how it is scored, how it is read.

use crate::document::{Cell, Column, Document, Notation, Table};
use crate::model::framework::{Framework, Indicator, NodeId, NodeKind};
use crate::report::{method, number};

pub(super) fn page(d: &mut Document, f: &Framework) {
    let description = f.description.split_whitespace().collect::<Vec<_>>().join(" ");
    d.paragraph(format!("{} ({} {}). {description}", f.title, f.code, f.version));
    let floor = number::plain(f.score_floor);
    let lead = format!(
        "Each indicator is put on a scale from {floor} to 100 between two goalposts, as {floor} + (100 − {floor}) (x − low) / (high − low), \
         and cut off at both ends; directed indicators have a score for each direction, of which the geometric mean is taken."
    );
    d.fact("Scores", lead);
    for (label, id) in [("FORM", f.form), ("CONTENT", f.content)] {
        d.fact(label, combined(f, id));
    }
    for id in f.parameters() {
        d.fact("", format!("{}: {}", f.node(*id).title, combined(f, *id)));
    }
    let v = &f.verdicts;
    let [first, second, third, fourth] = &v.labels;
    let ends = [v.aligned_from, v.aligned_to, v.nominal_above].map(number::plain);
    d.fact(
        "GAP",
        format!(
            "FORM less CONTENT. Below {}: {first}; up to {}: {second}; up to {}: {third}; above: {fourth}. A parameter counts \
             as met from {} on.",
            ends[0],
            ends[1],
            ends[2],
            number::plain(f.threshold)
        ),
    );
    d.fact(
        "Peers",
        format!(
            "{} as of {}. Rank: percentile rank in FORM less that in CONTENT. Residual: the line of CONTENT on FORM through \
             all peers (Theil–Sen) less CONTENT.",
            f.peers.name, f.peers.as_of
        ),
    );
    d.fact(
        "Missing",
        format!(
            "Nothing is estimated or filled in. An indicator needs {} % of the window's years, a year {} % of a bloc's members; \
             a node below its floor of coverage is withheld, and its bounds are given.",
            number::whole(100.0 * f.year_share),
            number::whole(100.0 * f.member_share)
        ),
    );
    d.table(indicators(f));
}

/// "geometric mean: ... of Shared strategic vision (1/3), ...".
fn combined(f: &Framework, id: NodeId) -> String {
    let node = f.node(id);
    let rule = match &node.kind {
        NodeKind::Composite { aggregation, .. } => {
            let words = method::aggregation(*aggregation);
            format!("{}, {}", words.name, words.formula)
        }
        _ => return String::new(),
    };
    let part = |c: &NodeId| format!("{} ({})", f.node(*c).title, number::weight(f.node(*c).weight.get()));
    let parts: Vec<String> = node.children().iter().map(part).collect();
    format!("{rule}; of {}", parts.join(", "))
}

/// Every indicator once; the two directions of a pair are measured alike.
fn indicators(f: &Framework) -> Table {
    let mut t = Table::new("", ["indicator", "what it is", "unit"], 3);
    t.numbers(["weight", "from", "to"]);
    t.columns.push(Column::words("evidence"));
    for (i, node) in f.nodes.iter().enumerate() {
        let (measured, title): (&Indicator, &str) = match &node.kind {
            NodeKind::Indicator(own) if !in_pair(f, NodeId(i)) => (own, &node.title),
            NodeKind::Pair { directions: [ab, _] } => match &f.node(*ab).kind {
                NodeKind::Indicator(own) => (own, &node.title),
                _ => continue,
            },
            _ => continue,
        };
        let posts = measured.goalposts.as_ref();
        let end = |x: Option<f64>| Cell::maybe(x, Notation::Amount);
        t.push([
            Cell::from(title),
            measured.definition.clone().into(),
            measured.unit.clone().into(),
            Cell::number(node.weight.get(), Notation::Weight),
            end(posts.map(|g| g.lower())),
            end(posts.map(|g| g.upper())),
            measured.grade.map_or_else(Cell::default, |g| g.letter().into()),
        ]);
    }
    t.note = "Weight: among the indicators beside it. From, to: the goalposts. Evidence: A direct, B a proxy or partial, C weak; \
              the framework file has the reasons."
        .into();
    t
}

fn in_pair(f: &Framework, id: NodeId) -> bool {
    f.node(id).parent.is_some_and(|p| matches!(f.node(p).kind, NodeKind::Pair { .. }))
}
