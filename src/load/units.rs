//! A plain table of units and indicators (CSV), as R and Excel write it: the columns an index asks for, each field checked.
//!
//! An empty field or `NA` is a missing value, `not_applicable` one that has no place here; numbers may have an exponent.

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;

use super::nearest::nearest;
use super::table::{Lines, commas};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Index;
use crate::model::cell::unguarded;
use crate::model::method::Imputation;
use crate::model::units::{Unit, Units};

/// What a row says of its unit, and which columns are read as what.
struct Columns {
    unit: usize,
    name: Option<usize>,
    year: Option<usize>,
    numbers: Vec<(String, usize)>,
    words: Vec<(String, usize)>,
    unused: Vec<String>,
}

/// Reads the columns that `index` asks for. `file` is the name shown in diagnostics.
pub(super) fn parse(file: &str, text: &str, sha256: String, index: &Index) -> Result<Units, Diagnostics> {
    let mut troubles = Diagnostics::default();
    if text.trim().is_empty() {
        let hint = "write a header row with the column names, and one row for each unit".to_owned();
        troubles.push(Place::whole(file), Problem::Framework { message: "the table is empty".into(), hint });
        return Err(troubles);
    }
    let mut lines = Lines::new(file, text);
    let mut record = StringRecord::new();
    let columns = match lines.next(&mut record, &mut troubles) {
        Some(true) => columns(&record, index, &lines, &mut troubles),
        _ => None,
    };
    let width = record.len();
    let Some(columns) = columns else { return Err(troubles.or(()).err().unwrap_or_default()) };
    let mut units = Units {
        file: file.to_owned(),
        sha256,
        rows: Vec::new(),
        numbers: columns.numbers.iter().map(|(name, _)| (name.clone(), Vec::new())).collect(),
        words: columns.words.iter().map(|(name, _)| (name.clone(), Vec::new())).collect(),
        inapplicable: Vec::new(),
        unused: columns.unused.clone(),
    };
    let mut seen: HashMap<(String, Option<i32>), u32> = HashMap::new();
    while let Some(sound) = lines.next(&mut record, &mut troubles) {
        if !sound {
            continue;
        }
        if record.len() != width {
            let (found, expected) = (record.len(), width);
            troubles.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
            continue;
        }
        row(&record, &columns, &lines, &mut units, &mut seen, &mut troubles);
    }
    if units.rows.is_empty() && troubles.is_empty() {
        let hint = "write one row for each unit".to_owned();
        troubles.push(Place::whole(file), Problem::Framework { message: "the table has no row".into(), hint });
    }
    troubles.or(units)
}

fn row(
    record: &StringRecord,
    columns: &Columns,
    lines: &Lines<'_>,
    units: &mut Units,
    seen: &mut HashMap<(String, Option<i32>), u32>,
    troubles: &mut Diagnostics,
) {
    // A table may be one that was written here, with an apostrophe before what a spreadsheet would run.
    let field = |i: usize| unguarded(record.get(i).unwrap_or_default().trim());
    let code = field(columns.unit);
    if code.is_empty() {
        troubles.push(lines.place(columns.unit), Problem::EmptyField { column: "unit".into() });
    }
    let year = columns.year.and_then(|i| {
        let year = field(i).parse::<i32>().ok();
        if year.is_none() {
            troubles.push(lines.place(i), Problem::NotAYear { value: field(i).into() });
        }
        year
    });
    let line = lines.line;
    if let Some(first) = seen.insert((code.to_owned(), year), line) {
        let key = year.map_or_else(|| format!("unit `{code}`"), |y| format!("unit `{code}` in {y}"));
        troubles.push(lines.place(columns.unit), Problem::DuplicateKey { key, first: u64::from(first) });
    }
    let name = columns.name.map(|i| field(i).to_owned()).filter(|n| !n.is_empty());
    units.rows.push(Unit { code: code.to_owned(), name, year, line });
    for ((name, values), (_, i)) in units.numbers.iter_mut().zip(&columns.numbers) {
        if field(*i) == INAPPLICABLE {
            units.inapplicable.push((name.clone(), values.len()));
        }
        values.push(number(field(*i)).unwrap_or_else(|problem| {
            troubles.push(lines.place(*i), problem);
            None
        }));
    }
    for ((_, values), (_, i)) in units.words.iter_mut().zip(&columns.words) {
        values.push(Some(field(*i)).filter(|w| !missing(w)).map(str::to_owned));
    }
}

/// The status of a value that the method gives no place: its weight goes to its siblings.
const INAPPLICABLE: &str = "not_applicable";

fn missing(text: &str) -> bool {
    text.is_empty() || text == "NA" || text == INAPPLICABLE
}

/// A number as R or Excel writes it; nothing where the value is missing.
fn number(text: &str) -> Result<Option<f64>, Problem> {
    if missing(text) {
        return Ok(None);
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let value = text.parse::<f64>().ok();
    match value {
        Some(v) if plain && v.is_finite() => Ok(Some(v)),
        Some(_) => Err(Problem::NotFinite { value: text.to_owned() }),
        None => Err(Problem::NotANumber { value: text.to_owned() }),
    }
}

/// The column of groups that an imputation asks for, where it was not asked for yet.
fn grouped<'a>(imputation: &'a Imputation, asked: &[(String, usize)]) -> Option<&'a String> {
    match imputation {
        Imputation::GroupMean { group } | Imputation::GroupMedian { group } => {
            (!asked.iter().any(|(name, _)| name == group)).then_some(group)
        }
        _ => None,
    }
}

/// Which columns are what; every column that is asked for and not there is told.
fn columns(header: &StringRecord, index: &Index, lines: &Lines<'_>, troubles: &mut Diagnostics) -> Option<Columns> {
    let names: Vec<&str> = header.iter().map(|n| unguarded(n.trim().trim_start_matches('\u{feff}'))).collect();
    if !commas(&names, lines, troubles) {
        return None;
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (i, name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        if let Some(first) = places.insert(name, i) {
            let problem = Problem::DuplicateColumn { column: (*name).to_owned(), first: first as u64 + 1 };
            troubles.push(lines.place(i), problem);
        }
    }
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    let mut find = |column: &str, what: &str| {
        let found = places.get(column).copied();
        match found {
            Some(i) => asked.extend([i]),
            None => {
                let message = format!("the table has no column `{column}`, {what}");
                let near = nearest(column, names.iter().copied().filter(|n| !n.is_empty()));
                let hint = near.map_or("add the column".to_owned(), |n| format!("did you mean `{n}`?"));
                troubles.push(lines.place(0), Problem::Framework { message, hint });
            }
        }
        found
    };
    let layout = &index.layout;
    let unit = layout.unit.as_ref().map_or(Some(0), |c| find(c, "which names the units"));
    let name = layout.name.as_ref().and_then(|c| find(c, "which gives the units' names"));
    let year = layout.year.as_ref().and_then(|c| find(c, "which gives the years"));
    let mut numbers: Vec<(String, usize)> = Vec::new();
    let mut words: Vec<(String, usize)> = Vec::new();
    for (_, node, indicator) in index.indicators() {
        numbers.extend(find(&node.code, "an indicator").map(|i| (node.code.clone(), i)));
        if let Some(by) = &indicator.denominate
            && !numbers.iter().any(|(n, _)| *n == by.by)
        {
            numbers.extend(find(&by.by, "a denominator").map(|i| (by.by.clone(), i)));
        }
        words.extend(
            grouped(&indicator.impute, &words).and_then(|group| Some((group.clone(), find(group, "a group")?))),
        );
    }
    for choice in index.factors.imputation.iter().flat_map(|factor| &factor.choices) {
        words.extend(grouped(&choice.0, &words).and_then(|group| Some((group.clone(), find(group, "a group")?))));
    }
    asked.extend(unit);
    let rest = names.iter().enumerate().filter(|(i, _)| !asked.contains(i));
    let unused = rest.map(|(_, n)| (*n).to_owned()).filter(|n| !n.is_empty()).collect();
    troubles.is_empty().then_some(Columns { unit: unit?, name, year, numbers, words, unused })
}
