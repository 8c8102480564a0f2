//! The rows of iMeta: indicators and aggregates of the tree, and which columns of iData are groups and sizes.

use std::collections::{BTreeMap, HashSet};

use csv::StringRecord;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::nearest::{Searches, nearest};
use crate::load::table::{Lines, commas};

/// One row of iMeta that is part of the tree.
pub(super) struct Element {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) level: u32,
    pub(super) lower_is_better: bool,
    pub(super) weight: f64,
    pub(super) parent: Option<String>,
    pub(super) unit: String,
    pub(super) target: Option<f64>,
    /// Numbers of iMeta's own columns for a normalisation, by the names of the columns.
    pub(super) scale: BTreeMap<&'static str, f64>,
    /// Whether values beyond the goalposts get the end of the scale.
    pub(super) truncate: Option<bool>,
    pub(super) denominator: Option<String>,
    pub(super) indicator: bool,
    pub(super) line: u32,
    /// Where its parent is named.
    pub(super) parent_place: Place,
}

/// Columns of iData that are no part of the tree.
#[derive(Default)]
pub(super) struct OtherColumns {
    pub(super) groups: Vec<String>,
    pub(super) denominators: Vec<String>,
}

pub(super) struct ImetaRows {
    pub(super) elements: Vec<Element>,
    pub(super) columns: OtherColumns,
}

/// iMeta's columns for normalisations, which count where the methods name that normalisation.
const SCALES: [&str; 7] =
    ["goalpost_lower", "goalpost_upper", "goalpost_scale", "minmax_lower", "minmax_upper", "zscore_mean", "zscore_sd"];

const NEEDED: [&str; 6] = ["iCode", "Level", "Direction", "Weight", "Parent", "Type"];

/// The indicators and aggregates of iMeta, highest level first, so that parents stand before their children.
pub(super) fn elements(file: &str, text: &str) -> Result<ImetaRows, Diagnostics> {
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
    let mut columns = OtherColumns::default();
    while let Some(sound) = lines.next(&mut record, &mut diagnostics) {
        if !sound {
            continue;
        }
        if record.len() != names.len() {
            let (found, expected) = (record.len(), names.len());
            diagnostics.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
            continue;
        }
        let field = |name: &str| names.iter().position(|n| *n == name).and_then(|i| record.get(i)).map(str::trim);
        match (field("Type"), field("iCode")) {
            (Some("Group"), Some(code)) => columns.groups.push(code.to_owned()),
            (Some("Denominator"), Some(code)) => columns.denominators.push(code.to_owned()),
            _ => {}
        }
        elements.extend(element(&record, &names, &lines, &mut diagnostics));
    }
    parents(&elements, &mut diagnostics);
    elements.sort_by_key(|e| (std::cmp::Reverse(e.level), e.line));
    diagnostics.or(ImetaRows { elements, columns })
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
    let mut scale = BTreeMap::new();
    for column in SCALES {
        if let Some(value) = number(column) {
            scale.insert(column, value);
        }
    }
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
        let hint = "write 1 here and -1 at its indicators; COINr takes no notice of a direction here".to_owned();
        diagnostics.push(lines.place(place("Direction")), Problem::Framework { message, hint });
    }
    for name in ["Direction", "Weight"].into_iter().filter(|name| given(name).is_none()) {
        diagnostics.push(lines.place(place(name)), Problem::EmptyField { column: name.into() });
    }
    if weight.is_some_and(|w| w < 0.0) {
        diagnostics.push(lines.place(place("Weight")), Problem::BadWeight { value: field("Weight").into() });
    }
    let truncate = match given("goalpost_trunc2posts") {
        None => None,
        Some("TRUE" | "true" | "1") => Some(true),
        Some("FALSE" | "false" | "0") => Some(false),
        Some(other) => {
            let choices = ["TRUE", "FALSE"].map(str::to_owned).to_vec();
            let problem = Problem::UnknownChoice { value: other.into(), what: "truth".into(), choices };
            diagnostics.push(lines.place(place("goalpost_trunc2posts")), problem);
            None
        }
    };
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
        scale,
        truncate,
        denominator: given("Denominator").map(str::to_owned),
        indicator,
        line: lines.line,
        parent_place: lines.place(place("Parent")),
    })
}
