//! What the program writes for other programs can be read by them, and every format says the same.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workdir::Workdir;

fn written(args: &[&str]) -> String {
    Workdir::new().run(args).stdout
}

fn nodes<'a>(node: &'a Value, parent: &'a str, found: &mut BTreeMap<String, (String, &'a Value)>) {
    let code = node["code"].as_str().expect("a code");
    assert!(found.insert(code.to_owned(), (parent.to_owned(), node)).is_none(), "{code} stands twice");
    for child in node["children"].as_array().expect("children") {
        nodes(child, code, found);
    }
}

/// The same but for the last bit, which the JSON reader of the tests rounds as it likes.
fn same(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).map_or(a == b, |(a, b)| (a - b).abs() <= 2.0 * f64::EPSILON * a.abs())
}

fn csv_and_json_agree(slug: &str, framework: &str) {
    let args = ["evaluate", slug, "--framework", framework, "--format"];
    let table = written(&[&args[..], &["csv"]].concat());
    let document: Value = serde_json::from_str(&written(&[&args[..], &["json"]].concat())).expect("JSON");
    let mut known = BTreeMap::new();
    nodes(&document["form"], "", &mut known);
    nodes(&document["content"], "", &mut known);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let all: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a record")).collect();
    // The gap and its two yardsticks follow the nodes.
    let (gaps, records): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r[5].starts_with("gap"));
    assert_eq!(gaps.iter().map(|r| &r[5]).collect::<Vec<_>>(), ["gap", "gap_rank", "gap_residual"], "{slug}");
    for (row, key) in gaps.iter().zip(["absolute", "rank", "residual"]) {
        assert!(same(row[8].parse().ok(), document["gap"][key].as_f64()), "{slug}: {key}");
    }
    assert_eq!(records.len(), known.len(), "{slug}: one row per node");
    for record in &records {
        let cell = |column: &str| {
            let place = header.iter().position(|h| h == column).unwrap_or_else(|| panic!("no column {column}"));
            record.get(place).expect("a cell")
        };
        let code = cell("code");
        let (parent, node) = known.get(code).unwrap_or_else(|| panic!("{code} is not in the JSON"));
        for column in ["score", "lower", "upper", "coverage", "weight", "value"] {
            let number = (!cell(column).is_empty()).then(|| cell(column).parse::<f64>().expect("a number"));
            assert!(
                same(number, node[column].as_f64()),
                "{slug}: {column} of {code} is {number:?} or {}",
                node[column]
            );
        }
        for column in ["title", "unit", "status"] {
            assert_eq!(cell(column), node[column].as_str().unwrap_or_default(), "{slug}: {column} of {code}");
        }
        let years: Vec<String> = node["years"].as_array().expect("years").iter().map(Value::to_string).collect();
        assert_eq!((cell("years"), cell("parent")), (years.join(" ").as_str(), parent.as_str()), "{slug}: {code}");
        assert_eq!(Some(cell("partnership")), document["partnership"]["slug"].as_str());
        assert_eq!(Some(cell("framework_version")), document["framework"]["version"].as_str());
    }
}

#[test]
fn csv_and_json_agree_on_every_node() {
    csv_and_json_agree("russia-asean", "korolev-extended");
    csv_and_json_agree("vietnam-russia", "korolev");
}

#[test]
fn the_gap_in_json_is_form_less_content() {
    let document: Value =
        serde_json::from_str(&written(&["evaluate", "russia-asean", "--format", "json"])).expect("JSON");
    let number = |v: &Value| v.as_f64().expect("a number");
    for (gap, form, content) in
        [("absolute", "score", "score"), ("lower", "lower", "upper"), ("upper", "upper", "lower")]
    {
        let less = number(&document["form"][form]) - number(&document["content"][content]);
        assert!((number(&document["gap"][gap]) - less).abs() < 1e-12, "gap.{gap} is not {less}");
    }
    assert!(document["warnings"].as_array().is_some_and(|w| !w.is_empty()));
}

/// The cells of a row; no cell of ours holds a `|`.
fn cells(line: &str) -> Option<usize> {
    (line.starts_with('|') && line.ends_with('|')).then(|| line.matches('|').count() - 1)
}

#[test]
fn markdown_tables_are_rectangular_and_hold_every_title() {
    for slug in ["russia-asean", "vietnam-russia"] {
        let text = written(&["evaluate", slug, "--format", "markdown"]);
        let json: Value = serde_json::from_str(&written(&["evaluate", slug, "--format", "json"])).expect("JSON");
        assert!(text.starts_with("# ") && text.ends_with('\n'), "{text}");
        let mut tables: Vec<Vec<usize>> = Vec::new();
        let mut inside = false;
        for line in text.lines() {
            match cells(line) {
                Some(n) if inside => tables.last_mut().expect("a table").push(n),
                Some(n) => tables.push(vec![n]),
                None => assert!(!line.starts_with('|'), "half a row: {line}"),
            }
            inside = cells(line).is_some();
        }
        assert_eq!(tables.len(), 2, "{text}");
        for table in &tables {
            assert!(table.len() > 2 && table.iter().all(|n| n == &table[0]), "{slug}: {table:?}");
        }
        let mut known = BTreeMap::new();
        nodes(&json["form"], "", &mut known);
        nodes(&json["content"], "", &mut known);
        for (code, (_, node)) in known.iter().filter(|(code, _)| *code != "content") {
            // A direction stands below its pair there, so its own title is enough.
            let title = node["title"].as_str().expect("a title");
            let own = title.split_once(": ").map_or(title, |(_, own)| own);
            assert!(text.contains(own), "{slug}: {code} is not in the Markdown");
        }
        assert_eq!(
            tables[1].len(),
            known.len() + 1,
            "{slug}: a header, a rule, FORM and a row per node below the two roots"
        );
    }
}

/// Every key of a file, at any depth, but those under `ladder`, `platform_titles` and `terms`, which are the scholar's
/// own.
fn keys(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, below) in table {
                found.push(key.clone());
                if !["ladder", "platform_titles", "terms"].contains(&key.as_str()) {
                    keys(below, found);
                }
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn the_schema_is_json_and_knows_every_key_of_the_built_in_frameworks() {
    fn properties(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                let named = object.get("properties").and_then(Value::as_object);
                found.extend(named.into_iter().flat_map(|p| p.keys().cloned()));
                object.values().for_each(|v| properties(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| properties(v, found)),
            _ => {}
        }
    }
    let schema: Value = serde_json::from_str(&written(&["framework", "schema"])).expect("JSON");
    let mut known = Vec::new();
    properties(&schema, &mut known);
    for code in ["korolev", "korolev-extended"] {
        let text = written(&["framework", "print", code]);
        let mut used = Vec::new();
        keys(&toml::Value::Table(text.parse().expect("TOML")), &mut used);
        assert!(used.len() > 100, "only {} keys", used.len());
        for key in used {
            assert!(known.contains(&key), "{code}: the schema has no `{key}`");
        }
    }
}

#[test]
fn the_anchors_computed_again_are_those_of_the_file() {
    for framework in ["korolev", "korolev-extended"] {
        let text = written(&["framework", "anchors", "--framework", framework]);
        let (table, sample) = text.split_once("\nSHA-256 of the sample, ").expect("a fingerprint");
        let rows = table.lines().skip_while(|l| !l.starts_with("indicator ")).skip(1);
        let anchors: Vec<&str> = rows.filter(|l| !l.is_empty()).collect();
        assert!(anchors.len() >= 9, "{text}");
        for line in anchors {
            assert!(line.ends_with("  the same"), "{framework}: {line}");
        }
        assert!(sample.starts_with("the same as in the file:\n"), "{framework}: {sample}");
    }
}
