//! Checks whether each method suits its place in the tree: what it names exists, and what it needs is present.

use std::collections::HashMap;

use crate::load::ancestor_weights;
use crate::load::framework_file::RawUnits;
use crate::load::parts::Preparation;
use crate::load::reader::Reader;
use crate::model::framework::{Indicator, Node, NodeId, NodeKind};
use crate::model::method::{Aggregation, Constant, Imputation, Normalisation, Quantifier, Treatment, Weighting};

/// Tells every method that cannot stand where it does; `offsets` says where each code is written.
pub(super) fn check(
    reader: &mut Reader<'_>,
    nodes: &[Node],
    offsets: &HashMap<&str, usize>,
    units: RawUnits,
    above: &Preparation,
) -> bool {
    let before = reader.found.len();
    // Partnerships are scored from here to 100.
    let scale_floor = match above.normalise {
        Some(Normalisation::Goalposts { low, .. }) => Some(low),
        _ => None,
    };
    for node in nodes {
        let offset = offsets.get(node.code.as_str()).copied().unwrap_or(0);
        if node.nonzero > 0.0 && units == RawUnits::Partnerships {
            let message = format!("`nonzero` means nothing for `{}`", node.code);
            reader.report_with_hint(offset, message, "take it out; it is for units = \"rows\"");
        }
        match &node.kind {
            NodeKind::Indicator(i) => indicator(reader, nodes, node, i, offset, (units, scale_floor)),
            NodeKind::Composite { aggregation, weighting, children } => {
                weights(reader, nodes, node, weighting, children, offset);
                average(reader, node, aggregation, children, offset);
                if units == RawUnits::Rows {
                    contrast(reader, nodes, node, aggregation, children, offsets);
                }
                let fitted = aggregation.looks_at_all_units() || weighting.is_fitted();
                if fitted && units == RawUnits::Partnerships {
                    let message =
                        format!("the score of `{}` would depend on which partnerships are looked at", node.code);
                    let hint =
                        "take a method that scores each partnership by itself; fitted ones are for units = \"rows\"";
                    reader.report_with_hint(offset, message, hint);
                }
            }
            NodeKind::Pair { .. } => {}
        }
    }
    ancestor_weights::check(reader, nodes, offsets);
    reader.found.len() == before
}

fn indicator(
    reader: &mut Reader<'_>,
    nodes: &[Node],
    node: &Node,
    i: &Indicator,
    offset: usize,
    (units, scale_floor): (RawUnits, Option<f64>),
) {
    let code = &node.code;
    if i.undesirable && units == RawUnits::Partnerships {
        let message = format!("the rise of `{code}` would be taken for good");
        reader.report_with_hint(
            offset,
            message,
            "write direction = \"lower_is_better\"; `undesirable` is for units = \"rows\"",
        );
    }
    match &i.normalise {
        Normalisation::Goalposts { .. } if i.goalposts.is_none() => {
            let hint = "add goalposts = { lower = .., upper = .., kind = \"declared\", reason = \"..\" }";
            reader.report_with_hint(offset, format!("`{code}` is normalised by goalposts and has none"), hint);
        }
        Normalisation::DistanceToTarget { .. } if i.target.is_none() => {
            let message = format!("`{code}` is normalised by its distance to a target and has none");
            reader.report_with_hint(offset, message, "add `target`");
        }
        _ => {}
    }
    if let Imputation::Regression { on } = &i.impute {
        let exists = |c: &str| nodes.iter().any(|n| n.code == c && matches!(n.kind, NodeKind::Indicator(_)));
        for other in on.iter().filter(|c| *c == code || !exists(c)) {
            let message = format!("`{code}` cannot be imputed by a regression on `{other}`");
            reader.report_with_hint(offset, message, "name other indicators of this framework");
        }
    }
    for other in i.normalise.with() {
        let found = nodes.iter().find_map(|n| match &n.kind {
            NodeKind::Indicator(own) if n.code == *other => Some(own),
            _ => None,
        });
        let (message, hint) = match found {
            None => {
                (format!("`{code}` shares its range with `{other}`, which is no indicator"), "name an indicator's code")
            }
            Some(own) if own.lower_is_better != i.lower_is_better => {
                let message = format!("`{code}` shares its range with `{other}`, and they have opposite directions");
                (message, "give each a range of its own")
            }
            Some(_) => continue,
        };
        reader.report_with_hint(offset, message, hint);
    }
    // A curve that only follows where winsorisation does not help is refused where it is reached.
    if matches!(i.treat, Treatment::Transform { .. }) && i.normalise.is_stated() {
        let message = format!("the scale of `{code}` is stated in its own unit, and its treatment changes that");
        reader.report_with_hint(
            offset,
            message,
            "treat it without a curve, or take a scale that is fitted to the units",
        );
    }
    if i.goalposts.is_some() && i.normalise.is_fitted() {
        let message = format!("`{code}` has goalposts, and its normalisation takes none");
        reader.report_with_hint(offset, message, "take the goalposts out, or write normalise = \"goalposts\"");
    }
    let idle = [("constant", i.constant != Constant::default()), ("target", i.target.is_some())];
    for (key, _) in idle.iter().filter(|(_, said)| *said && units == RawUnits::Partnerships) {
        let message = format!("`{key}` of `{code}` means nothing for partnerships");
        reader.report_with_hint(offset, message, "take it out");
    }
    if let (Normalisation::Goalposts { low, high, truncate }, RawUnits::Partnerships) = (&i.normalise, units)
        && (*high != 100.0 || !truncate || Some(*low) != scale_floor)
    {
        let message = format!("the scores of `{code}` would leave the scale of partnerships");
        reader.report_with_hint(
            offset,
            message,
            "take `normalise` out: scores run from the floor of [scale] to 100, cut at the ends",
        );
    }
    let moved = i.impute != Imputation::default() || i.treat != Treatment::default() || i.normalise.is_fitted();
    if units == RawUnits::Partnerships && moved {
        let message = format!("the score of `{code}` would depend on which partnerships are looked at");
        let hint = "normalise by goalposts, without imputation or treatment; other methods are for units = \"rows\"";
        reader.report_with_hint(offset, message, hint);
    }
}

/// An average of the best or the worst children is one of as many as there are.
fn average(reader: &mut Reader<'_>, node: &Node, by: &Aggregation, children: &[NodeId], offset: usize) {
    use Quantifier::{Best, Worst};
    if let Aggregation::OrderedWeightedAverage { quantifier: Best { of } | Worst { of }, .. } = by
        && *of > children.len()
    {
        let message = format!("`{}` is the average of {of} children, and has {}", node.code, children.len());
        reader.report_with_hint(offset, message, format!("write of = {}", children.len().div_ceil(2)));
    }
}

/// Undesirable children stand below a rule that sets them against desirable ones, and such a rule has both.
fn contrast(
    reader: &mut Reader<'_>,
    nodes: &[Node],
    node: &Node,
    by: &Aggregation,
    children: &[NodeId],
    offsets: &HashMap<&str, usize>,
) {
    let offset = |code: &str| offsets.get(code).copied().unwrap_or(0);
    let bad: Vec<&Node> = children.iter().filter_map(|c| nodes.get(c.0)).filter(|n| n.is_undesirable()).collect();
    if by.takes_undesirable() {
        if bad.is_empty() || bad.len() == children.len() {
            let message =
                format!("{} of the {} children of `{}` are undesirable", bad.len(), children.len(), node.code);
            let hint = "write direction = \"undesirable\" at the indicators that are, and at no others";
            reader.report_with_hint(offset(&node.code), message, hint);
        }
        return;
    }
    for child in bad {
        let message =
            format!("`{}` is undesirable, and the rule of `{}` would take its rise for good", child.code, node.code);
        let hint = "write direction = \"lower_is_better\", or give the node benefit_of_the_doubt with bounds = { kind = \"undesirable\" }";
        reader.report_with_hint(offset(&child.code), message, hint);
    }
}

/// The codes a weighting names are those of the children, each once.
fn weights(reader: &mut Reader<'_>, nodes: &[Node], node: &Node, by: &Weighting, children: &[NodeId], offset: usize) {
    let codes: Vec<&str> = children.iter().filter_map(|c| nodes.get(c.0)).map(|n| n.code.as_str()).collect();
    let named: Vec<Vec<&str>> = match by {
        Weighting::Ahp { order, .. } => vec![order.iter().map(String::as_str).collect()],
        Weighting::Budget { points } => points.iter().map(|p| p.keys().map(String::as_str).collect()).collect(),
        _ => return,
    };
    let sorted = |mut list: Vec<&str>| {
        list.sort_unstable();
        list.join(", ")
    };
    let wanted = sorted(codes);
    for list in named.into_iter().map(sorted).filter(|list| *list != wanted) {
        let message = format!("the weights of `{}` name `{list}`", node.code);
        reader.report_with_hint(offset, message, format!("name each child once: {wanted}"));
    }
}
