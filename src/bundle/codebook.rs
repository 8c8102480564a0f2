//! The codebook: every table of the data with its columns, as the package's descriptor describes them.

use serde_json::Value;

use super::gathered::Gathered;

pub(super) fn page(gathered: &Gathered<'_>) -> String {
    let package = gathered.inputs.package;
    let mut out = format!(
        "# Codebook\n\nThe tables of the data package {} {}, as `data/datapackage.json` describes them. An empty cell is \
         a value that is not known, never 0.\n",
        package.name, package.version
    );
    for resource in &gathered.resources {
        let withheld = if resource.licence.is_open() { "" } else { " (not in this bundle: see RECIPES.md)" };
        out += &format!("\n## data/{}{withheld}\n\n{}. {}\n\n", resource.path, resource.title, resource.description);
        out += &format!("Licence: {}.\n", resource.licence.title);
        let fields = resource.entry.pointer("/schema/fields").and_then(Value::as_array);
        let Some(fields) = fields.filter(|fields| !fields.is_empty()) else { continue };
        out += "\n| column | type | meaning | values |\n| --- | --- | --- | --- |\n";
        for field in fields {
            let word = |name: &str| field.get(name).and_then(Value::as_str).map(cell).unwrap_or_default();
            out += &format!(
                "| {} | {} | {} | {} |\n",
                word("name"),
                word("type"),
                word("description"),
                cell(&constraints(field.get("constraints")))
            );
        }
    }
    out
}

/// "required; one of: state, bloc".
fn constraints(constraints: Option<&Value>) -> String {
    let Some(constraints) = constraints.and_then(Value::as_object) else { return String::new() };
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let one = |(name, value): (&String, &Value)| match value {
        Value::Bool(true) => name.clone(),
        Value::Bool(false) => format!("not {name}"),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(shown).collect();
            let name = if name == "enum" { "one of" } else { name };
            format!("{name}: {}", values.join(", "))
        }
        value => format!("{name}: {}", shown(value)),
    };
    constraints.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Text within a column of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|").replace('<', "&lt;")
}
