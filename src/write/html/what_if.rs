//! The panel in which a reader moves weights and rules: its numbers as data, which the page's script reads, and the
//! table as published for whoever runs no script.

use serde_json::{Value, json};

use super::table::table;
use crate::document::{Rule, WhatIf};

pub(super) fn panel(tree: &WhatIf) -> String {
    // Within a script element nothing may look like a tag.
    let data = data(tree).to_string().replace('<', "\\u003c");
    format!(
        "<div class=\"what-if\" id=\"what-if-panel\"></div>\n<script type=\"application/json\" id=\"what-if-data\">{data}</script>\n\
         <noscript><p>The panel needs a browser that runs the script in this page; the weights as published:</p></noscript>\n{}",
        table(&tree.table())
    )
}

fn data(tree: &WhatIf) -> Value {
    let nodes: Vec<Value> = tree
        .nodes
        .iter()
        .enumerate()
        .map(|(i, node)| {
            let power = match node.rule {
                Rule::Mean(power) => json!(power),
                Rule::Minimum => json!("minimum"),
                Rule::Leaf | Rule::Fixed => Value::Null,
            };
            json!({
                "code": node.code, "title": node.title, "parent": node.parent, "weight": node.weight, "power": power,
                "heir": node.yields_to, "movable": node.movable, "depth": tree.depth(i),
            })
        })
        .collect();
    let units: Vec<Value> = tree
        .units
        .iter()
        .map(|unit| {
            let of = |f: fn(&crate::document::WhatIfState) -> Value| unit.states.iter().map(f).collect::<Vec<_>>();
            json!({
                "name": unit.name, "asked": unit.asked, "scores": of(|s| json!(s.score)),
                "applies": of(|s| json!(s.applies)), "searched": of(|s| json!(s.asked)),
            })
        })
        .collect();
    json!({
        "nodes": nodes, "units": units, "form": tree.form, "content": tree.content, "bands": tree.bands,
        "labels": tree.labels, "threshold": tree.threshold,
    })
}
