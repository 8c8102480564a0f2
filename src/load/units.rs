//! A plain table of units and indicators (CSV), as R and Excel write it: the columns an index requires, each field
//! checked.
//!
//! An empty field or `NA` is a missing value, `not_applicable` one that does not apply; numbers may have an
//! exponent.

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;

use super::nearest::Searches;
use super::plain;
use super::table::{Lines, commas};
use super::unit_row::{Columns, INAPPLICABLE, Seen, head, number};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Index;
use crate::model::cell::unguarded;
use crate::model::method::{Imputation, Scope};
use crate::model::units::Units;

/// Reads the columns that `index` requires. `file` is the name shown in diagnostics.
pub(super) fn parse(file: &str, text: &str, sha256: String, index: &Index) -> Result<Units, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    if text.trim().is_empty() {
        let hint = "write a header row with the column names, and one row for each unit".to_owned();
        diagnostics.push(Place::whole(file), Problem::Framework { message: "the table is empty".into(), hint });
        return Err(diagnostics);
    }
    let mut lines = Lines::new(file, text);
    let mut record = StringRecord::new();
    let columns = match lines.next(&mut record, &mut diagnostics) {
        Some(true) => columns(&record, index, &lines, &mut diagnostics),
        _ => None,
    };
    let width = record.len();
    let Some(columns) = columns else { return Err(diagnostics.or(()).err().unwrap_or_default()) };
    let mut units = Units {
        file: file.to_owned(),
        sha256,
        rows: Vec::new(),
        numbers: columns.numbers.iter().map(|(name, _)| (name.clone(), Vec::new())).collect(),
        words: columns.words.iter().map(|(name, _)| (name.clone(), Vec::new())).collect(),
        inapplicable: Vec::new(),
        unused: columns.unused.clone(),
        read_as: None,
        notes: Vec::new(),
    };
    if let Some(units) = plain::read(&lines, width, &columns, &units) {
        return Ok(units);
    }
    let mut seen = Seen::default();
    while let Some(sound) = lines.next(&mut record, &mut diagnostics) {
        if !sound {
            continue;
        }
        if record.len() != width {
            let (found, expected) = (record.len(), width);
            diagnostics.push(lines.place(found.min(expected)), Problem::RowLength { found, expected });
            continue;
        }
        row(&record, &columns, &lines, &mut units, &mut seen, &mut diagnostics);
    }
    if units.rows.is_empty() && diagnostics.is_empty() {
        let hint = "write one row for each unit".to_owned();
        diagnostics.push(Place::whole(file), Problem::Framework { message: "the table has no row".into(), hint });
    }
    diagnostics.or(units)
}

fn row(
    record: &StringRecord,
    columns: &Columns,
    lines: &Lines<'_>,
    units: &mut Units,
    seen: &mut Seen,
    diagnostics: &mut Diagnostics,
) {
    // A table may be one that was written here, with an apostrophe before what a spreadsheet would run.
    let field = |i: usize| unguarded(record.get(i).unwrap_or_default().trim());
    let place = |i: usize| lines.place(i);
    let mut filled = record.iter().map(str::trim).filter(|text| !text.is_empty());
    let no_data = match (filled.next(), filled.next()) {
        (None, _) => Some(Problem::BlankRow),
        // A unit of which nothing is known has a name without a colon.
        (Some(only), None) if only.contains(':') => Some(Problem::Footer { text: only.to_owned() }),
        _ => None,
    };
    if let Some(problem) = no_data {
        diagnostics.push(place(0), problem);
        return;
    }
    head((&field, &place, lines.line), columns, units, seen, diagnostics);
    for ((name, values), (_, i)) in units.numbers.iter_mut().zip(&columns.numbers) {
        if field(*i) == INAPPLICABLE {
            units.inapplicable.push((name.clone(), values.len()));
        }
        values.push(number(field(*i)).unwrap_or_else(|problem| {
            diagnostics.push(place(*i), problem);
            None
        }));
    }
}

/// The column of groups that an imputation requires, where it is not among the columns yet.
fn grouped<'a>(imputation: &'a Imputation, asked: &[(String, usize)]) -> Option<&'a String> {
    match imputation {
        Imputation::GroupMean { group } | Imputation::GroupMedian { group } => {
            (!asked.iter().any(|(name, _)| name == group)).then_some(group)
        }
        _ => None,
    }
}

/// Which columns are what; every column that is required and absent is reported.
fn columns(header: &StringRecord, index: &Index, lines: &Lines<'_>, diagnostics: &mut Diagnostics) -> Option<Columns> {
    let names: Vec<&str> = header.iter().map(|n| unguarded(n.trim().trim_start_matches('\u{feff}'))).collect();
    if !commas(&names, lines, diagnostics) {
        return None;
    }
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (i, name) in names.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        if let Some(first) = places.insert(name, i) {
            let problem = Problem::DuplicateColumn { column: (*name).to_owned(), first: first as u64 + 1 };
            diagnostics.push(lines.place(i), problem);
        }
    }
    let mut searches = Searches::default();
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    let mut find = |column: &str, what: &str| {
        let found = places.get(column).copied();
        match found {
            Some(i) => asked.extend([i]),
            None => {
                let message = format!("the table has no column `{column}`, {what}");
                let near = searches.nearest("column", column, names.iter().copied().filter(|n| !n.is_empty()));
                let hint = near.map_or("add the column".to_owned(), |n| format!("did you mean `{n}`?"));
                diagnostics.push(lines.place(0), Problem::Framework { message, hint });
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
    for column in &layout.denominators {
        if !numbers.iter().any(|(n, _)| n == column) {
            numbers.extend(find(column, "a denominator").map(|i| (column.clone(), i)));
        }
    }
    let by_group = match &index.scope {
        Scope::Group(column) => Some(column),
        _ => None,
    };
    for column in layout.groups.iter().chain(by_group) {
        if !words.iter().any(|(n, _)| n == column) {
            words.extend(find(column, "a group").map(|i| (column.clone(), i)));
        }
    }
    for choice in index.factors.imputation.iter().flat_map(|factor| &factor.choices) {
        words.extend(grouped(&choice.0, &words).and_then(|group| Some((group.clone(), find(group, "a group")?))));
    }
    if let (None, Some(first)) = (&layout.unit, names.first()) {
        let indicator = numbers.iter().any(|(_, i)| *i == 0);
        let message = match year {
            Some(0) => format!("the first column, `{first}`, gives the years, and no column is said to name the units"),
            _ => format!("the first column, `{first}`, is an indicator, and no column is said to name the units"),
        };
        if indicator || year == Some(0) {
            let hint = "add unit = \"COLUMN\" to [table] in the framework; a table needs a column that names its units"
                .to_owned();
            diagnostics.push(lines.place(0), Problem::Framework { message, hint });
        }
    }
    asked.extend(unit);
    let rest = names.iter().enumerate().filter(|(i, _)| !asked.contains(i));
    let unused = rest.map(|(_, n)| (*n).to_owned()).filter(|n| !n.is_empty()).collect();
    diagnostics.is_empty().then_some(Columns { unit: unit?, name, year, numbers, words, unused })
}
