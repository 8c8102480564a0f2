//! COINr's pair of tables: iMeta becomes a framework file, so that there is one reading of it, and iData is its table.
//!
//! Of iMeta the columns `iCode`, `Level`, `Direction`, `Weight`, `Parent` and `Type` are needed; `iName`, `Unit`, `Target` and
//! `Denominator` are read where they stand.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use super::framework::{self, FrameworkKind};
use super::nearest::nearest;
use super::table::{Lines, commas};
use super::{LoadError, files, units};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{Index, Units};

/// One row of iMeta that is part of the tree.
struct Element {
    code: String,
    name: String,
    level: u32,
    lower_is_better: bool,
    weight: f64,
    parent: Option<String>,
    unit: String,
    target: Option<f64>,
    denominator: Option<String>,
    indicator: bool,
    line: u32,
}

/// Reads the pair, with the `[methods]`, `[screen]` and `[factors]` of `methods` where it is given.
pub(super) fn read(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<(Index, Units), LoadError> {
    let text = framework_text(data, meta, methods)?;
    let shown = meta.display().to_string();
    let index = match framework::parse(&shown, text.as_bytes()) {
        Ok(FrameworkKind::Rows(index)) => *index,
        // The text says `units = "rows"`.
        Ok(FrameworkKind::Partnerships(framework)) => framework.index(),
        Err(found) => return Err(LoadError::Invalid(in_methods(&found, &text, methods, &shown))),
    };
    let (text, sha256) = files::text(data)?;
    let units = units::parse(&data.display().to_string(), &text, sha256, &index).map_err(LoadError::Invalid)?;
    Ok((index, units))
}

/// Where the methods begin in the framework's text.
const METHODS: &str = "# methods\n";

/// Troubles of the made text, at their places in the methods file; the rest concerns the whole of iMeta.
fn in_methods(found: &Diagnostics, text: &str, methods: Option<&Path>, meta: &str) -> Diagnostics {
    let before = text.split(METHODS).next().unwrap_or_default().lines().count() as u64 + 1;
    let end = text.split("# end of methods\n").next().unwrap_or_default().lines().count() as u64;
    let mut told = Diagnostics::default();
    for d in found.iter() {
        let inside = d.place.line > before && d.place.line <= end;
        let place = match methods.filter(|_| inside) {
            Some(file) => Place::new(file.display().to_string(), d.place.line - before, d.place.column),
            None => Place::whole(meta),
        };
        told.push(place, d.problem.clone());
    }
    told
}

/// The framework file that says what iMeta says.
pub(super) fn framework_text(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    let (text, _) = files::text(meta)?;
    let file = meta.display().to_string();
    let elements = elements(&file, &text).map_err(LoadError::Invalid)?;
    let (table, _) = files::text(data)?;
    let methods = methods.map(files::text).transpose()?.map(|(text, _)| text);
    let header: Vec<String> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .collect();
    Ok(toml_of(&elements, &header, years(&table, &header), methods.as_deref()))
}

/// How many years the table's column `Time` has.
fn years(table: &str, header: &[String]) -> usize {
    let Some(column) = header.iter().position(|h| h == "Time") else { return 0 };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let mut seen: Vec<String> =
        reader.records().flatten().filter_map(|r| r.get(column).map(|y| y.trim().to_owned())).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

fn toml_of(elements: &[Element], header: &[String], years: usize, methods: Option<&str>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let root = elements.iter().find(|e| !e.indicator && e.parent.is_none());
    let title = root.map_or("Index", |r| r.name.as_str());
    let code = root.map_or("index", |r| r.code.as_str());
    let mut out = format!(
        "# Made from COINr's iMeta.\n\nschema = \"spscore-framework/1\"\nunits = \"rows\"\ncode = {}\nversion = \"1.0\"\ntitle = {}\n\n",
        quoted(code),
        quoted(title)
    );
    // Before any other part, so that a key which stands in none is told as such.
    if let Some(methods) = methods {
        out.push_str(&format!("{METHODS}{}\n# end of methods\n\n", methods.trim_end()));
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
    // Where the methods make the weights, those of iMeta do not enter.
    let said = methods.and_then(|m| m.parse::<toml::Table>().ok());
    let weighed = said.is_some_and(|t| t.get("methods").and_then(|m| m.get("weights")).is_some());
    let mut families: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for e in elements {
        families.entry(e.parent.as_deref().unwrap_or_default()).or_default().push(e.weight);
    }
    for e in elements {
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
        if let Some(by) = e.denominator.as_ref().filter(|_| e.indicator) {
            out.push_str(&format!("denominate = {{ by = {} }}\n", quoted(by)));
        }
    }
    out
}

const NEEDED: [&str; 6] = ["iCode", "Level", "Direction", "Weight", "Parent", "Type"];

/// The indicators and aggregates of iMeta, highest level first, so that parents stand before their children.
fn elements(file: &str, text: &str) -> Result<Vec<Element>, Diagnostics> {
    let mut troubles = Diagnostics::default();
    let mut lines = Lines::new(file, text);
    let mut record = StringRecord::new();
    if lines.next(&mut record, &mut troubles) != Some(true) {
        let hint = "name COINr's iData first and its iMeta second".to_owned();
        troubles.push(Place::whole(file), Problem::Framework { message: "the table is empty".into(), hint });
        return Err(troubles);
    }
    let header = record.clone();
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if !commas(&names, &lines, &mut troubles) {
        return Err(troubles);
    }
    for needed in NEEDED.iter().filter(|n| !names.contains(n)) {
        let hint = match nearest(needed, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? name COINr's iData first and its iMeta second"),
            None => "name COINr's iData first and its iMeta second".to_owned(),
        };
        troubles.push(lines.place(0), Problem::Framework { message: format!("iMeta has no column `{needed}`"), hint });
    }
    if !troubles.is_empty() {
        return Err(troubles);
    }
    let mut elements = Vec::new();
    while let Some(sound) = lines.next(&mut record, &mut troubles) {
        if !sound {
            continue;
        }
        if record.len() != names.len() {
            let (found, expected) = (record.len(), names.len());
            troubles.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
            continue;
        }
        elements.extend(element(&record, &names, &lines, &mut troubles));
    }
    elements.sort_by_key(|e| (std::cmp::Reverse(e.level), e.line));
    troubles.or(elements)
}

fn element(record: &StringRecord, names: &[&str], lines: &Lines<'_>, troubles: &mut Diagnostics) -> Option<Element> {
    let place = |name: &str| names.iter().position(|n| *n == name).unwrap_or(usize::MAX);
    let field = |name: &str| record.get(place(name)).unwrap_or_default().trim();
    let given = |name: &str| Some(field(name)).filter(|t| !t.is_empty() && *t != "NA");
    let mut number = |name: &str| match given(name).map(str::parse::<f64>) {
        None => None,
        Some(Ok(n)) if n.is_finite() => Some(n),
        Some(_) => {
            troubles.push(lines.place(place(name)), Problem::NotANumber { value: field(name).to_owned() });
            None
        }
    };
    let indicator = match field("Type") {
        "Indicator" => true,
        "Aggregate" => false,
        // Groups, denominators and others are columns of iData and no part of the tree.
        "Group" | "Denominator" | "Other" => return None,
        other => {
            let choices = ["Indicator", "Aggregate", "Group", "Denominator", "Other"].map(str::to_owned).to_vec();
            let problem = Problem::UnknownChoice { value: other.into(), what: "type of COINr's".into(), choices };
            troubles.push(lines.place(place("Type")), problem);
            return None;
        }
    };
    let (level, direction, weight, target) = (number("Level"), number("Direction"), number("Weight"), number("Target"));
    if direction.is_some_and(|d| d.abs() != 1.0) {
        let problem = Problem::OutOfRange {
            value: field("Direction").into(),
            what: "a direction".into(),
            range: "-1 or 1".into(),
        };
        troubles.push(lines.place(place("Direction")), problem);
    }
    if direction == Some(-1.0) && !indicator {
        let message = "only an indicator has a direction".to_owned();
        let hint = "write 1 here, and turn the indicators round instead".to_owned();
        troubles.push(lines.place(place("Direction")), Problem::Framework { message, hint });
    }
    for name in ["Direction", "Weight"].into_iter().filter(|name| given(name).is_none()) {
        troubles.push(lines.place(place(name)), Problem::EmptyField { column: name.into() });
    }
    if weight.is_some_and(|w| w <= 0.0) {
        troubles.push(lines.place(place("Weight")), Problem::BadWeight { value: field("Weight").into() });
    }
    let code = given("iCode");
    if code.is_none() {
        troubles.push(lines.place(place("iCode")), Problem::EmptyField { column: "iCode".into() });
    }
    let code = code?.to_owned();
    Some(Element {
        name: given("iName").map_or_else(|| code.clone(), str::to_owned),
        code,
        level: level.map_or(0, |l| l.clamp(0.0, 1e6) as u32),
        lower_is_better: direction == Some(-1.0),
        weight: weight.unwrap_or(1.0),
        parent: given("Parent").map(str::to_owned),
        unit: given("Unit").unwrap_or_default().to_owned(),
        target,
        denominator: given("Denominator").map(str::to_owned),
        indicator,
        line: lines.line,
    })
}
