//! datapackage.json: the vintage of each table that grew, and an entry for each table that is new.

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Rows;

/// The text with these vintages and resources, and how many of both are new; nothing where there is nothing to be
/// changed.
pub(super) fn with(
    file: &str,
    text: &str,
    vintages: &[&(String, String)],
    new: &[(&Rows, String)],
) -> Result<Option<(String, usize)>, Diagnostics> {
    let malformed = |why: String| {
        let mut problems = Diagnostics::default();
        problems.push(Place::whole(file), Problem::Malformed { what: "JSON file", why });
        problems
    };
    let mut descriptor: Value = serde_json::from_str(text).map_err(|e| malformed(e.to_string()))?;
    let Some(root) = descriptor.as_object_mut() else {
        return Err(malformed("it is no object".to_owned()));
    };
    let mut changed = 0;
    if !vintages.is_empty() {
        ensure(root, "vintages");
    }
    if let Some(held) = root.get_mut("vintages").and_then(Value::as_object_mut) {
        for (table, vintage) in vintages {
            let old = held.get(table).and_then(Value::as_str).unwrap_or_default();
            if old.split("; ").any(|part| part == vintage) {
                continue;
            }
            let both = if old.is_empty() { vintage.clone() } else { format!("{old}; {vintage}") };
            held.insert(table.clone(), Value::String(both));
            changed += 1;
        }
    }
    if let Some(resources) = root.get_mut("resources").and_then(Value::as_array_mut) {
        for (rows, path) in new {
            resources.push(resource(rows, path));
            changed += 1;
        }
    }
    if changed == 0 {
        return Ok(None);
    }
    let indent = indent(text);
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(indent.as_bytes()));
    descriptor.serialize(&mut serializer).map_err(|e| malformed(e.to_string()))?;
    let mut text = String::from_utf8(bytes).map_err(|e| malformed(e.to_string()))?;
    text.push('\n');
    Ok(Some((text, changed)))
}

/// Makes sure of an object under a key, before the resources where there is none.
fn ensure(root: &mut Map<String, Value>, key: &str) {
    if root.get(key).is_some_and(Value::is_object) {
        return;
    }
    root.remove(key);
    let mut with = Map::new();
    for (name, value) in std::mem::take(root) {
        if name == "resources" {
            with.insert(key.to_owned(), Value::Object(Map::new()));
        }
        with.insert(name, value);
    }
    *root = with;
}

/// A table's entry: where it lies and how its columns are to be read.
fn resource(rows: &Rows, path: &str) -> Value {
    let kind = |column: &str| match column {
        "year" | "economies" | "members" | "documents" | "documents_mentioning" | "mentions" | "words" => "integer",
        c if c.ends_with("_usd") || c.ends_with("_million") => "number",
        _ => "string",
    };
    let fields: Vec<Value> = rows.columns.iter().map(|c| json!({ "name": c, "type": kind(c) })).collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    let keys = rows.table.key();
    if let (Some(schema), false) = (schema.as_object_mut(), keys.is_empty()) {
        schema.insert("primaryKey".into(), json!(keys));
    }
    json!({
        "name": rows.table.name(),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "profile": "tabular-data-resource",
        "schema": schema,
    })
}

/// The blanks before the first key.
fn indent(text: &str) -> String {
    let second = text.lines().find(|line| line.starts_with([' ', '\t']));
    second.map_or_else(|| " ".to_owned(), |line| line.chars().take_while(|c| [' ', '\t'].contains(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    #[test]
    fn vintages_and_tables_are_added_once() {
        let text = "{\n \"name\": \"a\",\n \"resources\": []\n}\n";
        let vintage = ("arms".to_owned(), "SIPRI, 2024".to_owned());
        let rows = Rows::new(Table::Arms, &["supplier", "recipient", "year", "tiv_million", "source"]);
        let (made, added) =
            with("d", text, &[&vintage], &[(&rows, "arms.csv".into())]).expect("JSON").expect("a change");
        assert_eq!(added, 2);
        assert!(
            made.starts_with("{\n \"name\": \"a\",\n \"vintages\": {\n  \"arms\": \"SIPRI, 2024\"\n },\n"),
            "{made}"
        );
        assert!(made.contains("\"primaryKey\": [\n     \"supplier\","), "{made}");
        assert_eq!(with("d", &made, &[&vintage], &[]), Ok(None));
        let other = ("arms".to_owned(), "SIPRI, 2025".to_owned());
        let (both, _) = with("d", &made, &[&other], &[]).expect("JSON").expect("a change");
        assert!(both.contains("\"arms\": \"SIPRI, 2024; SIPRI, 2025\""), "{both}");
    }
}
