//! A table as text, read strictly: a short row, an empty field or a word for a number is told with its line and column.

use csv::{ReaderBuilder, StringRecord};
use polars::prelude::*;

use super::scan::{Kind, ROW, Scan, fault_hint};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::files;

/// A column that is being filled.
enum Filling {
    Codes(StringChunkedBuilder),
    Years(Vec<i64>),
    Numbers(Vec<f64>),
}

/// Gives the rows of the span in frames of at most `part` rows; returns how many rows the file has.
pub(super) fn parts(
    scan: &Scan<'_>,
    part: usize,
    found: &mut Diagnostics,
    each: &mut dyn FnMut(DataFrame, &mut Diagnostics),
) -> usize {
    let file = match files::open(scan.path) {
        Ok(file) => file,
        Err(e) => {
            scan.report(
                found,
                format!("cannot be read: {e}"),
                "mend the path in world.toml: it is read from that file's folder",
            );
            return 0;
        }
    };
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(e) => {
            scan.report(found, format!("not a table of text: {e}"), "save it as CSV in UTF-8, or as .parquet");
            return 0;
        }
    };
    let names: Vec<&str> = heads.iter().map(|h| h.trim_start_matches('\u{feff}')).collect();
    if !scan.has_all(&names, found) {
        return 0;
    }
    let places: Vec<usize> = scan.wanted.iter().filter_map(|w| names.iter().position(|n| *n == w.head)).collect();
    let [from, to] = scan.ends();
    let mut columns = blank(scan);
    let (mut taken, mut rows): (Vec<IdxSize>, usize) = (Vec::new(), 0);
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                scan.report(found, format!("cannot be read on: {e}"), "save it as CSV in UTF-8");
                return rows;
            }
        }
        rows += 1;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != names.len() {
            let problem = Problem::RowLength { found: record.len(), expected: names.len() };
            found.push(Place::new(scan.shown, line, 1), problem);
            continue;
        }
        let field = |i: usize| places.get(i).and_then(|p| record.get(*p)).unwrap_or_default();
        let year = scan.wanted.iter().position(|w| w.kind == Kind::Year).map(field).and_then(|y| y.parse::<i64>().ok());
        if year.is_some_and(|y| y < from || y > to) {
            continue;
        }
        let mut sound = true;
        for (i, wanted) in scan.wanted.iter().enumerate() {
            let text = field(i);
            let number = text.parse::<f64>().ok().filter(|x| x.is_finite());
            let right = match wanted.kind {
                Kind::Code => !text.is_empty(),
                Kind::Year => year.is_some(),
                Kind::Amount => number.is_some_and(|x| x >= 0.0),
                Kind::Number => number.is_some(),
            };
            if right {
                continue;
            }
            sound = false;
            let before = record.iter().take(places.get(i).copied().unwrap_or(0)).map(|f| f.chars().count() + 1);
            let place = Place::new(scan.shown, line, before.sum::<usize>() as u64 + 1);
            let value = text.to_owned();
            let problem = match (wanted.kind, number) {
                _ if text.is_empty() => Problem::EmptyField { column: wanted.head.to_owned() },
                (Kind::Year, _) => Problem::NotAYear { value },
                (Kind::Amount, Some(_)) => Problem::Negative { value, what: format!("`{}`", wanted.head) },
                (Kind::Code, _) => {
                    Problem::Import { message: format!("`{value}` is no code"), hint: fault_hint(wanted.kind).into() }
                }
                _ => Problem::NotANumber { value },
            };
            found.push(place, problem);
        }
        if !sound {
            continue;
        }
        taken.push((rows - 1) as IdxSize);
        for (i, column) in columns.iter_mut().enumerate() {
            match column {
                Filling::Codes(codes) => codes.append_value(field(i)),
                Filling::Years(years) => years.extend(year),
                Filling::Numbers(numbers) => numbers.extend(field(i).parse::<f64>().ok()),
            }
        }
        if taken.len() == part {
            give(scan, std::mem::replace(&mut columns, blank(scan)), std::mem::take(&mut taken), found, each);
        }
    }
    if rows == 0 {
        found.push(Place::whole(scan.shown), Problem::NoRows);
    }
    give(scan, columns, taken, found, each);
    rows
}

fn blank(scan: &Scan<'_>) -> Vec<Filling> {
    let column = |kind: Kind, name: &'static str| match kind {
        Kind::Code => Filling::Codes(StringChunkedBuilder::new(name.into(), 0)),
        Kind::Year => Filling::Years(Vec::new()),
        Kind::Amount | Kind::Number => Filling::Numbers(Vec::new()),
    };
    scan.wanted.iter().map(|w| column(w.kind, w.name)).collect()
}

fn give(
    scan: &Scan<'_>,
    columns: Vec<Filling>,
    rows: Vec<IdxSize>,
    found: &mut Diagnostics,
    each: &mut dyn FnMut(DataFrame, &mut Diagnostics),
) {
    let height = rows.len();
    let column = |(filling, name): (Filling, &'static str)| match filling {
        Filling::Codes(codes) => codes.finish().into_column(),
        Filling::Years(years) => Column::new(name.into(), years),
        Filling::Numbers(numbers) => Column::new(name.into(), numbers),
    };
    let mut all: Vec<Column> = columns.into_iter().zip(scan.wanted.iter().map(|w| w.name)).map(column).collect();
    all.push(Column::new(ROW.into(), rows));
    match DataFrame::new(height, all) {
        Ok(frame) if height > 0 => each(frame, found),
        Ok(_) => {}
        Err(e) => scan.report(found, format!("cannot be laid out: {e}"), "report this, with the file"),
    }
}
