//! A table by columns as CSV, part by part, and as Parquet.

use std::io;

use polars::prelude::*;

use crate::document::{Columns, Values};
use crate::model::cell::guarded;

/// Rows that are written at a time.
const ROWS: usize = 4096;

/// What stands in the metadata of a Parquet file of ours, so that a later run may take its place.
pub const MAKER: &str = "made by spscore";

/// The table as CSV, given in parts of whole lines; the first has the heads.
///
/// # Errors
///
/// Where `give` refuses a part.
pub fn csv_by_parts(table: &Columns<'_>, give: &mut dyn FnMut(&str) -> io::Result<()>) -> Result<(), ::csv::Error> {
    let part = |rows: std::ops::Range<usize>, heads: bool| -> Result<String, ::csv::Error> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        if heads {
            writer.write_record(table.columns.iter().map(|(head, _)| head))?;
        }
        for row in rows {
            writer.write_record(table.columns.iter().map(|(_, values)| values.text(row).into_owned()))?;
        }
        let bytes = writer.into_inner().map_err(|e| ::csv::Error::from(e.into_error()))?;
        Ok(guarded(String::from_utf8_lossy(&bytes).into_owned()))
    };
    let height = table.height();
    give(&part(0..height.min(ROWS), true)?)?;
    for first in (ROWS..height).step_by(ROWS) {
        give(&part(first..height.min(first + ROWS), false)?)?;
    }
    Ok(())
}

/// The table as the bytes of a Parquet file: texts, whole numbers of 64 bits and doubles, compressed with Zstandard.
///
/// # Errors
///
/// Where two columns have one head, which no report of this program has.
pub fn parquet(table: Columns<'_>) -> Result<Vec<u8>, String> {
    let height = table.height();
    let column = |(head, values): (String, Values<'_>)| match values {
        Values::Texts(texts) => Column::new(head.into(), texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>()),
        Values::Counts(counts) => Column::new(head.into(), counts),
        Values::Numbers(numbers) => Column::new(head.into(), numbers),
    };
    let columns: Vec<Column> = table.columns.into_iter().map(column).collect();
    let mut frame = DataFrame::new(height, columns).map_err(|e| e.to_string())?;
    let mut bytes = Vec::new();
    let maker = KeyValueMetadata::from_static(vec![("maker".to_owned(), MAKER.to_owned())]);
    let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
    writer.with_key_value_metadata(Some(maker)).finish(&mut frame).map_err(|e| e.to_string())?;
    Ok(bytes)
}
