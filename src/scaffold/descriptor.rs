//! datapackage.json of a new package.

use serde_json::{Value, json};

use super::parties::All;
use super::{Request, TABLES};

pub(super) fn text(request: &Request, all: &All) -> String {
    let (_, pair) = all.pair();
    let mut resources: Vec<Value> = TABLES
        .iter()
        .map(|table| {
            let name = table.name();
            json!({ "name": name, "path": format!("{name}.csv"), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8" })
        })
        .collect();
    resources.push(json!({ "name": "sources", "path": "sources.bib", "format": "bib" }));
    let descriptor = json!({
        "profile": "data-package",
        "name": request.name,
        "version": "0.1.0",
        "title": format!("{} and {}: form and content of their partnership", pair[0], pair[1]),
        "framework": "framework.toml",
        "resources": resources,
    });
    serde_json::to_string_pretty(&descriptor).unwrap_or_default() + "\n"
}
