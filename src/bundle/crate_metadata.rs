//! ro-crate-metadata.json: the bundle as a research object of RO-Crate 1.1.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::gathered::Gathered;
use super::lock::{LOCK, SUMS};
use super::{Error, Files};

/// The metadata descriptor.
pub(super) const NAME: &str = "ro-crate-metadata.json";
const PROGRAM: &str = "#spscore";

pub(super) fn file(gathered: &Gathered<'_>, files: &Files) -> Result<String, Error> {
    // The lock and the checksums come after this file, and are parts of the bundle too.
    let names: Vec<&str> = files.keys().map(String::as_str).chain([LOCK, SUMS]).collect();
    let id = |name: &&str| json!({ "@id": encoded(name) });
    let below = |folder: &'static str| names.iter().filter(move |name| name.starts_with(folder)).map(id);
    let licences: BTreeMap<String, &str> =
        gathered.resources.iter().map(|r| (licence_id(r), r.licence.title.as_str())).collect();
    let mut graph = vec![
        json!({
            "@id": NAME,
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": gathered.title,
            "description": format!(
                "Data, framework, commands, results and figures of {}, scored with the framework {} {} on the data package \
                 {} {}.",
                gathered.slugs.join(", "),
                gathered.inputs.framework.code,
                gathered.inputs.framework.version,
                gathered.inputs.package.name,
                gathered.inputs.package.version
            ),
            "datePublished": gathered.day,
            "license": { "@id": "#terms" },
            "hasPart": names.iter().map(id).collect::<Vec<Value>>(),
            "mentions": { "@id": "#run" },
        }),
        json!({
            "@id": "#terms",
            "@type": "CreativeWork",
            "name": "Mixed: each table has the licence of its provider",
            "description": "The licence of each file of data stands with the file and in README.md; results and figures \
                            rest on all of them.",
        }),
        json!({
            "@id": PROGRAM,
            "@type": "SoftwareApplication",
            "name": "spscore",
            "version": env!("CARGO_PKG_VERSION"),
            "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
        json!({
            "@id": "#run",
            "@type": "CreateAction",
            "name": "The commands of run.sh",
            "instrument": { "@id": PROGRAM },
            "object": below("data/").chain(below("framework/")).collect::<Vec<Value>>(),
            "result": below("results/").chain(below("figures/")).collect::<Vec<Value>>(),
        }),
    ];
    graph.extend(licences.iter().map(|(id, title)| json!({ "@id": id, "@type": "CreativeWork", "name": title })));
    for name in &names {
        let mut entity = json!({ "@id": encoded(name), "@type": "File", "name": name, "encodingFormat": format(name) });
        let resource = gathered.resources.iter().find(|r| name.strip_prefix("data/") == Some(r.path.as_str()));
        if let Some(object) = entity.as_object_mut() {
            if let Some(bytes) = files.get(*name) {
                object.insert("contentSize".into(), bytes.len().to_string().into());
            }
            if let Some(resource) = resource {
                object.insert("description".into(), format!("{}. {}", resource.title, resource.description).into());
                object.insert("license".into(), json!({ "@id": licence_id(resource) }));
            }
        }
        graph.push(entity);
    }
    let document = json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph });
    serde_json::to_string_pretty(&document).map(|text| text + "\n").map_err(|e| Error::Unwritten(e.to_string()))
}

/// The address of a licence, or a name within the crate. One address may stand for several terms, so that the title is
/// part of the name where it is no licence of its own.
fn licence_id(resource: &super::Resource) -> String {
    let licence = &resource.licence;
    match licence.path.as_ref().filter(|_| licence.name.to_ascii_lowercase().starts_with("cc")) {
        Some(path) if path.starts_with("https://") || path.starts_with("http://") => path.clone(),
        _ => format!("#licence-{}", encoded(&resource.name)),
    }
}

/// A path as a relative reference: everything but letters, digits and `-._~/@` is written by its bytes.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' => {
                out.push(char::from(byte))
            }
            other => out += &format!("%{other:02X}"),
        }
    }
    out
}

fn format(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "csv" => "text/csv",
        "json" | "lock" => "application/json",
        "md" => "text/markdown",
        "svg" => "image/svg+xml",
        "toml" => "application/toml",
        "bib" => "application/x-bibtex",
        "cff" => "application/yaml",
        "sh" => "application/x-sh",
        _ => "text/plain",
    }
}
