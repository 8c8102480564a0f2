//! The method sheet of a framework: for every node what will be done to it, in words and formulas.

use super::method;
use super::method::Words;
use crate::document::Document;
use crate::document::number;
use crate::model::Index;
use crate::model::framework::{Indicator, Measure, Node, NodeId, NodeKind};
use crate::model::method::{Constant, Scope, Weighting};

/// The whole tree, parents before children.
pub fn sheet(index: &Index) -> Document {
    let mut page = Document::new(format!("{} {}", index.code, index.version), index.title.as_str());
    let leaves = index.indicators().count();
    let inner = index.nodes.len() - leaves;
    page.fact("Tree", format!("{inner} nodes, {leaves} indicators"));
    let order = "denominate, impute, screen, treat, normalise; then weigh and aggregate from the leaves to the root";
    page.fact("Order", order);
    if let Some(by) = &index.screen {
        said(&mut page, "Screening", &method::screening(by));
    }
    match &index.scope {
        Scope::Group(column) => {
            page.fact("Groups", format!("methods that look at other units look at those with the same {column}"));
        }
        Scope::Year => page.fact("Years", "methods that look at other units look at those of the same year"),
        Scope::Panel if index.layout.year.is_some() => {
            page.fact("Years", "methods that look at other units look at all units of all years");
        }
        Scope::Panel => {}
    }
    page.fact("Symbols", "x value, z score, w weight, n number of units");
    for (i, node) in index.nodes.iter().enumerate() {
        element(&mut page, index, NodeId(i), node);
    }
    page.pause();
    let mut sources: Vec<&'static str> = methods(index).into_iter().map(|w| w.source).collect();
    sources.sort_unstable();
    sources.dedup();
    page.fact("Sources", format!("{}; docs/methods.md has the references", sources.join("; ")));
    page
}

fn said(page: &mut Document, label: &str, words: &Words) {
    page.fact(label, format!("{}: {}", words.name, words.formula));
}

fn element(page: &mut Document, index: &Index, id: NodeId, node: &Node) {
    page.heading(format!("{}  {}", crate::model::tree::path(&index.nodes, id), node.title));
    if let Some(parent) = node.parent {
        let above = index.node(parent);
        let weight = match &above.kind {
            NodeKind::Composite { weighting, .. } if *weighting != (Weighting::Given {}) => {
                format!("by {}, of {}", method::weighting(weighting).name, above.code)
            }
            _ => format!("{} of {}", number::weight(node.weight.get()), above.code),
        };
        page.fact("weight", &weight);
    }
    match &node.kind {
        NodeKind::Indicator(i) => indicator(page, i),
        NodeKind::Pair { .. } => page.fact("score", "geometric mean of the two directions: sqrt(z_ab z_ba)"),
        NodeKind::Composite { aggregation, weighting, .. } => {
            said(page, "score", &method::aggregation(*aggregation));
            if *weighting != (Weighting::Given {}) {
                said(page, "weights", &method::weighting(weighting));
            }
            let missing = match (node.needs_all, node.floor > 0.0) {
                (true, _) => format!("no score unless every child has one; coverage at least {}", node.floor),
                (false, true) => {
                    format!("known children share the weight; no score under a coverage of {}", node.floor)
                }
                (false, false) => "known children share the weight of the missing".to_owned(),
            };
            page.fact("missing", &missing);
            if node.nonzero > 0.0 {
                let share = format!("no score with less than {} of the known indicators other than 0", node.nonzero);
                page.fact("", &share);
            }
        }
    }
}

fn indicator(page: &mut Document, i: &Indicator) {
    let unit = if i.unit.is_empty() { String::new() } else { format!(", {}", i.unit) };
    let turned = match (i.undesirable, i.lower_is_better) {
        (true, _) => "undesirable: higher is worse",
        (false, true) => "lower is better",
        (false, false) => "higher is better",
    };
    let value = match &i.measure {
        Measure::Column => format!("column {} of the table", i.code),
        measure => format!("{}: {}", measure.name(), i.formula),
    };
    page.fact("value", format!("{value}{unit}; {turned}"));
    if let Some(grade) = i.grade {
        page.fact("grade", format!("{}, {}: {}", grade.letter(), grade.words(), i.grade_reason));
    }
    if let Some(by) = &i.denominate {
        said(page, "denominate", &method::denomination(by));
    }
    if i.impute != crate::model::method::Imputation::default() {
        said(page, "impute", &method::imputation(&i.impute));
    }
    if i.treat != crate::model::method::Treatment::default() {
        said(page, "treat", &method::treatment(&i.treat));
    }
    said(page, "normalise", &method::normalisation(&i.normalise, i.goalposts.as_ref(), i.target));
    if let Some(g) = i.goalposts.as_ref().filter(|g| !g.reason.is_empty()) {
        page.fact("", format!("goalposts {}: {}", g.kind.words(), g.reason));
    }
    if i.normalise.is_fitted() {
        let constant = match i.constant {
            Constant::Refuse => "refused where it is the same for every unit",
            Constant::MidScale => "the middle of the scale where it is the same for every unit",
        };
        page.fact("", constant);
    }
}

/// Every method of the tree in words.
fn methods(index: &Index) -> Vec<Words> {
    let mut all: Vec<Words> = index.screen.iter().map(method::screening).collect();
    for node in &index.nodes {
        match &node.kind {
            NodeKind::Indicator(i) => {
                all.extend(i.denominate.as_ref().map(method::denomination));
                all.push(method::imputation(&i.impute));
                all.push(method::treatment(&i.treat));
                all.push(method::normalisation(&i.normalise, i.goalposts.as_ref(), i.target));
            }
            NodeKind::Composite { aggregation, weighting, .. } => {
                all.push(method::aggregation(*aggregation));
                all.push(method::weighting(weighting));
            }
            NodeKind::Pair { .. } => {}
        }
    }
    all
}
