//! Which data go into a bundle: each resource with its licence, and what may not be passed on with the way to it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Error, Files, sum};
use crate::model::Package;

/// The descriptor of a package.
pub const DESCRIPTOR: &str = "datapackage.json";

/// A file of the package, as its descriptor has it.
#[derive(Clone, Debug)]
pub struct Resource {
    pub name: String,
    pub path: String,
    pub title: String,
    pub description: String,
    /// Name, title and address of the licence.
    pub licence: Licence,
    /// The descriptor's own entry.
    pub entry: Value,
    /// The keys of its sources.
    pub sources: Vec<String>,
    pub sha256: String,
    pub bytes: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Licence {
    pub name: String,
    pub title: String,
    pub path: Option<String>,
}

/// Names of licences that let data be passed on, as far as their beginning says so; every other is taken to forbid it.
/// Those of the Open Definition that begin with `other-` are open, in the public domain, or ask for attribution.
const OPEN: [&str; 14] = [
    "cc0",
    "cc-by-4",
    "cc-by-3",
    "cc-by-sa",
    "odc-",
    "odbl",
    "pddl",
    "etalab",
    "lov2",
    "ogl",
    "mit",
    "other-open",
    "other-pd",
    "other-at",
];

impl Licence {
    fn read(entry: &Value) -> Option<Licence> {
        let licence = entry.get("licenses")?.as_array()?.first()?;
        let text = |name: &str| licence.get(name).and_then(Value::as_str).map(str::to_owned);
        let name = text("name").or_else(|| text("path"))?;
        Some(Licence { title: text("title").unwrap_or_else(|| name.clone()), path: text("path"), name })
    }

    /// Whether the data may stand in a bundle.
    pub fn is_open(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        OPEN.iter().any(|open| name.starts_with(open))
    }
}

/// The resources of a package that the program reads, in the order of the descriptor.
pub(super) fn resources(texts: &BTreeMap<String, String>) -> Result<Vec<Resource>, Error> {
    let text = texts.get(DESCRIPTOR).ok_or_else(|| Error::Descriptor("it is missing".to_owned()))?;
    let value: Value = serde_json::from_str(text).map_err(|e| Error::Descriptor(e.to_string()))?;
    let whole = Licence::read(&value);
    let mut unlicensed = Vec::new();
    let mut found = Vec::new();
    for entry in value.get("resources").and_then(Value::as_array).into_iter().flatten() {
        let word = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (name, path) = (word("name"), word("path"));
        // What the program does not read is no part of the data of a result.
        let Some(content) = texts.get(&path) else { continue };
        let Some(licence) = Licence::read(entry).or_else(|| whole.clone()) else {
            unlicensed.push(name);
            continue;
        };
        let keys = entry.get("sources").and_then(Value::as_array).into_iter().flatten();
        let keys = keys.filter_map(|source| Some(source.get("key")?.as_str()?.to_owned())).collect();
        found.push(Resource {
            title: if word("title").is_empty() { name.clone() } else { word("title") },
            description: word("description"),
            sha256: sum(content),
            bytes: content.len(),
            entry: entry.clone(),
            sources: keys,
            licence,
            name,
            path,
        });
    }
    if unlicensed.is_empty() { Ok(found) } else { Err(Error::Unlicensed(unlicensed)) }
}

/// How to get what is not in the bundle: from where, with which command, and how to know that it is the same.
pub(super) fn recipe(withheld: &[&Resource], package: &Package, built_in: bool) -> String {
    let mut out = String::from("# Data that are not in this bundle\n\nTheir licence does not let them be passed on.\n");
    if built_in {
        out += &format!(
            "\nThe program spscore {} has them within it, and `spscore verify` takes them from there. To get them from \
             their providers:\n",
            env!("CARGO_PKG_VERSION")
        );
    }
    for resource in withheld {
        out += &format!("\n## data/{}\n\n{}. {}\n\n", resource.path, resource.title, resource.description);
        out += &format!("- Licence: {}", resource.licence.title);
        out += &resource.licence.path.as_ref().map_or_else(|| "\n".to_owned(), |path| format!(" ({path})\n"));
        for source in resource.sources.iter().filter_map(|key| package.sources.get(key)) {
            out += &format!("- Download from: {}\n", source.reference);
            if !source.note.is_empty() {
                out += &format!("  {}\n", source.note);
            }
        }
        out += "- Put it in place: `spscore import DOWNLOAD --into data` (`spscore import --list` has the layouts that are \
                recognised)\n";
        out += &format!("- Expected: {} bytes, SHA-256 {}\n", resource.bytes, resource.sha256);
    }
    out + "\nThe SHA-256 is that of the file with LF line ends. A later release of a provider gives other figures and so \
           another hash; `spscore verify FILE.zip --data DIR` then names the file.\n"
}

/// The descriptor of the whole bundle: every table that is in it, with its hash.
pub(super) fn of_bundle(
    title: &str,
    resources: &[Resource],
    files: &Files,
    (name, version, day): (&str, &str, &str),
) -> Result<String, Error> {
    let mut list = Vec::new();
    for resource in resources {
        let path = format!("data/{}", resource.path);
        if !files.contains_key(&path) {
            continue;
        }
        let mut entry = resource.entry.clone();
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("path".into(), path.into());
            entry.insert("bytes".into(), resource.bytes.into());
            entry.insert("hash".into(), format!("sha256:{}", resource.sha256).into());
            if !entry.contains_key("licenses") {
                entry.insert(
                    "licenses".into(),
                    json!([{"name": resource.licence.name, "title": resource.licence.title}]),
                );
            }
        }
        list.push(entry);
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("results/") || path.starts_with("figures/")) {
        let format = path.rsplit('.').next().unwrap_or_default();
        let name: String =
            path.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        list.push(json!({
            "name": name, "path": path, "format": format, "bytes": bytes.len(),
            "hash": format!("sha256:{}", sum(bytes)),
        }));
    }
    let withheld: Vec<Value> = resources
        .iter()
        .filter(|r| !files.contains_key(&format!("data/{}", r.path)))
        .map(|r| json!({"name": r.name, "hash": format!("sha256:{}", r.sha256), "bytes": r.bytes, "recipe": "data/RECIPES.md"}))
        .collect();
    let document = json!({
        "profile": "data-package",
        "name": name,
        "version": version,
        "title": title,
        "created": format!("{day}T00:00:00Z"),
        "resources": list,
        "withheld": withheld,
    });
    serde_json::to_string_pretty(&document).map(|text| text + "\n").map_err(|e| Error::Unwritten(e.to_string()))
}
