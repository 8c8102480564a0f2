//! The text of the framework file that says what iMeta says.

use std::collections::{BTreeMap, BTreeSet};

use super::imeta::{Element, OtherColumns};
use crate::diagnostic::Place;

/// A framework's text, and what its lines were made from.
pub(super) struct Made {
    pub(super) text: String,
    /// How many lines stand before the methods, and how many the methods have.
    pub(super) methods: (u64, u64),
    /// Where each element begins in the text, and its line in iMeta; both ascend only in the first.
    pub(super) elements: Vec<(u64, u64)>,
    /// What was left out of the tree.
    pub(super) notes: Vec<String>,
}

impl Made {
    /// The place of a problem in the file it comes from: the methods, or a row of iMeta; the whole of iMeta where it is
    /// no row's.
    pub(super) fn origin(&self, place: &Place, methods: Option<&str>, meta: &str) -> Place {
        let (before, lines) = self.methods;
        if let Some(file) = methods.filter(|_| (before + 1..=before + lines).contains(&place.line)) {
            return Place::new(file, place.line - before, place.column);
        }
        let row = self.elements.partition_point(|(line, _)| *line <= place.line).checked_sub(1);
        match row.and_then(|row| self.elements.get(row)) {
            Some((_, line)) => Place::new(meta, *line, 1),
            None => Place::whole(meta),
        }
    }
}

/// What the framework says of the table itself.
pub(super) struct TableLayout<'a> {
    pub(super) header: &'a [String],
    pub(super) years: usize,
    pub(super) columns: &'a OtherColumns,
}

/// The elements without those whose weight is 0 and what lies below them, and what to say of these.
///
/// A family whose weights are all 0 stays as it is: its weights say nothing, and are taken as equal.
pub(super) fn weighty(elements: Vec<Element>) -> (Vec<Element>, Vec<String>) {
    let mut families: BTreeMap<&str, f64> = BTreeMap::new();
    for e in &elements {
        *families.entry(e.parent.as_deref().unwrap_or_default()).or_default() += e.weight;
    }
    let weightless = |e: &Element| {
        let family = e.parent.as_deref().and_then(|parent| families.get(parent)).copied().unwrap_or_default();
        e.weight == 0.0 && family > 0.0
    };
    let mut gone: BTreeSet<String> = elements.iter().filter(|e| weightless(e)).map(|e| e.code.clone()).collect();
    if gone.is_empty() {
        return (elements, Vec::new());
    }
    let named = gone.iter().cloned().collect::<Vec<_>>().join(", ");
    // Parents stand before their children.
    for e in &elements {
        if e.parent.as_ref().is_some_and(|parent| gone.contains(parent)) {
            gone.insert(e.code.clone());
        }
    }
    let note = format!("weight 0 in iMeta, and left out with what lies below: {named}");
    (elements.into_iter().filter(|e| !gone.contains(&e.code)).collect(), vec![note])
}

pub(super) fn toml_of(elements: &[Element], layout: &TableLayout<'_>, methods: Option<&str>) -> Made {
    let TableLayout { header, years, columns } = *layout;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let root = elements.iter().find(|e| !e.indicator && e.parent.is_none());
    let title = root.map_or("Index", |r| r.name.as_str());
    let code = root.map_or("index", |r| r.code.as_str());
    let mut out = format!(
        "# Made from COINr's iMeta.\n\nschema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = {}\nversion = \"1.0\"\ntitle = {}\n\n",
        quoted(code),
        quoted(title)
    );
    let lines = |text: &str| text.bytes().filter(|b| *b == b'\n').count() as u64;
    let mut place = (lines(&out), 0);
    if let Some(methods) = methods {
        out.push_str("# methods\n");
        place = (lines(&out), methods.lines().count() as u64);
        out.push_str(&format!("{}\n# end of methods\n\n", methods.trim_end()));
    }
    out.push_str("[table]\n");
    let has = |name: &str| header.iter().any(|h| h == name);
    let mut column = |key: &str, name: &str, wanted: bool| {
        if wanted && has(name) {
            out.push_str(&format!("{key} = \"{name}\"\n"));
        }
    };
    column("unit", "uCode", true);
    column("name", "uName", true);
    // A column with one year makes no panel.
    column("year", "Time", years > 1);
    let mut list = |key: &str, names: &[String]| {
        let names: Vec<String> = names.iter().filter(|name| has(name)).map(|name| quoted(name)).collect();
        if !names.is_empty() {
            out.push_str(&format!("{key} = [{}]\n", names.join(", ")));
        }
    };
    list("groups", &columns.groups);
    list("denominators", &columns.denominators);
    // Where the methods make the weights, those of iMeta do not enter.
    let said = methods.and_then(|m| m.parse::<toml::Table>().ok());
    let said = said.as_ref().and_then(|t| t.get("methods"));
    let weighed = said.is_some_and(|m| m.get("weights").is_some());
    let normalise = said.and_then(|m| m.get("normalise"));
    let mut families: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for e in elements {
        families.entry(e.parent.as_deref().unwrap_or_default()).or_default().push(e.weight);
    }
    let mut rows = Vec::with_capacity(elements.len());
    let mut line = lines(&out);
    for e in elements {
        let begins = out.len();
        let head = if e.indicator { "indicator" } else { "node" };
        out.push_str(&format!("\n[[{head}]]\ncode = {}\ntitle = {}\n", quoted(&e.code), quoted(&e.name)));
        if let Some(parent) = &e.parent {
            out.push_str(&format!("parent = {}\n", quoted(parent)));
            let family = families.get(parent.as_str()).map_or(&[][..], Vec::as_slice);
            let (sum, equal) = (family.iter().sum::<f64>(), family.iter().all(|w| *w == e.weight));
            if !equal && sum > 0.0 && !weighed {
                out.push_str(&format!("weight = {:?}\n", e.weight / sum));
            }
        }
        if !e.unit.is_empty() && e.indicator {
            out.push_str(&format!("unit = {}\n", quoted(&e.unit)));
        }
        if e.lower_is_better && e.indicator {
            out.push_str("direction = \"lower_is_better\"\n");
        }
        if let Some(target) = e.target.filter(|_| e.indicator) {
            out.push_str(&format!("target = {target:?}\n"));
        }
        if e.indicator {
            out.push_str(&own_scale(e, normalise));
        }
        if let Some(by) = e.denominator.as_ref().filter(|_| e.indicator) {
            out.push_str(&format!("denominate = {{ by = {} }}\n", quoted(by)));
        }
        // It begins with a blank line.
        rows.push((line + 2, u64::from(e.line)));
        line += lines(out.get(begins..).unwrap_or_default());
    }
    Made { text: out, methods: place, elements: rows, notes: Vec::new() }
}

/// The indicator's own numbers for the normalisation that the methods name; nothing where iMeta has none.
fn own_scale(e: &Element, named: Option<&toml::Value>) -> String {
    let method = named.and_then(|n| n.as_str().or_else(|| n.get("method")?.as_str()));
    let number = |column: &str| e.scale.get(column).copied();
    match method {
        Some("goalposts") => {
            let (Some(lower), Some(upper)) = (number("goalpost_lower"), number("goalpost_upper")) else {
                return String::new();
            };
            let posts = format!("lower = {lower:?}, upper = {upper:?}, kind = \"declared\", reason = \"iMeta\"");
            // COINr's own scale ends at 1; where iMeta says nothing, the methods do.
            let truncate = e.truncate.map_or_else(String::new, |t| format!(", truncate = {t}"));
            let scale = match (number("goalpost_scale"), e.truncate) {
                (None, None) => String::new(),
                (high, _) => {
                    let high = high.unwrap_or(1.0);
                    format!("normalise = {{ method = \"goalposts\", low = 0, high = {high:?}{truncate} }}\n")
                }
            };
            format!("goalposts = {{ {posts} }}\n{scale}")
        }
        Some("min_max") => match (number("minmax_lower"), number("minmax_upper")) {
            (Some(low), Some(high)) => {
                format!("normalise = {{ method = \"min_max\", low = {low:?}, high = {high:?} }}\n")
            }
            _ => String::new(),
        },
        Some("z_score") => match (number("zscore_mean"), number("zscore_sd")) {
            (Some(mean), Some(sd)) => {
                format!("normalise = {{ method = \"z_score\", mean = {mean:?}, sd = {sd:?} }}\n")
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}
