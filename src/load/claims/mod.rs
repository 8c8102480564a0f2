//! A file of claims (TOML) becomes a checked [`ClaimSet`]; all of its problems are reported together, with line and
//! column.

mod arithmetic;
mod expected;
mod fields;
mod operations;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::nearest::nearest;
use crate::load::reader::Reader;
use crate::load::{LoadError, files};
use crate::model::claim::{Claim, ClaimSet, Definition, Operation};
use crate::model::framework::Framework;
use crate::model::package::Package;
use fields::{Fields, HINT};

/// The kind of file this is.
const SCHEMA: &str = "spscore-claims/1";

/// Code and text of the audits that are built into the program.
pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        ("korolev-2024", include_str!("../../../claims/korolev-2024.toml")),
        ("opinion-russia-asean", include_str!("../../../claims/opinion-russia-asean.toml")),
        ("sputnik-2024", include_str!("../../../claims/sputnik-2024.toml")),
    ]
    .into_iter()
}

/// Reads the claims of a paper from a file, or, where no such file exists, the built-in ones with this code. What they
/// name (facts, parties, nodes) is looked up in the package and the framework that they will be checked with.
pub fn claims_from(named: &Path, package: &Package, framework: &Framework) -> Result<ClaimSet, LoadError> {
    let shown = named.display().to_string();
    match files::text(named, files::LARGEST_PAGE) {
        Ok((text, _)) => parse(&shown, &text, package, framework).map_err(LoadError::Invalid),
        Err(LoadError::Unreadable(found)) => match built_in().find(|(code, _)| *code == shown) {
            Some((code, text)) => {
                parse(&format!("claims/{code}.toml"), text, package, framework).map_err(LoadError::Invalid)
            }
            None => Err(LoadError::Unreadable(found)),
        },
        Err(invalid) => Err(invalid),
    }
}

/// What claims may name.
pub(super) struct Scope<'a> {
    pub package: &'a Package,
    pub framework: &'a Framework,
    /// Places of facts by their ids.
    pub facts: HashMap<&'a str, usize>,
}

/// Reads claims from their text. `file` is the name shown in diagnostics.
pub fn parse(file: &str, text: &str, package: &Package, framework: &Framework) -> Result<ClaimSet, Diagnostics> {
    let mut reader = Reader::new(file, text);
    if text.trim().is_empty() {
        let message = "the file is empty".to_owned();
        reader.found.push(Place::whole(file), Problem::Framework { message, hint: HINT.into() });
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines: HashSet<u64> = HashSet::new();
    for e in errors {
        let line = reader.place_of(e.span().map_or(0, |s| s.start)).line;
        if lines.insert(line) {
            reader.error("TOML file", &e, 0);
        }
    }
    if !reader.found.is_empty() {
        return Err(reader.found);
    }
    // What the text itself may not hold, an escape in a string could bring in.
    reader.strings(table.get_ref());
    let facts = package.facts.iter().enumerate().map(|(place, fact)| (fact.id.as_str(), place)).collect();
    let scope = Scope { package, framework, facts };
    let set = set(&mut reader, &scope, table.into_inner(), files::sha256(text));
    match set {
        Some(set) => reader.found.or(set),
        None => Err(reader.found.or(()).err().unwrap_or_default()),
    }
}

fn set(reader: &mut Reader<'_>, scope: &Scope<'_>, table: DeTable<'_>, sha256: String) -> Option<ClaimSet> {
    let file = reader.file.to_owned();
    let mut top = Fields::new(reader, scope, table, 0, "the file");
    let schema = top.text("schema");
    if let Some((at, _)) = schema.filter(|(_, schema)| schema != SCHEMA) {
        top.report(
            at,
            format!("this program reads claims of the kind `{SCHEMA}`"),
            format!("write schema = \"{SCHEMA}\""),
        );
    }
    let code = top.text("code");
    let version = top.text("version");
    let title = top.text("title");
    let description = top.maybe_text("description").map(|(_, text)| text);
    let source = top.text("source");
    let known = |key: &String| scope.package.sources.contains_key(key);
    if let Some((at, key)) = source.as_ref().filter(|(_, key)| !known(key)) {
        let near = nearest(key, scope.package.sources.keys().map(String::as_str));
        let hint = near.map_or("take a key of the package's sources: spscore list sources".into(), |near| {
            format!("did you mean `{near}`?   (spscore list sources)")
        });
        top.report(*at, format!("no source of the package is called `{key}`"), hint);
    }
    let source = source.filter(|(_, key)| known(key)).map(|(_, key)| key);
    let items = top.tables("claim");
    top.finish();
    let mut claims: Vec<Claim> = Vec::new();
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut whole = true;
    for item in items {
        let at = item.span().start;
        let claim = claim(reader, scope, item, source.as_deref());
        let Some(claim) = claim else {
            whole = false;
            continue;
        };
        if let Some(first) = seen.get(&claim.id) {
            let problem = Problem::DuplicateKey { key: claim.id.clone(), first: *first };
            reader.report(at, problem);
        }
        seen.insert(claim.id.clone(), claim.line);
        claims.push(claim);
    }
    if whole && claims.is_empty() {
        reader.report_with_hint(0, "the file has no claim", HINT);
    }
    let ((_, code), (_, version), (_, title)) = (code?, version?, title?);
    let description = description.unwrap_or_default();
    Some(ClaimSet { code, version, title, description, source: source?, claims, file, sha256 })
}

fn claim(
    reader: &mut Reader<'_>,
    scope: &Scope<'_>,
    item: Spanned<DeValue<'_>>,
    source: Option<&str>,
) -> Option<Claim> {
    let at = item.span().start;
    let line = reader.place_of(at).line;
    let id = item.get_ref().as_table().and_then(|t| t.get("id")?.get_ref().as_str()).map(str::to_owned);
    let owner = id.map_or_else(|| "the claim".to_owned(), |id| format!("claim `{id}`"));
    let mut fields = Fields::of(reader, scope, item, &owner)?;
    let id = fields.text("id");
    let fact = fields.fact("fact");
    let operation = fields.value("operation").and_then(|value| fields.operation(value, &owner));
    let expected = fields.maybe_value("expect");
    let note = fields.maybe_text("note").map(|(_, note)| note).unwrap_or_default();
    let others: Vec<Option<Definition>> =
        fields.tables("other").into_iter().map(|other| definition(&mut fields, other, &owner)).collect();
    let rests_on = fact.and_then(|(at, place)| Some((at, place, scope.package.facts.get(place)?)));
    if let Some((at, _, fact)) = rests_on.filter(|(_, _, fact)| source.is_some_and(|key| key != fact.source)) {
        let message = format!("fact `{}` is printed in `{}`, not in the paper that is audited", fact.id, fact.source);
        fields.report(at, message, "another source's fact belongs into an operation of the kind `other_fact`");
    }
    let expected = match (rests_on, operation.as_ref()) {
        (Some((_, _, fact)), Some(operation)) => {
            let all = std::iter::once(operation).chain(others.iter().flatten().map(|o| &o.operation));
            let checked = fields.expected(expected, fact, operation);
            let comparable = all.map(|o| fields.comparable(at, o, fact, checked.as_ref())).fold(true, |a, b| a & b);
            checked.filter(|_| comparable)
        }
        _ => None,
    };
    fields.finish();
    let others = others.into_iter().collect::<Option<Vec<_>>>();
    let ((_, id), (_, fact)) = (id?, fact?);
    Some(Claim { id, fact, operation: operation?, expected: expected?, others: others?, note, line })
}

fn definition(fields: &mut Fields<'_, '_, '_, '_>, other: Spanned<DeValue<'_>>, owner: &str) -> Option<Definition> {
    let at = other.span().start;
    let mut inner = fields.inner(other, &format!("`other` of {owner}"))?;
    let words = inner.text("words");
    let operation = inner.value("operation").and_then(|value| inner.operation(value, owner));
    inner.finish();
    if let Some(Operation::NotHeld(_)) = operation {
        inner.report(
            at,
            "`not_held` is no other definition".to_owned(),
            "name an operation that gives a value".to_owned(),
        );
        return None;
    }
    Some(Definition { words: words?.1, operation: operation? })
}
