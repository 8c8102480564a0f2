//! A table as Parquet: only the columns that are asked for, and no row group whose years all lie outside of the span.

use polars::prelude::*;

use super::scan::{ROW, Scan};
use crate::diagnostic::Diagnostics;
use crate::files;

/// What a caller does with the rows of one group.
type Each<'a> = &'a mut dyn FnMut(DataFrame, &mut Diagnostics);

/// Gives the rows of the span, group by group; returns how many rows the file has.
pub(super) fn parts(scan: &Scan<'_>, found: &mut Diagnostics, each: Each<'_>) -> usize {
    read(scan, found, each).unwrap_or_else(|e| {
        let text = e.to_string();
        let message = format!("cannot be read as Parquet: {}", text.lines().next().unwrap_or_default().trim());
        let hint =
            "a Parquet file begins and ends with PAR1; write it again, or let the name of a file of text end in .csv";
        scan.report(found, message, hint);
        0
    })
}

fn read(scan: &Scan<'_>, found: &mut Diagnostics, each: Each<'_>) -> PolarsResult<usize> {
    let open = || files::open(scan.path).map_err(|e| PolarsError::ComputeError(e.to_string().into()));
    let mut reader = ParquetReader::new(open()?);
    let metadata = reader.get_metadata()?.clone();
    let schema = reader.schema()?;
    let heads: Vec<&str> = schema.iter_names().map(|n| n.as_str()).collect();
    if !scan.has_all(&heads, found) {
        return Ok(metadata.num_rows);
    }
    let mut columns: Vec<String> = Vec::new();
    for wanted in scan.wanted {
        if !columns.iter().any(|c| c == wanted.head) {
            columns.push(wanted.head.to_owned());
        }
    }
    let [from, to] = scan.ends();
    let mut first = 0;
    for group in &metadata.row_groups {
        let rows = group.num_rows();
        let statistics = group
            .columns_under_root_iter(scan.year_head())
            .and_then(|mut c| c.next()?.statistics(&metadata.footer_buf)?.ok());
        let bounds = statistics.as_ref().and_then(|s| {
            let narrow = s.as_int32().and_then(|s| Some((i64::from(s.min_value?), i64::from(s.max_value?))));
            narrow.or_else(|| s.as_int64().and_then(|s| Some((s.min_value?, s.max_value?))))
        });
        if bounds.is_none_or(|(low, high)| low <= to && high >= from) {
            let reader = ParquetReader::new(open()?).with_columns(Some(columns.clone()));
            let frame =
                reader.with_slice(Some((first, rows))).finish()?.with_row_index(ROW.into(), Some(first as IdxSize))?;
            if !scan.has_types(&frame, found) {
                return Ok(metadata.num_rows);
            }
            each(scan.sound(frame, found)?, found);
        }
        first += rows;
    }
    Ok(metadata.num_rows)
}
