//! Which works are cited: the program, the framework, the data package, and the sources of the rows that were read.

use biblatex::{Chunk, Entry, EntryType, Spanned};

use super::alone;
use crate::analysis::verbs;
use crate::model::package::Source;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// For what references are asked.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// None for all that the package names.
    pub partnerships: &'a [Partnership],
    pub window: Window,
}

/// A work that is cited.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub source: Source,
    /// Of the framework file or the package; empty for all other works.
    pub sha256: String,
}

impl Work {
    pub(super) fn of(source: Source) -> Self {
        Work { source, sha256: String::new() }
    }
}

/// The works that a result rests on, each once: program, framework and its references, data package, then the sources
/// by their keys.
#[derive(Clone, Debug, Default)]
pub struct Cited {
    pub works: Vec<Work>,
    pub notes: Vec<String>,
}

/// What is to be cited for the evaluations of some partnerships: the sources of the rows that their indicators were
/// measured from, and by what they were made.
///
/// # Errors
///
/// Where a partnership cannot be evaluated, as of a bloc with its member.
pub fn cite(framework: &Framework, package: &Package, request: Request<'_>) -> Result<Cited, verbs::Error> {
    let Request { partnerships, window } = request;
    let mut notes = Vec::new();
    let mut keys: Vec<String> = match partnerships {
        [] => {
            notes.push(format!("no partnership was named: all sources of the package {} are cited", package.name));
            package.sources.keys().cloned().collect()
        }
        some => {
            let keys = verbs::sources_read(framework, package, some, window)?;
            let slugs: Vec<String> = some.iter().map(|p| p.slug(&package.parties)).collect();
            notes.push(format!(
                "sources of the rows that the indicators of {} are measured from, {window}",
                list(&slugs)
            ));
            keys
        }
    };
    let asked = keys.iter().filter_map(|key| package.sources.get(key)).flat_map(|source| source.asks.clone());
    let asked: Vec<String> = asked.collect();
    keys.extend(asked);
    let mut cited = Cited { works: made_by(framework, package, &mut notes), notes };
    for citation in &framework.citations {
        let source = match package.sources.get(&citation.key) {
            Some(source) => source.clone(),
            None => {
                let words = || misc(&citation.key, EntryType::Misc, &[("howpublished", &citation.text)]);
                alone(&citation.key, citation.bibtex.clone().unwrap_or_else(words), citation.text.clone())
            }
        };
        cited.works.push(Work::of(source));
    }
    keys.sort();
    keys.dedup();
    for key in keys {
        if !cited.works.iter().any(|work| work.source.key == key) {
            cited.works.extend(package.sources.get(&key).cloned().map(Work::of));
        }
    }
    Ok(cited)
}

fn list(slugs: &[String]) -> String {
    match slugs.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => slugs.concat(),
    }
}

/// The program, the framework and the data package. CITATION.cff says of the program what is said here.
fn made_by(framework: &Framework, package: &Package, notes: &mut Vec<String>) -> Vec<Work> {
    let version = env!("CARGO_PKG_VERSION");
    let key = |wanted: &str| {
        let mut key = wanted.to_owned();
        while package.sources.contains_key(&key) {
            key.push('-');
        }
        key
    };
    let [program, of_framework, of_package] =
        ["spscore".to_owned(), format!("framework-{}", framework.code), format!("package-{}", package.name)]
            .map(|wanted| key(&wanted));
    let author = "The spscore developers";
    let title = "spscore: How strategic is a strategic partnership?";
    let tool = misc(&program, EntryType::Software, &[("author", author), ("title", title), ("version", version)]);
    let of_framework = {
        let title = format!("{} (framework {} {} of spscore)", framework.title, framework.code, framework.version);
        let note = format!("SHA-256 {}", framework.sha256);
        let fields = [("title", title.as_str()), ("version", &framework.version), ("note", &note)];
        (alone(&of_framework, misc(&of_framework, EntryType::Misc, &fields), title.clone()), &framework.sha256)
    };
    let of_package = {
        let title = format!("{} (data package {} {})", package.title, package.name, package.version);
        let note = format!("SHA-256 {}", package.sha256);
        let year = package.created.as_ref().map(|day| day.year().to_string()).unwrap_or_default();
        let fields = [("title", title.as_str()), ("version", &package.version), ("year", &year), ("note", &note)];
        (alone(&of_package, misc(&of_package, EntryType::Dataset, &fields), title.clone()), &package.sha256)
    };
    if package.borrowed_name {
        notes.push("the package bears the name and version of the built-in one and is not it".to_owned());
    }
    let mut works = vec![Work::of(alone(&program, tool, format!("{author}. {title} Version {version}.")))];
    works.extend([of_framework, of_package].map(|(source, sha256)| Work { source, sha256: sha256.clone() }));
    works
}

/// An entry of BibTeX whose texts are kept letter by letter; fields without a text are left out.
fn misc(key: &str, kind: EntryType, fields: &[(&str, &str)]) -> String {
    let mut entry = Entry::new(key.to_owned(), kind);
    for (name, text) in fields.iter().filter(|(_, text)| !text.is_empty()) {
        entry.set(name, vec![Spanned::detached(Chunk::Verbatim((*text).to_owned()))]);
    }
    entry.to_biblatex_string()
}
