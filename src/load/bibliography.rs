//! sources.bib: the sources that rows refer to, each as a reference in one paragraph.

use std::collections::{BTreeMap, HashMap};

use biblatex::{Bibliography, ChunksExt, Entry, Pair, Person, RawBibliography, RawChunk, Spanned};

use super::nearest::nearest;
use super::place::Places;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::package::Source;

/// Fields that make one entry depend on another; each entry here speaks for itself.
const LINKS: [&str; 5] = ["ids", "crossref", "xref", "xdata", "entryset"];
/// The works that are to be cited with an entry.
const RELATED: &str = "related";
/// More abbreviations than any bibliography needs; each entry is read with all of them.
const ABBREVIATIONS: usize = 500;
/// Deeper nesting than any reference needs.
const DEEPEST: usize = 32;

/// The sources by key, and whether every entry could be read. An entry with a fault is reported and left out.
pub(super) fn read(file: &str, text: &str, diagnostics: &mut Diagnostics) -> (BTreeMap<String, Source>, bool) {
    let mut sources = BTreeMap::new();
    let mut places = Places::default();
    let mut place_of = |byte| {
        let (line, column) = places.find(text, byte);
        Place::new(file, line, column)
    };
    let malformed = |why| Problem::Malformed { what: "BibTeX file", why };
    if text.trim().is_empty() {
        diagnostics.push(Place::whole(file), Problem::EmptyFile);
        return (sources, false);
    }
    if let Some(byte) = too_deep(text) {
        diagnostics.push(place_of(byte), malformed("braces are nested too deeply".to_owned()));
        return (sources, false);
    }
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(e) => {
            diagnostics.push(place_of(e.span.start), malformed(e.kind.to_string()));
            return (sources, false);
        }
    };
    // Abbreviations made of abbreviations could run in a circle.
    let plain = |chunk: &RawChunk<'_>| matches!(chunk, RawChunk::Normal(_));
    let abbreviations: Vec<_> =
        raw.abbreviations.into_iter().filter(|a| a.value.v.iter().all(|chunk| plain(&chunk.v))).collect();
    if abbreviations.len() > ABBREVIATIONS {
        let why = format!("it has {} abbreviations (@string), and may have {ABBREVIATIONS}", abbreviations.len());
        diagnostics.push(Place::whole(file), malformed(why));
        return (sources, false);
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut related: Vec<(String, usize)> = Vec::new();
    let mut complete = true;
    for mut entry in raw.entries {
        let key = entry.v.key.v;
        let start = entry.v.key.span.start;
        if key.is_empty() {
            diagnostics.push(place_of(start), Problem::EmptyField { column: "key".to_owned() });
            continue;
        }
        if let Some(first) = seen.insert(key, start) {
            let first = place_of(first).line;
            diagnostics.push(place_of(start), Problem::DuplicateKey { key: format!("source `{key}`"), first });
            continue;
        }
        let fields = entry.v.fields.len();
        entry.v.fields.retain(|f| !LINKS.contains(&f.key.v.to_ascii_lowercase().as_str()));
        let whole = entry.v.fields.len() == fields
            && entry.v.fields.iter().all(|f| f.value.v.iter().all(|chunk| plain(&chunk.v)));
        // The span ends before the brace that closes the entry.
        let own = text.get(entry.span.clone()).filter(|_| whole).map(|own| format!("{}\n}}", own.trim_end()));
        let asks = asks(&entry.v.fields);
        related.extend(asks.iter().map(|key| (key.clone(), start)));
        let alone =
            RawBibliography { preamble: String::new(), entries: vec![entry], abbreviations: abbreviations.clone() };
        match Bibliography::from_raw(alone) {
            Ok(parsed) => sources.extend(parsed.iter().map(|e| {
                let bibtex = own.clone().unwrap_or_else(|| e.to_biblatex_string());
                (e.key.clone(), Source { bibtex, asks: asks.clone(), ..source(e) })
            })),
            Err(e) => {
                complete = false;
                diagnostics.push(place_of(e.span.start), malformed(e.kind.to_string()));
            }
        }
    }
    for (key, at) in related.into_iter().filter(|(key, _)| complete && !sources.contains_key(key)) {
        diagnostics.push(
            place_of(at),
            Problem::UnknownSource { nearest: nearest(&key, sources.keys().map(String::as_str)), value: key },
        );
    }
    (sources, complete)
}

/// The one entry that a text holds, with the key that is expected; otherwise what is wrong.
pub(super) fn entry(text: &str, key: &str) -> Result<Source, String> {
    let mut found = Diagnostics::default();
    let (mut sources, _) = read("entry", text, &mut found);
    if let Some(problem) = found.iter().next() {
        return Err(problem.problem.to_string());
    }
    match (sources.remove(key), sources.len()) {
        (Some(source), 0) => Ok(source),
        (Some(_), more) => Err(format!("{} entries, where there may be one", more + 1)),
        (None, _) => Err(format!("it has no entry with the key `{key}`")),
    }
}

/// The keys in the field `related`.
fn asks(fields: &[Pair<'_>]) -> Vec<String> {
    let named = fields.iter().filter(|f| f.key.v.eq_ignore_ascii_case(RELATED)).flat_map(|f| &f.value.v);
    let text = |chunk: &Spanned<RawChunk<'_>>| match chunk.v {
        RawChunk::Normal(text) => text.to_owned(),
        RawChunk::Abbreviation(_) => String::new(),
    };
    let keys = named.map(text).collect::<Vec<_>>().concat();
    keys.split(',').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// The byte at which braces are nested more deeply than is sound.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|b| {
        match b {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// The entry as a paragraph: authors (year). Title. Where it stands. Publisher. Link.
fn source(entry: &Entry) -> Source {
    let field = |name: &str| entry.get(name).map(|c| one_line(&c.format_verbatim())).filter(|t| !t.is_empty());
    let first = |names: &[&str]| names.iter().find_map(|n| field(n));
    let people = entry.author().ok().filter(|a| !a.is_empty()).map(|a| people(&a)).or_else(|| first(&["editor"]));
    let year = first(&["year", "date"]).map(|y| format!(" ({y})")).unwrap_or_default();
    let title = field("title");
    let mut parts = Vec::new();
    match (people, title) {
        (Some(people), title) => {
            parts.push(format!("{people}{year}"));
            parts.extend(title);
        }
        (None, Some(title)) => parts.push(format!("{title}{year}")),
        (None, None) => parts.push(format!("{}{year}", entry.key)),
    }
    parts.extend(container(&field));
    parts.extend(first(&["publisher", "institution", "organization", "school"]));
    parts.extend(field("howpublished"));
    let doi = field("doi").map(|doi| format!("https://doi.org/{}", doi.trim_start_matches("https://doi.org/")));
    let link = doi.or_else(|| field("url"));
    let mut reference = String::new();
    for part in &parts {
        let end = if part.ends_with(['.', '?', '!']) { "" } else { "." };
        reference.push_str(&format!("{}{part}{end}", if reference.is_empty() { "" } else { " " }));
    }
    if let Some(link) = link {
        reference.push_str(&format!(" {link}"));
    }
    let note = first(&["annotation", "annote", "note"]).unwrap_or_default();
    Source { key: entry.key.clone(), reference, note, ..Source::default() }
}

/// The journal or book, with volume, number and pages.
fn container(field: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let name = ["journaltitle", "journal", "booktitle"].iter().find_map(|n| field(n))?;
    let volume = field("volume").map(|v| format!(" {v}")).unwrap_or_default();
    let number = field("number").map(|n| format!("({n})")).unwrap_or_default();
    let pages = field("pages").map(|p| format!(", {}", p.replace("--", "–"))).unwrap_or_default();
    Some(format!("{name}{volume}{number}{pages}"))
}

/// "Korolev, A., Smith, J. and SIPRI".
fn people(list: &[Person]) -> String {
    let names: Vec<String> = list
        .iter()
        .map(|p| {
            let family = format!("{} {}", p.prefix, p.name).trim().to_owned();
            let given = [&p.given_name, &p.suffix].into_iter().filter(|n| !n.is_empty());
            given.fold(family, |name, more| format!("{name}, {more}"))
        })
        .collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> (Vec<String>, String) {
        let mut diagnostics = Diagnostics::default();
        let (sources, _) = read("sources.bib", text, &mut diagnostics);
        (sources.into_values().map(|s| s.reference).collect(), diagnostics.to_string())
    }

    #[test]
    fn an_entry_becomes_a_paragraph() {
        let text = "@article{k, author = {Korolev, Alexander and {{SIPRI}}}, title = {Trade \\& arms},\n \
                    journal = {A Journal}, volume = 3, number = {2}, pages = {1--20}, year = 2024, doi = {10.1/x_y}}";
        let expected =
            "Korolev, Alexander and SIPRI (2024). Trade & arms. A Journal 3(2), 1–20. https://doi.org/10.1/x_y";
        assert_eq!(read_all(text).0, [expected]);
        assert_eq!(
            read_all("@misc{k, title = {Is it?}, url = {https://a.b/c_d%20e}}").0,
            ["Is it? https://a.b/c_d%20e"]
        );
    }

    #[test]
    fn circles_and_depths_are_refused_rather_than_followed() {
        assert!(read_all("@string{a = b}\n@string{b = a}\n@misc{k, title = a}").1.contains("unknown abbreviation"));
        assert!(read_all(&format!("@misc{{k, title = {}}}", "{".repeat(99))).1.contains("too deeply"));
        assert_eq!(read_all("@misc{k, title = {T}, crossref = {k}, ids = {k}}").0, ["T."]);
    }
}
