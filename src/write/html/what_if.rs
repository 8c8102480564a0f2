//! The panel in which a reader moves weights and rules: its numbers as data, which the page's script reads, and the
//! table as published for whoever runs no script.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::table::table;
use crate::document::number::Marks;
use crate::document::wording::{NO_SCRIPT, OF_WRITERS};
use crate::document::{Document, Rule, WhatIf};
use crate::write::markup::escaped;

pub(super) fn panel(document: &Document, tree: &WhatIf) -> String {
    // Within a script element nothing may look like a tag.
    let data = data(document, tree).to_string().replace('<', "\\u003c");
    format!(
        "<div class=\"what-if\" id=\"what-if-panel\"></div>\n<script type=\"application/json\" id=\"what-if-data\">{data}</script>\n\
         <noscript><p>{}</p></noscript>\n{}",
        escaped(document.say(NO_SCRIPT)),
        table(document, &tree.table)
    )
}

fn data(document: &Document, tree: &WhatIf) -> Value {
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
    // By their English form, which the script says where there is no other.
    let words: BTreeMap<&str, &str> =
        OF_WRITERS.into_iter().map(|w| (w, document.say(w))).filter(|(a, b)| a != b).collect();
    let decimal = if document.marks == Marks::Comma { "," } else { "." };
    json!({
        "words": words, "decimal": decimal, "nodes": nodes, "units": units, "form": tree.form, "content": tree.content, "bands": tree.bands,
        "labels": tree.labels, "threshold": tree.threshold,
    })
}
