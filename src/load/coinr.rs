//! COINr's pair of tables: iMeta becomes a framework file, so that there is one reading of it, and iData is its table.
//!
//! Of iMeta the columns `iCode`, `Level`, `Direction`, `Weight`, `Parent` and `Type` are needed; `iName`, `Unit`,
//! `Target` and `Denominator` are read where they stand.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use csv::StringRecord;

use super::framework::{self, FrameworkKind};
use super::nearest::{Searches, nearest};
use super::table::{Lines, commas};
use super::{LoadError, foreign, methods_file, units};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::{Index, Units};
use crate::sheet::ReadOptions;

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
    /// Where its parent is named.
    parent_place: Place,
}

/// Reads the pair, with the `[methods]`, `[screen]` and `[factors]` of `methods` where it is given.
pub(super) fn read(
    data: &Path,
    meta: &Path,
    methods: Option<&Path>,
    options: &ReadOptions,
) -> Result<(Index, Units), LoadError> {
    let made = made(data, meta, methods, options)?;
    let shown = meta.display().to_string();
    let index = match framework::parse(&shown, &made.text) {
        Ok(FrameworkKind::Rows(index)) => *index,
        // The text says `units = "rows"`.
        Ok(FrameworkKind::Partnerships(framework)) => framework.index(),
        Err(found) => {
            let methods = methods.map(|m| m.display().to_string());
            let found = found.moved(|place| made.origin(place, methods.as_deref(), &shown));
            return Err(LoadError::Invalid(found.or(()).err().unwrap_or_default()));
        }
    };
    let table = foreign::read(data, options)?;
    let units = units::parse(&data.display().to_string(), &table.text, table.sha256, &index);
    let units = units.map_err(LoadError::Invalid)?;
    Ok((index, Units { read_as: table.read_as, ..units }))
}

/// A framework's text, and what its lines were made from.
struct Made {
    text: String,
    /// How many lines stand before the methods, and how many the methods have.
    methods: (u64, u64),
    /// Where each element begins in the text, and its line in iMeta; both ascend only in the first.
    elements: Vec<(u64, u64)>,
}

impl Made {
    /// The place of a problem in the file it comes from: the methods, or a row of iMeta; the whole of iMeta where it is
    /// no row's.
    fn origin(&self, place: &Place, methods: Option<&str>, meta: &str) -> Place {
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

/// The framework file that says what iMeta says.
pub(super) fn framework_text(data: &Path, meta: &Path, methods: Option<&Path>) -> Result<String, LoadError> {
    made(data, meta, methods, &ReadOptions::default()).map(|made| made.text)
}

fn made(data: &Path, meta: &Path, methods: Option<&Path>, options: &ReadOptions) -> Result<Made, LoadError> {
    let text = foreign::read(meta, options)?.text;
    let file = meta.display().to_string();
    let elements = elements(&file, &text).map_err(LoadError::Invalid)?;
    let table = foreign::read(data, options)?.text;
    let methods = methods.map(methods_file::read).transpose()?;
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

fn toml_of(elements: &[Element], header: &[String], years: usize, methods: Option<&str>) -> Made {
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
    // Where the methods make the weights, those of iMeta do not enter.
    let said = methods.and_then(|m| m.parse::<toml::Table>().ok());
    let weighed = said.is_some_and(|t| t.get("methods").and_then(|m| m.get("weights")).is_some());
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
        if let Some(by) = e.denominator.as_ref().filter(|_| e.indicator) {
            out.push_str(&format!("denominate = {{ by = {} }}\n", quoted(by)));
        }
        // It begins with a blank line.
        rows.push((line + 2, u64::from(e.line)));
        line += lines(out.get(begins..).unwrap_or_default());
    }
    Made { text: out, methods: place, elements: rows }
}

const NEEDED: [&str; 6] = ["iCode", "Level", "Direction", "Weight", "Parent", "Type"];

/// The indicators and aggregates of iMeta, highest level first, so that parents stand before their children.
fn elements(file: &str, text: &str) -> Result<Vec<Element>, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut lines = Lines::new(file, text);
    let mut record = StringRecord::new();
    if lines.next(&mut record, &mut diagnostics) != Some(true) {
        let hint = "name COINr's iData first and its iMeta second".to_owned();
        diagnostics.push(Place::whole(file), Problem::Framework { message: "the table is empty".into(), hint });
        return Err(diagnostics);
    }
    let header = record.clone();
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if !commas(&names, &lines, &mut diagnostics) {
        return Err(diagnostics);
    }
    for needed in NEEDED.iter().filter(|n| !names.contains(n)) {
        let hint = match nearest(needed, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? name COINr's iData first and its iMeta second"),
            None => "name COINr's iData first and its iMeta second".to_owned(),
        };
        diagnostics
            .push(lines.place(0), Problem::Framework { message: format!("iMeta has no column `{needed}`"), hint });
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let mut elements = Vec::new();
    while let Some(sound) = lines.next(&mut record, &mut diagnostics) {
        if !sound {
            continue;
        }
        if record.len() != names.len() {
            let (found, expected) = (record.len(), names.len());
            diagnostics.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
            continue;
        }
        elements.extend(element(&record, &names, &lines, &mut diagnostics));
    }
    parents(&elements, &mut diagnostics);
    elements.sort_by_key(|e| (std::cmp::Reverse(e.level), e.line));
    diagnostics.or(elements)
}

/// Tells indicators that hang in the air, and parents that no row has.
fn parents(elements: &[Element], diagnostics: &mut Diagnostics) {
    let codes: HashSet<&str> = elements.iter().map(|e| e.code.as_str()).collect();
    let mut searches = Searches::default();
    let mut report = |e: &Element, message: String, hint: String| {
        diagnostics.push(e.parent_place.clone(), Problem::Framework { message, hint });
    };
    let mut loose = elements.iter().filter(|e| e.indicator && e.parent.is_none());
    let flat = elements.iter().all(|e| e.parent.is_none());
    if let Some(first) = loose.next() {
        let row = "a row with iCode Index, Level 2, Direction 1, Weight 1, Parent NA and Type Aggregate";
        if flat {
            let message = format!("no row of iMeta names a parent: `{}` and all others belong to no index", first.code);
            let hint = if elements.iter().all(|e| e.indicator) {
                format!("add {row}, and write Index as the Parent of every indicator")
            } else {
                "write the iCode of an aggregate as the Parent of every indicator".to_owned()
            };
            report(first, message, hint);
        } else {
            for e in std::iter::once(first).chain(loose) {
                let hint =
                    "write the iCode of an aggregate, or Type Other for a column that is no indicator".to_owned();
                report(e, format!("indicator `{}` names no parent and belongs to no index", e.code), hint);
            }
        }
    }
    for e in elements {
        let Some(parent) = e.parent.as_deref().filter(|parent| !codes.contains(parent)) else { continue };
        let near = searches.nearest("node", parent, codes_in_order(elements));
        let hint =
            near.map_or_else(|| "write the iCode of an aggregate".to_owned(), |n| format!("did you mean `{n}`?"));
        report(e, format!("parent `{parent}` is the iCode of no row of the tree"), hint);
    }
}

/// Codes of the aggregates, which may be parents.
fn codes_in_order(elements: &[Element]) -> impl Iterator<Item = &str> {
    elements.iter().filter(|e| !e.indicator).map(|e| e.code.as_str())
}

fn element(record: &StringRecord, names: &[&str], lines: &Lines<'_>, diagnostics: &mut Diagnostics) -> Option<Element> {
    let place = |name: &str| names.iter().position(|n| *n == name).unwrap_or(usize::MAX);
    let field = |name: &str| record.get(place(name)).unwrap_or_default().trim();
    let given = |name: &str| Some(field(name)).filter(|t| !t.is_empty() && *t != "NA");
    let mut number = |name: &str| match given(name).map(str::parse::<f64>) {
        None => None,
        Some(Ok(n)) if n.is_finite() => Some(n),
        Some(_) => {
            diagnostics.push(lines.place(place(name)), Problem::NotANumber { value: field(name).to_owned() });
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
            diagnostics.push(lines.place(place("Type")), problem);
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
        diagnostics.push(lines.place(place("Direction")), problem);
    }
    if direction == Some(-1.0) && !indicator {
        let message = "only an indicator has a direction".to_owned();
        let hint = "write 1 here, and turn the indicators round instead".to_owned();
        diagnostics.push(lines.place(place("Direction")), Problem::Framework { message, hint });
    }
    for name in ["Direction", "Weight"].into_iter().filter(|name| given(name).is_none()) {
        diagnostics.push(lines.place(place(name)), Problem::EmptyField { column: name.into() });
    }
    if weight.is_some_and(|w| w <= 0.0) {
        diagnostics.push(lines.place(place("Weight")), Problem::BadWeight { value: field("Weight").into() });
    }
    let code = given("iCode");
    if code.is_none() {
        diagnostics.push(lines.place(place("iCode")), Problem::EmptyField { column: "iCode".into() });
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
        parent_place: lines.place(place("Parent")),
    })
}
