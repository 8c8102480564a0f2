//! The audit as JSON (docs/json.md).

use std::collections::BTreeMap;

use serde::Serialize;

use super::asked::Names;
use super::{evidence, records, words};
use crate::analysis::audit::{AuditedClaim, Tried, Verdict};
use crate::analysis::verbs::Audited;
use crate::model::claim::Answer;
use crate::report::origin::{Origin, Source, source};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    source: Source<'a>,
    claims_file: File<'a>,
    summary: Summary,
    claims: Vec<Claim<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct File<'a> {
    code: &'a str,
    version: &'a str,
    title: &'a str,
    source: &'a str,
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Summary {
    claims: usize,
    reproduced: usize,
    other_definition: usize,
    differs: usize,
    not_checkable: usize,
    facts: usize,
    facts_covered: usize,
}

#[derive(Serialize)]
struct Claim<'a> {
    claim: &'a str,
    fact: &'a str,
    topic: &'a str,
    from: &'a str,
    to: &'a str,
    what: &'a str,
    period: &'a str,
    base_year: Option<u16>,
    quote: &'a str,
    locator: &'a str,
    published: Published<'a>,
    verdict: &'static str,
    reason: String,
    reading: &'a str,
    note: &'a str,
    tried: Vec<Attempt<'a>>,
    vintage: Vec<String>,
}

#[derive(Serialize)]
struct Published<'a> {
    text: String,
    value: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
    relation: &'static str,
    unit: &'a str,
}

#[derive(Serialize)]
struct Attempt<'a> {
    /// Null for the claim as it is printed.
    definition: Option<&'a str>,
    operation: String,
    agrees: bool,
    text: Option<String>,
    value: Option<f64>,
    unit: Option<&'static str>,
    low: Option<f64>,
    high: Option<f64>,
    working: Option<&'a str>,
    notes: &'a [String],
    /// Why there is no result.
    missing: Option<&'a str>,
    /// Lines by file.
    rows: BTreeMap<&'a str, Vec<u32>>,
    tables: Vec<&'static str>,
}

pub(super) fn json(audited: &Audited<'_>) -> Result<String, serde_json::Error> {
    let set = audited.set;
    let (own, covered) = audited.facts();
    let [reproduced, other_definition, differs, not_checkable] = Verdict::ALL.map(|v| audited.count(v));
    let origin = Origin::Partnerships {
        framework: audited.framework,
        package: audited.package,
        window: audited.framework.window,
    };
    let document = Document {
        source: source(origin),
        claims_file: File {
            code: &set.code,
            version: &set.version,
            title: &set.title,
            source: &set.source,
            file: &set.file,
            sha256: &set.sha256,
        },
        summary: Summary {
            claims: audited.claims.len(),
            reproduced,
            other_definition,
            differs,
            not_checkable,
            facts: own.len(),
            facts_covered: covered.len(),
        },
        claims: audited.claims.iter().map(|c| claim(audited, c)).collect(),
        notes: &audited.notes,
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn claim<'a>(audited: &'a Audited<'_>, c: &'a AuditedClaim<'_>) -> Claim<'a> {
    let f = c.fact;
    Claim {
        claim: &c.claim.id,
        fact: &f.id,
        topic: &f.topic,
        from: &f.from,
        to: &f.to,
        what: &f.what,
        period: &f.period,
        base_year: f.base_year.map(|y| y.get()),
        quote: &f.quote,
        locator: &f.locator,
        published: Published {
            text: words::printed(c),
            value: f.value,
            lower: f.lower,
            upper: f.upper,
            relation: records::relation(c),
            unit: &f.unit,
        },
        verdict: c.verdict.code(),
        reason: words::reason(c),
        reading: &c.claim.expected.reason,
        note: &c.claim.note,
        tried: c.tried.iter().map(|t| attempt(audited, c, t)).collect(),
        vintage: evidence::vintages(audited.package, c),
    }
}

fn attempt<'a>(audited: &'a Audited<'_>, c: &AuditedClaim<'_>, t: &'a Tried<'_>) -> Attempt<'a> {
    let names = Names { package: audited.package, framework: audited.framework };
    let found = t.found.as_ref().ok();
    let number = found.and_then(|f| match f.answer {
        Answer::Number(x, unit) => Some((x, unit)),
        _ => None,
    });
    let bounds = found.and_then(|f| f.bounds);
    let file = |table| audited.package.texts.get(&table).map_or(table.name(), |text| text.file.as_str());
    Attempt {
        definition: t.definition,
        operation: names.asked(t.operation),
        agrees: t.agrees,
        text: found.map(|f| words::found(f, c)),
        value: number.map(|(x, _)| x),
        unit: number.map(|(_, unit)| unit.words()).filter(|unit| !unit.is_empty()),
        low: bounds.map(|[low, _]| low),
        high: bounds.map(|[_, high]| high),
        working: found.map(|f| f.working.as_str()),
        notes: found.map_or(&[], |f| f.notes.as_slice()),
        missing: t.found.as_ref().err().map(String::as_str),
        rows: found
            .map(|f| evidence::lines(f).into_iter().map(|(t, lines)| (file(t), lines)).collect())
            .unwrap_or_default(),
        tables: found.map_or_else(Vec::new, |f| f.tables.iter().map(|t| t.name()).collect()),
    }
}
